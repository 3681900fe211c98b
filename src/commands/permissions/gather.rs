//! The uses in files → the calls that they are.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use graphdocs_generator::permissions::uses::{self, Use};
use graphdocs_generator::sink;

use super::found::{Found, Gathered};
use super::index::Index;
use crate::commands::words;

impl Index<'_> {
    /// The calls of several files.
    pub(super) fn read_all(&self, files: &[PathBuf]) -> anyhow::Result<Found> {
        let mut gathered = Gathered::new(self);
        for file in files {
            gather(&mut gathered, &sink::path(file), open(file)?)?;
        }
        Ok(told(gathered))
    }

    /// The calls that a text names.
    pub(super) fn read_from(&self, name: &str, input: impl Read) -> anyhow::Result<Found> {
        let mut gathered = Gathered::new(self);
        gather(&mut gathered, name, input)?;
        Ok(told(gathered))
    }
}

fn gather(gathered: &mut Gathered<'_, '_>, name: &str, input: impl Read) -> anyhow::Result<()> {
    gathered.begin(name);
    let read = uses::read(input, &mut |used: Use| gathered.add(&used))
        .with_context(|| format!("cannot read the uses in `{name}`"))?;
    gathered.end(&read);
    Ok(())
}

/// What was gathered; what is no call of Graph is said.
fn told(gathered: Gathered<'_, '_>) -> Found {
    let found = gathered.finish();
    found.remarks().into_iter().for_each(words::say);
    found
}

/// A file, or standard input for `-`.
fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(File::open(path).with_context(|| format!("cannot read `{}`", sink::path(path)))?))
}
