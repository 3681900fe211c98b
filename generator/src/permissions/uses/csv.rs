//! The table that the portal exports of an activity log: a line of headings, and a line for each request.

use std::io::BufRead;
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};

use super::InputError;
use super::input::{Bounded, First, Lines};
use super::record::{self, Record, Slot};
use super::sink::Sink;

/// What the first line says.
pub(super) struct Headings {
    delimiter: u8,
    number: usize,
    /// The field of each column.
    columns: Vec<Option<usize>>,
}

/// The headings, when the first line has a method and a URL among them.
pub(super) fn headings(first: &First) -> Option<Headings> {
    [b',', b';', b'\t'].into_iter().find_map(|delimiter| {
        let mut reader =
            ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(&first.text[..]);
        let line = reader.records().next()?.ok()?;
        let columns: Vec<Option<usize>> = line.iter().map(record::column).collect();
        let has = |slot| columns.iter().flatten().any(|&field| record::slot(field) == slot);
        let is_table = has(Slot::Method) && has(Slot::Url);
        is_table.then_some(Headings { delimiter, number: first.number, columns })
    })
}

pub(super) fn read(
    headings: &Headings,
    lines: Lines<impl BufRead>,
    sink: &mut Sink<'_>,
) -> Result<(), InputError> {
    sink.lists += 1;
    let rest = lines.rest(First { text: Vec::new(), number: 1, whole: false });
    let bounded = Bounded::new(rest, &Rc::clone(&sink.left));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(headings.delimiter)
        .from_reader(bounded);
    let mut row = ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => return Err(InputError::new(format!("the table cannot be read: {error}"))),
        }
        let line = row.position().and_then(|position| usize::try_from(position.line()).ok());
        sink.line = line.map(|line| headings.number + line);
        let mut record = Record::default();
        for (field, value) in headings.columns.iter().zip(&row) {
            if let Some(field) = field {
                record.set(*field, String::from_utf8_lossy(value).into_owned());
            }
        }
        sink.record(record);
    }
}
