//! A review as SARIF, for code scanning.

use graphdocs_generator::permissions::review::Stale;
use graphdocs_generator::permissions::review::{Finding, FindingKind};
use serde_json::json;

use super::by_app::App;
use super::left_open::LeftOpen;
use super::rest::Rest;
use super::review::answer::{Answer, Answers, Files};
use crate::commands::sarif::{self, Level, Location, Origin, Rule};

/// A call can be made in many places; the first of them say enough.
const PLACES: usize = 10;

pub(super) fn review(answer: &Answer) -> serde_json::Result<String> {
    let Answer { review, rest, files } = answer;
    let findings = review.findings.iter().map(|found| finding(found, files, None));
    let findings = findings.chain(about(&review.stale, rest, files));
    sarif::log(rules(), findings.collect())
}

/// The findings of all applications; each names its own.
pub(super) fn by_app(answers: &Answers) -> serde_json::Result<String> {
    let Answers { by_app, stale, files } = answers;
    let findings = by_app.apps.iter().flat_map(|of| {
        let found = of.answer.findings.iter().map(|found| finding(found, files, Some(&of.app)));
        found.chain(of.left_open.iter().map(|open| left_open(open, files, Some(&of.app))))
    });
    sarif::log(rules(), findings.chain(about(stale, &by_app.rest, files)).collect())
}

fn rules() -> Vec<Rule> {
    let mut rules: Vec<Rule> = FindingKind::ALL
        .into_iter()
        .map(|kind| Rule::new(id(kind.as_str()), kind.meaning(), level(kind)))
        .collect();
    rules.push(Rule::new(id("stale"), "An accepted finding that has no effect.", Level::Note));
    rules.push(Rule::new(id("left-open"), "Something that the review leaves open.", Level::Note));
    rules.push(Rule::new(id("undocumented"), "A request that the docs do not describe.", Level::Note));
    rules
}

/// What is no finding of the review itself.
fn about<'a>(
    stale: &'a [Stale],
    rest: &'a Rest,
    files: &'a Files,
) -> impl Iterator<Item = sarif::Finding> + 'a {
    let stale = stale.iter().map(|stale| {
        let message = format!("`{}` has no effect: {}", stale.entry, stale.why);
        sarif::Finding::new(id("stale"), Level::Note, &message).at(Location::new(
            &files.ignore,
            Some(stale.line),
            None,
        ))
    });
    let unknown = rest.unknown.iter().map(|unknown| {
        let message = format!("`{}` was not reviewed: {}", unknown.seen.request, unknown.why());
        sarif::Finding::new(id("undocumented"), Level::Note, &message).at(Location::new(
            &unknown.seen.file,
            unknown.seen.line,
            None,
        ))
    });
    // Requests that the docs do not describe are findings of their own, with their places.
    let open = rest.left_open.iter().filter(|open| !open.is_undocumented());
    stale.chain(unknown).chain(open.map(|open| left_open(open, files, None)))
}

fn left_open(open: &LeftOpen, files: &Files, app: Option<&App>) -> sarif::Finding {
    sarif::Finding::new(id("left-open"), Level::Note, &of_app(app, open.message()))
        .at(Location::new(&files.granted, None, None))
        .property("leftOpen", json!(open))
}

fn finding(found: &Finding, files: &Files, app: Option<&App>) -> sarif::Finding {
    let caller = found.caller.map_or("any", |caller| caller.as_str());
    let kind = found.kind.as_str();
    let key = app.map_or(String::new(), |app| format!("{} ", app.app.as_deref().unwrap_or("-")));
    let mut finding = sarif::Finding::new(id(kind), level(found.kind), &of_app(app, &found.message))
        .fingerprint(format!("{key}{kind} {caller} {}", found.subject))
        .property("instead", json!(found.instead))
        .property("calls", json!(found.calls))
        .property("opens", json!(found.opens))
        .property("risk", json!(found.risk));
    if let Some(app) = app {
        finding = finding.property("app", json!(app.app));
    }
    match found.kind {
        FindingKind::Missing
        | FindingKind::Unsupported
        | FindingKind::Doubtful
        | FindingKind::Conditional => {
            for seen in found.seen.iter().take(PLACES) {
                finding = finding.at(Location::new(&seen.file, seen.line, None));
            }
        }
        FindingKind::Unknown | FindingKind::Unused | FindingKind::Redundant | FindingKind::Replaceable => {
            finding = finding.at(Location::new(&files.granted, found.line, None));
        }
    }
    match &found.accepted {
        Some(reason) => finding.accepted(Origin::External, reason),
        None => finding,
    }
}

/// A message with the application that it is about.
fn of_app(app: Option<&App>, message: &str) -> String {
    app.map_or(message.to_owned(), |app| format!("{}: {message}", app.heading()))
}

fn id(kind: &str) -> String {
    format!("permissions/{kind}")
}

fn level(kind: FindingKind) -> Level {
    match kind {
        FindingKind::Missing | FindingKind::Unsupported => Level::Error,
        FindingKind::Unknown | FindingKind::Unused | FindingKind::Redundant | FindingKind::Replaceable => {
            Level::Warning
        }
        FindingKind::Doubtful | FindingKind::Conditional => Level::Note,
    }
}
