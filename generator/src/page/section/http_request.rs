//! The request lines of a page.
//!
//! ```text
//! fence   = {request | header | "or" | body}
//! request = METHOD [":"] [blank] path [" HTTP/1.1"]
//! header  = Name ":" value                        belongs to the request above it
//! body    = "{" … to the end of the fence         a sample, not a template
//! ```
//! e.g. `POST /me/sendMail`. The nearest sentence or sub-heading above a fence is its label.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Method, Version};
use crate::markdown::{BlockKind, Container, Fence};
use crate::page::path::{self, ParsedPath};
use crate::page::{Annotation, Outline, Section, SectionKind};
use crate::source::Span;

/// A request line.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path.
    pub path: ParsedPath,
    /// The sentences or sub-headings that its fences stand under; several when the page repeats the line.
    pub labels: Vec<String>,
    /// Where the line stands.
    pub span: Span,
}

/// No page of the docs has more than 85.
const MOST_REQUESTS: usize = 200;
/// Characters of a label that are kept: a heading or a sentence, which each request below it gets a copy of. Those of the docs have less.
const LONGEST_LABEL: usize = 1000;

/// Whether a page has a request line in a place where templates stand.
pub(in crate::page) fn present(outline: &Outline<'_>) -> bool {
    outline.sections.iter().any(|section| {
        section.kind != SectionKind::Example
            && section.blocks.iter().any(|block| match &block.kind {
                BlockKind::Fence(fence) => is_template(fence),
                _ => false,
            })
    })
}

/// Reads the request lines of a page: those under `HTTP request`, else those of any fence before the examples that starts with one;
/// says how many lines there are.
pub(in crate::page) fn read(
    outline: &Outline<'_>,
    version: Option<Version>,
    problems: &mut Problems,
) -> (Vec<Request>, usize) {
    let mut reader =
        Reader { version, requests: Vec::new(), known: HashMap::new(), lines: 0, full: false, problems };
    for section in outline.of(SectionKind::HttpRequest) {
        reader.section(section, false);
    }
    // A page that has the section shows samples in its remarks; what it documents under other headings is annotated as a request.
    let has_section = !reader.requests.is_empty();
    let before_examples = outline
        .sections
        .iter()
        .take_while(|section| section.kind != SectionKind::Example)
        .filter(|section| section.kind != SectionKind::HttpRequest);
    for section in before_examples {
        if reader.requests.is_empty() || section.kind == SectionKind::Other {
            reader.section(section, has_section);
        }
    }
    (reader.requests, reader.lines)
}

/// Whether a fence is HTTP whose first line with words is a request with a path.
fn is_template(fence: &Fence<'_>) -> bool {
    is_http(fence)
        && fence
            .lines()
            .find(|(line, _)| !line.is_empty())
            .is_some_and(|(line, _)| split_method(line).is_some())
}

/// Whether any line of a fence is a request with a path, whatever the others look like.
fn has_request(fence: &Fence<'_>) -> bool {
    is_http(fence) && fence.lines().any(|(line, _)| split_method(line).is_some())
}

fn is_http(fence: &Fence<'_>) -> bool {
    let info = fence.info.split([' ', ',']).next().unwrap_or_default();
    ["", "http", "https", "msgraph-interactive", "rest"].iter().any(|http| info.eq_ignore_ascii_case(http))
}

/// A line that starts with a method → the method and the rest.
fn split_method(line: &str) -> Option<(Method, &str)> {
    Method::ALL.into_iter().find_map(|method| {
        let rest = line.strip_prefix(method.as_str())?;
        let blank = rest.strip_prefix(':').unwrap_or(rest).strip_prefix([' ', '\t', '\u{a0}']);
        let rest = blank.or_else(|| rest.starts_with('/').then_some(rest))?;
        Some((method, rest.trim()))
    })
}

/// What a fence stands under.
struct Label<'t> {
    words: &'t str,
    span: Span,
}

impl Label<'_> {
    /// The start of a label that is too long.
    fn shorten(&self, problems: &mut Problems) -> String {
        let words = self.words.trim();
        let start: String = words.chars().take(LONGEST_LABEL).collect();
        if start.len() < words.len() {
            let message = format!(
                "what the requests stand under has more than {LONGEST_LABEL} characters; the rest was not read"
            );
            problems.report(Code::TooMany, self.span, message);
        }
        start
    }
}

struct Reader<'p> {
    version: Option<Version>,
    requests: Vec<Request>,
    /// Which of them has a method and the identity of a path.
    known: HashMap<(Method, String), usize>,
    /// Request lines that stand on the page, read or not.
    lines: usize,
    /// Whether there are more requests than are read.
    full: bool,
    problems: &'p mut Problems,
}

