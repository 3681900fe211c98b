//! The type of a value as a page writes it.

use crate::markdown::{Cell, Text};
use crate::source::Span;

/// The type of a value as a page writes it: a word, a link, a list of either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeText {
    /// The words, without marks.
    pub text: String,
    /// The target of the first link.
    pub link: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl TypeText {
    /// The type that a cell names.
    pub fn of_cell(cell: &Cell) -> Self {
        Self::of_text(&cell.text, cell.span)
    }

    /// The type that a piece of text names.
    pub fn of_text(text: &Text, span: Span) -> Self {
        Self {
            text: text.plain.split_whitespace().collect::<Vec<_>>().join(" "),
            link: text.links().next().map(|(_, target)| target.to_owned()),
            span,
        }
    }
}
