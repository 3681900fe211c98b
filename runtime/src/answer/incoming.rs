//! An answer whose body may still be on its way.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::time::timeout;

use crate::body::Body;
use crate::error::{BoxError, Error, Reached, Result, TransportError};

/// An answer whose body may still be on its way.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

pub(crate) fn broken(source: BoxError) -> Error {
    TransportError::new(Reached::PerhapsServer, source).into()
}

/// The next chunk of a body, with a limit to how long it may take.
pub(crate) async fn chunk(body: &mut Body, limit: Duration) -> Option<Result<Bytes>> {
    match timeout(limit, body.chunk()).await {
        Ok(chunk) => chunk.map(|chunk| chunk.map_err(broken)),
        Err(_) => Some(Err(Error::Timeout { after: limit })),
    }
}
