//! Pages say different things about the permissions of the same request.

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::Requirement;
use crate::resolve::settled::{SharedRequest, Statement};
use crate::source::Span;

/// Reports, for each scheme, every page that differs from the first one that says something.
pub(super) fn check(shared: &[SharedRequest], problems: &mut Problems) {
    for statements in shared.iter().flat_map(|request| &request.statements) {
        let [owner, others @ ..] = statements.as_slice() else { continue };
        // A page that asks for something else in the query may need something else.
        for other in others.iter().filter(|other| other.rank == owner.rank) {
            if !owner.requirement.names_the_same(&other.requirement) {
                report(owner, other, problems);
            }
        }
    }
}

fn report(owner: &Statement, other: &Statement, problems: &mut Problems) {
    let Statement { request, requirement, .. } = other;
    let Some(span) = apart_from(other, &owner.requirement) else { return };
    let message =
        format!("`{request}` needs `{requirement}` here and `{}` on another page", owner.requirement);
    let mut conflict = Diagnostic::new(Code::PermissionConflict, span, message);
    if let Some(span) = apart_from(owner, requirement) {
        conflict = conflict.other(span, "the other page");
    }
    problems.push(conflict);
}

/// The place of the first grant that another page does not have; of the first one when that page has all of them, and more.
fn apart_from(statement: &Statement, other: &Requirement) -> Option<Span> {
    let known = |granted: &Requirement| {
        std::mem::discriminant(granted) == std::mem::discriminant(other)
            && granted
                .alternatives()
                .all(|alternative| other.alternatives().any(|known| known.all_of == alternative.all_of))
    };
    let apart = statement.grants.iter().find(|(_, granted)| !known(granted));
    apart.or(statement.grants.first()).map(|(span, _)| *span)
}

#[cfg(test)]
mod tests {
    use crate::check::found::{found, operation};
    use crate::diagnostic::Code;

    #[test]
    fn pages_that_differ() {
        let found = |permissions: &str, request: &str| {
            let own = operation("List messages", "Mail.Read, Mail.ReadWrite", "GET /users/{id}/messages");
            let other = operation("List all the messages", permissions, request);
            found(
                Code::PermissionConflict,
                &[("v1.0/api/own.md", own.as_str()), ("v1.0/api/other.md", other.as_str())],
            )
        };
        let conflict = |needs: &str| {
            format!(
                "v1.0/api/other.md:7: `GET /users/{{id}}/messages` needs `{needs}` here and \
                 `Mail.Read, Mail.ReadWrite` on another page"
            )
        };
        assert_eq!(found("Mail.Read", "GET /users/{id}/messages"), [conflict("Mail.Read")]);
        assert_eq!(found("Not supported.", "GET /users/{id}/messages"), [conflict("not supported")]);
        assert_eq!(found("Mail.ReadWrite, Mail.Read", "GET /users/{id}/messages"), [""; 0]);
        assert_eq!(found("User.Read", "GET /users/{id}/messages?$expand=extensions"), [""; 0]);
    }
}
