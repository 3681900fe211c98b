//! What calls demand of one kind of caller: a requirement each, after the rules that no table spells out.
//!
//! - `/me` and what is below it is about the signed-in user, so an application cannot call it ([`Fact::requirement_at`]).
//! - A delegated permission without `.All` or `.Shared` opens what is the signed-in user's own. For the objects of others, addressed by
//!   a key, its `.Shared` sibling in the permissions reference takes its place; without a sibling it counts for nothing where the
//!   request has an alternative with `.All`, or another permission with such a sibling.
//! - A property whose description names a permission needs that besides, when the query of a call names the property.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::fact::first_segment;
use super::names::Privilege;
use super::order::{Order, unconditional};
use super::{Call, Caller, Fact, Facts, is_below_me};
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

/// What is demanded: a request by its own address or by one below `/me`, or a property that it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subject {
    /// The operation, as a position in [`Facts::operations`].
    pub(super) operation: usize,
    below_me: bool,
    /// The property, as a position in [`Fact::properties`].
    property: Option<usize>,
}

/// What a call demands.
#[derive(Clone, Debug)]
pub(super) struct Demand<'f> {
    pub(super) subject: Subject,
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

/// The subjects of calls, for a kind of caller, each once, in the order of the facts.
pub(super) fn subjects<'c>(
    facts: &Facts,
    calls: impl IntoIterator<Item = &'c Call>,
    caller: Caller,
) -> BTreeSet<Subject> {
    let made = calls.into_iter().filter(|call| call.caller.is_none_or(|known| known == caller));
    let of = |call: &'c Call| {
        let template = &facts.operations[call.operation].path;
        let below_me = call.below_me.unwrap_or_else(|| is_below_me(template));
        let subject = move |property| Subject { operation: call.operation, below_me, property };
        std::iter::once(None).chain(call.properties.iter().copied().map(Some)).map(subject)
    };
    made.flat_map(of).collect()
}

/// What calls demand of the callers of a scheme, in the order of the facts.
pub(super) fn demands<'f>(
    facts: &'f Facts,
    calls: &[Call],
    scheme: Scheme,
    order: &Order<'_>,
    whose: Option<Whose>,
) -> Vec<Demand<'f>> {
    let demand = |subject: Subject| {
        let fact = &facts.operations[subject.operation];
        if let Some(property) = subject.property.and_then(|at| fact.properties.get(at)) {
            let call = format!("{fact}, to read {}", property.name);
            return Demand {
                subject,
                call,
                requirement: Cow::Borrowed(&property.requirement),
                for_others: None,
            };
        }
        let requirement = fact.requirement_at(scheme, subject.below_me);
        let others = for_others(fact, requirement, scheme, order);
        let (requirement, for_others) = match (whose, others) {
            (Some(Whose::Others), Some(others)) => (Cow::Owned(others), None),
            (None, others) => (Cow::Borrowed(requirement), others),
            _ => (Cow::Borrowed(requirement), None),
        };
        Demand { subject, call: fact.to_string(), requirement, for_others }
    };
    subjects(facts, calls, Caller::of(scheme)).into_iter().map(demand).collect()
}

/// What a request requires when the object that its key names is somebody else's; none where that is the same, or not known.
fn for_others(
    fact: &Fact,
    requirement: &Requirement,
    scheme: Scheme,
    order: &Order<'_>,
) -> Option<Requirement> {
    let Requirement::AnyOf { alternatives } = requirement else { return None };
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
    let replaced = |alternative: &Alternative| -> Option<Vec<String>> {
        let name = |name: &String| if is_own(name) { shared(name) } else { Some(name.clone()) };
        alternative.all_of.iter().map(name).collect()
    };
    let has_shared = unconditional(alternatives)
        .any(|alternative| alternative.all_of.iter().any(is_own) && replaced(alternative).is_some());
    let mut others: Vec<Alternative> = Vec::new();
    for alternative in alternatives {
        let other = match replaced(alternative) {
            Some(all_of) => Alternative { all_of, ..alternative.clone() },
            None if has_all || has_shared => continue,
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
