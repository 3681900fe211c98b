//! A small program with the generated client, from its source to a review: built with and without optimisations, those of the whole
//! program as well, and with and without symbols, it holds the markers of exactly the calls that it makes.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::support::name;

const PROGRAM: &str = r#"
use msgraph::Client;

fn main() {
    let Ok(graph) = Client::builder().credential("a-token").build() else { return };
    // What is called depends on the outside, so that nothing of it can be worked out beforehand.
    match std::env::args().count() {
        2 => drop(graph.v1_0().me().messages().list()),
        3 => drop(graph.v1_0().me().get()),
        _ => {}
    }
    if false {
        never(&graph);
    }
}

#[inline(never)]
fn never(graph: &Client) {
    drop(graph.v1_0().me().calendar().get());
}
"#;

/// The package below the folder that Cargo keeps for tests, so that what it depends on is built once.
fn package() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("audited");
    fs::create_dir_all(package.join("src")).expect("a folder");
    let client = root.join("generated");
    let manifest = format!(
        "[package]\nname = \"audited\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         msgraph = {{ path = {client:?}, default-features = false, features = [\"v1-0\", \"me\"] }}\n\n\
         [profile.release]\nstrip = false\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("a file");
    fs::write(package.join("src/main.rs"), PROGRAM).expect("a file");
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).expect("a copy");
    package
}

fn audit(package: &Path, more: &[&str]) -> Output {
    audit_with(package, "false", more)
}

/// The same, with this setting for link-time optimisation.
fn audit_with(package: &Path, lto: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
    command.args(["permissions", "audit"]).arg(package).args(more);
    // The flags of the run that tests must not make this one build everything anew.
    command
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_PROFILE_RELEASE_LTO", lto)
        .env_remove("RUSTFLAGS");
    command.output().expect("the command runs")
}

/// The calls that an audit finds.
#[track_caller]
fn calls(output: &Output) -> Vec<String> {
    let answer: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    assert_eq!(answer["unknown"], serde_json::json!([]));
    assert_eq!(answer["leftOpen"], serde_json::json!([]));
    answer["calls"].as_array().expect("calls").iter().map(name).collect()
}

#[test]
fn exactly_the_calls_of_a_program_are_found() {
    let package = package();
    let json = ["--format", "json"];
    for (profile, flags, lto) in [
        ("debug", &[][..], "false"),
        ("release", &["--release"], "false"),
        ("release", &["--release"], "fat"),
    ] {
        let expected = ["v1.0 GET /me", "v1.0 GET /me/messages"];
        let audited = audit_with(&package, lto, &[&json, flags].concat());
        assert_eq!(calls(&audited), expected, "{profile}, lto {lto}");
        let built = package.join("target").join(profile).join(format!("audited{EXE_SUFFIX}"));
        let stripped = package.join(format!("{profile}-stripped"));
        let strip = Command::new("strip").arg("-o").args([&stripped, &built]).output().expect("strip runs");
        assert!(strip.status.success(), "{strip:?}");
        let size = |path: &Path| fs::metadata(path).expect("it is there").len();
        assert!(size(&stripped) < size(&built), "{profile}: symbols are gone");
        assert_eq!(calls(&audit(&stripped, &json)), expected, "{profile}, lto {lto}, stripped");
    }

    // The same program with a request of its own, which is in no answer but said to be there.
    let raw = PROGRAM.replace(
        "drop(graph.v1_0().me().get())",
        "drop(graph.request::<msgraph::Value>(msgraph::core::Method::Get, \"/v1.0/me/calendar\"))",
    );
    for (source, profile) in [(raw.as_str(), "debug"), (&raw, "release"), (PROGRAM, "debug")] {
        fs::write(package.join("src/main.rs"), source).expect("a file");
        let flags: &[&str] = if profile == "release" { &["--release"] } else { &[] };
        let audited = audit(&package, &[&json, flags].concat());
        let answer: Value = serde_json::from_slice(&audited.stdout).expect("JSON");
        let open = answer["leftOpen"].as_array().expect("a list");
        let hints: Vec<&Value> =
            open.iter().filter(|open| open["why"] == "rawRequests").map(|open| &open["hints"]).collect();
        let expected = serde_json::json!(["/v1.0/me/calendar"]);
        assert_eq!(hints, if source == PROGRAM { vec![] } else { vec![&expected] }, "{profile}");
    }

    // A manifest that grants too much: User.Read, Mail.ReadBasic and Directory.ReadWrite.All.
    let manifest = package.join("app-manifest.json");
    let write = |ids: &[&str]| {
        let scopes: Vec<Value> =
            ids.iter().map(|id| serde_json::json!({ "id": id, "type": "Scope" })).collect();
        let access = serde_json::json!({
            "displayName": "audited",
            "requiredResourceAccess": [
                { "resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": scopes },
            ],
        });
        fs::write(&manifest, access.to_string()).expect("a file");
    };
    let enough = ["e1fe6dd8-ba31-4d61-89e7-88639da4683d", "a4b8392a-d8d1-4954-a029-8e668a39a170"];
    let granted = manifest.to_string_lossy();
    write(&[enough[0], enough[1], "c5366453-9fb0-48a5-a156-24f0c49a4b84"]);
    let review = audit(&package, &["--granted", &granted]);
    let said = String::from_utf8_lossy(&review.stdout);
    assert_eq!(review.status.code(), Some(1), "{said}");
    // It would open the profile of the user, too, which `User.Read` opens already.
    let excess = "redundant: 1\n  Directory.ReadWrite.All (delegated): ";
    assert!(said.contains(excess), "{said}");
    write(&enough);
    let review = audit(&package, &["--granted", &granted]);
    assert_eq!(review.status.code(), Some(0), "{}", String::from_utf8_lossy(&review.stdout));
}
