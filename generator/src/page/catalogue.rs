//! The permissions reference.
//!
//! ```text
//! #### Delegated permissions                                                                         the form of 2021:
//! | Permission | Display String | Description | Admin Consent Required | Microsoft Account supported |   a table per group and
//! | _Mail.Read_ (preview) | Read mail | Allows … | No | Yes |                                            kind, a row per permission
//!
//! ### Mail.Read                                                                                      today's form:
//! | Category | Application | Delegated |                                                               a section per permission,
//! | Identifier | 810c84a8-… | 570282fd-… |                                                             a row per fact, `-` for none
//! | AdminConsentRequired | Yes | No |                                                                  also `PrivilegeLevel`
//! The *Mail.Read* delegated permission is available for consent in personal Microsoft accounts.
//!
//! | Name | ID | Display text | Description |                                                         today's table of the
//! | ChannelMember.Read.Group | 3b55498e-… | Read … | Allows … |                                        resource-specific permissions
//! ```
//! A heading that names neither kind leaves the description to tell: "without a signed-in user".

use std::collections::HashMap;

use super::{Coverage, Outline, Section};
use crate::ir::{CatalogueEntry, SchemeEntry, SourceLocation};
use crate::load::Docs;
use crate::markdown::{BlockKind, Cell, Row, Table, one_line};
use crate::names::LONGEST_NAME;

/// Reads the permissions reference.
pub(super) fn read(docs: &Docs, outline: &Outline<'_>, coverage: &mut Coverage) -> Vec<CatalogueEntry> {
    let mut reader = Reader { docs, entries: Vec::new(), positions: HashMap::new() };
    let mut kind = None;
    for section in &outline.sections {
        kind = kind_of_heading(section, kind);
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Table(table) => {
                    let (found, understood) = reader.table(section, kind, table);
                    coverage.count(found, understood);
                }
                BlockKind::Paragraph(text, _) => reader.note(section, &text.plain),
                _ => {}
            }
        }
    }
    reader.entries
}

/// The two kinds of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Delegated,
    Application,
}

/// The kind that a heading names; a heading of a new group names none.
fn kind_of_heading(section: &Section<'_>, above: Option<Kind>) -> Option<Kind> {
    let heading = section.heading.to_lowercase();
    if heading.contains("delegated") {
        Some(Kind::Delegated)
    } else if heading.contains("application permission") || heading == "application" {
        Some(Kind::Application)
    } else if section.level > 2 {
        above
    } else {
        None
    }
}

struct Reader<'d> {
    docs: &'d Docs,
    entries: Vec<CatalogueEntry>,
    /// The position of each entry, by its name.
    positions: HashMap<String, usize>,
}

