#![doc = include_str!("../README.md")]

mod answer;
mod body;
mod client;
mod cloud;
#[doc(hidden)]
pub mod emitted;
mod error;
mod escaped;
pub mod matching;
pub mod model;
pub mod operation;
mod permission;
mod pipeline;
mod request;
mod several;

pub use serde_json::Value;

pub use crate::answer::Response;
pub use crate::answer::download::Download;
pub use crate::answer::output::{Bytes, NoContent, Output};
pub use crate::answer::page::{Items, Page, Pages};
pub use crate::answer::raw::Raw;
pub use crate::body::Body;
pub use crate::client::{Client, ClientBuilder};
pub use crate::cloud::Cloud;
pub use crate::error::{BoxError, Detail, Error, Misfit, Reached, Refusal, Result, TransportError};
pub use crate::operation::{Method, Operation};
pub use crate::permission::explanation::{Explanation, Opens};
pub use crate::permission::grants::Grants;
pub use crate::permission::{Alternative, Permissions, Requirement, Scheme};
pub use crate::pipeline::credential::{AccessToken, BoxFuture, Credential, TokenRequest, TokenSource};
pub use crate::pipeline::granted::Granted;
pub use crate::pipeline::middleware::{Middleware, Next};
#[cfg(feature = "reqwest")]
pub use crate::pipeline::reqwest_transport::ReqwestTransport;
pub use crate::pipeline::retry::RetryPolicy;
pub use crate::pipeline::transport::Transport;
pub use crate::request::encode::Literal;
pub use crate::request::query::{Expand, List};
pub use crate::request::{Request, Sending};
pub use crate::several::batch::{Answers, Batch, ItemId, Ticket};
pub use crate::several::job::Job;
pub use crate::several::job::status::{JobState, JobStatus};
pub use crate::several::upload::{Seekable, Upload, UploadSession, UploadSource};
