//! One reader per kind of section. Each opens with the grammar that it accepts.

pub(crate) mod body;
pub(crate) mod example;
pub(crate) mod http_request;
pub(crate) mod parameters;
pub(crate) mod permission_cell;
pub(crate) mod permission_table;
pub(crate) mod permission_words;
pub(crate) mod permissions;
pub(crate) mod query_options;
pub(crate) mod response;
