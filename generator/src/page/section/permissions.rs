//! Who may make the requests of a page.
//!
//! ```text
//! section = ["### Permissions acting on self" | "### For driveItem" | …] {table | comment with requestUrls} [footnote] [roles]
//! ```
//! Two pages list permissions as bullets in place of a table.

use super::permission_table::TableReader;
use super::permission_words;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Alternative, Requirement, Scheme};
use crate::markdown::{Block, BlockKind, Container, one_line};
use crate::page::{Annotation, Coverage, Outline, SectionKind};
use crate::source::Span;

/// What one cell grants: to whom, for which of the page's requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// Who acts.
    pub scheme: Scheme,
    /// What is needed.
    pub requirement: Requirement,
    /// Which of the page's requests it speaks of. Without any, it speaks of all.
    pub scopes: Vec<Scope>,
    /// Where the cell stands.
    pub span: Span,
}

/// Which of a page's requests a grant speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The requests on a resource that a heading, a row or a label names, with the paths that stand beside the name.
    Resource {
        /// The words.
        words: String,
        /// The paths in them.
        paths: Vec<String>,
        /// Where the words stand.
        origin: Origin,
    },
    /// The requests on oneself or on others.
    Audience(Audience),
    /// The requests that an annotation lists: `GET https://…`.
    Requests(Vec<String>),
    /// All but the requests that stand under a label with this word: "Note: Metadata operation is not supported".
    Except(String),
}

/// Where the words stand that bind a grant to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// They are the heading of a whole table.
    Heading,
    /// They label a row, or a bullet.
    Row,
    /// They label a part of a cell.
    Cell,
}

/// Whom a request acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// On the signed-in user.
    Oneself,
    /// On other users.
    Others,
}

/// What the sections about permissions say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::page) struct Permissions {
    pub(in crate::page) grants: Vec<Grant>,
    pub(in crate::page) roles: Vec<String>,
    /// The tables that no annotation binds to requests.
    pub(in crate::page) tables: Vec<Span>,
}

/// No page of the docs names more than a hundred.
const MOST_NAMES: usize = 1000;

/// Reads the permission tables of a page, wherever they stand before the examples.
pub(in crate::page) fn read(
    outline: &Outline<'_>,
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> Permissions {
    let mut found = Permissions::default();
    // A note below the last of several tables is about all of them.
    let common = outline.of(SectionKind::Permissions).find_map(|section| footnote(&section.blocks));
    for section in &outline.sections {
        if section.kind == SectionKind::Example {
            continue;
        }
        let own = section.kind == SectionKind::Permissions;
        let scope = if own { heading_scope(&section.heading) } else { None };
        let note = footnote(&section.blocks);
        let note = note.as_deref().or(common.as_deref());
        let mut urls = Vec::new();
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Comment(comment) if comment.contains("requestUrls") || !urls.is_empty() => {
                    if let Some(Ok(annotation)) = Annotation::parse(comment) {
                        urls = annotation.request_urls;
                    }
                }
                BlockKind::Table(table) => {
                    let mut scopes: Vec<Scope> = scope.iter().cloned().collect();
                    let bound = (!urls.is_empty()).then(|| Scope::Requests(std::mem::take(&mut urls)));
                    scopes.extend(bound.clone());
                    let mut reader = TableReader { table, scopes, note, problems, grants: Vec::new() };
                    if own || reader.is_permission_table() {
                        let understood = reader.read();
                        if bound.is_none() && !reader.grants.is_empty() {
                            found.tables.push(block.span);
                        }
                        coverage.count(table.rows.len(), understood);
                    } else {
                        reader.misplaced_rows();
                    }
                    found.grants.append(&mut reader.grants);
                }
                _ => {}
            }
        }
        if own {
            found.roles.append(&mut roles(&section.blocks));
            if found.grants.is_empty() {
                found.grants = listed(&section.blocks, coverage, problems);
            }
        }
    }
    found.roles.dedup();
    keep_few(&mut found.grants, problems);
    found
}

/// Drops the grants beyond [`MOST_NAMES`] permissions; each request of the page gets a copy of what is left.
fn keep_few(grants: &mut Vec<Grant>, problems: &mut Problems) {
    let mut names = 0;
    let kept = grants.iter().take_while(|grant| {
        names += grant.requirement.alternatives().map(|alternative| alternative.all_of.len()).sum::<usize>();
        names <= MOST_NAMES
    });
    let kept = kept.count();
    if let Some(first) = grants.get(kept) {
        let message =
            format!("the page names more than {MOST_NAMES} permissions; those from here on were not read");
        problems.report(Code::TooMany, first.span, message);
        grants.truncate(kept);
    }
}

