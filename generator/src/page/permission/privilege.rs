//! The order of privilege of alternatives, and which of them are the least. Nothing else marks one as least.
//!
//! | the page | the least |
//! |---|---|
//! | has a column of higher privileged permissions | all of the other column |
//! | says in which order it lists them | the first of that order |
//! | names one alternative alone | that one |
//! | lists several in an order that it does not state | none |

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Alternative, Requirement};
use crate::source::Span;

/// In which order a table lists permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    LeastFirst,
    MostFirst,
    Unstated,
}

impl Order {
    pub(super) fn of(heading: &str) -> Self {
        if heading.contains("least to most") {
            Self::LeastFirst
        } else if heading.contains("most to least") {
            Self::MostFirst
        } else {
            Self::Unstated
        }
    }
}

/// Puts alternatives into order of privilege and marks the least. `higher` is what a column of higher privileged permissions lists.
pub(super) fn ordered(
    requirement: Requirement,
    order: Order,
    higher: Option<Vec<Alternative>>,
) -> Requirement {
    let all_least = higher.is_some();
    match requirement {
        Requirement::AnyOf { alternatives } => {
            let mut alternatives = in_order(alternatives, order, all_least);
            alternatives.extend(higher.into_iter().flatten());
            Requirement::AnyOf { alternatives }
        }
        Requirement::Ambiguous { text, readings } => Requirement::Ambiguous {
            text,
            readings: readings.into_iter().map(|reading| in_order(reading, order, all_least)).collect(),
        },
        other => other,
    }
}

fn in_order(mut alternatives: Vec<Alternative>, order: Order, all_least: bool) -> Vec<Alternative> {
    if order == Order::MostFirst {
        alternatives.reverse();
    }
    let mut seen = HashSet::new();
    let mut kept: Vec<Alternative> =
        alternatives.into_iter().filter(|alternative| seen.insert(alternative.all_of.clone())).collect();
    let only = kept.len() == 1;
    for (position, alternative) in kept.iter_mut().enumerate() {
        alternative.least = all_least || only || (position == 0 && order != Order::Unstated);
    }
    kept
}

/// `X.ReadWrite` before `X.Read` in what should rise.
pub(super) fn order_conflict(requirement: &Requirement, span: Span, problems: &mut Problems) {
    let names = requirement.names();
    let last: HashMap<&str, usize> = names.iter().copied().zip(0..).collect();
    let conflict = names.iter().enumerate().find_map(|(position, name)| {
        let reads = name.replacen(".ReadWrite", ".Read", 1);
        let follows = last.get(reads.as_str()).is_some_and(|&last| last > position);
        (reads != **name && follows).then_some((*name, reads))
    });
    if let Some((writes, reads)) = conflict {
        let message = format!("`{writes}` stands as less privileged than `{reads}`");
        problems.push(
            Diagnostic::new(Code::OrderConflict, span, message)
                .hint("sort the cell as its column heading says, or correct the heading"),
        );
    }
}
