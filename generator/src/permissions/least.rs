//! The least sets of permissions that open every call.
//!
//! | step | rule |
//! |---|---|
//! | candidates | of each call: the alternatives that the docs mark as least, where nothing is known to be less (`order.rs`) |
//! | enough | a set opens every call whose requirement is clear, supported and without a condition |
//! | least | sets compare by the weights of their permissions, sorted from the greatest; then by [`Reach`]; then by names |
//!
//! So one broad permission never takes the place of narrow ones: a call whose own least is not in the set is opened by a permission that
//! another call needs anyway. Sets that rank the same are given, up to [`SETS`], and pairs of their permissions that neither levels nor
//! names can order are named.
//!
//! What decides nothing is listed: a requirement that can be read in two ways, each reading with what it would add, and beside it the least
//! set that is enough in every reading; a call that is open only under conditions, each condition with its least; a call about other
//! people's objects, with what these require.

use std::collections::BTreeSet;

use serde::Serialize;

use super::chooser::Chooser;
use super::demand::{Demand, Rules, demands};
use super::formula::{self, Opens};
use super::order::{Order, unconditional};
use super::reach::Reach;
use super::{Call, Caller, Facts};
use crate::ir::{Alternative, Requirement, Scheme};

/// What is enough for calls under one scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Least {
    /// The scheme.
    pub scheme: Scheme,
    /// How many different operations were asked about.
    pub calls: usize,
    /// What decides between sets.
    pub objective: Objective,
    /// The least sets for all calls whose requirement is clear and without a condition. One empty set when they need nothing.
    pub sets: Vec<Set>,
    /// Whether there may be more sets that rank the same.
    pub more: bool,
    /// Whether it is proven that no set is less.
    pub proven: bool,
    /// Pairs of permissions in which the first set differs from the others, and of which neither levels nor names tell the lesser.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unordered: Vec<(String, String)>,
    /// What the docs call least for each call alone.
    pub per_call: Vec<PerCall>,
    /// The least sets that are enough in every reading of the docs; only given when some requirement has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_every_reading: Option<Vec<Set>>,
    /// The calls whose requirement can be read in several ways.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambiguous: Vec<Ambiguity>,
    /// The calls that are open under conditions only. The sets are not for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditional: Vec<Conditional>,
    /// The calls that need something else when they are about other people's objects. The sets are for the user's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub for_others: Vec<ForOthers>,
    /// The relationships that calls expand and whose own request the first set does not open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expanded: Vec<Expanded>,
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

/// What decides between sets of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Objective {
    /// Privilege, over what the docs call least for each call.
    Privilege,
    /// The number of permissions, over everything that opens a call without a condition.
    Fewest,
}

/// A set of permissions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Set {
    /// The permissions, by name.
    pub permissions: Vec<Needed>,
    /// What they open beyond the calls.
    pub reach: Reach,
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
#[non_exhaustive]
pub struct Needed {
    /// The name.
    pub name: String,
    /// Whether an administrator has to consent; none where the reference does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_consent: Option<bool>,
    /// The calls that are closed without it.
    pub for_calls: Vec<String>,
}

/// What the docs call least for one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PerCall {
    /// The call.
    pub call: String,
    /// The candidates: alternatives, each of them permissions that are needed together.
    pub least: Vec<Vec<String>>,
}

/// A call that is open under conditions only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Conditional {
    /// The call.
    pub call: String,
    /// Each condition, in the words of the docs.
    pub conditions: Vec<Condition>,
}

/// A condition, and what opens the call under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Condition {
    /// What must hold, all of it.
    pub when: Vec<String>,
    /// The least that then opens the call.
    pub least: Vec<Vec<String>>,
}

/// A call that needs something else when it is about other people's objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ForOthers {
    /// The call.
    pub call: String,
    /// The least for the signed-in user's own objects.
    pub own: Vec<Vec<String>>,
    /// The least for other people's.
    pub others: Vec<Vec<String>>,
}

/// A relationship that a call expands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Expanded {
    /// The call.
    pub call: String,
    /// The request that gives the relationship by itself.
    pub relationship: String,
    /// The least for that request.
    pub least: Vec<Vec<String>>,
}

/// A call whose requirement can be read in several ways.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
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
#[non_exhaustive]
pub struct Reading {
    /// The reading: alternatives, each of them permissions that are needed together.
    pub any_of: Vec<Vec<String>>,
    /// The least that the first set lacks for it.
    pub adds: Vec<String>,
}

