//! Large content, sent in pieces to an upload session.

use std::fmt;
use std::io;

use bytes::Bytes;
use http::{Method, StatusCode, header};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt, SeekFrom};

use crate::client::Client;
use crate::credential::BoxFuture;
use crate::error::{Error, Result};
use crate::output::{NoContent, Output};
use crate::request::Request;
use crate::response::{Raw, Response};

/// An upload session, as the service answers `createUploadSession`.
///
/// It can be written down and read back, to go on in another process. `Debug` hides its URL, which
/// gives access to whoever has it.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UploadSession {
    /// Where the pieces go. It is pre-authenticated, so the token stays at home.
    pub upload_url: String,
    /// When the service forgets the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_date_time: Option<String>,
    /// What is missing, as ranges such as `26-` or `101-204`.
    #[serde(default)]
    pub next_expected_ranges: Vec<String>,
}

impl UploadSession {
    /// A session of which the URL was kept. The upload asks the service what is missing.
    pub fn resume(upload_url: impl Into<String>) -> Self {
        UploadSession {
            upload_url: upload_url.into(),
            expiration_date_time: None,
            next_expected_ranges: Vec::new(),
        }
    }

    /// Gives the session up, so that the service drops what it has.
    ///
    /// # Errors
    ///
    /// Fails as a request does.
    pub async fn cancel(self, client: &Client) -> Result<()> {
        let request: Request<NoContent> = unsigned(client, Method::DELETE, &self.upload_url)?;
        request.await.map(|NoContent| ())
    }
}

/// Leaves the URL out.
impl fmt::Debug for UploadSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadSession")
            .field("expiration_date_time", &self.expiration_date_time)
            .field("next_expected_ranges", &self.next_expected_ranges)
            .finish_non_exhaustive()
    }
}

/// Content that can be read from any place, so that an upload can go back to where it failed.
///
/// Implemented for [`bytes::Bytes`], and for files through [`Seekable`].
pub trait UploadSource: Send {
    /// The length in bytes.
    fn length(&self) -> u64;

    /// Reads `length` bytes from `offset`, both within the content.
    ///
    /// # Errors
    ///
    /// Fails when the bytes can't be read; the upload fails with it.
    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>>;
}

impl UploadSource for Bytes {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        let piece = usize::try_from(offset).ok().and_then(|from| Some(from..from.checked_add(length)?));
        let piece = piece.filter(|piece| piece.end <= self.len()).map(|piece| self.slice(piece));
        Box::pin(std::future::ready(piece.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())))
    }
}

/// Content of anything that reads and seeks, such as `tokio::fs::File`.
#[derive(Debug)]
pub struct Seekable<T> {
    inner: T,
    length: u64,
}

impl<T: AsyncRead + AsyncSeek + Unpin + Send> Seekable<T> {
    /// Seeks to the end to learn the length.
    ///
    /// # Errors
    ///
    /// Fails when seeking does.
    pub async fn new(mut inner: T) -> io::Result<Self> {
        let length = inner.seek(SeekFrom::End(0)).await?;
        Ok(Seekable { inner, length })
    }
}

impl<T: AsyncRead + AsyncSeek + Unpin + Send> UploadSource for Seekable<T> {
    fn length(&self) -> u64 {
        self.length
    }

    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(async move {
            let mut piece = vec![0; length];
            self.inner.seek(SeekFrom::Start(offset)).await?;
            self.inner.read_exact(&mut piece).await?;
            Ok(piece.into())
        })
    }
}

/// The service wants pieces in multiples of this.
const UNIT: usize = 320 * 1024;

/// An upload that is ready to begin.
///
/// A piece that fails is sent again as the [`RetryPolicy`](crate::RetryPolicy) says. When the
/// service has lost its place or the connection broke, it is asked what is missing, and the upload
/// goes on from there.
///
/// ```no_run
/// # async fn example(client: msgraph_core::Client, create: msgraph_core::Request<msgraph_core::UploadSession>, content: bytes::Bytes) -> msgraph_core::Result<()> {
/// use msgraph_core::Value;
///
/// let session = create.await?;
/// let item: Value = client.upload(session, content).on_progress(|sent, of| println!("{sent} of {of}")).send().await?.value;
/// # Ok(())
/// # }
/// ```
#[must_use = "an upload does nothing until `send` is called"]
pub struct Upload<S> {
    client: Client,
    session: UploadSession,
    source: S,
    piece: usize,
    progress: Option<Box<dyn FnMut(u64, u64) + Send>>,
}

impl Client {
    /// Uploads content to a session that the service has opened.
    pub fn upload<S: UploadSource>(&self, session: UploadSession, source: S) -> Upload<S> {
        Upload { client: self.clone(), session, source, piece: 16 * UNIT, progress: None }
    }
}

impl<R: Output> Request<R> {
    /// Sends a request that opens an upload session, whatever type the documentation gives its answer.
    ///
    /// # Errors
    ///
    /// Fails as awaiting the request does.
    pub async fn open_upload(self) -> Result<UploadSession> {
        crate::output::from_json(&self.start().await?)
    }
}

