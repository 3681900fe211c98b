//! Words → Markdown that shows them as they are, for GitHub, rustdoc and viewers of OpenAPI.
//!
//! A backslash takes the meaning of a sign of Markdown. It does not help against what GitHub does to the text after it has read the
//! Markdown: `@name` is a mention, `#1` a reference, and an address becomes a link. Those stand in code, where nothing is done to them.

use super::line;

/// Words in a cell or paragraph: nothing in them is Markdown, HTML, a link or a mention of somebody.
pub fn words(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len());
    plain(&text, &mut out, escape_on_github);
    harmless_start(out)
}

/// Words of a page in a paragraph: the same, but what stands in backticks is code. Backticks that do not come in pairs are shown.
pub fn prose(text: &str) -> String {
    let text = line(text);
    let parts: Vec<&str> = text.split('`').collect();
    let paired = parts.len() % 2 == 1;
    let mut out = String::with_capacity(text.len());
    for (position, part) in parts.iter().enumerate() {
        if !paired && position > 0 {
            out.push_str("\\`");
        }
        if paired && position % 2 == 1 && !part.trim().is_empty() {
            out.push('`');
            out.push_str(&part.split_whitespace().collect::<Vec<_>>().join(" "));
            out.push('`');
        } else {
            plain(part, &mut out, escape);
        }
    }
    harmless_start(out.trim().to_owned())
}

/// Words as code in a paragraph or list: no back-quote, line end or tag of theirs gets out.
pub fn code(text: &str) -> String {
    let line = line(text);
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 || line.is_empty() { " " } else { "" };
    format!("{fence}{space}{line}{space}{fence}")
}

/// Words as code in a cell, which ends at a bar even in code.
pub fn cell_code(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Words without code; addresses become code.
fn plain(text: &str, out: &mut String, escape: Escape) {
    if text.starts_with(char::is_whitespace) {
        out.push(' ');
    }
    for (position, word) in text.split_whitespace().enumerate() {
        if position > 0 {
            out.push(' ');
        }
        match word.find("://") {
            Some(colon) => address(word, colon, out, escape),
            None => escape(word, out),
        }
    }
    if text.ends_with(char::is_whitespace) && !text.trim().is_empty() {
        out.push(' ');
    }
}

/// A word with an address in it, whose `://` is known.
fn address(word: &str, colon: usize, out: &mut String, escape: Escape) {
    let scheme = word[..colon].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let (before, url) = word.split_at(colon - scheme);
    let end = url.find(['<', '>', '"', '\'', ')', ']', ',', ';', '|', '`', '\\']).unwrap_or(url.len());
    let (url, after) = url.split_at(end);
    let bare = url.trim_end_matches(['.', ':']);
    escape(before, out);
    out.extend(["`", bare, "`"]);
    escape(&url[bare.len()..], out);
    match after.find("://") {
        Some(colon) => address(after, colon, out, escape),
        None => escape(after, out),
    }
}

/// How a word is written that is no address.
type Escape = fn(&str, &mut String);

fn escape(word: &str, out: &mut String) {
    for c in word.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// The same without mentions, references and links that need no scheme.
fn escape_on_github(word: &str, out: &mut String) {
    let mut from = 0;
    for (at, sign) in word.match_indices(['@', '#', '.']) {
        let is_followed = word[at + 1..].starts_with(char::is_alphanumeric);
        let is_web = word[..at].ends_with(['w', 'W']);
        escape(&word[from..at], out);
        match sign {
            "." if is_web => out.push_str("\\."),
            "@" | "#" if is_followed => out.extend(["`", sign, "`"]),
            _ => out.push_str(sign),
        }
        from = at + 1;
    }
    escape(&word[from..], out);
}

/// A start that makes no heading, list, quote, rule or table.
fn harmless_start(mut text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if text.starts_with(['#', '-', '+', '=', ':']) {
        text.insert(0, '\\');
    } else if digits > 0 && text[digits..].starts_with(['.', ')']) {
        text.insert(digits, '\\');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::HIDDEN;

    #[test]
    fn nothing_leaves_its_cell() {
        for (text, shown) in [
            ("a|b\n<img src=x> [x](y) `c`", "a\\|b\\\\n\\<img src=x\\> \\[x\\](y) \\`c\\`"),
            ("by @octocat, a@b.c", "by `@`octocat, a`@`b.c"),
            ("see #12 or a/b#3", "see `#`12 or a/b`#`3"),
            ("x https://a.b/c|d www.e.f", "x `https://a.b/c`\\|d www\\.e.f"),
            ("(javascript://a)https://b", "(`javascript://a`)`https://b`"),
            ("# a", "\\# a"),
            ("- a", "\\- a"),
            ("1. a", "1\\. a"),
            ("&lt;", "\\&lt;"),
        ] {
            assert_eq!(words(text), shown, "{text}");
        }
        assert_eq!(cell_code("GET /a|b\n"), "`GET /a\\|b\\n`");
        assert_eq!(code("GET /a|b"), "`GET /a|b`");
        assert_eq!(code("a `` b"), "``` a `` b ```");
        assert_eq!(code(""), "`  `");
        for made in [words(HIDDEN), prose(HIDDEN), code(HIDDEN)] {
            assert!(made.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{made}");
        }
    }

    #[test]
    fn words_of_pages_keep_their_code() {
        for (text, shown) in [
            ("Supports `$filter` (`eq`, `x_y`).", "Supports `$filter` (`eq`, `x_y`)."),
            ("a_b *c* [d](e) <f>", "a\\_b \\*c\\* \\[d\\](e) \\<f\\>"),
            ("one ` alone", "one \\` alone"),
            ("see https://a.b/c_d.", "see `https://a.b/c_d`."),
            ("``", ""),
            ("# no heading", "\\# no heading"),
            ("` code   with blanks `", "`code with blanks`"),
        ] {
            assert_eq!(prose(text), shown, "{text}");
        }
    }
}
