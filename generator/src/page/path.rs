//! The path of a request line → segments.
//!
//! ```text
//! path     = ["https://graph.microsoft.com"] ["/" ( version | "{version}" )] {segment} ["?" query]
//! segment  = "/" ( literal | key | function | "$ref" | "$value" | "$count" )   e.g. /users, /{id | mail}, /search(q='{q}')
//!          | ":/" name [":"]                                                   e.g. root:/{item-path}:
//! key      = "{" name {"|" name} "}" | "<" name ">" | property "=" "{" name "}"
//! ```
//! What a line lacks is mended and said: `DELETE/x`, `policies/x`, `~/x`, `{id}$ref`, `/users/{a} | b/x`, an open parenthesis, an
//! identifier where a key belongs.

use crate::ir::{Argument, Key, KeyPair, PathTemplate, Segment, Version};
use crate::names::LONGEST_NAME;

/// A path that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedPath {
    /// The segments. Placeholders have the names that the line gives them; names may repeat.
    pub template: PathTemplate,
    /// The parameters of the query string: name and value.
    pub query: Vec<(String, String)>,
    /// The version in front of the path.
    pub version: Option<Version>,
    /// The host, when it is not Graph's own.
    pub foreign_host: Option<String>,
    /// Whether the line leaves a parenthesis open.
    pub unclosed: bool,
    /// What had to be mended, in words.
    pub repairs: Vec<String>,
    /// Identifiers that became keys.
    pub literal_keys: Vec<String>,
}

/// No path of the docs has more than 17.
const MOST_SEGMENTS: usize = 64;
/// No function of the docs has more than 5.
const MOST_ARGUMENTS: usize = 32;
/// No request of the docs has more than 4 query parameters.
const MOST_OPTIONS: usize = 64;

/// Reads the path of a request line, without its method.
pub fn parse(text: &str) -> ParsedPath {
    let mut parsed = ParsedPath::default();
    let text = without_protocol(text.trim());
    let text = parsed.strip_host(text);
    let (path, query) = split_query(text);
    parsed.query = read_query(query);
    let mut path = angle_to_brace(path.trim());
    if path.matches('(').count() > path.matches(')').count() {
        parsed.unclosed = true;
        parsed.repairs.push("closed a parenthesis".to_owned());
        close_parenthesis(&mut path);
    }
    if close_braces(&mut path) {
        parsed.repairs.push("closed a brace".to_owned());
    }
    if let Some(rest) = path.strip_prefix('~') {
        parsed.repairs.push("removed `~`".to_owned());
        path = rest.to_owned();
    }
    if !path.starts_with('/') {
        parsed.repairs.push("put a slash in front".to_owned());
        path.insert(0, '/');
    }
    parsed.segments(&path);
    parsed
}

