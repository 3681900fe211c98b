//! Grants of pages → the permissions of an operation.
//!
//! A grant without a scope speaks of all requests of its page; `scope.rs` says which those with a scope speak of.

use super::claim::{Claim, rank};
use super::scope::{Nearest, binding, is_excepted, is_row, table_scope};
use super::settled::Statement;
use crate::ir::{Alternative, Cell, Elsewhere, Permissions, Requirement, Scheme, SourceLocation};
use crate::page::{self, Grant};
use crate::source::Span;

/// The permissions of an operation that the given pages document, the owner first, and what the pages state for each scheme.
pub(super) fn unite(
    claims: &[Claim<'_>],
    place: &dyn Fn(Span) -> SourceLocation,
) -> (Permissions, Vec<Vec<Statement>>) {
    let (own, others): (Vec<&Claim<'_>>, Vec<&Claim<'_>>) =
        claims.iter().partition(|claim| !claim.of_other_workload);
    let speaks = |claims: &[&Claim<'_>]| claims.iter().any(|claim| !claim.page.grants.is_empty());
    let (own, others) = if speaks(&own) { (own, others) } else { (claims.iter().collect(), Vec::new()) };
    let own: Vec<(&Claim<'_>, Nearest)> =
        own.into_iter().map(|claim| (claim, Nearest::of(claim.page, claim.request))).collect();
    let mut united = Permissions::default();
    let mut places: Vec<Span> = Vec::new();
    let mut statements: Vec<Vec<Statement>> = Vec::new();
    for scheme in Scheme::ALL {
        let said: Vec<PageStatement<'_>> =
            own.iter().map(|(claim, nearest)| PageStatement::of(claim, nearest, scheme)).collect();
        *united.of_mut(scheme) = union(&said);
        let cells = cells(scheme, united.of(scheme), &said, place);
        united.cells.extend(cells);
        places.extend(said.iter().flat_map(|said| &said.grants).map(|(span, _)| *span));
        if own.len() > 1 {
            statements
                .push(said.into_iter().filter(PageStatement::speaks).map(PageStatement::plain).collect());
        }
    }
    let best = own.iter().map(|(claim, _)| rank(claim)).min();
    for (claim, nearest) in &own {
        if Some(rank(claim)) == best {
            united.elsewhere.extend(for_other_requests(claim, nearest, place));
        }
        add_roles(&mut united, &claim.page.roles);
    }
    united.elsewhere.extend(others.into_iter().flat_map(|claim| in_other_workload(claim, place)));
    places.sort();
    places.dedup();
    united.places = places.into_iter().map(place).collect();
    (united, statements)
}

/// Adds the roles of a page, the least privileged first.
fn add_roles(united: &mut Permissions, roles: &[page::DirectoryRole]) {
    let (least, others): (Vec<_>, Vec<_>) = roles.iter().partition(|role| role.least);
    for role in least.into_iter().chain(others) {
        if united.roles.contains(&role.name) {
            continue;
        }
        united.roles.push(role.name.clone());
        if role.least {
            united.least_roles.push(role.name.clone());
        }
        if !role.conditions.is_empty() {
            united.role_conditions.insert(role.name.clone(), role.conditions.clone());
        }
    }
}

/// What a page states under a heading, a column or a label for others of its requests than this one.
fn for_other_requests<'l>(
    claim: &'l Claim<'l>,
    nearest: &'l Nearest,
    place: &'l dyn Fn(Span) -> SourceLocation,
) -> impl Iterator<Item = Elsewhere> + 'l {
    let unbound =
        |grant: &&Grant| binding(grant, claim, nearest).is_none() && !is_excepted(grant, claim.request);
    claim.page.grants.iter().filter(unbound).filter_map(move |grant| {
        Some(Elsewhere {
            scheme: grant.scheme,
            scope: table_scope(grant)?.to_owned(),
            other_workload: false,
            requirement: grant.requirement.clone(),
            place: Some(place(grant.span)),
        })
    })
}

/// What a page of another workload states for this request, by scheme.
fn in_other_workload(claim: &Claim<'_>, place: &dyn Fn(Span) -> SourceLocation) -> Vec<Elsewhere> {
    let nearest = Nearest::of(claim.page, claim.request);
    let stated = |scheme| {
        let said = PageStatement::of(claim, &nearest, scheme);
        let (span, _) = *said.grants.first()?;
        Some(Elsewhere {
            scheme,
            scope: claim.page.product.clone(),
            other_workload: true,
            requirement: said.requirement,
            place: Some(place(span)),
        })
    };
    Scheme::ALL.into_iter().filter_map(stated).collect()
}

/// The cells that say what a scheme needs as it was settled.
fn cells(
    scheme: Scheme,
    settled: &Requirement,
    said: &[PageStatement<'_>],
    place: &dyn Fn(Span) -> SourceLocation,
) -> Vec<Cell> {
    let told = std::mem::discriminant(settled);
    let grants = said.iter().flat_map(|said| &said.grants);
    let mut telling: Vec<&(Span, Requirement)> =
        grants.filter(|(_, granted)| std::mem::discriminant(granted) == told).collect();
    if !matches!(settled, Requirement::AnyOf { .. }) {
        telling.truncate(1);
    }
    let alone = telling.len() == 1;
    let names = |granted: &Requirement| match alone {
        true => Vec::new(),
        false => granted.names().into_iter().map(str::to_owned).collect(),
    };
    telling
        .iter()
        .map(|(span, granted)| Cell { scheme, names: names(granted), place: place(*span) })
        .collect()
}

/// What one page says for one scheme.
struct PageStatement<'l> {
    claim: &'l Claim<'l>,
    requirement: Requirement,
    /// Whether it is said of a kind of resource, in a row of a table about many.
    general: bool,
    /// The cells or sentences that say it, each with its part.
    grants: Vec<(Span, Requirement)>,
}

/// What holds when pages differ: each of the pages of the best rank that say something tells of a way to be allowed.
///
/// A page about extensions shows `GET /users/{id}?$expand=extensions`; what it says does not hold for users without extensions. Its
/// row for a kind of resource does not open what the request's own page calls unsupported, either.
fn union(said: &[PageStatement<'_>]) -> Requirement {
    let speaking = || said.iter().filter(|said| said.speaks());
    let best = speaking().map(|said| rank(said.claim)).min();
    if let Some(owner) = speaking().next()
        && owner.requirement == Requirement::Unsupported
        && speaking().skip(1).all(|other| other.requirement == Requirement::Unsupported || other.general)
    {
        return Requirement::Unsupported;
    }
    speaking().filter(|said| Some(rank(said.claim)) == best).map(|said| &said.requirement).fold(
        Requirement::Undocumented,
        |known, requirement| {
            if known.names_the_same(requirement) { known } else { either(known, requirement.clone()) }
        },
    )
}

impl<'l> PageStatement<'l> {
    /// What a page says for a scheme.
    fn of(claim: &'l Claim<'l>, nearest: &Nearest, scheme: Scheme) -> Self {
        let mut said = PageStatement {
            claim,
            requirement: Requirement::Undocumented,
            general: true,
            grants: Vec::new(),
        };
        said.read(scheme, nearest);
        said
    }

    fn read(&mut self, scheme: Scheme, nearest: &Nearest) {
        let Claim { page, request, .. } = self.claim;
        for grant in page.grants.iter().filter(|grant| grant.scheme == scheme) {
            let granted = if is_excepted(grant, request) {
                Requirement::Unsupported
            } else if let Some(conditions) = binding(grant, self.claim, nearest) {
                let mut granted = grant.requirement.clone();
                add_conditions(&mut granted, &conditions);
                granted
            } else {
                continue;
            };
            self.grants.push((grant.span, granted.clone()));
            self.general &= is_row(grant);
            self.requirement = match std::mem::take(&mut self.requirement) {
                Requirement::Undocumented => granted,
                known if known.names_the_same(&granted) => known,
                known => either(known, granted),
            };
        }
    }

    fn speaks(&self) -> bool {
        self.requirement != Requirement::Undocumented
    }

    /// It without its page.
    fn plain(self) -> Statement {
        Statement {
            request: format!("{} {}", self.claim.request.method, self.claim.template),
            rank: rank(self.claim),
            requirement: self.requirement,
            grants: self.grants,
        }
    }
}

fn add_conditions(requirement: &mut Requirement, conditions: &[String]) {
    let add = |alternatives: &mut Vec<Alternative>| {
        for alternative in alternatives {
            for condition in conditions {
                if !alternative.conditions.contains(condition) {
                    alternative.conditions.push(condition.clone());
                }
            }
        }
    };
    match requirement {
        Requirement::AnyOf { alternatives } => add(alternatives),
        Requirement::Ambiguous { readings, .. } => readings.iter_mut().for_each(add),
        Requirement::Undocumented | Requirement::Unsupported | Requirement::NotNeeded => {}
    }
}

/// Both requirements as alternatives of one.
fn either(a: Requirement, b: Requirement) -> Requirement {
    match (a, b) {
        (Requirement::AnyOf { mut alternatives }, Requirement::AnyOf { alternatives: more }) => {
            for alternative in more {
                match alternatives.iter_mut().find(|known| known.all_of == alternative.all_of) {
                    // A way that holds without a condition in one place holds.
                    Some(known) if alternative.conditions.is_empty() => known.conditions.clear(),
                    Some(known) if known.conditions.is_empty() => {}
                    Some(known) => {
                        for condition in alternative.conditions {
                            if !known.conditions.contains(&condition) {
                                known.conditions.push(condition);
                            }
                        }
                    }
                    None => alternatives.push(alternative),
                }
            }
            Requirement::AnyOf { alternatives }
        }
        (Requirement::Ambiguous { text, mut readings }, other)
        | (other, Requirement::Ambiguous { text, mut readings }) => {
            let more: Vec<Alternative> = other.alternatives().cloned().collect();
            for reading in &mut readings {
                reading.extend(
                    more.iter()
                        .filter(|a| !reading.iter().any(|b| a.all_of == b.all_of))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
            }
            Requirement::Ambiguous { text, readings }
        }
        (Requirement::Undocumented | Requirement::Unsupported, other) => other,
        (some, Requirement::Undocumented | Requirement::Unsupported) => some,
        (Requirement::NotNeeded, other) | (other, Requirement::NotNeeded) => other,
    }
}
