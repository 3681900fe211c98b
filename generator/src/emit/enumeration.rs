//! Enums: plain, with the names of their members. What else the service may send is the runtime's `Open`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::pieces;
use crate::ir::EnumMember;
use crate::names::ident;

pub(super) fn emit(name: &Ident, members: &[(String, &EnumMember)], doc: &TokenStream) -> TokenStream {
    let variants = members.iter().map(|(rust, member)| {
        let rust = ident(rust);
        let doc = pieces::doc(&member_doc(member));
        quote!(#doc #rust)
    });
    let all = members.iter().map(|(rust, _)| ident(rust));
    let names = members.iter().map(|(_, member)| &member.name);
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }

        impl ::msgraph_core::model::Member for #name {
            const ALL: &'static [Self] = &[#(Self::#all),*];
            const NAMES: &'static [&'static str] = &[#(#names),*];

            #[inline]
            fn text(self) -> &'static str {
                <Self as ::msgraph_core::model::Member>::NAMES[self as usize]
            }
        }
    }
}

fn member_doc(member: &EnumMember) -> String {
    let mut text = pieces::described(&member.description, &member.name);
    if let Some(value) = member.value {
        text.push_str(&format!("\n\nIts number is {value}."));
    }
    text
}
