//! What a request sends.
//!
//! In this order: a sentence that says "nothing"; a link after "JSON representation of"; a table of members; a sample.

use crate::diagnostic::{Code, Problems};
use crate::ir::{Method, ParameterLocation};
use crate::markdown::{BlockKind, Container, MarkKind, Text};
use crate::page::section::http_request::Request;
use crate::page::section::parameters;
use crate::page::words::bodies::{self, is_collection};
use crate::page::{Coverage, Outline, Parameter, SectionKind, TypeText};
use crate::source::Span;

/// What the section about the body says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Whether there is such a section.
    pub described: bool,
    /// Whether it says that nothing is sent.
    pub none: bool,
    /// The resource that it links to as what is sent.
    pub resource: Option<TypeText>,
    /// Whether a link to an object is sent: `@odata.id`.
    pub reference: bool,
    /// The media types of bytes that are sent.
    pub media_types: Vec<String>,
    /// The media types other than JSON that the row of `Content-Type` names.
    pub declared_media: Vec<String>,
    /// Whether bytes are sent whose media type the page does not name.
    pub bytes: bool,
    /// The JSON that the section shows, and where.
    pub samples: Vec<(String, Span)>,
}

/// Bytes of all samples of a section, each of which is read for each request of the page. Those of the docs have 1,901 at most.
const MOST_SAMPLED: usize = 100_000;

impl Body {
    fn add_sample(&mut self, text: &str, span: Span, problems: &mut Problems) {
        let known: usize = self.samples.iter().map(|(text, _)| text.len()).sum();
        if known + text.len() > MOST_SAMPLED {
            let message =
                format!("the samples of the body have more than {MOST_SAMPLED} bytes; this one was not read");
            problems.report(Code::TooMany, span, message);
            return;
        }
        self.samples.push((text.to_owned(), span));
    }
}

/// Reads the sections about the body. On a page of `GET` requests its tables hold arguments of a function.
pub(in crate::page) fn read(
    outline: &Outline<'_>,
    requests: &[Request],
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> (Body, Vec<Parameter>) {
    let mut body = Body::default();
    let mut found = Vec::new();
    let only_get = !requests.is_empty() && requests.iter().all(|request| request.method == Method::Get);
    let location = if only_get { ParameterLocation::Function } else { ParameterLocation::Body };
    for section in outline.of(SectionKind::RequestBody) {
        body.described = true;
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Paragraph(text, container) => {
                    let lower = text.plain.to_lowercase();
                    body.none |= bodies::NOTHING_SENT.is_match(&lower);
                    body.reference |= lower.contains("@odata.id");
                    if *container != Container::Quote {
                        add_bytes(&text.plain, &mut body);
                        if body.resource.is_none() {
                            body.resource = resource(text, &lower, block.span);
                        }
                    }
                }
                BlockKind::Fence(fence) => {
                    body.reference |= fence.text.contains("\"@odata.id\"");
                    let text = fence.text.trim();
                    if text.starts_with('{') {
                        body.add_sample(text, block.span, problems);
                    }
                }
                _ => {}
            }
        }
        found.extend(parameters::read(section, location, coverage, problems));
    }
    if only_get {
        body = Body { described: body.described, none: true, ..Body::default() };
    }
    (body, found)
}

/// The link of "a JSON representation of [x]", "a [x] object".
fn resource(text: &Text, lower: &str, span: Span) -> Option<TypeText> {
    if !bodies::ABOUT_BODY.is_match(lower) {
        return None;
    }
    let start = lower.find("representation of").unwrap_or(0);
    let mark = text.marks.iter().find(|mark| {
        matches!(&mark.kind, MarkKind::Link(target) if is_resource_link(target)) && mark.start >= start
    })?;
    let before = lower.get(..mark.start).unwrap_or_default();
    // "the identifier of the [x]", "the properties of [x]" with a table: the link names something else.
    if bodies::IDENTIFIER_OF.is_match(before) {
        return None;
    }
    let MarkKind::Link(target) = &mark.kind else {
        return None;
    };
    let list = is_collection(before, lower.get(mark.end..).unwrap_or_default());
    let words = text.part(mark).trim();
    let text = if list { format!("{words} collection") } else { words.to_owned() };
    Some(TypeText::new(text, Some(target.clone()), span))
}

/// Whether a link can lead to a page about a type.
pub(crate) fn is_resource_link(target: &str) -> bool {
    (target.contains("resources/") || !target.contains('/'))
        && target.contains(".md")
        && !target.starts_with("http")
        || target.contains("/graph/api/resources/")
}

/// The bytes that a sentence speaks of.
fn add_bytes(sentence: &str, body: &mut Body) {
    for media in bodies::media_types(sentence).filter(|media| bodies::MEDIA_OF_BYTES.is_match(media)) {
        if !body.media_types.contains(&media) {
            body.media_types.push(media);
        }
    }
    body.bytes |= bodies::BYTES_SENT.is_match(sentence);
}