/// Directory roles for a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Roles {
    /// The call.
    pub call: String,
    /// The roles, one of which is needed.
    pub one_of: Vec<String>,
}

/// How many sets that rank the same are listed.
pub const SETS: usize = 8;

/// The least sets for calls under a scheme. Calls that are known to be made by the other kind of caller are left out.
pub fn least(facts: &Facts, calls: &[Call], scheme: Scheme, rules: Rules) -> Least {
    let order = Order::of(facts, scheme);
    let demands = demands(facts, calls, scheme, &order, rules.whose);
    let mut operations: Vec<usize> = demands.iter().map(|demand| demand.subject.operation).collect();
    operations.dedup();
    let chooser = Chooser::new(facts, scheme, operations, rules.fewest);
    let clear: Vec<(&str, &[Alternative])> =
        demands.iter().filter_map(|demand| Some((demand.call.as_str(), demand.choices()?))).collect();
    let chosen = choose(&chooser, &clear);
    let sets: Vec<Set> = chosen.sets.iter().map(|names| set(&chooser, names, &clear)).collect();
    let held: Vec<&str> = sets.first().map(Set::names).unwrap_or_default();
    let are = |wanted: Requirement| -> Vec<String> {
        demands
            .iter()
            .filter(|demand| *demand.requirement == wanted)
            .map(|demand| demand.call.clone())
            .collect()
    };
    Least {
        scheme,
        calls: chooser.calls().len(),
        objective: if rules.fewest { Objective::Fewest } else { Objective::Privilege },
        more: chosen.more,
        proven: chosen.proven,
        unordered: unordered(&chooser.order, &sets),
        per_call: clear
            .iter()
            .map(|(call, alternatives)| per_call(&chooser.order, call, alternatives))
            .collect(),
        in_every_reading: in_every_reading(&chooser, &demands, &clear),
        ambiguous: demands.iter().filter_map(|demand| ambiguity(&chooser, demand, &held)).collect(),
        conditional: demands.iter().filter_map(|demand| conditional(&chooser.order, demand)).collect(),
        for_others: demands.iter().filter_map(|demand| for_others(&chooser.order, demand)).collect(),
        expanded: expanded(facts, calls, &chooser, scheme, &held),
        not_needed: are(Requirement::NotNeeded),
        unsupported: are(Requirement::Unsupported),
        undocumented: are(Requirement::Undocumented),
        roles: if scheme == Scheme::Application { Vec::new() } else { roles(facts, chooser.calls()) },
        sets,
    }
}

/// The least sets for calls with clear requirements.
fn choose(chooser: &Chooser<'_>, calls: &[(&str, &[Alternative])]) -> super::chooser::Chosen {
    let requirements: Vec<&[Alternative]> = calls.iter().map(|(_, alternatives)| *alternatives).collect();
    chooser.choose(&requirements, &chooser.pool(&requirements), &[], SETS)
}

/// A set with its reasons.
fn set(chooser: &Chooser<'_>, names: &[String], calls: &[(&str, &[Alternative])]) -> Set {
    let is_open = |alternatives: &[Alternative], without: Option<&str>| {
        let held = |name: &str| {
            without.is_none_or(|without| !without.eq_ignore_ascii_case(name))
                && names.iter().any(|held| held.eq_ignore_ascii_case(name))
        };
        unconditional(alternatives).any(|alternative| alternative.all_of.iter().all(|name| held(name)))
    };
    let needed = |name: &String| {
        let mut for_calls: Vec<String> = calls
            .iter()
            .filter(|(_, alternatives)| is_open(alternatives, None) && !is_open(alternatives, Some(name)))
            .map(|(call, _)| (*call).to_owned())
            .collect();
        for_calls.dedup();
        let admin_consent = chooser.order.described(name).and_then(|described| described.admin_consent);
        Needed { name: name.clone(), admin_consent, for_calls }
    };
    let reach = chooser.reach(&names.iter().map(String::as_str).collect::<Vec<_>>());
    Set { permissions: names.iter().map(needed).collect(), reach }
}

fn per_call(order: &Order<'_>, call: &str, alternatives: &[Alternative]) -> PerCall {
    PerCall { call: call.to_owned(), least: names_of(&order.candidates(alternatives)) }
}

fn names_of(alternatives: &[&Alternative]) -> Vec<Vec<String>> {
    alternatives.iter().map(|alternative| alternative.all_of.clone()).collect()
}

