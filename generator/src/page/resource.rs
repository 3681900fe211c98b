//! Pages about types.
//!
//! ```text
//! # user resource type
//! Namespace: microsoft.graph
//! Represents a user. Inherits from [directoryObject](directoryobject.md).
//! ## Properties            a table
//! ### ageGroup values      a list of named values
//! ## Relationships         a table
//! ## JSON representation
//! <!-- { "blockType": "resource", "@odata.type": "microsoft.graph.user", "baseType": "microsoft.graph.directoryObject" } -->
//! a fence
//! ```
//! The annotation names the type; a page without one is known by its title. The tables belong to the type that the title names, but for
//! those below a heading that names another (`parts.rs`); further types of a page have what their JSON shows.

mod inheritance;
mod parts;
mod properties;
mod sample;
mod title;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::enumeration::{self, Enumeration};
use super::type_text::{self, TypeText, words_with_code};
use super::words::{names::namespace, types};
use super::{Annotation, Coverage, Facts, Outline, Section, SectionKind};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::markdown::{BlockKind, Container, Fence, Text};
use crate::names::{LONGEST_NAME, short};
use crate::source::{SourceFile, Span};

use inheritance::{inheritance, named_after};
use parts::{Part, has_table, parts};
use title::{file_stem, singular_title, title_name};

pub use properties::Property;

/// An entity or complex type as a page describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The dotted name.
    pub name: String,
    /// The name in the page's title: pages about `workbookChart` speak of `Chart`.
    pub title: Option<String>,
    /// The namespace of the page.
    pub namespace: String,
    /// What it is for.
    pub description: String,
    /// The types that the page says it inherits from: by its annotation, then by its sentences.
    pub bases: Vec<TypeText>,
    /// The types that the page says inherit from it.
    pub derived: Vec<TypeText>,
    /// Whether the annotation names a key.
    pub has_key: bool,
    /// Whether objects may have properties that are not documented.
    pub open: bool,
    /// Whether there are only objects of derived types.
    pub is_abstract: bool,
    /// Whether the page calls it deprecated.
    pub deprecated: bool,
    /// Properties and relationships.
    pub properties: Vec<Property>,
    /// Where the page describes it.
    pub span: Span,
}

/// Whether a page is about types, whatever its folder.
pub(super) fn is_type_page(outline: &Outline<'_>) -> bool {
    enumeration::enum_title(outline.title()).is_some()
        || !annotated(outline).is_empty()
        || title_name(outline).is_some()
}

