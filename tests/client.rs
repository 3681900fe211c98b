//! The generated client against a real HTTP server on loopback: the requests of the five documents that the project was created from
//! arrive as their documented examples say, method, path, headers and body.

use std::path::Path;
use std::sync::LazyLock;

use graphdocs_generator::ir::{Api, ExampleRequest, Method, Operation, Version};
use msgraph::core::model::Date;
use msgraph::{Client, Result, Value, beta, v1_0};
use wiremock::matchers::{any, header};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The model of the input that the client was emitted from.
static DOCUMENTED: LazyLock<Api> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-input");
    graphdocs_generator::read(&root).expect("docs-input is there").api
});

fn documented(version: Version, method: Method, path: &str) -> &'static Operation {
    let api = DOCUMENTED.version(version).expect("the version is documented");
    let found = api.operations.iter().find(|operation| operation.method == method && operation.path == path);
    found.unwrap_or_else(|| panic!("{method} {path} is not documented"))
}

/// The example request of an operation, and its body as JSON; `null` when it has none.
fn example(operation: &Operation) -> (ExampleRequest, Value) {
    let example = operation.examples.first().expect("the operation has an example").request.clone();
    let body = if example.body.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&example.body).expect("the example's body is JSON")
    };
    (example, body)
}

/// The body of the example request as the type that the method takes.
fn typed<T: serde::de::DeserializeOwned>(operation: &Operation) -> T {
    serde_json::from_value(example(operation).1).expect("the example's body is of the documented type")
}

/// A server that answers everything with a status, and a client for it.
async fn server(status: u16) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(status)).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).plain_http().credential("a-token").build();
    (server, client.expect("a client for loopback"))
}

/// The one request that arrived is the documented one, with `keys` in place of its placeholders.
async fn check(server: &MockServer, operation: &Operation, keys: &[(&str, &str)]) {
    let requests = server.received_requests().await.expect("requests are kept");
    let [request] = requests.as_slice() else { panic!("{} requests arrived", requests.len()) };
    let (example, body) = example(operation);
    let mut url =
        example.url.split("graph.microsoft.com").nth(1).expect("the example calls Graph").to_owned();
    for (placeholder, value) in keys {
        url = url.replace(placeholder, value);
    }
    assert_eq!(request.method.as_str(), example.method.as_str());
    assert_eq!(request.url.path(), url);
    assert_eq!(request.headers["authorization"], "Bearer a-token");
    for (name, value) in &example.headers {
        if name.eq_ignore_ascii_case("content-type") {
            let sent = request.headers[name.as_str()].to_str().expect("a plain header");
            assert_eq!(sent.split(';').next(), value.split(';').next(), "{name}");
        }
    }
    if body.is_null() {
        assert!(request.body.is_empty(), "no body is documented");
    } else {
        assert_eq!(serde_json::from_slice::<Value>(&request.body).expect("a JSON body"), body);
    }
}

const AUTOPILOT: &str =
    "/deviceManagement/windowsAutopilotDeviceIdentities/{windowsAutopilotDeviceIdentityId}";

#[tokio::test]
async fn assigns_a_user_to_a_device() -> Result<()> {
    let operation = documented(Version::V1, Method::Post, &format!("{AUTOPILOT}/assignUserToDevice"));
    let (server, graph) = server(204).await;
    let device = graph.v1_0().device_management().windows_autopilot_device_identities().by_id("device-1");
    device.assign_user_to_device(typed::<v1_0::parameters::AssignUserToDevice>(operation)).await?;
    check(&server, operation, &[("{windowsAutopilotDeviceIdentityId}", "device-1")]).await;
    Ok(())
}

#[tokio::test]
async fn assigns_a_resource_account_to_a_device() -> Result<()> {
    let operation =
        documented(Version::Beta, Method::Post, &format!("{AUTOPILOT}/assignResourceAccountToDevice"));
    let (server, graph) = server(204).await;
    let device = graph.beta().device_management().windows_autopilot_device_identities().by_id("device-1");
    let body: beta::parameters::AssignResourceAccountToDevice = typed(operation);
    device.assign_resource_account_to_device(&body).await?;
    check(&server, operation, &[("{windowsAutopilotDeviceIdentityId}", "device-1")]).await;
    Ok(())
}

#[tokio::test]
async fn reaches_the_same_action_through_the_deployment_profile() -> Result<()> {
    let (server, graph) = server(204).await;
    let identities = graph.beta().device_management().windows_autopilot_device_identities();
    let assigned = identities.by_id("one").deployment_profile().assigned_devices().by_id("two");
    let body = beta::parameters::AssignResourceAccountToDevice {
        user_principal_name: Some("a@example.com".to_owned()),
        ..Default::default()
    };
    assigned.assign_resource_account_to_device(body).await?;
    let requests = server.received_requests().await.expect("requests are kept");
    assert_eq!(
        requests[0].url.path(),
        "/beta/deviceManagement/windowsAutopilotDeviceIdentities/one/deploymentProfile/assignedDevices/two\
         /assignResourceAccountToDevice"
    );
    Ok(())
}

