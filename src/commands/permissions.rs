//! `graphdocs permissions`: which permissions a request, a program or a grant is about.

mod audit;
mod by_app;
mod calls;
mod compare;
mod envelope;
mod form;
mod found;
mod gather;
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
mod text_file;

use clap::{Args, Subcommand};

use super::verdict::Verdict;

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
