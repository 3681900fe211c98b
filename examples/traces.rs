//! A `tracing` span for each attempt, with OpenTelemetry's names. Neither tokens nor keys nor queries are in them.

mod loopback;

use msgraph::Result;
use serde_json::json;
use tracing_subscriber::fmt::format::FmtSpan;

#[tokio::main]
async fn main() -> Result<()> {
    tracing_subscriber::fmt().with_ansi(false).with_span_events(FmtSpan::CLOSE).init();
    let (_server, graph) = loopback::graph(|_| {
        loopback::status(200).insert_header("request-id", "5b1c").set_body_json(json!({"value": []}))
    })
    .await?;
    graph.v1_0().users().by_id("ann@example.com").messages().list().filter("isRead eq false").await?;
    Ok(())
}
