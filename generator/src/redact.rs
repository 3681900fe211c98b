//! Secrets in text that people give: tokens, what signs them in, what signs an address, user information of URLs. What may be shown
//! goes through [`redact`]; whoever wants to know whether a text holds a token asks `has_token`.
//!
//! | secret | known by | shown as |
//! |---|---|---|
//! | an encoded token | `eyJ`, which is `{"` in base64url, wherever it stands | `…` |
//! | what follows `Bearer`, `Basic` or `Authorization` | the word, in any case, before blanks, `:`, `=`, quotes or their escapes | the word and `…` |
//! | a parameter or a member of JSON | its name: `access_token`, `code`, `client_secret`, `sig`, … | `name=…` |
//! | user information | `//user:password@` | `//` |

use std::borrow::Cow;
use std::ops::Range;

/// What an encoded token begins with: `{"` in base64.
const TOKEN: &str = "eyJ";

/// Words that announce a secret.
const WORDS: [&str; 3] = ["authorization", "bearer", "basic"];

/// Names of parameters and members whose values are secrets.
const NAMES: [&str; 28] = [
    "access_token",
    "accesstoken",
    "api_key",
    "apikey",
    "assertion",
    "client_assertion",
    "client_secret",
    "clientsecret",
    "code",
    "code_verifier",
    "cookie",
    "id_token",
    "idtoken",
    "key",
    "passwd",
    "password",
    "pwd",
    "refresh_token",
    "refreshtoken",
    "sas",
    "secret",
    "secrettext",
    "sig",
    "signature",
    "subscription-key",
    "tempauth",
    "token",
    "x-functions-key",
];

/// A text without the secrets in it.
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut secrets = secrets(text);
    if secrets.is_empty() {
        return text.into();
    }
    secrets.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, instead) in secrets {
        if range.start >= from {
            out.push_str(&text[from..range.start]);
            out.push_str(instead);
        }
        from = from.max(range.end);
    }
    out.push_str(&text[from..]);
    out.into()
}

/// Whether an encoded token stands in a text.
pub(crate) fn has_token(text: &str) -> bool {
    text.contains(TOKEN)
}

fn secrets(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let tokens = text.match_indices(TOKEN).map(|(start, _)| (start..end_of_token(text, start), "…"));
    // One byte for one byte, so that places stay.
    let lower = text.to_ascii_lowercase();
    let announced = WORDS
        .iter()
        .flat_map(|word| lower.match_indices(word).map(|(at, _)| (at, at + word.len())))
        .filter(|&(at, _)| is_boundary(text[..at].chars().next_back()))
        .filter_map(|(_, end)| value(text, end, true));
    let named = lower
        .match_indices(['=', ':', '%'])
        .filter(|&(at, _)| NAMES.contains(&name_before(&lower[..at])))
        .filter_map(|(at, _)| value(text, at, false));
    let values = announced.chain(named).map(|range| (range, "…"));
    let users = text.match_indices("//").filter_map(|(at, _)| user(text, at + 2)).map(|range| (range, ""));
    tokens.chain(values).chain(users).collect()
}

/// Where a token ends. A line end does not end it: tokens are often broken into lines.
fn end_of_token(text: &str, start: usize) -> usize {
    text[start..]
        .find([' ', '"', '\'', '`', ',', ';', '&', '?', '#', '<', '>', ')', ']', '}'])
        .map_or(text.len(), |length| start + length)
}

fn is_boundary(before: Option<char>) -> bool {
    before.is_none_or(|c| !c.is_ascii_alphanumeric())
}

/// The name that a text ends with, in lower case and without what quotes it: `?sig`, `"access_token" `, `%24skiptoken`.
fn name_before(text: &str) -> &str {
    let text = text.trim_end_matches([' ', '"', '\'', '\\', '\t']);
    let length = text
        .bytes()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        .count();
    let (before, name) = text.split_at(text.len() - length);
    // The digits of an escape, as in `%3Fsig`, are no part of the name.
    let name = if before.ends_with('%') { name.get(2..).unwrap_or_default() } else { name };
    name.trim_start_matches('-')
}

