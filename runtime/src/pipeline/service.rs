//! The service that a client calls.

use std::sync::Arc;

use url::Url;

use super::credential::Tokens;
use super::origin::Origin;
use super::transport::Transport;
use crate::error::{Error, Result};

/// Where a service is, the tokens for it, and what carries requests there.
pub(crate) struct Service {
    pub(crate) base: Url,
    /// `None` without a credential.
    pub(crate) tokens: Option<Tokens>,
    pub(crate) transport: Arc<dyn Transport>,
}

impl Service {
    /// The address with which the URL of each request begins, without a slash at its end.
    pub(crate) fn base_url(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Whether a URL is on the service's own host, where its token may go.
    pub(crate) fn is_own_host<'a>(&self, url: impl Into<Origin<'a>>) -> bool {
        url.into() == Origin::from(&self.base)
    }

    /// A link that may lead anywhere, but not from https to http: even without the token, content
    /// would travel in the clear.
    pub(crate) fn link(&self, text: &str) -> Result<Url> {
        let url = Url::parse(text).map_err(|_| Error::BadLink { reason: "it is no URL" })?;
        match (self.base.scheme(), url.scheme()) {
            (_, "https") | ("http", "http") => Ok(url),
            _ => Err(Error::BadLink { reason: "it leads away from https" }),
        }
    }
}
