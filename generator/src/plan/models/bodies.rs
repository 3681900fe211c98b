//! What the methods that call take as a body: a model, or the parameters of an action as a struct of their own.
//!
//! Parameters that are all properties of one model are that model: what a `PATCH` changes, what a new object is made with. The model
//! is the one that the page names, or for what is no action the one that the request gives, or the one that a `GET` of the same
//! path gives.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Models, TargetKind};
use crate::ir::{
    ApiVersion, Body, Content, Method, Operation, OperationId, Parameter, PerOperation, Primitive, Segment,
    Type,
};
use crate::names::{Names, is_listed, pascal, short, snake};
use crate::plan::client::{Call, VersionClient};

/// The bodies of all operations of a version.
pub(crate) struct Bodies<'a> {
    /// The structs of parameters, by name.
    pub(crate) parameters: Vec<Parameters<'a>>,
    by_operation: PerOperation<BodyType>,
}

/// What a method takes as a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BodyType {
    /// A model, or a list of models.
    Model(Type),
    /// A struct of parameters, by its position.
    Parameters(usize),
    /// Whatever can be written as JSON.
    Any,
}

/// The parameters of an action.
pub(crate) struct Parameters<'a> {
    /// The Rust name.
    pub(crate) name: String,
    /// The action, for people: the name that stands in the path.
    pub(crate) action: String,
    /// The requests that take them.
    pub(crate) operations: Vec<&'a Operation>,
    /// Their fields.
    pub(crate) fields: Vec<ParameterField<'a>>,
    /// Whether they are properties of an object, which may have others, and be set to null.
    pub(crate) is_object: bool,
}

/// One of them.
pub(crate) struct ParameterField<'a> {
    /// The Rust name.
    pub(crate) name: String,
    /// What the docs say.
    pub(crate) parameter: &'a Parameter,
    /// Whether it can't be left out.
    pub(crate) required: bool,
}

impl Bodies<'_> {
    /// What the method of an operation takes.
    pub(crate) fn of(&self, operation: OperationId) -> &BodyType {
        &self.by_operation[operation]
    }
}

/// What the methods of a client take.
pub(crate) fn bodies<'a>(api: &ApiVersion, client: &VersionClient<'a>, models: &Models<'_>) -> Bodies<'a> {
    let calls: Vec<&Call<'a>> =
        client.areas.iter().flat_map(|area| &area.builders).flat_map(|builder| &builder.calls).collect();
    let gives: HashMap<&str, &Type> = calls
        .iter()
        .filter(|call| call.operation.method == Method::Get)
        .filter_map(|call| Some((call.operation.path.as_str(), result(call.operation)?)))
        .collect();
    let mut bodies =
        Bodies { parameters: Vec::new(), by_operation: PerOperation::new(api, |_| BodyType::Any) };
    let mut groups: BTreeMap<String, Vec<Group<'a>>> = BTreeMap::new();
    for call in calls {
        if let Some(model) = model(call, models, &gives) {
            bodies.by_operation[call.id] = BodyType::Model(model);
        } else if let Body::Parameters { parameters, .. } = &call.operation.body {
            let name = short_name(call);
            let variants = groups.entry(name).or_default();
            match variants.iter_mut().find(|variant| alike(variant.parameters, parameters)) {
                Some(variant) => variant.operations.push((call.id, call.operation)),
                None => variants.push(Group {
                    parameters,
                    operations: vec![(call.id, call.operation)],
                    is_object: !call.operation.kind.is_call(),
                }),
            }
        }
    }
    let mut taken = Names::default();
    for (short, variants) in groups {
        let alone = variants.len() == 1;
        for group in variants {
            let name = if alone { short.clone() } else { long_name(&short, group.operations[0].1) };
            let at = bodies.parameters.len();
            for &(id, _) in &group.operations {
                bodies.by_operation[id] = BodyType::Parameters(at);
            }
            bodies.parameters.push(parameters(taken.take_type(name), &group, models));
        }
    }
    bodies
}

/// Operations with the same parameters.
struct Group<'a> {
    parameters: &'a [Parameter],
    operations: Vec<(OperationId, &'a Operation)>,
    is_object: bool,
}

fn alike(a: &[Parameter], b: &[Parameter]) -> bool {
    let key = |parameter: &Parameter| (parameter.name.clone(), parameter.ty.clone(), parameter.required);
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| key(a) == key(b))
}

