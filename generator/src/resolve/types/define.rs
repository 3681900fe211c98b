//! Declared types → definitions.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::bases::Bases;
use super::names;
use super::table::{Declared, DeclaredId, DeclaredKind, TypeTable};
use crate::diagnostic::Problems;
use crate::ir::{self, Version};
use crate::page::{Enumeration, Page, PageKind, Property, PropertyGrant, Resource};
use crate::parallel;
use crate::resolve::settled::SampleType;
use crate::source::Span;

/// Defines every type of the table, by version and name, and finds the properties whose JSON names another type.
pub(in crate::resolve) fn define(
    table: &TypeTable,
    pages: &[Page],
    place: &(dyn Fn(Span) -> ir::SourceLocation + Sync),
    problems: &mut Problems,
) -> (BTreeMap<Version, Vec<ir::TypeDefinition>>, Vec<SampleType>) {
    let bases = Bases::settle(table, pages, problems);
    let ids = (0..table.types.len()).map(DeclaredId);
    let objects: Vec<DeclaredId> = ids.filter(|id| table.types[id.0].kind == DeclaredKind::Object).collect();
    let found = parallel::map(&objects, |&id| {
        let (mut samples, mut problems) = (Vec::new(), Problems::default());
        (own_fields(table, id, pages, place, &mut samples, &mut problems), samples, problems)
    });
    let mut fields: HashMap<DeclaredId, Vec<ir::Field>> = HashMap::new();
    let mut samples: Vec<SampleType> = Vec::new();
    for (id, (own, shown, found)) in objects.into_iter().zip(found) {
        fields.insert(id, own);
        samples.extend(shown);
        problems.append(found);
    }
    drop_inherited(&mut fields, &bases);
    let mut defined: BTreeMap<Version, Vec<ir::TypeDefinition>> = BTreeMap::new();
    for (at, declared) in table.types.iter().enumerate() {
        let id = DeclaredId(at);
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
    (defined, samples)
}

/// The properties that the pages of a type give, each once.
fn own_fields(
    table: &TypeTable,
    id: DeclaredId,
    pages: &[Page],
    place: &dyn Fn(Span) -> ir::SourceLocation,
    samples: &mut Vec<SampleType>,
    problems: &mut Problems,
) -> Vec<ir::Field> {
    let version = table.types[id.0].version;
    let mut fields: Vec<ir::Field> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    let mut in_sample: Vec<bool> = Vec::new();
    for (page, resource) in table.sources(id, pages) {
        for property in &resource.properties {
            let ty = table.property_type(version, page.file, resource, property, problems);
            samples.extend(table.sample_type(version, page, property, &ty));
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
fn drop_inherited(fields: &mut HashMap<DeclaredId, Vec<ir::Field>>, bases: &Bases) {
    let own: HashMap<DeclaredId, HashSet<String>> = fields
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
    id: DeclaredId,
    pages: &[Page],
    place: &dyn Fn(Span) -> ir::SourceLocation,
    bases: &Bases,
    fields: Vec<ir::Field>,
) -> ir::TypeDefinition {
    let pages: Vec<(&Page, &Resource)> = table.sources(id, pages).collect();
    let any = |fact: fn(&Resource) -> bool| pages.iter().any(|(_, resource)| fact(resource));
    let base = bases.base(id).map(|base| table.settled[base.0]);
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
    /// A property whose JSON names another type than its row.
    fn sample_type(
        &self,
        version: Version,
        page: &Page,
        property: &Property,
        ty: &ir::Type,
    ) -> Option<SampleType> {
        let (ir::Type::Named(taken), Some(sample)) = (ty.item(), &property.sample) else { return None };
        let words = sample.words();
        let name = words.names.first().filter(|name| names::is_service_name(&name.name))?;
        let shown = self.find(version, self.files.namespace(page.file), &name.name)?;
        let shown = self.settled[shown.0];
        (shown != *taken).then(|| SampleType {
            version,
            property: property.name.clone(),
            row: property.span,
            sample: sample.span,
            taken: *taken,
            shown,
        })
    }
}
