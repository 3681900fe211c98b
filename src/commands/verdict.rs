//! How a run ended.

/// How a run ended that could run.
pub(crate) enum Verdict {
    /// Nothing to say.
    Fine,
    /// There are findings.
    Findings,
}
