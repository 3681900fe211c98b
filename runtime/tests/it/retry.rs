//! What is sent again, after how long, and what is not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use msgraph_core::{Body, Client, Error, Method, NoContent, Request, RetryPolicy, Value};
use serde_json::json as value;
use tokio_stream::StreamExt;

use crate::server::{Reply, Server, hangup, json, reply};

fn get(client: &Client) -> Request<Value> {
    client.request(Method::Get, "/v1.0/me")
}

fn post(client: &Client) -> Request<Value> {
    client.request(Method::Post, "/v1.0/me/messages").json(&value!({"subject": "x"}))
}

fn done() -> Reply {
    json(value!("done"))
}

/// The time between the first two requests.
fn pause(server: &Server) -> Duration {
    let seen = server.seen();
    seen[1].at - seen[0].at
}

#[tokio::test]
async fn throttling_is_waited_out() {
    for (wait, least) in [("1", 1000), ("0.3", 300), ("0", 0)] {
        let server = Server::script([reply(429).header("retry-after", wait), done()]).await;
        let never = Duration::from_secs(600);
        let policy = RetryPolicy::default().backoff(never, never);
        let client: Client = server.builder().retry(policy).build().expect("a client");
        get(&client).timeout(never / 2).await.expect("an answer");
        let pause = pause(&server);
        assert!(
            pause >= Duration::from_millis(least) && pause < Duration::from_millis(least + 900),
            "{wait}: {pause:?}"
        );
    }
}

#[tokio::test]
async fn a_date_to_wait_for_is_understood() {
    let calls = AtomicUsize::new(0);
    let server = Server::start(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => {
            let date = SystemTime::now() + Duration::from_secs(3);
            reply(503).header("retry-after", httpdate::fmt_http_date(date))
        }
        _ => done(),
    });
    let server = server.await;
    get(&server.client()).await.expect("an answer");
    // A date has whole seconds, so up to one of the three may be lost.
    assert!(pause(&server) >= Duration::from_millis(1900), "{:?}", pause(&server));
}

#[tokio::test]
async fn attempts_are_counted_and_keep_their_name() {
    let server = Server::script([reply(503), reply(429), done()]).await;
    post(&server.client()).await.expect("an answer");
    let seen = server.seen();
    let counts: Vec<_> = seen.iter().map(|seen| seen.header("retry-attempt")).collect();
    assert_eq!(counts, [None, Some("1"), Some("2")]);
    assert!(seen[0].header("client-request-id").is_some());
    assert_eq!(seen[0].header("client-request-id"), seen[2].header("client-request-id"));
    assert_eq!(seen[2].json(), value!({"subject": "x"}));
}

/// With a separator of thousands the wait is long, not none.
#[tokio::test]
async fn a_separator_of_thousands_is_none_of_a_list() {
    let server = Server::start(|_| reply(429).header("retry-after", "2,120")).await;
    let error = get(&server.client()).await.expect_err("429");
    assert_eq!(error.refusal().and_then(|refusal| refusal.retry_after), Some(Duration::from_secs(2120)));
    server.only();
}

#[tokio::test]
async fn retries_end() {
    let server = Server::start(|_| reply(503)).await;
    let error = get(&server.client()).await.expect_err("503");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(server.seen().len(), 5);
}

#[tokio::test]
async fn a_wait_beyond_patience_is_an_error_that_tells_it() {
    let server = Server::start(|_| reply(429).header("retry-after", "3600")).await;
    let error = get(&server.client()).await.expect_err("429");
    assert_eq!(error.refusal().and_then(|refusal| refusal.retry_after), Some(Duration::from_secs(3600)));
    server.only();
}

#[tokio::test]
async fn no_wait_is_too_long_to_count() {
    for endless in ["99999999999999999999", "1e300", "inf"] {
        let server = Server::start(move |_| reply(429).header("retry-after", endless)).await;
        let policy = RetryPolicy::default().patience(Duration::from_secs(3600));
        let client: Client = server.builder().retry(policy).build().expect("a client");
        let error = get(&client).await.expect_err("429");
        assert!(
            error.refusal().expect("a refusal").retry_after > Some(Duration::from_secs(3600)),
            "{endless}"
        );
        server.only();
    }
}

#[tokio::test]
async fn nobody_waits_beyond_patience_for_another() {
    let server = Server::script([reply(429).header("retry-after", "3600"), done()]).await;
    let client = server.client();
    get(&client).await.expect_err("429");
    get(&client.clone()).await.expect("an answer");
}

#[tokio::test]
async fn other_errors_are_final() {
    for status in [400, 404, 409, 500, 501] {
        let server = Server::start(move |_| reply(status)).await;
        get(&server.client()).await.expect_err("an error");
        server.only();
    }
}

#[tokio::test]
async fn a_request_over_a_broken_connection_is_sent_again() {
    let whole = done();
    for broken in [hangup(), whole.clone().half_body()] {
        let server = Server::script([broken.clone(), broken, whole.clone()]).await;
        assert_eq!(get(&server.client()).await.expect("an answer"), "done");
        assert_eq!(server.seen().len(), 3);
    }
}