impl<S: UploadSource> Upload<S> {
    /// How many bytes to send at a time: rounded down to a multiple of 320 KiB, as the service
    /// wants it, and at least that. 5 MiB unless set.
    pub fn piece_size(mut self, bytes: usize) -> Self {
        self.piece = (bytes / UNIT).max(1) * UNIT;
        self
    }

    /// Calls this after each piece with the number of bytes sent and to send.
    pub fn on_progress(mut self, progress: impl FnMut(u64, u64) + Send + 'static) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    /// Sends the content, and gives what the service answers to the last piece.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::Request`] when the content is empty or can't be read, and as a request
    /// does when the session can't be reached or is gone. A session that isn't gone can be resumed.
    pub async fn send<R: Output>(self) -> Result<Response<R>> {
        self.run().await?.into_response()
    }

    async fn run(mut self) -> Result<Raw> {
        let total = self.source.length();
        if total == 0 {
            return Err(Error::request("an upload session takes no empty content"));
        }
        let mut offset = match next_offset(&self.session) {
            Some(offset) => offset,
            None => next_offset(&self.ask().await?).ok_or(LOST)?,
        };
        let mut failures = 0;
        loop {
            let answer = match self.send_piece(offset, total).await {
                Ok(answer) => answer,
                Err(error) => {
                    offset = self.recover(error, &mut failures).await?;
                    continue;
                }
            };
            if answer.status != StatusCode::ACCEPTED {
                self.report(total, total);
                return Ok(answer);
            }
            let session: Missing = crate::output::from_json(&answer)?;
            let next = first_offset(&session.next_expected_ranges).ok_or(LOST)?;
            if next > offset {
                failures = 0;
            } else {
                failures += 1;
                if !self.client.inner().retry.allows(failures) {
                    return Err(LOST);
                }
            }
            offset = next;
            self.report(offset, total);
        }
    }

    async fn send_piece(&mut self, offset: u64, total: u64) -> Result<Raw> {
        if offset >= total {
            return Err(Error::request("the service expects more content than there is"));
        }
        let length = (total - offset).min(self.piece as u64);
        let piece = self.source.read(offset, length as usize).await;
        let piece = piece.map_err(|error| Error::request(format!("the content can't be read: {error}")))?;
        let range = format!("bytes {offset}-{}/{total}", offset + length - 1);
        let request: Request<NoContent> = unsigned(&self.client, Method::PUT, &self.session.upload_url)?;
        let request = request.header(header::CONTENT_RANGE.as_str(), &range);
        request.body("application/octet-stream", piece).start().await
    }

    /// Where to go on after a failure, if that makes sense.
    async fn recover(&self, error: Error, failures: &mut u32) -> Result<u64> {
        let lost_place = match &error {
            Error::Refused(refusal) => {
                refusal.status == StatusCode::RANGE_NOT_SATISFIABLE || refusal.status.is_server_error()
            }
            Error::Transport(_) | Error::Timeout { .. } => true,
            _ => false,
        };
        let retry = &self.client.inner().retry;
        if !lost_place || !retry.allows(*failures) {
            return Err(error);
        }
        if let Some(delay) = retry.delay(*failures, None) {
            tokio::time::sleep(delay).await;
        }
        *failures += 1;
        match self.ask().await {
            Ok(session) => first_offset(&session.next_expected_ranges).ok_or(error),
            // What went wrong first says more than that the session can't be asked either.
            Err(_) => Err(error),
        }
    }

    /// Asks the service what is missing.
    async fn ask(&self) -> Result<UploadSession> {
        let request: Request<Missing> = unsigned(&self.client, Method::GET, &self.session.upload_url)?;
        let Missing { next_expected_ranges } = request.await?;
        Ok(UploadSession { next_expected_ranges, ..self.session.clone() })
    }

    fn report(&mut self, sent: u64, total: u64) {
        if let Some(progress) = &mut self.progress {
            progress(sent, total);
        }
    }
}

impl<S> fmt::Debug for Upload<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("session", &self.session)
            .field("piece", &self.piece)
            .finish_non_exhaustive()
    }
}

/// The service's answer about a session, which doesn't always repeat its URL.
#[derive(Deserialize)]
struct Missing {
    #[serde(default, rename = "nextExpectedRanges", alias = "NextExpectedRanges")]
    next_expected_ranges: Vec<String>,
}

const LOST: Error = Error::BadLink { reason: "the service doesn't say which part of the upload is missing" };

fn next_offset(session: &UploadSession) -> Option<u64> {
    first_offset(&session.next_expected_ranges)
}

/// The first byte that is missing.
fn first_offset(ranges: &[String]) -> Option<u64> {
    ranges.iter().filter_map(|range| range.split('-').next()?.trim().parse().ok()).min()
}

/// A request to a pre-authenticated URL. The token would do no good there, and some services reject
/// it.
fn unsigned<R>(client: &Client, method: Method, url: &str) -> Result<Request<R>> {
    let mut request = Request::to(client.clone(), method, client.link(url)?);
    request.parts.signed = false;
    Ok(request)
}
