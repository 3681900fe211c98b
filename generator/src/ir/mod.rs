//! The settled model: what the docs as a whole say. Plain data; no parsing, no tokens, no file access.
//!
//! The model is what `graphdocs ir` prints as JSON and what every later stage starts from. Its parts are in a fixed order
//! (versions, then operations by path and method, types by name), so that the same docs give the same bytes.

mod api;
mod definitions;
mod example;
#[cfg(test)]
mod fixture;
mod flaw;
mod method;
mod operation;
mod operation_id;
mod operation_kind;
mod path;
mod permission;
mod reach;
mod references;
mod source_location;
mod sources;
mod ty;
mod type_id;
mod types;
mod wire;

pub use api::{Api, ApiVersion, Version};
pub(crate) use definitions::{MOST_BASES, lineage, property, type_id};
pub use example::{Example, ExampleRequest, ExampleResponse};
pub use method::Method;
pub use operation::{Body, Content, Operation, PageRef, Parameter, ParameterLocation, Response};
pub(crate) use operation_id::{OperationId, PerOperation};
pub use operation_kind::OperationKind;
pub(crate) use path::search_order;
pub use path::{Argument, Key, KeyPair, PathTemplate, Segment};
pub use permission::{
    Access, Alternative, CatalogueEntry, Cell, Elsewhere, Permissions, PropertyPermission, Requirement,
    Scheme, SchemeEntry,
};
pub(crate) use reach::reachable;
pub use source_location::SourceLocation;
pub use ty::{EnumMember, Field, Primitive, Type, TypeDefinition, TypeKind};
pub use type_id::TypeId;
pub(crate) use types::Types;
