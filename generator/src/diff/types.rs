//! Types: added, removed, renamed, and what changed about those that are still there.
//!
//! A type has another name when the old name is gone, the new one is new, and either they differ in capitals only, or a property that
//! had the one has the other and both have much the same members, or nearly all of their members are the same.

use std::collections::{BTreeMap, BTreeSet};

use super::operations::deprecation;
use super::{At, Class, Found, Kind, Paired, What, paired, reworded};
use crate::ir::{ApiVersion, EnumMember, Field, Place, Type, TypeDefinition, TypeKind};
use crate::names::{pascal, snake};

/// The types of both sides of one version, paired.
pub(super) struct Types<'a> {
    old: Index<'a>,
    new: Index<'a>,
    pairs: Paired<'a, TypeDefinition>,
    /// New names by old names.
    renamed: BTreeMap<&'a str, &'a str>,
}

/// Types by name.
type Index<'a> = BTreeMap<&'a str, &'a TypeDefinition>;

impl Types<'_> {
    /// Whether a type of the old side is a type of the new side, under whatever name.
    pub(super) fn same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Named(old), Type::Named(new)) => {
                self.renamed.get(old.as_str()).unwrap_or(&old.as_str()) == new
            }
            (Type::List(old), Type::List(new)) => self.same(old, new),
            _ => old == new,
        }
    }

    /// Whether a type of the new side is an enum or a list of one.
    pub(super) fn is_enum(&self, ty: &Type) -> bool {
        let Type::Named(name) = ty.item() else { return false };
        self.new.get(name.as_str()).is_some_and(|ty| matches!(ty.kind, TypeKind::Enum { .. }))
    }
}

/// Pairs the types of one version.
pub(super) fn pair<'a>(old: &'a ApiVersion, new: &'a ApiVersion) -> Types<'a> {
    let mut pairs = paired(&old.types, &new.types, |ty| ty.name.clone());
    let index =
        |api: &'a ApiVersion| api.types.iter().map(|ty| (ty.name.as_str(), ty)).collect::<Index<'a>>();
    let (old, new) = (index(old), index(new));
    let renamed = renames(&pairs);
    for (was, name) in &renamed {
        pairs.both.push((old[was], new[name]));
    }
    let names: BTreeSet<&str> = renamed.values().copied().collect();
    pairs.removed.retain(|ty| !renamed.contains_key(ty.name.as_str()));
    pairs.added.retain(|ty| !names.contains(ty.name.as_str()));
    Types { old, new, pairs, renamed }
}

/// Types that have less in common than this are two types, when properties lead to both and when nothing does.
const ALIKE_IN_PLACE: f64 = 0.5;
const ALIKE: f64 = 0.8;
/// Two types with fewer members are alike by chance.
const ENOUGH: usize = 3;

fn renames<'a>(pairs: &Paired<'a, TypeDefinition>) -> BTreeMap<&'a str, &'a str> {
    let added: Index<'a> = pairs.added.iter().map(|ty| (ty.name.as_str(), *ty)).collect();
    let mut candidates: Vec<(f64, &str, &str)> = Vec::new();
    for old in &pairs.removed {
        for new in added.values().filter(|new| new.name.eq_ignore_ascii_case(&old.name)) {
            candidates.push((2.0, &old.name, &new.name));
        }
        if members(old).len() < ENOUGH {
            continue;
        }
        for new in added.values() {
            let likeness = likeness(old, new);
            if likeness >= ALIKE {
                candidates.push((likeness, &old.name, &new.name));
            }
        }
    }
    let removed: Index<'a> = pairs.removed.iter().map(|ty| (ty.name.as_str(), *ty)).collect();
    for (was, name) in successors(pairs) {
        if let (Some(old), Some(new)) = (removed.get(was), added.get(name)) {
            let likeness = likeness(old, new);
            if likeness >= ALIKE_IN_PLACE {
                candidates.push((1.0 + likeness, was, name));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)).then(a.2.cmp(b.2)));
    let (mut renamed, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, was, name) in candidates {
        if !renamed.contains_key(was) && taken.insert(name) {
            renamed.insert(was, name);
        }
    }
    renamed
}

