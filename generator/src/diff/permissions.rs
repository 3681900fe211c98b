//! What a request needs: ways that are gone, ways that are new, and the least of them.
//!
//! A consent is enough as long as one of the ways asks for nothing else. A way that is gone therefore breaks a consent unless a way
//! that is left asks for some of its permissions only.

use super::{At, Class, Found, Kind, What, paired, reworded};
use crate::ir::{Alternative, CatalogueEntry, Permissions, Place, Requirement, Scheme, SchemeEntry};

/// Compares what a request needs, scheme by scheme.
pub(super) fn compare(old: &Permissions, new: &Permissions, at: At<'_>, found: &mut Found<'_>) {
    let at = at.places(old.places.first().copied(), new.places.first().copied());
    for scheme in Scheme::ALL {
        requirement(scheme, old.of(scheme), new.of(scheme), at, found);
    }
    let roles = paired(&old.roles, &new.roles, |role| role.to_lowercase());
    for role in roles.added {
        found.add(What::new(Class::Permissions, Kind::RoleAdded).item(role), at);
    }
    for role in roles.removed {
        found.add(What::new(Class::Permissions, Kind::RoleRemoved).item(role), at);
    }
}

fn requirement(scheme: Scheme, old: &Requirement, new: &Requirement, at: At<'_>, found: &mut Found<'_>) {
    use Requirement::{Ambiguous, AnyOf, NotNeeded, Undocumented, Unsupported};
    let (class, kind) = match (old, new) {
        (AnyOf { alternatives: before }, AnyOf { alternatives: after }) => {
            return ways(scheme, before, after, at, found);
        }
        (Undocumented, Undocumented) | (Unsupported, Unsupported) | (NotNeeded, NotNeeded) => return,
        (Undocumented, _) => (Class::Permissions, Kind::SchemeDocumented),
        (_, Undocumented) => (Class::Permissions, Kind::SchemeUndocumented),
        (_, Unsupported) => (Class::Breaking, Kind::SchemeDropped),
        (Unsupported, _) => (Class::Permissions, Kind::SchemeSupported),
        (NotNeeded, _) => (Class::Breaking, Kind::PermissionNeed),
        (_, NotNeeded) => (Class::Permissions, Kind::PermissionNeed),
        (Ambiguous { text: before, .. }, Ambiguous { text: after, .. }) if !reworded(before, after) => return,
        (Ambiguous { .. }, _) | (_, Ambiguous { .. }) => (Class::Permissions, Kind::PermissionsUnclear),
    };
    found.add(What::new(class, kind).scheme(scheme).old(old).new_is(new), at);
}

/// Compares two lists of ways.
fn ways(scheme: Scheme, old: &[Alternative], new: &[Alternative], at: At<'_>, found: &mut Found<'_>) {
    let pairs = paired(old, new, names);
    for way in &pairs.removed {
        // A way that is left and asks for less opens the request just as well.
        let class =
            if new.iter().any(|left| within(left, way)) { Class::Permissions } else { Class::Breaking };
        let what = What::new(class, Kind::AlternativeRemoved).scheme(scheme).item(conditioned(way));
        found.add(what, at);
    }
    for way in &pairs.added {
        found.add(
            What::new(Class::Permissions, Kind::AlternativeAdded).scheme(scheme).item(conditioned(way)),
            at,
        );
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

fn conditions(scheme: Scheme, old: &Alternative, new: &Alternative, at: At<'_>, found: &mut Found<'_>) {
    let (before, after) = (old.conditions.join("; "), new.conditions.join("; "));
    if letters(&before) != letters(&after) {
        let mut what = What::new(Class::Permissions, Kind::ConditionsChanged).scheme(scheme).item(words(new));
        what.old = (!before.is_empty()).then_some(before);
        what.new = (!after.is_empty()).then_some(after);
        found.add(what, at);
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
    let what = What::new(Class::Permissions, direction(&before, &after, old, new)).scheme(scheme);
    found.add(what.old(listed(&before)).new_is(listed(&after)), at);
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
    // `A and B` asks for more than `A` alone, whatever the lists say.
    let part = |few: &[&Alternative], of: &[&Alternative]| {
        few.iter().any(|way| of.iter().any(|other| within(way, other)))
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
        let what = What::new(Class::Permissions, Kind::PermissionRetired);
        found.add(what, At::of(&entry.name, entry_place(entry), None));
    }
    for entry in entries.added {
        let what = What::new(Class::Additive, Kind::PermissionIntroduced);
        found.add(what, At::of(&entry.name, None, entry_place(entry)));
    }
    for (old, new) in entries.both {
        scheme_entry("delegated", new, old.delegated.as_ref(), new.delegated.as_ref(), found);
        scheme_entry("application", new, old.application.as_ref(), new.application.as_ref(), found);
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
            (None, Some(_)) => {
                found.add(What::new(Class::Additive, Kind::PermissionIntroduced).item(kind), at)
            }
            (Some(_), None) => {
                found.add(What::new(Class::Permissions, Kind::PermissionRetired).item(kind), at)
            }
            _ => {}
        }
        return;
    };
    if let (Some(before), Some(after)) = (old.admin_consent, new.admin_consent)
        && before != after
    {
        let need = |needed: bool| if needed { "needed" } else { "not needed" };
        let what = What::new(Class::Permissions, Kind::AdminConsent).item(kind);
        found.add(what.old(need(before)).new_is(need(after)), at);
    }
    if reworded(&old.display, &new.display) || reworded(&old.description, &new.description) {
        found.add(What::new(Class::Editorial, Kind::DescriptionChanged).item(kind), at);
    }
}
