//! The permissions of a scheme: which is less than which, and what each weighs in a search for the smallest sets.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::least::{Needed, Set};
use super::names::{self, Privilege};
use super::solve::{self, Cost};
use super::{Caller, Facts};
use crate::ir::{Alternative, CatalogueEntry, Scheme, SchemeEntry};

/// A call with what opens it.
#[derive(Clone, Debug)]
pub(super) struct Need<'f> {
    pub(super) call: String,
    pub(super) alternatives: &'f [Alternative],
}

impl Need<'_> {
    /// The alternatives without a condition, or all when each has one.
    fn usable(&self) -> impl Iterator<Item = &Alternative> {
        let plain = self.alternatives.iter().any(|alternative| alternative.conditions.is_empty());
        self.alternatives.iter().filter(move |alternative| !plain || alternative.conditions.is_empty())
    }
}

/// The permissions of a scheme, with what they weigh.
pub(super) struct World<'f> {
    scheme: Scheme,
    /// The permissions reference, by names in lower case.
    described: BTreeMap<String, &'f CatalogueEntry>,
    names: Vec<&'f str>,
    positions: BTreeMap<String, usize>,
    costs: Vec<Cost>,
}

impl<'f> World<'f> {
    pub(super) fn of(facts: &'f Facts, scheme: Scheme) -> Self {
        let described = facts.catalogue.iter().map(|entry| (entry.name.to_lowercase(), entry)).collect();
        let mut world =
            Self { scheme, described, names: Vec::new(), positions: BTreeMap::new(), costs: Vec::new() };
        for fact in &facts.operations {
            for name in fact.permissions.of(scheme).names() {
                let position = world.add(name);
                world.costs[position].breadth += 1;
            }
        }
        world
    }

    fn add(&mut self, name: &'f str) -> usize {
        if let Some(position) = self.position(name) {
            return position;
        }
        let weight = self.weight(name);
        self.positions.insert(name.to_lowercase(), self.names.len());
        self.names.push(name);
        self.costs.push(Cost { things: 1, order: 0, weight, breadth: 0 });
        self.names.len() - 1
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(&name.to_lowercase()).copied()
    }

    /// How many requests a permission has a part in opening.
    pub(super) fn breadth(&self, name: &str) -> u32 {
        self.position(name).map_or(0, |position| self.costs[position].breadth)
    }

    /// The smallest sets that open calls, when some permissions are there already.
    pub(super) fn solve(&self, needs: &[Need<'_>], held: &[&str], bound: usize) -> solve::Solution {
        self.solve_without(needs, held, &[], bound)
    }

    /// The same where some permissions must not be used.
    pub(super) fn solve_without(
        &self,
        needs: &[Need<'_>],
        held: &[&str],
        never: &[&str],
        bound: usize,
    ) -> solve::Solution {
        let held: Vec<usize> = held.iter().filter_map(|name| self.position(name)).collect();
        let never: Vec<usize> = never.iter().filter_map(|name| self.position(name)).collect();
        let ways = |need: &Need<'_>| -> Vec<Vec<usize>> {
            need.usable()
                .map(|alternative| {
                    alternative.all_of.iter().filter_map(|name| self.position(name)).collect::<Vec<_>>()
                })
                .filter(|way| !way.iter().any(|thing| never.contains(thing)))
                .map(|way| way.into_iter().filter(|thing| !held.contains(thing)).collect())
                .collect()
        };
        let costs = self.ordered_costs(needs);
        let needs: Vec<Vec<Vec<usize>>> = needs.iter().map(ways).collect();
        solve::solve(&costs, &needs, bound)
    }

    /// The costs with the order of privilege in these needs: how many alternatives of a need are less, on average over its needs.
    fn ordered_costs(&self, needs: &[Need<'_>]) -> Vec<Cost> {
        let mut places: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
        for need in needs {
            let ways: Vec<&Alternative> = need.usable().collect();
            for (at, way) in ways.iter().enumerate() {
                let before = |(other_at, other): (usize, &&Alternative)| {
                    let known = match (&other.all_of[..], &way.all_of[..]) {
                        ([other], [one]) => self.compare(other, one),
                        _ => None,
                    };
                    known.map_or(other_at < at && !(other.least && way.least), Ordering::is_lt)
                };
                let place = ways.iter().enumerate().filter(|&(at, way)| before((at, way))).count() as u32;
                for position in way.all_of.iter().filter_map(|name| self.position(name)) {
                    let (sum, count) = places.entry(position).or_default();
                    *sum += place;
                    *count += 1;
                }
            }
        }
        let mut costs = self.costs.clone();
        for (position, (sum, count)) in places {
            costs[position].order = sum.saturating_mul(100) / count;
        }
        costs
    }

    pub(super) fn names(&self, set: &[usize]) -> Vec<String> {
        let mut names: Vec<String> = set.iter().map(|&position| self.names[position].to_owned()).collect();
        names.sort();
        names
    }

    /// A set with its reasons.
    pub(super) fn set(&self, set: &[usize], needs: &[Need<'_>]) -> Set {
        let names = self.names(set);
        let needed = |name: &String| {
            let without =
                |other: &str| other != name && names.iter().any(|held| held.eq_ignore_ascii_case(other));
            let with = |other: &str| names.iter().any(|held| held.eq_ignore_ascii_case(other));
            let mut for_calls = Vec::new();
            let mut conditions: Vec<String> = Vec::new();
            for need in needs {
                let open = |held: &dyn Fn(&str) -> bool| {
                    need.usable().any(|alternative| alternative.all_of.iter().all(|name| held(name)))
                };
                if open(&without) || !open(&with) {
                    continue;
                }
                for_calls.push(need.call.clone());
                let satisfied =
                    need.usable().filter(|alternative| alternative.all_of.iter().all(|name| with(name)));
                for condition in satisfied.flat_map(|alternative| &alternative.conditions) {
                    if !conditions.contains(condition) {
                        conditions.push(condition.clone());
                    }
                }
            }
            for_calls.dedup();
            let admin_consent = self.described(name).and_then(|described| described.admin_consent);
            Needed { name: name.clone(), admin_consent, for_calls, conditions }
        };
        Set { permissions: names.iter().map(needed).collect() }
    }

    /// What the permissions reference says of a permission in this scheme.
    pub(super) fn described(&self, name: &str) -> Option<&'f SchemeEntry> {
        let entry = self.described.get(&name.to_lowercase())?;
        match Caller::of(self.scheme) {
            Caller::Application => entry.application.as_ref(),
            Caller::Delegated => entry.delegated.as_ref(),
        }
    }

    /// The order of two permissions: by the levels that the reference gives, else by what the names promise; none where neither
    /// can tell.
    pub(super) fn compare(&self, a: &str, b: &str) -> Option<Ordering> {
        let level = |name| self.described(name).and_then(|described| described.privilege_level);
        match (level(a), level(b)) {
            (Some(a), Some(b)) if a != b => Some(a.cmp(&b)),
            _ => names::compare(a, b, self.scheme),
        }
    }

    /// How much a permission promises in all: its level in steps of four, else what its name says.
    pub(super) fn weight(&self, name: &str) -> u32 {
        let level = self.described(name).and_then(|described| described.privilege_level);
        level.map_or_else(|| Privilege::of(name, self.scheme).weight(), |level| u32::from(level) * 4)
    }
}
