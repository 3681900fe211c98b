//! What holds for all requirements and all grants, tried with many.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::demand::Rules;
use super::formula::{Opens, opens};
use super::least::least;
use super::order::Order;
use super::review::{Terms, review};
use super::risk::Risks;
use super::{Call, Caller, Fact, Facts};
use crate::ir::{Alternative, Method, Permissions, Requirement, Scheme, Version};
use crate::permissions::granted::{Grant, Granted};

const NAMES: [&str; 8] = [
    "Mail.Read",
    "Mail.ReadWrite",
    "User.Read",
    "User.Read.All",
    "Group.Read.All",
    "Device.Read.All",
    "Directory.Read.All",
    "Sites.Selected",
];

fn alternatives() -> impl Strategy<Value = Vec<Alternative>> {
    let one = (subsequence(NAMES.to_vec(), 1..=3), any::<bool>(), select(vec!["", "", "", "for one site"]));
    let alternative = one.prop_map(|(names, least, condition)| Alternative {
        all_of: names.into_iter().map(str::to_owned).collect(),
        least,
        conditions: Some(condition.to_owned()).into_iter().filter(|words| !words.is_empty()).collect(),
    });
    vec(alternative, 1..5)
}

fn requirement() -> impl Strategy<Value = Requirement> {
    prop_oneof![
        8 => alternatives().prop_map(|alternatives| Requirement::AnyOf { alternatives }),
        2 => vec(alternatives(), 2..3)
            .prop_map(|readings| Requirement::Ambiguous { text: "A, B and C".to_owned(), readings }),
        1 => Just(Requirement::NotNeeded),
        1 => Just(Requirement::Unsupported),
        1 => Just(Requirement::Undocumented),
    ]
}

fn facts(requirements: &[Requirement]) -> Facts {
    let fact = |(number, delegated_work): (usize, &Requirement)| Fact {
        version: Version::V1,
        method: Method::Get,
        path: format!("/x{number}"),
        title: String::new(),
        pages: Vec::new(),
        permissions: Permissions { delegated_work: delegated_work.clone(), ..Permissions::default() },
        deprecated: false,
        properties: Vec::new(),
        only_shown: false,
    };
    Facts { operations: requirements.iter().enumerate().map(fact).collect(), ..Facts::default() }
}

fn calls(requirements: &[Requirement]) -> Vec<Call> {
    (0..requirements.len()).map(Call::new).collect()
}

fn subsets() -> impl Iterator<Item = Vec<&'static str>> {
    (0..1usize << NAMES.len())
        .map(|bits| (0..NAMES.len()).filter(|at| bits >> at & 1 == 1).map(|at| NAMES[at]).collect())
}

fn open(requirement: &Requirement, set: &[&str]) -> Opens {
    opens(requirement, &|name| set.contains(&name))
}

fn clear(requirement: &Requirement) -> Option<&[Alternative]> {
    match requirement {
        Requirement::AnyOf { alternatives } => {
            let plain = alternatives.iter().any(|alternative| alternative.conditions.is_empty());
            plain.then_some(alternatives)
        }
        _ => None,
    }
}

/// Whether a set opens a call without a condition.
fn opens_plainly(alternatives: &[Alternative], set: &[&str]) -> bool {
    let holds =
        |alternative: &Alternative| alternative.all_of.iter().all(|name| set.contains(&name.as_str()));
    alternatives.iter().any(|alternative| alternative.conditions.is_empty() && holds(alternative))
}

/// The weights of a set, from the greatest.
fn weights(order: &Order<'_>, set: &[&str]) -> Vec<usize> {
    let mut weights: Vec<usize> = set.iter().map(|name| order.weight(name)).collect();
    weights.sort_unstable_by(|a, b| b.cmp(a));
    weights
}

fn terms(risks: &Risks) -> Terms<'_> {
    Terms {
        risks,
        delegated: Scheme::DelegatedWork,
        only: None,
        rules: Rules::default(),
        accepted: &[],
        today: "2026-01-01",
    }
}

fn granted(names: &[&str]) -> Granted {
    let grant =
        |name: &&str| Grant { name: (*name).to_owned(), caller: Caller::Delegated, app: None, line: None };
    Granted { permissions: names.iter().map(grant).collect(), ..Granted::default() }
}

