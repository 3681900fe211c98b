//! The smallest sets of permissions that open every call.
//!
//! Smallest means the fewest permissions, and among sets of the same number the least privileged. What is less is told by the names
//! where they can tell it ([`names::compare`]), else by the order in which the docs list the permissions of these very calls; then by
//! what the names promise in all ([`Privilege::weight`]), and then by how many documented requests the permissions open. All sets
//! that are equal in this are given. A requirement that can be read in two ways decides nothing: the answer is for the other calls,
//! each reading is listed with what it would add, and beside it stands the smallest set that is enough however the docs are meant.
//!
//! An alternative under a condition (consent for one resource, a note) counts only where a call has no other.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::names::{self, Privilege};
use super::solve::{self, Cost};
use super::{Call, Caller, Facts, formula};
use crate::ir::{Alternative, Requirement, Scheme};

/// What is enough for calls under one scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Least {
    /// The scheme.
    pub scheme: Scheme,
    /// How many different operations were asked about.
    pub calls: usize,
    /// The smallest sets for all calls whose requirement is clear. One empty set when they need nothing.
    pub sets: Vec<Set>,
    /// Whether there may be more sets that are as small.
    pub more: bool,
    /// Whether it is proven that no set is smaller.
    pub proven: bool,
    /// The smallest sets that are enough in every reading of the docs; only given when some requirement has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_every_reading: Option<Vec<Set>>,
    /// The calls whose requirement can be read in several ways.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambiguous: Vec<Ambiguity>,
    /// The calls that need no permission.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_needed: Vec<String>,
    /// The calls that the scheme cannot make.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsupported: Vec<String>,
    /// The calls of which the docs do not say what they need.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undocumented: Vec<String>,
    /// Directory roles that the docs name for these calls; a signed-in user needs one of each list as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Roles>,
}

/// A set of permissions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Set {
    /// The permissions, by name.
    pub permissions: Vec<Needed>,
}

impl Set {
    /// The names.
    pub fn names(&self) -> Vec<&str> {
        self.permissions.iter().map(|needed| needed.name.as_str()).collect()
    }
}

/// A permission of a set, and why it is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Needed {
    /// The name.
    pub name: String,
    /// Whether an administrator has to consent; none where the reference does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_consent: Option<bool>,
    /// The calls that are closed without it.
    pub for_calls: Vec<String>,
    /// Under which conditions it opens calls, in the words of the docs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
}

/// A call whose requirement can be read in several ways.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ambiguity {
    /// The call.
    pub call: String,
    /// The cell as written.
    pub text: String,
    /// The readings.
    pub readings: Vec<Reading>,
}

/// One reading of a cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The reading: alternatives, each of them permissions that are needed together.
    pub any_of: Vec<Vec<String>>,
    /// The fewest permissions that the first set lacks for it.
    pub adds: Vec<String>,
}

/// Directory roles for a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Roles {
    /// The call.
    pub call: String,
    /// The roles, one of which is needed.
    pub one_of: Vec<String>,
}

/// How many equally small sets are listed.
pub const SETS: usize = 8;

