#![doc = include_str!("../README.md")]

mod advanced;
#[cfg(feature = "azure")]
mod azure;
mod batch;
mod body;
mod client;
mod cloud;
mod credential;
mod download;
mod encode;
mod error;
mod escaped;
mod explanation;
mod granted;
mod grants;
mod job;
pub mod matching;
mod middleware;
pub mod model;
mod node;
pub mod operation;
mod origin;
mod output;
mod page;
mod permission;
mod pipeline;
mod query;
mod redirect;
mod refusal;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod response;
mod retry;
mod sign;
mod span;
mod throttle;
mod transport;
mod upload;

pub use serde_json::Value;

pub use crate::batch::{Answers, Batch, ItemId, Ticket};
pub use crate::body::Body;
pub use crate::client::{Client, ClientBuilder};
pub use crate::cloud::Cloud;
pub use crate::credential::{AccessToken, BoxFuture, Credential, TokenRequest, TokenSource};
pub use crate::download::Download;
pub use crate::encode::Literal;
pub use crate::error::{BoxError, Detail, Error, Misfit, Reached, Refusal, Result, TransportError};
pub use crate::explanation::{Explanation, Opens};
pub use crate::granted::Granted;
pub use crate::grants::Grants;
pub use crate::job::{Job, JobState, JobStatus};
pub use crate::middleware::{Middleware, Next};
pub use crate::node::Node;
pub use crate::operation::{Method, Operation};
pub use crate::output::{Bytes, NoContent, Output};
pub use crate::page::{Items, Page, Pages};
pub use crate::permission::{Alternative, Permissions, Requirement, Scheme};
pub use crate::query::{Expand, List};
pub use crate::request::{Request, Sending};
#[cfg(feature = "reqwest")]
pub use crate::reqwest_transport::ReqwestTransport;
pub use crate::response::{Raw, Response};
pub use crate::retry::RetryPolicy;
pub use crate::transport::Transport;
pub use crate::upload::{Seekable, Upload, UploadSession, UploadSource};
