//! Findings → what a run shows: how much each matters, which are accepted and why, which suppressions have no effect.
//!
//! ```text
//! finding ──▶ accepted by a comment on the page?  by the configuration?  by the baseline?
//!         └─▶ severity of its code, as the configuration says; `off` drops it
//! ```

mod accept;
mod baseline;
mod comment;
mod config;
mod report;

pub use baseline::{Baseline, Fingerprint};
pub use config::{Config, Deny, Ignore, Level};
pub use report::{Acceptance, Finding, Report};
