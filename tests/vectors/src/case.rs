//! Examples as `graphdocs vectors` writes them.

use serde::Deserialize;

/// All examples.
#[derive(Debug, Deserialize)]
pub(crate) struct Cases {
    pub(crate) cases: Vec<Case>,
}

/// A documented request with its response.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    /// Where the request line stands.
    pub(crate) place: String,
    /// The function that makes the request; none when it is no request of the API.
    pub(crate) call: Option<String>,
    /// The operation, or why there is no function.
    pub(crate) subject: String,
    /// Whether it is a request to another service.
    pub(crate) elsewhere: bool,
    pub(crate) method: String,
    /// The parts of the path behind the version, as they are written.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// The values of the path's placeholders.
    pub(crate) values: Vec<String>,
    pub(crate) response: Option<Answer>,
}

/// A documented response.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// The first header of a name.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Headers that say nothing that the client doesn't know by itself.
const OWN: [&str; 7] =
    ["accept", "authorization", "connection", "content-length", "content-type", "host", "user-agent"];

impl Case {
    /// The headers that the caller sets.
    pub(crate) fn set_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.headers.iter().filter(|(name, _)| !OWN.contains(&name.to_ascii_lowercase().as_str()));
        all.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
