//! Where a type is spoken of: at its own page, or, when no page describes it, where something else first has it as its type.

use std::collections::HashMap;

use crate::ir::{ApiVersion, Body, Content, SourceLocation, Type, TypeDefinition};

/// Where properties, parameters and responses name a type first.
pub(super) struct Mentions<'a>(HashMap<&'a str, SourceLocation>);

impl<'a> Mentions<'a> {
    pub(super) fn of(api: &'a ApiVersion) -> Self {
        let mut first = HashMap::new();
        let mut add = |ty: &Type, place: SourceLocation| {
            if let Some(ty) = ty.named() {
                first.entry(api[ty].name.as_str()).or_insert(place);
            }
        };
        for ty in &api.types {
            ty.fields().iter().for_each(|field| add(&field.ty, field.place));
        }
        for operation in &api.operations {
            let members = match &operation.body {
                Body::Parameters { parameters, .. } => parameters.as_slice(),
                _ => &[],
            };
            let parameters = operation.parameters.iter().chain(members);
            parameters.for_each(|parameter| add(&parameter.ty, parameter.place));
            for response in &operation.responses {
                if let Content::One { ty, .. } | Content::Collection { ty } = &response.content {
                    add(ty, response.place);
                }
            }
            if let (Body::Resource { ty } | Body::Parameters { of: Some(ty), .. }, Some(page)) =
                (&operation.body, operation.pages.first())
            {
                add(ty, page.place);
            }
        }
        Self(first)
    }

    /// Where a type is described, or else named.
    pub(super) fn place(&self, ty: &TypeDefinition) -> Option<SourceLocation> {
        ty.places.first().or_else(|| self.0.get(ty.name.as_str())).copied()
    }
}
