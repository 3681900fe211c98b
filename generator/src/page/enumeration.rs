//! Lists of named values.
//!
//! ```text
//! own page    = "# X enum type" … "## Members" table
//! collected   = {"### X values" table}                      the `enums*.md` pages
//!               {"### X" table}                             beside headings of the first kind
//! in resource = "### X [property] value[s]" table           X is a type or a property of the resource
//! table       = Member | Value [, Value | Int value] [, Description]
//! ```

use std::collections::HashSet;

use super::type_text::{self, words_with_code};
use super::{Coverage, Outline, Section};
use crate::markdown::{BlockKind, Table};
use crate::names::LONGEST_NAME;
use crate::source::Span;

/// An enum as a page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumeration {
    /// The name as the page writes it; may be dotted. Below a resource it may be the name of a property.
    pub name: String,
    /// The namespace of the page.
    pub namespace: String,
    /// What it is for. Empty when the page does not say.
    pub description: String,
    /// Whether several members can be given at once.
    pub flags: bool,
    /// The members, in the order of the page.
    pub members: Vec<Member>,
    /// The part of a link behind `#` that leads to the list.
    pub anchor: String,
    /// Whether the whole page is about it.
    pub own_page: bool,
    /// Where the list stands.
    pub span: Span,
}

/// A member of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name.
    pub name: String,
    /// Its number, where the page gives one.
    pub value: Option<i64>,
    /// What it means.
    pub description: String,
    /// Where its row stands.
    pub span: Span,
}

/// Reads every list of named values of a page.
pub(super) fn read(
    outline: &Outline<'_>,
    namespace: &str,
    description: &str,
    coverage: &mut Coverage,
) -> Vec<Enumeration> {
    let title = enum_title(outline.title());
    let is_collection = is_collection(outline);
    let mut enums: Vec<Enumeration> = Vec::new();
    for section in &outline.sections {
        let heading = &section.heading;
        let (name, own_page) = match (&title, values_heading(heading)) {
            (_, Some(name)) => (name, false),
            (Some(title), None) if is_members(heading) => (title.clone(), true),
            (None, None) if is_collection && is_bare(section) => (heading.clone(), false),
            _ => continue,
        };
        let Some((table, span)) = table_of(section) else {
            continue;
        };
        let Some(members) = members(table) else { continue };
        coverage.count(table.rows.len(), members.len().min(table.rows.len()));
        if members.is_empty() {
            continue;
        }
        enums.push(Enumeration {
            name,
            namespace: namespace.to_owned(),
            description: if own_page { description.to_owned() } else { String::new() },
            flags: are_flags(&members),
            members,
            anchor: slug(&section.heading),
            own_page,
            span,
        });
    }
    enums
}

/// How many headings tell a page that collects enums.
const COLLECTED: usize = 3;

/// Whether a page collects enums. Some of its headings may lack the word `values`; a page about a resource has one such list or two,
/// and its other headings are names of parts of the page.
fn is_collection(outline: &Outline<'_>) -> bool {
    let named = |section: &&Section<'_>| values_heading(&section.heading).is_some();
    outline.sections.iter().filter(named).take(COLLECTED).count() == COLLECTED
}

/// Whether a heading is a name alone, above a table of members.
fn is_bare(section: &Section<'_>) -> bool {
    let first = table_of(section).and_then(|(table, _)| table.headings.first());
    type_text::is_name(&section.heading)
        && !is_members(&section.heading)
        && first.is_some_and(|first| first.starts_with("member"))
}

/// The name in a title such as `bodyType enum type`.
pub(super) fn enum_title(title: &str) -> Option<String> {
    let (name, rest) = title.trim().split_once(char::is_whitespace)?;
    let rest = rest.to_lowercase();
    (type_text::is_name(name) && rest.starts_with("enum")).then(|| name.to_owned())
}

fn is_members(heading: &str) -> bool {
    matches!(heading.to_lowercase().as_str(), "" | "members" | "values" | "member" | "properties")
}

/// The name in a heading such as `status values` or `status property values`.
fn values_heading(heading: &str) -> Option<String> {
    let words: Vec<&str> = heading.split_whitespace().collect();
    let (last, rest) = words.split_last()?;
    let last = last.to_lowercase();
    if !matches!(last.as_str(), "values" | "value" | "enumeration" | "enum" | "members") {
        return None;
    }
    let noise = |word: &&&str| {
        !matches!(word.to_lowercase().as_str(), "property" | "enum" | "enumeration" | "the" | "type")
    };
    let rest: Vec<&&str> = rest.iter().filter(noise).collect();
    let [name] = rest.as_slice() else { return None };
    let name = name.trim_matches(['`', '*', '"']);
    type_text::is_name(name).then(|| name.to_owned())
}

