//! What types are derived from.

use std::collections::HashMap;

use crate::ir::{Field, TypeDefinition, TypeKind};

/// The positions of types by name, which is enough to go from each to those above it while their properties change.
pub(super) struct Lineage(HashMap<String, usize>);

impl Lineage {
    pub(super) fn of(types: &[TypeDefinition]) -> Self {
        Self(types.iter().enumerate().map(|(at, ty)| (ty.name.clone(), at)).collect())
    }

    /// The position of the type of that name.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }

    /// An object type and all that it is derived from, itself first, each with its own properties.
    pub(super) fn line<'t>(
        &'t self,
        types: &'t [TypeDefinition],
        ty: usize,
    ) -> impl Iterator<Item = (usize, &'t [Field])> {
        let mut next = Some(ty);
        let above = move || {
            let at = next?;
            let TypeKind::Object { base, fields, .. } = &types[at].kind else { return None };
            next = base.as_ref().and_then(|base| self.position(base));
            Some((at, fields.as_slice()))
        };
        std::iter::from_fn(above)
    }

    /// A property of a type or of what it is derived from, whatever its capitals: the type that has it, and its position there.
    pub(super) fn property(&self, types: &[TypeDefinition], ty: usize, name: &str) -> Option<(usize, usize)> {
        self.line(types, ty).find_map(|(at, fields)| {
            fields.iter().position(|field| field.name.eq_ignore_ascii_case(name)).map(|field| (at, field))
        })
    }
}
