//! Properties of types, own and inherited.

use std::collections::BTreeMap;

use super::found::deprecation;
use super::renames::key;
use super::sides::Types;
use super::{At, Breaks, ChangeKind, Found, What, paired, reworded};
use crate::ir::{self, Field, TypeDefinition, TypeId, TypeKind};

/// Compares two objects: their bases, what they are, their properties.
pub(super) fn compare(
    old: &TypeDefinition,
    new: &TypeDefinition,
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let (old_types, new_types) = types.sides();
    let (before, after) = (Inherited::of(old, old_types), Inherited::of(new, new_types));
    base((old, &before), (new, &after), at, types, found);
    natures(&old.kind, &new.kind, at, types, found);
    inherited((old, &before), (new, &after), at, types, found);
    let pairs = paired(old.fields(), new.fields(), key);
    for (a, b) in pairs.both {
        let at = at.places(Some(a.place), Some(b.place));
        shape((old, a), (new, b), at, types, found);
        field(a, b, at, found);
    }
    for a in pairs.removed {
        let at = at.places(Some(a.place), None);
        match after.fields.get(&key(a)) {
            // It went to the base type, and is still there.
            Some((_, b)) => shape((old, a), (new, b), at, types, found),
            None => {
                let what = What::breaking(Breaks::Crate, ChangeKind::PropertyRemoved).item(&a.name);
                found.add(what.was(old_types.spelled(&a.ty)), at);
            }
        }
    }
    for b in pairs.added {
        let at = at.places(None, Some(b.place));
        match before.fields.get(&key(b)) {
            // It came from the base type, and was there before.
            Some((_, a)) => shape((old, a), (new, b), at, types, found),
            None => found.add(
                What::additive(ChangeKind::PropertyAdded).item(&b.name).now(new_types.spelled(&b.ty)),
                at,
            ),
        }
    }
}

/// What a type has from its bases.
struct Inherited<'a> {
    /// The bases, the nearest first.
    bases: Vec<TypeId>,
    /// Their properties, each with the base that has it.
    fields: BTreeMap<String, (TypeId, &'a Field)>,
}

impl<'a> Inherited<'a> {
    fn of(ty: &TypeDefinition, types: &ir::Types<'a>) -> Self {
        let mut inherited = Self { bases: Vec::new(), fields: BTreeMap::new() };
        for base in types.id(&ty.name).into_iter().flat_map(|ty| types.ancestors(ty)) {
            inherited.bases.push(base);
            for field in types.get(base).fields() {
                inherited.fields.entry(key(field)).or_insert((base, field));
            }
        }
        inherited
    }
}

/// What every entity inherits from, whether its page names it or not.
const ROOT: &str = "microsoft.graph.entity";

