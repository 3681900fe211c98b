//! Models: the structs, enums and aliases that types become.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{EnumMember, Field, Type, TypeDefinition, TypeId, Version};

/// The models of one API version.
pub(crate) struct Models<'a> {
    /// The version.
    pub(crate) version: Version,
    /// By namespace: the empty one is `microsoft.graph`, the others are modules below it.
    pub(crate) modules: BTreeMap<String, Vec<Model<'a>>>,
    /// What each type has become.
    pub(super) targets: Vec<Target>,
    pub(super) types: &'a [TypeDefinition],
}

/// A type with a Rust name.
pub(crate) struct Model<'a> {
    /// What the docs say.
    pub(crate) definition: &'a TypeDefinition,
    /// The Rust name.
    pub(crate) name: String,
    /// The module, which is also the file.
    pub(crate) file: String,
    /// What stands for it.
    pub(crate) shape: ModelShape<'a>,
}

/// What stands for a type.
pub(crate) enum ModelShape<'a> {
    /// A struct.
    Struct {
        /// Its fields, those of the base types first.
        fields: Vec<ModelField<'a>>,
        /// All types that are derived from it.
        derived: Vec<TypeId>,
    },
    /// An enum: Rust names and members.
    Enum(Vec<(String, &'a EnumMember)>),
    /// A text, for an enum without members.
    Text,
    /// Any JSON.
    Json,
}

/// A field of a struct.
pub(crate) struct ModelField<'a> {
    /// The Rust name.
    pub(crate) name: String,
    /// What the docs say.
    pub(crate) field: &'a Field,
    /// Whether the object in it is boxed.
    pub(crate) boxed: bool,
}

/// What a type has become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The namespace's module; empty for `microsoft.graph`.
    pub(crate) module: String,
    /// The Rust name.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: TargetKind,
}

/// What stands for a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TargetKind {
    /// A struct.
    Struct,
    /// An enum of which one member is given.
    Enum,
    /// An enum of which several members can be given.
    Flags,
    /// Text or any JSON.
    Alias,
}

impl Model<'_> {
    /// The files of the docs that say what it is; none for an opaque type.
    pub(crate) fn sources(&self) -> BTreeSet<u32> {
        let fields = match &self.shape {
            ModelShape::Struct { fields, .. } => fields.as_slice(),
            ModelShape::Enum(_) | ModelShape::Text | ModelShape::Json => &[],
        };
        self.definition.sources().chain(fields.iter().map(|field| field.field.place.file)).collect()
    }
}

impl Models<'_> {
    /// What a type has become.
    pub(crate) fn target(&self, ty: TypeId) -> &Target {
        &self.targets[ty.index()]
    }

    /// The dotted name of a type.
    pub(crate) fn name(&self, ty: TypeId) -> &str {
        &self.types[ty].name
    }

    /// The struct that a type stands for.
    pub(crate) fn struct_of(&self, ty: &Type) -> Option<&Target> {
        match ty {
            Type::Named(ty) => Some(self.target(*ty)).filter(|target| target.kind == TargetKind::Struct),
            _ => None,
        }
    }

    /// The fields of the struct that stands for a type.
    pub(crate) fn fields_of(&self, ty: TypeId) -> Option<&[ModelField<'_>]> {
        match self.shape_of(ty)? {
            ModelShape::Struct { fields, .. } => Some(fields),
            _ => None,
        }
    }

    /// All types that are derived from a type.
    pub(crate) fn derived_of(&self, ty: TypeId) -> &[TypeId] {
        match self.shape_of(ty) {
            Some(ModelShape::Struct { derived, .. }) => derived,
            _ => &[],
        }
    }

    fn shape_of(&self, ty: TypeId) -> Option<&ModelShape<'_>> {
        let target = self.target(ty);
        let model = self.modules.get(&target.module)?.iter().find(|model| model.name == target.name)?;
        Some(&model.shape)
    }
}
