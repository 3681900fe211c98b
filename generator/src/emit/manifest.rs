//! `Cargo.toml`: a feature per version and per area.

use std::collections::BTreeSet;

use super::pieces::{self, version_module};
use crate::plan::CratePlan;

pub(super) fn emit(plan: &CratePlan<'_>, options: &Options) -> String {
    let clients = || plan.versions.iter().map(|version| &version.client);
    let versions: Vec<String> =
        clients().map(|client| pieces::feature(version_module(client.version))).collect();
    let areas: BTreeSet<String> =
        clients().flat_map(|client| &client.areas).map(|area| pieces::feature(&area.module)).collect();
    let runtime = match &options.runtime {
        Some(path) => format!(
            "{{ version = \"{}\", path = {}, default-features = false }}",
            env!("CARGO_PKG_VERSION"),
            quoted(path)
        ),
        None => format!("{{ version = \"{}\", default-features = false }}", env!("CARGO_PKG_VERSION")),
    };
    let list = |names: &mut dyn Iterator<Item = &String>| {
        names.map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
    };
    let mut text = format!(
        r#"[package]
name = {name}
description = "A client for Microsoft Graph, with the permissions of every request"
version = "{version}"
edition = "2024"
license = "MIT OR Apache-2.0"
rust-version = "1.88"
publish = false

[lints.rust]
unsafe_code = "forbid"
missing_docs = "deny"
# Names of the docs that differ in case alone are told apart by a number.
non_camel_case_types = "allow"

[lints.clippy]
# A derived one has a call for each field, and there are thousands.
derivable_impls = "allow"

[features]
default = ["rustls", "all", {versions}]
# All areas of the API.
all = [{all}]
# The transport: see the crate msgraph-core.
rustls = ["msgraph-core/rustls"]
reqwest = ["msgraph-core/reqwest"]
native-tls = ["msgraph-core/native-tls"]
azure = ["msgraph-core/azure"]
# API versions.
"#,
        name = quoted(&options.crate_name),
        version = env!("CARGO_PKG_VERSION"),
        versions = list(&mut versions.iter()),
        all = list(&mut areas.iter()),
    );
    for version in &versions {
        text.push_str(&format!("{version} = []\n"));
    }
    text.push_str("# Areas: the first segments of paths.\n");
    for area in &areas {
        text.push_str(&format!("{area} = []\n"));
    }
    text.push_str(&format!("\n[dependencies]\nmsgraph-core = {runtime}\nserde = \"1\"\n"));
    text
}

/// A TOML string.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// How the crate is emitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The name of the crate.
    pub crate_name: String,
    /// Where `msgraph-core` is, seen from the crate's folder; from the registry when there is no path.
    pub runtime: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { crate_name: "msgraph".to_owned(), runtime: None }
    }
}
