//! The transport over reqwest.

use std::fmt;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};
use http_body::{Body as _, Frame, SizeHint};

use super::credential::BoxFuture;
use super::transport::Transport;
use crate::body::Body;
use crate::error::{BoxError, Error, Reached, Result, TransportError};

/// The transport over reqwest.
#[derive(Clone)]
pub struct ReqwestTransport(reqwest::Client);

/// Leaves the settings out: the URL of a proxy can hold a password.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl ReqwestTransport {
    /// A transport with reqwest's defaults, without redirects and `Referer`, which the pipeline
    /// forbids.
    ///
    /// # Errors
    ///
    /// Fails when TLS can't be set up.
    pub fn new() -> Result<Self> {
        Self::with(reqwest::Client::builder())
    }

    /// A transport with settings of your own: proxies, certificates, connection pools.
    ///
    /// # Errors
    ///
    /// Fails when reqwest can't make a client from them.
    pub fn with(settings: reqwest::ClientBuilder) -> Result<Self> {
        // Redirects are followed by the pipeline, which knows where the token may go.
        let client = settings.redirect(reqwest::redirect::Policy::none()).referer(false).build();
        client.map(ReqwestTransport).map_err(|source| Error::Config { source: source.into() })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request.map(outgoing)).map_err(failure)?;
            let response = self.0.execute(request).await.map_err(failure)?;
            Ok(Response::from(response).map(incoming))
        })
    }
}

fn failure(error: reqwest::Error) -> TransportError {
    let nothing_sent = error.is_connect() || error.is_builder();
    let reached = if nothing_sent { Reached::Nobody } else { Reached::PerhapsServer };
    TransportError::new(reached, describe(error))
}

/// reqwest's own message is short and its sources explain what happened, so they become one line.
fn describe(error: reqwest::Error) -> BoxError {
    // The query of a URL can be a secret, for example in an upload session's.
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text.into()
}

fn outgoing(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(Outgoing { length: body.length(), body: Mutex::new(body) }),
    }
}

fn incoming(body: reqwest::Body) -> Body {
    let length = body.size_hint().exact();
    Body::stream(Incoming(body), length)
}

/// A stream of ours as a body of theirs, which must be `Sync`. The mutex makes it so and is never
/// locked: whoever polls has it to themselves.
struct Outgoing {
    length: Option<u64>,
    body: Mutex<Body>,
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let body = self.body.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner());
        let chunk = ready!(Pin::new(body).poll_next(cx));
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// A body of theirs as a stream of ours.
struct Incoming(reqwest::Body);

impl Stream for Incoming {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = ready!(Pin::new(&mut self.0).poll_frame(cx));
            match frame {
                // Trailers are no content.
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => return Poll::Ready(Some(Ok(data))),
                    Err(_) => continue,
                },
                Some(Err(error)) => return Poll::Ready(Some(Err(describe(error)))),
                None => return Poll::Ready(None),
            }
        }
    }
}
