//! What a request needs: ways that are gone, ways that are new, and the least of them.
//!
//! A consent is enough as long as one of the ways asks for nothing else. A way that is gone therefore breaks a consent unless a way
//! that is left asks for some of its permissions only.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{At, Breaks, ChangeKind, Found, What, paired, reworded};
use crate::emit;
use crate::ir::{
    Alternative, Api, CatalogueEntry, Permissions, Requirement, Scheme, SchemeEntry, SourceLocation,
};
use crate::permissions::names::compare as compare_names;

/// Compares what a request needs, scheme by scheme.
pub(super) fn compare(old: &Permissions, new: &Permissions, at: At<'_>, found: &mut Found<'_>) {
    let at = at.places(old.places.first().copied(), new.places.first().copied());
    for scheme in Scheme::ALL {
        requirement(Row { scheme, old, new, at }, found);
    }
    let roles = paired(&old.roles, &new.roles, |role| role.to_lowercase());
    for role in roles.added {
        found.add(What::permissions(ChangeKind::RoleAdded).item(role), at);
    }
    for role in roles.removed {
        found.add(What::permissions(ChangeKind::RoleRemoved).item(role), at);
    }
}

/// What a request needs for one scheme, on both sides.
#[derive(Clone, Copy)]
struct Row<'a> {
    scheme: Scheme,
    old: &'a Permissions,
    new: &'a Permissions,
    at: At<'a>,
}

impl<'a> Row<'a> {
    /// Where each side says that these ways are enough.
    fn at(&self, was: &Alternative, is: &Alternative) -> At<'a> {
        let place = |side: &Permissions, way: &Alternative| side.place_of(self.scheme, &way.all_of);
        self.at.places(place(self.old, was), place(self.new, is))
    }
}

fn requirement(row: Row<'_>, found: &mut Found<'_>) {
    use Requirement::{Ambiguous, AnyOf, NotNeeded, Undocumented, Unsupported};
    let (old, new) = (row.old.of(row.scheme), row.new.of(row.scheme));
    let what = match (old, new) {
        (AnyOf { alternatives: before }, AnyOf { alternatives: after }) => {
            return ways(row, before, after, found);
        }
        (Undocumented, Undocumented) | (Unsupported, Unsupported) | (NotNeeded, NotNeeded) => return,
        (Undocumented, _) => What::permissions(ChangeKind::SchemeDocumented),
        (_, Undocumented) => What::permissions(ChangeKind::SchemeUndocumented),
        (_, Unsupported) => What::breaking(Breaks::Consent, ChangeKind::SchemeDropped),
        (Unsupported, _) => What::permissions(ChangeKind::SchemeSupported),
        (NotNeeded, _) => What::breaking(Breaks::Consent, ChangeKind::PermissionNeed),
        (_, NotNeeded) => What::permissions(ChangeKind::PermissionNeed),
        (Ambiguous { text: before, .. }, Ambiguous { text: after, .. }) if !reworded(before, after) => return,
        (Ambiguous { .. }, _) | (_, Ambiguous { .. }) => What::permissions(ChangeKind::PermissionsUnclear),
    };
    let any = Alternative::default();
    found.add(what.scheme(row.scheme).was(old).now(new), row.at(&any, &any));
}

/// Compares two lists of ways.
fn ways(row: Row<'_>, old: &[Alternative], new: &[Alternative], found: &mut Found<'_>) {
    let scheme = row.scheme;
    let pairs = paired(old, new, names);
    for way in &pairs.removed {
        // A way that is left and asks for less opens the request just as well.
        let what = if new.iter().any(|left| within(left, way)) {
            What::permissions(ChangeKind::AlternativeRemoved)
        } else {
            What::breaking(Breaks::Consent, ChangeKind::AlternativeRemoved)
        };
        found.add(what.scheme(scheme).item(conditioned(way)), row.at(way, way));
    }
    for way in &pairs.added {
        let what = What::permissions(ChangeKind::AlternativeAdded);
        found.add(what.scheme(scheme).item(conditioned(way)), row.at(way, way));
    }
    for (before, after) in &pairs.both {
        conditions(row, before, after, found);
    }
    least(row, old, new, found);
}

