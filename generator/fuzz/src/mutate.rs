//! Changes to a text, at the level of bytes, words, lines and structure. What repeats and nests is amplified: that is where time and
//! stack run out.

use fastrand::Rng;

/// No changed text grows beyond this, so that a slow case is slow by itself and not by its size.
const LARGEST: usize = 200_000;

/// What some reader treats in a way of its own.
const WORDS: &[&str] = &[
    "|",
    "`",
    "```",
    "```http\n",
    "<!--",
    "-->",
    "[",
    "]",
    "](",
    "*",
    "**",
    "_",
    ">",
    "> ",
    "- ",
    "1. ",
    "{",
    "}",
    "{id}",
    "(",
    ")",
    "()",
    "#",
    "## ",
    "&",
    "\\",
    "\"",
    "'",
    "<",
    "<br>",
    "<sup>1</sup>",
    "/",
    "//",
    "/$ref",
    "/$value",
    "/$count",
    ":/",
    ":",
    "?",
    "?$a=b&",
    "$",
    ",",
    ".",
    ";",
    "=",
    "@odata.type",
    "microsoft.graph.",
    "Collection(",
    "GET ",
    "POST ",
    "PATCH ",
    "HTTP/1.1 200 OK",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\u{0}",
    "\u{1b}[31m",
    "é",
    "ß",
    "İ",
    "𝄞",
    "\u{301}",
    "ﬃ",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "18446744073709551616",
    "Not supported.",
    "None",
    "Application",
    "Delegated (work or school account)",
    "Thing.Read.All",
    " and ",
    " or ",
    "A.Bc*",
    "possible values are: `a`, `b`",
    "Inherits from [a](a.md)",
    "[!INCLUDE [a](b.md)]",
    "# [HTTP](#tab/http)",
    "---",
    "|:---|:---|",
    "| a | b |\n",
    "self",
    "Self",
    "crate",
    "r#type",
    "async",
    "_",
    "unnamed",
    "default",
    "\u{2028}",
    "## HTTP request\n",
    "## Properties\n",
    "## Permissions\n",
    "## Response\n",
    "## Request body\n",
    "## Example\n",
];

/// What opens something, and what closes it.
const PAIRS: &[(&str, &str)] = &[
    ("{", "}"),
    ("[", "]"),
    ("(", ")"),
    ("> ", ""),
    ("- ", ""),
    ("  ", ""),
    ("\"a\": {", "}"),
    ("<!--", "-->"),
    ("`", "`"),
    ("*", "*"),
    ("<b>", "</b>"),
    ("Collection(", ")"),
];

/// A text with one to four changes. `other` gives lines and words of other inputs of the kind.
pub(crate) fn mutate(text: &str, other: &str, rng: &mut Rng) -> String {
    let mut text = text.to_owned();
    for _ in 0..rng.usize(1..=4) {
        text = match rng.u8(0..12) {
            0..3 => lines(&text, other, rng),
            3..6 => words(&text, other, rng),
            6..8 => characters(&text, rng),
            8 => cells(&text, rng),
            9 => nested(&text, rng),
            10 => repeated(&text, rng),
            _ => spliced(&text, other, rng),
        };
        cut(&mut text, LARGEST);
    }
    text
}

fn cut(text: &mut String, length: usize) {
    text.truncate(boundary(text, length));
}

/// The last place of a character at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn place(text: &str, rng: &mut Rng) -> usize {
    boundary(text, rng.usize(0..=text.len()))
}

fn pick<'t>(items: &[&'t str], rng: &mut Rng) -> &'t str {
    if items.is_empty() { "" } else { items[rng.usize(0..items.len())] }
}

/// Few most of the time, and many at times.
fn count(rng: &mut Rng) -> usize {
    let most = if rng.u8(0..8) == 0 { 13 } else { 4 };
    1 << rng.u32(0..=most)
}

