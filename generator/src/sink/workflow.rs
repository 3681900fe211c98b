//! Workflow commands of GitHub Actions, `::error file=F,line=N::MESSAGE`: a line end ends the command, `,` and `:` end a property.

use super::line;

/// The message of a command.
pub fn data(text: &str) -> String {
    // The escapes of `line` hold no line end, so that those of the command are for text that has the escapes themselves.
    line(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command() {
        assert_eq!(data("100%: a,b\n::error::c"), "100%25: a,b\\n::error::c");
        assert_eq!(property("a:b,c%0A\u{202e}"), "a%3Ab%2Cc%250A\\u{202e}");
    }
}
