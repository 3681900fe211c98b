//! Where tokens come from: a text, a closure, or anything that is a `TokenCredential` of azure_core.

mod loopback;

use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::{AccessToken as AzureToken, TokenCredential, TokenRequestOptions};
use azure_core::time::OffsetDateTime;
use msgraph::core::TokenRequest;
use msgraph::{AccessToken, Client, Credential, Result};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let server = loopback::server(|request| {
        let token = request.headers["authorization"].to_str().unwrap_or_default();
        loopback::json(&json!({"displayName": token}))
    });
    let server = server.await;

    // A token that was got elsewhere.
    let fixed = Credential::from("a token");

    // Called when a token is needed: the client keeps it until shortly before it expires. `claims` is what the service demands when it
    // has rejected a token.
    let closure = Credential::from(|wanted: TokenRequest| async move {
        let token = if wanted.claims.is_some() { "a stricter token" } else { "a token of a closure" };
        Ok(AccessToken::new(token).expires_in(Duration::from_secs(3600)))
    });

    // Any credential of the crate azure_identity fits here.
    let azure = Credential::from(Arc::new(Own));

    for credential in [fixed, closure, azure] {
        let graph: Client = Client::builder().base_url(server.uri()).credential(credential).build()?;
        let me = graph.v1_0().me().get().await?;
        println!("signed with: {}", me.display_name.unwrap_or_default());
    }
    Ok(())
}

#[derive(Debug)]
struct Own;

#[async_trait::async_trait]
impl TokenCredential for Own {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AzureToken> {
        assert_eq!(scopes, ["https://graph.microsoft.com/.default"]);
        let expires = OffsetDateTime::now_utc() + Duration::from_secs(3600);
        Ok(AzureToken::new("a token of azure_core", expires))
    }
}
