//! The order of privilege among the permissions of a scheme, and the candidates of a requirement.
//!
//! A permission is known to be less than another one by the privilege levels that the permissions reference gives both, else by
//! what their names promise ([`names`]). Everything else cannot be ordered.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

use super::names::{self, Privilege};
use super::{Caller, Facts};
use crate::ir::{Alternative, CatalogueEntry, Scheme, SchemeEntry};

/// The greatest weight of a permission.
pub(super) const GREATEST_WEIGHT: usize = 30;

/// The order of privilege for the callers of a scheme.
pub(super) struct Order<'f> {
    scheme: Scheme,
    /// The permissions reference, by names in lower case.
    described: BTreeMap<String, &'f CatalogueEntry>,
}

impl<'f> Order<'f> {
    pub(super) fn of(facts: &'f Facts, scheme: Scheme) -> Self {
        let described = facts.catalogue.iter().map(|entry| (entry.name.to_lowercase(), entry)).collect();
        Self { scheme, described }
    }

    /// What the permissions reference says of a permission in this scheme.
    pub(super) fn described(&self, name: &str) -> Option<&'f SchemeEntry> {
        let entry = self.described.get(&name.to_lowercase())?;
        match Caller::of(self.scheme) {
            Caller::Application => entry.application.as_ref(),
            Caller::Delegated => entry.delegated.as_ref(),
        }
    }

    /// The order of two permissions; none where neither levels nor names can tell.
    pub(super) fn compare(&self, a: &str, b: &str) -> Option<Ordering> {
        match (self.level(a), self.level(b)) {
            (Some(a), Some(b)) if a != b => Some(a.cmp(&b)),
            _ => names::compare(a, b, self.scheme),
        }
    }

    /// Whether one alternative is known to be less than another one: it lacks permissions of the other, or each of its permissions
    /// is at most one of the other's, and not the reverse.
    pub(super) fn is_less(&self, a: &Alternative, b: &Alternative) -> bool {
        self.is_within(a, b) && !self.is_within(b, a)
    }

    /// Whether each permission of an alternative is the same as one of the other's, or known to be less.
    fn is_within(&self, a: &Alternative, b: &Alternative) -> bool {
        let at_most = |one: &String, other: &String| {
            one.eq_ignore_ascii_case(other) || self.compare(one, other) == Some(Ordering::Less)
        };
        a.all_of.iter().all(|one| b.all_of.iter().any(|other| at_most(one, other)))
    }

    /// How privileged a permission is, from 0 to [`GREATEST_WEIGHT`]: its level in steps of four, else what its name promises.
    pub(super) fn weight(&self, name: &str) -> usize {
        let promised = Privilege::of(name, self.scheme).weight() as usize;
        let weight = self.level(name).map_or(promised, |level| usize::from(level) * 4);
        weight.min(GREATEST_WEIGHT)
    }

    fn level(&self, name: &str) -> Option<u8> {
        self.described(name).and_then(|described| described.privilege_level)
    }

    /// The alternatives among which the least is chosen: those without a condition that the docs mark as least, else those without
    /// a condition to which no other is known to be less. A marked one yields to what is known to be less, because some pages mark
    /// `ReadWrite` and list `Read` as higher. Empty when every alternative has a condition.
    pub(super) fn candidates<'a>(&self, alternatives: &'a [Alternative]) -> Vec<&'a Alternative> {
        let plain: Vec<&Alternative> = unconditional(alternatives).collect();
        let lesser = |one: &Alternative| -> Vec<&Alternative> {
            plain.iter().copied().filter(|other| self.is_less(other, one)).collect()
        };
        let marked: Vec<&Alternative> = plain.iter().copied().filter(|one| one.least).collect();
        let mut found: Vec<&Alternative> = Vec::new();
        for one in if marked.is_empty() { &plain } else { &marked } {
            let below = lesser(one);
            let lowest: Vec<&Alternative> =
                below.iter().copied().filter(|other| lesser(other).is_empty()).collect();
            if below.is_empty() || (lowest.is_empty() && one.least) {
                found.push(one);
            }
            found.extend(lowest);
        }
        let mut seen = HashSet::new();
        found.retain(|one| seen.insert(&one.all_of));
        // Levels and names can contradict each other in a circle, in which everything has something below it.
        if found.is_empty() { plain } else { found }
    }
}

