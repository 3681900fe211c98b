//! Lengths of time.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use super::scalar::{Item, scalar};
use super::table::Plain;

/// A length of time in ISO 8601, such as `P1DT30M`. It is kept as text, because a month has no fixed length and `PT60M` is not
/// what `PT1H` says.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Duration(Box<str>);

/// A text that is no length of time in ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadDuration;

impl Duration {
    /// The text that travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The length, unless it is negative, or has years or months, which are of no fixed length.
    pub fn to_std(&self) -> Option<std::time::Duration> {
        let (negative, parts) = parts(&self.0)?;
        let mut seconds = 0_u64;
        let mut nanos = 0_u32;
        for Part { number, unit } in parts {
            let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
            let whole: u64 = whole.parse().ok()?;
            let length = match unit {
                Unit::Week => 604_800,
                Unit::Day => 86_400,
                Unit::Hour => 3_600,
                Unit::Minute => 60,
                Unit::Second => 1,
                Unit::Year | Unit::Month if whole == 0 => continue,
                Unit::Year | Unit::Month => return None,
            };
            seconds = seconds.checked_add(whole.checked_mul(length)?)?;
            if !fraction.is_empty() {
                let fraction: f64 = format!("0.{fraction}").parse().ok()?;
                let rest = std::time::Duration::from_secs_f64(fraction * length as f64);
                seconds = seconds.checked_add(rest.as_secs())?;
                nanos = rest.subsec_nanos();
            }
        }
        (!negative || seconds == 0 && nanos == 0).then(|| std::time::Duration::new(seconds, nanos))
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

struct Part<'a> {
    number: &'a str,
    unit: Unit,
}

/// Whether it is negative, and its parts: `[-]P[nY][nM][nW][nD][T[nH][nM][nS]]`, a fraction in the last one only.
fn parts(text: &str) -> Option<(bool, Vec<Part<'_>>)> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let rest = rest.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time).filter(|time| !time.is_empty()).map(Some)?),
        None => (rest, None),
    };
    let mut found = Vec::new();
    let dates = [('Y', Unit::Year), ('M', Unit::Month), ('W', Unit::Week), ('D', Unit::Day)];
    let times = [('H', Unit::Hour), ('M', Unit::Minute), ('S', Unit::Second)];
    half(date, &dates, &mut found)?;
    half(time.unwrap_or_default(), &times, &mut found)?;
    let (_, before) = found.split_last()?;
    before.iter().all(|part| !part.number.contains(['.', ','])).then_some((negative, found))
}

fn half<'a>(mut text: &'a str, units: &[(char, Unit)], found: &mut Vec<Part<'a>>) -> Option<()> {
    let mut units = units.iter();
    while !text.is_empty() {
        let end = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, rest) = text.split_at(end);
        let letter = rest.chars().next()?;
        let (_, unit) = units.find(|(unit, _)| *unit == letter)?;
        let mut digits = number.splitn(2, ['.', ',']);
        if !digits.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        found.push(Part { number, unit: *unit });
        text = &rest[1..];
    }
    Some(())
}

impl FromStr for Duration {
    type Err = BadDuration;

    fn from_str(text: &str) -> Result<Self, BadDuration> {
        parts(text).map(|_| Self(text.into())).ok_or(BadDuration)
    }
}

impl From<std::time::Duration> for Duration {
    fn from(length: std::time::Duration) -> Self {
        let (seconds, nanos) = (length.as_secs(), length.subsec_nanos());
        let text = if nanos == 0 {
            format!("PT{seconds}S")
        } else {
            format!("PT{seconds}.{}S", format!("{nanos:09}").trim_end_matches('0'))
        };
        Self(text.into())
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for BadDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a length of time is written as in `P1DT12H30M5S`")
    }
}

impl std::error::Error for BadDuration {}

scalar!(Duration);
impl Item for Duration {
    fn empty() -> Self {
        Self("PT0S".into())
    }

    fn plain(&self) -> Plain<'_> {
        Plain::Text((&*self.0).into())
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        json.as_str().and_then(|text| text.parse().ok()).ok_or(json)
    }
}
