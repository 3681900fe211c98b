//! Which method calls a request, and whether it stands on the builder of the request or on the one before.

use crate::ir::{Content, Method, Operation, Segment};
use crate::names::short;

/// A method that calls.
pub(super) struct Verb {
    /// The wire word or words that the method is named after.
    pub(super) name: String,
    /// How many of the last segments the method appends itself.
    pub(super) takes: usize,
}

impl Verb {
    fn here(name: &str) -> Self {
        Self { name: name.to_owned(), takes: 0 }
    }

    /// The same request called on its own builder.
    pub(super) fn on_own_place(self) -> Self {
        if self.takes == 0 { self } else { Self::here("call") }
    }

    fn before(name: &str) -> Self {
        Self { name: name.to_owned(), takes: 1 }
    }
}

/// The method for a request. `leads_on` says whether the request's own builder has builders below it, `has_items` whether one of them is
/// reached by a key.
pub(super) fn verb(operation: &Operation, leads_on: bool, has_items: bool) -> Verb {
    let method = operation.method;
    match operation.segments.segments.last() {
        Some(Segment::Ref) => Verb::before(match method {
            Method::Get if is_list(operation) => "list refs",
            Method::Get => "get ref",
            Method::Post => "add ref",
            Method::Put | Method::Patch => "set ref",
            Method::Delete => "remove ref",
        }),
        Some(Segment::Value) => Verb::before(content(method)),
        Some(Segment::Count) => Verb::before("count"),
        Some(Segment::Literal(name)) if name.eq_ignore_ascii_case("content") && !leads_on => {
            Verb::before(content(method))
        }
        Some(Segment::Literal(name)) if method == Method::Post && is_action(operation, name, has_items) => {
            called(name, leads_on)
        }
        Some(Segment::Literal(name)) if method == Method::Get && is_function(operation, name) => {
            called(name, leads_on)
        }
        Some(Segment::Function { name, .. }) => called(name, leads_on),
        _ => Verb::here(match method {
            Method::Get if has_items || is_list(operation) => "list",
            Method::Get => "get",
            Method::Post
                if has_items || matches!(operation.segments.segments.last(), Some(Segment::Literal(_))) =>
            {
                "create"
            }
            Method::Post => "post",
            Method::Patch => "update",
            Method::Put => "replace",
            Method::Delete => "delete",
        }),
    }
}

/// An action or function: by its name on the builder before, or `call` on its own builder when there is more below it.
fn called(name: &str, leads_on: bool) -> Verb {
    if leads_on { Verb::here("call") } else { Verb::before(short(name)) }
}

fn content(method: Method) -> &'static str {
    match method {
        Method::Get => "content",
        Method::Delete => "delete content",
        Method::Patch => "update content",
        Method::Post | Method::Put => "set content",
    }
}

fn is_list(operation: &Operation) -> bool {
    operation.responses.iter().any(|response| matches!(response.content, Content::Collection { .. }))
}

/// Whether `POST …/name` calls something: the page is about the verb, and nothing is created.
fn is_action(operation: &Operation, name: &str, has_items: bool) -> bool {
    let short = short(name).to_lowercase();
    if is_about(operation, &short) || name.contains('.') {
        return true;
    }
    let title = operation.title.to_lowercase();
    let creates = ["create", "add", "post", "upload"].iter().any(|verb| title.starts_with(verb));
    !(has_items || creates || operation.responses.iter().any(|response| response.status == 201))
}

/// Whether `GET …/name` calls a function.
fn is_function(operation: &Operation, name: &str) -> bool {
    let short = short(name).to_lowercase();
    short == "delta" || is_about(operation, &short)
}

/// Whether a page's title is `name action`, `name function`, `resource: name` or the name alone.
fn is_about(operation: &Operation, name: &str) -> bool {
    let title = operation.title.to_lowercase();
    let verb = title.split_once(": ").map_or(title.as_str(), |(_, verb)| verb);
    let verb = verb.strip_suffix(" action").or_else(|| verb.strip_suffix(" function")).unwrap_or(verb);
    let named = title.contains(": ")
        || title.ends_with(" action")
        || title.ends_with(" function")
        || !title.contains(' ');
    named && verb.replace(' ', "") == name
}
