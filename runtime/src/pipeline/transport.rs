//! The border to an HTTP library.

use http::{Request, Response};

use super::credential::BoxFuture;
use crate::body::Body;
use crate::error::TransportError;
use crate::operation::Method;

/// Sends one HTTP request and gives back one answer: nothing is followed, retried or signed here.
///
/// The feature `reqwest` has an implementation; others serve tests or bring their own HTTP library.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    ///
    /// Fails when no answer arrived. Any answer is a success here, whatever its status.
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>>;
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
            Method::Patch => http::Method::PATCH,
            Method::Delete => http::Method::DELETE,
        }
    }
}
