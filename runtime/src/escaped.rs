//! Words of a service as text that can stand in a terminal or a line of a log.

use std::fmt::{self, Write};

/// Shows a text with everything escaped that could break its line or change how what surrounds it is read: control characters, separators
/// of lines, marks of direction and of order.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match is_harmless(c) {
                true => f.write_char(c)?,
                false => write!(f, "{}", c.escape_default())?,
            }
        }
        Ok(())
    }
}

fn is_harmless(c: char) -> bool {
    let is_mark = matches!(
        c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    !c.is_control() && !is_mark
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn what_is_harmless_stays() {
        for (text, shown) in [
            ("Zugriff verweigert: \"ü\" 漢字", "Zugriff verweigert: \"ü\" 漢字"),
            ("a\r\nb\tc", "a\\r\\nb\\tc"),
            ("\u{1b}[31mred\u{9b}0m", "\\u{1b}[31mred\\u{9b}0m"),
            ("abc\u{202e}cba\u{2066}x\u{2069}", "abc\\u{202e}cba\\u{2066}x\\u{2069}"),
            ("a\u{2028}b\u{85}c\u{feff}", "a\\u{2028}b\\u{85}c\\u{feff}"),
        ] {
            assert_eq!(Escaped(text).to_string(), shown);
        }
    }
}
