//! The paths that a file writes, `use` trees and the contents of macros included.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path of at least two segments, as it is written. The last segment of a glob import is `*`.
#[derive(Clone)]
pub(crate) struct Path {
    /// The modules within the file that it stands in, from the outside.
    pub(crate) inside: Vec<String>,
    pub(crate) segments: Vec<String>,
}

/// The paths of a file, in order, without code for tests and without the code that `quote!` writes for others.
pub(crate) fn paths(tokens: TokenStream) -> Vec<Path> {
    let mut found = Found { inside: Vec::new(), paths: Vec::new() };
    found.scan(tokens);
    found.paths
}

/// Whether the condition of a `cfg` holds in tests alone.
pub(crate) fn only_in_tests(condition: TokenStream) -> bool {
    let words = words(condition);
    words.iter().any(|word| word == "test") && !words.iter().any(|word| word == "not" || word == "any")
}

fn words(tokens: TokenStream) -> Vec<String> {
    let words = tokens.into_iter().flat_map(|tree| match tree {
        TokenTree::Group(group) => words(group.stream()),
        tree => vec![tree.to_string()],
    });
    words.collect()
}

struct Found {
    inside: Vec<String>,
    paths: Vec<Path>,
}

impl Found {
    fn scan(&mut self, tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            at = match &trees[at..] {
                [TokenTree::Punct(hash), TokenTree::Group(attribute), ..]
                    if hash.as_char() == '#' && is_for_tests(attribute.stream()) =>
                {
                    at + 2 + item(&trees[at + 2..])
                }
                [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(_), ..]
                    if mark.as_char() == '!'
                        && ["quote", "quote_spanned"].iter().any(|macro_| name == macro_) =>
                {
                    at + 3
                }
                [TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Group(body), ..]
                    if keyword == "mod" && body.delimiter() == Delimiter::Brace =>
                {
                    self.inside.push(name.to_string());
                    self.scan(body.stream());
                    self.inside.pop();
                    at + 3
                }
                [TokenTree::Ident(_), ..] if is_start(&trees[..at]) => self.path(&trees, at, Vec::new()),
                [TokenTree::Group(group), ..] => {
                    self.scan(group.stream());
                    at + 1
                }
                _ => at + 1,
            };
        }
    }

    /// Reads the path whose next segment is at `at`, with all that a `use` tree names below it, and returns where it ends.
    fn path(&mut self, trees: &[TokenTree], mut at: usize, mut segments: Vec<String>) -> usize {
        loop {
            match trees.get(at) {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    self.branches(&group.stream().into_iter().collect::<Vec<_>>(), &segments);
                    return at + 1;
                }
                Some(TokenTree::Ident(name)) => segments.push(name.to_string()),
                Some(TokenTree::Punct(star)) if star.as_char() == '*' => segments.push("*".to_owned()),
                _ => break,
            }
            at += 1;
            if !is_separator(&trees[at..]) {
                break;
            }
            at += 2;
        }
        if segments.len() > 1 {
            self.paths.push(Path { inside: self.inside.clone(), segments });
        }
        at
    }

    fn branches(&mut self, trees: &[TokenTree], stem: &[String]) {
        let mut at = 0;
        while at < trees.len() {
            at = self.path(trees, at, stem.to_vec());
            let comma = trees[at..].iter().position(|tree| is_punct(tree, ','));
            at = comma.map_or(trees.len(), |comma| at + comma + 1);
        }
    }
}

/// Whether a path can start after these tokens: not with the name of a field or method, nor with what follows a leading `::`.
fn is_start(before: &[TokenTree]) -> bool {
    match before {
        [.., one, two] if is_punct(two, '.') => is_punct(one, '.'),
        [.., one, two] => !(is_punct(one, ':') && is_punct(two, ':')),
        _ => true,
    }
}

fn is_separator(trees: &[TokenTree]) -> bool {
    matches!(trees, [one, two, ..] if is_punct(one, ':') && is_punct(two, ':'))
}

fn is_punct(tree: &TokenTree, expected: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == expected)
}

fn is_for_tests(attribute: TokenStream) -> bool {
    let mut trees = attribute.into_iter();
    let is_cfg = matches!(trees.next(), Some(TokenTree::Ident(name)) if name == "cfg");
    is_cfg && matches!(trees.next(), Some(TokenTree::Group(condition)) if only_in_tests(condition.stream()))
}

/// How many tokens an item has: all up to its body or its semicolon.
fn item(trees: &[TokenTree]) -> usize {
    let is_end = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        tree => is_punct(tree, ';'),
    };
    trees.iter().position(is_end).map_or(trees.len(), |end| end + 1)
}