impl Reader<'_> {
    /// Reads the fences of a section; where asked, only those that an annotation calls requests.
    fn section(&mut self, section: &Section<'_>, only_annotated: bool) {
        let heading = if section.named && section.kind != SectionKind::Other { "" } else { &section.heading };
        let mut label = Label { words: heading, span: section.span };
        let mut annotation = Annotation::default();
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Paragraph(text, Container::Page | Container::Item) => {
                    label = Label { words: &text.plain, span: block.span };
                }
                BlockKind::Comment(comment) => {
                    if let Some(read) = Annotation::parse(comment) {
                        annotation = read.unwrap_or_default();
                    }
                }
                BlockKind::Fence(fence) => {
                    let said = std::mem::take(&mut annotation);
                    if said.block_type() == "response" || (only_annotated && said.block_type() != "request") {
                        continue;
                    }
                    let is_own = section.kind == SectionKind::HttpRequest;
                    if is_template(fence) || (is_own && has_request(fence)) {
                        self.fence(fence, &label);
                    } else if is_http(fence) && is_own {
                        self.no_request(fence);
                    }
                }
                _ => {}
            }
        }
    }

    fn no_request(&mut self, fence: &Fence<'_>) {
        if let Some((line, span)) = fence.lines().find(|(line, _)| !line.is_empty())
            && !line.starts_with("HTTP/")
        {
            let message = format!("`{}` is not a request", shorten(line));
            self.problems.report(Code::NotARequestLine, span, message);
        }
    }

    fn fence(&mut self, fence: &Fence<'_>, label: &Label<'_>) {
        for (line, span) in fence.lines() {
            if line.is_empty() {
                continue;
            }
            if line.starts_with(['{', '[']) {
                return;
            }
            let Some((method, rest)) = split_method(line) else {
                if !is_header(line) {
                    let message = format!("`{}` is not a request", shorten(line));
                    self.problems.report(Code::NotARequestLine, span, message);
                }
                continue;
            };
            self.lines += 1;
            if rest.starts_with("**") {
                self.problems.report(
                    Code::RequestWithoutPath,
                    span,
                    format!("the page does not know the path: `{rest}`"),
                );
                continue;
            }
            let slip = match line.as_bytes().get(method.as_str().len()) {
                Some(b'/') => Some("no blank"),
                Some(b':') => Some("a colon"),
                _ => None,
            };
            if let Some(slip) = slip {
                let message = format!("{slip} between `{method}` and the path");
                let hint = format!("write `{method} {rest}`");
                self.problems.push(Diagnostic::new(Code::RequestRepaired, span, message).hint(hint));
            }
            self.request(method, rest, label, span);
        }
    }

    fn request(&mut self, method: Method, rest: &str, label: &Label<'_>, span: Span) {
        if self.requests.len() == MOST_REQUESTS {
            if !self.full {
                let message = format!(
                    "the page has more than {MOST_REQUESTS} requests; those from here on were not read"
                );
                self.problems.report(Code::TooMany, span, message);
                self.full = true;
            }
            return;
        }
        let path = path::parse(rest);
        if let Some(host) = &path.foreign_host {
            let message = format!("the request goes to `{host}`, not to Graph");
            self.problems.report(Code::NotARequestLine, span, message);
            return;
        }
        if let Some(excess) = path.excess() {
            self.problems.report(Code::TooMany, span, format!("{excess}; the request was not read"));
            return;
        }
        if !path.template.leads_somewhere() {
            let message = format!("`{}` names neither a resource nor an operation", shorten(rest));
            self.problems.report(Code::NotARequestLine, span, message);
            return;
        }
        for repair in &path.repairs {
            let message = format!("the path needed mending: {repair}");
            let hint = format!("write `{method} {}`", path.template);
            self.problems.push(Diagnostic::new(Code::RequestRepaired, span, message).hint(hint));
        }
        for value in &path.literal_keys {
            let message = format!("`{value}` stands where a key belongs");
            let hint = format!("write `{method} {}`", path.template);
            self.problems.push(Diagnostic::new(Code::LiteralKey, span, message).hint(hint));
        }
        if let (Some(named), Some(version)) = (path.version, self.version)
            && named != version
        {
            let message = format!("the request names {named} on a page of {version}");
            self.problems.report(Code::WrongVersion, span, message);
        }
        if path.template.segments.is_empty() {
            self.problems.report(Code::RequestWithoutPath, span, "the request has no path");
            return;
        }
        let request = Request { method, path, labels: Vec::new(), span };
        let identity = (method, request.path.template.identity());
        let known = self.known.get(&identity).copied();
        let at = known.unwrap_or(self.requests.len());
        if known.is_none() {
            self.known.insert(identity, at);
            self.requests.push(request);
        } else {
            let first = &self.requests[at];
            let (code, message) = if first.path.query == request.path.query {
                (Code::RepeatedRequest, "the request stands on this page already")
            } else {
                (Code::QueryVariant, "the request stands on this page already with another query")
            };
            self.problems.push(Diagnostic::new(code, span, message).other(first.span, "first here"));
        }
        if !label.words.trim().is_empty() {
            let words = label.shorten(self.problems);
            let labels = &mut self.requests[at].labels;
            // A line that a fence repeats stands under the same words each time.
            if labels.last() != Some(&words) {
                labels.push(words);
            }
        }
    }
}

/// `Content-Type: application/json`
pub(in crate::page) fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

fn shorten(line: &str) -> String {
    let mut short: String = line.chars().take(60).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}
