//! A hook around each attempt to send a request.

use std::sync::Arc;

use http::{Request, Response};

use super::credential::BoxFuture;
use super::service::Service;
use super::sign;
use crate::body::Body;
use crate::error::Result;

/// Sees each attempt to send a request, and its answer.
///
/// It runs inside retries, so it sees each of them, and outside of signing, so it never sees the
/// token.
///
/// ```
/// use http::{Request, Response};
/// use msgraph_core::{Body, BoxFuture, Middleware, Next, Result};
///
/// struct Named(&'static str);
///
/// impl Middleware for Named {
///     fn handle<'a>(&'a self, mut request: Request<Body>, next: Next<'a>) -> BoxFuture<'a, Result<Response<Body>>> {
///         Box::pin(async move {
///             request.headers_mut().insert("x-application", self.0.parse().expect("a valid header"));
///             next.run(request).await
///         })
///     }
/// }
/// ```
pub trait Middleware: Send + Sync + 'static {
    /// Handles one attempt: usually by calling [`Next::run`], once, with the request.
    ///
    /// # Errors
    ///
    /// Whatever the rest of the pipeline fails with, or an error of its own, such as
    /// [`Error::Request`](crate::Error::Request).
    fn handle<'a>(&'a self, request: Request<Body>, next: Next<'a>) -> BoxFuture<'a, Result<Response<Body>>>;
}

/// The rest of the pipeline.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    service: &'a Service,
}

impl<'a> Next<'a> {
    pub(crate) fn first(rest: &'a [Arc<dyn Middleware>], service: &'a Service) -> Self {
        Next { rest, service }
    }

    /// Sends a request through the rest of the pipeline.
    ///
    /// # Errors
    ///
    /// Fails when no answer arrives. An answer is a success here, whatever its status.
    pub fn run(self, request: Request<Body>) -> BoxFuture<'a, Result<Response<Body>>> {
        match self.rest {
            [first, rest @ ..] => first.handle(request, Next { rest, ..self }),
            [] => Box::pin(sign::send(self.service, request)),
        }
    }
}

impl std::fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Next").field("middleware", &self.rest.len()).finish_non_exhaustive()
    }
}
