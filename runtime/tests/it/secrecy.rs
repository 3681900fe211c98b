//! The token is in no output, whatever goes wrong.

use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response};
use msgraph_core::{
    AccessToken, Body, BoxFuture, Client, Credential, Error, Method, Page, RetryPolicy, Transport,
    TransportError, UploadSession, Value,
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

fn assert_silent(shown: impl Debug) {
    let shown = format!("{shown:?} {shown:#?}");
    assert!(!shown.contains(TOKEN), "{shown}");
}

#[test]
fn nothing_that_holds_the_token_shows_it() {
    let token = AccessToken::new(TOKEN).expires_in(Duration::from_secs(1));
    assert_silent(&token);
    assert_silent(Credential::from(token));
    assert_silent(Client::builder().credential(TOKEN) as msgraph_core::ClientBuilder<Client>);
    let client: Client = Client::builder().credential(TOKEN).build().expect("a client");
    assert_silent(&client);
    assert_silent(client.request::<Value>(Method::Get, "/v1.0/me"));
    assert_silent(UploadSession::resume(format!("https://store.example/?sig={TOKEN}")));
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
