//! The files of a crate → one file that another crate includes.
//!
//! ```text
//! #[rustfmt::skip]                   formatters leave it as it is, wherever it lies
//! mod client {                       src/lib.rs, without its inner attributes
//!     pub mod v1_0 {                 src/v1_0/mod.rs
//!         pub mod operations { … }   src/v1_0/operations/mod.rs
//!         pub mod me { … }           src/v1_0/me.rs
//!     }
//! }
//! pub use client::*;
//! ```
//!
//! Modules stand inline, because `include!` looks for the files of modules beside the including file. Paths that start at the
//! crate's root count from the module instead, so that the file can be included anywhere. The features of the crate are not those
//! of the including one, so that nothing depends on them.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::files::{Files, unformatted};
use super::print::{format, header};
use crate::ir::Api;

/// One Rust file with the content of all files of the crate of a model.
///
/// # Panics
/// When a file is not valid Rust, or one that a module needs is missing. Both are faults of this library.
pub fn single(api: &Api) -> String {
    let text = nested(&unformatted(api));
    format!("// {}\n\n{text}", header(&api.digest(&api.sources())))
}

fn nested(files: &Files) -> String {
    let tokens = || {
        let content = Nesting { files, folder: "src/".to_owned(), depth: 0 }.content("src/lib.rs");
        quote! {
            #[rustfmt::skip]
            mod client {
                #![allow(dead_code, missing_docs, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)]
                #content
            }

            #[allow(unused_imports)]
            pub use client::*;
        }
    };
    format("the one file", &tokens)
}

/// Where in the tree of modules a file stands.
struct Nesting<'a> {
    files: &'a Files,
    /// Where the files of its modules are.
    folder: String,
    /// How many modules lie between it and the root.
    depth: usize,
}

impl Nesting<'_> {
    fn content(&self, path: &str) -> TokenStream {
        let text = self.files.get(path).unwrap_or_else(|| panic!("`{path}` was not emitted"));
        let tokens = text.parse().unwrap_or_else(|error| panic!("`{path}` is not Rust: {error}"));
        self.rewrite(tokens)
    }

    fn rewrite(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut out = TokenStream::new();
        let mut rest = tokens.as_slice();
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match rest {
                [TokenTree::Punct(bang), TokenTree::Group(_), after @ ..]
                    if is_punct(first, '#') && bang.as_char() == '!' && self.depth == 0 =>
                {
                    rest = after;
                }
                [TokenTree::Group(attribute), after @ ..]
                    if is_punct(first, '#') && is_feature(attribute) =>
                {
                    rest = after;
                }
                [TokenTree::Ident(name), semicolon, after @ ..]
                    if is_ident(first, "mod") && is_punct(semicolon, ';') =>
                {
                    out.extend(self.module(name));
                    rest = after;
                }
                [TokenTree::Punct(colon), ..] if is_ident(first, "crate") && colon.as_char() == ':' => {
                    out.extend(self.root());
                }
                _ => out.extend([self.inside(first)]),
            }
        }
        out
    }

    /// A module with its content.
    fn module(&self, name: &proc_macro2::Ident) -> TokenStream {
        let name_text = name.to_string();
        let folder = format!("{}{}/", self.folder, super::pieces::module_file(&name_text));
        let in_folder = format!("{folder}mod.rs");
        let path = if self.files.contains_key(&in_folder) {
            in_folder
        } else {
            format!("{}.rs", folder.trim_end_matches('/'))
        };
        let content = Nesting { files: self.files, folder, depth: self.depth + 1 }.content(&path);
        quote!(mod #name { #content })
    }

    /// The way to the root of the crate.
    fn root(&self) -> TokenStream {
        match self.depth {
            0 => quote!(self),
            depth => {
                let up = std::iter::repeat_n(quote!(super), depth);
                quote!(#(#up)::*)
            }
        }
    }

    fn inside(&self, token: &TokenTree) -> TokenTree {
        let TokenTree::Group(group) = token else {
            return token.clone();
        };
        let mut rewritten = Group::new(group.delimiter(), self.rewrite(group.stream()));
        rewritten.set_span(group.span());
        TokenTree::Group(rewritten)
    }
}

/// Whether an attribute only says which features an item needs.
fn is_feature(attribute: &Group) -> bool {
    let mut tokens = attribute.stream().into_iter();
    let (Some(name), Some(TokenTree::Group(condition)), None) = (tokens.next(), tokens.next(), tokens.next())
    else {
        return false;
    };
    attribute.delimiter() == Delimiter::Bracket && is_ident(&name, "cfg") && only_features(condition.stream())
}

/// Whether a condition asks for features and for nothing else.
fn only_features(condition: TokenStream) -> bool {
    condition.into_iter().all(|token| match token {
        TokenTree::Ident(name) => name == "feature" || name == "any" || name == "all",
        TokenTree::Group(group) => only_features(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => true,
    })
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn is_ident(token: &TokenTree, wanted: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_stand_inline_and_paths_count_from_the_root() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let files = Files::from([
            file("src/lib.rs", "//! Docs.\n#[cfg(feature = \"a\")] pub mod a; pub struct Client;"),
            file("src/a/mod.rs", "//! A.\npub mod b; pub(crate) fn a() -> crate::Client { crate::Client }"),
            file(
                "src/a/b.rs",
                "pub static X: &[&str] = &[#[cfg(any(feature = \"x\", feature = \"y\"))] crate::a::b::Y];",
            ),
        ]);
        let text = nested(&files);
        assert!(syn::parse_file(&text).is_ok());
        assert!(!text.contains("feature") && !text.contains("crate::") && !text.contains("Docs."), "{text}");
        assert!(text.contains("//! A."), "{text}");
        assert!(text.contains("super::super::a::b::Y"), "{text}");
        assert!(text.contains("pub(crate) fn a() -> super::Client"), "{text}");
    }
}
