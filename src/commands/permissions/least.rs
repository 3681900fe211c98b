//! `graphdocs permissions least`: the smallest sets of permissions for calls.

use std::path::PathBuf;

use clap::Args;
use graphdocs_generator::ir::Scheme;
use graphdocs_generator::permissions::Facts;
use graphdocs_generator::permissions::least::{self, Least, Needed, Set};
use schemars::JsonSchema;
use serde::Serialize;

use super::left_open::{self, LeftOpen};
use super::source::{Approximation, Found, Index, Source, Unknown};
use super::{Format, SchemeFlag, text};
use crate::commands::output::Output;
use crate::commands::{Verdict, words};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The calls: lines `METHOD URL`, a HAR file, a `$batch` body or an activity log; `-` reads standard input
    #[arg(long, value_name = "FILE", required = true)]
    uses: Vec<PathBuf>,
    #[command(flatten)]
    source: Source,
    /// For this kind of caller [default: delegated and application]
    #[arg(long, value_enum)]
    scheme: Vec<SchemeFlag>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// The answer of `--format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    /// One answer for each kind of caller.
    pub(super) schemes: Vec<Least>,
    /// Requests that call no documented operation. The answers are for the others.
    pub(super) unknown: Vec<Unknown>,
    /// Requests that no template matches as they stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) approximations: Vec<Approximation>,
    /// What could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) skipped: Vec<String>,
    /// What the answer leaves open; empty when it is whole.
    pub(super) left_open: Vec<LeftOpen>,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let facts = flags.source.read()?;
    let found = read_all(&Index::new(&facts), &flags.uses)?;
    let answer = answer(&facts, found, &schemes(&flags.scheme));
    let output = match flags.format {
        Format::Text => lines(&answer),
        Format::Json => serde_json::to_string_pretty(&answer)?,
    };
    flags.output.write(&output)?;
    if !answer.unknown.is_empty() {
        let unknown = text::count(answer.unknown.len(), "request");
        words::say(format!("{unknown} not documented and not part of the answer"));
    }
    Ok(Verdict::Fine)
}

/// The calls of several files.
pub(super) fn read_all(index: &Index<'_>, files: &[PathBuf]) -> anyhow::Result<Found> {
    let mut all = Found::default();
    for file in files {
        let found = index.read_uses(file)?;
        all.calls.extend(found.calls);
        all.unknown.extend(found.unknown);
        all.approximations.extend(found.approximations);
        all.skipped.extend(found.skipped.iter().map(|words| format!("{}: {words}", file.display())));
    }
    Ok(all)
}

pub(super) fn schemes(flags: &[SchemeFlag]) -> Vec<Scheme> {
    if flags.is_empty() {
        vec![Scheme::DelegatedWork, Scheme::Application]
    } else {
        flags.iter().map(|&flag| flag.into()).collect()
    }
}

pub(super) fn answer(facts: &Facts, found: Found, schemes: &[Scheme]) -> Answer {
    let schemes: Vec<Least> =
        schemes.iter().map(|&scheme| least::least(facts, &found.calls, scheme)).collect();
    Answer {
        left_open: left_open::by_calls(&found, &schemes),
        schemes,
        unknown: found.unknown,
        approximations: found.approximations,
        skipped: found.skipped,
    }
}

fn lines(answer: &Answer) -> String {
    let mut lines: String = answer.schemes.iter().map(scheme_lines).collect::<Vec<_>>().join("\n");
    lines += &remarks(&answer.unknown, &answer.approximations, &answer.skipped);
    lines + &left_open::lines(&answer.left_open)
}

