//! `Clone` of all models.

use super::table::Fields;

/// Copies the fields of an object into a new one of the same model.
pub fn copy(from: &dyn Fields, into: &mut dyn Fields) {
    let (from, into) = (from.table(), into.table_mut());
    for (to, slot) in into.slots.into_iter().zip(from.slots) {
        to.copy(slot);
    }
    if let (Some(to), Some(extra)) = (into.extra, from.extra) {
        to.clone_from(extra);
    }
}
