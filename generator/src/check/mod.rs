//! Questions asked of the finished model, one file each.

mod unknown_permission;

use crate::diagnostic::Problems;
use crate::ir::Api;
use crate::page::Page;

/// Asks all of them.
pub(crate) fn check(pages: &[Page], api: &Api, problems: &mut Problems) {
    unknown_permission::check(pages, &api.permissions, problems);
}
