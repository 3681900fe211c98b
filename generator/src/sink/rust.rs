//! Comments of emitted Rust. The compiler refuses those with marks of direction (`text_direction_codepoint_in_comment`) and with some
//! controls; what characters a description has never decides over whether a crate compiles.

use std::borrow::Cow;

/// A line of docs: Markdown that has been made, with everything hidden as an escape.
pub(crate) fn comment(line: &str) -> Cow<'_, str> {
    super::line(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::HIDDEN;

    #[test]
    fn comments() {
        let comment = comment(HIDDEN);
        assert!(comment.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{comment}");
    }
}
