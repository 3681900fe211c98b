//! Collections that come in parts, and delta queries.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use msgraph_core::{AccessToken, Client, Error, Method, Page, Request, TokenRequest, Value};
use serde_json::json as value;
use tokio_stream::StreamExt;

use crate::server::{Reply, Seen, Server, json, reply};

fn users(client: &Client) -> Request<Page<u32>> {
    client.request(Method::Get, "/v1.0/users")
}

/// The number behind `skip=` in a request's query, 0 without one.
fn skip(seen: &Seen) -> u32 {
    seen.target.split_once("skip=").map_or(0, |(_, skip)| skip.parse().expect("a number"))
}

/// A page of a collection of numbers, with links that go to where the request went.
fn numbers(seen: &Seen, size: u32, all: u32) -> Reply {
    let from = skip(seen);
    let items: Vec<u32> = (from..all.min(from + size)).collect();
    let host = seen.header("host").expect("a host");
    let mut page = value!({"value": items});
    if from + size < all {
        page["@odata.nextLink"] = format!("http://{host}/v1.0/users?skip={}", from + size).into();
    }
    json(page)
}

#[tokio::test]
async fn five_thousand_objects_stream_page_by_page() {
    let server = Server::start(|seen| numbers(seen, 100, 5000)).await;
    let mut items = users(&server.client()).top(100).stream();
    assert_eq!(items.next().await.expect("an item").expect("a number"), 0);
    assert_eq!(server.seen().len(), 1, "pages are fetched when they are needed");
    let rest = items.try_collect().await.expect("numbers");
    assert_eq!(rest, (1..5000).collect::<Vec<_>>());
    assert_eq!(server.seen().len(), 50);
    assert!(server.seen().iter().all(|seen| seen.token() == Some(crate::TOKEN)));
}

/// However many pages there are and however quickly they are read, a stream has one request under way, and none before it is read.
#[tokio::test]
async fn a_stream_has_one_request_under_way() {
    use std::sync::atomic::{AtomicUsize, Ordering};

    let asked = std::sync::Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let server = Server::start(move |seen| {
        count.fetch_add(1, Ordering::SeqCst);
        numbers(seen, 2, 10)
    });
    let server = server.await;
    let mut stream = users(&server.client()).stream();
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    for number in 0..10 {
        stream.next().await.expect("a number").expect("a page");
        assert_eq!(asked.load(Ordering::SeqCst), 1 + number / 2);
    }
}

#[tokio::test]
async fn pages_are_a_stream_too() {
    let server = Server::start(|seen| numbers(seen, 2, 5)).await;
    let pages: Vec<_> =
        users(&server.client()).pages().map(|page| page.expect("a page").value).collect().await;
    assert_eq!(pages, [vec![0, 1], vec![2, 3], vec![4]]);
    let taken: Vec<_> =
        users(&server.client()).stream().take(3).map(|item| item.expect("a number")).collect().await;
    assert_eq!(taken, [0, 1, 2]);
}

#[tokio::test]
async fn headers_go_along_to_every_page() {
    let server = Server::start(|seen| numbers(seen, 2, 4)).await;
    let request = users(&server.client())
        .consistency_level("eventual")
        .prefer("odata.maxpagesize=2")
        .if_none_match("x");
    request.stream().try_collect().await.expect("numbers");
    let second = &server.seen()[1];
    assert_eq!(second.header("consistencylevel"), Some("eventual"));
    assert_eq!(second.header("prefer"), Some("odata.maxpagesize=2"));
    assert_eq!(second.header("if-none-match"), None);
}

#[tokio::test]
async fn a_page_on_another_host_is_not_fetched() {
    let stranger = Server::start(|_| json(value!({"value": []}))).await;
    let link = format!("{}/v1.0/users?skip=1", stranger.url);
    let server = Server::start(move |_| json(value!({"value": [7], "@odata.nextLink": link}))).await;
    let mut items = users(&server.client()).stream();
    assert_eq!(items.next().await.expect("an item").expect("a number"), 7);
    let error = items.next().await.expect("an error").expect_err("a foreign link");
    assert!(matches!(&error, Error::ForeignLink { host } if host == "127.0.0.1"), "{error:?}");
    assert!(items.next().await.is_none());
    assert!(stranger.seen().is_empty());
}

