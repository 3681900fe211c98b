//! JSON: one document of any form, several, or one on each line.

use std::borrow::Cow;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::input::{Bounded, First, LONGEST, Line, Lines};
use super::record::{self, Record};
use super::sink::Sink;
use super::{InputError, list};

const NO_FORM: &str =
    "the JSON is neither a HAR file, a `$batch` body, an activity log, a query's result nor an audit";

pub(super) fn read(first: First, lines: Lines<impl BufRead>, sink: &mut Sink<'_>) -> Result<(), InputError> {
    let is_document = !first.whole
        || serde_json::from_slice::<IgnoredAny>(&first.text)
            .is_err_and(|error| error.classify() == Category::Eof);
    if is_document { read_documents(first, lines, sink) } else { read_lines(&first, lines, sink) }
}

fn read_documents(first: First, lines: Lines<impl BufRead>, sink: &mut Sink<'_>) -> Result<(), InputError> {
    let bounded = Bounded::new(lines.rest(first), &Rc::clone(&sink.left));
    let mut documents = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, bounded));
    while documents.end().is_err() {
        if let Err(error) = (Node { sink, record: None, within: Within::Top }).deserialize(&mut documents) {
            if sink.entries() == 0 {
                return Err(InputError::new(format!("it is no JSON: {error}")));
            }
            sink.skip(format!("what follows is no JSON: {error}"));
            return Ok(());
        }
    }
    Ok(())
}

fn read_lines(first: &First, mut lines: Lines<impl BufRead>, sink: &mut Sink<'_>) -> Result<(), InputError> {
    read_line(first.number, &first.text, sink);
    while let Some((number, line)) = lines.next()? {
        match line {
            Line::Text([]) => {}
            Line::Text(text) => read_line(number, text, sink),
            Line::TooLong => {
                sink.line = Some(number);
                sink.skip("the line is too long");
            }
        }
    }
    Ok(())
}

fn read_line(number: usize, text: &[u8], sink: &mut Sink<'_>) {
    sink.line = Some(number);
    let mut document = serde_json::Deserializer::from_slice(text);
    let read = (Node { sink, record: None, within: Within::Top }).deserialize(&mut document);
    if read.and_then(|()| document.end()).is_err() {
        sink.skip("not a JSON object");
    }
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// A document.
    Top,
    /// `log` of a HAR.
    Log,
    /// An entry of a list.
    Entry,
    /// `properties` or `request` of an entry.
    Inner,
    /// `response` of an entry.
    Response,
    /// `postData` of a request.
    PostData,
    /// A field whose value is text.
    Field(usize),
}

