//! The module of an API version: its root and its areas.

use proc_macro2::TokenStream;
use quote::quote;

use super::{area, pieces};
use crate::names::ident;
use crate::plan::client::VersionClient;
use crate::plan::models::Models;

pub(super) fn emit(client: &VersionClient<'_>, models: &Models<'_>) -> TokenStream {
    let modules = client.areas.iter().map(|area| {
        let module = ident(&area.module);
        let feature = pieces::feature(&area.module);
        let doc = pieces::doc(&pieces::below(area));
        quote! {
            #doc
            #[cfg(feature = #feature)]
            pub mod #module;
        }
    });
    let entries = client.areas.iter().map(|area| {
        let module = ident(&area.module);
        let feature = pieces::feature(&area.module);
        let place = ident(&area.builders[0].name);
        let navigation =
            area::emit_step(&area.entry, &quote!(#module::#place), &area.builders[0].path, models);
        quote! {
            #[cfg(feature = #feature)]
            #navigation
        }
    });
    let query = (!client.query.is_empty()).then(|| {
        quote!(
            pub mod query;
        )
    });
    let doc = pieces::doc(&format!("The root of the `{}` version of the API.", client.version));
    let inner = format!(" The `{}` version of Microsoft Graph.", client.version);
    quote! {
        #![doc = #inner]

        pub mod models;
        pub mod operations;
        pub mod parameters;
        #query
        #(#modules)*

        #doc
        #[derive(Clone, Debug)]
        pub struct Root(pub(crate) ::msgraph_core::emitted::Node);

        impl Root {
            #(#entries)*
        }
    }
}
