//! Every example shows a property with another type than its row in the table.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Type, Types, Version};
use crate::page::{Page, PageKind, Property};
use crate::resolve::settled::Retyped;

/// Reports each property that the examples gave another type, at its row. What only paths show has no row, or one that they contradict.
pub(super) fn check(
    pages: &[Page],
    retyped: &[Retyped],
    types: &BTreeMap<Version, Types<'_>>,
    problems: &mut Problems,
) {
    if retyped.is_empty() {
        return;
    }
    let rows = rows(pages);
    for Retyped { version, owner, property, told, shown } in retyped {
        let types = &types[version];
        let row = rows.get(&(*version, types.get(*owner).name.as_str(), property.as_str()));
        if let Some(row) = row.filter(|row| row.ty.words().list == matches!(told, Type::List(_))) {
            let (told, shown) = (types.spelled(told), types.spelled(shown));
            let message = format!("`{property}` is `{told}` by its row, and `{shown}` in every example");
            problems.push(
                Diagnostic::new(Code::ExampleTypeDiffers, row.span, message)
                    .hint(format!("`{shown}` is taken")),
            );
        }
    }
}

/// The first row of each property, by the names of its type and its own.
fn rows(pages: &[Page]) -> HashMap<(Version, &str, &str), &Property> {
    let mut rows = HashMap::new();
    for page in pages {
        let PageKind::Types(types) = &page.kind else { continue };
        let version = page.version_or_released();
        for resource in &types.resources {
            for property in &resource.properties {
                rows.entry((version, resource.name.as_str(), property.name.as_str())).or_insert(property);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use crate::check::found::found;
    use crate::diagnostic::Code;

    #[test]
    fn rows_that_every_example_contradicts() {
        let thing = "# thing resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|Description|\n\
                     |:---|:---|:---|\n|state|String collection|x|\n|kept|String|x|\n";
        let found = |answer: &str| {
            let page = format!(
                "# Get thing\n\nNamespace: microsoft.graph\n\n## HTTP request\n```http\nGET /things/{{id}}\n```\n\n## Response\n\
                 Returns `200 OK` and a [thing](../resources/thing.md) object.\n\n## Example\n\n### Request\n```http\n\
                 GET https://graph.microsoft.com/v1.0/things/1\n```\n\n### Response\n```http\nHTTP/1.1 200 OK\n\
                 Content-Type: application/json\n\n{answer}\n```\n"
            );
            let pages = [("v1.0/api/thing-get.md", page.as_str()), ("v1.0/resources/thing.md", thing)];
            found(Code::ExampleTypeDiffers, &pages)
        };
        let state = "v1.0/resources/thing.md:8: `state` is `Collection(String)` by its row, and `String` in every example; `String` is taken";
        let kept = "v1.0/resources/thing.md:9: `kept` is `String` by its row, and `Boolean` in every example; `Boolean` is taken";
        assert_eq!(found(r#"{ "state": "done", "kept": true }"#), [state, kept]);
        assert_eq!(found(r#"{ "state": ["done"], "kept": "no" }"#), [""; 0]);
    }
}
