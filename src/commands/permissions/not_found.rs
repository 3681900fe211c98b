//! Why a request calls no documented operation.

use graphdocs_generator::ir::{Method, Version};
use graphdocs_generator::permissions::near;
use graphdocs_generator::sink;
use schemars::JsonSchema;
use serde::Serialize;

use super::index::{Index, versions, with_slash};

/// Why a request calls no documented operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct NotFound {
    /// The reason, in words.
    pub(super) why: String,
    /// The documented requests that are most like it, nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) nearest: Vec<Near>,
}

/// A documented request that may be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Near {
    /// The request: `v1.0 GET /users/{id}`.
    request: String,
    /// Where in the docs it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Whether only an example shows it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    only_shown: bool,
}

/// A request that calls nothing.
#[derive(Clone, Copy)]
struct Request<'r> {
    version: Option<&'r str>,
    method: &'r str,
    path: &'r str,
}

impl Index<'_> {
    /// Why nothing is found.
    pub(super) fn explain(&self, version: Option<&str>, method: &str, path: &str) -> NotFound {
        let request = Request { version, method, path: &with_slash(path) };
        batch(request)
            .or_else(|| self.no_method(request))
            .or_else(|| self.other_version(request))
            .or_else(|| self.other_methods(request))
            .or_else(|| self.own_only(request))
            .or_else(|| missing_key(request))
            .unwrap_or_else(|| {
                let near = near::near(self.facts, &versions(version), method, request.path);
                self.not_found("no documented path fits", near)
            })
    }

    fn no_method(&self, request: Request<'_>) -> Option<NotFound> {
        const OTHERS: [&str; 4] = ["HEAD", "OPTIONS", "TRACE", "CONNECT"];
        let is = |known: &str| known.eq_ignore_ascii_case(request.method);
        if Method::ALL.into_iter().any(|method| is(method.as_str())) {
            return None;
        }
        let method = sink::line(request.method);
        let why = if OTHERS.into_iter().any(is) {
            format!("no documented request has the method {method}")
        } else {
            format!("`{method}` is no HTTP method")
        };
        Some(self.not_found(why, self.of_path(request)))
    }

    fn other_version(&self, Request { version, method, path }: Request<'_>) -> Option<NotFound> {
        let tried = versions(version);
        let others = Version::ALL.into_iter().filter(|other| !tried.contains(other));
        let found = |other| Some((other, self.find(other, method, path)?.operation));
        let (other, operation) = others.filter_map(found).next()?;
        Some(self.not_found(format!("it is documented in {other} only"), vec![operation]))
    }

    fn other_methods(&self, request: Request<'_>) -> Option<NotFound> {
        let found = self.of_path(request);
        let is_found =
            |method: &Method| found.iter().any(|&found| self.facts.operations[found].method == *method);
        let methods: Vec<&str> = Method::ALL.into_iter().filter(is_found).map(Method::as_str).collect();
        let why = format!("the path is documented with {} only", methods.join(" and "));
        (!methods.is_empty()).then(|| self.not_found(why, found))
    }

    fn own_only(&self, Request { version, method, path }: Request<'_>) -> Option<NotFound> {
        let own = self.find_first(version, method, &as_me(path)?)?.operation;
        let why = "it is documented for `/me` only, which does not say what the objects of others need";
        Some(self.not_found(why, vec![own]))
    }

    /// The operations of a path, of any method.
    fn of_path(&self, Request { version, path, .. }: Request<'_>) -> Vec<usize> {
        let url = version.map_or(path.to_owned(), |version| format!("/{version}{path}"));
        self.find_all(None, &url).into_iter().map(|found| found.operation).collect()
    }

    fn not_found(&self, why: impl Into<String>, nearest: Vec<usize>) -> NotFound {
        let near = |operation: usize| {
            let fact = &self.facts.operations[operation];
            let place = fact.pages.first().map(|page| self.facts.place(page.place));
            Near { request: fact.to_string(), place, only_shown: fact.only_shown }
        };
        NotFound { why: why.into(), nearest: nearest.into_iter().map(near).collect() }
    }
}

fn batch(request: Request<'_>) -> Option<NotFound> {
    let why = "a batch needs what the requests inside need: give its body as a file of uses";
    let is_batch = request.path.trim_end_matches('/').ends_with("/$batch");
    is_batch.then(|| NotFound { why: why.to_owned(), nearest: Vec::new() })
}

fn missing_key(request: Request<'_>) -> Option<NotFound> {
    let why = "an empty segment stands where a key is due";
    request.path.contains("//").then(|| NotFound { why: why.to_owned(), nearest: Vec::new() })
}

/// `/users/x/messages` → `/me/messages`
fn as_me(path: &str) -> Option<String> {
    let (first, rest) = path.trim_start_matches('/').split_once('/')?;
    let (key, rest) = if first.eq_ignore_ascii_case("users") { rest.split_once('/')? } else { (first, rest) };
    let is_user = key != first || first.to_ascii_lowercase().starts_with("users(");
    (is_user && !key.is_empty()).then(|| format!("/me/{rest}"))
}

impl NotFound {
    /// The nearest requests in one line.
    pub(super) fn nearest_line(&self) -> Option<String> {
        let near = |near: &Near| {
            let place = near.place.as_deref().unwrap_or("?");
            let shown = if near.only_shown { ", in an example" } else { "" };
            format!("{} ({place}{shown})", near.request)
        };
        let all: Vec<String> = self.nearest.iter().map(near).collect();
        (!all.is_empty()).then(|| format!("near: {}", all.join(", ")))
    }
}
