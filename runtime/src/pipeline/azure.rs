//! Credentials of azure_identity, and any other `TokenCredential`.

use std::sync::Arc;
use std::time::SystemTime;

use azure_core::credentials::TokenCredential;

use super::credential::{AccessToken, BoxFuture, Credential, TokenRequest, TokenSource};
use crate::error::BoxError;

/// Anything that azure_core can get a token from. Its request has no place for claims, so a claims
/// challenge is met with whatever token the credential gives next.
impl<T: TokenCredential + ?Sized + 'static> From<Arc<T>> for Credential {
    fn from(credential: Arc<T>) -> Self {
        Credential::from(Azure(credential))
    }
}

struct Azure<T: ?Sized>(Arc<T>);

impl<T: TokenCredential + ?Sized + 'static> TokenSource for Azure<T> {
    fn token(&self, request: TokenRequest) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            let scopes: Vec<&str> = request.scopes.iter().map(String::as_str).collect();
            let token = self.0.get_token(&scopes, None).await?;
            Ok(AccessToken::new(token.token.secret()).expires_at(SystemTime::from(token.expires_on)))
        })
    }
}
