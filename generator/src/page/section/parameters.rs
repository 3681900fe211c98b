//! Tables of parameters: path, function, query, header and body.
//!
//! ```text
//! |Name|Type|Description|        Name may be Property, Parameter, Header, Query parameter, …
//! |Header|Value|                 the value stands in place of a description
//! |Name|Value|Description|       the value is the type: the OneDrive pages call it so
//! |Name|Required|Type|Description|
//! |**Onboarding**|               a row with one cell opens a group and is no parameter
//! ```
//! And sentences: "Specify either the `toRecipients` parameter or …".

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::ParameterLocation;
use crate::markdown::{BlockKind, Container, MarkKind, Row, Table, Text, one_line};
use crate::names::LONGEST_NAME;
use crate::page::permission::misplaced;
use crate::page::type_text::words_with_code;
use crate::page::value_list;
use crate::page::words::{bodies, flags};
use crate::page::{Coverage, Facts, Outline, Section, SectionKind, TypeText};
use crate::source::Span;

/// A parameter as a page describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// Where it goes.
    pub location: ParameterLocation,
    /// The type; none when the table has no column for it.
    pub ty: Option<TypeText>,
    /// What it means.
    pub description: String,
    /// What the table says about it besides.
    pub facts: Facts,
    /// The values that the description lists.
    pub allowed: Vec<String>,
    /// Whether a sentence names it, and no table.
    pub told: bool,
    /// Where the row stands.
    pub span: Span,
}

/// Reads the tables of a section as parameters of one kind.
pub(in crate::page) fn read(
    section: &Section<'_>,
    location: ParameterLocation,
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut all_required = false;
    for block in &section.blocks {
        if let BlockKind::Paragraph(text, Container::Page) = &block.kind {
            all_required = bodies::ALL_REQUIRED.is_match(&text.plain);
        }
        let BlockKind::Table(table) = &block.kind else {
            continue;
        };
        match Columns::find(table) {
            Some(columns) => {
                let before = parameters.len();
                // The reader of the permissions takes these.
                let foreign: HashSet<Span> = misplaced(table).map(|row| row.span).collect();
                let own = || table.rows.iter().filter(|row| !foreign.contains(&row.span));
                parameters.extend(own().filter_map(|row| columns.read(row, location, problems)));
                // Above bodies, the words stand over members that can be left out as well.
                if all_required && location != ParameterLocation::Body {
                    let listed = parameters[before..].iter_mut();
                    listed
                        .filter(|parameter| !parameter.facts.optional)
                        .for_each(|parameter| parameter.facts.required = true);
                }
                let groups = own().filter(|row| is_group(row)).count();
                coverage.count(own().count() - groups, parameters.len() - before);
            }
            None => {
                coverage.count(table.rows.len(), 0);
                let message = format!("columns `{}` are not those of parameters", table.headings.join(", "));
                problems.push(
                    Diagnostic::new(Code::UnreadTable, block.span, message)
                        .hint("use the columns `Name`, `Type` and `Description`"),
                );
            }
        }
    }
    parameters
}

/// The media types other than JSON that the row of `Content-Type` names: `application/zip. Required.`
pub(in crate::page) fn declared_media(parameters: &[Parameter]) -> Vec<String> {
    let is_type = |row: &&Parameter| {
        row.location == ParameterLocation::Header && row.name.eq_ignore_ascii_case("content-type")
    };
    let named = parameters.iter().filter(is_type).flat_map(|row| bodies::media_types(&row.description));
    named.filter(|media| !media.contains("json")).collect()
}

/// Sentences of the docs name two at most. Each parameter has a copy of its sentence, and is compared with those before it.
const MOST_TOLD: usize = 32;

/// The parameters that sentences tell the reader to supply: "Specify the body property of the `message` parameter".
///
/// The pages about replies have no other place that names all of them. The type is that of the page's link with the same words.
pub(in crate::page) fn told(
    outline: &Outline<'_>,
    known: &[Parameter],
    problems: &mut Problems,
) -> Vec<Parameter> {
    let mut told: Vec<Parameter> = Vec::new();
    let texts = || {
        let sections = outline.of(SectionKind::Intro).chain(outline.of(SectionKind::RequestBody));
        sections.flat_map(|section| &section.blocks).filter_map(|block| match &block.kind {
            BlockKind::Paragraph(text, Container::Page | Container::Item) => Some((text, block.span)),
            _ => None,
        })
    };
    for (text, span) in texts().filter(|(text, _)| bodies::SUPPLIES.is_match(&text.plain)) {
        for mark in text.marks.iter().filter(|mark| mark.kind == MarkKind::Code) {
            let name = text.part(mark);
            let after = text.plain[mark.end..].trim_start();
            let is_parameter = after.starts_with("parameter") && !after.starts_with("parameters");
            let Some(name) = parameter_name(name, ParameterLocation::Body).filter(|_| is_parameter) else {
                continue;
            };
            if known.iter().chain(&told).any(|known| known.name.eq_ignore_ascii_case(&name)) {
                continue;
            }
            if told.len() == MOST_TOLD {
                let message = format!(
                    "sentences name more than {MOST_TOLD} parameters that no table has; those from here on were not read"
                );
                problems.report(Code::TooMany, span, message);
                return told;
            }
            let link = texts().find_map(|(text, span)| {
                let (words, target) = text.links().find(|(words, _)| words.eq_ignore_ascii_case(&name))?;
                Some(TypeText::new(words, Some(target.to_owned()), span))
            });
            told.push(Parameter {
                name,
                location: ParameterLocation::Body,
                ty: link,
                description: one_line(&text.plain),
                facts: Facts::default(),
                allowed: Vec::new(),
                told: true,
                span,
            });
        }
    }
    told
}

