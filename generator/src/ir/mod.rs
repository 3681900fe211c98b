//! The settled model: what the docs as a whole say. Plain data; no parsing, no tokens, no file access.
//!
//! The model is what `graphdocs ir` prints as JSON and what every later stage starts from. Its parts are in a fixed order
//! (versions, then operations by path and method, types by name), so that the same docs give the same bytes.

mod example;
mod flaw;
mod operation;
mod path;
mod permission;
mod references;
mod sources;
mod ty;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use example::{Example, ExampleRequest, ExampleResponse};
pub use operation::{Body, Content, Location, Method, Operation, PageRef, Parameter, Response};
pub use path::{Argument, Key, KeyPair, PathTemplate, Segment};
pub use permission::{
    Access, Alternative, CatalogueEntry, Cell, Elsewhere, Permissions, PropertyPermission, Requirement,
    Scheme, SchemeEntry,
};
pub(crate) use ty::MOST_BASES;
pub use ty::{EnumMember, Field, Primitive, Type, TypeDefinition, TypeKind};

/// Everything that the docs say, of every version that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Api {
    /// The version of this format. Readers refuse a number that they do not know.
    pub format: u32,
    /// The files that places refer to, by position; paths count from the docs root.
    pub files: Vec<String>,
    /// A digest of the text of each of these files.
    pub digests: Vec<String>,
    /// The API versions, `v1.0` before `beta`.
    pub versions: Vec<ApiVersion>,
    /// The permissions reference, by name.
    pub permissions: Vec<CatalogueEntry>,
}

impl Api {
    /// The number of the format that this library writes.
    pub const FORMAT: u32 = 1;

    /// One API version of the model.
    pub fn version(&self, version: Version) -> Option<&ApiVersion> {
        self.versions.iter().find(|api| api.version == version)
    }

    /// `path:line:column` of a place.
    pub fn place(&self, place: Place) -> String {
        let file = self.files.get(place.file as usize).map_or("?", String::as_str);
        format!("{file}:{}:{}", place.line, place.column)
    }
}

/// One API version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApiVersion {
    /// Which one.
    pub version: Version,
    /// The requests, by path template and method.
    pub operations: Vec<Operation>,
    /// The types, by name.
    pub types: Vec<TypeDefinition>,
}

impl ApiVersion {
    /// The definition of a type by its dotted name.
    pub fn type_named(&self, name: &str) -> Option<&TypeDefinition> {
        self.types.binary_search_by(|ty| ty.name.as_str().cmp(name)).ok().map(|at| &self.types[at])
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

/// Where a fact stands in the docs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The file, as a position in [`Api::files`].
    pub file: u32,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}
