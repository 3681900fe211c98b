//! Declared types → definitions.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::names;
use super::table::{Declared, DeclaredKind, TypeId, TypeTable, version_of};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{self, MOST_BASES, Version};
use crate::names::short;
use crate::page::{Enumeration, Page, PageKind, Property, PropertyGrant, Resource, TypeText};
use crate::source::Span;

/// Defines every type of the table, by version and name.
pub(super) fn define(
    table: &mut TypeTable,
    pages: &[Page],
    place: &dyn Fn(Span) -> ir::SourceLocation,
    problems: &mut Problems,
) -> BTreeMap<Version, Vec<ir::TypeDefinition>> {
    report_renamed(table, pages, problems);
    let bases = Bases::settle(table, pages, problems);
    let documented: Vec<TypeId> = (0..table.types.len()).map(TypeId).collect();
    let mut fields: HashMap<TypeId, Vec<ir::Field>> = HashMap::new();
    for &id in &documented {
        if table.types[id.0].kind == DeclaredKind::Object {
            fields.insert(id, own_fields(table, id, pages, place, problems));
        }
    }
    drop_inherited(&mut fields, &bases);
    let mut defined: BTreeMap<Version, Vec<ir::TypeDefinition>> = BTreeMap::new();
    for (at, declared) in table.types.iter().enumerate() {
        let id = TypeId(at);
        let definition = match declared.kind {
            DeclaredKind::Object => {
                object(table, id, pages, place, &bases, fields.remove(&id).unwrap_or_default())
            }
            DeclaredKind::Enum => enumeration(declared, pages, place),
            DeclaredKind::Opaque => opaque(declared),
        };
        defined.entry(declared.version).or_default().push(definition);
    }
    for types in defined.values_mut() {
        types.sort_by(|a, b| a.name.cmp(&b.name));
    }
    defined
}

/// Reports the pages whose type other pages call by a longer name.
fn report_renamed(table: &TypeTable, pages: &[Page], problems: &mut Problems) {
    for (_, resource, id) in resources(table, pages) {
        let name = &table.types[id.0].name;
        if !name.eq_ignore_ascii_case(&resource.name) {
            let message = format!("every link calls `{}` `{}`", resource.name, short(name));
            problems.push(
                Diagnostic::new(Code::LinkTextDiffers, resource.span, message)
                    .hint(format!("write `{name}`")),
            );
        }
    }
}

/// What each object inherits from.
struct Bases {
    base: HashMap<TypeId, TypeId>,
    entity: HashSet<TypeId>,
}

impl Bases {
    fn settle(table: &mut TypeTable, pages: &[Page], problems: &mut Problems) -> Self {
        let candidates = candidates(table, pages, problems);
        let mut bases = Self { base: HashMap::new(), entity: HashSet::new() };
        let mut ids: Vec<TypeId> = candidates.keys().copied().collect();
        ids.sort();
        for id in ids {
            if let Some(base) = most_specific(table, id, &candidates, problems) {
                bases.base.insert(id, base);
            }
        }
        bases.adopt(table, problems);
        bases.break_circles();
        bases.cut_chains(table, problems);
        for at in 0..table.types.len() {
            let id = TypeId(at);
            if has_key(table, id, pages) {
                bases.entity.insert(id);
            }
        }
        bases
    }

    /// Gives a type without a base the one that the other version's page names, where that is documented in this version too.
    fn adopt(&mut self, table: &TypeTable, problems: &mut Problems) {
        let known: Vec<(TypeId, TypeId)> = self.base.iter().map(|(&id, &base)| (id, base)).collect();
        for (id, base) in known {
            let other = match table.types[id.0].version {
                Version::V1 => Version::Beta,
                Version::Beta => Version::V1,
            };
            let there =
                |id: TypeId| table.dotted.get(&(other, table.types[id.0].name.to_lowercase())).copied();
            let (Some(twin), Some(base)) = (there(id), there(base)) else { continue };
            let objects = [twin, base].iter().all(|id| table.types[id.0].kind == DeclaredKind::Object);
            if objects && !self.base.contains_key(&twin) {
                self.base.insert(twin, base);
                report_adopted(table, twin, base, problems);
            }
        }
    }

    /// The types that a type inherits from, nearest first.
    fn chain(&self, id: TypeId) -> impl Iterator<Item = TypeId> {
        std::iter::successors(self.base.get(&id).copied(), |id| self.base.get(id).copied())
    }

    fn is_entity(&self, id: TypeId) -> bool {
        self.entity.contains(&id) || self.chain(id).any(|base| self.entity.contains(&base))
    }

