//! The model as a whole.

use std::fmt;
use std::ops::Index;

use serde::{Deserialize, Serialize};

use super::definitions::{spelled, type_id};
use super::source_location::SourceLocation;
use super::{CatalogueEntry, Operation, Type, TypeDefinition, TypeId};

/// Everything that the docs say, of every version that was read. As JSON (serde) types are told by name; only a model that holds together
/// can be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Api"))]
#[serde(rename_all = "camelCase", bound(serialize = "ApiVersion<N>: Serialize"))]
pub struct Api<N = TypeId> {
    /// The version of this format. Readers refuse a number that they do not know.
    pub format: u32,
    /// The files that places refer to, by position; paths count from the docs root.
    pub files: Vec<String>,
    /// A digest of the text of each of these files.
    pub digests: Vec<String>,
    /// The API versions, `v1.0` before `beta`.
    pub versions: Vec<ApiVersion<N>>,
    /// The permissions reference, by name.
    pub permissions: Vec<CatalogueEntry>,
}

impl Default for Api {
    fn default() -> Self {
        let (files, digests, versions, permissions) = Default::default();
        Self { format: 0, files, digests, versions, permissions }
    }
}

impl Api {
    /// The number of the format that this library writes.
    pub const FORMAT: u32 = 1;

    /// One API version of the model.
    pub fn version(&self, version: Version) -> Option<&ApiVersion> {
        self.versions.iter().find(|api| api.version == version)
    }

    /// `path:line:column` of a place.
    pub fn place(&self, place: SourceLocation) -> String {
        let file = self.files.get(place.file as usize).map_or("?", String::as_str);
        format!("{file}:{}:{}", place.line, place.column)
    }
}

/// One API version.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ApiVersion"))]
#[serde(rename_all = "camelCase")]
pub struct ApiVersion<N = TypeId> {
    /// Which one.
    pub version: Version,
    /// The requests, by path template and method.
    pub operations: Vec<Operation<N>>,
    /// The types, by name.
    pub types: Vec<TypeDefinition<N>>,
}

impl ApiVersion {
    /// The type with this dotted name.
    pub fn type_id(&self, name: &str) -> Option<TypeId> {
        type_id(&self.types, name)
    }

    /// The definition of a type by its dotted name.
    pub fn type_named(&self, name: &str) -> Option<&TypeDefinition> {
        self.type_id(name).map(|id| &self[id])
    }

    /// The type with names in the place of identities, to be printed: `Collection(microsoft.graph.user)`.
    pub fn spelled(&self, ty: &Type) -> Type<&str> {
        spelled(&self.types, ty)
    }
}

impl Index<TypeId> for ApiVersion {
    type Output = TypeDefinition;

    fn index(&self, id: TypeId) -> &TypeDefinition {
        &self.types.as_slice()[id]
    }
}

/// A version of the API: a folder of the docs and the first part of a request's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Version {
    /// `v1.0`
    #[serde(rename = "v1.0")]
    V1,
    /// `beta`
    #[serde(rename = "beta")]
    Beta,
}

impl Version {
    /// Both versions, in order.
    pub const ALL: [Version; 2] = [Version::V1, Version::Beta];

    /// The name in folders and URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }

    /// The other one.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::V1 => Self::Beta,
            Self::Beta => Self::V1,
        }
    }

    /// The version that a folder or a part of a URL names.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| text.eq_ignore_ascii_case(version.as_str()))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
