//! Findings while two models are compared, and how they become changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Breaks, Change, ChangeKind, Class, Subject};
use crate::ir::{Api, Scheme, SourceLocation, Version};

/// What makes two findings the same change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct What {
    class: Class,
    kind: ChangeKind,
    breaks: Option<Breaks>,
    scheme: Option<Scheme>,
    item: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

impl What {
    fn of(class: Class, kind: ChangeKind, breaks: Option<Breaks>) -> Self {
        Self { class, kind, breaks, scheme: None, item: None, old: None, new: None }
    }

    pub(super) fn breaking(breaks: Breaks, kind: ChangeKind) -> Self {
        Self::of(Class::Breaking, kind, Some(breaks))
    }

    pub(super) fn permissions(kind: ChangeKind) -> Self {
        Self::of(Class::Permissions, kind, None)
    }

    pub(super) fn additive(kind: ChangeKind) -> Self {
        Self::of(Class::Additive, kind, None)
    }

    pub(super) fn editorial(kind: ChangeKind) -> Self {
        Self::of(Class::Editorial, kind, None)
    }

    pub(super) fn item(mut self, item: impl fmt::Display) -> Self {
        self.item = Some(item.to_string());
        self
    }

    pub(super) fn was(mut self, old: impl fmt::Display) -> Self {
        self.old = Some(old.to_string());
        self
    }

    pub(super) fn now(mut self, new: impl fmt::Display) -> Self {
        self.new = Some(new.to_string());
        self
    }

    /// The same with what was and what is, where there is something.
    pub(super) fn between(mut self, old: Option<String>, new: Option<String>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    pub(super) fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = Some(scheme);
        self
    }
}

/// Where a finding stands, before it has a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    pub(super) name: &'a str,
    pub(super) was: &'a str,
    pub(super) old: Option<SourceLocation>,
    pub(super) new: Option<SourceLocation>,
}

impl<'a> At<'a> {
    /// Something with the same name on both sides.
    pub(super) fn of(name: &'a str, old: Option<SourceLocation>, new: Option<SourceLocation>) -> Self {
        Self { name, was: name, old, new }
    }

    /// The same with more telling places.
    pub(super) fn places(self, old: Option<SourceLocation>, new: Option<SourceLocation>) -> Self {
        Self { old: old.or(self.old), new: new.or(self.new), ..self }
    }
}

/// The findings so far, the same changes side by side.
pub(super) struct Found<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    /// The version that is compared; none for the permissions reference.
    pub(super) version: Option<Version>,
    /// How many findings so far break callers of the crate.
    pub(super) broken: usize,
    groups: BTreeMap<(Option<Version>, What), Vec<Subject>>,
}

impl<'a> Found<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        Self { old, new, version: None, broken: 0, groups: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, what: What, at: At<'_>) {
        let subject = Subject {
            name: at.name.to_owned(),
            was: (at.was != at.name).then(|| at.was.to_owned()),
            old_place: at.old.map(|place| self.old.place(place)),
            new_place: at.new.map(|place| self.new.place(place)),
        };
        self.broken += usize::from(what.breaks == Some(Breaks::Crate));
        self.groups.entry((self.version, what)).or_default().push(subject);
    }

    /// The changes in order: class, then version, then kind, then how many things they happened to.
    pub(super) fn changes(self) -> Vec<Change> {
        let mut changes: Vec<Change> = self.groups.into_iter().map(change).collect();
        changes.sort_by_key(|change| {
            let place = change.version.map_or(u8::MAX, |version| version as u8);
            (change.class, place, change.kind, std::cmp::Reverse(change.on.len()))
        });
        changes
    }
}

fn change(((version, what), mut on): ((Option<Version>, What), Vec<Subject>)) -> Change {
    let What { class, kind, breaks, scheme, item, old, new } = what;
    on.sort();
    on.dedup();
    Change { class, kind, breaks, version, scheme, item, old, new, on }
}

/// Things of two lists by what makes them the same: both, only old, only new; each in the order of its list.
pub(super) struct Paired<'a, T> {
    pub(super) both: Vec<(&'a T, &'a T)>,
    pub(super) removed: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
}

/// Pairs the things of two lists. When a key occurs twice in a list, its first thing stands for all.
pub(super) fn paired<'a, T, K: Ord>(old: &'a [T], new: &'a [T], key: impl Fn(&T) -> K) -> Paired<'a, T> {
    let mut after: BTreeMap<K, &T> = BTreeMap::new();
    for item in new {
        after.entry(key(item)).or_insert(item);
    }
    let mut seen = BTreeSet::new();
    let mut pairs = Paired { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
    for item in old {
        let name = key(item);
        match after.get(&name) {
            _ if seen.contains(&name) => continue,
            Some(other) => pairs.both.push((item, other)),
            None => pairs.removed.push(item),
        }
        seen.insert(name);
    }
    for item in new {
        if seen.insert(key(item)) {
            pairs.added.push(item);
        }
    }
    pairs
}

/// Whether two texts differ in more than white space.
pub(super) fn reworded(old: &str, new: &str) -> bool {
    !old.split_whitespace().eq(new.split_whitespace())
}

/// Deprecations of anything. A caller sees a warning and goes on.
pub(super) fn deprecation(old: bool, new: bool, item: &str, at: At<'_>, found: &mut Found<'_>) {
    let what = match (old, new) {
        (false, true) => What::additive(ChangeKind::Deprecated),
        (true, false) => What::editorial(ChangeKind::Undeprecated),
        _ => return,
    };
    found.add(if item.is_empty() { what } else { what.item(item) }, at);
}
