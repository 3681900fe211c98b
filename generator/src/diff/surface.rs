//! What the emitted crate offers for a request or a type, as far as the code of a caller depends on it.
//!
//! It comes from the names and types that the emitter itself uses, so that the verdict about callers is that of the crate: a request
//! that is new can turn `messages().get()` into `messages().list()`, and a property can turn another one into a `Box`.

use std::collections::{BTreeMap, HashMap};

use crate::emit;
use crate::emit::root::Root;
use crate::emit::typed::{ArgumentType, Typed};
use crate::ir::{
    ApiVersion, Body, EnumMember, Method, Operation, OperationId, ParameterLocation, PerOperation, Type,
    TypeId,
};
use crate::plan::VersionPlan;
use crate::plan::client::{Call, PathSegment, QueryValue, VersionClient};
use crate::plan::models::{
    self, Bodies, BodyType, Model, ModelField, ModelShape, Models, Parameters, Target, TargetKind,
};

/// The public names of the crate of one version.
pub(super) struct Surface<'a> {
    models: Models<'a>,
    bodies: Bodies<'a>,
    /// The operations by what they are on both sides of a comparison.
    ids: HashMap<(&'a str, Method), OperationId>,
    methods: PerOperation<Option<Path>>,
    /// The methods for query parameters: what they are called and what they take, by the name that travels.
    query: BTreeMap<&'a str, (String, QueryValue)>,
    /// Where the model of a dotted name stands: its module and its position there.
    positions: HashMap<&'a str, (String, usize)>,
}

/// The method of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// `users().by_id(&str).messages().list()`
    pub(super) chain: String,
    /// The struct that it is a method of: `users::UsersItemMessages`.
    pub(super) place: String,
    /// The static of the request: `LIST_USERS_ITEM_MESSAGES`.
    pub(super) constant: String,
}

impl Path {
    /// The first part that is not the same.
    pub(super) fn differing<'p>(&'p self, other: &'p Self) -> Option<(&'p str, &'p str)> {
        let parts =
            [(&self.chain, &other.chain), (&self.place, &other.place), (&self.constant, &other.constant)];
        parts.into_iter().find(|(a, b)| a != b).map(|(a, b)| (a.as_str(), b.as_str()))
    }
}

/// What a method takes as a body.
pub(super) enum Takes<'s> {
    Nothing,
    Reference,
    Bytes,
    Json,
    Model(&'s Type),
    Parameters(&'s Parameters<'s>),
}

impl<'a> Surface<'a> {
    pub(super) fn of(api: &'a ApiVersion) -> Self {
        let plan = VersionPlan::of(api);
        let ids = api.identified().map(|(id, operation)| (key(operation), id)).collect();
        let methods = methods(api, &plan.client, Typed::of(&plan, Root::Crate), &ids);
        let VersionPlan { client, models, bodies } = plan;
        let mut positions = HashMap::new();
        for (module, all) in &models.modules {
            for (at, model) in all.iter().enumerate() {
                positions.insert(model.definition.name.as_str(), (module.clone(), at));
            }
        }
        let query =
            client.query.into_iter().map(|method| (method.wire, (method.name, method.takes))).collect();
        Self { models, bodies, ids, methods, query, positions }
    }

    /// Whether a request has methods for query parameters here that another crate lacks or has otherwise.
    pub(super) fn loses_query(&self, operation: &Operation, other: &Self) -> bool {
        let given =
            operation.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query);
        given
            .filter_map(|parameter| self.query.get_key_value(parameter.name.as_str()))
            .any(|(wire, method)| other.query.get(wire) != Some(method))
    }

    /// The method of a request.
    pub(super) fn method(&self, operation: &Operation) -> Option<&Path> {
        self.methods[self.ids[&key(operation)]].as_ref()
    }

    /// What the method of a request gives, in Rust.
    pub(super) fn output(&self, operation: &Operation) -> String {
        tidy(&emit::output(operation, &self.models, &self.bodies))
    }

    /// What a type has become.
    pub(super) fn target(&self, ty: TypeId) -> &Target {
        self.models.target(ty)
    }

    /// The field of a property of a type, inherited ones as well.
    pub(super) fn field(&self, ty: &str, property: &str) -> Option<&ModelField<'a>> {
        match &self.model(ty)?.shape {
            ModelShape::Struct { fields, .. } => fields.iter().find(|field| field.field.name == property),
            ModelShape::Enum(_) | ModelShape::Text | ModelShape::Json => None,
        }
    }

    /// `colour: Option<String>`
    pub(super) fn field_words(&self, field: &ModelField<'_>) -> String {
        let ty = self.type_words(&field.field.ty);
        let ty = if field.boxed { format!("Box<{ty}>") } else { ty };
        format!("{}: Option<{ty}>", field.name)
    }

    /// `Vec<Recipient>`
    pub(super) fn type_words(&self, ty: &Type) -> String {
        tidy(&emit::field_type(ty, &self.models))
    }

    /// The variant of a member of an enum.
    pub(super) fn variant(&self, ty: &str, member: &EnumMember) -> Option<&str> {
        match &self.model(ty)?.shape {
            ModelShape::Enum(members) => {
                members.iter().find(|(_, known)| known.name == member.name).map(|(name, _)| name.as_str())
            }
            ModelShape::Struct { .. } | ModelShape::Text | ModelShape::Json => None,
        }
    }

    fn model(&self, ty: &str) -> Option<&Model<'a>> {
        let (module, at) = self.positions.get(ty)?;
        self.models.modules.get(module)?.get(*at)
    }

    pub(super) fn takes(&self, operation: &'a Operation) -> Takes<'_> {
        match &operation.body {
            Body::None => Takes::Nothing,
            Body::Reference => Takes::Reference,
            Body::Bytes { .. } | Body::Multipart => Takes::Bytes,
            Body::Parameters { .. } | Body::Resource { .. } | Body::Undocumented => {
                match self.bodies.of(self.ids[&key(operation)]) {
                    BodyType::Model(ty) => Takes::Model(ty),
                    BodyType::Parameters(at) => Takes::Parameters(&self.bodies.parameters[*at]),
                    BodyType::Any => Takes::Json,
                }
            }
        }
    }
}

