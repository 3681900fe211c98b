//! What an example answers with.

use serde_json::{Map, Value};

use crate::ir::{Content, Example, Operation};

/// The body of an example's successful answer, and what the answer is said to hold.
pub(super) fn answered<'o>(operation: &'o Operation, example: &Example) -> Option<(&'o Content, Value)> {
    let answer = example.response.as_ref().filter(|answer| (200..300).contains(&answer.status))?;
    let responses = &operation.responses;
    let said = responses
        .iter()
        .find(|said| said.status == answer.status)
        .or_else(|| responses.iter().find(|said| (200..300).contains(&said.status)))?;
    Some((&said.content, object(&answer.body)?))
}

/// A body as JSON, when it is an object.
pub(super) fn object(body: &str) -> Option<Value> {
    body.starts_with('{').then(|| serde_json::from_str(body).ok())?
}

/// The name that an object gives its type.
pub(super) fn own_type(members: &Map<String, Value>) -> Option<&str> {
    Some(members.get("@odata.type")?.as_str()?.trim_start_matches('#'))
}
