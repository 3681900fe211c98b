//! The client against a real HTTP server on this machine.

mod advanced;
mod auth;
mod batch;
mod client;
mod download;
mod error;
mod job;
mod matching;
mod middleware;
mod no_std;
mod paging;
mod path;
mod permission;
mod query;
mod redirect;
mod response;
mod retry;
mod secrecy;
mod server;
mod tls;
mod upload;

use msgraph_core::{Alternative, Method, Operation, Permissions, Requirement};

/// A token that no output may show.
const TOKEN: &str = "eyJ0b3Atc2VjcmV0Ijp0cnVlfQ";

/// An operation that needs `Mail.ReadBasic` or more.
static LIST_MESSAGES: Operation = Operation {
    version: "v1.0",
    method: Method::Get,
    template: "/users/{id}/messages",
    title: "List messages",
    docs: &["https://learn.microsoft.com/graph/api/user-list-messages"],
    permissions: Permissions {
        delegated_work: Requirement::AnyOf(&[
            Alternative { all_of: &["Mail.ReadBasic"], least: true, conditions: &[] },
            Alternative { all_of: &["Mail.Read"], least: false, conditions: &[] },
            Alternative { all_of: &["User.Read", "Mail.Send"], least: false, conditions: &["for oneself"] },
        ]),
        delegated_personal: Requirement::Undocumented,
        application: Requirement::Unsupported,
        roles: &["Global Reader"],
    },
    query_options: &["$select", "$top"],
    only_shown: false,
};
