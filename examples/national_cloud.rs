//! A national cloud: its own addresses, and its own scope to ask tokens for.

mod loopback;

use msgraph::core::TokenRequest;
use msgraph::{AccessToken, Client, Cloud, Result};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    for cloud in [Cloud::Global, Cloud::UsGovernment, Cloud::UsDefense, Cloud::China] {
        println!("{cloud:?}: {}, tokens from {}", cloud.endpoint(), cloud.authority());
    }

    let server = loopback::server(|_| loopback::json(&json!({}))).await;
    let credential = |wanted: TokenRequest| async move {
        assert_eq!(*wanted.scopes, ["https://graph.microsoft.us/.default".to_owned()]);
        Ok(AccessToken::new("a token"))
    };
    let builder = Client::builder().cloud(Cloud::UsGovernment).credential(credential);
    // Without this line the requests go to the cloud's own address.
    let graph: Client = builder.base_url(server.uri()).build()?;
    graph.v1_0().me().get().await?;
    Ok(())
}
