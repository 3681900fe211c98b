//! The public API of the crates that others use is what their folders list in `public-api.txt`, so that a change of it is read.
//!
//! Hidden items aren't listed: what emitted code alone calls may change with the generator.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

#[test]
fn of_the_runtime() {
    check("msgraph-core", "runtime", &["--no-default-features", "--features", "reqwest"]);
}

#[test]
fn of_the_generator() {
    check("graphdocs-generator", "generator", &["--features", "schema"]);
}

/// Compares the public API of a crate with the list in its folder, or writes the list if `ACCEPT` is set.
fn check(name: &str, folder: &str, features: &[&str]) {
    let api = public_api(name, features);
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("public-api.txt");
    if env::var_os("ACCEPT").is_some() {
        return fs::write(list, api).expect("the list can be written");
    }
    let listed = fs::read_to_string(&list).unwrap_or_default();
    let only = |one: &str, other: &str, sign: char| -> String {
        let other: Vec<&str> = other.lines().collect();
        one.lines().filter(|item| !other.contains(item)).map(|item| format!("{sign} {item}\n")).collect()
    };
    let difference = only(&listed, &api, '-') + &only(&api, &listed, '+');
    assert!(listed == api, "{} differs:\n{difference}", list.display());
}

/// The public API of a crate with these features, an item on a line.
fn public_api(name: &str, features: &[&str]) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public_api");
    // Rustdoc's JSON is no stable option of a stable compiler yet. The folder is its own, because the variable has dependencies built anew.
    let output = Command::new(env!("CARGO"))
        .args(["doc", "--package", name, "--lib", "--no-deps", "--locked", "--quiet", "--target-dir"])
        .arg(&target)
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json")
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let described = target.join("doc").join(name.replace('-', "_")).with_extension("json");
    let api = public_api::Builder::from_rustdoc_json(described).omit_blanket_impls(true).build();
    let api = api.expect("`public-api` is the version that reads what this toolchain's rustdoc writes");
    api.items()
        .map(|item| format!("{item}\n"))
        .filter(|item| !MARKERS.iter().any(|marker| item.contains(marker)))
        .collect()
}

/// Traits that the compiler gives to nearly every type and that no caller asks for; `Send` and `Sync` are listed.
const MARKERS: [&str; 5] = [
    "marker::Freeze for",
    "marker::StructuralPartialEq for",
    "marker::Unpin for",
    "marker::UnsafeUnpin for",
    "UnwindSafe for",
];
