//! Who may make the requests of a page.
//!
//! ```text
//! |Permission type|Permissions (from least to most privileged)|          a row per scheme
//! |Permission type|Least privileged permissions|Higher privileged permissions|
//! |Resource|Permission type|Least privileged permissions|Higher privileged permissions|
//! |Permission type|Permissions acting on self|Permissions acting on others|
//! |Supported resource|Delegated (work or school account)|Delegated (personal …)|Application|     a row per resource
//! ```
//! Intune's tables have empty scheme rows with a row per workflow below each. Two pages list permissions as bullets.

use super::permission_cell::{self, Part, Statement};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Alternative, Requirement, Scheme};
use crate::markdown::{Block, BlockKind, Cell, Container, Row, Table};
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
                BlockKind::Comment(comment) => {
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
    found
}

/// `Permissions acting on self`, `For driveItem`, `Permissions for channel` → what the table below speaks of.
fn heading_scope(heading: &str) -> Option<Scope> {
    let lower = heading.to_lowercase();
    if matches!(lower.as_str(), "" | "permissions" | "prerequisites" | "permission") {
        return None;
    }
    Some(audience(&lower).map_or_else(|| resource(heading, Origin::Heading), Scope::Audience))
}

fn audience(lower: &str) -> Option<Audience> {
    if lower.contains("on self") || lower.contains("their own") || lower.contains("signed-in user") {
        Some(Audience::Oneself)
    } else if lower.contains("on other") || lower.contains("other users") {
        Some(Audience::Others)
    } else {
        None
    }
}

/// `[chat](…) (/chats/{id})` → the words and the paths in them.
fn resource(words: &str, origin: Origin) -> Scope {
    let paths = words
        .split(['(', ' ', '\n'])
        .map(|word| word.trim_end_matches([')', ',', ';', '.']))
        .filter(|word| word.starts_with('/') && word.len() > 1)
        .map(str::to_owned)
        .collect();
    Scope::Resource { words: words.split_whitespace().collect::<Vec<_>>().join(" "), paths, origin }
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
            words.trim_start_matches([':', ' ']).split_whitespace().collect::<Vec<_>>().join(" ")
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
        let names: Vec<String> = permission_cell::names(&text.plain).into_iter().map(str::to_owned).collect();
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

/// The scheme that a row label or a column heading names.
pub(in crate::page) fn scheme(label: &str) -> Option<Scheme> {
    let label = label.trim().trim_start_matches(['*', '_', '`']).to_lowercase();
    if label.starts_with("delegated") {
        Some(if label.contains("personal") { Scheme::DelegatedPersonal } else { Scheme::DelegatedWork })
    } else if label.starts_with("application") || label.starts_with("app-only") {
        Some(Scheme::Application)
    } else {
        None
    }
}

/// The word before "operation is not supported" in the note of a row label.
fn exception(label: &str) -> Option<String> {
    let lower = label.to_lowercase();
    let (before, _) = ["operation is not supported", "operations are not supported"]
        .iter()
        .find_map(|words| lower.split_once(words))?;
    before.split_whitespace().last().map(str::to_owned)
}

/// In which order a table lists permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    LeastFirst,
    MostFirst,
    Unstated,
}

impl Order {
    fn of(heading: &str) -> Self {
        if heading.contains("least to most") {
            Self::LeastFirst
        } else if heading.contains("most to least") {
            Self::MostFirst
        } else {
            Self::Unstated
        }
    }
}

struct TableReader<'t, 'p> {
    table: &'t Table,
    scopes: Vec<Scope>,
    note: Option<&'t str>,
    problems: &'p mut Problems,
    grants: Vec<Grant>,
}

impl TableReader<'_, '_> {
    fn is_permission_table(&self) -> bool {
        let headings = self.table.headings();
        headings.iter().any(|heading| heading.starts_with("permission type"))
            || headings.iter().filter(|heading| scheme(heading).is_some()).count() > 1
    }

    /// Reads the table; says how many rows were understood.
    fn read(&mut self) -> usize {
        let headings = self.table.headings();
        let schemes: Vec<(usize, Scheme)> = headings
            .iter()
            .enumerate()
            .filter_map(|(column, heading)| Some((column, scheme(heading)?)))
            .collect();
        let kind = headings.iter().position(|heading| heading.starts_with("permission type"));
        if schemes.len() > 1 && kind.is_none() {
            return self.matrix(&schemes);
        }
        let kind = match kind {
            Some(kind) => kind,
            None if self.table.rows.iter().any(|row| scheme(row.plain(0)).is_some()) => 0,
            None => return 0,
        };
        let least = headings.iter().position(|heading| heading.starts_with("least privileged"));
        let higher = headings.iter().position(|heading| heading.starts_with("higher privileged"));
        let resource_column = headings[..kind].iter().position(|heading| heading.contains("resource"));
        let values: Vec<usize> = match least {
            Some(least) => vec![least],
            None => (0..headings.len().max(2)).filter(|&column| column > kind).collect(),
        };
        self.rows(kind, resource_column, &values, higher, &headings)
    }

