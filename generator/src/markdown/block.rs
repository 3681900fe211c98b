//! The blocks of a document.

use std::borrow::Cow;

use super::{FrontMatter, Table, Text};
use crate::source::Span;

/// A page as blocks, in the order of the page. Lists and quotes are flattened: their paragraphs and fences follow one another.
#[derive(Debug, Default)]
pub struct Document<'a> {
    /// The header at the top.
    pub front_matter: FrontMatter<'a>,
    /// The rest.
    pub blocks: Vec<Block<'a>>,
}

/// One piece of a page.
#[derive(Debug)]
pub struct Block<'a> {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind<'a>,
}

/// What a block is.
#[derive(Debug)]
pub enum BlockKind<'a> {
    /// A heading with its level, 1 to 6.
    Heading(u8, Text),
    /// A line that opens a tab, with the tab's id: `http`, `csharp`, ….
    Tab(Cow<'a, str>),
    /// A horizontal rule; closes a group of tabs.
    Rule,
    /// A paragraph.
    Paragraph(Text, Container),
    /// A table.
    Table(Table),
    /// A code fence.
    Fence(Fence<'a>),
    /// What stands between `<!--` and `-->`.
    Comment(&'a str),
    /// An include: the path as written.
    Include(&'a str),
}

/// What a paragraph stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// The page itself.
    Page,
    /// A list item.
    Item,
    /// A block quote: a note or a warning.
    Quote,
}

/// A code fence.
#[derive(Debug)]
pub struct Fence<'a> {
    /// The word after the opening backticks, trimmed.
    pub info: Cow<'a, str>,
    /// The lines between.
    pub text: Cow<'a, str>,
    /// Where the lines stand.
    pub content: Span,
    /// The same lines as the page has them: with what indents or quotes them.
    pub raw: &'a str,
}

impl Fence<'_> {
    /// The lines with their places, blanks around them removed.
    pub fn lines(&self) -> impl Iterator<Item = (&str, Span)> {
        let mut start = self.content.start as usize;
        let mut raw = self.raw.split('\n');
        self.text.split('\n').map(move |line| {
            let (line, raw) = (line.trim(), raw.next().unwrap_or_default());
            // What indents a line is white space, what quotes it is not.
            let bare = raw.trim_start();
            let indent =
                if bare.starts_with(line) { raw.len() - bare.len() } else { raw.find(line).unwrap_or(0) };
            let at = start + indent;
            start += raw.len() + 1;
            (line, Span::new(self.content.file, at, at + line.len()))
        })
    }
}
