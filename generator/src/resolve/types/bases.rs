//! What types inherit from, of all that pages name as bases.

use std::collections::{HashMap, HashSet};

use super::table::{DeclaredId, DeclaredKind, Known, TypeTable};
use crate::diagnostic::{Code, Problems};
use crate::ir::{self, MOST_BASES};
use crate::names::short;
use crate::page::{Page, TypeText};
use crate::resolve::settled::StatedBases;

/// What each object inherits from.
pub(super) struct Bases {
    base: HashMap<DeclaredId, DeclaredId>,
    entity: HashSet<DeclaredId>,
}

impl Bases {
    pub(super) fn settle(table: &TypeTable, pages: &[Page], problems: &mut Problems) -> Self {
        let mut bases = Self { base: HashMap::new(), entity: HashSet::new() };
        let mut ids: Vec<DeclaredId> = table.parents.keys().copied().collect();
        ids.sort();
        for id in ids {
            if let Some(base) = most_specific(table, id, &table.parents) {
                bases.base.insert(id, base);
            }
        }
        bases.adopt(table);
        bases.break_circles();
        bases.cut_chains(table, problems);
        for at in 0..table.types.len() {
            let id = DeclaredId(at);
            if has_key(table, id, pages) {
                bases.entity.insert(id);
            }
        }
        bases
    }

    /// Gives a type without a base the one that the other version's page names, where that is documented in this version too.
    fn adopt(&mut self, table: &TypeTable) {
        let known: Vec<(DeclaredId, DeclaredId)> = self.base.iter().map(|(&id, &base)| (id, base)).collect();
        for (id, base) in known {
            let other = table.types[id.0].version.other();
            let there =
                |id: DeclaredId| table.dotted.get(&(other, table.types[id.0].name.to_lowercase())).copied();
            let (Some(twin), Some(base)) = (there(id), there(base)) else { continue };
            let objects = [twin, base].iter().all(|id| table.types[id.0].kind == DeclaredKind::Object);
            if objects && !self.base.contains_key(&twin) {
                self.base.insert(twin, base);
            }
        }
    }

    /// The type that a type inherits from.
    pub(super) fn base(&self, id: DeclaredId) -> Option<DeclaredId> {
        self.base.get(&id).copied()
    }

    /// The types that a type inherits from, nearest first.
    pub(super) fn chain(&self, id: DeclaredId) -> impl Iterator<Item = DeclaredId> {
        std::iter::successors(self.base.get(&id).copied(), |id| self.base.get(id).copied())
    }

    pub(super) fn is_entity(&self, id: DeclaredId) -> bool {
        self.entity.contains(&id) || self.chain(id).any(|base| self.entity.contains(&base))
    }

    fn break_circles(&mut self) {
        let mut above_it: HashMap<DeclaredId, DeclaredId> = HashMap::new();
        for start in self.sorted() {
            // The types that this walk has met point to its start: who meets one of them again is in a circle.
            let mut at = start;
            while let Some(&base) = self.base.get(&at).filter(|_| !above_it.contains_key(&at)) {
                above_it.insert(at, start);
                at = base;
            }
            if above_it.get(&at) == Some(&start) && self.base.contains_key(&at) {
                let circle = std::iter::once(at).chain(self.chain(at).take_while(|&id| id != at));
                let first = circle.min().expect("a circle has a type");
                self.base.remove(&first);
            }
        }
    }

    /// Takes the base of the types that have [`ir::MOST_BASES`] above them.
    fn cut_chains(&mut self, table: &TypeTable, problems: &mut Problems) {
        let mut depths: HashMap<DeclaredId, usize> = HashMap::new();
        for id in self.sorted() {
            let unknown: Vec<DeclaredId> =
                std::iter::once(id).chain(self.chain(id)).take_while(|id| !depths.contains_key(id)).collect();
            for id in unknown.into_iter().rev() {
                let above = self.base.get(&id).map_or(0, |base| depths[base] + 1);
                if above > ir::MOST_BASES {
                    self.base.remove(&id);
                    report_depth(table, id, problems);
                }
                depths.insert(id, if above > ir::MOST_BASES { 0 } else { above });
            }
        }
    }

    /// The types that have a base, in the order of their declaration.
    fn sorted(&self) -> Vec<DeclaredId> {
        let mut ids: Vec<DeclaredId> = self.base.keys().copied().collect();
        ids.sort();
        ids
    }
}

