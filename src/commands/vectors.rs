//! `graphdocs vectors`: the documented examples as a program that proves the emitted client.

use std::path::PathBuf;

use clap::Args;
use graphdocs_generator::{vectors, write};

use super::input::Docs;
use super::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    docs: Docs,
    /// The folder of the program
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The folder of the client's crate, emitted from the same docs, seen from the program's folder
    #[arg(long, value_name = "DIR")]
    client: String,
    /// The folder of the harness, seen from the program's folder
    #[arg(long, value_name = "DIR")]
    harness: String,
    /// Take only so many examples of each version, evenly spread
    #[arg(long, value_name = "COUNT")]
    sample: Option<usize>,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let outcome = flags.docs.read()?;
    let options = vectors::Options {
        client: flags.client.clone(),
        harness: flags.harness.clone(),
        sample: flags.sample,
    };
    write::write(&vectors::emit(&outcome, &options), &flags.out)?;
    Ok(Verdict::Fine)
}
