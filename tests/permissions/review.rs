//! `permissions review`: what is missing, too much, or doubtful.

use std::path::Path;

use serde_json::Value;

use super::support::{World, findings, left_open, text};

#[test]
fn reviews_of_manifests() {
    let world = World::new();
    let uses = world.write("uses.txt", "GET /me/messages\n");
    let scope = |id: &str| format!("{{\"id\": \"{id}\", \"type\": \"Scope\"}}");
    let manifest = |ids: &[&str]| {
        let accesses: Vec<String> = ids.iter().map(|id| scope(id)).collect();
        let graph = "00000003-0000-0000-c000-000000000000";
        format!(
            "{{\"requiredResourceAccess\": [{{\"resourceAppId\": \"{graph}\", \"resourceAccess\": [{}]}}]}}",
            accesses.join(", ")
        )
    };
    let mail = "570282fd-fa5c-430d-a7fd-fc8dc98a9dca";
    let exact = world.write("exact.json", manifest(&[mail]));
    let large = world.write("large.json", manifest(&[mail, "5f8c59db-677d-491f-a6b8-5f174b11ec1d"]));
    let review = |granted: &Path, more: &[&str]| {
        let uses = uses.to_string_lossy();
        let granted = granted.to_string_lossy();
        world.run(&[&["permissions", "review", "--uses", &uses, "--granted", &granted], more].concat())
    };
    let fine = review(&exact, &[]);
    assert_eq!(fine.status.code(), Some(0), "{}", text(&fine));
    let excess = review(&large, &[]);
    assert_eq!(excess.status.code(), Some(1));
    assert!(text(&excess).contains("Group.Read.All (delegated): none of the calls needs `Group.Read.All`"));

    let ignore = world.write(
        "ignore.txt",
        "unused Group.Read.All until 2026-06-30 # next release\nunused Mail.Send # gone\nmissing GET /me until 2020-01-01 # old\n",
    );
    let ignore = ignore.to_string_lossy();
    let accepted = review(&large, &["--ignore", &ignore]);
    assert_eq!(accepted.status.code(), Some(0), "{}", text(&accepted));
    let said = text(&accepted);
    assert!(said.contains("unused Group.Read.All: next release"), "{said}");
    assert!(
        said.contains("ignore.txt:2: `unused Mail.Send` has no effect: nothing of the kind was found"),
        "{said}"
    );
    assert!(said.contains("ignore.txt:3: `missing GET /me` has no effect: it ended on 2020-01-01"), "{said}");

    let sarif: Value = serde_json::from_slice(&review(&large, &["--format", "sarif"]).stdout).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "permissions/unused");
    let markdown = text(&review(&large, &["--format", "markdown"]));
    assert!(markdown.starts_with("## Permissions: 1 finding\n"), "{markdown}");
    assert!(markdown.contains("|`Group.Read.All` (delegated)|"), "{markdown}");
}

#[test]
fn reviews_say_what_would_do_instead() {
    let world = World::new();
    let uses = world.write("uses.txt", "GET /this\nGET /wide");
    let granted = world.write("token.json", "{\"scp\": \"Device.Read.All Mail.ReadWrite openid\"}");
    let review = world.json(&[
        "permissions",
        "review",
        "--uses",
        &uses.to_string_lossy(),
        "--granted",
        &granted.to_string_lossy(),
    ]);
    let findings = review["findings"].as_array().expect("findings");
    // What the docs call least for `/this` ranks the same as what was granted, so nothing would be won.
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["kind"], "replaceable");
    assert_eq!(findings[0]["subject"], "Mail.ReadWrite");
    assert_eq!(findings[0]["instead"], serde_json::json!(["Mail.ReadBasic"]));
    assert_eq!(findings[0]["calls"], serde_json::json!(["v1.0 GET /wide"]));
}

