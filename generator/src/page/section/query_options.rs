//! The OData query options that a page says it supports.
//!
//! e.g. "This method supports the `$select` and `$expand` parameters." Naming is not supporting: what a sentence excludes is left out.

use crate::markdown::BlockKind;
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

const OPTIONS: [&str; 10] = [
    "$count",
    "$expand",
    "$filter",
    "$format",
    "$orderby",
    "$search",
    "$select",
    "$skip",
    "$skiptoken",
    "$top",
];

const EXCLUDING: [&str; 9] = [
    "not support",
    "n't support",
    "not currently support",
    "not available",
    "isn't available",
    "except",
    "unsupported",
    "cannot use",
    "does not allow",
];

pub(in crate::page) fn read(outline: &Outline<'_>) -> Vec<QueryOption> {
    let mut options: Vec<QueryOption> = Vec::new();
    let mut add = |name: &str, span: Span| {
        if !options.iter().any(|option| option.name == name) {
            options.push(QueryOption { name: name.to_owned(), span });
        }
    };
    for section in outline.of(SectionKind::QueryParameters) {
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Paragraph(text, _) => {
                    for sentence in text.plain.split(['.', ';', '\n']) {
                        for name in supported(sentence) {
                            add(name, block.span);
                        }
                    }
                }
                BlockKind::Table(table) => {
                    for row in &table.rows {
                        let cell = row.plain(0).to_lowercase();
                        let named = words(&cell).next();
                        if let Some(name) = OPTIONS.into_iter().find(|option| named == Some(*option)) {
                            add(name, row.span);
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

/// The options that a sentence names before it excludes any.
fn supported(sentence: &str) -> Vec<&'static str> {
    let lower = sentence.to_lowercase();
    let end = EXCLUDING.iter().filter_map(|words| lower.find(words)).min();
    let said = match end {
        // "$filter is not supported" excludes what stands before it.
        Some(end) if lower[end..].starts_with("not support") || lower[end..].starts_with("not available") => {
            let before = &lower[..end];
            match before.rfind("support") {
                Some(_) => before,
                None => return Vec::new(),
            }
        }
        Some(end) => &lower[..end],
        None => &lower,
    };
    let words: Vec<&str> = words(said).collect();
    OPTIONS.into_iter().filter(|option| words.contains(option)).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '$')).filter(|word| !word.is_empty())
}
