//! Which findings count: what comments, the configuration and the baseline accept.

use std::collections::BTreeMap;

use super::baseline::{Baseline, Fingerprint};
use super::comment::{self, Comment};
use super::config::Config;
use super::report::{Acceptance, Finding, Report};
use crate::diagnostic::{Diagnostic, Problems};
use crate::load::Docs;
use crate::source::FileId;

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
