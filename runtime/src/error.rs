//! Everything that can go wrong, as one type.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

pub use crate::answer::refusal::{Detail, Refusal};
use crate::escaped::Escaped;
use crate::operation::Operation;
use crate::permission::{Requirement, Scheme};

/// Any error, as the traits at this crate's borders return it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request has no result.
///
/// Neither `Debug` nor `Display` shows a token, and URLs are shown without their queries.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Microsoft Graph answered, and the answer is an error.
    Refused(Box<Refusal>),
    /// The granted permissions don't open the operation, so the request was
    /// not sent.
    NotGranted {
        /// The operation that was called.
        operation: &'static Operation,
        /// The kind of caller that the client is.
        scheme: Scheme,
    },
    /// The answer doesn't fit the type that was asked for.
    Decode(Box<Misfit>),
    /// The request can't be made: a key, header or body that can't travel.
    Request {
        /// What is wrong with it.
        source: BoxError,
    },
    /// The client can't be made from its settings.
    Config {
        /// What is wrong with them.
        source: BoxError,
    },
    /// The credential gave no token.
    Credential {
        /// The credential's own error.
        source: BoxError,
    },
    /// The answer did not come, or not to its end.
    Transport(TransportError),
    /// The answer did not come in time.
    Timeout {
        /// How long was waited.
        after: Duration,
    },
    /// The answer is longer than [`ClientBuilder::answer_limit`](crate::ClientBuilder::answer_limit) allows.
    TooLarge {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// A link in an answer leads to another host than the client's, where its token must not go.
    ForeignLink {
        /// The host that the link names.
        host: String,
    },
    /// A link in an answer leads back to where it came from, or is no URL.
    BadLink {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// An upload session came to no end: the service makes no progress, or ended it before everything had arrived.
    Upload {
        /// What the service did.
        reason: &'static str,
    },
    /// A long-running job ended without success, or with a part of it only; the status says which.
    JobFailed(Box<crate::several::job::status::JobStatus>),
    /// A long-running job has been in a state that isn't documented for longer than [`Job::wait_for_unknown`](crate::Job::wait_for_unknown)
    /// allows. It may go on.
    JobUnknown(Box<crate::several::job::status::JobStatus>),
    /// A request of a batch was not sent, because one that it depends on failed.
    DependencyFailed,
    /// A request of a batch has no answer, because the batch has none.
    Batch(Arc<Error>),
}

impl Error {
    /// The answer of Microsoft Graph, if that is what the error is.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Error::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Error::Refused(refusal) => Some(refusal.status),
            Error::Decode(misfit) => Some(misfit.status),
            Error::DependencyFailed => Some(StatusCode::FAILED_DEPENDENCY),
            Error::Batch(error) => error.status(),
            _ => None,
        }
    }

    /// Graph's error code, such as `itemNotFound`, if there is one.
    pub fn code(&self) -> Option<&str> {
        self.refusal().and_then(|refusal| refusal.code.as_deref())
    }

    pub(crate) fn request(source: impl Into<Reason>) -> Self {
        Error::Request { source: source.into().0 }
    }

    pub(crate) fn config(source: impl Into<Reason>) -> Self {
        Error::Config { source: source.into().0 }
    }

    pub(crate) fn encode(source: serde_json::Error) -> Self {
        Error::Request { source: source.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Refused(refusal) => refusal.fmt(f),
            Error::NotGranted { operation, scheme } => match operation.effective_permissions().of(*scheme) {
                Requirement::Unsupported => {
                    write!(f, "{operation} was not sent: it is not supported for {scheme}")
                }
                needed => write!(
                    f,
                    "{operation} was not sent: the granted permissions don't open it, {scheme} needs {needed}"
                ),
            },
            Error::Decode(misfit) => misfit.fmt(f),
            Error::Request { source } => {
                write!(f, "the request can't be made: {}", Escaped(&source.to_string()))
            }
            Error::Config { source } => {
                write!(f, "the client can't be made: {}", Escaped(&source.to_string()))
            }
            // The service that gives out tokens has words of its own.
            Error::Credential { source } => write!(f, "no token: {}", Escaped(&source.to_string())),
            Error::Transport(error) => error.fmt(f),
            Error::Timeout { after } => write!(f, "no answer after {after:?}"),
            Error::TooLarge { limit } => write!(f, "the answer is longer than {limit} bytes"),
            Error::ForeignLink { host } => {
                write!(
                    f,
                    "a link in the answer leads to another host, {}, and was not followed",
                    Escaped(host)
                )
            }
            Error::Upload { reason } => write!(f, "the upload was given up: {reason}"),
            Error::JobFailed(status) => write!(f, "the job ended as {status}"),
            Error::JobUnknown(status) => write!(f, "the job is in a state that isn't documented: {status}"),
            Error::DependencyFailed => f.write_str("not sent, because a request that it depends on failed"),
            Error::Batch(error) => write!(f, "the batch has no answer: {error}"),
            Error::BadLink { reason } => write!(f, "a link in the answer can't be followed: {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Request { source } | Error::Config { source } | Error::Credential { source } => {
                // Their text is part of ours, so the chain goes on with what is behind it.
                source.source()
            }
            Error::Transport(error) => error.source.source(),
            Error::Batch(error) => error.source(),
            _ => None,
        }
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Error::Transport(error)
    }
}

