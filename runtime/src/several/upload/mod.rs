//! Large content, sent in pieces to an upload session.

mod missing;
mod session;
mod source;

use std::fmt;

use http::{Method, StatusCode, header};

use self::missing::{Missing, Report};
use self::session::Addresses;
pub use self::session::UploadSession;
pub use self::source::{Seekable, UploadSource};
use crate::answer::Response;
use crate::answer::output::{NoContent, Output};
use crate::answer::raw::Raw;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::request::Request;

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
        Upload { client: self.clone(), session, source, piece: session::USUAL, progress: None }
    }
}

impl<R: Output> Request<R> {
    /// Sends a request that opens an upload session, whatever type the documentation gives its answer.
    ///
    /// # Errors
    ///
    /// Fails as awaiting the request does.
    pub async fn open_upload(self) -> Result<UploadSession> {
        crate::answer::output::from_json(&self.start().await?)
    }
}

impl<S: UploadSource> Upload<S> {
    /// How many bytes to send at a time. Drives want multiples of 320 KiB and less than 60 MiB, attachments less than 4 MB: the size is
    /// made to fit. 4.7 MiB unless set, which is a little less than 4 MB for attachments.
    pub fn piece_size(mut self, bytes: usize) -> Self {
        self.piece = bytes;
        self
    }

