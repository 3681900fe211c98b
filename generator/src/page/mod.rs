//! Pages: what one page says, still in its author's words.
//!
//! Reading a page never fails: what is not understood is reported and left out, and the rest is still read.

pub(crate) mod annotation;
mod catalogue;
mod coverage;
mod enumeration;
mod facts;
mod operation;
pub(crate) mod operation_title;
mod outline;
mod path;
mod permission;
mod rendered;
pub(crate) mod resource;
mod section;
mod tabs;
pub(crate) mod type_text;
mod unfinished;
pub(crate) mod value_list;
pub(crate) mod words;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::include::{self, IncludeSite};
use crate::ir::{CatalogueEntry, Version};
use crate::load::{Docs, Entry, Role};
use crate::markdown::{self, BlockKind};
use crate::source::{FileId, Span};

pub use annotation::Annotation;
pub use coverage::Coverage;
pub use enumeration::{Enumeration, Member};
pub use facts::Facts;
pub(crate) use operation::MOST_PARAMETERS;
pub use operation::{Operation, QueryOption};
pub use outline::{Outline, Section, SectionKind};
pub(crate) use path::parts as path_parts;
pub use path::{ParsedPath, parse as parse_path};
pub use permission::{Audience, DirectoryRole, Grant, Origin, PropertyGrant, Scope};
pub use resource::{Property, Resource, Types};
pub use section::body::Body;
pub use section::example::{ExampleRequest, ExampleResponse, Message};
pub use section::http_request::Request;
pub use section::parameters::Parameter;
pub use section::response::Response;
pub use type_text::TypeText;

/// One page.
#[derive(Debug)]
pub struct Page {
    /// Its file.
    pub file: FileId,
    /// Its version, from its folder or its examples.
    pub version: Option<Version>,
    /// The namespace that it names.
    pub namespace: Option<String>,
    /// What it says.
    pub kind: PageKind,
    /// The files that it includes.
    pub includes: Vec<IncludeSite>,
    /// How much of it was understood.
    pub coverage: Coverage,
}

impl Page {
    /// The version that it is about: pages outside the folders of a version are about the released one.
    pub(crate) fn version_or_released(&self) -> Version {
        self.version.unwrap_or(Version::V1)
    }
}

/// What kind of page a page is.
#[derive(Debug)]
pub enum PageKind {
    /// It documents requests.
    Operation(Box<Operation>),
    /// It documents types: a resource, an enum, or several of them.
    Types(Types),
    /// The permissions reference.
    Catalogue(Vec<CatalogueEntry>),
    /// Nothing that becomes code: an overview.
    Concept,
}

/// Reads one page.
pub(crate) fn read(docs: &Docs, entry: Entry) -> (Page, Problems) {
    let mut problems = Problems::default();
    let source = docs.sources.file(entry.file);
    let mut page = Page {
        file: entry.file,
        version: entry.version,
        namespace: None,
        kind: PageKind::Concept,
        includes: Vec::new(),
        coverage: Coverage::default(),
    };
    if entry.role == Role::Loose && rendered::is_rendered(&source.text) {
        let outline = rendered::outline(source, &mut problems);
        page.version = page.version.or_else(|| version_of_examples(&outline));
        page.namespace = outline.namespace().map(str::to_owned);
        let operation = operation::read(source, &outline, &mut page.coverage, &mut problems);
        page.kind = PageKind::Operation(Box::new(Operation { rendered: true, ..operation }));
        return (page, problems);
    }
    let document = markdown::parse(source, &mut problems);
    let (blocks, includes) = include::expand(docs, entry.file, document.blocks, &mut problems);
    page.includes = includes;
    let outline = Outline::new(document.front_matter, blocks);
    page.namespace = outline.namespace().map(str::to_owned);
    tabs::check(&outline, &mut problems);
    unfinished::check(&outline, &mut problems);
    page.kind = if entry.role == Role::Catalogue {
        let entries = catalogue::read(docs, &outline, &mut page.coverage);
        if entries.is_empty() {
            let message = "the permissions reference names no permission";
            problems.report(Code::ConceptPage, Span::start_of(entry.file), message);
        }
        PageKind::Catalogue(entries)
    } else {
        let wants_types = match entry.role {
            Role::Resource => true,
            Role::Api => !operation::has_requests(&outline) && resource::is_type_page(&outline),
            _ => !operation::has_requests(&outline),
        };
        if wants_types {
            let types = resource::read(source, &outline, &mut page.coverage, &mut problems);
            if types.resources.is_empty() && types.enums.is_empty() {
                PageKind::Concept
            } else {
                PageKind::Types(types)
            }
        } else {
            if page.version.is_none() {
                page.version = version_of_examples(&outline);
            }
            let operation = operation::read(source, &outline, &mut page.coverage, &mut problems);
            PageKind::Operation(Box::new(operation))
        }
    };
    if matches!(page.kind, PageKind::Concept) {
        let message = "nothing on this page becomes code";
        problems.push(Diagnostic::new(Code::ConceptPage, Span::start_of(entry.file), message));
    }
    (page, problems)
}

/// The version that the first full URL of a fence names.
fn version_of_examples(outline: &Outline<'_>) -> Option<Version> {
    outline.blocks().find_map(|block| {
        let BlockKind::Fence(fence) = &block.kind else {
            return None;
        };
        let (_, rest) = fence.text.split_once("://graph.microsoft.com/")?;
        Version::parse(rest.split('/').next()?)
    })
}
