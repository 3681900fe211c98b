//! Content that is read piece by piece.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::incoming::{self, Answer};
use crate::body::Body;
use crate::error::Result;

/// Content that is read piece by piece; see [`Request::download`](crate::Request::download).
///
/// ```no_run
/// # async fn example(request: msgraph_core::Request<msgraph_core::Bytes>) -> Result<(), Box<dyn std::error::Error>> {
/// use std::io::Write;
///
/// let mut file = std::fs::File::create("report.docx")?;
/// let mut download = request.download().await?;
/// while let Some(piece) = download.chunk().await {
///     file.write_all(&piece?)?;
/// }
/// # Ok(())
/// # }
/// ```
pub struct Download {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    limit: Duration,
}

impl Download {
    pub(crate) fn new(answer: Answer, limit: Duration) -> Self {
        Download { status: answer.status, headers: answer.headers, body: answer.body, limit }
    }

    /// The HTTP status: 206 if a part was asked for with a `Range` header.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The media type of the content.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// The length of the content in bytes, when the service says it.
    pub fn length(&self) -> Option<u64> {
        self.body.length()
    }

    /// The next piece, or `None` at the end.
    ///
    /// # Errors
    ///
    /// A piece fails with [`Error::Transport`](crate::Error::Transport) when the connection breaks
    /// before the end, and with [`Error::Timeout`](crate::Error::Timeout) when nothing arrives for as
    /// long as an attempt may take.
    pub async fn chunk(&mut self) -> Option<Result<Bytes>> {
        incoming::chunk(&mut self.body, self.limit).await
    }

    /// The rest of the content as a body, which is a stream and can be sent on.
    pub fn into_body(self) -> Body {
        self.body
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
