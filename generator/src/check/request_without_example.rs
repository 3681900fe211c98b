//! A page lists a request, and no example of it shows the request.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Problems};
use crate::ir::{Method, PathTemplate, Segment};
use crate::page::{Operation, Page, PageKind, Request};
use crate::source::Span;

/// Reports each such request; `assigned` has the place of the request that an example is of, by the example's.
pub(super) fn check(pages: &[Page], assigned: &HashMap<Span, Span>, problems: &mut Problems) {
    for page in pages {
        if let PageKind::Operation(operation) = &page.kind {
            check_page(operation, assigned, problems);
        }
    }
}

/// One that differs from a shown one in its address alone, as `/me/messages` does from `/users/{id}/messages`, is shown with it.
fn check_page(page: &Operation, assigned: &HashMap<Span, Span>, problems: &mut Problems) {
    let shown: HashSet<Span> =
        page.examples.iter().filter_map(|example| assigned.get(&example.span).copied()).collect();
    let call_of = |request: &Request| call(request.method, &request.path.template);
    let listed = page.requests.iter().filter(|request| shown.contains(&request.span)).map(call_of);
    let examples = page.examples.iter().map(|example| call(example.method, &example.path.template));
    let called: HashSet<_> = listed.chain(examples).collect();
    for request in &page.requests {
        if !shown.contains(&request.span) && !called.contains(&call_of(request)) {
            let message = format!("no example shows `{} {}`", request.method, request.path.template);
            problems.report(Code::RequestWithoutExample, request.span, message);
        }
    }
}

/// The method and the last name of a path.
fn call(method: Method, path: &PathTemplate) -> (Method, Option<String>) {
    let last = path.segments.iter().rfind(|segment| !matches!(segment, Segment::Key(_)));
    let name = last.map(|segment| match segment {
        Segment::Function { name, .. } => name.to_lowercase(),
        other => other.to_string().to_lowercase(),
    });
    (method, name)
}

#[cfg(test)]
mod tests {
    use crate::check::found::{found, operation};
    use crate::diagnostic::Code;

    #[test]
    fn requests_that_no_example_shows() {
        let requests = "GET /me/messages\nGET /users/{id}/messages\nGET /me/mailFolders/{id}/messages/delta";
        let found = |example: &str| {
            let page = operation("List messages", "Mail.Read", requests);
            let page = format!("{page}\n## Example\n\n```http\n{example}\n```\n");
            found(Code::RequestWithoutExample, &[("v1.0/api/own.md", &page)])
        };
        let messages =
            |line: u32, path: &str| format!("v1.0/api/own.md:{line}: no example shows `GET {path}`");
        let delta = messages(14, "/me/mailFolders/{id}/messages/delta");
        assert_eq!(found("GET https://graph.microsoft.com/v1.0/me/messages"), [delta]);
        let both = [messages(12, "/me/messages"), messages(13, "/users/{id}/messages")];
        assert_eq!(found("GET https://graph.microsoft.com/v1.0/me/mailFolders/7/messages/delta"), both);
    }
}
