//! Lists of values inside descriptions.
//!
//! ```text
//! list      = trigger … [":"] item {separator item}
//! trigger   = "possible values" | "valid values" | "can be one of" | …
//! item      = "`" name "`" | name | "'" name "'"
//! separator = "," | ";" | "or" | "and" | "|" | line end, with a note on the item in between, | "for …" "or"
//! ```
//! e.g. ``Possible values are: `low`, `normal` and `high`.`` gives `low`, `normal`, `high`. Ranges (`Valid values 0 to 100`),
//! numbers, truth values and prose are no lists.

use super::words::values::{LEAD, NEGATED, OPEN_LIST, POSSIBLE_VALUES};
use crate::diagnostic::{Code, Problems};
use crate::names::LONGEST_NAME;
use crate::source::Span;

/// The values that the words of a description list; empty when they list none. Code stands in backticks where the page marks it.
/// `span` is where the description stands.
pub(crate) fn values_of(description: &str, span: Span, problems: &mut Problems) -> Vec<String> {
    let mut list = first_list(description, span, problems);
    keep_few(&mut list, span, problems);
    list
}

/// The first list of several items, else the first item that stands alone: it may be the start of a sentence about each of them.
fn first_list(description: &str, span: Span, problems: &mut Problems) -> Vec<String> {
    let (mut from, mut first) = (0, Vec::new());
    for number in 0.. {
        let Some(trigger) = POSSIBLE_VALUES.find_at(description, from) else { break };
        if number == MOST_TRIGGERS {
            let message = format!(
                "the description announces values more than {MOST_TRIGGERS} times; those from here on were not read"
            );
            problems.report(Code::TooMany, span, message);
            break;
        }
        // Triggers overlap: "one of the following values: ".
        from = trigger.start() + 1;
        if NEGATED.is_match(&description[..trigger.end()]) {
            continue;
        }
        let rest = &description[trigger.end()..];
        let list = if description.contains('`') { coded(rest) } else { Vec::new() };
        let list = if list.is_empty() { plain(rest) } else { list };
        if list.len() > 1 {
            return list;
        }
        if first.is_empty() {
            first = list;
        }
    }
    first
}

/// Descriptions with more announcements than this are no descriptions.
const MOST_TRIGGERS: usize = 32;
/// No list of the docs is longer.
const MOST_VALUES: usize = 1000;
/// The longest way from a trigger to the first item in backticks.
const REACH: usize = 120;
/// The longest note on an item.
const NOTE: usize = 240;

/// Items in backticks.
fn coded(rest: &str) -> Vec<String> {
    let mut list = Vec::new();
    let mut pieces = rest.split('`');
    let lead = pieces.next().unwrap_or_default();
    if lead.len() > REACH || ends_sentence(lead) {
        return list;
    }
    while let Some(code) = pieces.next() {
        for item in code.split([',', '|', ';']).map(unquoted).filter(|item| !item.is_empty()) {
            if !push(&mut list, item) {
                return Vec::new();
            }
        }
        let Some(between) = pieces.next() else { break };
        if OPEN_LIST.is_match(between) {
            return Vec::new();
        }
        if !separates(between) {
            break;
        }
    }
    // One item alone is a list only right after its trigger: elsewhere it is a word in a sentence.
    let tight = after_lead(lead).is_empty();
    settled(list, if tight { 1 } else { 2 })
}

/// A text behind a trigger without the words that lead to the first item.
fn after_lead(text: &str) -> &str {
    LEAD.find(text).map_or(text, |lead| &text[lead.end()..])
}

/// Whether the words between two items leave them parts of one list.
fn separates(between: &str) -> bool {
    let words = between.trim_matches([' ', '*', '"', '\'']);
    if words.is_empty() {
        return true;
    }
    if let Some((_, bullet)) = between.rsplit_once('\n') {
        // The next line of a list starts with the item; a line that starts with words is a sentence of its own.
        return bullet
            .trim_matches([' ', '-', '*', '•', '.', '"', '\''])
            .bytes()
            .all(|byte| byte.is_ascii_digit());
    }
    let noted = words.starts_with("for ") && [" or", " and"].iter().any(|word| words.ends_with(word));
    let starts = noted
        || words.starts_with([',', ';', '/', '|', '(', '-', '–', ':', '=', '&', '+'])
        || ["or", "and"].iter().any(|word| words == *word || words.starts_with(&format!("{word} ")));
    starts && between.len() <= NOTE && !ends_sentence(between)
}

