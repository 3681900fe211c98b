//! `graphdocs completions`: what a shell needs to complete commands and flags.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::output::Output;
use super::{Cli, Verdict};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The shell
    shell: Shell,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let mut script = Vec::new();
    clap_complete::generate(flags.shell, &mut Cli::command(), "graphdocs", &mut script);
    flags.output.write(&String::from_utf8(script)?)?;
    Ok(Verdict::Fine)
}
