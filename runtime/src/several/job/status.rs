//! How a job stands, in the words of the services that run them.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::answer::retry_after::retry_after;
use crate::escaped::Escaped;

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
    pub(super) fn read(status: StatusCode, headers: &HeaderMap, body: Value) -> Self {
        // An operation of Universal Print has an object in `status`.
        let word = ["/status/state", "/status", "/operationStatus"].iter();
        let word = word.copied().find_map(|place| body.pointer(place)?.as_str());
        let state = match word {
            Some(word) => JobState::read(word),
            // The answer is the result itself, unless the status says that there is none yet.
            None if status != StatusCode::ACCEPTED => JobState::Succeeded,
            None => JobState::Running,
        };
        let percent = ["percentageComplete", "percentComplete", "percentProgress"];
        let percent = percent.iter().find_map(|name| number(body.get(name)?));
        JobStatus { state, percent, retry_after: retry_after(headers), body }
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
