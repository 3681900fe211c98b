//! Settings of the client.

use std::sync::{Arc, Mutex};

use http::{Request, Response};
use msgraph_core::model::Uuid;
use msgraph_core::{Body, BoxFuture, Client, Cloud, Error, Method, Transport, TransportError, Value};

use crate::server::{Server, json};

#[test]
fn clouds_have_addresses() {
    for (cloud, url) in [
        (Cloud::Global, "https://graph.microsoft.com"),
        (Cloud::UsGovernment, "https://graph.microsoft.us"),
        (Cloud::UsDefense, "https://dod-graph.microsoft.us"),
        (Cloud::China, "https://microsoftgraph.chinacloudapi.cn"),
    ] {
        let client: Client = Client::builder().cloud(cloud).credential("t").build().expect("a client");
        assert_eq!(client.base_url(), url);
        assert_eq!(cloud.default_scope(), format!("{url}/.default"));
    }
}

#[test]
fn base_urls_are_checked() {
    let build = |url: &str| Client::builder().base_url(url).credential("t").build() as Result<Client, Error>;
    for good in
        ["https://graph.example", "http://localhost:1/prefix/", "http://127.0.0.1", "http://[::1]:8080"]
    {
        build(good).unwrap_or_else(|error| panic!("{good}: {error}"));
    }
    for bad in [
        "",
        "graph.example",
        "ftp://graph.example",
        "http://graph.example",
        "https://a:b@graph.example",
        "https://a?b",
        "https://a#b",
    ] {
        let error = build(bad).expect_err(bad);
        assert!(matches!(error, Error::Config { .. }), "{bad}: {error:?}");
    }
    let in_the_clear = Client::builder().base_url("http://graph.example").credential("t").plain_http();
    (in_the_clear.build() as Result<Client, Error>).expect("a client");
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let server = Server::start(|_| json(Value::Null)).await;
    let client: Client =
        server.builder().base_url(format!("{}/proxy/", server.url)).build().expect("a client");
    let _: Value = client.request(Method::Get, "/v1.0/me").await.expect("an answer");
    assert_eq!(server.only().target, "/proxy/v1.0/me");
}

#[tokio::test]
async fn a_path_with_colons_is_no_url() {
    let server = Server::start(|_| json(Value::Null)).await;
    let client = server.client();
    let _: Value = client.request(Method::Get, "v1.0:/a").await.expect("an answer");
    let _: Value = client.request(Method::Get, "/v1.0/me/drive/root:/a:").await.expect("an answer");
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(targets, ["/v1.0:/a", "/v1.0/me/drive/root:/a:"]);
}

#[tokio::test]
async fn requests_say_who_sends_them() {
    let server = Server::start(|_| json(Value::Null)).await;
    let client: Client = server.builder().user_agent("app/1.0").build().expect("a client");
    for _ in 0..2 {
        let _: Value = client.request(Method::Get, "/v1.0/me").await.expect("an answer");
    }
    let [one, two] = server.seen().try_into().expect("two requests");
    assert_eq!(one.header("user-agent"), Some(concat!("app/1.0 msgraph-core/", env!("CARGO_PKG_VERSION"))));
    let (one, two) = (one.header("client-request-id"), two.header("client-request-id"));
    assert_ne!(one, two);
    let id: Uuid = one.expect("an id").parse().expect("a UUID");
    assert_eq!(id.get_version_num(), 4);
    let bad: Result<Client, Error> = server.builder().user_agent("a\nb").build();
    assert!(matches!(bad, Err(Error::Config { .. })));
}

#[tokio::test]
async fn any_transport_will_do() {
    #[derive(Clone, Default)]
    struct Fake(Arc<Mutex<Vec<String>>>);

    impl Transport for Fake {
        fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
            self.0.lock().expect("the log").push(request.uri().to_string());
            Box::pin(async { Ok(Response::new(Body::from("[1, 2]"))) })
        }
    }

    let fake = Fake::default();
    let client: Client = Client::builder().credential("t").transport(fake.clone()).build().expect("a client");
    let numbers: Vec<u8> = client.request(Method::Get, "/beta/numbers").await.expect("numbers");
    assert_eq!(numbers, [1, 2]);
    assert_eq!(*fake.0.lock().expect("the log"), ["https://graph.microsoft.com/beta/numbers"]);
}

#[test]
fn a_generated_client_wraps_ours() {
    #[derive(Clone, Debug)]
    struct Generated(Client);

    impl From<Client> for Generated {
        fn from(client: Client) -> Self {
            Generated(client)
        }
    }

    let graph: Generated = msgraph_core::ClientBuilder::new().credential("t").build().expect("a client");
    assert_eq!(graph.0.base_url(), "https://graph.microsoft.com");
}
