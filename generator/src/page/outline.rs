//! Headings → sections, each of a kind.
//!
//! The levels of headings slip on every fifth page, so a heading is known by its text; its level only says where an unknown one
//! belongs. A heading that is not known belongs to the section above it when it is deeper, and stands for itself otherwise.

use crate::markdown::{Block, BlockKind, FrontMatter, Text, one_line};
use crate::page::words::names::namespace;
use crate::source::Span;

/// A page as sections.
#[derive(Debug)]
pub struct Outline<'a> {
    /// The header of the file.
    pub front_matter: FrontMatter<'a>,
    /// The first heading of level 1.
    pub title: Option<Text>,
    /// The sections in the order of the page. The first holds what stands before all of them.
    pub sections: Vec<Section<'a>>,
    /// The position of the last section whose heading names its kind.
    last_named: usize,
    /// Whether one of the sections is about the response.
    has_response: bool,
}

/// What stands under one heading, up to the next.
#[derive(Debug)]
pub struct Section<'a> {
    /// What it is about.
    pub kind: SectionKind,
    /// The heading's words; empty for the first section.
    pub heading: String,
    /// Whether the heading itself names the kind; otherwise it is a sub-heading inside a section of the kind.
    pub named: bool,
    /// The heading's level; 0 for the first section.
    pub level: u8,
    /// Where the heading stands.
    pub span: Span,
    /// What stands under it.
    pub blocks: Vec<Block<'a>>,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// Title, namespace, what the page is about.
    Intro,
    /// `Permissions`, `Prerequisites`.
    Permissions,
    /// `HTTP request`.
    HttpRequest,
    /// `Path parameters`.
    PathParameters,
    /// `Function parameters`.
    FunctionParameters,
    /// `Query parameters`, `Optional query parameters`.
    QueryParameters,
    /// `Request headers`, `Optional request headers`.
    RequestHeaders,
    /// `Request body`.
    RequestBody,
    /// `Response`.
    Response,
    /// `Example`, `Examples`, and the requests and responses below.
    Example,
    /// `Properties`.
    Properties,
    /// `Relationships`.
    Relationships,
    /// `Methods`.
    Methods,
    /// `JSON representation`.
    JsonRepresentation,
    /// Anything else.
    Other,
}

impl<'a> Outline<'a> {
    pub(crate) fn new(front_matter: FrontMatter<'a>, blocks: Vec<Block<'a>>) -> Self {
        let start = blocks.first().map_or(Span::start_of(crate::source::FileId(0)), |block| block.span);
        let mut outline = Self {
            front_matter,
            title: None,
            sections: vec![Section {
                kind: SectionKind::Intro,
                heading: String::new(),
                named: true,
                level: 0,
                span: start,
                blocks: Vec::new(),
            }],
            last_named: 0,
            has_response: false,
        };
        for block in blocks {
            match block.kind {
                BlockKind::Heading(1, text) if outline.title.is_none() => outline.title = Some(text),
                BlockKind::Heading(level, text) => outline.open(level, text.plain.trim(), block.span),
                _ => outline.sections.last_mut().expect("the first section").blocks.push(block),
            }
        }
        outline
    }

    /// The sections of a kind.
    pub fn of(&self, kind: SectionKind) -> impl Iterator<Item = &Section<'a>> {
        self.sections.iter().filter(move |section| section.kind == kind)
    }

    /// Whether there is a section of a kind.
    pub fn has(&self, kind: SectionKind) -> bool {
        self.of(kind).next().is_some()
    }

    /// All blocks of the page.
    pub fn blocks(&self) -> impl Iterator<Item = &Block<'a>> {
        self.sections.iter().flat_map(|section| &section.blocks)
    }

    /// The heading of the page, or the title of its header.
    pub fn title(&self) -> &str {
        self.title
            .as_ref()
            .map(|title| title.plain.trim())
            .filter(|title| !title.is_empty())
            .or_else(|| self.front_matter.get("title"))
            .unwrap_or_default()
    }

    /// The namespace that the page names above its first section.
    pub fn namespace(&self) -> Option<&str> {
        self.of(SectionKind::Intro).flat_map(|section| &section.blocks).find_map(|block| match &block.kind {
            BlockKind::Paragraph(text, _) => namespace(&text.plain),
            _ => None,
        })
    }

    fn open(&mut self, level: u8, heading: &str, span: Span) {
        let (kind, named) = self.kind_of(level, heading);
        self.has_response |= kind == SectionKind::Response;
        if named {
            self.last_named = self.sections.len();
        }
        self.sections.push(Section {
            kind,
            heading: heading.to_owned(),
            named,
            level,
            span,
            blocks: Vec::new(),
        });
    }

    fn kind_of(&self, level: u8, heading: &str) -> (SectionKind, bool) {
        let Section { kind: parent_kind, level: parent_level, .. } = self.sections[self.last_named];
        let deeper = level > parent_level;
        let known = known(heading);
        if parent_kind == SectionKind::Example && known != Some(SectionKind::Example) {
            let part = heading.to_lowercase();
            let part = part.starts_with("request") && !part.contains("header") && !part.contains("body")
                || part.starts_with("response") && self.has_response;
            if deeper || part {
                return (SectionKind::Example, false);
            }
        }
        match known {
            Some(kind) => (kind, true),
            None if deeper && parent_kind != SectionKind::Intro => (parent_kind, false),
            None => (SectionKind::Other, true),
        }
    }
}

/// The kind of section that a heading names, compared without case.
fn known(heading: &str) -> Option<SectionKind> {
    let heading = one_line(heading).to_lowercase();
    let heading = heading.trim_end_matches([':', '.']);
    Some(match heading {
        "response" | "responses" | "return value" => SectionKind::Response,
        "properties" => SectionKind::Properties,
        "relationships" => SectionKind::Relationships,
        "methods" => SectionKind::Methods,
        "function parameters" => SectionKind::FunctionParameters,
        "path parameters" | "uri parameters" | "url parameters" => SectionKind::PathParameters,
        "request headers" | "optional request headers" | "headers" => SectionKind::RequestHeaders,
        "request body" | "parameters" => SectionKind::RequestBody,
        _ if heading.starts_with("permission") || heading.starts_with("prerequisite") => {
            SectionKind::Permissions
        }
        _ if heading.starts_with("http request") => SectionKind::HttpRequest,
        _ if heading.contains("query param") => SectionKind::QueryParameters,
        _ if heading.starts_with("example") => SectionKind::Example,
        _ if heading.starts_with("json representation") => SectionKind::JsonRepresentation,
        _ if heading.starts_with("request body") => SectionKind::RequestBody,
        _ => return None,
    })
}
