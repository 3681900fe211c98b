//! Words that several answers share.

use graphdocs_generator::ir::{Alternative, Requirement, Scheme};
use graphdocs_generator::permissions::formula;
use graphdocs_generator::sink;

/// A scheme in words.
pub(super) fn scheme(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::DelegatedWork => "delegated, work or school account",
        Scheme::DelegatedPersonal => "delegated, personal account",
        Scheme::Application => "application",
    }
}

/// A requirement, one alternative a line.
pub(super) fn requirement(requirement: &Requirement, indent: &str) -> String {
    let line =
        |mark: &str, alternative: &Alternative| format!("{indent}{mark:<8}{}\n", formula::words(alternative));
    match requirement {
        Requirement::AnyOf { alternatives } => {
            alternatives.iter().map(|alternative| line(mark(alternative), alternative)).collect()
        }
        Requirement::Ambiguous { text, readings } => {
            let mut lines = format!(
                "{indent}the docs can be read in {} ways: \"{}\"\n",
                readings.len(),
                sink::line(text)
            );
            for (number, reading) in readings.iter().enumerate() {
                lines += &format!("{indent}reading {}\n", number + 1);
                for alternative in reading {
                    lines += &format!("  {}", line("any of", alternative));
                }
            }
            lines
        }
        settled => format!("{indent}{settled}\n"),
    }
}

/// `A and B, or C`.
pub(super) fn any_of(alternatives: &[Vec<String>]) -> String {
    let alternatives: Vec<String> = alternatives.iter().map(|all_of| all_of.join(" and ")).collect();
    alternatives.join(", or ")
}

fn mark(alternative: &Alternative) -> &'static str {
    if alternative.least { "least" } else { "higher" }
}

/// `1 call`, `2 calls`.
pub(super) fn count(number: usize, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}

/// `1 entry`, `2 entries`.
pub(super) fn entries(number: usize) -> String {
    let end = if number == 1 { "y" } else { "ies" };
    format!("{number} entr{end}")
}

/// What is said when nothing that was read is a call of Microsoft Graph.
pub(super) fn no_graph_call(entries: usize) -> String {
    format!("no Graph call in {}", self::entries(entries))
}

/// At most so many of a list, and how many more there are.
pub(super) fn some_of(list: &[String], most: usize) -> String {
    let shown = list[..list.len().min(most)].join(", ");
    match list.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown}, and {more} more"),
    }
}
