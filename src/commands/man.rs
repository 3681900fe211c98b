//! `graphdocs man`: the manual, made from the flags themselves.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Command};
use clap_mangen::Man;
use graphdocs_generator::sink;

use super::output::Output;
use super::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// Write the pages of all subcommands to this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    out: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// `command` is the whole command line.
pub(crate) fn run(flags: &Flags, command: Command) -> anyhow::Result<Verdict> {
    if let Some(out) = &flags.out {
        fs::create_dir_all(out)
            .and_then(|()| clap_mangen::generate_to(command, out))
            .with_context(|| format!("cannot write `{}`", sink::path(out)))?;
        return Ok(Verdict::Fine);
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    flags.output.write(&String::from_utf8(page)?)?;
    Ok(Verdict::Fine)
}
