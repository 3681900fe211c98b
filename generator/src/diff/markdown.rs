//! A report as Markdown, short enough to be read in a pull request: a table that sums up, then for each whom it concerns the kinds of
//! changes, counted, with some of them folded away.
//!
//! ```text
//! | | changes | v1.0 | beta | reference |
//! | Breaking: callers of the crate | 2 | 1 | 1 | 0 |
//!
//! ## Breaking: callers of the crate
//!
//! ▸ property removed: 2 (v1.0 1, beta 1)
//! ```
//!
//! What is left out is counted, and the JSON has all of it. A report never has more letters than a comment on GitHub may have.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Breaks, Change, Class, Count, Report, words};
use crate::sink::markdown;

/// How many characters a comment may have.
const COMMENT: usize = 65_536;

/// How many subjects of a change are named before the first one stands for all.
const SUBJECTS: usize = 2;
/// How many first segments of paths are named.
const AREAS: usize = 6;
/// How many characters of a name or value are shown.
const LONGEST: usize = 80;

/// The Markdown of a report; `limit` is how many changes of a kind are listed, as long as they fit into a comment: fewer of each kind
/// are listed otherwise, and the text says so.
pub fn markdown(report: &Report, limit: usize) -> String {
    let mut shown = limit;
    let mut text = listing(report, shown, "");
    while text.chars().count() > COMMENT && shown > 0 {
        shown = if shown > 4 { shown - shown / 4 } else { shown - 1 };
        let note = format!(
            "> **Shortened to fit into a comment of {COMMENT} characters:** at most {shown} changes of a kind are listed, not {limit}. \
             `--format json` has all of them.\n\n"
        );
        text = listing(report, shown, &note);
    }
    text
}

fn listing(report: &Report, limit: usize, note: &str) -> String {
    let mut text = format!("# Changes from {} to {}\n\n", code(&report.old.name), code(&report.new.name));
    if report.changes.is_empty() {
        text.push_str("Nothing changed.\n");
        return text;
    }
    text.push_str(note);
    let mut parts: BTreeMap<Part, Vec<&Count>> = BTreeMap::new();
    for count in &report.summary {
        parts.entry((count.class, count.breaks)).or_default().push(count);
    }
    table(&parts, &mut text);
    for (&part, counts) in &parts {
        section(report, part, counts, limit, &mut text);
    }
    text
}

/// Whom changes concern: a section each.
type Part = (Class, Option<Breaks>);

fn title((class, breaks): Part) -> &'static str {
    match (class, breaks) {
        (_, Some(Breaks::Crate)) => "Breaking: callers of the crate",
        (_, Some(Breaks::Request)) => "Breaking: requests",
        (_, Some(Breaks::Consent)) => "Breaking: consent",
        (Class::Breaking, None) => "Breaking",
        (Class::Permissions, None) => "Permissions",
        (Class::Additive, None) => "Additive",
        (Class::Editorial, None) => "Editorial",
    }
}

/// How many things the changes of each part happened to.
fn table(parts: &BTreeMap<Part, Vec<&Count>>, text: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "| | changes | v1.0 | beta | reference |\n|:--|--:|--:|--:|--:|");
    for (&part, counts) in parts {
        let sum = |of: fn(&Count) -> usize| counts.iter().map(|count| of(count)).sum::<usize>();
        let (changes, v1, beta) =
            (sum(|count| count.changes), sum(|count| count.v1), sum(|count| count.beta));
        let shared = sum(|count| count.shared);
        let _ = writeln!(text, "| {} | {changes} | {v1} | {beta} | {shared} |", title(part));
    }
    text.push('\n');
}

fn section(report: &Report, part: Part, counts: &[&Count], limit: usize, text: &mut String) {
    let _ = writeln!(text, "## {}\n", title(part));
    // What breaks nobody is news for few.
    match part.0 {
        Class::Breaking | Class::Permissions => {
            counts.iter().for_each(|count| details(report, count, limit, text))
        }
        Class::Additive => counts.iter().for_each(|count| details(report, count, limit.div_ceil(2), text)),
        Class::Editorial => {
            for count in counts {
                let _ = writeln!(text, "- {}", counted(count));
            }
            text.push('\n');
        }
    }
}

/// `operation removed: 12 (v1.0 4, beta 8)`
fn counted(count: &Count) -> String {
    let Count { kind, changes, v1, beta, shared, .. } = count;
    let by_version = [("v1.0", v1), ("beta", beta), ("reference", shared)];
    let places: Vec<String> = by_version
        .iter()
        .filter(|(_, places)| **places > 0)
        .map(|(version, places)| format!("{version} {places}"))
        .collect();
    let of = if *changes == v1 + beta + shared { String::new() } else { format!("{changes} changes in ") };
    format!("{}: {of}{} ({})", kind.words(), v1 + beta + shared, places.join(", "))
}

fn details(report: &Report, count: &Count, limit: usize, text: &mut String) {
    let same = |change: &&Change| {
        (change.class, change.kind, change.breaks) == (count.class, count.kind, count.breaks)
    };
    let mut changes: Vec<&Change> = report.changes.iter().filter(same).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.on.len()));
    let _ = writeln!(text, "<details><summary>{}</summary>\n", counted(count));
    for change in changes.iter().take(limit) {
        let _ = writeln!(text, "- {}", line(change, false));
    }
    if changes.len() > limit {
        let _ = writeln!(text, "- … and {} more{}", changes.len() - limit, whereabouts(&changes[limit..]));
    }
    text.push_str("\n</details>\n\n");
}

/// `: 12 below /users, 3 below /groups`: where changes are that are not listed.
fn whereabouts(changes: &[&Change]) -> String {
    let mut areas: BTreeMap<&str, usize> = BTreeMap::new();
    for subject in changes.iter().flat_map(|change| &change.on) {
        let Some((_, path)) = subject.name.split_once(" /") else { return String::new() };
        *areas.entry(path.split(['/', '(', ':']).next().unwrap_or(path)).or_default() += 1;
    }
    let mut areas: Vec<(&str, usize)> = areas.into_iter().collect();
    areas.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named =
        areas.iter().take(AREAS).map(|(area, count)| format!("{count} below {}", code(&format!("/{area}"))));
    let mut named: Vec<String> = named.collect();
    if areas.len() > AREAS {
        let rest: usize = areas[AREAS..].iter().map(|(_, count)| count).sum();
        named.push(format!("{rest} elsewhere"));
    }
    format!(": {}", named.join(", "))
}

/// A change and what it happened to; `with_kind` says what kind of change it is.
pub(super) fn line(change: &Change, with_kind: bool) -> String {
    let what = words::what(change, &code);
    let what = match with_kind {
        true => &what,
        false => what.strip_prefix(change.kind.words()).unwrap_or(&what).trim_start_matches(": "),
    };
    let version = change.version.map(|version| format!("{version} ")).unwrap_or_default();
    let shown = if change.on.len() > SUBJECTS { 1 } else { SUBJECTS };
    let mut named: Vec<String> =
        change.on.iter().take(shown).map(|subject| words::subject(subject, &code)).collect();
    if change.on.len() > SUBJECTS {
        named.push(format!("… {} in all", words::counted(change)));
    }
    let colon = if what.is_empty() { "" } else { ": " };
    format!("{version}{what}{colon}{}", named.join(", "))
}

/// A name as code, cut when it is long.
fn code(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    markdown::code(&shown)
}