proptest! {
    /// Against every set that there is: the answer is enough, and no set of candidates that is enough ranks lower in privilege.
    #[test]
    fn least_opens_every_call_and_nothing_less_does(requirements in vec(requirement(), 1..7)) {
        let facts = facts(&requirements);
        let order = Order::of(&facts, Scheme::DelegatedWork);
        let answer = least(&facts, &calls(&requirements), Scheme::DelegatedWork, Rules::default());
        let clear: Vec<&[Alternative]> = requirements.iter().filter_map(clear).collect();
        let candidates: Vec<&str> =
            clear.iter().flat_map(|alternatives| order.candidates(alternatives)).flat_map(|one| one.all_of.iter()).map(String::as_str).collect();
        let enough = |set: &[&str]| clear.iter().all(|alternatives| opens_plainly(alternatives, set));
        let best = subsets()
            .filter(|set| set.iter().all(|name| candidates.contains(name)) && enough(set))
            .map(|set| weights(&order, &set))
            .min();
        prop_assert!(answer.proven && !answer.sets.is_empty());
        for set in &answer.sets {
            prop_assert!(enough(&set.names()), "{set:?}");
            prop_assert_eq!(Some(weights(&order, &set.names())), best.clone());
            for needed in &set.permissions {
                let without: Vec<&str> = set.names().into_iter().filter(|name| *name != needed.name).collect();
                prop_assert!(!enough(&without) && !needed.for_calls.is_empty(), "{set:?}");
            }
        }
        let fewest = least(&facts, &calls(&requirements), Scheme::DelegatedWork, Rules { fewest: true, whose: None });
        let smallest = subsets().filter(|set| enough(set)).map(|set| set.len()).min();
        prop_assert_eq!(Some(fewest.sets[0].names().len()), smallest);
    }

    /// Whoever grants what was answered hears of nothing missing and nothing too much.
    #[test]
    fn a_review_of_the_answer_finds_nothing(requirements in vec(requirement(), 1..9)) {
        let facts = facts(&requirements);
        let calls = calls(&requirements);
        let answer = least(&facts, &calls, Scheme::DelegatedWork, Rules::default());
        for set in &answer.sets {
            let found = review(&facts, &calls, &granted(&set.names()), terms(&Risks::default()));
            let counted: Vec<_> = found.findings.iter().filter(|finding| finding.kind.counts() && finding.kind.as_str() != "unsupported").collect();
            prop_assert!(counted.is_empty(), "{counted:?} {set:?}");
        }
    }

    /// The order of calls and of alternatives decides nothing.
    #[test]
    fn the_order_of_what_is_asked_decides_nothing(requirements in vec(requirement(), 1..7)) {
        let asked = |requirements: &[Requirement]| {
            let answer = least(&facts(requirements), &calls(requirements), Scheme::DelegatedWork, Rules::default());
            answer.sets.iter().map(|set| set.names().into_iter().map(str::to_owned).collect()).collect::<Vec<Vec<String>>>()
        };
        let mut reversed: Vec<Requirement> = requirements.iter().rev().cloned().collect();
        for requirement in &mut reversed {
            if let Requirement::AnyOf { alternatives } = requirement {
                alternatives.reverse();
            }
        }
        prop_assert_eq!(asked(&requirements), asked(&reversed));
    }

    #[test]
    fn another_grant_never_closes_a_call(requirement in requirement(), held in subsequence(NAMES.to_vec(), 0..=8), more in select(NAMES.to_vec())) {
        let mut with = held.clone();
        with.push(more);
        prop_assert!(open(&requirement, &with) >= open(&requirement, &held));
    }

    /// What a review calls unused, redundant or replaceable can go, and what it wants instead is enough.
    #[test]
    fn a_review_takes_nothing_away_that_a_call_needs(
        requirements in vec(requirement(), 1..5),
        held in subsequence(NAMES.to_vec(), 1..=8),
    ) {
        let facts = facts(&requirements);
        let found = review(&facts, &calls(&requirements), &granted(&held), terms(&Risks::default()));
        let mut kept = held.clone();
        for finding in &found.findings {
            match finding.kind.as_str() {
                "unused" | "redundant" => kept.retain(|name| *name != finding.subject),
                _ => {}
            }
        }
        for requirement in &requirements {
            prop_assert_eq!(open(requirement, &kept), open(requirement, &held));
        }
        for finding in found.findings.iter().filter(|finding| finding.kind.as_str() == "replaceable") {
            let mut other: Vec<&str> = kept.iter().copied().filter(|name| *name != finding.subject).collect();
            other.extend(finding.instead.iter().map(String::as_str));
            for requirement in &requirements {
                prop_assert!(open(requirement, &other) >= open(requirement, &kept), "{finding:?}");
            }
        }
        let missing = found.findings.iter().any(|finding| finding.kind.as_str() == "missing");
        let closed = |needed: &Requirement| clear(needed).is_some() && open(needed, &held) == Opens::No;
        prop_assert_eq!(missing, requirements.iter().any(closed));
    }
}
