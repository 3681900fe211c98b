//! The JSON of a resource as the docs show it: names with hints about their types.
//!
//! ```text
//! { "id": "String (identifier)", "owner": {"@odata.type": "microsoft.graph.user"}, "tags": ["String"], "size": 1024 }
//! ```
//! Comments, trailing and missing commas, unquoted words and missing brackets are common, so this is no JSON parser: it takes
//! what is there, member by member, and never fails.

use super::TypeText;
use crate::names;
use crate::source::Span;

/// A member of the object that a fence shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// The name.
    pub(super) name: String,
    /// What its value says about its type.
    pub(super) hint: Hint,
    /// The place of the name in the text.
    at: usize,
}

/// What a value says about its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// A string or a bare word.
    Text(String),
    /// A number without a fraction.
    Integer,
    /// A number with a fraction.
    Fraction,
    /// `true` or `false`.
    Boolean,
    /// `null`, or nothing that is understood.
    Unknown,
    /// Lists in lists that are too deep.
    TooDeep,
    /// An object with its `@odata.type`.
    Object(Option<String>),
    /// A list with what its first item says.
    List(Box<Hint>),
}

impl Member {
    /// Where the name stands, when the text starts at `content`.
    pub(super) fn span(&self, content: Span) -> Span {
        let start = content.start as usize + self.at;
        Span::new(content.file, start, start + self.name.len())
    }

    /// What the member has more of than any of the docs, in words: letters of its name, lists in one another.
    pub(super) fn excess(&self) -> Option<String> {
        if names::has_too_long(&self.name) {
            return Some(format!("the name has more than {} letters; it was not read", names::LONGEST_NAME));
        }
        self.hint.is_too_deep().then(|| {
            format!("lists stand more than {NESTED_LISTS} deep in one another; what is deeper was not read")
        })
    }

    /// The type that the value hints at, as a page would write it.
    pub(super) fn type_text(&self, span: Span) -> TypeText {
        TypeText::named(self.hint.type_words(), span)
    }
}

impl Hint {
    fn is_too_deep(&self) -> bool {
        match self {
            Self::TooDeep => true,
            Self::List(item) => item.is_too_deep(),
            _ => false,
        }
    }

    fn type_words(&self) -> String {
        match self {
            Self::Text(text) => dotted_name(text).map_or_else(|| text_type(text).to_owned(), str::to_owned),
            Self::Integer => "Int32".to_owned(),
            Self::Fraction => "Double".to_owned(),
            Self::Boolean => "Boolean".to_owned(),
            Self::Unknown | Self::TooDeep | Self::Object(None) => String::new(),
            Self::Object(Some(name)) => name.clone(),
            Self::List(item) => match item.type_words() {
                words if words.is_empty() => "Collection(Json)".to_owned(),
                words => format!("Collection({words})"),
            },
        }
    }
}

/// `#microsoft.graph.x`, `@odata.type: microsoft.graph.x`, `Edm.Stream` as a string.
fn dotted_name(text: &str) -> Option<&str> {
    let text = text.trim();
    let text = text.strip_prefix("@odata.type").map_or(text, |rest| rest.trim_start_matches([':', ' ', '=']));
    let text = text.trim_start_matches('#').trim_end_matches([' ', ')']);
    let dotted = text.starts_with("microsoft.graph.") || text.starts_with("Edm.");
    (dotted && super::super::type_text::is_name(text)).then_some(text)
}

/// The primitive that a placeholder names.
fn text_type(text: &str) -> &'static str {
    let text = text.to_ascii_lowercase();
    let hint = text.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches([')', ' ']));
    match (text.trim(), hint) {
        (_, "timestamp" | "datetime" | "datetimeoffset")
        | ("datetimeoffset" | "timestamp" | "datetime", _) => "DateTimeOffset",
        (_, "duration") | ("duration", _) => "Duration",
        (_, "guid") | ("guid", _) => "Guid",
        (_, "binary") | ("binary", _) => "Binary",
        (_, "date") | ("date", _) => "Date",
        ("boolean", _) => "Boolean",
        ("int32" | "integer", _) => "Int32",
        ("int64", _) => "Int64",
        ("double", _) => "Double",
        ("decimal", _) => "Decimal",
        ("stream", _) => "Stream",
        _ => "String",
    }
}

/// The object's own `@odata.type`, without `#`.
pub(super) fn own_type(members: &[Member]) -> Option<&str> {
    let member = members.iter().find(|member| member.name == "@odata.type")?;
    match &member.hint {
        Hint::Text(text) => Some(text.trim_start_matches('#').trim()).filter(|name| !name.is_empty()),
        _ => None,
    }
}

/// The members of the first object of a text.
pub(super) fn members(text: &str) -> Vec<Member> {
    let mut scanner = Scanner { text, at: 0 };
    match text.find('{') {
        Some(open) => {
            scanner.at = open + 1;
            scanner.object()
        }
        None => Vec::new(),
    }
}

