//! Types for tests.

use super::{Field, SourceLocation, Type, TypeDefinition, TypeId, TypeKind};

/// An object with these properties, derived from the type at a position.
pub(super) fn object(name: &str, base: Option<usize>, fields: &[(&str, Type)]) -> TypeDefinition {
    let field = |(name, ty): &(&str, Type)| Field::plain(name, ty.clone(), SourceLocation::default());
    TypeDefinition {
        name: name.to_owned(),
        kind: TypeKind::Object {
            entity: false,
            base: base.map(TypeId::new),
            is_abstract: false,
            open: false,
            fields: fields.iter().map(field).collect(),
        },
        description: String::new(),
        places: Vec::new(),
        deprecated: false,
    }
}
