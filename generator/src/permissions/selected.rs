//! Which properties of a response need a permission besides those of the request.

use super::PropertyFact;
use crate::ir::{
    Access, ApiVersion, Content, Field, Operation, SourceLocation, Type, TypeDefinition, TypeKind, Types,
};

/// No path to a property that the docs speak of has more parts.
const MOST_PARTS: usize = 4;

/// The types of one API version.
pub(super) struct Needed<'a> {
    types: Types<'a>,
    /// Whether any property of the version needs one: most docs say so of none.
    any: bool,
}

impl<'a> Needed<'a> {
    pub(super) fn of(version: &'a ApiVersion) -> Self {
        let any =
            version.types.iter().flat_map(TypeDefinition::fields).any(|field| !field.permissions.is_empty());
        Self { types: Types::of(version), any }
    }

    /// The facts of what an operation gives; `keep` tells where a place stands in the files that are kept.
    pub(super) fn by(
        &self,
        operation: &'a Operation,
        keep: &mut dyn FnMut(SourceLocation) -> SourceLocation,
    ) -> Vec<PropertyFact> {
        let mut facts: Vec<PropertyFact> = Vec::new();
        for response in operation.responses.iter().filter(|_| self.any) {
            if let Content::One { ty, .. } | Content::Collection { ty } = &response.content {
                self.add(ty, "", &mut Vec::new(), &mut facts);
            }
        }
        for fact in &mut facts {
            fact.place = keep(fact.place);
        }
        facts
    }

    /// Adds the properties of a type and of its parts; `inside` are the types that the prefix leads through.
    fn add(&self, ty: &'a Type, prefix: &str, inside: &mut Vec<&'a str>, facts: &mut Vec<PropertyFact>) {
        let Type::Named(name) = ty.item() else { return };
        if inside.len() == MOST_PARTS || inside.contains(&name.as_str()) {
            return;
        }
        inside.push(name);
        for field in self.fields(name) {
            let path = format!("{prefix}{}", field.name);
            let mut needs = field.permissions.iter().filter(|needs| needs.access == Access::Read).peekable();
            if needs.peek().is_none() && self.is_part(field) {
                self.add(&field.ty, &format!("{path}."), inside, facts);
            }
            for needs in needs {
                let fact = PropertyFact {
                    name: path.clone(),
                    requirement: needs.requirement.clone(),
                    place: needs.place,
                };
                if !facts.contains(&fact) {
                    facts.push(fact);
                }
            }
        }
        inside.pop();
    }

    /// The fields of a type, then those of its bases.
    fn fields(&self, name: &str) -> impl Iterator<Item = &'a Field> {
        let own = self.types.named(name);
        let bases = self.types.id(name).into_iter().flat_map(|ty| self.types.ancestors(ty));
        own.into_iter().chain(bases).flat_map(TypeDefinition::fields)
    }

    /// Whether a field holds an object without an identity of its own, which comes with its owner.
    fn is_part(&self, field: &Field) -> bool {
        let Type::Named(name) = field.ty.item() else { return false };
        let kind = self.types.named(name).map(|ty| &ty.kind);
        !field.relationship && matches!(kind, Some(TypeKind::Object { entity: false, .. }))
    }
}
