//! Why a run could not happen at all. What is wrong with the docs is a [`Diagnostic`](crate::diagnostic::Diagnostic) instead.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::sink;

/// Why a run could not happen.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    NoDocs { path: PathBuf },
    NoDocsAt { path: PathBuf, revision: String },
    NoRevision { path: PathBuf, revision: String },
    NotARevision { revision: String },
    NoGit { source: io::Error },
    GitFailed { path: PathBuf, said: String },
    BadGlob { glob: String, source: globset::Error },
    BadModel { path: PathBuf, source: serde_json::Error },
    OtherFormat { path: PathBuf, format: u32 },
    Foreign { path: PathBuf },
    OtherCrate { path: PathBuf },
    NotOurs { out: PathBuf, removed: Vec<String> },
    Busy { out: PathBuf },
    Unwritten { out: PathBuf, source: Box<Error> },
    BadLock { path: PathBuf, source: serde_json::Error },
    NoOperation { missing: Vec<Missing> },
    NoInput,
    NoOutput,
}

impl Error {
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self { kind: Kind::Io { doing, path: path.to_owned(), source } }
    }

    pub(crate) fn no_docs(path: &Path) -> Self {
        Self { kind: Kind::NoDocs { path: path.to_owned() } }
    }

    pub(crate) fn no_docs_at(path: &Path, revision: &str) -> Self {
        Self { kind: Kind::NoDocsAt { path: path.to_owned(), revision: revision.to_owned() } }
    }

    pub(crate) fn no_revision(path: &Path, revision: &str) -> Self {
        Self { kind: Kind::NoRevision { path: path.to_owned(), revision: revision.to_owned() } }
    }

    pub(crate) fn not_a_revision(revision: &str) -> Self {
        Self { kind: Kind::NotARevision { revision: revision.to_owned() } }
    }

    pub(crate) fn no_git(source: io::Error) -> Self {
        Self { kind: Kind::NoGit { source } }
    }

    pub(crate) fn git_failed(path: &Path, said: &str) -> Self {
        Self { kind: Kind::GitFailed { path: path.to_owned(), said: said.to_owned() } }
    }

    pub(crate) fn bad_glob(glob: &str, source: globset::Error) -> Self {
        Self { kind: Kind::BadGlob { glob: glob.to_owned(), source } }
    }

    pub(crate) fn bad_model(path: &Path, source: serde_json::Error) -> Self {
        Self { kind: Kind::BadModel { path: path.to_owned(), source } }
    }

    pub(crate) fn other_format(path: &Path, format: u32) -> Self {
        Self { kind: Kind::OtherFormat { path: path.to_owned(), format } }
    }

    pub(crate) fn foreign(path: &Path) -> Self {
        Self { kind: Kind::Foreign { path: path.to_owned() } }
    }

    pub(crate) fn other_crate(path: &Path) -> Self {
        Self { kind: Kind::OtherCrate { path: path.to_owned() } }
    }

    pub(crate) fn not_ours(out: &Path, removed: &[String]) -> Self {
        Self { kind: Kind::NotOurs { out: out.to_owned(), removed: removed.to_vec() } }
    }

    pub(crate) fn busy(out: &Path) -> Self {
        Self { kind: Kind::Busy { out: out.to_owned() } }
    }

    /// The same, for a run that would have changed an output folder.
    pub(crate) fn unwritten(self, out: &Path) -> Self {
        Self { kind: Kind::Unwritten { out: out.to_owned(), source: Box::new(self) } }
    }

    pub(crate) fn bad_lock(path: &Path, source: serde_json::Error) -> Self {
        Self { kind: Kind::BadLock { path: path.to_owned(), source } }
    }

    pub(crate) fn no_operation(missing: Vec<Missing>) -> Self {
        Self { kind: Kind::NoOperation { missing } }
    }

    pub(crate) fn no_input() -> Self {
        Self { kind: Kind::NoInput }
    }

    pub(crate) fn no_output() -> Self {
        Self { kind: Kind::NoOutput }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Io { doing, path, source } => write!(f, "cannot {doing} `{}`: {source}", sink::path(path)),
            Kind::NoDocs { path } => write!(
                f,
                "no reference pages in `{}`: expected a page, a folder of pages, or a checkout with `api-reference/`",
                sink::path(path)
            ),
            Kind::NoDocsAt { path, revision } => {
                write!(f, "no reference pages in `{}` at the revision `{revision}`", sink::path(path))
            }
            Kind::NoRevision { path, revision } => {
                write!(f, "`{revision}` is no revision of the git repository of `{}`", sink::path(path))
            }
            Kind::NotARevision { revision } => write!(
                f,
                "`{revision}` is no revision in a form that is read: expected a branch, a tag, `HEAD` or an object, and steps as in `main~2`"
            ),
            Kind::NoGit { source } => write!(f, "cannot run `git`, which reads revisions: {source}"),
            Kind::GitFailed { path, said } => write!(f, "git cannot read `{}`: {said}", sink::path(path)),
            Kind::BadGlob { glob, source } => write!(f, "cannot use the glob `{glob}`: {source}"),
            Kind::BadModel { path, source } => {
                write!(f, "`{}` is not a model file: {source}", sink::path(path))
            }
            Kind::OtherFormat { path, format } => write!(
                f,
                "`{}` is a model in format {format}, and this version reads format {}",
                sink::path(path),
                crate::ir::Api::FORMAT
            ),
            Kind::Foreign { path } => write!(
                f,
                "`{}` was not written by graphdocs: move it away, or choose another output folder",
                sink::path(path)
            ),
            Kind::OtherCrate { path } => write!(
                f,
                "`{}` is a crate of its own: choose another output folder than the one that holds it",
                sink::path(path)
            ),
            Kind::NotOurs { out, removed } => write!(
                f,
                "`{}` is not the folder of a crate that graphdocs wrote, and {} would be removed from it: choose another output folder",
                sink::path(out),
                listed(removed)
            ),
            Kind::Busy { out } => {
                write!(f, "another run is writing `{}`: try again when it has ended", sink::path(out))
            }
            Kind::Unwritten { out, source } => {
                write!(f, "{source}; `{}` is left as it was", sink::path(out))
            }
            Kind::BadLock { path, source } => {
                write!(f, "`{}` is not a lock file: {source}", sink::path(path))
            }
            Kind::NoOperation { missing } => {
                let lines: Vec<String> = missing.iter().map(Missing::to_string).collect();
                f.write_str(&lines.join("\n"))
            }
            Kind::NoInput => f.write_str("no docs and no model to generate from: call `docs` or `model`"),
            Kind::NoOutput => f.write_str(
                "no folder to write to: call `out_dir`, or run in a build script, where `OUT_DIR` is set",
            ),
        }
    }
}

/// Some of many files, by name.
fn listed(files: &[String]) -> String {
    const MOST: usize = 5;
    let named: Vec<String> = files.iter().take(MOST).map(|file| format!("`{}`", sink::path(file))).collect();
    let more = files.len().saturating_sub(MOST);
    let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{and_more}", named.join(", "))
}

/// The words of an error say its cause as well, so that there is no source to tell it a second time.
impl std::error::Error for Error {}

/// A request that was asked for by name and does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missing {
    /// What was asked for.
    pub wanted: String,
    /// The place in a program that asked for it, when it is known: `build.rs:12`.
    pub asked: Option<String>,
    /// What may have been meant, nearest first: the request, and the place in the docs where it stands.
    pub near: Vec<(String, String)>,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(asked) = &self.asked {
            write!(f, "{asked}: ")?;
        }
        write!(f, "no request `{}` in the docs", self.wanted)?;
        for (position, (name, place)) in self.near.iter().enumerate() {
            let before = if position == 0 { "; did you mean" } else { ", or" };
            write!(f, "{before} `{name}` ({place})")?;
        }
        Ok(())
    }
}
