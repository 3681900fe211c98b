//! Shows on a terminal what is going on; says nothing in a pipe.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::words;

/// A line that says what is going on.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// The pages that have been read, of all docs that are read.
    read: AtomicUsize,
    /// The pages of all docs that are read.
    all: AtomicUsize,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = if words::is_quiet() { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar, read: AtomicUsize::new(0), all: AtomicUsize::new(0) }
    }

    pub(crate) fn stage(&self, name: &'static str) {
        self.bar.set_message(name);
    }

    /// A watch over the pages of docs, which says how many of how many have been read. Docs that are read at the same time, each under
    /// a watch of its own, count together.
    pub(crate) fn watch(&self) -> impl Fn(usize, usize) + Sync {
        let known = Once::new();
        move |_, pages| {
            known.call_once(|| {
                self.all.fetch_add(pages, Ordering::Relaxed);
            });
            let read = self.read.fetch_add(1, Ordering::Relaxed) + 1;
            let all = self.all.load(Ordering::Relaxed);
            self.bar.set_message(format!("reading the docs: {read} of {all} pages"));
        }
    }

    pub(crate) fn finish(self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_that_are_read_at_the_same_time_count_together() {
        let progress = Progress::new();
        let (old, new) = (progress.watch(), progress.watch());
        old(1, 3);
        assert_eq!(progress.bar.message(), "reading the docs: 1 of 3 pages");
        new(1, 2);
        old(2, 3);
        assert_eq!(progress.bar.message(), "reading the docs: 3 of 5 pages");
    }
}
