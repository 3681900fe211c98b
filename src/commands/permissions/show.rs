//! `graphdocs permissions show`: what requests need.

use std::borrow::Cow;
use std::collections::BTreeMap;

use clap::Args;
use graphdocs_generator::ir::{Elsewhere, Permissions, Requirement, Scheme};
use graphdocs_generator::permissions::{Fact, Facts, PropertyFact, is_below_me};
use graphdocs_generator::redact::redact;
use graphdocs_generator::sink;
use msgraph_core::matching::Target;
use schemars::JsonSchema;
use serde::Serialize;

use super::form::Format;
use super::not_found::NotFound;
use super::source::{Index, Match, Source};
use super::terms::SchemeFlag;
use super::text;
use crate::commands::output::Output;
use crate::commands::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// `METHOD /path` or `METHOD URL`; without a method, all methods of the path
    #[arg(required = true, value_name = "REQUEST")]
    requests: Vec<String>,
    #[command(flatten)]
    source: Source,
    /// Only this kind of caller [default: all]
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
pub(super) struct Answers<'f> {
    /// One for each request, in order.
    answers: Vec<Answer<'f>>,
}

/// The answer for a request.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer<'f> {
    /// The request as given, without the secrets in it.
    request: Cow<'f, str>,
    /// The operations that it calls: of each version, and of each method when the request names none. Empty when nothing fits.
    operations: Vec<Operation<'f>>,
    /// Why nothing fits, with the documented requests that are nearest.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    not_found: Option<NotFound>,
}

/// A request, and what was found for it.
struct Asked<'f> {
    request: &'f str,
    /// Whether its address is `/me` or below it.
    below_me: bool,
    matches: Vec<Match>,
    /// Given when nothing was found.
    not_found: Option<NotFound>,
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
    /// Those of the roles that the docs call the least privileged.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    least_roles: &'f [String],
    /// What a role is enough for, by role, where it is not enough for all that the operation does.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    role_conditions: &'f BTreeMap<String, Vec<String>>,
    /// The properties of what the operation gives whose reading needs a permission besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    properties: Vec<Property<'f>>,
    /// What the docs state for other requests of the page, or for the use of this one in another workload. It does not open this request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    elsewhere: Vec<Stated<'f>>,
}

/// A property whose reading needs a permission besides.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Property<'f> {
    /// The path below what the operation gives, with dots.
    name: &'f str,
    /// What is needed.
    requirement: &'f Requirement,
    /// Where the docs say so.
    place: String,
}

/// What the docs state for something else than the request itself.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Stated<'f> {
    /// The heading of the table or column, or the workload.
    scope: &'f str,
    /// Whether a page of another workload states it.
    other_workload: bool,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(flatten)]
    needs: SchemeNeeds<'f>,
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
    let (facts, used) = flags.source.read()?;
    let index = Index::new(&facts);
    let found: Vec<Asked<'_>> = flags.requests.iter().map(|request| ask(&index, request)).collect();
    let schemes: Vec<Scheme> = match flags.scheme.as_slice() {
        [] => Scheme::ALL.to_vec(),
        flags => flags.iter().map(|&flag| flag.into()).collect(),
    };
    let output = match flags.format {
        Format::Text => {
            used.say();
            let blocks: Vec<String> = found.iter().map(|asked| lines(&facts, asked, &schemes)).collect();
            blocks.join("\n")
        }
        Format::Json => {
            let answers = found.iter().map(|asked| answer(&facts, asked, &schemes)).collect();
            used.json(Answers { answers })?
        }
    };
    flags.output.write(&output)?;
    let unknown = found.iter().any(|asked| asked.matches.is_empty());
    if unknown {
        flags.source.explain_unknown(&facts);
    }
    Ok(if unknown { Verdict::Findings } else { Verdict::Fine })
}

fn ask<'r>(index: &Index<'_>, request: &'r str) -> Asked<'r> {
    let (method, url) = split(request);
    let matches = index.find_all(method, url);
    let target = Target::parse(url);
    let explain = || index.explain(target.version, method.unwrap_or("GET"), target.path);
    let not_found = matches.is_empty().then(explain);
    Asked { request, below_me: is_below_me(target.path), matches, not_found }
}

/// The method, when the request begins with a word, and the rest.
fn split(request: &str) -> (Option<&str>, &str) {
    let request = request.trim();
    match request.split_once(char::is_whitespace) {
        Some((first, url)) if first.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            (Some(first), url.trim())
        }
        _ => (None, request),
    }
}

