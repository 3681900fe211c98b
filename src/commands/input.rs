//! Docs and models that commands read.

use std::path::PathBuf;

use clap::Args;
use graphdocs_generator::ir::{Api, Version};
use graphdocs_generator::select::Selection;
use graphdocs_generator::source::FileId;
use graphdocs_generator::{ReadOutput, Summary};

use super::progress::Progress;

/// Where the docs are and which part of them is wanted.
#[derive(Debug, Args)]
pub(crate) struct Docs {
    /// A checkout of the docs, a folder of pages, or one page
    #[arg(long, value_name = "DIR", default_value = "docs-input")]
    pub(super) docs: PathBuf,
    /// Only this API version [default: all found]
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(super) api_version: Vec<Version>,
}

impl Docs {
    /// Reads the docs and keeps the wanted versions.
    pub(super) fn read(&self) -> anyhow::Result<ReadOutput> {
        let progress = Progress::new();
        let outcome = self.read_watched(&progress);
        progress.finish();
        outcome
    }

    /// The same under the progress of a longer run.
    pub(super) fn read_watched(&self, progress: &Progress) -> anyhow::Result<ReadOutput> {
        let mut outcome = graphdocs_generator::read_watched(&self.docs, progress.watch())?;
        keep_versions(&mut outcome.api, &self.api_version);
        Ok(outcome)
    }

    /// Whether a file of the docs is of a wanted version, or of none.
    pub(super) fn wants(&self, docs: &graphdocs_generator::load::Docs, file: FileId) -> bool {
        let version = docs.entries.get(file.0 as usize).and_then(|entry| entry.version);
        self.api_version.is_empty() || version.is_none_or(|version| self.api_version.contains(&version))
    }
}

/// Docs or a model, for what needs no pages.
#[derive(Debug, Args)]
pub(crate) struct Input {
    #[command(flatten)]
    pub(super) docs: Docs,
    /// A model that `graphdocs ir` wrote, plain or packed, instead of docs
    #[arg(long, value_name = "FILE", conflicts_with = "docs")]
    pub(super) ir: Option<PathBuf>,
}

impl Input {
    /// Reads the model and keeps the wanted versions.
    pub(super) fn read(&self) -> anyhow::Result<Api> {
        let progress = Progress::new();
        let read = self.read_summed(&progress);
        progress.finish();
        Ok(read?.0)
    }

    /// The same under the progress of a longer run, with the figures of the docs when they were read.
    pub(super) fn read_summed(&self, progress: &Progress) -> anyhow::Result<(Api, Option<Summary>)> {
        match &self.ir {
            Some(file) => {
                let mut api = graphdocs_generator::read_model(file)?;
                keep_versions(&mut api, &self.docs.api_version);
                Ok((api, None))
            }
            None => {
                let outcome = self.docs.read_watched(progress)?;
                let summary = outcome.summary();
                Ok((outcome.api, Some(summary)))
            }
        }
    }
}

/// An error when a request that is asked for by name does not exist.
pub(super) fn no_missing(selection: &Selection, api: &Api) -> anyhow::Result<()> {
    let missing: Vec<String> = selection.missing(api).iter().map(ToString::to_string).collect();
    anyhow::ensure!(missing.is_empty(), missing.join("\n"));
    Ok(())
}

/// Drops the versions that are not wanted; when none is named, all are.
pub(super) fn keep_versions(api: &mut Api, wanted: &[Version]) {
    if !wanted.is_empty() {
        api.versions.retain(|api| wanted.contains(&api.version));
    }
}

pub(super) fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| "expected `v1.0` or `beta`".to_owned())
}