/// The parts of a path as they are written, behind the version and before the query.
pub(crate) fn parts(text: &str) -> Vec<&str> {
    let (path, _) = split_query(ParsedPath::default().strip_host(without_protocol(text.trim())));
    tokens(path).into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

impl ParsedPath {
    /// What the path has more of than any path of the docs, in words: segments, arguments, query parameters, letters of a name.
    pub(in crate::page) fn excess(&self) -> Option<String> {
        let segments = &self.template.segments;
        if segments.len() > MOST_SEGMENTS {
            return Some(format!("the path has more than {MOST_SEGMENTS} segments"));
        }
        if self.query.len() > MOST_OPTIONS {
            return Some(format!("the request has more than {MOST_OPTIONS} query parameters"));
        }
        let values = |segment: &Segment| match segment {
            Segment::Function { arguments, .. } => arguments.len(),
            Segment::NamedKey(pairs) => pairs.len(),
            Segment::Key(key) => key.alternatives.len(),
            _ => 1,
        };
        if segments.iter().any(|segment| values(segment) > MOST_ARGUMENTS) {
            return Some(format!("a part of the path has more than {MOST_ARGUMENTS} arguments"));
        }
        let mut names = segments.iter().flat_map(Segment::names);
        let long = names.any(|name| name.len() > LONGEST_NAME);
        long.then(|| format!("a name in the path has more than {LONGEST_NAME} letters"))
    }

    /// Takes host and version off the front.
    fn strip_host<'t>(&mut self, text: &'t str) -> &'t str {
        let mut rest = text;
        if let Some((scheme, after)) = text.split_once("://")
            && scheme.len() <= 5
        {
            let (host, path) = after.split_at(after.find('/').unwrap_or(after.len()));
            if !host.eq_ignore_ascii_case("graph.microsoft.com") {
                self.foreign_host = Some(host.to_owned());
            }
            rest = path;
        }
        let first = rest.trim_start_matches('/').split('/').next().unwrap_or_default();
        let version = match first {
            "v1" => Some(Version::V1),
            other => Version::parse(other),
        };
        if version.is_some() || stands_for_version(first) {
            self.version = version;
            rest = &rest[rest.find(first).unwrap_or(0) + first.len()..];
        }
        rest
    }

    fn segments(&mut self, path: &str) {
        let mut drive: Option<Vec<String>> = None;
        for token in tokens(path) {
            let token = token.trim();
            if let Some(inner) = &mut drive {
                if let Some(last) = token.strip_suffix(':') {
                    inner.push(last.to_owned());
                    let name = drive_path_name(inner);
                    self.template.segments.push(Segment::DrivePath(name));
                    drive = None;
                } else {
                    inner.push(token.to_owned());
                }
                continue;
            }
            if token.is_empty() {
                continue;
            }
            if let Some(before) = token.strip_suffix(':') {
                self.token(before);
                drive = Some(Vec::new());
                continue;
            }
            self.token(token);
        }
        if let Some(inner) = drive
            && !inner.is_empty()
        {
            self.template.segments.push(Segment::DrivePath(drive_path_name(&inner)));
        }
    }

    fn push(&mut self, segment: Segment) {
        self.template.segments.push(segment);
    }

    fn token(&mut self, token: &str) {
        match token {
            "" => {}
            "$ref" => self.push(Segment::Ref),
            "$value" => self.push(Segment::Value),
            "$count" => self.push(Segment::Count),
            "..." | "…" => {
                self.repairs.push("removed `...`, which stands for the segments before it again".to_owned())
            }
            _ if token.starts_with('{') => self.key(token),
            _ if token.contains('(') => self.call(token),
            _ => self.word(token),
        }
    }

    /// `{id | name}`, `{id}$ref`, `{id} | name`
    fn key(&mut self, token: &str) {
        let Some(close) = closing(token) else {
            self.repairs.push("closed a brace".to_owned());
            return self.push(Segment::Key(key(&token[1..], None)));
        };
        let (inner, rest) = (&token[1..close], token[close + 1..].trim());
        if let Some(more) = rest.strip_prefix('|') {
            self.repairs.push("took the names beside the braces into them".to_owned());
            return self.push(Segment::Key(key(&format!("{inner}|{more}"), None)));
        }
        self.push(Segment::Key(key(inner, None)));
        if rest.starts_with('$') {
            self.repairs.push(format!("put a slash before `{rest}`"));
            self.token(rest);
        } else if !rest.is_empty() {
            self.repairs.push(format!("took `{token}` as one key"));
        }
    }

    /// `name(a='{x}',b=1)`, `name('{x}')`, `name()`, `(a='{x}')`
    fn call(&mut self, token: &str) {
        let (name, rest) = token.split_once('(').unwrap_or((token, ""));
        let (name, inner) = (name.trim(), rest.trim_end().trim_end_matches(')').trim());
        let arguments: Vec<&str> =
            split_outside(inner, ',').into_iter().filter(|a| !a.trim().is_empty()).collect();
        let pairs: Option<Vec<(&str, &str)>> = arguments
            .iter()
            .map(|argument| {
                // `events('AAMk…=')`: the sign belongs to the key.
                let (name, value) = argument.split_once('=')?;
                (!name.trim_start().starts_with('\'')).then(|| (name.trim(), value.trim()))
            })
            .collect();
        let first = self.template.segments.is_empty();
        match pairs {
            Some(pairs) if pairs.is_empty() || !(name.is_empty() || first) => {
                let arguments = pairs.into_iter().map(|(name, value)| argument(name, value)).collect();
                self.push(Segment::Function { name: name.to_owned(), arguments });
            }
            Some(pairs) => {
                self.name_before_key(name);
                let pairs = pairs.into_iter().map(|(property, value)| pair(Some(property), value)).collect();
                self.push(Segment::NamedKey(pairs));
            }
            None => {
                self.name_before_key(name);
                let pair = pair(None, inner);
                if !inner.contains('{') {
                    self.literal_keys.push(inner.to_owned());
                }
                self.push(Segment::NamedKey(vec![pair]));
            }
        }
    }

    fn name_before_key(&mut self, name: &str) {
        if !name.is_empty() {
            self.push(Segment::Literal(name.to_owned()));
        }
    }

    /// A word without braces in front and without parentheses.
    fn word(&mut self, token: &str) {
        if let Some((property, value)) = token.split_once('=')
            && let Some(inner) = value.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        {
            return self.push(Segment::Key(key(inner, Some(property.trim()))));
        }
        if token.contains('{') {
            self.repairs.push(format!("took `{token}` as one key"));
            let inner: String = token.chars().map(|c| if matches!(c, '{' | '}') { '-' } else { c }).collect();
            return self.push(Segment::Key(key(inner.trim_matches('-'), None)));
        }
        if is_cast(token) {
            return self.push(Segment::Cast(token.to_owned()));
        }
        if is_identifier_value(token) {
            self.literal_keys.push(token.to_owned());
            return self.push(Segment::Key(key("id", None)));
        }
        self.push(Segment::Literal(token.to_owned()));
    }
}

