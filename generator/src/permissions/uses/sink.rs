//! Where all forms hand over what they read.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::Value;

use super::InputError;
use super::input::LONGEST;
use super::record::{Record, Slot};
use super::used::{Use, is_method, is_word, shown_url};

/// So many different sentences are kept about what could not be read.
const MOST_SENTENCES: usize = 100;

/// What was read, beside the uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Read {
    /// How many entries were read: lines, records, or requests of a batch.
    pub entries: usize,
    /// What could not be read, in words; equal sentences once, with their number.
    pub skipped: Vec<String>,
    /// How many of the entries are requests to `/$batch`, whose requests a log has in lines of their own.
    pub batches: usize,
    /// How many of the entries are the questions that browsers ask first (`OPTIONS`).
    pub preflights: usize,
}

/// Takes what is read.
pub(super) struct Sink<'s> {
    each: &'s mut dyn FnMut(Use),
    /// The line that is being read, in a form with lines.
    pub(super) line: Option<usize>,
    /// How many lists of entries were found, even empty ones.
    pub(super) lists: usize,
    /// Whether requests come with their bodies, as in a HAR.
    pub(super) has_bodies: bool,
    /// How much of the input an entry may still take.
    pub(super) left: Rc<Cell<usize>>,
    read: Read,
    skipped: Vec<Skipped>,
}

struct Skipped {
    line: Option<usize>,
    words: String,
    count: usize,
}

impl<'s> Sink<'s> {
    pub(super) fn new(each: &'s mut dyn FnMut(Use)) -> Self {
        Self {
            each,
            line: None,
            lists: 0,
            has_bodies: false,
            left: Rc::default(),
            read: Read::default(),
            skipped: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Result<Read, InputError> {
        if self.read.entries == 0 && !(self.lists > 0 && self.skipped.is_empty()) {
            let why = self.skipped.first().map_or("there is no request in it".to_owned(), Skipped::sentence);
            return Err(InputError::new(format!("nothing could be read: {why}")));
        }
        self.read.skipped = self.skipped.iter().map(Skipped::sentence).collect();
        Ok(self.read)
    }

    pub(super) fn entries(&self) -> usize {
        self.read.entries
    }

    pub(super) fn add(&mut self, mut used: Use) {
        self.read.entries += 1;
        used.method.make_ascii_uppercase();
        used.line = self.line;
        (self.each)(used);
    }

    /// Notes what could not be read.
    pub(super) fn skip(&mut self, words: impl Into<String>) {
        let words = words.into();
        if let Some(same) = self.skipped.iter_mut().find(|skipped| skipped.words == words) {
            same.count += 1;
        } else if self.skipped.len() < MOST_SENTENCES {
            self.skipped.push(Skipped { line: self.line, words, count: 1 });
        } else if let Some(last) = self.skipped.last_mut() {
            "entries could not be read for other reasons".clone_into(&mut last.words);
            last.count += 1;
        }
    }

    /// One entry of a log, a HAR or an audit.
    pub(super) fn record(&mut self, mut record: Record) {
        self.left.set(LONGEST);
        let (Some(method), Some(url)) = (record.take(Slot::Method), record.take(Slot::Url)) else {
            return self.skip("a record has no method or no URL");
        };
        if method.eq_ignore_ascii_case("OPTIONS") {
            self.read.entries += 1;
            self.read.preflights += 1;
            return;
        }
        if !is_method(&method) {
            let method = if is_word(&method) { format!("`{method}`") } else { "what it has".to_owned() };
            return self.skip(format!("{method} is not a method of the docs"));
        }
        if is_batch(&url) {
            return self.batch(&url, record);
        }
        let (caller, status) = (record.caller(), record.status());
        let (version, (app, service_principal)) = (record.take(Slot::Version), record.app());
        self.add(Use { method, url, version, caller, app, service_principal, status, line: None });
    }

    /// A request to `/$batch`: a HAR has its body, a log has its requests in lines of their own.
    fn batch(&mut self, url: &str, mut record: Record) {
        if !self.has_bodies {
            self.read.entries += 1;
            self.read.batches += 1;
            return;
        }
        let body = record.take(Slot::Body).and_then(|body| serde_json::from_str::<Value>(&body).ok());
        let requests = body.as_ref().and_then(|body| body.get("requests")?.as_array());
        let Some(requests) = requests else {
            let url = shown_url(url);
            return self.skip(format!("the body of `{url}` is not there, so its requests are unknown"));
        };
        for request in requests {
            let text = |key: &str| request.get(key).and_then(Value::as_str).map(str::to_owned);
            self.batched(text("method"), text("url"), version_of(url));
        }
    }

    /// A request of a batch.
    pub(super) fn batched(&mut self, method: Option<String>, url: Option<String>, version: Option<&str>) {
        self.left.set(LONGEST);
        match (method, url) {
            (Some(method), Some(url)) if is_method(&method) => {
                let slash = if url.starts_with('/') || url.contains("://") { "" } else { "/" };
                let version = version.map(str::to_owned);
                self.add(Use { method, url: format!("{slash}{url}"), version, ..Use::default() });
            }
            _ => self.skip("a request of a batch has no method or no URL"),
        }
    }
}

impl Skipped {
    fn sentence(&self) -> String {
        let line = self.line.map_or(String::new(), |line| format!("line {line}: "));
        let more = match self.count - 1 {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        format!("{line}{}{more}", self.words)
    }
}

fn is_batch(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.ends_with("/$batch") || path.ends_with("/%24batch")
}

/// The version in the URL of a batch.
fn version_of(url: &str) -> Option<&str> {
    url.split('/').find(|part| matches!(part.to_ascii_lowercase().as_str(), "v1.0" | "beta"))
}
