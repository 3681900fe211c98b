//! The 47 instructive pages: odd in forms that the real pages have, so that each form is read as it should be.
//!
//! The folder of our own pages and the real pages of July 2021 have most of them under the same names with the same facts, so the
//! same assertions hold for both. A tree that lacks a page passes over it; `check` gives back how many were there.

use graphdocs_generator::ReadOutput;
use graphdocs_generator::diagnostic::Code;
use graphdocs_generator::ir::Scheme::{Application, DelegatedPersonal, DelegatedWork};
use graphdocs_generator::ir::{ParameterLocation, Requirement, Scheme};
use graphdocs_generator::page::PageKind;

use super::support::{Seen, find};

type Assertion = fn(Seen<'_>);

/// Asserts what the pages of a tree say, where it has them.
pub fn check(outcome: &ReadOutput) -> usize {
    let mut found = 0;
    for (path, assertion) in PAGES {
        if let Some(page) = find(outcome, &format!("api-reference/{path}")) {
            println!("{path}");
            assertion(page);
            found += 1;
        }
    }
    found
}

const PAGES: [(&str, Assertion); 47] = [
    ("beta/api/educationsynchronizationprofile-delete.md", permission_rows_among_headers),
    ("v1.0/api/oauth2permissiongrant-delta.md", third_row_is_application),
    (
        "beta/api/intune-shared-deviceappmanagement-syncmicrosoftstoreforbusinessapps.md",
        workflow_row_of_three_cells,
    ),
    ("beta/api/intune-shared-devicemanagement-get.md", workflows_of_both_schemes),
    ("v1.0/api/application-delete-tokenissuancepolicies.md", or_of_ands),
    ("v1.0/api/conditionalaccesspolicy-update.md", ambiguous),
    ("v1.0/api/educationuser-get-user.md", ambiguous),
    ("v1.0/api/profilephoto-get.md", three_labels_in_a_cell),
    ("v1.0/api/profilephoto-update.md", permissions_in_bullets),
    ("v1.0/api/directory-deleteditems-get.md", a_blank_for_a_dot),
    ("v1.0/api/intune-cirrus-officeclientconfiguration-get.md", names_apart_by_a_blank),
    ("beta/api/teamworktag-get.md", order_against_the_header),
    ("v1.0/api/subscription-post-subscriptions.md", matrix_with_paths),
    ("beta/api/connectorgroup-post-members.md", table_without_heading),
    ("v1.0/api/permission-grant.md", title_that_begins_with_permission),
    ("v1.0/api/authentication-list-methods.md", delimiter_of_three_cells),
    ("beta/api/identityproviderbase.md", type_page_among_the_apis),
    ("beta/api/intune-partnerintegration-vulnerablemanageddevice-get.md", no_path),
    ("v1.0/api/chat-post-members.md", template_below_permissions),
    ("v1.0/api/site-get.md", templates_below_three_headings),
    ("v1.0/api/drive-get.md", a_section_for_each_variant),
    ("beta/api/synchronization-synchronizationtemplate-get.md", response_of_a_lower_level),
    ("beta/api/b2xidentityuserflow-delete-userflowidentityproviders.md", no_blank_after_the_method),
    ("beta/api/application-delete-tokenlifetimepolicies.md", no_slash_before_ref),
    ("v1.0/api/chat-get-members.md", names_beside_the_braces),
    ("v1.0/api/range-entirerow.md", open_parenthesis),
    ("v1.0/api/user-list-joinedteams.md", or_between_requests),
    ("v1.0/api/driveitem-invite.md", body_inside_the_template),
    ("v1.0/api/educationassignment-put-rubric.md", identifiers_for_keys),
    ("v1.0/api/attachment-get.md", dots_for_more_segments),
    ("beta/api/privilegedroleassignmentrequest-my.md", example_of_another_method),
    ("beta/api/intune-auditing-auditevent-getauditactivitytypes.md", arguments_below_the_body),
    ("beta/api/intune-deviceconfig-windowsdeliveryoptimizationconfiguration-create.md", wrapped_cells),
    ("v1.0/api/intune-deviceconfig-ioscustomconfiguration-create.md", pipe_in_a_text),
    ("beta/api/accesspackage-post-incompatiblegroup.md", fence_that_is_not_closed),
    ("v1.0/api/educationclass-post-members.md", nothing_and_an_object),
    ("beta/api/reportroot-getemailactivitycounts.md", two_responses),
    ("v1.0/api/workforceintegration-update.md", samples_of_another_host),
    ("beta/resources/synchronization-attributemappingsource.md", gives_types),
    ("beta/resources/message.md", gives_types),
    ("v1.0/resources/invitation.md", gives_types),
    ("beta/resources/call.md", gives_types),
    ("v1.0/resources/intune-esim-tuple_2ofexecutiontype_icollection_1ofoperation.md", unknown_type_in_a_cell),
    ("beta/api/backuprestoreroot-enable.md", commented_include),
    ("v1.0/api/fido2authenticationmethod-get.md", two_tables_for_two_audiences),
    ("beta/api/agentidentityblueprint-post-inheritablepermissions.md", headers_inside_the_template),
    ("v1.0/api/agentidentityblueprint-upsert.md", two_success_statuses),
];

#[track_caller]
fn has(page: Seen<'_>, code: Code) {
    assert!(page.has(code), "no {code} among {:?}\n{}", page.codes(), page.show());
}

#[track_caller]
fn grants(page: Seen<'_>, scheme: Scheme) -> Vec<String> {
    let prefix = scheme.to_string();
    page.grants().into_iter().filter(|grant| grant.starts_with(&prefix)).collect()
}

#[track_caller]
fn parameters(page: Seen<'_>, location: ParameterLocation) -> Vec<String> {
    let all = &page.operation().parameters;
    all.iter().filter(|found| found.location == location).map(|found| found.name.clone()).collect()
}

fn permission_rows_among_headers(page: Seen<'_>) {
    has(page, Code::PermissionRowMisplaced);
    assert_eq!(
        page.grants(),
        [
            "DelegatedWork: EduAdministration.ReadWrite",
            "DelegatedPersonal: not supported",
            "Application: not supported",
        ]
    );
    assert_eq!(parameters(page, ParameterLocation::Header), ["Authorization"]);
}

fn third_row_is_application(page: Seen<'_>) {
    has(page, Code::UnknownPermissionLabel);
    assert_eq!(page.names(Application), ["Directory.Read.All", "Directory.ReadWrite.All"]);
}

fn workflow_row_of_three_cells(page: Seen<'_>) {
    assert_eq!(
        page.grants(),
        [
            "DelegatedWork (Onboarding): DeviceManagementApps.ReadWrite.All",
            "DelegatedPersonal: not supported",
            "Application (Onboarding): DeviceManagementApps.ReadWrite.All",
        ]
    );
}

fn workflows_of_both_schemes(page: Seen<'_>) {
    let work = grants(page, DelegatedWork);
    assert_eq!(work.len(), grants(page, Application).len());
    assert!(work.len() > 2, "{work:#?}");
    let first = "DelegatedWork (Android for Work): DeviceManagementConfiguration.Read.All, DeviceManagementConfiguration.ReadWrite.All*";
    assert_eq!(work[0], first, "the column goes from most to least");
    assert_eq!(grants(page, DelegatedPersonal), ["DelegatedPersonal: not supported"]);
}

fn or_of_ands(page: Seen<'_>) {
    let grant = page.operation().grants.iter().find(|grant| grant.scheme == DelegatedWork).unwrap();
    let alternatives: Vec<_> = grant.requirement.alternatives().collect();
    let [first, second] = alternatives.as_slice() else { panic!("{alternatives:?}") };
    for (alternative, policies) in
        [(first, "Policy.Read.All"), (second, "Policy.ReadWrite.ApplicationConfiguration")]
    {
        assert_eq!(alternative.all_of.len(), 2);
        for name in [policies, "Application.ReadWrite.All"] {
            assert!(alternative.all_of.iter().any(|found| found == name), "{alternative:?}");
        }
    }
}

fn ambiguous(page: Seen<'_>) {
    has(page, Code::AmbiguousPermissions);
    let grant = page.operation().grants.iter().find(|grant| grant.scheme == DelegatedWork).unwrap();
    let Requirement::Ambiguous { readings, text } = &grant.requirement else {
        panic!("{}", grant.requirement)
    };
    assert_eq!(readings.len(), 2, "{text}");
}

fn three_labels_in_a_cell(page: Seen<'_>) {
    let work = grants(page, DelegatedWork);
    assert_eq!(work.len(), 3, "{work:#?}");
    assert!(work[1].ends_with("Group.Read.All, Group.ReadWrite.All*"), "{}", work[1]);
    assert!(page.requests().contains(&"GET /groups/{id}/photo/$value".to_owned()));
}

fn permissions_in_bullets(page: Seen<'_>) {
    has(page, Code::UnboundPermissions);
    let work = grants(page, DelegatedWork);
    assert_eq!(work.len(), 3, "{work:#?}");
    assert_eq!(page.names(DelegatedWork).last(), Some(&"Contacts.ReadWrite"));
}

fn a_blank_for_a_dot(page: Seen<'_>) {
    has(page, Code::BrokenPermissionName);
    assert!(page.names(DelegatedWork).contains(&"Directory.AccessAsUser.All"));
    assert!(!page.names(DelegatedWork).contains(&"AccessAsUser.All"));
}

fn names_apart_by_a_blank(page: Seen<'_>) {
    has(page, Code::WrongVersion);
    let expected = ["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"];
    assert_eq!(page.names(DelegatedWork), expected);
}

fn order_against_the_header(page: Seen<'_>) {
    has(page, Code::OrderConflict);
    assert_eq!(page.names(Application).len(), 2);
}

fn matrix_with_paths(page: Seen<'_>) {
    assert_eq!(page.requests(), ["POST /subscriptions"]);
    let calls = "Application (callRecord (/communications/callRecords)): CallRecords.Read.All";
    assert!(page.grants().contains(&calls.to_owned()), "{:#?}", page.grants());
}

fn table_without_heading(page: Seen<'_>) {
    assert_eq!(page.names(DelegatedWork), ["Directory.ReadWrite.All", "Directory.AccessAsUser.All"]);
}

fn title_that_begins_with_permission(page: Seen<'_>) {
    assert_eq!(page.requests(), ["POST /shares/{encoded-sharing-url}/permission/grant"]);
    assert_eq!(page.names(Application), ["Files.ReadWrite.All", "Sites.ReadWrite.All"]);
    assert_eq!(parameters(page, ParameterLocation::Body), ["recipients", "roles"]);
}

fn delimiter_of_three_cells(page: Seen<'_>) {
    let names = page.names(DelegatedWork);
    assert!(names.contains(&"UserAuthenticationMethod.Read"), "{names:?}");
    assert!(names.contains(&"UserAuthenticationMethod.Read.All"), "{names:?}");
}

fn type_page_among_the_apis(page: Seen<'_>) {
    assert!(matches!(page.page.kind, PageKind::Types(_)), "{}", page.show());
}

fn no_path(page: Seen<'_>) {
    has(page, Code::RequestWithoutPath);
    has(page, Code::NoRequest);
    assert_eq!(page.requests(), [] as [String; 0]);
}

fn template_below_permissions(page: Seen<'_>) {
    assert_eq!(page.requests(), ["POST /chats/{chat-id}/members"]);
}

fn templates_below_three_headings(page: Seen<'_>) {
    let requests = page.requests();
    for expected in [
        "GET /sites/{hostname}:/{server-relative-path}",
        "GET /groups/{group-id}/sites/root",
        "GET /sites/root",
    ] {
        assert!(requests.contains(&expected.to_owned()), "{requests:#?}");
    }
}

fn a_section_for_each_variant(page: Seen<'_>) {
    let expected = [
        "GET /me/drive",
        "GET /users/{idOrUserPrincipalName}/drive",
        "GET /groups/{groupId}/drive",
        "GET /sites/{siteId}/drive",
        "GET /drives/{drive-id}",
    ];
    assert_eq!(page.requests(), expected);
}

fn response_of_a_lower_level(page: Seen<'_>) {
    has(page, Code::RequestRepaired);
    assert_eq!(page.requests()[0], "GET /applications/{id}/synchronization/templates/{templateId}");
    assert_eq!(page.responses(), ["200 synchronizationTemplate"]);
    assert!(page.operation().body.none);
}

fn no_blank_after_the_method(page: Seen<'_>) {
    has(page, Code::RequestRepaired);
    let expected = "DELETE /identity/b2xUserFlows/{userflow-id}/userflowIdentityProviders/{id}/$ref";
    assert_eq!(page.requests(), [expected]);
}

fn no_slash_before_ref(page: Seen<'_>) {
    has(page, Code::RequestRepaired);
    let requests = page.requests();
    let expected = "DELETE /applications/{id}/tokenLifetimePolicies/{id}/$ref".to_owned();
    assert!(requests.contains(&expected), "{requests:#?}");
}

fn names_beside_the_braces(page: Seen<'_>) {
    has(page, Code::RequestRepaired);
    let requests = page.requests();
    let expected = "GET /users/{user-id}/chats/{chat-id}/members/{membership-id}".to_owned();
    assert!(requests.contains(&expected), "{requests:#?}");
}

fn open_parenthesis(page: Seen<'_>) {
    has(page, Code::RequestRepaired);
    let expected = "/range(address='{address}')/entireRow";
    assert!(page.requests().iter().any(|request| request.ends_with(expected)), "{:#?}", page.requests());
}

fn or_between_requests(page: Seen<'_>) {
    has(page, Code::NotARequestLine);
    assert_eq!(page.requests(), ["GET /me/joinedTeams", "GET /users/{id}/joinedTeams"]);
}

fn body_inside_the_template(page: Seen<'_>) {
    let requests = page.requests();
    assert_eq!(requests.len(), 5, "{requests:#?}");
    assert!(requests.iter().all(|request| request.ends_with("/invite")), "{requests:#?}");
}

fn identifiers_for_keys(page: Seen<'_>) {
    has(page, Code::LiteralKey);
    assert_eq!(page.requests(), ["PUT /education/classes/{id}/assignments/{id}/rubric/$ref"]);
}

fn dots_for_more_segments(page: Seen<'_>) {
    has(page, Code::RequestRepaired);
    let requests = page.requests();
    let nested = "GET /me/mailFolders/{id}/childFolders/{id}/messages/{id}/attachments/{id}".to_owned();
    assert!(requests.contains(&nested), "{requests:#?}");
    let commented = requests.iter().any(|request| request.contains("/groups/{id}/events"));
    assert!(!commented, "what stands in a comment is no request: {requests:#?}");
}

fn example_of_another_method(page: Seen<'_>) {
    has(page, Code::ExampleMismatch);
    assert_eq!(page.requests(), ["POST /privilegedRoleAssignmentRequests/my"]);
}

fn arguments_below_the_body(page: Seen<'_>) {
    has(page, Code::BareFunction);
    assert_eq!(parameters(page, ParameterLocation::Function), ["category"]);
    let settled = page.outcome.api.versions.iter().flat_map(|api| &api.operations).any(|operation| {
        operation.path.ends_with("/auditEvents/getAuditActivityTypes(category='{category}')")
            && operation.spellings == ["/deviceManagement/auditEvents/getAuditActivityTypes"]
    });
    assert!(settled);
}

fn wrapped_cells(page: Seen<'_>) {
    let names = parameters(page, ParameterLocation::Body);
    assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric())), "{names:#?}");
    assert!(names.contains(&"deliveryOptimizationMode".to_owned()), "{names:#?}");
}