/// The least sets that are enough however the docs are read.
fn in_every_reading(
    chooser: &Chooser<'_>,
    demands: &[Demand<'_>],
    clear: &[(&str, &[Alternative])],
) -> Option<Vec<Set>> {
    let mut every = clear.to_vec();
    for demand in demands {
        if let Requirement::Ambiguous { readings, .. } = &*demand.requirement {
            let readings = readings.iter().filter(|reading| unconditional(reading).next().is_some());
            every.extend(readings.map(|reading| (demand.call.as_str(), reading.as_slice())));
        }
    }
    let sets = || choose(chooser, &every).sets.iter().map(|names| set(chooser, names, &every)).collect();
    (every.len() > clear.len()).then(sets)
}

/// The readings of a call that has several, with what each adds to a set.
fn ambiguity(chooser: &Chooser<'_>, demand: &Demand<'_>, held: &[&str]) -> Option<Ambiguity> {
    let Requirement::Ambiguous { text, readings } = &*demand.requirement else { return None };
    let reading = |alternatives: &Vec<Alternative>| {
        let requirement = [alternatives.as_slice()];
        let chosen = chooser.choose(&requirement, &chooser.pool(&requirement), held, 1);
        Reading {
            any_of: alternatives.iter().map(|alternative| alternative.all_of.clone()).collect(),
            adds: chosen.sets.into_iter().next().unwrap_or_default(),
        }
    };
    Some(Ambiguity {
        call: demand.call.clone(),
        text: text.clone(),
        readings: readings.iter().map(reading).collect(),
    })
}

/// The conditions of a call that is open under conditions only.
fn conditional(order: &Order<'_>, demand: &Demand<'_>) -> Option<Conditional> {
    let alternatives = demand.alternatives().filter(|_| demand.choices().is_none())?;
    let conditions: BTreeSet<&Vec<String>> =
        alternatives.iter().map(|alternative| &alternative.conditions).collect();
    let condition = |when: &Vec<String>| {
        let plain = |alternative: &Alternative| Alternative { conditions: Vec::new(), ..alternative.clone() };
        let under: Vec<Alternative> =
            alternatives.iter().filter(|alternative| alternative.conditions == *when).map(plain).collect();
        Condition { when: when.clone(), least: names_of(&order.candidates(&under)) }
    };
    Some(Conditional {
        call: demand.call.clone(),
        conditions: conditions.into_iter().map(condition).collect(),
    })
}

/// What a call needs for other people's objects, where that is not what it needs for one's own.
fn for_others(order: &Order<'_>, demand: &Demand<'_>) -> Option<ForOthers> {
    let Some(Requirement::AnyOf { alternatives }) = &demand.for_others else { return None };
    let own = names_of(&order.candidates(demand.choices()?));
    let others = names_of(&order.candidates(alternatives));
    (own != others).then(|| ForOthers { call: demand.call.clone(), own, others })
}

/// The relationships that calls expand and whose own request needs more than what is held.
fn expanded(
    facts: &Facts,
    calls: &[Call],
    chooser: &Chooser<'_>,
    scheme: Scheme,
    held: &[&str],
) -> Vec<Expanded> {
    let caller = Caller::of(scheme);
    let made = calls.iter().filter(|call| call.caller.is_none_or(|known| known == caller));
    let pairs: BTreeSet<(usize, usize)> =
        made.flat_map(|call| call.expanded.iter().map(|&other| (call.operation, other))).collect();
    let needs_more = |&(operation, other): &(usize, usize)| {
        let requirement = facts.operations[other].requirement(scheme);
        let Requirement::AnyOf { alternatives } = requirement else { return None };
        let is_held = |name: &str| held.iter().any(|held| held.eq_ignore_ascii_case(name));
        (formula::opens(requirement, &is_held) != Opens::Yes).then(|| Expanded {
            call: facts.operations[operation].to_string(),
            relationship: facts.operations[other].to_string(),
            least: names_of(&chooser.order.candidates(alternatives)),
        })
    };
    pairs.iter().filter_map(needs_more).collect()
}

fn roles(facts: &Facts, operations: &[usize]) -> Vec<Roles> {
    let named = operations.iter().map(|&operation| &facts.operations[operation]);
    named
        .filter(|fact| !fact.permissions.roles.is_empty())
        .map(|fact| Roles { call: fact.to_string(), one_of: fact.permissions.roles.clone() })
        .collect()
}

/// The differences between the first set and the others that nothing orders: pairs of permissions of which neither is known to be less.
fn unordered(order: &Order<'_>, sets: &[Set]) -> Vec<(String, String)> {
    let [first, others @ ..] = sets else { return Vec::new() };
    let only = |one: &Set, other: &Set| -> Vec<String> {
        let others = other.names();
        one.names().into_iter().filter(|name| !others.contains(name)).map(str::to_owned).collect()
    };
    let pairs = others.iter().flat_map(|other| only(first, other).into_iter().zip(only(other, first)));
    let unordered: BTreeSet<(String, String)> =
        pairs.filter(|(a, b)| order.compare(a, b).is_none()).collect();
    unordered.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{CatalogueEntry, Method, Permissions, SchemeEntry, Version};
    use crate::permissions::Fact;
    use crate::permissions::demand::Whose;
    use crate::permissions::order::tests::alternatives;

    fn facts(requirements: Vec<Requirement>) -> Facts {
        let fact = |(number, delegated_work): (usize, Requirement)| Fact {
            version: Version::V1,
            method: Method::Get,
            path: format!("/x{number}"),
            title: String::new(),
            pages: Vec::new(),
            permissions: Permissions { delegated_work, ..Permissions::default() },
            deprecated: false,
            properties: Vec::new(),
            only_shown: false,
        };
        Facts { operations: requirements.into_iter().enumerate().map(fact).collect(), ..Facts::default() }
    }

    fn needed(text: &str) -> Requirement {
        Requirement::AnyOf { alternatives: alternatives(text) }
    }

    fn answer(facts: &Facts, scheme: Scheme, rules: Rules) -> Least {
        let calls: Vec<Call> = (0..facts.operations.len()).map(Call::new).collect();
        least(facts, &calls, scheme, rules)
    }

    fn names(sets: &[Set]) -> Vec<String> {
        sets.iter().map(|set| set.names().join(" ")).collect()
    }

    #[test]
    fn one_broad_permission_never_takes_the_place_of_narrow_ones() {
        let fewest = Rules { fewest: true, ..Rules::default() };
        let check = |requirements: &[&str], expected: &str, expected_fewest: &str| {
            let facts = facts(requirements.iter().map(|text| needed(text)).collect());
            let sets = |rules| names(&answer(&facts, Scheme::DelegatedWork, rules).sets);
            assert_eq!(sets(Rules::default()), [expected], "{requirements:?}");
            assert_eq!(sets(fewest), [expected_fewest], "{requirements:?}");
        };
        check(
            &["*Mail.Read Mail.ReadWrite", "*Mail.Send Mail.ReadWrite"],
            "Mail.Read Mail.Send",
            "Mail.ReadWrite",
        );
        // What another call needs anyway opens a call whose own least is not in the set.
        check(&["*Mail.Read Mail.ReadWrite", "*Mail.ReadWrite"], "Mail.ReadWrite", "Mail.ReadWrite");
        // The docs list them the wrong way round.
        check(&["*Mail.ReadWrite Mail.Read"], "Mail.Read", "Mail.Read");
        // Nothing is marked and no name tells: what promises less in all.
        check(&["User.Read User.ReadBasic.All"], "User.ReadBasic.All", "User.ReadBasic.All");
        check(&["*User.Read User.ReadBasic.All"], "User.Read", "User.ReadBasic.All");
    }

    #[test]
    fn reach_decides_between_permissions_of_the_same_weight() {
        let read = "*Group.Read.All *Device.Read.All";
        let mut facts =
            facts(vec![needed(read), needed("*Device.Read.All"), needed("*Device.ReadWrite.All")]);
        facts.operations[2].method = Method::Post;
        let calls = [Call::new(0)];
        let answer = |facts: &Facts| least(facts, &calls, Scheme::DelegatedWork, Rules::default());
        let first = answer(&facts);
        assert_eq!(names(&first.sets), ["Group.Read.All"]);
        assert_eq!(first.sets[0].reach, Reach { writes: 0, reads: 0 });
        // Lists are uneven: who may write may read what is listed for reading alone.
        facts.operations[1].permissions.delegated_work = needed("*Group.Read.All");
        facts.operations[2].permissions.delegated_work = needed("*Group.ReadWrite.All");
        facts.operations[0].permissions.delegated_work = needed("*Group.ReadWrite.All");
        assert_eq!(answer(&facts).sets[0].reach, Reach { writes: 1, reads: 1 });
    }

    /// The reference knows better than the names.
    #[test]
    fn levels_of_the_reference_come_before_names() {
        let entry = |name: &str, level: u8| CatalogueEntry {
            name: name.to_owned(),
            delegated: Some(SchemeEntry { privilege_level: Some(level), ..SchemeEntry::default() }),
            application: None,
        };
        let mut facts = facts(vec![needed("Mail.Read Mail.ReadWrite Group.Read.All")]);
        let first = |facts: &Facts| names(&answer(facts, Scheme::DelegatedWork, Rules::default()).sets);
        assert_eq!(first(&facts), ["Mail.Read"]);
        facts.catalogue = vec![entry("Mail.Read", 3), entry("mail.readwrite", 2), entry("Group.Read.All", 1)];
        assert_eq!(first(&facts), ["Group.Read.All"]);
    }

    #[test]
    fn what_cannot_be_ordered_is_said() {
        let facts = facts(vec![needed("*Group.Read.All *Device.Read.All")]);
        let answer = answer(&facts, Scheme::DelegatedWork, Rules::default());
        assert_eq!(names(&answer.sets), ["Device.Read.All", "Group.Read.All"]);
        assert_eq!(answer.unordered, [("Device.Read.All".to_owned(), "Group.Read.All".to_owned())]);
    }

    #[test]
    fn conditions_choose_nothing() {
        let facts = facts(vec![
            needed("*[one-team]Mail.Read Mail.ReadWrite"),
            needed("*[one-site]Sites.Selected [all-sites]Sites.Read.All [all-sites]Sites.ReadWrite.All"),
        ]);
        let answer = answer(&facts, Scheme::DelegatedWork, Rules::default());
        assert_eq!(names(&answer.sets), ["Mail.ReadWrite"]);
        let condition = |when: &str, least: &str| Condition {
            when: vec![when.to_owned()],
            least: vec![vec![least.to_owned()]],
        };
        assert_eq!(
            answer.conditional,
            [Conditional {
                call: "v1.0 GET /x1".to_owned(),
                conditions: vec![
                    condition("all-sites", "Sites.Read.All"),
                    condition("one-site", "Sites.Selected")
                ],
            }]
        );
    }

    #[test]
    fn nobody_is_me_without_a_user() {
        let mut facts = facts(vec![Requirement::Undocumented; 3]);
        for (fact, path) in facts.operations.iter_mut().zip(["/me", "/Me/messages", "/menus"]) {
            fact.path = path.to_owned();
            fact.permissions.application = needed("*User.Read.All");
        }
        let answer = answer(&facts, Scheme::Application, Rules::default());
        assert_eq!(answer.unsupported, ["v1.0 GET /me", "v1.0 GET /Me/messages"]);
        assert_eq!(names(&answer.sets), ["User.Read.All"]);
    }

    #[test]
    fn whose_objects() {
        let entry = |name: &str| CatalogueEntry {
            name: name.to_owned(),
            delegated: Some(SchemeEntry::default()),
            application: None,
        };
        let mut facts = facts(vec![
            needed("*Mail.ReadBasic Mail.Read"),
            needed("*Mail.Read Mail.ReadWrite"),
            needed("*User.Read User.ReadBasic.All User.Read.All"),
            needed("*Chat.Read"),
        ]);
        facts.catalogue = vec![entry("Mail.Read.Shared")];
        let paths = ["/me/messages", "/users/{id}/messages", "/users/{id}", "/chats/{id}/messages"];
        for (fact, path) in facts.operations.iter_mut().zip(paths) {
            fact.path = path.to_owned();
        }
        let rules = |whose| Rules { whose, ..Rules::default() };
        let unknown = answer(&facts, Scheme::DelegatedWork, rules(None));
        assert_eq!(names(&unknown.sets), ["Chat.Read Mail.Read User.Read"]);
        let list = |names: &[&str]| names.iter().map(|name| vec![(*name).to_owned()]).collect::<Vec<_>>();
        let for_others = |call: &str, own: &[&str], others: &[&str]| ForOthers {
            call: format!("v1.0 GET {call}"),
            own: list(own),
            others: list(others),
        };
        assert_eq!(
            unknown.for_others,
            [
                for_others("/users/{id}/messages", &["Mail.Read"], &["Mail.Read.Shared"]),
                for_others("/users/{id}", &["User.Read"], &["User.ReadBasic.All"]),
            ]
        );
        let own = answer(&facts, Scheme::DelegatedWork, rules(Some(Whose::Own)));
        assert_eq!((own.sets, own.for_others), (unknown.sets, Vec::new()));
        let others = answer(&facts, Scheme::DelegatedWork, rules(Some(Whose::Others)));
        assert_eq!(names(&others.sets), ["Chat.Read Mail.Read.Shared Mail.ReadBasic User.ReadBasic.All"]);
        assert!(others.for_others.is_empty());
    }
}