/// Whether the first segment of a path stands for any version: `/{version}/me`.
fn stands_for_version(segment: &str) -> bool {
    let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    ["ver", "version", "api-version", "apiVersion"].iter().any(|version| name.eq_ignore_ascii_case(version))
}

/// `range(address='{x}'/entireRow` → `range(address='{x}')/entireRow`
fn close_parenthesis(path: &mut String) {
    let open = path.rfind('(').unwrap_or(0);
    let end = path[open..].find('/').map_or(path.len(), |slash| open + slash);
    path.insert(end, ')');
}

/// `{a/b/{c}` → `{a}/b/{c}`: a brace that opens in a later segment shows that one before it was not closed.
fn close_braces(path: &mut String) -> bool {
    let mut missing = Vec::new();
    let (mut open, mut slash) = (false, None);
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'{' => {
                missing.extend(slash.filter(|_| open));
                (open, slash) = (true, None);
            }
            b'}' => open = false,
            b'/' => slash = slash.or(Some(at)),
            _ => {}
        }
    }
    if missing.is_empty() {
        return false;
    }
    let mut rest = 0;
    let mut closed = String::with_capacity(path.len() + missing.len());
    for at in missing {
        closed.push_str(&path[rest..at]);
        closed.push('}');
        rest = at;
    }
    closed.push_str(&path[rest..]);
    *path = closed;
    true
}

/// `GET /x HTTP/1.1` → `/x`
fn without_protocol(text: &str) -> &str {
    let protocol = [" HTTP/", " http/"].into_iter().find(|protocol| text.contains(protocol));
    protocol.and_then(|protocol| text.rsplit_once(protocol)).map_or(text, |(before, _)| before.trim_end())
}

/// Splits at the question mark that opens the query; one inside braces or quotes does not.
fn split_query(text: &str) -> (&str, &str) {
    let mut depth = 0_u32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'?' if depth == 0 => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}

