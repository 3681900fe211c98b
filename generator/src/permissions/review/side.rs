//! One kind of caller: what it was granted against what it calls, and what of it is too much.

use super::finding::{Finding, FindingKind, OpensMuch};
use crate::ir::{Alternative, Requirement, Scheme, Version};
use crate::permissions::call::seen;
use crate::permissions::chooser::{Chooser, Pool};
use crate::permissions::demand::{Demand, Rules, Subject, demands};
use crate::permissions::formula::{self, Opens};
use crate::permissions::granted::Grant;
use crate::permissions::order::Order;
use crate::permissions::{Call, Caller, Facts, names};

/// One kind of caller: what it was granted and what its calls demand.
pub(super) struct Side<'f> {
    facts: &'f Facts,
    pub(super) chooser: Chooser<'f>,
    pub(super) caller: Caller,
    pub(super) scheme: Scheme,
    pub(super) grants: Vec<&'f Grant>,
    pub(super) demands: Vec<Demand<'f>>,
}

impl<'f> Side<'f> {
    pub(super) fn of(
        facts: &'f Facts,
        calls: &[Call],
        grants: &'f [Grant],
        scheme: Scheme,
        rules: Rules,
    ) -> Self {
        let caller = Caller::of(scheme);
        let demands = demands(facts, calls, scheme, &Order::of(facts, scheme), rules.whose);
        let operations = demands.iter().map(|demand| demand.subject.operation).collect();
        Self {
            facts,
            chooser: Chooser::new(facts, scheme, operations, rules.fewest),
            caller,
            scheme,
            grants: grants.iter().filter(|grant| grant.caller == caller).collect(),
            demands,
        }
    }

