//! What changed between two models, and who would notice.
//!
//! ```text
//! old, new: ir::Api → pair (same identity, then moved) → compare fact by fact → group → Report → text | markdown | JSON
//! ```
//!
//! | class | who notices |
//! |---|---|
//! | breaking | a Rust caller of the emitted crate, a program whose request the docs no longer describe, or an app whose consent is no longer enough: [`Breaks`] |
//! | permissions | whoever reviews permissions; what was consented to is still enough |
//! | additive | nobody who does not look for it |
//! | editorial | readers of the docs |
//!
//! A change says *what* changed; the subjects in its list say *where*. The same change on many operations is one change with many
//! subjects.
//!
//! Whether a Rust caller notices is not guessed from the docs: both crates are named and typed as they would be emitted
//! (`surface.rs`), and what a caller wrote for the old one must still be there in the new one. What the docs add can change the names
//! of what was there before; that is a change of its own, [`ChangeKind::CrateChanged`].
//!
//! What a caller of the crate may write, and what therefore is additive:
//!
//! | the docs add | in the crate |
//! |---|---|
//! | a request, a type | nothing that was there changes, unless it takes a name: then that is told |
//! | a property | a field of a model, whose literals end with `..Default::default()`: it has a hidden field |
//! | a member of an enum | a variant; enums are `#[non_exhaustive]`, and values are `Open` |
//! | a parameter that may be left out, in the query | nothing |
//! | a parameter of an action | a field of a struct whose literals name all of them: this breaks |

mod bodies;
pub mod changelog;
mod content;
mod fields;
mod found;
mod kind;
pub mod markdown;
mod mentions;
mod moved;
mod operations;
mod parameters;
mod permissions;
mod renames;
mod report;
mod sides;
mod surface;
pub mod text;
mod types;
mod words;

use std::collections::BTreeMap;

pub use kind::ChangeKind;
pub use report::{Breaks, Change, Class, Count, Report, Side, Size, Subject};

use crate::ir::{Api, Version};
use found::{At, Found, Paired, What, paired, reworded};

/// A model with the name that reports give it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The name: a folder, a file, a revision.
    pub name: &'a str,
    /// The model.
    pub api: &'a Api,
}

/// Compares two models. A version that only one of them has is not compared: it was not asked for, or not at hand.
pub fn diff(old: Named<'_>, new: Named<'_>) -> Report {
    let mut found = Found::new(old.api, new.api);
    for version in Version::ALL {
        if let (Some(before), Some(after)) = (old.api.version(version), new.api.version(version)) {
            found.version = Some(version);
            let types = sides::Types::pair(before, after);
            operations::compare(before, after, &types, &mut found);
            types::compare(before, after, &types, &mut found);
        }
    }
    found.version = None;
    permissions::compare_catalogues(&old.api.permissions, &new.api.permissions, &mut found);
    permissions::compare_constants(old.api, new.api, &mut found);
    let changes = found.changes();
    Report { format: Report::FORMAT, old: side(old), new: side(new), summary: summary(&changes), changes }
}

fn side(named: Named<'_>) -> Side {
    let size = |api: &crate::ir::ApiVersion| Size {
        version: api.version,
        operations: api.operations.len(),
        types: api.types.len(),
    };
    Side { name: named.name.to_owned(), versions: named.api.versions.iter().map(size).collect() }
}

fn summary(changes: &[Change]) -> Vec<Count> {
    let mut counts: BTreeMap<(Class, ChangeKind, Option<Breaks>), Count> = BTreeMap::new();
    for Change { class, kind, breaks, version, on, .. } in changes {
        let empty =
            Count { class: *class, kind: *kind, breaks: *breaks, changes: 0, v1: 0, beta: 0, shared: 0 };
        let count = counts.entry((*class, *kind, *breaks)).or_insert(empty);
        count.changes += 1;
        *match version {
            Some(Version::V1) => &mut count.v1,
            Some(Version::Beta) => &mut count.beta,
            None => &mut count.shared,
        } += on.len();
    }
    counts.into_values().collect()
}
