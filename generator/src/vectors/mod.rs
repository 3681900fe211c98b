//! Documented examples → a program that proves the emitted client by them: it makes each documented request with the client's own
//! methods, looks at what would travel, and gives the documented response to be read.
//!
//! ```text
//! Cargo.toml             depends on the client's crate, and on the harness, which compares and counts
//! vectors.json           the examples, each with the name of the function that makes its request
//! src/main.rs            all functions by name
//! src/v1_0_users.rs      emit.rs      a function for each request of an area that has examples
//! ```
//!
//! The values of keys and arguments come from the example's URL (`values.rs`). Nothing here knows what a method takes as a body or
//! gives: the harness reads the example into whatever type stands there.

mod case;
mod emit;
mod values;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::ReadOutput;
use crate::emit::Files;
use crate::emit::root::Root;
use crate::emit::typed::Typed;
use crate::ir::{ApiVersion, Operation, Segment};
use crate::page::annotation::without_trailing_commas;
use crate::page::{self, ExampleRequest, PageKind};
use crate::plan::CratePlan;
use crate::plan::client::VersionClient;

use case::{Answer, Case};
use emit::Functions;
pub use emit::Options;
use values::Written;

/// Emits the program for the examples of all pages.
///
/// # Panics
/// When an emitted file is not valid Rust, which is a fault of this library.
pub fn emit(outcome: &ReadOutput, options: &Options) -> Files {
    let mut functions = Functions::default();
    let mut cases = Vec::new();
    let plan = CratePlan::of(&outcome.api);
    for (api, version) in outcome.api.versions.iter().zip(&plan.versions) {
        let client = &version.client;
        let documented = Documented::new(outcome, api, client);
        for example in sampled(examples(outcome, api), options.sample) {
            let (case, operation) = documented.case(example);
            if let (Some(operation), Some(name)) = (operation, &case.call) {
                functions.add(name, client, operation, Typed::of(version, Root::Crate), has_options(&case));
            }
            cases.push(case);
        }
    }
    let versions: Vec<_> = outcome.api.versions.iter().map(|api| api.version).collect();
    emit::files(&functions, &cases, &versions, options)
}

/// The examples on the pages of a version.
fn examples<'a>(outcome: &'a ReadOutput, api: &ApiVersion) -> Vec<&'a ExampleRequest> {
    let pages = outcome.pages.iter().filter(|page| page.version == Some(api.version));
    pages
        .filter_map(|page| match &page.kind {
            PageKind::Operation(operation) => Some(&operation.examples),
            _ => None,
        })
        .flatten()
        .collect()
}

/// Every n-th, so that there are as many as wanted.
fn sampled<T>(all: Vec<T>, wanted: Option<usize>) -> Vec<T> {
    let total = all.len();
    let wanted = wanted.unwrap_or(total).min(total);
    let is_taken = |at: usize| (at + 1) * wanted / total.max(1) > at * wanted / total.max(1);
    all.into_iter().enumerate().filter(|(at, _)| is_taken(*at)).map(|(_, each)| each).collect()
}

/// What is documented of a version.
struct Documented<'a, 'c> {
    outcome: &'a ReadOutput,
    api: &'a ApiVersion,
    client: &'c VersionClient<'a>,
    /// The operation that an example belongs to, by the place of its request line.
    by_place: HashMap<(u32, u32), &'a Operation>,
}

impl<'a, 'c> Documented<'a, 'c> {
    fn new(outcome: &'a ReadOutput, api: &'a ApiVersion, client: &'c VersionClient<'a>) -> Self {
        let places = api.operations.iter().flat_map(|operation| {
            operation.examples.iter().map(move |example| {
                let place = example.request.place;
                ((place.file, place.line), operation)
            })
        });
        Self { outcome, api, client, by_place: places.collect() }
    }

