//! Scalars as values of fields.

use std::borrow::Cow;

use serde_json::Value;
use uuid::Uuid;

use super::table::Plain;

/// The type of a scalar.
pub(super) trait Item: Clone + 'static {
    /// A value to start with, before one is put there.
    fn empty() -> Self;

    /// The value in JSON.
    fn plain(&self) -> Plain<'_>;

    /// The value of some JSON, or the JSON again if it doesn't fit.
    fn from_json(json: Value) -> Result<Self, Value>;

    /// The value that a text stands for, if it stands for one.
    fn from_text(text: &str) -> Option<Self> {
        Self::from_json(text.into()).ok()
    }
}

/// Makes types scalars. Their code is compiled here and not in each program.
macro_rules! scalar {
    ($ty:ty) => {
        impl $crate::model::table::Scalar for Option<$ty> {
            fn plain(&self) -> $crate::model::table::Plain<'_> {
                match self {
                    Some(value) => $crate::model::scalar::Item::plain(value),
                    None => $crate::model::table::Plain::Absent,
                }
            }

            fn put(&mut self, json: ::serde_json::Value) -> Result<(), ::serde_json::Value> {
                *self = Some(<$ty as $crate::model::scalar::Item>::from_json(json)?);
                Ok(())
            }

            fn put_text(&mut self, text: &str) -> bool {
                *self = <$ty as $crate::model::scalar::Item>::from_text(text);
                self.is_some()
            }

            fn copy(&mut self, from: &dyn $crate::model::table::Scalar) {
                if let Some(from) = from.as_any().downcast_ref::<Self>() {
                    self.clone_from(from);
                }
            }

            fn clear(&mut self) {
                *self = None;
            }

            fn as_any(&self) -> &dyn ::std::any::Any {
                self
            }
        }

        /// A value that must be given.
        impl $crate::model::table::Scalar for $ty {
            fn plain(&self) -> $crate::model::table::Plain<'_> {
                $crate::model::scalar::Item::plain(self)
            }

            fn put(&mut self, json: ::serde_json::Value) -> Result<(), ::serde_json::Value> {
                *self = <$ty as $crate::model::scalar::Item>::from_json(json)?;
                Ok(())
            }

            fn put_text(&mut self, text: &str) -> bool {
                match <$ty as $crate::model::scalar::Item>::from_text(text) {
                    Some(value) => {
                        *self = value;
                        true
                    }
                    None => false,
                }
            }

            fn copy(&mut self, from: &dyn $crate::model::table::Scalar) {
                if let Some(from) = from.as_any().downcast_ref::<Self>() {
                    self.clone_from(from);
                }
            }

            fn clear(&mut self) {}

            fn as_any(&self) -> &dyn ::std::any::Any {
                self
            }
        }

        impl $crate::model::list::Element for $ty {
            fn empty() -> Self {
                $crate::model::scalar::Item::empty()
            }

            fn view(&self) -> $crate::model::table::View<'_> {
                $crate::model::table::View::Scalar(self)
            }

            fn place(&mut self) -> $crate::model::table::Place<'_> {
                $crate::model::table::Place::Scalar(self)
            }
        }
    };
}
pub(super) use scalar;

scalar!(String);
impl Item for String {
    fn empty() -> Self {
        Self::new()
    }

    fn plain(&self) -> Plain<'_> {
        Plain::Text(self.into())
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        match json {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

scalar!(bool);
impl Item for bool {
    fn empty() -> Self {
        false
    }

    fn plain(&self) -> Plain<'_> {
        Plain::Bool(*self)
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        json.as_bool().ok_or(json)
    }
}

scalar!(Value);
impl Item for Value {
    fn empty() -> Self {
        Self::Null
    }

    fn plain(&self) -> Plain<'_> {
        Plain::Json(Cow::Borrowed(self))
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        Ok(json)
    }
}

macro_rules! whole {
    ($($ty:ty),+) => {$(
        scalar!($ty);
        impl Item for $ty {
            fn empty() -> Self {
                0
            }

            fn plain(&self) -> Plain<'_> {
                Plain::Int((*self).into())
            }

            fn from_json(json: Value) -> Result<Self, Value> {
                json.as_i64().and_then(|number| number.try_into().ok()).ok_or(json)
            }
        }
    )+};
}

whole!(u8, i8, i16, i32, i64);

/// JSON has no infinite numbers: they travel as texts.
const INFINITE: [(&str, f64); 3] = [("INF", f64::INFINITY), ("-INF", f64::NEG_INFINITY), ("NaN", f64::NAN)];

scalar!(f64);
impl Item for f64 {
    fn empty() -> Self {
        0.0
    }

    fn plain(&self) -> Plain<'_> {
        let text = INFINITE.iter().find(|(_, number)| number == self || number.is_nan() && self.is_nan());
        text.map_or(Plain::Number(*self), |(text, _)| Plain::Text((*text).into()))
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        let text = |text: &str| INFINITE.iter().find(|(name, _)| *name == text).map(|(_, number)| *number);
        json.as_f64().or_else(|| json.as_str().and_then(text)).ok_or(json)
    }
}

scalar!(f32);
/// As many digits as make it that number again, and not those of its nearest `f64`.
impl Item for f32 {
    fn empty() -> Self {
        0.0
    }

    fn plain(&self) -> Plain<'_> {
        if !self.is_finite() {
            return match self {
                _ if self.is_nan() => Plain::Text("NaN".into()),
                _ if *self > 0.0 => Plain::Text("INF".into()),
                _ => Plain::Text("-INF".into()),
            };
        }
        Plain::Number(self.to_string().parse().unwrap_or_else(|_| f64::from(*self)))
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        let number = f64::from_json(json)?;
        let short = number as f32;
        // What a single can't hold is kept as it came.
        let fits = !number.is_finite() || short.to_string().parse() == Ok(number);
        if fits { Ok(short) } else { Err(number.into()) }
    }
}

scalar!(Uuid);
impl Item for Uuid {
    fn empty() -> Self {
        Self::nil()
    }

    fn plain(&self) -> Plain<'_> {
        Plain::Text(self.to_string().into())
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        // Only the form with hyphens, which is the one that is written.
        let text = json.as_str().filter(|text| text.len() == 36);
        text.and_then(|text| Uuid::try_parse(text).ok()).ok_or(json)
    }
}
