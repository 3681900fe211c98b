//! Which fields need a box: those that hold an entity, and those on a circle of objects that hold each other.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::ir::{Field, Type, TypeId, TypeKind, Types};
use crate::names::is_listed;

/// The answer.
pub(super) struct Boxed {
    entities: HashSet<TypeId>,
    /// Types on a circle, or between two.
    circles: HashSet<TypeId>,
}

impl Boxed {
    /// Whether the object in a field of a type is boxed.
    pub(super) fn is_boxed(&self, owner: TypeId, field: &Field) -> bool {
        let Type::Named(ty) = &field.ty else { return false };
        self.entities.contains(ty) || self.circles.contains(ty) && self.circles.contains(&owner)
    }
}

pub(super) fn boxed(types: &Types<'_>) -> Boxed {
    let is_entity = |kind: &TypeKind| matches!(kind, TypeKind::Object { entity: true, .. });
    let entities: HashSet<TypeId> =
        types.iter().filter(|(_, ty)| is_entity(&ty.kind)).map(|(id, _)| id).collect();
    let held = |field: &Field| held(field, types).filter(|ty| !entities.contains(ty));
    let holds = types.iter().map(|(id, _)| (id, listed_fields(id, types).filter_map(held).collect()));
    let circles = circles(holds.collect());
    Boxed { entities, circles }
}

/// The fields that a model of the type has.
pub(super) fn listed_fields<'a>(ty: TypeId, types: &Types<'a>) -> impl Iterator<Item = &'a Field> {
    types.fields(ty).into_iter().filter(|field| is_listed(&field.name))
}

/// The type whose object a field holds.
fn held(field: &Field, types: &Types<'_>) -> Option<TypeId> {
    let Type::Named(ty) = field.ty else { return None };
    matches!(types.get(ty).kind, TypeKind::Object { .. }).then_some(ty)
}

/// What is left when types that hold nothing that is left are taken away until there are none.
fn circles<T: Copy + Eq + Hash>(holds: HashMap<T, HashSet<T>>) -> HashSet<T> {
    let mut left: HashMap<T, usize> = holds.iter().map(|(&ty, held)| (ty, held.len())).collect();
    let mut held_by: HashMap<T, Vec<T>> = HashMap::new();
    for (&ty, held) in &holds {
        for &held in held {
            held_by.entry(held).or_default().push(ty);
        }
    }
    let mut done: Vec<T> = left.iter().filter(|(_, count)| **count == 0).map(|(&ty, _)| ty).collect();
    while let Some(ty) = done.pop() {
        left.remove(&ty);
        for holder in held_by.get(&ty).into_iter().flatten() {
            if let Some(count) = left.get_mut(holder) {
                *count -= 1;
                if *count == 0 {
                    done.push(*holder);
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
