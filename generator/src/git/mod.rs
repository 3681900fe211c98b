//! What git knows about docs: which files changed, which revision they are, and what they were at one.
//!
//! A repository can name programs in many places: its configuration and what that includes, hooks, attributes, remotes. None of it
//! reaches git here. Each question is asked of a repository made for it, with a configuration of our own, which holds copies of the
//! names and the index and looks at the objects where they are. Objects, names and the index are data, and bounded.
//!
//! ```text
//! repository   the nearest `.git` in or above the docs → a repository of our own
//! call         the one place where git is started: its settings, surroundings and bounds
//! revision     the forms in which a revision can be named
//! docs         a revision → docs
//! ```

mod call;
mod docs;
mod repository;
mod revision;

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::Error;

pub(crate) use docs::load;
use repository::Repository;
use revision::Revision;

/// The paths below `folder` that differ from a revision, seen from it: committed, staged or not, and files that git does not know yet.
///
/// # Errors
/// When git is not installed, the folder is in no repository, or the revision is not known.
pub fn changed_since(folder: &Path, revision: &str) -> Result<BTreeSet<String>, Error> {
    let repository = Repository::of(folder)?;
    changed(&repository, &repository.object(&Revision::parse(revision)?, "commit")?)
}

/// A revision of docs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocsRevision {
    /// The name of the commit.
    pub commit: String,
    /// The day on which it was made, as `2027-01-31`.
    pub date: String,
}

/// The revision that holds exactly the docs in a folder. None when they are no checkout of their own, have changes, or git is missing.
pub fn revision_of(docs: &Path) -> Option<DocsRevision> {
    let repository = Repository::of(docs).ok()?;
    if !repository.is_whole() {
        return None;
    }
    let commit = repository.object(&Revision::parse("HEAD").ok()?, "commit").ok()?;
    if !changed(&repository, &commit).ok()?.is_empty() {
        return None;
    }
    let date = repository.run(&["log", "-1", "--format=%cs", "--end-of-options", &commit]).ok()?;
    Some(DocsRevision { commit, date: String::from_utf8_lossy(&date).trim().to_owned() })
}

/// The paths that differ from a commit, by its object.
fn changed(repository: &Repository, commit: &str) -> Result<BTreeSet<String>, Error> {
    // A repository in the work tree has a configuration of its own: what changed in one is not asked.
    let plain = ["--no-ext-diff", "--no-textconv", "--no-renames", "--ignore-submodules=all"];
    let changed =
        [&["diff", "--name-only", "-z", "--relative"], &plain[..], &["--end-of-options", commit, "--"]]
            .concat();
    let changed = repository.run(&changed)?;
    let new = repository.run(&["ls-files", "-z", "--others", "--exclude-standard"])?;
    let paths = [changed, new].concat();
    let paths = paths.split(|&byte| byte == 0).filter(|path| !path.is_empty());
    Ok(paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
}
