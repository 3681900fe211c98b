//! Sample bodies → members that no table lists.
//!
//! ```text
//! table: displayName                    sample: {"passwordCredential": {"displayName": "…"}}      the table describes the member
//! table: name                           sample: {"name": "…", "notify": true}                     `notify` is a member as well
//! ```
//! Names that start with `@` are annotations. A sample tells the kind of a value, not its exact type: a whole number is taken as
//! `Int32`, an object as the documented type of its `@odata.type` or of its member's name, or as JSON.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::context::OperationContext;
use super::types::TypeTable;
use crate::diagnostic::{Code, Problems};
use crate::ir::{Parameter, ParameterLocation, Primitive, SourceLocation, Type};
use crate::names::LONGEST_NAME;
use crate::page::MOST_PARAMETERS;
use crate::page::annotation::without_trailing_commas;
use crate::page::resource::DEFAULT_NAMESPACE;

/// The members of a body: those of the table, and those that the samples show beside or around them.
pub(super) fn complete(
    mut parameters: Vec<Parameter>,
    context: &OperationContext<'_>,
    types: &TypeTable,
    problems: &mut Problems,
) -> Vec<Parameter> {
    let mut positions: HashMap<String, usize> = HashMap::new();
    for (at, parameter) in parameters.iter().enumerate() {
        positions.entry(parameter.name.to_ascii_lowercase()).or_insert(at);
    }
    for (sample, place) in samples(context) {
        if let Some(around) = around(&sample, &positions)
            && let Some(ty) = named_after(context, around, types)
        {
            return vec![member(around, ty, place)];
        }
        for (name, value) in &sample {
            let lower = name.to_ascii_lowercase();
            let full = parameters.len() >= MOST_PARAMETERS;
            let known = positions.get(&lower).map(|&at| &mut parameters[at]);
            match known {
                // A sentence named it and no more.
                Some(known) if known.type_text.is_empty() && known.ty == Type::Json => {
                    known.ty = type_of(context, name, value, types);
                }
                Some(_) => {}
                None if name.starts_with('@') || name.contains("@odata") => {}
                None if name.len() > LONGEST_NAME => {
                    let message = format!(
                        "a member of a sample has a name of more than {LONGEST_NAME} letters; it was not read"
                    );
                    problems.report(Code::TooMany, context.claim.request.span, message);
                }
                None if full => {
                    let message = format!(
                        "the body has more than {MOST_PARAMETERS} members; those from here on were not read"
                    );
                    problems.report(Code::TooMany, context.claim.request.span, message);
                    return parameters;
                }
                None => {
                    let ty = type_of(context, name, value, types);
                    positions.insert(lower, parameters.len());
                    parameters.push(member(name, ty, place));
                }
            }
        }
    }
    parameters
}

/// The JSON objects that the examples of the request send, and those that its section shows.
fn samples(context: &OperationContext<'_>) -> Vec<(Map<String, Value>, SourceLocation)> {
    let sent = context.examples.iter().map(|example| (example.request.body.as_str(), example.request.place));
    let page = &context.claim.page.body;
    let shown = page.samples.iter().map(|(text, span)| (text.as_str(), (context.place)(*span)));
    sent.chain(shown)
        .filter(|(text, _)| text.starts_with('{'))
        .filter_map(|(text, place)| Some((object(text)?, place)))
        .collect()
}

fn object(text: &str) -> Option<Map<String, Value>> {
    let value =
        serde_json::from_str(text).or_else(|_| serde_json::from_str(&without_trailing_commas(text))).ok()?;
    match value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

/// The only member of a sample, when it holds the members that the table lists.
fn around<'s>(sample: &'s Map<String, Value>, known: &HashMap<String, usize>) -> Option<&'s str> {
    let mut members = sample.iter();
    let (name, value) = members.next()?;
    let inner = value.as_object()?;
    let listed = |name: &str| known.contains_key(&name.to_ascii_lowercase());
    (members.next().is_none() && !listed(name) && inner.keys().any(|name| listed(name))).then_some(name)
}

fn member(name: &str, ty: Type, place: SourceLocation) -> Parameter {
    Parameter {
        name: name.to_owned(),
        location: ParameterLocation::Body,
        ty,
        type_text: String::new(),
        required: false,
        description: String::new(),
        allowed: Vec::new(),
        sample: None,
        place,
    }
}

fn type_of(context: &OperationContext<'_>, name: &str, value: &Value, types: &TypeTable) -> Type {
    match value {
        Value::Null => Type::Json,
        Value::Bool(_) => Type::Primitive(Primitive::Boolean),
        Value::Number(number) if number.is_f64() => Type::Primitive(Primitive::Double),
        Value::Number(_) => Type::Primitive(Primitive::Int32),
        Value::String(_) => Type::Primitive(Primitive::String),
        Value::Array(items) => {
            items.first().map_or(Type::Json, |item| type_of(context, name, item, types)).list()
        }
        Value::Object(members) => members
            .get("@odata.type")
            .and_then(Value::as_str)
            .and_then(|name| types.by_name(context.version, name))
            .or_else(|| named_after(context, name, types))
            .unwrap_or(Type::Json),
    }
}

/// The documented type that has the name of a member, in the page's namespace or the one of most types: the `configuration` of a tab is
/// not that of a connector.
fn named_after(context: &OperationContext<'_>, name: &str, types: &TypeTable) -> Option<Type> {
    let ty = types.by_name(context.version, name)?;
    let near = |name: &str| {
        let namespace = name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
        [DEFAULT_NAMESPACE, &context.claim.page.namespace]
            .iter()
            .any(|near| namespace.eq_ignore_ascii_case(near))
    };
    match &ty {
        Type::Named(ty) if !near(types.name(context.version, *ty)) => None,
        _ => Some(ty),
    }
}
