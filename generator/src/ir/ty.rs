//! Types.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{PropertyPermission, SourceLocation, TypeId};

/// The type of a value. `N` is how another type is referred to: by its identity in a model, by its dotted name in JSON (`wire.rs`).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Type"))]
#[serde(rename_all = "camelCase")]
pub enum Type<N = TypeId> {
    /// A primitive.
    Primitive(Primitive),
    /// A type with a name; the [`ApiVersion`](super::ApiVersion) of the model has its definition.
    Named(N),
    /// A list.
    List(Box<Type<N>>),
    /// JSON of any shape.
    #[default]
    Json,
}

impl<N> Type<N> {
    /// A list of this.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    /// The type of the members of a list, or the type itself.
    pub fn item(&self) -> &Self {
        match self {
            Self::List(item) => item.item(),
            other => other,
        }
    }
}

impl Type {
    /// The type with a name that the values or their members have.
    pub fn named(&self) -> Option<TypeId> {
        match self.item() {
            Self::Named(id) => Some(*id),
            _ => None,
        }
    }
}

impl<N: fmt::Display> fmt::Display for Type<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => f.write_str(primitive.as_str()),
            Self::Named(name) => name.fmt(f),
            Self::List(item) => write!(f, "Collection({item})"),
            Self::Json => f.write_str("Json"),
        }
    }
}

macro_rules! primitives {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal),+ $(,)?) => {
        /// A primitive type of OData.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Primitive { $($(#[$doc])+ #[serde(rename = $name)] $variant),+ }

        impl Primitive {
            /// All of them.
            pub const ALL: &[Primitive] = &[$(Primitive::$variant),+];

            /// The name without `Edm.`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

primitives! {
    /// Text.
    String = "String",
    /// True or false.
    Boolean = "Boolean",
    /// 8 bits without a sign.
    Byte = "Byte",
    /// 8 bits with a sign.
    SByte = "SByte",
    /// 16 bits with a sign.
    Int16 = "Int16",
    /// 32 bits with a sign.
    Int32 = "Int32",
    /// 64 bits with a sign.
    Int64 = "Int64",
    /// A 32-bit number with a fraction.
    Single = "Single",
    /// A 64-bit number with a fraction.
    Double = "Double",
    /// A decimal number.
    Decimal = "Decimal",
    /// A UUID.
    Guid = "Guid",
    /// A moment.
    DateTimeOffset = "DateTimeOffset",
    /// A day.
    Date = "Date",
    /// A time of day.
    TimeOfDay = "TimeOfDay",
    /// A length of time, in ISO 8601.
    Duration = "Duration",
    /// Bytes in base64.
    Binary = "Binary",
    /// Bytes with an address of their own.
    Stream = "Stream",
}

/// A type with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TypeDefinition"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TypeDefinition<N = TypeId> {
    /// The dotted name: `microsoft.graph.user`.
    pub name: String,
    /// What kind of type it is.
    #[serde(flatten)]
    pub kind: TypeKind<N>,
    /// What it is for, in the page's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Where it is documented; several pages when their facts were united, none for an opaque type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<SourceLocation>,
    /// Whether the docs call it deprecated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
}

impl TypeDefinition {
    /// The properties and relationships of the type itself, not of its bases; none of what is no object.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            TypeKind::Object { fields, .. } => fields,
            TypeKind::Enum { .. } | TypeKind::Opaque => &[],
        }
    }

    /// The type that it inherits from.
    pub(crate) fn base(&self) -> Option<TypeId> {
        match &self.kind {
            TypeKind::Object { base, .. } => *base,
            TypeKind::Enum { .. } | TypeKind::Opaque => None,
        }
    }
}

/// What kind of type a definition is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TypeKind"))]
#[serde(rename_all = "camelCase", tag = "kind", bound(deserialize = "N: Deserialize<'de>"))]
pub enum TypeKind<N = TypeId> {
    /// An object; with a key it is an entity, without one a complex type.
    #[serde(rename_all = "camelCase")]
    Object {
        /// Whether objects of the type have an identity of their own.
        entity: bool,
        /// The type that it inherits from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<N>,
        /// Whether there are only objects of derived types.
        #[serde(default, skip_serializing_if = "std::ops::Not::not", rename = "abstract")]
        is_abstract: bool,
        /// Whether objects may have properties that are not documented.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        open: bool,
        /// Properties and relationships of the type itself, not of its base.
        fields: Vec<Field<N>>,
    },
    /// A closed list of names.
    Enum {
        /// Whether several members can be given at once.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        flags: bool,
        /// The members, in the order of the page.
        members: Vec<EnumMember>,
    },
    /// Named but not documented: any JSON.
    Opaque,
}

/// A property or relationship.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Field"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Field<N = TypeId> {
    /// The name that travels.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type<N>,
    /// Whether it leads to other objects.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub relationship: bool,
    /// Whether it may be null. The docs only ever say that it may not.
    pub nullable: bool,
    /// Whether only the service sets it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// Whether it must be given when an object is created.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Whether it is only returned when `$select` names it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub select_only: bool,
    /// The value that it has when none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The operators that `$filter` supports on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<String>,
    /// Whether `$orderby` supports it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub orderby: bool,
    /// Whether `$search` supports it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub search: bool,
    /// Whether the docs call it deprecated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// What it means, in the page's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The permissions that it needs besides those of a request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<PropertyPermission>,
    /// Where the page says so.
    pub place: SourceLocation,
}

impl Field {
    /// A property of which no more is said than its type.
    pub(crate) fn plain(name: &str, ty: Type, place: SourceLocation) -> Self {
        Self {
            name: name.to_owned(),
            ty,
            relationship: false,
            nullable: true,
            read_only: false,
            required: false,
            select_only: false,
            default: None,
            filter: Vec::new(),
            orderby: false,
            search: false,
            deprecated: false,
            description: String::new(),
            permissions: Vec::new(),
            place,
        }
    }
}

/// A member of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EnumMember {
    /// The name that travels.
    pub name: String,
    /// Its number, where the docs give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// What it means, in the page's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Where the docs list it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<SourceLocation>,
}
