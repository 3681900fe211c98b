//! Which operation a request calls.

use std::borrow::Cow;
use std::collections::BTreeSet;

use graphdocs_generator::ir::{Method, Version};
use graphdocs_generator::permissions::Facts;
use graphdocs_generator::permissions::named::Named;
use msgraph_core::matching::{Reading, Table, Target};

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

    /// What the query of a call names: properties that need a permission besides, and requests that give the relationships it expands.
    pub(super) fn named(&self, operation: usize, url: &str) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let fact = &self.facts.operations[operation];
        if !url.contains('?') || (fact.properties.is_empty() && !url.contains("expand")) {
            return (BTreeSet::new(), BTreeSet::new());
        }
        let named = Named::of(url);
        let relationship = |name: &String| {
            let found = self.find(fact.version, "GET", &format!("{}/{name}", fact.path))?;
            found.reading.is_exact().then_some(found.operation)
        };
        (named.of_fact(fact).into_iter().collect(), named.expanded.iter().filter_map(relationship).collect())
    }
}

/// The versions that a request can be of.
pub(super) fn versions(named: Option<&str>) -> Vec<Version> {
    named.and_then(Version::parse).map_or(Version::ALL.to_vec(), |named| vec![named])
}

pub(super) fn with_slash(path: &str) -> Cow<'_, str> {
    if path.starts_with('/') { path.into() } else { format!("/{path}").into() }
}