fn pipe_in_a_text(page: Seen<'_>) {
    has(page, Code::SurplusCells);
    let all = &page.operation().parameters;
    let payload = all.iter().find(|found| found.description.contains(" | "));
    assert!(payload.is_some(), "the surplus is part of the description");
}

fn fence_that_is_not_closed(page: Seen<'_>) {
    has(page, Code::UnterminatedFence);
    assert_eq!(page.responses()[0], "204 nothing");
    let examples = &page.operation().examples;
    let answer = examples[0].response.as_ref().expect("the response was swallowed");
    assert_eq!((examples.len(), answer.status), (1, 204));
}

fn nothing_and_an_object(page: Seen<'_>) {
    has(page, Code::StatusConflict);
    assert_eq!(page.responses(), ["204 nothing"]);
}

fn two_responses(page: Seen<'_>) {
    let statuses: Vec<u16> = page.operation().responses.iter().map(|found| found.status).collect();
    assert_eq!(statuses, [302, 200]);
}

fn samples_of_another_host(page: Seen<'_>) {
    has(page, Code::ForeignExample);
    has(page, Code::ExampleNotJson);
    let request = "PATCH /teamwork/workforceIntegrations/{workforceIntegrationId}";
    assert_eq!(page.requests(), [request]);
    let settled = page.outcome.api.versions.iter().flat_map(|api| &api.operations);
    let mut examples =
        settled.filter(|operation| operation.name() == request).flat_map(|operation| &operation.examples);
    assert!(examples.all(|example| example.request.url.starts_with("https://graph.microsoft.com/")));
}

