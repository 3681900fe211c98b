//! Parser events → blocks.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::table;
use super::text::{TextBuilder, one_line};
use super::{Block, BlockKind, Container, Document, Fence, FrontMatter, Text};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::names;
use crate::source::{FileId, SourceFile, Span};

/// Fences that swallow fences are repaired by reading their rest again; no page needs that many times.
const MOST_REPAIRED_FENCES: u32 = 16;

/// How deep lists and quotes stand in one another at most; those of the docs stand four deep.
const MOST_NESTED: usize = 32;

/// Reads a page.
pub fn parse<'a>(source: &'a SourceFile, problems: &mut Problems) -> Document<'a> {
    let (front_matter, start) = FrontMatter::parse(source.id, &source.text);
    let mut reader = Reader {
        file: source.id,
        text: &source.text,
        definitions: Rc::default(),
        problems,
        blocks: Vec::new(),
    };
    reader.read(start, source.text.len(), MOST_REPAIRED_FENCES);
    Document { front_matter, blocks: reader.blocks }
}

const OPTIONS: Options = Options::ENABLE_TABLES;

struct Reader<'a, 'r> {
    file: FileId,
    text: &'a str,
    /// The reference links that the page defines: label in lower case → target.
    definitions: Rc<HashMap<String, String>>,
    problems: &'r mut Problems,
    blocks: Vec<Block<'a>>,
}

/// A paragraph, heading or list item whose words are still coming.
struct Open {
    builder: TextBuilder,
    start: usize,
    end: usize,
}

