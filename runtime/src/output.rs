//! What a request gives: a value read from JSON, bytes, or nothing.

use std::fmt;
use std::ops::Deref;

use serde::de::{DeserializeOwned, Error as _};

use crate::error::{Error, Misfit, Result};
use crate::response::Raw;

/// What a request can give: any type that reads itself from JSON, [`Page`](crate::Page),
/// [`Bytes`] and [`NoContent`].
///
/// Implement it for a type that reads itself from something else, such as a report in CSV; a type
/// that implements [`DeserializeOwned`] has it already.
pub trait Output: Sized + Send + 'static {
    /// The media type to ask for.
    const ACCEPT: &'static str;

    /// Reads an answer.
    ///
    /// # Errors
    ///
    /// Fails when the answer doesn't fit.
    fn read(answer: &Raw) -> Result<Self>;
}

impl<M: DeserializeOwned + Send + 'static> Output for M {
    const ACCEPT: &'static str = "application/json";

    fn read(answer: &Raw) -> Result<Self> {
        from_json(answer)
    }
}

/// An empty body is read as `null`: a service may answer 204 where its documentation shows JSON, and
/// types that allow for it say so by being an `Option` or a `Value`.
pub(crate) fn from_json<M: DeserializeOwned>(answer: &Raw) -> Result<M> {
    let body = if answer.body.is_empty() { b"null" } else { &*answer.body };
    // The whole is checked once. Reading from bytes would check each text by itself, which is a good part of all work.
    let read = std::str::from_utf8(body).map_err(serde_json::Error::custom).and_then(serde_json::from_str);
    read.map_err(|source| misfit(answer, source))
}

#[cold]
fn misfit(answer: &Raw, source: serde_json::Error) -> Error {
    Error::Decode(Box::new(Misfit { source, status: answer.status, body: answer.body.clone() }))
}

/// Nothing: the request either succeeds or fails. Whatever the service answers is not looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl Output for NoContent {
    const ACCEPT: &'static str = "application/json";

    fn read(_: &Raw) -> Result<Self> {
        Ok(NoContent)
    }
}

/// The content of a file, photo or report, held in memory. It dereferences to [`bytes::Bytes`].
///
/// [`Request::download`](crate::Request::download) reads content piece by piece instead.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Bytes(bytes::Bytes);

impl Output for Bytes {
    const ACCEPT: &'static str = "*/*";

    fn read(answer: &Raw) -> Result<Self> {
        Ok(Bytes(answer.body.clone()))
    }
}

impl Deref for Bytes {
    type Target = bytes::Bytes;

    fn deref(&self) -> &bytes::Bytes {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Bytes> for bytes::Bytes {
    fn from(content: Bytes) -> Self {
        content.0
    }
}

impl From<bytes::Bytes> for Bytes {
    fn from(content: bytes::Bytes) -> Self {
        Bytes(content)
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({} bytes)", self.0.len())
    }
}
