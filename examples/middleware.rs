//! Code of your own around each attempt: here it counts them and names the application.

mod loopback;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::{Request, Response};
use msgraph::core::{Body, BoxFuture, Middleware, Next};
use msgraph::{Client, Result};
use serde_json::json;

struct Counting(Arc<AtomicUsize>);

impl Middleware for Counting {
    fn handle<'a>(
        &'a self,
        mut request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<Body>>> {
        Box::pin(async move {
            self.0.fetch_add(1, Ordering::Relaxed);
            assert!(!request.headers().contains_key("authorization"), "the token is put on behind it");
            request.headers_mut().insert("x-application", http::HeaderValue::from_static("example"));
            let answer = next.run(request).await?;
            println!("answered with {}", answer.status());
            Ok(answer)
        })
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let server = loopback::server(|request| {
        assert_eq!(request.headers["x-application"], "example");
        loopback::json(&json!({}))
    });
    let server = server.await;
    let count = Arc::new(AtomicUsize::new(0));
    let builder = Client::builder().base_url(server.uri()).credential("a token").user_agent("example/1.0");
    let graph: Client = builder.middleware(Counting(count.clone())).build()?;
    graph.v1_0().me().get().await?;
    assert_eq!(count.load(Ordering::Relaxed), 1);
    Ok(())
}
