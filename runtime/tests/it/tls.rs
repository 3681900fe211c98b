//! Over TLS.

use msgraph_core::{Client, Error, Method, ReqwestTransport, RetryPolicy, Value};

use crate::TOKEN;
use crate::server::{Server, json, reply};

#[tokio::test]
async fn a_trusted_server_gets_the_token() {
    let (server, certificate) = Server::start_tls(|_| json(Value::Null)).await;
    let certificate = reqwest::Certificate::from_der(&certificate).expect("a certificate");
    let settings = reqwest::Client::builder().tls_certs_merge([certificate]);
    let transport = ReqwestTransport::with(settings).expect("a transport");
    let client: Client = server.builder().transport(transport).build().expect("a client");
    let _: Value = client.request(Method::Get, "/v1.0/me").await.expect("an answer");
    assert_eq!(server.only().token(), Some(TOKEN));
}

#[tokio::test]
async fn an_unknown_server_gets_nothing() {
    let (server, _) = Server::start_tls(|_| json(Value::Null)).await;
    let client: Client = server.builder().retry(RetryPolicy::never()).build().expect("a client");
    let error = client.request::<Value>(Method::Get, "/v1.0/me").await.expect_err("no trust");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn nothing_leads_away_from_tls() {
    let plain = Server::start(|_| json(Value::Null)).await;
    let location = plain.url.clone();
    let (server, certificate) = Server::start_tls(move |_| reply(302).header("location", &location)).await;
    let certificate = reqwest::Certificate::from_der(&certificate).expect("a certificate");
    let settings = reqwest::Client::builder().tls_certs_merge([certificate]);
    let transport = ReqwestTransport::with(settings).expect("a transport");
    let client: Client = server.builder().transport(transport).build().expect("a client");
    let error = client.request::<Value>(Method::Get, "/v1.0/me").await.expect_err("no way on");
    assert!(matches!(error, Error::BadLink { .. }), "{error:?}");
    assert!(plain.seen().is_empty());
}
