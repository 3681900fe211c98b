//! Lines `METHOD URL`.
//!
//! ```text
//! # a comment
//! GET /me
//! beta POST https://graph.microsoft.com/v1.0/me/sendMail  # why
//! /me/photo
//! ```

use std::io::BufRead;

use super::InputError;
use super::input::{First, Line, Lines};
use super::sink::Sink;
use super::used::{Use, is_word};

const TOO_LONG: &str = "the line is too long";

pub(super) fn read(
    first: First,
    mut lines: Lines<impl BufRead>,
    sink: &mut Sink<'_>,
) -> Result<(), InputError> {
    sink.line = Some(first.number);
    if first.whole {
        line(&first.text, sink);
    } else {
        sink.skip(TOO_LONG);
        lines.skip_rest_of_line()?;
    }
    while let Some((number, next)) = lines.next()? {
        sink.line = Some(number);
        match next {
            Line::Text(text) => line(text, sink),
            Line::TooLong => sink.skip(TOO_LONG),
        }
    }
    Ok(())
}

fn line(text: &[u8], sink: &mut Sink<'_>) {
    match str::from_utf8(text) {
        Ok(text) => request(text, sink),
        Err(_) => sink.skip("the line is not text"),
    }
}

/// One line.
pub(super) fn request(line: &str, sink: &mut Sink<'_>) {
    if line.is_empty() || line.starts_with('#') {
        return;
    }
    let mut words = line.split_whitespace();
    let mut first = words.next().unwrap_or_default();
    let mut version = None;
    if matches!(first.to_ascii_lowercase().as_str(), "v1.0" | "beta") {
        version = Some(first.to_owned());
        first = words.next().unwrap_or_default();
    }
    let url = line.split_once(first).map_or("", |(_, rest)| without_comment(rest));
    let used = |method: &str, url: &str| Use {
        method: method.to_owned(),
        url: url.to_owned(),
        version: version.clone(),
        ..Use::default()
    };
    // A word that is no method is the caller's to explain.
    if looks_like_url(url) && is_word(first) {
        sink.add(used(first, url));
    } else if looks_like_url(first) {
        sink.add(used("GET", without_comment(line)));
    } else {
        // Nothing of the line is shown: it can hold anything, a token too.
        sink.skip("expected `METHOD URL`");
    }
}

/// `GET /me   # why`
fn without_comment(url: &str) -> &str {
    url.split(" #").next().unwrap_or_default().trim()
}

fn looks_like_url(text: &str) -> bool {
    let text = text.as_bytes();
    let starts = |start: &[u8]| text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    [b"/".as_slice(), b"https://", b"http://", b"graph.microsoft."].into_iter().any(starts)
}