impl<'a> Reader<'a, '_> {
    /// Reads the bytes `start..end` of the page.
    fn read(&mut self, start: usize, end: usize, repairs: u32) {
        let text = &self.text[start..end];
        let known = Rc::clone(&self.definitions);
        let mut callback = |link: BrokenLink<'_>| {
            let target = known.get(&link.reference.to_lowercase())?;
            Some((CowStr::from(target.clone()), CowStr::from("")))
        };
        let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(&mut callback));
        if self.definitions.is_empty() {
            let defined = parser.reference_definitions().iter();
            self.definitions = Rc::new(
                defined
                    .map(|(label, definition)| (label.to_lowercase(), definition.dest.to_string()))
                    .collect(),
            );
        }
        let mut events =
            parser.into_offset_iter().map(|(event, range)| (event, range.start + start..range.end + start));
        let mut containers = vec![Container::Page];
        let mut open: Option<Open> = None;
        let mut too_deep = false;
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Paragraph) | Event::Start(Tag::Heading { .. }) => {
                    self.close(&mut open, &containers);
                    let builder = TextBuilder::for_bytes(range.len());
                    open = Some(Open { builder, start: range.start, end: range.end });
                }
                Event::End(TagEnd::Paragraph) => self.close(&mut open, &containers),
                Event::End(TagEnd::Heading(level)) => {
                    if let Some(heading) = open.take() {
                        self.heading(level, heading, range);
                    }
                }
                Event::Start(tag @ (Tag::Item | Tag::BlockQuote(_))) => {
                    self.close(&mut open, &containers);
                    if containers.len() > MOST_NESTED {
                        skip_to_its_end(&mut events);
                        if !std::mem::replace(&mut too_deep, true) {
                            self.report_depth(range);
                        }
                        continue;
                    }
                    containers.push(if tag == Tag::Item { Container::Item } else { Container::Quote });
                }
                Event::End(TagEnd::Item | TagEnd::BlockQuote(_)) => {
                    self.close(&mut open, &containers);
                    containers.pop();
                }
                Event::Start(Tag::List(_)) => self.close(&mut open, &containers),
                Event::Start(Tag::CodeBlock(kind)) => {
                    self.close(&mut open, &containers);
                    let mut lines: Option<(Cow<'a, str>, Range<usize>)> = None;
                    for (event, part) in events.by_ref() {
                        let Event::Text(words) = event else { break };
                        let words = self.cow(words, &part);
                        match &mut lines {
                            None => lines = Some((words, part)),
                            Some((text, at)) => {
                                // Lines that nothing indents or quotes follow one another on the page, too.
                                let follows = at.end == part.start;
                                at.end = part.end;
                                match (&text, words) {
                                    (Cow::Borrowed(_), Cow::Borrowed(_)) if follows => {
                                        *text = Cow::Borrowed(&self.text[at.clone()]);
                                    }
                                    (_, words) => text.to_mut().push_str(&words),
                                }
                            }
                        }
                    }
                    if let CodeBlockKind::Fenced(info) = kind {
                        self.fence(info, lines, range, repairs);
                    }
                }
                Event::Start(Tag::Table(_)) => {
                    self.close(&mut open, &containers);
                    for (event, _) in events.by_ref() {
                        if matches!(event, Event::End(TagEnd::Table)) {
                            break;
                        }
                    }
                    self.table(range);
                }
                Event::Start(Tag::HtmlBlock) => {
                    self.close(&mut open, &containers);
                    for (event, _) in events.by_ref() {
                        if matches!(event, Event::End(TagEnd::HtmlBlock)) {
                            break;
                        }
                    }
                    self.html(range);
                }
                Event::Rule => {
                    self.close(&mut open, &containers);
                    self.push(range, BlockKind::Rule);
                }
                inline => {
                    let open = open.get_or_insert_with(|| Open {
                        builder: TextBuilder::default(),
                        start: range.start,
                        end: range.end,
                    });
                    open.end = open.end.max(range.end);
                    if open.builder.push(inline).is_some() {
                        self.html(range);
                    }
                }
            }
        }
        self.close(&mut open, &containers);
    }

    /// Reports what stands too deep in other lists and quotes.
    fn report_depth(&mut self, range: Range<usize>) {
        let message = format!(
            "lists and quotes stand more than {MOST_NESTED} deep in one another; what is deeper was not read"
        );
        self.problems.report(Code::TooMany, Span::new(self.file, range.start, range.end), message);
    }

    fn push(&mut self, range: Range<usize>, kind: BlockKind<'a>) {
        let span = Span::new(self.file, range.start, range.end);
        self.blocks.push(Block { span, kind });
    }

    /// The same words as a slice of the page where they stand there as they are.
    fn cow(&self, words: CowStr<'a>, range: &Range<usize>) -> Cow<'a, str> {
        match self.text.get(range.clone()) {
            Some(slice) if *slice == *words => Cow::Borrowed(slice),
            _ => Cow::Owned(words.into_string()),
        }
    }

    /// Ends the open paragraph: it may be a table that is none by the book, includes, or both and words.
    fn close(&mut self, open: &mut Option<Open>, containers: &[Container]) {
        let Some(Open { builder, start, end }) = open.take() else {
            return;
        };
        let container = containers.last().copied().unwrap_or(Container::Page);
        let raw = &self.text[start..end];
        if raw.contains('|') && container != Container::Quote {
            if let Some(header) = loose_table(raw) {
                if header > 0 {
                    let words = one_line(&raw[..header]);
                    self.push(start..start + header, BlockKind::Paragraph(Text::plain(&words), container));
                }
                self.table(start + header..end);
                return;
            }
            let mut lines = raw.lines().map(str::trim_start);
            if lines.clone().count() > 1 && lines.all(|line| line.starts_with('|')) {
                let span = Span::new(self.file, start, end);
                let message = "rows that start with a pipe, but no delimiter row under the first";
                self.problems.push(
                    Diagnostic::new(Code::TableWithoutDelimiter, span, message)
                        .hint("write `|:---|:---|` under the header row"),
                );
            }
        }
        let mut rest = raw.len();
        for (range, path) in includes(raw) {
            rest -= range.len();
            let at = start + range.start..start + range.end;
            self.push(at, BlockKind::Include(path));
        }
        if rest > 0 && !builder.is_empty() && (rest == raw.len() || raw_words_left(raw)) {
            let text = builder.finish();
            report_names(&text.plain, Span::new(self.file, start, end), self.problems);
            self.push(start..end, BlockKind::Paragraph(text, container));
        }
    }

    fn heading(&mut self, level: HeadingLevel, open: Open, range: Range<usize>) {
        let raw = &self.text[range.clone()];
        if !raw.trim_start().starts_with('#') {
            // A line of words with `---` under it: in the docs that rule closes a group of tabs.
            let last_line = raw.trim_end().rfind('\n').map_or(range.start, |at| range.start + at + 1);
            self.close(&mut Some(Open { end: last_line, ..open }), &[Container::Page]);
            self.push(last_line..range.end, BlockKind::Rule);
            return;
        }
        let text = open.builder.finish();
        report_names(&text.plain, Span::new(self.file, range.start, range.end), self.problems);
        let tab = text.links().find_map(|(_, target)| target.strip_prefix("#tab/").map(str::to_owned));
        match tab {
            Some(tab) => self.push(range, BlockKind::Tab(Cow::Owned(tab))),
            None => self.push(range, BlockKind::Heading(level as u8, text)),
        }
    }

    fn table(&mut self, range: Range<usize>) {
        let references = |label: &str| self.definitions.get(&label.to_lowercase()).cloned();
        let table = table::read(&self.text[range.clone()], range.start, self.file, &references);
        if let Some(span) = table.cut {
            let message = format!(
                "the table has more than {} rows or {} columns; those from here on were not read",
                table::MOST_ROWS,
                table::MOST_COLUMNS
            );
            self.problems.report(Code::TooMany, span, message);
        }
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            report_names(cell.plain(), cell.span, self.problems);
        }
        for row in table.rows.iter().filter(|row| row.surplus) {
            let message = format!("the row has more than the {} cells of its header", table.header.len());
            self.problems.push(
                Diagnostic::new(Code::SurplusCells, row.span, message)
                    .hint("write `\\|` for a pipe in a text"),
            );
        }
        self.push(range, BlockKind::Table(table));
    }

    /// A fence; one that was never closed ends where the next heading, comment or fence starts.
    fn fence(
        &mut self,
        info: CowStr<'a>,
        lines: Option<(Cow<'a, str>, Range<usize>)>,
        range: Range<usize>,
        repairs: u32,
    ) {
        let (text, at) = lines.map_or((Cow::Borrowed(""), range.end), |(text, at)| (text, at.start));
        let raw = &self.text[range.clone()];
        let closed = raw.len() > 3 && raw.trim_end().lines().count() > 1 && {
            let last = raw.trim_end().lines().next_back().unwrap_or_default().trim();
            last.len() >= 3
                && (last.bytes().all(|byte| byte == b'`') || last.bytes().all(|byte| byte == b'~'))
        };
        let swallowed = !closed || swallows(&text);
        let cut = if swallowed { swallowed_from(raw) } else { None };
        if swallowed {
            let span = Span::new(self.file, range.start, range.start + 3);
            self.problems.push(
                Diagnostic::new(Code::UnterminatedFence, span, "the fence is not closed")
                    .hint("write three backticks on a line of their own after the last line of the code"),
            );
        }
        let too_many = cut.filter(|_| repairs == 0);
        if let Some(cut) = too_many {
            let message = format!(
                "more than {MOST_REPAIRED_FENCES} fences of the page are not closed; what this one holds from here on was not read"
            );
            let place = Span::new(self.file, range.start + cut, range.end);
            self.problems.report(Code::TooMany, place, message);
        }
        let cut = cut.filter(|_| too_many.is_none());
        let end = cut.map_or(range.end, |cut| range.start + cut);
        let text = match cut {
            Some(_) => Cow::Borrowed(self.text.get(at..end).unwrap_or_default()),
            None => text,
        };
        // The first line starts with what indents or quotes it.
        let first = self.text[..at].rfind('\n').map_or(0, |line| line + 1).max(range.start);
        let content = Span::new(self.file, first, end.max(first));
        let raw = self.text.get(first..end).unwrap_or_default();
        let info = match info {
            CowStr::Borrowed(info) => Cow::Borrowed(info.trim()),
            info => Cow::Owned(info.trim().to_owned()),
        };
        self.push(range.start..end, BlockKind::Fence(Fence { info, text, content, raw }));
        if cut.is_some() {
            self.read(end, range.end, repairs - 1);
        }
    }

    /// The comments of a run of HTML; other HTML says nothing.
    fn html(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(open) = self.text[at..range.end].find("<!--") {
            let start = at + open;
            let inner = start + "<!--".len();
            match self.text[inner..range.end].find("-->") {
                Some(close) => {
                    let end = inner + close + "-->".len();
                    self.push(start..end, BlockKind::Comment(&self.text[inner..inner + close]));
                    at = end;
                }
                None => {
                    let span = Span::new(self.file, start, inner);
                    self.problems.push(
                        Diagnostic::new(Code::UnterminatedComment, span, "the comment is not closed")
                            .hint("write `-->` where it ends"),
                    );
                    self.push(start..range.end, BlockKind::Comment(&self.text[inner..range.end]));
                    return;
                }
            }
        }
    }
}

