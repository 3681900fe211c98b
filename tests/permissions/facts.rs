//! Where the facts come from, and both directions of them.

use std::path::PathBuf;
use std::process::Output;

use serde_json::{Value, json};

use super::support::{World, fits_its_schema, name, run_in, text};

#[test]
fn what_cannot_run_says_why() {
    let world = World::new();
    let check = |arguments: &[&str], code: i32, words: &str| {
        let output = world.run(arguments);
        let said = format!("{}{}", text(&output), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    };
    check(&["permissions", "show", "GET /nothing/here"], 1, "no documented request fits");
    check(&["permissions", "calls", "Mail.Raed"], 1, "is `Mail.Read` meant?");
    check(&["permissions", "least", "--uses", "gone.txt"], 2, "cannot read `gone.txt`");
    world.write("bad.json", "{}");
    check(&["permissions", "least", "--uses", "bad.json"], 2, "cannot read the uses in `bad.json`");
    check(&["permissions", "review", "--uses", "bad.json"], 2, "`--granted FILE`");
    check(&["permissions", "audit", "gone"], 2, "cannot read `gone`");
    world.write("empty", "nothing to see");
    check(&["permissions", "audit", "empty"], 0, "holds no marker");
}

#[test]
fn both_directions_agree() {
    let world = World::new();
    let calls = world.json(&["permissions", "calls", "mail.read"]);
    assert_eq!(calls["permission"], "Mail.Read");
    assert_eq!(calls["reference"]["delegated"]["id"], "570282fd-fa5c-430d-a7fd-fc8dc98a9dca");
    assert_eq!(
        calls["reference"]["delegated"]["place"], "concepts/permissions-reference.md:9:2",
        "{calls:#}"
    );
    let opened: Vec<String> = calls["calls"].as_array().expect("calls").iter().map(name).collect();
    assert_eq!(opened, ["v1.0 GET /either", "v1.0 GET /me/messages"]);
    assert_eq!(calls["calls"][0]["schemes"][0]["with"], serde_json::json!(["Mail.Send"]));
    let least = world.json(&["permissions", "calls", "Mail.Read", "--least"]);
    assert_eq!(least["calls"].as_array().expect("calls").len(), 1);
}

#[test]
fn the_built_in_facts_need_no_docs() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run_in(folder.path(), &["permissions", "show", "POST /users/{id}/sendMail"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output).contains("least   Mail.Send"), "{}", text(&output));
}

/// Docs and a model replace the built-in facts whole, in each of the commands.
#[test]
fn a_model_answers_as_its_docs_do() {
    let world = World::new();
    let model = world.path("model.json");
    assert!(world.run(&["ir", "-o", &model.to_string_lossy()]).status.success());
    world.write("uses.txt", "GET /both\nPOST /me/sendMail");
    world.write("granted.txt", "AuditLog.Read.All Mail.Send");
    world.write("program", "graphdocs:v1.0 GET /both\n");
    let questions: [&[&str]; 5] = [
        &["show", "GET /both"],
        &["calls", "AuditLog.Read.All"],
        &["least", "--uses", "uses.txt"],
        &["review", "--uses", "uses.txt", "--granted", "granted.txt"],
        &["audit", "program"],
    ];
    for question in questions {
        let ask = |source: &[&str]| {
            run_in(world.folder.path(), &[&["permissions"], question, &["--format", "json"], source].concat())
        };
        let path = |path: PathBuf| path.to_string_lossy().into_owned();
        let by_docs = ask(&["--docs", &path(world.path("docs"))]);
        let by_model = ask(&["--ir", &path(model.clone())]);
        let answer = |output: &Output| {
            let mut answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            let facts = answer.as_object_mut().and_then(|answer| answer.remove("facts")).expect("facts");
            (answer, facts)
        };
        let ((by_docs, docs), (by_model, model)) = (answer(&by_docs), answer(&by_model));
        assert_eq!(by_docs, by_model, "{question:?}");
        assert_ne!(docs["source"], model["source"], "{question:?}");
        assert_eq!(docs["requests"], model["requests"], "{question:?}");
        // The built-in facts have no such request, and these docs no mail.
        let (built_in, facts) = answer(&ask(&[]));
        assert_ne!(by_docs, built_in, "{question:?}");
        assert_eq!(facts["source"], concat!("built into graphdocs ", env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn the_built_in_facts_fit_the_schemas() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("uses.txt", "GET /me/messages\nGET /groups/1/members\nGET /x");
    write("granted.txt", "Mail.ReadWrite GroupMember.Read.All");
    write("program", "graphdocs:v1.0 GET /me/messages\n");
    let questions: [&[&str]; 6] = [
        &["permissions", "show", "POST /users/{id}/sendMail", "/me", "GET /nothing"],
        &["permissions", "calls", "User.Read"],
        &["permissions", "least", "--uses", "uses.txt"],
        &["permissions", "review", "--uses", "uses.txt", "--granted", "granted.txt"],
        &["permissions", "audit", "program"],
        &["permissions", "audit", "program", "--granted", "granted.txt"],
    ];
    for question in questions {
        let output = run_in(folder.path(), &[question, &["--format", "json"]].concat());
        let answer =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        fits_its_schema(question, &answer);
    }
}

#[test]
fn the_export_has_both_directions_and_fits_its_schema() {
    let world = World::new();
    let answer = world.json(&["export", "permissions"]);
    fits_its_schema(&["permissions", "export"], &answer);
    let named = |list: &str, key: &str, name: &str| {
        let list = answer[list].as_array().expect("a list");
        list.iter().find(|entry| entry[key] == name).unwrap_or_else(|| panic!("no `{name}`")).clone()
    };
    let both = named("operations", "path", "/both");
    let needed = json!(["AuditLog.Read.All", "Directory.Read.All"]);
    assert_eq!(both["permissions"]["application"]["alternatives"][0]["allOf"], needed);
    assert_eq!(both["permissions"]["delegatedPersonal"]["kind"], "unsupported");
    let audit = named("permissions", "name", "AuditLog.Read.All");
    assert_eq!(audit["reference"], Value::Null);
    let opens: Vec<_> =
        audit["opens"].as_array().expect("a list").iter().map(|way| way["scheme"].as_str()).collect();
    assert_eq!(opens, [Some("DelegatedWork"), Some("Application")]);
    assert_eq!(audit["opens"][1]["with"], json!(["Directory.Read.All"]));
    assert!(named("permissions", "name", "Mail.Read")["reference"]["delegated"]["id"].is_string());
}
