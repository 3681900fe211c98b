//! One tracing span for each attempt, with OpenTelemetry's names for HTTP clients.

use http::Request;
use tracing::{Span, field};
use url::Url;

use super::request_id::CLIENT_REQUEST_ID;
use crate::answer::incoming::Answer;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::operation::Operation;

/// A span for one attempt. It shows the template of the path, never the path itself: keys are
/// people's names and addresses, and a query can be a secret.
pub(crate) fn attempt(
    operation: Option<&Operation>,
    request: &Request<Body>,
    url: &Url,
    retries: u32,
) -> Span {
    let span = tracing::info_span!(
        "msgraph",
        otel.kind = "client",
        otel.name = field::Empty,
        otel.status_code = field::Empty,
        http.request.method = request.method().as_str(),
        http.request.resend_count = (retries > 0).then_some(retries),
        http.response.status_code = field::Empty,
        url.scheme = url.scheme(),
        url.template = field::Empty,
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        error.r#type = field::Empty,
        graph.client_request_id = request.headers().get(CLIENT_REQUEST_ID).and_then(|id| id.to_str().ok()),
        graph.request_id = field::Empty,
    );
    if let Some(operation) = operation {
        span.record("otel.name", field::display(operation));
        span.record("url.template", operation.template);
    }
    span
}

/// Adds what the attempt came to.
pub(crate) fn record(span: &Span, outcome: &Result<Answer>) {
    match outcome {
        Ok(answer) => {
            span.record("http.response.status_code", answer.status.as_u16());
            if let Some(id) = answer.headers.get("request-id").and_then(|id| id.to_str().ok()) {
                span.record("graph.request_id", id);
            }
            if !answer.status.is_success() {
                span.record("error.type", answer.status.as_str());
                span.record("otel.status_code", "ERROR");
            }
        }
        Err(error) => {
            span.record("error.type", kind(error));
            span.record("otel.status_code", "ERROR");
        }
    }
}

fn kind(error: &Error) -> &'static str {
    match error {
        Error::Timeout { .. } => "timeout",
        Error::Transport(_) => "connection",
        Error::Credential { .. } => "credential",
        _ => "_OTHER",
    }
}
