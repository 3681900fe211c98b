//! What an error reports.

use msgraph_core::emitted::Node;
use msgraph_core::{Client, Error, Method, Value};
use serde_json::json as value;

use crate::LIST_MESSAGES;
use crate::server::{Reply, Server, hangup, reply};

async fn error(reply: Reply) -> Error {
    let server = Server::start(move |_| reply.clone()).await;
    let users = Node::root(&server.client(), "v1.0").segment("users");
    users
        .key("ann@example.com")
        .segment("messages")
        .call::<Value>(&LIST_MESSAGES, "test: error")
        .await
        .expect_err("an error")
}

#[tokio::test]
async fn everything_graph_says_is_kept() {
    let body = value!({"error": {
        "code": "BadRequest", "message": "it is bad", "target": "subject",
        "details": [{"code": "tooLong", "message": "too long", "target": "subject"}],
        "innerError": {"code": "inner", "innererror": {"code": "innermost"}, "request-id": "r2", "date": "2026-01-02T03:04:05"},
    }});
    let reply = reply(400).json(body.clone()).header("request-id", "r1").header("client-request-id", "c1");
    let error = error(reply.header("retry-after", "1.5")).await;
    let refusal = error.refusal().expect("an answer");
    assert_eq!(refusal.status.as_u16(), 400);
    assert_eq!(refusal.code.as_deref(), Some("BadRequest"));
    assert_eq!(refusal.message.as_deref(), Some("it is bad"));
    assert_eq!(refusal.target.as_deref(), Some("subject"));
    assert_eq!(refusal.details[0].code.as_deref(), Some("tooLong"));
    assert_eq!(refusal.request_id.as_deref(), Some("r1"));
    assert_eq!(refusal.client_request_id.as_deref(), Some("c1"));
    assert!(refusal.date.is_some());
    assert_eq!(refusal.retry_after.map(|time| time.as_millis()), Some(1500));
    assert_eq!(refusal.inner_error.as_ref(), Some(&body["error"]["innerError"]));
    assert!(refusal.has_code("BadRequest") && refusal.has_code("inner") && refusal.has_code("innermost"));
    assert!(!refusal.has_code("other"));
    assert_eq!(refusal.body, body.to_string());
    assert_eq!(
        error.to_string(),
        "GET /users/{id}/messages was refused: 400 Bad Request, BadRequest: it is bad (request-id r1)"
    );
}

#[tokio::test]
async fn a_403_names_the_permissions_least_first() {
    let error = error(reply(403).json(value!({"error": {"code": "Authorization_RequestDenied"}}))).await;
    assert_eq!(
        error.to_string(),
        "GET /users/{id}/messages was refused: 403 Forbidden, Authorization_RequestDenied; it needs \
         delegated (work or school): Mail.ReadBasic or Mail.Read or (User.Read and Mail.Send) [for oneself]; \
         application: not supported; one of the roles: Global Reader"
    );
    let operation = error.refusal().and_then(|refusal| refusal.operation).expect("the operation");
    assert_eq!(
        operation.permissions.delegated_work.least().next().expect("a least one").all_of,
        ["Mail.ReadBasic"]
    );
}

#[tokio::test]
async fn answers_of_no_known_form_are_kept() {
    for body in [
        "",
        "<html>gateway</html>",
        "[]",
        r#"{"error": null}"#,
        r#"{"error": {"code": 1, "details": "x"}}"#,
        "{\"error\"",
    ] {
        let error = error(reply(400).body(body)).await;
        let refusal = error.refusal().expect("an answer");
        assert_eq!((refusal.body.as_ref(), &refusal.code), (body.as_bytes(), &None), "{body}");
    }
    let error = error(reply(400).body(r#"{"error": "invalid_request", "error_description": "why"}"#)).await;
    assert_eq!(error.code(), Some("invalid_request"));
    let inner =
        value!({"error": {"innerError": {"request-id": "r2", "client-request-id": "c2", "date": "d"}}});
    let error = self::error(reply(400).json(inner)).await;
    assert_eq!(error.refusal().and_then(|refusal| refusal.request_id.as_deref()), Some("r2"));
}

#[tokio::test]
async fn an_error_that_breaks_off_is_a_broken_connection() {
    let error = error(reply(404).body("0123456789").half_body()).await;
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
}

#[tokio::test]
async fn broken_connections_are_told_without_the_url() {
    let server = Server::start(|_| hangup()).await;
    let client: Client =
        server.builder().retry(msgraph_core::RetryPolicy::never()).build().expect("a client");
    let error = client.request::<Value>(Method::Get, "/v1.0/me?sig=secret").await.expect_err("no answer");
    let text = format!("{error} {error:?}");
    assert!(text.contains("the connection broke") && !text.contains("secret"), "{text}");
}

#[tokio::test]
async fn an_endless_error_is_cut_off() {
    let error = error(reply(500).body(vec![b'x'; 3 * 1024 * 1024])).await;
    assert_eq!(error.refusal().expect("a refusal").body.len(), 1024 * 1024);
}

#[tokio::test]
async fn not_modified_is_told_apart() {
    let error = error(reply(304)).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(304));
}

/// What a service says can't break the line that it is logged in, nor repaint a terminal.
#[tokio::test]
async fn the_words_of_a_service_stay_on_their_line() {
    let nasty = "a\r\nERROR b\u{1b}[31m\u{9b}0m\u{202e}c\u{2066}d\u{2028}e\u{7}";
    let body = value!({"error": {"code": nasty, "message": nasty, "target": nasty, "details": [{"code": nasty}], "innerError": {"request-id": nasty}}});
    for error in [
        error(reply(400).json(body)).await,
        error(reply(400).json(value!({"error": nasty, "error_description": nasty}))).await,
    ] {
        for shown in [error.to_string(), format!("{error:?}"), format!("{error:#?}").replace('\n', " ")] {
            assert!(
                !shown.contains(|c: char| c.is_control() || "\u{202e}\u{2066}\u{2028}".contains(c)),
                "{shown:?}"
            );
        }
        assert!(
            error
                .to_string()
                .contains("a\\r\\nERROR b\\u{1b}[31m\\u{9b}0m\\u{202e}c\\u{2066}d\\u{2028}e\\u{7}"),
            "{error}"
        );
        assert_eq!(error.code(), Some(nasty), "the value itself is kept as it came");
    }
}

/// Errors of a credential repeat what the service says that gives out tokens.
#[tokio::test]
async fn the_words_of_a_credential_stay_on_their_line() {
    let source = |_: msgraph_core::TokenRequest| std::future::ready(Err("AADSTS7\r\nTrace\u{1b}[2J".into()));
    let client: Client = Client::builder().credential(source).build().expect("a client");
    let error = client.request::<Value>(Method::Get, "/v1.0/me").await.expect_err("no token");
    assert_eq!(error.to_string(), "no token: AADSTS7\\r\\nTrace\\u{1b}[2J");
}

/// A few kilobytes that unpack to three megabytes.
#[tokio::test]
async fn the_limit_of_an_error_counts_what_is_unpacked() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, &vec![b'x'; 3 * 1024 * 1024]).expect("memory");
    let packed = packed.finish().expect("memory");
    let error = error(reply(500).body(packed).header("content-encoding", "gzip")).await;
    assert_eq!(error.refusal().expect("a refusal").body.len(), 1024 * 1024);
}
