//! Directory roles one of which the signed-in user needs.
//!
//! ```text
//! list     = sentence {"- " role [rest]}                 "the following … roles", "these roles", "… roles … :", "supported … role"
//! sentence = words of need, "role" and marked names      "*Security Reader* is the least privileged role supported"
//!          | words of need and a link                    "must be a [Printer Administrator](…)"
//!          | words of need and "global admin"
//! table    = |Read others|Write others|                  below such a sentence: a column for each thing to do, roles in the cells
//!          | |Property|Least privileged role|            or a column of roles beside what they are for
//! rest     = " - " words | "(" words ")"                 what the role is for; "(least privileged)"
//! ```
//! A role is the least privileged one when its sentence, or the sentence above its list, says so. Roles of apps are none of users.

use super::sentence::sentences;
use super::table::is_permission_table;
use super::words::names;
use crate::markdown::{Block, BlockKind, Container, MarkKind, Table, Text};
use crate::page::words::needs;

/// A directory role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryRole {
    /// Its name.
    pub name: String,
    /// Whether the page calls it the least privileged one.
    pub least: bool,
    /// What it is enough for. Empty when it is for all that the page is about.
    pub conditions: Vec<String>,
}

/// Reads the roles of a section.
pub(super) fn read(blocks: &[Block<'_>]) -> Vec<DirectoryRole> {
    let mut reader = Reader { roles: Vec::new(), listing: None };
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(text, container) => reader.paragraph(text, *container),
            BlockKind::Table(table) => reader.table(table),
            _ => reader.listing = None,
        }
    }
    reader.roles
}

/// Adds a role; one that is known is known for both, and for everything when one of them is.
pub(in crate::page) fn add(roles: &mut Vec<DirectoryRole>, role: DirectoryRole) {
    let Some(known) = roles.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&role.name)) else {
        roles.push(role);
        return;
    };
    known.least |= role.least;
    if known.conditions.is_empty() || role.conditions.is_empty() {
        known.conditions.clear();
    } else {
        known.conditions.extend(role.conditions);
        known.conditions.dedup();
    }
}

struct Reader {
    roles: Vec<DirectoryRole>,
    /// Whether a sentence said that roles follow, and if so whether it calls them the least privileged.
    listing: Option<bool>,
}

impl Reader {
    fn paragraph(&mut self, text: &Text, container: Container) {
        if let (Some(least), Container::Item) = (self.listing, container)
            && let Some(role) = entry(&text.plain, least).or_else(|| marked_entry(text, least))
        {
            return add(&mut self.roles, role);
        }
        for sentence in sentences(&text.plain) {
            for role in in_sentence(text, sentence) {
                add(&mut self.roles, role);
            }
        }
        self.listing = announces(&text.plain);
    }

    fn table(&mut self, table: &Table) {
        let Some(least) = self.listing.take().filter(|_| !is_permission_table(table)) else {
            return;
        };
        let column = table.column(is_role_heading);
        for row in &table.rows {
            for (at, cell) in row.cells.iter().enumerate() {
                let what_for = match column {
                    Some(0) => "",
                    Some(_) => row.plain(0),
                    None => table.header.get(at).map_or("", |cell| cell.plain()),
                };
                if column.is_none_or(|column| column == at) {
                    self.cell(cell.plain(), what_for, least || is_least(&heading(table, at)));
                }
            }
        }
    }

    fn cell(&mut self, cell: &str, what_for: &str, least: bool) {
        for mut role in cell.split(['\n', ',']).filter_map(|words| entry(words, least)) {
            role.conditions.extend((!what_for.is_empty()).then(|| what_for.to_owned()));
            add(&mut self.roles, role);
        }
    }
}

fn heading(table: &Table, column: usize) -> String {
    table.headings.get(column).cloned().unwrap_or_default()
}

/// `Role`, `Least privileged roles`, `Microsoft Entra role`; not "Write access reviews of a Microsoft Entra role".
fn is_role_heading(heading: &str) -> bool {
    (heading.ends_with("role") || heading.ends_with("roles")) && heading.split(' ').count() <= 4
}

/// Whether a text says that roles follow, and if so whether it calls them the least privileged.
fn announces(plain: &str) -> Option<bool> {
    let last = sentences(plain).filter(|sentence| sentence.to_lowercase().contains("role")).last()?;
    needs::ROLES_FOLLOW.is_match(plain).then(|| is_least(last))
}

/// Whether words call a role the least privileged.
fn is_least(words: &str) -> bool {
    needs::LEAST.is_match(words)
}

/// An entry of a list.
fn entry(words: &str, least: bool) -> Option<DirectoryRole> {
    let words = words.trim();
    let end = [": ", " - ", "(", "\n"].iter().filter_map(|end| words.find(end)).min().unwrap_or(words.len());
    let name = words[..end].trim().trim_end_matches([':', '.', ',']);
    if !is_role(name) || name.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    let rest = words[end..].trim_matches([' ', '-', '(', ')', ':', '\n', '.']);
    let says_least = is_least(rest);
    let what_for = (!rest.is_empty() && !says_least).then(|| crate::markdown::one_line(rest));
    Some(DirectoryRole {
        name: name.to_owned(),
        least: least || says_least,
        conditions: what_for.into_iter().collect(),
    })
}

/// An entry of a list that starts with a marked role and goes on with a sentence.
fn marked_entry(text: &Text, least: bool) -> Option<DirectoryRole> {
    let mark = text.marks.first().filter(|mark| mark.start == 0 && mark.kind == MarkKind::Emphasis)?;
    let name = Some(text.part(mark).trim()).filter(|name| is_role(name))?;
    Some(DirectoryRole {
        name: name.to_owned(),
        least: least || is_least(&text.plain),
        conditions: Vec::new(),
    })
}

