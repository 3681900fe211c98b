//! `Debug` of all models: the fields that are set, then what no field holds, under the names that travel.

use std::fmt;

use super::table::{Fields, Row, Table, View};
use super::write::is_set;

/// Shows an object.
pub fn show(object: &dyn Fields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Table { shape, slots, extra } = object.table();
    let mut shown = f.debug_struct(shape.name);
    for (name, slot) in shape.names.iter().zip(&slots) {
        match slot.view() {
            View::Absent => {}
            view => {
                shown.field(name, &Shown(view));
            }
        }
    }
    for (name, json) in extra.into_iter().flatten() {
        if !is_set(&slots, shape.position(name)) {
            shown.field(name, json);
        }
    }
    shown.finish()
}

struct Shown<'a>(View<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            View::Absent => f.write_str("None"),
            View::Bool(value) => value.fmt(f),
            View::Int(value) => value.fmt(f),
            View::Number(value) => value.fmt(f),
            View::Text(text) => text.fmt(f),
            View::Object(object) => show(*object, f),
            View::List(list) => show_list(*list, f),
            View::Json(json) => json.fmt(f),
        }
    }
}

fn show_list(list: &dyn Row, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_list().entries((0..list.count()).map(|at| Shown(list.at(at)))).finish()
}
