//! What a service reports about the parts of an upload that it hasn't got.

use bytes::Bytes;
use serde_json::Value;

use crate::answer::raw::{Raw, without_mark};
use crate::error::{Error, Result};

/// The parts that are missing, in order; none when the service has everything.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Missing(Vec<Range>);

#[derive(Clone, Copy, Debug, PartialEq)]
struct Range {
    first: u64,
    /// The byte after the last one.
    end: u64,
}

/// What an answer reports.
pub(super) enum Report {
    /// It has a list of what is missing.
    List(Missing),
    /// It is the item that the upload has made.
    Item,
    /// Neither.
    Nothing,
}

impl Report {
    /// Reads an answer. Outlook and To Do write `NextExpectedRanges`, drives `nextExpectedRanges`, and each of them answers 200 as well as
    /// 202 while parts are missing, so the list goes before the status.
    pub(super) fn read(answer: &Raw, total: u64) -> Result<Self> {
        let Some(Value::Object(body)) = json(&answer.body) else {
            return Ok(Report::Nothing);
        };
        let list = body.iter().find(|(name, _)| name.eq_ignore_ascii_case("nextExpectedRanges"));
        match list {
            Some((_, Value::Array(ranges))) => Missing::read(ranges, total).map(Report::List),
            None if body.get("id").is_some_and(Value::is_string) => Ok(Report::Item),
            _ => Ok(Report::Nothing),
        }
    }
}

fn json(body: &Bytes) -> Option<Value> {
    serde_json::from_slice(without_mark(body)).ok()
}

impl Missing {
    /// Reads ranges such as `26-`, `101-204` and `2097152`, of a content with this many bytes.
    fn read(ranges: &[Value], total: u64) -> Result<Self> {
        let ranges = ranges.iter().map(|range| Range::read(range, total));
        ranges.collect::<Result<Vec<_>>>().map(Missing::of)
    }

    /// In order, none empty, none touching another.
    fn of(mut ranges: Vec<Range>) -> Self {
        ranges.retain(|range| range.first < range.end);
        ranges.sort_by_key(|range| range.first);
        ranges.dedup_by(|next, range| {
            let touching = next.first <= range.end;
            if touching {
                range.end = range.end.max(next.end);
            }
            touching
        });
        Missing(ranges)
    }

    /// The ranges of a session as it was opened, unless it has none.
    pub(super) fn of_session(ranges: &[String], total: u64) -> Result<Option<Self>> {
        let ranges: Vec<Value> = ranges.iter().map(|range| range.as_str().into()).collect();
        if ranges.is_empty() { Ok(None) } else { Missing::read(&ranges, total).map(Some) }
    }

    pub(super) fn none() -> Self {
        Missing(Vec::new())
    }

    /// The first part that is missing: its first byte, and the byte after its last one.
    pub(super) fn first(&self) -> Option<(u64, u64)> {
        self.0.first().map(|range| (range.first, range.end))
    }

    /// What is still missing once these bytes are not.
    pub(super) fn without(&self, first: u64, end: u64) -> Self {
        let parts = self.0.iter().flat_map(|range| {
            [Range { end: range.end.min(first), ..*range }, Range { first: range.first.max(end), ..*range }]
        });
        Missing::of(parts.collect())
    }

    /// What one of the two lists.
    pub(super) fn or(&self, other: &Self) -> Self {
        Missing::of([self.0.as_slice(), &other.0].concat())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Range {
    fn read(range: &Value, total: u64) -> Result<Self> {
        let odd = || Error::Upload { reason: "the service names ranges that can't be read" };
        let text = match range {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(first) => first.to_string(),
            _ => return Err(odd()),
        };
        let (first, last) = text.split_once('-').unwrap_or((&text, ""));
        let first: u64 = first.trim().parse().map_err(|_| odd())?;
        let last: u64 = match last.trim() {
            "" => u64::MAX,
            last => last.parse().map_err(|_| odd())?,
        };
        if first > total {
            return Err(Error::Upload { reason: "the service expects more content than there is" });
        }
        // A range up to the length itself is one of Universal Print's examples.
        Ok(Range { first, end: last.saturating_add(1).min(total) })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Missing;

    fn read(ranges: Value) -> Option<Vec<(u64, u64)>> {
        let missing = Missing::read(ranges.as_array().expect("a list"), 100).ok()?;
        Some(missing.0.iter().map(|range| (range.first, range.end)).collect())
    }

    #[test]
    fn ranges_are_read() {
        for (ranges, parts) in [
            (json!([]), Some(vec![])),
            (json!(["26-"]), Some(vec![(26, 100)])),
            (json!(["26"]), Some(vec![(26, 100)])),
            (json!([26]), Some(vec![(26, 100)])),
            (json!(["70-80", " 5 - 9 "]), Some(vec![(5, 10), (70, 81)])),
            (json!(["90-100"]), Some(vec![(90, 100)])),
            (json!(["9-20", "5-9", "21-21", "0-1"]), Some(vec![(0, 2), (5, 22)])),
            (json!(["100-"]), Some(vec![])),
            (json!(["9-5"]), Some(vec![])),
            (json!(["101-"]), None),
            (json!(["-5"]), None),
            (json!(["x"]), None),
            (json!([-1]), None),
            (json!([null]), None),
            (json!(["0-18446744073709551615"]), Some(vec![(0, 100)])),
            (json!(["0-18446744073709551616"]), None),
        ] {
            assert_eq!(read(ranges.clone()), parts, "{ranges}");
        }
    }

    #[test]
    fn what_has_arrived_is_no_longer_missing() {
        let missing = Missing::read(&[json!("5-9"), json!("20-29")], 100).expect("ranges");
        for (first, end, parts) in [
            (0, 10, json!(["20-29"])),
            (0, 22, json!(["22-29"])),
            (22, 25, json!(["5-9", "20-21", "25-29"])),
            (6, 7, json!(["5-5", "7-9", "20-29"])),
            (10, 20, json!(["5-9", "20-29"])),
            (0, 100, json!([])),
        ] {
            let left: Vec<_> =
                missing.without(first, end).0.iter().map(|range| (range.first, range.end)).collect();
            assert_eq!(Some(left), read(parts), "{first}-{end}");
        }
    }
}
