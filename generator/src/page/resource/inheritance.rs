//! What sentences say about bases and derived types.
//!
//! ```text
//! Inherits from [directoryObject](directoryobject.md).
//! The **driveItem** resource is derived from [**baseItem**][baseItem] and inherits properties from that resource.
//! This is the base type for richer location types such as [room](room.md) and [roomList](roomlist.md).
//! ## Derived types                         a list or table of links
//! ```

use crate::diagnostic::{Code, Problems};
use crate::markdown::{BlockKind, Container, MarkKind, Text};
use crate::page::type_text::{self, TypeText};
use crate::page::words::types::{BASE_OF, CHOICE, DERIVED_LIST, INHERITS_FROM};
use crate::page::{Outline, Section, SectionKind};
use crate::source::Span;

/// No paragraph names more bases.
const MOST_NAMED: usize = 8;

/// The types that sentences name as bases and as derived types.
pub(super) fn inheritance(outline: &Outline<'_>, problems: &mut Problems) -> (Vec<TypeText>, Vec<TypeText>) {
    let (mut bases, mut derived) = (Vec::new(), Vec::new());
    let kinds = [SectionKind::Intro, SectionKind::JsonRepresentation, SectionKind::Properties];
    for section in outline.sections.iter().filter(|section| kinds.contains(&section.kind)) {
        // After "the derived types are:" every item of the list is one.
        let mut listing = false;
        for block in &section.blocks {
            let BlockKind::Paragraph(text, container) = &block.kind else { continue };
            if *container == Container::Item && listing {
                derived.extend(links_in_a_row(text, 0, block.span).into_iter().take(1));
                continue;
            }
            listing = DERIVED_LIST.is_match(&text.plain);
            for (number, words) in INHERITS_FROM.find_iter(&text.plain).enumerate() {
                if number == MOST_NAMED {
                    let message = format!(
                        "the paragraph names more than {MOST_NAMED} bases; those from here on were not read"
                    );
                    problems.report(Code::TooMany, block.span, message);
                    break;
                }
                bases.extend(named_after(text, words.end(), block.span));
            }
            if let Some(words) = BASE_OF.find(&text.plain) {
                // "This is a base type for a person in the business, which can be a [customer] or a [staffMember]".
                let choice = CHOICE.find_at(&text.plain, words.end()).unwrap_or(words);
                derived.extend(links_in_a_row(text, choice.end(), block.span));
            }
        }
    }
    for section in
        outline.sections.iter().filter(|section| section.heading.eq_ignore_ascii_case("derived types"))
    {
        derived.extend(links_of_section(section));
    }
    (bases, derived)
}

/// Every link of a section: the list of derived types.
fn links_of_section(section: &Section<'_>) -> Vec<TypeText> {
    let mut types = Vec::new();
    for block in &section.blocks {
        match &block.kind {
            BlockKind::Paragraph(text, _) => {
                types.extend(links_in_a_row(text, 0, block.span).into_iter().take(1))
            }
            BlockKind::Table(table) => types.extend(
                table
                    .rows
                    .iter()
                    .filter_map(|row| row.cell(0))
                    .map(TypeText::of_cell)
                    .filter(|ty| ty.link.is_some()),
            ),
            _ => {}
        }
    }
    types
}

/// Words that may stand between "inherits from" and the type.
const BETWEEN: [&str; 10] =
    ["the", "a", "an", "type", "resource", "abstract", "base", "class", "microsoft", ":"];

/// The type that a text names at a place: a link, code, emphasis or dotted name, after a few words at most.
pub(super) fn named_after(text: &Text, at: usize, span: Span) -> Option<TypeText> {
    let near = |start: usize| {
        start >= at
            && text.plain.get(at..start).is_some_and(|between| {
                between.split_whitespace().all(|word| BETWEEN.contains(&word.trim_matches(['`', '*', '"'])))
            })
    };
    let mark = text.marks.iter().filter(|mark| near(mark.start)).min_by_key(|mark| (mark.start, mark.end));
    if let Some(mark) = mark {
        // Emphasis around a link covers the same words: the link says more.
        let link = text.marks.iter().find_map(|other| match &other.kind {
            MarkKind::Link(target) if other.start < mark.end && mark.start < other.end => Some(target),
            _ => None,
        });
        return Some(TypeText::new(text.part(mark).trim(), link.cloned(), span));
    }
    let rest = text.plain.get(at..)?.trim_start();
    let rest = ["the ", "a ", "an "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let word = rest.split(|c: char| c.is_whitespace() || c == ',').next()?.trim_end_matches(['.', ':', ';']);
    let (word, bracketed) = match word.strip_prefix('[').and_then(|word| word.strip_suffix(']')) {
        Some(inner) => (inner, true),
        None => (word, false),
    };
    let unmarked = bracketed || word.contains('.') || word.chars().skip(1).any(char::is_uppercase);
    (type_text::is_name(word) && unmarked).then(|| TypeText::named(word, span))
}

/// The links behind a place that follow one another as a list does. What the first is part of, as in "apply actions in the
/// [settings]", ends it before it starts.
fn links_in_a_row(text: &Text, at: usize, span: Span) -> Vec<TypeText> {
    let mut types = Vec::new();
    let mut end = at;
    for mark in text.marks.iter().filter(|mark| mark.start >= at) {
        let MarkKind::Link(target) = &mark.kind else { continue };
        let gap = text.plain.get(end..mark.start).unwrap_or_default().to_ascii_lowercase();
        let fits = if types.is_empty() {
            ![". ", " in the ", " in a ", " used "].iter().any(|words| gap.contains(words))
        } else {
            gap.split([',', ' ']).all(|word| matches!(word, "" | "and" | "or" | "a" | "an" | "the"))
        };
        if !fits {
            break;
        }
        types.push(TypeText::new(text.part(mark).trim(), Some(target.clone()), span));
        end = mark.end;
    }
    types
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Mark;
    use crate::source::FileId;

    fn text(words: &str, links: &[&str]) -> Text {
        let marks = links.iter().map(|link| {
            let start = words.find(link).expect("the link is part of the words");
            Mark { start, end: start + link.len(), kind: MarkKind::Link(format!("{link}.md")) }
        });
        Text { plain: words.to_owned(), marks: marks.collect() }
    }

    fn base(words: &str, links: &[&str]) -> Option<String> {
        let text = text(words, links);
        let at = words.find("from")? + "from".len();
        named_after(&text, at, Span::start_of(FileId(0))).map(|ty| ty.text)
    }

    #[test]
    fn bases() {
        assert_eq!(base("Inherits from the abstract type entity.", &["entity"]).as_deref(), Some("entity"));
        assert_eq!(
            base("Inherits from microsoft.graph.entity.", &[]).as_deref(),
            Some("microsoft.graph.entity")
        );
        assert_eq!(base("derived from [educationProvider].", &[]).as_deref(), Some("educationProvider"));
        assert_eq!(base("The data is derived from signals of the user", &["user"]), None);
    }

    #[test]
    fn derived_types() {
        let row = |words: &str, links: &[&str]| {
            links_in_a_row(&text(words, links), 0, Span::start_of(FileId(0))).len()
        };
        assert_eq!(row(" richer types such as room and roomList.", &["room ", "roomList"]), 2);
        assert_eq!(row(" apply actions in the settings of a definition.", &["settings", "definition"]), 0);
    }
}
