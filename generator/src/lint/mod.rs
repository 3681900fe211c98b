//! Findings → what a run shows: how much each matters, which are accepted and why, which suppressions have no effect.
//!
//! ```text
//! finding ──▶ accepted by a comment on the page?  by the configuration?  by the baseline?
//!         └─▶ severity of its code, as the configuration says; `off` drops it
//! ```

mod baseline;
mod comment;
mod config;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Problems, Severity};
use crate::load::Docs;
use crate::source::FileId;

pub use baseline::{Baseline, Fingerprint};
pub use config::{Config, Deny, Ignore, Level};

use comment::Comment;

/// One finding with what the configuration makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
pub struct Report {
    /// All findings, accepted ones included.
    pub findings: Vec<Finding>,
    /// How many findings of the baseline are not found any more.
    pub gone: usize,
}

impl Report {
    /// Sorts findings into those that count and those that are accepted. `config` comes with the file that it stands in, when that is
    /// one of `docs`' sources; entries without effect are reported there.
    pub fn new(docs: &Docs, problems: &Problems, config: &Config, baseline: Option<&Baseline>) -> Self {
        let mut own = Problems::default();
        let mut comments = comments(docs, &mut own);
        let mut used = vec![false; config.ignore.len()];
        let mut left = baseline.map(Baseline::counts).unwrap_or_default();
        let mut findings = Vec::new();
        for problem in problems.iter().chain(own.clone().iter()) {
            let path = &docs.sources.file(problem.span.file).path;
            let accepted = by_comment(&mut comments, problem)
                .or_else(|| by_config(config, &mut used, problem, path))
                .or_else(|| {
                    let count = left.get_mut(&Fingerprint::of(problem, &docs.sources))?;
                    *count = count.checked_sub(1)?;
                    Some(Acceptance::Baseline)
                });
            findings.extend(finding(problem.clone(), accepted, config));
        }
        let unused = comments.values().flatten().flat_map(Comment::unused);
        let unused = unused.chain(config.unused(&used)).map(|problem| finding(problem, None, config));
        findings.extend(unused.flatten());
        findings.sort_by(|a, b| {
            let key = |finding: &Finding| (finding.problem.span, finding.problem.code);
            key(a).cmp(&key(b)).then_with(|| a.problem.message.cmp(&b.problem.message))
        });
        Self { findings, gone: left.values().sum() }
    }

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

fn finding(problem: Diagnostic, accepted: Option<Acceptance>, config: &Config) -> Option<Finding> {
    let severity = config.severity(problem.code)?;
    Some(Finding { problem, severity, accepted })
}

/// The suppressions on the pages, by file.
fn comments(docs: &Docs, problems: &mut Problems) -> BTreeMap<FileId, Vec<Comment>> {
    let files = docs.sources.files().iter().filter(|source| source.text.contains(comment::MARK));
    files.map(|source| (source.id, comment::read(source, problems))).collect()
}

fn by_comment(comments: &mut BTreeMap<FileId, Vec<Comment>>, problem: &Diagnostic) -> Option<Acceptance> {
    let here = comments.get_mut(&problem.span.file)?;
    let reasons: Vec<String> = here.iter_mut().filter_map(|comment| comment.accept(problem)).collect();
    reasons.into_iter().next().map(Acceptance::Page)
}

fn by_config(config: &Config, used: &mut [bool], problem: &Diagnostic, path: &str) -> Option<Acceptance> {
    let mut accepted = None;
    for (entry, used) in config.ignore.iter().zip(used) {
        if entry.accepts(problem.code, path) {
            *used = true;
            accepted.get_or_insert_with(|| Acceptance::Config(entry.reason().to_owned()));
        }
    }
    accepted
}
