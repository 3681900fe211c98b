//! Tables of properties and relationships.
//!
//! ```text
//! |Property|Type|Description|      also `Property name`, `Name`, `Relationship`; the description may be missing, and there may be
//!                                  columns `Required` and `Nullable` with `Yes` or `No`
//! |:---|:---|:---|
//! |**Onboarding**|                 a caption, no property
//! |`id` (deprecated)|String|Key. Inherited from [entity](entity.md)|
//! ```

use crate::diagnostic::{Code, Problems};
use crate::markdown::{Cell, Row, Table, Text};
use crate::names::LONGEST_NAME;
use crate::page::type_text::{TypeText, words_with_code};
use crate::page::words::flags;
use crate::page::words::types::INHERITED_FROM;
use crate::page::{Facts, PropertyGrant, permission, value_list};
use crate::source::Span;

/// A property or relationship as a page describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name.
    pub name: String,
    /// The type. Empty when the page gives none.
    pub ty: TypeText,
    /// What it means, with code in backticks.
    pub description: String,
    /// Whether it leads to other objects.
    pub relationship: bool,
    /// The type that the row says it is inherited from.
    pub inherited: Option<TypeText>,
    /// The values that the description lists.
    pub values: Vec<String>,
    /// What else the description says.
    pub facts: Facts,
    /// The permissions that the description says it needs.
    pub permissions: Vec<PropertyGrant>,
    /// The type that the JSON representation shows for it.
    pub sample: Option<TypeText>,
    /// Whether it stands in the JSON representation only.
    pub only_in_sample: bool,
    /// Where the row stands.
    pub span: Span,
}

/// Where the parts of a row stand.
struct Columns {
    name: usize,
    ty: usize,
    description: Option<usize>,
    required: Option<usize>,
    nullable: Option<usize>,
    relationships: bool,
}

/// Whether a table describes properties.
pub(super) fn is_properties(table: &Table) -> bool {
    columns(table).is_some()
}

/// The rows of a table of properties, and how many rows were meant to be some.
pub(super) fn read(
    table: &Table,
    below_relationships: bool,
    problems: &mut Problems,
) -> (Vec<Property>, usize) {
    let Some(columns) = columns(table) else {
        return (Vec::new(), 0);
    };
    let mut properties = Vec::new();
    let mut rows = 0;
    for row in &table.rows {
        if is_caption(row, &columns) {
            continue;
        }
        rows += 1;
        match property(row, &columns, below_relationships, problems) {
            Some(property) => properties.push(property),
            None => {
                let message = format!("`{}` is not the name of a property", row.plain(columns.name));
                problems.report(Code::UnreadProperty, row.span, message);
            }
        }
    }
    (properties, rows)
}

fn columns(table: &Table) -> Option<Columns> {
    let mut names = table.header.iter().map(|cell| cell.plain().to_lowercase());
    let first = names.next()?;
    let relationships = first.starts_with("relationship");
    let known = relationships
        || first.starts_with("property")
        || matches!(first.as_str(), "name" | "field" | "attribute");
    if !known {
        return None;
    }
    let ty = 1 + names.position(|name| matches!(name.as_str(), "type" | "data type" | "property type"))?;
    let description = table.column(|heading| heading.starts_with("description"));
    let called = |name: &str| table.column(|heading| heading.trim_end_matches('?') == name);
    let (required, nullable) = (called("required"), called("nullable"));
    Some(Columns { name: 0, ty, description, required, nullable, relationships })
}

/// A row with words in its first cell only groups the rows below it.
fn is_caption(row: &Row, columns: &Columns) -> bool {
    row.plain(columns.name).is_empty()
        || (row.cells.iter().skip(1).all(|cell| cell.text.is_empty())
            && property_name(row.plain(columns.name)).is_none())
        || (row.cells.len() == 1
            && row.cells[0].text.marks.iter().any(|mark| mark.kind == crate::markdown::MarkKind::Emphasis))
}

fn property(
    row: &Row,
    columns: &Columns,
    below_relationships: bool,
    problems: &mut Problems,
) -> Option<Property> {
    let written = row.plain(columns.name);
    let name = property_name(written)?;
    let cell = columns.description.and_then(|column| row.cell(column));
    let description = cell.map(|cell| words_with_code(&cell.text)).unwrap_or_default();
    let mut facts = Facts::read(&description);
    facts.required |= columns.required.is_some_and(|column| flags::YES.is_match(row.plain(column)));
    facts.not_nullable |= columns.nullable.is_some_and(|column| flags::NO.is_match(row.plain(column)));
    // `mode (deprecated)`, and not the property `deprecated`.
    facts.deprecated |= written.replacen(&name, "", 1).to_ascii_lowercase().contains("deprecated");
    let span = cell.map_or(row.span, |cell| cell.span);
    let permissions = permission::in_description(&name, &description, span, problems);
    Some(Property {
        permissions,
        name,
        ty: row.cell(columns.ty).map_or_else(|| TypeText::named("", row.span), TypeText::of_cell),
        relationship: columns.relationships || below_relationships,
        inherited: cell.and_then(inherited),
        values: value_list::values_of(&description, span, problems),
        facts,
        description,
        sample: None,
        only_in_sample: false,
        span: row.span,
    })
}

/// The name in a cell; nothing for captions, paths and prose.
fn property_name(cell: &str) -> Option<String> {
    let name = cell.split(['(', ' ', '\n']).find(|part| !part.is_empty())?;
    let name = name.trim_matches(['`', '"', '\'', '*', ',', '.', ':', '\\', '[', ']']);
    let rest = cell[cell.find(name)? + name.len()..]
        .trim_start_matches(['`', '"', '\'', '*', ',', '.', ':', ']', ' ', '\n']);
    let fine = name.len() <= LONGEST_NAME
        && name.trim_start_matches('@').starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'@' | b'-'));
    (fine && !name.starts_with("@odata.") && (rest.is_empty() || rest.starts_with('(')))
        .then(|| name.to_owned())
}

/// The type behind "Inherited from".
fn inherited(cell: &Cell) -> Option<TypeText> {
    inherited_from(&cell.text, cell.span)
}

fn inherited_from(text: &Text, span: Span) -> Option<TypeText> {
    let words = INHERITED_FROM.find_iter(&text.plain).last()?;
    super::named_after(text, words.end(), span)
}

#[cfg(test)]
mod tests {
    use super::property_name;

    #[test]
    fn names() {
        assert_eq!(property_name("id").as_deref(), Some("id"));
        assert_eq!(property_name("mode (deprecated)").as_deref(), Some("mode"));
        assert_eq!(
            property_name("@microsoft.graph.downloadUrl").as_deref(),
            Some("@microsoft.graph.downloadUrl")
        );
        assert_eq!(property_name("files/fileName"), None);
        assert_eq!(property_name("The settings below"), None);
    }
}
