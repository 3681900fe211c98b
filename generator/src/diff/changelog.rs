//! A report as a section of a changelog, in the manner of <https://keepachangelog.com>: what callers and reviewers have to know, by
//! what happened. Words of the docs are only counted.
//!
//! ```text
//! ### Removed
//!
//! - **Breaking:** v1.0 operation removed: `List pens`: `GET /me/desk/pens`
//!
//! ### Permissions
//!
//! - **Breaking:** v1.0 permission no longer enough: DelegatedWork, `Pen.Read`: `GET /pens` … 4 operations in all
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;

use super::markdown::line;
use super::{Breaks, Change, ChangeKind, Class, Report};

/// The headings, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    Removed,
    Changed,
    Deprecated,
    Added,
    Permissions,
}

impl Heading {
    fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "Removed",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Added => "Added",
            Self::Permissions => "Permissions",
        }
    }
}

/// The section of a report; `limit` is how many changes of a kind are listed.
pub fn changelog(report: &Report, limit: usize) -> String {
    let mut headings: BTreeMap<Heading, BTreeMap<(Class, ChangeKind), Vec<&Change>>> = BTreeMap::new();
    for change in report.changes.iter().filter(|change| change.class != Class::Editorial) {
        let kinds = headings.entry(heading(change)).or_default();
        kinds.entry((change.class, change.kind)).or_default().push(change);
    }
    let mut text = String::new();
    for (heading, kinds) in &headings {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "### {}\n", heading.as_str());
        for ((class, kind), changes) in kinds {
            let mark = if *class == Class::Breaking { "**Breaking:** " } else { "" };
            for change in changes.iter().take(limit) {
                let _ = writeln!(text, "- {mark}{}", line(change, true));
            }
            if let Some(more) = changes.len().checked_sub(limit).filter(|&more| more > 0) {
                let _ = writeln!(text, "- {mark}{}: {more} more", kind.words());
            }
        }
        text.push('\n');
    }
    let editorial = report.subjects(Class::Editorial);
    if editorial > 0 {
        let places = if editorial == 1 { "place" } else { "places" };
        let _ = writeln!(text, "The docs were also reworded in {editorial} {places}.");
    }
    text
}

fn heading(change: &Change) -> Heading {
    match change.kind {
        _ if change.class == Class::Permissions || change.breaks == Some(Breaks::Consent) => {
            Heading::Permissions
        }
        ChangeKind::PermissionIntroduced | ChangeKind::PermissionUnnamed => Heading::Permissions,
        ChangeKind::OperationRemoved
        | ChangeKind::ParameterRemoved
        | ChangeKind::ValueRemoved
        | ChangeKind::QueryOptionRemoved
        | ChangeKind::TypeRemoved
        | ChangeKind::PropertyRemoved
        | ChangeKind::MemberRemoved => Heading::Removed,
        ChangeKind::OperationAdded
        | ChangeKind::ParameterAdded
        | ChangeKind::ValueAdded
        | ChangeKind::QueryOptionAdded
        | ChangeKind::ResponseAdded
        | ChangeKind::TypeAdded
        | ChangeKind::PropertyAdded
        | ChangeKind::MemberAdded => Heading::Added,
        ChangeKind::Deprecated => Heading::Deprecated,
        _ => Heading::Changed,
    }
}
