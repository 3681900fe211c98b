//! Tables → rows and cells. Columns are found by their heading.
//!
//! ```text
//! |Property|Type|Description|          the header row
//! |:---|:---|:---|                     the delimiter row: its number of cells need not fit
//! |id|String|A *.xml | *.cer file|     surplus cells are joined to the last
//! |name|String|starts here
//! and goes on here|                    a line without a leading pipe continues the row above when that row is not full
//! ```
//! A pipe in backticks or braces splits a cell only when the row would be too short otherwise; `\|` never does.

use std::borrow::Cow;

use pulldown_cmark::{BrokenLink, CowStr, Options, Parser};

use super::text::{Text, TextBuilder, one_line};
use crate::source::{FileId, Span};

/// No table of the docs has more than 828.
pub(super) const MOST_ROWS: usize = 5000;
/// No table of the docs has more than 8.
pub(super) const MOST_COLUMNS: usize = 64;

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The heading cells.
    pub header: Vec<Cell>,
    /// Their words in lower case, with one blank between them: what columns are found by.
    pub headings: Vec<String>,
    /// The rows below.
    pub rows: Vec<Row>,
    /// Where what stands from is too much for a table, and was not read.
    pub cut: Option<Span>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub span: Span,
    /// Its cells: at most as many as the header has.
    pub cells: Vec<Cell>,
    /// Whether cells had to be joined because there were more than the header has.
    pub surplus: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub text: Text,
}

impl Cell {
    /// The words without blanks around them.
    pub fn plain(&self) -> &str {
        self.text.plain.trim()
    }
}

impl Table {
    /// The column whose heading fits.
    pub fn column(&self, fits: impl Fn(&str) -> bool) -> Option<usize> {
        self.headings.iter().position(|heading| fits(heading))
    }
}

impl Row {
    /// The cell of a column, when the row is long enough.
    pub fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.get(column)
    }

    /// The words of a column's cell; nothing when the row is too short.
    pub fn plain(&self, column: usize) -> &str {
        self.cell(column).map_or("", Cell::plain)
    }
}

fn heading(cell: &Cell) -> String {
    one_line(&cell.text.plain).to_lowercase()
}

/// Resolves reference links of cells: label → target.
pub(super) type References<'r> = &'r dyn Fn(&str) -> Option<String>;

/// Whether a line can stand under a header row.
pub(super) fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line.bytes().all(|byte| matches!(byte, b'|' | b':' | b'-' | b' ' | b'\t'))
}

/// Reads the lines of a table: header, delimiter, rows. `at` is the place of the first byte of `source` in its file.
pub(super) fn read(source: &str, at: usize, file: FileId, references: References<'_>) -> Table {
    let mut lines = Lines { rest: source, at };
    let Some((header, place)) = lines.next() else {
        return Table::default();
    };
    let mut header = split(header, place, usize::MAX);
    let mut cut = header.get(MOST_COLUMNS).map(|piece| Span::new(file, piece.start, piece.end));
    header.truncate(MOST_COLUMNS);
    let columns = header.len();
    lines.next();
    let mut pieces: Vec<(Vec<Piece<'_>>, bool)> = Vec::new();
    for (line, place) in lines {
        if line.trim().is_empty() {
            continue;
        }
        let mut cells = split(line, place, columns);
        let full = pieces.len() == MOST_ROWS;
        match pieces.last_mut() {
            Some((row, _)) if continues(line, row.len(), columns) => {
                let last = row.last_mut().expect("a row has a cell");
                let first = cells.remove(0);
                let text = last.text.to_mut();
                text.push(' ');
                text.push_str(&first.text);
                row.extend(cells);
            }
            _ if full => {
                cut = Some(Span::new(file, place, place + line.len()));
                break;
            }
            _ => pieces.push((cells, false)),
        }
    }
    let cell = |piece: Piece<'_>| {
        let text = inline(piece.text.trim(), references);
        Cell { span: Span::new(file, piece.start, piece.end), text }
    };
    let rows = pieces
        .into_iter()
        .map(|(mut row, mut surplus)| {
            if row.len() > columns {
                surplus = row[columns..].iter().any(|piece| !piece.text.trim().is_empty());
                let rest = row.split_off(columns);
                let last = row.last_mut().expect("a header has a cell");
                if surplus {
                    for piece in rest {
                        let text = last.text.to_mut();
                        text.push_str(" | ");
                        text.push_str(&piece.text);
                        last.end = piece.end;
                    }
                }
            }
            let start = row.first().map_or(at, |piece| piece.start);
            let end = row.last().map_or(at, |piece| piece.end);
            Row { span: Span::new(file, start, end), cells: row.into_iter().map(cell).collect(), surplus }
        })
        .collect();
    let header: Vec<Cell> = header.into_iter().map(cell).collect();
    Table { headings: header.iter().map(heading).collect(), header, rows, cut }
}

