//! What a method that calls takes and gives.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{self, From};
use super::version_module;
use crate::ir::{Content, Location, Operation, Primitive, Type};
use crate::models::{Bodies, BodyType, Models, TargetKind};
use crate::names::ident;

/// What the methods of a version have in common.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'a> {
    /// The models.
    pub(crate) models: &'a Models<'a>,
    /// The bodies.
    pub(crate) bodies: &'a Bodies<'a>,
}

impl Typed<'_> {
    /// The type of a JSON body; none when the docs don't say.
    pub(crate) fn body(&self, operation: &Operation) -> Option<TokenStream> {
        match self.bodies.of(operation) {
            BodyType::Model(Type::List(member)) => {
                let member = types::item(member, self.models, From::Crate);
                Some(quote!([#member]))
            }
            BodyType::Model(ty) => Some(types::item(ty, self.models, From::Crate)),
            BodyType::Parameters(at) => {
                let version = ident(version_module(self.models.version));
                let name = ident(&self.bodies.parameters[*at].name);
                Some(quote!(crate::#version::parameters::#name))
            }
            BodyType::Any => None,
        }
    }

    /// What the request gives on success.
    pub(crate) fn output(&self, operation: &Operation) -> TokenStream {
        let contents: Vec<&Content> = operation.responses.iter().map(|response| &response.content).collect();
        let is_empty = |content: &&Content| matches!(content, Content::Nothing | Content::LongRunning);
        let Some(telling) = contents.iter().copied().find(|content| !is_empty(content)) else {
            return if contents.is_empty() {
                quote!(::msgraph_core::Value)
            } else {
                quote!(::msgraph_core::NoContent)
            };
        };
        if is_bytes(telling) {
            return quote!(::msgraph_core::Bytes);
        }
        let mut typed: Vec<&Content> = contents.iter().copied().filter(|content| is_typed(content)).collect();
        typed.dedup();
        let [one] = typed[..] else {
            return quote!(::msgraph_core::Value);
        };
        let output = self.content(one);
        if contents.iter().any(is_empty) && matches!(one, Content::One { .. }) {
            quote!(Option<#output>)
        } else {
            output
        }
    }

    fn content(&self, content: &Content) -> TokenStream {
        match content {
            Content::Collection { ty } => {
                let member = self.readable(ty);
                quote!(::msgraph_core::Page<#member>)
            }
            Content::One { ty, wrapped } => {
                let one = self.readable(ty);
                let is_object = matches!(ty, Type::Json) || self.models.struct_of(ty).is_some();
                let is_any = match ty {
                    Type::Named(name) => {
                        self.models.target(name).is_none_or(|target| target.kind == TargetKind::Alias)
                    }
                    _ => false,
                };
                if *wrapped || !is_object && !is_any {
                    quote!(::msgraph_core::model::Wrapped<#one>)
                } else {
                    one
                }
            }
            _ => quote!(::msgraph_core::Value),
        }
    }

    /// A type that reads itself, which dates outside models don't.
    fn readable(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Primitive(
                Primitive::Decimal
                | Primitive::Guid
                | Primitive::DateTimeOffset
                | Primitive::Date
                | Primitive::TimeOfDay
                | Primitive::Duration
                | Primitive::Binary
                | Primitive::Stream,
            ) => quote!(String),
            Type::List(member) => {
                let member = self.readable(member);
                quote!(Vec<#member>)
            }
            other => types::item(other, self.models, From::Crate),
        }
    }

    /// The enum of a function's argument.
    pub(crate) fn argument(&self, operation: &Operation, wire: &str) -> Option<TokenStream> {
        let parameter = operation
            .parameters
            .iter()
            .find(|parameter| parameter.location == Location::Function && parameter.name == wire)?;
        let Type::Named(name) = &parameter.ty else {
            return None;
        };
        let target = self.models.target(name)?;
        matches!(target.kind, TargetKind::Enum | TargetKind::Flags)
            .then(|| types::of_target(target, self.models, From::Crate))
    }
}

fn is_bytes(content: &Content) -> bool {
    match content {
        Content::Bytes { .. } | Content::Redirect => true,
        Content::One { ty, .. } => matches!(ty, Type::Primitive(Primitive::Stream)),
        _ => false,
    }
}

fn is_typed(content: &Content) -> bool {
    matches!(content, Content::One { .. } | Content::Collection { .. })
}
