//! The token is in no output, whatever goes wrong.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::future::IntoFuture;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use msgraph_core::emitted::Node;
use msgraph_core::{
    AccessToken, Body, BoxFuture, Client, Credential, Error, Expand, Job, Literal, Method, Page,
    ReqwestTransport, RetryPolicy, Seekable, Transport, TransportError, UploadSession, Value, matching,
};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::TOKEN;
use crate::server::{Server, hangup, json, reply};

/// What makes a pre-authenticated URL a secret.
const SIGNATURE: &str = "c2lnbmF0dXJl";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

/// A key of a path, which is a person's address.
const KEY: &str = "ann@example.com";
/// A token of a page, as services put them into links.
const SKIP_TOKEN: &str = "c2tpcHRva2Vu";
/// User information of a URL.
const PASSWORD: &str = "hunter2";
/// What nothing may show.
const SECRETS: [&str; 6] = [TOKEN, SIGNATURE, KEY, "ann%40example.com", SKIP_TOKEN, PASSWORD];

fn assert_silent(shown: impl Debug) {
    assert_keeps_secrets("", &format!("{shown:?} {shown:#?}"));
}

fn assert_keeps_secrets(name: &str, shown: &str) {
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{name} shows {secret}: {shown}");
    }
}

/// Public names that hold nothing which could be a secret, or show what they hold on purpose.
const WITHOUT_SECRETS: [(&str, &[&str]); 4] = [
    (
        "a trait or an alias",
        &[
            "BoxError",
            "BoxFuture",
            "Deserialize",
            "Deserializer",
            "Element",
            "Entry",
            "Fields",
            "Flags",
            "Grants",
            "List",
            "Member",
            "Middleware",
            "Model",
            "Output",
            "Result",
            "Scalar",
            "Serialize",
            "Serializer",
            "TokenSource",
            "Transport",
            "UploadSource",
        ],
    ),
    (
        "words of the documentation",
        &[
            "Alternative",
            "Explanation",
            "Found",
            "Granted",
            "Method",
            "Operation",
            "Opens",
            "Permissions",
            "Reading",
            "Requirement",
            "Scheme",
            "Table",
            "Variation",
        ],
    ),
    (
        "settings, states and what a service demands or says of an error",
        &["Cloud", "Detail", "ItemId", "JobState", "NoContent", "Reached", "RetryPolicy", "TokenRequest"],
    ),
    (
        "the data that was asked for",
        &[
            "Act",
            "Address",
            "BadDecimal",
            "BadDuration",
            "Binary",
            "Date",
            "Decimal",
            "Duration",
            "Enum",
            "Map",
            "OffsetDateTime",
            "Open",
            "Place",
            "Plain",
            "Shape",
            "Time",
            "Uuid",
            "Value",
            "View",
            "Wrapped",
        ],
    ),
];

/// The names of the types that the crate exports.
fn exported() -> BTreeSet<&'static str> {
    let sources = [
        include_str!("../../src/lib.rs"),
        include_str!("../../src/emitted.rs"),
        include_str!("../../src/model/mod.rs"),
        include_str!("../../src/matching/mod.rs"),
        include_str!("../../src/operation.rs"),
    ];
    let mut names = BTreeSet::new();
    for statement in sources.iter().flat_map(|source| source.split("\npub use ").skip(1)) {
        let list = statement.split(';').next().expect("a statement");
        names.extend(
            list.split(|c: char| !c.is_alphanumeric() && c != '_')
                .filter(|name| name.starts_with(char::is_uppercase)),
        );
    }
    for item in ["\npub struct ", "\npub enum ", "\npub trait "] {
        for rest in sources.iter().flat_map(|source| source.split(item).skip(1)) {
            names.extend(rest.split(|c: char| !c.is_alphanumeric()).next());
        }
    }
    names
}

