//! The emitted modules as a tree, before anything says in which files they lie.
//!
//! A module makes its items when it is printed: the tokens of a whole crate take much memory.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::pieces;
use super::root::Root;
use crate::names::ident;

/// A module and those inside it.
pub(super) struct Module<'a> {
    /// Its Rust name.
    pub(super) name: String,
    /// What its declaration says of it.
    pub(super) doc: String,
    /// The feature of the crate that it needs.
    pub(super) feature: Option<String>,
    /// How its items are seen from the module around it.
    pub(super) export: Export<'a>,
    /// What it says of itself, in front of everything.
    pub(super) inner_doc: String,
    /// The modules inside it, in the order of their declarations; none for one that never has any.
    pub(super) children: Option<Vec<Module<'a>>>,
    /// The items behind the declarations.
    pub(super) items: Box<dyn Fn() -> TokenStream + Sync + 'a>,
    /// The docs that the items come from; none when they only say which modules there are.
    pub(super) sources: BTreeSet<u32>,
}

/// How the items of a module are seen from the module around it.
pub(super) enum Export<'a> {
    /// `pub mod a;`
    Module,
    /// `pub mod a; pub use a::*;`
    All,
    /// `mod a; pub use a::A;`
    Item(&'a str),
}

impl<'a> Module<'a> {
    /// A public module that has no others inside it.
    pub(super) fn new(name: impl Into<String>, items: impl Fn() -> TokenStream + Sync + 'a) -> Self {
        Self {
            name: name.into(),
            doc: String::new(),
            feature: None,
            export: Export::Module,
            inner_doc: String::new(),
            children: None,
            items: Box::new(items),
            sources: BTreeSet::new(),
        }
    }

    /// What stands in the module. `body` gives what follows the names of the modules inside it: a semicolon, or their content.
    pub(super) fn content(&self, root: Root<'_>, body: &dyn Fn(&Module<'a>) -> TokenStream) -> TokenStream {
        let inner_doc = pieces::doc(&self.inner_doc).into_iter().map(inner);
        let children = self.children.iter().flatten().map(|child| child.declaration(root, &body(child)));
        let items = (self.items)();
        quote! {
            #(#inner_doc)*
            #(#children)*
            #items
        }
    }

    fn declaration(&self, root: Root<'_>, body: &TokenStream) -> TokenStream {
        let name = ident(&self.name);
        let doc = pieces::doc(&self.doc);
        let feature = self.feature.as_ref().and_then(|feature| root.feature(feature));
        match self.export {
            Export::Module => quote!(#doc #feature pub mod #name #body),
            Export::All => quote!(#doc #feature pub mod #name #body #feature pub use #name::*;),
            Export::Item(item) => {
                let item = ident(item);
                quote!(#doc #feature mod #name #body pub use #name::#item;)
            }
        }
    }
}

/// `#[doc = …]` → `#![doc = …]`
fn inner(token: TokenTree) -> TokenStream {
    match &token {
        TokenTree::Punct(punct) if punct.as_char() == '#' => quote!(#token !),
        _ => quote!(#token),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_declared_or_nested() {
        let leaf = Module {
            doc: "A leaf.".to_owned(),
            feature: Some("a-b".to_owned()),
            export: Export::All,
            inner_doc: "Itself.".to_owned(),
            ..Module::new("r#type", || {
                quote!(
                    pub struct A;
                )
            })
        };
        let item = Module {
            export: Export::Item("C"),
            ..Module::new("c", || {
                quote!(
                    pub struct C;
                )
            })
        };
        let tree = Module {
            children: Some(vec![leaf, item]),
            ..Module::new("tree", || {
                quote!(
                    pub struct B;
                )
            })
        };
        let declared = quote! {
            #[doc = " A leaf."]
            #[cfg(feature = "a-b")]
            pub mod r#type;
            #[cfg(feature = "a-b")]
            pub use r#type::*;
            mod c;
            pub use c::C;
            pub struct B;
        };
        assert_eq!(tree.content(Root::Crate, &|_| quote!(;)).to_string(), declared.to_string());
        let nested = quote! {
            #[doc = " A leaf."]
            pub mod r#type {
                #![doc = " Itself."]
                pub struct A;
            }
            pub use r#type::*;
            mod c {
                pub struct C;
            }
            pub use c::C;
            pub struct B;
        };
        let body = |child: &Module<'_>| {
            let content = child.content(Root::Included, &|_| quote!(;));
            quote!({ #content })
        };
        assert_eq!(tree.content(Root::Included, &body).to_string(), nested.to_string());
    }
}
