//! What a run of the lint found.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::FileId;

/// One finding with what the configuration makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What was found.
    pub problem: Diagnostic,
    /// How much it matters.
    pub severity: Severity,
    /// Why it does not count.
    pub accepted: Option<Acceptance>,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// A comment on the page says so, for this reason.
    Page(String),
    /// The configuration says so, for this reason.
    Config(String),
    /// It is as old as the baseline.
    Baseline,
}

/// The findings of a run, in the order of their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// All findings, accepted ones included.
    pub findings: Vec<Finding>,
    /// How many findings of the baseline are not found any more.
    pub gone: usize,
}

impl Report {
    /// Drops the findings of files that `keep` does not want.
    pub fn retain(&mut self, keep: impl Fn(FileId) -> bool) {
        self.findings.retain(|finding| keep(finding.problem.span.file));
    }

    /// The findings that count and matter at least as much as `least`.
    pub fn open(&self, least: Severity) -> impl Iterator<Item = &Finding> + Clone {
        self.findings.iter().filter(move |finding| finding.accepted.is_none() && finding.severity >= least)
    }

    /// How many findings count, by code.
    pub fn counts(&self) -> BTreeMap<Code, usize> {
        let mut counts = BTreeMap::new();
        for finding in self.open(Severity::Note) {
            *counts.entry(finding.problem.code).or_default() += 1;
        }
        counts
    }
}