/// No role of the docs has more words in its name.
const MOST_WORDS: usize = 6;

/// The roles that a sentence about what a user needs names.
fn in_sentence(text: &Text, sentence: &str) -> Vec<DirectoryRole> {
    let lower = sentence.to_lowercase();
    if !needs::NEEDS_ROLE.is_match(sentence) || needs::OTHER_ROLES.is_match(sentence) {
        return Vec::new();
    }
    let start = sentence.as_ptr() as usize - text.plain.as_ptr() as usize;
    let inside = |start_of: usize, end_of: usize| start_of >= start && end_of <= start + sentence.len();
    let marks = text.marks.iter().filter(|mark| inside(mark.start, mark.end));
    let role = |name: &str| DirectoryRole {
        name: name.trim_end_matches(['.', ',']).to_owned(),
        least: is_least(&lower),
        conditions: Vec::new(),
    };
    let marked: Vec<DirectoryRole> = marks
        .filter_map(|mark| {
            let words = text.part(mark).trim();
            let names = match mark.kind {
                MarkKind::Emphasis => lower.contains("role"),
                MarkKind::Link(_) => needs::OFFICE.is_match(words),
                MarkKind::Code => false,
            };
            (names && is_role(words) && !words.ends_with(':')).then(|| role(words))
        })
        .collect();
    if marked.is_empty() && lower.contains("global admin") {
        return vec![role("Global Administrator")];
    }
    marked
}

/// Whether words can be the name of a role.
fn is_role(words: &str) -> bool {
    let letters = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '&' | '/');
    words.starts_with(char::is_uppercase)
        && words.chars().all(letters)
        && words.split_whitespace().count() <= MOST_WORDS
        && names(words).is_empty()
        && !needs::NO_ROLE.is_match(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use crate::markdown;
    use crate::source::{FileId, SourceFile};

    /// Roles with a star after the least, and what they are for in brackets.
    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        let source = SourceFile::new(FileId(0), "page.md".to_owned(), page.to_owned());
        let document = markdown::parse(&source, &mut Problems::default());
        let shown: Vec<String> = read(&document.blocks)
            .iter()
            .map(|role| {
                let what_for = role.conditions.iter().map(|what_for| format!(" [{what_for}]"));
                format!("{}{}{}", role.name, if role.least { "*" } else { "" }, what_for.collect::<String>())
            })
            .collect();
        assert_eq!(shown, expected, "{page}");
    }

    #[test]
    fn lists() {
        check(
            "The caller must be assigned at least one of the following [Entra roles](/roles):\n\n- Lamp Reader\n- Lamp Administrator.\n",
            &["Lamp Reader", "Lamp Administrator"],
        );
        check(
            "> [!IMPORTANT]\n> - For others, a role is needed. This operation supports the following least-privileged built-in role:\n>     - Lamp Administrator\n",
            &["Lamp Administrator*"],
        );
        check(
            "Needs one of the following roles:\n\n- Lamp Reader (least privileged)\n- Lamp Developer - Only lamps that they made.\n",
            &["Lamp Reader*", "Lamp Developer [Only lamps that they made]"],
        );
        check(
            "A role is needed in one of these ways, with supported role permissions:\n\n- A [role of houses](/x) where the least privileged role is *House owner*. **This is the least privileged option**.\n- More privileged [Entra roles](/roles) supported for this operation:\n    - Lamp Administrator\n",
            &["House owner*", "Lamp Administrator"],
        );
        check(
            "A user needs one of the following roles:\n\n- *House owner* in [houses](/x). **This is the least privileged way**.\n- Lamp Administrator\n",
            &["House owner*", "Lamp Administrator"],
        );
        check("See the following:\n\n- Lamps\n- Rooms\n", &[]);
        check("Needs one of the following roles:\n\n- Lamp.Read.All\n", &[]);
    }

    #[test]
    fn sentences_with_a_marked_role() {
        check(
            "The user must be assigned a supported [Entra role](/roles). *Lamp Administrator* is the least privileged role supported for this operation.\n",
            &["Lamp Administrator*"],
        );
        check(
            "> **Note:** The requestor needs to have one of the following roles: _Lamp Reader_ or **Lamp Administrator**.\n",
            &["Lamp Reader", "Lamp Administrator"],
        );
        check(
            "The user must be a [Lamp Administrator](/roles#lamp), see [Get lamp](lamp-get.md).\n",
            &["Lamp Administrator"],
        );
        check("The account must be a global administrator of the tenant.\n", &["Global Administrator"]);
        check("Global admins can see lamps of others.\n", &[]);
        check("To delete lamps of others, *Lamp.Own.All* is needed and a higher role.\n", &[]);
        check("In app-only scenarios, the app needs the *Lamp owner* role.\n", &[]);
    }

    #[test]
    fn tables() {
        check(
            "The following least privileged roles are supported.\n\n|Lamps of a house|Lamps of an Entra role|\n|:--|:--|\n|Lamp Reader <br/> House Reader|House Reader|\n",
            &["Lamp Reader* [Lamps of a house]", "House Reader* [Lamps of a house] [Lamps of an Entra role]"],
        );
        check(
            "The signed-in user needs a role as follows, by property. These are the supported roles.\n\n|Property|Least privileged role|\n|:--|:--|\n|shade|Lamp Administrator|\n|name|Lamp Reader|\n",
            &["Lamp Administrator* [shade]", "Lamp Reader* [name]"],
        );
        check("|Property|Type|\n|:--|:--|\n|Shade|String|\n", &[]);
        check(
            "The requestor needs the following role: _Lamp Administrator_.\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Application|Not supported.|\n",
            &["Lamp Administrator"],
        );
    }
}
