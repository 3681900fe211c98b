//! Properties that only the page of an update lists.
//!
//! ```text
//! PATCH /things/{id}     a table of members of a `thing`, and a `thing` comes back: each row is one of its properties
//! ```
//! Only where the page names the type twice: requests that create can be told what is no property, and so can actions.

use super::draft::{Change, Draft, Patch};
use crate::ir::{Body, Content, Field, Method, Operation, Parameter, Type, TypeId};

/// Adds the properties that updates list.
pub(super) fn infer(draft: &mut Draft<'_>, operations: &[Operation]) {
    for (ty, parameters) in operations.iter().filter_map(updated) {
        for parameter in parameters.iter().filter(|parameter| is_property(&parameter.name)) {
            if draft.field(ty, &parameter.name).is_none() {
                draft.apply(Patch { ty, change: Change::Add(field(parameter)) });
            }
        }
    }
}

/// The type that a request updates and gives back, and the members that its table lists.
fn updated(operation: &Operation) -> Option<(TypeId, &[Parameter])> {
    let Body::Parameters { parameters, of: Some(Type::Named(ty)) } = &operation.body else { return None };
    let gives = operation.responses.iter().any(
        |response| matches!(&response.content, Content::One { ty: Type::Named(given), .. } if given == ty),
    );
    (operation.method == Method::Patch && gives).then_some((*ty, parameters.as_slice()))
}

/// Names with other characters are annotations: `@odata.type`, `owner@odata.bind`.
fn is_property(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn field(parameter: &Parameter) -> Field {
    let description = parameter.description.clone();
    Field { description, ..Field::plain(&parameter.name, parameter.ty.clone(), parameter.place) }
}

#[cfg(test)]
mod tests {
    use crate::load::Docs;
    use crate::resolve::fixture;

    #[test]
    fn rows_of_an_update_are_properties() {
        let thing = "# thing resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|Description|\n\
                     |:---|:---|:---|\n|id|String|Key.|\n";
        let page = |title: &str, request: &str| {
            format!(
                "# {title}\n\nNamespace: microsoft.graph\n\n## HTTP request\n```http\n{request}\n```\n\n## Request body\n\
                 In the request body, supply a JSON representation for the [thing](../resources/thing.md) object.\n\n\
                 |Property|Type|Description|\n|:---|:---|:---|\n|id|String|Key.|\n|size|Int32|The size.|\n|@odata.type|String|x|\n\n\
                 ## Response\nReturns `200 OK` and a [thing](../resources/thing.md) object.\n"
            )
        };
        let fields = |title: &str, request: &str| {
            let docs = Docs::from_texts([
                ("api-reference/v1.0/resources/thing.md", thing),
                ("api-reference/v1.0/api/thing-update.md", page(title, request).as_str()),
            ]);
            let fields = fixture::fields(&crate::read_docs(docs).api, "microsoft.graph.thing");
            fields.into_iter().map(|(name, ty)| format!("{name}: {ty}")).collect::<Vec<_>>()
        };
        assert_eq!(fields("Update thing", "PATCH /things/{id}"), ["id: String", "size: Int32"]);
        assert_eq!(fields("Thing: copy", "POST /things/{id}/copy"), ["id: String"]);
    }
}
