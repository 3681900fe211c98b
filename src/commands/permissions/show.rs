//! `graphdocs permissions show`: what requests need.

use clap::Args;
use graphdocs_generator::ir::{Method, Requirement, Scheme};
use graphdocs_generator::permissions::{Fact, Facts};
use schemars::JsonSchema;
use serde::Serialize;

use super::source::{Index, Match, Source};
use super::{Format, text};
use crate::commands::Verdict;
use crate::commands::output::Output;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// `METHOD /path` or `METHOD URL`; without a method, all methods of the path
    #[arg(required = true, value_name = "REQUEST")]
    requests: Vec<String>,
    #[command(flatten)]
    source: Source,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// An answer of `--format json`: one for each request, in order.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer<'f> {
    /// The request as given.
    request: &'f str,
    /// The operations that it calls: of each version, and of each method when the request names none. Empty when nothing fits.
    operations: Vec<Operation<'f>>,
}

/// An operation.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Operation<'f> {
    version: &'f str,
    method: &'f str,
    /// The template.
    path: &'f str,
    /// The heading of the page.
    title: &'f str,
    /// The address of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    docs: Option<String>,
    /// Where in the docs the permissions stand.
    places: Vec<String>,
    /// Whether no page lists the request, so that only an example or a table of arguments shows it. The permissions are those of the page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    only_shown: bool,
    /// How the request had to be read, when no template matches it as it stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    read: Vec<&'static str>,
    /// What each scheme needs.
    schemes: Vec<SchemeNeeds<'f>>,
    /// Directory roles, one of which the signed-in user needs as well.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    roles: &'f [String],
}

/// What one scheme needs.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct SchemeNeeds<'f> {
    scheme: Scheme,
    /// `anyOf` with `alternatives`, `ambiguous` with `text` and `readings`, or `unsupported`, `notNeeded`, `undocumented`.
    #[serde(flatten)]
    requirement: &'f Requirement,
    /// The least privileged alternatives: permissions that are needed together. Only given of `anyOf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<Vec<&'f [String]>>,
    /// The other alternatives, in the order of the docs. Only given of `anyOf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    higher: Option<Vec<&'f [String]>>,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let facts = flags.source.read()?;
    let index = Index::new(&facts);
    let found: Vec<(&str, Vec<Match>)> = flags
        .requests
        .iter()
        .map(|request| {
            let (method, url) = split(request);
            (request.as_str(), index.find_all(method, url))
        })
        .collect();
    let output = match flags.format {
        Format::Text => found
            .iter()
            .map(|(request, matches)| lines(&facts, request, matches))
            .collect::<Vec<_>>()
            .join("\n"),
        Format::Json => {
            let answers: Vec<Answer<'_>> =
                found.iter().map(|(request, matches)| answer(&facts, request, matches)).collect();
            serde_json::to_string_pretty(&answers)?
        }
    };
    flags.output.write(&output)?;
    let unknown = found.iter().any(|(_, matches)| matches.is_empty());
    Ok(if unknown { Verdict::Findings } else { Verdict::Fine })
}

/// The method, when the request begins with one, and the rest.
fn split(request: &str) -> (Option<&str>, &str) {
    let request = request.trim();
    match request.split_once(char::is_whitespace) {
        Some((first, url)) if Method::parse(&first.to_ascii_uppercase()).is_some() => {
            (Some(first), url.trim())
        }
        _ => (None, request),
    }
}

fn lines(facts: &Facts, request: &str, matches: &[Match]) -> String {
    if matches.is_empty() {
        return format!("{}\n  no documented request fits\n", text::printable(request));
    }
    let block = |matched: &Match| {
        let fact = &facts.operations[matched.operation];
        let mut lines = format!("{fact}\n");
        for words in matched.reading.words() {
            lines += &format!("  read {words}\n");
        }
        lines += &format!("  {}\n", text::printable(&fact.title));
        if fact.only_shown {
            lines += "  no page lists the request, an example or a table of arguments on this one shows it\n";
        }
        if let Some(address) = facts.address(fact) {
            lines += &format!("  {address}\n");
        }
        for scheme in Scheme::ALL {
            lines += &format!(
                "  {}\n{}",
                text::scheme(scheme),
                text::requirement(fact.permissions.of(scheme), "    ")
            );
        }
        if !fact.permissions.roles.is_empty() {
            lines += &format!(
                "  a signed-in user also needs one of the roles\n    {}\n",
                fact.permissions.roles.join(", ")
            );
        }
        lines
    };
    matches.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn answer<'f>(facts: &'f Facts, request: &'f str, matches: &[Match]) -> Answer<'f> {
    let operation = |matched: &Match| {
        let fact: &Fact = &facts.operations[matched.operation];
        Operation {
            version: fact.version.as_str(),
            method: fact.method.as_str(),
            path: &fact.path,
            title: &fact.title,
            docs: facts.address(fact),
            places: fact.permissions.places.iter().map(|place| facts.place(*place)).collect(),
            only_shown: fact.only_shown,
            read: matched.reading.words().collect(),
            schemes: Scheme::ALL
                .into_iter()
                .map(|scheme| needs(scheme, fact.permissions.of(scheme)))
                .collect(),
            roles: &fact.permissions.roles,
        }
    };
    Answer { request, operations: matches.iter().map(operation).collect() }
}

fn needs(scheme: Scheme, requirement: &Requirement) -> SchemeNeeds<'_> {
    let of = |least: bool| match requirement {
        Requirement::AnyOf { alternatives } => {
            let chosen = alternatives.iter().filter(|alternative| alternative.least == least);
            Some(chosen.map(|alternative| alternative.all_of.as_slice()).collect())
        }
        _ => None,
    };
    SchemeNeeds { scheme, requirement, least: of(true), higher: of(false) }
}