/// What could not be told, for people.
pub(super) fn remarks(unknown: &[Unknown], approximations: &[Approximation], skipped: &[String]) -> String {
    let mut lines = String::new();
    let place = |seen: &graphdocs_generator::permissions::Seen| {
        let line = seen.line.map_or(String::new(), |line| format!(":{line}"));
        format!("{}{line}", seen.file)
    };
    if !unknown.is_empty() {
        lines += &format!("\nnot documented: {}\n", text::count(unknown.len(), "request"));
        for unknown in unknown {
            lines += &format!(
                "  {}  {}: {}\n",
                place(&unknown.seen),
                text::printable(&unknown.seen.request),
                text::printable(&unknown.why)
            );
        }
    }
    if !approximations.is_empty() {
        lines += &format!("\nread in another way: {}\n", text::count(approximations.len(), "request"));
        for read in approximations {
            lines += &format!(
                "  {}  {} is {}: {}\n",
                place(&read.seen),
                text::printable(&read.seen.request),
                read.read_as,
                read.how
            );
        }
    }
    if !skipped.is_empty() {
        lines += &format!("\nnot read: {}\n", text::entries(skipped.len()));
        for words in skipped {
            lines += &format!("  {}\n", text::printable(words));
        }
    }
    lines
}

/// The answer for one kind of caller.
pub(super) fn scheme_lines(least: &Least) -> String {
    let mut lines = format!("{}: {}\n", text::scheme(least.scheme), text::count(least.calls, "call"));
    match least.sets.as_slice() {
        [] => lines += "  no set of permissions opens these calls\n",
        [first, others @ ..] => {
            let proof = if least.proven {
                "no set is smaller"
            } else {
                "the search was cut short: a smaller set may exist"
            };
            match first.permissions.len() {
                0 => lines += "  no permission is needed\n",
                number => lines += &format!("  {}; {proof}\n", text::count(number, "permission")),
            }
            lines += &set_lines(first);
            for other in others {
                lines += &format!("  or as small: {}\n", other.names().join(", "));
            }
            for (a, b) in &least.unordered {
                lines += &format!("  which of {a} and {b} is less cannot be told by level or name\n");
            }
            if least.more {
                lines += "  there may be more sets as small\n";
            }
        }
    }
    for ambiguity in &least.ambiguous {
        lines += &format!(
            "  {}: the docs can be read in several ways: \"{}\"\n",
            ambiguity.call,
            text::printable(&ambiguity.text)
        );
        for reading in &ambiguity.readings {
            let any_of: Vec<String> = reading.any_of.iter().map(|all_of| all_of.join(" and ")).collect();
            let adds = if reading.adds.is_empty() {
                "adds nothing".to_owned()
            } else {
                format!("adds {}", reading.adds.join(", "))
            };
            lines += &format!("    {}: {adds}\n", any_of.join(", or "));
        }
    }
    if let Some(sets) = &least.in_every_reading {
        let sets: Vec<String> = sets.iter().map(|set| set.names().join(", ")).collect();
        lines += &format!("  enough in every reading: {}\n", sets.join("; or "));
    }
    let groups = [
        ("need no permission", &least.not_needed),
        ("are not supported", &least.unsupported),
        ("are not documented", &least.undocumented),
    ];
    for (what, calls) in groups {
        if !calls.is_empty() {
            lines += &format!("  {} {what}: {}\n", text::count(calls.len(), "call"), text::some_of(calls, 5));
        }
    }
    for roles in &least.roles {
        lines += &format!(
            "  {}: a signed-in user also needs one of the roles {}\n",
            roles.call,
            roles.one_of.join(", ")
        );
    }
    lines
}

fn set_lines(set: &Set) -> String {
    let width = set.permissions.iter().map(|needed| needed.name.len()).max().unwrap_or(0);
    let line = |needed: &Needed| {
        let consent = if needed.admin_consent == Some(true) { "  (an administrator consents)" } else { "" };
        let conditions = if needed.conditions.is_empty() {
            String::new()
        } else {
            format!("  [{}]", text::printable(&needed.conditions.join("; ")))
        };
        format!("    {:<width$}  {}{consent}{conditions}\n", needed.name, text::some_of(&needed.for_calls, 3))
    };
    set.permissions.iter().map(line).collect()
}
