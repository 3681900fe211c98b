//! Encoded tokens: three parts in base64url with dots between them, the second of which holds the claims.
//!
//! ```text
//! [[Authorization:] Bearer] eyJ<header> . eyJ<claims> . <signature>
//! ```
//! Nobody asks here whether a token is genuine: it only says what somebody believes to have been granted. No error quotes it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::permissions::InputError;
use crate::permissions::granted::GRAPH;

/// The token that a text is, without the words in front of it.
pub(super) fn encoded(text: &str) -> Option<&str> {
    let (word, rest) =
        text.trim().rsplit_once(char::is_whitespace).map_or(("", text.trim()), |(a, b)| (a, b));
    let introduced =
        ["", "Bearer", "Authorization: Bearer"].iter().any(|known| word.eq_ignore_ascii_case(known));
    // `{"` in base64.
    (introduced && rest.starts_with("eyJ")).then_some(rest)
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

/// Whether a token with this audience is for Microsoft Graph in some cloud.
pub(super) fn is_graph(audience: &str) -> bool {
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
