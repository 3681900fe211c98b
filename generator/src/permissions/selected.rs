//! Which properties of a response need a permission besides those of the request.

use super::PropertyFact;
use crate::ir::{
    Access, ApiVersion, Content, Field, MOST_BASES, Operation, Place, Type, TypeDefinition, TypeKind,
};

/// No path to a property that the docs speak of has more parts.
const MOST_PARTS: usize = 4;

/// The types of one API version.
pub(super) struct Needed<'a> {
    version: &'a ApiVersion,
    /// Whether any property of the version needs one: most docs say so of none.
    any: bool,
}

impl<'a> Needed<'a> {
    pub(super) fn of(version: &'a ApiVersion) -> Self {
        let any = version.types.iter().flat_map(own_fields).any(|field| !field.permissions.is_empty());
        Self { version, any }
    }

    /// The facts of what an operation gives; `keep` tells where a place stands in the files that are kept.
    pub(super) fn by(
        &self,
        operation: &'a Operation,
        keep: &mut dyn FnMut(Place) -> Place,
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

    /// The fields of a type and of its bases.
    fn fields(&self, name: &str) -> impl Iterator<Item = &'a Field> {
        let version = self.version;
        let mut next = version.type_named(name);
        let above = move || {
            let ty = next?;
            let TypeKind::Object { base, .. } = &ty.kind else { return None };
            next = base.as_ref().and_then(|base| version.type_named(base));
            Some(ty)
        };
        std::iter::from_fn(above).take(1 + MOST_BASES).flat_map(own_fields)
    }

    /// Whether a field holds an object without an identity of its own, which comes with its owner.
    fn is_part(&self, field: &Field) -> bool {
        let Type::Named(name) = field.ty.item() else { return false };
        let kind = self.version.type_named(name).map(|ty| &ty.kind);
        !field.relationship && matches!(kind, Some(TypeKind::Object { entity: false, .. }))
    }
}

fn own_fields(ty: &TypeDefinition) -> &[Field] {
    match &ty.kind {
        TypeKind::Object { fields, .. } => fields,
        _ => &[],
    }
}
