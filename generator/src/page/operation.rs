//! A page about requests.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::resource::DEFAULT_NAMESPACE;
use super::section::{body, example, http_request, parameters, query_options, response};
use super::words::names::NAMESPACE;
use super::{
    Body, Coverage, DirectoryRole, ExampleRequest, Grant, Outline, Parameter, PropertyGrant, Request,
    Response, SectionKind, permission,
};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Method, ParameterLocation, Version};
use crate::markdown::{BlockKind, Container, one_line};
use crate::source::{SourceFile, Span};

pub use query_options::QueryOption;

/// What a page about requests says.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The page's heading.
    pub title: String,
    /// The first sentences below it.
    pub description: String,
    /// The namespace that the page names, or `microsoft.graph`.
    pub namespace: String,
    /// The product that the page's header names, its workload. Empty when it names none.
    pub product: String,
    /// The requests.
    pub requests: Vec<Request>,
    /// Who may make them.
    pub grants: Vec<Grant>,
    /// What it says that properties need.
    pub properties: Vec<PropertyGrant>,
    /// Directory roles one of which the signed-in user needs as well.
    pub roles: Vec<DirectoryRole>,
    /// The parameters of all sections.
    pub parameters: Vec<Parameter>,
    /// The query options that the page says it supports.
    pub query_options: Vec<QueryOption>,
    /// What is sent.
    pub body: Body,
    /// What comes back.
    pub responses: Vec<Response>,
    /// Documented requests with their responses.
    pub examples: Vec<ExampleRequest>,
    /// Whether the page calls the requests deprecated.
    pub deprecated: bool,
    /// Whether the page was saved as rendered text.
    pub rendered: bool,
    /// Where the page starts.
    pub span: Span,
}

/// Whether a page shows a request line outside its examples.
pub(super) fn has_requests(outline: &Outline<'_>) -> bool {
    http_request::present(outline)
}

