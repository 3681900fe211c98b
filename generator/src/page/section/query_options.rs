//! The OData query options that a page says it supports.
//!
//! e.g. "This method supports the `$select` and `$expand` parameters." Naming is not supporting: what a sentence excludes is left out.

use crate::markdown::BlockKind;
use crate::page::words::options::{QUERY_OPTION, supported};
use crate::page::{Outline, SectionKind};
use crate::source::Span;

/// A query option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryOption {
    /// The name with its dollar sign.
    pub name: String,
    /// Where it is named.
    pub span: Span,
}

pub(in crate::page) fn read(outline: &Outline<'_>) -> Vec<QueryOption> {
    let mut options: Vec<QueryOption> = Vec::new();
    let mut add = |name: &str, span: Span| {
        let name = name.to_lowercase();
        if !options.iter().any(|option| option.name == name) {
            options.push(QueryOption { name, span });
        }
    };
    for section in outline.of(SectionKind::QueryParameters) {
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Paragraph(text, _) => {
                    for sentence in text.plain.split(['.', ';', '\n']) {
                        for option in QUERY_OPTION.find_iter(supported(sentence)) {
                            add(option.as_str(), block.span);
                        }
                    }
                }
                BlockKind::Table(table) => {
                    for row in &table.rows {
                        let cell =
                            row.plain(0).trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '$');
                        if let Some(option) = QUERY_OPTION.find(cell).filter(|option| option.start() == 0) {
                            add(option.as_str(), row.span);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    options.sort_by(|a, b| a.name.cmp(&b.name));
    options
}
