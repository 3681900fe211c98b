//! An upload session: where pieces go, how large they may be, and whether the token goes along.
//!
//! | session | upload URL | pieces |
//! |---|---|---|
//! | drives, print documents | on a host of their own, pre-authenticated | multiples of 320 KiB, below 60 MiB |
//! | attachments of messages and events | `…/AttachmentSessions('…')` on Outlook's host, pre-authenticated | below 4 MB |
//! | attachments of To Do tasks | `…/attachmentSessions/…` on Graph's own host, with the token; pieces go to `/content` below it | below 4 MB |
//!
//! So says the documentation: the pages of `createUploadSession`, "Attach large files to Outlook messages or events",
//! "Attach files to a To Do task" and "Upload documents using the Universal Print API".

use std::fmt;

use http::Method;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::answer::output::NoContent;
use crate::client::Client;
use crate::error::Result;
use crate::request::Request;

/// An upload session, as the service answers `createUploadSession`.
///
/// It can be written down and read back, to go on in another process. `Debug` hides its URL, which
/// gives access to whoever has it.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UploadSession {
    /// Where the pieces go. The token goes along only if that is the client's own host; any other is pre-authenticated.
    #[serde(alias = "UploadUrl")]
    pub upload_url: String,
    /// When the service forgets the session.
    #[serde(default, alias = "ExpirationDateTime", skip_serializing_if = "Option::is_none")]
    pub expiration_date_time: Option<String>,
    /// What is missing, as ranges such as `26-` or `101-204`.
    #[serde(default, alias = "NextExpectedRanges")]
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
        let url = client.service().link(&self.upload_url)?;
        let request: Request<NoContent> = Request::to(client.clone(), Method::DELETE, url);
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

/// Drives take pieces in multiples of this.
const UNIT: usize = 320 * 1024;
/// The largest multiple of [`UNIT`] below the 60 MiB that drives take at most.
const MOST_OF_A_DRIVE: usize = 191 * UNIT;
/// Attachment sessions take less than 4 MB at a time.
const MOST_OF_AN_ATTACHMENT: usize = 4_000_000 - 1;
/// 4.7 MiB: a multiple of the 200 KB that Universal Print recommends as well, and less than its 10 MB.
pub(super) const USUAL: usize = 15 * UNIT;

/// The addresses of a session, and what the service behind them wants.
pub(super) struct Addresses {
    /// Where to ask what is missing.
    pub(super) session: Url,
    /// Where the pieces go.
    pub(super) pieces: Url,
    attachment: bool,
}

impl Addresses {
    pub(super) fn of(client: &Client, session: &UploadSession) -> Result<Self> {
        let session = client.service().link(&session.upload_url)?;
        let attachment = is_of_an_attachment(&session);
        let mut pieces = session.clone();
        if attachment && client.service().is_own_host(&session) && !session.path().ends_with("/content") {
            // A URL that can't be a base has no host, so it is at no home.
            if let Ok(mut segments) = pieces.path_segments_mut() {
                segments.pop_if_empty().push("content");
            }
        }
        Ok(Addresses { session, pieces, attachment })
    }

    /// How many bytes a piece has, when the caller wants this many.
    pub(super) fn piece(&self, wanted: usize) -> usize {
        match self.attachment {
            true => wanted.clamp(1, MOST_OF_AN_ATTACHMENT),
            false => (wanted / UNIT * UNIT).clamp(UNIT, MOST_OF_A_DRIVE),
        }
    }
}

/// Whether the path has a segment `attachmentSessions` or `AttachmentSessions('…')`.
fn is_of_an_attachment(url: &Url) -> bool {
    url.path().split('/').any(|segment| {
        let name = segment.split(['(', '%']).next().unwrap_or_default();
        name.eq_ignore_ascii_case("attachmentSessions")
    })
}
