//! A client that knows what it was granted refuses a call that none of it opens, before anything is sent.

mod loopback;

use msgraph::core::{Granted, Scheme};
use msgraph::{Client, Error, Result, permissions};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let server = loopback::server(|_| loopback::json(&json!({"value": []}))).await;
    let granted = Granted::new(Scheme::DelegatedWork, [permissions::MAIL_READ_BASIC]);
    let graph: Client =
        Client::builder().base_url(server.uri()).credential("a token").granted(granted).build()?;

    graph.v1_0().me().messages().list().await?;
    let refused = graph.v1_0().me().revoke_sign_in_sessions().await.map(drop);
    let Err(error @ Error::NotGranted { .. }) = refused else { panic!("nothing opens it: {refused:?}") };
    println!("{error}");
    assert_eq!(server.received_requests().await.unwrap_or_default().len(), 1);
    Ok(())
}
