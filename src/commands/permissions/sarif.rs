//! A review as SARIF, for code scanning.

use graphdocs_generator::permissions::review::{Finding, Kind};
use serde_json::json;

use super::review::Answer;
use crate::commands::sarif::{self, Level, Location, Origin, Rule};

/// A call can be made in many places; the first of them say enough.
const PLACES: usize = 10;

pub(super) fn review(answer: &Answer) -> serde_json::Result<String> {
    let mut rules: Vec<Rule> =
        Kind::ALL.into_iter().map(|kind| Rule::new(id(kind.as_str()), kind.meaning(), level(kind))).collect();
    rules.push(Rule::new(id("stale"), "An accepted finding that has no effect.", Level::Note));
    rules.push(Rule::new(id("left-open"), "Something that the review leaves open.", Level::Note));
    rules.push(Rule::new(id("undocumented"), "A request that the docs do not describe.", Level::Note));
    let findings = answer.review.findings.iter().map(|found| finding(answer, found));
    let stale = answer.review.stale.iter().map(|stale| {
        let message = format!("`{}` has no effect: {}", stale.entry, stale.why);
        sarif::Finding::new(id("stale"), Level::Note, &message).at(Location::new(
            &answer.files.ignore,
            Some(stale.line),
            None,
        ))
    });
    let unknown = answer.unknown.iter().map(|unknown| {
        let message = format!("`{}` was not reviewed: {}", unknown.seen.request, unknown.why());
        sarif::Finding::new(id("undocumented"), Level::Note, &message).at(Location::new(
            &unknown.seen.file,
            unknown.seen.line,
            None,
        ))
    });
    // Requests that the docs do not describe are findings of their own, with their places.
    let open = answer.left_open.iter().filter(|open| !open.is_undocumented()).map(|open| {
        sarif::Finding::new(id("left-open"), Level::Note, open.message())
            .at(Location::new(&answer.files.granted, None, None))
            .property("leftOpen", json!(open))
    });
    sarif::log(rules, findings.chain(stale).chain(unknown).chain(open).collect())
}

fn finding(answer: &Answer, found: &Finding) -> sarif::Finding {
    let caller = found.caller.map_or("any", |caller| caller.as_str());
    let mut finding = sarif::Finding::new(id(found.kind.as_str()), level(found.kind), &found.message)
        .fingerprint(format!("{} {caller} {}", found.kind.as_str(), found.subject))
        .property("instead", json!(found.instead))
        .property("calls", json!(found.calls))
        .property("opens", json!(found.opens))
        .property("risk", json!(found.risk));
    match found.kind {
        Kind::Missing | Kind::Unsupported | Kind::Doubtful | Kind::Conditional => {
            for seen in found.seen.iter().take(PLACES) {
                finding = finding.at(Location::new(&seen.file, seen.line, None));
            }
        }
        Kind::Unknown | Kind::Unused | Kind::Redundant | Kind::Replaceable => {
            finding = finding.at(Location::new(&answer.files.granted, found.line, None));
        }
    }
    match &found.accepted {
        Some(reason) => finding.accepted(Origin::External, reason),
        None => finding,
    }
}

fn id(kind: &str) -> String {
    format!("permissions/{kind}")
}

fn level(kind: Kind) -> Level {
    match kind {
        Kind::Missing | Kind::Unsupported => Level::Error,
        Kind::Unknown | Kind::Unused | Kind::Redundant | Kind::Replaceable => Level::Warning,
        Kind::Doubtful | Kind::Conditional => Level::Note,
    }
}