impl Surface<'_> {
    pub(super) fn body_words(&self, body: &Takes<'_>) -> String {
        match body {
            Takes::Nothing => "nothing".to_owned(),
            Takes::Reference => "a reference".to_owned(),
            Takes::Bytes => "bytes".to_owned(),
            Takes::Json => "any JSON".to_owned(),
            Takes::Model(ty) => self.type_words(ty),
            Takes::Parameters(parameters) => {
                let member = |field: &models::ParameterField<'_>| {
                    let ty = self.type_words(&field.parameter.ty);
                    let ty = if field.required { ty } else { format!("Option<{ty}>") };
                    format!("{}: {ty}", field.name)
                };
                let members: Vec<String> = parameters.fields.iter().map(member).collect();
                format!("{} {{ {} }}", parameters.name, members.join(", "))
            }
        }
    }
}

/// The kind of item that a type is in the crate, and its name.
pub(super) fn target_words(target: &Target) -> String {
    let kind = match target.kind {
        TargetKind::Struct => "struct",
        TargetKind::Enum => "enum",
        TargetKind::Flags => "flags",
        TargetKind::Alias => "alias",
    };
    let module = if target.module.is_empty() { String::new() } else { format!("{}::", target.module) };
    format!("{kind} {module}{}", target.name)
}

/// What an operation is called by on both sides.
fn key(operation: &Operation) -> (&str, Method) {
    (&operation.path, operation.method)
}

/// The methods of all requests. The way to each is the one that writes keys as its own path does.
fn methods(
    api: &ApiVersion,
    client: &VersionClient<'_>,
    typed: Typed<'_>,
    ids: &HashMap<(&str, Method), OperationId>,
) -> PerOperation<Option<Path>> {
    let mut methods = PerOperation::new(api, |_| None);
    for area in &client.areas {
        for place in &area.builders {
            let calls = place.calls.iter().map(|call| (&call.constant, call.operation));
            let others = place.by_other_keys.iter().map(|(constant, operation)| (constant, *operation));
            for (constant, operation) in calls.chain(others) {
                let place = format!("{}::{}", area.module, place.name);
                let Some(chain) = chain(operation, client, typed) else {
                    continue;
                };
                methods[ids[&key(operation)]] = Some(Path { chain, place, constant: constant.clone() });
            }
        }
    }
    methods
}

/// The calls that make a request, as a program writes them. None for a path of a model that no page can have: `$value` in its middle.
fn chain(operation: &Operation, client: &VersionClient<'_>, typed: Typed<'_>) -> Option<String> {
    let call_chain = client.call_chain(operation)?;
    let mut chain: Vec<String> = call_chain
        .navigations
        .iter()
        .map(|navigation| {
            format!("{}({})", navigation.method, arguments(&navigation.append, typed).join(", "))
        })
        .collect();
    chain.push(format!("{}({})", call_chain.call.method, arguments_of(call_chain.call, typed)));
    Some(chain.join("."))
}

fn arguments_of(call: &Call<'_>, typed: Typed<'_>) -> String {
    let mut all: Vec<String> = call.append.iter().flat_map(|append| arguments(append, typed)).collect();
    all.extend(call.query.iter().map(|_| "&str".to_owned()));
    all.join(", ")
}

/// The types of the arguments of a method. Their names are nobody's business.
fn arguments(append: &PathSegment, typed: Typed<'_>) -> Vec<String> {
    match append {
        PathSegment::Literal(_) => Vec::new(),
        PathSegment::Key(_) | PathSegment::DrivePath(_) => vec!["&str".to_owned()],
        PathSegment::NamedKey(pairs) => vec!["&str".to_owned(); pairs.len()],
        PathSegment::Function(_, arguments) => arguments
            .iter()
            .map(|argument| match typed.argument(argument) {
                ArgumentType::Enum(ty) | ArgumentType::Scalar(ty) => tidy(&ty.to_string()),
                ArgumentType::Text => "&str".to_owned(),
                ArgumentType::Bare => "impl Display".to_owned(),
            })
            .collect(),
    }
}

/// Tokens as people write them, without the way to the types.
fn tidy(tokens: &str) -> String {
    let mut text = tokens.replace(' ', "");
    for module in
        ["::msgraph_core::model::", "::msgraph_core::", "crate::v1_0::", "crate::beta::", "models::"]
    {
        text = text.replace(module, "");
    }
    text
}
