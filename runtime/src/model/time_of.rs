//! Moments, days and times of day.

use serde_json::Value;
use time::format_description::BorrowedFormatItem as Part;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, Time};

use super::scalar::{Item, scalar};
use super::table::Plain;

const DATE: &[Part<'_>] = format_description!("[year]-[month]-[day]");
const TIME: &[Part<'_>] = format_description!("[hour]:[minute]:[second]");
const TIME_WITH_FRACTION: &[Part<'_>] = format_description!("[hour]:[minute]:[second].[subsecond]");

scalar!(OffsetDateTime);
/// A text without an offset from UTC is no moment.
impl Item for OffsetDateTime {
    fn empty() -> Self {
        Self::UNIX_EPOCH
    }

    fn plain(&self) -> Plain<'_> {
        // Only years above 9999 have no such text.
        Plain::Text(self.format(&Rfc3339).unwrap_or_else(|_| self.to_string()).into())
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        json.as_str().and_then(Self::from_text).ok_or(json)
    }

    fn from_text(text: &str) -> Option<Self> {
        OffsetDateTime::parse(text, &Rfc3339).ok()
    }
}

scalar!(Date);
impl Item for Date {
    fn empty() -> Self {
        OffsetDateTime::UNIX_EPOCH.date()
    }

    fn plain(&self) -> Plain<'_> {
        Plain::Text(self.to_string().into())
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        json.as_str().and_then(|text| Date::parse(text, DATE).ok()).ok_or(json)
    }
}

scalar!(Time);
impl Item for Time {
    fn empty() -> Self {
        Self::MIDNIGHT
    }

    fn plain(&self) -> Plain<'_> {
        let format = if self.nanosecond() == 0 { TIME } else { TIME_WITH_FRACTION };
        Plain::Text(self.format(format).unwrap_or_else(|_| self.to_string()).into())
    }

    fn from_json(json: Value) -> Result<Self, Value> {
        let parse =
            |text: &str| Time::parse(text, TIME_WITH_FRACTION).or_else(|_| Time::parse(text, TIME)).ok();
        json.as_str().and_then(parse).ok_or(json)
    }
}
