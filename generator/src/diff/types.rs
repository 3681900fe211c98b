//! Types: added, removed, renamed, and what changed about those that are still there.

use super::fields;
use super::found::deprecation;
use super::mentions::Mentions;
use super::sides::Types;
use super::surface::target_words;
use super::{At, Breaks, ChangeKind, Found, What, paired, reworded};
use crate::ir::{ApiVersion, EnumMember, TypeDefinition, TypeKind};
use crate::names::short;

/// Compares the types of one version.
pub(super) fn compare(old: &ApiVersion, new: &ApiVersion, types: &Types<'_>, found: &mut Found<'_>) {
    let (were, are) = (Mentions::of(old), Mentions::of(new));
    for ty in &types.pairs.removed {
        let what = What::breaking(Breaks::Crate, ChangeKind::TypeRemoved).item(kind_words(&ty.kind));
        found.add(what, At::of(&ty.name, were.place(ty), None));
    }
    for ty in &types.pairs.added {
        let what = What::additive(ChangeKind::TypeAdded).item(kind_words(&ty.kind));
        found.add(what, At::of(&ty.name, None, are.place(ty)));
    }
    for (old, new) in &types.pairs.both {
        let at = At { name: &new.name, was: &old.name, old: were.place(old), new: are.place(new) };
        definition(old, new, at, types, found);
    }
}

fn kind_words(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object { entity: true, .. } => "entity",
        TypeKind::Object { entity: false, .. } => "complex type",
        TypeKind::Enum { .. } => "enum",
        TypeKind::Opaque => "undescribed type",
    }
}

fn definition(
    old: &TypeDefinition,
    new: &TypeDefinition,
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let broken = found.broken;
    let targets = types.targets(old, new);
    if old.name != new.name {
        let (a, b) = targets;
        let what = if (&a.module, &a.name) == (&b.module, &b.name) {
            What::editorial(ChangeKind::Respelled)
        } else {
            What::breaking(Breaks::Crate, ChangeKind::TypeRenamed)
        };
        found.add(what.was(&old.name).now(&new.name), at);
    }
    match (&old.kind, &new.kind) {
        (TypeKind::Object { .. }, TypeKind::Object { .. }) => fields::compare(old, new, at, types, found),
        (TypeKind::Enum { flags: before, members: a }, TypeKind::Enum { flags: now, members: b }) => {
            if before != now {
                let what = What::breaking(Breaks::Crate, ChangeKind::TraitChanged);
                found.add(if *now { what.now("flags") } else { what.was("flags") }, at);
            }
            members((old, a), (new, b), at, types, found);
        }
        (TypeKind::Opaque, TypeKind::Opaque) => {}
        (before, after) => {
            let what = What::breaking(Breaks::Crate, ChangeKind::TypeKindChanged);
            found.add(what.was(kind_words(before)).now(kind_words(after)), at);
        }
    }
    let (before, after) = targets;
    if before != after && found.broken == broken {
        let what = What::breaking(Breaks::Crate, ChangeKind::CrateChanged);
        found.add(what.was(target_words(before)).now(target_words(after)), at);
    }
    deprecation(old.deprecated, new.deprecated, "", at, found);
    if reworded(&old.description, &new.description) {
        found.add(What::editorial(ChangeKind::DescriptionChanged), at);
    }
}

/// Members of an enum, each side with its type. The emitted enum is open, so that a new member breaks nobody.
fn members(
    old: (&TypeDefinition, &[EnumMember]),
    new: (&TypeDefinition, &[EnumMember]),
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    // Members that are names of types are written with their namespace or without.
    let pairs = paired(old.1, new.1, |member: &EnumMember| short(&member.name).to_lowercase());
    for member in pairs.removed {
        let what = What::breaking(Breaks::Crate, ChangeKind::MemberRemoved).item(&member.name);
        found.add(what, at.places(member.place, None));
    }
    for member in pairs.added {
        let what = What::additive(ChangeKind::MemberAdded).item(&member.name);
        found.add(what, at.places(None, member.place));
    }
    let surfaces = types.surfaces();
    for (before, after) in pairs.both {
        let at = at.places(before.place, after.place);
        let variants = (surfaces.0.variant(&old.0.name, before), surfaces.1.variant(&new.0.name, after));
        let kept = variants.0 == variants.1;
        if before.name != after.name {
            let what = if kept {
                What::editorial(ChangeKind::Respelled)
            } else {
                What::breaking(Breaks::Crate, ChangeKind::Respelled)
            };
            found.add(what.was(&before.name).now(&after.name), at);
        } else if let (Some(a), Some(b)) = variants
            && !kept
        {
            let what = What::breaking(Breaks::Crate, ChangeKind::CrateChanged).item(&after.name);
            found.add(what.was(a).now(b), at);
        }
        if let (Some(a), Some(b)) = (before.value, after.value)
            && a != b
        {
            found.add(What::editorial(ChangeKind::MemberRenumbered).item(&after.name).was(a).now(b), at);
        }
        if reworded(&before.description, &after.description) {
            found.add(What::editorial(ChangeKind::DescriptionChanged).item(&after.name), at);
        }
    }
}
