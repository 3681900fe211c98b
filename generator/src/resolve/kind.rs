//! What kind of request an operation is, by how its path ends, its method, what its page is titled and what it answers.
//!
//! | the path ends with | method | kind |
//! |---|---|---|
//! | `$ref` | any | a reference |
//! | `$value`, `content` | any | content |
//! | `$count` | any | count |
//! | parentheses with arguments, a name that the title calls, `delta` | `GET` | function |
//! | parentheses with arguments, a name that the title calls | `POST` | action |
//! | a name that keys follow elsewhere | `POST` | create |
//! | a name that is a verb, as `createLink` | `POST` | action |
//! | a name, and the title or 201 says that something is made | `POST` | create |
//! | another name | `POST` | action |
//! | anything else | | create, read, update or delete, by the method |
//!
//! A `GET` lists when it answers with a collection, or when keys follow its path elsewhere.

use super::context::OperationContext;
use crate::ir::{Content, Method, OperationKind, PathTemplate, Response, Segment};
use crate::names::short;
use crate::page::operation_title::OperationTitle;

/// The kind of an operation that answers so.
pub(super) fn of(context: &OperationContext<'_>, responses: &[Response]) -> OperationKind {
    let title = OperationTitle::of(&context.claim.page.title);
    settle(title, context.method, context.template, context.has_items, responses)
}

/// `is_collection` says whether keys follow the path elsewhere.
fn settle(
    title: OperationTitle<'_>,
    method: Method,
    path: &PathTemplate,
    is_collection: bool,
    responses: &[Response],
) -> OperationKind {
    let several = responses.iter().any(|response| matches!(response.content, Content::Collection { .. }));
    match (path.segments.last(), method) {
        (Some(Segment::Ref), _) => reference(method, several),
        (Some(Segment::Value), _) => content(method),
        (Some(Segment::Count), _) => OperationKind::Count,
        (Some(Segment::Literal(name)), _) if name.eq_ignore_ascii_case("content") => content(method),
        (Some(Segment::Literal(name)), Method::Get) if is_function(title, short(name)) => {
            OperationKind::Function
        }
        (Some(Segment::Function { .. }), Method::Get) => OperationKind::Function,
        (Some(Segment::Function { .. }), Method::Post) => OperationKind::Action,
        (Some(Segment::Literal(name)), Method::Post) if is_action(title, name, is_collection, responses) => {
            OperationKind::Action
        }
        (_, Method::Get) if is_collection || several => OperationKind::List,
        (_, Method::Get) => OperationKind::Get,
        (_, Method::Post) => OperationKind::Create,
        (_, Method::Patch) => OperationKind::Update,
        (_, Method::Put) => OperationKind::Replace,
        (_, Method::Delete) => OperationKind::Delete,
    }
}

fn reference(method: Method, several: bool) -> OperationKind {
    match method {
        Method::Get if several => OperationKind::ListReferences,
        Method::Get => OperationKind::GetReference,
        Method::Post => OperationKind::AddReference,
        Method::Put | Method::Patch => OperationKind::SetReference,
        Method::Delete => OperationKind::RemoveReference,
    }
}

fn content(method: Method) -> OperationKind {
    match method {
        Method::Get => OperationKind::GetContent,
        Method::Post | Method::Put => OperationKind::SetContent,
        Method::Patch => OperationKind::UpdateContent,
        Method::Delete => OperationKind::DeleteContent,
    }
}

fn is_function(title: OperationTitle<'_>, name: &str) -> bool {
    name.eq_ignore_ascii_case("delta") || title.calls(name)
}

fn is_action(title: OperationTitle<'_>, name: &str, is_collection: bool, responses: &[Response]) -> bool {
    let makes = || title.creates() || responses.iter().any(|response| response.status == 201);
    title.calls(short(name)) || !is_collection && (is_verb(name) || !makes())
}

