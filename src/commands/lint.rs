//! `graphdocs lint`: what on the pages could not be understood, and where.

use clap::Args;
use graphdocs_generator::diagnostic::Severity;

use super::output::Output;
use super::{Docs, Verdict};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    docs: Docs,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let outcome = flags.docs.read()?;
    flags
        .output
        .write(&outcome.problems.to_lines(&outcome.docs.sources))?;
    let findings = outcome.problems.count(Severity::Warning);
    eprintln!(
        "{}: {} findings",
        flags.docs.root().display(),
        outcome.problems.len()
    );
    Ok(if findings > 0 {
        Verdict::Findings
    } else {
        Verdict::Fine
    })
}
