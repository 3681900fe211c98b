//! A request gives more properties that need a permission than anybody can read: types are parts of one another in many ways.

use crate::diagnostic::{Code, Problems};
use crate::ir::Api;
use crate::permissions::selected::{MOST_NEEDED, Needed};
use crate::source::{FileId, Span};

/// Reports each such request at its page.
pub(super) fn check(api: &Api, problems: &mut Problems) {
    for version in &api.versions {
        let needed = Needed::of(version);
        for operation in version.operations.iter().filter(|operation| needed.is_too_many(operation)) {
            let Some(page) = operation.pages.first() else { continue };
            let message = format!(
                "`{}` gives more than {MOST_NEEDED} properties that need a permission; those from here on are not told",
                operation.name()
            );
            problems.report(Code::TooMany, Span::start_of(FileId(page.place.file)), message);
        }
    }
}
