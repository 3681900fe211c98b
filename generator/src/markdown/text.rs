//! The words of a paragraph, heading or cell: plain text with marks on it.

use pulldown_cmark::{Event, Tag, TagEnd};

/// Plain text with marks for links, code and emphasis. A line break is `\n`; all other white space is a blank. The digits of `<sup>2</sup>`
/// are those that Unicode has: `²`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The words.
    pub plain: String,
    /// What is special about parts of them, in order.
    pub marks: Vec<Mark>,
}

/// A part of a text that is more than words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The first byte of the part in [`Text::plain`].
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// What it is.
    pub kind: MarkKind,
}

/// What a part of a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// A link to a target.
    Link(String),
    /// Code in backticks.
    Code,
    /// Bold or italic.
    Emphasis,
}

impl Text {
    /// Text without marks.
    pub fn plain(text: &str) -> Self {
        Self { plain: text.to_owned(), marks: Vec::new() }
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.plain.trim().is_empty()
    }

    /// The words under a mark.
    pub fn part(&self, mark: &Mark) -> &str {
        self.plain.get(mark.start..mark.end).unwrap_or_default()
    }

    /// The links: words and target.
    pub fn links(&self) -> impl Iterator<Item = (&str, &str)> {
        self.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(target) => Some((self.part(mark), target.as_str())),
            _ => None,
        })
    }

    /// The parts in backticks.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().filter(|mark| mark.kind == MarkKind::Code).map(|mark| self.part(mark))
    }
}

/// The words of a text with one blank between them.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The superscript of each digit.
const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Whether a character is a digit written as a superscript.
pub(crate) fn is_superscript(c: char) -> bool {
    SUPERSCRIPTS.contains(&c)
}

/// A digit as a superscript; other characters as they are.
fn superscript(c: char) -> char {
    c.to_digit(10).map_or(c, |digit| SUPERSCRIPTS[digit as usize])
}

/// Builds a [`Text`] from parser events.
#[derive(Debug, Default)]
pub(super) struct TextBuilder {
    text: Text,
    open: Vec<(usize, MarkKind)>,
    /// Whether `<sup>` is open.
    raised: bool,
}

impl TextBuilder {
    /// A builder for words that take so many bytes on the page.
    pub(super) fn for_bytes(length: usize) -> Self {
        let text = Text { plain: String::with_capacity(length), marks: Vec::new() };
        Self { text, open: Vec::new(), raised: false }
    }

    /// Takes one inline event; gives back a comment when the event is one.
    pub(super) fn push<'a>(&mut self, event: Event<'a>) -> Option<pulldown_cmark::CowStr<'a>> {
        match event {
            Event::Text(words) => self.words(&words),
            Event::Code(code) => {
                let start = self.text.plain.len();
                self.words(&code);
                self.mark(start, MarkKind::Code);
            }
            Event::SoftBreak => self.text.plain.push(' '),
            Event::HardBreak => self.text.plain.push('\n'),
            Event::Start(Tag::Link { dest_url, .. }) => self.begin(MarkKind::Link(dest_url.into_string())),
            Event::Start(Tag::Emphasis | Tag::Strong) => self.begin(MarkKind::Emphasis),
            Event::End(TagEnd::Link | TagEnd::Emphasis | TagEnd::Strong) => {
                if let Some((start, kind)) = self.open.pop() {
                    self.mark(start, kind);
                }
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                if html.starts_with("<!--") {
                    return Some(html);
                }
                self.tag(&html);
            }
            _ => {}
        }
        None
    }

    /// Whether nothing was pushed yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.plain.is_empty()
    }

    pub(super) fn finish(self) -> Text {
        self.text
    }

    /// The text without its first bytes, which no mark covers.
    pub(super) fn finish_after(mut self, guard: usize) -> Text {
        self.text.plain.drain(..guard.min(self.text.plain.len()));
        for mark in &mut self.text.marks {
            mark.start = mark.start.saturating_sub(guard);
            mark.end = mark.end.saturating_sub(guard);
        }
        self.text
    }

    fn begin(&mut self, kind: MarkKind) {
        self.open.push((self.text.plain.len(), kind));
    }

    fn mark(&mut self, start: usize, kind: MarkKind) {
        let end = self.text.plain.len();
        self.text.marks.push(Mark { start, end, kind });
    }

    /// Words; no-break and zero-width spaces are blanks and nothing.
    fn words(&mut self, words: &str) {
        if self.raised {
            self.text.plain.extend(words.chars().map(superscript));
        } else if words.is_ascii() {
            self.text.plain.push_str(words);
        } else {
            self.text.plain.extend(words.chars().filter_map(|c| match c {
                '\u{a0}' => Some(' '),
                '\u{feff}' | '\u{200b}' => None,
                _ => Some(c),
            }));
        }
    }

    /// `<br>` in any spelling and list tags break the line, `<sup>` raises digits; other tags say nothing.
    fn tag(&mut self, html: &str) {
        let name: String =
            html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "br" | "li" | "ul" | "ol" | "p" => self.text.plain.push('\n'),
            "sup" => self.raised = !html.starts_with("</"),
            _ => {}
        }
    }
}
