//! An error answer of Microsoft Graph, with everything that it says.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::Value;

use super::raw::without_mark;
use super::retry_after::retry_after;
use crate::escaped::Escaped;
use crate::operation::Operation;

/// An error answer of Microsoft Graph.
#[derive(Clone)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// Graph's error code, such as `itemNotFound`.
    pub code: Option<String>,
    /// What went wrong, in words for a developer.
    pub message: Option<String>,
    /// What the error is about, such as a property.
    pub target: Option<String>,
    /// More errors of the same request.
    pub details: Vec<Detail>,
    /// More specific codes, each inside the one before, as the service sent them.
    pub inner_error: Option<Value>,
    /// The service's name of the request, which its support asks for.
    pub request_id: Option<String>,
    /// This client's name of the request.
    pub client_request_id: Option<String>,
    /// When the service answered.
    pub date: Option<String>,
    /// How long the service asks to wait before the next attempt.
    pub retry_after: Option<Duration>,
    /// The operation that was called, with the permissions that it needs.
    pub operation: Option<&'static Operation>,
    /// All headers of the answer.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
}

/// One of several errors in a [`Refusal`].
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Detail {
    /// Graph's error code.
    #[serde(default)]
    pub code: Option<String>,
    /// What went wrong.
    #[serde(default)]
    pub message: Option<String>,
    /// What the error is about.
    #[serde(default)]
    pub target: Option<String>,
}

impl Refusal {
    pub(crate) fn read(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let wire = Wire::read(&body);
        let header = |name| text(&headers, name);
        let inner =
            |name| wire.inner_error.as_ref().and_then(|inner| inner.get(name)?.as_str().map(str::to_owned));
        Refusal {
            status,
            code: wire.code,
            message: wire.message,
            target: wire.target,
            details: wire.details,
            request_id: header("request-id").or_else(|| inner("request-id")),
            client_request_id: header("client-request-id").or_else(|| inner("client-request-id")),
            date: header("date").or_else(|| inner("date")),
            retry_after: retry_after(&headers),
            inner_error: wire.inner_error,
            operation: None,
            headers,
            body,
        }
    }

    /// Whether the error, or a more specific one inside it, has this code.
    pub fn has_code(&self, code: &str) -> bool {
        let mut inner = self.inner_error.as_ref();
        let mut found = self.code.as_deref() == Some(code);
        while let Some(error) = inner.filter(|_| !found) {
            found = error.get("code").and_then(Value::as_str) == Some(code);
            inner = error.get("innererror").or_else(|| error.get("innerError"));
        }
        found
    }

    /// Where a delta query starts afresh, when the service has given up its state (410 Gone).
    pub fn resync(&self) -> Option<&str> {
        let location = self.headers.get(header::LOCATION)?;
        location.to_str().ok().filter(|_| self.status == StatusCode::GONE)
    }
}

/// `GET /users/{id} was refused: 403 Forbidden, Authorization_RequestDenied: … (request-id …); it
/// needs …`
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(operation) => write!(f, "{operation} was refused: {}", self.status)?,
            None => write!(f, "the request was refused: {}", self.status)?,
        }
        if let Some(code) = &self.code {
            write!(f, ", {}", Escaped(code))?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {}", Escaped(message))?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request-id {})", Escaped(id))?;
        }
        match self.operation {
            Some(operation) if self.status == StatusCode::FORBIDDEN => {
                write!(f, "; it needs {}", operation.effective_permissions())
            }
            _ => Ok(()),
        }
    }
}

/// As `Display`, with the codes inside and without headers and body, which may hold secrets such as
/// a pre-authenticated address.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("target", &self.target)
            .field("details", &self.details)
            .field("inner_error", &self.inner_error)
            .field("request_id", &self.request_id)
            .field("client_request_id", &self.client_request_id)
            .field("date", &self.date)
            .field("retry_after", &self.retry_after)
            .field("operation", &self.operation.map(ToString::to_string))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// The error object of OData, read leniently: a gateway in front of the service may answer with
/// something else, and a wrong type in one place must not hide the rest.
#[derive(Default)]
struct Wire {
    code: Option<String>,
    message: Option<String>,
    target: Option<String>,
    details: Vec<Detail>,
    inner_error: Option<Value>,
}

impl Wire {
    fn read(body: &[u8]) -> Self {
        let Ok(Value::Object(mut body)) = serde_json::from_slice(without_mark(body)) else {
            return Wire::default();
        };
        let mut error = match body.remove("error") {
            Some(Value::Object(error)) => error,
            // OAuth's form: `{"error": "invalid_grant", "error_description": "…"}`.
            Some(Value::String(code)) => {
                let message = body.remove("error_description").and_then(string);
                return Wire { code: Some(code), message, ..Wire::default() };
            }
            _ => return Wire::default(),
        };
        Wire {
            code: error.remove("code").and_then(string),
            message: error.remove("message").and_then(string),
            target: error.remove("target").and_then(string),
            details: error.remove("details").and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default(),
            // OData writes `innererror`, Graph mostly `innerError`.
            inner_error: error.remove("innerError").or_else(|| error.remove("innererror")),
        }
    }
}

fn string(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
