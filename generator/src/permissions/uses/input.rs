//! Lines of any length, in bounded memory.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use super::InputError;

/// No entry of a log is longer: what a line of 16 MB holds is no request.
pub(super) const LONGEST: usize = 16 << 20;

/// A line that goes on behind this many bytes never ends.
const ENDLESS: usize = 1 << 30;

/// So much of a first line is looked at to tell the form.
const FIRST: usize = 1 << 20;

/// The lines of an input.
pub(super) struct Lines<R> {
    reader: R,
    number: usize,
    buffer: Vec<u8>,
}

/// The first line that is not blank.
pub(super) struct First {
    /// The text, without blanks around it; empty when there is none.
    pub(super) text: Vec<u8>,
    /// The number of the line, from 1.
    pub(super) number: usize,
    /// Whether the text is the whole line.
    pub(super) whole: bool,
}

/// What stands on a line.
pub(super) enum Line<'l> {
    Text(&'l [u8]),
    TooLong,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, number: 0, buffer: Vec::new() }
    }

    pub(super) fn first(&mut self) -> Result<First, InputError> {
        loop {
            let (length, whole) = self.take(FIRST)?;
            if length == 0 {
                return Ok(First { text: Vec::new(), number: self.number, whole: true });
            }
            self.number += 1;
            let text = self.buffer.trim_ascii();
            if !text.is_empty() || !whole {
                return Ok(First { text: text.to_vec(), number: self.number, whole });
            }
        }
    }

    /// The next line and its number; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<(usize, Line<'_>)>, InputError> {
        let (length, whole) = self.take(LONGEST)?;
        if length == 0 {
            return Ok(None);
        }
        self.number += 1;
        if whole {
            return Ok(Some((self.number, Line::Text(self.buffer.trim_ascii()))));
        }
        self.skip_rest_of_line()?;
        Ok(Some((self.number, Line::TooLong)))
    }

    /// Reads over what is left of the line at hand.
    pub(super) fn skip_rest_of_line(&mut self) -> Result<(), InputError> {
        let mut skipped = 0;
        loop {
            let (length, whole) = self.take(LONGEST)?;
            skipped += length;
            if whole {
                self.buffer = Vec::new();
                return Ok(());
            }
            if skipped > ENDLESS {
                return Err(InputError::new(format!("line {} has more than {ENDLESS} bytes", self.number)));
            }
        }
    }

    /// Reads up to the end of a line, or as much as is allowed. Gives back how much, and whether the line or the input ended.
    fn take(&mut self, most: usize) -> Result<(usize, bool), InputError> {
        self.buffer.clear();
        let mut part = self.reader.by_ref().take(most as u64);
        let length = part.read_until(b'\n', &mut self.buffer).map_err(unreadable)?;
        Ok((length, length < most || self.buffer.ends_with(b"\n")))
    }

    /// All that is left, behind a first line.
    pub(super) fn rest(self, first: First) -> impl Read {
        let mut start = vec![b'\n'; first.number - 1];
        start.extend(first.text);
        if first.whole {
            start.push(b'\n');
        }
        io::Cursor::new(start).chain(self.reader)
    }
}

fn unreadable(error: io::Error) -> InputError {
    InputError::new(format!("it cannot be read: {error}"))
}

/// A reader that fails when one entry is too long. Whoever reads entries resets the count behind each.
pub(super) struct Bounded<R> {
    reader: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Bounded<R> {
    pub(super) fn new(reader: R, left: &Rc<Cell<usize>>) -> Self {
        left.set(LONGEST);
        Self { reader, left: Rc::clone(left) }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::other(format!("an entry is longer than {} MB", LONGEST >> 20)));
        }
        let length = self.reader.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(length));
        Ok(length)
    }
}
