//! The module that all emitted modules stand in.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::names::ident;

/// How emitted code names the module that all others stand in, seen from a module of a version.
#[derive(Clone, Copy)]
pub(crate) enum Root<'a> {
    /// The root of a crate, which has a feature for each version and each area.
    Crate,
    /// A module of a crate that includes them as one file. It can stand anywhere in the crate, whose features are others.
    Included,
    /// The crate of this name, seen from a program that uses it.
    Named(&'a str),
}

impl Root<'_> {
    /// What an item says that needs a feature.
    pub(super) fn feature(self, name: &str) -> Option<TokenStream> {
        matches!(self, Self::Crate).then(|| quote!(#[cfg(feature = #name)]))
    }
}

impl ToTokens for Root<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Crate => quote!(crate),
            Self::Included => quote!(super::super),
            Self::Named(name) => ident(name).into_token_stream(),
        });
    }
}