/// The names of types that the same property had before and has now.
fn successors<'a>(pairs: &Paired<'a, TypeDefinition>) -> BTreeSet<(&'a str, &'a str)> {
    let mut found = BTreeSet::new();
    for (old, new) in &pairs.both {
        for (before, after) in paired(fields(old), fields(new), field_key).both {
            if let (Type::Named(was), Type::Named(name)) = (before.ty.item(), after.ty.item())
                && was != name
            {
                found.insert((was.as_str(), name.as_str()));
            }
        }
    }
    found
}

/// The share of members that both have.
fn likeness(old: &TypeDefinition, new: &TypeDefinition) -> f64 {
    if std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind) {
        return 0.0;
    }
    let (old, new) = (members(old), members(new));
    let all = old.union(&new).count();
    if all == 0 { 0.0 } else { old.intersection(&new).count() as f64 / all as f64 }
}

fn members(ty: &TypeDefinition) -> BTreeSet<String> {
    match &ty.kind {
        TypeKind::Object { fields, .. } => fields.iter().map(|field| field.name.to_lowercase()).collect(),
        TypeKind::Enum { members, .. } => members.iter().map(|member| member.name.to_lowercase()).collect(),
        TypeKind::Opaque => BTreeSet::new(),
    }
}

fn fields(ty: &TypeDefinition) -> &[Field] {
    match &ty.kind {
        TypeKind::Object { fields, .. } => fields,
        TypeKind::Enum { .. } | TypeKind::Opaque => &[],
    }
}

fn field_key(field: &Field) -> String {
    field.name.to_lowercase()
}

/// Compares the types of one version.
pub(super) fn compare(types: &Types<'_>, found: &mut Found<'_>) {
    for ty in &types.pairs.removed {
        let what = What::new(Class::Breaking, Kind::TypeRemoved).item(kind_words(&ty.kind));
        found.add(what, At::of(&ty.name, place(ty), None));
    }
    for ty in &types.pairs.added {
        let what = What::new(Class::Additive, Kind::TypeAdded).item(kind_words(&ty.kind));
        found.add(what, At::of(&ty.name, None, place(ty)));
    }
    for (old, new) in &types.pairs.both {
        definition(old, new, types, found);
    }
}

fn place(ty: &TypeDefinition) -> Option<Place> {
    ty.places.first().copied()
}

fn kind_words(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object { entity: true, .. } => "entity",
        TypeKind::Object { entity: false, .. } => "complex type",
        TypeKind::Enum { .. } => "enum",
        TypeKind::Opaque => "undescribed type",
    }
}

fn definition(old: &TypeDefinition, new: &TypeDefinition, types: &Types<'_>, found: &mut Found<'_>) {
    let at = At { name: &new.name, was: &old.name, old: place(old), new: place(new) };
    if old.name != new.name {
        let rust = |name: &str| pascal(name.rsplit('.').next().unwrap_or(name));
        let (class, kind) = if rust(&old.name) == rust(&new.name) {
            (Class::Editorial, Kind::Respelled)
        } else {
            (Class::Breaking, Kind::TypeRenamed)
        };
        found.add(What::new(class, kind).old(&old.name).new_is(&new.name), at);
    }
    match (&old.kind, &new.kind) {
        (TypeKind::Object { .. }, TypeKind::Object { .. }) => object(old, new, at, types, found),
        (TypeKind::Enum { flags: a, members: before }, TypeKind::Enum { flags: b, members: after }) => {
            natures(&[("flags", *a, *b, Class::Breaking, Class::Breaking)], at, found);
            enum_members(before, after, at, found);
        }
        (TypeKind::Opaque, TypeKind::Opaque) => {}
        (before, after) => {
            let what = What::new(Class::Breaking, Kind::TypeKindChanged);
            found.add(what.old(kind_words(before)).new_is(kind_words(after)), at);
        }
    }
    deprecation(old.deprecated, new.deprecated, "", at, found);
    if reworded(&old.description, &new.description) {
        found.add(What::new(Class::Editorial, Kind::DescriptionChanged), at);
    }
}