    fn break_circles(&mut self) {
        let mut above_it: HashMap<TypeId, TypeId> = HashMap::new();
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
        let mut depths: HashMap<TypeId, usize> = HashMap::new();
        for id in self.sorted() {
            let unknown: Vec<TypeId> =
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
    fn sorted(&self) -> Vec<TypeId> {
        let mut ids: Vec<TypeId> = self.base.keys().copied().collect();
        ids.sort();
        ids
    }
}

/// Every type that pages name as a base of an object, in the order of their weight: annotation, sentences, the base's own page,
/// inherited rows.
pub(super) fn candidates(
    table: &mut TypeTable,
    pages: &[Page],
    problems: &mut Problems,
) -> HashMap<TypeId, Vec<TypeId>> {
    let mut found: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    let mut add = |id: TypeId, base: TypeId| {
        let list = found.entry(id).or_default();
        if id != base && !list.contains(&base) {
            list.push(base);
        }
    };
    for (page, resource, id) in resources(table, pages) {
        for text in &resource.bases {
            if let Some(base) = object_named(table, page, text, problems) {
                add(id, base);
            }
        }
    }
    for (page, resource, id) in resources(table, pages) {
        for text in &resource.derived {
            if let Some(derived) = object_named(table, page, text, problems) {
                add(derived, id);
            }
        }
    }
    for (page, resource, id) in resources(table, pages) {
        let mut seen = HashSet::new();
        for text in resource.properties.iter().filter_map(|property| property.inherited.as_ref()) {
            if seen.insert((&text.text, &text.link))
                && let Some(base) = object_named(table, page, text, &mut Problems::default())
            {
                add(id, base);
            }
        }
    }
    found
}

/// Every resource of every page with its type.
fn resources<'p>(table: &TypeTable, pages: &'p [Page]) -> Vec<(&'p Page, &'p Resource, TypeId)> {
    let mut list = Vec::new();
    for page in pages {
        let PageKind::Types(types) = &page.kind else {
            continue;
        };
        for resource in &types.resources {
            let key = (version_of(page), resource.name.to_lowercase());
            if let Some(&id) = table.dotted.get(&key) {
                list.push((page, resource, id));
            }
        }
    }
    list
}

/// The object that a text names. A dotted name that nobody documents becomes opaque; other unknown words name nothing.
fn object_named(
    table: &mut TypeTable,
    page: &Page,
    text: &TypeText,
    problems: &mut Problems,
) -> Option<TypeId> {
    let version = version_of(page);
    let words = text.words();
    let [name] = words.names.as_slice() else {
        return None;
    };
    let ty = match table.known(version, page.file, name, text.span, problems) {
        Some(ty) => ty,
        None if names::is_service_name(&name.name) => {
            table.unknown(version, page.file, name, text.span, problems)
        }
        None => return None,
    };
    let ir::Type::Named(name) = ty else { return None };
    let id = *table.dotted.get(&(version, name.to_lowercase()))?;
    (table.types[id.0].kind != DeclaredKind::Enum).then_some(id)
}

/// The candidate that derives from the others; the first when there is none.
fn most_specific(
    table: &TypeTable,
    id: TypeId,
    candidates: &HashMap<TypeId, Vec<TypeId>>,
    problems: &mut Problems,
) -> Option<TypeId> {
    let list = candidates.get(&id)?;
    let mut best = *list.first()?;
    for &next in &list[1..] {
        let root = short(&table.types[best.0].name).eq_ignore_ascii_case("entity");
        if derives(next, id, candidates) || derives(best, next, candidates) {
            continue;
        }
        if root || derives(next, best, candidates) {
            best = next;
        } else if !short(&table.types[next.0].name).eq_ignore_ascii_case("entity") {
            report_conflict(table, id, best, next, problems);
        }
    }
    (!derives(best, id, candidates)).then_some(best)
}

fn report_conflict(table: &TypeTable, id: TypeId, best: TypeId, other: TypeId, problems: &mut Problems) {
    let name = |id: TypeId| &table.types[id.0].name;
    let Some(span) = table.span_of(id) else { return };
    let message =
        format!("`{}` is said to inherit from `{}` and from `{}`", name(id), name(best), name(other));
    problems
        .push(Diagnostic::new(Code::BaseConflict, span, message).hint(format!("`{}` is taken", name(best))));
}

fn report_adopted(table: &TypeTable, id: TypeId, base: TypeId, problems: &mut Problems) {
    let Some(span) = table.span_of(id) else { return };
    let (name, base) = (&table.types[id.0].name, &table.types[base.0].name);
    let message = format!("only the page of the other version says that `{name}` inherits from `{base}`");
    problems.push(
        Diagnostic::new(Code::BaseOfOtherVersion, span, message)
            .hint(format!("write `\"baseType\": \"{base}\"`")),
    );
}

fn report_depth(table: &TypeTable, id: TypeId, problems: &mut Problems) {
    let Some(span) = table.span_of(id) else { return };
    let (name, most) = (&table.types[id.0].name, ir::MOST_BASES);
    let message = format!("`{name}` has more than {most} types above it; what it inherits from was not read");
    problems.report(Code::TooMany, span, message);
}

/// Whether a type inherits from another as far as any candidate says.
fn derives(from: TypeId, base: TypeId, candidates: &HashMap<TypeId, Vec<TypeId>>) -> bool {
    from != base && line_of(from, candidates).contains(&base)
}

/// A type and everything that it inherits from as far as any candidate says, nearest first. Of more than [`ir::MOST_BASES`] the nearest
/// are enough to choose between candidates: what is chosen is cut where it is too long.
pub(super) fn line_of(id: TypeId, candidates: &HashMap<TypeId, Vec<TypeId>>) -> Vec<TypeId> {
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

fn has_key(table: &TypeTable, id: TypeId, pages: &[Page]) -> bool {
    sources(table, id, pages).any(|(_, resource)| {
        resource.has_key
            || resource.properties.iter().any(|property| property.name == "id" && !property.only_in_sample)
    })
}

/// The pages and resources that a type is documented by.
fn sources<'p>(
    table: &TypeTable,
    id: TypeId,
    pages: &'p [Page],
) -> impl Iterator<Item = (&'p Page, &'p Resource)> + use<'p> {
    let sources = match table.types[id.0].kind {
        DeclaredKind::Object => table.types[id.0].sources.clone(),
        _ => Vec::new(),
    };
    sources.into_iter().filter_map(|(page, number)| {
        let page = pages.get(page)?;
        let PageKind::Types(types) = &page.kind else {
            return None;
        };
        types.resources.get(number).map(|resource| (page, resource))
    })
}

