//! When a request is sent again, how long that may take, and what clones of a client share.

mod loopback;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use msgraph::core::RetryPolicy;
use msgraph::{Client, Error, Result};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let asked = AtomicUsize::new(0);
    let server = loopback::server(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => loopback::status(429).insert_header("retry-after", "0.2"),
        1 => loopback::status(503),
        2 => loopback::json(&json!({"displayName": "Ann"})),
        _ => loopback::status(200).set_delay(Duration::from_secs(60)),
    });
    let server = server.await;

    let policy = RetryPolicy::default()
        .retries(3)
        .backoff(Duration::from_millis(50), Duration::from_secs(5))
        .patience(Duration::from_secs(60));
    let graph: Client = Client::builder()
        .base_url(server.uri())
        .credential("a token")
        .retry(policy)
        .attempt_timeout(Duration::from_secs(20))
        .timeout(Duration::from_secs(120))
        .build()?;

    let me = graph.v1_0().me().get().await?;
    let requests = server.received_requests().await.unwrap_or_default().len();
    println!("{} after {requests} attempts", me.display_name.unwrap_or_default());
    assert_eq!(requests, 3);

    // One call may have a limit of its own. Dropping its future cancels it as well.
    let slow = graph.v1_0().me().get().timeout(Duration::from_millis(100)).await;
    assert!(matches!(slow, Err(Error::Timeout { .. })));
    Ok(())
}
