//! `ir::Api` → the files of a crate. Pure: decides no names, reads no docs, touches no disk.
//!
//! The plan of the crate becomes a tree of modules (`module.rs`), which is printed as files (`files.rs`) or as one file that another
//! crate includes (`single.rs`).
//!
//! ```text
//! Cargo.toml                      manifest.rs     a feature per version and area
//! .rustfmt.toml                                   keeps formatters away
//! src/lib.rs                      library.rs      the client
//! src/permissions.rs              permissions.rs  the names of permissions
//! src/v1_0/mod.rs                 version.rs      the root of a version, its areas
//! src/v1_0/users.rs               area.rs         the builders of an area and the methods that call
//! src/v1_0/operations/mod.rs      operations.rs   what the docs say of every request
//! src/v1_0/operations/users.rs    operations.rs
//! src/v1_0/models/mod.rs          model.rs        the types of a namespace
//! src/v1_0/models/user.rs         model.rs        one type; enums in enumeration.rs
//! src/v1_0/parameters.rs          parameters.rs   the parameters of actions
//! src/v1_0/query.rs               query.rs        query parameters that OData does not know, where there are any
//! ```

mod area;
mod enumeration;
mod files;
mod first_call;
mod library;
pub(crate) mod manifest;
mod model;
mod module;
mod operations;
mod parameters;
mod permissions;
pub(crate) mod pieces;
mod print;
mod query;
pub(crate) mod root;
mod single;
mod table;
pub(crate) mod typed;
mod types;
mod version;

use crate::ir::{Api, Operation, Type};
use crate::plan::models::{Bodies, Models};

use root::Root;
use typed::Typed;

pub use files::{Files, emit};
pub use manifest::Options;
pub(crate) use pieces::version_module;
pub use print::header;
pub(crate) use print::{MARK, print, settings};
pub use single::single;

/// The constants that the crate has for permissions, with the names that they stand for.
pub(crate) fn permission_constants(api: &Api) -> Vec<(String, &str)> {
    permissions::constants(api)
}

/// The Rust type of what the method of a request gives.
pub(crate) fn output(operation: &Operation, models: &Models<'_>, bodies: &Bodies<'_>) -> String {
    Typed { models, bodies, root: Root::Crate }.output(operation).to_string()
}

/// The Rust type of a value, without the `Option` and the `Box` that a field puts around it.
pub(crate) fn field_type(ty: &Type, models: &Models<'_>) -> String {
    types::item(ty, models, types::PathRoot::Root(Root::Crate)).to_string()
}
