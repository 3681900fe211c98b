//! What every answer says first: its format, and which facts it comes from.

use graphdocs_generator::git::DocsRevision;
use graphdocs_generator::permissions::Facts;
use graphdocs_generator::sink;
use schemars::JsonSchema;
use serde::Serialize;

use super::text;
use crate::commands::{output, words};

/// The version of the JSON answers. It rises when a key changes its meaning or goes away.
const FORMAT: u32 = 2;

/// An answer of `--format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Envelope<'s, T> {
    /// The version of this form.
    format: u32,
    /// Which facts it comes from.
    facts: &'s FactsUsed,
    #[serde(flatten)]
    answer: T,
}

/// Which facts an answer comes from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FactsUsed {
    /// The folder or the model; or what is built into the command.
    source: String,
    /// The revision of the docs, where they are a checkout without changes.
    revision: Option<String>,
    /// The day of that revision.
    date: Option<String>,
    /// How many requests they know.
    requests: usize,
}

impl FactsUsed {
    pub(super) fn new(source: String, revision: Option<DocsRevision>, facts: &Facts) -> Self {
        let (revision, date) = revision.map(|revision| (revision.commit, revision.date)).unzip();
        Self { source, revision, date, requests: facts.operations.len() }
    }

    /// Says in a line which facts an answer for people comes from.
    pub(super) fn say(&self) {
        let revision =
            self.revision.as_ref().map_or(String::new(), |revision| format!(", revision {revision}"));
        let date = self.date.as_ref().map_or(String::new(), |date| format!(" of {date}"));
        words::say(format_args!(
            "facts: {}{revision}{date}, {}",
            sink::line(&self.source),
            text::count(self.requests, "request")
        ));
    }

    /// An answer in JSON.
    pub(super) fn json<T: Serialize>(&self, answer: T) -> serde_json::Result<String> {
        output::json(&Envelope { format: FORMAT, facts: self, answer })
    }
}
