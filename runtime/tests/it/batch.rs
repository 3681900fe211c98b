//! Many requests in one.

use std::collections::BTreeMap;
use std::sync::Mutex;

use msgraph_core::{Bytes, Error, Granted, Method, NoContent, Request, Scheme, Value};
use serde_json::json as value;

use crate::server::{Seen, Server, json, reply};

/// Answers each request of a batch by its URL.
fn answer(seen: &Seen, mut one: impl FnMut(&str, &Value) -> Value) -> crate::server::Reply {
    let batch = seen.json();
    let mut responses: Vec<Value> = Vec::new();
    for request in batch["requests"].as_array().expect("requests") {
        let mut response = one(request["url"].as_str().expect("a URL"), request);
        response["id"] = request["id"].clone();
        responses.push(response);
    }
    // A service answers in any order.
    responses.reverse();
    json(value!({ "responses": responses }))
}

fn get(client: &msgraph_core::Client, path: &str) -> Request<Value> {
    client.request(Method::Get, &format!("/v1.0{path}"))
}

/// The URLs of all batches, one list per batch.
fn urls(server: &Server) -> Vec<Vec<String>> {
    let batches = server.seen().into_iter().map(|seen| {
        let batch = seen.json();
        let requests = batch["requests"].as_array().expect("requests").clone();
        requests.iter().map(|request| request["url"].as_str().expect("a URL").to_owned()).collect()
    });
    batches.collect()
}

#[tokio::test]
async fn forty_five_requests_with_dependencies_and_mixed_results() {
    let server = Server::start(|seen| {
        let mut statuses: BTreeMap<String, u16> = BTreeMap::new();
        answer(seen, |url, request| {
            let depends = request["dependsOn"].as_array().cloned().unwrap_or_default();
            assert!(
                depends.iter().all(|id| statuses.contains_key(id.as_str().expect("an id"))),
                "an unknown dependency"
            );
            let failed = depends.iter().any(|id| statuses[id.as_str().expect("an id")] >= 400);
            let number: u32 = url.rsplit('/').next().expect("a number").parse().expect("a number");
            let status = if failed {
                424
            } else if number % 10 == 7 {
                404
            } else {
                200
            };
            statuses.insert(request["id"].as_str().expect("an id").to_owned(), status);
            match status {
                200 => {
                    value!({"status": 200, "headers": {"content-type": "application/json"}, "body": {"number": number}})
                }
                _ => {
                    value!({"status": status, "body": {"error": {"code": "notFound", "message": "no such item"}}})
                }
            }
        })
    });
    let server = server.await;
    let client = server.client();
    let mut batch = client.batch();
    let mut tickets = Vec::new();
    for number in 0..45_usize {
        let after: Vec<_> = match number {
            // In the same batch as what it depends on, which fails (7) or succeeds (8).
            9 => vec![(7_usize)],
            10 => vec![8],
            // In a later batch.
            30 => vec![7, 8],
            31 => vec![8],
            // Depends on one that is not sent.
            44 => vec![30],
            _ => vec![],
        };
        let after = after.into_iter().map(|before| msgraph_core::Ticket::id(&tickets[before]));
        let after: Vec<_> = after.collect();
        tickets.push(batch.add_after(get(&client, &format!("/items/{number}")), after));
    }
    assert_eq!(batch.len(), 45);
    let mut answers = batch.send().await;
    for (number, ticket) in tickets.into_iter().enumerate() {
        let answer = answers.take(ticket);
        match number {
            9 | 30 | 44 => assert_eq!(
                answer.expect_err("424").status().map(|status| status.as_u16()),
                Some(424),
                "{number}"
            ),
            7 | 17 | 27 | 37 => assert_eq!(answer.expect_err("404").code(), Some("notFound")),
            _ => assert_eq!(answer.expect("a number")["number"], number),
        }
    }
    let sizes: Vec<usize> = urls(&server).iter().map(Vec::len).collect();
    assert_eq!(sizes, [20, 20, 3], "two of the 45 were not sent");
    assert_eq!(server.seen()[0].target, "/v1.0/$batch");
}

#[tokio::test]
async fn throttled_requests_are_sent_again_without_the_others() {
    let throttled = Mutex::new(2);
    let server = Server::start(move |seen| {
        let mut throttled = throttled.lock().expect("a number");
        let mut refused = false;
        answer(seen, |url, _| match url {
            "/slow" if *throttled > 0 => {
                *throttled -= 1;
                refused = true;
                value!({"status": 429, "headers": {"Retry-After": "0.05"}, "body": {}})
            }
            "/after" if refused => value!({"status": 424}),
            _ => value!({"status": 200, "body": {"url": url}}),
        })
    });
    let server = server.await;
    let client = server.client();
    let mut batch = client.batch();
    let quick = batch.add(get(&client, "/quick"));
    let slow = batch.add(get(&client, "/slow"));
    let after = batch.add_after(get(&client, "/after"), [slow.id()]);
    let mut answers = batch.send().await;
    assert_eq!(answers.take(quick).expect("an answer")["url"], "/quick");
    assert_eq!(answers.take(slow).expect("an answer")["url"], "/slow");
    assert_eq!(answers.take(after).expect("an answer")["url"], "/after");
    assert_eq!(
        urls(&server),
        [vec!["/quick", "/slow", "/after"], vec!["/slow", "/after"], vec!["/slow", "/after"]]
    );
}

