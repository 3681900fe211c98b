//! The example that the crate's page starts with: the shortest program that makes one call of this crate, whatever slice it is.
//!
//! The best call sends nothing, needs no value, reads one object and has a short path: `graph.v1_0().me().get()` where there is one.

use super::root::Root;
use super::typed::{ArgumentType, Typed};
use super::{pieces, version_module};
use crate::ir::{Body, Content, Method, Operation, Primitive, Type};
use crate::plan::VersionPlan;
use crate::plan::client::{Call, CallChain, Navigation, PathSegment, VersionClient};
use crate::plan::models::BodyType;

/// The lines of the program. None for a crate without requests, or with none but those that need more than texts.
pub(super) fn emit(versions: &[VersionPlan<'_>], krate: &str) -> Option<String> {
    let mut calls: Vec<_> = versions
        .iter()
        .flat_map(|version| {
            let builders = version.client.areas.iter().flat_map(|area| &area.builders);
            builders.flat_map(|place| &place.calls).map(move |call| (version, call.operation))
        })
        .collect();
    calls.sort_by_cached_key(|(version, operation)| (version.client.version, distance(operation)));
    calls.into_iter().find_map(|(version, operation)| {
        program(&version.client, Typed::of(version, Root::Named(krate)), operation, krate)
    })
}

/// How far a call is from the simplest one.
fn distance(operation: &Operation) -> impl Ord + use<> {
    let gives_object =
        operation.responses.iter().any(|response| matches!(response.content, Content::One { .. }));
    (
        operation.body != Body::None,
        operation.method != Method::Get,
        operation.segments.placeholders().count(),
        !gives_object,
        operation.segments.segments.len(),
        operation.path.len(),
        operation.path.clone(),
    )
}

fn program(
    client: &VersionClient<'_>,
    typed: Typed<'_>,
    operation: &Operation,
    krate: &str,
) -> Option<String> {
    let call_chain = client.call_chain(operation)?;
    let call = chain(client, &call_chain, typed, krate)?;
    let send = match typed.gives_nothing(operation) {
        true => format!("{call}.await?;"),
        false => format!("println!(\"{{:?}}\", {call}.await?);"),
    };
    Some(format!(
        "# #[cfg(all(feature = \"{}\", feature = \"{}\"))]\n\
         # async fn example() -> {krate}::Result<()> {{\n\
         let graph = {krate}::Client::builder().credential(\"a token\").build()?;\n\
         {send}\n\
         # Ok(())\n\
         # }}\n",
        pieces::feature(version_module(client.version)),
        pieces::feature(&call_chain.area.module),
    ))
}

/// `graph.v1_0().users().by_id("id").get()`
fn chain(
    client: &VersionClient<'_>,
    call_chain: &CallChain<'_, '_>,
    typed: Typed<'_>,
    krate: &str,
) -> Option<String> {
    let mut text = format!("graph.{}()", version_module(client.version));
    for Navigation { method, append } in &call_chain.navigations {
        text.push_str(&format!(".{method}({})", values(append, typed, krate)?.join(", ")));
    }
    let call = call_chain.call;
    let Call { method, append, query, .. } = call;
    let mut arguments = match append {
        Some(append) => values(append, typed, krate)?,
        None => Vec::new(),
    };
    arguments.extend(query.iter().map(|(_, rust)| text_of(rust)));
    arguments.extend(body(call, typed, krate)?);
    text.push_str(&format!(".{method}({})", arguments.join(", ")));
    Some(text)
}

/// Values for what a method appends to the path. None where one of them has no short form.
fn values(append: &PathSegment, typed: Typed<'_>, krate: &str) -> Option<Vec<String>> {
    match append {
        PathSegment::Literal(_) => Some(Vec::new()),
        PathSegment::Key(rust) | PathSegment::DrivePath(rust) => Some(vec![text_of(rust)]),
        PathSegment::NamedKey(pairs) => Some(pairs.iter().map(|(_, rust)| text_of(rust)).collect()),
        PathSegment::Function(_, arguments) => {
            let values = arguments.iter().map(|argument| match typed.argument(argument) {
                ArgumentType::Text | ArgumentType::Bare | ArgumentType::Enum(_) => {
                    Some(text_of(&argument.rust))
                }
                ArgumentType::Scalar(_) => scalar(argument.ty.as_ref()?, krate),
            });
            values.collect()
        }
    }
}

/// A value of a type.
fn scalar(ty: &Type, krate: &str) -> Option<String> {
    let model = |value| format!("{krate}::core::model::{value}");
    Some(match ty {
        Type::Primitive(Primitive::Boolean) => "true".to_owned(),
        Type::Primitive(
            Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64,
        ) => "1".to_owned(),
        Type::Primitive(Primitive::Single | Primitive::Double) => "1.0".to_owned(),
        Type::Primitive(Primitive::Guid) => model("Uuid::nil()"),
        Type::Primitive(Primitive::DateTimeOffset) => model("OffsetDateTime::now_utc()"),
        Type::Primitive(Primitive::Date) => model("OffsetDateTime::now_utc().date()"),
        _ => return None,
    })
}

/// The name of a parameter as its value.
fn text_of(rust: &str) -> String {
    format!("\"{}\"", rust.trim_start_matches("r#"))
}

/// What a method takes as a body, as short as can be. None where that is a value that has no short form.
fn body(call: &Call<'_>, typed: Typed<'_>, krate: &str) -> Option<Vec<String>> {
    let one = match &call.operation.body {
        Body::None => return Some(Vec::new()),
        Body::Reference => text_of("https://graph.microsoft.com/v1.0/directoryObjects/id"),
        Body::Bytes { .. } | Body::Multipart => return Some(vec![text_of("text/plain"), text_of("content")]),
        Body::Parameters { .. } | Body::Resource { .. } | Body::Undocumented => {
            match typed.bodies.of(call.id) {
                BodyType::Model(ty) if typed.models.struct_of(ty).is_none() => return None,
                BodyType::Model(_) | BodyType::Parameters(_) => {
                    format!("{}::default()", typed.body(call.id)?.to_string().replace(' ', ""))
                }
                BodyType::Any => format!("&{krate}::Value::Null"),
            }
        }
    };
    Some(vec![one])
}