/// A value whose fields go to a record; without one, the value is a record itself. Whatever does not fit is passed over.
struct Node<'n, 's> {
    sink: &'n mut Sink<'s>,
    record: Option<&'n mut Record>,
    within: Within,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Node { sink, record, within } = self;
        let mut own = Record::default();
        let is_own = record.is_none();
        let record = record.unwrap_or(&mut own);
        let lists = sink.lists;
        while let Some(key) = map.next_key_seed(Text)? {
            match member(within, &key) {
                Some(Member::Value(within)) => {
                    map.next_value_seed(Node { sink, record: Some(record), within })?;
                }
                Some(Member::List(list)) => map.next_value_seed(List { sink, list })?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if is_own {
            let is_list = sink.lists > lists && !own.is_request();
            match within {
                Within::Top if is_list => {}
                Within::Top if sink.line.is_none_or(|line| line == 1) && !own.is_request() => {
                    sink.skip(NO_FORM)
                }
                _ => sink.record(own),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        match self.within {
            Within::Top => {
                self.sink.lists += 1;
                while seq
                    .next_element_seed(Node { sink: self.sink, record: None, within: Within::Entry })?
                    .is_some()
                {}
            }
            // `"roles": ["User.Read.All"]`
            Within::Field(_) => {
                let Node { sink, mut record, within } = self;
                while seq.next_element_seed(Node { sink, record: record.as_deref_mut(), within })?.is_some() {
                }
            }
            _ => while seq.next_element::<IgnoredAny>()?.is_some() {},
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match (self.within, self.record) {
            (Within::Field(field), Some(record)) => record.set(field, text.to_owned()),
            (Within::PostData, Some(record)) => record.set_body(text.to_owned()),
            (Within::Entry, None) => {
                self.sink.left.set(LONGEST);
                list::request(text, self.sink);
            }
            (Within::Top, None) => self.sink.skip("not a JSON object"),
            _ => {}
        }
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// What a member of an object is for.
enum Member {
    Value(Within),
    List(ListKind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListKind {
    /// Entries of a log.
    Entries,
    /// Entries with the bodies of requests.
    Captured,
    /// The requests of a batch.
    Batch,
    /// The tables of a query's result.
    Tables,
}

fn member(within: Within, key: &str) -> Option<Member> {
    let list = match (within, key) {
        (Within::Top, "records" | "value" | "calls" | "uses") => Some(ListKind::Entries),
        (Within::Log, "entries") => Some(ListKind::Captured),
        (Within::Top, "requests") => Some(ListKind::Batch),
        (Within::Top, "tables" | "Tables") => Some(ListKind::Tables),
        _ => None,
    };
    if let Some(list) = list {
        return Some(Member::List(list));
    }
    let inner = match (within, key) {
        (Within::Top, "log") => Within::Log,
        (Within::Top | Within::Entry, "properties" | "Properties" | "request") => Within::Inner,
        (Within::Top | Within::Entry, "response") => Within::Response,
        (Within::Inner, "postData") => Within::PostData,
        (Within::PostData, "text") => return Some(Member::Value(Within::PostData)),
        (Within::Response, "status") | (Within::Top | Within::Entry | Within::Inner, _) => {
            Within::Field(record::field(key)?)
        }
        _ => return None,
    };
    Some(Member::Value(inner))
}

/// The value of a member that holds a list; anything else is passed over.
struct List<'n, 's> {
    sink: &'n mut Sink<'s>,
    list: ListKind,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let List { sink, list } = self;
        sink.lists += 1;
        sink.has_bodies = list == ListKind::Captured;
        loop {
            let more = match list {
                ListKind::Entries | ListKind::Captured => {
                    let entry = Node { sink, record: None, within: Within::Entry };
                    seq.next_element_seed(entry)?.is_some()
                }
                ListKind::Batch => {
                    let mut record = Record::default();
                    let request = Node { sink, record: Some(&mut record), within: Within::Inner };
                    let more = seq.next_element_seed(request)?.is_some();
                    if more {
                        let (method, url) =
                            (record.take(record::Slot::Method), record.take(record::Slot::Url));
                        sink.batched(method, url, None);
                    }
                    more
                }
                ListKind::Tables => seq.next_element_seed(Table { sink })?.is_some(),
            };
            if !more {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A table of a query's result. Its columns stand in front of its rows.
struct Table<'n, 's> {
    sink: &'n mut Sink<'s>,
}

#[derive(serde::Deserialize)]
struct Column {
    #[serde(alias = "ColumnName", alias = "Name")]
    name: String,
}

impl<'de> DeserializeSeed<'de> for Table<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Table<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table with columns and rows")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut columns = Vec::new();
        while let Some(key) = map.next_key_seed(Text)? {
            match key.as_ref() {
                "columns" | "Columns" => {
                    let named: Vec<Column> = map.next_value()?;
                    columns = named.iter().map(|column| record::column(&column.name)).collect();
                }
                "rows" | "Rows" => map.next_value_seed(Rows { sink: self.sink, columns: &columns })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Rows<'n, 's> {
    sink: &'n mut Sink<'s>,
    columns: &'n [Option<usize>],
}

impl<'de> DeserializeSeed<'de> for Rows<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Rows { sink, columns } = self;
        loop {
            let mut record = Record::default();
            if seq.next_element_seed(Row { sink, columns, record: &mut record })?.is_none() {
                return Ok(());
            }
            sink.record(record);
        }
    }
}

struct Row<'n, 's> {
    sink: &'n mut Sink<'s>,
    columns: &'n [Option<usize>],
    record: &'n mut Record,
}

impl<'de> DeserializeSeed<'de> for Row<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Row<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut columns = self.columns.iter();
        loop {
            let more = match columns.next().copied().flatten() {
                Some(field) => {
                    let within = Within::Field(field);
                    seq.next_element_seed(Node { sink: self.sink, record: Some(self.record), within })?
                        .is_some()
                }
                None => seq.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                return Ok(());
            }
        }
    }
}

/// A text, borrowed where the input allows it.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
