//! Which types have another name.
//!
//! A type has another name when the old name is gone, the new one is new, and either they differ in capitals only, or a property that
//! had the one has the other and both have much the same members, or it is the same name in another namespace and both have much the
//! same members, or nearly all of their members are the same. Lists of values that rows of tables give, `owner/property`, are often
//! alike: those have to be of properties with the same name.

use std::collections::{BTreeMap, BTreeSet};

use super::{Paired, paired};
use crate::ir::{Field, TypeDefinition, TypeId, TypeKind, Types};
use crate::names::short;

/// Types that have less in common than this are two types, when properties or names lead to both and when nothing does.
const ALIKE_IN_PLACE: f64 = 0.5;
const ALIKE: f64 = 0.8;
/// Two types with fewer members are alike by chance.
const ENOUGH: usize = 3;

/// New names by old names.
pub(super) fn renames<'a>(
    pairs: &Paired<'a, TypeDefinition>,
    (old_types, new_types): (&Types<'a>, &Types<'a>),
) -> BTreeMap<&'a str, &'a str> {
    let added: BTreeMap<&str, &TypeDefinition> =
        pairs.added.iter().map(|ty| (ty.name.as_str(), *ty)).collect();
    let mut candidates: Vec<(f64, &str, &str)> = Vec::new();
    for old in &pairs.removed {
        for new in added.values().filter(|new| new.name.eq_ignore_ascii_case(&old.name)) {
            candidates.push((2.0, &old.name, &new.name));
        }
        for new in added.values().filter(|new| short(&new.name) == short(&old.name)) {
            let likeness = likeness(old, new);
            if likeness >= ALIKE_IN_PLACE {
                candidates.push((1.0 + likeness, &old.name, &new.name));
            }
        }
        if members(old).len() < ENOUGH {
            continue;
        }
        for new in added.values().filter(|new| may_follow(&old.name, &new.name)) {
            let likeness = likeness(old, new);
            if likeness >= ALIKE {
                candidates.push((likeness, &old.name, &new.name));
            }
        }
    }
    let removed: BTreeMap<&str, &TypeDefinition> =
        pairs.removed.iter().map(|ty| (ty.name.as_str(), *ty)).collect();
    for (was, name) in successors(pairs) {
        let (was, name) = (old_types.get(was).name.as_str(), new_types.get(name).name.as_str());
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

/// What makes two properties the same.
pub(super) fn key(field: &Field) -> String {
    field.name.to_lowercase()
}

/// Whether a type can be another one by its members alone: if one of them is named after a property, the other one is as well.
fn may_follow(was: &str, name: &str) -> bool {
    let is_listed = |name: &str| name.contains('/');
    let last = |name: &str| name.rsplit(['/', '.']).next().unwrap_or_default().to_lowercase();
    !(is_listed(was) || is_listed(name)) || last(was) == last(name)
}

/// The types that the same property had before and has now.
fn successors(pairs: &Paired<'_, TypeDefinition>) -> BTreeSet<(TypeId, TypeId)> {
    let mut found = BTreeSet::new();
    for (old, new) in &pairs.both {
        for (before, after) in paired(old.fields(), new.fields(), key).both {
            found.extend(before.ty.named().zip(after.ty.named()));
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
