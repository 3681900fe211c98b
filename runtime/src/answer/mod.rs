//! An answer with its status and headers.

pub(crate) mod download;
pub(crate) mod output;
pub(crate) mod page;
pub(crate) mod refusal;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode, header};

use self::output::Output;
use crate::error::Result;

/// An answer before it is read, for [`Output::read`].
#[derive(Clone)]
#[non_exhaustive]
pub struct Raw {
    /// The HTTP status, which is one of success.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Raw {
    pub(crate) fn into_response<R: Output>(self) -> Result<Response<R>> {
        let value = R::read(&self)?;
        Ok(Response { status: self.status, headers: self.headers, value })
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({}, {} bytes)", self.status, self.body.len())
    }
}

/// An answer with its status and headers.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<R> {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// What the body holds.
    pub value: R,
}

impl<R> Response<R> {
    /// A header as text; `None` as well when it holds more than visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(HeaderName::from_bytes(name.as_bytes()).ok()?)?.to_str().ok()
    }

    /// The version of the object, for [`Request::if_match`](crate::Request::if_match).
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(header::ETAG)?.to_str().ok()
    }

    /// The service's name of the request, which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.header("request-id")
    }
}

/// Leaves the headers out: they may hold a pre-authenticated address.
impl<R: fmt::Debug> fmt::Debug for Response<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
