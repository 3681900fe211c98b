//! Types by identity: what each is derived from, what is derived from it, and the fields that it has.
//!
//! The one place that goes up and down the bases of types.

use std::collections::HashMap;
use std::ops::{Index, IndexMut};

use super::{ApiVersion, Field, TypeDefinition};

/// Bases above a type. The deepest type of the docs has seven; a model that has more is refused, and so is a circle.
pub(crate) const MOST_BASES: usize = 64;

/// A type of one API version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(u32);

impl TypeId {
    fn new(at: usize) -> Self {
        Self(u32::try_from(at).expect("a model has less than four billion types"))
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

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

/// The identities of types by name: enough to go from each to its bases while properties and bases change.
#[derive(Debug)]
pub(crate) struct TypeNames(HashMap<String, TypeId>);

impl TypeNames {
    /// The names of these types, which must keep their positions.
    pub(crate) fn of(types: &[TypeDefinition]) -> Self {
        Self(types.iter().enumerate().map(|(at, ty)| (ty.name.clone(), TypeId::new(at))).collect())
    }

    /// The type with this dotted name.
    pub(crate) fn id(&self, name: &str) -> Option<TypeId> {
        self.0.get(name).copied()
    }

    /// The same by their names in lower case; of two that differ in capitals alone, the last.
    pub(crate) fn in_lower_case(types: &[TypeDefinition]) -> HashMap<String, TypeId> {
        types.iter().enumerate().map(|(at, ty)| (ty.name.to_lowercase(), TypeId::new(at))).collect()
    }

    /// A type and its bases, the type first.
    pub(crate) fn lineage(&self, types: &[TypeDefinition], ty: TypeId) -> impl Iterator<Item = TypeId> {
        let base = move |ty: &TypeId| self.id(types[*ty].base()?).filter(|base| base != ty);
        std::iter::successors(Some(ty), base).take(1 + MOST_BASES)
    }

    /// A property of a type or of its bases, whatever its capitals: the type that has it, and its position there.
    pub(crate) fn property(
        &self,
        types: &[TypeDefinition],
        ty: TypeId,
        name: &str,
    ) -> Option<(TypeId, usize)> {
        self.lineage(types, ty).find_map(|ty| {
            let mut fields = types[ty].fields().iter();
            fields.position(|field| field.name.eq_ignore_ascii_case(name)).map(|field| (ty, field))
        })
    }
}

/// The types of one API version.
#[derive(Debug)]
pub(crate) struct Types<'a> {
    definitions: &'a [TypeDefinition],
    names: TypeNames,
    derived: Vec<Vec<TypeId>>,
}

impl<'a> Types<'a> {
    pub(crate) fn of(api: &'a ApiVersion) -> Self {
        let definitions = api.types.as_slice();
        let names = TypeNames::of(definitions);
        let mut derived = vec![Vec::new(); definitions.len()];
        for ty in (0..definitions.len()).map(TypeId::new) {
            for base in names.lineage(definitions, ty).skip(1) {
                derived[base.index()].push(ty);
            }
        }
        Self { definitions, names, derived }
    }

    /// All types, in the order of the model.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (TypeId, &'a TypeDefinition)> {
        self.definitions.iter().enumerate().map(|(at, ty)| (TypeId::new(at), ty))
    }

    /// The type with this dotted name.
    pub(crate) fn id(&self, name: &str) -> Option<TypeId> {
        self.names.id(name)
    }

    /// The definition of the type with this dotted name.
    pub(crate) fn named(&self, name: &str) -> Option<&'a TypeDefinition> {
        self.id(name).map(|ty| self.get(ty))
    }

    /// The definition of a type.
    pub(crate) fn get(&self, ty: TypeId) -> &'a TypeDefinition {
        &self.definitions[ty]
    }

    /// The bases of a type, the nearest first.
    pub(crate) fn ancestors(&self, ty: TypeId) -> impl Iterator<Item = &'a TypeDefinition> {
        self.names.lineage(self.definitions, ty).skip(1).map(|ty| self.get(ty))
    }

    /// Whether the type with this dotted name is derived from another.
    pub(crate) fn inherits(&self, name: &str, base: &str) -> bool {
        self.id(name).is_some_and(|ty| self.ancestors(ty).any(|above| above.name == base))
    }

    /// All types that are derived from a type, in the order of the model.
    pub(crate) fn derived(&self, ty: TypeId) -> impl Iterator<Item = &'a TypeDefinition> {
        self.derived[ty.index()].iter().map(|&ty| self.get(ty))
    }

    /// The fields of a type, those of its bases first. One that a derived type repeats is the derived type's, in the place of the base's.
    pub(crate) fn fields(&self, ty: TypeId) -> Vec<&'a Field> {
        let mut fields: Vec<&Field> = Vec::new();
        let mut position: HashMap<&str, usize> = HashMap::new();
        let lineage: Vec<TypeId> = self.names.lineage(self.definitions, ty).collect();
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
    use crate::ir::{Primitive, SourceLocation, Type, TypeKind, Version};

    fn object(name: &str, base: Option<&str>, fields: &[(&str, Primitive)]) -> TypeDefinition {
        let field = |(name, ty): &(&str, Primitive)| {
            Field::plain(name, Type::Primitive(*ty), SourceLocation::default())
        };
        TypeDefinition {
            name: name.to_owned(),
            kind: TypeKind::Object {
                entity: false,
                base: base.map(str::to_owned),
                is_abstract: false,
                open: false,
                fields: fields.iter().map(field).collect(),
            },
            description: String::new(),
            places: Vec::new(),
            deprecated: false,
        }
    }

    fn api(types: Vec<TypeDefinition>) -> ApiVersion {
        ApiVersion { version: Version::V1, operations: Vec::new(), types }
    }

    #[test]
    fn up_and_down() {
        let api = api(vec![
            object("a", None, &[("id", Primitive::String), ("size", Primitive::Int32)]),
            object("b", Some("a"), &[("size", Primitive::Int64), ("color", Primitive::String)]),
            object("c", Some("b"), &[("SIZE", Primitive::String)]),
            object("d", Some("gone"), &[]),
        ]);
        let types = Types::of(&api);
        let id = |name: &str| types.id(name).expect("a type");
        let names = |types: Vec<&TypeDefinition>| types.iter().map(|ty| ty.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(types.ancestors(id("c")).collect()), ["b", "a"]);
        assert_eq!(names(types.derived(id("a")).collect()), ["b", "c"]);
        assert_eq!(names(types.ancestors(id("d")).collect()), [""; 0]);
        let fields: Vec<String> =
            types.fields(id("c")).iter().map(|field| format!("{}: {}", field.name, field.ty)).collect();
        assert_eq!(fields, ["id: String", "size: Int64", "color: String", "SIZE: String"]);
        let names = TypeNames::of(&api.types);
        assert_eq!(names.property(&api.types, id("c"), "Color"), Some((id("b"), 1)));
        assert_eq!(names.property(&api.types, id("c"), "size"), Some((id("c"), 0)));
    }

    #[test]
    fn a_circle_ends() {
        let api =
            api(vec![object("a", Some("b"), &[]), object("b", Some("a"), &[]), object("c", Some("c"), &[])]);
        let types = Types::of(&api);
        assert_eq!(types.ancestors(types.id("a").expect("a type")).count(), MOST_BASES);
        assert_eq!(types.ancestors(types.id("c").expect("a type")).count(), 0);
    }
}
