//! serde's `Deserialize` of all models: one visitor for objects, one for whatever stands in a field.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::table::{Fields, Row, Shape, Slot, TableMut};

/// Reads an object into an empty one.
pub fn read<'de, D: Deserializer<'de>>(into: &mut dyn Fields, deserializer: D) -> Result<(), D::Error> {
    deserializer.deserialize_map(Object(into))
}

struct Object<'a>(&'a mut dyn Fields);

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        read_object(self.0, map)
    }
}

fn read_object<'de, A: MapAccess<'de>>(into: &mut dyn Fields, mut map: A) -> Result<(), A::Error> {
    let TableMut { shape, mut slots, mut extra } = into.table_mut();
    // Whether something that a field doesn't hold has the name of a field.
    let mut misfits = false;
    while let Some(key) = map.next_key_seed(Name(shape))? {
        match (key, &mut extra) {
            (Key::Known(at), extra) => {
                let slot = &mut *slots[at];
                let misfit = map.next_value_seed(Place::Slot(slot))?;
                if misfit.is_some() {
                    slot.clear();
                }
                match (misfit, extra) {
                    (Some(json), Some(extra)) => {
                        extra.insert(shape.names[at].to_owned(), json);
                        misfits = true;
                    }
                    // What was read before under the same name.
                    (None, Some(extra)) if misfits => {
                        extra.remove(shape.names[at]);
                    }
                    (None, _) | (Some(Value::Null), None) => {}
                    (Some(_), None) => {
                        let name = shape.names[at];
                        return Err(A::Error::custom(format_args!(
                            "the value of `{name}` is of another kind"
                        )));
                    }
                }
            }
            (Key::Unknown(name), Some(extra)) => {
                extra.insert(name, map.next_value()?);
            }
            (Key::Unknown(_), None) => {
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
    Ok(())
}

/// Where a value goes. Reading gives back what doesn't fit there.
enum Place<'a> {
    Slot(&'a mut dyn Slot),
    Row(&'a mut dyn Row),
}

impl Place<'_> {
    fn put(self, json: Value) -> Option<Value> {
        match self {
            Self::Slot(slot) => slot.put(json).err(),
            Self::Row(row) => row.push(json).err(),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<Value>, E> {
        Ok(self.put(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Option<Value>, E> {
        Ok(self.put(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Option<Value>, E> {
        Ok(self.put(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Option<Value>, E> {
        Ok(self.put(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Option<Value>, E> {
        let fits = match self {
            Self::Slot(slot) => slot.put_text(value),
            Self::Row(row) => row.push_text(value),
        };
        Ok(if fits { None } else { Some(value.into()) })
    }

    fn visit_string<E>(self, value: String) -> Result<Option<Value>, E> {
        Ok(self.put(value.into()))
    }

    /// A field of any JSON doesn't take null either: null is kept beside the fields, whatever their type.
    fn visit_unit<E>(self) -> Result<Option<Value>, E> {
        match self {
            Self::Slot(_) => Ok(Some(Value::Null)),
            Self::Row(_) => Ok(self.put(Value::Null)),
        }
    }

    fn visit_none<E: Error>(self) -> Result<Option<Value>, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<Option<Value>, A::Error> {
        let object = match &mut self {
            Self::Slot(slot) => slot.put_object(),
            Self::Row(row) => row.push_object(),
        };
        if let Some(object) = object {
            return read_object(object, map).map(|()| None);
        }
        // Numbers are maps to serde_json when its feature for long ones is on, so this may be a scalar after all.
        let json = Value::deserialize(MapAccessDeserializer::new(map))?;
        Ok(self.put(json))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Option<Value>, A::Error> {
        match self {
            Self::Slot(slot) => match slot.put_list() {
                Some(row) => read_list(row, members),
                None => Ok(slot.put(rest(Vec::new(), &mut members)?).err()),
            },
            Self::Row(row) => {
                let misfit = match row.push_list() {
                    Some(list) => read_list(list, members)?,
                    None => return Ok(row.push(rest(Vec::new(), &mut members)?).err()),
                };
                if misfit.is_some() {
                    row.pop();
                }
                Ok(misfit)
            }
        }
    }
}

/// Reads the members of a list. One that doesn't fit makes the whole list JSON.
fn read_list<'de, A: SeqAccess<'de>>(row: &mut dyn Row, mut members: A) -> Result<Option<Value>, A::Error> {
    loop {
        match members.next_element_seed(Place::Row(row))? {
            None => return Ok(None),
            Some(None) => {}
            Some(Some(misfit)) => {
                let mut all: Vec<Value> = (0..row.count()).map(|at| row.at(at).to_json()).collect();
                all.push(misfit);
                return rest(all, &mut members).map(Some);
            }
        }
    }
}

fn rest<'de, A: SeqAccess<'de>>(mut all: Vec<Value>, members: &mut A) -> Result<Value, A::Error> {
    while let Some(json) = members.next_element()? {
        all.push(json);
    }
    Ok(Value::Array(all))
}

enum Key {
    Known(usize),
    Unknown(String),
}

struct Name(&'static Shape);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(self.0.position(name).map_or_else(|| Key::Unknown(name.to_owned()), Key::Known))
    }
}
