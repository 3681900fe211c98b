//! Follows redirects without ever taking the token to another host.

use http::{HeaderName, Method, Request, Response, StatusCode, Uri, header};
use url::Url;

use super::origin::Origin;
use super::service::Service;
use crate::body::{Body, replay};
use crate::error::{Error, Result};

/// Half of what browsers allow: a service has no reason for more.
const MOST: usize = 10;

/// What may go to another host. Everything else stays on the host that was asked: the token above all, but a header of
/// the caller's own may be as secret.
const HARMLESS: [HeaderName; 6] = [
    header::ACCEPT,
    header::CONTENT_TYPE,
    header::IF_RANGE,
    header::RANGE,
    header::USER_AGENT,
    header::ACCEPT_LANGUAGE,
];

/// The answer at the end of all redirects.
pub(crate) struct Hop {
    pub(crate) response: Response<Body>,
    /// Whether it comes from another host than the one that was asked.
    pub(crate) other_host: bool,
}

/// Sends a request and follows redirects.
pub(crate) async fn follow(service: &Service, mut request: Request<Body>) -> Result<Hop> {
    let mut other_host = false;
    for _ in 0..=MOST {
        let again = replay(&request);
        let (uri, method) = (request.uri().clone(), request.method().clone());
        let response = service.transport.send(request).await?;
        let Some((location, next_method)) = next(&uri, &method, &response)? else {
            return Ok(Hop { response, other_host });
        };
        let mut again = match again {
            Some(again) => again,
            // A stream was sent and is gone.
            None => return Ok(Hop { response, other_host }),
        };
        if next_method != method {
            *again.body_mut() = Body::empty();
            again.headers_mut().remove(header::CONTENT_TYPE);
        }
        if Origin::from(&uri) != Origin::from(&location) {
            // What the caller meant for one host is not another's to read, and without it the request would mean something else: a
            // file with no content, say.
            if again.body().length() != Some(0) {
                return Err(Error::BadLink { reason: "a redirect would take the body to another host" });
            }
            other_host = true;
            strip(&mut again);
        }
        *again.method_mut() = next_method;
        *again.uri_mut() = location.as_str().parse().map_err(|_| bad_location())?;
        request = again;
    }
    Err(Error::BadLink { reason: "too many redirects" })
}

fn bad_location() -> Error {
    Error::BadLink { reason: "a redirect leads to something that is no URL" }
}

/// Where a response redirects to, and with which method.
fn next(uri: &Uri, method: &Method, response: &Response<Body>) -> Result<Option<(Url, Method)>> {
    let method = match response.status() {
        StatusCode::SEE_OTHER if *method != Method::HEAD => Method::GET,
        StatusCode::MOVED_PERMANENTLY
        | StatusCode::FOUND
        | StatusCode::SEE_OTHER
        | StatusCode::TEMPORARY_REDIRECT
        | StatusCode::PERMANENT_REDIRECT => method.clone(),
        _ => return Ok(None),
    };
    let Some(location) = response.headers().get(header::LOCATION) else {
        return Ok(None);
    };
    let url = Url::parse(&uri.to_string()).map_err(|_| bad_location())?;
    let location = location.to_str().ok().and_then(|location| url.join(location).ok());
    let location = location.ok_or_else(bad_location)?;
    match (url.scheme(), location.scheme()) {
        ("https", "https") | ("http", "http" | "https") => Ok(Some((location, method))),
        _ => Err(Error::BadLink { reason: "a redirect leads away from https" }),
    }
}

fn strip(request: &mut Request<Body>) {
    let kept = request.headers().iter().filter(|(name, _)| HARMLESS.contains(name));
    *request.headers_mut() = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
}
