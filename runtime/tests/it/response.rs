//! What comes back.

use std::future::IntoFuture;

use msgraph_core::emitted::Node;
use msgraph_core::{Bytes, Client, Error, Method, Misfit, NoContent, Output, Page, Raw, Result, Value};
use serde_json::json as value;

use crate::LIST_MESSAGES;
use crate::server::{Server, json, reply};

#[tokio::test]
async fn json_becomes_a_type() {
    #[derive(serde::Deserialize)]
    struct User {
        id: String,
    }
    let server = Server::start(|_| json(value!({"id": "1", "other": 2}))).await;
    let user: User = server.client().request(Method::Get, "/v1.0/me").await.expect("a user");
    assert_eq!(user.id, "1");
}

#[tokio::test]
async fn a_misfit_keeps_the_body() {
    let server = Server::start(|_| reply(200).body("<html>")).await;
    let error = server.client().request::<Value>(Method::Get, "/v1.0/me").await.expect_err("no JSON");
    assert!(!format!("{error} {error:?}").contains("html"), "the body may be private");
    let Error::Decode(misfit) = &error else { panic!("{error:?}") };
    let Misfit { body, status, .. } = &**misfit;
    assert_eq!((&body[..], status.as_u16()), (&b"<html>"[..], 200));
}

#[tokio::test]
async fn what_is_not_utf_8_is_no_json() {
    let server = Server::start(|_| reply(200).body(b"{\"name\": \"\xff\"}".to_vec())).await;
    let error = server.client().request::<Value>(Method::Get, "/v1.0/me").await.expect_err("no JSON");
    let Error::Decode(misfit) = &error else { panic!("{error:?}") };
    assert_eq!(&misfit.body[..], b"{\"name\": \"\xff\"}");
}

#[tokio::test]
async fn nothing_is_nothing() {
    let server = Server::start(|_| reply(204)).await;
    let client = server.client();
    let NoContent = client.request(Method::Delete, "/v1.0/me/messages/1").await.expect("nothing");
    assert_eq!(client.request::<Value>(Method::Get, "/v1.0/me").await.expect("null"), Value::Null);
}

#[tokio::test]
async fn an_answer_is_read_as_something_else() {
    #[derive(serde::Deserialize)]
    struct Name {
        name: String,
    }
    let server = Server::start(|request| match request.header("prefer") {
        Some("return=minimal") => reply(204).header("location", "/users/1"),
        _ => json(value!({"name": "Ann", "id": "1"})),
    })
    .await;
    let create =
        || server.client().request::<Value>(Method::Post, "/v1.0/users").json(&value!({"name": "Ann"}));
    assert_eq!(create().read_as::<Name>().await.expect("a user").name, "Ann");
    let minimal =
        create().prefer("return=minimal").read_as::<NoContent>().send_full().await.expect("nothing");
    assert_eq!((minimal.status.as_u16(), minimal.header("location")), (204, Some("/users/1")));
    let photo = server.client().request::<Value>(Method::Get, "/v1.0/me/photo/$value").read_as::<Bytes>();
    photo.await.expect("a photo");
    assert_eq!(server.seen().last().and_then(|last| last.header("accept")), Some("*/*"));
}

#[tokio::test]
async fn content_comes_as_bytes() {
    let server =
        Server::start(|_| reply(200).body(vec![0, 255, 1]).header("content-type", "image/png")).await;
    let response = server.client().request::<Bytes>(Method::Get, "/v1.0/me/photo/$value").send_full().await;
    let response = response.expect("a photo");
    assert_eq!(&response.value[..], [0, 255, 1]);
    assert_eq!(response.header("content-type"), Some("image/png"));
    assert_eq!(server.only().header("accept"), Some("*/*"));
}

#[tokio::test]
async fn the_whole_response_is_at_hand() {
    let server =
        Server::start(|_| reply(201).json(value!({})).header("etag", "W/\"7\"").header("request-id", "r1"));
    let server = server.await;
    let response =
        server.client().request::<Value>(Method::Post, "/v1.0/users").send_full().await.expect("a user");
    assert_eq!(
        (response.status.as_u16(), response.etag(), response.request_id()),
        (201, Some("W/\"7\""), Some("r1"))
    );
}

