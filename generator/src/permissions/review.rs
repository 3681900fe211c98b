//! What a program was granted against what it calls.
//!
//! | kind | says | counts |
//! |---|---|---|
//! | missing | no granted permission opens a call | yes |
//! | unused | a permission opens none of the calls | yes |
//! | redundant | what a permission opens, the others open too | yes |
//! | replaceable | permissions that promise less open the same calls | yes |
//! | doubtful | the docs are silent about a call, or can be read so that it is closed | no |
//! | conditional | a call is open under a condition only | no |
//!
//! A call of which it is not known for whom it is made is open when either kind of caller may make it.

use serde::Serialize;

use super::formula::{self, Opens};
use super::granted::Grant;
use super::ignore::{Entry, Stale};
use super::least::{self, Least, Need, World};
use super::names::{self, Privilege};
use super::{Call, Caller, Facts, Seen};
use crate::ir::{Alternative, Requirement, Scheme};

/// The outcome of a review.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// How many different operations were reviewed.
    pub calls: usize,
    /// The granted permissions.
    pub granted: Vec<GrantedName>,
    /// What was found, in the order of the kinds.
    pub findings: Vec<Finding>,
    /// The smallest sets that would open the missing calls, beside what is granted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_add: Vec<Addition>,
    /// The smallest sets for all calls.
    pub least: Vec<Least>,
    /// Entries of the ignore list that have no effect.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<Stale>,
}

impl Review {
    /// Whether something counts that nobody has accepted.
    pub fn has_findings(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind.counts() && finding.accepted.is_none())
    }
}

/// A granted permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GrantedName {
    /// The name.
    pub name: String,
    /// To which kind of caller.
    pub caller: Caller,
}

/// What would have to be granted as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Addition {
    /// To which kind of caller.
    pub caller: Caller,
    /// The permissions.
    pub permissions: Vec<String>,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// No granted permission opens a call.
    Missing,
    /// A permission opens none of the calls.
    Unused,
    /// What a permission opens, the others open too.
    Redundant,
    /// Permissions that promise less open the same calls.
    Replaceable,
    /// The docs are silent about a call, or can be read so that it is closed.
    Doubtful,
    /// A call is open under a condition only.
    Conditional,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 6] =
        [Kind::Missing, Kind::Unused, Kind::Redundant, Kind::Replaceable, Kind::Doubtful, Kind::Conditional];

    /// The name.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Missing => "missing",
            Kind::Unused => "unused",
            Kind::Redundant => "redundant",
            Kind::Replaceable => "replaceable",
            Kind::Doubtful => "doubtful",
            Kind::Conditional => "conditional",
        }
    }

    /// The kind with a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether findings of the kind make a review fail.
    pub fn counts(self) -> bool {
        !matches!(self, Kind::Doubtful | Kind::Conditional)
    }

    /// What the kind means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Kind::Missing => "No granted permission opens a call that the program makes.",
            Kind::Unused => "A granted permission opens none of the calls that the program makes.",
            Kind::Redundant => {
                "Everything that a granted permission opens is opened by other granted permissions too."
            }
            Kind::Replaceable => "Permissions that promise less would open the same calls.",
            Kind::Doubtful => "The docs do not say clearly whether a granted permission opens a call.",
            Kind::Conditional => "A call is open only under a condition that the docs name.",
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Its kind.
    pub kind: Kind,
    /// The kind of caller that it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<Caller>,
    /// The permission or the call that it is about.
    pub subject: String,
    /// What is the matter, in a sentence.
    pub message: String,
    /// For a call: what opens it, by kind of caller. For a permission: what would do instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<String>,
    /// The calls that show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<String>,
    /// Where these calls were seen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// The line of the grant, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Why it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// Reviews grants against calls. `delegated` is the scheme that delegated grants are read under; `today` is a date such as
