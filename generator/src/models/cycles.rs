//! Which fields need a box: those that hold an entity, and those on a circle of objects that hold each other.

use std::collections::{HashMap, HashSet};

use super::flatten::all_fields;
use crate::ir::{Field, Type, TypeDefinition, TypeKind};

/// The answer.
pub(super) struct Boxed<'a> {
    entities: HashSet<&'a str>,
    /// Types on a circle, or between two.
    circles: HashSet<&'a str>,
}

impl Boxed<'_> {
    /// Whether the object in a field of a type is boxed.
    pub(super) fn is_boxed(&self, owner: &str, field: &Field) -> bool {
        match &field.ty {
            Type::Named(name) => {
                self.entities.contains(name.as_str())
                    || self.circles.contains(name.as_str()) && self.circles.contains(owner)
            }
            _ => false,
        }
    }
}

pub(super) fn boxed<'a>(
    types: &'a [TypeDefinition],
    definitions: &HashMap<&str, &'a TypeDefinition>,
) -> Boxed<'a> {
    let entities = types
        .iter()
        .filter(|ty| matches!(ty.kind, TypeKind::Object { entity: true, .. }))
        .map(|ty| ty.name.as_str())
        .collect();
    let mut holds: HashMap<&str, HashSet<&str>> = HashMap::new();
    for ty in types {
        let held =
            all_fields(ty, definitions).into_iter().filter_map(|field| held(field, definitions, &entities));
        holds.insert(&ty.name, held.collect());
    }
    let circles = circles(holds);
    Boxed { entities, circles }
}

/// The type whose object a field holds without a box around it.
fn held<'a>(
    field: &'a Field,
    definitions: &HashMap<&str, &'a TypeDefinition>,
    entities: &HashSet<&str>,
) -> Option<&'a str> {
    match &field.ty {
        Type::Named(name) if !entities.contains(name.as_str()) => {
            let definition = definitions.get(name.as_str())?;
            matches!(definition.kind, TypeKind::Object { .. }).then_some(name.as_str())
        }
        _ => None,
    }
}

/// What is left when types that hold nothing that is left are taken away until there are none.
fn circles<'a>(holds: HashMap<&'a str, HashSet<&'a str>>) -> HashSet<&'a str> {
    let mut left: HashMap<&str, usize> = holds.iter().map(|(name, held)| (*name, held.len())).collect();
    let mut held_by: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, held) in &holds {
        for held in held {
            held_by.entry(held).or_default().push(name);
        }
    }
    let mut done: Vec<&str> = left.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
    while let Some(name) = done.pop() {
        left.remove(name);
        for holder in held_by.get(name).into_iter().flatten() {
            if let Some(count) = left.get_mut(holder) {
                *count -= 1;
                if *count == 0 {
                    done.push(holder);
                }
            }
        }
    }
    left.into_keys().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found() {
        let graph =
            [("a", vec!["b"]), ("b", vec!["c", "d"]), ("c", vec!["b"]), ("d", vec![]), ("e", vec!["e"])];
        let holds = graph.into_iter().map(|(name, held)| (name, held.into_iter().collect())).collect();
        // `a` leads into a circle: it is boxed as well, which does no harm.
        assert_eq!(circles(holds), HashSet::from(["a", "b", "c", "e"]));
    }
}
