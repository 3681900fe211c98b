//! The Rust types of values.

use proc_macro2::TokenStream;
use quote::quote;

use super::root::Root;
use super::version_module;
use crate::ir::{Primitive, Type};
use crate::names::{ident, module_of};
use crate::plan::models::{Models, Target, TargetKind};

/// How a file names models.
#[derive(Clone, Copy)]
pub(super) enum PathRoot<'a> {
    /// From a file of a namespace's module.
    Module(&'a str),
    /// From elsewhere.
    Root(Root<'a>),
}

/// The type of a value in a field.
pub(super) fn item(ty: &Type, models: &Models<'_>, from: PathRoot<'_>) -> TokenStream {
    match ty {
        Type::Primitive(primitive) => scalar(*primitive),
        Type::Named(ty) => of_target(models.target(*ty), models, from),
        Type::List(member) => {
            let member = item(member, models, from);
            quote!(Vec<#member>)
        }
        Type::Json => quote!(::msgraph_core::Value),
    }
}

/// The type of a value that a name leads to.
pub(super) fn of_target(target: &Target, models: &Models<'_>, from: PathRoot<'_>) -> TokenStream {
    let path = path(target, models, from);
    match target.kind {
        TargetKind::Struct | TargetKind::Alias => path,
        TargetKind::Enum => quote!(::msgraph_core::model::Open<#path>),
        TargetKind::Flags => quote!(::msgraph_core::model::Flags<#path>),
    }
}

/// The path of a model.
pub(super) fn path(target: &Target, models: &Models<'_>, from: PathRoot<'_>) -> TokenStream {
    let name = ident(&target.name);
    let below = (!target.module.is_empty()).then(|| {
        let module = ident(&module_of(&target.module));
        quote!(#module::)
    });
    match from {
        PathRoot::Module(here) if here == target.module => quote!(super::#name),
        PathRoot::Module("") => quote!(super::#below #name),
        PathRoot::Module(_) => quote!(super::super::#below #name),
        PathRoot::Root(root) => {
            let version = ident(version_module(models.version));
            quote!(#root::#version::models::#below #name)
        }
    }
}

fn scalar(primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::String => quote!(String),
        Primitive::Boolean => quote!(bool),
        Primitive::Byte => quote!(u8),
        Primitive::SByte => quote!(i8),
        Primitive::Int16 => quote!(i16),
        Primitive::Int32 => quote!(i32),
        Primitive::Int64 => quote!(i64),
        Primitive::Single => quote!(f32),
        Primitive::Double => quote!(f64),
        Primitive::Decimal => quote!(::msgraph_core::model::Decimal),
        Primitive::Guid => quote!(::msgraph_core::model::Uuid),
        Primitive::DateTimeOffset => quote!(::msgraph_core::model::OffsetDateTime),
        Primitive::Date => quote!(::msgraph_core::model::Date),
        Primitive::TimeOfDay => quote!(::msgraph_core::model::Time),
        Primitive::Duration => quote!(::msgraph_core::model::Duration),
        Primitive::Binary | Primitive::Stream => quote!(::msgraph_core::model::Binary),
    }
}
