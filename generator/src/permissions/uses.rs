//! What a program calls: lists of requests in the forms in which people have them.
//!
//! | form | known by |
//! |---|---|
//! | a list | lines `METHOD URL`, with an optional `v1.0` or `beta` in front; `#` starts a comment |
//! | HAR | `{"log": {"entries": [{"request": {"method", "url", "postData"}}]}}` |
//! | a `$batch` body | `{"requests": [{"id", "method", "url"}]}` |
//! | activity logs | JSON lines, `{"records": […]}` or `[…]`, each with `RequestMethod` and `RequestUri`, on top or in `properties` |
//! | an audit | `{"calls": [{"version", "method", "path"}]}`, what `permissions audit --format json` prints |
//!
//! A request to `/$batch` is taken apart where its body is there, and said to be closed where it is not.

use serde_json::Value;

use super::{Caller, InputError};
use crate::redact::redact;

/// A request that a program makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The method in capitals.
    pub method: String,
    /// The URL as given, with or without host and version.
    pub url: String,
    /// The version that stands beside the URL.
    pub version: Option<String>,
    /// Who calls, where the form says so.
    pub caller: Option<Caller>,
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
fn shown_url(url: &str) -> String {
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

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// The requests, in the order of the text.
    pub uses: Vec<Use>,
    /// What could not be read, in words.
    pub skipped: Vec<String>,
}

/// Reads uses in any of the forms.
///
/// # Errors
/// When the text has none of the forms.
pub fn read(text: &str) -> Result<Uses, InputError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut uses = Uses::default();
    match text.trim_start().chars().next() {
        Some('{' | '[') => match serde_json::from_str::<Value>(text) {
            Ok(value) => read_json(&value, &mut uses)?,
            Err(error) => read_json_lines(text, &error, &mut uses)?,
        },
        _ => read_list(text, &mut uses),
    }
    Ok(uses)
}

fn read_list(text: &str, uses: &mut Uses) {
    for (number, line) in text.lines().enumerate() {
        let line_number = number + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let mut first = words.next().unwrap_or_default();
        let mut version = None;
        if matches!(first.to_ascii_lowercase().as_str(), "v1.0" | "beta") {
            version = Some(first.to_owned());
            first = words.next().unwrap_or_default();
        }
        let url = line.split_once(first).map_or("", |(_, rest)| rest.trim());
        let url = without_comment(url);
        if is_method(first) && looks_like_url(url) {
            uses.add(first, url, version, None, Some(line_number));
        } else if looks_like_url(first) {
            uses.add("GET", without_comment(line), version, None, Some(line_number));
        } else {
            uses.skipped.push(format!("line {line_number}: {}", why_unread(first, url)));
        }
    }
}

/// Why a line is no request. Nothing of it is shown but a word that stands where the method does: the line can hold anything.
fn why_unread(first: &str, rest: &str) -> String {
    if looks_like_url(rest) && is_word(first) {
        format!("`{first}` is not a method of the docs")
    } else {
        "expected `METHOD URL`".to_owned()
    }
}

/// Whether a text can be the name of a method.
fn is_word(text: &str) -> bool {
    (1..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// `GET /me   # why`
fn without_comment(url: &str) -> &str {
    url.split(" #").next().unwrap_or_default().trim()
}

fn is_method(word: &str) -> bool {
    matches!(word.to_ascii_uppercase().as_str(), "GET" | "POST" | "PATCH" | "PUT" | "DELETE")
}

fn looks_like_url(text: &str) -> bool {
    text.starts_with('/') || text.starts_with("https://") || text.starts_with("http://")
}

fn read_json(value: &Value, uses: &mut Uses) -> Result<(), InputError> {
    if let Some(entries) = value.pointer("/log/entries").and_then(Value::as_array) {
        for entry in entries {
            let Some(request) = entry.get("request") else {
                continue;
            };
            let (Some(method), Some(url)) = (text_of(request, &["method"]), text_of(request, &["url"]))
            else {
                continue;
            };
            let body = request.pointer("/postData/text").and_then(Value::as_str);
            if is_method(method) {
                uses.add_with_body(method, url, body);
            }
        }
        return Ok(());
    }
    if let Some(requests) = value.get("requests").and_then(Value::as_array) {
        uses.add_batch(requests, None);
        return Ok(());
    }
    let list = ["records", "value", "calls", "uses"]
        .into_iter()
        .find_map(|key| value.get(key).and_then(Value::as_array));
    match list.or(value.as_array()) {
        Some(list) => list.iter().for_each(|record| uses.add_record(record, None)),
        None if record_of(value).is_some() => uses.add_record(value, None),
        None => {
            let message = "the JSON is neither a HAR file, a `$batch` body, an activity log nor an audit";
            return Err(InputError::new(message));
        }
    }
    Ok(())
}

fn read_json_lines(text: &str, error: &serde_json::Error, uses: &mut Uses) -> Result<(), InputError> {
    let mut understood = 0;
    let mut bad = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(record) => {
                understood += 1;
                uses.add_record(&record, Some(number + 1));
            }
            Err(_) => bad.push(format!("line {}: not a JSON object", number + 1)),
        }
    }
    if understood == 0 {
        return Err(InputError::new(format!("neither JSON ({error}) nor JSON lines")));
    }
    uses.skipped.append(&mut bad);
    Ok(())
}