/// `Permissions acting on self`, `For driveItem`, `Permissions for channel` → what the table below speaks of.
fn heading_scope(heading: &str) -> Option<Scope> {
    let lower = heading.to_lowercase();
    if matches!(lower.as_str(), "" | "permissions" | "prerequisites" | "permission") {
        return None;
    }
    Some(audience(&lower).map_or_else(|| resource(heading, Origin::Heading), Scope::Audience))
}

pub(super) fn audience(lower: &str) -> Option<Audience> {
    if lower.contains("on self") || lower.contains("their own") || lower.contains("signed-in user") {
        Some(Audience::Oneself)
    } else if lower.contains("on other") || lower.contains("other users") {
        Some(Audience::Others)
    } else {
        None
    }
}

/// `[chat](…) (/chats/{id})` → the words and the paths in them.
pub(super) fn resource(words: &str, origin: Origin) -> Scope {
    let paths = words
        .split(['(', ' ', '\n'])
        .map(|word| word.trim_end_matches([')', ',', ';', '.']))
        .filter(|word| word.starts_with('/') && word.len() > 1)
        .map(str::to_owned)
        .collect();
    Scope::Resource { words: one_line(words), paths, origin }
}

/// The note that a star refers to: a paragraph that starts with one, or that speaks of permissions marked with one.
fn footnote(blocks: &[Block<'_>]) -> Option<String> {
    blocks.iter().find_map(|block| {
        let BlockKind::Paragraph(text, _) = &block.kind else {
            return None;
        };
        let plain = without_alert(text.plain.trim());
        let marked = plain.starts_with('*')
            || plain.contains("marked with *")
            || plain.contains("marked with an asterisk");
        marked.then(|| {
            let words =
                plain.trim_start_matches(['*', ' ']).trim_start_matches("Note:").trim_start_matches("Note");
            one_line(words.trim_start_matches([':', ' ']))
        })
    })
}

/// `[!IMPORTANT]` at the start of a quote → the words after it.
fn without_alert(plain: &str) -> &str {
    match plain.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
        Some((_, words)) => words.trim(),
        None => plain,
    }
}

/// The list below a paragraph that speaks of supported roles, or says that a user needs one of the following.
fn roles(blocks: &[Block<'_>]) -> Vec<String> {
    let mut roles = Vec::new();
    let mut listing = false;
    for block in blocks {
        let BlockKind::Paragraph(text, container) = &block.kind else {
            listing = false;
            continue;
        };
        if *container == Container::Item {
            if listing {
                let role = text.plain.split(['\n', ':', '(']).next().unwrap_or_default();
                let role = role.split(" - ").next().unwrap_or_default().trim().trim_end_matches('.');
                if !role.is_empty()
                    && role.split_whitespace().count() <= 6
                    && role.starts_with(char::is_uppercase)
                {
                    roles.push(role.to_owned());
                }
            }
        } else {
            let lower = text.plain.to_lowercase();
            listing = lower.contains("following role")
                || lower.contains("role")
                    && (lower.contains("supported") || lower.contains("least privileged"));
        }
    }
    roles
}

/// Permissions in bullets or in a sentence: `- Photo of a **group** - Group.ReadWrite.All`.
///
/// The page does not say for which accounts, so they stand for work accounts and for apps, with a finding.
fn listed(blocks: &[Block<'_>], coverage: &mut Coverage, problems: &mut Problems) -> Vec<Grant> {
    let mut grants = Vec::new();
    for block in blocks {
        let BlockKind::Paragraph(text, container) = &block.kind else {
            continue;
        };
        let names: Vec<String> =
            permission_words::names(&text.plain).into_iter().map(str::to_owned).collect();
        if names.is_empty() || *container == Container::Quote {
            continue;
        }
        let alternatives: Vec<Alternative> = names
            .iter()
            .map(|name| Alternative {
                all_of: vec![name.clone()],
                least: names.len() == 1,
                conditions: Vec::new(),
            })
            .collect();
        let label = text
            .plain
            .find(names[0].as_str())
            .map_or("", |at| text.plain[..at].trim_matches([' ', '-', ':']));
        let scopes = if *container == Container::Item && !label.is_empty() {
            vec![resource(label, Origin::Row)]
        } else {
            Vec::new()
        };
        coverage.add(1);
        problems.push(
            Diagnostic::new(
                Code::UnboundPermissions,
                block.span,
                "the page does not say for which accounts this holds",
            )
            .hint("use a table with a row per permission type"),
        );
        for scheme in [Scheme::DelegatedWork, Scheme::Application] {
            grants.push(Grant {
                scheme,
                requirement: Requirement::AnyOf { alternatives: alternatives.clone() },
                scopes: scopes.clone(),
                span: block.span,
            });
        }
    }
    grants
}
