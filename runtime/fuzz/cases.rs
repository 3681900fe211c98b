//! Cases: what is called, and what a service answers to it, one answer after the other and then the last one for ever.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::random::Random;

#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Case {
    pub(crate) call: Call,
    pub(crate) answers: Vec<Answer>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) enum Call {
    Value,
    Count,
    Pages,
    Batch,
    Upload,
    Job,
    Download,
}

const CALLS: [Call; 7] =
    [Call::Value, Call::Count, Call::Pages, Call::Batch, Call::Upload, Call::Job, Call::Download];

#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// The bytes of the body, each as the character of its number.
    body: String,
}

impl Answer {
    fn new(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut answer = Answer { status, headers: headers.collect(), body: String::new() };
        answer.set_body(body.as_bytes());
        answer
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.body.chars().map(|c| c as u8).collect()
    }

    fn set_body(&mut self, bytes: &[u8]) {
        self.body = bytes.iter().map(|&byte| char::from(byte)).collect();
    }
}

/// The case as a file of the corpus.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string_pretty(self).expect("a case is JSON"))
    }
}

/// What answers like those of services look like, and the corpus.
pub(crate) fn known() -> Vec<Case> {
    let mut known = usual();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("the corpus").map(|file| file.expect("a file").path()).collect();
    files.sort();
    known.extend(files.iter().map(|file| Case::read(&std::fs::read_to_string(file).expect("a file"))));
    known
}

/// Status, headers and body of an answer.
type Usual<'a> = (u16, &'a [(&'a str, &'a str)], Value);

fn usual() -> Vec<Case> {
    let case = |call, answers: &[Usual<'_>]| Case {
        call,
        answers: answers
            .iter()
            .map(|(status, headers, body)| Answer::new(*status, headers, &body.to_string()))
            .collect(),
    };
    let error = json!({"error": {"code": "itemNotFound", "message": "no item", "details": [{"code": "x"}], "innerError": {"code": "y", "request-id": "r"}}});
    vec![
        case(
            Call::Value,
            &[(
                200,
                &[("content-type", "application/json"), ("etag", "W/\"1\"")],
                json!({"id": "1", "n": [1, 2.5, null, true]}),
            )],
        ),
        case(Call::Value, &[(429, &[("retry-after", "2")], json!({})), (200, &[], json!({"id": "1"}))]),
        case(
            Call::Value,
            &[(404, &[("request-id", "r"), ("date", "Wed, 21 Oct 2015 07:28:00 GMT")], error.clone())],
        ),
        case(
            Call::Value,
            &[
                (
                    401,
                    &[("www-authenticate", "Bearer error=\"insufficient_claims\", claims=\"e30=\"")],
                    error.clone(),
                ),
                (200, &[], json!(1)),
            ],
        ),
        case(
            Call::Value,
            &[(302, &[("location", "https://other.example/x?sig=1")], json!(null)), (200, &[], json!(1))],
        ),
        case(Call::Count, &[(200, &[("content-type", "text/plain")], json!(42))]),
        case(
            Call::Pages,
            &[
                (
                    200,
                    &[],
                    json!({"value": [{"id": "1"}], "@odata.count": 3, "@odata.nextLink": "https://graph.example/v1.0/users?$skiptoken=a"}),
                ),
                (
                    200,
                    &[],
                    json!({"value": [], "@odata.nextLink": "https://graph.example/v1.0/users?$skiptoken=b"}),
                ),
                (
                    200,
                    &[],
                    json!({"value": [{"id": "2"}], "@odata.deltaLink": "https://graph.example/v1.0/users?$deltatoken=c"}),
                ),
            ],
        ),
        case(
            Call::Batch,
            &[
                (
                    200,
                    &[],
                    json!({"responses": [{"id": "0", "status": 429, "headers": {"Retry-After": "1"}, "body": error.clone()}, {"id": "1", "status": 200, "headers": {"Content-Type": "image/png"}, "body": "AAEC"}]}),
                ),
                (
                    200,
                    &[],
                    json!({"responses": [{"id": "0", "status": 200, "body": {"id": "1"}}, {"id": "2", "status": 424, "body": null}]}),
                ),
            ],
        ),
        case(
            Call::Upload,
            &[
                (
                    202,
                    &[],
                    json!({"expirationDateTime": "2030-01-01T00:00:00Z", "nextExpectedRanges": ["327680-"]}),
                ),
                (416, &[], error.clone()),
                (200, &[], json!({"nextExpectedRanges": ["327680-400000"]})),
                (200, &[], json!({"NextExpectedRanges": ["655360"]})),
                (
                    201,
                    &[("location", "https://outlook.example/Attachments('1')")],
                    json!({"id": "item", "size": 1}),
                ),
            ],
        ),
        case(
            Call::Upload,
            &[
                (200, &[], json!({"nextExpectedRanges": ["0-"]})),
                (202, &[], json!({"nextExpectedRanges": []})),
            ],
        ),
        case(
            Call::Job,
            &[
                (202, &[("retry-after", "1")], json!({"status": "notStarted"})),
                (200, &[], json!({"status": "inProgress", "percentageComplete": 40.5})),
                (200, &[], json!({"status": "completed", "resourceId": "1"})),
            ],
        ),
        case(
            Call::Job,
            &[(
                200,
                &[],
                json!({"status": {"state": "failed", "description": "no paper"}, "error": {"code": "x", "message": "y"}}),
            )],
        ),
        case(
            Call::Download,
            &[(200, &[("content-type", "image/png"), ("content-length", "3")], json!("AAEC"))],
        ),
    ]
}

