//! Questions about the docs as a whole, one file each: asked of the finished model, of the pages, and of what the resolver saw on the
//! way (`resolve/settled.rs`).

mod application_below_me;
mod base_conflict;
mod base_of_other_version;
mod duplicate_operation;
mod example_type_differs;
#[cfg(test)]
mod found;
mod json_against_table;
mod needs_of_parts;
mod permission_conflict;
mod renamed_page;
mod request_without_example;
mod sample_type_differs;
mod unknown_permission;

use std::collections::BTreeMap;

use crate::diagnostic::Problems;
use crate::ir::{Types, Version};
use crate::load::Docs;
use crate::page::Page;
use crate::parallel;
use crate::resolve::settled::Settled;

/// Asks all of them.
pub(crate) fn check(docs: &Docs, pages: &[Page], settled: &Settled, problems: &mut Problems) {
    let api = &settled.api;
    let types: BTreeMap<Version, Types<'_>> =
        api.versions.iter().map(|api| (api.version, Types::of(api))).collect();
    let mut found = Problems::default();
    parallel::both(
        || json_against_table::check(docs, pages, &types, &mut found),
        || unknown_permission::check(pages, &api.permissions, problems),
    );
    application_below_me::check(pages, problems);
    needs_of_parts::check(api, problems);
    duplicate_operation::check(&settled.shared, problems);
    permission_conflict::check(&settled.shared, problems);
    request_without_example::check(pages, &settled.assigned, problems);
    base_conflict::check(&settled.bases, &types, problems);
    base_of_other_version::check(&settled.bases, &types, problems);
    renamed_page::check(docs, pages, api, problems);
    sample_type_differs::check(&settled.samples, &types, problems);
    example_type_differs::check(pages, &settled.retyped, &types, problems);
    problems.append(found);
}
