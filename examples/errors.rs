//! What went wrong: Graph's own words, and the permissions that a refused request needs.

mod loopback;

use msgraph::{Error, Result};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let (_server, graph) = loopback::graph(answer).await?;

    match graph.v1_0().me().messages().list().await {
        Err(Error::Refused(refusal)) => {
            println!("{refusal}");
            println!("code {:?}, for support: request-id {:?}", refusal.code, refusal.request_id);
            let operation = refusal.operation.expect("a generated method made the request");
            println!("delegated: {}", operation.permissions.delegated_work);
            assert!(refusal.has_code("ErrorAccessDenied"));
        }
        other => panic!("the service refuses: {other:?}"),
    }

    // An answer that doesn't fit its type keeps its body.
    match graph.v1_0().me().get().await {
        Err(Error::Decode(misfit)) => println!("{misfit}: {}", String::from_utf8_lossy(&misfit.body)),
        other => panic!("the answer is no user: {other:?}"),
    }
    Ok(())
}

fn answer(request: &loopback::Request) -> loopback::ResponseTemplate {
    match request.url.path() {
        "/v1.0/me" => loopback::status(200).set_body_raw("<html>", "text/html"),
        _ => loopback::status(403).insert_header("request-id", "5b1c").set_body_json(json!({
            "error": {"code": "ErrorAccessDenied", "message": "Access is denied.", "innerError": {"date": "2026-01-02"}},
        })),
    }
}
