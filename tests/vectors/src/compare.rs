//! Equality of JSON by value.

use msgraph_core::Value;
use msgraph_core::emitted::Scalar;
use msgraph_core::model::{Date, OffsetDateTime, Time, Uuid};

/// Where two values differ first, and how; `None` when they are equal. Numbers, moments, times and GUIDs are compared by value.
pub(crate) fn difference(documented: &Value, written: &Value) -> Option<String> {
    let mut path = String::new();
    differ(documented, written, &mut path)
        .map(|what| if path.is_empty() { what.to_owned() } else { format!("{what} at `{path}`") })
}

fn differ(documented: &Value, written: &Value, path: &mut String) -> Option<&'static str> {
    match (documented, written) {
        (Value::Object(a), Value::Object(b)) => {
            for (name, value) in a {
                let length = path.len();
                path.push('.');
                path.push_str(name);
                match b.get(name) {
                    None => return Some("a property is lost"),
                    Some(other) => {
                        if let Some(what) = differ(value, other, path) {
                            return Some(what);
                        }
                    }
                }
                path.truncate(length);
            }
            let added = b.keys().find(|name| !a.contains_key(*name))?;
            path.push('.');
            path.push_str(added);
            Some("a property is added")
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            path.push_str("[]");
            let what = a.iter().zip(b).find_map(|(a, b)| differ(a, b, path));
            if what.is_none() {
                path.truncate(path.len() - 2);
            }
            what
        }
        (Value::Number(a), Value::Number(b)) => {
            (a != b && a.as_f64() != b.as_f64()).then_some("another number")
        }
        (Value::String(a), Value::String(b)) => {
            (a != b && !same_value(documented, written)).then_some("another text")
        }
        _ => (documented != written).then_some("another value"),
    }
}

/// Whether two texts are the same moment, day, time of day or GUID.
fn same_value(a: &Value, b: &Value) -> bool {
    same::<OffsetDateTime>(a, b) || same::<Date>(a, b) || same::<Time>(a, b) || same::<Uuid>(a, b)
}

fn same<T: PartialEq>(a: &Value, b: &Value) -> bool
where
    Option<T>: Scalar,
{
    let (mut first, mut second): (Option<T>, Option<T>) = (None, None);
    first.put(a.clone()).is_ok() && second.put(b.clone()).is_ok() && first == second
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_and_dates_are_compared_by_value() {
        for (a, b) in [
            (json!(1), json!(1.0)),
            (json!("2020-01-01T00:00:00.0000000Z"), json!("2020-01-01T00:00:00Z")),
            (json!("2020-01-01T01:00:00+01:00"), json!("2020-01-01T00:00:00Z")),
            (json!("12:00:00.0000000"), json!("12:00:00")),
            (json!("6F9619FF-8B86-D011-B42D-00CF4FC964FF"), json!("6f9619ff-8b86-d011-b42d-00cf4fc964ff")),
            (json!({"a": [1, null], "b": {}}), json!({"b": {}, "a": [1.0, null]})),
        ] {
            assert_eq!(difference(&a, &b), None, "{a} {b}");
        }
    }

    #[test]
    fn differences_are_told_with_their_place() {
        let documented = json!({"a": {"b": [1, {"c": "x"}]}});
        for (written, expected) in [
            (json!({}), "a property is lost at `.a`"),
            (json!({"a": {"b": [1, {"c": "y"}]}}), "another text at `.a.b[].c`"),
            (json!({"a": {"b": [2, {"c": "x"}]}}), "another number at `.a.b[]`"),
            (json!({"a": {"b": [1, {"c": "x"}]}, "d": null}), "a property is added at `.d`"),
            (json!({"a": {"b": [1]}}), "another value at `.a.b`"),
        ] {
            assert_eq!(difference(&documented, &written).as_deref(), Some(expected));
        }
        assert_eq!(difference(&json!("2020-01-01"), &json!("2020-01-02")).as_deref(), Some("another text"));
    }
}
