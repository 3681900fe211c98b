//! The smallest sets of permissions that open every call.
//!
//! Smallest means the fewest permissions, and among sets of the same number the least privileged. What is less is told by the
//! privilege levels of the permissions reference where it gives them, else by the names ([`names`](super::names)), else by the order
//! in which the docs list the permissions of these very calls; then by what levels or names promise in all, and then by how many
//! documented requests the permissions open. All sets that are equal in this are given, up to [`SETS`], and pairs of their
//! permissions that neither levels nor names can order are named. A requirement that can be read in two ways decides nothing: the answer is for the other calls,
//! each reading is listed with what it would add, and beside it stands the smallest set that is enough however the docs are meant.
//!
//! An alternative under a condition (consent for one resource, a note) counts only where a call has no other.

use std::collections::BTreeSet;

use serde::Serialize;

use super::world::{Need, World};
use super::{Call, Caller, Facts, formula};
use crate::ir::{Alternative, Requirement, Scheme};

/// What is enough for calls under one scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Pairs of permissions in which the first set differs from the others, and of which neither levels nor names tell the lesser.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unordered: Vec<(String, String)>,
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The reading: alternatives, each of them permissions that are needed together.
    pub any_of: Vec<Vec<String>>,
    /// The fewest permissions that the first set lacks for it.
    pub adds: Vec<String>,
}

/// Directory roles for a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
        unordered: Vec::new(),
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
    if let [first, others @ ..] = result.sets.as_slice() {
        let pairs = others.iter().flat_map(|other| unordered(&world, first, other)).collect::<BTreeSet<_>>();
        result.unordered = pairs.into_iter().collect();
    }
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

/// The differences between two sets that nothing orders: pairs of permissions of which neither is known to be less.
fn unordered(world: &World<'_>, a: &Set, b: &Set) -> Vec<(String, String)> {
    let only = |one: &Set, other: &Set| -> Vec<String> {
        let others = other.names();
        one.names().into_iter().filter(|name| !others.contains(name)).map(str::to_owned).collect()
    };
    let (left, right) = (only(a, b), only(b, a));
    left.into_iter().zip(right).filter(|(a, b)| world.compare(a, b).is_none()).collect()
}

/// What opens a call, in words.
pub(super) fn words(alternatives: &[Alternative]) -> Vec<String> {
    alternatives.iter().map(formula::words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{CatalogueEntry, Method, Permissions, SchemeEntry, Version};
    use crate::permissions::Fact;

    fn facts(requirements: Vec<Requirement>) -> Facts {
        let fact = |(number, delegated_work): (usize, Requirement)| Fact {
            version: Version::V1,
            method: Method::Get,
            path: format!("/x{number}"),
            title: String::new(),
            pages: Vec::new(),
            permissions: Permissions { delegated_work, ..Permissions::default() },
            deprecated: false,
            only_shown: false,
        };
        Facts { operations: requirements.into_iter().enumerate().map(fact).collect(), ..Facts::default() }
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

    /// The reference knows better than the names.
    #[test]
    fn levels_of_the_reference_come_before_names() {
        let entry = |name: &str, level: u8| CatalogueEntry {
            name: name.to_owned(),
            delegated: Some(SchemeEntry { privilege_level: Some(level), ..SchemeEntry::default() }),
            application: None,
        };
        let alternative =
            |name: &str| Alternative { all_of: vec![name.to_owned()], ..Alternative::default() };
        let needed = |names: &[&str]| Requirement::AnyOf {
            alternatives: names.iter().map(|name| alternative(name)).collect(),
        };
        let mut facts = facts(vec![needed(&["Mail.Read", "Mail.ReadWrite", "Group.Read.All"])]);
        let calls = [Call { operation: 0, caller: None, seen: Vec::new() }];
        let first = |facts: &Facts| least(facts, &calls, Scheme::DelegatedWork).sets[0].names().join(" ");
        assert_eq!(first(&facts), "Mail.Read");
        facts.catalogue = vec![entry("Mail.Read", 3), entry("mail.readwrite", 2), entry("Group.Read.All", 1)];
        assert_eq!(first(&facts), "Group.Read.All");
    }

    #[test]
    fn what_cannot_be_ordered_is_said() {
        let alternative =
            |name: &str| Alternative { all_of: vec![name.to_owned()], least: true, ..Alternative::default() };
        let needed = Requirement::AnyOf {
            alternatives: vec![alternative("Group.Read.All"), alternative("Device.Read.All")],
        };
        let calls = [Call { operation: 0, caller: None, seen: Vec::new() }];
        let answer = least(&facts(vec![needed]), &calls, Scheme::DelegatedWork);
        assert_eq!(answer.sets.len(), 2);
        assert_eq!(answer.unordered, [("Group.Read.All".to_owned(), "Device.Read.All".to_owned())]);
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
