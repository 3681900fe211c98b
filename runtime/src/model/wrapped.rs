//! Answers with one value in `{"value": …}`.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::{DeserializeOwned, Error};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A value that is documented to come inside `{"value": …}`. It is taken as well when it comes by itself, which services do.
#[derive(Clone, PartialEq)]
pub struct Wrapped<T> {
    /// The value.
    pub value: T,
    /// What stood beside it, such as `@odata.context`; `None` when it came by itself.
    beside: Option<Map<String, Value>>,
}

impl<T> Wrapped<T> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> From<T> for Wrapped<T> {
    fn from(value: T) -> Self {
        Self { value, beside: Some(Map::new()) }
    }
}

impl<T> Deref for Wrapped<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Wrapped<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Wrapped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: Serialize> Serialize for Wrapped<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(beside) = &self.beside else {
            return self.value.serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(beside.len() + 1))?;
        for (name, json) in beside {
            map.serialize_entry(name, json)?;
        }
        map.serialize_entry("value", &self.value)?;
        map.end()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Wrapped<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut json = Value::deserialize(deserializer)?;
        let wrapped = match &mut json {
            // An object with other properties has one that happens to be called so.
            Value::Object(map) if map.keys().all(|name| name == "value" || name.starts_with('@')) => {
                map.remove("value")
            }
            _ => None,
        };
        let (value, beside) = match (wrapped, json) {
            (Some(value), Value::Object(beside)) => (value, Some(beside)),
            (_, json) => (json, None),
        };
        let value = T::deserialize(value).map_err(D::Error::custom)?;
        Ok(Self { value, beside })
    }
}
