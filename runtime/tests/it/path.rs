//! No value leaves its place in a URL.

use std::sync::LazyLock;

use msgraph_core::emitted::Node;
use msgraph_core::model::{Date, Decimal, OffsetDateTime, Time, Uuid};
use msgraph_core::{Client, Error, Literal, Value};
use proptest::prelude::*;
use time::UtcOffset;
use time::format_description::well_known::{Iso8601, Rfc3339};
use url::Url;

use crate::LIST_MESSAGES;
use crate::server::{Server, json};

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
        let _: Value =
            users.key(key).segment("messages").call(&LIST_MESSAGES, "test: path").await.expect("an answer");
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
        let _: Value =
            users.key(key).segment("messages").call(&LIST_MESSAGES, "test: path").await.expect("an answer");
        assert_eq!(server.seen().last().expect("a request").target, target);
    }
}

#[tokio::test]
async fn an_empty_key_sends_nothing() {
    let server = Server::start(|_| json(Value::Null)).await;
    let users = Node::root(&client(&server.url), "v1.0").segment("users");
    let error = users
        .key("")
        .segment("messages")
        .call::<Value>(&LIST_MESSAGES, "test: path")
        .await
        .expect_err("no request");
    assert!(matches!(error, Error::Request { .. }), "{error:?}");
    assert!(server.seen().is_empty());
}

#[test]
fn names_and_quotes_of_other_forms() {
    let users = users();
    assert_eq!(users.named_key(&[("upn", "o'x/y")]).path(), "/v1.0/users(upn='o%27%27x%2Fy')");
    assert_eq!(users.named_key(&[("a", "1"), ("b", "2")]).path(), "/v1.0/users(a='1',b='2')");
    assert_eq!(users.function("delta", &[]).path(), "/v1.0/users/delta()");
    let search = users.function("search", &[("q", Literal::text("a)/b'")), ("top", Literal::from(5))]);
    assert_eq!(search.path(), "/v1.0/users/search(q='a%29%2Fb%27%27',top=5)");
    // What is no bare literal is taken for a text, so it can't add an argument.
    let odd = users.function("f", &[("x", Literal::raw("1),y=(2"))]);
    assert_eq!(odd.path(), "/v1.0/users/f(x='1%29%2Cy%3D%282')");
}

#[test]
fn typed_arguments_are_literals() {
    let written = |literal: Literal| users().function("f", &[("x", literal)]).path().to_owned();
    let date = Date::from_ordinal_date(2026, 32).expect("a day");
    let time = Time::from_hms_milli(3, 4, 5, 600).expect("a time");
    let moment = date.with_time(time);
    for (literal, expected) in [
        (Literal::from(-5), "-5"),
        (Literal::from(true), "true"),
        (Literal::from(0.5_f32), "0.5"),
        (Literal::from(f64::INFINITY), "INF"),
        (Literal::from("12.5".parse::<Decimal>().expect("a number")), "12.5"),
        (Literal::from(Uuid::from_u128(1)), "00000000-0000-0000-0000-000000000001"),
        (Literal::from(date), "2026-02-01"),
        (Literal::from(moment.assume_utc()), "2026-02-01T03%3A04%3A05.6Z"),
        (
            Literal::from(moment.assume_offset(UtcOffset::from_hms(5, 30, 0).expect("an offset"))),
            "2026-02-01T03%3A04%3A05.6%2B05%3A30",
        ),
        (Literal::from(date).quoted(), "'2026-02-01'"),
        (Literal::from(-5).quoted(), "'-5'"),
    ] {
        assert_eq!(written(literal), format!("/v1.0/users/f(x={expected})"));
    }
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
        let error = root
            .drive_path(climbing)
            .call::<Value>(&LIST_MESSAGES, "test: path")
            .await
            .expect_err("no request");
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
    fn any_number_and_any_moment_is_one_literal(
        whole in any::<i32>(),
        number in any::<f64>(),
        day in 1..=365_u16,
        year in 1..=9999_i32,
        nanosecond in 0..1_000_000_000_u32,
        offset in -14..=14_i8,
    ) {
        let date = Date::from_ordinal_date(year, day).expect("a day");
        let time = Time::from_hms_nano(3, 4, 5, nanosecond).expect("a time");
        let moment = OffsetDateTime::new_in_offset(date, time, UtcOffset::from_hms(offset, 0, 0).expect("an offset"));
        let literals = [whole.into(), number.into(), date.into(), moment.into()];
        for literal in literals.iter().flat_map(|literal: &Literal| [literal.clone(), literal.clone().quoted()]) {
            let url = parsed(&users().function("f", &[("x", literal.clone())]));
            let last = decode(url.path_segments().expect("segments").next_back().expect("a segment"));
            prop_assert_eq!(last, format!("f(x={literal})"));
        }
        // Each is read back as what it was.
        let [whole_text, number_text, date_text, moment_text] = literals.map(|literal| literal.to_string());
        prop_assert_eq!(whole_text.parse::<i32>(), Ok(whole));
        prop_assert_eq!(Date::parse(&date_text, &Iso8601::DATE), Ok(date));
        prop_assert_eq!(OffsetDateTime::parse(&moment_text, &Rfc3339), Ok(moment));
        if number.is_finite() {
            prop_assert_eq!(number_text.parse::<f64>(), Ok(number));
        }
    }

    #[test]
    fn any_drive_path_keeps_its_segments(path in "(?s)[^/.]{1,10}(/[^/.]{1,10}){0,3}") {
        let url = parsed(&users().segment("root").drive_path(&path).segment("children"));
        let decoded = decode(url.path());
        prop_assert_eq!(decoded, format!("/v1.0/users/root:/{path}:/children"));
        prop_assert_eq!(url.path().matches(':').count(), 2);
    }
}