/// `2027-01-31`.
pub fn review(
    facts: &Facts,
    calls: &[Call],
    grants: &[Grant],
    delegated: Scheme,
    accepted: &[Entry],
    today: &str,
) -> Review {
    let mut callers: Vec<Caller> = grants.iter().map(|grant| grant.caller).collect();
    callers.extend(calls.iter().filter_map(|call| call.caller));
    callers.sort_unstable();
    callers.dedup();
    if callers.is_empty() {
        callers.push(Caller::of(delegated));
    }
    let sides: Vec<Side<'_>> =
        callers.iter().map(|&caller| Side::of(facts, calls, grants, caller, delegated)).collect();
    let mut review = Review {
        calls: distinct(calls),
        granted: grants
            .iter()
            .map(|grant| GrantedName { name: grant.name.clone(), caller: grant.caller })
            .collect(),
        findings: Vec::new(),
        to_add: Vec::new(),
        least: sides.iter().map(|side| least::least(facts, calls, side.scheme)).collect(),
        stale: Vec::new(),
    };
    closed_calls(facts, calls, &sides, &mut review);
    for side in &sides {
        side.excess(calls, &mut review.findings);
    }
    review.findings.sort_by(|a, b| (a.kind, a.caller, &a.subject).cmp(&(b.kind, b.caller, &b.subject)));
    accept(&mut review, accepted, today);
    review
}

fn distinct(calls: &[Call]) -> usize {
    let mut operations: Vec<usize> = calls.iter().map(|call| call.operation).collect();
    operations.sort_unstable();
    operations.dedup();
    operations.len()
}

/// One kind of caller: what it was granted and what it calls.
struct Side<'f> {
    facts: &'f Facts,
    world: World<'f>,
    caller: Caller,
    scheme: Scheme,
    grants: Vec<&'f Grant>,
    operations: Vec<usize>,
}

impl<'f> Side<'f> {
    fn of(facts: &'f Facts, calls: &[Call], grants: &'f [Grant], caller: Caller, delegated: Scheme) -> Self {
        let scheme = match caller {
            Caller::Delegated => delegated,
            Caller::Application => Scheme::Application,
        };
        Self {
            facts,
            world: World::of(facts, scheme),
            caller,
            scheme,
            grants: grants.iter().filter(|grant| grant.caller == caller).collect(),
            operations: least::operations_of(calls, caller),
        }
    }