fn object(old: &TypeDefinition, new: &TypeDefinition, at: At<'_>, types: &Types<'_>, found: &mut Found<'_>) {
    let (
        TypeKind::Object { entity: e, base: b, is_abstract: a, open: o, fields: before },
        TypeKind::Object { entity: f, base: c, is_abstract: d, open: p, fields: after },
    ) = (&old.kind, &new.kind)
    else {
        return;
    };
    let same_base = match (b, c) {
        (Some(b), Some(c)) => types.same(&Type::Named(b.clone()), &Type::Named(c.clone())),
        (b, c) => b == c,
    };
    if !same_base {
        let name = |base: &Option<String>| base.as_deref().unwrap_or("nothing").to_owned();
        found.add(What::new(Class::Breaking, Kind::BaseChanged).old(name(b)).new_is(name(c)), at);
    }
    let natures_of = [
        ("abstract", *a, *d, Class::Breaking, Class::Additive),
        ("open", *o, *p, Class::Additive, Class::Breaking),
        ("entity", *e, *f, Class::Editorial, Class::Editorial),
    ];
    natures(&natures_of, at, found);
    let pairs = paired(before, after, field_key);
    for (old, new) in pairs.both {
        field(old, new, at.places(Some(old.place), Some(new.place)), types, found);
    }
    // A property that went to the base type is still there, and one that came from it was there before.
    let (inherits, inherited) = (inherited(new, &types.new), inherited(old, &types.old));
    for field in pairs.removed.iter().filter(|field| !inherits.contains(&field_key(field))) {
        let what = What::new(Class::Breaking, Kind::PropertyRemoved).item(&field.name).old(&field.ty);
        found.add(what, at.places(Some(field.place), None));
    }
    for field in pairs.added.iter().filter(|field| !inherited.contains(&field_key(field))) {
        let what = What::new(Class::Additive, Kind::PropertyAdded).item(&field.name).new_is(&field.ty);
        found.add(what, at.places(None, Some(field.place)));
    }
}

/// The properties of the bases of a type. A circle of bases ends.
fn inherited(ty: &TypeDefinition, index: &Index<'_>) -> BTreeSet<String> {
    let (mut names, mut seen) = (BTreeSet::new(), BTreeSet::from([ty.name.as_str()]));
    let mut here = ty;
    while let TypeKind::Object { base: Some(base), .. } = &here.kind
        && let Some(next) = index.get(base.as_str())
        && seen.insert(base.as_str())
    {
        names.extend(fields(next).iter().map(field_key));
        here = next;
    }
    names
}

/// Things that a type is or is not: the name, before, now, the class of becoming it and that of ceasing to be it.
fn natures(all: &[(&str, bool, bool, Class, Class)], at: At<'_>, found: &mut Found<'_>) {
    for &(name, before, now, becomes, ceases) in all {
        if before != now {
            let class = if now { becomes } else { ceases };
            let what = What::new(class, Kind::TraitChanged);
            found.add(if now { what.new_is(name) } else { what.old(name) }, at);
        }
    }
}

