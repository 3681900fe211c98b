//! The calls that a program makes, gathered request by request in bounded memory.

use std::collections::{BTreeMap, HashMap};

use graphdocs_generator::permissions::uses::{Summary, Use};
use graphdocs_generator::permissions::{Call, Caller, Seen, is_below_me, near};
use msgraph_core::matching::{Reading, Target};
use schemars::JsonSchema;
use serde::Serialize;

use super::index::Index;
use super::matches::Matches;
use super::not_found::NotFound;
use super::text;

/// So many places are kept of one call.
const MOST_SEEN: usize = 5;
/// So many different requests without an operation are listed, and so many of them with the nearest documented requests: looking for
/// these goes through all the docs.
const MOST_UNKNOWN: usize = 1_000;
const MOST_NEAREST: usize = 50;
/// So many applications are told apart.
const MOST_APPS: usize = 10_000;

/// A request that calls no documented operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Unknown {
    /// The request, and where it was seen first.
    #[serde(flatten)]
    pub(super) seen: Seen,
    /// Why nothing was found.
    #[serde(flatten)]
    pub(super) not_found: NotFound,
    /// How many requests have this form.
    pub(super) count: usize,
}

/// A request that no template matches as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Approximation {
    /// The request, and where it was seen first.
    #[serde(flatten)]
    pub(super) seen: Seen,
    /// The operation.
    pub(super) read_as: String,
    /// How it was read.
    pub(super) how: String,
    /// How many requests were read so.
    pub(super) count: usize,
}

/// A call, and how many requests made it.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) call: Call,
    pub(super) count: usize,
}

/// The calls of a program, and what could not be told of them.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The calls of all applications together.
    pub(super) calls: Vec<Call>,
    /// The calls by application; those of which none is known stand first.
    pub(super) apps: BTreeMap<Option<String>, Vec<Counted>>,
    pub(super) unknown: Vec<Unknown>,
    pub(super) approximations: Vec<Approximation>,
    pub(super) skipped: Vec<String>,
    /// Programs that are not linked yet, so that nobody knows which of their calls stay.
    pub(super) unlinked: Vec<String>,
    /// Programs that make requests that are no generated calls.
    pub(super) raw: Vec<String>,
    /// Literal texts of these programs that can be parts of the paths of such requests.
    pub(super) literals: Vec<String>,
    /// By application, how many requests no documented operation fits.
    pub(super) undocumented: BTreeMap<Option<String>, usize>,
    /// The applications of service principals, where entries name both.
    pub(super) principals: HashMap<String, String>,
    /// How many lines, records or requests of a batch were read; none when nothing with entries was.
    pub(super) entries: Option<usize>,
    /// What was read and is no call of Graph.
    others: Others,
}

/// Entries that are no calls of Graph.
#[derive(Debug, Default)]
struct Others {
    /// Requests to other hosts, and some of these.
    elsewhere: usize,
    hosts: Vec<String>,
    files: usize,
    batches: usize,
    preflights: usize,
}

impl Unknown {
    pub(super) fn new(seen: Seen, why: impl Into<String>) -> Self {
        Self { seen, not_found: NotFound { why: why.into(), nearest: Vec::new() }, count: 1 }
    }

    pub(super) fn why(&self) -> &str {
        &self.not_found.why
    }
}

impl Found {
    /// Calls of which everything could be told.
    pub(super) fn of(calls: Vec<Call>) -> Self {
        Self { calls, ..Self::default() }
    }

    /// How many entries were read of which none is a call of Graph; none when one is, or when nothing with entries was read.
    pub(super) fn no_graph_call_in(&self) -> Option<usize> {
        self.entries.filter(|_| self.calls.is_empty() && self.unknown.is_empty())
    }

