//! Data to a file or to standard output, and words to standard error. Nothing else writes to either.
//!
//! Everything passes [`sink::lines`], so that no hidden character of a page or a file name leaves, whoever forgot it. Whoever closes the
//! pipe behind standard output has had enough: the run ends at once and quietly, as if fine. Without a standard error words are lost, and
//! the run goes on: what it does and how it ends does not depend on who listens.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;

use anyhow::Context;
use clap::Args;
use graphdocs_generator::{files, sink};
use serde::Serialize;

/// Where data goes.
#[derive(Debug, Args)]
pub(crate) struct Output {
    /// Write to this file [default: standard output]; a device, a pipe or a link is written through
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
        self.write_styled(&sink::lines(text))
    }

    /// Writes text that has colours, so that it must hold nothing else that steers a terminal.
    pub(crate) fn write_styled(&self, text: &str) -> anyhow::Result<()> {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        match &self.output {
            Some(path) => Ok(files::write(path, format!("{text}{end}").as_bytes()).map(drop)?),
            None => to_standard_output(&format!("{text}{end}")),
        }
    }
}

/// Text on standard output; a run that nobody reads ends here.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    to_standard_output(&sink::lines(text))
}

/// Text on standard error.
pub(crate) fn print_words(words: impl Display) {
    let text = format!("{words}\n");
    // Words that nobody can read are no reason to stop.
    let _ = io::stderr().lock().write_all(sink::lines(&text).as_bytes());
}

/// A value as JSON that is safe to show.
pub(crate) fn json(value: &(impl Serialize + ?Sized)) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    Ok(match sink::json(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(safe) => safe,
    })
}

fn to_standard_output(text: &str) -> anyhow::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => process::exit(0),
        other => other.context("cannot write to standard output"),
    }
}
