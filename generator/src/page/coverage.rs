//! How much of a page was read.

/// How much of a page was understood: facts that a reader took, of the facts that stand there.
///
/// A fact is a table row, a request line, or an example message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Facts on the page.
    pub found: u32,
    /// Facts that became part of the outcome.
    pub understood: u32,
}

impl Coverage {
    /// Counts facts of which all were understood.
    pub fn add(&mut self, facts: usize) {
        self.count(facts, facts);
    }

    /// Counts facts of which some were understood.
    pub fn count(&mut self, found: usize, understood: usize) {
        self.found += found as u32;
        self.understood += understood as u32;
    }

    /// Adds the figures of another page.
    pub fn merge(&mut self, other: Coverage) {
        self.found += other.found;
        self.understood += other.understood;
    }

    /// The part that was understood, 0 to 1. A page without facts is understood.
    pub fn share(self) -> f64 {
        if self.found == 0 { 1.0 } else { f64::from(self.understood) / f64::from(self.found) }
    }
}
