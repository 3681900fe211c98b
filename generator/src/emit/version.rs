//! The module of an API version: its root and its areas.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::Module;
use super::root::Root;
use super::typed::Typed;
use super::{area, model, operations, parameters, pieces, query, version_module};
use crate::names::ident;
use crate::plan::VersionPlan;
use crate::plan::client::VersionClient;

/// The module of a version.
pub(super) fn module<'a>(plan: &'a VersionPlan<'a>, root: Root<'a>, pages: pieces::Pages<'a>) -> Module<'a> {
    let (client, typed) = (&plan.client, Typed::of(plan, root));
    let version = client.version;
    let shared = [
        model::module(&plan.models, pages),
        operations::module(client, root, pages),
        parameters::module(typed),
    ];
    let areas = client.areas.iter().map(|area| area::module(version, area, typed, pages));
    Module {
        doc: format!("The `{version}` version of the API."),
        feature: Some(pieces::feature(version_module(version))),
        inner_doc: format!("The `{version}` version of Microsoft Graph."),
        children: Some(shared.into_iter().chain(query::module(client)).chain(areas).collect()),
        ..Module::new(version_module(version), move || emit(client, typed))
    }
}

fn emit(client: &VersionClient<'_>, typed: Typed<'_>) -> TokenStream {
    let entries = client.areas.iter().map(|area| {
        let module = ident(&area.module);
        let feature = typed.root.feature(&pieces::feature(&area.module));
        let place = ident(&area.builders[0].name);
        let navigation =
            area::emit_step(&area.entry, &quote!(#module::#place), &area.builders[0].path, typed);
        quote!(#feature #navigation)
    });
    let doc = pieces::doc(&format!("The root of the `{}` version of the API.", client.version));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct Root(pub(crate) ::msgraph_core::emitted::Node);

        impl Root {
            #(#entries)*
        }
    }
}
