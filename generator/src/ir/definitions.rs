//! Definitions of types, which refer to each other by identity. The one place that goes up the bases.

use std::ops::{Index, IndexMut};

use super::{Type, TypeDefinition, TypeId};

/// Bases above a type. The deepest type of the docs has seven; a model that has more is refused, and so is a circle.
pub(crate) const MOST_BASES: usize = 64;

impl Index<TypeId> for [TypeDefinition] {
    type Output = TypeDefinition;

    fn index(&self, ty: TypeId) -> &TypeDefinition {
        &self[ty.index()]
    }
}

impl IndexMut<TypeId> for [TypeDefinition] {
    fn index_mut(&mut self, ty: TypeId) -> &mut TypeDefinition {
        &mut self[ty.index()]
    }
}

/// The type with this dotted name, of types that are sorted by name.
pub(crate) fn type_id(types: &[TypeDefinition], name: &str) -> Option<TypeId> {
    types.binary_search_by(|ty| ty.name.as_str().cmp(name)).ok().map(TypeId::new)
}

/// A type with names in the place of identities.
pub(crate) fn spelled<'t>(types: &'t [TypeDefinition], ty: &Type) -> Type<&'t str> {
    match ty {
        Type::Primitive(primitive) => Type::Primitive(*primitive),
        Type::Named(id) => Type::Named(&types[*id].name),
        Type::List(item) => spelled(types, item).list(),
        Type::Json => Type::Json,
    }
}

/// A type and its bases, the type first.
pub(crate) fn lineage(types: &[TypeDefinition], ty: TypeId) -> impl Iterator<Item = TypeId> {
    std::iter::successors(Some(ty), move |ty| types[*ty].base()).take(1 + MOST_BASES)
}

/// A property of a type or of its bases, whatever its capitals: the type that has it, and its position there.
pub(crate) fn property(types: &[TypeDefinition], ty: TypeId, name: &str) -> Option<(TypeId, usize)> {
    lineage(types, ty).find_map(|ty| {
        let mut fields = types[ty].fields().iter();
        fields.position(|field| field.name.eq_ignore_ascii_case(name)).map(|field| (ty, field))
    })
}
