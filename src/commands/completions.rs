//! `graphdocs completions`: what a shell needs to complete commands and flags.

use clap::{Args, Command};
use clap_complete::Shell;

use super::output::Output;
use super::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The shell
    shell: Shell,
    #[command(flatten)]
    output: Output,
}

/// `command` is the whole command line.
pub(crate) fn run(flags: &Flags, mut command: Command) -> anyhow::Result<Verdict> {
    let mut script = Vec::new();
    clap_complete::generate(flags.shell, &mut command, "graphdocs", &mut script);
    flags.output.write(&String::from_utf8(script)?)?;
    Ok(Verdict::Fine)
}