struct Columns {
    name: usize,
    ty: Option<usize>,
    required: Option<usize>,
    description: Option<usize>,
}

impl Columns {
    fn find(table: &Table) -> Option<Self> {
        let name = table.column(|heading| {
            matches!(
                heading,
                "name" | "header" | "headers" | "key" | "option" | "argument" | "request header"
            ) || heading.starts_with("parameter")
                || heading.starts_with("property")
                || heading.ends_with("parameter")
                || heading.ends_with("parameter name")
                || heading == "header name"
        })?;
        let ty = table
            .column(|heading| matches!(heading, "type" | "data type"))
            .or_else(|| table.column(|heading| heading.ends_with(" type")));
        let required = table.column(|heading| heading.starts_with("required"));
        let description = table
            .column(|heading| heading.starts_with("description") || heading == "details")
            .or_else(|| table.column(|heading| heading.starts_with("value")));
        let value = table
            .column(|heading| heading == "value")
            .filter(|&column| description != Some(column) && holds_types(table, column));
        Some(Self { name, ty: ty.or(value).filter(|&column| column != name), required, description })
    }

    fn read(&self, row: &Row, location: ParameterLocation, problems: &mut Problems) -> Option<Parameter> {
        if is_group(row) {
            return None;
        }
        let name = parameter_name(row.plain(self.name), location)?;
        let written = self.ty.and_then(|column| row.cell(column)).map(TypeText::of_cell);
        let without = written.as_ref().and_then(without_optional);
        let optional = without.is_some();
        let ty = without.or(written);
        let none = Text::default();
        let description =
            self.description.and_then(|column| row.cell(column)).map_or(&none, |cell| &cell.text);
        let described = words_with_code(description);
        let mut facts = Facts::read(&described);
        facts.required |= self.required.is_some_and(|column| flags::YES.is_match(row.plain(column)));
        facts.required &= !optional;
        facts.as_string &= ty.as_ref().is_some_and(|ty| ty.text.contains("string/"));
        Some(Parameter {
            name,
            location,
            ty: ty.filter(|ty| !ty.text.is_empty()),
            facts,
            allowed: value_list::values_of(&described, row.span, problems),
            told: false,
            description: one_line(&description.plain),
            span: row.span,
        })
    }
}

/// Whether every cell of a column is a link or names a primitive type.
fn holds_types(table: &Table, column: usize) -> bool {
    const WORDS: [&str; 9] =
        ["string", "number", "boolean", "integer", "int32", "int64", "url", "datetimeoffset", "timestamp"];
    table.rows.iter().filter_map(|row| row.cell(column)).all(|cell| {
        let word = cell.plain().to_ascii_lowercase();
        cell.text.links().next().is_some() || WORDS.contains(&word.trim_end_matches(" collection"))
    })
}

/// Whether a row only opens a group: one cell with words in a table of several columns.
fn is_group(row: &Row) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.plain().is_empty());
    let first = filled.next();
    filled.next().is_none() && first.is_none_or(|cell| !cell.text.marks.is_empty() && row.cells.len() == 1)
}

/// The name in a cell, without what stands around it. Nothing when the cell holds a sentence.
fn parameter_name(cell: &str, location: ParameterLocation) -> Option<String> {
    let name = cell.split('\n').next()?.trim();
    let name = match name.split_once(':') {
        Some((name, _)) if location == ParameterLocation::Header => name,
        _ => name,
    };
    let name = name.split(" (").next()?.trim().trim_matches(['`', '*', '\'', '"', ',']).trim();
    let words = name.split_whitespace().count();
    let fine =
        name.len() <= LONGEST_NAME && (words == 1 || (words == 2 && location == ParameterLocation::Header));
    fine.then(|| name.replace(' ', "-"))
}

/// `String (optional)`, `(Optional) String` → `String`; nothing for a type without the word.
fn without_optional(ty: &TypeText) -> Option<TypeText> {
    let at = ty.text.to_ascii_lowercase().find("(optional)")?;
    let (before, after) = (&ty.text[..at], &ty.text[at + "(optional)".len()..]);
    let text = format!("{before}{after}");
    Some(TypeText::new(text.trim().trim_end_matches('.'), ty.link.clone(), ty.span))
}
