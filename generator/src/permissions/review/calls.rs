//! The calls that nothing opens, or only in doubt or under a condition.

use std::collections::BTreeSet;

use super::finding::{Addition, Finding, FindingKind, Review};
use super::side::{Side, held, words};
use crate::ir::{Alternative, Requirement};
use crate::permissions::call::seen;
use crate::permissions::demand::{Demand, Subject, subjects};
use crate::permissions::formula::{self, Opens};
use crate::permissions::{Call, Caller, Facts};

/// A call, with what each kind of caller that may make it demands.
struct Asked<'s, 'f> {
    subject: Subject,
    caller: Option<Caller>,
    sides: Vec<(&'s Side<'f>, &'s Demand<'f>)>,
}

/// Adds the calls that no side opens, or opens in doubt, and what would open them.
pub(super) fn closed(facts: &Facts, calls: &[Call], sides: &[Side<'_>], review: &mut Review) {
    let mut missing: BTreeSet<Subject> = BTreeSet::new();
    for caller in [None, Some(Caller::Delegated), Some(Caller::Application)] {
        let made = calls.iter().filter(|call| call.caller == caller);
        let may = || sides.iter().filter(|side| caller.is_none_or(|caller| caller == side.caller));
        for subject in subjects(facts, made, caller.unwrap_or(Caller::Delegated)) {
            let asked: Vec<_> = may().filter_map(|side| Some((side, side.demand(subject)?))).collect();
            let asked = Asked { subject, caller, sides: asked };
            let Some((kind, message)) = asked.judge() else { continue };
            if kind == FindingKind::Missing {
                missing.insert(subject);
            }
            review.findings.push(asked.finding(facts, calls, kind, message));
        }
    }
    review.to_add.extend(sides.iter().filter_map(|side| addition(side, &missing)));
}

impl Asked<'_, '_> {
    /// What is the matter with the call; none when it is open.
    fn judge(&self) -> Option<(FindingKind, String)> {
        let call = &self.sides.first()?.1.call;
        let opens = self.sides.iter().map(|(side, demand)| side.opens(demand)).max()?;
        let all = |wanted: fn(&Requirement) -> bool| {
            self.sides.iter().all(|(_, demand)| wanted(&demand.requirement))
        };
        match opens {
            Opens::Yes => None,
            Opens::Conditionally => Some((
                FindingKind::Conditional,
                format!("`{call}` is open under a condition: {}", self.conditions()),
            )),
            Opens::Perhaps => {
                let why = match all(|requirement| *requirement == Requirement::Undocumented) {
                    true => "the docs do not say what it needs",
                    false => "the docs can be read in several ways",
                };
                Some((FindingKind::Doubtful, format!("whether `{call}` is open cannot be told: {why}")))
            }
            Opens::No if all(|requirement| *requirement == Requirement::Unsupported) => {
                let who: Vec<&str> = self.sides.iter().map(|(side, _)| side.caller.as_str()).collect();
                Some((
                    FindingKind::Unsupported,
                    format!("{} calls of `{call}` are not supported", who.join(" and ")),
                ))
            }
            Opens::No if self.sides.iter().any(|(_, demand)| demand.choices().is_some()) => {
                Some((FindingKind::Missing, format!("no granted permission opens `{call}`")))
            }
            Opens::No if all(|requirement| matches!(requirement, Requirement::AnyOf { .. })) => Some((
                FindingKind::Conditional,
                format!("nothing opens `{call}` without a condition, and nothing was granted for it"),
            )),
            Opens::No => Some((
                FindingKind::Doubtful,
                format!(
                    "the docs can be read in several ways, and no granted permission opens `{call}` in any of them"
                ),
            )),
        }
    }

    /// The conditions of a call that is open only under conditions.
    fn conditions(&self) -> String {
        let mut found: Vec<&str> = Vec::new();
        for (side, demand) in &self.sides {
            let held = |name: &str| held(&side.grants, name);
            let satisfied = formula::satisfied(&demand.requirement, &held);
            found.extend(satisfied.flat_map(|alternative| &alternative.conditions).map(String::as_str));
        }
        found.sort_unstable();
        found.dedup();
        found.join("; ")
    }

    fn finding(&self, facts: &Facts, calls: &[Call], kind: FindingKind, message: String) -> Finding {
        let fact = &facts.operations[self.subject.operation];
        let call = self.sides.first().map_or(String::new(), |(_, demand)| demand.call.clone());
        let needs = |(side, demand): &(&Side<'_>, &Demand<'_>)| {
            format!("{}: {}", side.caller.as_str(), words(&demand.requirement))
        };
        Finding {
            kind,
            caller: self.caller,
            subject: fact.name(),
            message,
            instead: self.sides.iter().map(needs).collect(),
            calls: vec![call],
            seen: seen(calls, &[self.subject.operation]),
            opens: None,
            risk: None,
            line: None,
            accepted: None,
        }
    }
}

/// The least that opens what is missing, beside what is granted.
fn addition(side: &Side<'_>, missing: &BTreeSet<Subject>) -> Option<Addition> {
    let requirements: Vec<&[Alternative]> =
        missing.iter().filter_map(|&subject| side.demand(subject)?.choices()).collect();
    let held: Vec<&str> = side.grants.iter().map(|grant| grant.name.as_str()).collect();
    let chosen = side.chooser.choose(&requirements, &side.chooser.pool(&requirements), &held, 1);
    let permissions = chosen.sets.into_iter().next().filter(|set| !set.is_empty())?;
    Some(Addition { caller: side.caller, permissions })
}