fn parameters<'a>(name: String, group: &Group<'a>, models: &Models<'_>) -> Parameters<'a> {
    let mut names = if group.is_object { Names::reserving(&["additional"]) } else { Names::default() };
    let mut wires = HashSet::new();
    let fields = group
        .parameters
        .iter()
        .filter(|parameter| is_listed(&parameter.name) && wires.insert(&parameter.name))
        .map(|parameter| ParameterField {
            name: names.take(snake(&parameter.name)),
            parameter,
            required: parameter.required && has_default(&parameter.ty, models),
        })
        .collect();
    Parameters {
        name,
        action: last_name(group.operations[0].1),
        operations: group.operations.iter().map(|(_, operation)| *operation).collect(),
        fields,
        is_object: group.is_object,
    }
}

/// Whether there is an empty value of the type to start from, so that it needs no `Option` around it.
fn has_default(ty: &Type, models: &Models<'_>) -> bool {
    match ty {
        Type::Primitive(primitive) => matches!(primitive, Primitive::String | Primitive::Boolean),
        Type::Named(ty) => models.target(*ty).kind == TargetKind::Struct,
        Type::List(_) => true,
        Type::Json => false,
    }
}

/// The model that is the body of a call.
fn model(call: &Call<'_>, models: &Models<'_>, gives: &HashMap<&str, &Type>) -> Option<Type> {
    let operation = call.operation;
    let is_model = |ty: &&Type| models.struct_of(ty.item()).is_some();
    match &operation.body {
        Body::Resource { ty } => Some(ty).filter(is_model).cloned(),
        Body::Parameters { parameters, of } => {
            let called = call.operation.kind.is_call();
            let named =
                of.iter().filter(|ty| share(parameters, ty, models) >= if called { 1.0 } else { 0.5 });
            let given = result(operation).into_iter().chain(gives.get(operation.path.as_str()).copied());
            let given = given.filter(|ty| !called && share(parameters, ty, models) >= 1.0);
            named.chain(given).find(is_model).cloned()
        }
        _ => None,
    }
}

/// How many of the parameters are properties of a model, or of the models that are derived from it: an object of a derived type
/// is sent as one of the base.
fn share(parameters: &[Parameter], ty: &Type, models: &Models<'_>) -> f64 {
    let Some(ty) = ty.named() else {
        return 0.0;
    };
    let family = models.derived_of(ty).iter().copied().chain([ty]);
    let fields = family.filter_map(|ty| models.fields_of(ty)).flatten();
    let fields: HashSet<&str> = fields.map(|field| field.field.name.as_str()).collect();
    let own: Vec<&Parameter> =
        parameters.iter().filter(|parameter| !parameter.name.starts_with('@')).collect();
    let shared = own.iter().filter(|parameter| fields.contains(parameter.name.as_str())).count();
    if own.is_empty() { 1.0 } else { shared as f64 / own.len() as f64 }
}

/// The type of the object, or of the collection's members, that a request gives.
fn result(operation: &Operation) -> Option<&Type> {
    operation.responses.iter().find_map(|response| match &response.content {
        Content::One { ty, .. } | Content::Collection { ty } => Some(ty.item()),
        _ => None,
    })
}

/// `SendMail` for an action, `CreateAgreements` for what is none.
fn short_name(call: &Call<'_>) -> String {
    let last = last_name(call.operation);
    let name = if call.operation.kind.is_call() {
        pascal(&last)
    } else {
        pascal(&format!("{} {last}", call.method.trim_start_matches("r#")))
    };
    name.trim_start_matches("r#").to_owned()
}

/// The same behind the names that lead to it.
fn long_name(short: &str, operation: &Operation) -> String {
    let words: Vec<String> = names_in(operation).map(|name| pascal(&name)).collect();
    let before = words.len().saturating_sub(1);
    format!("{}{short}", words[..before].join("")).replace("r#", "")
}

fn last_name(operation: &Operation) -> String {
    names_in(operation).last().unwrap_or_default()
}

fn names_in(operation: &Operation) -> impl Iterator<Item = String> {
    operation.segments.segments.iter().filter_map(|segment| match segment {
        Segment::Literal(name) | Segment::Cast(name) | Segment::Function { name, .. } => {
            Some(short(name).to_owned())
        }
        _ => None,
    })
}
