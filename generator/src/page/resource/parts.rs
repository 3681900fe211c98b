//! Parts of a page about another type than the one that its title names.
//!
//! ```text
//! # pen resource type
//! ## Properties
//! ## penCap resource type
//! | Property | Type | Description |
//! ```

use std::ops::Range;

use super::properties;
use super::title::{heading_name, title_name};
use crate::markdown::BlockKind;
use crate::names::short;
use crate::page::{Outline, Section};
use crate::source::Span;

/// A part of a page about a type of its own.
pub(super) struct Part<'o> {
    /// The name in its heading.
    pub(super) name: &'o str,
    /// The positions of its sections.
    pub(super) sections: Range<usize>,
    /// Where its heading stands.
    pub(super) span: Span,
}

impl Part<'_> {
    /// Whether it is about the type of that dotted name.
    pub(super) fn is_about(&self, name: &str) -> bool {
        short(name).eq_ignore_ascii_case(self.name)
    }
}

/// The parts of a page that describe the properties of types other than its own.
pub(super) fn parts<'o>(outline: &'o Outline<'_>) -> Vec<Part<'o>> {
    let Some(own) = title_name(outline) else {
        return Vec::new();
    };
    let sections = &outline.sections;
    let part = |(at, section): (usize, &'o crate::page::Section<'_>)| {
        let name = heading_name(&section.heading).filter(|name| !name.eq_ignore_ascii_case(own))?;
        let after = &sections[at + 1..];
        let length = after.iter().position(|next| next.level <= section.level).unwrap_or(after.len());
        let part = Part { name, sections: at..at + 1 + length, span: section.span };
        has_table(&sections[part.sections.clone()]).then_some(part)
    };
    sections.iter().enumerate().filter_map(part).collect()
}

pub(super) fn has_table(sections: &[Section<'_>]) -> bool {
    sections
        .iter()
        .flat_map(|section| &section.blocks)
        .any(|block| matches!(&block.kind, BlockKind::Table(table) if properties::is_properties(table)))
}
