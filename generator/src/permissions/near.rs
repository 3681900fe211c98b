//! What may be meant by a request that no operation fits.

use super::Facts;
use crate::ir::Version;
use crate::nearest::{comparable, nearest};

/// The requests of some versions that are nearest to a path, by position, nearest first.
pub fn near(facts: &Facts, versions: &[Version], method: &str, path: &str) -> Vec<usize> {
    let wanted = comparable(&format!("{method} {}", form(path)));
    let all = facts.operations.iter().enumerate();
    let wanted_versions = all.filter(|(_, fact)| versions.contains(&fact.version));
    let named = wanted_versions.map(|(position, fact)| (fact.name(), position));
    nearest(&wanted, named).into_iter().map(|(_, position)| position).collect()
}

/// The path of a URL with `{}` for what looks like a value, so that requests of one form have one text.
pub fn form(path: &str) -> String {
    crate::nearest::form_of(path)
}
