//! `graphdocs permissions calls`: what a permission opens.

use clap::Args;
use graphdocs_generator::ir::Scheme;
use graphdocs_generator::permissions::reference::{self, Reference};
use graphdocs_generator::permissions::{Facts, names, opened};
use graphdocs_generator::redact::redact;
use graphdocs_generator::sink;
use schemars::JsonSchema;
use serde::Serialize;

use super::form::Format;
use super::source::Source;
use super::terms::SchemeFlag;
use super::text;
use crate::commands::output::{Output, print_words};
use crate::commands::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The permission: `Mail.Send`
    permission: String,
    #[command(flatten)]
    source: Source,
    /// Only this kind of caller [default: all]
    #[arg(long, value_enum)]
    scheme: Vec<SchemeFlag>,
    /// Only requests of which the permission is a least privileged one
    #[arg(long)]
    least: bool,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// The answer of `--format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer<'f> {
    /// The name, as the docs spell it.
    permission: &'f str,
    /// What the permissions reference says; none when it does not list the name.
    reference: Option<Reference<'f>>,
    /// The requests that the permission opens, alone or with others.
    calls: Vec<Call<'f>>,
}

/// A request that a permission opens.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Call<'f> {
    version: &'f str,
    method: &'f str,
    path: &'f str,
    /// For which kinds of caller.
    schemes: Vec<Opens<'f>>,
}

/// How a permission opens a request for one kind of caller.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Opens<'f> {
    scheme: Scheme,
    /// Whether the docs call it the least privileged way.
    least: bool,
    /// The permissions that are needed together with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    with: Vec<&'f str>,
    /// Whether the docs can be read so that it does not open the request.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ambiguous: bool,
    /// The conditions, in the words of the docs.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    conditions: &'f [String],
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let (facts, used) = flags.source.read()?;
    let names = facts.names();
    let known = names.iter().find(|name| name.eq_ignore_ascii_case(&flags.permission));
    let Some(name) = known else {
        let near = names::near(&flags.permission, names.iter().copied());
        let meant =
            if near.is_empty() { String::new() } else { format!("; is `{}` meant?", near.join("` or `")) };
        let asked = redact(&flags.permission);
        print_words(format_args!("`{}` is no documented permission{meant}", sink::line(&asked)));
        return Ok(Verdict::Findings);
    };
    let schemes: Vec<Scheme> = flags.scheme.iter().map(|&flag| flag.into()).collect();
    let answer = Answer {
        permission: name,
        reference: reference::of(&facts, name),
        calls: calls(&facts, name, |scheme| schemes.is_empty() || schemes.contains(&scheme), flags.least),
    };
    let output = match flags.format {
        Format::Text => {
            used.say();
            lines(&answer)
        }
        Format::Json => used.json(&answer)?,
    };
    flags.output.write(&output)?;
    Ok(Verdict::Fine)
}

fn calls<'f>(facts: &'f Facts, name: &str, wanted: impl Fn(Scheme) -> bool, least: bool) -> Vec<Call<'f>> {
    let mut calls: Vec<Call<'f>> = Vec::new();
    let mut last = None;
    for way in opened::all(facts).remove(name).unwrap_or_default() {
        if !wanted(way.scheme) || (least && !way.least) {
            continue;
        }
        if last.replace(way.operation) != Some(way.operation) {
            let fact = &facts.operations[way.operation];
            let (version, method) = (fact.version.as_str(), fact.method.as_str());
            calls.push(Call { version, method, path: &fact.path, schemes: Vec::new() });
        }
        if let Some(call) = calls.last_mut() {
            call.schemes.push(Opens {
                scheme: way.scheme,
                least: way.least,
                with: way.with,
                ambiguous: way.ambiguous,
                conditions: way.conditions,
            });
        }
    }
    calls
}

fn lines(answer: &Answer<'_>) -> String {
    let mut lines = format!("{}\n", answer.permission);
    match &answer.reference {
        Some(entry) => {
            for (kind, described) in [("delegated", &entry.delegated), ("application", &entry.application)] {
                let Some(described) = described else { continue };
                let consent = match described.admin_consent {
                    Some(true) => ", an administrator consents",
                    Some(false) => ", users consent",
                    None => "",
                };
                lines += &format!("  {kind}{consent}: {}\n", sink::line(described.display));
                if !described.description.is_empty() {
                    lines += &format!("    {}\n", sink::line(described.description));
                }
            }
        }
        None => lines += "  not in the permissions reference\n",
    }
    lines += &format!("\n{}\n", text::count(answer.calls.len(), "request"));
    for call in &answer.calls {
        lines += &format!("{} {} {}\n", call.version, call.method, call.path);
        for opens in &call.schemes {
            let least = if opens.least { "least" } else { "higher" };
            let with = if opens.with.is_empty() {
                String::new()
            } else {
                format!(" with {}", opens.with.join(" and "))
            };
            let doubt = if opens.ambiguous { ", in one reading of the docs" } else { "" };
            let conditions = opens.conditions.join("; ");
            let when =
                if conditions.is_empty() { String::new() } else { format!(" [{}]", sink::line(&conditions)) };
            lines += &format!("  {:<34}{least}{with}{doubt}{when}\n", text::scheme(opens.scheme));
        }
    }
    lines
}
