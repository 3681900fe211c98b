//! One file per subcommand.

mod completions;
mod diff;
mod dump;
mod explain;
mod export;
mod generate;
mod init;
mod input;
mod ir;
mod lint;
mod man;
mod output;
mod permissions;
mod progress;
mod sarif;
mod vectors;
mod verdict;
mod words;

use clap::{CommandFactory, Parser, Subcommand};

pub(crate) use output::print_words;
pub(crate) use verdict::Verdict;

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
        Command::Completions(flags) => completions::run(&flags, Cli::command()),
        Command::Man(flags) => man::run(&flags, Cli::command()),
    }
}
