//! `permissions compare`: what a new state needs that an older one did not.

use std::process::Output;

use serde_json::{Value, json};

use super::support::{World, text};

fn compare(world: &World, base: &str, new: &str, more: &[&str]) -> Output {
    world.run(&[&["permissions", "compare", base, new, "--scheme", "delegated"], more].concat())
}

#[test]
fn what_more_is_needed() {
    let world = World::new();
    world.write("base.txt", "GET /me/messages\nGET /this");
    world.write("new.txt", "GET /me/messages\nGET /groups/g/members");
    let answer = world.json(&["permissions", "compare", "base.txt", "new.txt", "--scheme", "delegated"]);
    let comparison = &answer["comparisons"][0];
    assert_eq!(comparison["base"], json!(["Group.Read.All", "Mail.Read"]));
    assert_eq!(comparison["more"], json!(["GroupMember.Read.All"]));
    assert_eq!(comparison["less"], json!(["Group.Read.All"]));
    assert_eq!(comparison["closed"][0]["call"], "v1.0 GET /groups/{id}/members");
    assert_eq!(comparison["closed"][0]["seen"][0]["line"], 2);
    assert_eq!(comparison["toAdd"], json!(["GroupMember.Read.All"]));
    let output = compare(&world, "base.txt", "new.txt", &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output);
    assert!(
        said.contains("v1.0 GET /groups/{id}/members: needs GroupMember.Read.All\n      at new.txt:2"),
        "{said}"
    );
    let markdown = text(&compare(&world, "base.txt", "new.txt", &["--format", "markdown"]));
    assert!(markdown.starts_with("## Permissions: 1 call needs more than before\n"), "{markdown}");
    let sarif: Value =
        serde_json::from_slice(&compare(&world, "base.txt", "new.txt", &["--format", "sarif"]).stdout)
            .expect("JSON");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "permissions/more-needed");
    // The way back needs something else, too; fewer calls need nothing more.
    assert_eq!(compare(&world, "new.txt", "base.txt", &[]).status.code(), Some(1));
    world.write("fewer.txt", "GET /this");
    let output = compare(&world, "base.txt", "fewer.txt", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("no longer in it: Mail.Read\n  what was enough is enough for every call"));
}

/// Sets can differ where neither is less: that is no alarm while what was enough still is.
#[test]
fn ties_raise_no_alarm() {
    let world = World::new();
    world.write("base.txt", "GET /this\nGET /that");
    world.write("new.txt", "GET /this");
    let output = compare(&world, "base.txt", "new.txt", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("more in the least set: Group.Read.All"), "{}", text(&output));
}

/// A side is told by its content: calls, a program, an earlier answer.
#[test]
fn each_form_of_a_state() {
    let world = World::new();
    world.write("calls.txt", "GET /me/messages\nGET /unclear\nGET /conditional");
    let mut least = world.json(&["permissions", "least", "--uses", "calls.txt", "--scheme", "delegated"]);
    world.write("least.json", least.to_string());
    let program = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0graphdocs:v1.0 GET /me/messages\n";
    let mut program = program.to_vec();
    program.resize(4096, 0);
    world.write("app", program);
    for base in ["calls.txt", "least.json", "app"] {
        for new in ["calls.txt", "least.json", "app"] {
            let output = compare(&world, base, new, &[]);
            assert_eq!(output.status.code(), Some(0), "{base} {new}: {}", text(&output));
        }
    }
    // What stays open about the new state fails a strict run.
    assert_eq!(compare(&world, "calls.txt", "least.json", &["--strict"]).status.code(), Some(1));
    assert_eq!(compare(&world, "calls.txt", "app", &["--strict"]).status.code(), Some(0));
    // An earlier answer counts as it was given.
    least["schemes"][0]["sets"][0]["permissions"] = json!([]);
    world.write("least.json", least.to_string());
    assert_eq!(compare(&world, "least.json", "calls.txt", &[]).status.code(), Some(1));
    let output = world.run(&["permissions", "compare", "least.json", "calls.txt", "--scheme", "application"]);
    assert_eq!(output.status.code(), Some(2));
}
