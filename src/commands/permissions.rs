//! `graphdocs permissions`: which permissions a request, a program or a grant is about.

mod audit;
mod by_app;
mod calls;
mod compare;
mod envelope;
mod found;
mod index;
mod least;
mod left_open;
mod markdown;
mod matches;
mod not_found;
mod rest;
mod review;
mod sarif;
mod schema;
mod show;
mod source;
mod terms;
mod text;

use std::io;
use std::path::Path;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use graphdocs_generator::{files, sink};

use super::Verdict;

/// Ask about permissions
#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// What a request needs, by template or by URL
    Show(show::Flags),
    /// What a permission opens
    Calls(calls::Flags),
    /// The least privileged sets of permissions for the calls of a program
    Least(least::Flags),
    /// Granted permissions against the calls of a program
    Review(review::Flags),
    /// What a new state of a program needs that an older one did not
    Compare(compare::Flags),
    /// The calls that a compiled program can make, and what they need
    Audit(audit::Flags),
    /// The JSON Schema of what these commands print with `--format json`
    Schema(schema::Flags),
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    match &flags.question {
        Question::Show(flags) => show::run(flags),
        Question::Calls(flags) => calls::run(flags),
        Question::Least(flags) => least::run(flags),
        Question::Review(flags) => review::run(flags),
        Question::Compare(flags) => compare::run(flags),
        Question::Audit(flags) => audit::run(flags),
        Question::Schema(flags) => schema::run(flags),
    }
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Reads a file, or standard input for `-`.
fn read_input(path: &Path) -> anyhow::Result<String> {
    let bytes = if path == Path::new("-") {
        files::read_all(io::stdin().lock()).context("cannot read standard input")?
    } else {
        files::read(path)?
    };
    // PowerShell writes UTF-16 by default.
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => String::from_utf16_lossy(&pairs(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => String::from_utf16_lossy(&pairs(rest, u16::from_be_bytes)),
        _ => String::from_utf8(bytes).with_context(|| format!("`{}` is not text", sink::path(path)))?,
    };
    Ok(text)
}

fn pairs(bytes: &[u8], join: fn([u8; 2]) -> u16) -> Vec<u16> {
    bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect()
}
