//! What a page grants, and which of its requests it speaks of.

use crate::ir::{Requirement, Scheme};
use crate::markdown::one_line;
use crate::page::words::needs;
use crate::source::Span;

/// What one cell grants: to whom, for which of the page's requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// Who acts.
    pub scheme: Scheme,
    /// What is needed.
    pub requirement: Requirement,
    /// Which of the page's requests it speaks of. Without any, it speaks of all.
    pub scopes: Vec<Scope>,
    /// Where the cell stands.
    pub span: Span,
}

/// Which of a page's requests a grant speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The requests on a resource that a heading, a row or a label names, with the paths that stand beside the name.
    Resource {
        /// The words.
        words: String,
        /// The paths in them.
        paths: Vec<String>,
        /// Where the words stand.
        origin: Origin,
    },
    /// The requests on oneself or on others.
    Audience(Audience),
    /// The requests that an annotation lists: `GET https://…`.
    Requests(Vec<String>),
    /// All but the requests that stand under a label with this word: "Note: Metadata operation is not supported".
    Except(String),
}

/// Where the words stand that bind a grant to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// They are the heading of a whole table.
    Heading,
    /// They label a row, or a bullet.
    Row,
    /// They label a part of a cell.
    Cell,
}

/// Whom a request acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// On the signed-in user.
    Oneself,
    /// On other users.
    Others,
}

/// Whom the words of a heading or column say that requests act on.
pub(super) fn audience(words: &str) -> Option<Audience> {
    if needs::ON_SELF.is_match(words) {
        Some(Audience::Oneself)
    } else if needs::ON_OTHERS.is_match(words) {
        Some(Audience::Others)
    } else {
        None
    }
}

/// What a resource is called in a heading, a row or a label: `[chat](…) (/chats/{id})` → the words and the paths in them.
pub(super) fn resource(words: &str, origin: Origin) -> Scope {
    let paths = words
        .split(['(', ' ', '\n'])
        .map(|word| word.trim_end_matches([')', ',', ';', '.']))
        .filter(|word| word.starts_with('/') && word.len() > 1)
        .map(str::to_owned)
        .collect();
    Scope::Resource { words: one_line(words), paths, origin }
}