    fn case(&self, example: &'a ExampleRequest) -> (Case<'a>, Option<&'a Operation>) {
        let path = page::path_parts(&example.url);
        let elsewhere = example.path.foreign_host.is_some();
        let written = Written::of(&example.path.template, &path).filter(|_| !elsewhere);
        let found = written.and_then(|written| self.operation(example, &written));
        let found = found.ok_or("no page documents the request");
        let line = self.outcome.docs.sources.line_column(example.span).line;
        let case = Case {
            place: format!("{}:{line}", self.outcome.docs.sources.file(example.span.file).path),
            call: found.as_ref().ok().and_then(|(operation, _)| emit::name(self.client, operation)),
            subject: found.as_ref().map_or_else(|why| (*why).to_owned(), |(operation, _)| operation.name()),
            elsewhere,
            method: example.method.as_str(),
            path,
            query: &example.path.query,
            headers: &example.message.headers,
            body: mended(&example.message.body),
            values: found.as_ref().map(|(_, values)| values.clone()).unwrap_or_default(),
            response: example.response.as_ref().map(Answer::of),
        };
        (case, found.ok().map(|(operation, _)| operation))
    }

    /// The operation that an example calls, and the values of its placeholders: the one that it is documented for, or else the one
    /// that has most in common with it.
    fn operation(
        &self,
        example: &ExampleRequest,
        path: &Written<'_>,
    ) -> Option<(&'a Operation, Vec<String>)> {
        let line = self.outcome.docs.sources.line_column(example.span).line;
        let own = self.by_place.get(&(example.span.file.0, line)).copied();
        if let Some(operation) = own {
            let values = path.values(&operation.segments).map(|(_, values)| values);
            if let Some(values) = values.or_else(|| called_bare(operation, path, &example.message.body)) {
                return Some((operation, values));
            }
        }
        self.api
            .operations
            .iter()
            .filter(|operation| operation.method == example.method)
            .filter_map(|operation| Some((operation, path.values(&operation.segments)?)))
            .max_by_key(|(_, (names, _))| *names)
            .map(|(operation, (_, values))| (operation, values))
    }
}

/// The values of the placeholders for an example of a function that calls it without its arguments: those of the arguments are what
/// its body shows.
fn called_bare(operation: &Operation, path: &Written<'_>, body: &str) -> Option<Vec<String>> {
    let mut bare = operation.segments.clone();
    let Some(Segment::Function { name, arguments }) = bare.segments.pop() else { return None };
    bare.segments.push(Segment::Literal(name));
    let shown: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let (_, mut values) = path.values(&bare)?;
    values.extend(arguments.iter().map(|argument| match &shown[&argument.name] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }));
    Some(values)
}

/// A body that is JSON but for commas before closing brackets, without these; any other as it is.
fn mended(body: &str) -> Cow<'_, str> {
    let is_json = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if body.starts_with(['{', '[']) && !is_json(body) {
        let mended = without_trailing_commas(body);
        if is_json(&mended) {
            return Cow::Owned(mended);
        }
    }
    Cow::Borrowed(body)
}

/// Whether the request has anything that is set on it after it was made.
fn has_options(case: &Case<'_>) -> bool {
    let of_the_body = |name: &str| matches!(name.to_lowercase().as_str(), "content-type" | "content-length");
    !case.query.is_empty() || case.headers.iter().any(|(name, _)| !of_the_body(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_shows_the_arguments_of_a_bare_function() {
        let page = "# grid: move\n\n## HTTP request\n```http\nGET /grids/{id}/move\n```\n\n## Request body\n\
                    |Parameter|Type|Description|\n|:--|:--|:--|\n|by|Int32|How far.|\n|to|String|Where to.|\n";
        let docs = crate::load::Docs::from_texts([("api-reference/v1.0/api/grid-move.md", page)]);
        let outcome = crate::read_docs(docs);
        let operation = &outcome.api.versions[0].operations[0];
        assert_eq!(operation.path, "/grids/{id}/move(by={by},to='{to}')");
        let values = |url: &str| {
            let path = page::parse_path(url).template;
            let written = Written::of(&path, &page::path_parts(url))?;
            called_bare(operation, &written, r#"{ "by": 2, "to": "left" }"#)
        };
        assert_eq!(values("/grids/7/move"), Some(["7", "2", "left"].map(str::to_owned).to_vec()));
        assert_eq!(values("/grids/7/turn"), None);
    }

    #[test]
    fn samples_are_spread_evenly() {
        assert_eq!(sampled((0..10).collect(), Some(5)), [1, 3, 5, 7, 9]);
        assert_eq!(sampled((0..10).collect(), Some(3)), [3, 6, 9]);
        assert_eq!(sampled(vec![1, 2], Some(5)), [1, 2]);
        assert_eq!(sampled(vec![1, 2], None), [1, 2]);
        assert!(sampled(Vec::<u8>::new(), Some(5)).is_empty());
    }
}
