//! Documented requests → the operations that they are requests of.

use std::collections::HashMap;

use super::claim::Claim;
use crate::align::fit;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Example, ExampleRequest, ExampleResponse, Method, PathTemplate, SourceLocation};
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
