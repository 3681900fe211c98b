//! Which operation a request calls, and why none.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use graphdocs_generator::ir::{Method, Version};
use graphdocs_generator::permissions::uses::{self, Use};
use graphdocs_generator::permissions::{Facts, near};
use msgraph_core::matching::{Reading, Table, Target};
use schemars::JsonSchema;
use serde::Serialize;

use super::found::{Found, Gathered};
use super::text;
use crate::commands::words;

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

/// Why a request calls no documented operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct NotFound {
    /// The reason, in words.
    pub(super) why: String,
    /// The documented requests that are most like it, nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) nearest: Vec<Near>,
}

/// A documented request that may be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Near {
    /// The request: `v1.0 GET /users/{id}`.
    request: String,
    /// Where in the docs it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Whether only an example shows it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    only_shown: bool,
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
        let versions = versions(target.version);
        let path = with_slash(target.path);
        let methods = |version| {
            let known = Method::ALL.into_iter().map(Method::as_str);
            let known = known.filter(|known| method.is_none_or(|method| method.eq_ignore_ascii_case(known)));
            known.filter_map(|method| self.find(version, method, &path)).collect::<Vec<_>>()
        };
        versions.into_iter().flat_map(methods).collect()
    }

    /// The first version's operation that a request calls.
    pub(super) fn find_first(&self, version: Option<&str>, method: &str, path: &str) -> Option<Match> {
        versions(version).into_iter().find_map(|version| self.find(version, method, &with_slash(path)))
    }

    /// The calls of several files.
    pub(super) fn read_all(&self, files: &[PathBuf]) -> anyhow::Result<Found> {
        let mut gathered = Gathered::new(self);
        for file in files {
            let name = file.display().to_string();
            let input = open(file)?;
            gathered.begin(&name);
            let read = uses::read(input, &mut |used: Use| gathered.add(&used))
                .with_context(|| format!("cannot read the uses in `{name}`"))?;
            gathered.end(&read);
        }
        let found = gathered.finish();
        found.remarks().into_iter().for_each(words::say);
        Ok(found)
    }

    /// Why nothing is found.
    pub(super) fn explain(&self, version: Option<&str>, method: &str, path: &str) -> NotFound {
        let path = &*with_slash(path);
        let not_found = |why: String, operations: Vec<usize>| NotFound {
            why,
            nearest: operations.into_iter().map(|operation| self.near(operation)).collect(),
        };
        let same_path = self.find_all(None, &versioned(version, path));
        let methods = Method::ALL.map(Method::as_str);
        let mut documented: Vec<&str> = methods
            .into_iter()
            .filter(|method| same_path.iter().any(|found| self.method(found) == *method))
            .collect();
        documented.dedup();
        let same_path: Vec<usize> = same_path.iter().map(|found| found.operation).collect();
        if path.trim_end_matches('/').ends_with("/$batch") {
            let why = "a batch needs what the requests inside need: give its body as a file of uses";
            return not_found(why.to_owned(), Vec::new());
        }
        if !methods.iter().any(|known| known.eq_ignore_ascii_case(method)) {
            const OTHERS: [&str; 4] = ["HEAD", "OPTIONS", "TRACE", "CONNECT"];
            let why = if OTHERS.iter().any(|known| known.eq_ignore_ascii_case(method)) {
                format!("no documented request has the method {method}")
            } else {
                format!("`{}` is no HTTP method", text::printable(method))
            };
            return not_found(why, same_path);
        }
        let other = Version::ALL.into_iter().filter(|other| !versions(version).contains(other));
        let other = other.filter_map(|other| Some((other, self.find(other, method, path)?.operation))).next();
        if let Some((other, operation)) = other {
            return not_found(format!("it is documented in {other} only"), vec![operation]);
        }
        if !documented.is_empty() {
            return not_found(
                format!("the path is documented with {} only", documented.join(" and ")),
                same_path,
            );
        }
        if let Some(own) = as_me(path).and_then(|own| self.find_first(version, method, &own)) {
            let why = "it is documented for `/me` only, which does not say what the objects of others need";
            return not_found(why.to_owned(), vec![own.operation]);
        }
        if path.contains("//") {
            return not_found("an empty segment stands where a key is due".to_owned(), Vec::new());
        }
        let near = near::near(self.facts, &versions(version), method, path);
        not_found("no documented path fits".to_owned(), near)
    }

    fn method(&self, found: &Match) -> &'static str {
        self.facts.operations[found.operation].method.as_str()
    }

    fn near(&self, operation: usize) -> Near {
        let fact = &self.facts.operations[operation];
        let place = fact.pages.first().map(|page| self.facts.place(page.place));
        Near { request: fact.to_string(), place, only_shown: fact.only_shown }
    }
}

impl NotFound {
    /// The nearest requests in one line.
    pub(super) fn nearest_line(&self) -> Option<String> {
        let near = |near: &Near| {
            let place = near.place.as_deref().unwrap_or("?");
            let shown = if near.only_shown { ", in an example" } else { "" };
            format!("{} ({place}{shown})", near.request)
        };
        let all: Vec<String> = self.nearest.iter().map(near).collect();
        (!all.is_empty()).then(|| format!("near: {}", all.join(", ")))
    }
}

/// The versions that a request can be of.
fn versions(named: Option<&str>) -> Vec<Version> {
    named.and_then(Version::parse).map_or(Version::ALL.to_vec(), |named| vec![named])
}

fn versioned(version: Option<&str>, path: &str) -> String {
    version.map_or(path.to_owned(), |version| format!("/{version}{path}"))
}

/// `/users/x/messages` → `/me/messages`
fn as_me(path: &str) -> Option<String> {
    let (first, rest) = path.trim_start_matches('/').split_once('/')?;
    let (key, rest) = if first.eq_ignore_ascii_case("users") { rest.split_once('/')? } else { (first, rest) };
    let is_user = key != first || first.to_ascii_lowercase().starts_with("users(");
    (is_user && !key.is_empty()).then(|| format!("/me/{rest}"))
}

fn with_slash(path: &str) -> Cow<'_, str> {
    if path.starts_with('/') { path.into() } else { format!("/{path}").into() }
}

/// A file, or standard input for `-`.
fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?))
}