#[tokio::test]
async fn compressed_answers_are_read() {
    const ZIPPED: [u8; 35] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 76, 81, 178, 82, 170, 202, 44, 40, 72, 77, 81, 170, 5,
        0, 207, 140, 11, 151, 15, 0, 0, 0,
    ];
    let server = Server::start(|_| reply(200).body(&ZIPPED[..]).header("content-encoding", "gzip")).await;
    let user: Value = server.client().request(Method::Get, "/v1.0/me").await.expect("a user");
    assert_eq!(user["id"], "zipped");
    assert!(server.only().header("accept-encoding").expect("the header").contains("gzip"));
}

#[tokio::test]
async fn a_byte_order_mark_is_no_part_of_an_answer() {
    let marked = |status, text: &str| reply(status).body(format!("\u{feff}{text}"));
    let server = Server::script([
        marked(200, "{\"value\": [1], \"@odata.count\": \"7\"}"),
        marked(200, "42").header("content-type", "text/plain"),
        reply(200).body(" 43\r\n").header("content-type", "text/plain"),
        marked(200, ""),
        marked(404, "{\"error\": {\"code\": \"itemNotFound\"}}"),
    ]);
    let server = server.await;
    let client = server.client();
    let page: Page<u8> = client.request(Method::Get, "/v1.0/users").await.expect("a page");
    assert_eq!((page.value, page.count), (vec![1], Some(7)));
    for count in [42, 43] {
        assert_eq!(client.request::<i64>(Method::Get, "/v1.0/users/$count").await.expect("a count"), count);
    }
    assert_eq!(client.request::<Value>(Method::Get, "/v1.0/me").await.expect("nothing"), Value::Null);
    let error = client.request::<Value>(Method::Get, "/v1.0/me").await.expect_err("an error");
    assert_eq!(error.code(), Some("itemNotFound"));
}

/// Where the status says that there is nothing, a success is no error, whatever type the documentation has.
#[tokio::test]
async fn an_empty_success_is_a_success() {
    #[derive(Debug, Default, serde::Deserialize)]
    #[serde(default)]
    struct Team {
        id: Option<String>,
    }
    #[derive(Debug, serde::Deserialize)]
    struct Needy {
        #[expect(dead_code, reason = "it is never there")]
        id: String,
    }
    for status in [202, 204] {
        let server = Server::start(move |_| reply(status)).await;
        let client = server.client();
        let post = || client.request::<Value>(Method::Post, "/v1.0/teams");
        assert_eq!(post().read_as::<Team>().await.expect("a team").id, None);
        assert_eq!(post().read_as::<Page<Value>>().await.expect("a page").value.len(), 0);
        assert!(
            matches!(post().read_as::<Needy>().await, Err(Error::Decode(_))),
            "it can't do without its fields"
        );
    }
    let server = Server::start(|_| reply(200)).await;
    let page = server.client().request::<Page<Value>>(Method::Get, "/v1.0/users").await;
    assert!(matches!(page, Err(Error::Decode(_))), "200 promises an answer");
}

/// The limit counts what is unpacked, so that a small answer can't fill the memory.
#[tokio::test]
async fn an_answer_has_a_limit() {
    const LIMIT: usize = 14;
    const ZIPPED: [u8; 35] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 76, 81, 178, 82, 170, 202, 44, 40, 72, 77, 81, 170, 5,
        0, 207, 140, 11, 151, 15, 0, 0, 0,
    ];
    let server = Server::start(|_| reply(200).body(&ZIPPED[..]).header("content-encoding", "gzip")).await;
    let client = |limit| server.builder().answer_limit(limit).build().expect("a client");
    let get = |client: Client| client.request::<Value>(Method::Get, "/v1.0/me").into_future();
    let error = get(client(LIMIT)).await.expect_err("too long");
    assert!(matches!(error, Error::TooLarge { limit: LIMIT }), "{error:?}");
    assert_eq!(server.seen().len(), 1, "it would be too long again");
    get(client(LIMIT + 1)).await.expect("15 bytes");
    // A download holds one piece at a time.
    let download = client(LIMIT).request::<Bytes>(Method::Get, "/v1.0/me/photo/$value").download();
    let body = download.await.expect("content").into_body().collect().await.expect("all of it");
    assert_eq!(body.len(), LIMIT + 1);
}

