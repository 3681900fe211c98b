//! Decimal numbers.

use std::fmt;
use std::str::FromStr;

use serde_json::{Number, Value};

use super::scalar::{Item, scalar};
use super::table::Plain;

/// A decimal number, with the digits that came: what is read is written back unchanged.
///
/// JSON's reader gives numbers of up to 17 digits. An app that needs more turns on the feature `arbitrary_precision` of
/// `serde_json`, and nothing is lost here.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal(Number);

/// A text that is no decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadDecimal;

impl Decimal {
    /// The nearest number of this type.
    pub fn to_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }
}

impl FromStr for Decimal {
    type Err = BadDecimal;

    fn from_str(text: &str) -> Result<Self, BadDecimal> {
        text.parse().map(Self).map_err(|_| BadDecimal)
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self(number.into())
    }
}

impl TryFrom<f64> for Decimal {
    type Error = BadDecimal;

    fn try_from(number: f64) -> Result<Self, BadDecimal> {
        Number::from_f64(number).map(Self).ok_or(BadDecimal)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for BadDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number is written as in `-12.5`")
    }
}

impl std::error::Error for BadDecimal {}

scalar!(Decimal);
impl Item for Decimal {
    fn empty() -> Self {
        0.into()
    }

    fn plain(&self) -> Plain<'_> {
        Plain::Json(std::borrow::Cow::Owned(Value::Number(self.0.clone())))
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        match json {
            Value::Number(number) => Ok(Self(number)),
            other => Err(other),
        }
    }
}
