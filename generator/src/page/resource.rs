//! Pages about types.

use super::{Coverage, Enumeration, Outline, TypeText, Types};
use crate::diagnostic::Problems;
use crate::source::{SourceFile, Span};

/// An entity or complex type as a page describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The dotted name.
    pub name: String,
    /// Properties and relationships.
    pub properties: Vec<Property>,
    /// Where the page describes it.
    pub span: Span,
}

/// A property or relationship as a page describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name.
    pub name: String,
    /// The type.
    pub ty: TypeText,
    /// What it means.
    pub description: String,
    /// Where the row stands.
    pub span: Span,
}

/// Whether a page is about types, whatever its folder.
pub(super) fn is_type_page(_outline: &Outline<'_>) -> bool {
    false
}

/// Reads a page about types.
pub(super) fn read(
    _source: &SourceFile,
    _outline: &Outline<'_>,
    _coverage: &mut Coverage,
    _problems: &mut Problems,
) -> Types {
    let _: Vec<Enumeration> = Vec::new();
    Types::default()
}
