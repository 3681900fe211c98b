//! What the query and the address of a URL add to what its request needs.

use serde_json::json;

use super::support::{NO, World, findings, left_open, names, page};

/// Docs with a property that needs a permission of its own, relationships, and a drive that only `/me` has.
fn world() -> World {
    let world = World::new();
    let list = page("List people", "User.Read.All", NO, "User.Read.All", "GET /people\nGET /people/{id}")
        .replace("returns `200 OK`", "returns `200 OK` and a [person](../resources/person.md) object");
    world.write("docs/api-reference/v1.0/api/people.md", &list);
    let boss = page("Get boss", "Group.Read.All", NO, NO, "GET /people/{id}/boss");
    world.write("docs/api-reference/v1.0/api/boss.md", &boss);
    let friends = page("List friends", "User.Read.All", NO, NO, "GET /people/{id}/friends");
    world.write("docs/api-reference/v1.0/api/friends.md", &friends);
    world.write(
        "docs/api-reference/v1.0/resources/person.md",
        "---\ntitle: \"person\"\ndoc_type: resourcePageType\n---\n\n# person resource type\n\nNamespace: microsoft.graph\n\n\
         ## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|name|String|The name.|\n\
         |signInActivity|String|When the person came last. Details for this property require the AuditLog.Read.All permission.|\n",
    );
    let app = "Files.Read.All";
    let sheet = page("Get sheet", "Files.Read", NO, app, "GET /me/drive/items/{id}/workbook/names");
    world.write("docs/api-reference/v1.0/api/sheet.md", &sheet);
    world
}

#[test]
fn a_property_that_needs_a_permission_of_its_own() {
    let world = world();
    for query in [
        "$select=name,signInActivity",
        "$filter=signInActivity%20eq%20'x'",
        "$orderby=signInActivity desc",
        "select=signInActivity",
    ] {
        let calls = format!("GET /people?{query}");
        assert_eq!(world.least(&calls, "delegated"), ["AuditLog.Read.All", "User.Read.All"], "{query}");
    }
    assert_eq!(world.least("GET /people?$select=name", "delegated"), ["User.Read.All"]);
    let review = world.review("GET /people?$select=signInActivity", "User.Read.All", &[]);
    assert_eq!(findings(&review), ["missing GET /people"]);
    assert_eq!(review["findings"][0]["calls"], json!(["v1.0 GET /people, to read signInActivity"]));
    assert_eq!(review["toAdd"][0]["permissions"], json!(["AuditLog.Read.All"]));
    let both = "User.Read.All AuditLog.Read.All";
    assert_eq!(findings(&world.review("GET /people?$select=signInActivity", both, &[])), [""; 0]);
    assert_eq!(findings(&world.review("GET /people", both, &[])), ["unused AuditLog.Read.All"]);
}

#[test]
fn a_relationship_whose_own_request_needs_more() {
    let world = world();
    let uses = world.write("uses.txt", "GET /people/1?$expand=boss($select=id),friends");
    let uses = uses.to_string_lossy();
    let answer = world.json(&["permissions", "least", "--uses", &uses, "--scheme", "delegated"]);
    assert_eq!(names(&answer["schemes"][0]["sets"][0]), ["User.Read.All"]);
    assert_eq!(
        answer["schemes"][0]["expanded"],
        json!([{
            "call": "v1.0 GET /people/{id}",
            "relationship": "v1.0 GET /people/{id}/boss",
            "least": [["Group.Read.All"]],
        }])
    );
    assert_eq!(left_open(&answer), ["expanded"]);
}

/// Every drive has what is documented below the drive of `/me`; only that one is closed without a user.
#[test]
fn what_is_documented_below_me_and_made_elsewhere() {
    let world = world();
    let elsewhere = "GET /drives/b!1/items/2/workbook/names";
    assert_eq!(world.least(elsewhere, "application"), ["Files.Read.All"]);
    let me = "GET /me/drive/items/2/workbook/names";
    let review = world.review(me, "application: Files.Read.All", &[]);
    assert_eq!(findings(&review)[0], "unsupported GET /me/drive/items/{id}/workbook/names");
    let review = world.review(elsewhere, "application: Files.Read.All", &[]);
    assert_eq!(findings(&review), [""; 0]);
}
