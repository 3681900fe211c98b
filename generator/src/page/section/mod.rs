//! One reader per kind of section. Each opens with the grammar that it accepts.

pub(crate) mod body;
pub(crate) mod example;
pub(crate) mod http_request;
pub(crate) mod parameters;
pub(crate) mod query_options;
pub(crate) mod response;