/// No property of the service is a list of lists of lists.
const NESTED_LISTS: u32 = 2;

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes blanks, commas and comments.
    fn blanks(&mut self) {
        while let Some(byte) = self.peek() {
            let rest = &self.text[self.at..];
            if byte.is_ascii_whitespace() || byte == b',' {
                self.at += 1;
            } else if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else {
                return;
            }
        }
    }

    /// Passes one character, whatever its width.
    fn skip(&mut self) {
        self.at += self.text[self.at..].chars().next().map_or(1, char::len_utf8);
    }

    /// The members up to the closing brace, which is passed.
    fn object(&mut self) -> Vec<Member> {
        let mut members = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                None => return members,
                Some(b'}') => {
                    self.at += 1;
                    return members;
                }
                Some(b'"') => {
                    let at = self.at + 1;
                    let name = self.string();
                    self.blanks();
                    if self.peek() == Some(b':') {
                        self.at += 1;
                        let hint = self.value(NESTED_LISTS);
                        members.push(Member { name, hint, at });
                    }
                }
                Some(_) => self.skip(),
            }
        }
    }

    /// A quoted text without its quotes. It ends at the line's end at the latest.
    fn string(&mut self) -> String {
        self.at += 1;
        let rest = &self.text[self.at..];
        let mut escaped = false;
        for (at, c) in rest.char_indices() {
            match c {
                '\n' => {
                    self.at += at;
                    return rest[..at].to_owned();
                }
                '"' if !escaped => {
                    self.at += at + 1;
                    return rest[..at].to_owned();
                }
                _ => escaped = c == '\\' && !escaped,
            }
        }
        self.at = self.text.len();
        rest.to_owned()
    }

    /// One value. Lists in lists are looked into `lists` deep; what is deeper is passed.
    fn value(&mut self, lists: u32) -> Hint {
        self.blanks_without_commas();
        match self.peek() {
            Some(b'"') => Hint::Text(self.string()),
            Some(b'{') => Hint::Object(self.nested_type()),
            Some(b'[') if lists > 0 => {
                self.at += 1;
                self.blanks();
                let item = if self.peek() == Some(b']') { Hint::Unknown } else { self.value(lists - 1) };
                self.close(b'[', b']');
                Hint::List(Box::new(item))
            }
            Some(b'[') => {
                self.at += 1;
                self.close(b'[', b']');
                Hint::TooDeep
            }
            _ => self.word(),
        }
    }

    fn blanks_without_commas(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// The `@odata.type` of the object that starts here, which is passed.
    fn nested_type(&mut self) -> Option<String> {
        self.at += 1;
        let start = self.at;
        self.close(b'{', b'}');
        let inner = self.text.get(start..self.at)?;
        let (before, after) = inner.split_once("\"@odata.type\"")?;
        if before.contains('{') {
            return None;
        }
        let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let name = value[..value.find('"')?].trim().trim_start_matches('#');
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// Passes everything up to the bracket that closes the one just passed.
    fn close(&mut self, open: u8, close: u8) {
        let mut depth = 1_u32;
        while let Some(byte) = self.peek() {
            if byte == b'"' {
                self.string();
                continue;
            }
            if byte == open {
                depth += 1;
            } else if byte == close {
                depth -= 1;
            }
            self.skip();
            if depth == 0 {
                return;
            }
        }
    }

    /// A bare word: a number, a truth value, or something that is no JSON.
    fn word(&mut self) -> Hint {
        let rest = &self.text[self.at..];
        let end = rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
        self.at += end;
        let word = rest[..end].trim();
        match word {
            "true" | "false" => Hint::Boolean,
            "null" | "" => Hint::Unknown,
            _ if word.parse::<i64>().is_ok() => Hint::Integer,
            _ if word.parse::<f64>().is_ok() => Hint::Fraction,
            _ if word.eq_ignore_ascii_case("boolean") => Hint::Boolean,
            _ => Hint::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let members = members(text);
        let span = Span::start_of(FileId(0));
        let found: Vec<(String, String)> =
            members.iter().map(|member| (member.name.clone(), member.type_text(span).text)).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(name, ty)| (name.as_str(), ty.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn reads_hints() {
        check(
            "{ \"id\": \"String (identifier)\", \"at\": \"String (timestamp)\", \"n\": 1024, \"x\": 1.5, \"b\": true }",
            &[("id", "String"), ("at", "DateTimeOffset"), ("n", "Int32"), ("x", "Double"), ("b", "Boolean")],
        );
        check(
            "{\n  \"o\": {\"@odata.type\": \"#microsoft.graph.user\", \"deep\": {\"a\": [1]}},\n  \"l\": [\"String\"] }",
            &[("o", "microsoft.graph.user"), ("l", "Collection(String)")],
        );
        check(
            "{ \"s\": \"@odata.type: microsoft.graph.alertStatus\" }",
            &[("s", "microsoft.graph.alertStatus")],
        );
    }

    #[test]
    fn takes_what_is_no_json() {
        check(
            "{ /* x */ \"a\": NAV.Address,\n \"b\": \"string\" // y\n \"c\": [ ], }",
            &[("a", ""), ("b", "String"), ("c", "Collection(Json)")],
        );
        check("{ \"a\": \"never closed\n \"b\": 1", &[("a", "String"), ("b", "Int32")]);
        check("{ \"é\": ü }", &[("é", "")]);
    }
}
