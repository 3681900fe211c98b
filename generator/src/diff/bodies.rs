//! What methods take as a body on both sides.

use std::collections::BTreeMap;

use super::sides::Types;
use super::surface::{Surface, Takes};
use crate::ir::{Operation, Type};
use crate::plan::models::Parameters;

/// What the methods of a request take as a body on both sides, in Rust, when it is not the same.
pub(super) fn bodies_differ<'a>(
    old: (&Surface<'a>, &'a Operation),
    new: (&Surface<'a>, &'a Operation),
    types: &Types<'_>,
) -> Option<(String, String)> {
    let (before, after) = (old.0.takes(old.1), new.0.takes(new.1));
    let same = match (&before, &after) {
        (Takes::Model(a), Takes::Model(b)) => types.same(a, b),
        (Takes::Parameters(a), Takes::Parameters(b)) => {
            let same_type =
                |a: &Type, b: &Type| types.same(a, b) || old.0.type_words(a) == new.0.type_words(b);
            a.name == b.name && same_members(a, b, &same_type)
        }
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    };
    (!same).then(|| (old.0.body_words(&before), new.0.body_words(&after)))
}

/// Whether the structs of parameters have the same members. One more breaks those who wrote all of them, which cannot be done where the
/// parameters are properties of an object.
fn same_members(
    old: &Parameters<'_>,
    new: &Parameters<'_>,
    same_type: &dyn Fn(&Type, &Type) -> bool,
) -> bool {
    let by_name: BTreeMap<&str, _> = new.fields.iter().map(|field| (field.name.as_str(), field)).collect();
    old.is_object == new.is_object
        && (old.is_object || old.fields.len() == new.fields.len())
        && old.fields.iter().all(|old| {
            by_name.get(old.name.as_str()).is_some_and(|new| {
                old.required == new.required && same_type(&old.parameter.ty, &new.parameter.ty)
            })
        })
}
