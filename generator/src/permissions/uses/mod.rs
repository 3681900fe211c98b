//! What a program calls: lists of requests in the forms in which people have them.
//!
//! | form | known by |
//! |---|---|
//! | a list | lines `METHOD URL`, with an optional `v1.0` or `beta` in front; `#` starts a comment |
//! | HAR | `{"log": {"entries": [{"request": {"method", "url", "postData"}}]}}` |
//! | a `$batch` body | `{"requests": [{"id", "method", "url"}]}` |
//! | activity logs | JSON lines, `{"records": […]}` or `[…]`, each with `RequestMethod` and `RequestUri`, on top or in `properties` |
//! | a table of an activity log | the portal's CSV export: a line of headings, among them `RequestMethod` and `RequestUri` |
//! | a query's result | `{"tables": [{"columns": [{"name"}], "rows": [[…]]}]}` with such columns |
//! | an audit | `{"calls": [{"version", "method", "path"}]}`, what `permissions audit --format json` prints |
//!
//! All are read as a stream: a log may be larger than the memory. A request to `/$batch` is taken apart where its body is there, and
//! said to be closed where it is not.

mod csv;
mod input;
mod json;
mod list;
mod record;
mod sink;
mod used;

use std::io::{self, Read};

use self::input::Lines;
pub use self::sink::Read as Summary;
use self::sink::Sink;
pub use self::used::Use;
use super::{Caller, InputError};

