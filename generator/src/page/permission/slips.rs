//! Names that a cell writes with a blank in them: `Directory AccessAsUser.All` lost its first dot, and a blank slipped into
//! `DeviceManagementManaged Devices.Read.All`.
//!
//! Only cells are corrected: in a sentence, a word before a name is a word.

use std::borrow::Cow;

use super::words::Token;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::source::Span;

/// The tokens of a cell with whole names; says which were not whole.
pub(super) fn corrected<'t>(tokens: Vec<Token<'t>>, span: Span, problems: &mut Problems) -> Vec<Token<'t>> {
    let mut corrected: Vec<Token<'t>> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match slip(&corrected, &token) {
            Some((whole, message)) => {
                problems.push(
                    Diagnostic::new(Code::BrokenPermissionName, span, message)
                        .hint(format!("write `{whole}`")),
                );
                corrected.pop();
                let Token::Name { marks, .. } = token else { unreachable!("only a name has a slip") };
                corrected.push(Token::Name { name: Cow::Owned(whole), marks });
            }
            None => corrected.push(token),
        }
    }
    corrected
}

/// The whole name that a word and the name behind it are, and what is wrong with them.
fn slip(before: &[Token<'_>], token: &Token<'_>) -> Option<(String, String)> {
    let (Token::Name { name, .. }, Some(Token::Word(word))) = (token, before.last()) else {
        return None;
    };
    let is_part = word.starts_with(|c: char| c.is_ascii_uppercase())
        && name.split('.').next().is_none_or(|first| first != *word)
        && word.len() > 3;
    // The label of a list is several words.
    let alone = !matches!(before.iter().nth_back(1), Some(Token::Word(_)));
    let (whole, fault) = match name.split('.').count() {
        2 if is_part => (format!("{word}.{name}"), "a blank where a dot belongs"),
        3 if is_part && alone && word[1..].contains(|c: char| c.is_ascii_uppercase()) => {
            (format!("{word}{name}"), "a blank in it")
        }
        _ => return None,
    };
    Some((whole, format!("`{word} {name}` has {fault}")))
}
