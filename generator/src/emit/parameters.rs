//! `parameters.rs`: the parameters of actions.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::model;
use super::module::Module;
use super::pieces;
use super::table::{FieldKind, Held, Table, TableField};
use super::typed::Typed;
use crate::ir::Parameter;
use crate::names::ident;
use crate::plan::models::Parameters;
use crate::sink::markdown::{code, prose};

/// The module of the parameters of a version.
pub(super) fn module(typed: Typed<'_>) -> Module<'_> {
    let operations = typed.bodies.parameters.iter().flat_map(|parameters| &parameters.operations);
    Module {
        inner_doc: format!("The parameters of the actions of `{}`.", typed.models.version),
        sources: operations.flat_map(|operation| operation.sources()).collect(),
        ..Module::new("parameters", move || {
            typed.bodies.parameters.iter().map(|parameters| emit_struct(typed, parameters)).collect()
        })
    }
}

fn emit_struct(typed: Typed<'_>, parameters: &Parameters<'_>) -> TokenStream {
    let name = ident(&parameters.name);
    let fields = parameters.fields.iter().map(|field| {
        let name = ident(&field.name);
        let doc = pieces::doc(&parameter_doc(field.parameter));
        let ty = typed.item(&field.parameter.ty);
        let ty = if field.required { ty } else { quote!(Option<#ty>) };
        quote!(#doc pub #name: #ty)
    });
    let table = Table {
        name: &parameters.name,
        type_name: "",
        derived: &[],
        fields: parameters
            .fields
            .iter()
            .map(|field| {
                let held = if field.required { Held::Required } else { Held::Optional };
                TableField {
                    wire: &field.parameter.name,
                    rust: &field.name,
                    kind: FieldKind::of(&field.parameter.ty, typed.models, held),
                    required: field.required,
                }
            })
            .collect(),
        extra: parameters.is_object,
    };
    let table = table.emit();
    let additional = parameters.is_object.then(model::additional);
    let model = if parameters.is_object { quote!(model) } else { quote!(parameters) };
    let doc = pieces::doc(&doc(parameters));
    quote! {
        #doc
        pub struct #name {
            #(#fields,)*
            #additional
        }

        #table

        ::msgraph_core::emitted::#model!(#name);
    }
}

fn doc(parameters: &Parameters<'_>) -> String {
    let mut text = format!("Parameters of {}.\n", code(&parameters.action));
    let titles: BTreeSet<&str> =
        parameters.operations.iter().map(|operation| operation.title.as_str()).collect();
    for title in titles.into_iter().filter(|title| !title.is_empty()) {
        text.push_str(&format!("\n{}.\n", prose(title)));
    }
    for operation in parameters.operations.iter().take(3) {
        text.push_str(&format!("\n- {}", code(&operation.name())));
    }
    if let Some(more) = parameters.operations.len().checked_sub(4) {
        text.push_str(&format!("\n- and {} more", more + 1));
    }
    text
}

fn parameter_doc(parameter: &Parameter) -> String {
    pieces::described(&parameter.description, &parameter.name)
}
