//! Encoded tokens: three parts in base64url with dots between them, the second of which holds the claims.
//!
//! ```text
//! eyJ<header> . eyJ<claims> . <signature>
//! ```
//! A token is taken out of what people copy it with: quotes, `Authorization: Bearer`, the answer of a token endpoint, the line ends of an
//! editor. Nobody asks here whether a token is genuine: it only says what somebody believes to have been granted. No error quotes it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::grant::GRAPH;
use crate::permissions::InputError;
use crate::redact;

/// Words that may stand in front of a token.
const WORDS: [&str; 7] = ["", "access", "accesstoken", "authorization", "bearer", "idtoken", "token"];

/// The token that a text is, without what wraps it. None when no token stands in the text.
///
/// # Errors
/// When a token stands among other text, so that the text is not one.
pub(super) fn unwrapped(text: &str) -> Result<Option<String>, InputError> {
    if !redact::has_token(text) {
        return Ok(None);
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => of_json(&value),
        Err(_) => of_text(text),
    }
    .map(Some)
    .ok_or_else(|| InputError::new("a token among other text; give the token in a file of its own"))
}

/// The token of JSON: the one that is called so, or the only text that holds one.
fn of_json(value: &Value) -> Option<String> {
    let mut holding = Vec::new();
    texts("", value, &mut holding);
    holding.retain(|(_, text)| redact::has_token(text));
    let is_access = |(name, _): &&(&str, &str)| name.replace('_', "").eq_ignore_ascii_case("accesstoken");
    match holding.iter().find(is_access).or(holding.first().filter(|_| holding.len() == 1)) {
        Some((_, text)) => of_text(text),
        None => None,
    }
}

/// The texts of JSON, each with the member that it is the value of; names are texts, too.
fn texts<'v>(name: &'v str, value: &'v Value, out: &mut Vec<(&'v str, &'v str)>) {
    match value {
        Value::String(text) => out.push((name, text)),
        Value::Array(items) => items.iter().for_each(|item| texts(name, item, out)),
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            out.push(("", name));
            texts(name, value, out);
        }),
        _ => {}
    }
}

/// The token of a text that has nothing else but what wraps it.
fn of_text(text: &str) -> Option<String> {
    let start = text.find("eyJ")?;
    let words = text[..start].split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase);
    // The lines of a token, of which only the last can be followed by something that closes a quote.
    let lines: Vec<&str> = text[start..]
        .split(['\r', '\n'])
        .map(|line| line.trim_matches(|c: char| is_quote(c) || c.is_whitespace()))
        .collect();
    let token = lines.concat();
    let token = token.trim_end_matches(|c| is_quote(c) || matches!(c, '}' | ']' | ')' | ',' | ';'));
    let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
    (words.into_iter().all(|word| WORDS.contains(&word.as_str())) && token.chars().all(is_token))
        .then(|| token.to_owned())
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '\\' | '+' | '\u{201c}' | '\u{201d}')
}

/// The claims of a token.
pub(super) fn claims(token: &str) -> Result<Value, InputError> {
    let bad = |why: &str| InputError::new(format!("the token cannot be read: {why}"));
    let parts: Vec<&str> = token.split('.').collect();
    let [_, claims, _] = parts[..] else {
        let (count, s) = (parts.len(), if parts.len() == 1 { "" } else { "s" });
        let encrypted = if count == 5 { "; one of five is encrypted" } else { "" };
        return Err(bad(&format!("it has {count} part{s} instead of 3{encrypted}")));
    };
    let claims = URL_SAFE_NO_PAD
        .decode(claims.trim_end_matches('='))
        .map_err(|_| bad("its second part is not base64url"))?;
    serde_json::from_slice(&claims).map_err(|_| bad("its claims are not JSON"))
}

/// Why a token may not hold at a time; its permissions are used all the same.
///
/// # Errors
/// When it is for another API, so that its permissions are others of the same names.
pub(super) fn doubts(claims: &Value, now: u64) -> Result<Vec<String>, InputError> {
    let mut doubts = Vec::new();
    match claims.get("aud") {
        Some(Value::String(audience)) if is_graph(audience) => {}
        Some(Value::String(audience)) => {
            let audience = redact::redact(audience);
            return Err(InputError::new(format!("the token is for `{audience}`, not for Microsoft Graph")));
        }
        _ => doubts.push("the token does not say for which API it is (no `aud`)".to_owned()),
    }
    let expired = claims.get("exp").and_then(Value::as_f64).map(|exp| now as f64 - exp);
    if let Some(seconds) = expired.filter(|&seconds| seconds > 0.0) {
        let ago = match (seconds / 86_400.0).floor() {
            days if days < 1.0 => "less than a day".to_owned(),
            1.0 => "1 day".to_owned(),
            days => format!("{days} days"),
        };
        doubts.push(format!("the token has expired: {ago} ago"));
    }
    Ok(doubts)
}

/// Whether a token with this audience is for Microsoft Graph in some cloud.
fn is_graph(audience: &str) -> bool {
    const HOSTS: [&str; 5] = [
        "graph.microsoft.com",
        "graph.microsoft.us",
        "dod-graph.microsoft.us",
        "graph.microsoft.de",
        "microsoftgraph.chinacloudapi.cn",
    ];
    let host = audience.strip_prefix("https://").map(|host| host.trim_end_matches('/'));
    audience.eq_ignore_ascii_case(GRAPH)
        || host.is_some_and(|host| HOSTS.iter().any(|known| host.eq_ignore_ascii_case(known)))
}
