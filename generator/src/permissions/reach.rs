//! What permissions open beyond the calls that they are for.
//!
//! The lists of the docs are uneven: a page that lists `User.Read.All` need not list `User.ReadWrite.All`. So a permission also
//! reaches what a permission of the same resource reaches that is known to be less.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::names::{self, Privilege};
use super::order::{Order, unconditional};
use super::{Fact, Facts};
use crate::ir::{Method, Requirement, Scheme, Version};

/// How many documented requests a set of permissions opens beyond the calls that it is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reach {
    /// Requests that change something.
    pub writes: usize,
    /// Requests that only read: those with GET, and those that a permission named `Read…` alone opens.
    pub reads: usize,
}

/// What each permission of a scheme opens.
pub(super) struct Reaches<'f> {
    facts: &'f Facts,
    scheme: Scheme,
    /// The requests, as positions in [`Facts::operations`], that a permission alone opens, by the name in lower case.
    alone: BTreeMap<String, Vec<usize>>,
    /// Permissions, in lower case, that open a request together.
    together: Vec<(BTreeSet<String>, usize)>,
    /// For each permission, in lower case, those of the same resource that are known to be less.
    below: BTreeMap<String, Vec<String>>,
}

impl<'f> Reaches<'f> {
    pub(super) fn of(facts: &'f Facts, scheme: Scheme, order: &Order<'_>) -> Self {
        let mut reaches =
            Self { facts, scheme, alone: BTreeMap::new(), together: Vec::new(), below: BTreeMap::new() };
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for (position, fact) in facts.operations.iter().enumerate() {
            let Requirement::AnyOf { alternatives } = fact.requirement(scheme) else { continue };
            for alternative in unconditional(alternatives) {
                let lower: BTreeSet<String> =
                    alternative.all_of.iter().map(|name| name.to_lowercase()).collect();
                names.extend(alternative.all_of.iter().map(|name| (name.to_lowercase(), name.as_str())));
                match lower.first() {
                    Some(name) if lower.len() == 1 => {
                        reaches.alone.entry(name.clone()).or_default().push(position);
                    }
                    _ => reaches.together.push((lower, position)),
                }
            }
        }
        for (lower, name) in &names {
            let is_below = |other: &&str| {
                names::resource(other).eq_ignore_ascii_case(names::resource(name))
                    && order.compare(other, name) == Some(Ordering::Less)
            };
            let below = names.values().filter(|other| is_below(other)).map(|other| other.to_lowercase());
            reaches.below.insert(lower.clone(), below.collect());
        }
        reaches
    }

    /// Whether any request of the docs lists the permission.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.below.contains_key(&name.to_lowercase())
    }

    /// The requests of some versions that a set opens beyond its calls, as positions in [`Facts::operations`].
    pub(super) fn opened(&self, set: &[&str], versions: &[Version], calls: &[usize]) -> BTreeSet<usize> {
        let mut held: BTreeSet<String> = set.iter().map(|name| name.to_lowercase()).collect();
        let below: Vec<&String> =
            held.iter().filter_map(|name| self.below.get(name)).flatten().collect::<Vec<_>>();
        let below: Vec<String> = below.into_iter().cloned().collect();
        held.extend(below);
        let alone = held.iter().filter_map(|name| self.alone.get(name)).flatten().copied();
        let together = self.together.iter().filter(|(names, _)| names.is_subset(&held));
        alone
            .chain(together.map(|(_, position)| *position))
            .filter(|position| versions.contains(&self.facts.operations[*position].version))
            .filter(|position| !calls.contains(position))
            .collect()
    }

    /// The reach of a set beyond its calls in some versions.
    pub(super) fn of_set(&self, set: &[&str], versions: &[Version], calls: &[usize]) -> Reach {
        let mut reach = Reach::default();
        for position in self.opened(set, versions, calls) {
            match self.writes(position) {
                true => reach.writes += 1,
                false => reach.reads += 1,
            }
        }
        reach
    }

    /// Whether a request changes something.
    pub(super) fn writes(&self, position: usize) -> bool {
        let fact = &self.facts.operations[position];
        fact.method != Method::Get && !is_opened_by_reading(fact, self.scheme)
    }
}

/// Whether a permission named `Read…` alone opens a request.
fn is_opened_by_reading(fact: &Fact, scheme: Scheme) -> bool {
    let Requirement::AnyOf { alternatives } = fact.requirement(scheme) else { return false };
    unconditional(alternatives)
        .any(|alternative| matches!(&alternative.all_of[..], [name] if Privilege::is_reading(name, scheme)))
}
