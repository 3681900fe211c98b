//! serde's `Deserialize` of all models: one visitor for objects, one for whatever stands in a field.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::shape::Shape;
use super::table::{Act, Fields, List, Place, clear, rest_mut};

/// Reads an object into an empty one.
pub(super) fn read<'de, D: Deserializer<'de>>(
    into: &mut dyn Fields,
    deserializer: D,
) -> Result<(), D::Error> {
    deserializer.deserialize_map(Object(into))
}

/// Reads a new object.
#[inline]
pub fn read_new<'de, M: Fields + Default, D: Deserializer<'de>>(deserializer: D) -> Result<M, D::Error> {
    let mut new = M::default();
    read(&mut new, deserializer)?;
    Ok(new)
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
    let shape = into.shape();
    // Whether something that a field doesn't hold has the name of a field.
    let mut misfits = false;
    while let Some(key) = map.next_key_seed(Name(shape))? {
        match key {
            Key::Known(number) => {
                let misfit = map.next_value_seed(Target::Field(into, number))?;
                if misfit.is_some() {
                    clear(into, number);
                }
                if misfit.is_none() && !misfits {
                    continue;
                }
                let name = shape.names()[number];
                match (misfit, rest_mut(into)) {
                    (Some(json), Some(rest)) => {
                        rest.insert(name.to_owned(), json);
                        misfits = true;
                    }
                    // What was read before under the same name.
                    (None, Some(rest)) => {
                        rest.remove(name);
                    }
                    (None | Some(Value::Null), None) => {}
                    (Some(_), None) => {
                        return Err(A::Error::custom(format_args!(
                            "the value of `{name}` is of another kind"
                        )));
                    }
                }
            }
            Key::Unknown(name) => match rest_mut(into) {
                Some(rest) => {
                    rest.insert(name, map.next_value()?);
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            },
        }
    }
    Ok(())
}

/// Where a value goes. Reading gives back what doesn't fit there.
enum Target<'a> {
    /// Into a field of an object.
    Field(&'a mut dyn Fields, usize),
    /// To the end of a list.
    Element(&'a mut dyn List),
}

impl Target<'_> {
    /// The place for a value that is no object.
    fn place(&mut self) -> Place<'_> {
        match self {
            Self::Field(object, number) => object.place(*number, Act::Keep),
            Self::Element(list) => list.push(),
        }
    }

    /// The place for an object, where there is an empty one.
    fn object(&mut self) -> Place<'_> {
        match self {
            Self::Field(object, number) => object.place(*number, Act::Make),
            Self::Element(list) => list.push(),
        }
    }

    fn put(mut self, json: Value) -> Option<Value> {
        match self.place() {
            Place::Scalar(scalar) => scalar.put(json).err(),
            Place::Enum(value) => match json {
                Value::String(text) => {
                    value.put(Some(&text));
                    None
                }
                other => Some(other),
            },
            _ => Some(json),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Target<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Target<'_> {
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

    fn visit_str<E>(mut self, value: &str) -> Result<Option<Value>, E> {
        let fits = match self.place() {
            Place::Scalar(scalar) => scalar.put_text(value),
            Place::Enum(field) => {
                field.put(Some(value));
                true
            }
            _ => false,
        };
        Ok(if fits { None } else { Some(value.into()) })
    }

    fn visit_string<E>(self, value: String) -> Result<Option<Value>, E> {
        Ok(self.put(value.into()))
    }

    /// A field of any JSON doesn't take null either: null is kept beside the fields, whatever their type.
    fn visit_unit<E>(self) -> Result<Option<Value>, E> {
        match self {
            Self::Field(..) => Ok(Some(Value::Null)),
            Self::Element(_) => Ok(self.put(Value::Null)),
        }
    }

    fn visit_none<E: Error>(self) -> Result<Option<Value>, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<Option<Value>, A::Error> {
        Ok(match self.object() {
            Place::Object(object) => return read_object(object, map).map(|()| None),
            // Numbers are maps to serde_json when its feature for long ones is on, so this may be a scalar after all.
            Place::Scalar(scalar) => scalar.put(any(map)?).err(),
            _ => Some(any(map)?),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Option<Value>, A::Error> {
        Ok(match self.place() {
            Place::List(list) => {
                list.reset(true);
                read_list(list, elements)?
            }
            Place::Scalar(scalar) => scalar.put(rest(Vec::new(), &mut elements)?).err(),
            _ => Some(rest(Vec::new(), &mut elements)?),
        })
    }
}

fn any<'de, A: MapAccess<'de>>(map: A) -> Result<Value, A::Error> {
    Value::deserialize(MapAccessDeserializer::new(map))
}

/// Reads the elements of a list. One that doesn't fit makes the whole list JSON; an element was made for it and is left out.
fn read_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    mut elements: A,
) -> Result<Option<Value>, A::Error> {
    loop {
        match elements.next_element_seed(Target::Element(list))? {
            None => return Ok(None),
            Some(None) => {}
            Some(Some(misfit)) => {
                let count = list.count().map_or(0, |count| count - 1);
                let mut all: Vec<Value> = (0..count).map(|at| list.at(at).to_json()).collect();
                all.push(misfit);
                return rest(all, &mut elements).map(Some);
            }
        }
    }
}

fn rest<'de, A: SeqAccess<'de>>(mut all: Vec<Value>, elements: &mut A) -> Result<Value, A::Error> {
    while let Some(json) = elements.next_element()? {
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
        Ok(self.0.number(name).map_or_else(|| Key::Unknown(name.to_owned()), Key::Known))
    }
}