/// An answer that doesn't fit the type that was asked for.
///
/// Neither `Debug` nor `Display` shows values of the answer, which may be private, and the error chain ends here.
#[non_exhaustive]
pub struct Misfit {
    /// What doesn't fit, with its place in the body. Its own text can repeat values of the answer.
    pub source: serde_json::Error,
    /// The status of the answer.
    pub status: StatusCode,
    /// The whole body.
    pub body: Bytes,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the answer ({}, {} bytes) doesn't fit its type: {}",
            self.status,
            self.body.len(),
            WithoutValues(&self.source)
        )
    }
}

impl fmt::Debug for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Misfit")
            .field("source", &format_args!("{}", WithoutValues(&self.source)))
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// The message of serde, without the values that it repeats: `invalid type: string, expected u8 at line 1 column 15`.
struct WithoutValues<'a>(&'a serde_json::Error);

impl fmt::Display for WithoutValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is wrong with the JSON itself is reported without its values.
        if !self.0.is_data() {
            return write!(f, "{}", self.0);
        }
        let text = self.0.to_string();
        let expected = text.rfind(", expected ").map_or("", |at| &text[at..]);
        let place = format_args!(" at line {} column {}", self.0.line(), self.0.column());
        match text.split_once(['"', '`']).map_or(text.as_str(), |(before, _)| before) {
            "missing field " | "the value of " => f.write_str(&text),
            kind if kind.starts_with("invalid ") => match expected {
                "" => write!(f, "{}{place}", kind.trim_end()),
                _ => {
                    write!(f, "{}{expected}", kind.split(", expected ").next().unwrap_or_default().trim_end())
                }
            },
            "unknown variant " => write!(f, "unknown variant{place}"),
            _ => write!(f, "a value that doesn't fit{place}"),
        }
    }
}

/// Why a transport has no answer.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportError {
    /// How far the request came.
    pub reached: Reached,
    /// The transport's own error. It must not show the URL, whose query can be a secret.
    pub source: BoxError,
}

impl TransportError {
    /// An error of a transport.
    pub fn new(reached: Reached, source: impl Into<BoxError>) -> Self {
        TransportError { reached, source: source.into() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = self.source.to_string();
        match self.reached {
            Reached::Nobody => write!(f, "no connection: {}", Escaped(&source)),
            Reached::PerhapsServer => write!(f, "the connection broke: {}", Escaped(&source)),
        }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.source()
    }
}

/// How far a request came that has no answer; it decides whether it may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// There was no connection, so nothing has happened.
    Nobody,
    /// The server may have acted on the request.
    PerhapsServer,
}

/// The text or error that explains an [`Error`].
pub(crate) struct Reason(BoxError);

impl From<&str> for Reason {
    fn from(text: &str) -> Self {
        Reason(text.into())
    }
}

impl From<String> for Reason {
    fn from(text: String) -> Self {
        Reason(text.into())
    }
}

impl From<crate::request::encode::Unfit> for Reason {
    fn from(unfit: crate::request::encode::Unfit) -> Self {
        Reason(unfit.to_string().into())
    }
}
