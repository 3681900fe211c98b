//! The table of declared types.

use std::collections::{HashMap, HashSet};

use super::links::Files;
use crate::ir::{Primitive, TypeId, Version};
use crate::page::{Page, PageKind, Resource};
use crate::source::{FileId, Span};

/// Every named type of all versions. Nothing changes it: what is asked of it does not depend on what was asked before.
pub(crate) struct TypeTable {
    pub(super) types: Vec<Declared>,
    /// Dotted name in lower case → type.
    pub(super) dotted: HashMap<(Version, String), DeclaredId>,
    /// Short name in lower case → types, in the order of their declaration.
    pub(super) short: HashMap<(Version, String), Vec<DeclaredId>>,
    /// Name in a page's title in lower case, where it is not the type's own → type.
    pub(super) titles: HashMap<(Version, String), DeclaredId>,
    /// File → types that it documents.
    pub(super) by_file: HashMap<FileId, Vec<DeclaredId>>,
    /// File → primitive that it describes: pages about `timestamp` and the like.
    pub(super) primitives: HashMap<FileId, Primitive>,
    /// Object → objects that its pages name as bases.
    pub(super) parents: HashMap<DeclaredId, Vec<DeclaredId>>,
    /// File and anchor → enum.
    pub(super) by_anchor: HashMap<(FileId, String), DeclaredId>,
    /// Property in lower case → enums whose values its descriptions list.
    pub(super) by_property: HashMap<(Version, String), Vec<DeclaredId>>,
    pub(super) files: Files,
    /// The identity in the model of each type, by its number here. Empty until every name is declared, and so is the next.
    pub(super) settled: Vec<TypeId>,
    /// The same the other way.
    pub(super) declared: HashMap<(Version, TypeId), DeclaredId>,
}

/// A type of a [`TypeTable`], in the order of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct DeclaredId(pub(super) usize);

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Primitive(Primitive),
    Declared(DeclaredId),
}

/// A type by name, with the places that speak of it.
pub(super) struct Declared {
    pub(super) version: Version,
    pub(super) name: String,
    pub(super) kind: DeclaredKind,
    /// Position of a page, and of the resource or enum on it.
    pub(super) sources: Vec<(usize, usize)>,
    /// Values that descriptions list, for an enum without a table.
    pub(super) listed: Vec<String>,
    /// The same in lower case.
    pub(super) seen: HashSet<String>,
    /// Where the first list of values stands.
    pub(super) listed_at: Option<Span>,
    /// Where the first page about it speaks of it.
    pub(super) first_span: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeclaredKind {
    Object,
    Enum,
    Opaque,
}

impl TypeTable {
    /// Every resource of every page with its type.
    pub(super) fn resources<'p>(&self, pages: &'p [Page]) -> Vec<(&'p Page, &'p Resource, DeclaredId)> {
        let mut list = Vec::new();
        for page in pages {
            let PageKind::Types(types) = &page.kind else { continue };
            for resource in &types.resources {
                let key = (page.version_or_released(), resource.name.to_lowercase());
                if let Some(&id) = self.dotted.get(&key) {
                    list.push((page, resource, id));
                }
            }
        }
        list
    }

    /// The pages and resources that a type is documented by.
    pub(super) fn sources<'p>(
        &self,
        id: DeclaredId,
        pages: &'p [Page],
    ) -> impl Iterator<Item = (&'p Page, &'p Resource)> + use<'p> {
        let sources = match self.types[id.0].kind {
            DeclaredKind::Object => self.types[id.0].sources.clone(),
            _ => Vec::new(),
        };
        sources.into_iter().filter_map(|(page, number)| {
            let page = pages.get(page)?;
            let PageKind::Types(types) = &page.kind else { return None };
            types.resources.get(number).map(|resource| (page, resource))
        })
    }

    /// Gives every type its identity in the model: its position among those of its version, by name.
    pub(super) fn settle(&mut self) {
        let mut order: Vec<usize> = (0..self.types.len()).collect();
        let key = |at: &usize| (self.types[*at].version, self.types[*at].name.as_str());
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        let mut settled = vec![TypeId::new(0); order.len()];
        for same in order.chunk_by(|a, b| self.types[*a].version == self.types[*b].version) {
            for (position, &at) in same.iter().enumerate() {
                settled[at] = TypeId::new(position);
                self.declared.insert((self.types[at].version, settled[at]), DeclaredId(at));
            }
        }
        self.settled = settled;
    }

    /// Where the first page of a type speaks of it.
    pub(super) fn span_of(&self, id: DeclaredId) -> Option<Span> {
        self.types[id.0].listed_at.or(self.types[id.0].first_span)
    }
}
