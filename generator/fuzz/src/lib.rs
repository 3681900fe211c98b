//! Mutated inputs for everything of the generator that reads what somebody else wrote.
//!
//! A [`Case`] is a [`Target`] with its input. [`Seeds::case`] makes the case of a number: the same one for the same number, on every
//! machine. [`Targets::run`] feeds it to the generator, which may report whatever it likes and must end, soon and without a panic.

mod mutate;
mod seeds;
mod targets;

pub use seeds::Seeds;
pub use targets::Targets;

/// What reads an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Docs: several files, each behind a line `=== path`.
    Docs,
    /// A model as `graphdocs ir` writes it.
    Model,
    /// Calls: a list, a HAR, an activity log.
    Uses,
    /// Grants: a list, a manifest, a token.
    Grants,
    /// The configuration `graphdocs.toml`.
    Config,
    /// A baseline of findings.
    Baseline,
    /// A list of accepted findings of `permissions review`.
    Accepted,
    /// The bytes of a program.
    Program,
}

impl Target {
    /// Each of them.
    pub const ALL: [Self; 8] = [
        Self::Docs,
        Self::Model,
        Self::Uses,
        Self::Grants,
        Self::Config,
        Self::Baseline,
        Self::Accepted,
        Self::Program,
    ];

    /// The name: the ending of a file that holds an input.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Model => "model",
            Self::Uses => "uses",
            Self::Grants => "grants",
            Self::Config => "config",
            Self::Baseline => "baseline",
            Self::Accepted => "accepted",
            Self::Program => "program",
        }
    }

    /// The target of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }
}

/// An input and what reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What reads it.
    pub target: Target,
    /// The input.
    pub input: Vec<u8>,
}

/// What each file of an input of [`Target::Docs`] starts with: this and its path.
const FILE: &str = "=== ";

/// The files of an input of [`Target::Docs`]: path → text. What stands before the first path belongs to no file.
pub fn files(input: &str) -> Vec<(&str, &str)> {
    let mut files: Vec<(&str, &str)> = Vec::new();
    let mut rest = input;
    while let Some(start) = next_file(rest) {
        let (path, text) = rest[start..].split_once('\n').unwrap_or((&rest[start..], ""));
        let end = next_file(text).map_or(text.len(), |next| next - FILE.len());
        files.push((path, &text[..end]));
        rest = &text[end..];
    }
    files
}

/// Where the path behind the next mark of a file starts.
fn next_file(text: &str) -> Option<usize> {
    if text.starts_with(FILE) {
        return Some(FILE.len());
    }
    text.find("\n=== ").map(|at| at + 1 + FILE.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_an_input() {
        let files = files("=== a.md\none\ntwo\n=== b/c.md\n=== d.md\nthree");
        assert_eq!(files, [("a.md", "one\ntwo\n"), ("b/c.md", ""), ("d.md", "three")]);
    }

    #[test]
    fn names_lead_to_targets() {
        assert!(Target::ALL.into_iter().all(|target| Target::named(target.name()) == Some(target)));
    }

    #[test]
    fn the_case_of_a_number_is_always_the_same() {
        let seeds = Seeds::own();
        let cases = |seed| (0..40).map(|number| seeds.case(seed, number)).collect::<Vec<_>>();
        assert_eq!(cases(1), cases(1));
        assert_ne!(cases(1), cases(2));
    }
}