/// The alternatives that open a request whatever else holds.
pub(super) fn unconditional(alternatives: &[Alternative]) -> impl Iterator<Item = &Alternative> {
    alternatives.iter().filter(|alternative| alternative.conditions.is_empty())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::permissions::formula;

    /// `*A+B C *[note]D`: a star marks the least, brackets are a condition.
    pub(in crate::permissions) fn alternatives(text: &str) -> Vec<Alternative> {
        let one = |text: &str| {
            let names = text.trim_start_matches('*');
            let (condition, names) = match names.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                Some((condition, names)) => (Some(condition.to_owned()), names),
                None => (None, names),
            };
            Alternative {
                all_of: names.split('+').map(str::to_owned).collect(),
                least: text.starts_with('*'),
                conditions: condition.into_iter().collect(),
            }
        };
        text.split_whitespace().map(one).collect()
    }

    #[test]
    fn candidates() {
        let facts = Facts::default();
        let check = |text: &str, expected: &str| {
            let alternatives = alternatives(text);
            let found = Order::of(&facts, Scheme::DelegatedWork).candidates(&alternatives);
            let found: Vec<String> = found.into_iter().map(formula::words).collect();
            assert_eq!(found.join(", "), expected, "{text}");
        };
        check("*User.Read Directory.Read.All", "User.Read");
        check("*User.Read *Group.Read.All Mail.Read", "User.Read, Group.Read.All");
        // What a page marks yields to what is less by name.
        check("*Group.ReadWrite.All Group.Read.All", "Group.Read.All");
        check("*Group.ReadWrite.All Group.Read.All Group.ReadBasic.All", "Group.ReadBasic.All");
        // Without a mark, all that nothing is less than.
        check("Mail.ReadWrite Mail.Read User.Read.All", "Mail.Read, User.Read.All");
        check("A.Read.All+B.Read.All A.Read.All", "A.Read.All");
        check("*A.ReadWrite.All+B.Read.All A.Read.All+B.Read.All", "A.Read.All and B.Read.All");
        // A condition takes an alternative out, even the least one.
        check("*[one]Sites.Selected Sites.ReadWrite.All Sites.Read.All", "Sites.Read.All");
        check("*[one]Sites.Selected", "");
        check("", "");
    }

    /// Levels and names can contradict each other in a circle; then what is marked stays, and nothing else is lost.
    #[test]
    fn circles_of_levels_and_names() {
        let entry = |name: &str, level: u8| CatalogueEntry {
            name: name.to_owned(),
            delegated: Some(SchemeEntry { privilege_level: Some(level), ..SchemeEntry::default() }),
            application: None,
        };
        let catalogue = vec![entry("A.ReadWrite", 1), entry("A.Read", 2)];
        let facts = Facts { catalogue, ..Facts::default() };
        let order = Order::of(&facts, Scheme::DelegatedWork);
        assert_eq!(order.compare("A.ReadWrite", "A.Read"), Some(Ordering::Less));
        let found = alternatives("*A.Read A.ReadWrite");
        let found = order.candidates(&found);
        assert_eq!(found[0].all_of, ["A.ReadWrite"]);
        let circle = alternatives("A.Read A.ReadWrite A.Send");
        let found = order.candidates(&circle);
        assert!(!found.is_empty(), "{found:?}");
    }

    #[test]
    fn weights_stay_in_bounds() {
        let entry = CatalogueEntry {
            name: "A.Read".to_owned(),
            delegated: Some(SchemeEntry { privilege_level: Some(255), ..SchemeEntry::default() }),
            application: None,
        };
        let facts = Facts { catalogue: vec![entry], ..Facts::default() };
        let order = Order::of(&facts, Scheme::DelegatedWork);
        assert_eq!(order.weight("a.read"), GREATEST_WEIGHT);
        assert!(order.weight("Directory.AccessAsUser.All") <= GREATEST_WEIGHT);
    }
}