impl Reader<'_> {
    /// Reads a table; gives back its rows and how many of them were understood. Tables of other things have no rows.
    fn table(&mut self, section: &Section<'_>, kind: Option<Kind>, table: &Table) -> (usize, usize) {
        let headings = &table.headings;
        let first = headings.first().map(String::as_str);
        let understood = if first == Some("permission") && table.column(is_display).is_some() {
            table.rows.iter().filter(|row| self.grouped(kind, table, row)).count()
        } else if first == Some("category") && is_name(section.heading.trim()) {
            let name = section.heading.trim();
            table.rows.iter().filter(|row| self.fact(name, table, row)).count()
        } else if first == Some("name") && table.column(|heading| heading == "id").is_some() {
            table.rows.iter().filter(|row| self.resource_specific(table, row)).count()
        } else {
            return (0, 0);
        };
        (table.rows.len(), understood)
    }

    /// A row of the form of 2021.
    fn grouped(&mut self, kind: Option<Kind>, table: &Table, row: &Row) -> bool {
        let Some(name) = row.cell(0).and_then(name_in) else {
            return false;
        };
        let text = |fits: fn(&str) -> bool| table.column(fits).map_or("", |column| row.plain(column));
        let description = text(|heading| heading == "description");
        let kind = kind.unwrap_or_else(|| {
            let alone = description.contains("without a signed-in user");
            if alone { Kind::Application } else { Kind::Delegated }
        });
        let found = SchemeEntry {
            id: None,
            display: one_line(text(is_display)),
            description: one_line(description),
            admin_consent: yes(text(|heading| heading.starts_with("admin consent"))),
            personal_accounts: yes(text(|heading| heading.starts_with("microsoft account"))),
            privilege_level: text(|heading| heading.starts_with("privilege level")).parse().ok(),
            place: self.place(row),
        };
        let entry = self.entry(&name);
        let known = of_mut(entry, kind);
        match known {
            // Some permissions stand in two groups; the first says what there is to say.
            Some(known) => {
                known.admin_consent = known.admin_consent.or(found.admin_consent);
                known.personal_accounts = known.personal_accounts.or(found.personal_accounts);
            }
            None => *known = Some(found),
        }
        true
    }

    /// A row of today's form: one fact about both kinds.
    fn fact(&mut self, name: &str, table: &Table, row: &Row) -> bool {
        let label: String = row.plain(0).chars().filter(char::is_ascii_alphabetic).collect();
        let label = label.to_lowercase();
        let place = self.place(row);
        let mut understood = matches!(
            label.as_str(),
            "identifier" | "displaytext" | "description" | "adminconsentrequired" | "privilegelevel"
        );
        for (kind, heading) in [(Kind::Application, "application"), (Kind::Delegated, "delegated")] {
            let Some(column) = table.column(|found| found == heading) else {
                understood = false;
                continue;
            };
            let value = row.plain(column);
            if matches!(value, "" | "-" | "–" | "—") {
                continue;
            }
            let entry = of_mut(self.entry(name), kind)
                .get_or_insert_with(|| SchemeEntry { place, ..SchemeEntry::default() });
            match label.as_str() {
                "identifier" => entry.id = Some(value.to_lowercase()),
                "displaytext" => entry.display = one_line(value),
                "description" => entry.description = one_line(value),
                "adminconsentrequired" => entry.admin_consent = yes(value),
                "privilegelevel" => entry.privilege_level = value.parse().ok(),
                _ => {}
            }
        }
        understood
    }

    /// A row of today's table of permissions that the owner of a team, a chat or a meeting grants for it.
    fn resource_specific(&mut self, table: &Table, row: &Row) -> bool {
        let Some(name) = row.cell(0).and_then(name_in) else {
            return false;
        };
        let text = |fits: fn(&str) -> bool| table.column(fits).map_or("", |column| row.plain(column));
        let id = text(|heading| heading == "id");
        let found = SchemeEntry {
            id: (!id.is_empty() && id != "-").then(|| id.to_lowercase()),
            display: one_line(text(is_display)),
            description: one_line(text(|heading| heading == "description")),
            admin_consent: None,
            personal_accounts: None,
            privilege_level: None,
            place: self.place(row),
        };
        of_mut(self.entry(&name), Kind::Application).get_or_insert(found);
        true
    }

    /// Today's form says below a section whether personal accounts can consent.
    fn note(&mut self, section: &Section<'_>, words: &str) {
        let name = section.heading.trim();
        if is_name(name) && words.contains("personal Microsoft accounts") && words.contains(name) {
            let entry = self.positions.get(name).map(|&position| &mut self.entries[position]);
            if let Some(delegated) = entry.and_then(|entry| entry.delegated.as_mut()) {
                delegated.personal_accounts = Some(true);
            }
        }
    }

    fn entry(&mut self, name: &str) -> &mut CatalogueEntry {
        let position = *self.positions.entry(name.to_owned()).or_insert_with(|| {
            self.entries.push(CatalogueEntry { name: name.to_owned(), delegated: None, application: None });
            self.entries.len() - 1
        });
        &mut self.entries[position]
    }

    fn place(&self, row: &Row) -> SourceLocation {
        let at = self.docs.sources.line_column(row.span);
        SourceLocation { file: row.span.file.0, line: at.line, column: at.column }
    }
}

fn of_mut(entry: &mut CatalogueEntry, kind: Kind) -> &mut Option<SchemeEntry> {
    match kind {
        Kind::Delegated => &mut entry.delegated,
        Kind::Application => &mut entry.application,
    }
}

fn is_display(heading: &str) -> bool {
    heading.starts_with("display")
}

/// The name at the start of a cell: `_Mail.Read_ (preview)`, `Mail.Read*`, `_email_`.
fn name_in(cell: &Cell) -> Option<String> {
    let (word, note) =
        cell.plain().split_at(cell.plain().find([' ', '\n', '(']).unwrap_or(cell.plain().len()));
    let name = word.trim_matches(['_', '*', '\\', '`']);
    let note = note.trim();
    (is_name(name) && (note.is_empty() || note.starts_with('('))).then(|| name.to_owned())
}

