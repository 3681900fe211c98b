//! One cell of a permission table → a requirement, or several for the resources that the cell tells apart.
//!
//! ```text
//! cell        = statement | part {break part}
//! statement   = "Not supported" | "Not applicable" | "None" | "Not available" | "n/a" | "" | "TODO …"      with or without a dot
//! part        = [label ":"] element {"," element}          label: words without a permission, "For **user** resource:"
//!             | "In addition:" {label ":" element {"," element}}          each of these together with one of the part before
//! element     = name {("and" | "plus" | "needs" | "or" | blank) name} ["(" condition ")"]
//! ```
//! What a name, a word and a condition are, `permission_words.rs` tells.
//!
//! `and` binds tighter than a comma: `A and B, C` is (A and B) or C. `A, B and C` and `A, B, and C` can be read in two ways;
//! both readings are kept.
//! `A (also needs B)` is A and B wherever it stands.

use super::permission_words::{Token, is_and, is_needs, names, tokens};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Alternative, Requirement};
use crate::markdown::{Cell, one_line};
use crate::page::unfinished::is_unfinished;

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

/// Reads a cell. `note` is the note below the table that stars refer to.
pub(super) fn read(cell: &Cell, note: Option<&str>, problems: &mut Problems) -> Statement {
    let words = cell.plain();
    if let Some(statement) = fixed(words) {
        if matches!(statement, Statement::Unknown) && !words.is_empty() && !is_unfinished(words) {
            let message = format!("`{words}` does not say which permissions are needed");
            problems.report(Code::UnreadPermissionCell, cell.span, message);
        }
        return statement;
    }
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
    let mut read: Vec<Part> = Vec::new();
    // What the parts below "In addition:" are needed with.
    let mut besides: Vec<Alternative> = Vec::new();
    for (label, text) in parts {
        let requirement = match fixed(text.trim()) {
            Some(Statement::Unsupported) => Requirement::Unsupported,
            Some(Statement::NotNeeded) => Requirement::NotNeeded,
            Some(_) => {
                if is_addition(&label) {
                    besides = read.iter().flat_map(|part| part.requirement.alternatives().cloned()).collect();
                }
                continue;
            }
            None => match formula(&text, note, cell, problems) {
                Some(Requirement::AnyOf { alternatives }) if !besides.is_empty() => {
                    Requirement::AnyOf { alternatives: together(&besides, &alternatives) }
                }
                Some(requirement) => requirement,
                None => continue,
            },
        };
        read.push(Part { label, requirement });
    }
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

/// Whether a label says that what follows is needed as well.
fn is_addition(label: &str) -> bool {
    ["in addition", "additionally", "and", "plus"].iter().any(|words| label.eq_ignore_ascii_case(words))
}

/// Each of some alternatives with each of others.
fn together(some: &[Alternative], others: &[Alternative]) -> Vec<Alternative> {
    let pairs = some.iter().flat_map(|a| others.iter().map(move |b| (a, b)));
    let joined = |(a, b): (&Alternative, &Alternative)| {
        let mut joined = a.clone();
        joined.all_of.extend(b.all_of.iter().filter(|name| !a.all_of.contains(name)).cloned());
        joined.conditions.extend(b.conditions.iter().cloned());
        joined
    };
    pairs.take(MOST_PAIRS).map(joined).collect()
}

/// The phrases that stand for no permission.
fn fixed(words: &str) -> Option<Statement> {
    let plain = words.trim().trim_matches(['*', '.', ' ']).to_lowercase();
    Some(match plain.as_str() {
        "not supported" | "unsupported" | "not applicable" | "no supported" => Statement::Unsupported,
        "none" | "no permissions required" | "no permission required" => Statement::NotNeeded,
        "not available" => Statement::NoMore,
        "" | "n/a" | "-" => Statement::Unknown,
        _ if is_unfinished(words) => Statement::Unknown,
        _ if plain.starts_with("not supported") && names(words).is_empty() => Statement::Unsupported,
        _ => return None,
    })
}

/// The alternatives between two commas.
#[derive(Default)]
struct Element {
    alternatives: Vec<Alternative>,
    /// How often `and` joins two of its names.
    joined: usize,
    /// Whether it starts with `and`, after a comma.
    and_first: bool,
}

fn formula(text: &str, note: Option<&str>, cell: &Cell, problems: &mut Problems) -> Option<Requirement> {
    let tokens = mended(tokens(text), cell, problems);
    let mut elements: Vec<Element> = vec![Element::default()];
    let mut pending: Option<&str> = None;
    for token in &tokens {
        let element = elements.last_mut().expect("there is one from the start");
        match token {
            (Token::Comma, _) => {
                if !element.alternatives.is_empty() {
                    elements.push(Element::default());
                }
                pending = None;
            }
            (Token::Condition(words), _) => {
                if let Some(last) = element.alternatives.last_mut()
                    && !words.is_empty()
                {
                    last.conditions.push((*words).to_owned());
                }
            }
            (Token::Word(word), _) if is_and(word) || word.eq_ignore_ascii_case("or") => pending = Some(word),
            (Token::Word(_), _) => {}
            (Token::Name { stars, .. }, name) => {
                let joint = pending.take();
                let and = joint.is_some_and(is_and);
                if *stars > 0 && note.is_none() {
                    let message = "no note below the table says what the star means";
                    problems.push(
                        Diagnostic::new(Code::FootnoteWithoutNote, cell.span, message)
                            .hint("start a paragraph below the table with `\\*`, or remove the star"),
                    );
                }
                let condition = (*stars > 0).then(|| note.unwrap_or("see the note marked with *").to_owned());
                match element.alternatives.last_mut() {
                    Some(last) if and => {
                        last.all_of.push(name.clone());
                        last.conditions.extend(condition);
                        element.joined += usize::from(!joint.is_some_and(is_needs));
                    }
                    first => {
                        element.and_first |= and && first.is_none();
                        element.alternatives.push(Alternative {
                            all_of: vec![name.clone()],
                            least: false,
                            conditions: condition.into_iter().collect(),
                        });
                    }
                }
            }
        }
    }
    elements.retain(|element| !element.alternatives.is_empty());
    if elements.is_empty() {
        return None;
    }
    let readings = readings(text, &elements);
    let plain: Vec<Alternative> = elements.into_iter().flat_map(|element| element.alternatives).collect();
    if readings.is_empty() {
        return Some(Requirement::AnyOf { alternatives: plain });
    }
    let text = one_line(text);
    problems.push(
        Diagnostic::new(Code::AmbiguousPermissions, cell.span, format!("`{text}` can be read in two ways"))
            .hint("join what is needed together with `and`, and separate alternatives with commas only"),
    );
    Some(Requirement::Ambiguous { text, readings })
}

/// The docs combine three permissions with three others at most; more pairs than this are not written out.
const MOST_PAIRS: usize = 100;

/// The readings of a list that ends with `and`, or that is made of two choices. None when there is just one reading.
fn readings(text: &str, elements: &[Element]) -> Vec<Vec<Alternative>> {
    let each = |elements: &[Element]| -> Vec<Alternative> {
        elements.iter().flat_map(|element| element.alternatives.clone()).collect()
    };
    let all_together = || {
        let mut all = Alternative::default();
        for alternative in each(elements) {
            all.all_of.extend(alternative.all_of);
            all.conditions.extend(alternative.conditions);
        }
        vec![all]
    };
    let lower = text.to_ascii_lowercase();
    if lower.contains("plus")
        && (lower.contains("one of") || lower.contains("one from") || lower.contains("either"))
        && let Some((left, right)) = text.split_once("plus")
    {
        let (left, right) = (names(left), names(right));
        if left.len() * right.len() > MOST_PAIRS {
            return vec![all_together(), each(elements)];
        }
        let cross = left
            .iter()
            .flat_map(|a| right.iter().map(move |b| vec![(*a).to_owned(), (*b).to_owned()]))
            .map(|all_of| Alternative { all_of, ..Alternative::default() })
            .collect();
        return vec![cross, each(elements)];
    }
    let Some((last, before)) = elements.split_last() else {
        return Vec::new();
    };
    let plain_before = before.iter().all(|element| element.joined == 0 && !element.and_first);
    if before.is_empty() || !plain_before {
        return Vec::new();
    }
    if last.and_first {
        return vec![all_together(), each(elements)];
    }
    if last.joined == 1 && last.alternatives.len() == 1 {
        return vec![each(elements), all_together()];
    }
    Vec::new()
}

/// The tokens with the names they stand for; `Directory AccessAsUser.All` lost its first dot, and a blank slipped into
/// `DeviceManagementManaged Devices.Read.All`.
fn mended<'t>(tokens: Vec<Token<'t>>, cell: &Cell, problems: &mut Problems) -> Vec<(Token<'t>, String)> {
    let mut mended: Vec<(Token<'t>, String)> = Vec::new();
    for token in tokens {
        let Token::Name { name, .. } = token else {
            mended.push((token, String::new()));
            continue;
        };
        let mut whole = name.to_owned();
        let parts = name.split('.').count();
        if let Some((Token::Word(word), _)) = mended.last()
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && name.split('.').next().is_none_or(|first| first != *word)
            && word.len() > 3
        {
            // In a sentence, a word before a name is a word.
            let alone = !matches!(mended.iter().nth_back(1), Some((Token::Word(_), _)));
            let slip = match parts {
                2 => Some((format!("{word}.{name}"), "a blank where a dot belongs")),
                3 if alone && word[1..].contains(|c: char| c.is_ascii_uppercase()) => {
                    Some((format!("{word}{name}"), "a blank in it"))
                }
                _ => None,
            };
            if let Some((mend, fault)) = slip {
                let message = format!("`{word} {name}` has {fault}");
                problems.push(
                    Diagnostic::new(Code::BrokenPermissionName, cell.span, message)
                        .hint(format!("write `{mend}`")),
                );
                mended.pop();
                whole = mend;
            }
        }
        mended.push((token, whole));
    }
    mended
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
        let statement = read(&cell(text), None, &mut Problems::default());
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
        let read = |text: &str| read(&cell(text), None, &mut Problems::default());
        assert_eq!(read("Not supported."), Statement::Unsupported);
        assert_eq!(read("Not Applicable"), Statement::Unsupported);
        assert_eq!(read("None."), Statement::NotNeeded);
        assert_eq!(read("Not available."), Statement::NoMore);
        assert_eq!(read("**TODO: Determine scopes **"), Statement::Unknown);
        assert_eq!(read("Role required to create subscription"), Statement::Unknown);
    }
}