/// Items without marks: the words up to the end of the sentence, all of which must be names.
fn plain(rest: &str) -> Vec<String> {
    let text = after_lead(rest);
    let end = sentence_end(text);
    let mut list = Vec::new();
    for piece in text[..end]
        .split([',', ';', '|', '\n', '/'])
        .flat_map(|piece| piece.split(" or "))
        .flat_map(|piece| piece.split(" and "))
    {
        let piece = piece.trim();
        let piece = ["or ", "and "].iter().find_map(|word| piece.strip_prefix(word)).unwrap_or(piece);
        let piece = piece.split(" (").next().unwrap_or(piece);
        let item = unquoted(piece);
        if !item.is_empty() && !push(&mut list, item) {
            return Vec::new();
        }
    }
    settled(list, 2)
}

/// Where the first sentence of a text ends: at a full stop before a blank, at a bracket that was not opened, at the end.
fn sentence_end(text: &str) -> usize {
    let mut depth = 0;
    let bytes = text.as_bytes();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return at,
            b')' => depth -= 1,
            b'.' if bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) => return at,
            _ => {}
        }
    }
    text.len()
}

fn ends_sentence(text: &str) -> bool {
    sentence_end(text.trim_start_matches(')')) < text.trim_start_matches(')').len()
}

fn unquoted(item: &str) -> &str {
    item.trim_matches([' ', '"', '\'', '*', '“', '”', '‘', '’', '.', '`', '\n', '_'])
}

/// Adds an item; `false` when it is not a name, so that the list is none.
fn push(list: &mut Vec<String>, item: &str) -> bool {
    if item.eq_ignore_ascii_case("null") || item.eq_ignore_ascii_case("empty") {
        return true;
    }
    let name = item.starts_with(|c: char| c.is_ascii_alphabetic())
        && item.len() <= LONGEST_NAME
        && item.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    // One more than is kept, so that the list shows that it is too long.
    if name && list.len() <= MOST_VALUES && !list.iter().any(|known| known == item) {
        list.push(item.to_owned());
    }
    name
}

/// Drops the values beyond [`MOST_VALUES`].
fn keep_few(list: &mut Vec<String>, span: Span, problems: &mut Problems) {
    if list.len() > MOST_VALUES {
        let message =
            format!("the description lists more than {MOST_VALUES} values; those from here on were not read");
        problems.report(Code::TooMany, span, message);
        list.truncate(MOST_VALUES);
    }
}

/// The list when it is long enough and is not made of truth values.
fn settled(list: Vec<String>, least: usize) -> Vec<String> {
    let truth = |item: &String| item.eq_ignore_ascii_case("true") || item.eq_ignore_ascii_case("false");
    if list.len() < least || list.iter().all(truth) { Vec::new() } else { list }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Problems;
    use crate::source::{FileId, Span};

    fn check(description: &str, expected: &[&str]) {
        let mut problems = Problems::default();
        let found = super::values_of(description, Span::start_of(FileId(0)), &mut problems);
        assert_eq!(found, expected, "{description}");
        assert!(problems.is_empty(), "{description}");
    }

    #[test]
    fn lists_are_found() {
        check(
            "The importance. The possible values are: `low`, `normal`, and `high`.",
            &["low", "normal", "high"],
        );
        check("Possible values: `a` (default), `b` - the other. Supports `$filter`.", &["a", "b"]);
        check("The possible value are `incoming` or `outgoing`. Read-only.", &["incoming", "outgoing"]);
        check("Possible values are: unknown, low, medium, high.", &["unknown", "low", "medium", "high"]);
        check("Possible values for **x** are: `a`, `b`.", &["a", "b"]);
        check("Can be one of 'minute', 'day' or 'year'", &["minute", "day", "year"]);
        check(
            "Must be one of `Grant`, `Refuse`, or `Ask`.  If `Ask`, it waits.",
            &["Grant", "Refuse", "Ask"],
        );
        check("Allowed values:\n`default`: applies to all\n`none`: applies to none", &["default", "none"]);
        check("Possible values are: `a`, `b`.\nIf the type is `c` or `d`, it is required.", &["a", "b"]);
        check("Possible values are `a | b | c`.", &["a", "b", "c"]);
        check("The value can be `x` when set. Possible values are: `a`, `b`.", &["a", "b"]);
        check("The value can be `a` for the first or `b` for the others.", &["a", "b"]);
    }

    #[test]
    fn ranges_and_prose_are_not() {
        check("Valid values 0 to 100", &[]);
        check("Possible values are: `Style1` through `Style9`, `Plain`.", &[]);
        check("Valid values are `min`, `default`, or a double value.", &[]);
        check(
            "An enumeration with one possible value being `a`, which opens it. `b` can be set as well: `b, a`.",
            &[],
        );
        check("Possible values are `true` and `false`.", &[]);
        check("Possible values are `0`, `1`.", &[]);
        check("Possible values are determined by the service. See `x`.", &[]);
        check("The name. Use `a` or `b`.", &[]);
        check("The name. Cannot start with `x` or be one of the following values: `none`, `all`.", &[]);
    }
}
