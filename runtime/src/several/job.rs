//! Work that a service goes on with after it has answered 202 Accepted.

use std::fmt;
use std::time::Duration;

use http::{HeaderName, Method, StatusCode, header};
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use crate::answer::Response;
use crate::answer::output::Output;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::escaped::Escaped;
use crate::pipeline::retry;
use crate::request::{Request, Target};

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
        request.send_full().await.map(JobStatus::read)
    }

    /// Asks until the job has ended, as often as the service says or else at growing intervals: ten times a second at most, and every
    /// five minutes at least.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::JobFailed`] when the job ends otherwise than in success, with [`Error::JobUnknown`] when nobody can tell, and as
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

/// How a job stands.
///
/// `Debug` leaves the answer out: it can hold a pre-authenticated address.
#[derive(Clone)]
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
#[non_exhaustive]
pub enum JobState {
    /// It goes on.
    Running,
    /// It has done what it was started for.
    Succeeded,
    /// It has ended, and some of what it was started for is not done.
    PartlySucceeded,
    /// The service decided that there was nothing to do.
    Skipped,
    /// It has given up.
    Failed,
    /// The service names a state that isn't documented.
    Unknown,
}

/// The states that the documentation names, in lower case, from its pages of asyncJobStatus, caseOperation, commsOperation,
/// connectionOperation, dataPolicyOperation, deviceManagementExportJob, groupPolicyOperation, longRunningOperation, onenoteOperation,
/// printJobStatus, printOperationStatus, provisioningStatusInfo, synchronizationTaskExecution, teamsAsyncOperation,
/// workloadActionDeploymentStatus and workbookOperation. What ends in `failed` has failed.
const STATES: [(JobState, &[&str]); 5] = [
    (
        JobState::Running,
        &[
            "notstarted",
            "running",
            "inprogress",
            "waiting",
            "updating",
            "deletepending",
            "pending",
            "processing",
            "paused",
            "stopped",
            "active",
            "queued",
            "scheduled",
            "accepted",
            "starting",
            "initializing",
            "completing",
            "validating",
            "unspecified",
            "none",
            "unknown",
        ],
    ),
    (JobState::Succeeded, &["succeeded", "success", "completed", "complete", "done"]),
    (
        JobState::PartlySucceeded,
        &["partiallysucceeded", "partialsuccess", "completedwitherrors", "entrylevelerrors", "warning"],
    ),
    (JobState::Skipped, &["skipped"]),
    (
        JobState::Failed,
        &[
            "failure",
            "error",
            "cancelled",
            "canceled",
            "aborted",
            "deleted",
            "timedout",
            "timeout",
            "rejected",
            "expired",
            "validationerror",
            "quarantined",
            "notsupported",
        ],
    ),
];

impl JobState {
    /// The state that a service names, in whatever case.
    fn read(word: &str) -> Self {
        let word = word.to_ascii_lowercase();
        let known = STATES.iter().find(|(_, words)| words.contains(&word.as_str()));
        match known {
            Some((state, _)) => *state,
            None if word.ends_with("failed") => JobState::Failed,
            None => JobState::Unknown,
        }
    }
}

impl JobStatus {
    fn read(answer: Response<Value>) -> Self {
        // An operation of Universal Print has an object in `status`.
        let word = ["/status/state", "/status", "/operationStatus"].iter();
        let word = word.copied().find_map(|place| answer.value.pointer(place)?.as_str());
        let state = match word {
            Some(word) => JobState::read(word),
            // The answer is the result itself, unless the status says that there is none yet.
            None if answer.status != StatusCode::ACCEPTED => JobState::Succeeded,
            None => JobState::Running,
        };
        let percent = ["percentageComplete", "percentComplete", "percentProgress"];
        let percent = percent.iter().find_map(|name| number(answer.value.get(name)?));
        JobStatus { state, percent, retry_after: retry::retry_after(&answer.headers), body: answer.value }
    }

    /// The id of what the job has made.
    pub fn resource_id(&self) -> Option<&str> {
        ["resourceId", "targetResourceId", "id"].iter().find_map(|name| self.body.get(name)?.as_str())
    }
}

/// A number, which OneNote writes as a text.
fn number(json: &Value) -> Option<f64> {
    json.as_f64().or_else(|| json.as_str()?.trim().parse().ok())
}

impl fmt::Debug for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobStatus")
            .field("state", &self.state)
            .field("percent", &self.percent)
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}

/// `failed: nameAlreadyExists: …`
impl fmt::Display for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.state {
            JobState::Running => "running",
            JobState::Succeeded => "succeeded",
            JobState::PartlySucceeded => "partly succeeded",
            JobState::Skipped => "skipped",
            JobState::Failed => "failed",
            JobState::Unknown => "unknown",
        })?;
        let parts =
            ["/error/code", "/error/message", "/resultInfo/message", "/statusDetail", "/status/description"];
        let unknown = (self.state == JobState::Unknown).then_some("/status");
        for part in unknown.into_iter().chain(parts) {
            if let Some(text) = self.body.pointer(part).and_then(Value::as_str) {
                write!(f, ": {}", Escaped(text))?;
            }
        }
        Ok(())
    }
}