fn gives_types(page: Seen<'_>) {
    let PageKind::Types(types) = &page.page.kind else { panic!("{}", page.show()) };
    assert!(types.resources.iter().any(|found| !found.properties.is_empty()), "{}", page.show());
}

fn unknown_type_in_a_cell(page: Seen<'_>) {
    has(page, Code::UnreadType);
    gives_types(page);
}

fn commented_include(page: Seen<'_>) {
    let expected = "DelegatedWork: BackupRestore-Control.Read.All, BackupRestore-Control.ReadWrite.All*";
    assert_eq!(grants(page, DelegatedWork), [expected], "the table beside the comment holds");
    assert!(page.page.includes.iter().all(|include| {
        let path = &page.outcome.docs.sources.file(include.file).path;
        !path.contains("/permissions/")
    }));
}

fn two_tables_for_two_audiences(page: Seen<'_>) {
    let work = grants(page, DelegatedWork);
    assert_eq!(work.len(), 2, "{work:#?}");
    assert!(work[0].starts_with("DelegatedWork (oneself): UserAuthenticationMethod.Read,"), "{work:#?}");
    assert!(work[1].starts_with("DelegatedWork (others): UserAuthenticationMethod.Read.All,"), "{work:#?}");
    assert!(page.names(Application).iter().all(|name| !name.contains(',')));
}

fn headers_inside_the_template(page: Seen<'_>) {
    let expected = "POST /applications/{id}/graph.agentIdentityBlueprint/inheritablePermissions";
    assert_eq!(page.requests(), [expected]);
    assert_eq!(page.names(DelegatedWork)[0], "AgentIdentityBlueprint.Create");
}

fn two_success_statuses(page: Seen<'_>) {
    let statuses: Vec<u16> = page.operation().responses.iter().map(|found| found.status).collect();
    assert_eq!(statuses, [201, 204]);
    let expected = "PATCH /applications(uniqueName='{uniqueName}')/microsoft.graph.agentIdentityBlueprint";
    assert_eq!(page.requests(), [expected]);
}
