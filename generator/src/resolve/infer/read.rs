//! What reading a property gives, where no page states it.
//!
//! ```text
//! GET /me/mailboxSettings              → microsoft.graph.mailboxSettings
//! GET /me/mailboxSettings/timeZone     → its property `timeZone`, a String
//! ```

use super::draft::Draft;
use super::navigation::Walker;
use crate::ir::{Content, Method, Operation, OperationKind, Response, Segment, SourceLocation, Type};

/// Completes the answers of requests that read a property by what the table of its type says.
pub(super) fn infer(draft: &mut Draft<'_>, operations: &mut [Operation]) {
    let walker = Walker::new(draft, operations);
    let read: Vec<(usize, Type)> = operations
        .iter()
        .enumerate()
        .filter(|(_, operation)| is_silent(operation))
        .filter_map(|(at, operation)| Some((at, property(&walker, operation)?)))
        .collect();
    for (at, ty) in read {
        answer(&mut operations[at], ty);
    }
}

/// Whether nothing is known of what a read gives.
fn is_silent(operation: &Operation) -> bool {
    let undocumented = |response: &Response| response.content == Content::Undocumented;
    operation.method == Method::Get
        && !operation.kind.is_call()
        && operation.responses.iter().all(undocumented)
}

/// The type of the property that a path ends with.
fn property(walker: &Walker<'_, '_>, operation: &Operation) -> Option<Type> {
    let (Segment::Literal(name), owner) = operation.segments.segments.split_last()? else { return None };
    let (owner, false) = walker.walk(owner)? else { return None };
    Some(walker.field(owner, name)?.ty.clone()).filter(|ty| *ty != Type::Json)
}

fn answer(operation: &mut Operation, ty: Type) {
    let content = match ty {
        Type::List(item) => Content::Collection { ty: *item },
        ty => Content::One { ty, wrapped: false },
    };
    if matches!(content, Content::Collection { .. }) && operation.kind == OperationKind::Get {
        operation.kind = OperationKind::List;
    }
    if operation.responses.is_empty() {
        let place = operation.pages.first().map_or_else(SourceLocation::default, |page| page.place);
        operation.responses.push(Response { status: 200, content: Content::Undocumented, place });
    }
    for response in &mut operation.responses {
        response.content.clone_from(&content);
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Content, Primitive, Type, Version};
    use crate::load::Docs;

    #[test]
    fn a_property_is_read_as_its_table_says() {
        let page = "# Get settings\n\nNamespace: microsoft.graph\n\n## HTTP request\n```http\nGET /settings\n\
                    GET /settings/zone\nGET /settings/words\nGET /settings/unlisted\n```\n\n## Response\nGives `200 OK`.\n\n\
                    ## Example\n\n```http\nGET https://graph.microsoft.com/v1.0/settings\n```\n\n\
                    <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.settings\" } -->\n\
                    ```http\nHTTP/1.1 200 OK\n\n{ \"zone\": \"UTC\" }\n```\n";
        let settings = "# settings resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|Description|\n\
                        |:---|:---|:---|\n|zone|String|The zone.|\n|words|String collection|The words.|\n";
        let docs = Docs::from_texts([
            ("api-reference/v1.0/api/settings-get.md", page),
            ("api-reference/v1.0/resources/settings.md", settings),
        ]);
        let outcome = crate::read_docs(docs);
        let content = |path: &str| {
            let operations = &outcome.api.version(Version::V1).expect("the version").operations;
            let operation = operations.iter().find(|operation| operation.path == path).expect("the request");
            operation.responses[0].content.clone()
        };
        let text = || Type::Primitive(Primitive::String);
        assert_eq!(content("/settings/zone"), Content::One { ty: text(), wrapped: false });
        assert_eq!(content("/settings/words"), Content::Collection { ty: text() });
        assert_eq!(content("/settings/unlisted"), Content::Undocumented);
    }
}