fn field(old: &Field, new: &Field, at: At<'_>, types: &Types<'_>, found: &mut Found<'_>) {
    let name = &new.name;
    if old.name != *name {
        let class = if snake(&old.name) == snake(name) { Class::Editorial } else { Class::Breaking };
        found.add(What::new(class, Kind::Respelled).old(&old.name).new_is(name), at);
    }
    if !types.same(&old.ty, &new.ty) {
        let what = What::new(Class::Breaking, Kind::PropertyRetyped).item(name);
        found.add(what.old(&old.ty).new_is(&new.ty), at);
    }
    match (old.required, new.required) {
        (false, true) => found.add(What::new(Class::Breaking, Kind::PropertyRequired).item(name), at),
        (true, false) => found.add(What::new(Class::Additive, Kind::PropertyOptional).item(name), at),
        _ => {}
    }
    abilities(old, new, at, found);
    if old.nullable != new.nullable {
        let word = |nullable: bool| if nullable { "nullable" } else { "not nullable" };
        let what = What::new(Class::Editorial, Kind::NullabilityChanged).item(name);
        found.add(what.old(word(old.nullable)).new_is(word(new.nullable)), at);
    }
    if old.default != new.default {
        let what = What::new(Class::Editorial, Kind::DefaultChanged).item(name);
        found.add(What { old: old.default.clone(), new: new.default.clone(), ..what }, at);
    }
    deprecation(old.deprecated, new.deprecated, name, at, found);
    if reworded(&old.description, &new.description) {
        found.add(What::new(Class::Editorial, Kind::DescriptionChanged).item(name), at);
    }
}

/// What a property can do. A filter or an order that is no longer there is refused; that a property is read-only or has to be
/// selected was mostly true before somebody wrote it down, and the generated struct stays as it is.
fn abilities(old: &Field, new: &Field, at: At<'_>, found: &mut Found<'_>) {
    let filter = |operator: &String| format!("$filter {operator}");
    let mut lost = Vec::new();
    let mut won = Vec::new();
    let operators = paired(&old.filter, &new.filter, |operator| operator.to_lowercase());
    lost.extend(operators.removed.into_iter().map(filter));
    won.extend(operators.added.into_iter().map(filter));
    for (name, before, now) in [("$orderby", old.orderby, new.orderby), ("$search", old.search, new.search)] {
        match (before, now) {
            (true, false) => lost.push(name.to_owned()),
            (false, true) => won.push(name.to_owned()),
            _ => {}
        }
    }
    let what = |class| What::new(class, Kind::PropertyAbility).item(&new.name);
    if !lost.is_empty() {
        found.add(what(Class::Breaking).old(lost.join(", ")), at);
    }
    if !won.is_empty() {
        found.add(what(Class::Additive).new_is(won.join(", ")), at);
    }
    for (name, before, now) in
        [("read-only", old.read_only, new.read_only), ("only with $select", old.select_only, new.select_only)]
    {
        if before != now {
            let what = what(Class::Editorial);
            found.add(if now { what.new_is(name) } else { what.old(name) }, at);
        }
    }
}

/// Members of an enum. The generated enum is open, so that a new member breaks nobody.
fn enum_members(old: &[EnumMember], new: &[EnumMember], at: At<'_>, found: &mut Found<'_>) {
    // Members that are names of types are written with their namespace or without.
    let short = |member: &EnumMember| member.name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let pairs = paired(old, new, short);
    for member in pairs.removed {
        found.add(What::new(Class::Breaking, Kind::MemberRemoved).item(&member.name), at);
    }
    for member in pairs.added {
        found.add(What::new(Class::Additive, Kind::MemberAdded).item(&member.name), at);
    }
    for (old, new) in pairs.both {
        if old.name != new.name {
            let class =
                if pascal(&old.name) == pascal(&new.name) { Class::Editorial } else { Class::Breaking };
            found.add(What::new(class, Kind::Respelled).old(&old.name).new_is(&new.name), at);
        }
        if let (Some(before), Some(after)) = (old.value, new.value)
            && before != after
        {
            let what = What::new(Class::Editorial, Kind::MemberRenumbered).item(&new.name);
            found.add(what.old(before).new_is(after), at);
        }
        if reworded(&old.description, &new.description) {
            found.add(What::new(Class::Editorial, Kind::DescriptionChanged).item(&new.name), at);
        }
    }
}
