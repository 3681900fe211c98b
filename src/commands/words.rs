//! Words for people, on standard error: how many, and in which colours.

use std::fmt::Display;
use std::sync::OnceLock;

use clap::Args;
use colorchoice_clap::Color;

use super::output::print_words;

/// How much is said.
#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    color: Color,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: every file that changed, what each stage took
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Quiet,
    Normal,
    Verbose,
}

static LEVEL: OnceLock<Level> = OnceLock::new();

impl Flags {
    /// Makes the flags count for the whole run.
    pub(crate) fn set(&self) {
        self.color.write_global();
        LEVEL.get_or_init(|| match (self.quiet, self.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        });
    }
}

fn level() -> Level {
    LEVEL.get().copied().unwrap_or(Level::Normal)
}

/// Whether only errors are wanted.
pub(crate) fn is_quiet() -> bool {
    level() == Level::Quiet
}

/// Whether details are wanted.
pub(crate) fn is_verbose() -> bool {
    level() == Level::Verbose
}

/// Whether data on standard output may have colours: as the flag says, or else when a terminal shows it.
pub(crate) fn has_color() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// Says how the run went.
pub(crate) fn say(words: impl Display) {
    if !is_quiet() {
        print_words(words);
    }
}