fn table_of<'s>(section: &'s Section<'_>) -> Option<(&'s Table, Span)> {
    section.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Table(table) => Some((table, block.span)),
        _ => None,
    })
}

/// The rows of a table of members; nothing when the table is about something else.
fn members(table: &Table) -> Option<Vec<Member>> {
    let headings = &table.headings;
    let first = headings.first()?.trim_matches(['*', '`']);
    if !matches!(
        first,
        "member" | "members" | "member name" | "value" | "values" | "name" | "enum value" | "enum member"
    ) {
        return None;
    }
    let number = headings.iter().skip(1).position(|heading| {
        matches!(heading.as_str(), "value" | "int value" | "integer value" | "numeric value" | "values")
    });
    let number = number.map(|at| at + 1);
    let description = table.column(|heading| heading == "description" || heading == "meaning");
    let mut members: Vec<Member> = Vec::new();
    let mut seen = HashSet::new();
    for row in &table.rows {
        let Some(name) = member_name(row.plain(0)) else {
            continue;
        };
        if !seen.insert(name.to_lowercase()) {
            continue;
        }
        members.push(Member {
            name,
            value: number.and_then(|column| row.plain(column).parse().ok()),
            description: description
                .and_then(|column| row.cell(column))
                .map(|cell| words_with_code(&cell.text))
                .unwrap_or_default(),
            span: row.span,
        });
    }
    Some(members)
}

/// The name in a member's cell; nothing for `null`, blanks and prose.
fn member_name(cell: &str) -> Option<String> {
    let name = cell.trim_matches(['`', '"', '\'', '*', ' ', '.', ',']);
    let name = name.split_once(" (").map_or(name, |(name, _)| name.trim());
    let fine = name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (fine && !name.eq_ignore_ascii_case("null")).then(|| name.to_owned())
}

/// Whether the numbers are those of flags: three powers of two at least, one beyond the 1 and 2 that plain lists have as well. Any
/// other number is all of them together: operators numbered 0, 1, 2, 4, 5, 8, 9 exclude one another.
fn are_flags(members: &[Member]) -> bool {
    let numbers: Vec<i64> = members.iter().filter_map(|member| member.value).collect();
    let is_single = |number: i64| number > 0 && number.count_ones() == 1;
    let singles: Vec<i64> = numbers.iter().copied().filter(|&number| is_single(number)).collect();
    let together = singles.iter().fold(0, |all, single| all | single);
    numbers.len() == members.len()
        && singles.len() >= 3
        && together > 4
        && numbers
            .iter()
            .all(|&number| number == 0 || is_single(number) || number > 0 && number & together == together)
}

/// The anchor of a heading as the docs site makes it.
fn slug(heading: &str) -> String {
    heading
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            c if c.is_whitespace() => Some('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_enums() {
        assert_eq!(values_heading("incidentStatus values").as_deref(), Some("incidentStatus"));
        assert_eq!(values_heading("status property values").as_deref(), Some("status"));
        assert_eq!(values_heading("conflictBehavior\u{a0}value").as_deref(), Some("conflictBehavior"));
        assert_eq!(values_heading("Properties of the values"), None);
        assert_eq!(enum_title("bodyType enum type").as_deref(), Some("bodyType"));
        assert_eq!(enum_title("user resource type"), None);
        assert_eq!(slug("incidentStatus values "), "incidentstatus-values");
    }

    #[test]
    fn powers_of_two_are_flags() {
        let with = |numbers: &[i64]| {
            let member = |(at, &value): (usize, &i64)| Member {
                name: format!("m{at}"),
                value: Some(value),
                description: String::new(),
                span: Span::start_of(crate::source::FileId(0)),
            };
            are_flags(&numbers.iter().enumerate().map(member).collect::<Vec<_>>())
        };
        assert!(with(&[0, 1, 2, 4, 8]));
        assert!(with(&[0, 8, 16, 32]));
        assert!(with(&[1, 2, 4, 7]));
        assert!(!with(&[0, 1, 2, 4, 5, 8, 9]));
        assert!(!with(&[0, 1, 2, 3, 4]));
        assert!(!with(&[0, 1, 2]));
    }
}
