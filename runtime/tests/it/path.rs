//! No value leaves its place in a URL.

use std::sync::LazyLock;

use msgraph_core::{Call, Client, Error, Literal, Node, Value};
use proptest::prelude::*;
use url::Url;

use crate::LIST_MESSAGES;
use crate::server::{Server, json};

static CALL: Call = Call { operation: &LIST_MESSAGES, marker: "test: path" };

const HOSTILE: &[&str] = &[
    "a/b",
    "../../beta/me",
    "..",
    ".",
    "%2e%2e",
    "a?$select=id",
    "a#b",
    "%2f",
    "it's",
    "a\"b",
    "a\r\nHost: evil",
    "ü/名",
    "a b",
    "a+b&c=d",
    "a\\..\\b",
    ";",
    ":",
    "a:/b:",
    "')/microsoft.graph.delta()",
    "@",
    "",
];

fn client(base: &str) -> Client {
    Client::builder().base_url(base).credential(crate::TOKEN).build().expect("a client")
}

fn users() -> Node {
    static CLIENT: LazyLock<Client> = LazyLock::new(|| client("http://127.0.0.1:1"));
    Node::root(&CLIENT, "v1.0").segment("users")
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned()
}

/// The path as it is after a URL parser has resolved dots.
fn parsed(node: &Node) -> Url {
    Url::parse(&format!("http://127.0.0.1{}", node.path())).expect("a URL")
}

#[tokio::test]
async fn hostile_keys_arrive_whole() {
    let server = Server::start(|_| json(Value::Null)).await;
    let users = Node::root(&client(&server.url), "v1.0").segment("users");
    for key in HOSTILE.iter().filter(|key| !matches!(**key, "" | "." | "..")) {
        let _: Value = users.key(key).segment("messages").call(&CALL).await.expect("an answer");
        let target = server.seen().last().expect("a request").target.clone();
        let segments: Vec<String> = target.split('/').map(decode).collect();
        assert_eq!(segments, ["", "v1.0", "users", key, "messages"], "{target}");
    }
}

#[tokio::test]
async fn dots_become_a_key_in_parentheses() {
    let server = Server::start(|_| json(Value::Null)).await;
    let users = Node::root(&client(&server.url), "v1.0").segment("users");
    for (key, target) in [(".", "/v1.0/users('.')/messages"), ("..", "/v1.0/users('..')/messages")] {
        let _: Value = users.key(key).segment("messages").call(&CALL).await.expect("an answer");
        assert_eq!(server.seen().last().expect("a request").target, target);
    }
}

#[tokio::test]
async fn an_empty_key_sends_nothing() {
    let server = Server::start(|_| json(Value::Null)).await;
    let users = Node::root(&client(&server.url), "v1.0").segment("users");
    let error = users.key("").segment("messages").call::<Value>(&CALL).await.expect_err("no request");
    assert!(matches!(error, Error::Request { .. }), "{error:?}");
    assert!(server.seen().is_empty());
}

#[test]
fn names_and_quotes_of_other_forms() {
    let users = users();
    assert_eq!(users.named_key(&[("upn", "o'x/y")]).path(), "/v1.0/users(upn='o%27%27x%2Fy')");
    assert_eq!(users.named_key(&[("a", "1"), ("b", "2")]).path(), "/v1.0/users(a='1',b='2')");
    assert_eq!(users.function("delta", &[]).path(), "/v1.0/users/delta()");
    let search = users.function("search", &[("q", Literal::text("a)/b'")), ("top", Literal::raw(5))]);
    assert_eq!(search.path(), "/v1.0/users/search(q='a%29%2Fb%27%27',top=5)");
    // What is no bare literal is taken for a text, so it can't add an argument.
    let odd = users.function("f", &[("x", Literal::raw("1),y=(2"))]);
    assert_eq!(odd.path(), "/v1.0/users/f(x='1%29%2Cy%3D%282')");
}

#[tokio::test]
async fn drive_paths_stay_below_their_folder() {
    let root = users().segment("root");
    assert_eq!(
        root.drive_path("a b/c:d/ü").segment("children").path(),
        "/v1.0/users/root:/a%20b/c%3Ad/%C3%BC:/children"
    );
    assert_eq!(root.drive_path("/a//b/").path(), "/v1.0/users/root:/a/b:");
    for climbing in ["..", "a/../b", "a/./b", "", "/"] {
        let error = root.drive_path(climbing).call::<Value>(&CALL).await.expect_err("no request");
        assert!(matches!(error, Error::Request { .. }), "{climbing}: {error:?}");
    }
}

proptest! {
    #[test]
    fn any_key_is_one_segment(key in "(?s).{1,40}") {
        let url = parsed(&users().key(&key).segment("messages"));
        let segments: Vec<String> = url.path_segments().expect("segments").map(decode).collect();
        match key.as_str() {
            "." | ".." => prop_assert_eq!(segments, vec!["v1.0".to_owned(), format!("users('{key}')"), "messages".to_owned()]),
            _ => prop_assert_eq!(segments, vec!["v1.0", "users", &key, "messages"]),
        }
        prop_assert!(url.query().is_none() && url.fragment().is_none());
    }

    #[test]
    fn any_text_is_one_literal(text in "(?s).{0,40}") {
        let url = parsed(&users().function("search", &[("q", Literal::text(&text))]));
        let last = decode(url.path_segments().expect("segments").next_back().expect("a segment"));
        let inner = last.strip_prefix("search(q='").and_then(|rest| rest.strip_suffix("')")).expect("the form");
        prop_assert_eq!(inner.replace("''", "'"), text);
        prop_assert_eq!(inner.matches('\'').count() % 2, 0);
    }

    #[test]
    fn any_drive_path_keeps_its_segments(path in "(?s)[^/.]{1,10}(/[^/.]{1,10}){0,3}") {
        let url = parsed(&users().segment("root").drive_path(&path).segment("children"));
        let decoded = decode(url.path());
        prop_assert_eq!(decoded, format!("/v1.0/users/root:/{path}:/children"));
        prop_assert_eq!(url.path().matches(':').count(), 2);
    }
}
