//! A documented example as the harness reads it.

use std::borrow::Cow;

use serde::Serialize;

use crate::page::ExampleResponse;

/// An example as the harness reads it.
#[derive(Debug, Serialize)]
pub(super) struct Case<'a> {
    /// Where the request line stands.
    pub(super) place: String,
    /// The function that makes the request; none when it is no request of the API.
    pub(super) call: Option<String>,
    /// What is documented: `GET /users/{id}`, or why there is no function.
    pub(super) subject: String,
    /// Whether it is a request to another service.
    pub(super) elsewhere: bool,
    pub(super) method: &'static str,
    /// The parts of the path behind the version, as they are written.
    pub(super) path: Vec<&'a str>,
    pub(super) query: &'a [(String, String)],
    pub(super) headers: &'a [(String, String)],
    /// The body as it is written, but for commas that JSON does not allow before a closing bracket.
    pub(super) body: Cow<'a, str>,
    /// The values of the path's placeholders.
    pub(super) values: Vec<String>,
    pub(super) response: Option<Answer<'a>>,
}

/// The response of an example.
#[derive(Debug, Serialize)]
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) headers: &'a [(String, String)],
    pub(super) body: &'a str,
}

impl<'a> Answer<'a> {
    pub(super) fn of(response: &'a ExampleResponse) -> Self {
        Self { status: response.status, headers: &response.message.headers, body: &response.message.body }
    }
}