/// The value behind a name or word that ends at `end`: behind `=`, `:` or their escapes, blanks and quotes. Headers name a scheme first,
/// and their values have blanks.
fn value(text: &str, end: usize, in_header: bool) -> Option<Range<usize>> {
    let rest = &text[end..];
    let mut start = rest;
    loop {
        let blank = start.trim_start_matches([' ', '\t', '"', '\'', '\\', ':', '=', '\r', '\n', '+']);
        let escaped =
            ["%20", "%22", "%3D", "%3d", "%3A", "%3a"].iter().find_map(|escape| blank.strip_prefix(escape));
        let next = escaped.unwrap_or(blank);
        if next.len() == start.len() {
            break;
        }
        start = next;
    }
    let is_apart = start.len() < rest.len() && !start.is_empty();
    let stop: &[char] =
        if in_header { &['"', '\'', '`'] } else { &['"', '\'', '`', '&', ' ', '#', ';', ',', '}'] };
    let from = text.len() - start.len();
    is_apart.then(|| from..start.find(stop).map_or(text.len(), |length| from + length))
}

/// User information of the authority that begins at `start`, with its `@`.
fn user(text: &str, start: usize) -> Option<Range<usize>> {
    let authority = text[start..].split(['/', '\\', '?', '#', ' ', '"', '\'', '<', '>']).next()?;
    authority.rfind('@').map(|at| start..start + at + 1)
}

#[cfg(test)]
mod tests {
    use super::redact;

    const JWT: &str = "eyJhbGciOiJub25lIn0.eyJzY3AiOiJVc2VyLlJlYWQifQ.SIGSECRET";

    #[test]
    fn tokens_in_any_wrapping() {
        for (wrapped, shown) in [
            ("T", "…"),
            ("\"T\"", "\"…\""),
            ("bearer T", "bearer …"),
            ("Authorization: Bearer T", "Authorization: …"),
            ("curl -H \"Authorization: Bearer T\" https://x/me", "curl -H \"Authorization: …\" https://x/me"),
            ("curl -H 'authorization:Bearer T' x", "curl -H 'authorization:…' x"),
            ("{\"access_token\": \"T\", \"a\": 1}", "{\"access_token\": \"…\", \"a\": 1}"),
            ("{\\\"token\\\":\\\"T\\\"}", "{\\\"token\\\":\\\"…\"}"),
            ("{\"T\": 1}", "{\"…\": 1}"),
            ("/me?a=T&b=c", "/me?a=…&b=c"),
            ("/me/T/x", "/me/…"),
            ("%22T%22", "%22…"),
            ("xT", "x…"),
        ] {
            assert_eq!(redact(&wrapped.replace('T', JWT)), shown, "{wrapped}");
        }
        let broken = JWT.replace(".SIG", ".S\r\n  IG").replace("  ", "");
        assert_eq!(redact(&format!("x {broken} y")), "x … y");
    }

    #[test]
    fn other_secrets() {
        for (text, shown) in [
            ("Bearer EwB4A8l6BAAU", "Bearer …"),
            ("-H 'Authorization: Basic dTpw=='", "-H 'Authorization: …'"),
            ("Bearer%20abc", "Bearer%20…"),
            ("https://h/cb?code=0.AX&state=1#x", "https://h/cb?code=…&state=1#x"),
            ("grant_type=x&client_secret=a~b", "grant_type=x&client_secret=…"),
            ("--client-secret abc", "--client-secret abc"),
            ("https://b.example/c?sv=1&sig=a%2Fb%3D&se=2", "https://b.example/c?sv=1&sig=…&se=2"),
            ("/cb?next=%2Fx%3Faccess_token%3Dabc%26b", "/cb?next=%2Fx%3Faccess_token%3D…"),
            ("https://user:pw@host.example/a", "https://host.example/a"),
            ("GET //me:p@ss@host/a b@c", "GET //host/a b@c"),
            ("{\"client_secret\":\"abc\"}", "{\"client_secret\":\"…\"}"),
        ] {
            assert_eq!(redact(text), shown, "{text}");
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            "GET /me/messages?$filter=a eq 'b'&$top=1",
            "https://graph.microsoft.com/v1.0/users/a@b.c/messages",
            "GET /reports/getOne(period='D7')",
            "GET /me/drive/root:/a/b.txt:/content",
            "Mail.Read",
            "00000003-0000-0000-c000-000000000000",
            "the token cannot be read: its claims are not JSON",
        ] {
            assert_eq!(redact(text), text);
        }
    }
}
