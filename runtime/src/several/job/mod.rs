//! Work that a service goes on with after it has answered 202 Accepted.

pub(crate) mod status;

use std::fmt;
use std::time::Duration;

use http::{HeaderName, Method, header};
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use self::status::{JobState, JobStatus};
use crate::answer::output::Output;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::request::Request;

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
    unknown: Duration,
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
        let version = self.parts.target.version().to_owned();
        let answer = self.start().await?;
        let location =
            answer.headers.get(header::LOCATION).or_else(|| answer.headers.get(OPERATION_LOCATION));
        let location = location.and_then(|location| location.to_str().ok());
        let location =
            location.ok_or(Error::BadLink { reason: "the answer doesn't say where to ask about the job" })?;
        Job::resume(&client, &absolute(location, &version))
    }
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
    /// Fails with [`Error::BadLink`] when the URL is invalid, or leads away from https.
    pub fn resume(client: &Client, url: &str) -> Result<Self> {
        // A path goes below the base URL, whose own path it doesn't repeat.
        let url = match url.starts_with('/') {
            true => client.service().link(&format!("{}{url}", client.base_url())),
            false => client.service().link(url),
        };
        Ok(Job { client: client.clone(), url: url?, unknown: Duration::from_secs(600) })
    }

    /// How long [`wait`](Self::wait) goes on while the service names a state that isn't documented: the job may have ended, and nobody
    /// can tell. 10 minutes unless set.
    #[must_use]
    pub fn wait_for_unknown(mut self, time: Duration) -> Self {
        self.unknown = time;
        self
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
        let answer = request.send_full().await?;
        Ok(JobStatus::read(answer.status, &answer.headers, answer.value))
    }

    /// Asks until the job has ended, as often as the service says or else at growing intervals: ten times a second at most, and every
    /// five minutes at least.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::JobFailed`] when the job ends otherwise than in success, with [`Error::JobUnknown`] when its state stays unknown, and as
    /// a request does when the service can't be asked; the job may go on then.
    pub async fn wait(&self) -> Result<JobStatus> {
        const SHORTEST: Duration = Duration::from_millis(100);
        const LONGEST: Duration = Duration::from_secs(300);
        let mut pause = Duration::from_secs(1);
        let mut unknown_since = None;
        loop {
            let status = self.status().await?;
            match status.state {
                JobState::Succeeded => return Ok(status),
                JobState::Failed | JobState::PartlySucceeded | JobState::Skipped => {
                    return Err(Error::JobFailed(Box::new(status)));
                }
                JobState::Running => unknown_since = None,
                JobState::Unknown
                    if unknown_since.get_or_insert_with(Instant::now).elapsed() >= self.unknown =>
                {
                    return Err(Error::JobUnknown(Box::new(status)));
                }
                JobState::Unknown => {}
            }
            tokio::time::sleep(status.retry_after.unwrap_or(pause).clamp(SHORTEST, LONGEST)).await;
            pause = (pause * 2).min(Duration::from_secs(30));
        }
    }
}

/// Shows the host alone: the rest can be a secret.
impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}
