//! The builders of an area: one struct each, with the methods that lead on and those that call.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::Module;
use super::root::Root;
use super::typed::{ArgumentType, Typed};
use super::{pieces, version_module};
use crate::ir::{Body, Operation, Version};
use crate::names::ident;
use crate::plan::client::{Area, Argument, Call, Navigation, PathSegment, RequestBuilder};
use crate::sink::markdown::code;

/// The module of an area.
pub(super) fn module<'a>(
    version: Version,
    area: &'a Area<'a>,
    typed: Typed<'a>,
    pages: pieces::Pages<'a>,
) -> Module<'a> {
    Module {
        doc: pieces::below(area),
        feature: Some(pieces::feature(&area.module)),
        inner_doc: pieces::below(area),
        sources: area.operations().flat_map(Operation::sources).collect(),
        ..Module::new(&area.module, move || emit(version, area, typed, pages))
    }
}

fn emit(version: Version, area: &Area<'_>, typed: Typed<'_>, pages: pieces::Pages<'_>) -> TokenStream {
    let builders = area.builders.iter().map(|place| emit_place(version, place, area, typed, pages));
    quote!(#(#builders)*)
}

fn emit_place(
    version: Version,
    place: &RequestBuilder<'_>,
    area: &Area<'_>,
    typed: Typed<'_>,
    pages: pieces::Pages<'_>,
) -> TokenStream {
    let name = ident(&place.name);
    let doc = pieces::doc(&code(&place.path));
    let navigations = place.navigations.iter().map(|(navigation, to)| {
        let target = ident(&area.builders[*to].name);
        emit_step(navigation, &quote!(#target), &format!("{}{}", place.path, navigation.append), typed)
    });
    let calls = place.calls.iter().map(|call| emit_call(version, &area.module, call, typed, pages));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct #name(pub(crate) ::msgraph_core::emitted::Node);

        impl #name {
            #(#navigations)*
            #(#calls)*
        }
    }
}

/// A method that leads to another builder.
pub(super) fn emit_step(
    navigation: &Navigation,
    target: &TokenStream,
    path: &str,
    typed: Typed<'_>,
) -> TokenStream {
    let method = ident(&navigation.method);
    let parameters = parameters_of(&navigation.append, typed);
    let append = append(&navigation.append, typed);
    let doc = pieces::doc(&code(path));
    quote! {
        #doc
        #[inline]
        #[must_use]
        pub fn #method(&self, #(#parameters),*) -> #target {
            #target(self.0.#append)
        }
    }
}

