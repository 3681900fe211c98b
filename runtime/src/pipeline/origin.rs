//! Which URLs belong to the same host.

use http::Uri;
use url::Url;

/// Scheme, host and port: what two URLs have in common when they are on the same host.
#[derive(PartialEq)]
pub(crate) struct Origin<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<u16>,
}

impl<'a> From<&'a Url> for Origin<'a> {
    fn from(url: &'a Url) -> Self {
        Origin {
            scheme: url.scheme(),
            host: url.host_str().unwrap_or_default(),
            port: url.port_or_known_default(),
        }
    }
}

/// A `Uri` keeps its host as it was written. Where that isn't the usual form, the origin equals no
/// other, which errs on the safe side.
impl<'a> From<&'a Uri> for Origin<'a> {
    fn from(uri: &'a Uri) -> Self {
        let usual_port = match uri.scheme_str() {
            Some("https") => Some(443),
            Some("http") => Some(80),
            _ => None,
        };
        Origin {
            scheme: uri.scheme_str().unwrap_or_default(),
            host: uri.host().unwrap_or_default(),
            port: uri.port_u16().or(usual_port),
        }
    }
}