    /// A row per resource, a column per scheme.
    fn matrix(&mut self, columns: &[(usize, Scheme)]) -> usize {
        let table = self.table;
        for row in &table.rows {
            let mut scopes = self.scopes.clone();
            if !row.plain(0).is_empty() {
                scopes.push(resource(row.plain(0), Origin::Row));
            }
            for &(column, scheme) in columns {
                if let Some(cell) = row.cell(column) {
                    self.cell(scheme, cell, None, &scopes, Order::Unstated);
                }
            }
        }
        table.rows.len()
    }

    fn rows(
        &mut self,
        kind: usize,
        resource_column: Option<usize>,
        values: &[usize],
        higher: Option<usize>,
        headings: &[String],
    ) -> usize {
        let table = self.table;
        let mut understood = 0;
        let mut group: Option<Scheme> = None;
        let mut position = 0;
        for row in &table.rows {
            let label = row.plain(kind);
            let named = scheme(label);
            let mut scopes = self.scopes.clone();
            if let Some(words) =
                resource_column.map(|column| row.plain(column)).filter(|words| !words.is_empty())
            {
                scopes.push(resource(words, Origin::Row));
            }
            let scheme = match (named, group) {
                (Some(scheme), _) => scheme,
                // The third row of three stands for apps, whatever its label says.
                (None, Some(Scheme::DelegatedPersonal)) if position == 2 && !is_workflow(row, kind) => {
                    let message =
                        format!("`{label}` is not a permission type; the row is taken as `Application`");
                    let cell = row.cell(kind).map_or(row.span, |cell| cell.span);
                    self.problems.push(
                        Diagnostic::new(Code::UnknownPermissionLabel, cell, message)
                            .hint("write `Application`"),
                    );
                    Scheme::Application
                }
                (None, Some(scheme)) => {
                    if !label.is_empty() {
                        scopes.push(resource(label, Origin::Row));
                    }
                    scheme
                }
                (None, None) => {
                    let message = format!("`{label}` is not a permission type");
                    self.problems.report(Code::UnknownPermissionLabel, row.span, message);
                    continue;
                }
            };
            scopes.extend(exception(label).map(Scope::Except));
            understood += 1;
            position += 1;
            group = Some(scheme);
            let is_group = named.is_some() && values.iter().all(|&column| row.plain(column).is_empty());
            if is_group && higher.is_none() && self.has_workflows(row, kind) {
                continue;
            }
            for &column in values {
                let heading = headings.get(column).map_or("", String::as_str);
                let mut scopes = scopes.clone();
                scopes.extend(audience(heading).map(Scope::Audience));
                if let Some(cell) = row.cell(column) {
                    let higher = higher.and_then(|column| row.cell(column));
                    self.cell(scheme, cell, higher, &scopes, Order::of(heading));
                }
            }
        }
        understood
    }

    /// Whether the row below a scheme's empty row is a workflow of Intune.
    fn has_workflows(&self, row: &Row, kind: usize) -> bool {
        let next = self.table.rows.iter().skip_while(|other| other.span != row.span).nth(1);
        next.is_some_and(|next| scheme(next.plain(kind)).is_none())
    }

    fn cell(&mut self, scheme: Scheme, cell: &Cell, higher: Option<&Cell>, scopes: &[Scope], order: Order) {
        let statement = permission_cell::read(cell, self.note, self.problems);
        let more = higher.map(|cell| (cell, permission_cell::read(cell, self.note, self.problems)));
        let mut push = |requirement, label: &str| {
            let mut scopes = scopes.to_vec();
            if !label.is_empty() {
                scopes.push(resource(label, Origin::Cell));
            }
            self.grants.push(Grant { scheme, requirement, scopes, span: cell.span });
        };
        match (statement, more) {
            (Statement::Parts(parts), more) => {
                let modern = more.is_some();
                let more = match more {
                    Some((cell, Statement::Parts(more))) => alternatives_of(more)
                        .filter(|alternative| !listed_in(&parts, alternative, cell, self.problems))
                        .collect(),
                    _ => Vec::new(),
                };
                for Part { label, requirement } in parts {
                    let requirement = ordered(requirement, order, modern, more.clone());
                    if order != Order::Unstated {
                        order_conflict(&requirement, cell, self.problems);
                    }
                    push(requirement, &label);
                }
            }
            // "Not supported." as the least, and names as the higher ones: the names hold.
            (_, Some((_, Statement::Parts(more)))) => {
                push(Requirement::AnyOf { alternatives: alternatives_of(more).collect() }, "");
            }
            (Statement::Unsupported, _) => push(Requirement::Unsupported, ""),
            (Statement::NotNeeded, _) => push(Requirement::NotNeeded, ""),
            (Statement::NoMore | Statement::Unknown, _) => push(Requirement::Undocumented, ""),
        }
    }

