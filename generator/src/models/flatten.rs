//! The fields of a type, those of its bases among them.

use std::collections::HashMap;

use crate::ir::{Field, TypeDefinition, TypeKind};
use crate::names::is_listed;

/// The type and its bases, the type first.
pub(super) fn chain<'a>(
    definition: &'a TypeDefinition,
    definitions: &HashMap<&str, &'a TypeDefinition>,
) -> Vec<&'a TypeDefinition> {
    let mut chain = vec![definition];
    while let Some(TypeKind::Object { base: Some(base), .. }) = chain.last().map(|ty| &ty.kind) {
        match definitions.get(base.as_str()) {
            Some(base) if !chain.iter().any(|known| known.name == base.name) => chain.push(base),
            _ => break,
        }
    }
    chain
}

/// The fields of a type and its bases. One that a derived type repeats is the derived type's.
pub(super) fn all_fields<'a>(
    definition: &'a TypeDefinition,
    definitions: &HashMap<&str, &'a TypeDefinition>,
) -> Vec<&'a Field> {
    let mut fields: Vec<&Field> = Vec::new();
    let mut position: HashMap<&str, usize> = HashMap::new();
    for ty in chain(definition, definitions).into_iter().rev() {
        let TypeKind::Object { fields: own, .. } = &ty.kind else {
            continue;
        };
        for field in own.iter().filter(|field| is_listed(&field.name)) {
            match position.get(field.name.as_str()) {
                Some(&at) => fields[at] = field,
                None => {
                    position.insert(&field.name, fields.len());
                    fields.push(field);
                }
            }
        }
    }
    fields
}
