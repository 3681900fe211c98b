//! Work that a service goes on with after it has answered 202 Accepted.

use std::fmt;
use std::time::Duration;

use http::{HeaderName, Method, StatusCode, header};
use serde_json::Value;
use url::Url;

use crate::client::Client;
use crate::error::{Error, Result};
use crate::output::Output;
use crate::request::{Request, Target};
use crate::response::Response;
use crate::retry;

/// Work that a service goes on with after it has answered 202 Accepted, such as copying a folder.
///
/// ```no_run
/// # async fn example(copy: msgraph_core::Request<msgraph_core::NoContent>) -> msgraph_core::Result<()> {
/// let job = copy.start_job().await?;
/// let done = job.wait().await?;
/// println!("the copy is {:?}", done.resource_id());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Job {
    client: Client,
    url: Url,
}

impl<R: Output> Request<R> {
    /// Sends a request that starts a job, and gives the job to ask about.
    ///
    /// # Errors
    ///
    /// Fails as awaiting the request does, and with [`Error::BadLink`] when the answer doesn't say
    /// where to ask.
    pub async fn start_job(self) -> Result<Job> {
        const OPERATION_LOCATION: HeaderName = HeaderName::from_static("operation-location");
        let client = self.parts.client.clone();
        let version = version(&self.parts.target).to_owned();
        let answer = self.start().await?;
        let location =
            answer.headers.get(header::LOCATION).or_else(|| answer.headers.get(OPERATION_LOCATION));
        let location = location.and_then(|location| location.to_str().ok());
        let location =
            location.ok_or(Error::BadLink { reason: "the answer doesn't say where to ask about the job" })?;
        Job::resume(&client, &absolute(location, &version))
    }
}

/// The first segment of a request's path.
fn version(target: &Target) -> &str {
    let path = match target {
        Target::Path(path) => path,
        Target::Url(url) => url.path(),
    };
    path.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default()
}

/// Some services name a job relative to the API version: `/teams('…')/operations('…')`.
fn absolute(location: &str, version: &str) -> String {
    let has_version = location.trim_start_matches('/').split('/').next() == Some(version);
    if location.starts_with('/') && !has_version {
        format!("/{version}{location}")
    } else {
        location.to_owned()
    }
}

impl Job {
    /// A job whose URL was kept, for example from another process.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::BadLink`] when the URL is none, or leads away from https.
    pub fn resume(client: &Client, url: &str) -> Result<Self> {
        // A path goes below the base URL, whose own path it doesn't repeat.
        let url = match url.starts_with('/') {
            true => client.link(&format!("{}{url}", client.base_url())),
            false => client.link(url),
        };
        Ok(Job { client: client.clone(), url: url? })
    }

    /// The URL to ask about the job. It can be a secret: whoever has it may need no token.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Asks once how the job stands. The token goes along only when the job is on the client's own
    /// host.
    ///
    /// # Errors
    ///
    /// Fails as a request does. A job that has failed is no error here.
    pub async fn status(&self) -> Result<JobStatus> {
        let request: Request<Value> = Request::to(self.client.clone(), Method::GET, self.url.clone());
        request.send_full().await.map(JobStatus::read)
    }

    /// Asks until the job has ended, as often as the service says or else at growing intervals: ten times a second at most, and every
    /// five minutes at least.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::JobFailed`] when the job does, and as a request does when the service
    /// can't be asked; the job goes on then.
    pub async fn wait(&self) -> Result<JobStatus> {
        const SHORTEST: Duration = Duration::from_millis(100);
        const LONGEST: Duration = Duration::from_secs(300);
        let mut pause = Duration::from_secs(1);
        loop {
            let status = self.status().await?;
            match status.state {
                JobState::Succeeded => return Ok(status),
                JobState::Failed => return Err(Error::JobFailed(Box::new(status))),
                JobState::Running => {
                    tokio::time::sleep(status.retry_after.unwrap_or(pause).clamp(SHORTEST, LONGEST)).await;
                    pause = (pause * 2).min(Duration::from_secs(30));
                }
            }
        }
    }
}

/// Shows the host alone: the rest can be a secret.
impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}

/// How a job stands.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct JobStatus {
    /// Whether it goes on.
    pub state: JobState,
    /// How much is done, in percent, if the service says it.
    pub percent: Option<f64>,
    /// How long to wait before asking again, if the service says it.
    pub retry_after: Option<Duration>,
    /// The whole answer. For a job that ends with a redirect to its result, that is the result.
    pub body: Value,
}

/// Whether a job goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It goes on.
    Running,
    /// It has done what it was started for.
    Succeeded,
    /// It has given up.
    Failed,
}

impl JobStatus {
    fn read(answer: Response<Value>) -> Self {
        let word = answer.value.get("status").and_then(Value::as_str);
        let state = match word.map(str::to_ascii_lowercase).as_deref() {
            Some("completed" | "succeeded" | "success") => JobState::Succeeded,
            Some("failed" | "cancelled" | "canceled" | "deletefailed" | "deleted" | "timedout") => {
                JobState::Failed
            }
            // The answer is the result itself, unless the status says that there is none yet.
            None if answer.status != StatusCode::ACCEPTED => JobState::Succeeded,
            // Services have many words for going on: notStarted, inProgress, running, waiting, …
            None | Some(_) => JobState::Running,
        };
        let percent = ["percentageComplete", "percentComplete"]
            .iter()
            .find_map(|name| answer.value.get(name)?.as_f64());
        JobStatus { state, percent, retry_after: retry::retry_after(&answer.headers), body: answer.value }
    }

    /// The id of what the job has made.
    pub fn resource_id(&self) -> Option<&str> {
        ["resourceId", "targetResourceId", "id"].iter().find_map(|name| self.body.get(name)?.as_str())
    }
}

/// `failed: nameAlreadyExists: …`
impl fmt::Display for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.state {
            JobState::Running => "running",
            JobState::Succeeded => "succeeded",
            JobState::Failed => "failed",
        })?;
        for part in ["/error/code", "/error/message"] {
            if let Some(text) = self.body.pointer(part).and_then(Value::as_str) {
                write!(f, ": {text}")?;
            }
        }
        Ok(())
    }
}
