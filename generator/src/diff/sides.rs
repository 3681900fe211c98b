//! The types of both sides of one version, paired.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use super::found::What;
use super::renames::renames;
use super::surface::Surface;
use super::{Breaks, ChangeKind, Paired, paired};
use crate::ir::{self, ApiVersion, Type, TypeDefinition, TypeId, TypeKind};
use crate::plan::models::Target;

/// The types of both sides of one version, paired, and what stands for everything in the crates of both sides.
pub(super) struct Types<'a> {
    old: Side<'a>,
    new: Side<'a>,
    pub(super) pairs: Paired<'a, TypeDefinition>,
    /// New names by old names.
    renamed: BTreeMap<&'a str, &'a str>,
}

/// One side.
struct Side<'a> {
    types: ir::Types<'a>,
    surface: Surface<'a>,
}

impl<'a> Side<'a> {
    fn of(api: &'a ApiVersion) -> Self {
        Self { types: ir::Types::of(api), surface: Surface::of(api) }
    }

    fn named(&self, name: &str) -> Option<&'a TypeDefinition> {
        self.types.id(name).map(|ty| self.types.get(ty))
    }
}

impl<'a> Types<'a> {
    /// Pairs the types of one version.
    pub(super) fn pair(old: &'a ApiVersion, new: &'a ApiVersion) -> Self {
        let mut pairs = paired(&old.types, &new.types, |ty| ty.name.clone());
        let (old, new) = thread::scope(|scope| {
            let old = scope.spawn(|| Side::of(old));
            let new = Side::of(new);
            (old.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), new)
        });
        let renamed = renames(&pairs, (&old.types, &new.types));
        for (was, name) in &renamed {
            pairs.both.extend(old.named(was).zip(new.named(name)));
        }
        let names: BTreeSet<&str> = renamed.values().copied().collect();
        pairs.removed.retain(|ty| !renamed.contains_key(ty.name.as_str()));
        pairs.added.retain(|ty| !names.contains(ty.name.as_str()));
        Self { old, new, pairs, renamed }
    }

    /// The crates of both sides.
    pub(super) fn surfaces(&self) -> (&Surface<'a>, &Surface<'a>) {
        (&self.old.surface, &self.new.surface)
    }

    /// What two types have become in the crates of their sides.
    pub(super) fn targets(&self, old: &TypeDefinition, new: &TypeDefinition) -> (&Target, &Target) {
        let target = |side: &'_ Side<'a>, name: &str| side.types.id(name).expect("it is a type of its side");
        let ids = (target(&self.old, &old.name), target(&self.new, &new.name));
        (self.old.surface.target(ids.0), self.new.surface.target(ids.1))
    }

    /// Whether a type of the old side is a type of the new side, under whatever name.
    pub(super) fn same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Named(old), Type::Named(new)) => self.is(*old, *new),
            (Type::List(old), Type::List(new)) => self.same(old, new),
            _ => old == new,
        }
    }

    /// Whether a type of the old side with a name is one of the new side.
    pub(super) fn is(&self, old: TypeId, new: TypeId) -> bool {
        let (old, new) = (self.old.types.get(old).name.as_str(), self.new.types.get(new).name.as_str());
        *self.renamed.get(old).unwrap_or(&old) == new
    }

    /// What it is that something has another type, by what another type breaks there. Requests send the same when both are enums with
    /// the same members.
    pub(super) fn retyped(&self, kind: ChangeKind, breaks: Breaks, old: &Type, new: &Type) -> What {
        let what = match breaks {
            Breaks::Request if self.same_members(old, new) => What::editorial(kind),
            _ => What::breaking(breaks, kind),
        };
        what.was(self.old.types.spelled(old)).now(self.new.types.spelled(new))
    }

    /// Whether two types are enums with the same members, or lists of such enums: the same texts travel, whatever the types are called.
    fn same_members(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Named(old), Type::Named(new)) => {
                let members = members_of(&self.old.types, *old);
                members.is_some() && members == members_of(&self.new.types, *new)
            }
            (Type::List(old), Type::List(new)) => self.same_members(old, new),
            _ => false,
        }
    }

    /// The types of both sides.
    pub(super) fn sides(&self) -> (&ir::Types<'a>, &ir::Types<'a>) {
        (&self.old.types, &self.new.types)
    }

    /// Whether a type of the new side is an enum or a list of one.
    pub(super) fn is_enum(&self, ty: &Type) -> bool {
        ty.named().is_some_and(|ty| matches!(self.new.types.get(ty).kind, TypeKind::Enum { .. }))
    }
}

/// The names of the members of an enum; none for another type.
fn members_of<'a>(types: &ir::Types<'a>, ty: TypeId) -> Option<BTreeSet<&'a str>> {
    match &types.get(ty).kind {
        TypeKind::Enum { members, .. } => Some(members.iter().map(|member| member.name.as_str()).collect()),
        _ => None,
    }
}
