//! A server on this machine that stands in for Microsoft Graph, so that the examples need no tenant.
#![allow(dead_code, reason = "each example takes what it needs")]

use msgraph::Client;
use serde_json::Value;
use wiremock::{Mock, matchers::any};
pub(crate) use wiremock::{MockServer, Request, ResponseTemplate};

/// A server that answers as it is told, and a client for it. A real one is `Client::builder().credential(…).build()?`.
pub(crate) async fn graph(
    answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> msgraph::Result<(MockServer, Client)> {
    let server = server(answer).await;
    let graph = Client::builder().base_url(server.uri()).credential("a token").build()?;
    Ok((server, graph))
}

/// The server alone. It stops when it is dropped.
pub(crate) async fn server(
    answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// An answer without content.
pub(crate) fn status(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

/// An answer in JSON.
pub(crate) fn json(value: &Value) -> ResponseTemplate {
    status(200).set_body_json(value)
}

/// The address of the server that a request came to.
pub(crate) fn here(request: &Request) -> String {
    format!("http://{}", request.headers["host"].to_str().unwrap_or_default())
}

/// A query parameter of a request.
pub(crate) fn parameter(request: &Request, name: &str) -> Option<String> {
    request.url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}