/// The smallest sets for calls under a scheme. Calls that are known to be made by the other kind of caller are left out.
pub fn least(facts: &Facts, calls: &[Call], scheme: Scheme) -> Least {
    let world = World::of(facts, scheme);
    let mut result = Least {
        scheme,
        calls: 0,
        sets: Vec::new(),
        more: false,
        proven: true,
        in_every_reading: None,
        ambiguous: Vec::new(),
        not_needed: Vec::new(),
        unsupported: Vec::new(),
        undocumented: Vec::new(),
        roles: Vec::new(),
    };
    let mut needs: Vec<Need<'_>> = Vec::new();
    let mut doubtful: Vec<(String, &str, &[Vec<Alternative>])> = Vec::new();
    for operation in operations_of(calls, Caller::of(scheme)) {
        let fact = &facts.operations[operation];
        result.calls += 1;
        match fact.permissions.of(scheme) {
            Requirement::Undocumented => result.undocumented.push(fact.to_string()),
            Requirement::Unsupported => result.unsupported.push(fact.to_string()),
            Requirement::NotNeeded => result.not_needed.push(fact.to_string()),
            Requirement::AnyOf { alternatives } => needs.push(Need { call: fact.to_string(), alternatives }),
            Requirement::Ambiguous { text, readings } => doubtful.push((fact.to_string(), text, readings)),
        }
        if scheme != Scheme::Application && !fact.permissions.roles.is_empty() {
            result.roles.push(Roles { call: fact.to_string(), one_of: fact.permissions.roles.clone() });
        }
    }
    let solution = world.solve(&needs, &[], SETS);
    (result.more, result.proven) = (solution.more, solution.proven);
    result.sets = solution.sets.iter().map(|set| world.set(set, &needs)).collect();
    let held: Vec<&str> = result.sets.first().map(Set::names).unwrap_or_default();
    for (call, text, readings) in &doubtful {
        let reading = |alternatives: &Vec<Alternative>| {
            let adds = world.solve(&[Need { call: call.clone(), alternatives }], &held, 1);
            Reading {
                any_of: alternatives.iter().map(|alternative| alternative.all_of.clone()).collect(),
                adds: adds.sets.first().map(|set| world.names(set)).unwrap_or_default(),
            }
        };
        let readings = readings.iter().map(reading).collect();
        result.ambiguous.push(Ambiguity { call: call.clone(), text: (*text).to_owned(), readings });
    }
    if !doubtful.is_empty() {
        let mut every = needs.clone();
        for (call, _, readings) in &doubtful {
            every.extend(readings.iter().map(|alternatives| Need { call: call.clone(), alternatives }));
        }
        let solution = world.solve(&every, &[], SETS);
        result.in_every_reading = Some(solution.sets.iter().map(|set| world.set(set, &every)).collect());
    }
    result
}

/// The positions of the operations that a kind of caller makes, each once, in the order of the facts.
pub(super) fn operations_of(calls: &[Call], caller: Caller) -> Vec<usize> {
    let mut operations: Vec<usize> = calls
        .iter()
        .filter(|call| call.caller.is_none_or(|known| known == caller))
        .map(|call| call.operation)
        .collect();
    operations.sort_unstable();
    operations.dedup();
    operations
}

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
    facts: &'f Facts,
    scheme: Scheme,
    names: Vec<&'f str>,
    positions: BTreeMap<String, usize>,
    costs: Vec<Cost>,
}

impl<'f> World<'f> {
    pub(super) fn of(facts: &'f Facts, scheme: Scheme) -> Self {
        let mut world =
            Self { facts, scheme, names: Vec::new(), positions: BTreeMap::new(), costs: Vec::new() };
        for fact in &facts.operations {
            for name in fact.permissions.of(scheme).names() {
                let position = world.add(name);
                world.costs[position].breadth += 1;
            }
        }
        world
    }

    fn add(&mut self, name: &'f str) -> usize {
        *self.positions.entry(name.to_lowercase()).or_insert_with(|| {
            self.names.push(name);
            let weight = Privilege::of(name, self.scheme).weight();
            self.costs.push(Cost { things: 1, order: 0, weight, breadth: 0 });
            self.names.len() - 1
        })
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
                    let by_name = match (&other.all_of[..], &way.all_of[..]) {
                        ([other], [one]) => names::compare(other, one, self.scheme),
                        _ => None,
                    };
                    by_name.map_or(other_at < at && !(other.least && way.least), Ordering::is_lt)
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
            Needed { name: name.clone(), admin_consent: self.admin_consent(name), for_calls, conditions }
        };
        Set { permissions: names.iter().map(needed).collect() }
    }

    fn admin_consent(&self, name: &str) -> Option<bool> {
        let entry = names::entry(&self.facts.catalogue, name)?;
        let described = match self.scheme {
            Scheme::Application => entry.application.as_ref(),
            Scheme::DelegatedWork | Scheme::DelegatedPersonal => entry.delegated.as_ref(),
        };
        described?.admin_consent
    }
}

