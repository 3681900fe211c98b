//! serde's `Serialize` of all models.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::table::{Fields, List, Plain, View, is_set, rest};

/// Writes an object: first annotations, because services want `@odata.type` before what it is about; then fields; then the rest.
pub fn write<S: Serializer>(object: &dyn Fields, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let extra = || rest(object).into_iter().flatten().filter(|(name, _)| !is_set(object, name));
    for (name, json) in extra().filter(|(name, _)| name.starts_with('@')) {
        map.serialize_entry(name, json)?;
    }
    for (number, name) in object.shape().names().iter().enumerate() {
        let view = object.view(number);
        if !view.is_absent() {
            map.serialize_entry(name, &view)?;
        }
    }
    for (name, json) in extra().filter(|(name, _)| !name.starts_with('@')) {
        map.serialize_entry(name, json)?;
    }
    map.end()
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Absent => serializer.serialize_unit(),
            Self::Scalar(scalar) => scalar.plain().serialize(serializer),
            Self::Enum(value) => value.text().serialize(serializer),
            Self::Object(object) => write(object, serializer),
            Self::List(list) => write_list(list, serializer),
            Self::Rest(rest) => rest.serialize(serializer),
        }
    }
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Json(json) => json.serialize(serializer),
        }
    }
}

fn write_list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let count = list.count().unwrap_or(0);
    let mut elements = serializer.serialize_seq(Some(count))?;
    for at in 0..count {
        elements.serialize_element(&list.at(at))?;
    }
    elements.end()
}

impl View<'_> {
    /// The same as JSON.
    pub(super) fn to_json(self) -> Value {
        // Names are texts and numbers are finite here, so nothing can fail.
        serde_json::to_value(self).unwrap_or_default()
    }
}
