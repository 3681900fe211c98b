//! The shortest program that makes one call: who am I?

mod loopback;

use serde_json::json;

#[tokio::main]
async fn main() -> msgraph::Result<()> {
    let (_server, graph) = loopback::graph(answer).await?;

    let me = graph.v1_0().me().get().await?;
    println!("{}", me.display_name.as_deref().unwrap_or("nameless"));
    assert_eq!(me.display_name.as_deref(), Some("Ann Example"));
    Ok(())
}

fn answer(_: &loopback::Request) -> loopback::ResponseTemplate {
    loopback::json(&json!({"id": "1", "displayName": "Ann Example"}))
}