fn lines(facts: &Facts, asked: &Asked<'_>, schemes: &[Scheme]) -> String {
    if let Some(not_found) = &asked.not_found {
        let request = sink::line(&redact(asked.request)).into_owned();
        let mut lines = format!("{request}\n  no documented request fits: {}\n", sink::line(&not_found.why));
        if let Some(near) = not_found.nearest_line() {
            lines += &format!("  {}\n", sink::line(&near));
        }
        return lines;
    }
    let block = |matched: &Match| {
        let fact = &facts.operations[matched.operation];
        let mut lines = format!("{fact}\n");
        for words in matched.reading.words() {
            lines += &format!("  read {words}\n");
        }
        lines += &format!("  {}\n", sink::line(&fact.title));
        if fact.only_shown {
            lines += "  no page lists the request, an example or a table of arguments on this one shows it\n";
        }
        if let Some(address) = facts.address(fact) {
            lines += &format!("  {address}\n");
        }
        for &scheme in schemes {
            lines += &format!(
                "  {}\n{}",
                text::scheme(scheme),
                text::requirement(fact.requirement_at(scheme, asked.below_me), "    ")
            );
        }
        lines += &roles(&fact.permissions);
        lines += &properties(facts, fact);
        lines + &elsewhere(facts, fact, schemes)
    };
    asked.matches.iter().map(block).collect::<Vec<_>>().join("\n")
}

/// The roles of a signed-in user, each with whether it is the least and what it is for.
fn roles(permissions: &Permissions) -> String {
    if permissions.roles.is_empty() {
        return String::new();
    }
    let line = |role: &String| {
        let mark = if permissions.least_roles.contains(role) { "least" } else { "" };
        let what_for = permissions.role_conditions.get(role);
        let what_for = what_for.map_or(String::new(), |words| format!(" [{}]", words.join("; ")));
        format!("    {mark:<8}{}\n", sink::line(&format!("{role}{what_for}")))
    };
    let lines: String = permissions.roles.iter().map(line).collect();
    format!("  a signed-in user also needs one of the roles\n{lines}")
}

/// The properties whose reading needs a permission besides.
fn properties(facts: &Facts, fact: &Fact) -> String {
    let line = |property: &PropertyFact| {
        let PropertyFact { name, requirement, place, .. } = property;
        let (name, place) = (sink::line(name), facts.place(*place));
        format!("  to read {name} also ({place})\n{}", text::requirement(requirement, "    "))
    };
    fact.properties.iter().map(line).collect()
}

/// What does not open the request itself, each with what it holds for and where it stands. What names no permission could not be taken
/// for what opens it, and is left to `--format json`.
fn elsewhere(facts: &Facts, fact: &Fact, schemes: &[Scheme]) -> String {
    let mut lines = String::new();
    let counts =
        |stated: &&Elsewhere| schemes.contains(&stated.scheme) && !stated.requirement.names().is_empty();
    for stated in fact.permissions.elsewhere.iter().filter(counts) {
        let what = if stated.other_workload { "in the workload" } else { "in the table" };
        let place = stated.place.map_or(String::new(), |place| format!(" ({})", facts.place(place)));
        lines += &format!(
            "  {what} \"{}\", and not for this request: {}{place}\n{}",
            sink::line(&stated.scope),
            text::scheme(stated.scheme),
            text::requirement(&stated.requirement, "      ")
        );
    }
    lines
}

fn answer<'f>(facts: &'f Facts, asked: &Asked<'f>, schemes: &[Scheme]) -> Answer<'f> {
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
            schemes: schemes
                .iter()
                .map(|&scheme| needs(scheme, fact.requirement_at(scheme, asked.below_me)))
                .collect(),
            roles: &fact.permissions.roles,
            least_roles: &fact.permissions.least_roles,
            role_conditions: &fact.permissions.role_conditions,
            properties: fact
                .properties
                .iter()
                .map(|property| Property {
                    name: &property.name,
                    requirement: &property.requirement,
                    place: facts.place(property.place),
                })
                .collect(),
            elsewhere: fact
                .permissions
                .elsewhere
                .iter()
                .filter(|elsewhere| schemes.contains(&elsewhere.scheme))
                .map(|elsewhere| stated(facts, elsewhere))
                .collect(),
        }
    };
    Answer {
        request: redact(asked.request),
        operations: asked.matches.iter().map(operation).collect(),
        not_found: asked.not_found.clone(),
    }
}

fn stated<'f>(facts: &Facts, elsewhere: &'f Elsewhere) -> Stated<'f> {
    Stated {
        scope: &elsewhere.scope,
        other_workload: elsewhere.other_workload,
        place: elsewhere.place.map(|place| facts.place(place)),
        needs: needs(elsewhere.scheme, &elsewhere.requirement),
    }
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
