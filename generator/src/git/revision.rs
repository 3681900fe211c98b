//! The forms in which a revision can be named.
//!
//! ```text
//! revision   name step*
//! name       a branch, a tag, a branch of a remote, HEAD, FETCH_HEAD, ORIG_HEAD, or at least four digits of an object's name
//! step       `~` or `^`, and a number or none: the ancestor, the parent
//! ```
//!
//! A name holds what git lets names hold. Everything else that git reads as a revision is none here: searches (`:/words`), paths
//! (`main:docs`), logs of names (`main@{1}`), ranges (`a..b`), exclusions (`^a`), options.

use std::fmt;

use crate::error::Error;

/// A revision as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Revision<'a>(&'a str);

impl<'a> Revision<'a> {
    /// # Errors
    /// When the text has another form.
    pub(super) fn parse(text: &'a str) -> Result<Self, Error> {
        let (name, steps) = text.split_at(text.find(['~', '^']).unwrap_or(text.len()));
        let odd = |c: char| c.is_control() || c.is_whitespace() || ":?*[{}\\".contains(c);
        let is_name =
            !name.is_empty() && !name.starts_with('-') && !name.contains("..") && !name.contains(odd);
        let is_step = |c: char| matches!(c, '~' | '^') || c.is_ascii_digit();
        if is_name && steps.chars().all(is_step) { Ok(Self(text)) } else { Err(Error::not_a_revision(text)) }
    }
}

impl fmt::Display for Revision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for text in
            ["main", "HEAD", "HEAD~2^1~", "origin/größe", "v1.0", "refs/tags/v1", "0f3c9a", "a#1", "@"]
        {
            Revision::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
        let bad = [
            "",
            "-x",
            "--output=x",
            "^main",
            "main:docs",
            ":/words",
            "main@{1}",
            "a..b",
            "a...b",
            "a b",
            "a\n",
            "main^{tree}",
            "main^-",
            "main^@",
            "main~x",
            "~",
            "*",
            "a\0b",
        ];
        for text in bad {
            Revision::parse(text).expect_err(text);
        }
    }
}