fn read_query(query: &str) -> Vec<(String, String)> {
    split_outside(query, '&')
        .into_iter()
        .filter(|pair| !pair.trim().is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = name.trim().replace("%24", "$");
            (name, value.trim().to_owned())
        })
        .collect()
}

/// The parts of a path between slashes; a slash inside braces, parentheses or quotes splits nothing.
fn tokens(path: &str) -> Vec<&str> {
    split_outside(path, '/')
}

/// Splits at a character that stands outside braces, parentheses and single quotes.
fn split_outside(text: &str, at: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut depth, mut quoted) = (0, 0_u32, false);
    for (i, c) in text.char_indices() {
        match c {
            '\'' if depth > 0 => quoted = !quoted,
            _ if quoted => {}
            '{' | '(' => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            _ if c == at && depth == 0 => {
                parts.push(&text[from..i]);
                from = i + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

/// The place of the brace that closes the first one.
fn closing(token: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, byte) in token.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at),
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// `<address>` → `{address}`
fn angle_to_brace(path: &str) -> String {
    if path.contains('<') && path.contains('>') {
        path.replace('<', "{").replace('>', "}")
    } else {
        path.to_owned()
    }
}

fn key(inner: &str, property: Option<&str>) -> Key {
    let names: Vec<String> = inner
        .split('|')
        .map(|name| name.trim().trim_matches(['{', '}', '\'', '"']).trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let name = names.first().cloned().unwrap_or_else(|| "id".to_owned());
    let alternatives = if names.len() > 1 { names } else { Vec::new() };
    Key { name: plain_name(&name), alternatives, property: property.map(str::to_owned) }
}

/// `userPrincipalName='{x}'`: a key that names its property.
fn pair(property: Option<&str>, value: &str) -> KeyPair {
    let quoted = value.starts_with('\'');
    let inner = value.trim_matches('\'').trim();
    let name = match inner.strip_prefix('{') {
        Some(rest) => plain_name(rest.trim_end_matches('}')),
        None => property.map_or_else(|| "id".to_owned(), plain_name),
    };
    KeyPair { property: property.map(str::to_owned), name, quoted }
}

/// `q='{search-text}'`, `count=n`, `on='reviewer'`: an argument of a function.
fn argument(name: &str, value: &str) -> Argument {
    let quoted = value.contains('\'');
    let inner = value.rsplit_once('\'').map_or(value, |(before, _)| before);
    let inner = inner.split_once('\'').map_or(inner, |(_, after)| after);
    let inner = inner.trim();
    match inner.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(placeholder) => {
            Argument { name: name.to_owned(), placeholder: plain_name(placeholder), quoted, sample: None }
        }
        None => Argument {
            name: name.to_owned(),
            placeholder: plain_name(name),
            quoted,
            sample: (!inner.is_empty()).then(|| inner.to_owned()),
        },
    }
}

/// A placeholder's name without blanks and braces inside.
fn plain_name(name: &str) -> String {
    let parts = name.split(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '\'' | '"'));
    let words: Vec<&str> = parts.filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "id".to_owned() } else { words.join("-") }
}

/// The name of the placeholder in a drive path: its own where there is just one, else `path`.
fn drive_path_name(parts: &[String]) -> String {
    match parts {
        [one] => match one.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) if !name.contains(['{', '}']) => plain_name(name),
            _ => "path".to_owned(),
        },
        _ => "path".to_owned(),
    }
}

/// `microsoft.graph.user`, `graph.user`, in any case.
fn is_cast(token: &str) -> bool {
    let lower = token.to_ascii_lowercase();
    lower
        .strip_prefix("microsoft.graph.")
        .or_else(|| lower.strip_prefix("graph."))
        .is_some_and(|rest| !rest.is_empty())
}

