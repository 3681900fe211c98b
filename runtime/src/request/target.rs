//! Where a request goes.

use url::Url;

use super::query::Query;
use crate::error::{Error, Result};
use crate::pipeline::service::Service;

/// Where a request goes, without what its query was set to.
pub(crate) enum Target {
    /// A percent-encoded path below the client's base URL, possibly with a query.
    Path(String),
    Url(Url),
}

impl Target {
    /// The whole URL, with a query behind its own.
    pub(crate) fn url(&self, service: &Service, query: &Query) -> Result<Url> {
        let mut url = match self {
            Target::Url(url) => url.clone(),
            Target::Path(path) => {
                let text = format!("{}/{}", service.base_url(), path.trim_start_matches('/'));
                Url::parse(&text).map_err(|error| Error::request(error.to_string()))?
            }
        };
        let query = query.encoded();
        match url.query() {
            _ if query.is_empty() => {}
            None | Some("") => url.set_query(Some(&query)),
            Some(before) => url.set_query(Some(&format!("{before}&{query}"))),
        }
        Ok(url)
    }

    /// The query that is written in it.
    pub(crate) fn query(&self) -> Option<&str> {
        match self {
            Target::Path(path) => path.split_once('?').map(|(_, query)| query),
            Target::Url(url) => url.query(),
        }
    }

    /// The first segment of the path.
    pub(crate) fn version(&self) -> &str {
        let path = match self {
            Target::Path(path) => path,
            Target::Url(url) => url.path(),
        };
        path.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default()
    }

    /// The path behind the version, if it is one of the client's own service.
    pub(crate) fn path_below_version(&self, service: &Service) -> Option<String> {
        let path = match self {
            Target::Path(path) => path.split('?').next()?,
            Target::Url(url) if service.is_own_host(url) => {
                url.as_str().strip_prefix(service.base_url())?.split('?').next()?
            }
            Target::Url(_) => return None,
        };
        let (_, below) = path.trim_start_matches('/').split_once('/')?;
        Some(format!("/{below}"))
    }
}