/// What is shown of a value of each other type that is full of secrets.
async fn shown() -> Vec<(&'static str, String)> {
    let page = serde_json::json!({"value": [1], "@odata.nextLink": format!("/v1.0/users?$skiptoken={SKIP_TOKEN}"), "@odata.deltaLink": format!("/v1.0/users?$deltatoken={SKIP_TOKEN}")});
    let server = Server::start(move |_| {
        json(page.clone()).header("location", format!("https://store.example/?sig={SIGNATURE}"))
    })
    .await;
    let client = server.client();
    let path = format!("/v1.0/users/ann%40example.com?$skiptoken={SKIP_TOKEN}");
    let request =
        || client.request::<Page<u8>>(Method::Get, &path).header("authorization", &format!("Bearer {TOKEN}"));
    let node = Node::root(&client, "v1.0").segment("users").key(KEY);
    let upload_url = format!("https://user:{PASSWORD}@store.example/?sig={SIGNATURE}");
    let session = || UploadSession::resume(&upload_url);
    let job = Job::resume(&client, &format!("http://user:{PASSWORD}@127.0.0.1:9/{KEY}?sig={SIGNATURE}"))
        .expect("a job");
    let proxy = reqwest::Proxy::all(format!("http://user:{PASSWORD}@proxy.example")).expect("a proxy");
    let body = Bytes::from_static(TOKEN.as_bytes());
    let mut batch = client.batch();
    let ticket = batch.add(request());
    let target = format!("https://user:{PASSWORD}@graph.microsoft.com{path}");
    let mut items = request().stream();
    items.next().await.expect("an item").expect("an item");
    let monitor = Server::start(|_| json(serde_json::json!({"status": "running", "resourceLocation": format!("https://store.example/?sig={SIGNATURE}")}))).await;
    let status = Job::resume(&client, &monitor.url).expect("a job").status().await.expect("a status");
    let middleware = Arc::new(Mutex::new(String::new()));
    let watched: Client =
        server.builder().middleware(ShowNext(middleware.clone())).build().expect("a client");
    watched.request::<Value>(Method::Get, &path).await.expect("an answer");
    let next = middleware.lock().expect("the text").clone();
    let raw = Arc::new(Mutex::new(String::new()));
    RAW.scope(raw.clone(), client.request::<ShowRaw>(Method::Get, &path).into_future())
        .await
        .expect("an answer");
    let raw = raw.lock().expect("the text").clone();
    let mut shown = vec![
        ("AccessToken", format!("{:?}", AccessToken::new(TOKEN).expires_in(Duration::from_secs(1)))),
        ("Body", format!("{:?}", Body::from(body.clone()))),
        ("Bytes", format!("{:?}", client.request::<msgraph_core::Bytes>(Method::Get, &path).await)),
        ("Client", format!("{client:?}")),
        (
            "ClientBuilder",
            format!(
                "{:?}",
                Client::builder().credential(TOKEN).base_url(&upload_url)
                    as msgraph_core::ClientBuilder<Client>
            ),
        ),
        ("Credential", format!("{:?}", Credential::from(TOKEN))),
        (
            "Download",
            format!("{:?}", client.request::<msgraph_core::Bytes>(Method::Get, &path).download().await),
        ),
        ("Expand", format!("{:?}", Expand::new("members").filter(format!("mail eq '{KEY}'")))),
        ("Items", format!("{items:?}")),
        ("Job", format!("{job:?}")),
        ("JobStatus", format!("{status:?} {status}")),
        ("Literal", format!("{:?}", Literal::text(KEY))),
        ("Next", next),
        ("Node", format!("{node:?}")),
        ("Page", format!("{:?}", request().await)),
        ("Pages", format!("{:?}", request().pages())),
        ("Raw", raw),
        (
            "ReqwestTransport",
            format!("{:?}", ReqwestTransport::with(reqwest::Client::builder().proxy(proxy))),
        ),
        (
            "Request",
            format!("{:?} {:?}", request(), node.call::<Value>(&crate::LIST_MESSAGES, "test: secrecy")),
        ),
        ("Response", format!("{:?}", request().send_full().await)),
        ("Seekable", format!("{:?}", Seekable::new(io::Cursor::new(body.clone())).await)),
        ("Sending", format!("{:?}", request().into_future())),
        ("Target", format!("{:?}", matching::Target::parse(&target))),
        ("Ticket", format!("{ticket:?}")),
        ("Upload", format!("{:?}", client.upload(session(), body))),
        ("UploadSession", format!("{:?}", session())),
        ("Batch", format!("{batch:?}")),
        ("Answers", format!("{:?}", batch.send().await)),
    ];
    shown.extend(errors(&client, &path).await.iter().map(|error| {
        let mut text = format!("{error} {error:?} {error:#?}");
        let mut source = std::error::Error::source(error);
        while let Some(error) = source {
            text += &format!(" {error} {error:?}");
            source = error.source();
        }
        ("Error", text)
    }));
    shown
}