/// Whether a name of a path is that of a call, which no key follows and which leads to no relationship: paths have functions without
/// parentheses at times.
pub(super) fn is_verb(name: &str) -> bool {
    const VERBS: [&str; 11] =
        ["get", "find", "is", "has", "filter", "list", "delta", "search", "check", "create", "add"];
    VERBS.iter().any(|verb| {
        name.strip_prefix(verb).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_uppercase))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{SourceLocation, Type};
    use crate::page::parse_path;

    /// A title, a request, whether keys follow its path elsewhere, and the answers.
    #[track_caller]
    fn check(title: &str, request: &str, is_collection: bool, answers: &str, expected: OperationKind) {
        let (method, path) = request.split_once(' ').expect("a method and a path");
        let path = parse_path(path).template;
        let responses: Vec<Response> =
            answers.split(", ").filter(|answer| !answer.is_empty()).map(response).collect();
        let kind = settle(
            OperationTitle::of(title),
            Method::parse(method).expect("a method"),
            &path,
            is_collection,
            &responses,
        );
        assert_eq!(kind, expected, "{title}: {request}");
    }

    fn response(answer: &str) -> Response {
        let (status, content) = answer.split_once(' ').unwrap_or((answer, "nothing"));
        let content = match content {
            "several" => Content::Collection { ty: Type::Json },
            "one" => Content::One { ty: Type::Json, wrapped: false },
            _ => Content::Nothing,
        };
        Response { status: status.parse().expect("a status"), content, place: SourceLocation::default() }
    }

    #[test]
    fn by_title_request_and_answers() {
        use OperationKind::*;
        check("List members", "GET /groups/{id}/members", true, "200 several", List);
        check("List owners", "GET /servicePrincipals/{id}/owners", false, "200 several", List);
        check("servicePrincipals: List owners", "GET /servicePrincipals/{id}/owners", true, "", List);
        check("Get presence", "GET /communications/presences", true, "200 one", List);
        check("Get user", "GET /users/{id}", false, "200 one", Get);
        check("Get delta", "GET /users/delta", false, "200 several", Function);
        check("user: delta", "GET /users/delta", false, "200 several", Function);
        check(
            "reportRoot: getEmailActivityCounts",
            "GET /reports/getEmailActivityCounts",
            false,
            "302",
            Function,
        );
        check(
            "Range: Cell",
            "GET /workbook/range(address='{address}')/cell(row={row})",
            false,
            "200 one",
            Function,
        );
        check(
            "Get Range",
            "GET /workbook/worksheets/{id}/range(address='{address}')",
            false,
            "200 one",
            Function,
        );
        check(
            "Update range",
            "PATCH /workbook/worksheets/{id}/range(address='{address}')",
            false,
            "200 one",
            Update,
        );
        check(
            "getAuditCategories function",
            "GET /deviceManagement/auditEvents/getAuditCategories",
            false,
            "200 several",
            Function,
        );
        check("List recent files", "GET /me/drive/recent", false, "200 several", List);
        check("user: sendMail", "POST /users/{id}/sendMail", false, "202", Action);
        check("Send mail", "POST /me/sendMail", false, "202", Action);
        check("Check member groups", "POST /me/checkMemberGroups", false, "200 several", Action);
        check(
            "rebootNow action",
            "POST /deviceManagement/managedDevices/{id}/rebootNow",
            false,
            "204",
            Action,
        );
        check(
            "createToken action",
            "POST /deviceManagement/androidDeviceOwnerEnrollmentProfiles/{id}/createToken",
            false,
            "204",
            Action,
        );
        check("printer: create", "POST /print/printers/create", false, "202 one", Action);
        check(
            "Create a sharing link for a DriveItem",
            "POST /me/drive/items/{id}/createLink",
            false,
            "201 one, 200",
            Action,
        );
        check("Create table", "POST /workbook/tables/add", false, "201 one", Action);
        check("Copy a DriveItem", "POST /me/drive/items/{id}/copy", false, "202", Action);
        check(
            "accessReviewHistoryDefinition: generateDownloadUri",
            "POST /reviews/{id}/generateDownloadUri()",
            false,
            "200 one",
            Action,
        );
        check(
            "updatePriorities action",
            "POST /officeConfiguration/clientConfigurations/microsoft.management.services.api.updatePriorities",
            false,
            "204",
            Action,
        );
        check("Create user", "POST /users", true, "201 one", Create);
        check("WorksheetCollection: add", "POST /workbook/worksheets", true, "200 one", Create);
        check("Publish teamsApp", "POST /appCatalogs/teamsApps", true, "200 one", Create);
        check("Install app for user", "POST /users/{id}/teamwork/installedApps", false, "201", Create);
        check("Add attachment", "POST /me/events/{id}/attachments", false, "200 one", Create);
        check("Create journals", "POST /financials/companies/{id}/journals/{id2}", false, "201 one", Create);
        check("Update user", "PATCH /users/{id}", false, "204", Update);
        check("Create team from group", "PUT /groups/{id}/team", false, "201 one", Replace);
        check("Delete user", "DELETE /users/{id}", false, "204", Delete);
        check("List members", "GET /groups/{id}/members/$ref", false, "200 several", ListReferences);
        check("Get manager", "GET /users/{id}/manager/$ref", false, "200 one", GetReference);
        check("Add member", "POST /groups/{id}/members/$ref", false, "204", AddReference);
        check("Assign manager", "PUT /users/{id}/manager/$ref", false, "204", SetReference);
        check("Remove member", "DELETE /groups/{id}/members/{id}/$ref", false, "204", RemoveReference);
        check("Get profilePhoto", "GET /me/photo/$value", false, "200", GetContent);
        check(
            "Upload or replace the contents of a DriveItem",
            "PUT /me/drive/items/{id}/content",
            false,
            "200 one",
            SetContent,
        );
        check("Update page", "PATCH /me/onenote/pages/{id}/content", false, "204", UpdateContent);
        check("Delete profilePhoto", "DELETE /me/photo/$value", false, "204", DeleteContent);
        check("Get the number of users", "GET /users/$count", false, "200", Count);
    }
}
