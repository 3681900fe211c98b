//! One file per subcommand.

mod completions;
mod diff;
mod dump;
mod explain;
mod export;
mod generate;
mod init;
mod ir;
mod lint;
mod man;
mod output;
mod permissions;
mod progress;
mod sarif;
mod vectors;
mod words;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use graphdocs_generator::ir::{Api, Version};
use graphdocs_generator::select::Selection;
use graphdocs_generator::source::FileId;
use graphdocs_generator::{Outcome, Summary};

pub(crate) use output::print_words;
use progress::Progress;

/// Turns the Microsoft Graph API reference pages into a typed Rust client and permission metadata.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    words: words::Flags,
}

const EXIT_CODES: &str = "\
Exit codes: 0 fine, 1 findings (drift, review, lint, --fail-on), 2 could not run.
Data goes to standard output, words to standard error.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Emit the client crate
    Generate(generate::Flags),
    /// Print the resolved model as JSON
    Ir(ir::Flags),
    /// Write the model in a format that other tools read
    Export(export::Flags),
    /// Say what changed between two docs trees or model files
    Diff(diff::Flags),
    /// Ask which permissions requests, programs and grants are about
    Permissions(permissions::Flags),
    /// Say what on the pages is wrong or could not be understood
    Lint(lint::Flags),
    /// Print what a stage made of one page or request
    Dump(dump::Flags),
    /// Emit a program that proves the client crate by the documented examples
    #[command(hide = true)]
    Vectors(vectors::Flags),
    /// Say what a finding means, and what to do about it
    Explain(explain::Flags),
    /// Write a starter build script, settings and a CI workflow; files that exist are left alone
    Init(init::Flags),
    /// Print completions for a shell
    Completions(completions::Flags),
    /// Print the manual page
    Man(man::Flags),
}

/// Where the docs are and which part of them is wanted.
#[derive(Debug, Args)]
pub(crate) struct Docs {
    /// A checkout of the docs, a folder of pages, or one page
    #[arg(long, value_name = "DIR", default_value = "docs-input")]
    docs: PathBuf,
    /// Only this API version [default: all found]
    #[arg(long, value_name = "VERSION", value_parser = version)]
    api_version: Vec<Version>,
}

/// How a run ended that could run.
pub(crate) enum Verdict {
    /// Nothing to say.
    Fine,
    /// There are findings.
    Findings,
}

pub(crate) fn run(cli: Cli) -> anyhow::Result<Verdict> {
    cli.words.set();
    match cli.command {
        Command::Generate(flags) => generate::run(&flags),
        Command::Ir(flags) => ir::run(&flags),
        Command::Export(flags) => export::run(&flags),
        Command::Diff(flags) => diff::run(&flags),
        Command::Permissions(flags) => permissions::run(&flags),
        Command::Lint(flags) => lint::run(&flags),
        Command::Dump(flags) => dump::run(&flags),
        Command::Explain(flags) => explain::run(&flags),
        Command::Vectors(flags) => vectors::run(&flags),
        Command::Init(flags) => init::run(&flags),
        Command::Completions(flags) => completions::run(&flags),
        Command::Man(flags) => man::run(&flags),
    }
}

impl Docs {
    /// Reads the docs and keeps the wanted versions.
    fn read(&self) -> anyhow::Result<Outcome> {
        let progress = Progress::new();
        let outcome = self.read_watched(&progress);
        progress.finish();
        outcome
    }

    /// The same under the progress of a longer run.
    fn read_watched(&self, progress: &Progress) -> anyhow::Result<Outcome> {
        let mut outcome = graphdocs_generator::read_watched(&self.docs, progress.watch())?;
        keep_versions(&mut outcome.api, &self.api_version);
        Ok(outcome)
    }

    /// Whether a file of the docs is of a wanted version, or of none.
    fn wants(&self, docs: &graphdocs_generator::load::Docs, file: FileId) -> bool {
        let version = docs.entries.get(file.0 as usize).and_then(|entry| entry.version);
        self.api_version.is_empty() || version.is_none_or(|version| self.api_version.contains(&version))
    }
}

/// Docs or a model, for what needs no pages.
#[derive(Debug, Args)]
pub(crate) struct Input {
    #[command(flatten)]
    docs: Docs,
    /// A model that `graphdocs ir` wrote, plain or packed, instead of docs
    #[arg(long, value_name = "FILE", conflicts_with = "docs")]
    ir: Option<PathBuf>,
}

impl Input {
    /// Reads the model and keeps the wanted versions.
    fn read(&self) -> anyhow::Result<Api> {
        let progress = Progress::new();
        let read = self.read_summed(&progress);
        progress.finish();
        Ok(read?.0)
    }

    /// The same under the progress of a longer run, with the figures of the docs when they were read.
    fn read_summed(&self, progress: &Progress) -> anyhow::Result<(Api, Option<Summary>)> {
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
fn no_missing(selection: &Selection, api: &Api) -> anyhow::Result<()> {
    let missing: Vec<String> = selection.missing(api).iter().map(ToString::to_string).collect();
    anyhow::ensure!(missing.is_empty(), missing.join("\n"));
    Ok(())
}

/// Drops the versions that are not wanted; when none is named, all are.
fn keep_versions(api: &mut Api, wanted: &[Version]) {
    if !wanted.is_empty() {
        api.versions.retain(|api| wanted.contains(&api.version));
    }
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| "expected `v1.0` or `beta`".to_owned())
}
