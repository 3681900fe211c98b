//! Shows on a terminal what is going on; says nothing in a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::words;

/// A line that says what is going on.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = if words::is_quiet() { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    pub(crate) fn stage(&self, name: &'static str) {
        self.0.set_message(name);
    }

    /// How many of how many pages have been read.
    pub(crate) fn pages(&self, read: usize, all: usize) {
        self.0.set_message(format!("reading the docs: {read} of {all} pages"));
    }

    pub(crate) fn finish(self) {
        self.0.finish_and_clear();
    }
}