    /// Calls this after each piece with the number of bytes sent and to send.
    pub fn on_progress(mut self, progress: impl FnMut(u64, u64) + Send + 'static) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    /// Sends the content, and gives what the service answers to the last piece. Once this is `Ok`, all bytes have arrived.
    ///
    /// That answer is the item for a drive. For an attachment it has no body and its `Location` header names the attachment, so read it as
    /// [`NoContent`] or [`Value`](crate::Value). For a session with `deferCommit` the file doesn't exist yet: the answer is an empty list
    /// of missing ranges, and a POST without content to the session's URL makes the file.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::Request`] when the content is empty or can't be read, with [`Error::Upload`] when the service ends the session
    /// before everything has arrived or makes no progress, and as a request does when the session can't be reached or is gone. A session
    /// that isn't gone can be resumed.
    pub async fn send<R: Output>(self) -> Result<Response<R>> {
        Response::read(self.run().await?)
    }

    async fn run(self) -> Result<Raw> {
        let total = self.source.length();
        if total == 0 {
            return Err(Error::request("an upload session takes no empty content"));
        }
        let addresses = Addresses::of(&self.client, &self.session)?;
        let piece = addresses.piece(self.piece) as u64;
        let patience = Patience::new(total, piece);
        let unsent = Missing::none();
        Run { upload: self, addresses, total, piece, unsent, begun: false, patience }.run().await
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

/// An upload under way.
struct Run<S> {
    upload: Upload<S>,
    addresses: Addresses,
    total: u64,
    piece: u64,
    /// What the service has ever named as missing, without what was sent since. An answer to a piece says where to go on and needn't list
    /// all that is missing, so an end is believed only when nothing is left here.
    unsent: Missing,
    /// Whether the service has taken a piece. Until then the session's list may be an old one, from before another process went on.
    begun: bool,
    patience: Patience,
}

/// What comes after a piece.
enum Next {
    Piece(Missing),
    End(Raw),
}

impl<S: UploadSource> Run<S> {
    async fn run(mut self) -> Result<Raw> {
        let mut missing = match self.begin().await? {
            Next::Piece(missing) => missing,
            Next::End(answer) => return Ok(answer),
        };
        while let Some((first, end)) = missing.first() {
            let end = end.min(first.saturating_add(self.piece));
            self.patience.count_piece()?;
            let sent = self.send_piece(first, end).await;
            self.unsent = self.unsent.without(first, end);
            self.begun |= sent.is_ok();
            let next = match sent {
                Ok(answer) => self.next(answer).await?,
                Err(error) => self.recover(error).await?,
            };
            missing = match next {
                Next::Piece(missing) => missing,
                Next::End(answer) => {
                    self.report(self.total);
                    return Ok(answer);
                }
            };
            let arrived = missing.first().map_or(self.total, |(first, _)| first);
            self.patience.note(arrived, first, &self.upload.client)?;
            self.report(arrived);
        }
        Err(SILENT)
    }

    /// What is missing at the beginning.
    async fn begin(&mut self) -> Result<Next> {
        let listed = Missing::of_session(&self.upload.session.next_expected_ranges, self.total)?;
        if let Some(missing) = listed.filter(|missing| !missing.is_empty()) {
            self.unsent = missing.clone();
            return Ok(Next::Piece(missing));
        }
        match self.ask().await? {
            (Report::List(missing), _) if !missing.is_empty() => Ok(Next::Piece(missing)),
            (Report::List(_) | Report::Item, answer) => Ok(Next::End(answer)),
            (Report::Nothing, _) => Err(SILENT),
        }
    }

    async fn send_piece(&mut self, first: u64, end: u64) -> Result<Raw> {
        let piece = self.upload.source.read(first, (end - first) as usize).await;
        let piece = piece.map_err(|error| Error::request(format!("the content can't be read: {error}")))?;
        let range = format!("bytes {first}-{}/{}", end - 1, self.total);
        let url = self.addresses.pieces.clone();
        let request: Request<NoContent> = Request::to(self.upload.client.clone(), Method::PUT, url);
        let request = request.header(header::CONTENT_RANGE.as_str(), &range);
        request.body("application/octet-stream", piece).start().await
    }

    /// What follows an answer to a piece.
    async fn next(&mut self, answer: Raw) -> Result<Next> {
        let ended = match Report::read(&answer, self.total)? {
            Report::List(missing) if !missing.is_empty() => return Ok(Next::Piece(missing)),
            Report::List(_) | Report::Item => true,
            Report::Nothing => answer.status == StatusCode::CREATED,
        };
        if ended && self.unsent.is_empty() {
            return Ok(Next::End(answer));
        }
        let asked = self.ask().await.map_err(|error| if ended { CUT_SHORT } else { error })?;
        match asked {
            (Report::List(missing), _) if !missing.is_empty() => Ok(Next::Piece(missing)),
            (Report::List(_), _) if self.unsent.is_empty() => Ok(Next::End(answer)),
            (Report::Item, item) if self.unsent.is_empty() => Ok(Next::End(item)),
            (Report::Nothing, _) if !ended => Err(SILENT),
            _ => Err(CUT_SHORT),
        }
    }

    /// What follows a failure, if it makes sense to go on.
    async fn recover(&mut self, error: Error) -> Result<Next> {
        let asked = error.refusal().and_then(|refusal| refusal.retry_after);
        let retry = &self.upload.client.inner().retry;
        let delay = retry.delay(self.patience.failures, asked);
        let goes_on = has_lost_place(&error) && retry.allows(self.patience.failures);
        let Some(delay) = delay.filter(|_| goes_on) else {
            return Err(error);
        };
        tokio::time::sleep(delay).await;
        if !self.begun && error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) {
            // The service has this piece already, so the session's list was an old one.
            self.unsent = Missing::none();
        }
        match self.ask().await {
            Ok((Report::List(missing), _)) if !missing.is_empty() => Ok(Next::Piece(missing)),
            Ok((Report::List(_) | Report::Item, answer)) if self.unsent.is_empty() => Ok(Next::End(answer)),
            // What went wrong first explains more than that the session can't be asked either.
            _ => Err(error),
        }
    }

    /// Asks the service what is missing.
    async fn ask(&mut self) -> Result<(Report, Raw)> {
        let url = self.addresses.session.clone();
        let request: Request<NoContent> = Request::to(self.upload.client.clone(), Method::GET, url);
        let answer = request.start().await?;
        let report = Report::read(&answer, self.total)?;
        if let Report::List(missing) = &report {
            self.unsent = self.unsent.or(missing);
        }
        Ok((report, answer))
    }

    fn report(&mut self, sent: u64) {
        if let Some(progress) = &mut self.upload.progress {
            progress(sent, self.total);
        }
    }
}

/// Whether a failure leaves it open how much has arrived.
fn has_lost_place(error: &Error) -> bool {
    match error {
        Error::Refused(refusal) => {
            refusal.status == StatusCode::RANGE_NOT_SATISFIABLE || refusal.status.is_server_error()
        }
        Error::Transport(_) | Error::Timeout { .. } => true,
        _ => false,
    }
}

const SILENT: Error = Error::Upload { reason: "the service doesn't say which part is missing" };
const CUT_SHORT: Error = Error::Upload { reason: "the service ended the session before everything was sent" };

/// How long an upload goes on with a service that makes no progress.
struct Patience {
    /// The furthest byte up to which everything has arrived at some time.
    furthest: u64,
    /// Answers and failures since then that brought the upload no further.
    failures: u32,
    /// How many pieces may still be sent.
    pieces: u64,
}

impl Patience {
    /// Four times as many pieces as the content has are enough for any service that takes them.
    fn new(total: u64, piece: u64) -> Self {
        Patience {
            furthest: 0,
            failures: 0,
            pieces: total.div_ceil(piece).saturating_mul(4).saturating_add(16),
        }
    }

    fn count_piece(&mut self) -> Result<()> {
        let left = self.pieces.checked_sub(1);
        self.pieces = left.ok_or(Error::Upload { reason: "the service takes too little at a time" })?;
        Ok(())
    }

    /// Notes how far everything has arrived after a piece that began at `before`. Going back counts, and so does standing still; catching
    /// up after going back doesn't, and only new ground makes up for it, so that alternating between two places comes to an end.
    fn note(&mut self, arrived: u64, before: u64, client: &Client) -> Result<()> {
        if arrived > self.furthest {
            (self.furthest, self.failures) = (arrived, 0);
        } else if arrived <= before {
            self.failures += 1;
        }
        match self.failures == 0 || client.inner().retry.allows(self.failures - 1) {
            true => Ok(()),
            false => Err(Error::Upload { reason: "the service makes no progress" }),
        }
    }
}
