//! `ir::Api` → formats that other tools read.

pub mod openapi;
mod openapi_schemas;
pub mod permission_document;
pub mod permission_tables;
pub mod permissions;
