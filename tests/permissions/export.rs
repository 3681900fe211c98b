//! `graphdocs export permissions` in its forms.

use serde_json::{Value, json};

use super::support::{World, text};

#[test]
fn csv_and_markdown_have_a_row_for_each_way() {
    let world = World::new();
    let csv = text(&world.run(&["export", "permissions", "--format", "csv"]));
    assert!(csv.contains("v1.0,GET,/either,DelegatedWork,higher,Mail.Read and Mail.Send,"), "{csv}");
    let csv = text(&world.run(&["export", "permissions", "--format", "csv", "--by", "permission"]));
    assert!(csv.contains("Mail.Read,DelegatedWork,v1.0,GET,/either,higher,Mail.Send,"), "{csv}");
    let markdown = text(&world.run(&["export", "permissions", "--format", "markdown"]));
    assert!(markdown.contains(
        "|Delegated (work or school account)|User.Read and Group.Read.All|Mail.Read and Mail.Send|"
    ));
}

#[test]
fn markdown_has_the_three_columns_of_the_docs() {
    let world = World::new();
    let by_operation = text(&world.run(&["export", "permissions", "--format", "markdown"]));
    let (_, members) = by_operation.split_once("GET /groups/{id}/members").expect("the request");
    let table: Vec<&str> = members.lines().filter(|line| line.starts_with('|')).take(5).collect();
    assert_eq!(
        table,
        [
            "|Permission type|Least privileged permissions|Higher privileged permissions|",
            "|:---|:---|:---|",
            "|Delegated (work or school account)|GroupMember.Read.All|Not available.|",
            "|Delegated (personal Microsoft account)|Not supported.|Not supported.|",
            "|Application|GroupMember.Read.All|Not available.|",
        ]
    );
    let by_permission =
        text(&world.run(&["export", "permissions", "--format", "markdown", "--by", "permission"]));
    let (_, mail) = by_permission.split_once("\n## Mail.Read\n").expect("the permission");
    assert!(
        mail.contains(
            "|Identifier|810c84a8-4a9e-49e6-bf7d-12d183f40d01|570282fd-fa5c-430d-a7fd-fc8dc98a9dca|"
        ),
        "{mail}"
    );
    assert!(mail.contains("|`v1.0 GET /me/messages`|Delegated (work or school account)|least|"), "{mail}");
}

#[test]
fn json_has_requests_and_permissions() {
    let world = World::new();
    let value: Value =
        serde_json::from_str(&text(&world.run(&["export", "permissions", "--format", "json"])))
            .expect("JSON");
    let operations = value["operations"].as_array().expect("operations");
    let both = operations.iter().find(|operation| operation["path"] == "/both").expect("the request");
    assert_eq!(
        both["permissions"]["application"]["alternatives"][0]["allOf"],
        json!(["AuditLog.Read.All", "Directory.Read.All"])
    );
    let permissions = value["permissions"].as_array().expect("permissions");
    let mail = permissions.iter().find(|permission| permission["name"] == "Mail.Read").expect("it is there");
    assert_eq!(mail["reference"]["delegated"]["id"], "570282fd-fa5c-430d-a7fd-fc8dc98a9dca");
    assert!(mail["opens"].as_array().expect("requests").iter().any(|way| way["least"] == true));
}

#[test]
fn kibali_keeps_least_and_combinations() {
    let world = World::new();
    let value: Value = serde_json::from_str(&text(&world.run(&[
        "export",
        "permissions",
        "--format",
        "kibali",
        "--api-version",
        "v1.0",
    ])))
    .expect("JSON");
    let sets = value["permissions"]["AuditLog.Read.All"]["pathSets"].as_array().expect("sets");
    assert_eq!(sets[0]["methods"], json!(["GET"]));
    assert_eq!(sets[0]["schemeKeys"], json!(["DelegatedWork", "Application"]));
    assert_eq!(sets[0]["paths"]["/both"], "least=DelegatedWork,Application;AlsoRequires=Directory.Read.All");
}
