//! `parameters.rs`: the parameters of actions.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::model;
use super::pieces;
use super::table::{FieldKind, Held, Table, TableField};
use super::types::{self, PathRoot};
use crate::ir::Parameter;
use crate::names::ident;
use crate::plan::models::{Bodies, Models, Parameters};
use crate::sink::markdown::{code, prose};

pub(super) fn emit(models: &Models<'_>, bodies: &Bodies<'_>) -> TokenStream {
    let structs = bodies.parameters.iter().map(|parameters| emit_struct(models, parameters));
    let inner = format!(" The parameters of the actions of `{}`.", models.version);
    quote! {
        #![doc = #inner]

        #(#structs)*
    }
}

fn emit_struct(models: &Models<'_>, parameters: &Parameters<'_>) -> TokenStream {
    let name = ident(&parameters.name);
    let fields = parameters.fields.iter().map(|field| {
        let name = ident(&field.name);
        let doc = pieces::doc(&parameter_doc(field.parameter));
        let ty = types::item(&field.parameter.ty, models, PathRoot::Crate);
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
                    kind: FieldKind::of(&field.parameter.ty, models, held),
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