/// Every type that pages name as a base of an object, in the order of their weight: annotation, sentences, the base's own page,
/// inherited rows.
pub(super) fn candidates(
    table: &TypeTable,
    pages: &[Page],
    problems: &mut Problems,
) -> HashMap<DeclaredId, Vec<DeclaredId>> {
    let mut found: HashMap<DeclaredId, Vec<DeclaredId>> = HashMap::new();
    let mut add = |id: DeclaredId, base: DeclaredId| {
        let list = found.entry(id).or_default();
        if id != base && !list.contains(&base) {
            list.push(base);
        }
    };
    for (page, resource, id) in table.resources(pages) {
        for text in &resource.bases {
            if let Some(base) = object_named(table, page, text, problems) {
                add(id, base);
            }
        }
    }
    for (page, resource, id) in table.resources(pages) {
        for text in &resource.derived {
            if let Some(derived) = object_named(table, page, text, problems) {
                add(derived, id);
            }
        }
    }
    for (page, resource, id) in table.resources(pages) {
        let mut seen = HashSet::new();
        for text in resource.properties.iter().filter_map(|property| property.inherited.as_ref()) {
            if seen.insert((&text.text, &text.link))
                && let Some(known) = table.meant(page.version_or_released(), text)
                && let Some(base) = object(table, known)
            {
                add(id, base);
            }
        }
    }
    found
}

/// The same of every type that can have a base.
pub(in crate::resolve) fn stated(table: &TypeTable) -> Vec<StatedBases> {
    let ids = (0..table.types.len()).map(DeclaredId);
    let stated = |id: DeclaredId| StatedBases {
        version: table.types[id.0].version,
        ty: table.settled[id.0],
        span: table.span_of(id),
        bases: table.parents.get(&id).into_iter().flatten().map(|&base| table.settled[base.0]).collect(),
    };
    ids.filter(|id| table.types[id.0].kind != DeclaredKind::Enum).map(stated).collect()
}

/// The object that a text names, if it names one, after a report of what is wrong with the name.
fn object_named(
    table: &TypeTable,
    page: &Page,
    text: &TypeText,
    problems: &mut Problems,
) -> Option<DeclaredId> {
    let [name] = text.words().names.as_slice() else { return None };
    let found = table.known(page.version_or_released(), page.file, name)?;
    object(table, table.reported(found, name, text.span, problems))
}

fn object(table: &TypeTable, known: Known) -> Option<DeclaredId> {
    let Known::Declared(id) = known else { return None };
    (table.types[id.0].kind != DeclaredKind::Enum).then_some(id)
}

/// The candidate that derives from the others; the first when there is none.
fn most_specific(
    table: &TypeTable,
    id: DeclaredId,
    candidates: &HashMap<DeclaredId, Vec<DeclaredId>>,
) -> Option<DeclaredId> {
    let list = candidates.get(&id)?;
    let mut best = *list.first()?;
    for &next in &list[1..] {
        let root = short(&table.types[best.0].name).eq_ignore_ascii_case("entity");
        if derives(next, id, candidates) || derives(best, next, candidates) {
            continue;
        }
        if root || derives(next, best, candidates) {
            best = next;
        }
    }
    (!derives(best, id, candidates)).then_some(best)
}

fn report_depth(table: &TypeTable, id: DeclaredId, problems: &mut Problems) {
    let Some(span) = table.span_of(id) else { return };
    let (name, most) = (&table.types[id.0].name, ir::MOST_BASES);
    let message = format!("`{name}` has more than {most} types above it; what it inherits from was not read");
    problems.report(Code::TooMany, span, message);
}

/// Whether a type inherits from another as far as any candidate says.
fn derives(from: DeclaredId, base: DeclaredId, candidates: &HashMap<DeclaredId, Vec<DeclaredId>>) -> bool {
    from != base && line_of(from, candidates).contains(&base)
}

/// A type and everything that it inherits from as far as any candidate says, nearest first. Of more than [`ir::MOST_BASES`] the nearest
/// are enough to choose between candidates: what is chosen is cut where it is too long.
pub(super) fn line_of(id: DeclaredId, candidates: &HashMap<DeclaredId, Vec<DeclaredId>>) -> Vec<DeclaredId> {
    let mut line = vec![id];
    let mut at = 0;
    while at < line.len() && line.len() < MOST_BASES {
        for next in candidates.get(&line[at]).into_iter().flatten() {
            if line.len() < MOST_BASES && !line.contains(next) {
                line.push(*next);
            }
        }
        at += 1;
    }
    line
}

fn has_key(table: &TypeTable, id: DeclaredId, pages: &[Page]) -> bool {
    table.sources(id, pages).any(|(_, resource)| {
        resource.has_key
            || resource.properties.iter().any(|property| property.name == "id" && !property.only_in_sample)
    })
}
