//! The words of a text about permissions: names, what joins them, what stands in parentheses.
//!
//! ```text
//! name      = word {"." Word} {mark}
//! mark      = "*" | "¹" | …              refers to a note below the table; the superscript may stand behind a blank
//! comma     = "," | ";" | line end
//! condition = "(" words without a name ")"
//! ```

use std::borrow::Cow;

use crate::markdown::is_superscript;
use crate::names::LONGEST_NAME;

/// A part of a text about permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A permission, with the marks behind it that refer to notes.
    Name { name: Cow<'t, str>, marks: &'t str },
    /// Another word.
    Word(&'t str),
    /// What ends an element of a list.
    Comma,
    /// What stands in parentheses.
    Condition(&'t str),
}

/// The names in a text.
pub(crate) fn names(text: &str) -> Vec<Cow<'_, str>> {
    tokens(text)
        .into_iter()
        .filter_map(|token| match token {
            Token::Name { name, .. } => Some(name),
            _ => None,
        })
        .collect()
}

/// A part of a text, before it is known what stands in parentheses.
enum Piece<'t> {
    Token(Token<'t>),
    /// The byte after `(`.
    Open(usize),
    /// The byte of `)`.
    Close(usize),
}

/// The parts of a text. Parentheses without a name in them are a condition: from an opening one to the next closing one.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let pieces = pieces(text);
    // From the back: the closing parenthesis that each piece would reach, when no name stands before it.
    let mut reached = vec![None; pieces.len()];
    let mut next = None;
    for (at, piece) in pieces.iter().enumerate().rev() {
        reached[at] = next;
        match piece {
            Piece::Close(byte) => next = Some((at, *byte)),
            Piece::Token(Token::Name { .. }) => next = None,
            Piece::Token(_) | Piece::Open(_) => {}
        }
    }
    let mut tokens = Vec::new();
    let mut inside = 0;
    for (at, piece) in pieces.into_iter().enumerate() {
        match piece {
            _ if at < inside => {}
            Piece::Token(token) => tokens.push(token),
            Piece::Open(start) => {
                if let Some((close, end)) = reached[at] {
                    tokens.push(Token::Condition(text[start..end].trim()));
                    inside = close;
                }
            }
            Piece::Close(_) => {}
        }
    }
    tokens
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        let mut length = c.len_utf8();
        match c {
            '(' => pieces.push(Piece::Open(at + 1)),
            ')' => pieces.push(Piece::Close(at)),
            ',' | ';' | '\n' => pieces.push(Piece::Token(Token::Comma)),
            _ if c.is_ascii_alphanumeric() || matches!(c, '&' | '+') => {
                length = rest
                    .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '&' | '+')))
                    .unwrap_or(rest.len());
                let word = rest[..length].trim_end_matches(['.', '-']);
                pieces.push(Piece::Token(if is_name(word) {
                    let marks = marks(&rest[length..]);
                    length += marks.len();
                    Token::Name { name: Cow::Borrowed(word), marks }
                } else {
                    Token::Word(word)
                }));
            }
            _ => {}
        }
        rest = &rest[length..];
    }
    pieces
}

/// The marks that a text starts with: stars, and superscripts with what separates them.
fn marks(text: &str) -> &str {
    let is_superscript = |text: &str| text.starts_with(is_superscript);
    let mut length = text.len() - text.trim_start_matches(['*', '\\']).len();
    loop {
        let rest = &text[length..];
        let separator = rest.len() - rest.trim_start_matches([',', ' ']).len();
        let Some(mark) = rest[separator..].chars().next().filter(|_| is_superscript(&rest[separator..]))
        else {
            return &text[..length];
        };
        length += separator + mark.len_utf8();
    }
}

/// `Mail.Read`, `eDiscovery.Read.All`, `Contacts-OnPremisesSyncBehavior.ReadWrite.All`, and the four names without a dot.
pub(crate) fn is_name(word: &str) -> bool {
    if matches!(word, "email" | "openid" | "profile" | "offline_access") {
        return true;
    }
    let mut parts = word.split('.');
    let first = parts.next().unwrap_or_default();
    let mut rest = parts.peekable();
    word.len() <= LONGEST_NAME
        && first.len() > 1
        && first.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.peek().is_some()
        && rest.all(|part| part.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()))
        && !word.contains('_')
}

/// Whether a word joins permissions that are needed together.
pub(super) fn is_and(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "and" | "plus" | "&" | "+") || is_needs(word)
}

/// Whether it does so however the list goes on.
pub(super) fn is_needs(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "needs" | "requires")
}
