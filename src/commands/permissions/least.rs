//! `graphdocs permissions least`: the least privileged sets of permissions for calls.

use std::path::PathBuf;

use clap::Args;
use graphdocs_generator::permissions::granted::{Granted, Principals};
use graphdocs_generator::permissions::least::{self, Least, Needed, Objective, Set};
use graphdocs_generator::permissions::reach::Reach;
use graphdocs_generator::permissions::{Call, Facts, review};
use graphdocs_generator::sink;
use schemars::JsonSchema;
use serde::Serialize;

use super::by_app::{self, ByApp, OfApp};
use super::envelope::FactsUsed;
use super::form::Format;
use super::left_open;
use super::rest::Rest;
use super::source::{Found, Index, Source};
use super::terms::Terms;
use super::text;
use crate::commands::output::Output;
use crate::commands::verdict::Verdict;
use crate::commands::words;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The calls: lines `METHOD URL`, a HAR file, a `$batch` body or an activity log; `-` reads standard input
    #[arg(long, value_name = "FILE", required = true)]
    uses: Vec<PathBuf>,
    /// An answer for each application that a log names
    #[arg(long)]
    by_app: bool,
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
pub(super) struct Answer {
    /// One answer for each kind of caller.
    pub(super) schemes: Vec<Least>,
    #[serde(flatten)]
    pub(super) rest: Rest,
}

/// The answer for one application.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Schemes {
    /// How many different operations it calls.
    calls: usize,
    /// One answer for each kind of caller.
    schemes: Vec<Least>,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let (facts, used) = flags.source.read()?;
    let found = Index::new(&facts).read_all(&flags.uses)?;
    if !flags.by_app {
        found.apps_remark().into_iter().for_each(words::say);
    }
    let is_unknown = !found.unknown.is_empty();
    let (output, left_open) = if flags.by_app {
        let answer = by_app(&facts, found, &flags.terms);
        (flags.written(&used, &answer, by_app_lines)?, answer.left_open())
    } else {
        let answer = answer(&facts, found, &flags.terms);
        (flags.written(&used, &answer, lines)?, answer.rest.left_open)
    };
    flags.output.write(&output)?;
    if is_unknown {
        flags.source.explain_unknown(&facts);
    }
    Ok(left_open::verdict(&left_open, &flags.terms))
}

impl Flags {
    fn written<T: Serialize>(
        &self,
        used: &FactsUsed,
        answer: &T,
        lines: impl Fn(&T) -> String,
    ) -> anyhow::Result<String> {
        Ok(match self.format {
            Format::Text => {
                used.say();
                lines(answer)
            }
            Format::Json => used.json(answer)?,
        })
    }
}

pub(super) fn answer(facts: &Facts, found: Found, terms: &Terms) -> Answer {
    let schemes = schemes(facts, &found.calls, terms);
    let left_open = left_open::by_calls(&found, &schemes);
    Answer { schemes, rest: Rest::new(found, left_open) }
}

fn schemes(facts: &Facts, calls: &[Call], terms: &Terms) -> Vec<Least> {
    terms.schemes().into_iter().map(|scheme| least::least(facts, calls, scheme, terms.rules())).collect()
}

fn by_app(facts: &Facts, found: Found, terms: &Terms) -> ByApp<Schemes> {
    let apps = by_app::split(&found, &Granted::default(), Principals::default()).into_iter().map(|part| {
        let calls = review::distinct(&part.calls);
        let answer = Schemes { calls, schemes: schemes(facts, &part.calls, terms) };
        part.answered(answer, |found, answer| left_open::by_calls(found, &answer.schemes))
    });
    let apps = apps.collect();
    let left_open = left_open::by_calls(&found, &[]);
    ByApp { apps, rest: Rest::new(found, left_open) }
}

fn lines(answer: &Answer) -> String {
    let rest = &answer.rest;
    let schemes = match rest.no_graph_call_in {
        Some(_) => rest.no_call(),
        None => answer.schemes.iter().map(scheme_lines).collect::<Vec<_>>().join("\n"),
    };
    schemes + &rest.lines()
}

fn by_app_lines(answer: &ByApp<Schemes>) -> String {
    let block = |of: &OfApp<Schemes>| {
        let schemes: Vec<String> = of.answer.schemes.iter().map(scheme_lines).collect();
        format!("{}\n{}{}\n", of.app.lines(), schemes.join("\n"), left_open::lines(&of.left_open))
    };
    let blocks: String = answer.apps.iter().map(block).collect();
    answer.rest.no_call() + &blocks + answer.rest.lines().trim_start()
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
    let Reach { writes, reads, .. } = first.reach;
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