impl Uses {
    fn add(
        &mut self,
        method: &str,
        url: &str,
        version: Option<String>,
        caller: Option<Caller>,
        line: Option<usize>,
    ) {
        self.uses.push(Use {
            method: method.to_ascii_uppercase(),
            url: url.to_owned(),
            version,
            caller,
            line,
        });
    }

    /// A request whose body may be a batch.
    fn add_with_body(&mut self, method: &str, url: &str, body: Option<&str>) {
        if !is_batch(url) {
            return self.add(method, url, None, None, None);
        }
        let requests = body.and_then(|body| serde_json::from_str::<Value>(body).ok());
        match requests.as_ref().and_then(|body| body.get("requests")).and_then(Value::as_array) {
            Some(requests) => self.add_batch(requests, version_of(url)),
            None => self
                .skipped
                .push(format!("the body of `{}` is not there, so its requests are unknown", shown_url(url))),
        }
    }

    fn add_batch(&mut self, requests: &[Value], version: Option<&str>) {
        for request in requests {
            match (text_of(request, &["method"]), text_of(request, &["url"])) {
                (Some(method), Some(url)) if is_method(method) => {
                    let slash = if url.starts_with('/') || url.contains("://") { "" } else { "/" };
                    self.add(method, &format!("{slash}{url}"), version.map(str::to_owned), None, None);
                }
                _ => self.skipped.push("a request of a batch has no method or no URL".to_owned()),
            }
        }
    }

    /// One request of a log or an audit.
    fn add_record(&mut self, record: &Value, line: Option<usize>) {
        if let Some(text) = record.as_str() {
            return read_list(text, self);
        }
        let at = line.map_or(String::new(), |line| format!("line {line}: "));
        let Some((record, method, url)) = record_of(record) else {
            self.skipped.push(format!("{at}a record has no method or no URL"));
            return;
        };
        if !is_method(method) {
            let method = if is_word(method) { format!("`{method}`") } else { "what it has".to_owned() };
            self.skipped.push(format!("{at}{method} is not a method of the docs"));
            return;
        }
        if is_batch(url) {
            self.skipped.push(format!(
                "{at}the log does not say what a batch holds; its requests stand in lines of their own"
            ));
            return;
        }
        let version = text_of(record, &["version", "apiVersion", "ApiVersion"]).map(str::to_owned);
        self.add(method, url, version, caller_of(record), line);
    }
}

/// A record with its method and URL, wherever the export puts them.
fn record_of(value: &Value) -> Option<(&Value, &str, &str)> {
    let inner = ["properties", "Properties", "request"].into_iter().filter_map(|key| value.get(key));
    inner.chain([value]).find_map(|record| {
        let method = text_of(record, &["RequestMethod", "requestMethod", "method", "Method"])?;
        let url = text_of(record, &["RequestUri", "requestUri", "url", "Url", "uri", "path"])?;
        Some((record, method, url))
    })
}

/// Who called, of an activity log: a call for a user has scopes, one of the app itself has roles.
fn caller_of(record: &Value) -> Option<Caller> {
    let has = |keys: &[&str]| text_of(record, keys).is_some_and(|text| !text.trim().is_empty());
    if has(&["Scopes", "scopes", "scp"]) || has(&["UserId", "userId"]) {
        Some(Caller::Delegated)
    } else if has(&["Roles", "roles"]) || has(&["ServicePrincipalId", "servicePrincipalId"]) {
        Some(Caller::Application)
    } else {
        match text_of(record, &["caller", "scheme"])?.to_ascii_lowercase().as_str() {
            "delegated" | "delegatedwork" | "delegatedpersonal" => Some(Caller::Delegated),
            "application" => Some(Caller::Application),
            _ => None,
        }
    }
}

fn text_of<'v>(value: &'v Value, keys: &[&str]) -> Option<&'v str> {
    keys.iter().find_map(|key| value.get(key)?.as_str())
}

fn is_batch(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.ends_with("/$batch") || path.ends_with("/%24batch")
}

