//! What the docs say of every request, as statics.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Export, Module};
use super::pieces;
use super::root::Root;
use crate::ir::{Alternative, Method, Operation, Permissions, Requirement, Scheme, Version, search_order};
use crate::names::ident;
use crate::plan::client::{Area, RequestBuilder, VersionClient};
use crate::sink::markdown::code;

/// The module of all statics, which holds the table in which requests are looked up.
pub(super) fn module<'a>(
    client: &'a VersionClient<'a>,
    root: Root<'a>,
    pages: pieces::Pages<'a>,
) -> Module<'a> {
    let areas = client.areas.iter().map(|area| area_module(client.version, area, pages));
    Module {
        inner_doc: format!(
            "What the docs say of every request of `{}`: method, path, pages and permissions.",
            client.version
        ),
        children: Some(areas.collect()),
        ..Module::new("operations", move || emit_table(client, root))
    }
}

fn area_module<'a>(version: Version, area: &'a Area<'a>, pages: pieces::Pages<'a>) -> Module<'a> {
    Module {
        doc: pieces::below(area),
        feature: Some(pieces::feature(&area.module)),
        export: Export::All,
        inner_doc: pieces::below(area),
        sources: area.operations().flat_map(Operation::sources).collect(),
        ..Module::new(&area.module, move || emit_area(version, area, pages))
    }
}

fn emit_table(client: &VersionClient<'_>, root: Root<'_>) -> TokenStream {
    let entries = in_order(client).into_iter().map(|(area, name)| {
        let feature = root.feature(&pieces::feature(&area.module));
        let name = ident(name);
        quote!(#feature &#name,)
    });
    quote! {
        /// The requests of every area that is compiled in: finds the operation of a URL.
        pub static TABLE: ::msgraph_core::matching::Table<'static, &::msgraph_core::Operation> =
            ::msgraph_core::matching::Table::new(&[#(#entries)*]);
    }
}

/// The areas and names of all statics, in the order in which the runtime searches.
fn in_order<'c>(client: &'c VersionClient<'_>) -> Vec<(&'c Area<'c>, &'c String)> {
    let mut all: Vec<(&Area<'_>, &String, &Operation)> = client
        .areas
        .iter()
        .flat_map(|area| {
            area.builders.iter().flat_map(documented).map(move |(name, operation)| (area, name, operation))
        })
        .collect();
    all.sort_by(|(_, _, a), (_, _, b)| search_order(&a.path, &b.path).then(a.method.cmp(&b.method)));
    all.into_iter().map(|(area, name, _)| (area, name)).collect()
}

/// The statics of one area. Many requests need the same permissions; those are written once.
fn emit_area(version: Version, area: &Area<'_>, pages: pieces::Pages<'_>) -> TokenStream {
    let mut first_with = HashMap::new();
    let statics = area.builders.iter().flat_map(documented).map(|(name, operation)| {
        let Permissions { delegated_work, delegated_personal, application, roles, .. } =
            &operation.permissions;
        let same = (delegated_work, delegated_personal, application, roles);
        let first = *first_with.entry(same).or_insert(name.as_str());
        let permissions = if first == name {
            permissions(&operation.permissions)
        } else {
            let first = ident(first);
            quote!(#first.permissions)
        };
        emit_static(version, name, operation, &permissions, pages)
    });
    let has_alternatives = |(_, operation): (_, &Operation)| {
        let mut requirements = Scheme::ALL.iter().map(|&scheme| operation.permissions.of(scheme));
        requirements.any(|requirement| requirement.alternatives().next().is_some())
    };
    let alternative =
        area.builders.iter().flat_map(documented).any(has_alternatives).then(|| quote!(Alternative,));
    quote! {
        use ::msgraph_core::{#alternative Method, Operation, Permissions, Requirement};

        #(#statics)*
    }
}

/// The requests of a builder with the names of their statics.
fn documented<'p>(place: &'p RequestBuilder<'_>) -> impl Iterator<Item = (&'p String, &'p Operation)> {
    let calls = place.calls.iter().map(|call| (&call.constant, call.operation));
    calls.chain(place.by_other_keys.iter().map(|(name, operation)| (name, *operation)))
}

fn emit_static(
    version: Version,
    name: &str,
    operation: &Operation,
    permissions: &TokenStream,
    pages: pieces::Pages<'_>,
) -> TokenStream {
    let name = ident(name);
    let doc = pieces::doc(&code(&operation.name()));
    let version_text = version.as_str();
    let method = method(operation.method);
    let Operation { path, title, query_options, only_shown, .. } = operation;
    let docs: Vec<String> = operation.pages.iter().filter_map(|page| pages.address(version, page)).collect();
    quote! {
        #doc
        pub static #name: Operation = Operation {
            version: #version_text,
            method: #method,
            template: #path,
            title: #title,
            docs: &[#(#docs),*],
            permissions: #permissions,
            query_options: &[#(#query_options),*],
            only_shown: #only_shown,
        };
    }
}

fn method(method: Method) -> TokenStream {
    match method {
        Method::Get => quote!(Method::Get),
        Method::Post => quote!(Method::Post),
        Method::Patch => quote!(Method::Patch),
        Method::Put => quote!(Method::Put),
        Method::Delete => quote!(Method::Delete),
    }
}

fn permissions(permissions: &Permissions) -> TokenStream {
    let delegated_work = requirement(&permissions.delegated_work);
    let delegated_personal = requirement(&permissions.delegated_personal);
    let application = requirement(&permissions.application);
    let roles = &permissions.roles;
    quote! {
        Permissions {
            delegated_work: #delegated_work,
            delegated_personal: #delegated_personal,
            application: #application,
            roles: &[#(#roles),*],
        }
    }
}

fn requirement(requirement: &Requirement) -> TokenStream {
    match requirement {
        Requirement::Undocumented => quote!(Requirement::Undocumented),
        Requirement::Unsupported => quote!(Requirement::Unsupported),
        Requirement::NotNeeded => quote!(Requirement::NotNeeded),
        Requirement::AnyOf { alternatives } => {
            let alternatives = alternatives.iter().map(alternative);
            quote!(Requirement::AnyOf(&[#(#alternatives),*]))
        }
        Requirement::Ambiguous { text, readings } => {
            let readings = readings.iter().map(|reading| {
                let alternatives = reading.iter().map(alternative);
                quote!(&[#(#alternatives),*])
            });
            quote!(Requirement::Ambiguous { text: #text, readings: &[#(#readings),*] })
        }
    }
}

fn alternative(alternative: &Alternative) -> TokenStream {
    let Alternative { all_of, least, conditions } = alternative;
    quote!(Alternative { all_of: &[#(#all_of),*], least: #least, conditions: &[#(#conditions),*] })
}
