//! `PartialEq` of all models: equal objects are written alike.

use serde_json::Value;

use super::table::{Fields, View, is_set, rest};

/// Whether two objects of one model are equal.
pub fn same(a: &dyn Fields, b: &dyn Fields) -> bool {
    a.shape().names().len() == b.shape().names().len()
        && (0..a.shape().names().len()).all(|number| same_view(a.view(number), b.view(number)))
        && extra(a).eq(&extra(b))
}

fn extra(object: &dyn Fields) -> Vec<(&String, &Value)> {
    let mut entries: Vec<(&String, &Value)> =
        rest(object).into_iter().flatten().filter(|(name, _)| !is_set(object, name)).collect();
    // The map may keep the order of reading, which makes no difference.
    entries.sort_by_key(|(name, _)| *name);
    entries
}

pub(super) fn same_view(a: View<'_>, b: View<'_>) -> bool {
    match (a, b) {
        (View::Absent, View::Absent) => true,
        (View::Scalar(a), View::Scalar(b)) => a.plain() == b.plain(),
        (View::Enum(a), View::Enum(b)) => a.text() == b.text(),
        (View::Object(a), View::Object(b)) => same(a, b),
        (View::List(a), View::List(b)) => {
            a.count() == b.count() && (0..a.count().unwrap_or(0)).all(|at| same_view(a.at(at), b.at(at)))
        }
        _ => false,
    }
}
