//! Pages → `ir::Api`, in three steps:
//!
//! 1. **declare**: every type that a page documents or mentions gets its name (`types/declare.rs`, `types/mentions.rs`); request lines
//!    become requests (`template.rs`), and so do those that no page lists (`inferred.rs`). From here on the index of names is frozen.
//! 2. **define**: each operation is built once and whole, with the grants that speak of it (`permissions.rs`, `scope.rs`), its parameters
//!    (`parameters.rs`), body and responses (`content.rs`, `sample.rs`, `answers.rs`), kind (`kind.rs`) and examples (`examples.rs`);
//!    so is each type (`types/define.rs`). The index is only read, so that the order does not matter and all cores take part.
//! 3. **infer**: what the docs as a whole show completes the types (`infer/`).
//!
//! The permissions reference is put beside them. What was seen on the way and the model does not keep goes to `check` as plain data
//! (`settled.rs`); a fault that stops a name, a path or an example from being settled is reported on the spot.

mod answers;
mod claim;
mod content;
mod context;
mod examples;
#[cfg(test)]
mod fixture;
mod infer;
mod inferred;
mod kind;
mod operations;
mod parameters;
mod permissions;
mod sample;
mod scope;
pub(crate) mod settled;
mod template;
pub(crate) mod types;
mod workload;

use std::collections::BTreeMap;

use crate::diagnostic::Problems;
use crate::digest;
use crate::ir::{Api, ApiVersion, CatalogueEntry, SourceLocation, Version};
use crate::load::Docs;
use crate::page::{Page, PageKind};
use crate::parallel;
use crate::source::Span;
use settled::Settled;

/// Resolves the pages of a docs tree.
pub(crate) fn resolve(docs: &Docs, pages: &[Page], problems: &mut Problems) -> Settled {
    let place = |span: Span| {
        let at = docs.sources.line_column(span);
        SourceLocation { file: span.file.0, line: at.line, column: at.column }
    };
    let (mut declared, (requests, shown)) = parallel::both(
        || types::Declarations::of(docs, pages),
        || operations::Requests::collect(docs, pages, problems),
    );
    let requests = requests.with(&shown);
    declared.mention_bases(pages, problems);
    declared.mention_properties(pages, true, problems);
    requests.mention(&mut declared, problems);
    declared.mention_properties(pages, false, problems);
    let index = declared.freeze(pages, problems);
    let (mut operations, shared) = requests.define(&index, &place, problems);
    let (mut definitions, samples) = types::define(&index, pages, &place, problems);
    let mut retyped = Vec::new();
    let versions = Version::ALL
        .into_iter()
        .filter_map(|version| {
            let mut operations = operations.remove(&version).unwrap_or_default();
            let mut types = definitions.remove(&version).unwrap_or_default();
            let of_version: Vec<&Page> =
                pages.iter().filter(|page| page.version_or_released() == version).collect();
            retyped.extend(infer::complete(version, &mut types, &mut operations, &of_version, &place));
            (!operations.is_empty() || !types.is_empty()).then_some(ApiVersion { version, operations, types })
        })
        .collect();
    let api = Api {
        format: Api::FORMAT,
        files: docs.sources.files().iter().map(|file| file.path.clone()).collect(),
        digests: parallel::map(docs.sources.files(), |file| digest::of([file.text.as_str()])),
        versions,
        permissions: catalogue(pages),
    };
    let bases = types::stated_bases(&index);
    Settled { api, assigned: requests.assigned, shared, bases, samples, retyped }
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