/// Whether a line goes on with the row above, which has `have` of `columns` cells.
fn continues(line: &str, have: usize, columns: usize) -> bool {
    let line = line.trim_start();
    if line.starts_with('|') {
        return false;
    }
    let pipes = line.matches('|').count();
    pipes == 0 || have < columns || pipes + 1 < columns
}

struct Piece<'a> {
    text: Cow<'a, str>,
    start: usize,
    end: usize,
}

/// Splits a line at its pipes. When that gives more than `columns` cells, pipes in backticks and braces no longer split.
fn split(line: &str, at: usize, columns: usize) -> Vec<Piece<'_>> {
    let plain = split_at(line, at, false);
    if plain.len() > columns {
        let careful = split_at(line, at, true);
        if careful.len() <= columns {
            return careful;
        }
    }
    plain
}

fn split_at(line: &str, at: usize, careful: bool) -> Vec<Piece<'_>> {
    let indent = line.len() - line.trim_start().len();
    let body = line.trim();
    let (body, start) = match body.strip_prefix('|') {
        Some(rest) => (rest, at + indent + 1),
        None => (body, at + indent),
    };
    let body = match body.strip_suffix('|') {
        Some(rest) if !rest.ends_with('\\') => rest,
        _ => body,
    };
    let mut pieces = Vec::new();
    let (mut from, mut code, mut braces, mut escaped) = (0, false, 0_u32, false);
    for (i, byte) in body.bytes().enumerate() {
        match byte {
            b'\\' if !escaped => {
                escaped = true;
                continue;
            }
            b'`' => code = !code,
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'|' if !escaped && !(careful && (code || braces > 0)) => {
                pieces.push(piece(body, from, i, start));
                from = i + 1;
            }
            _ => {}
        }
        escaped = false;
    }
    pieces.push(piece(body, from, body.len(), start));
    pieces
}

/// The text of a cell; its place is that of the words, without the blanks around them.
fn piece(body: &str, from: usize, to: usize, start: usize) -> Piece<'_> {
    let whole = &body[from..to];
    let text = whole.trim_start();
    let lead = if text.is_empty() { 0 } else { whole.len() - text.len() };
    let text = text.trim_end();
    Piece {
        text: if text.contains('\\') { text.replace("\\|", "|").into() } else { text.into() },
        start: start + from + lead,
        end: start + from + lead + text.len(),
    }
}

/// Reads the Markdown inside a cell.
fn inline(source: &str, references: References<'_>) -> Text {
    let special = |byte: u8| matches!(byte, b'[' | b'*' | b'_' | b'`' | b'<' | b'&' | b'\\' | b'!' | 0x80..);
    if !source.bytes().any(special) {
        return Text::plain(source);
    }
    let mut callback = |link: BrokenLink<'_>| {
        references(&link.reference).map(|target| (CowStr::from(target), CowStr::from("")))
    };
    // A word before it keeps a cell that starts like a list, a heading or an HTML block what it is: words in a row.
    let guarded = format!("{GUARD}{source}");
    let mut builder = TextBuilder::default();
    for event in Parser::new_with_broken_link_callback(&guarded, Options::empty(), Some(&mut callback)) {
        builder.push(event);
    }
    builder.finish_after(GUARD.len())
}

const GUARD: &str = "x ";

/// The lines of a text with the places of their first bytes.
struct Lines<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        let place = self.at;
        self.at += line.len() + 1;
        self.rest = rest;
        Some((line, place))
    }
}