/// An error of each kind, from answers and settings that hold secrets.
async fn errors(client: &Client, path: &str) -> Vec<Error> {
    let get = |client: Client| client.request::<Page<u8>>(Method::Get, path).into_future();
    let mut errors = Vec::new();
    let location = format!("http://user:{PASSWORD}@127.0.0.1:9/{KEY}?sig={SIGNATURE}");
    let foreign = serde_json::json!({"value": [], "@odata.nextLink": location});
    for answer in [
        reply(403).header("location", &location).body(location.clone()),
        json(serde_json::json!({"value": [location]})),
        json(serde_json::json!({"value": location})),
        reply(200).body(location.clone()),
        reply(302).header("location", &location),
        reply(302).header("location", format!("ftp://{location}")),
        hangup(),
        json(Value::Null).half_body(),
        json(Value::Null).slow(Duration::from_secs(60)),
        json(foreign),
    ] {
        let server = Server::start(move |_| answer.clone()).await;
        let builder =
            server.builder().retry(RetryPolicy::never()).attempt_timeout(Duration::from_millis(300));
        let client: Client = builder.build().expect("a client");
        match get(client.clone()).await {
            Err(error) => errors.push(error),
            Ok(_) => errors.push(
                client
                    .request::<Page<u8>>(Method::Get, path)
                    .stream()
                    .try_collect()
                    .await
                    .expect_err("another host"),
            ),
        }
    }
    let settings: [msgraph_core::ClientBuilder<Client>; 3] = [
        Client::builder().credential(TOKEN).base_url(&location),
        Client::builder().credential(TOKEN).user_agent(format!("{TOKEN}\n")),
        Client::builder().credential(TOKEN).base_url(format!("no URL {PASSWORD}")),
    ];
    errors.extend(settings.into_iter().map(|settings| settings.build().expect_err("no client")));
    let bad: Client = Client::builder().credential(format!("{TOKEN}\n")).build().expect("a client");
    errors.push(get(bad).await.expect_err("no header"));
    errors.push(
        client
            .request::<Value>(Method::Get, path)
            .header("x", &format!("{TOKEN}\n"))
            .await
            .expect_err("no header"),
    );
    errors.push(client.resume::<Value>(&location).expect_err("another host"));
    errors.push(Job::resume(client, &format!("ftp://{location}")).expect_err("no https"));
    errors.push(
        client
            .upload(UploadSession::resume(&location), Bytes::from_static(b"x"))
            .send::<Value>()
            .await
            .expect_err("nobody"),
    );
    let failed =
        Server::start(|_| json(serde_json::json!({"status": "failed", "resourceLocation": SIGNATURE}))).await;
    errors.push(Job::resume(client, &failed.url).expect("a job").wait().await.expect_err("failed"));
    errors
}

/// Keeps what `Next` shows.
struct ShowNext(Arc<Mutex<String>>);

impl msgraph_core::Middleware for ShowNext {
    fn handle<'a>(
        &'a self,
        request: Request<Body>,
        next: msgraph_core::Next<'a>,
    ) -> BoxFuture<'a, msgraph_core::Result<Response<Body>>> {
        *self.0.lock().expect("the text") = format!("{next:?}");
        next.run(request)
    }
}

tokio::task_local! {
    static RAW: Arc<Mutex<String>>;
}

/// Keeps what `Raw` shows.
struct ShowRaw;

impl msgraph_core::Output for ShowRaw {
    const ACCEPT: &'static str = "*/*";

    fn read(answer: &msgraph_core::Raw) -> msgraph_core::Result<Self> {
        RAW.with(|raw| *raw.lock().expect("the text") = format!("{answer:?}"));
        Ok(ShowRaw)
    }
}

/// `Misfit`, `Refusal` and `TransportError` are shown by the errors that hold them.
#[tokio::test]
async fn every_public_type_keeps_its_secrets() {
    let shown = shown().await;
    for (name, text) in &shown {
        assert!(!text.is_empty(), "{name} shows nothing");
        assert_keeps_secrets(name, text);
    }
    let inside: Vec<&str> = ["Misfit", "Refusal", "TransportError"]
        .into_iter()
        .filter(|name| shown.iter().any(|(_, text)| text.contains(&format!("{name} {{"))))
        .collect();
    let covered: BTreeSet<&str> = shown
        .iter()
        .map(|(name, _)| *name)
        .chain(inside)
        .chain(WITHOUT_SECRETS.iter().flat_map(|(_, names)| names.iter().copied()))
        .collect();
    let open: Vec<_> = exported().difference(&covered).copied().collect();
    assert!(open.is_empty(), "say whether these can show secrets, here or in WITHOUT_SECRETS: {open:?}");
    let gone: Vec<_> = covered.difference(&exported()).copied().collect();
    assert!(gone.is_empty(), "these are not exported: {gone:?}");
}

