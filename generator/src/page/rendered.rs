//! Pages saved as rendered text: no Markdown is left, one table cell stands on a line.
//!
//! ```text
//! Permission type                     header cells, two or three
//! Least privileged permissions
//! Higher privileged permissions
//! Delegated (work or school account)  groups of as many lines, each starting with a known label
//! …
//! HTTP request
//! POST /devices/{id}/registeredUsers/$ref            relative: a request of the page
//! POST https://graph.microsoft.com/v1.0/devices/…    full: the example, headers, JSON until its brackets balance
//! ```
//! SDK samples follow; only a line that starts with a method counts.

use super::path;
use super::section::{http_request, permission_table};
use super::{Body, ExampleRequest, Grant, Message, Operation, Request};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Alternative, Method, Requirement, Version};
use crate::source::{SourceFile, Span};

/// Whether a text is a page without its Markdown. What follows the first example says nothing: comments of SDK samples start with
/// `#` as well.
pub(super) fn is_rendered(text: &str) -> bool {
    let example = |line: &&str| request_line(line).is_some_and(|(_, target)| !target.starts_with('/'));
    let before_example = || text.lines().take_while(|line| !example(line));
    let markdown = before_example().any(|line| {
        let heading = line.trim_start_matches('#');
        (heading.len() < line.len() && heading.starts_with(' '))
            || line.starts_with("```")
            || line.starts_with("|-")
    }) || text.starts_with("---");
    !markdown
        && text
            .lines()
            .any(|line| line == "Permission type" || line == "HTTP request" || request_line(line).is_some())
}

/// Reads such a page; the version comes from its example.
pub(super) fn read(source: &SourceFile, problems: &mut Problems) -> (Operation, Option<Version>) {
    let span = Span::start_of(source.id);
    problems.push(
        Diagnostic::new(
            Code::RenderedText,
            span,
            "the page was saved as rendered text: title, response and tables are missing",
        )
        .hint("point the tool at the Markdown source of the page"),
    );
    let lines = lines(source);
    let mut operation = Operation {
        title: String::new(),
        description: String::new(),
        namespace: "microsoft.graph".to_owned(),
        requests: requests(&lines),
        grants: grants(&lines),
        roles: roles(&lines),
        parameters: Vec::new(),
        query_options: Vec::new(),
        body: Body::default(),
        responses: Vec::new(),
        examples: Vec::new(),
        deprecated: false,
        rendered: true,
        span,
    };
    if operation.requests.is_empty() {
        problems.report(Code::NoRequest, span, "no request could be read from this page");
    }
    operation.examples = examples(&lines);
    operation.body.reference =
        operation.examples.iter().any(|example| example.message.body.contains("\"@odata.id\""));
    let version = operation.examples.iter().find_map(|example| path::parse(&example.url).version);
    (operation, version)
}

type Line<'s> = (&'s str, Span);

fn lines(source: &SourceFile) -> Vec<Line<'_>> {
    let mut at = 0;
    source
        .text
        .split('\n')
        .map(|line| {
            let start = at;
            at += line.len() + 1;
            (line.trim(), Span::new(source.id, start, start + line.len()))
        })
        .collect()
}

fn request_line(line: &str) -> Option<(Method, &str)> {
    let (method, target) = line.split_once(' ')?;
    let method = Method::parse(method)?;
    let target = target.trim();
    (target.starts_with('/') || target.starts_with("https://graph.microsoft.com/"))
        .then_some((method, target))
}

/// The relative requests before the first full one.
fn requests(lines: &[Line<'_>]) -> Vec<Request> {
    lines
        .iter()
        .filter_map(|&(line, span)| request_line(line).map(|(method, target)| (method, target, span)))
        .take_while(|(_, target, _)| target.starts_with('/'))
        .map(|(method, target, span)| Request { method, path: path::parse(target), labels: Vec::new(), span })
        .collect()
}

fn grants(lines: &[Line<'_>]) -> Vec<Grant> {
    let Some(header) = lines.iter().position(|(line, _)| *line == "Permission type") else {
        return Vec::new();
    };
    let columns =
        lines[header..].iter().take_while(|(line, _)| permission_table::scheme(line).is_none()).count();
    let mut grants = Vec::new();
    let mut rest = &lines[header + columns..];
    while let Some((scheme, cells)) =
        rest.split_first().and_then(|(first, cells)| Some((permission_table::scheme(first.0)?, cells)))
    {
        let cells: Vec<&Line<'_>> = cells
            .iter()
            .take(columns.saturating_sub(1))
            .take_while(|(line, _)| permission_table::scheme(line).is_none())
            .collect();
        rest = &rest[1 + cells.len()..];
        let Some((least, span)) = cells.first().copied().copied() else {
            continue;
        };
        let higher = cells.get(1).map_or("", |(line, _)| line);
        let alternatives: Vec<Alternative> = names(least)
            .enumerate()
            .map(|(position, name)| (name, columns > 2 || position == 0))
            .chain(names(higher).map(|name| (name, false)))
            .map(|(name, least)| Alternative { all_of: vec![name.to_owned()], least, conditions: Vec::new() })
            .collect();
        let requirement = match alternatives.is_empty() {
            false => Requirement::AnyOf { alternatives },
            true if least.to_lowercase().starts_with("not supported") => Requirement::Unsupported,
            true => Requirement::Undocumented,
        };
        grants.push(Grant { scheme, requirement, scopes: Vec::new(), span });
    }
    grants
}

fn names(cell: &str) -> impl Iterator<Item = &str> {
    super::section::permission_words::names(cell).into_iter()
}

/// Short capitalised lines after a sentence that speaks of roles.
fn roles(lines: &[Line<'_>]) -> Vec<String> {
    lines
        .iter()
        .skip_while(|(line, _)| !(line.contains("role") && line.ends_with("operation.")))
        .skip(1)
        .map(|(line, _)| *line)
        .take_while(|line| {
            !line.ends_with('.')
                && *line != "HTTP request"
                && request_line(line).is_none()
                && line.split(' ').count() < 7
        })
        .map(str::to_owned)
        .collect()
}

/// The full requests with their headers and JSON.
fn examples(lines: &[Line<'_>]) -> Vec<ExampleRequest> {
    let mut examples = Vec::new();
    for (position, &(line, span)) in lines.iter().enumerate() {
        let Some((method, url)) = request_line(line) else {
            continue;
        };
        if url.starts_with('/') {
            continue;
        }
        let mut message = Message::default();
        let mut rest = lines[position + 1..].iter().map(|(line, _)| *line).peekable();
        while let Some(header) = rest.next_if(|line| http_request::is_header(line)) {
            let (name, value) = header.split_once(':').unwrap_or((header, ""));
            message.headers.push((name.to_owned(), value.trim().to_owned()));
        }
        if rest.peek().is_some_and(|line| line.starts_with(['{', '['])) {
            message.body = balanced(rest);
        }
        examples.push(ExampleRequest {
            name: None,
            method,
            url: url.to_owned(),
            path: path::parse(url),
            message,
            response: None,
            span,
        });
    }
    examples
}

/// The lines until the brackets of the first balance.
fn balanced<'s>(lines: impl Iterator<Item = &'s str>) -> String {
    let mut body = Vec::new();
    let (mut depth, mut quoted, mut escaped) = (0_i32, false, false);
    for line in lines {
        body.push(line);
        for c in line.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                '{' | '[' if !quoted => depth += 1,
                '}' | ']' if !quoted => depth -= 1,
                _ => {}
            }
        }
        if depth <= 0 {
            break;
        }
    }
    body.join("\n")
}
