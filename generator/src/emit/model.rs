//! `models/`: one file for each type.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Export, Module};
use super::table::{FieldKind, Held, Table, TableField};
use super::types::{self, PathRoot};
use super::{enumeration, pieces};
use crate::ir::{Field, TypeDefinition, TypeId, TypeKind};
use crate::names::{ident, module_of};
use crate::plan::models::{Model, ModelField, ModelShape, Models};
use crate::sink::markdown::{code, prose};

/// The module of a version's types: those of `microsoft.graph`, beside modules for the namespaces below it.
pub(super) fn module<'a>(models: &'a Models<'a>, pages: pieces::Pages<'a>) -> Module<'a> {
    let (own, below): (Vec<_>, Vec<_>) =
        models.modules.iter().partition(|(namespace, _)| namespace.is_empty());
    let types = |(namespace, types): (&'a String, &'a Vec<Model<'a>>)| {
        types.iter().map(move |model| type_module(models, namespace, model, pages))
    };
    let below = below.into_iter().map(|(namespace, all)| Module {
        doc: format!("Types of a namespace of their own: `{namespace}`."),
        inner_doc: "The types of a namespace of Microsoft Graph.".to_owned(),
        children: Some(types((namespace, all)).collect()),
        ..Module::new(module_of(namespace), TokenStream::new)
    });
    Module {
        inner_doc: format!("The types of the `{}` version of Microsoft Graph.", models.version),
        children: Some(below.chain(own.into_iter().flat_map(types)).collect()),
        ..Module::new("models", TokenStream::new)
    }
}

fn type_module<'a>(
    models: &'a Models<'a>,
    namespace: &'a str,
    model: &'a Model<'a>,
    pages: pieces::Pages<'a>,
) -> Module<'a> {
    Module {
        export: Export::Item(&model.name),
        sources: model.sources(),
        ..Module::new(module_of(&model.file), move || emit(models, namespace, model, pages))
    }
}

fn emit(models: &Models<'_>, module: &str, model: &Model<'_>, pages: pieces::Pages<'_>) -> TokenStream {
    let name = ident(&model.name);
    let doc = doc(models, module, model, pages);
    match &model.shape {
        ModelShape::Struct { fields, derived } => emit_struct(models, module, model, fields, derived, &doc),
        ModelShape::Enum(members) => enumeration::emit(&name, members, &doc),
        ModelShape::Text => quote!(#doc pub type #name = String;),
        ModelShape::Json => quote!(#doc pub type #name = ::msgraph_core::Value;),
    }
}

fn emit_struct(
    models: &Models<'_>,
    module: &str,
    model: &Model<'_>,
    fields: &[ModelField<'_>],
    derived: &[TypeId],
    doc: &TokenStream,
) -> TokenStream {
    let name = ident(&model.name);
    let declared = fields.iter().map(|field| {
        let doc = pieces::doc(&field_doc(field.field));
        let name = ident(&field.name);
        let ty = types::item(&field.field.ty, models, PathRoot::Module(module));
        let ty = if field.boxed { quote!(Box<#ty>) } else { ty };
        quote!(#doc pub #name: Option<#ty>)
    });
    let table = Table {
        name: &model.name,
        type_name: &model.definition.name,
        derived: &derived.iter().map(|ty| models.name(*ty)).collect::<Vec<_>>(),
        fields: fields
            .iter()
            .map(|field| {
                let kind = FieldKind::of(
                    &field.field.ty,
                    models,
                    if field.boxed { Held::Boxed } else { Held::Optional },
                );
                TableField { wire: &field.field.name, rust: &field.name, kind, required: false }
            })
            .collect(),
        extra: true,
    };
    let table = table.emit();
    let additional = additional();
    quote! {
        #doc
        pub struct #name {
            #(#declared,)*
            #additional
        }

        #table

        ::msgraph_core::emitted::model!(#name);

    }
}

/// The field for everything else, and one that makes literals end with `..Default::default()`: the docs add properties at any time.
pub(super) fn additional() -> TokenStream {
    quote! {
        /// What no field holds: see [`mod@msgraph_core::model`].
        pub additional: ::msgraph_core::model::Map<String, ::msgraph_core::Value>,
        #[doc(hidden)]
        pub __non_exhaustive: (),
    }
}

/// What the docs say of a type.
fn doc(models: &Models<'_>, module: &str, model: &Model<'_>, pages: pieces::Pages<'_>) -> TokenStream {
    let TypeDefinition { name, kind, description, places, deprecated } = model.definition;
    let mut text = match prose(description) {
        words if words.is_empty() => words,
        words => format!("{words}\n\n"),
    };
    text.push_str(&match kind {
        TypeKind::Opaque => format!("{}, of which the docs say nothing.\n", code(name)),
        _ => format!("{}\n", code(name)),
    });
    if let TypeKind::Object { base: Some(base), .. } = kind {
        let target = models.target(*base);
        let path = types::path(target, models, PathRoot::Module(module)).to_string().replace(' ', "");
        text.push_str(&format!("\nDerived from [`{}`]({path}).\n", target.name));
    }
    if *deprecated {
        text.push_str("\nDeprecated.\n");
    }
    for address in places.iter().filter_map(|place| pages.resource_address(models.version, *place)) {
        text.push_str(&format!("\n[Reference]({address})\n"));
    }
    pieces::doc(&text)
}

fn field_doc(field: &Field) -> String {
    let mut text = pieces::described(&field.description, &field.name);
    let mut facts = Vec::new();
    let description = field.description.to_lowercase();
    if field.read_only && !description.contains("read-only") && !description.contains("read only") {
        facts.push("Only the service sets it.");
    }
    if field.required && !description.contains("required") {
        facts.push("Must be given for a new object.");
    }
    if field.select_only && !description.contains("$select") {
        facts.push("Only returned when `$select` names it.");
    }
    if field.deprecated && !description.contains("deprecated") {
        facts.push("Deprecated.");
    }
    if !facts.is_empty() {
        text.push_str(&format!("\n\n{}", facts.join(" ")));
    }
    text
}