#[test]
fn what_a_review_leaves_open_is_in_every_form() {
    let world = World::new();
    world.write(
        "uses.txt",
        "GET /unclear\nGET /me/onlyBeta/x\nGET /groups/g/members/$count\nnonsense\nGET /conditional",
    );
    world.write("granted.txt", "User.Read Sites.Selected User.ReadBasic.All");
    let run = |format: &str| {
        text(&world.run(&[
            "permissions",
            "review",
            "--uses",
            "uses.txt",
            "--granted",
            "granted.txt",
            "--format",
            format,
        ]))
    };
    let review: Value = serde_json::from_str(&run("json")).expect("JSON");
    let why = left_open(&review);
    assert_eq!(
        why,
        ["notDocumented", "readInAnotherWay", "notRead", "ambiguous", "conditional"],
        "{review:#}"
    );
    for (format, heading) in [("text", "\nleft open\n"), ("markdown", "\n### Left open\n")] {
        let said = run(format);
        let (_, open) = said.split_once(heading).unwrap_or_else(|| panic!("{format}: {said}"));
        let lines = open.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(lines, why.len(), "{format}: {open}");
        assert!(open.contains("no documented operation fits"), "{format}: {open}");
    }
    let sarif: Value = serde_json::from_str(&run("sarif")).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let open = results.iter().filter(|result| result["ruleId"] == "permissions/left-open");
    // Requests that are not documented have findings of their own.
    assert_eq!(open.count(), why.len() - 1, "{sarif:#}");
    let markdown = run("markdown");
    for part in [
        "### Requests that are not documented",
        "### Requests that were read in another way",
        "### Not read",
        "Enough however the docs are read",
    ] {
        assert!(markdown.contains(part), "{part}: {markdown}");
    }
    // Roles are no permissions, so a review says them aside.
    world.write("uses.txt", "GET /roles");
    let markdown = run("markdown");
    assert!(
        markdown.contains("the signed-in user also needs one of the roles Security Reader"),
        "{markdown}"
    );
}

#[test]
fn calls_of_unknown_callers_count_for_both() {
    let world = World::new();
    let review = world.review(
        "GET /both",
        "delegated: AuditLog.Read.All Directory.Read.All\napplication: AuditLog.Read.All Directory.Read.All",
        &[],
    );
    assert_eq!(findings(&review), [""; 0]);
    assert_eq!(left_open(&review), ["callerUnknown"]);
    let log = "{\"RequestMethod\": \"GET\", \"RequestUri\": \"https://graph.microsoft.com/v1.0/both\", \"Roles\": \"AuditLog.Read.All\"}";
    let review = world.review(
        log,
        "delegated: AuditLog.Read.All\napplication: AuditLog.Read.All Directory.Read.All",
        &[],
    );
    assert_eq!(findings(&review), ["unused AuditLog.Read.All"]);
    assert_eq!(left_open(&review), [""; 0]);
}

/// The forms of uses, and a batch that a HAR file holds.
#[test]
fn uses_of_every_form() {
    let world = World::new();
    let har = r#"{"log": {"entries": [{"request": {"method": "POST", "url": "https://graph.microsoft.com/v1.0/$batch",
        "postData": {"text": "{\"requests\": [{\"id\": \"1\", \"method\": \"GET\", \"url\": \"/me/messages?$top=5\"}]}"}}}]}}"#;
    let forms = [
        "GET https://graph.microsoft.com/v1.0/me/messages",
        har,
        r#"{"requests": [{"id": "1", "method": "GET", "url": "me/messages"}]}"#,
        r#"{"RequestMethod": "GET", "RequestUri": "https://graph.microsoft.com/v1.0/me/messages", "Scopes": "Mail.Read"}"#,
        r#"{"calls": [{"version": "v1.0", "method": "GET", "path": "/me/messages"}]}"#,
    ];
    for form in forms {
        assert_eq!(findings(&world.review(form, "Mail.Read", &[])), [""; 0], "{form}");
        assert_eq!(findings(&world.review(form, "User.Read", &[]))[0], "missing GET /me/messages", "{form}");
    }
}
