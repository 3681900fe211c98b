//! The types of one version while they are completed, and the one place that changes them.

use std::collections::{BTreeSet, HashMap};

use crate::ir::{self, Field, PropertyPermission, Type, TypeDefinition, TypeId, TypeKind, lineage};
use crate::page::Page;

/// The types of one version while they are completed.
pub(super) struct Draft<'a> {
    pub(super) types: &'a mut [TypeDefinition],
    /// Dotted name in lower case → type.
    pub(super) lower: HashMap<String, TypeId>,
    pub(super) pages: &'a [&'a Page],
}

/// A change of one type.
pub(super) struct Patch {
    pub(super) ty: TypeId,
    pub(super) change: Change,
}

pub(super) enum Change {
    /// A property or relationship that no page about the type lists.
    Add(Field),
    /// The field at this position has another type.
    Retype { field: usize, ty: Type },
    /// The field at this position needs a permission.
    Require { field: usize, permission: PropertyPermission },
    /// The type is derived from another, whose fields it repeats.
    Derive(TypeId),
}

impl<'a> Draft<'a> {
    pub(super) fn of(types: &'a mut [TypeDefinition], pages: &'a [&'a Page]) -> Self {
        let lower = types.iter().zip(0..).map(|(ty, at)| (ty.name.to_lowercase(), TypeId::new(at))).collect();
        Self { types, lower, pages }
    }

    /// The type with this dotted name.
    pub(super) fn id(&self, name: &str) -> Option<TypeId> {
        ir::type_id(self.types, name)
    }

    /// A property of a type or its bases, whatever its capitals: the type that has it, and its position there.
    pub(super) fn field(&self, ty: TypeId, name: &str) -> Option<(TypeId, usize)> {
        ir::property(self.types, ty, name)
    }

    /// Applies a patch; one to a type without fields changes nothing.
    pub(super) fn apply(&mut self, Patch { ty, change }: Patch) {
        match change {
            Change::Add(field) => self.change_fields(ty, |fields| fields.push(field)),
            Change::Retype { field, ty: shown } => self.change_fields(ty, |fields| fields[field].ty = shown),
            Change::Require { field, permission } => {
                self.change_fields(ty, |fields| fields[field].permissions.push(permission));
            }
            Change::Derive(from) => self.derive(ty, from),
        }
    }

    fn change_fields(&mut self, ty: TypeId, change: impl FnOnce(&mut Vec<Field>)) {
        if let TypeKind::Object { fields, .. } = &mut self.types[ty].kind {
            change(fields);
        }
    }

    /// Makes one type the base of another, which no longer repeats its fields.
    fn derive(&mut self, ty: TypeId, from: TypeId) {
        let repeated: BTreeSet<String> = lineage(self.types, from)
            .flat_map(|ty| self.types[ty].fields())
            .map(|field| field.name.clone())
            .collect();
        if let TypeKind::Object { base, fields, .. } = &mut self.types[ty].kind {
            *base = Some(from);
            fields.retain(|field| !repeated.contains(&field.name));
        }
    }
}