    /// What is no call of Graph, in sentences.
    pub(super) fn remarks(&self) -> Vec<String> {
        let Others { elsewhere, hosts, files, batches, preflights } = &self.others;
        let mut remarks = Vec::new();
        remarks.extend(self.no_graph_call_in().map(text::no_graph_call));
        if *elsewhere > 0 {
            let more = if hosts.len() == MOST_SEEN { " and others" } else { "" };
            let (count, hosts) = (text::count(*elsewhere, "request"), hosts.join(", "));
            remarks.push(format!("not Microsoft Graph's: {count} to {hosts}{more}"));
        }
        let counts = [
            (*files, "to static files, which are not Graph's"),
            (*batches, "to `$batch`, whose requests a log has in lines of their own"),
            (*preflights, "with which browsers ask before they call (OPTIONS)"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        remarks.extend(counts.map(|(count, what)| format!("{} {what}", text::count(count, "request"))));
        remarks
    }

    /// How many applications an answer is about that does not tell them apart; none for one.
    pub(super) fn apps_remark(&self) -> Option<String> {
        let apps = self.apps.keys().flatten().count();
        let requests = self.apps.values().flatten().map(|counted| counted.count).sum();
        let requests = text::count(requests, "request");
        let words = "which are answered together; `--by-app` answers each";
        (apps > 1).then(|| format!("{requests} of {apps} applications, {words}"))
    }
}

/// Gathers calls.
pub(super) struct Gathered<'i, 'f> {
    index: &'i Index<'f>,
    matches: Matches<'i, 'f>,
    file: String,
    found: Found,
    /// The position of each call among those of its application.
    calls: HashMap<(Option<String>, usize, Option<Caller>, bool), usize>,
    unknown: HashMap<String, usize>,
    approximations: HashMap<(usize, Reading), usize>,
    unlisted: usize,
}

impl<'i, 'f> Gathered<'i, 'f> {
    pub(super) fn new(index: &'i Index<'f>) -> Self {
        Self {
            index,
            matches: Matches::new(index),
            file: String::new(),
            found: Found::default(),
            calls: HashMap::new(),
            unknown: HashMap::new(),
            approximations: HashMap::new(),
            unlisted: 0,
        }
    }

    pub(super) fn begin(&mut self, file: &str) {
        file.clone_into(&mut self.file);
    }

    pub(super) fn end(&mut self, read: &Summary) {
        *self.found.entries.get_or_insert(0) += read.entries;
        self.found.others.batches += read.batches;
        self.found.others.preflights += read.preflights;
        self.found.skipped.extend(read.skipped.iter().map(|words| format!("{}: {words}", self.file)));
    }

    pub(super) fn finish(self) -> Found {
        let mut found = self.found;
        if self.unlisted > 0 {
            let count = text::count(self.unlisted, "more request");
            found.skipped.push(format!("not listed: {count} that no documented operation fits"));
        }
        found.calls = calls_of_all_apps(found.apps.values().flatten());
        found
    }

    pub(super) fn add(&mut self, used: &Use) {
        let target = Target::parse(&used.url);
        if !target.is_graph() {
            return self.found.others.note(target.host.unwrap_or_default());
        }
        self.note_principal(used);
        let version = target.version.or(used.version.as_deref());
        match self.matches.find(version, &used.method, target.path) {
            Some((operation, reading)) => {
                if !reading.is_exact() {
                    self.note_approximation(used, operation, reading);
                }
                self.note_call(used, operation, is_below_me(target.path));
            }
            None if target.host.is_none() && is_static(target.path) => self.found.others.files += 1,
            None => {
                self.note_undocumented(used);
                self.note_unknown(used, version, target.path);
            }
        }
    }

    fn note_call(&mut self, used: &Use, operation: usize, below_me: bool) {
        let is_known = used.app.is_none() || self.found.apps.contains_key(&used.app);
        let app = if is_known || self.found.apps.len() < MOST_APPS { used.app.clone() } else { None };
        let calls = self.found.apps.entry(app.clone()).or_default();
        let position = *self.calls.entry((app, operation, used.caller, below_me)).or_insert(calls.len());
        let (properties, expanded) = self.index.named(operation, &used.url);
        match calls.get_mut(position) {
            Some(counted) => {
                counted.count += 1;
                counted.call.properties.extend(properties);
                counted.call.expanded.extend(expanded);
                if counted.call.seen.len() < MOST_SEEN {
                    counted.call.seen.push(seen(&self.file, used));
                }
            }
            None => {
                let call = Call {
                    caller: used.caller,
                    below_me: Some(below_me),
                    properties,
                    expanded,
                    seen: vec![seen(&self.file, used)],
                    ..Call::new(operation)
                };
                calls.push(Counted { call, count: 1 });
            }
        }
    }

    fn note_principal(&mut self, used: &Use) {
        let (Some(principal), Some(app)) = (&used.service_principal, &used.app) else { return };
        let known = &mut self.found.principals;
        if principal != app && known.len() < MOST_APPS && !known.contains_key(principal) {
            known.insert(principal.clone(), app.clone());
        }
    }

    fn note_undocumented(&mut self, used: &Use) {
        let known = &mut self.found.undocumented;
        let has_room = known.len() < MOST_APPS || known.contains_key(&used.app);
        let app = if has_room { used.app.clone() } else { None };
        *known.entry(app).or_default() += 1;
    }

    fn note_approximation(&mut self, used: &Use, operation: usize, reading: Reading) {
        if let Some(&position) = self.approximations.get(&(operation, reading)) {
            self.found.approximations[position].count += 1;
            return;
        }
        self.approximations.insert((operation, reading), self.found.approximations.len());
        let how: Vec<&str> = reading.words().collect();
        self.found.approximations.push(Approximation {
            seen: seen(&self.file, used),
            read_as: self.index.facts.operations[operation].to_string(),
            how: how.join(", "),
            count: 1,
        });
    }

    fn note_unknown(&mut self, used: &Use, version: Option<&str>, path: &str) {
        let form = format!("{} {} {}", version.unwrap_or_default(), used.method, near::form(path));
        if let Some(&position) = self.unknown.get(&form) {
            self.found.unknown[position].count += 1;
            return;
        }
        let known = self.found.unknown.len();
        if known >= MOST_UNKNOWN {
            self.unlisted += 1;
            return;
        }
        self.unknown.insert(form, known);
        let mut not_found = self.index.explain(version, &used.method, path);
        if known >= MOST_NEAREST {
            not_found.nearest.clear();
        }
        self.found.unknown.push(Unknown { seen: seen(&self.file, used), not_found, count: 1 });
    }
}

impl Others {
    fn note(&mut self, host: &str) {
        self.elsewhere += 1;
        if self.hosts.len() < MOST_SEEN && !self.hosts.iter().any(|known| known == host) {
            self.hosts.push(host.to_owned());
        }
    }
}

fn seen(file: &str, used: &Use) -> Seen {
    Seen { file: file.to_owned(), line: used.line, request: used.shown() }
}

/// The calls of several applications, each operation once for each kind of caller.
pub(super) fn calls_of_all_apps<'c>(calls_of_apps: impl IntoIterator<Item = &'c Counted>) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut positions = HashMap::new();
    for Counted { call, .. } in calls_of_apps {
        let position = *positions.entry((call.operation, call.caller, call.below_me)).or_insert(calls.len());
        match calls.get_mut(position) {
            Some(same) => {
                let room = MOST_SEEN.saturating_sub(same.seen.len());
                same.seen.extend(call.seen.iter().take(room).cloned());
                same.properties.extend(&call.properties);
                same.expanded.extend(&call.expanded);
            }
            None => calls.push(call.clone()),
        }
    }
    calls
}

/// Whether a path without a host is a file that a web server hands out.
fn is_static(path: &str) -> bool {
    const ENDINGS: [&str; 10] = ["css", "gif", "htm", "html", "ico", "js", "map", "png", "svg", "woff2"];
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
