//! Pages saved as rendered text: no Markdown is left, one table cell stands on a line. They become an outline, which the readers of
//! Markdown pages read.
//!
//! ```text
//! Permission type                     header cells, two or three
//! Least privileged permissions
//! Higher privileged permissions
//! Delegated (work or school account)  groups of as many lines, each starting with a known label
//! …
//! HTTP request                        a heading
//! POST /devices/{id}/registeredUsers/$ref            relative: a request of the page
//! POST https://graph.microsoft.com/v1.0/devices/…    full: the example, headers, JSON until its brackets balance
//! ```
//! SDK samples follow; only a line that starts with a method counts.

use std::borrow::Cow;

use super::Outline;
use super::permission::scheme;
use super::section::http_request;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::Method;
use crate::markdown::{Block, BlockKind, Cell, Container, Fence, FrontMatter, Row, Table, Text};
use crate::source::{SourceFile, Span};

/// Whether a text is a page without its Markdown. What follows the first example says nothing: comments of SDK samples start with
/// `#` as well.
pub(super) fn is_rendered(text: &str) -> bool {
    let example = |line: &&str| request_line(line).is_some_and(|(_, target)| !target.starts_with('/'));
    let before_example = || text.lines().take_while(|line| !example(line));
    let markdown = before_example().any(|line| {
        let heading = line.trim_start_matches('#');
        (heading.len() < line.len() && heading.starts_with(' '))
            || line.starts_with("```")
            || line.starts_with("|-")
    }) || text.starts_with("---");
    !markdown
        && text.lines().any(|line| line == TABLE || line == "HTTP request" || request_line(line).is_some())
}

/// Such a page as an outline.
pub(super) fn outline<'a>(source: &'a SourceFile, problems: &mut Problems) -> Outline<'a> {
    problems.push(
        Diagnostic::new(
            Code::RenderedText,
            Span::start_of(source.id),
            "the page was saved as rendered text: title, response and tables are missing",
        )
        .hint("point the tool at the Markdown source of the page"),
    );
    let lines = lines(source);
    let mut reader = Reader { source, lines: &lines, blocks: Vec::new(), in_example: false };
    // A copy that starts below the heading starts with the table or with what introduces it.
    let table = lines.iter().position(|(line, _)| *line == TABLE);
    let heading = lines.iter().position(|(line, _)| HEADINGS.contains(line));
    if table.is_some_and(|table| heading.is_none_or(|heading| table < heading)) {
        reader.heading("Permissions", Span::start_of(source.id));
    }
    reader.read();
    Outline::new(FrontMatter::default(), reader.blocks)
}

/// The first line of a permission table.
const TABLE: &str = "Permission type";

/// The lines that are headings of pages about requests.
const HEADINGS: [&str; 12] = [
    "Permissions",
    "HTTP request",
    "Path parameters",
    "Function parameters",
    "Query parameters",
    "Optional query parameters",
    "Request headers",
    "Request body",
    "Response",
    "Example",
    "Examples",
    "See also",
];

/// No permission table has more.
const MOST_COLUMNS: usize = 5;
/// More words than this are a sentence, not an entry of a list.
const LONGEST_ITEM: usize = 6;

type Line<'s> = (&'s str, Span);

fn lines(source: &SourceFile) -> Vec<Line<'_>> {
    let mut at = 0;
    source
        .text
        .split('\n')
        .map(|line| {
            let start = at;
            at += line.len() + 1;
            (line.trim(), Span::new(source.id, start, start + line.len()))
        })
        .collect()
}

fn request_line(line: &str) -> Option<(Method, &str)> {
    let (method, target) = line.split_once(' ')?;
    let method = Method::parse(method)?;
    let target = target.trim();
    (target.starts_with('/') || target.starts_with("https://graph.microsoft.com/"))
        .then_some((method, target))
}

struct Reader<'a, 'l> {
    source: &'a SourceFile,
    /// The lines that are still to be read.
    lines: &'l [Line<'a>],
    blocks: Vec<Block<'a>>,
    /// Whether the example has begun, behind which no request of the page stands.
    in_example: bool,
}

