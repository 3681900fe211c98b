//! The types of one version while they are completed, and the one place that changes them.

use std::collections::{BTreeSet, HashMap};

use crate::ir::{Field, PropertyPermission, Type, TypeDefinition, TypeId, TypeKind, TypeNames};
use crate::page::Page;

/// The types of one version while they are completed.
pub(super) struct Draft<'a> {
    pub(super) types: &'a mut [TypeDefinition],
    pub(super) names: TypeNames,
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
        let names = TypeNames::of(types);
        let lower = TypeNames::in_lower_case(types);
        Self { types, names, lower, pages }
    }

    /// A property of a type or its bases, whatever its capitals: the type that has it, and its position there.
    pub(super) fn field(&self, ty: TypeId, name: &str) -> Option<(TypeId, usize)> {
        self.names.property(self.types, ty, name)
    }

    /// Applies a patch; one to a type without fields changes nothing.
    pub(super) fn apply(&mut self, Patch { ty, change }: Patch) {
        let repeated = match &change {
            Change::Derive(from) => self.field_names(*from),
            _ => BTreeSet::new(),
        };
        let base_name = match &change {
            Change::Derive(from) => Some(self.types[*from].name.clone()),
            _ => None,
        };
        let TypeKind::Object { base, fields, .. } = &mut self.types[ty].kind else { return };
        match change {
            Change::Add(field) => fields.push(field),
            Change::Retype { field, ty } => fields[field].ty = ty,
            Change::Require { field, permission } => fields[field].permissions.push(permission),
            Change::Derive(_) => {
                *base = base_name;
                fields.retain(|field| !repeated.contains(&field.name));
            }
        }
    }

    /// The names of the fields of a type and its bases.
    fn field_names(&self, ty: TypeId) -> BTreeSet<String> {
        let lineage = self.names.lineage(self.types, ty);
        lineage.flat_map(|ty| self.types[ty].fields()).map(|field| field.name.clone()).collect()
    }
}
