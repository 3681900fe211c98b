//! A report as Markdown, short enough for a pull request: a table that sums up, then the kinds of changes, each folded.
//!
//! The gravest kinds show more of their changes than others; what is left out is counted, and the JSON has all of it. A report never
//! has more letters than a comment on GitHub may have.

use std::fmt::Write;

use super::{Change, Class, Count, Report, words};

/// How many characters a comment may have.
const COMMENT: usize = 65_536;

/// How many subjects of a change are named before the first one stands for all.
const SUBJECTS: usize = 2;
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
    for Count { class, kind, breaks, v1, beta, shared, .. } in &report.summary {
        let class = match breaks {
            Some(breaks) => format!("{class}: {breaks}"),
            None => class.to_string(),
        };
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
        details(report, count, limit, text);
    }
}

fn details(report: &Report, count: &Count, limit: usize, text: &mut String) {
    let counted = |change: &&Change| {
        (change.class, change.kind, change.breaks) == (count.class, count.kind, count.breaks)
    };
    let mut changes: Vec<&Change> = report.changes.iter().filter(counted).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.on.len()));
    let words = count.kind.words();
    let breaks = count.breaks.map(|breaks| format!(", breaks the {breaks}")).unwrap_or_default();
    let places: usize = changes.iter().map(|change| change.on.len()).sum();
    let _ =
        writeln!(text, "<details><summary>{words}: {}{breaks}</summary>\n", counts(changes.len(), places));
    for change in changes.iter().take(limit) {
        let _ = writeln!(text, "- {}", line(change, false));
    }
    if changes.len() > limit {
        let _ = writeln!(text, "- … and {} more", changes.len() - limit);
    }
    text.push_str("\n</details>\n\n");
}

fn counts(changes: usize, places: usize) -> String {
    if changes == places { changes.to_string() } else { format!("{changes} in {places} places") }
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
