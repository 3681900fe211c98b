//! `query.rs`: the methods for query parameters that pages document beside OData's.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::Module;
use super::pieces;
use crate::names::ident;
use crate::plan::client::{QueryMethod, QueryValue, VersionClient};
use crate::sink::markdown::{code, prose};

/// The module of a version's query parameters; none where it has none.
pub(super) fn module<'a>(client: &'a VersionClient<'a>) -> Option<Module<'a>> {
    let operations = client.query.iter().flat_map(|method| &method.operations);
    (!client.query.is_empty()).then(|| Module {
        inner_doc: format!("The query parameters of `{}`, beside those of OData.", client.version),
        sources: operations.flat_map(|operation| operation.sources()).collect(),
        ..Module::new("query", || emit(client))
    })
}

fn emit(client: &VersionClient<'_>) -> TokenStream {
    let declared = client.query.iter().map(|method| {
        let signature = signature(method);
        let doc = pieces::doc(&doc(method));
        quote! {
            #doc
            #[must_use]
            #signature;
        }
    });
    let defined = client.query.iter().map(|method| {
        let (signature, wire) = (signature(method), method.wire);
        let value = match method.takes {
            QueryValue::Text => quote!(value),
            QueryValue::Boolean | QueryValue::Integer => quote!(value.to_string()),
        };
        quote! {
            #[inline]
            #signature {
                self.query(#wire, #value)
            }
        }
    });
    let doc = pieces::doc(
        "Methods for the query parameters that pages document and OData does not know. Every request has them; the docs of each \
         method name the requests that know the parameter. Those of OData are methods of the request itself.",
    );
    quote! {
        #doc
        pub trait Query: sealed::Sealed + ::core::marker::Sized {
            #(#declared)*
        }

        impl<R> Query for ::msgraph_core::Request<R> {
            #(#defined)*
        }

        mod sealed {
            pub trait Sealed {}
            impl<R> Sealed for ::msgraph_core::Request<R> {}
        }
    }
}

fn signature(method: &QueryMethod<'_>) -> TokenStream {
    let name = ident(&method.name);
    let takes = match method.takes {
        QueryValue::Boolean => quote!(bool),
        QueryValue::Integer => quote!(i64),
        QueryValue::Text => quote!(&str),
    };
    quote!(fn #name(self, value: #takes) -> Self)
}

/// How many requests the docs of a method name.
const NAMED: usize = 12;

fn doc(method: &QueryMethod<'_>) -> String {
    let mut text = code(method.wire);
    let description = prose(method.description);
    if !description.is_empty() {
        text.push_str(&format!(": {description}"));
    }
    text.push('\n');
    for operation in method.operations.iter().take(NAMED) {
        text.push_str(&format!("\n- {}", code(&operation.name())));
    }
    if method.operations.len() > NAMED {
        text.push_str(&format!("\n- and {} more", method.operations.len() - NAMED));
    }
    text
}