/// A method that calls.
fn emit_call(
    version: Version,
    module: &str,
    call: &Call<'_>,
    typed: Typed<'_>,
    pages: pieces::Pages<'_>,
) -> TokenStream {
    let method = ident(&call.method);
    let mut parameters: Vec<TokenStream> =
        call.append.iter().flat_map(|navigation| parameters_of(navigation, typed)).collect();
    let query = call.query.iter().map(|(wire, rust)| {
        let rust = ident(rust);
        parameters.push(quote!(#rust: &str));
        quote!(.query(#wire, #rust))
    });
    let query: TokenStream = query.collect();
    let place = call.append.as_ref().map(|navigation| {
        let append = append(navigation, typed);
        quote!(.#append)
    });
    let (send, body) = send(call, typed, &operation(version, module, call, typed.root));
    parameters.extend(body);
    let output = typed.output(call.operation);
    let doc = pieces::doc(&pieces::call_doc(version, call, pages));
    quote! {
        #doc
        #[inline]
        pub fn #method(&self, #(#parameters),*) -> ::msgraph_core::Request<#output> {
            self.0 #place #send #query
        }
    }
}

/// The call of the runtime for a body, and the parameters that it takes.
fn send(call: &Call<'_>, typed: Typed<'_>, operation: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
    match &call.operation.body {
        Body::None => (quote!(.call(#operation)), Vec::new()),
        Body::Reference => (quote!(.call_ref(#operation, reference)), vec![quote!(reference: &str)]),
        Body::Bytes { .. } | Body::Multipart => (
            quote!(.call_bytes(#operation, content_type, content)),
            vec![
                quote!(content_type: &str),
                quote!(content: impl ::core::convert::Into<::msgraph_core::Body>),
            ],
        ),
        Body::Parameters { .. } | Body::Resource { .. } | Body::Undocumented => match typed.body(call.id) {
            Some(ty) => (
                quote!(.call_with(#operation, ::core::borrow::Borrow::<#ty>::borrow(&body))),
                vec![quote!(body: impl ::core::borrow::Borrow<#ty>)],
            ),
            None => (
                quote!(.call_with(#operation, body)),
                vec![quote!(body: &(impl ::serde::Serialize + ?::core::marker::Sized))],
            ),
        },
    }
}

/// The operation that a method calls, and the marker that a program holds when it can make the call: nothing else mentions the text.
/// The linker puts texts side by side, so the marker ends with a line end.
fn operation(version: Version, module: &str, call: &Call<'_>, root: Root<'_>) -> TokenStream {
    let (version_module, area, name) = (ident(version_module(version)), ident(module), ident(&call.constant));
    let marker = format!("graphdocs:{version} {} {}\n", call.operation.method, call.operation.path);
    quote!(&#root::#version_module::operations::#area::#name, #marker)
}

fn parameters_of(navigation: &PathSegment, typed: Typed<'_>) -> Vec<TokenStream> {
    let text = |name: &String| {
        let name = ident(name);
        quote!(#name: &str)
    };
    match navigation {
        PathSegment::Literal(_) => Vec::new(),
        PathSegment::Key(name) | PathSegment::DrivePath(name) => vec![text(name)],
        PathSegment::NamedKey(pairs) => pairs.iter().map(|(_, rust)| text(rust)).collect(),
        PathSegment::Function(_, arguments) => arguments
            .iter()
            .map(|argument| {
                let name = ident(&argument.rust);
                match typed.argument(argument) {
                    ArgumentType::Enum(ty) => quote!(#name: impl ::core::convert::Into<#ty>),
                    ArgumentType::Scalar(ty) => quote!(#name: #ty),
                    ArgumentType::Text => quote!(#name: &str),
                    ArgumentType::Bare => quote!(#name: impl ::core::fmt::Display),
                }
            })
            .collect(),
    }
}

/// The call of the runtime that appends to a path.
fn append(navigation: &PathSegment, typed: Typed<'_>) -> TokenStream {
    match navigation {
        PathSegment::Literal(text) => quote!(segment(#text)),
        PathSegment::Key(name) => {
            let name = ident(name);
            quote!(key(#name))
        }
        PathSegment::DrivePath(name) => {
            let name = ident(name);
            quote!(drive_path(#name))
        }
        PathSegment::NamedKey(pairs) => {
            let pairs = pairs.iter().map(|(wire, rust)| {
                let rust = ident(rust);
                quote!((#wire, #rust))
            });
            quote!(named_key(&[#(#pairs),*]))
        }
        PathSegment::Function(name, arguments) => {
            let arguments = arguments.iter().map(|argument| {
                let (wire, literal) = (&argument.wire, literal(argument, typed));
                quote!((#wire, #literal))
            });
            quote!(function(#name, &[#(#arguments),*]))
        }
    }
}

/// The OData literal of an argument.
fn literal(argument: &Argument, typed: Typed<'_>) -> TokenStream {
    let name = ident(&argument.rust);
    let value = match typed.argument(argument) {
        ArgumentType::Scalar(_) => {
            let quoted = argument.quoted.then(|| quote!(.quoted()));
            return quote!(::msgraph_core::Literal::from(#name) #quoted);
        }
        ArgumentType::Enum(ty) => quote!(::core::convert::Into::<#ty>::into(#name).as_str()),
        ArgumentType::Text | ArgumentType::Bare => quote!(#name),
    };
    if argument.quoted {
        quote!(::msgraph_core::Literal::text(#value))
    } else {
        quote!(::msgraph_core::Literal::raw(#value))
    }
}