/// What makes two ways the same, however they are written.
fn names(way: &Alternative) -> Vec<String> {
    let mut names: Vec<String> = way.all_of.iter().map(|name| name.to_lowercase()).collect();
    names.sort();
    names
}

fn words(way: &Alternative) -> String {
    way.all_of.join(" and ")
}

/// `A and B [under a condition]`. A way that opens the request under a condition only must not look like any other.
fn conditioned(way: &Alternative) -> String {
    crate::permissions::formula::words(way)
}

/// Whether the first way asks for nothing that the second does not ask for.
fn within(less: &Alternative, more: &Alternative) -> bool {
    let more = names(more);
    names(less).iter().all(|name| more.contains(name))
}

/// Whether the names say that the first way promises less than the second, by the order of privilege that `permissions::names` has.
fn promises_less(less: &Alternative, more: &Alternative, scheme: Scheme) -> bool {
    fn sorted(way: &Alternative) -> Vec<&String> {
        let mut names: Vec<&String> = way.all_of.iter().collect();
        names.sort();
        names
    }
    let (less, more) = (sorted(less), sorted(more));
    let orders = || less.iter().zip(&more).map(|(less, more)| compare_names(less, more, scheme));
    less.len() == more.len()
        && orders().all(|order| order.is_some_and(Ordering::is_le))
        && orders().any(|order| order == Some(Ordering::Less))
}

fn conditions(row: Row<'_>, old: &Alternative, new: &Alternative, found: &mut Found<'_>) {
    let (before, after) = (old.conditions.join("; "), new.conditions.join("; "));
    if letters(&before) != letters(&after) {
        let what = What::permissions(ChangeKind::ConditionsChanged).scheme(row.scheme).item(words(new));
        let text = |text: String| (!text.is_empty()).then_some(text);
        found.add(what.between(text(before), text(after)), row.at(old, new));
    }
}

/// A text without what a new layout of a page changes: capitals, colons, full stops, emphasis.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Compares the least privileged ways. What is least on both sides says nothing about the direction.
fn least(row: Row<'_>, old: &[Alternative], new: &[Alternative], found: &mut Found<'_>) {
    let (before, after) = (leasts(old), leasts(new));
    let ([was, ..], [is, ..]) = (before.as_slice(), after.as_slice()) else { return };
    let (gone, come) = (without(&before, &after), without(&after, &before));
    let listed = |ways: &[&Alternative]| ways.iter().map(|way| words(way)).collect::<Vec<_>>().join(" or ");
    let what = |kind| What::permissions(kind).scheme(row.scheme);
    let at = row.at(gone.first().unwrap_or(was), come.first().unwrap_or(is));
    let what = match (gone.as_slice(), come.as_slice()) {
        ([], []) => return,
        ([], come) if !asks_for_less(come, &before, row.scheme) => {
            what(ChangeKind::LeastJoined).item(listed(come))
        }
        (gone, []) => what(ChangeKind::LeastLeft).item(listed(gone)),
        ([], come) => {
            what(direction((&before, come), (old, new), row.scheme)).was(listed(&before)).now(listed(&after))
        }
        (gone, come) => {
            what(direction((gone, come), (old, new), row.scheme)).was(listed(&before)).now(listed(&after))
        }
    };
    found.add(what, at);
}

/// The ways that are not among others.
fn without<'w>(ways: &[&'w Alternative], others: &[&Alternative]) -> Vec<&'w Alternative> {
    let mut left = ways.to_vec();
    left.retain(|way| others.iter().all(|other| names(other) != names(way)));
    left
}

fn leasts(ways: &[Alternative]) -> Vec<&Alternative> {
    ways.iter().filter(|way| way.least).collect()
}

/// Whether the least way went up or down. A list ranks what it names, so that the new list tells where the old least stands now, and
/// the old list where the new least stood.
fn direction(
    (before, after): (&[&Alternative], &[&Alternative]),
    (old, new): (&[Alternative], &[Alternative]),
    scheme: Scheme,
) -> ChangeKind {
    let among = |few: &[&Alternative], all: &[Alternative]| {
        few.iter().any(|way| all.iter().any(|other| names(other) == names(way)))
    };
    let (less, more) = (asks_for_less(after, before, scheme), asks_for_less(before, after, scheme));
    match (among(before, new) || less, among(after, old) || more) {
        (true, true) => ChangeKind::LeastReordered,
        (true, false) => ChangeKind::LeastLowered,
        (false, true) => ChangeKind::LeastRaised,
        (false, false) => ChangeKind::LeastReplaced,
    }
}