/// Reads a page about types.
pub(super) fn read(
    source: &SourceFile,
    outline: &Outline<'_>,
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> Types {
    let intro = Intro::read(outline);
    let enums = enumeration::read(outline, &intro.namespace, &intro.description, coverage);
    let mut resources = Vec::new();
    let parts = parts(outline);
    for (number, shape) in shapes(source, outline, &parts, &intro).into_iter().enumerate() {
        let first = number == 0;
        let part = parts.iter().find(|part| part.is_about(&shape.name));
        let is_own = |at: &usize| match part {
            Some(part) => part.sections.contains(at),
            None => first && !parts.iter().any(|part| part.sections.contains(at)),
        };
        let sections = outline.sections.iter().enumerate().filter(|(at, _)| is_own(at));
        let (mut properties, found) = table_rows(sections.map(|(_, section)| section), problems);
        coverage.count(found, properties.len());
        add_sample(&mut properties, &shape, problems);
        resources.push(resource(shape, &intro, outline, source, first, properties, problems));
    }
    Types { resources, enums }
}

/// A type that a page shows, with its annotation and its JSON where it has them.
struct Shape<'s, 'a> {
    name: String,
    annotation: Annotation,
    fence: Option<&'s Fence<'a>>,
    span: Span,
}

fn resource(
    shape: Shape<'_, '_>,
    intro: &Intro,
    outline: &Outline<'_>,
    source: &SourceFile,
    first: bool,
    properties: Vec<Property>,
    problems: &mut Problems,
) -> Resource {
    let span = shape.span;
    let annotated = shape.annotation.base_type().map(|name| TypeText::named(name, span));
    let mut bases: Vec<TypeText> = annotated.into_iter().collect();
    let (sentences, derived) = if first { inheritance(outline, problems) } else { Default::default() };
    bases.extend(sentences);
    let title = outline.title().to_lowercase();
    Resource {
        name: shape.name,
        title: title_name(outline).filter(|_| first).map(str::to_owned),
        namespace: intro.namespace.clone(),
        description: if first { intro.description.clone() } else { String::new() },
        bases,
        derived,
        has_key: shape.annotation.has_key(),
        open: shape.annotation.is_open() || (first && intro.says_open),
        is_abstract: shape.annotation.is_abstract() || (first && intro.says_abstract),
        deprecated: title.contains("deprecated"),
        properties,
        span: if span.file == source.id { span } else { Span::start_of(source.id) },
    }
}

/// The types that a page shows or has a part about; the one that the title names comes first.
fn shapes<'s, 'a>(
    source: &SourceFile,
    outline: &'s Outline<'a>,
    parts: &[Part<'_>],
    intro: &Intro,
) -> Vec<Shape<'s, 'a>> {
    let mut shapes = shown(source, outline, intro);
    for part in parts {
        if !shapes.iter().any(|shape| part.is_about(&shape.name)) {
            let name = format!("{}.{}", intro.namespace, part.name);
            shapes.push(Shape { name, annotation: Annotation::default(), fence: None, span: part.span });
        }
    }
    shapes
}

/// The types that a page shows; the one that the title names comes first.
fn shown<'s, 'a>(source: &SourceFile, outline: &'s Outline<'a>, intro: &Intro) -> Vec<Shape<'s, 'a>> {
    let mut shapes: Vec<Shape<'s, 'a>> = Vec::new();
    for (annotation, fence, span) in annotated(outline) {
        let Some(name) = shape_name(&annotation, fence, outline, intro) else {
            continue;
        };
        if !shapes.iter().any(|shape| shape.name.eq_ignore_ascii_case(&name)) {
            shapes.push(Shape { name, annotation, fence, span });
        }
    }
    let title = title_name(outline);
    let fence =
        outline.of(SectionKind::JsonRepresentation).flat_map(|section| &section.blocks).find_map(fence_of);
    if shapes.is_empty()
        && let Some(title) = title
        && (has_table(&outline.sections)
            || fence.is_some()
            || intro.is_plain_type && speaks_of_type(outline, intro))
    {
        let span =
            outline.sections.first().map_or(Span::start_of(crate::source::FileId(0)), |section| section.span);
        let own = fence.and_then(|fence| sample::own_type(&sample::members(&fence.text)).map(str::to_owned));
        let title = singular_title(title, &file_stem(source), &spoken(outline, intro));
        let name =
            own.filter(|name| name.contains('.')).unwrap_or_else(|| format!("{}.{title}", intro.namespace));
        shapes.push(Shape { name, annotation: Annotation::default(), fence, span });
        return shapes;
    }
    if let Some(title) = title
        && let Some(at) = shapes.iter().position(|shape| short(&shape.name).eq_ignore_ascii_case(title))
    {
        shapes.swap(0, at);
    }
    shapes
}

/// Whether a page without properties and without JSON is about a type all the same: it tells of its methods, or of its bases. Others only
/// lead elsewhere: "see [user](user.md)".
fn speaks_of_type(outline: &Outline<'_>, intro: &Intro) -> bool {
    let (bases, derived) = inheritance(outline, &mut Problems::default());
    outline.has(SectionKind::Methods) || intro.says_abstract || !bases.is_empty() || !derived.is_empty()
}

/// What a page says that its type is.
fn spoken(outline: &Outline<'_>, intro: &Intro) -> String {
    let header = outline.front_matter.get("description").unwrap_or_default();
    let shown = paragraphs(outline, &[SectionKind::JsonRepresentation]).map(|(text, _)| text.plain.as_str());
    [intro.description.as_str(), header].into_iter().chain(shown).collect::<Vec<_>>().join(" ")
}

/// The dotted name of the type that an annotation stands for: its own, that of the JSON, that of the title.
fn shape_name(
    annotation: &Annotation,
    fence: Option<&Fence<'_>>,
    outline: &Outline<'_>,
    intro: &Intro,
) -> Option<String> {
    let in_json =
        || fence.and_then(|fence| sample::own_type(&sample::members(&fence.text)).map(str::to_owned));
    let name = annotation
        .odata_type()
        .map(|(name, _)| name)
        .or_else(in_json)
        .or_else(|| title_name(outline).map(str::to_owned))?;
    if !type_text::is_name(&name) {
        return None;
    }
    Some(match name.contains('.') {
        true => name,
        false => format!("{}.{name}", intro.namespace),
    })
}

/// Every `blockType: resource` annotation with the fence it speaks of.
fn annotated<'s, 'a>(outline: &'s Outline<'a>) -> Vec<(Annotation, Option<&'s Fence<'a>>, Span)> {
    let mut found: Vec<(Annotation, Option<&Fence<'a>>, Span)> = Vec::new();
    let mut waiting = false;
    for block in outline.blocks() {
        match &block.kind {
            BlockKind::Comment(comment) if comment.contains("blockType") => {
                let annotation = Annotation::parse(comment).and_then(Result::ok);
                waiting = false;
                if let Some(annotation) =
                    annotation.filter(|annotation| annotation.block_type() == "resource")
                {
                    found.push((annotation, None, block.span));
                    waiting = true;
                }
            }
            BlockKind::Fence(fence) if waiting => {
                waiting = false;
                if let Some((_, slot, _)) = found.last_mut() {
                    *slot = Some(fence);
                }
            }
            _ => {}
        }
    }
    found
}

fn fence_of<'s, 'a>(block: &'s crate::markdown::Block<'a>) -> Option<&'s Fence<'a>> {
    match &block.kind {
        BlockKind::Fence(fence) => Some(fence),
        _ => None,
    }
}

/// Sections in which a table of properties describes something else: a policy document, an example.
fn is_foreign(kind: SectionKind, heading: &str) -> bool {
    matches!(kind, SectionKind::Methods | SectionKind::Example)
        || heading.contains("definition")
        || heading.to_lowercase().starts_with("example")
}

/// The rows of all tables of properties in sections, each name once, and how many rows there are.
fn table_rows<'s, 'a: 's>(
    sections: impl Iterator<Item = &'s Section<'a>>,
    problems: &mut Problems,
) -> (Vec<Property>, usize) {
    let mut rows: Vec<Property> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut found = 0;
    for section in sections.filter(|section| !is_foreign(section.kind, &section.heading)) {
        for block in &section.blocks {
            let BlockKind::Table(table) = &block.kind else {
                continue;
            };
            let below_relationships = section.kind == SectionKind::Relationships;
            let (properties, count) = properties::read(table, below_relationships, problems);
            found += count;
            for property in properties {
                match known.entry(property.name.to_lowercase()) {
                    Entry::Occupied(at) if rows[*at.get()].ty.is_empty() => rows[*at.get()] = property,
                    Entry::Occupied(_) => found -= 1,
                    Entry::Vacant(at) => {
                        at.insert(rows.len());
                        rows.push(property);
                    }
                }
            }
        }
    }
    (rows, found)
}

/// Spellings and missing properties from the JSON representation.
fn add_sample(properties: &mut Vec<Property>, shape: &Shape<'_, '_>, problems: &mut Problems) {
    let Some(fence) = shape.fence else { return };
    let mut known: HashMap<String, usize> =
        properties.iter().enumerate().map(|(at, property)| (property.name.to_lowercase(), at)).collect();
    for member in sample::members(&fence.text) {
        let span = member.span(fence.content);
        if let Some(excess) = member.excess() {
            problems.report(Code::TooMany, span, excess);
        }
        if !is_property(&member.name) {
            continue;
        }
        match known.get(&member.name.to_lowercase()) {
            Some(&at) => {
                let property = &mut properties[at];
                if property.name != member.name {
                    let message = format!(
                        "the table writes `{}`, the JSON representation `{}`",
                        property.name, member.name
                    );
                    problems.push(
                        Diagnostic::new(Code::PropertyCase, property.span, message)
                            .other(span, "the spelling that is taken"),
                    );
                    property.name = member.name.clone();
                }
                property.sample = Some(member.type_text(span));
            }
            None => {
                known.insert(member.name.to_lowercase(), properties.len());
                properties.push(Property {
                    name: member.name.clone(),
                    ty: member.type_text(span),
                    description: String::new(),
                    relationship: false,
                    inherited: None,
                    values: Vec::new(),
                    permissions: Vec::new(),
                    facts: Facts::default(),
                    sample: None,
                    only_in_sample: true,
                    span,
                });
            }
        }
    }
}

/// Names of JSON members that are properties and not OData's own.
fn is_property(name: &str) -> bool {
    name.len() <= LONGEST_NAME
        && !name.contains("@odata.")
        && !name.starts_with("odata.")
        && name.trim_start_matches('@').starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'@'))
}