/// The differences between two sets that the names cannot order: pairs of permissions of which neither promises less.
pub fn unordered(a: &Set, b: &Set, scheme: Scheme) -> Vec<(String, String)> {
    let only = |one: &Set, other: &Set| -> Vec<String> {
        let others = other.names();
        one.names().into_iter().filter(|name| !others.contains(name)).map(str::to_owned).collect()
    };
    let (left, right) = (only(a, b), only(b, a));
    left.into_iter().zip(right).filter(|(a, b)| names::compare(a, b, scheme).is_none()).collect()
}

/// What opens a call, in words.
pub(super) fn words(alternatives: &[Alternative]) -> Vec<String> {
    alternatives.iter().map(formula::words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Method, Permissions, Version};
    use crate::permissions::Fact;
    use crate::permissions::formula::{Opens, opens};

    const NAMES: [&str; 7] = [
        "Mail.Read",
        "Mail.ReadWrite",
        "User.Read",
        "User.Read.All",
        "Group.Read.All",
        "Directory.Read.All",
        "Sites.Selected",
    ];

    /// A row of numbers without a pattern, the same on every machine.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 33) as usize % limit
        }

        fn alternatives(&mut self) -> Vec<Alternative> {
            let one = |numbers: &mut Self| {
                let count = 1 + numbers.below(3);
                let mut all_of: Vec<String> =
                    (0..count).map(|_| NAMES[numbers.below(NAMES.len())].to_owned()).collect();
                all_of.sort();
                all_of.dedup();
                Alternative { all_of, ..Alternative::default() }
            };
            (0..1 + self.below(4)).map(|_| one(self)).collect()
        }

        fn requirement(&mut self) -> Requirement {
            match self.below(12) {
                0 => Requirement::NotNeeded,
                1 => Requirement::Unsupported,
                2 => Requirement::Undocumented,
                3 => Requirement::Ambiguous {
                    text: "?".to_owned(),
                    readings: vec![self.alternatives(), self.alternatives()],
                },
                _ => Requirement::AnyOf { alternatives: self.alternatives() },
            }
        }
    }

    fn facts(requirements: Vec<Requirement>) -> Facts {
        let fact = |(number, delegated_work): (usize, Requirement)| Fact {
            version: Version::V1,
            method: Method::Get,
            path: format!("/x{number}"),
            title: String::new(),
            pages: Vec::new(),
            permissions: Permissions { delegated_work, ..Permissions::default() },
            deprecated: false,
        };
        Facts { operations: requirements.into_iter().enumerate().map(fact).collect(), ..Facts::default() }
    }

    fn subsets() -> impl Iterator<Item = Vec<&'static str>> {
        (0..1usize << NAMES.len()).map(|bits| {
            NAMES.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, name)| *name).collect()
        })
    }

    #[test]
    fn the_answer_opens_every_call_and_nothing_smaller_does() {
        let mut numbers = Numbers(3);
        for round in 0..300 {
            let requirements: Vec<Requirement> =
                (0..1 + numbers.below(6)).map(|_| numbers.requirement()).collect();
            let facts = facts(requirements);
            let calls: Vec<Call> = (0..facts.operations.len())
                .map(|operation| Call { operation, caller: None, seen: Vec::new() })
                .collect();
            let answer = least(&facts, &calls, Scheme::DelegatedWork);
            let enough = |set: &[&str], wanted: &dyn Fn(&Requirement) -> bool| {
                facts
                    .operations
                    .iter()
                    .map(|fact| &fact.permissions.delegated_work)
                    .filter(|needed| wanted(needed))
                    .all(|needed| opens(needed, &|name| set.contains(&name)) == Opens::Yes)
            };
            let clear = |needed: &Requirement| matches!(needed, Requirement::AnyOf { .. });
            let all = |needed: &Requirement| {
                matches!(needed, Requirement::AnyOf { .. } | Requirement::Ambiguous { .. })
            };
            let smallest = |wanted: &dyn Fn(&Requirement) -> bool| {
                subsets()
                    .filter(|set| enough(set, wanted))
                    .map(|set| set.len())
                    .min()
                    .expect("all names are enough")
            };
            assert!(!answer.sets.is_empty() && answer.proven);
            for set in &answer.sets {
                assert!(enough(&set.names(), &clear), "round {round}: {set:?}");
                assert_eq!(set.names().len(), smallest(&clear), "round {round}");
            }
            for set in answer.in_every_reading.iter().flatten() {
                assert!(enough(&set.names(), &all), "round {round}: {set:?}");
                assert_eq!(set.names().len(), smallest(&all), "round {round}");
            }
        }
    }

    #[test]
    fn the_order_of_the_docs_and_of_the_names() {
        let needed = |names: &[&str]| Requirement::AnyOf {
            alternatives: names
                .iter()
                .map(|name| Alternative { all_of: vec![(*name).to_owned()], ..Alternative::default() })
                .collect(),
        };
        let check = |names: &[&[&str]], expected: &str| {
            let facts = facts(names.iter().map(|names| needed(names)).collect());
            let calls: Vec<Call> = (0..names.len())
                .map(|operation| Call { operation, caller: None, seen: Vec::new() })
                .collect();
            let answer = least(&facts, &calls, Scheme::DelegatedWork);
            assert_eq!(answer.sets.iter().map(|set| set.names().join(" ")).collect::<Vec<_>>(), [expected]);
        };
        // The names cannot tell which is less, so the docs do.
        check(&[&["User.Read", "User.ReadBasic.All"]], "User.Read");
        check(&[&["User.ReadBasic.All", "User.Read"]], "User.ReadBasic.All");
        // The docs list them the wrong way round.
        check(&[&["Mail.ReadWrite", "Mail.Read"]], "Mail.Read");
        // One permission for both is fewer than the least of each.
        check(&[&["Mail.Read", "Mail.ReadWrite"], &["Mail.Send", "Mail.ReadWrite"]], "Mail.ReadWrite");
    }

    #[test]
    fn another_permission_never_closes_a_call() {
        let mut numbers = Numbers(5);
        for _ in 0..400 {
            let requirement = numbers.requirement();
            for set in subsets() {
                let before = opens(&requirement, &|name| set.contains(&name));
                for more in NAMES {
                    let after = opens(&requirement, &|name| name == more || set.contains(&name));
                    assert!(after >= before, "{requirement:?}: {set:?} and {more}");
                }
            }
        }
    }

    #[test]
    fn conditions_count_only_where_nothing_else_is_there() {
        let alternative = |name: &str, condition: &str| Alternative {
            all_of: vec![name.to_owned()],
            least: false,
            conditions: if condition.is_empty() { Vec::new() } else { vec![condition.to_owned()] },
        };
        let both = Requirement::AnyOf {
            alternatives: vec![alternative("Mail.Read", "for one team"), alternative("Mail.ReadWrite", "")],
        };
        let only = Requirement::AnyOf { alternatives: vec![alternative("Sites.Selected", "for one site")] };
        let facts = facts(vec![both, only]);
        let calls: Vec<Call> =
            (0..2).map(|operation| Call { operation, caller: None, seen: Vec::new() }).collect();
        let answer = least(&facts, &calls, Scheme::DelegatedWork);
        assert_eq!(answer.sets[0].names(), ["Mail.ReadWrite", "Sites.Selected"]);
        assert_eq!(answer.sets[0].permissions[1].conditions, ["for one site"]);
    }
}
