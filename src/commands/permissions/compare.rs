//! `graphdocs permissions compare`: what a new state needs that an older one did not.

use std::path::{Path, PathBuf};

use clap::Args;
use graphdocs_generator::ir::Scheme;
use graphdocs_generator::permissions::Facts;
use graphdocs_generator::permissions::compare::{Closed, Comparison, compare};
use graphdocs_generator::permissions::least::{self, Least};
use graphdocs_generator::sink::markdown::{cell_code, code, words};
use graphdocs_generator::{files, sink};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::form::Form;
use super::left_open;
use super::markdown::{left_open as left_open_part, no_call};
use super::rest::Rest;
use super::source::{Found, Index, Source};
use super::terms::Terms;
use super::{audit, text};
use crate::commands::output::Output;
use crate::commands::sarif::{self, Level, Location, Rule};
use crate::commands::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The older state: calls (as for `least --uses`), an executable, or an earlier answer of `least --format json`
    base: PathBuf,
    /// The new state, in any of these forms
    new: PathBuf,
    #[command(flatten)]
    terms: Terms,
    #[command(flatten)]
    source: Source,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    output: Output,
}

/// The answer of `--format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer {
    /// The two states, for each kind of caller.
    comparisons: Vec<Comparison>,
    /// What could not be told of the new state.
    #[serde(flatten)]
    rest: Rest,
}

/// One of the states.
struct State {
    found: Found,
    /// The sets that an earlier answer gave.
    earlier: Option<Earlier>,
}

/// What an earlier answer of `least` or `review` says.
#[derive(Deserialize)]
struct Earlier {
    #[serde(alias = "least")]
    schemes: Vec<EarlierScheme>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EarlierScheme {
    scheme: Scheme,
    sets: Vec<EarlierSet>,
    #[serde(default)]
    per_call: Vec<Named>,
    #[serde(default)]
    ambiguous: Vec<Named>,
    #[serde(default)]
    conditional: Vec<Named>,
    #[serde(default)]
    not_needed: Vec<String>,
    #[serde(default)]
    unsupported: Vec<String>,
    #[serde(default)]
    undocumented: Vec<String>,
}

#[derive(Deserialize)]
struct EarlierSet {
    permissions: Vec<NamedPermission>,
}

#[derive(Deserialize)]
struct NamedPermission {
    name: String,
}

#[derive(Deserialize)]
struct Named {
    call: String,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let (facts, used) = flags.source.read()?;
    let index = Index::new(&facts);
    let base = State::read(&index, &flags.base)?;
    let new = State::read(&index, &flags.new)?;
    let answer = answer(&facts, &base, new, &flags.terms)?;
    let output = match flags.format {
        Form::Text => {
            used.say();
            lines(&answer)
        }
        Form::Json => used.json(&answer)?,
        Form::Markdown => markdown(&answer),
        Form::Sarif => sarif_log(&answer)?,
    };
    flags.output.write(&output)?;
    Ok(match answer.comparisons.iter().any(|comparison| !comparison.closed.is_empty()) {
        true => Verdict::Findings,
        false => left_open::verdict(&answer.rest.left_open, &flags.terms),
    })
}

impl State {
    /// Reads a state; its content tells what it is.
    fn read(index: &Index<'_>, path: &Path) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self { found: index.read_all(&[path.to_owned()])?, earlier: None });
        }
        let bytes = files::read(path)?;
        if audit::is_program(&bytes) {
            let mut found = Found::default();
            audit::search(index.facts, path, &mut found)?;
            return Ok(Self { found, earlier: None });
        }
        match serde_json::from_slice::<Earlier>(&bytes) {
            Ok(earlier) => {
                let calls = earlier.calls();
                let found = match calls.is_empty() {
                    true => Found::default(),
                    false => index.read_from(&sink::path(path), calls.as_bytes())?,
                };
                Ok(Self { found, earlier: Some(earlier) })
            }
            Err(_) => Ok(Self { found: index.read_all(&[path.to_owned()])?, earlier: None }),
        }
    }

    /// The least set of the state; none when it is an earlier answer without the scheme.
    fn set(&self, facts: &Facts, scheme: Scheme, terms: &Terms) -> Option<Vec<String>> {
        let Some(earlier) = &self.earlier else {
            let least = least::least(facts, &self.found.calls, scheme, terms.rules());
            let first = least.sets.first();
            return Some(
                first.map_or(Vec::new(), |set| set.names().into_iter().map(str::to_owned).collect()),
            );
        };
        let scheme = earlier.schemes.iter().find(|earlier| earlier.scheme == scheme)?;
        let names = |set: &EarlierSet| set.permissions.iter().map(|named| named.name.clone()).collect();
        Some(scheme.sets.first().map_or(Vec::new(), names))
    }
}

impl Earlier {
    /// The calls that the answer was about, one a line.
    fn calls(&self) -> String {
        let mut calls: Vec<&str> = Vec::new();
        for scheme in &self.schemes {
            let named = [&scheme.per_call, &scheme.ambiguous, &scheme.conditional].into_iter().flatten();
            calls.extend(named.map(|named| named.call.as_str()));
            let plain = [&scheme.not_needed, &scheme.unsupported, &scheme.undocumented].into_iter().flatten();
            calls.extend(plain.map(String::as_str));
        }
        // A property that a call reads stands behind the call.
        calls.into_iter().map(|call| call.split(',').next().unwrap_or(call).to_owned() + "\n").collect()
    }
}

