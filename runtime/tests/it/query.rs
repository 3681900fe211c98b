//! Query options and headers.

use msgraph_core::{Error, Expand, Method, Value};

use crate::server::{Server, json};

async fn target(change: impl FnOnce(msgraph_core::Request<Value>) -> msgraph_core::Request<Value>) -> String {
    let server = Server::start(|_| json(Value::Null)).await;
    change(server.client().request(Method::Get, "/v1.0/me/people")).await.expect("an answer");
    server.only().target
}

#[tokio::test]
async fn lists_are_joined_with_commas() {
    let target = target(|request| {
        request
            .select(["id", "mail"])
            .select("displayName")
            .expand(Expand::new("manager").select("id").top(1))
            .expand("photo")
            .orderby(vec!["mail desc".to_owned(), "id".to_owned()])
    });
    assert_eq!(
        target.await,
        "/v1.0/me/people?$select=id,mail,displayName&$expand=manager($select=id;$top=1),photo&$orderby=mail%20desc,id"
    );
}

#[tokio::test]
async fn values_cannot_add_parameters() {
    let target =
        target(|request| request.filter("a eq 'x&y=z#+%'").query("a=b&c", "d").top(5).skip(1).count(true));
    assert_eq!(
        target.await,
        "/v1.0/me/people?$filter=a%20eq%20%27x%26y=z%23%2B%25%27&a%3Db%26c=d&$top=5&$skip=1&$count=true"
    );
}

#[tokio::test]
async fn single_values_replace_earlier_ones() {
    let target = target(|request| request.top(5).top(7).search("\"mail:a\"").format("application/json"));
    assert_eq!(target.await, "/v1.0/me/people?$top=7&$search=%22mail:a%22&$format=application/json");
}

#[tokio::test]
async fn a_query_in_the_target_is_kept() {
    let server = Server::start(|_| json(Value::Null)).await;
    let request = server.client().request::<Value>(Method::Get, "/v1.0/users?$top=1");
    request.select("id").await.expect("an answer");
    assert_eq!(server.only().target, "/v1.0/users?$top=1&$select=id");
}

#[tokio::test]
async fn headers_have_setters() {
    let server = Server::start(|_| json(Value::Null)).await;
    let request = server.client().request::<Value>(Method::Get, "/v1.0/users");
    let request = request
        .consistency_level("eventual")
        .prefer("a=1")
        .prefer("b")
        .if_match("W/\"1\"")
        .header("x-Own", "ü?".trim_start_matches('ü'));
    request.await.expect("an answer");
    let seen = server.only();
    assert_eq!(seen.header("consistencylevel"), Some("eventual"));
    assert_eq!(seen.header("prefer"), Some("a=1, b"));
    assert_eq!(seen.header("if-match"), Some("W/\"1\""));
    assert_eq!(seen.header("x-own"), Some("?"));
    assert_eq!(seen.header("accept"), Some("application/json"));
}

#[tokio::test]
async fn every_documented_header_and_option_has_a_setter() {
    let server = Server::start(|_| json(Value::Null)).await;
    let request = server.client().request::<Value>(Method::Get, "/v1.0/me");
    let request = request
        .accept("text/csv")
        .accept_language("de")
        .content_language("fr")
        .workbook_session_id("cluster=1");
    request.skip_token("a b").delta_token("latest").await.expect("an answer");
    let seen = server.only();
    assert_eq!(seen.target, "/v1.0/me?$skiptoken=a%20b&$deltatoken=latest");
    let header = |name| seen.header(name);
    assert_eq!(header("accept"), Some("text/csv"));
    assert_eq!(header("accept-language"), Some("de"));
    assert_eq!(header("content-language"), Some("fr"));
    assert_eq!(header("workbook-session-id"), Some("cluster=1"));
}

#[tokio::test]
async fn a_header_with_a_line_break_sends_nothing() {
    let server = Server::start(|_| json(Value::Null)).await;
    for (name, value) in [("x-a", "b\r\nx-c: d"), ("x-a\r\nx-c", "d"), ("x-a", "b\nc"), ("", "d")] {
        let request = server.client().request::<Value>(Method::Get, "/v1.0/users").header(name, value);
        let error = request.await.expect_err("no request");
        assert!(matches!(error, Error::Request { .. }), "{error:?}");
    }
    for setter in [msgraph_core::Request::if_match, msgraph_core::Request::prefer] {
        let request = server.client().request::<Value>(Method::Get, "/v1.0/users");
        setter(request, "a\r\nb: c").await.expect_err("no request");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn what_asks_for_nothing_is_not_sent() {
    let server = Server::start(|_| json(Value::Null)).await;
    let request = || server.client().request::<Value>(Method::Get, "/v1.0/users");
    let nested = Expand::new("manager").expand(Expand::new("photo").filter(""));
    for request in [
        request().filter(""),
        request().filter(" \n"),
        request().top(0),
        request().search(""),
        request().query("$top", "0"),
        request().expand(Expand::new("manager").filter("")),
        request().expand(Expand::new("manager").filter(" \n")),
        request().expand(Expand::new("manager").top(0)),
        request().expand(vec![Expand::new("photo"), Expand::new("manager").top(0)]),
        request().expand([Expand::new("manager").top(0).top(1)]),
        request().expand(&nested),
    ] {
        let error = request.await.expect_err("no request");
        assert!(matches!(error, Error::Request { .. }), "{error:?}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn the_relationship_that_asks_for_nothing_is_named() {
    let server = Server::start(|_| json(Value::Null)).await;
    let request = server.client().request::<Value>(Method::Get, "/v1.0/users");
    let error = request.expand(Expand::new("manager").expand(Expand::new("photo").top(0))).await;
    let error = error.expect_err("no request").to_string();
    assert!(error.contains("in the expansion of manager: in the expansion of photo: $top is 0"), "{error}");
}
