//! The English of the pages: every form of words that a reader looks for, as a named pattern in a file per subject.
//!
//! A pattern ignores case. Its comment shows the form that pages have, and each file ends with a table of texts that its patterns match
//! and of texts that look alike and are not matched. The formulas of permission cells have a grammar of their own in `permission/`, and
//! headings are listed where sections are told apart.

pub(crate) mod bodies;
pub(crate) mod flags;
pub(crate) mod names;
pub(crate) mod needs;
pub(crate) mod options;
pub(crate) mod types;
pub(crate) mod values;

use regex::{Regex, RegexBuilder};

/// Defines patterns: a comment, a name and an expression each.
macro_rules! patterns {
    ($($(#[$doc:meta])+ $name:ident = $expression:expr;)+) => {
        $(
            $(#[$doc])+
            pub(crate) static $name: ::std::sync::LazyLock<::regex::Regex> =
                ::std::sync::LazyLock::new(|| $crate::page::words::compile($expression));
        )+
        #[cfg(test)]
        static ALL: &[(&str, &::std::sync::LazyLock<::regex::Regex>)] = &[$((stringify!($name), &$name)),+];
    };
}
use patterns;

/// A pattern that ignores case.
///
/// # Panics
///
/// When the expression is invalid: the tables of tests compile every pattern.
fn compile(expression: &str) -> Regex {
    let compiled = RegexBuilder::new(expression).case_insensitive(true).build();
    compiled.unwrap_or_else(|error| panic!("a pattern of words is invalid: {error}"))
}

/// Checks a table of texts: pattern, text, and the first group that takes part in the match or the whole match without one. Every
/// pattern has a text that it matches and one where it finds nothing.
#[cfg(test)]
#[track_caller]
fn check(all: &[(&str, &std::sync::LazyLock<Regex>)], rows: &[(&str, &str, Option<&str>)]) {
    for (name, text, expected) in rows {
        let (_, pattern) = all.iter().find(|(known, _)| known == name).expect("the pattern exists");
        let found = pattern.captures(text).map(|captures| {
            let group = captures.iter().skip(1).flatten().next();
            group.unwrap_or_else(|| captures.get_match()).as_str()
        });
        assert_eq!(found, *expected, "{name}: {text}");
    }
    for (name, _) in all {
        for matches in [true, false] {
            let has_row = rows.iter().any(|(of, _, expected)| {
                of == name && expected.is_some_and(|found| !found.is_empty()) == matches
            });
            assert!(has_row, "{name} has no text with a match: {matches}");
        }
    }
}
