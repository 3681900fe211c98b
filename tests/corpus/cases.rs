//! Inputs that went wrong once, in `../shared/cases`, asked as a reviewer asks them.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value, json};

/// What a question prints, asked in the folder of a case.
fn run(case: &str, arguments: &[&str]) -> Output {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/cases").join(case);
    assert!(folder.is_dir(), "the case {case} is not there");
    let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
    command.current_dir(folder).arg("permissions").args(arguments).output().expect("the command runs")
}

fn ask(case: &str, arguments: &[&str]) -> Value {
    let output = run(case, &[arguments, &["--format", "json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

/// The names of the first set of an answer.
fn set(answer: &Value) -> Vec<&str> {
    let set = answer["schemes"][0]["sets"][0]["permissions"].as_array().expect("a set");
    set.iter().map(|needed| needed["name"].as_str().expect("a name")).collect()
}

/// The names of the alternatives of a scheme of the first request.
fn alternatives(answer: &Value, scheme: usize) -> Vec<&Value> {
    let operation = &answer["answers"][0]["operations"][0];
    operation["schemes"][scheme]["alternatives"].as_array().expect("alternatives").iter().collect()
}

#[test]
fn a_broad_permission_takes_the_place_of_none() {
    let least = ["least", "--docs", "docs", "--uses", "uses.txt", "--scheme", "application"];
    assert_eq!(set(&ask("least-one-broad", &least)), ["Athing.Read.All", "Bthing.Read.All"]);
}

#[test]
fn nobody_is_me_without_a_user() {
    let review = ["review", "--uses", "me.txt", "--granted", "granted.txt", "--scheme", "application"];
    let answer = ask("me-app-only", &review);
    let findings: Vec<String> = answer["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| {
            format!("{} {}", finding["kind"].as_str().unwrap(), finding["subject"].as_str().unwrap())
        })
        .collect();
    let expected = [
        "unsupported GET /me",
        "unsupported GET /me/messages",
        "unused Mail.ReadBasic.All",
        "unused User.Read.All",
    ];
    assert_eq!(findings, expected);
    assert_eq!(run("me-app-only", &review).status.code(), Some(1));
}

#[test]
fn the_export_of_the_portal_is_read() {
    let answer = ask("activity-log-csv", &["least", "--uses", "log.csv", "--scheme", "delegated"]);
    assert_eq!(set(&answer), ["Mail.ReadBasic"]);
    assert_eq!(answer["unknown"], json!([]));
}

#[test]
fn a_superscript_is_a_note() {
    let answer = ask("sup-footnote", &["show", "--docs", "docs", "POST /crews/1/installedApps"]);
    for scheme in [0, 2] {
        for alternative in alternatives(&answer, scheme) {
            let name = alternative["allOf"][0].as_str().expect("a name");
            assert!(!name.ends_with(char::is_numeric), "{name}");
            assert_eq!(alternative["conditions"].as_array().map(Vec::len), Some(1), "{alternative}");
        }
    }
}

#[test]
fn good_request_lines_stand_beside_bad_ones() {
    for request in ["GET /things/1/a", "GET /things/1/b", "POST /things/1/c"] {
        let answer = ask("bad-first-request-line", &["show", "--docs", "docs", request]);
        assert_eq!(alternatives(&answer, 0)[0]["allOf"], json!(["Thing.Read.All"]), "{request}");
    }
}

#[test]
fn a_property_of_a_url_needs_its_permission() {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/docs/2021-07");
    let docs = docs.to_string_lossy();
    let least = ["least", "--docs", &docs, "--uses", "uses.txt", "--scheme", "application"];
    assert_eq!(set(&ask("selected-property-permission", &least)), ["AuditLog.Read.All", "User.Read.All"]);
}

#[test]
fn a_token_is_not_shown() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/token-shown");
    let token = std::fs::read_to_string(folder.join("granted.txt")).expect("the grants");
    let parts: Vec<&str> =
        token.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').collect();
    let secrets: Vec<&str> = parts.into_iter().filter(|part| part.len() > 12).collect();
    assert!(!secrets.is_empty(), "the case has a token");
    for format in ["text", "json", "markdown", "sarif"] {
        let output = run(
            "token-shown",
            &["review", "--uses", "calls.txt", "--granted", "granted.txt", "--format", format],
        );
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(secrets.iter().all(|secret| !said.contains(secret)), "{format}: {said}");
    }
}
