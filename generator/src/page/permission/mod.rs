//! Who may make the requests of a page.
//!
//! ```text
//! section = ["### Permissions acting on self" | "### For driveItem" | …] {table | comment with requestUrls} [footnote] [roles]
//! ```
//! ```text
//! words ─→ formula ─┬─→ cell ─→ table ─┬─→ grants        what a text about permissions says has one reader: `formula.rs`
//! notes ────────────┴─→ sentence ──────┘                 which alternative is the least, `privilege.rs` alone decides
//! ```

mod cell;
mod formula;
mod grant;
mod notes;
mod privilege;
mod property;
mod roles;
mod sentence;
mod slips;
mod table;
mod words;

use crate::diagnostic::{Code, Problems};
use crate::markdown::BlockKind;
use crate::page::{Annotation, Coverage, Outline, SectionKind};
use crate::source::Span;

use notes::Notes;
use table::{TableReader, is_permission_table};

pub use grant::{Audience, Grant, Origin, Scope};
pub use property::PropertyGrant;
pub(super) use property::{in_description, in_paragraphs};
pub use roles::DirectoryRole;
pub(super) use table::{misplaced, scheme};

/// What the sections about permissions say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::page) struct Permissions {
    pub(in crate::page) grants: Vec<Grant>,
    pub(in crate::page) roles: Vec<DirectoryRole>,
    /// The tables that no annotation binds to requests.
    pub(in crate::page) tables: Vec<Span>,
}

/// No page of the docs names more than a hundred.
const MOST_NAMES: usize = 1000;

/// Reads the permission tables of a page, wherever they stand before the examples.
pub(in crate::page) fn read(
    outline: &Outline<'_>,
    coverage: &mut Coverage,
    problems: &mut Problems,
) -> Permissions {
    let mut found = Permissions::default();
    // A note below the last of several tables is about all of them.
    let sections = outline.of(SectionKind::Permissions);
    let common = sections.map(|section| Notes::of(&section.blocks)).reduce(|all, more| all.or(&more));
    let common = common.unwrap_or_default();
    for section in &outline.sections {
        if section.kind == SectionKind::Example {
            continue;
        }
        let own = section.kind == SectionKind::Permissions;
        let scope = if own { heading_scope(&section.heading) } else { None };
        let notes = Notes::of(&section.blocks).or(&common);
        let mut urls = Vec::new();
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Comment(comment) if comment.contains("requestUrls") || !urls.is_empty() => {
                    if let Some(Ok(annotation)) = Annotation::parse(comment) {
                        urls = annotation.request_urls;
                    }
                }
                BlockKind::Table(table) => {
                    let mut scopes: Vec<Scope> = scope.iter().cloned().collect();
                    let bound = (!urls.is_empty()).then(|| Scope::Requests(std::mem::take(&mut urls)));
                    scopes.extend(bound.clone());
                    let mut reader =
                        TableReader { table, scopes, notes: &notes, problems, grants: Vec::new() };
                    if own || is_permission_table(table) {
                        let understood = reader.read();
                        if bound.is_none() && !reader.grants.is_empty() {
                            found.tables.push(block.span);
                        }
                        coverage.count(table.rows.len(), understood);
                    } else {
                        reader.misplaced_rows();
                    }
                    found.grants.append(&mut reader.grants);
                }
                _ => {}
            }
        }
        if own {
            for role in roles::read(&section.blocks) {
                roles::add(&mut found.roles, role);
            }
            if found.grants.is_empty() {
                found.grants = sentence::read(&section.blocks, &notes, coverage, problems);
            }
        }
    }
    keep_few(&mut found.grants, problems);
    found
}

/// Drops the grants beyond [`MOST_NAMES`] permissions; each request of the page gets a copy of what is left.
fn keep_few(grants: &mut Vec<Grant>, problems: &mut Problems) {
    let mut names = 0;
    let kept = grants.iter().take_while(|grant| {
        names += grant.requirement.alternatives().map(|alternative| alternative.all_of.len()).sum::<usize>();
        names <= MOST_NAMES
    });
    let kept = kept.count();
    if let Some(first) = grants.get(kept) {
        let message =
            format!("the page names more than {MOST_NAMES} permissions; those from here on were not read");
        problems.report(Code::TooMany, first.span, message);
        grants.truncate(kept);
    }
}

/// `Permissions acting on self`, `For driveItem`, `Permissions for channel` → what the table below speaks of.
fn heading_scope(heading: &str) -> Option<Scope> {
    let lower = heading.to_lowercase();
    if matches!(lower.as_str(), "" | "permissions" | "prerequisites" | "permission") {
        return None;
    }
    Some(grant::audience(&lower).map_or_else(|| grant::resource(heading, Origin::Heading), Scope::Audience))
}
