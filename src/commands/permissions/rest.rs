//! What answers about the calls of a program say beside what these need: what was not told, and how much is left open.

use graphdocs_generator::permissions::Seen;
use graphdocs_generator::sink;
use schemars::JsonSchema;
use serde::Serialize;

use super::left_open::{self, LeftOpen};
use super::source::{Approximation, Found, Unknown};
use super::text;

/// The same in every answer about calls.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rest {
    /// How many entries were read, when none of them is a call of Microsoft Graph: nothing was asked, so nothing is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) no_graph_call_in: Option<usize>,
    /// Requests that call no documented operation. The answers are for the others.
    pub(super) unknown: Vec<Unknown>,
    /// Requests that no template matches as they stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) approximations: Vec<Approximation>,
    /// What could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) skipped: Vec<String>,
    /// What the answer leaves open; empty when it is whole.
    pub(super) left_open: Vec<LeftOpen>,
}

impl Rest {
    pub(super) fn new(found: Found, left_open: Vec<LeftOpen>) -> Self {
        let no_graph_call_in = found.no_graph_call_in();
        let Found { unknown, approximations, skipped, .. } = found;
        Self { no_graph_call_in, unknown, approximations, skipped, left_open }
    }

    /// Whether a call of Microsoft Graph was found. What was granted is not judged by a log without one.
    pub(super) fn has_calls(&self) -> bool {
        self.no_graph_call_in.is_none()
    }

    /// That no call was found, for people; nothing when one was.
    pub(super) fn no_call(&self) -> String {
        self.no_graph_call_in.map_or(String::new(), |entries| format!("{}\n", text::no_graph_call(entries)))
    }

    /// What could not be told, for people.
    pub(super) fn lines(&self) -> String {
        let Self { unknown, approximations, skipped, .. } = self;
        let mut lines = String::new();
        let place = |seen: &Seen| {
            let line = seen.line.map_or(String::new(), |line| format!(":{line}"));
            format!("{}{line}", sink::line(&seen.file))
        };
        if !unknown.is_empty() {
            lines += &format!("\nnot documented: {}\n", text::count(unknown.len(), "request"));
            for unknown in unknown {
                lines += &format!(
                    "  {}  {}: {}\n",
                    place(&unknown.seen),
                    sink::line(&unknown.seen.request),
                    sink::line(unknown.why())
                );
                if let Some(near) = unknown.not_found.nearest_line() {
                    lines += &format!("    {}\n", sink::line(&near));
                }
            }
        }
        if !approximations.is_empty() {
            lines += &format!("\nread in another way: {}\n", text::count(approximations.len(), "request"));
            for read in approximations {
                lines += &format!(
                    "  {}  {} is {}: {}\n",
                    place(&read.seen),
                    sink::line(&read.seen.request),
                    read.read_as,
                    read.how
                );
            }
        }
        if !skipped.is_empty() {
            lines += &format!("\nnot read: {}\n", text::entries(skipped.len()));
            for words in skipped {
                lines += &format!("  {}\n", sink::line(words));
            }
        }
        lines + &left_open::lines(&self.left_open)
    }
}
