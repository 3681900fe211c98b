//! The types of one API version: what each is derived from, what is derived from it, and the fields that it has.

use std::collections::HashMap;

use super::definitions::lineage;
use super::{ApiVersion, Field, Type, TypeDefinition, TypeId};

/// The types of one API version, with what is derived from each.
#[derive(Debug)]
pub(crate) struct Types<'a> {
    api: &'a ApiVersion,
    derived: Vec<Vec<TypeId>>,
}

impl<'a> Types<'a> {
    pub(crate) fn of(api: &'a ApiVersion) -> Self {
        let mut derived = vec![Vec::new(); api.types.len()];
        for ty in (0..api.types.len()).map(TypeId::new) {
            for base in lineage(&api.types, ty).skip(1) {
                derived[base.index()].push(ty);
            }
        }
        Self { api, derived }
    }

    /// All types, in the order of the model.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (TypeId, &'a TypeDefinition)> {
        self.api.types.iter().enumerate().map(|(at, ty)| (TypeId::new(at), ty))
    }

    /// The type with this dotted name.
    pub(crate) fn id(&self, name: &str) -> Option<TypeId> {
        self.api.type_id(name)
    }

    /// The definition of a type.
    pub(crate) fn get(&self, ty: TypeId) -> &'a TypeDefinition {
        &self.api[ty]
    }

    /// The type with names in the place of identities.
    pub(crate) fn spelled(&self, ty: &Type) -> Type<&'a str> {
        self.api.spelled(ty)
    }

    /// The bases of a type, the nearest first.
    pub(crate) fn ancestors(&self, ty: TypeId) -> impl Iterator<Item = TypeId> + use<'a> {
        lineage(&self.api.types, ty).skip(1)
    }

    /// Whether a type is derived from another.
    pub(crate) fn inherits(&self, ty: TypeId, base: TypeId) -> bool {
        self.ancestors(ty).any(|above| above == base)
    }

    /// All types that are derived from a type, in the order of the model.
    pub(crate) fn derived(&self, ty: TypeId) -> &[TypeId] {
        &self.derived[ty.index()]
    }

    /// The fields of a type, those of its bases first. One that a derived type repeats is the derived type's, in the place of the base's.
    pub(crate) fn fields(&self, ty: TypeId) -> Vec<&'a Field> {
        let mut fields: Vec<&Field> = Vec::new();
        let mut position: HashMap<&str, usize> = HashMap::new();
        let lineage: Vec<TypeId> = lineage(&self.api.types, ty).collect();
        for field in lineage.into_iter().rev().flat_map(|ty| self.get(ty).fields()) {
            match position.get(field.name.as_str()) {
                Some(&at) => fields[at] = field,
                None => {
                    position.insert(&field.name, fields.len());
                    fields.push(field);
                }
            }
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::fixture::object;
    use crate::ir::{MOST_BASES, Primitive, Type, Version, property};

    fn api(types: Vec<TypeDefinition>) -> ApiVersion {
        ApiVersion { version: Version::V1, operations: Vec::new(), types }
    }

    #[test]
    fn up_and_down() {
        let text = || Type::Primitive(Primitive::String);
        let api = api(vec![
            object("a", None, &[("id", text()), ("size", Type::Primitive(Primitive::Int32))]),
            object("b", Some(0), &[("size", Type::Primitive(Primitive::Int64)), ("color", text())]),
            object("c", Some(1), &[("SIZE", text())]),
        ]);
        let types = Types::of(&api);
        let [a, b, c] = [0, 1, 2].map(TypeId::new);
        assert_eq!(types.id("c"), Some(c));
        assert_eq!(types.ancestors(c).collect::<Vec<_>>(), [b, a]);
        assert_eq!(types.derived(a), [b, c]);
        assert!(types.inherits(c, a) && !types.inherits(a, c));
        let fields: Vec<String> = types
            .fields(c)
            .iter()
            .map(|field| format!("{}: {}", field.name, types.spelled(&field.ty)))
            .collect();
        assert_eq!(fields, ["id: String", "size: Int64", "color: String", "SIZE: String"]);
        assert_eq!(property(&api.types, c, "Color"), Some((b, 1)));
        assert_eq!(property(&api.types, c, "size"), Some((c, 0)));
        assert_eq!(types.spelled(&Type::Named(b).list()).to_string(), "Collection(b)");
    }

    #[test]
    fn a_circle_ends() {
        let api = api(vec![object("a", Some(1), &[]), object("b", Some(0), &[])]);
        assert_eq!(Types::of(&api).ancestors(TypeId::new(0)).count(), MOST_BASES);
    }
}
