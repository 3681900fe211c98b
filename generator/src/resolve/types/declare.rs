//! Pages → names of types: first those that pages are about, then those that they mention (`mentions.rs`).

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::links::{self, Files};
use super::table::{Declared, DeclaredId, DeclaredKind, TypeTable};
use super::{bases, names};
use crate::diagnostic::Problems;
use crate::ir::Version;
use crate::load::Docs;
use crate::names::short;
use crate::page::{Enumeration, Page, PageKind, Resource};
use crate::source::FileId;

/// The names of types as far as they are known.
pub(crate) struct Declarations {
    pub(super) index: TypeTable,
}

impl Declarations {
    /// The types that pages are about.
    pub(crate) fn of(docs: &Docs, pages: &[Page]) -> Self {
        let index = TypeTable {
            types: Vec::new(),
            dotted: HashMap::new(),
            short: HashMap::new(),
            titles: HashMap::new(),
            by_file: HashMap::new(),
            primitives: HashMap::new(),
            parents: HashMap::new(),
            by_anchor: HashMap::new(),
            by_property: HashMap::new(),
            files: Files::new(docs, pages),
            settled: Vec::new(),
            declared: HashMap::new(),
        };
        let called = links::called(&index.files, pages);
        let mut table = Self { index };
        for (at, page) in pages.iter().enumerate() {
            if let PageKind::Types(types) = &page.kind {
                for (number, resource) in types.resources.iter().enumerate() {
                    table.declare_resource(page, resource, (at, number));
                }
                if let ([resource], Some(name)) = (types.resources.as_slice(), called.get(&page.file)) {
                    table.rename(page.version_or_released(), resource, name);
                }
            }
        }
        for (at, page) in pages.iter().enumerate() {
            if let PageKind::Types(types) = &page.kind {
                for (number, list) in types.enums.iter().enumerate() {
                    table.declare_enum(page, &types.resources, list, (at, number));
                }
            }
        }
        table.main_pages_first(pages);
        table
    }

    /// The table of all types that were declared, with what pages say that they inherit from.
    pub(crate) fn freeze(self, pages: &[Page], problems: &mut Problems) -> TypeTable {
        let parents = bases::candidates(&self.index, pages, problems);
        let mut table = TypeTable { parents, ..self.index };
        table.settle();
        table
    }

    /// The type of that dotted name, declared now unless it was before. What is documented takes the place of what is not.
    pub(super) fn declare_name(&mut self, version: Version, name: &str, kind: DeclaredKind) -> DeclaredId {
        let key = (version, name.to_lowercase());
        if let Some(&id) = self.index.dotted.get(&key) {
            let known = &mut self.index.types[id.0].kind;
            if *known == DeclaredKind::Opaque {
                *known = kind;
            }
            return id;
        }
        let id = DeclaredId(self.index.types.len());
        let declared = Declared {
            version,
            name: name.to_owned(),
            kind,
            sources: Vec::new(),
            listed: Vec::new(),
            seen: HashSet::new(),
            listed_at: None,
            first_span: None,
        };
        self.index.types.push(declared);
        self.index.short.entry((version, short(&key.1).to_owned())).or_default().push(id);
        self.index.dotted.insert(key, id);
        id
    }

    /// Puts the page that gives a type most of its properties before the others: order and description are its.
    fn main_pages_first(&mut self, pages: &[Page]) {
        let weight = |&(page, number): &(usize, usize)| match pages.get(page).map(|page| &page.kind) {
            Some(PageKind::Types(types)) => {
                types.resources.get(number).map_or(0, |resource| resource.properties.len())
            }
            _ => 0,
        };
        for declared in self.index.types.iter_mut().filter(|declared| declared.kind == DeclaredKind::Object) {
            declared.sources.sort_by_key(|source| std::cmp::Reverse(weight(source)));
        }
    }

    fn declare_resource(&mut self, page: &Page, resource: &Resource, source: (usize, usize)) {
        if let Some(primitive) = names::primitive(short(&resource.name)) {
            self.index.primitives.insert(page.file, primitive);
            return;
        }
        let id = self.declare_name(page.version_or_released(), &resource.name, DeclaredKind::Object);
        self.index.types[id.0].sources.push(source);
        if let Some(title) = &resource.title {
            self.index.titles.entry((page.version_or_released(), title.to_lowercase())).or_insert(id);
        }
        self.index.types[id.0].first_span.get_or_insert(resource.span);
        self.index.by_file.entry(page.file).or_default().push(id);
    }

    /// Gives a type the name that the links of other pages call it by. It is still found by the one of its own page.
    fn rename(&mut self, version: Version, resource: &Resource, called: &str) {
        let key = |name: &str| (version, name.to_lowercase());
        let Some(&id) = self.index.dotted.get(&key(&resource.name)) else { return };
        let namespace = resource.name.strip_suffix(short(&resource.name)).unwrap_or_default();
        let name = format!("{namespace}{called}");
        if let Entry::Vacant(free) = self.index.dotted.entry(key(&name)) {
            free.insert(id);
            self.index.short.entry(key(called)).or_default().push(id);
            self.index.types[id.0].name = name;
        }
    }

    fn declare_enum(
        &mut self,
        page: &Page,
        resources: &[Resource],
        list: &Enumeration,
        source: (usize, usize),
    ) {
        let version = page.version_or_released();
        let name = self.enum_name(version, page.file, resources, list);
        let id = self.declare_name(version, &name, DeclaredKind::Enum);
        if self.index.types[id.0].kind != DeclaredKind::Enum {
            return;
        }
        self.index.types[id.0].sources.push(source);
        self.index.types[id.0].seen.extend(list.members.iter().map(|member| member.name.to_lowercase()));
        self.index.by_anchor.entry((page.file, list.anchor.clone())).or_insert(id);
        if resources.is_empty() {
            self.index.by_file.entry(page.file).or_default().push(id);
        }
    }

    /// The name of a list of values: below a resource its heading may name a property, whose type the list then is.
    fn enum_name(
        &self,
        version: Version,
        from: FileId,
        resources: &[Resource],
        list: &Enumeration,
    ) -> String {
        let namespace = if resources.is_empty() { self.index.files.namespace(from) } else { &list.namespace };
        let dotted =
            if list.name.contains('.') { list.name.clone() } else { format!("{namespace}.{}", list.name) };
        let named = |resource: &Resource| {
            let property =
                resource.properties.iter().find(|property| property.name.eq_ignore_ascii_case(&list.name))?;
            let words = property.ty.words();
            let [ty] = words.names.as_slice() else { return None };
            if names::primitive(&ty.name).is_some() && ty.link.is_none() {
                return Some(format!("{}/{}", resource.name, property.name));
            }
            let elsewhere = ty.link.as_deref().is_some_and(|link| !link.starts_with('#'));
            if elsewhere || ty.name.eq_ignore_ascii_case(&list.name) {
                return None;
            }
            if self.index.dotted.contains_key(&(version, dotted.to_lowercase())) {
                return None;
            }
            Some(if ty.name.contains('.') { ty.name.clone() } else { format!("{namespace}.{}", ty.name) })
        };
        if list.own_page { dotted } else { resources.iter().find_map(named).unwrap_or(dotted) }
    }
}
