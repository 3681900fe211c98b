//! `Clone` of all models.

use super::table::{Act, Fields, List, Place, View};

/// Copies the fields of an object into a new one of the same model.
fn copy(from: &dyn Fields, into: &mut dyn Fields) {
    // Behind the fields stands what no field holds.
    for number in 0..=from.shape().names().len() {
        let view = from.view(number);
        match view {
            View::Absent => {}
            View::Object(_) => copy_view(view, into.place(number, Act::Make)),
            _ => copy_view(view, into.place(number, Act::Keep)),
        }
    }
}

/// A copy of an object.
#[inline]
pub fn copy_new<M: Fields + Default>(from: &M) -> M {
    let mut new = M::default();
    copy(from, &mut new);
    new
}

fn copy_view(from: View<'_>, into: Place<'_>) {
    match (from, into) {
        (View::Scalar(from), Place::Scalar(into)) => into.copy(from),
        (View::Enum(from), Place::Enum(into)) => into.put(from.text()),
        (View::Object(from), Place::Object(into)) => copy(from, into),
        (View::List(from), Place::List(into)) => copy_list(from, into),
        (View::Rest(from), Place::Rest(into)) => into.clone_from(from),
        // Objects of one model have the same kinds of fields.
        _ => {}
    }
}

fn copy_list(from: &dyn List, into: &mut dyn List) {
    let count = from.count();
    into.reset(count.is_some());
    for position in 0..count.unwrap_or(0) {
        copy_view(from.at(position), into.push());
    }
}