/// What stands above the first section.
struct Intro {
    namespace: String,
    description: String,
    says_abstract: bool,
    says_open: bool,
    /// Whether the page names its namespace: only pages about types and requests do.
    is_plain_type: bool,
}

impl Intro {
    fn read(outline: &Outline<'_>) -> Self {
        let mut intro = Self {
            is_plain_type: outline.namespace().is_some(),
            namespace: outline.namespace().unwrap_or(DEFAULT_NAMESPACE).to_owned(),
            description: String::new(),
            says_abstract: false,
            says_open: false,
        };
        for (text, container) in paragraphs(outline, &[SectionKind::Intro]) {
            let plain = text.plain.trim();
            if namespace(plain).is_some() {
                continue;
            }
            intro.says_abstract |= plain.split(". ").any(is_abstract);
            intro.says_open |= types::OPEN.is_match(plain);
            if intro.description.is_empty() && container == Container::Page {
                intro.description = words_with_code(text);
            }
        }
        if intro.description.is_empty() {
            intro.description = outline.front_matter.get("description").unwrap_or_default().to_owned();
        }
        intro
    }
}

/// The namespace of pages that name none.
pub(crate) const DEFAULT_NAMESPACE: &str = "microsoft.graph";

/// Whether a sentence says that its subject is abstract, and not that another type is.
fn is_abstract(sentence: &str) -> bool {
    let says = types::ABSTRACT.find(sentence);
    says.is_some_and(|words| !types::DERIVES.is_match(&sentence[..words.start()]))
}

fn paragraphs<'s, 'a>(
    outline: &'s Outline<'a>,
    kinds: &'s [SectionKind],
) -> impl Iterator<Item = (&'s Text, Container)> + use<'s, 'a> {
    outline.sections.iter().filter(move |section| kinds.contains(&section.kind)).flat_map(|section| {
        section.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Paragraph(text, container) => Some((text, *container)),
            _ => None,
        })
    })
}

/// The types that a page documents.
#[derive(Debug, Default)]
pub struct Types {
    /// Entity and complex types.
    pub resources: Vec<Resource>,
    /// Enums.
    pub enums: Vec<Enumeration>,
}
