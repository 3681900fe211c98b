//! Several pages document the same request.

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::resolve::settled::{RequestLine, SharedRequest};

/// Reports, at the page that owns a request, the other pages that document it. Pages that ask for something else in the query do not
/// count.
pub(super) fn check(shared: &[SharedRequest], problems: &mut Problems) {
    for request in shared {
        let [owner, others @ ..] = request.lines.as_slice() else { continue };
        let others: Vec<&RequestLine> =
            others.iter().filter(|line| line.rank == owner.rank && line.listed).collect();
        let Some(first) = others.first() else { continue };
        let message = match others.len() {
            1 => format!("another page documents `{}` as well", owner.request),
            more => format!("{more} other pages document `{}` as well", owner.request),
        };
        problems.push(
            Diagnostic::new(Code::DuplicateOperation, owner.span, message)
                .other(first.span, "for instance here"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::found::{found, operation};
    use crate::diagnostic::Code;

    #[test]
    fn the_owner_is_told_of_the_others() {
        let page = |title, request| operation(title, "Mail.Read", request);
        let own = page("List messages", "GET /users/{id}/messages");
        let also = page("List all messages", "GET /users/{user-id}/messages");
        let expanded = page("List messages with notes", "GET /users/{id}/messages?$expand=extensions");
        let found = |pages: &[(&str, &str)]| found(Code::DuplicateOperation, pages);
        let pages = [("v1.0/api/own.md", own.as_str()), ("v1.0/api/expanded.md", &expanded)];
        assert_eq!(found(&pages), [""; 0]);
        let pages = [pages[0], pages[1], ("v1.0/api/also.md", &also)];
        let message = "v1.0/api/own.md:12: another page documents `GET /users/{id}/messages` as well";
        assert_eq!(found(&pages), [message]);
        let pages = [pages[0], pages[2], ("v1.0/api/third.md", &also)];
        let message = "v1.0/api/own.md:12: 2 other pages document `GET /users/{id}/messages` as well";
        assert_eq!(found(&pages), [message]);
        let pages = [pages[0], ("beta/api/also.md", &also)];
        assert_eq!(found(&pages), [""; 0]);
    }
}
