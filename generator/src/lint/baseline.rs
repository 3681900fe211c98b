//! The findings that were there already, so that a run reports new ones only.
//!
//! ```json
//! {
//!   "version": 1,
//!   "findings": [{ "code": "order-conflict", "file": "api-reference/v1.0/api/x.md", "text": "User.ReadWrite, User.Read", "count": 2 }]
//! }
//! ```
//! A finding is known by its code, its file and the words that it points at, so that it stays known when lines move.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::source::SourceMap;

use super::report::{Acceptance, Report};

const VERSION: u32 = 1;

/// Findings that were there already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    code: String,
    text: String,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    count: usize,
}

/// What a finding is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    /// The file, below the docs root.
    pub file: String,
    /// The name of the code. A baseline may hold codes that this version does not know.
    pub code: String,
    /// The first line of the words that it points at.
    pub text: String,
}

impl Fingerprint {
    /// The fingerprint of a finding.
    pub fn of(problem: &Diagnostic, sources: &SourceMap) -> Self {
        let line = sources.text(problem.span).lines().next().unwrap_or_default();
        Self {
            file: sources.file(problem.span.file).path.clone(),
            code: problem.code.name().to_owned(),
            text: line.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

impl Baseline {
    /// The findings of a report that a baseline makes known: those that count, and those that an older baseline knew.
    pub fn of(report: &Report, sources: &SourceMap) -> Self {
        let mut counts: BTreeMap<Fingerprint, usize> = BTreeMap::new();
        for finding in &report.findings {
            if matches!(finding.accepted, None | Some(Acceptance::Baseline)) {
                *counts.entry(Fingerprint::of(&finding.problem, sources)).or_default() += 1;
            }
        }
        let entry = |(Fingerprint { file, code, text }, count)| Entry { file, code, text, count };
        let findings = counts.into_iter().map(entry).collect();
        Self { version: VERSION, findings }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// When it is no baseline, or was written in a format that this library does not know.
    pub fn read(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if baseline.version != VERSION {
            return Err(format!("it has version {}, and {VERSION} is known", baseline.version));
        }
        Ok(baseline)
    }

    /// The baseline as text, a finding a line, so that differences are readable.
    pub fn write(&self) -> String {
        let line = |entry| serde_json::to_string(entry).expect("strings and numbers have a JSON form");
        let lines: Vec<String> = self.findings.iter().map(|entry| format!("    {}", line(entry))).collect();
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [\n{}\n  ]\n}}\n", lines.join(",\n"))
    }

    /// How many findings it has.
    pub fn len(&self) -> usize {
        self.findings.iter().map(|entry| entry.count).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// How often each finding was there.
    pub(super) fn counts(&self) -> BTreeMap<Fingerprint, usize> {
        self.findings
            .iter()
            .cloned()
            .map(|Entry { file, code, text, count }| (Fingerprint { file, code, text }, count))
            .collect()
    }
}

fn once() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_once(count: &usize) -> bool {
    *count == 1
}