#[tokio::test]
async fn what_may_have_happened_is_not_done_twice() {
    for unknown in [hangup(), reply(504), done().half_body()] {
        let server = Server::start({
            let unknown = unknown.clone();
            move |_| unknown.clone()
        });
        let server = server.await;
        post(&server.client()).await.expect_err("an unknown fate");
        server.only();

        let server = Server::script([unknown, done()]).await;
        post(&server.client()).repeatable().await.expect("an answer");
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_gateway_timeout_is_mended_for_the_other_methods() {
    for method in [Method::Get, Method::Put, Method::Patch, Method::Delete] {
        let server = Server::script([reply(504), done()]).await;
        server.client().request::<Value>(method, "/v1.0/me").await.expect("an answer");
    }
}

#[tokio::test]
async fn no_connection_is_mended_for_every_method() {
    // A port that nobody listens on any more.
    let gone =
        tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let policy =
        RetryPolicy::default().retries(1).backoff(Duration::from_millis(200), Duration::from_millis(200));
    let client: Client = Client::builder()
        .base_url(format!("http://{gone}"))
        .credential("t")
        .retry(policy)
        .build()
        .expect("a client");
    let started = std::time::Instant::now();
    let error = post(&client).await.expect_err("nobody there");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(started.elapsed() >= Duration::from_millis(100), "it was not tried again");
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let server = Server::start(|_| reply(503)).await;
    let body = Body::stream(tokio_stream::once(std::io::Result::Ok(bytes::Bytes::from_static(b"x"))), None);
    let request = server.client().request::<NoContent>(Method::Put, "/v1.0/me/photo/$value");
    request.body("image/jpeg", body).await.expect_err("503");
    server.only();
}

#[tokio::test]
async fn the_policy_can_forbid_retries() {
    let server = Server::start(|_| reply(503)).await;
    let client: Client = server.builder().retry(RetryPolicy::never()).build().expect("a client");
    get(&client).await.expect_err("503");
    server.only();
}

#[tokio::test]
async fn a_service_that_is_down_exhausts_the_budget_of_all_clones() {
    let server = Server::start(|_| reply(503)).await;
    let client = server.client();
    let tasks: Vec<_> = (0..60)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await.expect_err("503") })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    // 60 first attempts and the 100 retries that the budget pays for, in place of 240.
    assert_eq!(server.seen().len(), 160);
}

/// A foreign host that is down uses up the retries of foreign hosts, not those of the own one.
#[tokio::test]
async fn a_foreign_host_that_is_down_leaves_the_own_one_its_retries() {
    let elsewhere = Server::start(|_| reply(503)).await;
    let server = Server::script([reply(503), done()]).await;
    let client = server.client();
    for _ in 0..30 {
        client.request::<Value>(Method::Get, &elsewhere.url).await.expect_err("503");
    }
    assert!(elsewhere.seen().len() < 30 * 5, "there are retries left");
    get(&client).await.expect("an answer");
}

#[tokio::test]
async fn clones_wait_for_the_one_that_was_throttled() {
    let calls = AtomicUsize::new(0);
    let server = Server::start(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => reply(429).header("retry-after", "2"),
        _ => done(),
    });
    let server = server.await;
    let client = server.client();
    let first = tokio::spawn(std::future::IntoFuture::into_future(get(&client)));
    while server.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let started = tokio::time::Instant::now();
    // Another part of the API is not held up.
    client.clone().request::<Value>(Method::Get, "/v1.0/users").await.expect("an answer");
    assert!(started.elapsed() < Duration::from_millis(200));
    get(&client.clone()).await.expect("an answer");
    assert!(started.elapsed() >= Duration::from_millis(1400), "{:?}", started.elapsed());
    first.await.expect("no panic").expect("an answer");
}

#[tokio::test]
async fn a_slow_attempt_is_given_up_and_repeated() {
    let server = Server::script([done().slow(Duration::from_secs(60)), done().stalling(), done()]).await;
    let client: Client =
        server.builder().attempt_timeout(Duration::from_millis(100)).build().expect("a client");
    get(&client).await.expect("an answer");
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_stream_may_take_longer_than_an_attempt() {
    let server = Server::start(|_| done()).await;
    let client: Client =
        server.builder().attempt_timeout(Duration::from_millis(500)).build().expect("a client");
    let pieces = tokio_stream::iter(0..4).throttle(Duration::from_millis(300));
    let pieces = pieces.map(|piece| std::io::Result::Ok(bytes::Bytes::from(vec![piece])));
    let request = client.request::<Value>(Method::Put, "/v1.0/me/photo/$value");
    let request = request.body("image/jpeg", Body::stream(pieces, None));
    request.await.expect("an answer");
    assert_eq!(server.only().body, [0, 1, 2, 3][..]);
}

#[tokio::test]
async fn a_call_has_a_limit_with_everything() {
    let server = Server::start(|_| reply(429).header("retry-after", "50")).await;
    let started = std::time::Instant::now();
    let error = get(&server.client()).timeout(Duration::from_millis(300)).await.expect_err("no time left");
    assert!(matches!(error, Error::Timeout { after } if after == Duration::from_millis(300)), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn dropping_a_request_cancels_it() {
    let server = Server::start(|_| reply(503)).await;
    let policy = RetryPolicy::default().backoff(Duration::from_secs(1), Duration::from_secs(1));
    let client: Client = server.builder().retry(policy).build().expect("a client");
    let dropped = tokio::time::timeout(Duration::from_millis(300), get(&client)).await;
    assert!(dropped.is_err());
    tokio::time::sleep(Duration::from_millis(1500)).await;
    server.only();
}
