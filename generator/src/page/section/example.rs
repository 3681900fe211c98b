//! Documented requests and responses.
//!
//! ```text
//! request  = METHOD URL [" HTTP/1.1"] newline {header newline} [blank] [body]
//! response = "HTTP/1.1" status words newline {header newline} [blank] [body]
//! ```
//! A blank line may stand before the headers, and none after them. The n-th response under a heading answers the n-th request,
//! unless annotations name the pair.

use std::borrow::Cow;

use super::http_request::is_header;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::Method;
use crate::markdown::{BlockKind, Fence};
use crate::page::annotation::without_trailing_commas;
use crate::page::{Annotation, Coverage, Outline, SectionKind};
use crate::source::Span;

/// Headers and body of a request or response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body as written, without blanks around it.
    pub body: String,
}

/// A documented request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleRequest {
    /// The name in the annotation.
    pub name: Option<String>,
    /// The method.
    pub method: Method,
    /// The URL as written.
    pub url: String,
    /// Headers and body.
    pub message: Message,
    /// The response that the page shows for it.
    pub response: Option<ExampleResponse>,
    /// Where the request line stands.
    pub span: Span,
}

/// A documented response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleResponse {
    /// The status.
    pub status: u16,
    /// Headers and body.
    pub message: Message,
    /// The type that the annotation names.
    pub type_name: Option<String>,
    /// Whether the annotation says that it is a collection.
    pub collection: bool,
    /// Whether the annotation says that parts are left out.
    pub truncated: bool,
    /// Where the status line stands.
    pub span: Span,
}

/// Reads the examples of a page.
pub(in crate::page) fn read(
    outline: &Outline<'_>,
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> Vec<ExampleRequest> {
    let mut examples = Vec::new();
    for section in &outline.sections {
        let mut annotation = Annotation::default();
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Comment(comment) => match Annotation::parse(comment) {
                    Some(Ok(read)) => annotation = read,
                    Some(Err(error)) => {
                        problems.report(
                            Code::BadAnnotation,
                            block.span,
                            format!("the annotation is not JSON: {error}"),
                        );
                    }
                    None => {}
                },
                BlockKind::Fence(fence) => {
                    let said = std::mem::take(&mut annotation);
                    let example = section.kind == SectionKind::Example;
                    if example || matches!(said.block_type(), "request" | "response") {
                        messages(fence, &said, example, &mut examples, coverage, problems);
                    }
                }
                _ => {}
            }
        }
    }
    examples
}

/// Reads the messages of a fence: usually one, a request and its response in places.
fn messages(
    fence: &Fence<'_>,
    annotation: &Annotation,
    in_example: bool,
    examples: &mut Vec<ExampleRequest>,
    coverage: &mut Coverage,
    problems: &mut Problems,
) {
    let lines: Vec<(&str, Span)> = fence.lines().collect();
    let raw: Vec<&str> = fence.text.split('\n').collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|&line| Start::read(lines[line].0).is_some()).collect();
    let Some(&first) = starts.first() else {
        if in_example && annotation.block_type() == "response" {
            coverage.count(1, 0);
        }
        return;
    };
    if lines[..first].iter().any(|(line, _)| !line.is_empty()) {
        return;
    }
    for (position, &start) in starts.iter().enumerate() {
        let end = starts.get(position + 1).copied().unwrap_or(lines.len());
        let span = lines[start].1;
        let message = message(&raw[start + 1..end]);
        coverage.add(1);
        json_or_report(&message, span, problems);
        match Start::read(lines[start].0) {
            Some(Start::Request(method, url)) => examples.push(ExampleRequest {
                name: annotation.name(),
                method,
                url: url.to_owned(),
                message,
                response: None,
                span,
            }),
            Some(Start::Response(status)) => {
                if status == 204 && !message.body.is_empty() {
                    problems.push(
                        Diagnostic::new(
                            Code::NoContentBody,
                            span,
                            "`204` has no content, and a body follows",
                        )
                        .hint("remove the body, or correct the status"),
                    );
                }
                let odata_type = annotation.odata_type();
                let response = ExampleResponse {
                    status,
                    message,
                    collection: annotation.is_collection()
                        || odata_type.as_ref().is_some_and(|(_, list)| *list),
                    type_name: odata_type.map(|(name, _)| name),
                    truncated: annotation.is_truncated(),
                    span,
                };
                answer(examples, annotation.name().as_deref(), response);
            }
            None => {}
        }
    }
}

/// Gives a response to the request that waits for it: the one of the same name, else the first that has none.
fn answer(examples: &mut [ExampleRequest], name: Option<&str>, response: ExampleResponse) {
    let waiting = |example: &ExampleRequest| example.response.is_none();
    let named = examples
        .iter()
        .position(|example| waiting(example) && name.is_some() && example.name.as_deref() == name);
    let answered = examples.iter().rposition(|example| example.response.is_some()).map_or(0, |last| last + 1);
    let next = examples.iter().skip(answered).position(waiting).map(|at| at + answered);
    if let Some(at) = named.or(next) {
        examples[at].response = Some(response);
    }
}

enum Start<'l> {
    Request(Method, &'l str),
    Response(u16),
}

impl<'l> Start<'l> {
    fn read(line: &'l str) -> Option<Self> {
        if line.starts_with("HTTP/") || line.starts_with("HTTP ") {
            let status = line.split_whitespace().nth(1)?;
            return Some(Self::Response(status.trim_end_matches(',').parse().ok()?));
        }
        let (method, url) = line.split_once([' ', '\t'])?;
        let method = Method::parse(method)?;
        let url = url.trim();
        let url = url.split(" HTTP/").next().unwrap_or(url).trim();
        let is_url =
            url.starts_with('/') || url.contains("://") || url.starts_with('{') || !url.contains([' ', '"']);
        is_url.then_some(Self::Request(method, url))
    }
}

/// Headers up to the first line that is none, blank lines before or between them allowed; the rest is the body.
fn message(lines: &[&str]) -> Message {
    let mut message = Message::default();
    let mut at = 0;
    while let Some(line) = lines.get(at).map(|line| line.trim()) {
        if is_header(line) && !line.starts_with("http") {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            message.headers.push((name.to_owned(), value.trim().to_owned()));
        } else if !line.is_empty() {
            break;
        }
        at += 1;
    }
    message.body = lines[at..].join("\n").trim().to_owned();
    message
}

/// Bodies of other media types start like JSON, too: `{zip file}` stands for bytes.
fn json_or_report(message: &Message, span: Span, problems: &mut Problems) {
    let media_type = message.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let other = media_type.is_some_and(|(_, media_type)| !media_type.to_lowercase().contains("json"));
    if other || !message.body.starts_with(['{', '[']) {
        return;
    }
    let valid = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text);
    if valid(&message.body).is_ok() {
        return;
    }
    let mended = without_trailing_commas(&message.body);
    let error = match valid(&mended) {
        Ok(_) => Cow::Borrowed("a comma stands before a closing bracket"),
        Err(error) => Cow::Owned(error.to_string()),
    };
    problems.push(Diagnostic::new(Code::ExampleNotJson, span, format!("the body is not JSON: {error}")));
}