/// Reports words that are too long for a name: whoever looks for a name in the text takes them for none.
fn report_names(text: &str, span: Span, problems: &mut Problems) {
    if names::has_too_long(text) {
        let message = format!(
            "a word has more than {} letters; where a name belongs, it was not read",
            names::LONGEST_NAME
        );
        problems.report(Code::TooMany, span, message);
    }
}

/// Whether a fence holds the opening line of another.
fn swallows(text: &str) -> bool {
    text.contains('`')
        && text.lines().any(|line| {
            let line = line.trim();
            line.strip_prefix("```").is_some_and(|info| !info.is_empty() && !info.contains('`'))
        })
}

/// Where, in the source of a fence, the first line stands that does not belong to it.
fn swallowed_from(raw: &str) -> Option<usize> {
    let mut at = 0;
    for (number, line) in raw.split_inclusive('\n').enumerate() {
        let word = line.trim_start();
        let foreign = word.starts_with("##") || word.starts_with("<!--") || word.starts_with("```");
        if number > 0 && foreign {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Where a table starts in a paragraph: a line with a pipe and a delimiter row under it.
///
/// Markdown wants as many delimiter cells as header cells; the docs do not always have them.
fn loose_table(raw: &str) -> Option<usize> {
    let mut previous: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in raw.split_inclusive('\n') {
        if table::is_delimiter(line) {
            return previous.filter(|(_, header)| header.contains('|')).map(|(at, _)| at);
        }
        previous = Some((at, line));
        at += line.len();
    }
    None
}

/// The includes of a paragraph: where they stand and the path they name.
fn includes(raw: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + raw[at..].find('[')?;
            at = start + 1;
            let word = raw.get(at..at + "!include".len());
            if !word.is_some_and(|word| word.eq_ignore_ascii_case("!include")) {
                continue;
            }
            let open = at + raw[at..].find("](")? + 2;
            let close = open + raw[open..].find(')')?;
            let end = raw[close..].find(']').map_or(close + 1, |end| close + end + 1);
            at = end;
            return Some((start..end, raw[open..close].trim()));
        }
    })
}

/// Whether words are left in a paragraph beside its includes.
fn raw_words_left(raw: &str) -> bool {
    let mut at = 0;
    for (range, _) in includes(raw) {
        if !raw[at..range.start].trim().is_empty() {
            return true;
        }
        at = range.end;
    }
    !raw[at..].trim().is_empty()
}
/// Passes over what the last event began.
fn skip_to_its_end<'e>(events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>) {
    let mut depth = 1_usize;
    for (event, _) in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
}