    fn requirement(&self, operation: usize) -> &'f Requirement {
        self.facts.operations[operation].permissions.of(self.scheme)
    }

    fn opens(&self, operation: usize) -> Opens {
        formula::opens(self.requirement(operation), &|name| held(&self.grants, name))
    }

    /// Grants that are not needed, or not as much.
    fn excess(&self, calls: &[Call], findings: &mut Vec<Finding>) {
        let mut kept: Vec<&Grant> =
            self.grants.iter().copied().filter(|grant| !names::is_sign_in(&grant.name)).collect();
        // The most powerful first: when one of two is enough, it is the other one that should stay.
        let weight = |grant: &Grant| {
            (Privilege::of(&grant.name, self.scheme).weight(), self.world.breadth(&grant.name))
        };
        kept.sort_by(|a, b| weight(b).cmp(&weight(a)).then(a.name.cmp(&b.name)));
        for grant in kept.clone() {
            let used = self.used(grant);
            if used.is_empty() {
                kept.retain(|other| *other != grant);
                findings.push(self.unused(grant));
            } else if self.needed(grant, &kept).is_empty() {
                kept.retain(|other| *other != grant);
                let message =
                    format!("the other granted permissions open everything that `{}` opens", grant.name);
                findings.push(self.finding(Kind::Redundant, grant, message, Vec::new(), &used, calls));
            }
        }
        for grant in &kept {
            let needed = self.needed(grant, &kept);
            if let Some(instead) = self.lesser(grant, &needed, &kept) {
                let message = format!("`{}` would do instead of `{}`", instead.join("` and `"), grant.name);
                findings.push(self.finding(Kind::Replaceable, grant, message, instead, &needed, calls));
            }
        }
    }

    fn finding(
        &self,
        kind: Kind,
        grant: &Grant,
        message: String,
        instead: Vec<String>,
        shown: &[usize],
        calls: &[Call],
    ) -> Finding {
        Finding {
            kind,
            caller: Some(self.caller),
            subject: grant.name.clone(),
            message,
            instead,
            calls: shown.iter().map(|&operation| self.facts.operations[operation].to_string()).collect(),
            seen: seen(calls, shown),
            line: grant.line,
            accepted: None,
        }
    }

    fn unused(&self, grant: &Grant) -> Finding {
        let known = self.world.breadth(&grant.name) > 0;
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
        self.finding(Kind::Unused, grant, message, Vec::new(), &[], &[])
    }

    /// The operations that a grant has a part in opening.
    fn used(&self, grant: &Grant) -> Vec<usize> {
        let is_part = |alternative: &Alternative| {
            alternative.all_of.iter().any(|name| name.eq_ignore_ascii_case(&grant.name))
        };
        let held = |name: &str| held(&self.grants, name);
        self.operations
            .iter()
            .copied()
            .filter(|&operation| formula::satisfied(self.requirement(operation), &held).any(is_part))
            .collect()
    }

    /// The operations that are open with some grants and less so without one of them.
    fn needed(&self, grant: &Grant, kept: &[&Grant]) -> Vec<usize> {
        let without: Vec<&Grant> = kept.iter().copied().filter(|other| *other != grant).collect();
        self.operations
            .iter()
            .copied()
            .filter(|&operation| {
                let requirement = self.requirement(operation);
                formula::opens(requirement, &|name| held(&without, name))
                    < formula::opens(requirement, &|name| held(kept, name))
            })
            .collect()
    }

    /// The fewest permissions that open the same as a grant, each of which promises less.
    fn lesser(&self, grant: &Grant, needed: &[usize], kept: &[&Grant]) -> Option<Vec<String>> {
        let name = grant.name.as_str();
        let mut needs: Vec<Need<'_>> = Vec::new();
        for &operation in needed {
            match self.requirement(operation) {
                Requirement::AnyOf { alternatives } => needs.push(Need { call: String::new(), alternatives }),
                // What is open in one reading only cannot be replaced with certainty.
                _ => return None,
            }
        }
        let others: Vec<&str> =
            kept.iter().map(|other| other.name.as_str()).filter(|other| *other != name).collect();
        let mut never: Vec<&str> = vec![name];
        let candidates =
            needs.iter().flat_map(|need| need.alternatives).flat_map(|alternative| &alternative.all_of);
        for candidate in candidates {
            if !self.is_less(candidate, name, &needs) && !others.contains(&candidate.as_str()) {
                never.push(candidate);
            }
        }
        let solution = self.world.solve_without(&needs, &others, &never, 1);
        let instead = self.world.names(solution.sets.first()?);
        let breadth: u32 = instead.iter().map(|name| self.world.breadth(name)).sum();
        let few = match instead.len() {
            0 => false,
            1 => true,
            count => count <= 3 && breadth < self.world.breadth(name),
        };
        few.then_some(instead)
    }

    /// Whether a permission is less than another one: by name; where the names cannot tell, listed before it wherever the calls
    /// list both; where they list not both, at most as much by what it promises in all while it opens fewer requests.
    fn is_less(&self, candidate: &str, name: &str, needs: &[Need<'_>]) -> bool {
        if candidate.eq_ignore_ascii_case(name) {
            return false;
        }
        if let Some(order) = names::compare(candidate, name, self.scheme) {
            return order.is_lt();
        }
        let position = |need: &Need<'_>, wanted: &str| {
            need.alternatives
                .iter()
                .position(|way| matches!(&way.all_of[..], [one] if one.eq_ignore_ascii_case(wanted)))
        };
        let mut orders = needs
            .iter()
            .filter_map(|need| Some(position(need, candidate)? < position(need, name)?))
            .peekable();
        if orders.peek().is_some() {
            return orders.all(|less| less);
        }
        let weight = |name: &str| Privilege::of(name, self.scheme).weight();
        weight(candidate) <= weight(name) && self.world.breadth(candidate) < self.world.breadth(name)
    }
}

fn held(grants: &[&Grant], name: &str) -> bool {
    grants.iter().any(|grant| grant.name.eq_ignore_ascii_case(name))
}

