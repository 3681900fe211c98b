//! Pages → `ir::Api`: declare every name, then define every item.
//!
//! 1. every type that a page documents gets its name (`types.rs`),
//! 2. request lines become operations (`template.rs`), those of several pages united (`operations.rs`), and so do requests that
//!    no page lists (`shown.rs`), each with the grants that speak of it (`permissions.rs`), its parameters
//!    (`parameters.rs`), body and responses (`content.rs`, `sample.rs`, `answers.rs`), kind (`kind.rs`) and examples (`examples.rs`),
//! 3. types are defined, those that were only named as opaque ones; paths add relationships (`types/navigation.rs`), updates
//!    properties (`types/updates.rs`) and the permissions that they need (`types/needed.rs`), addresses bases (`types/located.rs`), and examples correct types that tables tell wrongly (`types/contradicted.rs`),
//! 4. the permissions reference is put beside them.

mod answers;
mod claim;
mod content;
mod context;
mod examples;
mod inferred;
mod kind;
mod operations;
mod parameters;
mod permissions;
mod sample;
mod template;
pub(crate) mod types;
mod workload;

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::digest;
use crate::ir::{Api, ApiVersion, CatalogueEntry, SourceLocation, Type, Version};
use crate::load::Docs;
use crate::page::{Page, PageKind, Property};
use crate::parallel;
use crate::source::Span;

use types::contradicted::Contradiction;

/// Resolves the pages of a docs tree.
pub(crate) fn resolve(docs: &Docs, pages: &[Page], problems: &mut Problems) -> Api {
    let place = |span: Span| {
        let at = docs.sources.line_column(span);
        SourceLocation { file: span.file.0, line: at.line, column: at.column }
    };
    let (mut types, (requests, shown)) = parallel::both(
        || types::TypeTable::declare(docs, pages),
        || operations::Requests::collect(docs, pages, problems),
    );
    let mut operations = requests.resolve(&shown, &mut types, &place, problems);
    let mut definitions = types.define(pages, &place, problems);
    let versions = Version::ALL
        .into_iter()
        .filter_map(|version| {
            let operations = operations.remove(&version).unwrap_or_default();
            let mut types = definitions.remove(&version).unwrap_or_default();
            types::navigation::complete(&mut types, &operations);
            types::updates::complete(&mut types, &operations);
            types::located::complete(&mut types, &operations);
            let of_version = pages.iter().filter(|page| page.version.unwrap_or(Version::V1) == version);
            types::needed::complete(&mut types, &operations, of_version, &place);
            let contradictions = types::contradicted::correct(&mut types, &operations);
            report_contradictions(version, &contradictions, pages, problems);
            (!operations.is_empty() || !types.is_empty()).then_some(ApiVersion { version, operations, types })
        })
        .collect();
    Api {
        format: Api::FORMAT,
        files: docs.sources.files().iter().map(|file| file.path.clone()).collect(),
        digests: parallel::map(docs.sources.files(), |file| digest::of([file.text.as_str()])),
        versions,
        permissions: catalogue(pages),
    }
}

/// Reports, at their rows, the properties that every example shows with another type.
fn report_contradictions(
    version: Version,
    contradictions: &[Contradiction],
    pages: &[Page],
    problems: &mut Problems,
) {
    if contradictions.is_empty() {
        return;
    }
    let of_version = pages.iter().filter(|page| page.version.unwrap_or(Version::V1) == version);
    let resources = of_version.flat_map(|page| match &page.kind {
        PageKind::Types(types) => types.resources.as_slice(),
        _ => &[],
    });
    let mut rows: HashMap<(&str, &str), &Property> = HashMap::new();
    for resource in resources {
        for property in &resource.properties {
            rows.entry((&resource.name, &property.name)).or_insert(property);
        }
    }
    for Contradiction { owner, name, told, shown } in contradictions {
        // What only paths show has no row, or one that they contradict.
        let Some(row) = rows.get(&(owner.as_str(), name.as_str())) else { continue };
        if row.ty.words().list != matches!(told, Type::List(_)) {
            continue;
        }
        let message = format!("`{name}` is `{told}` by its row, and `{shown}` in every example");
        problems.push(
            Diagnostic::new(Code::ExampleTypeDiffers, row.span, message).hint(format!("`{shown}` is taken")),
        );
    }
}

/// The entries of the permissions reference, one per name.
fn catalogue(pages: &[Page]) -> Vec<CatalogueEntry> {
    let mut entries: BTreeMap<&str, CatalogueEntry> = BTreeMap::new();
    for page in pages {
        let PageKind::Catalogue(found) = &page.kind else {
            continue;
        };
        for entry in found {
            match entries.get_mut(entry.name.as_str()) {
                Some(known) => {
                    known.delegated = known.delegated.take().or_else(|| entry.delegated.clone());
                    known.application = known.application.take().or_else(|| entry.application.clone());
                }
                None => {
                    entries.insert(&entry.name, entry.clone());
                }
            }
        }
    }
    entries.into_values().collect()
}