    /// What is demanded for a subject; none when this kind of caller does not ask for it.
    pub(super) fn demand(&self, subject: Subject) -> Option<&Demand<'f>> {
        let at = self.demands.binary_search_by_key(&subject, |demand| demand.subject).ok()?;
        Some(&self.demands[at])
    }

    pub(super) fn opens(&self, demand: &Demand<'_>) -> Opens {
        formula::opens(&demand.requirement, &|name| held(&self.grants, name))
    }

    /// Grants that are not needed, or not as much.
    pub(super) fn excess(&self, calls: &[Call], findings: &mut Vec<Finding>) {
        let mut kept: Vec<&Grant> =
            self.grants.iter().copied().filter(|grant| !names::is_sign_in(&grant.name)).collect();
        // The most powerful first: when one of two is enough, it is the other one that should stay.
        let rank = |grant: &Grant| {
            (self.chooser.order.weight(&grant.name), self.chooser.reach(&[grant.name.as_str()]))
        };
        kept.sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.name.cmp(&b.name)));
        for grant in kept.clone() {
            let used = self.used(grant);
            if used.is_empty() {
                kept.retain(|other| *other != grant);
                findings.push(self.unused(grant));
            } else if self.needed(grant, &kept).is_empty() {
                kept.retain(|other| *other != grant);
                let message =
                    format!("the other granted permissions open everything that `{}` opens", grant.name);
                findings.push(self.finding(FindingKind::Redundant, grant, message, Vec::new(), &used, calls));
            }
        }
        for grant in &kept {
            let needed = self.needed(grant, &kept);
            if let Some(instead) = self.lesser(grant, &needed, &kept) {
                let message = format!("`{}` would do instead of `{}`", instead.join("` and `"), grant.name);
                findings.push(self.finding(
                    FindingKind::Replaceable,
                    grant,
                    message,
                    instead,
                    &needed,
                    calls,
                ));
            }
        }
    }

    fn finding(
        &self,
        kind: FindingKind,
        grant: &Grant,
        message: String,
        instead: Vec<String>,
        shown: &[usize],
        calls: &[Call],
    ) -> Finding {
        let shown: Vec<&Demand<'_>> = shown.iter().map(|&at| &self.demands[at]).collect();
        let operations: Vec<usize> = shown.iter().map(|demand| demand.subject.operation).collect();
        Finding {
            kind,
            caller: Some(self.caller),
            subject: grant.name.clone(),
            message,
            instead,
            calls: shown.iter().map(|demand| demand.call.clone()).collect(),
            seen: seen(calls, &operations),
            opens: Some(self.opens_much(grant)),
            risk: None,
            line: grant.line,
            accepted: None,
        }
    }

    /// What a grant opens, over all documented requests.
    fn opens_much(&self, grant: &Grant) -> OpensMuch {
        let reaches = &self.chooser.reaches;
        let opened = reaches.opened(&[grant.name.as_str()], &Version::ALL, &[]);
        let (writes, reads): (Vec<usize>, Vec<usize>) =
            opened.into_iter().partition(|&operation| reaches.writes(operation));
        let examples = writes.iter().chain(&reads).take(3);
        OpensMuch {
            requests: writes.len() + reads.len(),
            writes: writes.len(),
            examples: examples.map(|&operation| self.facts.operations[operation].to_string()).collect(),
        }
    }

    fn unused(&self, grant: &Grant) -> Finding {
        let known = self.chooser.reaches.knows(&grant.name);
        let listed = names::entry(&self.facts.catalogue, &grant.name);
        let other = listed.is_some_and(|entry| match self.caller {
            Caller::Delegated => entry.delegated.is_none(),
            Caller::Application => entry.application.is_none(),
        });
        let message = if listed.is_none() && !known {
            let near = names::near(&grant.name, self.facts.names());
            let meant = if near.is_empty() {
                String::new()
            } else {
                format!("; is `{}` meant?", near.join("` or `"))
            };
            format!("`{}` is no documented permission{meant}", grant.name)
        } else if other && !known {
            format!("`{}` is no {} permission", grant.name, self.caller.as_str())
        } else {
            format!("none of the calls needs `{}`", grant.name)
        };
        self.finding(FindingKind::Unused, grant, message, Vec::new(), &[], &[])
    }

    /// The demands, by position, that a grant has a part in opening.
    fn used(&self, grant: &Grant) -> Vec<usize> {
        let is_part = |alternative: &Alternative| {
            alternative.all_of.iter().any(|name| name.eq_ignore_ascii_case(&grant.name))
        };
        let held = |name: &str| held(&self.grants, name);
        let is_used = |demand: &Demand<'_>| formula::satisfied(&demand.requirement, &held).any(is_part);
        (0..self.demands.len()).filter(|&at| is_used(&self.demands[at])).collect()
    }

    /// The demands, by position, that are open with some grants and less so without one of them.
    fn needed(&self, grant: &Grant, kept: &[&Grant]) -> Vec<usize> {
        let without = others(grant, kept);
        let is_needed = |demand: &Demand<'_>| {
            let opens = |held_by: &[&Grant]| formula::opens(&demand.requirement, &|name| held(held_by, name));
            opens(&without) < opens(kept)
        };
        (0..self.demands.len()).filter(|&at| is_needed(&self.demands[at])).collect()
    }

    /// Candidates of the calls that open the same as a grant, when the grants rank lower as a whole with them in its place.
    fn lesser(&self, grant: &Grant, needed: &[usize], kept: &[&Grant]) -> Option<Vec<String>> {
        // What is open under a condition, or in one reading only, cannot be replaced with certainty.
        let replaced: Vec<&[Alternative]> =
            needed.iter().map(|&at| self.demands[at].choices()).collect::<Option<_>>()?;
        let choices: Vec<&[Alternative]> = self.demands.iter().filter_map(Demand::choices).collect();
        let mut pool = self.chooser.pool(&choices);
        pool.remove(&grant.name.to_lowercase());
        let others: Vec<&str> = others(grant, kept).iter().map(|other| other.name.as_str()).collect();
        let chosen = self.chooser.choose(&replaced, &pool, &others, 1);
        let instead = chosen.sets.into_iter().next()?;
        let new: Vec<&str> = instead.iter().map(String::as_str).collect();
        let is_less = match self.chooser.cost(&new).cmp(&self.chooser.cost(&[&grant.name])) {
            std::cmp::Ordering::Equal => self.reaches_less(grant, needed, &new, &others),
            order => order.is_lt(),
        };
        is_less.then_some(instead)
    }

    /// Whether the grants that open the calls connected with those of one grant reach less when others take its place: reach decides
    /// between sets of equal privilege as it does in the search for the least.
    fn reaches_less(&self, grant: &Grant, needed: &[usize], instead: &[&str], others: &[&str]) -> bool {
        let clear: Vec<usize> =
            (0..self.demands.len()).filter(|&at| self.demands[at].choices().is_some()).collect();
        let choices: Vec<&[Alternative]> =
            clear.iter().filter_map(|&at| self.demands[at].choices()).collect();
        let start: Vec<usize> = needed.iter().filter_map(|at| clear.binary_search(at).ok()).collect();
        let pool: Pool = self.chooser.pool(&choices);
        let component = self.chooser.component(&choices, &pool, &start);
        let is_part = |name: &&&str| {
            component.iter().any(|&at| {
                choices[at].iter().flat_map(|one| &one.all_of).any(|other| other.eq_ignore_ascii_case(name))
            })
        };
        let rest: Vec<&str> = others.iter().filter(is_part).copied().collect();
        let reach = |set: &[&str]| self.chooser.reach(&[set, rest.as_slice()].concat());
        reach(instead) < reach(&[grant.name.as_str()])
    }
}

fn others<'g>(grant: &Grant, kept: &[&'g Grant]) -> Vec<&'g Grant> {
    kept.iter().copied().filter(|other| *other != grant).collect()
}

pub(super) fn held(grants: &[&Grant], name: &str) -> bool {
    grants.iter().any(|grant| grant.name.eq_ignore_ascii_case(name))
}

/// What opens a call, in words.
pub(super) fn words(requirement: &Requirement) -> String {
    let list = |alternatives: &[Alternative]| {
        alternatives.iter().map(formula::words).collect::<Vec<_>>().join(", or ")
    };
    match requirement {
        Requirement::AnyOf { alternatives } => list(alternatives),
        Requirement::Ambiguous { text, readings } => {
            let readings: Vec<String> =
                readings.iter().map(|reading| format!("({})", list(reading))).collect();
            format!("\"{text}\", which can mean {}", readings.join(" or "))
        }
        settled => settled.to_string(),
    }
}
