//! `graphdocs permissions least`: the least privileged sets of permissions for calls.

use std::path::PathBuf;

use clap::Args;
use graphdocs_generator::permissions::Facts;
use graphdocs_generator::permissions::least::{self, Least, Needed, Objective, Set};
use graphdocs_generator::permissions::reach::Reach;
use graphdocs_generator::sink;
use schemars::JsonSchema;
use serde::Serialize;

use super::left_open::{self, LeftOpen};
use super::source::{Approximation, Found, Index, Source, Unknown};
use super::terms::Terms;
use super::{Format, text};
use crate::commands::Verdict;
use crate::commands::output::Output;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The calls: lines `METHOD URL`, a HAR file, a `$batch` body or an activity log; `-` reads standard input
    #[arg(long, value_name = "FILE", required = true)]
    uses: Vec<PathBuf>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    terms: Terms,
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
    let (facts, used) = flags.source.read()?;
    let found = Index::new(&facts).read_all(&flags.uses)?;
    let answer = answer(&facts, found, &flags.terms);
    let output = match flags.format {
        Format::Text => {
            used.say();
            lines(&answer)
        }
        Format::Json => used.json(&answer)?,
    };
    flags.output.write(&output)?;
    if !answer.unknown.is_empty() {
        flags.source.explain_unknown(&facts);
    }
    Ok(left_open::verdict(&answer.left_open, &flags.terms))
}

pub(super) fn answer(facts: &Facts, found: Found, terms: &Terms) -> Answer {
    let schemes: Vec<Least> = terms
        .schemes()
        .into_iter()
        .map(|scheme| least::least(facts, &found.calls, scheme, terms.rules()))
        .collect();
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
        format!("{}{line}", sink::line(&seen.file))
    };
    if !unknown.is_empty() {
        lines += &format!("\nnot documented: {}\n", text::count(unknown.len(), "request"));
        for unknown in unknown {
            lines += &format!(
                "  {}  {}: {}\n",
                place(&unknown.seen),
                sink::line(&unknown.seen.request),
                sink::line(unknown.why())
            );
            if let Some(near) = unknown.not_found.nearest_line() {
                lines += &format!("    {}\n", sink::line(&near));
            }
        }
    }
    if !approximations.is_empty() {
        lines += &format!("\nread in another way: {}\n", text::count(approximations.len(), "request"));
        for read in approximations {
            lines += &format!(
                "  {}  {} is {}: {}\n",
                place(&read.seen),
                sink::line(&read.seen.request),
                read.read_as,
                read.how
            );
        }
    }
    if !skipped.is_empty() {
        lines += &format!("\nnot read: {}\n", text::entries(skipped.len()));
        for words in skipped {
            lines += &format!("  {}\n", sink::line(words));
        }
    }
    lines
}

/// The answer for one kind of caller.
pub(super) fn scheme_lines(least: &Least) -> String {
    let mut lines = format!("{}: {}\n", text::scheme(least.scheme), text::count(least.calls, "call"));
    lines += &sets_lines(least);
    for ambiguity in &least.ambiguous {
        lines += &format!(
            "  {}: the docs can be read in several ways: \"{}\"\n",
            ambiguity.call,
            sink::line(&ambiguity.text)
        );
        for reading in &ambiguity.readings {
            let adds = if reading.adds.is_empty() {
                "adds nothing".to_owned()
            } else {
                format!("adds {}", reading.adds.join(", "))
            };
            lines += &format!("    {}: {adds}\n", text::any_of(&reading.any_of));
        }
    }
    if let Some(sets) = &least.in_every_reading {
        let sets: Vec<String> = sets.iter().map(|set| set.names().join(", ")).collect();
        lines += &format!("  enough in every reading: {}\n", sets.join("; or "));
    }
    lines += &open_lines(least);
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

/// The sets, and what decides between them.
fn sets_lines(least: &Least) -> String {
    let [first, others @ ..] = least.sets.as_slice() else {
        return "  no set of permissions opens these calls\n".to_owned();
    };
    let proof = match (least.proven, least.objective) {
        (true, Objective::Privilege) => "no set is less privileged",
        (true, Objective::Fewest) => "no set has fewer; chosen for number before privilege",
        (false, _) => "the search was cut short: a lesser set may exist",
    };
    let mut lines = match first.permissions.len() {
        0 if least.per_call.is_empty() && least.not_needed.is_empty() => {
            return "  no call decides about a permission\n".to_owned();
        }
        0 => return "  no permission is needed\n".to_owned(),
        number => format!("  {}; {proof}\n", text::count(number, "permission")),
    };
    lines += &set_lines(first);
    let Reach { writes, reads } = first.reach;
    lines += &format!(
        "  beyond these calls it opens {}: {writes} write, {reads} read\n",
        text::count(writes + reads, "request")
    );
    for call in &least.per_call {
        let alone =
            call.least.iter().all(|all_of| !all_of.iter().all(|name| first.names().contains(&name.as_str())));
        if alone {
            lines += &format!("  {}: alone it would need {}\n", call.call, text::any_of(&call.least));
        }
    }
    for other in others {
        lines += &format!("  or, ranking the same: {}\n", other.names().join(", "));
    }
    for (a, b) in &least.unordered {
        lines += &format!("  which of {a} and {b} is less cannot be told by level or name\n");
    }
    if least.more {
        lines += "  there may be more sets that rank the same\n";
    }
    lines
}

/// The calls that chose nothing, and those that need something else for other people's objects.
fn open_lines(least: &Least) -> String {
    let mut lines = String::new();
    for conditional in &least.conditional {
        lines += &format!("  {}: open under a condition only\n", conditional.call);
        for condition in &conditional.conditions {
            lines += &format!(
                "    {}  [{}]\n",
                text::any_of(&condition.least),
                sink::line(&condition.when.join("; "))
            );
        }
    }
    for call in &least.for_others {
        lines += &format!(
            "  {}: {} opens the user's own, others' need {}\n",
            call.call,
            text::any_of(&call.own),
            text::any_of(&call.others)
        );
    }
    for expanded in &least.expanded {
        lines += &format!(
            "  {} expands what {} gives: alone that needs {}\n",
            expanded.call,
            expanded.relationship,
            text::any_of(&expanded.least)
        );
    }
    lines
}

fn set_lines(set: &Set) -> String {
    let width = set.permissions.iter().map(|needed| needed.name.len()).max().unwrap_or(0);
    let line = |needed: &Needed| {
        let consent = if needed.admin_consent == Some(true) { "  (an administrator consents)" } else { "" };
        format!("    {:<width$}  {}{consent}\n", needed.name, text::some_of(&needed.for_calls, 3))
    };
    set.permissions.iter().map(line).collect()
}
