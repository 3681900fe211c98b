//! serde's `Serialize` of all models.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::table::{Fields, Row, Table, View};

/// Writes an object: first annotations, because services want `@odata.type` before what it is about; then fields; then the rest.
pub fn write<S: Serializer>(object: &dyn Fields, serializer: S) -> Result<S::Ok, S::Error> {
    let Table { shape, slots, extra } = object.table();
    let mut map = serializer.serialize_map(None)?;
    for (name, json) in extra.into_iter().flatten().filter(|(name, _)| name.starts_with('@')) {
        if !is_set(&slots, shape.position(name)) {
            map.serialize_entry(name, json)?;
        }
    }
    for (name, slot) in shape.names.iter().zip(&slots) {
        match slot.view() {
            View::Absent => {}
            view => map.serialize_entry(name, &view)?,
        }
    }
    for (name, json) in extra.into_iter().flatten().filter(|(name, _)| !name.starts_with('@')) {
        if !is_set(&slots, shape.position(name)) {
            map.serialize_entry(name, json)?;
        }
    }
    map.end()
}

/// Whether a field holds the property, so that an entry beside the fields doesn't count.
pub(super) fn is_set(slots: &[&dyn super::Slot], position: Option<usize>) -> bool {
    position.is_some_and(|at| !matches!(slots[at].view(), View::Absent))
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Object(object) => write(*object, serializer),
            Self::List(list) => write_list(*list, serializer),
            Self::Json(json) => json.serialize(serializer),
        }
    }
}

fn write_list<S: Serializer>(list: &dyn Row, serializer: S) -> Result<S::Ok, S::Error> {
    let mut members = serializer.serialize_seq(Some(list.count()))?;
    for at in 0..list.count() {
        members.serialize_element(&list.at(at))?;
    }
    members.end()
}

impl View<'_> {
    /// The same as JSON.
    pub(super) fn to_json(&self) -> Value {
        // Names are texts and numbers are finite here, so nothing can fail.
        serde_json::to_value(self).unwrap_or_default()
    }
}
