//! Questions asked of the finished model, one file each.

mod application_below_me;
mod json_against_table;
mod needs_of_parts;
mod unknown_permission;

use crate::diagnostic::Problems;
use crate::ir::Api;
use crate::load::Docs;
use crate::page::Page;
use crate::parallel;

/// Asks all of them.
pub(crate) fn check(docs: &Docs, pages: &[Page], api: &Api, problems: &mut Problems) {
    let mut found = Problems::default();
    parallel::both(
        || json_against_table::check(docs, pages, api, &mut found),
        || unknown_permission::check(pages, &api.permissions, problems),
    );
    application_below_me::check(pages, problems);
    needs_of_parts::check(api, problems);
    problems.append(found);
}
