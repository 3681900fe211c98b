//! The calls that nothing opens, or only in doubt or under a condition.

use super::side::{Side, held};
use super::{Addition, Finding, Kind, Review, seen};
use crate::ir::Requirement;
use crate::permissions::formula::{self, Opens};
use crate::permissions::world::Need;
use crate::permissions::{Call, Caller, Facts, least};

/// The calls that no side opens, or opens in doubt.
pub(super) fn closed(facts: &Facts, calls: &[Call], sides: &[Side<'_>], review: &mut Review) {
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
        Requirement::AnyOf { alternatives } => least::words(alternatives).join(", or "),
        Requirement::Ambiguous { text, readings } => {
            let readings: Vec<String> =
                readings.iter().map(|reading| format!("({})", least::words(reading).join(", or "))).collect();
            format!("\"{text}\", which can mean {}", readings.join(" or "))
        }
        settled => settled.to_string(),
    }
}
