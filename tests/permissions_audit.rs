//! A small program with the generated client, from its source to a review: built with and without optimisations and symbols, it
//! holds the markers of exactly the calls that it makes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

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
         [profile.release]\nstrip = true\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("a file");
    fs::write(package.join("src/main.rs"), PROGRAM).expect("a file");
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).expect("a copy");
    package
}

fn audit(package: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
    command.args(["permissions", "audit"]).arg(package).args(more);
    // The flags of the run that tests must not make this one build everything anew.
    command
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env("CARGO_NET_OFFLINE", "true")
        .env_remove("RUSTFLAGS");
    command.output().expect("the command runs")
}

#[test]
fn exactly_the_calls_of_a_program_are_found() {
    let package = package();
    for profile in [&["--format", "json"][..], &["--format", "json", "--release"]] {
        let output = audit(&package, profile);
        let answer: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        let calls: Vec<String> = answer["calls"]
            .as_array()
            .expect("calls")
            .iter()
            .map(|call| format!("{} {} {}", call["version"], call["method"], call["path"]).replace('"', ""))
            .collect();
        assert_eq!(calls, ["v1.0 GET /me", "v1.0 GET /me/messages"], "{profile:?}");
        assert_eq!(answer["unknown"], serde_json::json!([]));
    }

    let manifest = package.join("app-manifest.txt");
    fs::write(&manifest, "User.Read Mail.ReadBasic Directory.ReadWrite.All").expect("a file");
    let granted = manifest.to_string_lossy();
    let review = audit(&package, &["--granted", &granted]);
    let said = String::from_utf8_lossy(&review.stdout);
    assert_eq!(review.status.code(), Some(1), "{said}");
    assert!(said.contains("Directory.ReadWrite.All (delegated)"), "{said}");
    fs::write(&manifest, "User.Read Mail.ReadBasic").expect("a file");
    let review = audit(&package, &["--granted", &granted]);
    assert_eq!(review.status.code(), Some(0), "{}", String::from_utf8_lossy(&review.stdout));
}
