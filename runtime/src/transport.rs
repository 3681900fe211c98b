//! The border to an HTTP library.

use http::{Request, Response};

use crate::body::Body;
use crate::credential::BoxFuture;
use crate::error::TransportError;

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
