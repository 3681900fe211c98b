//! Pages → names of types.

use std::collections::hash_map::Entry;

use super::names;
use super::table::{DeclaredKind, TypeTable, version_of};
use crate::ir::Version;
use crate::names::short;
use crate::page::{Enumeration, Page, PageKind, Resource};
use crate::source::FileId;

impl TypeTable {
    /// Puts the page that gives a type most of its properties before the others: order and description are its.
    pub(super) fn main_pages_first(&mut self, pages: &[Page]) {
        let weight = |&(page, number): &(usize, usize)| match pages.get(page).map(|page| &page.kind) {
            Some(PageKind::Types(types)) => {
                types.resources.get(number).map_or(0, |resource| resource.properties.len())
            }
            _ => 0,
        };
        for declared in self.types.iter_mut().filter(|declared| declared.kind == DeclaredKind::Object) {
            declared.sources.sort_by_key(|source| std::cmp::Reverse(weight(source)));
        }
    }

    pub(super) fn declare_resource(&mut self, page: &Page, resource: &Resource, source: (usize, usize)) {
        if let Some(primitive) = names::primitive(short(&resource.name)) {
            self.primitives.insert(page.file, primitive);
            return;
        }
        let id = self.declare_name(version_of(page), &resource.name, DeclaredKind::Object);
        self.types[id.0].sources.push(source);
        if let Some(title) = &resource.title {
            self.titles.entry((version_of(page), title.to_lowercase())).or_insert(id);
        }
        self.types[id.0].first_span.get_or_insert(resource.span);
        self.by_file.entry(page.file).or_default().push(id);
    }

    /// Gives a type the name that the links of other pages call it by. It is still found by the one of its own page.
    pub(super) fn rename(&mut self, version: Version, resource: &Resource, called: &str) {
        let key = |name: &str| (version, name.to_lowercase());
        let Some(&id) = self.dotted.get(&key(&resource.name)) else { return };
        let namespace = resource.name.strip_suffix(short(&resource.name)).unwrap_or_default();
        let name = format!("{namespace}{called}");
        if let Entry::Vacant(free) = self.dotted.entry(key(&name)) {
            free.insert(id);
            self.short.entry(key(called)).or_default().push(id);
            self.types[id.0].name = name;
        }
    }

    pub(super) fn declare_enum(
        &mut self,
        page: &Page,
        resources: &[Resource],
        list: &Enumeration,
        source: (usize, usize),
    ) {
        let version = version_of(page);
        let name = self.enum_name(version, page.file, resources, list);
        let id = self.declare_name(version, &name, DeclaredKind::Enum);
        if self.types[id.0].kind != DeclaredKind::Enum {
            return;
        }
        self.types[id.0].sources.push(source);
        self.types[id.0].seen.extend(list.members.iter().map(|member| member.name.to_lowercase()));
        self.by_anchor.entry((page.file, list.anchor.clone())).or_insert(id);
        if resources.is_empty() {
            self.by_file.entry(page.file).or_default().push(id);
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
        let namespace = if resources.is_empty() { self.files.namespace(from) } else { &list.namespace };
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
            if self.dotted.contains_key(&(version, dotted.to_lowercase())) {
                return None;
            }
            Some(if ty.name.contains('.') { ty.name.clone() } else { format!("{namespace}.{}", ty.name) })
        };
        if list.own_page { dotted } else { resources.iter().find_map(named).unwrap_or(dotted) }
    }
}
