//! Texts, numbers and JSON as values of fields.

use std::borrow::Cow;

use serde_json::Value;
use uuid::Uuid;

use super::table::{Item, View};

impl Item for String {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Text(self.into())
    }

    #[inline]
    fn from_json(json: Value) -> Result<Self, Value> {
        match json {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }

    #[inline]
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Item for bool {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }

    #[inline]
    fn from_json(json: Value) -> Result<Self, Value> {
        json.as_bool().ok_or(json)
    }
}

impl Item for Value {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Json(Cow::Borrowed(self))
    }

    #[inline]
    fn from_json(json: Value) -> Result<Self, Value> {
        Ok(json)
    }
}

macro_rules! whole {
    ($($ty:ty),+) => {$(
        impl Item for $ty {
            #[inline]
            fn view(&self) -> View<'_> {
                View::Int((*self).into())
            }

            #[inline]
            fn from_json(json: Value) -> Result<Self, Value> {
                json.as_i64().and_then(|number| number.try_into().ok()).ok_or(json)
            }
        }
    )+};
}

whole!(u8, i8, i16, i32, i64);

/// JSON has no infinite numbers: they travel as texts.
const INFINITE: [(&str, f64); 3] = [("INF", f64::INFINITY), ("-INF", f64::NEG_INFINITY), ("NaN", f64::NAN)];

impl Item for f64 {
    fn view(&self) -> View<'_> {
        let text = INFINITE.iter().find(|(_, number)| number == self || number.is_nan() && self.is_nan());
        text.map_or(View::Number(*self), |(text, _)| View::Text((*text).into()))
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        let text = |text: &str| INFINITE.iter().find(|(name, _)| *name == text).map(|(_, number)| *number);
        json.as_f64().or_else(|| json.as_str().and_then(text)).ok_or(json)
    }
}

/// As many digits as make it that number again, and not those of its nearest `f64`.
impl Item for f32 {
    fn view(&self) -> View<'_> {
        if !self.is_finite() {
            return match self {
                _ if self.is_nan() => View::Text("NaN".into()),
                _ if *self > 0.0 => View::Text("INF".into()),
                _ => View::Text("-INF".into()),
            };
        }
        View::Number(self.to_string().parse().unwrap_or_else(|_| f64::from(*self)))
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        let number = f64::from_json(json)?;
        let short = number as f32;
        // What a single can't hold is kept as it came.
        let fits = !number.is_finite() || short.to_string().parse() == Ok(number);
        if fits { Ok(short) } else { Err(number.into()) }
    }
}

impl Item for Uuid {
    fn view(&self) -> View<'_> {
        View::Text(self.to_string().into())
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        // Only the form with hyphens, which is the one that is written.
        let text = json.as_str().filter(|text| text.len() == 36);
        text.and_then(|text| Uuid::try_parse(text).ok()).ok_or(json)
    }
}