/// Reads a page about requests.
pub(super) fn read(
    source: &SourceFile,
    outline: &Outline<'_>,
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> Operation {
    let span = Span::start_of(source.id);
    let version = source.path.split('/').find_map(Version::parse);
    let (requests, lines) = http_request::read(outline, version, problems);
    coverage.count(lines, requests.len().min(lines));
    if requests.is_empty() {
        problems.push(
            Diagnostic::new(Code::NoRequest, span, "no request could be read from this page")
                .hint("add a fence with `METHOD /path` lines under `## HTTP request`"),
        );
    }
    let permissions = permission::read(outline, coverage, problems);
    if permissions.grants.is_empty() && !requests.is_empty() {
        let place = outline.of(SectionKind::Permissions).next().map_or(span, |section| section.span);
        problems.push(
            Diagnostic::new(Code::NoPermissions, place, "the page does not say which permissions its requests need")
                .hint("add a table with the columns `Permission type` and `Permissions (from least to most privileged)`"),
        );
    }
    if permissions.tables.len() > requests.len().max(1)
        && let Some((last, others)) = permissions.tables.split_last()
    {
        let (tables, requests) = (permissions.tables.len(), requests.len());
        let message = format!(
            "{tables} permission tables speak of {requests} request{}",
            if requests == 1 { "" } else { "s" }
        );
        let mut finding = Diagnostic::new(Code::TableCount, *last, message)
            .hint("put an annotation with `requestUrls` above each table, or document the other requests");
        for other in others {
            finding = finding.other(*other, "another table");
        }
        problems.push(finding);
    }
    let (mut body, mut found) = body::read(outline, &requests, coverage, problems);
    if body.resource.is_none() && requests.iter().any(|request| request.method == Method::Post) {
        found.extend(parameters::told(outline, &found, problems));
    }
    for (kind, location) in [
        (SectionKind::PathParameters, ParameterLocation::Path),
        (SectionKind::FunctionParameters, ParameterLocation::Function),
        (SectionKind::QueryParameters, ParameterLocation::Query),
        (SectionKind::RequestHeaders, ParameterLocation::Header),
    ] {
        for section in outline.of(kind) {
            found.extend(parameters::read(section, location, coverage, problems));
        }
    }
    keep_few(&mut found, problems);
    let examples = example::read(outline, coverage, problems);
    if body.resource.is_none() {
        write_as_sent(&mut found, &examples);
    }
    body.declared_media = parameters::declared_media(&found);
    let mut properties = permission::in_paragraphs(outline, problems);
    for parameter in found.iter().filter(|parameter| parameter.location == ParameterLocation::Body) {
        let Parameter { name, description, span, .. } = parameter;
        properties.extend(permission::in_description(name, description, *span, problems));
    }
    Operation {
        title: shorten(outline.title(), span, problems),
        description: shorten(&description(outline), span, problems),
        namespace: outline.namespace().unwrap_or(DEFAULT_NAMESPACE).to_owned(),
        product: product(outline),
        grants: permissions.grants,
        properties,
        roles: permissions.roles,
        parameters: found,
        query_options: query_options::read(outline),
        body,
        responses: response::read(outline, coverage, problems),
        examples,
        deprecated: outline.title().to_lowercase().contains("deprecated"),
        rendered: false,
        requests,
        span,
    }
}

/// Writes the members of a body as the first request that sends them does: a table has `Address`, its example `address`.
fn write_as_sent(parameters: &mut [Parameter], examples: &[ExampleRequest]) {
    let bodies = examples.iter().map(|example| example.message.body.as_str());
    let mut sent: HashMap<String, String> = HashMap::new();
    for members in bodies.filter_map(|body| serde_json::from_str::<Map<String, Value>>(body).ok()) {
        for (name, _) in members {
            sent.entry(name.to_ascii_lowercase()).or_insert(name);
        }
    }
    for member in parameters.iter_mut().filter(|one| one.location == ParameterLocation::Body) {
        if let Some(name) = sent.remove(&member.name.to_ascii_lowercase()) {
            member.name = name;
        }
    }
}

/// No page of the docs has more than 98 parameters, members of the body among them.
pub(crate) const MOST_PARAMETERS: usize = 1000;
/// Bytes of all descriptions of parameters of a page, of which those of the docs have 12,165 at most.
const MOST_DESCRIBED: usize = 200_000;
/// Characters of a title or of a description. The longest of the docs has 811.
const LONGEST_WORDS: usize = 10_000;

/// Drops the parameters beyond [`MOST_PARAMETERS`] and [`MOST_DESCRIBED`]; each request of the page gets a copy of what is left.
fn keep_few(parameters: &mut Vec<Parameter>, problems: &mut Problems) {
    let mut bytes = 0;
    let kept = parameters.iter().take(MOST_PARAMETERS).take_while(|parameter| {
        bytes += parameter.description.len();
        bytes <= MOST_DESCRIBED
    });
    let kept = kept.count();
    if let Some(first) = parameters.get(kept) {
        let message = format!(
            "the page has more than {MOST_PARAMETERS} parameters, or {MOST_DESCRIBED} bytes about them; those from here on were not read"
        );
        problems.report(Code::TooMany, first.span, message);
        parameters.truncate(kept);
    }
}

/// The start of a title or a description that is too long; each request of the page gets a copy of it.
fn shorten(words: &str, span: Span, problems: &mut Problems) -> String {
    let start: String = words.chars().take(LONGEST_WORDS).collect();
    if start.len() < words.len() {
        let message = format!(
            "the title or the description has more than {LONGEST_WORDS} characters; the rest was not read"
        );
        problems.report(Code::TooMany, span, message);
    }
    start
}

/// The product in the header: `ms.prod` until 2023, `ms.subservice` since.
fn product(outline: &Outline<'_>) -> String {
    let named = ["ms.subservice", "ms.prod"].iter().find_map(|key| outline.front_matter.get(key));
    named.unwrap_or_default().trim().to_lowercase()
}

/// The first paragraph that is neither the namespace nor a note.
pub(super) fn description(outline: &Outline<'_>) -> String {
    intro(outline).find(|plain| !NAMESPACE.is_match(plain)).map(one_line).unwrap_or_default()
}

fn intro<'o>(outline: &'o Outline<'_>) -> impl Iterator<Item = &'o str> {
    outline.of(SectionKind::Intro).flat_map(|section| &section.blocks).filter_map(|block| match &block.kind {
        BlockKind::Paragraph(text, Container::Page) if !text.is_empty() => Some(text.plain.trim()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::ir::{Body, Version};
    use crate::load::Docs;

    #[test]
    fn members_are_written_as_the_first_request_sends_them() {
        let sent = |body: &str| {
            format!(
                "### Request\n```http\nPOST https://graph.microsoft.com/v1.0/sheets/1/add\n\n{body}\n```\n"
            )
        };
        let page = format!(
            "# Sheet: add\n\n## HTTP request\n```http\nPOST /sheets/{{id}}/add\n```\n\n## Request body\n\
             |Parameter|Type|Description|\n|:--|:--|:--|\n|Address|String|x|\n|hasRows|Boolean|x|\n|Color|String|x|\n\n\
             ## Example\n{}{}",
            sent(r#"{ "address": "A1", "hasRows": true }"#),
            sent(r#"{ "Address": "A1", "HASROWS": true }"#)
        );
        let docs = Docs::from_texts([("api-reference/v1.0/api/sheet-add.md", page.as_str())]);
        let api = crate::read_docs(docs).api;
        let operations = &api.version(Version::V1).expect("a page").operations;
        let Body::Parameters { parameters, .. } = &operations[0].body else { panic!("no parameters") };
        let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        assert_eq!(names, ["address", "hasRows", "Color"]);
    }
}
