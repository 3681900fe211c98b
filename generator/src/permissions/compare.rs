//! What the calls of a new state need that those of an older one did not.
//!
//! Two least sets can differ where neither is less. So the answer is not that the sets differ, but that the older set leaves a call of the
//! new state closed.

use serde::Serialize;

use super::chooser::Chooser;
use super::demand::{Demand, Rules, demands};
use super::formula::{Opens, opens};
use super::order::Order;
use super::{Call, Facts, Seen};
use crate::ir::{Alternative, Scheme};

/// Two states under one scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Comparison {
    /// The scheme.
    pub scheme: Scheme,
    /// The least set of the older state.
    pub base: Vec<String>,
    /// The least set of the new state.
    pub new: Vec<String>,
    /// Permissions of the new set that the older one does not have.
    pub more: Vec<String>,
    /// Permissions of the older set that the new one does not have.
    pub less: Vec<String>,
    /// Calls of the new state that the older set leaves closed.
    pub closed: Vec<Closed>,
    /// The least that opens them, beside the older set.
    pub to_add: Vec<String>,
}

/// A call that a set leaves closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Closed {
    /// The call.
    pub call: String,
    /// What the docs call least for it.
    pub least: Vec<Vec<String>>,
    /// Where it was seen.
    pub seen: Vec<Seen>,
}

/// Compares the least set of an older state with the calls of a new one, whose own least set is `new`.
pub fn compare(
    facts: &Facts,
    base: &[String],
    new: &[String],
    calls: &[Call],
    scheme: Scheme,
    rules: Rules,
) -> Comparison {
    let order = Order::of(facts, scheme);
    let demands = demands(facts, calls, scheme, &order, rules.whose);
    let held = |name: &str| base.iter().any(|held| held.eq_ignore_ascii_case(name));
    let is_closed =
        |demand: &&Demand<'_>| demand.choices().is_some() && opens(&demand.requirement, &held) != Opens::Yes;
    let closed: Vec<&Demand<'_>> = demands.iter().filter(is_closed).collect();
    let requirements: Vec<&[Alternative]> = closed.iter().filter_map(|demand| demand.choices()).collect();
    let operations = demands.iter().map(|demand| demand.subject.operation).collect();
    let chooser = Chooser::new(facts, scheme, operations, rules.fewest);
    let names: Vec<&str> = base.iter().map(String::as_str).collect();
    let chosen = chooser.choose(&requirements, &chooser.pool(&requirements), &names, 1);
    let without = |these: &[String], others: &[String]| -> Vec<String> {
        let is_there = |name: &&String| others.iter().any(|other| other.eq_ignore_ascii_case(name));
        these.iter().filter(|name| !is_there(name)).cloned().collect()
    };
    Comparison {
        scheme,
        more: without(new, base),
        less: without(base, new),
        base: base.to_vec(),
        new: new.to_vec(),
        closed: closed.iter().map(|demand| closed_call(demand, &order, calls)).collect(),
        to_add: chosen.sets.into_iter().next().unwrap_or_default(),
    }
}

fn closed_call(demand: &Demand<'_>, order: &Order<'_>, calls: &[Call]) -> Closed {
    let candidates = order.candidates(demand.choices().unwrap_or_default());
    let made = calls.iter().filter(|call| call.operation == demand.subject.operation);
    Closed {
        call: demand.call.clone(),
        least: candidates.iter().map(|alternative| alternative.all_of.clone()).collect(),
        seen: made.flat_map(|call| call.seen.clone()).collect(),
    }
}
