//! The type of a value as a page writes it.
//!
//! ```text
//! type        = "Collection(" names ")" | [filler] names [list | note | noun]*
//! names       = name {(" or " | "/") name}
//! name        = "String" | "microsoft.graph.user" | "Edm.Int32" | "[user](user.md)" | "[user]"
//! list        = " collection" | "[]" | " array"
//! note        = " (optional)" | ", maximum size 20"
//! noun        = " enum" | " resource" | " object"
//! ```
//! e.g. `[recipient](recipient.md) collection`. Anything else names no type.

use crate::markdown::{Cell, MarkKind, Text, one_line};
use crate::names::LONGEST_NAME;
use crate::source::Span;

/// The type of a value as a page writes it: a word, a link, a list of either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeText {
    /// The words, without marks.
    pub text: String,
    /// The target of the first link.
    pub link: Option<String>,
    /// Where it stands.
    pub span: Span,
    words: TypeWords,
}

/// What a [`TypeText`] says, without filler.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TypeWords {
    /// Whether it is a list.
    pub(crate) list: bool,
    /// The type, or several of which the value has one. None when the text is not understood.
    pub(crate) names: Vec<TypeName>,
}

/// A type that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeName {
    /// The name as written: short or dotted.
    pub(crate) name: String,
    /// The target of the link on it.
    pub(crate) link: Option<String>,
}

impl TypeText {
    /// The type that a cell names.
    pub fn of_cell(cell: &Cell) -> Self {
        Self::of_text(&cell.text, cell.span)
    }

    /// The type that a piece of text names.
    pub fn of_text(text: &Text, span: Span) -> Self {
        let link = text.links().next().map(|(_, target)| target.to_owned());
        Self::new(one_line(&text.plain), link, span)
    }

    /// A type by words and the target of the link on them.
    pub(crate) fn new(text: impl Into<String>, link: Option<String>, span: Span) -> Self {
        let text = text.into();
        let words = TypeWords::of(&text, link.as_deref());
        Self { text, link, span, words }
    }

    /// A type by its name alone.
    pub(crate) fn named(text: impl Into<String>, span: Span) -> Self {
        Self::new(text, None, span)
    }

    /// Whether the text says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.link.is_none()
    }

    /// What the text says.
    pub(crate) fn words(&self) -> &TypeWords {
        &self.words
    }
}

impl TypeWords {
    fn of(text: &str, link: Option<&str>) -> Self {
        if text.len() > LONGEST {
            return Self::default();
        }
        if is_bare_name(text) {
            let name = TypeName { name: text.to_owned(), link: link.map(str::to_owned) };
            return Self { list: false, names: vec![name] };
        }
        let mut list = false;
        let mut rest = text;
        while let Some(shorter) = peel(rest, &mut list) {
            rest = shorter;
        }
        let parts: Vec<&str> = alternatives(rest).map(trim).collect();
        let linked = |name: &str, number: usize| TypeName {
            name: name.trim_start_matches('#').trim_matches(['[', ']']).to_owned(),
            link: link.filter(|_| number == 0).map(str::to_owned),
        };
        if parts.iter().all(|part| is_name(part)) {
            let names = parts.iter().enumerate().map(|(number, part)| linked(part, number));
            return Self { list, names: names.collect() };
        }
        // Words that are no name, on a link: the link says what is meant.
        let names = if link.is_some() { vec![linked(rest, 0)] } else { Vec::new() };
        Self { list, names }
    }
}

/// The words of a text with its code in backticks, as descriptions keep them.
pub(crate) fn words_with_code(text: &Text) -> String {
    let mut out = String::with_capacity(text.plain.len() + 8);
    let mut at = 0;
    for mark in text.marks.iter().filter(|mark| mark.kind == MarkKind::Code) {
        if let (true, Some(before)) = (mark.start >= at, text.plain.get(at..mark.start)) {
            out.push_str(before);
            out.push('`');
            out.push_str(text.part(mark));
            out.push('`');
            at = mark.end;
        }
    }
    out.push_str(text.plain.get(at..).unwrap_or_default());
    out.trim().to_owned()
}

/// No type takes more words than this; longer cells hold descriptions.
const LONGEST: usize = 400;

/// Words before a type that say nothing about it.
const PREFIXES: [&str; 6] = ["(optional)", "optional ", "optional. ", "a ", "an ", "the "];
/// Words before a type that make it a list.
const LIST_PREFIXES: [&str; 4] = ["collection of ", "collection ", "list of ", "array of "];
/// Words after a type that make it a list.
const LIST_SUFFIXES: [&str; 7] =
    [" collection", " collections", "]collection", ")collection", "[]", " array", "(collection)"];