fn answer(facts: &Facts, base: &State, new: State, terms: &Terms) -> anyhow::Result<Answer> {
    let mut comparisons = Vec::new();
    let mut least: Vec<Least> = Vec::new();
    for scheme in terms.schemes() {
        let sets = (base.set(facts, scheme, terms), new.set(facts, scheme, terms));
        let (Some(old), Some(now)) = sets else { continue };
        comparisons.push(compare(facts, &old, &now, &new.found.calls, scheme, terms.rules()));
        least.push(least::least(facts, &new.found.calls, scheme, terms.rules()));
    }
    anyhow::ensure!(!comparisons.is_empty(), "the earlier answer is about none of the kinds of caller");
    let left_open = left_open::by_calls(&new.found, &least);
    Ok(Answer { comparisons, rest: Rest::new(new.found, left_open) })
}

fn lines(answer: &Answer) -> String {
    let blocks: Vec<String> = answer.comparisons.iter().map(comparison_lines).collect();
    answer.rest.no_call() + &blocks.join("\n") + &answer.rest.lines()
}

fn comparison_lines(comparison: &Comparison) -> String {
    let mut lines = format!("{}\n", text::scheme(comparison.scheme));
    for (what, names) in [("more in the least set", &comparison.more), ("no longer in it", &comparison.less)]
    {
        if !names.is_empty() {
            lines += &format!("  {what}: {}\n", names.join(", "));
        }
    }
    if comparison.closed.is_empty() {
        return lines + "  what was enough is enough for every call\n";
    }
    lines += &format!("  not opened by what was enough: {}\n", text::count(comparison.closed.len(), "call"));
    for closed in &comparison.closed {
        lines += &format!("    {}: needs {}\n", closed.call, text::any_of(&closed.least));
        for seen in closed.seen.iter().take(3) {
            let line = seen.line.map_or(String::new(), |line| format!(":{line}"));
            lines += &format!("      at {}{line}  {}\n", sink::line(&seen.file), sink::line(&seen.request));
        }
    }
    lines + &format!("  the least that opens them: {}\n", comparison.to_add.join(", "))
}

fn markdown(answer: &Answer) -> String {
    let closed: usize = answer.comparisons.iter().map(|comparison| comparison.closed.len()).sum();
    let verdict = match closed {
        0 => "nothing more is needed".to_owned(),
        1 => "1 call needs more than before".to_owned(),
        count => format!("{count} calls need more than before"),
    };
    let mut page = format!("## Permissions: {verdict}\n{}", no_call(&answer.rest));
    for comparison in &answer.comparisons {
        let list = |names: &[String]| names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ");
        page += &format!("\n### {}\n\n", text::scheme(comparison.scheme));
        for (what, names) in
            [("More in the least set", &comparison.more), ("No longer in it", &comparison.less)]
        {
            if !names.is_empty() {
                page += &format!("{what}: {}\n\n", list(names));
            }
        }
        if comparison.closed.is_empty() {
            page += "What was enough is enough for every call.\n";
            continue;
        }
        page += "|Call|Needs|Seen|\n|:--|:--|:--|\n";
        for closed in &comparison.closed {
            let place = |seen: &graphdocs_generator::permissions::Seen| {
                let line = seen.line.map_or(String::new(), |line| format!(":{line}"));
                cell_code(&format!("{}{line}", seen.file))
            };
            let seen: Vec<String> = closed.seen.iter().take(3).map(place).collect();
            let needs = words(&text::any_of(&closed.least));
            page += &format!("|{}|{needs}|{}|\n", cell_code(&closed.call), seen.join("<br>"));
        }
        page += &format!("\nThe least that opens them: {}\n", list(&comparison.to_add));
    }
    page + &left_open_part(&answer.rest.left_open)
}

fn sarif_log(answer: &Answer) -> serde_json::Result<String> {
    const ID: &str = "permissions/more-needed";
    let rule = Rule::new(ID, "A call needs a permission that the older state did not need.", Level::Warning);
    let finding = |comparison: &Comparison, closed: &Closed| {
        let scheme = text::scheme(comparison.scheme);
        let needs = text::any_of(&closed.least);
        let message = format!("`{}` needs {needs}, more than was needed before ({scheme})", closed.call);
        let finding = sarif::Finding::new(ID, Level::Warning, &message)
            .fingerprint(format!("more-needed {} {}", comparison.scheme, closed.call))
            .property("toAdd", json!(comparison.to_add));
        closed
            .seen
            .iter()
            .take(10)
            .fold(finding, |finding, seen| finding.at(Location::new(&seen.file, seen.line, None)))
    };
    let findings = answer
        .comparisons
        .iter()
        .flat_map(|comparison| comparison.closed.iter().map(move |closed| finding(comparison, closed)));
    sarif::log(vec![rule], findings.collect())
}