/// Whether one of some ways asks for less than one of others: `A and B` asks for more than `A` alone, and `A.ReadWrite.All` for more than
/// `A.Read.All` and `A.ReadWrite`, whatever the lists say.
fn asks_for_less(few: &[&Alternative], of: &[&Alternative], scheme: Scheme) -> bool {
    few.iter().any(|way| of.iter().any(|other| within(way, other) || promises_less(way, other, scheme)))
}

/// Compares the permissions reference of both sides. A side without one says nothing.
pub(super) fn compare_catalogues(old: &[CatalogueEntry], new: &[CatalogueEntry], found: &mut Found<'_>) {
    if old.is_empty() || new.is_empty() {
        return;
    }
    let entries = paired(old, new, |entry| entry.name.to_lowercase());
    for entry in entries.removed {
        let what = What::permissions(ChangeKind::PermissionRetired);
        found.add(what, At::of(&entry.name, entry_place(entry), None));
    }
    for entry in entries.added {
        let what = What::additive(ChangeKind::PermissionIntroduced);
        found.add(what, At::of(&entry.name, None, entry_place(entry)));
    }
    for (old, new) in entries.both {
        scheme_entry("delegated", new, old.delegated.as_ref(), new.delegated.as_ref(), found);
        scheme_entry("application", new, old.application.as_ref(), new.application.as_ref(), found);
    }
}

/// Compares the constants that the crate has for permissions. One is there as long as a request of any version names the permission,
/// which can only be told when both sides have the same versions.
pub(super) fn compare_constants(old: &Api, new: &Api, found: &mut Found<'_>) {
    let versions = |api: &Api| api.versions.iter().map(|api| api.version).collect::<Vec<_>>();
    if versions(old) != versions(new) {
        return;
    }
    let constants = |api| emit::permission_constants(api).into_iter().collect::<BTreeMap<String, &str>>();
    let (before, after) = (constants(old), constants(new));
    for (_, name) in before.iter().filter(|(constant, _)| !after.contains_key(*constant)) {
        let what = What::breaking(Breaks::Crate, ChangeKind::PermissionUnnamed);
        found.add(what, At::of(name, first_naming(old, name), None));
    }
}

/// Where the first request stands that names a permission.
fn first_naming(api: &Api, name: &str) -> Option<SourceLocation> {
    let operations = api.versions.iter().flat_map(|version| &version.operations);
    let mut naming = operations.flat_map(|operation| {
        let permissions = &operation.permissions;
        let named = move |scheme: &Scheme| permissions.of(*scheme).names().contains(&name);
        let place = move |scheme| permissions.place_of(scheme, &[name.to_owned()]);
        Scheme::ALL.into_iter().filter(named).filter_map(place)
    });
    naming.next()
}

fn entry_place(entry: &CatalogueEntry) -> Option<SourceLocation> {
    entry.delegated.as_ref().or(entry.application.as_ref()).map(|scheme| scheme.place)
}

fn scheme_entry(
    kind: &str,
    entry: &CatalogueEntry,
    old: Option<&SchemeEntry>,
    new: Option<&SchemeEntry>,
    found: &mut Found<'_>,
) {
    let at = At::of(&entry.name, old.map(|entry| entry.place), new.map(|entry| entry.place));
    let (Some(old), Some(new)) = (old, new) else {
        match (old, new) {
            (None, Some(_)) => found.add(What::additive(ChangeKind::PermissionIntroduced).item(kind), at),
            (Some(_), None) => found.add(What::permissions(ChangeKind::PermissionRetired).item(kind), at),
            _ => {}
        }
        return;
    };
    if let (Some(before), Some(after)) = (old.admin_consent, new.admin_consent)
        && before != after
    {
        let need = |needed: bool| if needed { "needed" } else { "not needed" };
        let what = What::permissions(ChangeKind::AdminConsent).item(kind);
        found.add(what.was(need(before)).now(need(after)), at);
    }
    if reworded(&old.display, &new.display) || reworded(&old.description, &new.description) {
        found.add(What::editorial(ChangeKind::DescriptionChanged).item(kind), at);
    }
}
