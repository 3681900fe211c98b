//! Data to a file or to standard output.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

/// Where data goes.
#[derive(Debug, Args)]
pub(crate) struct Output {
    /// Write to this file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Output {
    /// Whether data goes to standard output.
    pub(crate) fn is_standard(&self) -> bool {
        self.output.is_none()
    }

    /// The file that data goes to; none for standard output.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// Writes text, and a line end when it has none.
    pub(crate) fn write(&self, text: &str) -> anyhow::Result<()> {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        match &self.output {
            Some(path) => write_file(path, &format!("{text}{end}")),
            None => match write!(io::stdout().lock(), "{text}{end}") {
                // Whoever read the output had enough.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                other => other.context("cannot write to standard output"),
            },
        }
    }
}

fn write_file(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}
