//! Permissions of properties that only pages about requests tell.
//!
//! ```text
//! PATCH /things/{id}     "Updating the **shade** property requires the Thing.Own.All permission": the property of the `thing` that the
//!                        request takes or gives, or that `GET` of the path gives
//! ```
//! What the page of the type says already is not said twice.

use super::draft::{Change, Draft, Patch};
use crate::ir::{Body, Content, Field, Method, Operation, PropertyPermission, SourceLocation, Type, TypeId};
use crate::page::{PageKind, PropertyGrant};
use crate::source::Span;

/// Adds what the pages of some of the `operations` say that properties need.
pub(super) fn infer(draft: &mut Draft<'_>, operations: &[Operation], place: &dyn Fn(Span) -> SourceLocation) {
    for page in draft.pages {
        let PageKind::Operation(page_of_requests) = &page.kind else { continue };
        if page_of_requests.properties.is_empty() {
            continue;
        }
        let of_page = |operation: &&Operation| operation.pages.iter().any(|of| of.place.file == page.file.0);
        let named: Vec<TypeId> =
            operations.iter().filter(of_page).flat_map(|one| named(one, operations)).collect();
        for grant in &page_of_requests.properties {
            let found = named.iter().find_map(|&ty| draft.field(ty, &grant.name));
            let Some((ty, field)) = found else { continue };
            if !is_said(&draft.types[ty].fields()[field], grant) {
                let permission = PropertyPermission {
                    access: grant.access,
                    requirement: grant.requirement.clone(),
                    place: place(grant.span),
                };
                draft.apply(Patch { ty, change: Change::Require { field, permission } });
            }
        }
    }
}

/// The types that a request gives and takes, then those that `GET` of its path gives.
fn named<'o>(
    operation: &'o Operation,
    operations: &'o [Operation],
) -> impl Iterator<Item = TypeId> + use<'o> {
    let got = operations.iter().filter(|other| other.method == Method::Get && other.path == operation.path);
    given(operation).chain(taken(operation)).chain(got.flat_map(given)).filter_map(Type::named)
}

/// The types that a request gives.
fn given(operation: &Operation) -> impl Iterator<Item = &Type> {
    operation.responses.iter().filter_map(|response| match &response.content {
        Content::One { ty, .. } | Content::Collection { ty } => Some(ty),
        _ => None,
    })
}

/// The type that a request takes.
fn taken(operation: &Operation) -> Option<&Type> {
    match &operation.body {
        Body::Resource { ty } | Body::Parameters { of: Some(ty), .. } => Some(ty),
        _ => None,
    }
}

/// Whether a property has the permission already.
fn is_said(field: &Field, grant: &PropertyGrant) -> bool {
    field.permissions.iter().any(|known| {
        known.access == grant.access && known.requirement.to_string() == grant.requirement.to_string()
    })
}

#[cfg(test)]
mod tests {
    use crate::ir::{Access, TypeKind, Version};
    use crate::load::Docs;
    use crate::permissions::Facts;

    const THING: &str = "# thing resource type\n\nNamespace: microsoft.graph\n\nInherits from [base](base.md).\n\n## Properties\n\n\
                         |Property|Type|Description|\n|:--|:--|:--|\n|id|String|Key.|\n|shade|[shade](shade.md)|The shade.|\n\n\
                         ## JSON representation\n<!-- {\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.thing\", \"baseType\": \"microsoft.graph.base\", \"keyProperty\": \"id\"} -->\n\
                         ```json\n{\"id\": \"String\"}\n```\n";
    const BASE: &str = "# base resource type\n\nNamespace: microsoft.graph\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n\
                        |seen|DateTimeOffset|When it was seen. Details for this property require the **Log.Read.All** permission.|\n\n\
                        ## JSON representation\n<!-- {\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.base\"} -->\n```json\n{\"seen\": \"String\"}\n```\n";
    const SHADE: &str = "# shade resource type\n\nNamespace: microsoft.graph\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n\
                         |depth|Int32|To read this property, the app must be granted Shade.Read.All and Log.Read.All as permissions.|\n\n\
                         ## JSON representation\n<!-- {\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.shade\"} -->\n```json\n{\"depth\": 1}\n```\n";
    const LIST: &str = "# List things\n\nNamespace: microsoft.graph\n\n## HTTP request\n\n```http\nGET /things\n```\n\n\
                        ## Response\n\nReturns `200 OK` and a collection of [thing](../resources/thing.md) objects.\n";
    const UPDATE: &str = "# Update thing\n\nNamespace: microsoft.graph\n\n> Updating the **shade** property requires the *Thing.Own.All* permission.\n\n\
                          ## HTTP request\n\n```http\nPATCH /things/{id}\n```\n\n## Response\n\nReturns `200 OK` and a [thing](../resources/thing.md) object.\n";

    fn docs() -> Docs {
        Docs::from_texts([
            ("api-reference/v1.0/resources/thing.md", THING),
            ("api-reference/v1.0/resources/base.md", BASE),
            ("api-reference/v1.0/resources/shade.md", SHADE),
            ("api-reference/v1.0/api/thing-list.md", LIST),
            ("api-reference/v1.0/api/thing-update.md", UPDATE),
        ])
    }

    #[test]
    fn a_page_about_requests_tells_what_a_property_needs() {
        let api = crate::read_docs(docs()).api;
        let thing = api.version(Version::V1).and_then(|api| api.type_named("microsoft.graph.thing"));
        let Some(TypeKind::Object { fields, .. }) = thing.map(|ty| &ty.kind) else { panic!("no thing") };
        let shade = fields.iter().find(|field| field.name == "shade").expect("a property");
        assert_eq!(shade.permissions.len(), 1);
        assert_eq!(shade.permissions[0].access, Access::Write);
        assert_eq!(shade.permissions[0].requirement.to_string(), "Thing.Own.All");
        assert!(
            api.place(shade.permissions[0].place).starts_with("api-reference/v1.0/api/thing-update.md:5:")
        );
    }

    #[test]
    fn facts_have_what_reading_needs_by_the_path_to_it() {
        let facts = Facts::of(&crate::read_docs(docs()).api);
        let list = facts.operations.iter().find(|fact| fact.name() == "GET /things").expect("a request");
        let shown: Vec<String> = list
            .properties
            .iter()
            .map(|fact| format!("{}: {} at {}", fact.name, fact.requirement, facts.place(fact.place)))
            .collect();
        assert_eq!(
            shown,
            [
                "shade.depth: Shade.Read.All and Log.Read.All at api-reference/v1.0/resources/shade.md:9:14",
                "seen: Log.Read.All at api-reference/v1.0/resources/base.md:9:22",
            ]
        );
        assert_eq!(Facts::from_json(&facts.to_json()).as_ref(), Ok(&facts));
    }
}
