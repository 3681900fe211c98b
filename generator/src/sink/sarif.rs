//! Messages and URIs of SARIF 2.1.0.

use std::fmt::Write;

use super::line;

/// A message. Viewers make links of `[text](target)`, so brackets that could begin one are escaped (§3.11.6).
pub fn message(text: &str) -> String {
    let text = line(text);
    if text.contains("](") {
        text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        text.into_owned()
    }
}

/// A path as a URI reference: `/` between the parts, everything that a URI cannot hold or reads in another way in percents.
pub fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into())
            }
            // Writing to a `String` cannot fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages() {
        assert_eq!(message("[a] \u{1b}[0m\nb"), "[a] \\u{1b}[0m\\nb");
        assert_eq!(message("see [a](https://b.example)"), "see \\[a\\](https://b.example)");
    }

    #[test]
    fn uris() {
        assert_eq!(uri("a b\\ü#.md"), "a%20b/%C3%BC%23.md");
        assert_eq!(uri("/docs/x\n\u{202e}.md"), "file:///docs/x%0A%E2%80%AE.md");
    }
}
