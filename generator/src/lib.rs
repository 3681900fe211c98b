//! Reads the Microsoft Graph API reference pages and turns them into a typed Rust client and permission metadata.
//!
//! The data flow:
//!
//! ```text
//! load → markdown → include → page → resolve → ir::Api → check → plan → emit → write
//!                                                   └→ export, permissions, select, diff
//! ```
//!
//! Every stage takes what an earlier one returns and imports nothing from a later one. What is wrong with the docs is a
//! [`Diagnostic`](diagnostic::Diagnostic), never an error: the rest of the page is still read.
//!
//! `markdown` and `page`, what one page says, are hidden: the command prints them, tests look at them, and any release may change them.

mod align;
mod builder;
mod check;
pub mod diagnostic;
pub mod diff;
mod digest;
pub mod emit;
mod error;
pub mod export;
pub mod files;
mod folder;
pub mod git;
mod include;
pub mod ir;
pub mod lint;
pub mod load;
pub mod lock;
#[doc(hidden)]
pub mod markdown;
mod names;
mod nearest;
mod packed;
#[doc(hidden)]
pub mod page;
mod parallel;
pub mod permissions;
mod plan;
pub mod redact;
pub mod render;
mod resolve;
pub mod select;
pub mod sink;
pub mod source;
mod summary;
pub mod vectors;
pub mod write;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use builder::{Builder, Generated};
pub use error::Error;
pub use summary::Summary;

use diagnostic::Problems;
use load::{Docs, Role};
use page::Page;

/// What reading a docs tree gives: the model, the pages that it comes from, and everything that was wrong with them.
#[derive(Debug)]
#[non_exhaustive]
pub struct ReadOutput {
    /// The files.
    pub docs: Docs,
    /// What each page says, in the order of the files.
    pub pages: Vec<Page>,
    /// What the docs as a whole say.
    pub api: ir::Api,
    /// What could not be understood.
    pub problems: Problems,
}

/// Reads the docs at `root`: a checkout of the docs repository, a folder of pages, or one page.
///
/// # Errors
/// When the folder or a file cannot be read, or holds no page.
pub fn read(root: &Path) -> Result<ReadOutput, Error> {
    Ok(read_docs(load::load(root)?))
}

/// Reads the docs at `root`, and says after each page how many of how many have been read.
///
/// # Errors
/// When the folder or a file cannot be read, or holds no page.
pub fn read_watched(root: &Path, watch: impl Fn(usize, usize) + Sync) -> Result<ReadOutput, Error> {
    Ok(read_all(load::load(root)?, watch))
}

/// Reads the docs in a folder of a git checkout as they were at a revision, and says after each page how many of how many have been
/// read. The checkout is left as it is.
///
/// # Errors
/// When git does not run, the folder is in no repository, the revision does not exist, or holds no page.
pub fn read_revision(
    root: &Path,
    revision: &str,
    watch: impl Fn(usize, usize) + Sync,
) -> Result<ReadOutput, Error> {
    Ok(read_all(git::load(root, revision)?, watch))
}

/// Reads a model that `graphdocs ir` or [`write_model`] wrote, plain or packed.
///
/// # Errors
/// When the file cannot be read, is no model, or was written in a format that this library does not know.
pub fn read_model(path: &Path) -> Result<ir::Api, Error> {
    load::load_model(path)
}

/// Writes a model as JSON, packed with gzip when the file's name ends with `.gz`. Says whether the file changed: one that holds the
/// model already is left alone.
///
/// # Errors
/// When the file cannot be written.
pub fn write_model(api: &ir::Api, path: &Path) -> Result<bool, Error> {
    write::model(api, path)
}

/// Reads docs that are in memory already.
pub fn read_docs(docs: Docs) -> ReadOutput {
    read_all(docs, |_, _| {})
}

fn read_all(mut docs: Docs, watch: impl Fn(usize, usize) + Sync) -> ReadOutput {
    let mut problems = std::mem::take(&mut docs.problems);
    let entries: Vec<_> = docs.entries.iter().filter(|entry| entry.role != Role::Include).copied().collect();
    let mut pages = Vec::with_capacity(entries.len());
    let done = AtomicUsize::new(0);
    let read = |&entry: &load::Entry| {
        let outcome = page::read(&docs, entry);
        watch(done.fetch_add(1, Ordering::Relaxed) + 1, entries.len());
        outcome
    };
    for (page, found) in parallel::map(&entries, read) {
        pages.push(page);
        problems.append(found);
    }
    let settled = resolve::resolve(&docs, &pages, &mut problems);
    check::check(&docs, &pages, &settled, &mut problems);
    problems.sort();
    ReadOutput { docs, pages, api: settled.api, problems }
}