/// The properties that the pages of a type give, each once.
fn own_fields(
    table: &mut TypeTable,
    id: TypeId,
    pages: &[Page],
    place: &dyn Fn(Span) -> ir::SourceLocation,
    problems: &mut Problems,
) -> Vec<ir::Field> {
    let version = table.types[id.0].version;
    let mut fields: Vec<ir::Field> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    let mut in_sample: Vec<bool> = Vec::new();
    for (page, resource) in sources(table, id, pages) {
        for property in &resource.properties {
            let ty = table.property_type(version, page.file, resource, property, problems);
            table.compare_sample(version, page, property, &ty, problems);
            let field = field(property, ty, place);
            match at.get(&property.name.to_lowercase()) {
                // A row says more than a sample, and a type more than JSON.
                Some(&known)
                    if in_sample[known] && !property.only_in_sample || fields[known].ty == ir::Type::Json =>
                {
                    in_sample[known] = property.only_in_sample;
                    fields[known] = field;
                }
                Some(_) => {}
                None => {
                    at.insert(property.name.to_lowercase(), fields.len());
                    in_sample.push(property.only_in_sample);
                    fields.push(field);
                }
            }
        }
    }
    fields
}

fn field(property: &Property, ty: ir::Type, place: &dyn Fn(Span) -> ir::SourceLocation) -> ir::Field {
    let facts = &property.facts;
    ir::Field {
        name: property.name.clone(),
        ty,
        relationship: property.relationship,
        nullable: !facts.not_nullable,
        read_only: facts.read_only,
        required: facts.required || facts.required_on_create,
        select_only: facts.select_only,
        default: facts.default.clone(),
        filter: facts.filter.clone(),
        orderby: facts.orderby,
        search: facts.search,
        deprecated: facts.deprecated,
        description: property.description.clone(),
        permissions: permissions(property, place),
        place: place(property.span),
    }
}

/// What the description of a property says that it needs.
fn permissions(
    property: &Property,
    place: &dyn Fn(Span) -> ir::SourceLocation,
) -> Vec<ir::PropertyPermission> {
    let permission = |grant: &PropertyGrant| ir::PropertyPermission {
        access: grant.access,
        requirement: grant.requirement.clone(),
        place: place(grant.span),
    };
    property.permissions.iter().map(permission).collect()
}

/// Removes the properties that a base has as well.
fn drop_inherited(fields: &mut HashMap<TypeId, Vec<ir::Field>>, bases: &Bases) {
    let own: HashMap<TypeId, HashSet<String>> = fields
        .iter()
        .map(|(&id, list)| (id, list.iter().map(|field| field.name.to_lowercase()).collect()))
        .collect();
    for (&id, list) in fields.iter_mut() {
        let inherited: Vec<&HashSet<String>> = bases.chain(id).filter_map(|base| own.get(&base)).collect();
        list.retain(|field| {
            let name = field.name.to_lowercase();
            !inherited.iter().any(|names| names.contains(&name))
        });
    }
}