/// Removes, doubles, moves or takes over a line.
fn lines(text: &str, other: &str, rng: &mut Rng) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.is_empty() {
        return other.to_owned();
    }
    let (at, to) = (rng.usize(0..lines.len()), rng.usize(0..lines.len()));
    match rng.u8(0..5) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(to, lines[at]),
        2 => lines.swap(at, to),
        3 => drop(lines.drain(at.min(to)..at.max(to))),
        _ => lines.insert(to, pick(&other.split_inclusive('\n').collect::<Vec<_>>(), rng)),
    }
    lines.concat()
}

/// Removes, replaces or adds a word.
fn words(text: &str, other: &str, rng: &mut Rng) -> String {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '$' | '@');
    let start = place(text, rng);
    let end = text[start..].find(|c| !is_word(c)).map_or(text.len(), |end| start + end);
    let word = match rng.u8(0..4) {
        0 => "",
        1 => pick(&other.split(|c| !is_word(c)).collect::<Vec<_>>(), rng),
        _ => pick(WORDS, rng),
    };
    let end = if rng.bool() { end } else { start };
    format!("{}{word}{}", &text[..start], &text[end..])
}

/// Removes, replaces or adds a character, or cuts the text short.
fn characters(text: &str, rng: &mut Rng) -> String {
    let at = place(text, rng);
    let mut rest = text[at..].chars();
    let any = char::from_u32(rng.u32(0..0x3000)).unwrap_or('\u{fffd}');
    match rng.u8(0..8) {
        0 => return text[..at].to_owned(),
        1..4 => drop(rest.next()),
        4..6 => return format!("{}{any}{}", &text[..at], rest.as_str()),
        _ => {}
    }
    let byte = char::from(rng.u8(0..128));
    format!("{}{byte}{}", &text[..at], rest.as_str())
}

/// Adds cells to the row of a table, removes one, or adds rows.
fn cells(text: &str, rng: &mut Rng) -> String {
    let rows: Vec<usize> = text.match_indices("\n|").map(|(at, _)| at + 1).collect();
    if rows.is_empty() {
        return words(text, text, rng);
    }
    let start = rows[rng.usize(0..rows.len())];
    let end = text[start..].find('\n').map_or(text.len(), |end| start + end + 1);
    let row = &text[start..end];
    let row = match rng.u8(0..3) {
        0 => row.repeat(count(rng)),
        1 => row.replacen('|', &"| a ".repeat(count(rng)), 1),
        _ => row.replacen('|', "", 2),
    };
    format!("{}{row}{}", &text[..start], &text[end..])
}

/// Wraps a part of the text, often many times.
fn nested(text: &str, rng: &mut Rng) -> String {
    let start = place(text, rng);
    let end = boundary(text, start + rng.usize(0..40)).max(start);
    let (open, close) = PAIRS[rng.usize(0..PAIRS.len())];
    let depth = count(rng);
    let (open, close) = (open.repeat(depth), close.repeat(if rng.bool() { depth } else { 0 }));
    format!("{}{open}{}{close}{}", &text[..start], &text[start..end], &text[end..])
}

/// Repeats a part of the text, often many times, and at times with a number in it that makes each one new.
fn repeated(text: &str, rng: &mut Rng) -> String {
    let (mut start, mut end) = (place(text, rng), 0);
    if rng.bool() {
        start = text[..start].rfind('\n').map_or(0, |line| line + 1);
        end = text[start..].find('\n').map_or(text.len(), |line| start + line + 1);
    }
    end = end.max(boundary(text, start + rng.usize(0..60)).max(start));
    let part = &text[start..end];
    let most = LARGEST / part.len().max(1);
    let numbered = rng.bool();
    let middle = boundary(part, part.len() / 2);
    let copies = (0..count(rng).min(most)).map(|number| match numbered {
        true => format!("{}{number}{}", &part[..middle], &part[middle..]),
        false => part.to_owned(),
    });
    format!("{}{}{}", &text[..start], copies.collect::<String>(), &text[end..])
}

/// Takes over a part of another input.
fn spliced(text: &str, other: &str, rng: &mut Rng) -> String {
    let at = place(text, rng);
    let start = place(other, rng);
    let end = boundary(other, start + rng.usize(0..2000)).max(start);
    format!("{}{}{}", &text[..at], &other[start..end], &text[at..])
}
