//! What a request needs: ways that are gone, ways that are new, and the least of them.
//!
//! A consent is enough as long as one of the ways asks for nothing else. A way that is gone therefore breaks a consent unless a way
//! that is left asks for some of its permissions only.

use std::collections::BTreeMap;

use super::{At, Breaks, Found, Kind, What, paired, reworded};
use crate::emit;
use crate::ir::{Alternative, Api, CatalogueEntry, Permissions, Place, Requirement, Scheme, SchemeEntry};

/// Compares what a request needs, scheme by scheme.
pub(super) fn compare(old: &Permissions, new: &Permissions, at: At<'_>, found: &mut Found<'_>) {
    let at = at.places(old.places.first().copied(), new.places.first().copied());
    for scheme in Scheme::ALL {
        requirement(scheme, old.of(scheme), new.of(scheme), at, found);
    }
    let roles = paired(&old.roles, &new.roles, |role| role.to_lowercase());
    for role in roles.added {
        found.add(What::permissions(Kind::RoleAdded).item(role), at);
    }
    for role in roles.removed {
        found.add(What::permissions(Kind::RoleRemoved).item(role), at);
    }
}

fn requirement(scheme: Scheme, old: &Requirement, new: &Requirement, at: At<'_>, found: &mut Found<'_>) {
    use Requirement::{Ambiguous, AnyOf, NotNeeded, Undocumented, Unsupported};
    let what = match (old, new) {
        (AnyOf { alternatives: before }, AnyOf { alternatives: after }) => {
            return ways(scheme, before, after, at, found);
        }
        (Undocumented, Undocumented) | (Unsupported, Unsupported) | (NotNeeded, NotNeeded) => return,
        (Undocumented, _) => What::permissions(Kind::SchemeDocumented),
        (_, Undocumented) => What::permissions(Kind::SchemeUndocumented),
        (_, Unsupported) => What::breaking(Breaks::Consent, Kind::SchemeDropped),
        (Unsupported, _) => What::permissions(Kind::SchemeSupported),
        (NotNeeded, _) => What::breaking(Breaks::Consent, Kind::PermissionNeed),
        (_, NotNeeded) => What::permissions(Kind::PermissionNeed),
        (Ambiguous { text: before, .. }, Ambiguous { text: after, .. }) if !reworded(before, after) => return,
        (Ambiguous { .. }, _) | (_, Ambiguous { .. }) => What::permissions(Kind::PermissionsUnclear),
    };
    found.add(what.scheme(scheme).was(old).now(new), at);
}

/// Compares two lists of ways.
fn ways(scheme: Scheme, old: &[Alternative], new: &[Alternative], at: At<'_>, found: &mut Found<'_>) {
    let pairs = paired(old, new, names);
    for way in &pairs.removed {
        // A way that is left and asks for less opens the request just as well.
        let what = if new.iter().any(|left| within(left, way)) {
            What::permissions(Kind::AlternativeRemoved)
        } else {
            What::breaking(Breaks::Consent, Kind::AlternativeRemoved)
        };
        found.add(what.scheme(scheme).item(conditioned(way)), at);
    }
    for way in &pairs.added {
        found.add(What::permissions(Kind::AlternativeAdded).scheme(scheme).item(conditioned(way)), at);
    }
    for (before, after) in &pairs.both {
        conditions(scheme, before, after, at, found);
    }
    least(scheme, old, new, at, found);
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

/// Whether the first way may read what the second may change.
fn reads(less: &Alternative, more: &Alternative) -> bool {
    names(more).iter().map(|name| name.replacen(".readwrite", ".read", 1)).eq(names(less))
}

fn conditions(scheme: Scheme, old: &Alternative, new: &Alternative, at: At<'_>, found: &mut Found<'_>) {
    let (before, after) = (old.conditions.join("; "), new.conditions.join("; "));
    if letters(&before) != letters(&after) {
        let what = What::permissions(Kind::ConditionsChanged).scheme(scheme).item(words(new));
        let text = |text: String| (!text.is_empty()).then_some(text);
        found.add(what.between(text(before), text(after)), at);
    }
}

/// A text without what a new layout of a page changes: capitals, colons, full stops, emphasis.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Compares the least privileged ways.
fn least(scheme: Scheme, old: &[Alternative], new: &[Alternative], at: At<'_>, found: &mut Found<'_>) {
    let (before, after) = (leasts(old), leasts(new));
    let named = |ways: &[&Alternative]| {
        let mut all: Vec<Vec<String>> = ways.iter().map(|way| names(way)).collect();
        all.sort();
        all
    };
    if before.is_empty() || after.is_empty() || named(&before) == named(&after) {
        return;
    }
    let listed = |ways: &[&Alternative]| ways.iter().map(|way| words(way)).collect::<Vec<_>>().join(" or ");
    let what = What::permissions(direction(&before, &after, old, new)).scheme(scheme);
    found.add(what.was(listed(&before)).now(listed(&after)), at);
}

fn leasts(ways: &[Alternative]) -> Vec<&Alternative> {
    ways.iter().filter(|way| way.least).collect()
}

/// Whether the least way went up or down. A list ranks what it names, so that the new list tells where the old least stands now, and
/// the old list where the new least stood.
fn direction(
    before: &[&Alternative],
    after: &[&Alternative],
    old: &[Alternative],
    new: &[Alternative],
) -> Kind {
    let among = |few: &[&Alternative], all: &[Alternative]| {
        few.iter().any(|way| all.iter().any(|other| names(other) == names(way)))
    };
    // `A and B` asks for more than `A` alone, and `A.ReadWrite` for more than `A.Read`, whatever the lists say.
    let part = |few: &[&Alternative], of: &[&Alternative]| {
        few.iter().any(|way| of.iter().any(|other| within(way, other) || reads(way, other)))
    };
    match (among(before, new) || part(after, before), among(after, old) || part(before, after)) {
        (true, true) => Kind::LeastReordered,
        (true, false) => Kind::LeastLowered,
        (false, true) => Kind::LeastRaised,
        (false, false) => Kind::LeastReplaced,
    }
}

/// Compares the permissions reference of both sides. A side without one says nothing.
pub(super) fn compare_catalogues(old: &[CatalogueEntry], new: &[CatalogueEntry], found: &mut Found<'_>) {
    if old.is_empty() || new.is_empty() {
        return;
    }
    let entries = paired(old, new, |entry| entry.name.to_lowercase());
    for entry in entries.removed {
        let what = What::permissions(Kind::PermissionRetired);
        found.add(what, At::of(&entry.name, entry_place(entry), None));
    }
    for entry in entries.added {
        let what = What::additive(Kind::PermissionIntroduced);
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
        found.add(What::breaking(Breaks::Crate, Kind::PermissionUnnamed), At::of(name, None, None));
    }
}

fn entry_place(entry: &CatalogueEntry) -> Option<Place> {
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
            (None, Some(_)) => found.add(What::additive(Kind::PermissionIntroduced).item(kind), at),
            (Some(_), None) => found.add(What::permissions(Kind::PermissionRetired).item(kind), at),
            _ => {}
        }
        return;
    };
    if let (Some(before), Some(after)) = (old.admin_consent, new.admin_consent)
        && before != after
    {
        let need = |needed: bool| if needed { "needed" } else { "not needed" };
        let what = What::permissions(Kind::AdminConsent).item(kind);
        found.add(what.was(need(before)).now(need(after)), at);
    }
    if reworded(&old.display, &new.display) || reworded(&old.description, &new.description) {
        found.add(What::editorial(Kind::DescriptionChanged).item(kind), at);
    }
}
