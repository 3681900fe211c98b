//! What is sent and what comes back: nothing, bytes in memory, or a stream of bytes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::Request;
use serde::Serialize;

use crate::error::{BoxError, Error};

/// The body of a request or of a response.
///
/// A body in memory can be sent again when a request is retried; a stream can't. A body is itself a
/// stream of its chunks.
pub struct Body(Kind);

enum Kind {
    Full(Bytes),
    Stream { chunks: Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>, length: Option<u64> },
}

/// How much memory to take for a body of which only the length has arrived.
const MOST_AHEAD: u64 = 16 * 1024 * 1024;

impl Body {
    /// No body.
    pub const fn empty() -> Self {
        Body(Kind::Full(Bytes::new()))
    }

    /// A body that is produced while it is sent. `length` becomes the `Content-Length` when it is
    /// known.
    ///
    /// A request with such a body is sent once: it is not retried, and not repeated for a redirect
    /// or an expired token.
    pub fn stream<S, E>(chunks: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Body(Kind::Stream { chunks: Box::pin(Chunks(Box::pin(chunks))), length })
    }

    pub(crate) fn json<B: Serialize + ?Sized>(value: &B) -> Result<Self, Error> {
        serde_json::to_vec(value).map(Body::from).map_err(Error::encode)
    }

    /// The bytes, when the body is in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Full(bytes) => Some(bytes),
            Kind::Stream { .. } => None,
        }
    }

    /// The length in bytes, when it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Full(bytes) => Some(bytes.len() as u64),
            Kind::Stream { length, .. } => *length,
        }
    }

    /// A second body with the same bytes, when there can be one.
    pub(crate) fn replay(&self) -> Option<Body> {
        self.as_bytes().cloned().map(Body::from)
    }

    /// Reads the body to its end.
    ///
    /// # Errors
    ///
    /// Fails when the stream does, for example because the connection broke.
    pub async fn collect(self) -> Result<Bytes, BoxError> {
        self.collect_up_to(usize::MAX).await.map(|(bytes, _)| bytes)
    }

    /// Reads the body to its end or to `limit` bytes, and returns whether that was its end.
    pub(crate) async fn collect_up_to(mut self, limit: usize) -> Result<(Bytes, bool), BoxError> {
        let Some(first) = self.chunk().await.transpose()? else {
            return Ok((Bytes::new(), true));
        };
        if first.len() > limit {
            return Ok((first.slice(..limit), false));
        }
        let mut next = self.chunk().await.transpose()?;
        if next.is_none() {
            return Ok((first, true));
        }
        let expected = self.length().unwrap_or_default().min(MOST_AHEAD) as usize;
        let mut all = BytesMut::with_capacity(first.len().max(expected.min(limit)));
        all.extend_from_slice(&first);
        while let Some(chunk) = next {
            let room = limit - all.len();
            if chunk.len() > room {
                all.extend_from_slice(&chunk[..room]);
                return Ok((all.freeze(), false));
            }
            all.extend_from_slice(&chunk);
            next = self.chunk().await.transpose()?;
        }
        Ok((all.freeze(), true))
    }

    /// The next chunk, or `None` at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, BoxError>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

/// A second request like the first, when its body can be sent twice.
pub(crate) fn replay(request: &Request<Body>) -> Option<Request<Body>> {
    let mut copy = Request::new(request.body().replay()?);
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    *copy.extensions_mut() = request.extensions().clone();
    Some(copy)
}

impl Default for Body {
    fn default() -> Self {
        Body::empty()
    }
}

/// Shows the length, never the contents.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.as_bytes().is_some() { "Bytes" } else { "Stream" };
        f.debug_struct(name).field("length", &self.length()).finish()
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Kind::Full(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Full(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Kind::Stream { chunks, .. } => chunks.as_mut().poll_next(cx),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Body(Kind::Full(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Body(Kind::Full(bytes.into()))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Body(Kind::Full(text.into()))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Body(Kind::Full(Bytes::from_static(text.as_bytes())))
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Body(Kind::Full(Bytes::from_static(bytes)))
    }
}

impl From<crate::answer::output::Bytes> for Body {
    fn from(bytes: crate::answer::output::Bytes) -> Self {
        Body(Kind::Full(bytes.into()))
    }
}

/// Makes the errors of a stream the ones that a body has.
struct Chunks<S>(Pin<Box<S>>);

impl<S, E> Stream for Chunks<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(chunk.map(|chunk| chunk.map_err(Into::into)))
    }
}
