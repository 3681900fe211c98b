//! The other direction: what a permission opens.

use std::collections::BTreeMap;

use super::Facts;
use crate::ir::{Requirement, Scheme};

/// A way in which a permission opens a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opened<'f> {
    /// The request, as a position in [`Facts::operations`].
    pub operation: usize,
    /// For whom.
    pub scheme: Scheme,
    /// Whether the docs call it the least privileged way.
    pub least: bool,
    /// The permissions that are needed together with it.
    pub with: Vec<&'f str>,
    /// Whether the docs can be read so that it does not open the request.
    pub ambiguous: bool,
    /// The conditions, in the words of the docs.
    pub conditions: &'f [String],
}

/// What every permission opens, by name, in the order of the facts.
pub fn all(facts: &Facts) -> BTreeMap<&str, Vec<Opened<'_>>> {
    let mut opened: BTreeMap<&str, Vec<Opened<'_>>> = BTreeMap::new();
    for (operation, fact) in facts.operations.iter().enumerate() {
        for scheme in Scheme::ALL {
            let requirement = fact.requirement(scheme);
            let ambiguous = matches!(requirement, Requirement::Ambiguous { .. });
            for alternative in requirement.alternatives() {
                for name in &alternative.all_of {
                    let with = alternative
                        .all_of
                        .iter()
                        .filter(|other| *other != name)
                        .map(String::as_str)
                        .collect();
                    let way = Opened {
                        operation,
                        scheme,
                        least: alternative.least,
                        with,
                        ambiguous,
                        conditions: &alternative.conditions,
                    };
                    let ways = opened.entry(name).or_default();
                    if !ways.contains(&way) {
                        ways.push(way);
                    }
                }
            }
        }
    }
    opened
}
