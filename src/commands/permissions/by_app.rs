//! Answers for each application: its calls, what it was granted, and its names.

use std::collections::BTreeMap;

use graphdocs_generator::permissions::Call;
use graphdocs_generator::permissions::granted::{Granted, Principals};
use graphdocs_generator::redact::redact;
use graphdocs_generator::sink;
use graphdocs_generator::sink::markdown::{cell_code, words};
use schemars::JsonSchema;
use serde::Serialize;

use super::found::{Counted, calls_of_all_apps};
use super::left_open::{self, LeftOpen};
use super::rest::Rest;
use super::source::Found;
use super::text;

/// The answer of `--by-app --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ByApp<T> {
    /// One answer for each application; calls and grants of which none is known stand first.
    pub(super) apps: Vec<OfApp<T>>,
    #[serde(flatten)]
    pub(super) rest: Rest,
}

/// The answer for one application.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfApp<T> {
    #[serde(flatten)]
    pub(super) app: App,
    #[serde(flatten)]
    pub(super) answer: T,
    /// What the answer leaves open; empty when it is whole.
    pub(super) left_open: Vec<LeftOpen>,
}

/// An application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct App {
    /// The application id, or the object id of the service principal where nothing gives the other; null when neither is known.
    pub(super) app: Option<String>,
    /// The name, where a file with grants gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<String>,
    /// How many requests it made that call documented operations.
    pub(super) requests: usize,
}

/// What is known of one application.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) app: App,
    pub(super) calls: Vec<Call>,
    pub(super) granted: Granted,
    /// Its calls, where two ids are those of one application.
    counted: Vec<Counted>,
    undocumented: usize,
}

/// Splits what was found, and what was granted, by application.
pub(super) fn split(found: &Found, granted: &Granted, mut principals: Principals) -> Vec<Part> {
    for (object, app) in &found.principals {
        principals.add_pair(object, app);
    }
    let mut parts: BTreeMap<Option<String>, Part> = BTreeMap::new();
    let key = |app: &Option<String>| app.as_ref().map(|app| principals.app(app));
    for (app, calls) in &found.apps {
        parts.entry(key(app)).or_default().counted.extend(calls.iter().cloned());
    }
    for (app, count) in &found.undocumented {
        parts.entry(key(app)).or_default().undocumented += count;
    }
    for grant in &granted.permissions {
        parts.entry(key(&grant.app)).or_default().granted.permissions.push(grant.clone());
    }
    for unknown in &granted.unknown {
        parts.entry(key(&unknown.app)).or_default().granted.unknown.push(unknown.clone());
    }
    let named = |(id, mut part): (Option<String>, Part)| {
        let name = id.as_ref().and_then(|id| principals.name(id));
        part.app.display_name = name.map(|name| redact(name).into_owned());
        part.app.app = id.map(|id| redact(&id).into_owned());
        part.app.requests = part.counted.iter().map(|counted| counted.count).sum();
        part.calls = calls_of_all_apps(&part.counted);
        // Two files, or two ids of one application, can grant the same.
        part.granted = part.granted.without_apps();
        part
    };
    parts.into_iter().map(named).collect()
}

impl Part {
    /// The application with its answer. `by_found` says what the answer leaves open of the calls.
    pub(super) fn answered<T>(self, answer: T, by_found: impl Fn(&Found, &T) -> Vec<LeftOpen>) -> OfApp<T> {
        let found = Found::of(self.calls);
        let mut left_open = left_open::undocumented(self.undocumented);
        left_open.extend(by_found(&found, &answer));
        OfApp { app: self.app, answer, left_open }
    }
}

impl App {
    /// `application ID (NAME)`.
    pub(super) fn heading(&self) -> String {
        let name = self.display_name.as_ref().map_or(String::new(), |name| format!(" ({name})"));
        match &self.app {
            Some(app) => sink::line(&format!("application {app}{name}")).into_owned(),
            None => "no application known".to_owned(),
        }
    }

    /// The same for Markdown.
    pub(super) fn markdown(&self) -> String {
        let name = self.display_name.as_ref().map_or(String::new(), |name| format!(" ({})", words(name)));
        match &self.app {
            Some(app) => format!("Application {}{name}", cell_code(app)),
            None => "No application known".to_owned(),
        }
    }

    /// The heading and what it is made of, for people.
    pub(super) fn lines(&self) -> String {
        format!("{}: {}\n", self.heading(), text::count(self.requests, "request"))
    }
}

impl<T> ByApp<T> {
    /// What is left open, for each application and as a whole.
    pub(super) fn left_open(&self) -> Vec<LeftOpen> {
        let of_apps = self.apps.iter().flat_map(|app| &app.left_open);
        of_apps.chain(&self.rest.left_open).cloned().collect()
    }
}
