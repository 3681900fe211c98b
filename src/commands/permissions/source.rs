//! Where the facts come from, and which operation a request calls.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use graphdocs_generator::git;
use graphdocs_generator::ir::{Method, Version};
use graphdocs_generator::permissions::uses::{self, Use};
use graphdocs_generator::permissions::{Call, Facts, Seen};
use graphdocs_generator::redact::redact;
use msgraph_core::matching::{Reading, Table, Target};
use schemars::JsonSchema;
use serde::Serialize;

use super::envelope::FactsUsed;
use super::read_input;

/// The facts of `docs-input`.
const EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/facts.json"));

/// Which docs answer.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// A checkout of the docs, a folder of pages, or one page [default: facts that are built in]
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// A model that `graphdocs ir` wrote, instead of docs
    #[arg(long, value_name = "FILE", conflicts_with = "docs")]
    ir: Option<PathBuf>,
    /// Only this API version [default: all found]
    #[arg(long, value_name = "VERSION", value_parser = crate::commands::version)]
    api_version: Vec<Version>,
}

impl Source {
    /// The facts, and which they are.
    pub(super) fn read(&self) -> anyhow::Result<(Facts, FactsUsed)> {
        let (mut facts, source) = match (&self.docs, &self.ir) {
            (Some(docs), _) => (Facts::of(&graphdocs_generator::read(docs)?.api), docs.display().to_string()),
            (None, Some(model)) => {
                (Facts::of(&graphdocs_generator::read_model(model)?), model.display().to_string())
            }
            (None, None) => {
                (embedded()?, concat!("built into graphdocs ", env!("CARGO_PKG_VERSION")).to_owned())
            }
        };
        if !self.api_version.is_empty() {
            facts.operations.retain(|fact| self.api_version.contains(&fact.version));
        }
        let revision = self.docs.as_deref().and_then(git::revision_of);
        let used = FactsUsed::new(source, revision, &facts);
        Ok((facts, used))
    }
}

/// The facts that are built in.
pub(super) fn embedded() -> anyhow::Result<Facts> {
    Facts::from_json(EMBEDDED).context("the built-in facts")
}

/// The facts with tables to find operations by request.
pub(super) struct Index<'f> {
    pub(super) facts: &'f Facts,
    versions: Vec<VersionTable<'f>>,
}

/// The operations of one version, and the position of the first in the facts.
struct VersionTable<'f> {
    version: Version,
    start: usize,
    entries: Vec<(&'f str, &'f str)>,
}

/// An operation that a request calls.
pub(super) struct Match {
    /// Its position in the facts.
    pub(super) operation: usize,
    pub(super) reading: Reading,
}

/// A request that calls no documented operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Unknown {
    /// The request, and where it was seen.
    #[serde(flatten)]
    pub(super) seen: Seen,
    /// Why nothing was found.
    pub(super) why: String,
}

/// A request that no template matches as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Approximation {
    /// The request, and where it was seen.
    #[serde(flatten)]
    pub(super) seen: Seen,
    /// The operation.
    pub(super) read_as: String,
    /// How it was read.
    pub(super) how: String,
}

/// The calls of a program, and what could not be told of them.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) calls: Vec<Call>,
    pub(super) unknown: Vec<Unknown>,
    pub(super) approximations: Vec<Approximation>,
    pub(super) skipped: Vec<String>,
    /// Programs that are not linked yet, so that nobody knows which of their calls stay.
    pub(super) unlinked: Vec<String>,
    /// Programs that make requests that are no generated calls.
    pub(super) raw: Vec<String>,
    /// Literal texts of these programs that can be parts of the paths of such requests.
    pub(super) literals: Vec<String>,
}

impl<'f> Index<'f> {
    pub(super) fn new(facts: &'f Facts) -> Self {
        let table = |version| {
            let range = facts.range(version);
            let entries = facts.operations[range.clone()].iter();
            let entries = entries.map(|fact| (fact.method.as_str(), fact.path.as_str())).collect();
            VersionTable { version, start: range.start, entries }
        };
        Self { facts, versions: Version::ALL.into_iter().map(table).collect() }
    }