/// The base type. In the crate, a type has the properties of its bases as its own; those that it loses with a base break callers.
fn base(
    (old, before): (&TypeDefinition, &Inherited<'_>),
    (new, after): (&TypeDefinition, &Inherited<'_>),
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let (was, now) = (old.base(), new.base());
    let same = match (was, now) {
        (Some(was), Some(now)) => types.is(was, now),
        (was, now) => was.is_none() && now.is_none(),
    };
    if same {
        return;
    }
    let kept =
        |name: &String| after.fields.contains_key(name) || new.fields().iter().any(|f| key(f) == *name);
    let still_derived = |was: TypeId| after.bases.iter().any(|&base| types.is(was, base));
    let (old_types, new_types) = types.sides();
    // A page with a key that does not name the root any more says nothing new: every object with a key inherits from it.
    let is_entity = |ty: &TypeDefinition| matches!(ty.kind, TypeKind::Object { entity: true, .. });
    let is_root = |base: Option<TypeId>, types: &ir::Types<'_>| base.is_none_or(|base| is_root(base, types));
    let only_root = is_root(was, old_types) && is_root(now, new_types) && is_entity(old) && is_entity(new);
    let what = if !before.fields.keys().all(kept) {
        What::breaking(Breaks::Crate, ChangeKind::BaseChanged)
    } else if only_root {
        What::editorial(ChangeKind::BaseChanged)
    } else if was.is_some_and(|was| !still_derived(was)) {
        What::breaking(Breaks::Request, ChangeKind::BaseChanged)
    } else {
        What::additive(ChangeKind::BaseChanged)
    };
    let words = |base: Option<TypeId>, types: &ir::Types<'_>| {
        base.map_or("nothing".to_owned(), |base| types.get(base).name.clone())
    };
    found.add(what.was(words(was, old_types)).now(words(now, new_types)), at);
}

fn is_root(base: TypeId, types: &ir::Types<'_>) -> bool {
    types.get(base).name == ROOT
}

/// Properties of the bases, which a type has as its own in the crate. What happens to them is told of the base; told here is what
/// happens to them in this type alone: another base has another property of the name, or a circle wants a box.
fn inherited(
    (old, before): (&TypeDefinition, &Inherited<'_>),
    (new, after): (&TypeDefinition, &Inherited<'_>),
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let hides = |ty: &TypeDefinition, name: &String| ty.fields().iter().any(|field| key(field) == *name);
    let (old_surface, new_surface) = types.surfaces();
    let (old_types, new_types) = types.sides();
    for (name, &(old_owner, a)) in
        before.fields.iter().filter(|(name, _)| !hides(old, name) && !hides(new, name))
    {
        let Some(&(new_owner, b)) = after.fields.get(name) else { continue };
        let moved = |old: &TypeDefinition, new: &TypeDefinition| {
            let fields = (old_surface.field(&old.name, &a.name), new_surface.field(&new.name, &b.name));
            fields.0.map(|field| (&field.name, field.boxed))
                != fields.1.map(|field| (&field.name, field.boxed))
        };
        let (old_base, new_base) = (old_types.get(old_owner), new_types.get(new_owner));
        if !types.is(old_owner, new_owner) || moved(old, new) && !moved(old_base, new_base) {
            shape((old, a), (new, b), at, types, found);
        }
    }
}

/// What a type is or is not. Nothing of it shows in the crate. One that no longer inherits from the root, or does now, is told of by
/// its base.
fn natures(old: &TypeKind, new: &TypeKind, at: At<'_>, types: &Types<'_>, found: &mut Found<'_>) {
    let (
        TypeKind::Object { entity: was_entity, is_abstract: was_abstract, open: was_open, .. },
        TypeKind::Object { entity, is_abstract, open, .. },
    ) = (old, new)
    else {
        return;
    };
    let request = || What::breaking(Breaks::Request, ChangeKind::TraitChanged);
    let additive = || What::additive(ChangeKind::TraitChanged);
    let editorial = || What::editorial(ChangeKind::TraitChanged);
    let natures = [
        ("abstract", *was_abstract, *is_abstract, request(), additive()),
        ("open", *was_open, *open, additive(), request()),
        ("entity", *was_entity, *entity, editorial(), editorial()),
    ];
    let is_rooted = |kind: &TypeKind, types: &ir::Types<'_>| matches!(kind, TypeKind::Object { base: Some(base), .. } if is_root(*base, types));
    let (old_types, new_types) = types.sides();
    let by_base = is_rooted(old, old_types) != is_rooted(new, new_types);
    for (name, before, now, becomes, ceases) in natures {
        if name == "entity" && by_base {
            continue;
        }
        match (before, now) {
            (false, true) => found.add(becomes.now(name), at),
            (true, false) => found.add(ceases.was(name), at),
            _ => {}
        }
    }
}

/// The name and the type of a property, each side with the type that has it.
fn shape(
    (old_owner, old): (&TypeDefinition, &Field),
    (new_owner, new): (&TypeDefinition, &Field),
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let broken = found.broken;
    let (old_surface, new_surface) = types.surfaces();
    let rust = (old_surface.field(&old_owner.name, &old.name), new_surface.field(&new_owner.name, &new.name));
    let words = || (rust.0.map(|f| old_surface.field_words(f)), rust.1.map(|f| new_surface.field_words(f)));
    if old.name != new.name {
        let kept = rust.0.map(|field| &field.name) == rust.1.map(|field| &field.name);
        let what = if kept {
            What::editorial(ChangeKind::Respelled)
        } else {
            What::breaking(Breaks::Crate, ChangeKind::Respelled)
        };
        found.add(what.was(&old.name).now(&new.name), at);
    }
    if !types.same(&old.ty, &new.ty) {
        let (before, after) = words();
        let breaks = if before == after { Breaks::Request } else { Breaks::Crate };
        let what = types.retyped(ChangeKind::PropertyRetyped, breaks, &old.ty, &new.ty);
        found.add(what.item(&new.name), at);
    }
    if let (Some(a), Some(b)) = rust
        && (&a.name, a.boxed) != (&b.name, b.boxed)
        && found.broken == broken
    {
        let (before, after) = words();
        let what = What::breaking(Breaks::Crate, ChangeKind::CrateChanged).item(&new.name);
        found.add(what.between(before, after), at);
    }
}

/// What else the docs say of a property. In the crate, every property may be left out and may be null.
fn field(old: &Field, new: &Field, at: At<'_>, found: &mut Found<'_>) {
    let name = &new.name;
    match (old.required, new.required) {
        (false, true) => {
            found.add(What::breaking(Breaks::Request, ChangeKind::PropertyRequired).item(name), at);
        }
        (true, false) => found.add(What::additive(ChangeKind::PropertyOptional).item(name), at),
        _ => {}
    }
    abilities(old, new, at, found);
    if old.nullable != new.nullable {
        // A page that does not say so says nothing.
        let word = |field: &Field| (!field.nullable).then(|| "not nullable".to_owned());
        let what = What::editorial(ChangeKind::NullabilityChanged).item(name);
        found.add(what.between(word(old), word(new)), at);
    }
    if old.default != new.default {
        let what = What::editorial(ChangeKind::DefaultChanged).item(name);
        found.add(what.between(old.default.clone(), new.default.clone()), at);
    }
    deprecation(old.deprecated, new.deprecated, name, at, found);
    if reworded(&old.description, &new.description) {
        found.add(What::editorial(ChangeKind::DescriptionChanged).item(name), at);
    }
}

/// What a property can do. A filter or an order that is no longer there is refused; that a property is read-only or has to be
/// selected was mostly true before somebody wrote it down.
fn abilities(old: &Field, new: &Field, at: At<'_>, found: &mut Found<'_>) {
    let filter = |operator: &String| format!("$filter {operator}");
    let mut lost = Vec::new();
    let mut won = Vec::new();
    // A `*` says that there is a filter and not which: what names the operators later, or no longer, says nothing new.
    let unnamed = |field: &Field| field.filter.iter().any(|operator| operator == "*");
    let reworded = !old.filter.is_empty() && !new.filter.is_empty() && (unnamed(old) || unnamed(new));
    let operators = paired(&old.filter, &new.filter, |operator| operator.to_lowercase());
    if reworded && old.filter != new.filter {
        let listed = |field: &Field| field.filter.iter().map(filter).collect::<Vec<_>>().join(", ");
        let what = What::editorial(ChangeKind::PropertyAbility).item(&new.name);
        found.add(what.was(listed(old)).now(listed(new)), at);
    } else {
        lost.extend(operators.removed.into_iter().map(filter));
        won.extend(operators.added.into_iter().map(filter));
    }
    for (name, before, now) in [("$orderby", old.orderby, new.orderby), ("$search", old.search, new.search)] {
        match (before, now) {
            (true, false) => lost.push(name.to_owned()),
            (false, true) => won.push(name.to_owned()),
            _ => {}
        }
    }
    if !lost.is_empty() {
        let what = What::breaking(Breaks::Request, ChangeKind::PropertyAbility).item(&new.name);
        found.add(what.was(lost.join(", ")), at);
    }
    if !won.is_empty() {
        found.add(What::additive(ChangeKind::PropertyAbility).item(&new.name).now(won.join(", ")), at);
    }
    for (name, before, now) in
        [("read-only", old.read_only, new.read_only), ("only with $select", old.select_only, new.select_only)]
    {
        let what = What::editorial(ChangeKind::PropertyAbility).item(&new.name);
        match (before, now) {
            (false, true) => found.add(what.now(name), at),
            (true, false) => found.add(what.was(name), at),
            _ => {}
        }
    }
}