impl<'a> Reader<'a, '_> {
    fn read(&mut self) {
        while let Some((&(line, span), rest)) = self.lines.split_first() {
            match request_line(line) {
                _ if line == TABLE && self.columns() <= MOST_COLUMNS => self.table(),
                Some((_, target)) if !target.starts_with('/') => self.example(span),
                Some(_) if !self.in_example => self.requests(),
                _ => {
                    self.lines = rest;
                    self.words(line, span);
                }
            }
        }
    }

    fn heading(&mut self, words: &str, span: Span) {
        self.blocks.push(Block { span, kind: BlockKind::Heading(2, Text::plain(words)) });
    }

    fn words(&mut self, line: &str, span: Span) {
        if HEADINGS.contains(&line) {
            return self.heading(line, span);
        }
        if line.is_empty() {
            return;
        }
        let item = !line.ends_with(['.', ':']) && line.split(' ').count() <= LONGEST_ITEM;
        let container = if item { Container::Item } else { Container::Page };
        self.blocks.push(Block { span, kind: BlockKind::Paragraph(Text::plain(line), container) });
    }

    /// The header cells, and the rows of as many cells that start with a label.
    fn table(&mut self) {
        let columns = self.columns();
        let (header, mut rest) = self.lines.split_at(columns);
        let header: Vec<Cell> = header.iter().map(cell).collect();
        let headings = header.iter().map(|cell| cell.plain().to_lowercase()).collect();
        let mut rows = Vec::new();
        while rest.first().is_some_and(|(line, _)| scheme(line).is_some()) {
            let label = |&(line, _): &Line<'_>| scheme(line).is_some();
            let next = rest[1..].iter().position(label).map_or(rest.len(), |at| at + 1);
            let (row, after) = rest.split_at(next.min(columns));
            rows.push(Row { span: row[0].1, cells: row.iter().map(cell).collect(), surplus: false });
            rest = after;
        }
        let span = self.lines[0].1;
        self.lines = rest;
        self.blocks.push(Block { span, kind: BlockKind::Table(Table { header, headings, rows, cut: None }) });
    }

    /// How many lines stand before the first label of a row.
    fn columns(&self) -> usize {
        self.count(|line| scheme(line).is_none())
    }

    /// Relative requests on lines that follow one another.
    fn requests(&mut self) {
        let count = self.count(|line| request_line(line).is_some_and(|(_, target)| target.starts_with('/')));
        self.fence(count);
    }

    /// A full request with its headers and its JSON.
    fn example(&mut self, span: Span) {
        if !self.in_example {
            self.heading("Example", span);
        }
        self.in_example = true;
        let headers = self.lines[1..].iter().take_while(|(line, _)| http_request::is_header(line)).count();
        let body = &self.lines[1 + headers..];
        let is_json = body.first().is_some_and(|(line, _)| line.starts_with(['{', '[']));
        let length = if is_json { balanced(body.iter().map(|(line, _)| *line)) } else { 0 };
        self.fence(1 + headers + length);
    }

    /// So many lines as a fence.
    fn fence(&mut self, count: usize) {
        let (inside, rest) = self.lines.split_at(count);
        self.lines = rest;
        let (Some((_, first)), Some((_, last))) = (inside.first(), inside.last()) else {
            return;
        };
        let content = Span::new(self.source.id, first.start as usize, last.end as usize);
        let raw = &self.source.text[content.start as usize..content.end as usize];
        let fence = Fence { info: Cow::Borrowed("http"), text: Cow::Borrowed(raw), content, raw };
        self.blocks.push(Block { span: content, kind: BlockKind::Fence(fence) });
    }

    fn count(&self, fits: impl Fn(&str) -> bool) -> usize {
        self.lines.iter().take_while(|(line, _)| fits(line)).count()
    }
}

fn cell(&(line, span): &Line<'_>) -> Cell {
    Cell { span, text: Text::plain(line) }
}

/// How many lines it takes until the brackets of the first balance.
fn balanced<'s>(lines: impl Iterator<Item = &'s str>) -> usize {
    let mut count = 0;
    let (mut depth, mut quoted, mut escaped) = (0_i32, false, false);
    for line in lines {
        count += 1;
        for c in line.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                '{' | '[' if !quoted => depth += 1,
                '}' | ']' if !quoted => depth -= 1,
                _ => {}
            }
        }
        if depth <= 0 {
            break;
        }
    }
    count
}