#[tokio::test]
async fn bodies_are_sent() {
    let server = Server::start(|_| json(value!({}))).await;
    let node = Node::root(&server.client(), "v1.0").segment("users");
    let _: Value =
        node.call_with(&LIST_MESSAGES, "test: response", &value!({"a": 1})).await.expect("an answer");
    let _: Value =
        node.call_bytes(&LIST_MESSAGES, "test: response", "image/jpeg", vec![1, 2]).await.expect("an answer");
    let _: Value =
        node.call_ref(&LIST_MESSAGES, "test: response", &node.key("1").url()).await.expect("an answer");
    let [one, two, three] = server.seen().try_into().expect("three requests");
    assert_eq!((one.header("content-type"), one.json()), (Some("application/json"), value!({"a": 1})));
    assert_eq!((two.header("content-type"), &two.body[..]), (Some("image/jpeg"), &[1, 2][..]));
    assert_eq!(three.json(), value!({"@odata.id": format!("{}/v1.0/users/1", server.url)}));
}

#[tokio::test]
async fn a_body_that_cannot_be_serialised_sends_nothing() {
    let server = Server::start(|_| json(value!({}))).await;
    let body = std::collections::HashMap::from([((1, 2), 3)]);
    let request =
        Node::root(&server.client(), "v1.0").call_with::<Value, _>(&LIST_MESSAGES, "test: response", &body);
    assert!(matches!(request.await, Err(Error::Request { .. })));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn streams_are_sent_as_they_are_made() {
    let server = Server::start(|seen| json(value!({"length": seen.body.len()}))).await;
    let pieces = tokio_stream::iter((0..100).map(|i| std::io::Result::Ok(bytes::Bytes::from(vec![i; 1000]))));
    let request = server.client().request::<Value>(Method::Put, "/v1.0/me/photo/$value");
    let answer = request.body("image/jpeg", msgraph_core::Body::stream(pieces, Some(100_000))).await;
    assert_eq!(answer.expect("an answer")["length"], 100_000);
    assert_eq!(server.only().header("content-length"), Some("100000"));
}

#[tokio::test]
async fn a_type_can_read_itself_from_something_else() {
    struct Lines(Vec<String>);

    impl Output for Lines {
        const ACCEPT: &'static str = "text/csv";

        fn read(answer: &Raw) -> Result<Self> {
            let text = String::from_utf8_lossy(&answer.body);
            Ok(Lines(text.lines().map(str::to_owned).collect()))
        }
    }

    let server = Server::start(|_| reply(200).body("a,b\n1,2")).await;
    let report: Lines = server.client().request(Method::Get, "/v1.0/reports").await.expect("a report");
    assert_eq!(report.0, ["a,b", "1,2"]);
    assert_eq!(server.only().header("accept"), Some("text/csv"));
}

#[tokio::test]
async fn a_page_knows_its_links_and_count() {
    let server = Server::start(|_| {
        json(value!({"value": [1, 2], "@odata.nextLink": "n", "@odata.deltaLink": "d", "@odata.count": 9}))
    });
    let server = server.await;
    let page: Page<u8> = server.client().request(Method::Get, "/v1.0/users").await.expect("a page");
    assert_eq!(page.value, [1, 2]);
    assert_eq!(
        (page.next_link.as_deref(), page.delta_link.as_deref(), page.count),
        (Some("n"), Some("d"), Some(9))
    );
}

#[test]
fn requests_and_futures_can_move_between_threads() {
    fn send<T: Send + 'static>(value: T) -> T {
        value
    }
    fn sync<T: Send + Sync>() {}
    // The result of this one is not `Sync`.
    type Odd = Page<Value>;
    let client = msgraph_core::Client::builder().credential("t").build();
    let client: msgraph_core::Client = client.expect("a client");
    let request = send(client.request::<Odd>(Method::Get, "/v1.0/me"));
    drop(send(std::future::IntoFuture::into_future(request)));
    sync::<msgraph_core::Client>();
    sync::<Error>();
}
