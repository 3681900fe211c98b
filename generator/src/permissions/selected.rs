//! Which properties of a response need a permission besides those of the request.

use std::collections::{HashMap, HashSet};

use super::PropertyFact;
use crate::ir::{
    Access, ApiVersion, Content, Field, Operation, PropertyPermission, SourceLocation, TypeDefinition,
    TypeId, TypeKind, Types,
};

/// No path to a property that the docs speak of has more parts.
const MOST_PARTS: usize = 4;
/// Properties of what one operation gives. Types that are parts of one another in many ways have more paths than anybody can read.
pub(crate) const MOST_NEEDED: usize = 1000;

/// The types of one API version.
pub(crate) struct Needed<'a> {
    types: Types<'a>,
    /// The fields of a type, and of its bases, that need a permission or lead to one that does, and on how many parts they do: most docs
    /// have none.
    leading: HashMap<TypeId, (usize, Vec<&'a Field>)>,
}

impl<'a> Needed<'a> {
    pub(crate) fn of(version: &'a ApiVersion) -> Self {
        let mut needed = Self { types: Types::of(version), leading: HashMap::new() };
        if version.types.iter().flat_map(TypeDefinition::fields).any(|field| !field.permissions.is_empty()) {
            for parts in 1..=MOST_PARTS {
                let found: Vec<TypeId> = needed
                    .types
                    .iter()
                    .map(|(id, _)| id)
                    .filter(|id| !needed.leading.contains_key(id))
                    .filter(|id| needed.fields(*id).any(|field| needed.leads(field)))
                    .collect();
                needed.leading.extend(found.into_iter().map(|id| (id, (parts, Vec::new()))));
            }
            let fields: Vec<(TypeId, Vec<&'a Field>)> = needed
                .leading
                .keys()
                .map(|&id| (id, needed.fields(id).filter(|field| needed.leads(field)).collect()))
                .collect();
            for (id, fields) in fields {
                needed.leading.get_mut(&id).expect("it is one of them").1 = fields;
            }
        }
        needed
    }

    /// The facts of what an operation gives, [`MOST_NEEDED`] at most; `keep` tells where a place stands in the files that are kept.
    pub(super) fn by(
        &self,
        operation: &'a Operation,
        keep: &mut dyn FnMut(SourceLocation) -> SourceLocation,
    ) -> Vec<PropertyFact> {
        let mut facts = self.facts(operation);
        facts.truncate(MOST_NEEDED);
        for fact in &mut facts {
            fact.place = keep(fact.place);
        }
        facts
    }

    /// Whether an operation gives more than [`MOST_NEEDED`] properties that need a permission.
    pub(crate) fn is_too_many(&self, operation: &'a Operation) -> bool {
        self.facts(operation).len() > MOST_NEEDED
    }

    /// The facts of what an operation gives; one more than are kept when there are too many.
    fn facts(&self, operation: &'a Operation) -> Vec<PropertyFact> {
        let (mut facts, mut given) = (Vec::new(), HashSet::new());
        for response in &operation.responses {
            if let Content::One { ty, .. } | Content::Collection { ty } = &response.content
                && let Some(ty) = ty.named()
                && given.insert(ty)
            {
                self.add(ty, "", &mut Vec::new(), &mut facts);
            }
        }
        facts
    }

    /// Adds the properties of a type and of its parts; `inside` are the types that the prefix leads through.
    fn add(&self, ty: TypeId, prefix: &str, inside: &mut Vec<TypeId>, facts: &mut Vec<PropertyFact>) {
        let Some((parts, fields)) = self.leading.get(&ty) else { return };
        if inside.len() + parts > MOST_PARTS || inside.contains(&ty) {
            return;
        }
        inside.push(ty);
        for field in fields {
            if facts.len() > MOST_NEEDED {
                break;
            }
            let path = format!("{prefix}{}", field.name);
            let start = facts.len();
            for needs in reading(field) {
                let fact = PropertyFact {
                    name: path.clone(),
                    requirement: needs.requirement.clone(),
                    place: needs.place,
                };
                if !facts[start..].contains(&fact) {
                    facts.push(fact);
                }
            }
            if let (true, Some(part)) = (facts.len() == start, field.ty.named()) {
                self.add(part, &format!("{path}."), inside, facts);
            }
        }
        inside.pop();
    }

    /// Whether a field needs a permission, or is a part of which it is known that it leads to one that does.
    fn leads(&self, field: &Field) -> bool {
        let is_known = field.ty.named().is_some_and(|part| self.leading.contains_key(&part));
        reading(field).next().is_some() || is_known && self.is_part(field)
    }

    /// The fields of a type, then those of its bases.
    fn fields(&self, ty: TypeId) -> impl Iterator<Item = &'a Field> {
        std::iter::once(ty).chain(self.types.ancestors(ty)).flat_map(|ty| self.types.get(ty).fields())
    }

    /// Whether a field holds an object without an identity of its own, which comes with its owner.
    fn is_part(&self, field: &Field) -> bool {
        let kind = field.ty.named().map(|part| &self.types.get(part).kind);
        !field.relationship && matches!(kind, Some(TypeKind::Object { entity: false, .. }))
    }
}

/// What a field needs to be read.
fn reading(field: &Field) -> impl Iterator<Item = &PropertyPermission> {
    field.permissions.iter().filter(|needs| needs.access == Access::Read)
}