    /// The operation of one version that a request calls; the path stands below the version.
    pub(super) fn find(&self, version: Version, method: &str, path: &str) -> Option<Match> {
        let table = self.versions.iter().find(|table| table.version == version)?;
        let found = Table::new(&table.entries).find(method, path)?;
        Some(Match { operation: table.start + found.index, reading: found.reading })
    }

    /// The operations of all versions that a request calls, of all methods when none is named.
    pub(super) fn find_all(&self, method: Option<&str>, url: &str) -> Vec<Match> {
        let target = Target::parse(url);
        let named = target.version.and_then(Version::parse);
        let path = with_slash(target.path);
        let mut found = Vec::new();
        for version in Version::ALL.into_iter().filter(|version| named.is_none_or(|named| named == *version))
        {
            let methods = Method::ALL
                .into_iter()
                .map(Method::as_str)
                .filter(|known| method.is_none_or(|method| method.eq_ignore_ascii_case(known)));
            found.extend(methods.filter_map(|method| self.find(version, method, &path)));
        }
        found
    }

    /// The calls of a file of uses.
    pub(super) fn read_uses(&self, file: &Path) -> anyhow::Result<Found> {
        let name = file.display().to_string();
        let text = read_input(file)?;
        let read = uses::read(&text).with_context(|| format!("cannot read the uses in `{name}`"))?;
        let mut found = Found { skipped: read.skipped, ..Found::default() };
        for used in &read.uses {
            self.add(used, &name, &mut found);
        }
        Ok(found)
    }

    fn add(&self, used: &Use, file: &str, found: &mut Found) {
        let target = Target::parse(&used.url);
        let seen = Seen { file: file.to_owned(), line: used.line, request: used.shown() };
        if !target.is_graph() {
            let host = redact(target.host.unwrap_or_default());
            let why = format!("`{host}` is not a host of Microsoft Graph");
            return found.unknown.push(Unknown { seen, why });
        }
        let named = target.version.or(used.version.as_deref()).and_then(Version::parse);
        let versions = Version::ALL.into_iter().filter(|version| named.is_none_or(|named| named == *version));
        let path = with_slash(target.path);
        let Some(matched) = versions.into_iter().find_map(|version| self.find(version, &used.method, &path))
        else {
            let why = self.why_unknown(named, &used.method, &path);
            return found.unknown.push(Unknown { seen, why });
        };
        if !matched.reading.is_exact() {
            let how: Vec<&str> = matched.reading.words().collect();
            let read_as = self.facts.operations[matched.operation].to_string();
            found.approximations.push(Approximation { seen: seen.clone(), read_as, how: how.join(", ") });
        }
        let same = |call: &&mut Call| call.operation == matched.operation && call.caller == used.caller;
        match found.calls.iter_mut().find(same) {
            Some(call) => call.seen.push(seen),
            None => {
                found.calls.push(Call { operation: matched.operation, caller: used.caller, seen: vec![seen] })
            }
        }
    }

    /// What is there instead of an operation that was not found.
    fn why_unknown(&self, named: Option<Version>, method: &str, path: &str) -> String {
        let other_version = named.and_then(|named| {
            let other = Version::ALL.into_iter().find(|version| *version != named)?;
            self.find(other, method, path).map(|_| other)
        });
        if let Some(other) = other_version {
            return format!("it is documented in {other} only");
        }
        let versions = Version::ALL.into_iter().filter(|version| named.is_none_or(|named| named == *version));
        let mut methods: Vec<&str> = versions
            .flat_map(|version| Method::ALL.into_iter().map(move |method| (version, method.as_str())))
            .filter(|(version, method)| self.find(*version, method, path).is_some())
            .map(|(_, method)| method)
            .collect();
        methods.dedup();
        if methods.is_empty() {
            "no documented path fits".to_owned()
        } else {
            format!("the path is documented with {} only", methods.join(" and "))
        }
    }
}

fn with_slash(path: &str) -> std::borrow::Cow<'_, str> {
    if path.starts_with('/') { path.into() } else { format!("/{path}").into() }
}