/// The calls that no side opens, or opens in doubt.
fn closed_calls(facts: &Facts, calls: &[Call], sides: &[Side<'_>], review: &mut Review) {
    let mut seen_operations: Vec<(usize, Option<Caller>)> =
        calls.iter().map(|call| (call.operation, call.caller)).collect();
    seen_operations.sort_unstable();
    seen_operations.dedup();
    let mut missing: Vec<(Caller, usize)> = Vec::new();
    for (operation, caller) in seen_operations {
        let asked: Vec<&Side<'_>> =
            sides.iter().filter(|side| caller.is_none_or(|caller| caller == side.caller)).collect();
        let opens = asked.iter().map(|side| side.opens(operation)).max().unwrap_or(Opens::No);
        let fact = &facts.operations[operation];
        let finding = |kind, message| Finding {
            kind,
            caller,
            subject: fact.name(),
            message,
            instead: asked
                .iter()
                .map(|side| format!("{}: {}", side.caller.as_str(), words(side.requirement(operation))))
                .collect(),
            calls: vec![fact.to_string()],
            seen: seen(calls, &[operation]),
            line: None,
            accepted: None,
        };
        let unsupported = asked.iter().all(|side| *side.requirement(operation) == Requirement::Unsupported);
        match opens {
            Opens::No if unsupported => {
                let who: Vec<&str> = asked.iter().map(|side| side.caller.as_str()).collect();
                review.findings.push(finding(
                    Kind::Missing,
                    format!("the docs say that {} calls of `{fact}` are not supported", who.join(" and ")),
                ));
            }
            Opens::No => {
                missing.extend(asked.iter().map(|side| (side.caller, operation)));
                review.findings.push(finding(Kind::Missing, format!("no granted permission opens `{fact}`")));
            }
            Opens::Perhaps => {
                let silent =
                    asked.iter().all(|side| matches!(side.requirement(operation), Requirement::Undocumented));
                let why = if silent {
                    "the docs do not say what it needs"
                } else {
                    "the docs can be read in several ways"
                };
                review
                    .findings
                    .push(finding(Kind::Doubtful, format!("whether `{fact}` is open cannot be told: {why}")));
            }
            Opens::Yes => {
                if let Some(conditions) = conditions(&asked, operation) {
                    review.findings.push(finding(
                        Kind::Conditional,
                        format!("`{fact}` is open under a condition: {conditions}"),
                    ));
                }
            }
        }
    }
    for side in sides {
        let needs: Vec<Need<'_>> = missing
            .iter()
            .filter(|(caller, _)| *caller == side.caller)
            .filter_map(|&(_, operation)| match side.requirement(operation) {
                Requirement::AnyOf { alternatives } => Some(Need { call: String::new(), alternatives }),
                _ => None,
            })
            .collect();
        let held: Vec<&str> = side.grants.iter().map(|grant| grant.name.as_str()).collect();
        if let Some(set) = side.world.solve(&needs, &held, 1).sets.first().filter(|set| !set.is_empty()) {
            review.to_add.push(Addition { caller: side.caller, permissions: side.world.names(set) });
        }
    }
}

/// The conditions of a call that is open only under conditions.
fn conditions(sides: &[&Side<'_>], operation: usize) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    for side in sides {
        let requirement = side.requirement(operation);
        if *requirement == Requirement::NotNeeded {
            return None;
        }
        let held = |name: &str| held(&side.grants, name);
        for alternative in formula::satisfied(requirement, &held) {
            if alternative.conditions.is_empty() {
                return None;
            }
            found.extend(alternative.conditions.iter().map(String::as_str));
        }
    }
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then(|| found.join("; "))
}

/// What opens a call, in words.
fn words(requirement: &Requirement) -> String {
    match requirement {
        Requirement::AnyOf { alternatives } => least::words(alternatives).join(", "),
        Requirement::Ambiguous { text, readings } => {
            let readings: Vec<String> =
                readings.iter().map(|reading| least::words(reading).join(", ")).collect();
            format!("\"{text}\", which can mean {}", readings.join(" or "))
        }
        settled => settled.to_string(),
    }
}

/// Where operations were seen, each place once.
fn seen(calls: &[Call], operations: &[usize]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = calls
        .iter()
        .filter(|call| operations.contains(&call.operation))
        .flat_map(|call| call.seen.clone())
        .collect();
    seen.sort();
    seen.dedup();
    seen
}

/// Marks what was accepted and lists entries that have no effect.
fn accept(review: &mut Review, accepted: &[Entry], today: &str) {
    for entry in accepted {
        let shown = format!("{} {}", entry.kind.as_str(), entry.subject);
        let mut stale = |why: &str| {
            review.stale.push(Stale { line: entry.line, entry: shown.clone(), why: why.to_owned() })
        };
        if let Some(until) = entry.until.as_deref().filter(|until| *until < today) {
            stale(&format!("it ended on {until}"));
            continue;
        }
        let fits = |finding: &&mut Finding| {
            let subject = finding.subject.eq_ignore_ascii_case(&entry.subject);
            finding.kind == entry.kind && (subject || finding.calls.contains(&entry.subject))
        };
        let mut used = false;
        for finding in review.findings.iter_mut().filter(fits) {
            finding.accepted.get_or_insert_with(|| entry.reason.clone());
            used = true;
        }
        if !used {
            stale("nothing of the kind was found");
        }
    }
}
