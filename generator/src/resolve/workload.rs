//! Pages of another workload: those that document a request of a resource which other pages own.
//!
//! ```text
//! GET /users      user-list.md (product users)            named after the collection where the path starts: at home
//!                 intune-devices-user-list.md (intune)    of another product: what it says holds for Intune
//! GET /groups/{id}/events/{id}    group-get-event.md (groups), event-get.md (outlook): its table is about a user's events
//! ```
//! A request without a page at home belongs to every page that documents it.

use std::collections::BTreeSet;

use super::claim::Claim;
use crate::ir::Segment;
use crate::page::words::names::singular;

/// Marks the pages of a request that speak of it from another workload.
pub(super) fn mark(claims: &mut [Claim<'_>]) {
    if claims.len() < 2 {
        return;
    }
    let home: BTreeSet<&str> =
        claims.iter().filter(|claim| is_at_home(claim)).map(|claim| claim.page.product.as_str()).collect();
    let known = home.iter().any(|product| !product.is_empty());
    for claim in claims.iter_mut().filter(|_| known) {
        let product = claim.page.product.as_str();
        claim.of_other_workload = !product.is_empty() && !home.contains(product) && !is_at_home(claim);
    }
}

/// Whether the name of a page starts with the resource whose collection the path starts with.
fn is_at_home(claim: &Claim<'_>) -> bool {
    let Some(Segment::Literal(root)) = claim.template.segments.first() else {
        return false;
    };
    let root = root.to_lowercase();
    let resource = match root.as_str() {
        "me" => "user".to_owned(),
        _ => singular(&root),
    };
    let file = claim.path.rsplit('/').next().unwrap_or_default();
    file.split(['-', '.']).next() == Some(resource.as_str())
}

#[cfg(test)]
mod tests {
    use crate::ir::{Operation, Permissions, Version};
    use crate::load::Docs;

    fn page(product: &str, permission: &str, request: &str) -> String {
        format!(
            "---\nms.prod: \"{product}\"\n---\n# List x\n\n## Permissions\n\n\
             |Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
             |Delegated (work or school account)|{permission}|\n|Delegated (personal Microsoft account)|Not supported.|\n\
             |Application|Not supported.|\n\n## HTTP request\n\n```http\n{request}\n```\n"
        )
    }

    /// The permissions of the only request of some pages: file, product, permission.
    fn settled(pages: &[(&str, &str, &str)], request: &str) -> Permissions {
        let texts: Vec<(String, String)> = pages
            .iter()
            .map(|(file, product, permission)| {
                (format!("api-reference/v1.0/api/{file}.md"), page(product, permission, request))
            })
            .collect();
        let docs = Docs::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let api = crate::read_docs(docs).api;
        let operations: &[Operation] = &api.version(Version::V1).expect("a page").operations;
        assert_eq!(operations.len(), 1);
        operations[0].permissions.clone()
    }

    #[test]
    fn what_another_workload_needs_stands_apart() {
        let own = ("user-list", "users", "User.Read.All");
        let other = ("intune-devices-user-list", "intune", "DeviceManagementApps.Read.All");
        let both = settled(&[own, other], "GET /users");
        assert_eq!(both.delegated_work.to_string(), "User.Read.All");
        let apart: Vec<_> = both.elsewhere.iter().filter(|stated| stated.other_workload).collect();
        assert_eq!(apart[0].scope, "intune");
        assert_eq!(apart[0].requirement.to_string(), "DeviceManagementApps.Read.All");
        assert_eq!(apart[0].place.map(|place| place.line), Some(10));
        assert_eq!(apart.len(), 3, "one for each row");
    }

    #[test]
    fn a_request_of_one_workload_alone_is_its_own() {
        let only = settled(&[("intune-devices-user-list", "intune", "Apps.Read.All")], "GET /users");
        assert_eq!(only.delegated_work.to_string(), "Apps.Read.All");
        assert!(only.elsewhere.is_empty());
    }

    #[test]
    fn pages_of_one_product_or_of_none_are_equal() {
        let own = ("user-list", "users", "User.Read.All");
        for product in ["users", ""] {
            let both = settled(&[own, ("person-list", product, "People.Read")], "GET /users");
            assert_eq!(both.delegated_work.names(), ["People.Read", "User.Read.All"], "{product}");
        }
        let none = settled(&[("ant-list", "ant", "Ant.Read"), ("bee-list", "bee", "Bee.Read")], "GET /users");
        assert_eq!(none.delegated_work.names(), ["Ant.Read", "Bee.Read"], "no page is at home");
    }
}
