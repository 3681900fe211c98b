//! Least sets for requirements, with names in and names out.
//!
//! 1. The pool: the permissions of each requirement's candidates ([`Order::candidates`]). Where the fewest are wanted, those of every
//!    alternative without a condition.
//! 2. A set is made of the pool, opens every requirement by an alternative without a condition, and can do without none of its
//!    permissions.
//! 3. Sets compare by privilege, then by reach within a component of the requirements, and then by names.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use super::order::{Order, unconditional};
use super::reach::{Reach, Reaches};
use super::solve::{self, Cost};
use crate::ir::{Alternative, Scheme, Version};

/// Permissions that sets are made of: names in lower case, and as they are spelled.
pub(super) type Pool = BTreeMap<String, String>;

/// Chooses sets for the calls of one scheme.
pub(super) struct Chooser<'f> {
    pub(super) order: Order<'f>,
    pub(super) reaches: Reaches<'f>,
    /// The calls that all of this is about: they do not count as reached.
    calls: Vec<usize>,
    versions: Vec<Version>,
    fewest: bool,
}

/// The least sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Each with its names in order; one empty set when nothing is required.
    pub(super) sets: Vec<Vec<String>>,
    /// Whether there may be more that rank the same.
    pub(super) more: bool,
    /// Whether it is proven that no set ranks lower in privilege.
    pub(super) proven: bool,
}

impl<'f> Chooser<'f> {
    pub(super) fn new(facts: &'f Facts, scheme: Scheme, calls: Vec<usize>, fewest: bool) -> Self {
        let order = Order::of(facts, scheme);
        let reaches = Reaches::of(facts, scheme, &order);
        let versions: BTreeSet<Version> =
            calls.iter().map(|&operation| facts.operations[operation].version).collect();
        Self { order, reaches, calls, versions: versions.into_iter().collect(), fewest }
    }

    /// The operations that all of this is about.
    pub(super) fn calls(&self) -> &[usize] {
        &self.calls
    }

    /// The permissions that sets for requirements are made of.
    pub(super) fn pool(&self, requirements: &[&[Alternative]]) -> Pool {
        let of = |alternatives: &&[Alternative]| -> Vec<String> {
            let chosen: Vec<&Alternative> = match self.fewest {
                true => unconditional(alternatives).collect(),
                false => self.order.candidates(alternatives),
            };
            chosen.into_iter().flat_map(|alternative| alternative.all_of.clone()).collect()
        };
        let mut pool = Pool::new();
        for name in requirements.iter().flat_map(of) {
            let spelled = pool.entry(name.to_lowercase()).or_insert_with(|| name.clone());
            // Pages differ in case, and the order of pages must not decide.
            if name < *spelled {
                *spelled = name;
            }
        }
        pool
    }

    /// The least sets of the pool that open requirements, where some permissions are held already; at most `bound`.
    pub(super) fn choose(
        &self,
        requirements: &[&[Alternative]],
        pool: &Pool,
        held: &[&str],
        bound: usize,
    ) -> Chosen {
        let held: BTreeSet<String> = held.iter().map(|name| name.to_lowercase()).collect();
        let names: Vec<&String> = pool.keys().filter(|name| !held.contains(*name)).collect();
        let number = |name: &String| names.binary_search(&&name.to_lowercase()).ok();
        let lacks = |alternative: &Alternative| -> Option<Vec<usize>> {
            let lacking = alternative.all_of.iter().filter(|name| !held.contains(&name.to_lowercase()));
            lacking.map(number).collect()
        };
        let requirements: Vec<Vec<Vec<usize>>> = requirements
            .iter()
            .map(|alternatives| unconditional(alternatives).filter_map(lacks).collect())
            .collect();
        let costs: Vec<Cost> =
            names.iter().map(|name| Cost::of(self.order.weight(&pool[*name]), self.fewest)).collect();
        let spelled =
            |set: &[usize]| -> Vec<&str> { set.iter().map(|&at| pool[names[at]].as_str()).collect() };
        let solution = solve::solve(&costs, &requirements, bound, |set| self.reach(&spelled(set)));
        let set = |set: &Vec<usize>| {
            let mut set: Vec<String> = spelled(set).into_iter().map(str::to_owned).collect();
            set.sort();
            set
        };
        Chosen { sets: solution.sets.iter().map(set).collect(), more: solution.more, proven: solution.proven }
    }

    /// What a set opens beyond the calls.
    pub(super) fn reach(&self, set: &[&str]) -> Reach {
        self.reaches.of_set(set, &self.versions, &self.calls)
    }

    /// How privileged a set is.
    pub(super) fn cost(&self, set: &[&str]) -> Cost {
        set.iter().map(|name| Cost::of(self.order.weight(name), self.fewest)).sum()
    }

    /// The requirements that share permissions of the pool with those at some positions, directly or through others.
    pub(super) fn component(
        &self,
        requirements: &[&[Alternative]],
        pool: &Pool,
        start: &[usize],
    ) -> BTreeSet<usize> {
        let names = |at: usize| -> BTreeSet<String> {
            unconditional(requirements[at])
                .map(|alternative| alternative.all_of.iter().map(|name| name.to_lowercase()).collect())
                .filter(|names: &Vec<String>| names.iter().all(|name| pool.contains_key(name)))
                .flatten()
                .collect()
        };
        let mut found: BTreeSet<usize> = start.iter().copied().collect();
        let mut shared: BTreeSet<String> = found.iter().flat_map(|&at| names(at)).collect();
        loop {
            let more: Vec<usize> = (0..requirements.len())
                .filter(|at| !found.contains(at) && !names(*at).is_disjoint(&shared))
                .collect();
            if more.is_empty() {
                return found;
            }
            shared.extend(more.iter().flat_map(|&at| names(at)));
            found.extend(more);
        }
    }
}
