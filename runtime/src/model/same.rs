//! `PartialEq` of all models: equal objects are written alike.

use serde_json::Value;

use super::table::{Fields, Table, View};
use super::write::is_set;

/// Whether two objects of one model are equal.
pub fn same(a: &dyn Fields, b: &dyn Fields) -> bool {
    let (a, b) = (a.table(), b.table());
    a.slots.len() == b.slots.len()
        && a.slots.iter().zip(&b.slots).all(|(a, b)| same_view(&a.view(), &b.view()))
        && extra(&a).eq(extra(&b))
}

fn extra<'a>(table: &'a Table<'_>) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let mut entries: Vec<(&String, &Value)> = table
        .extra
        .into_iter()
        .flatten()
        .filter(|(name, _)| !is_set(&table.slots, table.shape.position(name)))
        .collect();
    // The map may keep the order of reading, which makes no difference.
    entries.sort_by_key(|(name, _)| *name);
    entries.into_iter()
}

pub(super) fn same_view(a: &View<'_>, b: &View<'_>) -> bool {
    match (a, b) {
        (View::Absent, View::Absent) => true,
        (View::Bool(a), View::Bool(b)) => a == b,
        (View::Int(a), View::Int(b)) => a == b,
        (View::Number(a), View::Number(b)) => a == b,
        (View::Text(a), View::Text(b)) => a == b,
        (View::Object(a), View::Object(b)) => same(*a, *b),
        (View::List(a), View::List(b)) => {
            a.count() == b.count() && (0..a.count()).all(|at| same_view(&a.at(at), &b.at(at)))
        }
        (View::Json(a), View::Json(b)) => a == b,
        _ => false,
    }
}