/// Words after a type that say nothing about it.
const SUFFIXES: [&str; 10] = [
    " enum",
    " enumeration",
    " enum type",
    " resource",
    " resource type",
    " object",
    " objects",
    " type",
    " value",
    " optional",
];

/// The text without one layer of filler; nothing when there is none left.
fn peel<'a>(text: &'a str, list: &mut bool) -> Option<&'a str> {
    let inner = trim(text);
    if inner.len() < text.len() {
        return Some(inner);
    }
    for prefix in LIST_PREFIXES {
        if let Some(rest) = after(text, prefix) {
            *list = true;
            return Some(rest);
        }
    }
    if let Some(rest) = after(text, "collection(").and_then(|rest| rest.strip_suffix(')')) {
        *list = true;
        return Some(rest);
    }
    for suffix in LIST_SUFFIXES {
        if let Some(rest) = before(text, suffix) {
            *list = true;
            // A closing bracket belongs to what is left.
            let bracket = usize::from(suffix.starts_with([']', ')']));
            return text.get(..rest.len() + bracket);
        }
    }
    if let Some(rest) = PREFIXES.iter().find_map(|prefix| after(text, prefix)) {
        return Some(rest);
    }
    if let Some(rest) = SUFFIXES.iter().find_map(|suffix| before(text, suffix)) {
        return Some(rest);
    }
    // A link whose target is not closed: `[x](x.md`.
    if let Some((name, _)) = text.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        return Some(name);
    }
    if let Some(inner) = wrapped(text, '(', ')').or_else(|| wrapped(text, '[', ']')) {
        return Some(inner);
    }
    if text.ends_with(')') {
        let open = text.rfind('(')?;
        return (open > 0).then(|| &text[..open]);
    }
    let (head, _) = text.split_once(',')?;
    is_name(head.trim()).then_some(head)
}

fn trim(text: &str) -> &str {
    text.trim_matches([' ', '`', '.', ',', '"', '*', ':', ';'])
}

/// What follows a prefix, compared without case.
fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// What precedes a suffix, compared without case.
fn before<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    let tail = text.get(at..)?;
    (at > 0 && tail.eq_ignore_ascii_case(suffix)).then(|| &text[..at])
}

/// What stands between an opening bracket at the start and its closing bracket at the end.
fn wrapped(text: &str, open: char, close: char) -> Option<&str> {
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    (!inner.contains([open, close])).then_some(inner)
}

fn alternatives(text: &str) -> impl Iterator<Item = &str> {
    text.split(" or ").flat_map(|part| part.split('/')).flat_map(|part| part.split('|'))
}

/// Whether a text is a name and nothing else: most are, and no filler has to be looked for.
fn is_bare_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

/// Whether a text is one name, short or dotted.
pub(crate) fn is_name(text: &str) -> bool {
    let text = text.strip_prefix('#').unwrap_or(text).trim_matches(['[', ']']);
    text.len() <= LONGEST_NAME
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn check(text: &str, list: bool, names: &[&str]) {
        let ty = TypeText::named(text, Span::start_of(FileId(0)));
        let words = ty.words();
        let found: Vec<&str> = words.names.iter().map(|name| name.name.as_str()).collect();
        assert_eq!((words.list, found.as_slice()), (list, names), "{text}");
    }

    #[test]
    fn reads_what_the_pages_write() {
        check("String", false, &["String"]);
        check("String collection", true, &["String"]);
        check("Collection(Edm.String)", true, &["Edm.String"]);
        check("collection(recipient)", true, &["recipient"]);
        check("Collection of driveItem", true, &["driveItem"]);
        check("routingPolicy collection collection", true, &["routingPolicy"]);
        check("(boolean or string or number) collection", true, &["boolean", "string", "number"]);
        check("string, maximum size 20", false, &["string"]);
        check("(Optional) String", false, &["String"]);
        check("#microsoft.graph.user", false, &["microsoft.graph.user"]);
        check("[itemAnalytics] resource", false, &["itemAnalytics"]);
        check("string/number", false, &["string", "number"]);
        check("bodyType enum", false, &["bodyType"]);
        check("[message](message.md", false, &["message"]);
        check("The date when this happened", false, &[]);
        check("** Unknown Type Edm.Int32 ** collection", true, &[]);
    }
}
