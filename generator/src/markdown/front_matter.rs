//! The header at the top of a page.
//!
//! ```text
//! ---
//! title: "team: clone"
//! ms.date: 02/26/2026
//! ---
//! ```
//! Keys and values stand on one line each. Bare titles hold `: `, which no YAML reader takes, so a line is split at its first colon.

use crate::source::FileId;
use crate::source::Span;

/// The keys and values at the top of a page, in their order.
#[derive(Debug, Default)]
pub struct FrontMatter<'a> {
    entries: Vec<(&'a str, &'a str, Span)>,
}

impl<'a> FrontMatter<'a> {
    /// Reads the header of `text` and says where the rest of the page starts. A page without one starts at 0.
    pub(super) fn parse(file: FileId, text: &'a str) -> (Self, usize) {
        let none = (Self::default(), 0);
        if text.lines().next().map(str::trim_end) != Some("---") {
            return none;
        }
        let mut entries = Vec::new();
        let mut at = 0;
        for (number, raw) in text.split_inclusive('\n').enumerate() {
            let start = at;
            at += raw.len();
            let line = raw.trim_end();
            if number > 0 && (line == "---" || line == "...") {
                return (Self { entries }, at);
            }
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            if number > 0 && !key.starts_with([' ', '\t', '#']) {
                let span = Span::new(file, start, start + line.len());
                entries.push((key.trim(), unquote(value.trim()), span));
            }
        }
        none
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.entries.iter().find(|(name, _, _)| *name == key).map(|&(_, value, _)| value)
    }
}

fn unquote(value: &str) -> &str {
    ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_the_first_colon() {
        let page = "---\ntitle: team: clone\nauthor: \"nobody\"\n---\n# H";
        let (header, rest) = FrontMatter::parse(FileId(0), page);
        assert_eq!(header.get("title"), Some("team: clone"));
        assert_eq!(header.get("author"), Some("nobody"));
        assert_eq!(&page[rest..], "# H");
    }

    #[test]
    fn a_header_that_never_ends_is_text() {
        assert_eq!(FrontMatter::parse(FileId(0), "---\ntitle: x\n").1, 0);
    }
}