/// Reads uses in any of the forms, in UTF-8 or in UTF-16 with a byte order mark, and hands them over one by one.
///
/// # Errors
/// When the input cannot be read, has none of the forms, or when none of its entries could be read.
pub fn read(input: impl Read, each: &mut dyn FnMut(Use)) -> Result<Summary, InputError> {
    let decoded = encoding_rs_io::DecodeReaderBytesBuilder::new().strip_bom(true).build(input);
    let mut lines = Lines::new(io::BufReader::with_capacity(1 << 18, decoded));
    let mut sink = Sink::new(each);
    let first = lines.first()?;
    if first.text.is_empty() {
        return Err(InputError::new("there is no request in it"));
    }
    if matches!(first.text[0], b'{' | b'[') {
        json::read(first, lines, &mut sink)?;
    } else if let Some(headings) = csv::headings(&first) {
        csv::read(&headings, lines, &mut sink)?;
    } else {
        list::read(first, lines, &mut sink)?;
    }
    sink.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &[u8]) -> Vec<String> {
        let mut uses = Vec::new();
        let read = match read(text, &mut |used| uses.push(used)) {
            Ok(read) => read,
            Err(error) => return vec![format!("error: {error}")],
        };
        let one = |used: &Use| {
            let version = used.version.as_ref().map_or(String::new(), |version| format!("{version} "));
            let caller = used.caller.map_or(String::new(), |caller| format!(" {}", caller.as_str()));
            let app = used.app.as_ref().map_or(String::new(), |app| format!(" of {app}"));
            let status = used.status.map_or(String::new(), |status| format!(" -> {status}"));
            let line = used.line.map_or(String::new(), |line| format!(" at {line}"));
            format!("{version}{} {}{caller}{app}{status}{line}", used.method, used.url)
        };
        let skipped = read.skipped.iter().map(|words| format!("skipped {words}"));
        let counts = [("batches", read.batches), ("preflights", read.preflights)];
        let counts =
            counts.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{count} {name}"));
        uses.iter().map(one).chain(skipped).chain(counts).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(shown(text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn lists() {
        check(
            "# calls\nGET /me\n\npost https://graph.microsoft.com/v1.0/me/sendMail  # why\nbeta GET /users/{id | mail}\n/me/photo\nnonsense\nFETCH /me\n",
            &[
                "GET /me at 2",
                "POST https://graph.microsoft.com/v1.0/me/sendMail at 4",
                "beta GET /users/{id | mail} at 5",
                "GET /me/photo at 6",
                "FETCH /me at 8",
                "skipped line 7: expected `METHOD URL`",
            ],
        );
        check("\n\ngraph.microsoft.com/v1.0/me", &["GET graph.microsoft.com/v1.0/me at 3"]);
        check("", &["error: there is no request in it"]);
        check("# nothing\n", &["error: nothing could be read: there is no request in it"]);
        check(
            "nonsense\nmore",
            &["error: nothing could be read: line 1: expected `METHOD URL` (and 1 more)"],
        );
        check(
            &format!("/{}\nGET /me\n", "x".repeat(3 << 19)),
            &["GET /me at 2", "skipped line 1: the line is too long"],
        );
        check(
            "GET /me\nSECRETSECRETSECRET /me\n",
            &["GET /me at 1", "skipped line 2: expected `METHOD URL`"],
        );
    }

    #[test]
    fn encodings() {
        let text = "GET /me\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| {
            [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
        };
        for text in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), format!("\u{feff}{text}").into_bytes()]
        {
            assert_eq!(shown(&text), ["GET /me at 1"]);
        }
        assert_eq!(shown(b"GET /me\nGET /\xff\n"), ["GET /me at 1", "skipped line 2: the line is not text"]);
    }

    #[test]
    fn har_and_batches() {
        check(
            r#"{"log": {"version": "1.2", "entries": [
                {"request": {"method": "GET", "url": "https://graph.microsoft.com/v1.0/me"}, "response": {"status": 403, "content": {"text": "{}"}}},
                {"request": {"method": "OPTIONS", "url": "https://graph.microsoft.com/v1.0/me"}},
                {"request": {"method": "POST", "url": "https://graph.microsoft.com/beta/$batch",
                    "postData": {"text": "{\"requests\": [{\"id\": \"1\", \"method\": \"GET\", \"url\": \"/me/drive\"}, {\"id\": \"2\"}]}"}}},
                {"request": {"method": "POST", "url": "https://graph.microsoft.com/v1.0/$batch"}}
            ]}}"#,
            &[
                "GET https://graph.microsoft.com/v1.0/me -> 403",
                "beta GET /me/drive",
                "skipped a request of a batch has no method or no URL",
                "skipped the body of `https://graph.microsoft.com/v1.0/$batch` is not there, so its requests are unknown",
                "1 preflights",
            ],
        );
        check(r#"{"requests": [{"method": "DELETE", "url": "groups/1"}]}"#, &["DELETE /groups/1 at 1"]);
    }

    #[test]
    fn activity_logs() {
        check(
            "{\"RequestMethod\": \"GET\", \"RequestUri\": \"https://graph.microsoft.com/v1.0/users\", \"Roles\": \"User.Read.All\", \"AppId\": \"a\", \"ResponseStatusCode\": 200}\n\
             not json\n\
             {\"properties\": {\"requestMethod\": \"GET\", \"requestUri\": \"https://graph.microsoft.com/beta/me\", \"apiVersion\": \"beta\", \"scopes\": \"User.Read\", \"roles\": [\"b\"]}}\n\
             {\"RequestMethod\": \"POST\", \"RequestUri\": \"https://graph.microsoft.com/v1.0/$batch\"}\n\
             {\"a\": {\"b\": [1, {\"url\": 2}]}}\n{\"b\": 1.5}\n\n\
             {\"method\": \"GET\", \"path\": \"/me\", \"C_Idtyp\": \"app\", \"userId\": \"u\"}",
            &[
                "GET https://graph.microsoft.com/v1.0/users application of a -> 200 at 1",
                "beta GET https://graph.microsoft.com/beta/me delegated at 3",
                "GET /me application at 8",
                "skipped line 2: not a JSON object",
                "skipped line 5: a record has no method or no URL (and 1 more)",
                "1 batches",
            ],
        );
        check(
            r#"{"records": [{"method": "GET"}]}"#,
            &["error: nothing could be read: line 1: a record has no method or no URL"],
        );
        check(r#"{"records": []}"#, &[]);
        check(r#"{"calls": [{"version": "v1.0", "method": "GET", "path": "/me"}]}"#, &["v1.0 GET /me at 1"]);
        check(r#"["GET /me"]"#, &["GET /me at 1"]);
        // An array over several lines, and several documents.
        check("[\n{\"method\": \"GET\", \"url\": \"/me\"},\n\"GET /users\"\n]", &["GET /me", "GET /users"]);
        check(
            "{\n\"method\": \"GET\", \"url\": \"/me\"}\n{\"url\": \"/users\",\n\"method\": \"GET\"}",
            &["GET /me", "GET /users"],
        );
        check(
            "[\n\"GET /me\",\n\"GET /users",
            &["GET /me", "skipped what follows is no JSON: EOF while parsing a string at line 3 column 11"],
        );
    }

    #[test]
    fn tables() {
        check(
            "TimeGenerated [UTC],RequestMethod,RequestUri,ResponseStatusCode,AppId,Scopes\n\
             2025-11-01,GET,\"https://graph.microsoft.com/v1.0/users?$select=id,\"\"x\"\"\",200,a-1,\n\
             2025-11-01,POST,/me/sendMail,202,a-2,\"Mail.Send User.Read\"\n\
             2025-11-01,GET\n",
            &[
                "GET https://graph.microsoft.com/v1.0/users?$select=id,\"x\" of a-1 -> 200 at 2",
                "POST /me/sendMail delegated of a-2 -> 202 at 3",
                "skipped line 4: a record has no method or no URL",
            ],
        );
        check("properties_requestMethod_s;properties_requestUri_s\nGET;/me\n", &["GET /me at 2"]);
        check("RequestMethod\tRequestUri\n", &[]);
        check(
            r#"{"tables": [{"name": "PrimaryResult", "columns": [{"name": "TimeGenerated", "type": "datetime"}, {"name": "RequestMethod", "type": "string"},
                {"name": "RequestUri", "type": "string"}, {"name": "ResponseStatusCode", "type": "int"}],
                "rows": [["2025-11-01", "GET", "/me", 200], ["2025-11-01", "GET", null, 200]]}]}"#,
            &["GET /me -> 200", "skipped a record has no method or no URL"],
        );
    }

    #[test]
    fn no_entry_fills_the_memory() {
        use std::io::{Read, repeat};
        let count = |input: &mut dyn Read| read(input, &mut |_| {}).map(|read| (read.entries, read.skipped));
        let huge = 20 << 20;
        let line = "GET /me\n".as_bytes().chain(repeat(b'x').take(huge)).chain("\nGET /me".as_bytes());
        assert_eq!(count(&mut { line }), Ok((2, vec!["line 2: the line is too long".to_owned()])));
        let endless = count(&mut "GET /me\n".as_bytes().chain(repeat(b'x')));
        assert_eq!(endless.unwrap_err().to_string(), "line 2 has more than 1073741824 bytes");
        let text = count(&mut "[\n\"GET /me\",\n\"".as_bytes().chain(repeat(b'x')));
        let why = "what follows is no JSON: an entry is longer than 16 MB at line 3 column 16777217";
        assert_eq!(text.unwrap().1, [why]);
        let cell = count(&mut "RequestMethod,RequestUri\nGET,\"".as_bytes().chain(repeat(b'x')));
        assert_eq!(cell.unwrap_err().to_string(), "the table cannot be read: an entry is longer than 16 MB");
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
            let used = Use { method: "GET".to_owned(), url: url.to_owned(), ..Use::default() };
            assert_eq!(used.shown(), expected);
        }
    }

    #[test]
    fn other_texts() {
        let neither =
            "the JSON is neither a HAR file, a `$batch` body, an activity log, a query's result nor an audit";
        check("{}", &[&format!("error: nothing could be read: line 1: {neither}")]);
        check("{oops", &["error: nothing could be read: line 1: not a JSON object"]);
        check("{\n", &["error: it is no JSON: EOF while parsing an object at line 2 column 0"]);
        check(r#"{"records": 7}"#, &[&format!("error: nothing could be read: line 1: {neither}")]);
    }
}
