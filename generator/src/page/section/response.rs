//! What comes back on success.
//!
//! ```text
//! "If successful, this method returns a `200 OK` response code and a collection of [user](…) objects in the response body."
//! "… `204 No Content` …", "… `302 Found` redirecting to …", "… `202 Accepted` … `Location` …"
//! ```
//! The status is the number; the words after it are spelled in thirty ways.

use super::body::is_resource_link;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::markdown::{BlockKind, Container, MarkKind, Text};
use crate::page::words::bodies::{self, is_collection};
use crate::page::{Coverage, Outline, SectionKind, TypeText};
use crate::source::Span;

/// A success status and what comes with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The type that the page names.
    pub ty: Option<TypeText>,
    /// Whether several come back.
    pub collection: bool,
    /// Whether the page says that nothing comes back.
    pub nothing: bool,
    /// Whether the page speaks of bytes: a stream, a file, CSV.
    pub bytes: bool,
    /// Whether the address of something is returned in `Location`.
    pub location: bool,
    /// Where the page says so.
    pub span: Span,
}

/// Reads the sections about the response; every success status once.
pub(in crate::page) fn read(
    outline: &Outline<'_>,
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> Vec<Response> {
    let mut responses: Vec<Response> = Vec::new();
    let mut described = None;
    // On eight pages the sentence stands under the request body.
    let sections = outline.of(SectionKind::Response).chain(outline.of(SectionKind::RequestBody));
    for section in sections {
        if section.kind == SectionKind::Response {
            described = described.or(Some(section.span));
        } else if !responses.is_empty() {
            continue;
        }
        for block in &section.blocks {
            let BlockKind::Paragraph(text, container) = &block.kind else {
                continue;
            };
            if *container == Container::Quote {
                continue;
            }
            for response in sentence(text, block.span) {
                match responses.iter_mut().find(|known| known.status == response.status) {
                    Some(known) if known.ty.is_none() && response.ty.is_some() => *known = response,
                    Some(_) => {}
                    None => responses.push(response),
                }
            }
        }
    }
    if let Some(span) = described {
        coverage.count(1, usize::from(!responses.is_empty()));
        if responses.is_empty() && !shows_status(outline) {
            problems.report(Code::NoStatus, span, "the section names no success status");
        }
    }
    for response in &responses {
        if response.status == 204 && response.ty.is_some() {
            problems.push(
                Diagnostic::new(
                    Code::StatusConflict,
                    response.span,
                    "`204` has no content, and an object is described",
                )
                .hint("use `200 OK` or `201 Created` with an object"),
            );
        }
    }
    responses
}

/// Whether the section holds a response as an example instead of a sentence.
fn shows_status(outline: &Outline<'_>) -> bool {
    let mut blocks = outline.of(SectionKind::Response).flat_map(|section| &section.blocks);
    blocks.any(|block| match &block.kind {
        BlockKind::Fence(fence) => fence.text.trim_start().starts_with("HTTP"),
        _ => false,
    })
}

/// The success statuses of a paragraph, each with the words up to the next.
fn sentence(text: &Text, span: Span) -> Vec<Response> {
    let statuses = statuses(&text.plain);
    let ends = statuses.iter().skip(1).map(|&(_, at)| at).chain([text.plain.len()]);
    statuses
        .iter()
        .zip(ends)
        .enumerate()
        .map(|(position, (&(status, at), end))| {
            let start = if position == 0 { 0 } else { at };
            response(status, text, start, end, span)
        })
        .collect()
}

/// The success statuses in a text and where they stand.
fn statuses(plain: &str) -> Vec<(u16, usize)> {
    let mut found: Vec<(u16, usize)> = Vec::new();
    let bytes = plain.as_bytes();
    let mut at = 0;
    while at + 3 <= bytes.len() {
        let digits = &bytes[at..at + 3];
        let alone =
            (at == 0 || !is_word(bytes[at - 1])) && bytes.get(at + 3).is_none_or(|&byte| !is_word(byte));
        if alone && digits.iter().all(u8::is_ascii_digit) {
            let status = digits.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
            let success = (200..=207).contains(&status) || matches!(status, 301 | 302 | 303 | 307);
            if success && !found.iter().any(|&(known, _)| known == status) {
                found.push((status, at));
            }
            at += 3;
        } else {
            at += 1;
        }
    }
    found
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-'
}

fn response(status: u16, text: &Text, start: usize, end: usize, span: Span) -> Response {
    let words = text.plain.get(start..end).unwrap_or_default();
    let link = text.marks.iter().find(|mark| {
        (start..end).contains(&mark.start)
            && matches!(&mark.kind, MarkKind::Link(target) if is_resource_link(target))
    });
    let silent = bodies::NOTHING_RETURNED.is_match(words);
    let bytes = link.is_none() && bodies::BYTES_RETURNED.is_match(words);
    let (ty, collection) = match link {
        Some(mark) => {
            let MarkKind::Link(target) = &mark.kind else { unreachable!("only links are looked for") };
            let before = text.plain.get(start..mark.start).unwrap_or_default().to_lowercase();
            let after = text.plain.get(mark.end..end).unwrap_or_default().to_lowercase();
            let many = is_collection(&before, &after);
            let words = text.part(mark).trim().to_owned();
            (Some(TypeText::new(words, Some(target.clone()), span)), many)
        }
        None if bytes => (None, false),
        None => named(text, start, end, span),
    };
    Response {
        status,
        nothing: status == 204 || (silent && ty.is_none()),
        ty,
        collection,
        bytes,
        location: bodies::LOCATION.is_match(words),
        span,
    }
}

/// A type without a link: a primitive, or a name in bold or backticks.
fn named(text: &Text, start: usize, end: usize, span: Span) -> (Option<TypeText>, bool) {
    const PRIMITIVES: [&str; 9] = [
        "String",
        "Boolean",
        "Int32",
        "Int64",
        "Double",
        "Guid",
        "DateTimeOffset",
        "Edm.String",
        "Edm.Boolean",
    ];
    let said = text.plain.get(start..end).unwrap_or_default();
    let words: Vec<&str> = said
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
        .map(|word| word.trim_end_matches('.'))
        .collect();
    let primitive = words.iter().position(|word| {
        PRIMITIVES
            .iter()
            .any(|primitive| primitive.eq_ignore_ascii_case(word) && !word.chars().all(char::is_lowercase))
            || word.eq_ignore_ascii_case("boolean")
    });
    if let Some(at) = primitive {
        let many = words.get(at + 1).is_some_and(|word| word.eq_ignore_ascii_case("collection"));
        return (Some(TypeText::named(words[at], span)), many);
    }
    let bold = text.marks.iter().find(|mark| {
        (start..end).contains(&mark.start)
            && !matches!(mark.kind, MarkKind::Link(_))
            && is_type_name(text.part(mark))
            && ["object", "collection", "resource", "entity", "in the response"].iter().any(|word| {
                let rest = text.plain[mark.end..].trim_start();
                rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            })
    });
    match bold {
        Some(mark) => {
            let before = text.plain.get(start..mark.start).unwrap_or_default().to_lowercase();
            let after = text.plain.get(mark.end..end).unwrap_or_default().to_lowercase();
            let words = text.part(mark).trim().to_owned();
            (Some(TypeText::named(words, span)), is_collection(&before, &after))
        }
        None => (None, false),
    }
}

fn is_type_name(words: &str) -> bool {
    let words = words.trim();
    words.len() > 2
        && words.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
        && words.starts_with(|c: char| c.is_ascii_alphabetic())
        && !words.eq_ignore_ascii_case("true")
        && !words.eq_ignore_ascii_case("false")
        && !words.eq_ignore_ascii_case("location")
}