#[tokio::test]
async fn a_circle_of_pages_ends_the_stream() {
    let server = Server::start(|seen| {
        let host = seen.header("host").expect("a host");
        let next = if seen.target.ends_with("=1") { 2 } else { 1 };
        json(value!({"value": [1], "@odata.nextLink": format!("http://{host}/v1.0/users?skip={next}")}))
    });
    let server = server.await;
    let error = users(&server.client()).stream().try_collect().await;
    assert!(matches!(error, Err(Error::BadLink { .. })), "{error:?}");
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_stream_that_failed_can_be_resumed() {
    let broken = AtomicUsize::new(1);
    let server = Server::start(move |seen| match skip(seen) {
        2 if broken.swap(0, Ordering::SeqCst) == 1 => reply(500),
        _ => numbers(seen, 2, 6),
    });
    let server = server.await;
    let client = server.client();
    let mut items = users(&client).stream();
    assert_eq!(items.next().await.expect("an item").expect("a number"), 0);
    assert_eq!(items.next().await.expect("an item").expect("a number"), 1);
    items.next().await.expect("an item").expect_err("500");
    let link = items.next_link().expect("a place to go on").to_owned();
    let rest = client.resume::<u32>(&link).expect("an own link").stream().try_collect().await;
    assert_eq!(rest.expect("numbers"), [2, 3, 4, 5]);
}

#[tokio::test]
async fn a_token_that_expires_between_pages_is_renewed() {
    let server = Server::start(|seen| match (skip(seen), seen.token()) {
        (4.., Some("token-1")) => reply(401),
        _ => numbers(seen, 2, 10),
    });
    let server = server.await;
    let given = AtomicUsize::new(0);
    let credential = move |_: TokenRequest| {
        let number = given.fetch_add(1, Ordering::SeqCst) + 1;
        async move { Ok(AccessToken::new(format!("token-{number}")).expires_in(Duration::from_secs(3600))) }
    };
    let client: Client = server.builder().credential(credential).build().expect("a client");
    let all = users(&client).stream().try_collect().await.expect("numbers");
    assert_eq!(all, (0..10).collect::<Vec<_>>());
    assert_eq!(server.seen().iter().filter(|seen| seen.token() == Some("token-2")).count(), 3);
}

#[tokio::test]
async fn delta_goes_on_for_rounds() {
    let round = Mutex::new(0);
    let server = Server::start(move |seen| {
        let base = format!("http://{}/v1.0/users/delta()", seen.header("host").expect("a host"));
        let mut round = round.lock().expect("the round");
        if seen.target.contains("skiptoken") {
            *round += 1;
            return json(
                value!({"value": [*round * 10], "@odata.deltaLink": format!("{base}?$deltatoken={round}")}),
            );
        }
        json(value!({"value": [*round], "@odata.nextLink": format!("{base}?$skiptoken={round}")}))
    });
    let server = server.await;
    let client = server.client();
    let mut request = client.request::<Page<u32>>(Method::Get, "/v1.0/users/delta()");
    let mut rounds = Vec::new();
    for _ in 0..3 {
        let mut changes = request.stream();
        assert_eq!(changes.delta_link(), None);
        let mut round = Vec::new();
        while let Some(change) = changes.next().await {
            round.push(change.expect("a change"));
        }
        rounds.push(round);
        let link = changes.delta_link().expect("the next round").to_owned();
        request = client.resume(&link).expect("an own link");
    }
    assert_eq!(rounds, [vec![0, 10], vec![1, 20], vec![2, 30]]);
}

#[tokio::test]
async fn a_delta_that_was_given_up_says_where_to_start() {
    let server =
        Server::start(|_| reply(410).header("location", "https://graph/v1.0/users/delta()?$deltatoken="))
            .await;
    let error =
        server.client().resume::<Value>("/v1.0/users/delta()?$deltatoken=1").expect("an own link").await;
    let error = error.expect_err("gone");
    assert_eq!(
        error.refusal().and_then(|refusal| refusal.resync()),
        Some("https://graph/v1.0/users/delta()?$deltatoken=")
    );
}

#[test]
fn a_kept_link_to_another_host_is_no_request() {
    let client: Client = Client::builder().credential("t").build().expect("a client");
    for link in [
        "https://evil.example/v1.0/users",
        "http://graph.microsoft.com/v1.0/users",
        "//evil.example",
        "https://graph.microsoft.com:444/",
    ] {
        assert!(matches!(client.resume::<Value>(link), Err(Error::ForeignLink { .. })), "{link}");
    }
    assert!(client.resume::<Value>("https://graph.microsoft.com/v1.0/users?$skiptoken=1").is_ok());
}
