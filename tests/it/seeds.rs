//! The five documents that the project was created from, and what each of them says.

use graphdocs_generator::ReadOutput;
use graphdocs_generator::diagnostic::Code;
use graphdocs_generator::ir::Scheme::{Application, DelegatedPersonal, DelegatedWork};
use graphdocs_generator::ir::{Body, Content, Operation, Primitive, Segment, Type, Version};

use super::support::{Seen, operation, requirement};

const IDENTITY: &str =
    "/deviceManagement/windowsAutopilotDeviceIdentities/{windowsAutopilotDeviceIdentityId}";
const ASSIGNED: &str = "/deviceManagement/windowsAutopilotDeviceIdentities/{windowsAutopilotDeviceIdentityId}/deploymentProfile/assignedDevices/{windowsAutopilotDeviceIdentityId2}";
const PROFILE: &str =
    "/deviceManagement/windowsAutopilotDeploymentProfiles/{windowsAutopilotDeploymentProfileId}";

/// The four Markdown pages. The real ones and ours say the same.
pub fn check(outcome: &ReadOutput) {
    assign_user(outcome);
    assign_resource_account(outcome);
    assign_profile(outcome);
    unassign_user(outcome);
}

#[track_caller]
fn needs(operation: &Operation, expected: &str) {
    for scheme in [DelegatedWork, Application] {
        assert_eq!(requirement(operation.permissions.of(scheme)), expected, "{}", operation.name());
    }
    assert_eq!(requirement(operation.permissions.of(DelegatedPersonal)), "not supported");
}

#[track_caller]
fn sends(operation: &Operation, expected: &[(&str, Type)]) {
    let Body::Parameters { parameters, .. } = &operation.body else { panic!("{:?}", operation.body) };
    let found: Vec<(&str, Type)> =
        parameters.iter().map(|found| (found.name.as_str(), found.ty.clone())).collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn answers_nothing(operation: &Operation) {
    let [response] = operation.responses.as_slice() else { panic!("{:?}", operation.responses) };
    assert_eq!((response.status, &response.content), (204, &Content::Nothing));
}

fn string() -> Type {
    Type::Primitive(Primitive::String)
}

fn assign_user(outcome: &ReadOutput) {
    let found = operation(outcome, Version::V1, &format!("POST {IDENTITY}/assignUserToDevice"));
    needs(found, "DeviceManagementServiceConfig.ReadWrite.All");
    sends(found, &[("userPrincipalName", string()), ("addressableUserName", string())]);
    answers_nothing(found);
    let [example] = found.examples.as_slice() else { panic!("{:#?}", found.examples) };
    assert!(example.request.url.ends_with("/assignUserToDevice"));
    assert!(example.request.body.contains("addressableUserName"));
}

fn assign_resource_account(outcome: &ReadOutput) {
    for path in [IDENTITY, ASSIGNED] {
        let found = operation(outcome, Version::Beta, &format!("POST {path}/assignResourceAccountToDevice"));
        needs(
            found,
            "DeviceManagementServiceConfig.ReadWrite.All, DeviceManagementConfiguration.ReadWrite.All*",
        );
        sends(
            found,
            &[
                ("userPrincipalName", string()),
                ("addressableUserName", string()),
                ("resourceAccountName", string()),
            ],
        );
        let Body::Parameters { parameters, .. } = &found.body else { unreachable!("`sends` looked") };
        assert!(parameters.iter().all(|parameter| parameter.description.is_empty()));
        answers_nothing(found);
    }
    let found = operation(outcome, Version::Beta, &format!("POST {IDENTITY}/assignResourceAccountToDevice"));
    let headers = &found.examples[0].request.headers;
    assert_eq!(headers[0], ("Content-type".to_owned(), "application/json".to_owned()), "after a blank line");
    assert!(found.examples[0].request.body.starts_with('{'));
}

fn assign_profile(outcome: &ReadOutput) {
    let api = outcome.api.version(Version::Beta).expect("there are beta pages");
    let found: Vec<&Operation> = api
        .operations
        .iter()
        .filter(|found| found.path.ends_with("/assign") && found.path.contains("eploymentProfile"))
        .filter(|found| matches!(&found.body, Body::Parameters { parameters, .. } if parameters[0].name == "deviceIds"))
        .collect();
    assert_eq!(found.len(), 3);
    for found in &found {
        sends(found, &[("deviceIds", string().list())]);
        answers_nothing(found);
    }
    assert!(found.iter().any(|found| found.path == format!("{PROFILE}/assign")));
}

fn unassign_user(outcome: &ReadOutput) {
    for path in [IDENTITY, ASSIGNED] {
        let found = operation(outcome, Version::Beta, &format!("POST {path}/unassignUserFromDevice"));
        let alternatives: Vec<_> = found.permissions.delegated_work.alternatives().collect();
        assert_eq!(alternatives.len(), 4);
        assert_eq!(alternatives[0].all_of, ["DeviceManagementServiceConfig.Read.All"]);
        assert!(alternatives[0].least && alternatives[1..].iter().all(|other| !other.least));
        assert_eq!(found.body, Body::None);
        answers_nothing(found);
    }
}

/// The page that was saved as text.
pub fn rendered(page: Seen<'_>) {
    assert!(page.operation().rendered);
    assert!(page.has(Code::RenderedText));
    assert_eq!(
        page.requests(),
        [
            "POST /devices/{id}/registeredUsers/$ref",
            "POST /devices(deviceId='{deviceId}')/registeredUsers/$ref",
        ]
    );
    assert_eq!(
        page.grants(),
        [
            "DelegatedWork: Directory.AccessAsUser.All",
            "DelegatedPersonal: not supported",
            "Application: not supported",
        ]
    );
    let roles: Vec<&str> = page.operation().roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(roles, ["Intune Administrator", "Windows 365 Administrator"]);
    assert_eq!(page.operation().examples.len(), 1, "the samples for SDKs say nothing");
    let settled = operation(page.outcome, Version::V1, "POST /devices/{id}/registeredUsers/$ref");
    assert_eq!(settled.body, Body::Reference);
    assert!(settled.partial || settled.pages.len() > 1);
    let named =
        operation(page.outcome, Version::V1, "POST /devices(deviceId='{deviceId}')/registeredUsers/$ref");
    assert!(matches!(named.segments.segments[1], Segment::NamedKey(_)));
}
