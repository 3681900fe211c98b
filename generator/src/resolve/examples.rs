//! Documented requests → the operations that they are requests of.

use std::borrow::Cow;
use std::collections::HashMap;

use super::claim::Claim;
use crate::align::fit;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Example, ExampleRequest, ExampleResponse, Method, PathTemplate, Segment, SourceLocation};
use crate::names::short;
use crate::page::operation_title::OperationTitle;
use crate::page::{self, Page, PageKind, Request};
use crate::source::Span;

/// The requests that examples are of: where an example stands, and where the request.
pub(super) type Assigned = HashMap<Span, Span>;

/// Gives the examples of all pages to the requests that their pages list, and reports those that match none.
pub(super) fn assign(pages: &[Page], problems: &mut Problems) -> Assigned {
    let mut assigned = Assigned::new();
    for page in pages {
        let PageKind::Operation(operation) = &page.kind else {
            continue;
        };
        for example in &operation.examples {
            let parsed = &example.path;
            if let Some(host) = &parsed.foreign_host {
                let message = format!("the example calls `{host}`, not the service");
                problems.report(Code::ForeignExample, example.span, message);
                continue;
            }
            if let (Some(named), Some(version)) = (parsed.version, page.version)
                && named != version
            {
                let message = format!("the example calls {named} on a page of {version}");
                problems.report(Code::WrongVersion, example.span, message);
            }
            if let Some(request) = best(example.method, &parsed.template, &operation.requests) {
                assigned.insert(example.span, request.span);
            } else {
                let message =
                    format!("`{} {}` is none of the page's requests", example.method, parsed.template);
                problems.push(
                    Diagnostic::new(Code::ExampleMismatch, example.span, message)
                        .hint("use a path that stands under `## HTTP request`, or document this one"),
                );
            }
        }
    }
    assigned
}

/// The examples of an operation.
pub(super) fn of(
    claims: &[Claim<'_>],
    assigned: &Assigned,
    place: &dyn Fn(Span) -> SourceLocation,
) -> Vec<Example> {
    claims
        .iter()
        .flat_map(|claim| claim.page.examples.iter().map(move |example| (claim, example)))
        .filter(|(claim, example)| assigned.get(&example.span) == Some(&claim.request.span))
        .map(|(_, example)| settled(example, place))
        .collect()
}

/// The examples that show what a request gives: its own; else those of the requests of its page that end alike, such as
/// `/me/drive/items/{id}/copy` and `/drives/{id}/items/{id}/copy`; else all of its page, where they
/// name the type that its title names.
pub(super) fn answering<'e>(
    claim: &Claim<'_>,
    assigned: &Assigned,
    own: &'e [Example],
    place: &dyn Fn(Span) -> SourceLocation,
) -> Cow<'e, [Example]> {
    if own.iter().any(|example| example.response.as_ref().is_some_and(|answer| is_success(answer.status))) {
        return own.into();
    }
    let siblings: Vec<(&page::ExampleRequest, &Request)> = claim
        .page
        .examples
        .iter()
        .filter(|example| example.response.as_ref().is_some_and(|answer| is_success(answer.status)))
        .filter_map(|example| {
            let request = assigned.get(&example.span)?;
            Some((example, claim.page.requests.iter().find(|listed| listed.span == *request)?))
        })
        .filter(|(_, request)| are_alike(request.method, claim.request.method))
        .collect();
    let end = end(&claim.request.path.template);
    let alike = siblings.iter().filter(|(_, request)| self::end(&request.path.template) == end);
    let alike: Vec<Example> = alike.map(|(example, _)| settled(example, place)).collect();
    let goes_on =
        |(_, request): &(_, &Request)| starts_with(&claim.request.path.template, &request.path.template);
    if !alike.is_empty() || !name_type_of_page(&siblings, claim.page) || siblings.iter().any(goes_on) {
        return alike.into();
    }
    siblings.iter().map(|(example, _)| settled(example, place)).collect()
}

/// Whether a status means success. A redirect leads to what was asked for.
fn is_success(status: u16) -> bool {
    (200..400).contains(&status)
}

/// Whether two requests of one path do the same. Pages list `PUT` beside `PATCH` for one thing.
fn are_alike(left: Method, right: Method) -> bool {
    let changes = |method| matches!(method, Method::Patch | Method::Put);
    left == right || changes(left) && changes(right)
}

/// The last name of a path, and what follows it. Names of keys and arguments differ where the page means one request.
fn end(template: &PathTemplate) -> (String, String) {
    let segments = &template.segments;
    let last = segments.iter().enumerate().rev().find_map(|(at, segment)| match segment {
        Segment::Literal(name) | Segment::Function { name, .. } | Segment::Cast(name) => {
            Some((at, name.to_lowercase()))
        }
        _ => None,
    });
    last.map_or_else(Default::default, |(at, name)| (name, PathTemplate::identity_of(&segments[at + 1..])))
}

/// Whether a path goes on from another: what stands there is a part of what the other leads to.
fn starts_with(path: &PathTemplate, start: &PathTemplate) -> bool {
    let head = path.segments.get(..start.segments.len());
    head.is_some_and(|head| PathTemplate::identity_of(head) == start.identity())
}

/// Whether the annotations of all answers name the type that the page's title names. A page about an extension shows it in a message
/// and lists calendars as well.
fn name_type_of_page(siblings: &[(&page::ExampleRequest, &Request)], page: &page::Operation) -> bool {
    let named = |(example, _): &(&page::ExampleRequest, &Request)| {
        let name = example.response.as_ref().and_then(|answer| answer.type_name.as_deref());
        name.is_some_and(|name| OperationTitle::of(&page.title).names(short(name)))
    };
    !siblings.is_empty() && siblings.iter().all(named)
}

fn settled(example: &page::ExampleRequest, place: &dyn Fn(Span) -> SourceLocation) -> Example {
    Example {
        name: example.name.clone(),
        request: ExampleRequest {
            method: example.method,
            url: example.url.clone(),
            headers: example.message.headers.clone(),
            body: example.message.body.clone(),
            place: place(example.span),
        },
        response: example.response.as_ref().map(|response| ExampleResponse {
            status: response.status,
            headers: response.message.headers.clone(),
            body: response.message.body.clone(),
            type_name: response.type_name.clone(),
            collection: response.collection,
            truncated: response.truncated,
            place: place(response.span),
        }),
    }
}

/// The request of a page that an example is one of: the one with the most names in common.
fn best<'r>(method: Method, path: &PathTemplate, requests: &'r [Request]) -> Option<&'r Request> {
    requests
        .iter()
        .filter(|request| request.method == method)
        .filter_map(|request| Some((fit(&path.segments, &request.path.template.segments)?, request)))
        .max_by_key(|(fit, _)| *fit)
        .map(|(_, request)| request)
}
