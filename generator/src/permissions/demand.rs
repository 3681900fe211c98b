//! What calls demand of one kind of caller: a requirement each, after the rules that no table spells out.
//!
//! - `/me` and what is below it is about the signed-in user, so an application cannot call it ([`Fact::requirement`]).
//! - A delegated permission without `.All` or `.Shared` opens what is the signed-in user's own. For the objects of others, addressed by
//!   a key, its `.Shared` sibling in the permissions reference takes its place; without a sibling it counts for nothing where the
//!   request has an alternative with `.All`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::names::Privilege;
use super::order::{Order, unconditional};
use super::{Call, Caller, Fact, Facts};
use crate::ir::{Alternative, Requirement, Scheme};

/// Whose objects delegated calls with a key are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Whose {
    /// The signed-in user's.
    Own,
    /// Other people's.
    Others,
}

/// How answers are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Whose objects the calls are about. None when nobody knows: the answers are for the user's own, and say what others' would need.
    pub whose: Option<Whose>,
    /// Whether the number of permissions decides before their privilege does, over all alternatives without a condition.
    pub fewest: bool,
}

/// What a call demands.
#[derive(Clone, Debug)]
pub(super) struct Demand<'f> {
    /// The operation, as a position in [`Facts::operations`].
    pub(super) operation: usize,
    /// The call in words.
    pub(super) call: String,
    pub(super) requirement: Cow<'f, Requirement>,
    /// What the objects of others require, where that differs and nobody has said whose they are.
    pub(super) for_others: Option<Requirement>,
}

impl Demand<'_> {
    /// The alternatives; none unless the docs are clear.
    pub(super) fn alternatives(&self) -> Option<&[Alternative]> {
        match &*self.requirement {
            Requirement::AnyOf { alternatives } => Some(alternatives),
            _ => None,
        }
    }

    /// The alternatives, when one of them holds without a condition, so that permissions can be chosen.
    pub(super) fn choices(&self) -> Option<&[Alternative]> {
        self.alternatives().filter(|alternatives| unconditional(alternatives).next().is_some())
    }
}

/// What calls demand of the callers of a scheme, one demand for each operation, in the order of the facts.
pub(super) fn demands<'f>(
    facts: &'f Facts,
    calls: &[Call],
    scheme: Scheme,
    order: &Order<'_>,
    whose: Option<Whose>,
) -> Vec<Demand<'f>> {
    let demand = |operation: usize| {
        let fact = &facts.operations[operation];
        let others = for_others(fact, scheme, order);
        let (requirement, for_others) = match (whose, others) {
            (Some(Whose::Others), Some(others)) => (Cow::Owned(others), None),
            (None, others) => (Cow::Borrowed(fact.requirement(scheme)), others),
            _ => (Cow::Borrowed(fact.requirement(scheme)), None),
        };
        Demand { operation, call: fact.to_string(), requirement, for_others }
    };
    operations_of(calls, Caller::of(scheme)).into_iter().map(demand).collect()
}

/// The positions of the operations that a kind of caller makes, each once, in the order of the facts.
fn operations_of(calls: &[Call], caller: Caller) -> Vec<usize> {
    let mut operations: Vec<usize> = calls
        .iter()
        .filter(|call| call.caller.is_none_or(|known| known == caller))
        .map(|call| call.operation)
        .collect();
    operations.sort_unstable();
    operations.dedup();
    operations
}

/// What a request requires when the object that its key names is somebody else's; none where that is the same, or not known.
fn for_others(fact: &Fact, scheme: Scheme, order: &Order<'_>) -> Option<Requirement> {
    let Requirement::AnyOf { alternatives } = fact.requirement(scheme) else { return None };
    if !addresses_by_key(&fact.path) {
        return None;
    }
    let is_own = |name: &String| Privilege::is_own(name, scheme);
    let has_all = unconditional(alternatives).any(|alternative| {
        !alternative.all_of.iter().any(is_own) && alternative.all_of.iter().any(|name| name.ends_with(".All"))
    });
    let shared = |name: &String| {
        let sibling = format!("{name}.Shared");
        order.described(&sibling).map(|_| sibling)
    };
    let mut others: Vec<Alternative> = Vec::new();
    for alternative in alternatives {
        let all_of: Option<Vec<String>> = alternative
            .all_of
            .iter()
            .map(|name| if is_own(name) { shared(name) } else { Some(name.clone()) })
            .collect();
        let other = match all_of {
            Some(all_of) => Alternative { all_of, ..alternative.clone() },
            None if has_all => continue,
            None => alternative.clone(),
        };
        if !others.iter().any(|known| known.all_of == other.all_of && known.conditions == other.conditions) {
            others.push(other);
        }
    }
    (others != *alternatives).then_some(Requirement::AnyOf { alternatives: others })
}

/// Whether a path names an object by a key, which may be somebody else's. What is below `/me` and `/drive` is the user's own.
fn addresses_by_key(path: &str) -> bool {
    let first = first_segment(path);
    !["me", "drive"].iter().any(|own| first.eq_ignore_ascii_case(own)) && path.contains("/{")
}

/// `me` of `/me/messages`.
pub(super) fn first_segment(path: &str) -> &str {
    path.trim_start_matches('/').split(['/', '(', ':']).next().unwrap_or_default()
}
