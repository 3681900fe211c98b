//! One file per subcommand.

mod diff;
mod dump;
mod export;
mod generate;
mod ir;
mod lint;
mod output;
mod permissions;
mod progress;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use graphdocs_generator::{Outcome, ir::Version};

/// Turns the Microsoft Graph API reference pages into a typed Rust client and permission metadata.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

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
    /// Say what on the pages could not be understood
    Lint(lint::Flags),
    /// Print what a stage made of one page or request
    Dump(dump::Flags),
    /// Say what a finding means, and what to do about it
    Explain(lint::ExplainFlags),
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
    match cli.command {
        Command::Generate(flags) => generate::run(&flags),
        Command::Ir(flags) => ir::run(&flags),
        Command::Export(flags) => export::run(&flags),
        Command::Diff(flags) => diff::run(&flags),
        Command::Permissions(flags) => permissions::run(&flags),
        Command::Lint(flags) => lint::run(&flags),
        Command::Dump(flags) => dump::run(&flags),
        Command::Explain(flags) => lint::explain(&flags),
    }
}

impl Docs {
    /// Reads the docs and keeps the wanted versions.
    fn read(&self) -> anyhow::Result<Outcome> {
        let mut outcome = graphdocs_generator::read(&self.docs)?;
        if !self.api_version.is_empty() {
            outcome.api.versions.retain(|api| self.api_version.contains(&api.version));
        }
        Ok(outcome)
    }
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| "expected `v1.0` or `beta`".to_owned())
}
