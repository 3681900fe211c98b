//! A page offers permissions to apps although all its requests are below `/me`: an app without a user has no `/me`.
//!
//! The model keeps what the page says.

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Requirement, Scheme, Segment};
use crate::page::{Grant, Operation, Page, PageKind};

/// Reports each such page once, at the first cell that offers some.
pub(super) fn check(pages: &[Page], problems: &mut Problems) {
    for page in pages {
        let PageKind::Operation(operation) = &page.kind else {
            continue;
        };
        let offer = operation.grants.iter().find(|grant| offers_to_apps(grant));
        if let Some(grant) = offer.filter(|_| is_below_me(operation)) {
            let message = "apps are offered permissions, and every request of the page is below `/me`";
            problems.push(
                Diagnostic::new(Code::ApplicationBelowMe, grant.span, message)
                    .hint("write `Not supported.`, or document the request below `/users/{id}` as well"),
            );
        }
    }
}

fn offers_to_apps(grant: &Grant) -> bool {
    let offered = matches!(grant.requirement, Requirement::AnyOf { .. } | Requirement::Ambiguous { .. });
    grant.scheme == Scheme::Application && offered
}

/// Whether a page has requests, and each of them starts with `/me`.
fn is_below_me(operation: &Operation) -> bool {
    let roots = operation.requests.iter().map(|request| request.path.template.segments.first());
    let is_me = |root: Option<&Segment>| matches!(root, Some(Segment::Literal(root)) if root.eq_ignore_ascii_case("me"));
    !operation.requests.is_empty() && roots.into_iter().all(is_me)
}

#[cfg(test)]
mod tests {
    use crate::load::Docs;

    #[test]
    fn apps_have_no_me() {
        let found = |application: &str, requests: &str| {
            let page = format!(
                "# Get x\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
                 |Delegated (work or school account)|Mail.Read|\n|Delegated (personal Microsoft account)|Mail.Read|\n\
                 |Application|{application}|\n\n## HTTP request\n\n```http\n{requests}\n```\n"
            );
            let docs = Docs::from_texts([("api-reference/v1.0/api/x-get.md", page.as_str())]);
            let problems = crate::read_docs(docs).problems;
            problems.iter().filter(|problem| problem.code.name() == "application-below-me").count()
        };
        assert_eq!(found("Mail.Read", "GET /me/messages\nGET /me/mailFolders/{id}/messages"), 1);
        assert_eq!(found("Mail.Read", "GET /me/messages\nGET /users/{id}/messages"), 0);
        assert_eq!(found("Not supported.", "GET /me/messages"), 0);
    }
}
