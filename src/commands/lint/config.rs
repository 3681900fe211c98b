//! Where the configuration of a run comes from.
//!
//! A configuration that is found can be part of docs that are not trusted. It has to be a regular file, and the baseline that it names
//! a file beside it or below. One that the caller names may be anything and name anything.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;
use graphdocs_generator::Error;
use graphdocs_generator::files;
use graphdocs_generator::lint::Config;
use graphdocs_generator::sink;
use graphdocs_generator::source::SourceMap;

const NAME: &str = "graphdocs.toml";

/// A configuration with the file that it comes from. Without a file everything is as it is by default.
#[derive(Debug, Default)]
pub(super) struct Configured {
    pub(super) config: Config,
    file: Option<ConfigFile>,
}

/// The file of a configuration.
#[derive(Debug)]
enum ConfigFile {
    /// The caller named it.
    Named(PathBuf),
    /// It was in this folder.
    FoundIn(PathBuf),
}

/// The file of a baseline.
#[derive(Debug)]
pub(super) enum BaselineFile {
    /// The caller named it, or a configuration that the caller named.
    Named(PathBuf),
    /// A configuration that was found names it, and it stays in the configuration's folder.
    Below { folder: PathBuf, path: PathBuf },
}

impl Configured {
    /// The configuration that is asked for, else the next one in or above the docs, else in or above the working directory.
    pub(super) fn find(asked: Option<&Path>, docs: &Path, sources: &mut SourceMap) -> anyhow::Result<Self> {
        let file = match asked {
            Some(path) => Some(ConfigFile::Named(path.to_owned())),
            None => match next(docs)? {
                Some(folder) => Some(folder),
                None => next(Path::new("."))?,
            }
            .map(ConfigFile::FoundIn),
        };
        let Some(file) = file else {
            return Ok(Self::default());
        };
        let path = file.path();
        let why = || format!("cannot read the configuration in `{}`", sink::path(&path));
        let text = String::from_utf8(file.read()?).with_context(why)?;
        let config = Config::read(sources, &path.display().to_string(), &text).with_context(why)?;
        Ok(Self { config, file: Some(file) })
    }

    /// The baseline that the configuration names.
    pub(super) fn baseline(&self) -> Option<BaselineFile> {
        let path = self.config.baseline.clone()?;
        Some(match self.file.as_ref()? {
            ConfigFile::Named(config) => BaselineFile::Named(config.parent()?.join(path)),
            ConfigFile::FoundIn(folder) => BaselineFile::Below { folder: folder.clone(), path },
        })
    }
}

impl ConfigFile {
    fn path(&self) -> PathBuf {
        match self {
            Self::Named(path) => path.clone(),
            Self::FoundIn(folder) => folder.join(NAME),
        }
    }

    fn read(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Named(path) => files::read(path),
            Self::FoundIn(folder) => files::read_below(folder, Path::new(NAME)),
        }
    }
}

impl BaselineFile {
    pub(super) fn read(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Named(path) => files::read(path),
            Self::Below { folder, path } => files::read_below(folder, path),
        }
    }

    pub(super) fn write(&self, text: &str) -> Result<bool, Error> {
        match self {
            Self::Named(path) => files::write(path, text.as_bytes()),
            Self::Below { folder, path } => files::write_below(folder, path, text.as_bytes()),
        }
    }
}

impl fmt::Display for BaselineFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(path) => sink::path(path).fmt(f),
            Self::Below { folder, path } => sink::path(folder.join(path)).fmt(f),
        }
    }
}

/// The folder or the nearest folder above it that has a configuration.
fn next(folder: &Path) -> anyhow::Result<Option<PathBuf>> {
    let folder = match fs::canonicalize(folder) {
        Ok(folder) => folder,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot find `{}`", sink::path(folder))),
    };
    let has_one = |folder: &&Path| fs::symlink_metadata(folder.join(NAME)).is_ok_and(|there| !there.is_dir());
    Ok(folder.ancestors().find(has_one).map(Path::to_owned))
}
