//! `graphdocs-fuzz [--seconds N] [--seed N] [--pages DIR]… [--out DIR]`: runs cases until the time is over, and ends with 1 when one
//! panicked, took longer than five seconds, or needed more than 500 MB.
//!
//! The cases run in a process of their own, because neither a stack that overflows nor a loop without end can be caught from inside.
//! It writes down the number of each case before it runs it; the process that watches makes the same case again to save its input.

mod watch;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use graphdocs_fuzz::{Case, Seeds, Target, Targets};

/// Feeds mutated pages, models and other inputs to the generator.
#[derive(Clone, Debug, Parser)]
struct Arguments {
    /// For how long.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Which cases: the same ones for the same number.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// More folders whose pages are mutated. One that does not exist is left out.
    #[arg(long, value_name = "DIR")]
    pages: Vec<PathBuf>,
    /// Where inputs are saved that fail.
    #[arg(long, value_name = "DIR", default_value = "target/fuzz")]
    out: PathBuf,
    /// Runs one saved input and nothing else.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// The number of the first case.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Does the work, and writes down where it is.
    #[arg(long, value_name = "FILE", hide = true)]
    progress: Option<PathBuf>,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(file) = &arguments.input {
        let target = file.extension().and_then(|ending| Target::named(ending.to_str()?));
        let target = target.with_context(|| format!("the ending of `{}` names no target", file.display()))?;
        let case = Case { target, input: std::fs::read(file)? };
        Targets::new(&Seeds::own())?.run(&case)?;
        return Ok(ExitCode::SUCCESS);
    }
    match &arguments.progress {
        Some(progress) => work::run(&arguments, progress).map(|()| ExitCode::SUCCESS),
        None => watch::run(&arguments),
    }
}

impl Arguments {
    fn seeds(&self) -> Seeds {
        Seeds::with(&self.pages)
    }
}
