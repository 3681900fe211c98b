//! The tables of a section about permissions.
//!
//! ```text
//! |Permission type|Permissions (from least to most privileged)|          a row per scheme
//! |Permission type|Least privileged permissions|Higher privileged permissions|
//! |Resource|Permission type|Least privileged permissions|Higher privileged permissions|
//! |Permission type|Permissions acting on self|Permissions acting on others|
//! |Supported resource|Delegated (work or school account)|Delegated (personal …)|Application|     a row per resource
//! ```
//! Intune's tables have empty scheme rows with a row per workflow below each.

use super::cell::{self, Part, Statement};
use super::grant::{Grant, Origin, Scope, audience, resource};
use super::notes::Notes;
use super::privilege::{Order, order_conflict, ordered};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Alternative, Requirement, Scheme};
use crate::markdown::{Cell, Row, Table};

/// The scheme that a row label or a column heading names.
pub(in crate::page) fn scheme(label: &str) -> Option<Scheme> {
    let label = label.trim().trim_start_matches(['*', '_', '`']);
    let starts = |word: &str| label.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if starts("delegated") {
        let personal = label.to_lowercase().contains("personal");
        Some(if personal { Scheme::DelegatedPersonal } else { Scheme::DelegatedWork })
    } else if starts("application") || starts("app-only") {
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

/// Whether a table lists permissions: by its headings.
pub(super) fn is_permission_table(table: &Table) -> bool {
    let headings = &table.headings;
    headings.iter().any(|heading| heading.starts_with("permission type"))
        || headings.iter().filter(|heading| scheme(heading).is_some()).count() > 1
}

/// Reads one table.
pub(super) struct TableReader<'t, 'p> {
    pub(super) table: &'t Table,
    /// What the whole table speaks of.
    pub(super) scopes: Vec<Scope>,
    /// The notes that marked names refer to.
    pub(super) notes: &'t Notes,
    pub(super) problems: &'p mut Problems,
    /// What was found so far.
    pub(super) grants: Vec<Grant>,
}

impl TableReader<'_, '_> {
    /// Reads the table; says how many rows were understood.
    pub(super) fn read(&mut self) -> usize {
        let headings = &self.table.headings;
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
        self.rows(kind, resource_column, &values, higher, headings)
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
        for (number, row) in table.rows.iter().enumerate() {
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
            if is_group && higher.is_none() && self.has_workflows(number, kind) {
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
    fn has_workflows(&self, number: usize, kind: usize) -> bool {
        self.table.rows.get(number + 1).is_some_and(|next| scheme(next.plain(kind)).is_none())
    }

    fn cell(&mut self, scheme: Scheme, cell: &Cell, higher: Option<&Cell>, scopes: &[Scope], order: Order) {
        let statement = cell::read(cell, self.notes, self.problems);
        let more = higher.map(|cell| (cell, cell::read(cell, self.notes, self.problems)));
        let mut push = |requirement, label: &str| {
            let mut scopes = scopes.to_vec();
            if !label.is_empty() {
                scopes.push(resource(label, Origin::Cell));
            }
            self.grants.push(Grant { scheme, requirement, scopes, span: cell.span });
        };
        match (statement, more) {
            (Statement::Parts(parts), more) => {
                let more: Option<Vec<Alternative>> = more.map(|(cell, more)| match more {
                    Statement::Parts(more) => alternatives_of(more)
                        .filter(|alternative| !listed_in(&parts, alternative, cell, self.problems))
                        .collect(),
                    _ => Vec::new(),
                });
                for Part { label, requirement } in parts {
                    let requirement = ordered(requirement, order, more.clone());
                    if order != Order::Unstated {
                        order_conflict(&requirement, cell.span, self.problems);
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
    pub(super) fn misplaced_rows(&mut self) {
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