/// Whether a word is an identifier that somebody's tenant gave out: a GUID, or a long word with many digits.
fn is_identifier_value(token: &str) -> bool {
    let hex =
        |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut parts = token.split('-');
    let guid = parts.next().is_some_and(|part| hex(part, 8)) && parts.next().is_some_and(|part| hex(part, 4));
    let body = token.trim_end_matches('=');
    let long = body.len() >= 20
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && body.bytes().filter(u8::is_ascii_digit).count() >= 4;
    let number = token.len() >= 3 && token.bytes().all(|byte| byte.is_ascii_digit());
    guid || long || number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str, repairs: usize) {
        let parsed = parse(line);
        assert_eq!(parsed.template.to_string(), expected, "{parsed:?}");
        assert_eq!(parsed.repairs.len(), repairs, "{:?}", parsed.repairs);
    }

    #[test]
    fn paths_of_the_docs() {
        check("/me/messages", "/me/messages", 0);
        check("/users/{id | userPrincipalName}/messages/{id}", "/users/{id}/messages/{id}", 0);
        check(
            "/devices(deviceId='{deviceId}')/registeredUsers/$ref",
            "/devices(deviceId='{deviceId}')/registeredUsers/$ref",
            0,
        );
        check("/me/drive/root:/{item-path}:/workbook", "/me/drive/root:/{item-path}:/workbook", 0);
        check("/sites/{hostname}:/{server-relative-path}", "/sites/{hostname}:/{server-relative-path}", 0);
        check(
            "/me/drive/items/{parent-id}:/{filename}:/content",
            "/me/drive/items/{parent-id}:/{filename}:/content",
            0,
        );
        check("/me/drive/root/search(q='{search-text}')", "/me/drive/root/search(q='{search-text}')", 0);
        check("/workbook/range(address='<address>')", "/workbook/range(address='{address}')", 0);
        check("/x/borders(<sideIndex>)", "/x/borders({sideIndex})", 0);
        check(
            "/directoryRoles/roleTemplateId={roleTemplateId}",
            "/directoryRoles/roleTemplateId={roleTemplateId}",
            0,
        );
        check(
            "/reports/getX(period='D7', date=2017-09-01)",
            "/reports/getX(period='{period}',date={date})",
            0,
        );
    }

    #[test]
    fn paths_that_need_mending() {
        check("policies/x", "/policies/x", 1);
        check("~/onPremises/x", "/onPremises/x", 1);
        check("/applications/{id}$ref", "/applications/{id}/$ref", 1);
        check("/users/{user-id} | user-principal-name/chats", "/users/{user-id}/chats", 1);
        check(
            "/groups/{group-id/drive/items/{item-id}/follow",
            "/groups/{group-id}/drive/items/{item-id}/follow",
            1,
        );
        check("/x/range(address='<address>'/entireRow", "/x/range(address='{address}')/entireRow", 1);
        check("/me/childFolders/{id}/.../messages", "/me/childFolders/{id}/messages", 1);
    }

    #[test]
    fn hosts_versions_and_queries() {
        let parsed =
            parse("https://graph.microsoft.com/beta/me/events?$filter=a eq 'b&c'&startDateTime={x} HTTP/1.1");
        assert_eq!(parsed.version, Some(Version::Beta));
        assert_eq!(parsed.template.to_string(), "/me/events");
        assert_eq!(parsed.query.last(), Some(&("startDateTime".to_owned(), "{x}".to_owned())));
        for any in ["https://graph.microsoft.com/{version}/me/events", "/{ver}/me/events"] {
            let parsed = parse(any);
            assert_eq!((parsed.version, parsed.template.to_string().as_str()), (None, "/me/events"));
        }
    }

    #[test]
    fn identifiers_become_keys() {
        let parsed = parse("/education/classes/11023/members/13020e6d-b5f4-46cf-a9f6-c3d5fcdb3a2d");
        assert_eq!(parsed.template.to_string(), "/education/classes/{id}/members/{id}");
        assert_eq!(parsed.literal_keys.len(), 2);
    }
}
