//! Every request of the five documents that the project was created from, by template and by URL.

use std::path::Path;

use serde_json::Value;

use super::support::{delegated, name, run_in};

const IDENTITY: &str =
    "/deviceManagement/windowsAutopilotDeviceIdentities/{windowsAutopilotDeviceIdentityId}";
const CONFIG: &str = "DeviceManagementServiceConfig.ReadWrite.All";

/// The only operation that a request calls.
#[track_caller]
fn show(request: &str) -> Value {
    let output = run_in(Path::new("."), &["permissions", "show", request, "--format", "json"]);
    let answers: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let operations = answers["answers"][0]["operations"].as_array().expect("operations");
    assert_eq!(operations.len(), 1, "{request}: {operations:?}");
    assert!(operations[0].get("read").is_none(), "{request} needs no other reading");
    operations[0].clone()
}

#[test]
fn every_request_of_the_seeds() {
    let both = format!("{CONFIG} < DeviceManagementConfiguration.ReadWrite.All");
    let either = format!(
        "DeviceManagementServiceConfig.Read.All < {CONFIG} DeviceManagementConfiguration.Read.All \
         DeviceManagementConfiguration.ReadWrite.All"
    );
    let config = format!("{CONFIG} < ");
    let no = "unsupported";
    let devices =
        IDENTITY.to_owned() + "/deploymentProfile/assignedDevices/{windowsAutopilotDeviceIdentityId2}";
    let profiles =
        "/deviceManagement/windowsAutopilotDeploymentProfiles/{windowsAutopilotDeploymentProfileId}";
    let directory = "Directory.AccessAsUser.All < ";
    let named = "/devices(deviceId='{deviceId}')/registeredUsers/$ref";
    // (version, template, for a user, for the app itself)
    let seeds: [(&str, String, &str, &str); 11] = [
        ("v1.0", format!("{IDENTITY}/assignUserToDevice"), &config, &config),
        ("beta", format!("{IDENTITY}/assignResourceAccountToDevice"), &both, &both),
        ("beta", format!("{devices}/assignResourceAccountToDevice"), &both, &both),
        ("beta", format!("{profiles}/assign"), &both, &both),
        ("beta", format!("{IDENTITY}/deploymentProfile/assign"), &both, &both),
        ("beta", format!("{IDENTITY}/intendedDeploymentProfile/assign"), &both, &both),
        ("beta", format!("{IDENTITY}/unassignUserFromDevice"), &either, &either),
        ("beta", format!("{devices}/unassignUserFromDevice"), &either, &either),
        ("beta", format!("{devices}/assignUserToDevice"), &config, &config),
        ("v1.0", "/devices/{id}/registeredUsers/$ref".to_owned(), directory, no),
        ("v1.0", named.to_owned(), directory, no),
    ];
    for (version, template, for_user, for_app) in seeds {
        let mut values = ["0f9a-77", "b%40c.d"].into_iter().cycle();
        let mut concrete = template.clone();
        while let (Some(start), Some(end)) = (concrete.find('{'), concrete.find('}')) {
            concrete.replace_range(start..=end, values.next().unwrap_or_default());
        }
        let urls = [
            format!("POST /{version}{template}"),
            format!("POST /{version}{concrete}"),
            format!(
                "post https://graph.microsoft.com/{version}{}?x=1",
                concrete.replace("/devices", "/Devices")
            ),
        ];
        for url in urls {
            let operation = show(&url);
            assert_eq!(name(&operation), format!("{version} POST {template}"), "{url}");
            assert_eq!(delegated(&operation), for_user, "{url}");
            assert_eq!(operation["schemes"][1]["kind"], "unsupported", "{url}: personal accounts");
            let app = serde_json::json!({ "schemes": [operation["schemes"][2]] });
            assert_eq!(delegated(&app), for_app, "{url}");
        }
    }
    let roles = show("POST /v1.0/devices/1/registeredUsers/$ref")["roles"].clone();
    assert_eq!(roles, serde_json::json!(["Intune Administrator", "Windows 365 Administrator"]));
}
