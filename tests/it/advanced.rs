//! Every list whose page names the header `ConsistencyLevel` is one for which the runtime sends it.

use std::sync::{Arc, Mutex};

use graphdocs_generator::ReadOutput;
use graphdocs_generator::ir::{Content, Operation, ParameterLocation};
use msgraph_core::{Body, BoxFuture, Client, Method, Transport, TransportError, Value};

/// Keeps the header of the last request, and answers nothing.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Option<String>>>);

impl Transport for Kept {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let level =
            request.headers().get("ConsistencyLevel").map(|level| level.to_str().expect("text").to_owned());
        *self.0.lock().expect("the header") = level;
        Box::pin(std::future::ready(Ok(http::Response::new(Body::from("null")))))
    }
}

fn names_the_header(operation: &Operation) -> bool {
    let mut parameters = operation.parameters.iter();
    parameters.any(|parameter| {
        parameter.location == ParameterLocation::Header && parameter.name == "ConsistencyLevel"
    })
}

fn lists(operation: &Operation) -> bool {
    let mut responses = operation.responses.iter();
    operation.path.ends_with("/$count")
        || responses.any(|response| matches!(response.content, Content::Collection { .. }))
}

/// Sends each of them with `$count`, and some requests of others. Gives how many lists there were.
pub fn check(outcome: &ReadOutput) -> usize {
    let kept = Kept::default();
    let client = Client::builder().transport(kept.clone()).anonymous().build().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let level = |target: &str| {
        let request = Client::request::<Value>(&client, Method::Get, target).count(true);
        runtime.block_on(async { request.await }).expect("an answer");
        kept.0.lock().expect("the header").take()
    };
    assert_eq!(level("/v1.0/me/messages"), None);
    let mut checked = 0;
    for version in &outcome.api.versions {
        for operation in
            version.operations.iter().filter(|operation| names_the_header(operation) && lists(operation))
        {
            let sent = level(&format!("/{}{}", version.version, operation.path));
            assert_eq!(sent.as_deref(), Some("eventual"), "{} {}", version.version, operation.name());
            checked += 1;
        }
    }
    checked
}
