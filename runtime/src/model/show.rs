//! `Debug` of all models: the fields that are set, then what no field holds, under the names that travel.

use std::fmt;

use super::table::{Fields, List, Plain, View, is_set, rest};

/// Shows an object.
pub fn show(object: &dyn Fields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shape = object.shape();
    let mut debug = f.debug_struct(shape.name);
    for (number, name) in shape.names().iter().enumerate() {
        let view = object.view(number);
        if !view.is_absent() {
            debug.field(name, &Formatted(view));
        }
    }
    for (name, json) in rest(object).into_iter().flatten() {
        if !is_set(object, name) {
            debug.field(name, json);
        }
    }
    debug.finish()
}

struct Formatted<'a>(View<'a>);

impl fmt::Debug for Formatted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("None"),
            View::Scalar(scalar) => match scalar.plain() {
                Plain::Absent => f.write_str("None"),
                Plain::Bool(value) => value.fmt(f),
                Plain::Int(value) => value.fmt(f),
                Plain::Number(value) => value.fmt(f),
                Plain::Text(text) => text.fmt(f),
                Plain::Json(json) => json.fmt(f),
            },
            View::Enum(value) => match value.text() {
                Some(text) => text.fmt(f),
                None => f.write_str("None"),
            },
            View::Object(object) => show(object, f),
            View::List(list) => show_list(list, f),
            View::Rest(rest) => rest.fmt(f),
        }
    }
}

fn show_list(list: &dyn List, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_list().entries((0..list.count().unwrap_or(0)).map(|at| Formatted(list.at(at)))).finish()
}