    /// Rows of the permission table that stand in another table.
    fn misplaced_rows(&mut self) {
        let table = self.table;
        for row in misplaced(table) {
            let Some(scheme) = scheme(row.plain(0)) else {
                continue;
            };
            let (Some(label), Some(cell)) = (row.cell(0), row.cell(1)) else {
                continue;
            };
            self.problems.push(
                Diagnostic::new(
                    Code::PermissionRowMisplaced,
                    label.span,
                    "a row of the permission table stands in another table",
                )
                .hint("move the row to the table under `## Permissions`"),
            );
            self.cell(scheme, cell, None, &[], Order::LeastFirst);
        }
    }
}

/// The rows of a table of parameters that belong to a permission table: those with a scheme's label, when one of them has it in full.
pub(in crate::page) fn misplaced(table: &Table) -> impl Iterator<Item = &Row> {
    let labelled = |row: &&Row| scheme(row.plain(0)).is_some();
    let full = |row: &Row| scheme(row.plain(0)).is_some() && row.plain(0).contains('(');
    let any = table.rows.iter().any(full);
    table.rows.iter().filter(labelled).filter(move |_| any)
}

/// Whether a row stands for a workflow: its label is indented or bold.
fn is_workflow(row: &Row, kind: usize) -> bool {
    row.cell(kind).is_some_and(|cell| {
        cell.plain().is_empty() || cell.text.plain.starts_with(' ') || !cell.text.marks.is_empty()
    })
}

fn alternatives_of(parts: Vec<Part>) -> impl Iterator<Item = Alternative> {
    parts.into_iter().flat_map(|part| part.requirement.alternatives().cloned().collect::<Vec<_>>())
}

/// Whether a higher privileged alternative is one of the least privileged ones; says so.
fn listed_in(parts: &[Part], alternative: &Alternative, cell: &Cell, problems: &mut Problems) -> bool {
    let listed = parts
        .iter()
        .flat_map(|part| part.requirement.alternatives())
        .any(|least| least.all_of == alternative.all_of);
    if listed {
        let name = alternative.all_of.join(" and ");
        let message = format!("`{name}` is a least privileged permission as well");
        problems.push(
            Diagnostic::new(Code::LeastAlsoHigher, cell.span, message)
                .hint("remove it from the higher privileged ones"),
        );
    }
    listed
}

/// Puts alternatives into order of privilege and marks the least.
fn ordered(requirement: Requirement, order: Order, modern: bool, more: Vec<Alternative>) -> Requirement {
    match requirement {
        Requirement::AnyOf { alternatives } => {
            let mut alternatives = in_order(alternatives, order, modern);
            alternatives.extend(more);
            Requirement::AnyOf { alternatives }
        }
        Requirement::Ambiguous { text, readings } => Requirement::Ambiguous {
            text,
            readings: readings.into_iter().map(|reading| in_order(reading, order, modern)).collect(),
        },
        other => other,
    }
}

fn in_order(mut alternatives: Vec<Alternative>, order: Order, modern: bool) -> Vec<Alternative> {
    if order == Order::MostFirst {
        alternatives.reverse();
    }
    let mut kept: Vec<Alternative> = Vec::new();
    for alternative in alternatives {
        if !kept.iter().any(|other| other.all_of == alternative.all_of) {
            kept.push(alternative);
        }
    }
    let only = kept.len() == 1;
    for (position, alternative) in kept.iter_mut().enumerate() {
        alternative.least = modern || only || (position == 0 && order != Order::Unstated);
    }
    kept
}

/// `X.ReadWrite` before `X.Read` in what should rise.
fn order_conflict(requirement: &Requirement, cell: &Cell, problems: &mut Problems) {
    let names = requirement.names();
    let conflict = names.iter().enumerate().find_map(|(position, name)| {
        let reads = name.replacen(".ReadWrite", ".Read", 1);
        (reads != **name && names[position + 1..].contains(&reads.as_str())).then_some((*name, reads))
    });
    if let Some((writes, reads)) = conflict {
        let message = format!("`{writes}` stands as less privileged than `{reads}`");
        problems.push(
            Diagnostic::new(Code::OrderConflict, cell.span, message)
                .hint("sort the cell as its column heading says, or correct the heading"),
        );
    }
}
