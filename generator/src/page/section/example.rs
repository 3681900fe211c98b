//! Documented requests and responses.
//!
//! ```text
//! request  = METHOD URL [" HTTP/1.1"] newline {header newline} [blank] [body]
//! response = "HTTP/1.1" status words newline {header newline} [blank] [body]
//! ```
//! A blank line may stand before the headers, and none after them. The n-th response under a heading answers the n-th request,
//! unless annotations name the pair.

use std::borrow::Cow;
use std::ops::Range;

use super::http_request::is_header;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::Method;
use crate::markdown::{BlockKind, Fence, MarkKind};
use crate::page::annotation::without_trailing_commas;
use crate::page::path::{self, ParsedPath};
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
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleRequest {
    /// The name in the annotation.
    pub name: Option<String>,
    /// The method.
    pub method: Method,
    /// The URL as written.
    pub url: String,
    /// The same as a path.
    pub path: ParsedPath,
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

/// No page of the docs has more than 85.
const MOST_EXAMPLES: usize = 200;

/// Reads the examples of a page.
pub(in crate::page) fn read(
    outline: &Outline<'_>,
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> Vec<ExampleRequest> {
    let mut examples = Vec::new();
    for section in &outline.sections {
        let mut annotation = Annotation::default();
        // Whether the block before is a fence with a response, which can lack the body that its header announces.
        let mut behind_response = false;
        for block in &section.blocks {
            if std::mem::take(&mut behind_response)
                && let Some(body) = body_of(&block.kind)
                && let Some(message) = lacks_body(&mut examples)
            {
                message.body = body;
                continue;
            }
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
                    behind_response = said.block_type() == "response";
                    let example = section.kind == SectionKind::Example;
                    if example || matches!(said.block_type(), "request" | "response") {
                        if examples.len() >= MOST_EXAMPLES {
                            let message = format!(
                                "the page has more than {MOST_EXAMPLES} examples; those from here on were not read"
                            );
                            problems.report(Code::TooMany, block.span, message);
                            return examples;
                        }
                        messages(fence, &said, example, &mut examples, coverage, problems);
                    }
                }
                _ => {}
            }
        }
    }
    examples
}

/// What a block holds when it is a body by itself: a fence with JSON, or a paragraph of nothing but code, such as the number of a
/// `$count`.
fn body_of(block: &BlockKind<'_>) -> Option<String> {
    match block {
        BlockKind::Fence(fence) => {
            let text = fence.text.trim();
            text.starts_with(['{', '[']).then(|| text.to_owned())
        }
        BlockKind::Paragraph(text, _) => match text.marks.as_slice() {
            [mark] if mark.kind == MarkKind::Code && text.part(mark) == text.plain.trim() => {
                Some(text.plain.trim().to_owned())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The last response, when it has no body and its header says of which type the body is.
fn lacks_body(examples: &mut [ExampleRequest]) -> Option<&mut Message> {
    let responses = examples.iter_mut().filter_map(|example| example.response.as_mut());
    let last = responses.max_by_key(|response| response.span.start)?;
    let is_typed = |(name, _): &(String, String)| name.eq_ignore_ascii_case("content-type");
    let message = &mut last.message;
    (message.body.is_empty() && message.headers.iter().any(is_typed)).then_some(message)
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
    // What each message starts with, where that stands, and the bytes of its line.
    let mut starts: Vec<(Start<'_>, Span, Range<usize>)> = Vec::new();
    let (mut words_before, mut at) = (false, 0);
    for ((line, span), whole) in fence.lines().zip(fence.text.split('\n')) {
        match Start::read(line) {
            Some(start) => starts.push((start, span, at..at + whole.len())),
            None => words_before |= starts.is_empty() && !line.is_empty(),
        }
        at += whole.len() + 1;
    }
    if starts.is_empty() && in_example && annotation.block_type() == "response" {
        coverage.count(1, 0);
    }
    if words_before {
        return;
    }
    remove_repeated_heads(&mut starts, &fence.text);
    if starts.len() > MOST_EXAMPLES {
        let message =
            format!("the fence has more than {MOST_EXAMPLES} messages; those from here on were not read");
        problems.report(Code::TooMany, starts[MOST_EXAMPLES].1, message);
        coverage.count(starts.len() - MOST_EXAMPLES, 0);
        starts.truncate(MOST_EXAMPLES);
    }
    let ends: Vec<usize> =
        starts.iter().skip(1).map(|(.., line)| line.start).chain([fence.text.len()]).collect();
    for ((start, span, line), end) in starts.into_iter().zip(ends) {
        let message = message(&fence.text[line.end..end]);
        coverage.add(1);
        json_or_report(&message, span, problems);
        match start {
            Start::Request(method, url) => {
                let path = path::parse(url);
                if let Some(excess) = path.excess() {
                    problems.report(Code::TooMany, span, format!("{excess}; the example was not read"));
                    continue;
                }
                let name = annotation.name();
                let url = url.to_owned();
                examples.push(ExampleRequest { name, method, url, path, message, response: None, span });
            }
            Start::Response(status) => {
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
        }
    }
}

/// Removes the head of a response that the same status follows again before any body.
fn remove_repeated_heads(starts: &mut Vec<(Start<'_>, Span, Range<usize>)>, text: &str) {
    for at in (1..starts.len()).rev() {
        let [(Start::Response(first), _, line), (Start::Response(second), _, next)] = &starts[at - 1..=at]
        else {
            continue;
        };
        if first == second && message(&text[line.end..next.start]).body.is_empty() {
            starts.remove(at - 1);
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
        if !line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
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
fn message(text: &str) -> Message {
    let mut message = Message::default();
    let mut rest = text.trim_start();
    loop {
        let line = rest.split('\n').next().unwrap_or_default();
        let Some((name, value)) = line.split_once(':').filter(|_| is_header(line)) else { break };
        if name.starts_with("http") {
            break;
        }
        message.headers.push((name.to_owned(), value.trim().to_owned()));
        rest = rest[line.len()..].trim_start();
    }
    message.body = rest.trim_end().to_owned();
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