#[tokio::test]
async fn a_token_no_header_can_hold_is_not_repeated() {
    let client: Client = Client::builder().credential(format!("{TOKEN}\n")).build().expect("a client");
    let error = client.request::<Value>(Method::Get, "/v1.0/me").await.expect_err("no header");
    assert!(matches!(error, Error::Credential { .. }));
    assert_silent(&error);
    assert!(!error.to_string().contains(TOKEN));
}

#[tokio::test]
async fn a_transport_that_prints_requests_does_not_print_the_token() {
    #[derive(Clone, Default)]
    struct Printing(Arc<Mutex<String>>);

    impl Transport for Printing {
        fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
            assert_eq!(request.headers()["authorization"], format!("Bearer {TOKEN}"));
            *self.0.lock().expect("the text") = format!("{request:?}");
            Box::pin(std::future::ready(Ok(Response::new(Body::from("null")))))
        }
    }

    let printing = Printing::default();
    let builder = Client::builder().credential(TOKEN).transport(printing.clone());
    let client: Client = builder.build().expect("a client");
    let request = || client.request::<Value>(Method::Get, "/v1.0/me");
    request().await.expect("an answer");
    assert_silent(&*printing.0.lock().expect("the text"));
    // A token that the caller brings along is one as well.
    request().header("Authorization", &format!("Bearer {TOKEN}")).await.expect("an answer");
    assert_silent(&*printing.0.lock().expect("the text"));
}

/// Everything is logged at the finest level, from all crates, while requests go well and wrong.
#[test]
fn no_log_line_and_no_error_shows_the_token() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_span_events(FmtSpan::CLOSE)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    // reqwest writes to `log`, the others to `tracing`.
    tracing_log::LogTracer::init().expect("no other log");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    tracing::subscriber::with_default(subscriber, || {
        runtime.block_on(async {
            let other = Server::start(|_| json(Value::Null)).await;
            // A span that another test's thread meets first is off for all threads, so it is met here and then asked about again.
            other.client().request::<Value>(Method::Get, "/v1.0/me").await.expect("an answer");
            tracing::callsite::rebuild_interest_cache();
            let location = format!("{}/?sig={SIGNATURE}", other.url);
            let next = serde_json::json!({"value": [1], "@odata.nextLink": location});
            let cases = [
                json(Value::Null).header("request-id", "r-1"),
                reply(401)
                    .header("www-authenticate", "Bearer error=\"insufficient_claims\", claims=\"e30=\""),
                reply(403),
                reply(429),
                reply(302).header("location", &location),
                reply(202).header("location", &location),
                json(next),
                hangup(),
                json(Value::Null).half_body(),
                reply(200).body("<html>"),
                json(Value::Null).slow(Duration::from_secs(5)),
            ];
            for case in cases {
                let server = Server::start(move |_| case.clone()).await;
                let policy = RetryPolicy::default().retries(1).backoff(Duration::ZERO, Duration::ZERO);
                let builder = server.builder().retry(policy).attempt_timeout(Duration::from_millis(50));
                let source = |_| std::future::ready(Ok(AccessToken::new(TOKEN)));
                let client: Client = builder.credential(source).build().expect("a client");
                let outcome = client.request::<Page<u8>>(Method::Get, "/v1.0/users/ann@example.com").await;
                assert_silent(outcome.as_ref().map(|page| page.value.len()));
                if let Err(error) = outcome {
                    assert!(!error.to_string().contains(TOKEN), "{error}");
                    assert!(!format!("{error} {error:?}").contains(SIGNATURE), "{error:?}");
                }
                if let Ok(job) = client.request::<Value>(Method::Post, "/v1.0/work").start_job().await {
                    assert_silent(&job);
                    assert_silent(job.status().await);
                }
                assert_eq!(server.seen()[0].token(), Some(TOKEN));
            }
        });
    });
    let log = String::from_utf8(log.0.lock().expect("the log").clone()).expect("text");
    assert!(!log.contains(TOKEN), "the token is in the log");
    for writer in ["msgraph", "reqwest", "hyper_util"] {
        assert!(log.contains(writer), "{writer} writes nothing, so that its silence shows nothing");
    }
    for private in ["ann@example.com", SIGNATURE] {
        let shown = log.lines().find(|line| line.contains("msgraph") && line.contains(private));
        assert_eq!(shown, None);
    }
    for name in [
        "http.request.method",
        "http.response.status_code",
        "server.address",
        "server.port",
        "error.type",
        "http.request.resend_count",
        "graph.request_id",
    ] {
        assert!(log.contains(name), "{name} is missing");
    }
}