#[tokio::test]
async fn requests_travel_with_headers_and_bodies() {
    let server = Server::start(|seen| {
        answer(seen, |url, _| match url {
            "/photo" => {
                value!({"status": 200, "headers": {"Content-Type": "image/png", "ETag": "W/\"1\""}, "body": "AAH/"})
            }
            _ => value!({"status": 204}),
        })
    });
    let server = server.await;
    let client = server.client();
    let mut batch = client.batch();
    let change = client
        .request::<NoContent>(Method::Patch, "/v1.0/me?a=b")
        .json(&value!({"x": 1}))
        .if_match("W/\"9\"");
    let change = batch.add(change.select("id"));
    let upload =
        batch.add(client.request::<NoContent>(Method::Put, "/v1.0/p").body("image/png", vec![0, 1, 255]));
    let photo = batch.add(client.request::<Bytes>(Method::Get, "/v1.0/photo"));
    let mut answers = batch.send().await;
    answers.take(change).expect("nothing");
    answers.take(upload).expect("nothing");
    let photo = answers.take_full(photo).expect("a photo");
    assert_eq!((&photo.value[..], photo.etag()), (&[0, 1, 255][..], Some("W/\"1\"")));

    let sent = server.only().json();
    assert_eq!(sent["requests"][0]["url"], "/me?a=b&$select=id");
    assert_eq!(sent["requests"][0]["body"], value!({"x": 1}));
    assert_eq!(sent["requests"][0]["headers"]["if-match"], "W/\"9\"");
    assert_eq!(sent["requests"][1]["body"], "AAH/");
    assert!(sent["requests"][2].get("body").is_none());
}

#[tokio::test]
async fn versions_do_not_mix() {
    let server = Server::start(|seen| answer(seen, |url, _| value!({"status": 200, "body": url}))).await;
    let client = server.client();
    let mut batch = client.batch();
    batch.add(get(&client, "/a"));
    batch.add(client.request::<Value>(Method::Get, "/beta/b"));
    batch.add(get(&client, "/c"));
    batch.send().await;
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(targets, ["/v1.0/$batch", "/beta/$batch", "/v1.0/$batch"]);
}

#[tokio::test]
async fn a_batch_that_fails_fails_each_request() {
    let server = Server::start(|_| reply(400)).await;
    let client = server.client();
    let mut batch = client.batch();
    let (one, two) = (batch.add(get(&client, "/1")), batch.add(get(&client, "/2")));
    let mut answers = batch.send().await;
    assert!(matches!(answers.take(one), Err(Error::Batch(_))));
    let error = answers.take(two).expect_err("400");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    server.only();
}

#[tokio::test]
async fn faults_stay_with_their_request() {
    let server = Server::start(|seen| answer(seen, |_, _| value!({"status": 200, "body": 1}))).await;
    let client: msgraph_core::Client =
        server.builder().granted(Granted::new(Scheme::Application, ["Mail.Read"])).build().expect("a client");
    let users = msgraph_core::emitted::Node::root(&client, "v1.0").segment("users");
    let mut batch = client.batch();
    let broken = batch.add(get(&client, "/1").header("a\n", "b"));
    let foreign = batch.add(client.request::<Value>(Method::Get, "https://evil.example/v1.0/me"));
    let refused = batch.add(users.call::<Value>(&crate::LIST_MESSAGES, "test: batch"));
    let good = batch.add(get(&client, "/2"));
    let late = batch.add_after(get(&client, "/3"), [broken.id()]);
    let mut answers = batch.send().await;
    assert!(matches!(answers.take(broken), Err(Error::Request { .. })));
    assert!(matches!(answers.take(foreign), Err(Error::Request { .. })));
    assert!(matches!(answers.take(refused), Err(Error::NotGranted { .. })));
    assert!(matches!(answers.take(late), Err(Error::DependencyFailed)));
    assert_eq!(answers.take(good).expect("an answer"), 1);
    assert_eq!(urls(&server), [["/2"]]);
}

#[tokio::test]
async fn a_missing_answer_is_reported() {
    let server = Server::start(|_| json(value!({"responses": [{"id": "99", "status": 200}]}))).await;
    let client = server.client();
    let mut batch = client.batch();
    let ticket = batch.add(get(&client, "/1"));
    assert!(matches!(batch.send().await.take(ticket), Err(Error::Transport(_))));
}
