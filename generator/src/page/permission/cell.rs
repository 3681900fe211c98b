//! One cell of a permission table → a requirement, or several for the resources that the cell tells apart.
//!
//! ```text
//! cell        = statement | part {break part}
//! statement   = "Not supported" | "Not applicable" | "None" | "Not available" | "n/a" | "" | "TODO …"      with or without a dot
//! part        = [label ":"] formula                        label: words without a permission, "For **user** resource:"
//!             | "In addition:" {label ":" formula}         each of these together with one of the part before
//! ```
//! What a formula is, `formula.rs` tells.

use super::formula::{self, product};
use super::notes::Notes;
use super::slips;
use super::words::{Token, names, tokens};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Alternative, Requirement};
use crate::markdown::Cell;
use crate::page::unfinished::is_unfinished;
use crate::page::words::needs;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Statement {
    /// Requirements, each for the resource that its label names.
    Parts(Vec<Part>),
    /// No permission opens it.
    Unsupported,
    /// No permission is needed.
    NotNeeded,
    /// There are no more: only said of higher privileged ones.
    NoMore,
    /// Nothing that could be understood.
    Unknown,
}

/// A requirement with the resource it holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The words before the colon. Empty when there are none.
    pub(super) label: String,
    /// What is needed. Its alternatives are not marked as least yet.
    pub(super) requirement: Requirement,
}

/// Reads a cell. Its marks refer to the notes below the table.
pub(super) fn read(cell: &Cell, notes: &Notes, problems: &mut Problems) -> Statement {
    let words = cell.plain();
    if let Some(statement) = fixed(words) {
        if matches!(statement, Statement::Unknown) && !words.is_empty() && !is_unfinished(words) {
            let message = format!("`{words}` does not say which permissions are needed");
            problems.report(Code::UnreadPermissionCell, cell.span, message);
        }
        return statement;
    }
    let read = parts(labelled(words), cell, notes, problems);
    if read.is_empty() {
        let message = format!("`{words}` does not say which permissions are needed");
        problems.push(
            Diagnostic::new(Code::UnreadPermissionCell, cell.span, message)
                .hint("list the permissions, or write `Not supported.`"),
        );
        return Statement::Unknown;
    }
    Statement::Parts(read)
}

/// The lines of a cell below the label that they stand under.
fn labelled(words: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in words.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let (label, rest) = match line.split_once(':') {
            Some((label, rest)) if tokens(label).iter().all(|token| !matches!(token, Token::Name { .. })) => {
                (Some(label.trim()), rest)
            }
            _ => (None, line),
        };
        match (label, parts.last_mut()) {
            (None, Some((_, text))) => {
                text.push('\n');
                text.push_str(rest);
            }
            _ => parts.push((label.unwrap_or_default().to_owned(), rest.to_owned())),
        }
    }
    parts
}

fn parts(labelled: Vec<(String, String)>, cell: &Cell, notes: &Notes, problems: &mut Problems) -> Vec<Part> {
    let mut read: Vec<Part> = Vec::new();
    // What the parts below "In addition:" are needed with.
    let mut besides: Vec<Alternative> = Vec::new();
    for (label, text) in labelled {
        let requirement = match fixed(text.trim()) {
            Some(Statement::Unsupported) => Requirement::Unsupported,
            Some(Statement::NotNeeded) => Requirement::NotNeeded,
            Some(_) => {
                if is_addition(&label) {
                    besides = read.iter().flat_map(|part| part.requirement.alternatives().cloned()).collect();
                }
                continue;
            }
            None => {
                let tokens = slips::corrected(tokens(&text), cell.span, problems);
                match formula::read(&text, &tokens, notes, cell.span, problems) {
                    Some(Requirement::AnyOf { alternatives }) if !besides.is_empty() => Requirement::AnyOf {
                        alternatives: product(&besides, &alternatives, cell.span, problems),
                    },
                    Some(requirement) => requirement,
                    None => continue,
                }
            }
        };
        read.push(Part { label, requirement });
    }
    read
}

/// Whether a label says that what follows is needed as well.
fn is_addition(label: &str) -> bool {
    ["in addition", "additionally", "and", "plus"].iter().any(|words| label.eq_ignore_ascii_case(words))
}

