//! A report as Markdown, short enough for a pull request: a table that sums up, then the kinds of changes, each folded.
//!
//! The gravest kinds show more of their changes than others; what is left out is counted, and the JSON has all of it.

use std::fmt::Write;

use super::{Change, Class, Count, Kind, Report, words};

/// How many subjects of a change are named before the first one stands for all.
const SUBJECTS: usize = 2;
/// How many characters of a name or value are shown.
const LONGEST: usize = 80;

/// The Markdown of a report; `limit` is how many changes of a kind are listed.
pub fn markdown(report: &Report, limit: usize) -> String {
    let mut text = format!("# Changes from {} to {}\n\n", code(&report.old.name), code(&report.new.name));
    if report.changes.is_empty() {
        text.push_str("Nothing changed.\n");
        return text;
    }
    table(report, &mut text);
    for class in Class::ALL {
        section(report, class, limit, &mut text);
    }
    text
}

fn table(report: &Report, text: &mut String) {
    let shared = report.summary.iter().any(|count| count.shared > 0);
    let extra = |cell: String| if shared { format!(" {cell} |") } else { String::new() };
    let head = extra("reference".to_owned());
    let line = if shared { "--:|" } else { "" };
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "| class | what | v1.0 | beta |{head}\n|:--|:--|--:|--:|{line}");
    for Count { class, kind, v1, beta, shared, .. } in &report.summary {
        let _ = writeln!(text, "| {class} | {} | {v1} | {beta} |{}", kind.words(), extra(shared.to_string()));
    }
    text.push('\n');
}

fn section(report: &Report, class: Class, limit: usize, text: &mut String) {
    let counts: Vec<&Count> = report.summary.iter().filter(|count| count.class == class).collect();
    if counts.is_empty() {
        return;
    }
    let name = class.as_str();
    let _ = writeln!(text, "## {}{}\n", name[..1].to_uppercase(), &name[1..]);
    // What breaks nobody is news for few; the table has counted it.
    let limit = match class {
        Class::Breaking | Class::Permissions => limit,
        Class::Additive => limit.div_ceil(2),
        Class::Editorial => limit.div_ceil(4),
    };
    for count in counts {
        details(report, class, count.kind, limit, text);
    }
}

fn details(report: &Report, class: Class, kind: Kind, limit: usize, text: &mut String) {
    let mut changes: Vec<&Change> =
        report.changes.iter().filter(|change| (change.class, change.kind) == (class, kind)).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.on.len()));
    let words = kind.words();
    let places: usize = changes.iter().map(|change| change.on.len()).sum();
    let _ = writeln!(text, "<details><summary>{words}: {}</summary>\n", counts(changes.len(), places));
    for change in changes.iter().take(limit) {
        let _ = writeln!(text, "- {}", line(change));
    }
    if changes.len() > limit {
        let _ = writeln!(text, "- … and {} more", changes.len() - limit);
    }
    text.push_str("\n</details>\n\n");
}

fn counts(changes: usize, places: usize) -> String {
    if changes == places { changes.to_string() } else { format!("{changes} in {places} places") }
}

fn line(change: &Change) -> String {
    let what = words::what(change, &code);
    let what = what.strip_prefix(change.kind.words()).unwrap_or(&what).trim_start_matches(": ");
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

/// A name as code. Names come from the docs and may hold anything: no back-quote, line end or tag of theirs gets out.
fn code(text: &str) -> String {
    let mut line: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 || line.is_empty() { " " } else { "" };
    format!("{fence}{space}{line}{space}{fence}")
}
