//! What tests ask of the model that pages give.

use crate::ir::{Api, TypeKind, Version};

/// The fields of a type of v1.0 by its dotted name: each with its type.
pub(super) fn fields(api: &Api, name: &str) -> Vec<(String, String)> {
    let version = api.version(Version::V1).expect("there are pages of v1.0");
    let ty = version.type_named(name).unwrap_or_else(|| panic!("no type `{name}`"));
    let TypeKind::Object { fields, .. } = &ty.kind else { panic!("`{name}` is no object") };
    fields.iter().map(|field| (field.name.clone(), version.spelled(&field.ty).to_string())).collect()
}
