//! What a request gives: a value read from JSON, bytes, or nothing.

use std::fmt;
use std::ops::Deref;

use http::StatusCode;
use serde::de::{DeserializeOwned, Error as _};

use super::raw::{Raw, without_mark};
use crate::error::{Error, Misfit, Result};

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

/// Reads JSON. An empty body is read as `null`: a service may answer 204 where its documentation shows JSON, and types that allow for it
/// declare so by being an `Option` or a `Value`. Where the status says that there is nothing to read (202, 204), a type that needs none of its
/// fields comes without them, so that a success is not reported as an error.
pub(crate) fn from_json<M: DeserializeOwned>(answer: &Raw) -> Result<M> {
    let body = without_mark(&answer.body);
    let read = match body.is_empty() {
        true if has_nothing_to_read(answer) => {
            parse(b"null").or_else(|error| parse(b"{}").map_err(|_| error))
        }
        true => parse(b"null"),
        false => parse(body),
    };
    read.map_err(|source| misfit(answer, source))
}

/// Whether an answer says by its status that there is nothing to read, and has nothing.
pub(crate) fn has_nothing_to_read(answer: &Raw) -> bool {
    answer.body.is_empty() && matches!(answer.status, StatusCode::ACCEPTED | StatusCode::NO_CONTENT)
}

fn parse<M: DeserializeOwned>(body: &[u8]) -> serde_json::Result<M> {
    // The whole is checked once. Reading from bytes would check each text by itself, which is a good part of all work.
    std::str::from_utf8(body).map_err(serde_json::Error::custom).and_then(serde_json::from_str)
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
