//! What a method that calls takes and gives.

use proc_macro2::TokenStream;
use quote::quote;

use super::root::Root;
use super::types::{self, PathRoot};
use super::version_module;
use crate::ir::{Content, Method, Operation, OperationId, OperationKind, Primitive, Type};
use crate::names::ident;
use crate::plan::VersionPlan;
use crate::plan::client::Argument;
use crate::plan::models::{Bodies, BodyType, Models, TargetKind};

/// What the methods of a version have in common.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'a> {
    /// The models.
    pub(crate) models: &'a Models<'a>,
    /// The bodies.
    pub(crate) bodies: &'a Bodies<'a>,
    /// How their modules are named.
    pub(crate) root: Root<'a>,
}

impl<'a> Typed<'a> {
    pub(crate) fn of(version: &'a VersionPlan<'a>, root: Root<'a>) -> Self {
        Self { models: &version.models, bodies: &version.bodies, root }
    }
}

impl Typed<'_> {
    /// The type of a JSON body; none when the docs don't say.
    pub(crate) fn body(&self, operation: OperationId) -> Option<TokenStream> {
        match self.bodies.of(operation) {
            BodyType::Model(Type::List(member)) => {
                let member = self.item(member);
                Some(quote!([#member]))
            }
            BodyType::Model(ty) => Some(self.item(ty)),
            BodyType::Parameters(at) => {
                let version = ident(version_module(self.models.version));
                let (root, name) = (self.root, ident(&self.bodies.parameters[*at].name));
                Some(quote!(#root::#version::parameters::#name))
            }
            BodyType::Any => None,
        }
    }

    /// Whether the request gives nothing on success, for all that the docs say.
    pub(crate) fn gives_nothing(&self, operation: &Operation) -> bool {
        let mut contents = operation.responses.iter().map(|response| &response.content);
        !operation.responses.is_empty() && contents.all(is_empty)
    }

    /// What the request gives on success.
    pub(crate) fn output(&self, operation: &Operation) -> TokenStream {
        if self.gives_nothing(operation) {
            return quote!(::msgraph_core::NoContent);
        }
        let contents: Vec<&Content> = operation.responses.iter().map(|response| &response.content).collect();
        let Some(telling) = contents.iter().copied().find(|content| !is_empty(content)) else {
            return quote!(::msgraph_core::Value);
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
        // OData lets services answer an update without a body, whatever its page shows, and they do.
        let may_be_empty = contents.iter().copied().any(is_empty)
            || operation.method == Method::Patch
            || shows_empty_success(operation);
        if may_be_empty && matches!(one, Content::One { .. }) { quote!(Option<#output>) } else { output }
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
                    Type::Named(ty) => self.models.target(*ty).kind == TargetKind::Alias,
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
            other => self.item(other),
        }
    }

    /// The type of a function's argument.
    pub(crate) fn argument(&self, argument: &Argument) -> ArgumentType {
        let untyped = || if argument.quoted { ArgumentType::Text } else { ArgumentType::Bare };
        match &argument.ty {
            Some(Type::Named(ty)) => match self.models.target(*ty) {
                target if matches!(target.kind, TargetKind::Enum | TargetKind::Flags) => {
                    ArgumentType::Enum(types::of_target(target, self.models, PathRoot::Root(self.root)))
                }
                _ => untyped(),
            },
            // How services write lengths of time, times of day and bytes in a URL, no page says.
            Some(Type::Primitive(
                Primitive::String
                | Primitive::Duration
                | Primitive::TimeOfDay
                | Primitive::Binary
                | Primitive::Stream,
            ))
            | Some(Type::List(_) | Type::Json)
            | None => untyped(),
            Some(ty) => ArgumentType::Scalar(self.item(ty)),
        }
    }

    /// The type of a value.
    pub(super) fn item(&self, ty: &Type) -> TokenStream {
        types::item(ty, self.models, PathRoot::Root(self.root))
    }
}

/// What a method takes for an argument of a function.
pub(crate) enum ArgumentType {
    /// Members of an enum.
    Enum(TokenStream),
    /// A number, date or anything else that has an OData literal of its own.
    Scalar(TokenStream),
    /// A text.
    Text,
    /// Whatever can be written without quotes.
    Bare,
}

fn is_empty(content: &Content) -> bool {
    matches!(content, Content::Nothing | Content::LongRunning)
}

/// Whether an example shows a success without a body. The number of a `$count` always comes; pages write it below the example.
fn shows_empty_success(operation: &Operation) -> bool {
    let mut answers = operation.examples.iter().filter_map(|example| example.response.as_ref());
    operation.kind != OperationKind::Count
        && answers.any(|answer| (200..300).contains(&answer.status) && answer.body.is_empty())
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