/// The version in the URL of a batch.
fn version_of(url: &str) -> Option<&str> {
    url.split('/').find(|part| matches!(part.to_ascii_lowercase().as_str(), "v1.0" | "beta"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown = match read(text) {
            Ok(uses) => {
                let one = |used: &Use| {
                    let version =
                        used.version.as_ref().map_or(String::new(), |version| format!("{version} "));
                    let caller = used.caller.map_or(String::new(), |caller| format!(" {}", caller.as_str()));
                    let line = used.line.map_or(String::new(), |line| format!(" at {line}"));
                    format!("{version}{} {}{caller}{line}", used.method, used.url)
                };
                let skipped = uses.skipped.iter().map(|words| format!("skipped {words}"));
                uses.uses.iter().map(one).chain(skipped).collect()
            }
            Err(error) => vec![format!("error: {error}")],
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn lists() {
        check(
            "# calls\nGET /me\n\npost https://graph.microsoft.com/v1.0/me/sendMail  # why\nbeta GET /users/{id | mail}\n/me/photo\nnonsense\n",
            &[
                "GET /me at 2",
                "POST https://graph.microsoft.com/v1.0/me/sendMail at 4",
                "beta GET /users/{id | mail} at 5",
                "GET /me/photo at 6",
                "skipped line 7: expected `METHOD URL`",
            ],
        );
        check("", &[]);
    }

    #[test]
    fn har_and_batches() {
        check(
            r#"{"log": {"entries": [
                {"request": {"method": "GET", "url": "https://graph.microsoft.com/v1.0/me"}},
                {"request": {"method": "OPTIONS", "url": "https://graph.microsoft.com/v1.0/me"}},
                {"request": {"method": "POST", "url": "https://graph.microsoft.com/beta/$batch",
                    "postData": {"text": "{\"requests\": [{\"id\": \"1\", \"method\": \"GET\", \"url\": \"/me/drive\"}, {\"id\": \"2\"}]}"}}},
                {"request": {"method": "POST", "url": "https://graph.microsoft.com/v1.0/$batch"}}
            ]}}"#,
            &[
                "GET https://graph.microsoft.com/v1.0/me",
                "beta GET /me/drive",
                "skipped a request of a batch has no method or no URL",
                "skipped the body of `https://graph.microsoft.com/v1.0/$batch` is not there, so its requests are unknown",
            ],
        );
        check(r#"{"requests": [{"method": "DELETE", "url": "groups/1"}]}"#, &["DELETE /groups/1"]);
    }

    #[test]
    fn activity_logs() {
        check(
            "{\"RequestMethod\": \"GET\", \"RequestUri\": \"https://graph.microsoft.com/v1.0/users\", \"Roles\": \"User.Read.All\"}\n\
             not json\n\
             {\"properties\": {\"requestMethod\": \"GET\", \"requestUri\": \"https://graph.microsoft.com/beta/me\", \"apiVersion\": \"beta\", \"scopes\": \"User.Read\"}}\n",
            &[
                "GET https://graph.microsoft.com/v1.0/users application at 1",
                "beta GET https://graph.microsoft.com/beta/me delegated at 3",
                "skipped line 2: not a JSON object",
            ],
        );
        check(r#"{"records": [{"method": "GET"}]}"#, &["skipped a record has no method or no URL"]);
        check(r#"{"calls": [{"version": "v1.0", "method": "GET", "path": "/me"}]}"#, &["v1.0 GET /me"]);
        check(r#"["GET /me"]"#, &["GET /me at 1"]);
    }

    #[test]
    fn no_secret_is_shown() {
        let cases = [
            (
                "https://graph.microsoft.com/v1.0/me/messages?$top=10&$filter=a eq 'b'",
                "GET https://graph.microsoft.com/v1.0/me/messages?$top=10&$filter=a eq 'b'",
            ),
            ("/me?%24skiptoken=abc&$deltatoken=x&flag", "GET /me?%24skiptoken=…&$deltatoken=…&flag"),
            (
                "https://me:secret@files.example/a?tempauth=eyJ0.x&y=#access_token=z",
                "GET https://files.example/a?tempauth=…&y=",
            ),
        ];
        for (url, expected) in cases {
            let used = Use {
                method: "GET".to_owned(),
                url: url.to_owned(),
                version: None,
                caller: None,
                line: None,
            };
            assert_eq!(used.shown(), expected);
        }
    }

    #[test]
    fn nothing_of_what_cannot_be_read_is_shown() {
        check(
            "FETCH /me\ncurl -H \"Authorization: Bearer eyJ0.e30.SIG\" https://graph.microsoft.com/v1.0/me\neyJ0.e30\nSIGSECRET\n",
            &[
                "skipped line 1: `FETCH` is not a method of the docs",
                "skipped line 2: expected `METHOD URL`",
                "skipped line 3: expected `METHOD URL`",
                "skipped line 4: expected `METHOD URL`",
            ],
        );
        check(
            r#"[{"method": "eyJ0.e30.SIG", "url": "/me"}, {"method": "TRACE", "url": "/me"}]"#,
            &[
                "skipped what it has is not a method of the docs",
                "skipped `TRACE` is not a method of the docs",
            ],
        );
    }

    #[test]
    fn other_texts() {
        check(
            "{}",
            &["error: the JSON is neither a HAR file, a `$batch` body, an activity log nor an audit"],
        );
        check("{oops", &["error: neither JSON (key must be a string at line 1 column 2) nor JSON lines"]);
    }
}
