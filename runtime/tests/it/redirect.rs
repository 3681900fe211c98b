//! Redirects, and what doesn't go along to another host.

use msgraph_core::{Bytes, Error, Method, Value};
use serde_json::json as value;

use crate::server::{Server, json, reply};

#[tokio::test]
async fn a_download_leaves_the_token_at_home() {
    let store = Server::start(|_| reply(200).body("content")).await;
    let location = format!("{}/file?sig=secret", store.url);
    let graph = Server::start(move |_| reply(302).header("location", &location)).await;
    let request = graph.client().request::<Bytes>(Method::Get, "/v1.0/me/drive/items/1/content");
    let content = request.header("range", "bytes=0-").header("x-own", "secret").await.expect("content");
    assert_eq!(&content[..], b"content");
    let seen = store.only();
    assert_eq!(seen.target, "/file?sig=secret");
    assert_eq!((seen.token(), seen.header("x-own"), seen.header("range")), (None, None, Some("bytes=0-")));
    assert_eq!(graph.only().token(), Some(crate::TOKEN));
}

#[tokio::test]
async fn the_token_does_not_come_back_with_a_stranger() {
    let graph = Server::start(|seen| match seen.target.as_str() {
        "/v1.0/start" => reply(302).header("location", seen.header("x-go").expect("the other host")),
        _ => json(Value::Null),
    });
    let graph = graph.await;
    let back = format!("{}/v1.0/me", graph.url);
    let stranger = Server::start(move |_| reply(302).header("location", &back)).await;
    let request = graph.client().request::<Value>(Method::Get, "/v1.0/start");
    request.header("x-go", &format!("{}/", stranger.url)).await.expect("an answer");
    let seen = graph.seen();
    assert_eq!((seen[0].token(), seen[1].token()), (Some(crate::TOKEN), None));
    assert_eq!(stranger.only().token(), None);
}

#[tokio::test]
async fn at_home_the_token_stays() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/v1.0/old" => reply(308).header("location", "/v1.0/new?a=b"),
        _ => json(value!("new")),
    });
    let server = server.await;
    let request = server.client().request::<Value>(Method::Post, "/v1.0/old").json(&value!({"a": 1}));
    assert_eq!(request.await.expect("an answer"), "new");
    let seen = server.seen().pop().expect("a request");
    assert_eq!(
        (seen.method.as_str(), seen.target.as_str(), seen.token()),
        ("POST", "/v1.0/new?a=b", Some(crate::TOKEN))
    );
    assert_eq!(seen.json(), value!({"a": 1}));
}

#[tokio::test]
async fn the_body_stays_at_home() {
    let stranger = Server::start(|_| json(value!("stranger's"))).await;
    let location = format!("{}/elsewhere", stranger.url);
    let graph = Server::start(move |seen| {
        let status = seen.target.trim_start_matches("/v1.0/").parse().expect("a status");
        reply(status).header("location", &location)
    });
    let graph = graph.await;
    let request = |method, status: u16| graph.client().request::<Value>(method, &format!("/v1.0/{status}"));
    for status in [301, 302, 307, 308] {
        for method in [Method::Post, Method::Put, Method::Patch] {
            let error = request(method, status).json(&value!({"a": 1})).await.expect_err("no way on");
            let reason = "a redirect would take the body to another host";
            assert!(matches!(error, Error::BadLink { reason: why } if why == reason), "{status}: {error:?}");
        }
    }
    assert_eq!(stranger.seen().len(), 0);
    // Without its body, or with none, nothing is given away.
    assert_eq!(request(Method::Post, 303).json(&value!({"a": 1})).await.expect("an answer"), "stranger's");
    assert_eq!(request(Method::Post, 307).await.expect("an answer"), "stranger's");
    let seen = stranger.seen();
    let seen: Vec<(&str, usize)> = seen.iter().map(|seen| (seen.method.as_str(), seen.body.len())).collect();
    assert_eq!(seen, [("GET", 0), ("POST", 0)]);
}

#[tokio::test]
async fn see_other_is_read() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "POST" => reply(303).header("location", "/v1.0/result"),
        _ => json(value!("result")),
    });
    let server = server.await;
    let request = server.client().request::<Value>(Method::Post, "/v1.0/work").json(&1);
    assert_eq!(request.await.expect("an answer"), "result");
    let seen = server.seen().pop().expect("a request");
    assert_eq!((seen.body.len(), seen.header("content-type")), (0, None));
}

#[tokio::test]
async fn endless_redirects_end() {
    let server = Server::start(|_| reply(302).header("location", "/v1.0/me")).await;
    let error = server.client().request::<Value>(Method::Get, "/v1.0/me").await.expect_err("a circle");
    assert!(matches!(error, Error::BadLink { reason: "too many redirects" }), "{error:?}");
    assert_eq!(server.seen().len(), 11);
}

#[tokio::test]
async fn odd_addresses_are_not_followed() {
    for location in ["file:///etc/passwd", "javascript:1", "http://"] {
        let server = Server::start(move |_| reply(302).header("location", location)).await;
        let error = server.client().request::<Value>(Method::Get, "/v1.0/me").await.expect_err("no way on");
        assert!(matches!(error, Error::BadLink { .. }), "{location}: {error:?}");
        server.only();
    }
}

#[tokio::test]
async fn a_request_to_another_host_goes_without_the_token() {
    let stranger = Server::start(|_| json(Value::Null)).await;
    let graph = Server::start(|_| json(Value::Null)).await;
    let _: Value =
        graph.client().request(Method::Get, &format!("{}/x", stranger.url)).await.expect("an answer");
    let _: Value = graph.client().request(Method::Get, &format!("{}/x", graph.url)).await.expect("an answer");
    assert_eq!((stranger.only().token(), graph.only().token()), (None, Some(crate::TOKEN)));
}
