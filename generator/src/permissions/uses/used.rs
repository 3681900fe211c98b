//! A request as it was written or logged.

use crate::permissions::Caller;
use crate::redact::redact;

/// A request that a program makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Use {
    /// The method in capitals.
    pub method: String,
    /// The URL as given, with or without host and version.
    pub url: String,
    /// The version that stands beside the URL.
    pub version: Option<String>,
    /// Who calls, where the form says so.
    pub caller: Option<Caller>,
    /// The identifier of the application that calls, else that of its service principal, where the form says so.
    pub app: Option<String>,
    /// The object id of its service principal, where the form says so.
    pub service_principal: Option<String>,
    /// The status of the answer, where the form says so.
    pub status: Option<u16>,
    /// The line, from 1; none in a form without lines.
    pub line: Option<usize>,
}

impl Use {
    /// The request as it may be shown.
    pub fn shown(&self) -> String {
        format!("{} {}", self.method, shown_url(&self.url))
    }
}

/// A URL as it may be shown: without a fragment, with the values of the query options of Microsoft Graph only, and without what else
/// is known to be a secret. Every other value can be one, such as a token of a pre-authenticated address.
pub(super) fn shown_url(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let Some((address, query)) = url.split_once('?') else { return redact(url).into_owned() };
    let option = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let plain = name.replacen("%24", "$", 1).to_ascii_lowercase();
        let open = plain.starts_with('$') && !plain.ends_with("token");
        if value.is_empty() || open { part.to_owned() } else { format!("{name}=…") }
    };
    let query: Vec<String> = query.split('&').map(option).collect();
    redact(&format!("{address}?{}", query.join("&"))).into_owned()
}

/// Whether a word is a method that documented requests have.
pub(super) fn is_method(word: &str) -> bool {
    matches!(word.to_ascii_uppercase().as_str(), "GET" | "POST" | "PATCH" | "PUT" | "DELETE")
}

/// Whether a text can be the name of a method, and holds no secret.
pub(super) fn is_word(text: &str) -> bool {
    (1..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}
