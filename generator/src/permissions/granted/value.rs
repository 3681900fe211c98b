//! Members of JSON values, whatever case their names begin with.

use serde_json::Value;

use crate::permissions::InputError;

pub(super) fn parse(text: &str) -> Result<Value, InputError> {
    serde_json::from_str(text).map_err(|error| InputError::new(format!("not valid JSON: {error}")))
}

/// What stands under a key, also when the key begins with a capital.
pub(super) fn value_of<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    value.get(key).or_else(|| value.get(key[..1].to_ascii_uppercase() + &key[1..]))
}

pub(super) fn text_of<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value_of(value, key)?.as_str()
}

pub(super) fn list_of<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value_of(value, key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
