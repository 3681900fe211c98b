//! `graphdocs lint`: what on the pages is wrong or could not be understood, and where.

mod config;
mod flags;
mod format;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use graphdocs_generator::ReadOutput;
use graphdocs_generator::diagnostic::Severity;
use graphdocs_generator::git;
use graphdocs_generator::lint::{Acceptance, Baseline, Deny, Report};

use super::verdict::Verdict;
use super::words;
use config::{BaselineFile, Configured};
pub(crate) use flags::Flags;

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let root = &flags.docs.docs;
    let folder = if root.is_file() { root.parent().unwrap_or(Path::new("")) } else { root };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let changed =
        flags.changed_since.as_deref().map(|revision| changed_since(folder, revision)).transpose()?;
    let mut outcome = flags.docs.read()?;
    let configured = Configured::find(flags.config.as_deref(), folder, &mut outcome.docs.sources)?;
    let baseline = flags.baseline.clone().map(BaselineFile::Named).or_else(|| configured.baseline());
    if flags.write_baseline {
        let path = baseline.context("where is the baseline to be written? give `--baseline FILE`")?;
        return write_baseline(&path, &outcome, &configured);
    }
    let known = baseline.as_ref().map(read_baseline).transpose()?;
    let mut report = Report::new(&outcome.docs, &outcome.problems, &configured.config, known.as_ref());
    if let Some(changed) = &changed {
        report.retain(|file| changed.contains(&outcome.docs.sources.file(file).path));
    }
    report.retain(|file| flags.docs.wants(&outcome.docs, file));
    let least = flags.severity.into();
    let view = format::View { report: &report, outcome: &outcome, configured: &configured, folder, least };
    let shown = view.show(flags)?;
    if flags.has_color() {
        flags.output.write_styled(&shown)?
    } else {
        flags.output.write(&shown)?
    }
    words::say(outcome.summary());
    words::say(figures(&report, least));
    if changed.is_none() && report.gone > 0 {
        words::say(format_args!(
            "{} findings of the baseline are gone: `--write-baseline` forgets them",
            report.gone
        ));
    }
    let deny = flags.deny.map(Deny::from).or(configured.config.deny).unwrap_or(Deny::Warning);
    let denied = deny.least().is_some_and(|deny| report.open(deny.max(least)).next().is_some());
    Ok(if denied { Verdict::Findings } else { Verdict::Fine })
}

/// What the findings come to: `3 errors, 10 warnings, 2 notes; 4 accepted`.
fn figures(report: &Report, least: Severity) -> String {
    let count = |severity| report.open(least).filter(|finding| finding.severity == severity).count();
    let accepted = |wanted: fn(&Acceptance) -> bool| {
        report
            .findings
            .iter()
            .filter_map(|finding| finding.accepted.as_ref())
            .filter(|why| wanted(why))
            .count()
    };
    let on_pages = accepted(|why| matches!(why, Acceptance::Page(_)));
    let configured = accepted(|why| matches!(why, Acceptance::Config(_)));
    let known = accepted(|why| matches!(why, Acceptance::Baseline));
    format!(
        "shown: {} errors, {} warnings, {} notes; accepted: {on_pages} on pages, {configured} in the configuration, {known} in the baseline",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note)
    )
}

fn changed_since(folder: &Path, revision: &str) -> anyhow::Result<BTreeSet<String>> {
    git::changed_since(folder, revision)
        .with_context(|| format!("cannot tell what changed since `{revision}`"))
}

fn read_baseline(file: &BaselineFile) -> anyhow::Result<Baseline> {
    let bytes = file.read().context("there is no baseline; `--write-baseline` makes one")?;
    let text = String::from_utf8_lossy(&bytes);
    Baseline::read(&text).map_err(anyhow::Error::msg).with_context(|| format!("`{file}` is no baseline"))
}

fn write_baseline(
    file: &BaselineFile,
    outcome: &ReadOutput,
    configured: &Configured,
) -> anyhow::Result<Verdict> {
    let report = Report::new(&outcome.docs, &outcome.problems, &configured.config, None);
    let baseline = Baseline::of(&report, &outcome.docs.sources);
    file.write(&baseline.write())?;
    words::say(format_args!("{} findings are known from now on", baseline.len()));
    Ok(Verdict::Fine)
}
