//! A request that no generated method makes, through the same pipeline.

mod loopback;

use msgraph::core::Method;
use msgraph::{NoContent, Page, Result, Value};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let (_server, graph) = loopback::graph(|request| match request.method.as_str() {
        "POST" => loopback::status(204),
        _ => loopback::json(&json!({"value": [{"id": "1"}], "@odata.count": 1})),
    })
    .await?;

    let page: Page<Value> =
        graph.request(Method::Get, "/beta/newThings").count(true).consistency_level("eventual").await?;
    println!("{:?} things: {:?}", page.count, page.value);
    let request = graph.request::<NoContent>(Method::Post, "/beta/newThings/1/start");
    request.json(&json!({"when": "now"})).header("x-reason", "example").await?;

    // Status and headers are there as well, for any request.
    let answer = graph.v1_0().me().messages().list().send_full().await?;
    println!("{}: {:?}", answer.status, answer.header("content-type"));
    Ok(())
}
