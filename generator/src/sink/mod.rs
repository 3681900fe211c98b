//! Where text of pages, file names and inputs leaves, with one function for each kind of place. Nobody vouches for such text: it can hold
//! characters that steer a terminal, reorder what is read, end a line, or that nobody sees.
//!
//! | place | function | what cannot leave |
//! |---|---|---|
//! | a line on a terminal or in a log | [`line()`] | hidden characters, line ends |
//! | a whole answer, at the writer | [`lines()`] | hidden characters |
//! | a path in a sentence | [`path`] | hidden characters, line ends |
//! | JSON | [`json`] | hidden characters, as escapes that stand for the same text |
//! | a workflow command of GitHub Actions | [`workflow`] | what ends the command or a property |
//! | Markdown | [`markdown`] | links, HTML, tables, code, mentions |
//! | CSV | [`csv`] | formulas, ends of fields |
//! | a message of SARIF, a URI | [`sarif`] | links in messages, everything that a URI cannot hold |
//! | comments of emitted Rust | [`rust`] | characters for which the compiler refuses a comment |
//!
//! Secrets are a matter of their own: see [`redact`](crate::redact).

pub mod csv;
pub mod markdown;
pub mod rust;
pub mod sarif;
pub mod workflow;

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

/// Whether a character is not to be seen and changes how others are: controls, separators of lines and paragraphs, marks of direction,
/// and everything of no width (the categories Cc, Zl, Zp and Cf of Unicode, without the signs of Cf that are seen).
pub fn is_hidden(c: char) -> bool {
    !matches!(c, ' '..='~')
        && (c.is_control()
            || matches!(c,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'))
}

/// Text for one line: hidden characters and line ends are shown as escapes, `\u{202e}` and `\n`.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, is_hidden, |c, out| out.extend(c.escape_default()))
}

/// Text of many lines, as a writer lets it through: the same, but line ends and tabs stay. Values are to be made fit for a line before
/// they come here, or they could begin lines of their own.
pub fn lines(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return escape(
            text,
            |c| is_hidden(c) && !matches!(c, '\n' | '\t'),
            |c, out| out.extend(c.escape_default()),
        );
    }
    let parts: Vec<Cow<'_, str>> = text
        .split("\r\n")
        .map(|part| {
            escape(
                part,
                |c| is_hidden(c) && !matches!(c, '\n' | '\t'),
                |c, out| out.extend(c.escape_default()),
            )
        })
        .collect();
    parts.join("\r\n").into()
}

/// A path in a sentence.
pub fn path(path: impl AsRef<Path>) -> String {
    line(&path.as_ref().to_string_lossy()).into_owned()
}

/// JSON text that stands for the same value, without a hidden character: they can stand in its strings only, where each has an escape.
pub fn json(text: &str) -> Cow<'_, str> {
    escape(
        text,
        |c| is_hidden(c) && !matches!(c, '\n' | '\r' | '\t'),
        |c, out| {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        },
    )
}

/// Text with some of its characters written in another way.
fn escape(text: &str, is_unfit: impl Fn(char) -> bool, write: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let Some(first) = text.find(&is_unfit) else { return text.into() };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_unfit(c) { write(c, &mut out) } else { out.push(c) }
    }
    out.into()
}

/// Characters that may not leave, for tests: of each class the first and the last.
#[cfg(test)]
pub(crate) const HIDDEN: &str = "\0\u{7}\u{8}\t\n\u{b}\r\u{1b}\u{1f}\u{7f}\u{80}\u{85}\u{9b}\u{9f}\u{ad}\u{61c}\u{180e}\
    \u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2064}\u{2066}\u{2069}\u{206f}\u{feff}\u{fff9}\u{fffb}\u{e0001}\u{e007f}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_terminals_and_logs() {
        for c in HIDDEN.chars() {
            let text = format!("a{c}b");
            assert!(is_hidden(c), "{c:?}");
            assert_eq!(line(&text), format!("a{}b", c.escape_default()));
            let kept = matches!(c, '\n' | '\t');
            assert_eq!(lines(&text), if kept { text.clone().into() } else { line(&text) });
        }
        assert_eq!(line("\u{1b}[31m\u{202e}\n"), "\\u{1b}[31m\\u{202e}\\n");
        assert_eq!(lines("a\r\nb\rc"), "a\r\nb\\rc");
        let plain = "Plain, naïve, 日本語, ‑ – “…” é e\u{301} \u{a0}🙂";
        assert!(matches!(line(plain), Cow::Borrowed(_)));
        assert!(matches!(lines(plain), Cow::Borrowed(_)));
    }

    #[test]
    fn json_stands_for_the_same() {
        let text = serde_json::to_string_pretty(&[HIDDEN, "🙂\\\u{e0001}"]).expect("JSON");
        let safe = json(&text);
        assert!(!safe.chars().any(|c| is_hidden(c) && c != '\n'), "{safe}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&safe).expect("JSON"), [HIDDEN, "🙂\\\u{e0001}"]);
    }
}
