//! An answer with its status and headers.

pub(crate) mod download;
pub(crate) mod incoming;
pub(crate) mod output;
pub(crate) mod page;
pub(crate) mod raw;
pub(crate) mod refusal;
pub(crate) mod retry_after;

use std::fmt;

use http::{HeaderMap, HeaderName, StatusCode, header};

use self::output::Output;
use self::raw::Raw;
use crate::error::Result;

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

impl<R: Output> Response<R> {
    pub(crate) fn read(answer: Raw) -> Result<Self> {
        let value = R::read(&answer)?;
        Ok(Response { status: answer.status, headers: answer.headers, value })
    }
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