/// The phrases that stand for no permission.
fn fixed(words: &str) -> Option<Statement> {
    Some(match words {
        _ if needs::NOT_NEEDED.is_match(words) => Statement::NotNeeded,
        _ if needs::NO_MORE.is_match(words) => Statement::NoMore,
        _ if needs::UNSAID.is_match(words) || is_unfinished(words) => Statement::Unknown,
        _ if needs::UNSUPPORTED.is_match(words) && names(words).is_empty() => Statement::Unsupported,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Text;
    use crate::source::{FileId, Span};

    fn cell(text: &str) -> Cell {
        Cell { span: Span::start_of(FileId(0)), text: Text::plain(text) }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let statement = read(&cell(text), &Notes::default(), &mut Problems::default());
        let Statement::Parts(parts) = statement else { panic!("{statement:?}") };
        let shown: Vec<String> = parts
            .iter()
            .map(|part| match &part.requirement {
                Requirement::Ambiguous { readings, .. } => readings
                    .iter()
                    .map(|alternatives| Requirement::AnyOf { alternatives: alternatives.clone() }.to_string())
                    .collect::<Vec<_>>()
                    .join(" | "),
                requirement => requirement.to_string(),
            })
            .zip(&parts)
            .map(
                |(shown, part)| {
                    if part.label.is_empty() { shown } else { format!("{}: {shown}", part.label) }
                },
            )
            .collect();
        assert_eq!(shown.join("; "), expected);
    }

    #[test]
    fn lists() {
        check("Mail.Read, Mail.ReadWrite", "Mail.Read, Mail.ReadWrite");
        check("Apps.Read, , Bits.Read,", "Apps.Read, Bits.Read");
        check(
            "DeviceManagementApps.Read.All DeviceManagementApps.ReadWrite.All.",
            "DeviceManagementApps.Read.All, DeviceManagementApps.ReadWrite.All",
        );
        check("eDiscovery.Read.All", "eDiscovery.Read.All");
        check(
            "Contacts-OnPremisesSyncBehavior.ReadWrite.All",
            "Contacts-OnPremisesSyncBehavior.ReadWrite.All",
        );
        check("Apps.Read or Bits.Read", "Apps.Read, Bits.Read");
    }

    #[test]
    fn what_a_permission_needs_besides() {
        check("Apps.Read (also needs Bits.Read), Cats.Read", "Apps.Read and Bits.Read, Cats.Read");
        check("Cats.Read, Apps.Read (requires Bits.Read)", "Cats.Read, Apps.Read and Bits.Read");
    }

    #[test]
    fn formulas() {
        check("Apps.Read and Bits.Read", "Apps.Read and Bits.Read");
        check(
            "Apps.Read and Bits.Read, Cats.Read and Dogs.Read",
            "Apps.Read and Bits.Read, Cats.Read and Dogs.Read",
        );
        check("Apps.Read and Bits.Read, Cats.Read", "Apps.Read and Bits.Read, Cats.Read");
        check(
            "Apps.Read, Bits.Read and Cats.Read",
            "Apps.Read, Bits.Read and Cats.Read | Apps.Read and Bits.Read and Cats.Read",
        );
        check(
            "Apps.Read, Bits.Read, and Cats.Read",
            "Apps.Read and Bits.Read and Cats.Read | Apps.Read, Bits.Read, Cats.Read",
        );
        check(
            "One from Apps.Read, Bits.Read plus either Cats.Read or Dogs.Read",
            "Apps.Read and Cats.Read, Apps.Read and Dogs.Read, Bits.Read and Cats.Read, Bits.Read and Dogs.Read | Apps.Read, Bits.Read and Cats.Read, Dogs.Read",
        );
    }

    #[test]
    fn labels_and_slips() {
        check(
            "For user resource:\nUser.Read, User.ReadWrite\n\nFor group resource:\nGroup.Read.All",
            "For user resource: User.Read, User.ReadWrite; For group resource: Group.Read.All",
        );
        check("Directory AccessAsUser.All", "Directory.AccessAsUser.All");
        check("AppsManaged Bits.Read.All, Cats.Read.All", "AppsManagedBits.Read.All, Cats.Read.All");
        check("In OneNote Bits.Read.All", "Bits.Read.All");
    }

    #[test]
    fn what_is_needed_in_addition() {
        check(
            "Apps.Read, Bits.Read\n\nIn addition:\n\nFor groups: Cats.Read\nFor users: Dogs.Read, Apps.Read",
            "Apps.Read, Bits.Read; \
             For groups: Apps.Read and Cats.Read, Bits.Read and Cats.Read; \
             For users: Apps.Read and Dogs.Read, Apps.Read, Bits.Read and Dogs.Read, Bits.Read and Apps.Read",
        );
    }

    #[test]
    fn statements() {
        let read = |text: &str| read(&cell(text), &Notes::default(), &mut Problems::default());
        assert_eq!(read("Not supported."), Statement::Unsupported);
        assert_eq!(read("Not Applicable"), Statement::Unsupported);
        assert_eq!(read("None."), Statement::NotNeeded);
        assert_eq!(read("Not available."), Statement::NoMore);
        assert_eq!(read("**TODO: Determine scopes **"), Statement::Unknown);
        assert_eq!(read("Role required to create subscription"), Statement::Unknown);
    }
}
