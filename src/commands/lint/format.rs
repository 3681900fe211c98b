//! Findings as text, lines, JSON, SARIF and annotations.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;

use graphdocs_generator::ReadOutput;
use graphdocs_generator::diagnostic::{Code, Severity};
use graphdocs_generator::lint::{Acceptance, Finding, Fingerprint, Report};
use graphdocs_generator::render;
use graphdocs_generator::sink;
use graphdocs_generator::sink::workflow::{data, property};
use graphdocs_generator::source::{FileId, Span};

use super::config::Configured;
use super::flags::{Flags, Format};
use crate::commands::output;
use crate::commands::sarif::{self, Level, Location, Origin, Rule};

/// Everything that the formats show.
pub(super) struct View<'v> {
    pub(super) report: &'v Report,
    pub(super) outcome: &'v ReadOutput,
    pub(super) configured: &'v Configured,
    /// The folder that the paths of the docs are seen from.
    pub(super) folder: &'v Path,
    pub(super) least: Severity,
}

impl View<'_> {
    pub(super) fn show(&self, flags: &Flags) -> anyhow::Result<String> {
        let sources = &self.outcome.docs.sources;
        let open = self.report.open(self.least);
        let shown = open.clone().map(|found| render::Finding::new(&found.problem, found.severity, sources));
        Ok(match flags.format {
            Format::Text => {
                let color = flags.has_color();
                open.map(|found| render::text(&found.problem, found.severity, sources, color)).collect()
            }
            Format::Lines => shown.map(|shown| line(&shown)).collect(),
            Format::Json => output::json(&shown.collect::<Vec<_>>())?,
            Format::Sarif => self.sarif()?,
            Format::Github => open.map(|found| self.annotation(found)).collect(),
        })
    }

    /// A workflow command.
    fn annotation(&self, found: &Finding) -> String {
        let kind = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let at = self.outcome.docs.sources.line_column(found.problem.span);
        let file = property(&self.path(found.problem.span.file));
        let (code, message) = (property(found.problem.code.name()), data(&found.problem.message));
        format!("::{kind} file={file},line={},col={},title={code}::{message}\n", at.line, at.column)
    }

    fn sarif(&self) -> serde_json::Result<String> {
        let rules = Code::ALL
            .iter()
            .map(|code| {
                Rule::new(code.name(), code.summary(), level(code.severity())).help(code.explanation())
            })
            .collect();
        let mut seen: BTreeMap<Fingerprint, usize> = BTreeMap::new();
        let shown = self.report.findings.iter().filter(|found| found.severity >= self.least);
        sarif::log(rules, shown.map(|found| self.result(found, &mut seen)).collect())
    }

    fn result(&self, found: &Finding, seen: &mut BTreeMap<Fingerprint, usize>) -> sarif::Finding {
        let problem = &found.problem;
        let message = match &problem.hint {
            Some(hint) => format!("{}; {hint}", problem.message),
            None => problem.message.clone(),
        };
        let print = Fingerprint::of(problem, &self.outcome.docs.sources);
        let number = seen.entry(print.clone()).or_default();
        *number += 1;
        let mut result = sarif::Finding::new(problem.code.name(), level(found.severity), &message)
            .at(self.location(problem.span))
            .fingerprint(format!("{} {} {} {number}", print.code, print.file, print.text));
        for (span, word) in &problem.others {
            result = result.related(self.location(*span), word);
        }
        match &found.accepted {
            None => result,
            Some(Acceptance::Page(reason)) => result.accepted(Origin::InSource, reason),
            Some(Acceptance::Config(reason)) => result.accepted(Origin::External, reason),
            Some(Acceptance::Baseline) => result.accepted(Origin::External, "older than the baseline"),
        }
    }

    fn location(&self, span: Span) -> Location {
        let at = self.outcome.docs.sources.line_column(span);
        Location::new(&self.path(span.file), Some(at.line as usize), Some(at.column as usize))
    }

    /// A file seen from the working directory, where code scanning looks for it.
    fn path(&self, file: FileId) -> String {
        let path = &self.outcome.docs.sources.file(file).path;
        let whole = if self.configured.config.file() == Some(file) {
            Path::new(path).into()
        } else {
            self.folder.join(path)
        };
        let here = env::current_dir().unwrap_or_default();
        let seen = whole.strip_prefix(&here).unwrap_or(&whole);
        seen.strip_prefix(".").unwrap_or(seen).display().to_string()
    }
}

fn line(finding: &render::Finding<'_>) -> String {
    let render::Finding { code, severity, message, file, line, column, .. } = finding;
    let (file, message) = (sink::line(file), sink::line(message));
    format!("{file}:{line}:{column}: {severity}[{code}]: {message}\n")
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}
