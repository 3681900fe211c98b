//! `src/permissions.rs`: a constant for every permission that a request names.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::module::Module;
use super::pieces;
use crate::ir::{Api, CatalogueEntry, Scheme};
use crate::names::{ident, screaming};
use crate::sink::markdown::{code, prose};

/// The constants and the names that they stand for, by name.
pub(super) fn constants(api: &Api) -> Vec<(String, &str)> {
    let operations = api.versions.iter().flat_map(|version| &version.operations);
    let names: BTreeSet<&str> = operations
        .flat_map(|operation| Scheme::ALL.map(|scheme| operation.permissions.of(scheme).names()))
        .flatten()
        .collect();
    let mut taken = BTreeSet::new();
    let constant = |name| {
        let mut constant = screaming(name);
        while !taken.insert(constant.clone()) {
            constant.push('_');
        }
        (constant, name)
    };
    names.into_iter().map(constant).collect()
}

/// The module of the names of permissions.
pub(super) fn module(api: &Api) -> Module<'_> {
    Module {
        inner_doc: "The names of the permissions that requests ask for.".to_owned(),
        ..Module::new("permissions", || emit(api))
    }
}

fn emit(api: &Api) -> TokenStream {
    let described: BTreeMap<&str, &CatalogueEntry> =
        api.permissions.iter().map(|entry| (entry.name.as_str(), entry)).collect();
    let constants = constants(api).into_iter().map(|(constant, name)| {
        let constant = ident(&constant);
        let doc = pieces::doc(&doc(name, described.get(name).copied()));
        quote! {
            #doc
            pub const #constant: &str = #name;
        }
    });
    quote!(#(#constants)*)
}

fn doc(name: &str, entry: Option<&CatalogueEntry>) -> String {
    let mut text = format!("{}\n", code(name));
    let kinds = entry.map(|entry| [("Delegated", &entry.delegated), ("Application", &entry.application)]);
    for (kind, described) in kinds.into_iter().flatten() {
        if let Some(described) = described {
            let consent = match described.admin_consent {
                Some(true) => " An administrator consents.",
                Some(false) | None => "",
            };
            text.push_str(&format!(
                "\n{kind}: {}.{consent}\n",
                prose(described.display.trim_end_matches('.'))
            ));
        }
    }
    text
}