fn object(
    table: &TypeTable,
    id: TypeId,
    pages: &[Page],
    place: &dyn Fn(Span) -> ir::SourceLocation,
    bases: &Bases,
    fields: Vec<ir::Field>,
) -> ir::TypeDefinition {
    let pages: Vec<(&Page, &Resource)> = sources(table, id, pages).collect();
    let any = |fact: fn(&Resource) -> bool| pages.iter().any(|(_, resource)| fact(resource));
    let base = bases.base.get(&id).map(|base| table.types[base.0].name.clone());
    let kind = ir::TypeKind::Object {
        entity: bases.is_entity(id),
        base,
        is_abstract: any(|resource| resource.is_abstract),
        open: any(|resource| resource.open),
        fields,
    };
    ir::TypeDefinition {
        name: table.types[id.0].name.clone(),
        kind,
        description: pages
            .iter()
            .map(|(_, resource)| resource.description.as_str())
            .find(|description| !description.is_empty())
            .unwrap_or_default()
            .to_owned(),
        places: pages.iter().map(|(_, resource)| place(resource.span)).collect(),
        deprecated: !pages.is_empty() && pages.iter().all(|(_, resource)| resource.deprecated),
    }
}

fn enumeration(
    declared: &Declared,
    pages: &[Page],
    place: &dyn Fn(Span) -> ir::SourceLocation,
) -> ir::TypeDefinition {
    let lists: Vec<&Enumeration> = declared
        .sources
        .iter()
        .filter_map(|&(page, number)| match &pages.get(page)?.kind {
            PageKind::Types(types) => types.enums.get(number),
            _ => None,
        })
        .collect();
    let mut members: Vec<ir::EnumMember> = Vec::new();
    let mut seen = HashSet::new();
    for member in lists.iter().flat_map(|list| &list.members) {
        if seen.insert(member.name.to_lowercase()) {
            members.push(ir::EnumMember {
                name: member.name.clone(),
                value: member.value,
                description: member.description.clone(),
                place: Some(place(member.span)),
            });
        }
    }
    for value in &declared.listed {
        if seen.insert(value.to_lowercase()) {
            members.push(ir::EnumMember {
                name: value.clone(),
                value: None,
                description: String::new(),
                place: declared.listed_at.map(place),
            });
        }
    }
    let flags = !lists.is_empty() && lists.iter().any(|list| list.flags);
    let description =
        lists.iter().map(|list| list.description.as_str()).find(|description| !description.is_empty());
    let spans = lists.iter().map(|list| list.span).chain(declared.listed_at.filter(|_| lists.is_empty()));
    ir::TypeDefinition {
        name: declared.name.clone(),
        kind: ir::TypeKind::Enum { flags, members },
        description: description.unwrap_or_default().to_owned(),
        places: spans.map(place).collect(),
        deprecated: false,
    }
}

fn opaque(declared: &Declared) -> ir::TypeDefinition {
    ir::TypeDefinition {
        name: declared.name.clone(),
        kind: ir::TypeKind::Opaque,
        description: String::new(),
        places: Vec::new(),
        deprecated: false,
    }
}

impl TypeTable {
    /// Reports a property whose JSON names another type than its row, when neither inherits from the other.
    fn compare_sample(
        &self,
        version: Version,
        page: &Page,
        property: &Property,
        ty: &ir::Type,
        problems: &mut Problems,
    ) {
        let (ir::Type::Named(taken), Some(sample)) = (ty.item(), &property.sample) else { return };
        let words = sample.words();
        let Some(shown) = words
            .names
            .first()
            .filter(|name| names::is_service_name(&name.name))
            .and_then(|name| self.find(version, self.files.namespace(page.file), &name.name))
        else {
            return;
        };
        let Some(&taken_id) = self.dotted.get(&(version, taken.to_lowercase())) else { return };
        let related = |from: TypeId, to: TypeId| line_of(from, &self.parents).contains(&to);
        if related(shown, taken_id) || related(taken_id, shown) {
            return;
        }
        let shown = &self.types[shown.0].name;
        let message = format!("`{}` is `{taken}` in the table, `{shown}` in the JSON", property.name);
        problems.push(
            Diagnostic::new(Code::SampleTypeDiffers, property.span, message)
                .other(sample.span, format!("`{shown}` here"))
                .hint(format!("`{taken}` is taken")),
        );
    }

    /// Where the first page of a type speaks of it.
    fn span_of(&self, id: TypeId) -> Option<Span> {
        self.types[id.0].listed_at.or(self.types[id.0].first_span)
    }
}
