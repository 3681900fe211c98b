//! What is in an output folder already: files of an earlier run, and what others put there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::emit::MARK;
use crate::error::Error;
use crate::files;

/// The content of an output folder.
#[derive(Debug, Default)]
pub(super) struct Existing {
    /// Files of an earlier run with their texts.
    pub(super) own: BTreeMap<String, String>,
    /// What others put there, sorted. A folder that holds nothing of an earlier run stands for all in it.
    pub(super) foreign: Vec<PathBuf>,
}

/// Reads an output folder; one that is not there is empty.
pub(super) fn read(out: &Path) -> Result<Existing, Error> {
    let mut existing = Existing::default();
    if out.exists() {
        collect(out, Path::new(""), &mut existing)?;
    }
    existing.foreign.sort();
    Ok(existing)
}

/// Adds what is in a folder. Says whether it holds a file of an earlier run.
fn collect(out: &Path, folder: &Path, existing: &mut Existing) -> Result<bool, Error> {
    let here = out.join(folder);
    let io = |error| Error::io("read", &here, error);
    let known = existing.foreign.len();
    let mut any_own = false;
    for entry in fs::read_dir(&here).map_err(io)? {
        let entry = entry.map_err(io)?;
        let path = folder.join(entry.file_name());
        let kind = entry.file_type().map_err(io)?;
        let own = match path.to_str() {
            Some(name) if kind.is_dir() => {
                may_hold_own(name, &entry.path()) && collect(out, &path, existing)?
            }
            Some(name) if kind.is_file() => match own_text(&entry.path())? {
                Some(text) => existing.own.insert(name.replace('\\', "/"), text).is_none(),
                None => false,
            },
            _ => false,
        };
        if !own {
            existing.foreign.push(path);
        }
        any_own |= own;
    }
    let is_root = folder.as_os_str().is_empty();
    if !any_own && !is_root {
        // Whoever looks at its parent lists the whole folder.
        existing.foreign.truncate(known);
    }
    Ok(any_own)
}

/// Whether a folder can hold files of an earlier run: no repository and no cache, which can be large, does.
fn may_hold_own(name: &str, folder: &Path) -> bool {
    name != ".git" && !is_cache(folder)
}

/// Whether a folder is one that Cargo builds in, or another that can be lost.
pub(super) fn is_cache(folder: &Path) -> bool {
    folder.join("CACHEDIR.TAG").is_file()
}

/// The text of a file, when an earlier run wrote it.
fn own_text(file: &Path) -> Result<Option<String>, Error> {
    let endings = ["rs", "toml", "lock", "json"];
    let emitted = file.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known));
    if !emitted {
        return Ok(None);
    }
    read_marked(file).map_err(|error| Error::io("read", file, error))
}

/// The mark stands in one of the first lines, so that no more of a foreign file is read.
const HEAD: u64 = 1 << 12;

fn read_marked(path: &Path) -> io::Result<Option<String>> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    (&mut file).take(HEAD).read_to_end(&mut bytes)?;
    if !String::from_utf8_lossy(&bytes).lines().take(3).any(|line| line.contains(MARK)) {
        return Ok(None);
    }
    file.take(files::LARGEST).read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes).ok())
}
