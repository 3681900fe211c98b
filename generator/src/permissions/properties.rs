//! What holds for all requirements and all grants, tried with many.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::formula::{Opens, opens};
use super::least::least;
use super::review::review;
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
        only_shown: false,
    };
    Facts { operations: requirements.iter().enumerate().map(fact).collect(), ..Facts::default() }
}

fn calls(requirements: &[Requirement]) -> Vec<Call> {
    (0..requirements.len()).map(|operation| Call { operation, caller: None, seen: Vec::new() }).collect()
}

fn subsets() -> impl Iterator<Item = Vec<&'static str>> {
    (0..1usize << NAMES.len())
        .map(|bits| (0..NAMES.len()).filter(|at| bits >> at & 1 == 1).map(|at| NAMES[at]).collect())
}

fn open(requirement: &Requirement, set: &[&str]) -> Opens {
    opens(requirement, &|name| set.contains(&name))
}

/// Whether conditions can be left alone: nothing rests on an alternative that has one.
fn plain(requirement: &Requirement) -> Requirement {
    let usable = |alternatives: &[Alternative]| -> Vec<Alternative> {
        let any = alternatives.iter().any(|alternative| alternative.conditions.is_empty());
        alternatives.iter().filter(|alternative| !any || alternative.conditions.is_empty()).cloned().collect()
    };
    match requirement {
        Requirement::AnyOf { alternatives } => Requirement::AnyOf { alternatives: usable(alternatives) },
        Requirement::Ambiguous { text, readings } => Requirement::Ambiguous {
            text: text.clone(),
            readings: readings.iter().map(|reading| usable(reading)).collect(),
        },
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn least_opens_every_call_and_nothing_smaller_does(requirements in vec(requirement(), 1..7)) {
        let answer = least(&facts(&requirements), &calls(&requirements), Scheme::DelegatedWork);
        let plain: Vec<Requirement> = requirements.iter().map(plain).collect();
        let clear = |needed: &&Requirement| matches!(needed, Requirement::AnyOf { .. });
        let told = |needed: &&Requirement| {
            matches!(needed, Requirement::AnyOf { .. } | Requirement::Ambiguous { .. })
        };
        let enough = |set: &[&str], wanted: &dyn Fn(&&Requirement) -> bool| {
            plain.iter().filter(wanted).all(|needed| open(needed, set) == Opens::Yes)
        };
        let smallest = |wanted: &dyn Fn(&&Requirement) -> bool| {
            subsets().filter(|set| enough(set, wanted)).map(|set| set.len()).min()
        };
        prop_assert!(answer.proven && !answer.sets.is_empty());
        for set in &answer.sets {
            prop_assert!(enough(&set.names(), &clear), "{set:?}");
            prop_assert_eq!(Some(set.names().len()), smallest(&clear));
        }
        prop_assert_eq!(answer.in_every_reading.is_some(), plain.len() > plain.iter().filter(|needed| !matches!(needed, Requirement::Ambiguous { .. })).count());
        for set in answer.in_every_reading.iter().flatten() {
            prop_assert!(enough(&set.names(), &told), "{set:?}");
            prop_assert_eq!(Some(set.names().len()), smallest(&told));
        }
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
        let grant = |name: &&str| Grant { name: (*name).to_owned(), caller: Caller::Delegated, line: None };
        let granted = Granted { permissions: held.iter().map(grant).collect(), ..Granted::default() };
        let facts = facts(&requirements);
        let found = review(&facts, &calls(&requirements), &granted, Scheme::DelegatedWork, &[], "2026-01-01");
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
        prop_assert_eq!(missing, requirements.iter().any(|requirement| open(requirement, &held) == Opens::No));
    }
}