/// `Mail.Read`, `Contacts-OnPremisesSyncBehavior.ReadWrite.All`, `offline_access`.
fn is_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && (text.contains('.') || text.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
}

fn yes(cell: &str) -> Option<bool> {
    let word: String = cell.chars().take_while(char::is_ascii_alphabetic).collect();
    match word.to_lowercase().as_str() {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        let docs = Docs::from_texts([("concepts/permissions-reference.md", page)]);
        let outcome = crate::read_docs(docs);
        let kind = |name: &str, entry: &Option<SchemeEntry>| {
            entry.as_ref().map_or(String::new(), |entry| {
                let SchemeEntry { id, display, description, admin_consent, .. } = entry;
                let SchemeEntry { personal_accounts, privilege_level, place, .. } = entry;
                let level = privilege_level.map_or(String::new(), |level| format!(" level {level},"));
                let id = id.as_deref().unwrap_or("no id");
                let words = format!("{display}/{description}");
                format!(
                    "; {name}: {id}, {words}, {admin_consent:?}, {personal_accounts:?},{level} line {}",
                    place.line
                )
            })
        };
        let found: Vec<String> = outcome
            .api
            .permissions
            .iter()
            .map(|entry| {
                let delegated = kind("delegated", &entry.delegated);
                let application = kind("application", &entry.application);
                format!("{}{delegated}{application}", entry.name)
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn tables_per_group() {
        check(
            "# Reference\n\n## Mail\n\n#### Delegated permissions\n\n\
             |   Permission    |  Display String   |  Description | Admin Consent Required | Microsoft Account supported |\n\
             |:--|:--|:--|:--|:--|\n\
             | _Mail.Read_ (private preview) | Read  mail | Reads.<br>Mail. | No | Yes |\n\
             | _offline_access_ | Stay | Stays. | No | No |\n\
             | not a name at all | x | y | No | No |\n\n\
             #### Application permissions\n\n\
             |Permission|Display String|Description|Admin Consent Required|\n|:--|:--|:--|:--|\n\
             |_Mail.Read_\\* |Read all|Reads all mail, without a signed-in user.|Yes|\n\n\
             ## Plain\n\n|Permission|Display String|Description|Admin Consent Required|\n|:--|:--|:--|:--|\n\
             | Sites.Selected | Some sites | Opens some sites without a signed-in user. | yes |\n",
            &[
                "Mail.Read; delegated: no id, Read mail/Reads. Mail., Some(false), Some(true), line 9; \
                 application: no id, Read all/Reads all mail, without a signed-in user., Some(true), None, line 17",
                "Sites.Selected; application: no id, Some sites/Opens some sites without a signed-in user., \
                 Some(true), None, line 23",
                "offline_access; delegated: no id, Stay/Stays., Some(false), Some(false), line 10",
            ],
        );
    }

    #[test]
    fn a_section_per_permission() {
        check(
            "# Reference\n\n## All permissions\n\n### Mail.Read\n\n| Category | Application | Delegated |\n|--|--|--|\n\
             | Identifier | AAAA-1 | bbbb-2 |\n| DisplayText | Read all | Read mine |\n\
             | Description | All mail. | My mail. |\n| AdminConsentRequired | Yes | No |\n| PrivilegeLevel | 4 | 2 |\n\n\
             ![personal Microsoft accounts][MSA] The *Mail.Read* delegated permission is available for consent in \
             personal Microsoft accounts.\n\n---\n\n\
             ### Contacts-Sync.Read.All\n\n| Category | Application | Delegated |\n|--|--|--|\n\
             | Identifier | - | cccc-3 |\n| DisplayText | - | Contacts |\n| Description | - | Contacts. |\n\
             | AdminConsentRequired | - | Yes |\n\n\
             ## Resource-specific consent\n\n|Name|ID|Display text|Description|\n|--|--|--|--|\n\
             |ChannelMember.Read.Group|dddd-4|Read members|Reads members.|\n",
            &[
                "ChannelMember.Read.Group; application: dddd-4, Read members/Reads members., None, None, line 32",
                "Contacts-Sync.Read.All; delegated: cccc-3, Contacts/Contacts., Some(true), None, line 23",
                "Mail.Read; delegated: bbbb-2, Read mine/My mail., Some(false), Some(true), level 2, line 9; \
                 application: aaaa-1, Read all/All mail., Some(true), None, level 4, line 9",
            ],
        );
    }
}
