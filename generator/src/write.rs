//! Files → disk: whole or nothing, only what changed, never a file that somebody else wrote.
//!
//! The new tree is built in a folder beside the old one, unchanged and foreign files as links, and takes its place in one step.
//! A run that is killed leaves the old tree or the new one, and the next run clears up after it.
//!
//! ```text
//! generated/                  the output folder
//! .generated.graphdocs/       there while a run writes
//!   lock                      held by the run
//!   tree/                     the new tree, then the old one
//!   aside/                    the old tree, where two folders cannot be exchanged in one step
//! ```

mod existing;
mod stage;

use std::fs;
use std::path::{Path, PathBuf};

use crate::emit::{Files, MARK};
use crate::error::Error;
use crate::files;
use crate::ir::Api;
use crate::packed;

use existing::Existing;
use stage::Stage;

/// What writing did, or would do: paths below the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<String>,
    /// Files that had another text.
    pub changed: Vec<Change>,
    /// Files of an earlier run that are no longer emitted.
    pub removed: Vec<String>,
    /// How many files stayed as they were.
    pub unchanged: usize,
    /// What somebody else put into the folder and what is left alone; a folder with nothing of ours stands for all in it.
    pub foreign: Vec<String>,
}

impl Changes {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A file with another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: String,
    /// Where the texts part below the header. None when only the header differs: the docs said it in other words.
    pub first: Option<Difference>,
}

/// The first line in which two texts differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line, from 1.
    pub line: usize,
    /// What stood there; none when the text had ended.
    pub before: Option<String>,
    /// What is to stand there.
    pub after: Option<String>,
}

/// Says how the files differ from what is in a folder, and writes nothing.
///
/// # Errors
/// When the folder cannot be read, holds another crate or files that are not this crate's to remove, or somebody else's file stands
/// where one is to be.
pub fn check(files: &Files, out: &Path) -> Result<Changes, Error> {
    compare(files, &existing::read(out)?, out)
}

/// Makes a folder hold the files.
///
/// # Errors
/// When the folder cannot be read or written, holds another crate or files that are not this crate's to remove, somebody else's file
/// stands where one is to be, or another run writes to the folder. The folder is left as it was.
pub fn write(files: &Files, out: &Path) -> Result<Changes, Error> {
    let out = &real(out)?;
    // A folder that cannot be read may be one that another run puts into its place just now.
    if !Stage::is_left_of(out)
        && let Ok(changes) = check(files, out)
        && changes.is_empty()
    {
        return Ok(changes);
    }
    let stage = Stage::open(out)?;
    let written = fill(&stage, files, out);
    stage.remove();
    written
}

/// Writes a model as JSON, packed when the file's name says so.
pub(crate) fn model(api: &Api, path: &Path) -> Result<bool, Error> {
    let packs = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    let text = if packs { serde_json::to_vec(api) } else { serde_json::to_vec_pretty(api) };
    let mut text = text.map_err(|error| Error::io("write", path, error.into()))?;
    text.push(b'\n');
    let bytes =
        if packs { packed::pack(&text).map_err(|error| Error::io("write", path, error))? } else { text };
    files::write(path, &bytes)
}

fn fill(stage: &Stage, files: &Files, out: &Path) -> Result<Changes, Error> {
    let old = existing::read(out)?;
    let changes = compare(files, &old, out)?;
    if !changes.is_empty() {
        stage.build(files, &old, out).and_then(|()| stage.swap(out)).map_err(|error| error.unwritten(out))?;
    }
    Ok(changes)
}

/// The folder itself, when the path is a link to it: a link cannot change places with a folder.
fn real(out: &Path) -> Result<PathBuf, Error> {
    let real = if out.exists() { fs::canonicalize(out) } else { std::path::absolute(out) };
    real.map_err(|error| Error::io("find", out, error))
}

fn compare(files: &Files, old: &Existing, out: &Path) -> Result<Changes, Error> {
    let other_crate = old.own.keys().find(|path| path.ends_with("/Cargo.toml"));
    if let Some(folder) = other_crate.and_then(|manifest| Path::new(manifest).parent()) {
        return Err(Error::other_crate(&out.join(folder)));
    }
    let in_the_way =
        old.foreign.iter().find(|path| files.keys().any(|file| Path::new(file).starts_with(path)));
    let manifest = old.foreign.iter().find(|path| path.as_path() == Path::new("Cargo.toml"));
    if let Some(path) = in_the_way.or(manifest) {
        return Err(Error::foreign(&out.join(path)));
    }
    let mut changes = Changes {
        foreign: old.foreign.iter().map(|path| path.display().to_string()).collect(),
        ..Changes::default()
    };
    for (path, text) in files {
        match old.own.get(path) {
            Some(before) if before == text => changes.unchanged += 1,
            Some(before) => {
                changes.changed.push(Change { path: path.clone(), first: first_difference(before, text) });
            }
            None => changes.added.push(path.clone()),
        }
    }
    changes.removed.extend(old.own.keys().filter(|path| !files.contains_key(*path)).cloned());
    // A file of ours elsewhere than in a crate of ours was put there by somebody, or is the output of a build script.
    if !changes.removed.is_empty() && !old.own.contains_key("Cargo.toml") {
        return Err(Error::not_ours(out, &changes.removed));
    }
    Ok(changes)
}

fn first_difference(before: &str, after: &str) -> Option<Difference> {
    let (mut old, mut new) = (before.lines(), after.lines());
    for line in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (Some(old), Some(new)) if old == new || (old.contains(MARK) && new.contains(MARK)) => {}
            (before, after) => {
                let (before, after) = (before.map(str::to_owned), after.map(str::to_owned));
                return Some(Difference { line, before, after });
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs that begin while others write or clear up write a whole tree of theirs, or say that another run is writing.
    #[test]
    fn many_runs_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = &folder.path().join("client");
        let trees = ["one", "two", "three"].map(|text| -> Files {
            let text = format!("// {MARK}\n// {text}\n");
            (0..50).map(|n| (format!("src/{n}.rs"), text.clone())).collect()
        });
        std::thread::scope(|scope| {
            let run = |files| {
                move || {
                    let mut written = 0;
                    while written < 60 {
                        match write(files, out) {
                            Ok(_) => written += 1,
                            Err(error) => assert!(error.to_string().contains("another run"), "{error}"),
                        }
                    }
                }
            };
            let runs = trees.each_ref().map(|files| scope.spawn(run(files)));
            for run in runs {
                run.join().expect("no run stops");
            }
        });
        assert!(trees.iter().any(|files| check(files, out).expect("it can be read").is_empty()));
        let left = fs::read_dir(folder.path()).expect("it is there").count();
        assert_eq!(left, 1, "a folder of a run was left");
    }

    #[test]
    fn differences_below_the_header() {
        let header = |digest: &str| format!("// {MARK} from {digest}\n");
        let (a, b) = (header("a"), header("b"));
        assert_eq!(first_difference(&format!("{a}x\n"), &format!("{b}x\n")), None);
        let owned = |text: &str| Some(text.to_owned());
        let expected = Difference { line: 2, before: owned("x"), after: owned("y") };
        assert_eq!(first_difference(&format!("{a}x\n"), &format!("{b}y\n")), Some(expected));
        let expected = Difference { line: 2, before: None, after: owned("y") };
        assert_eq!(first_difference(&a, &format!("{b}y\n")), Some(expected));
    }
}
