//! The command `graphdocs`: flags in, text and exit code out. Reading and emitting are the library's work.

#![deny(clippy::print_stdout, clippy::print_stderr)]

mod commands;

use std::process::ExitCode;

use clap::Parser;

use commands::Cli;

fn main() -> ExitCode {
    match commands::run(Cli::parse()) {
        Ok(commands::Verdict::Fine) => ExitCode::SUCCESS,
        Ok(commands::Verdict::Findings) => ExitCode::from(1),
        Err(error) => {
            commands::print_words(format_args!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}
