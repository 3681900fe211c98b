//! Where the configuration of a run comes from.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;
use graphdocs_generator::lint::Config;
use graphdocs_generator::sink;
use graphdocs_generator::source::SourceMap;

const NAME: &str = "graphdocs.toml";

/// A configuration with the file that it comes from. Without a file everything is as it is by default.
#[derive(Debug, Default)]
pub(super) struct Configured {
    pub(super) config: Config,
    path: Option<PathBuf>,
}

impl Configured {
    /// The configuration that is asked for, else the next one in or above the docs, else in or above the working directory.
    pub(super) fn find(asked: Option<&Path>, docs: &Path, sources: &mut SourceMap) -> anyhow::Result<Self> {
        let path = match asked {
            Some(path) => Some(path.to_owned()),
            None => match next(docs)? {
                Some(path) => Some(path),
                None => next(Path::new("."))?,
            },
        };
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", sink::path(&path)))?;
        let config = Config::read(sources, &path.display().to_string(), &text)
            .with_context(|| format!("cannot read the configuration in `{}`", sink::path(&path)))?;
        Ok(Self { config, path: Some(path) })
    }

    /// The baseline that the configuration names, seen from the working directory.
    pub(super) fn baseline(&self) -> Option<PathBuf> {
        let folder = self.path.as_deref()?.parent()?;
        self.config.baseline.as_deref().map(|baseline| folder.join(baseline))
    }
}

/// The configuration in a folder or in the nearest folder above it.
fn next(folder: &Path) -> anyhow::Result<Option<PathBuf>> {
    let folder = match fs::canonicalize(folder) {
        Ok(folder) => folder,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot find `{}`", sink::path(folder))),
    };
    Ok(folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file()))
}