impl Case {
    pub(crate) fn read(text: &str) -> Self {
        serde_json::from_str(text).expect("a case")
    }

    /// The case with one to four changes.
    pub(crate) fn mutated(&self, random: &mut Random) -> Case {
        let mut case = self.clone();
        for _ in 0..=random.below(4) {
            match random.below(12) {
                0 => case.call = *random.pick(&CALLS),
                1 => {
                    let again = random.pick(&case.answers).clone();
                    case.answers.insert(random.below(case.answers.len() + 1), again);
                }
                2 if case.answers.len() > 1 => {
                    case.answers.remove(random.below(case.answers.len()));
                }
                _ => {
                    let at = random.below(case.answers.len());
                    case.answers[at].mutate(random);
                }
            }
        }
        case
    }
}

const STATUSES: [u16; 26] = [
    100, 101, 200, 201, 202, 204, 206, 299, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 409, 410, 416,
    424, 429, 500, 503, 504,
];

const HEADERS: [&str; 12] = [
    "retry-after",
    "location",
    "operation-location",
    "content-type",
    "content-length",
    "etag",
    "date",
    "www-authenticate",
    "request-id",
    "client-request-id",
    "content-encoding",
    "transfer-encoding",
];

const VALUES: [&str; 30] = [
    "",
    "0",
    "-1",
    "2,120",
    "1e300",
    "NaN",
    "inf",
    "0.0000001",
    "99999999999999999999",
    ",,,",
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "30, 60",
    "/",
    "/v1.0/monitor",
    "//other.example/x",
    "https://other.example/x?sig=1",
    "http://graph.example/x",
    "https://user:password@graph.example/x",
    "https://graph.example:444/x",
    "ftp://graph.example/x",
    "https://",
    "\\\\..",
    "text/plain",
    "application/json",
    "Bearer claims=\"\"",
    "Bearer claims=\"////\", x",
    "Bearer claims=\"e30\"",
    "=,= =,",
    "gzip",
];

/// Texts that answers are made of, and such that break what reads them.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "-",
    "0",
    "1e999",
    "18446744073709551616",
    "\u{feff}",
    "\u{0}",
    "\u{1b}[31m",
    "\u{202e}",
    "\r\n",
    "\\u0000",
    "\\ud800",
    "\"value\":",
    "\"id\":\"1\"",
    "\"status\":",
    "\"succeeded\"",
    "\"marinating\"",
    "\"nextExpectedRanges\":[]",
    "\"nextExpectedRanges\":[\"0-\"]",
    "\"NextExpectedRanges\":[5]",
    "\"655360-\"",
    "\"-\"",
    "\"18446744073709551615-18446744073709551615\"",
    "\"@odata.nextLink\":\"https://graph.example/v1.0/users?x\"",
    "\"@odata.nextLink\":\"https://other.example/\"",
    "\"@odata.count\":\"7\"",
    "\"responses\":[]",
    "\"error\":",
    "\"code\":",
    "\"percentComplete\":\"x\"",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "é",
];

impl Answer {
    fn mutate(&mut self, random: &mut Random) {
        match random.below(8) {
            0 => self.status = *random.pick(&STATUSES),
            1 => self.headers.push(((*random.pick(&HEADERS)).to_owned(), (*random.pick(&VALUES)).to_owned())),
            2 if !self.headers.is_empty() => {
                let at = random.below(self.headers.len());
                self.headers[at].1 = (*random.pick(&VALUES)).to_owned();
            }
            3 => self.mutate_json(random),
            4 => self.mutate_json(random),
            _ => self.mutate_bytes(random),
        }
    }

    fn mutate_bytes(&mut self, random: &mut Random) {
        let mut bytes = self.bytes();
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at.min(bytes.len() / 2)..at)),
            2 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            3 => {
                let again = bytes[at..].to_vec();
                bytes.extend(again);
            }
            _ => {
                let piece = random.pick(&PIECES).bytes();
                drop(bytes.splice(at..at, piece));
            }
        }
        bytes.truncate(64 * 1024);
        self.set_body(&bytes);
    }

    /// Puts something else in the place of one value, so that what comes out is JSON still.
    fn mutate_json(&mut self, random: &mut Random) {
        let Ok(mut json) = serde_json::from_slice::<Value>(&self.bytes()) else { return };
        let mut count = 0;
        each(&mut json, &mut |_| count += 1);
        let (chosen, mut at) = (random.below(count), 0);
        let other = other(random);
        each(&mut json, &mut |value| {
            if at == chosen {
                *value = other.clone();
            }
            at += 1;
        });
        self.set_body(json.to_string().as_bytes());
    }
}

fn each(json: &mut Value, act: &mut dyn FnMut(&mut Value)) {
    act(json);
    match json {
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, act)),
        Value::Object(map) => map.values_mut().for_each(|value| each(value, act)),
        _ => {}
    }
}

fn other(random: &mut Random) -> Value {
    match random.below(12) {
        0 => json!(null),
        1 => json!([]),
        2 => json!({}),
        3 => json!(random.below(1_000_000)),
        4 => json!(-1),
        5 => json!(1e300),
        6 => json!(u64::MAX),
        7 => json!(random.pick(&VALUES)),
        8 => json!(format!("{}-", random.below(1_100_000))),
        9 => json!([
            format!("{}-{}", random.below(1_100_000), random.below(1_100_000)),
            random.below(1_100_000)
        ]),
        10 => json!(random.pick(&[
            "succeeded",
            "skipped",
            "running",
            "partiallySucceeded",
            "marinating",
            "submissionFailed"
        ])),
        _ => json!(random.pick(&PIECES)),
    }
}