#[tokio::test]
async fn assigns_a_deployment_profile() -> Result<()> {
    let path =
        "/deviceManagement/windowsAutopilotDeploymentProfiles/{windowsAutopilotDeploymentProfileId}/assign";
    let operation = documented(Version::Beta, Method::Post, path);
    let (server, graph) = server(204).await;
    let profile = graph.beta().device_management().windows_autopilot_deployment_profiles().by_id("profile-1");
    profile.assign(typed::<beta::parameters::Assign>(operation)).await?;
    check(&server, operation, &[("{windowsAutopilotDeploymentProfileId}", "profile-1")]).await;
    Ok(())
}

#[tokio::test]
async fn unassigns_a_user_from_a_device() -> Result<()> {
    let operation = documented(Version::Beta, Method::Post, &format!("{AUTOPILOT}/unassignUserFromDevice"));
    let (server, graph) = server(204).await;
    let device = graph.beta().device_management().windows_autopilot_device_identities().by_id("device-1");
    device.unassign_user_from_device().await?;
    check(&server, operation, &[("{windowsAutopilotDeviceIdentityId}", "device-1")]).await;
    Ok(())
}

#[tokio::test]
async fn registers_a_user_by_either_key_of_a_device() -> Result<()> {
    let operation = documented(Version::V1, Method::Post, "/devices/{id}/registeredUsers/$ref");
    let reference = example(operation).1["@odata.id"].as_str().expect("a reference").to_owned();
    let (first, graph) = server(204).await;
    graph.v1_0().devices().by_id("object-1").registered_users().add_ref(&reference).await?;
    check(&first, operation, &[("{id}", "object-1")]).await;

    let (second, graph) = server(204).await;
    graph.v1_0().devices().by_device_id("device-1").registered_users().add_ref(&reference).await?;
    let requests = second.received_requests().await.expect("requests are kept");
    assert_eq!(requests[0].url.path(), "/v1.0/devices(deviceId='device-1')/registeredUsers/$ref");
    Ok(())
}

/// Numbers, dates and moments are arguments of their own types, and literals in the URL.
#[tokio::test]
async fn calls_functions_with_typed_arguments() -> Result<()> {
    let cell = "/me/drive/items/{id}/workbook/worksheets/{id2}/cell(row={row},column={column})";
    let operation = documented(Version::V1, Method::Get, cell);
    let (first, graph) = server(200).await;
    let sheet = graph.v1_0().me().drive().items().by_id("01TIDES").workbook().worksheets().by_id("Tides");
    // An empty answer is no range.
    sheet.cell(2, 0).await.expect_err("the answer is empty");
    check(&first, operation, &[]).await;

    let (second, graph) = server(200).await;
    let date = Date::from_ordinal_date(2026, 32).expect("a day");
    graph.v1_0().reports().get_teams_user_activity_user_detail(date).await?;
    let recordings = graph.v1_0().users().by_id("1").adhoc_calls();
    let (from, to) = (date.midnight().assume_utc(), date.with_hms(12, 30, 0).expect("a time").assume_utc());
    recordings.get_all_recordings(to, from, "1").await.expect_err("the answer is empty");
    let requests = second.received_requests().await.expect("requests are kept");
    let paths: Vec<&str> = requests.iter().map(|request| request.url.path()).collect();
    assert_eq!(
        paths,
        [
            "/v1.0/reports/getTeamsUserActivityUserDetail(date=2026-02-01)",
            "/v1.0/users/1/adhocCalls/getAllRecordings(endDateTime=2026-02-01T12%3A30%3A00Z,\
             startDateTime=2026-02-01T00%3A00%3A00Z,userId='1')",
        ]
    );
    Ok(())
}

/// A query parameter that OData does not know is a method, and stays a value.
#[tokio::test]
async fn sets_documented_query_parameters() -> Result<()> {
    use v1_0::query::Query as _;

    documented(Version::V1, Method::Get, "/me/drive/root/delta");
    let (server, graph) = server(200).await;
    graph
        .v1_0()
        .me()
        .drive()
        .root()
        .delta()
        .token("latest&top=1")
        .top(5)
        .await
        .expect_err("the answer is empty");
    let requests = server.received_requests().await.expect("requests are kept");
    assert_eq!(requests[0].url.query(), Some("token=latest%26top=1&$top=5"));
    Ok(())
}

/// The page shows an object, and the service may send none: OData lets it.
#[tokio::test]
async fn an_update_may_be_answered_with_nothing() -> Result<()> {
    let changes = v1_0::models::Contact { job_title: Some("Engineer".to_owned()), ..Default::default() };
    let (_server, graph) = server(204).await;
    assert_eq!(graph.v1_0().me().contacts().by_id("ann").update(&changes).await?, None);

    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(&changes);
    Mock::given(header("prefer", "return=representation")).respond_with(answer).mount(&server).await;
    let graph: Client =
        Client::builder().base_url(server.uri()).plain_http().credential("a-token").build()?;
    let ann = graph.v1_0().me().contacts().by_id("ann");
    assert_eq!(ann.update(&changes).prefer("return=representation").await?, Some(changes));
    Ok(())
}
