//! Tokens: where they come from, how long they are kept, what happens when one is rejected.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use msgraph_core::{AccessToken, BoxError, Client, Cloud, Error, Method, Request, TokenRequest, Value};

use crate::server::{Server, json, reply};

/// A source that numbers its tokens and keeps the requests for them.
#[derive(Clone, Default)]
struct Source(Arc<Mutex<Vec<TokenRequest>>>);

impl Source {
    fn give(&self, request: TokenRequest, lifetime: Duration) -> AccessToken {
        let mut asked = self.0.lock().expect("the log");
        asked.push(request);
        AccessToken::new(format!("token-{}", asked.len())).expires_in(lifetime)
    }

    fn asked(&self) -> Vec<TokenRequest> {
        self.0.lock().expect("the log").clone()
    }
}

fn client(server: &Server, source: &Source, lifetime: Duration) -> Client {
    let source = source.clone();
    let credential = move |request| {
        let token = source.give(request, lifetime);
        async move {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Ok(token)
        }
    };
    server.builder().credential(credential).build().expect("a client")
}

fn me(client: &Client) -> Request<Value> {
    client.request(Method::Get, "/v1.0/me")
}

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_plain_token_is_sent() {
    let server = Server::start(|_| json(Value::Null)).await;
    me(&server.client()).await.expect("an answer");
    assert_eq!(server.only().token(), Some(crate::TOKEN));
}

#[tokio::test]
async fn many_requests_share_one_token() {
    let server = Server::start(|_| json(Value::Null)).await;
    let source = Source::default();
    let client = client(&server, &source, HOUR);
    let tasks: Vec<_> =
        (0..20).map(|_| tokio::spawn(std::future::IntoFuture::into_future(me(&client)))).collect();
    for task in tasks {
        task.await.expect("no panic").expect("an answer");
    }
    assert_eq!(source.asked().len(), 1);
    assert_eq!(source.asked()[0].scopes.to_vec(), [Cloud::Global.default_scope()]);
    assert!(server.seen().iter().all(|seen| seen.token() == Some("token-1")));
}

#[tokio::test]
async fn signing_in_may_take_longer_than_an_attempt() {
    let server = Server::start(|_| json(Value::Null)).await;
    let credential = |_: TokenRequest| async {
        tokio::time::sleep(Duration::from_millis(1500)).await;
        Ok(AccessToken::new("late"))
    };
    let builder = server.builder().attempt_timeout(Duration::from_secs(1));
    let client: Client = builder.credential(credential).build().expect("a client");
    me(&client).await.expect("an answer");
    assert_eq!(server.only().token(), Some("late"));
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires_and_not_sooner() {
    let server = Server::start(|_| json(Value::Null)).await;
    let source = Source::default();
    let client = client(&server, &source, Duration::from_secs(4));
    me(&client).await.expect("an answer");
    me(&client).await.expect("an answer");
    tokio::time::sleep(Duration::from_millis(2400)).await;
    me(&client).await.expect("an answer");
    let tokens: Vec<_> = server.seen().iter().map(|seen| seen.token().map(str::to_owned)).collect();
    assert_eq!(tokens, ["token-1", "token-1", "token-2"].map(|token| Some(token.to_owned())));
}

#[tokio::test]
async fn a_token_may_be_good_for_ever() {
    let server = Server::start(|_| json(Value::Null)).await;
    let source = Source::default();
    me(&client(&server, &source, Duration::MAX)).await.expect("an answer");
    assert_eq!(server.only().token(), Some("token-1"));
}

#[tokio::test]
async fn a_token_still_good_survives_a_failing_renewal() {
    let server = Server::start(|_| json(Value::Null)).await;
    let calls = Arc::new(AtomicUsize::new(0));
    let credential = move |_: TokenRequest| {
        let first = calls.fetch_add(1, Ordering::Relaxed) == 0;
        async move {
            if first {
                Ok(AccessToken::new("good").expires_in(Duration::from_secs(4)))
            } else {
                Err(BoxError::from("down"))
            }
        }
    };
    let client: Client = server.builder().credential(credential).build().expect("a client");
    me(&client).await.expect("an answer");
    tokio::time::sleep(Duration::from_millis(2400)).await;
    me(&client).await.expect("an answer");
    assert_eq!(server.seen()[1].token(), Some("good"));
}

#[tokio::test]
async fn a_credential_that_fails_is_named() {
    let server = Server::start(|_| json(Value::Null)).await;
    let credential = |_: TokenRequest| async { Err(BoxError::from("no network")) };
    let client: Client = server.builder().credential(credential).build().expect("a client");
    let error = me(&client).await.expect_err("no token");
    assert!(matches!(error, Error::Credential { .. }));
    assert_eq!(error.to_string(), "no token: no network");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_rejected_token_is_replaced_once() {
    let server =
        Server::start(|seen| if seen.token() == Some("token-1") { reply(401) } else { json(Value::Null) });
    let server = server.await;
    let source = Source::default();
    let client = client(&server, &source, HOUR);
    me(&client).json(&1).await.expect("an answer");
    me(&client).await.expect("an answer");
    assert_eq!((source.asked().len(), server.seen().len()), (2, 3));
    assert_eq!(server.seen()[1].json(), 1);
}

#[tokio::test]
async fn a_service_that_rejects_every_token_is_asked_twice() {
    let server = Server::start(|_| reply(401)).await;
    let source = Source::default();
    let error = me(&client(&server, &source, HOUR)).await.expect_err("401");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!((source.asked().len(), server.seen().len()), (2, 2));
}

#[tokio::test]
async fn a_fixed_token_is_not_tried_again() {
    let server = Server::start(|_| reply(401)).await;
    me(&server.client()).await.expect_err("401");
    server.only();
}

#[tokio::test]
async fn a_claims_challenge_is_answered_once() {
    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#;
    let challenge = format!(
        r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="{}""#,
        BASE64_URL_SAFE_NO_PAD.encode(claims)
    );
    let server = Server::start(move |seen| match seen.token() {
        Some("token-1") => reply(401).header("www-authenticate", &challenge),
        _ => json(Value::Null),
    });
    let server = server.await;
    let source = Source::default();
    me(&client(&server, &source, HOUR)).await.expect("an answer");
    let asked: Vec<_> = source.asked().into_iter().map(|request| request.claims).collect();
    assert_eq!(asked, [None, Some(claims.to_owned())]);
}

#[tokio::test]
async fn without_a_credential_there_is_no_client_unless_wanted() {
    let server = Server::start(|_| json(Value::Null)).await;
    assert!(matches!(Client::builder().build() as Result<Client, _>, Err(Error::Config { .. })));
    let client: Client = Client::builder().base_url(&server.url).anonymous().build().expect("a client");
    me(&client).await.expect("an answer");
    assert_eq!(server.only().token(), None);
}

#[tokio::test]
async fn the_scopes_follow_the_cloud_and_can_be_set() {
    let server = Server::start(|_| json(Value::Null)).await;
    for (scopes, expected) in [(None, "https://microsoftgraph.chinacloudapi.cn/.default"), (Some(["a"]), "a")]
    {
        let source = Source::default();
        let log = source.clone();
        let credential = move |request| std::future::ready(Ok(log.give(request, HOUR)));
        let mut builder = server.builder().cloud(Cloud::China).credential(credential);
        if let Some(scopes) = scopes {
            builder = builder.scopes(scopes);
        }
        me(&builder.build().expect("a client")).await.expect("an answer");
        assert_eq!(source.asked()[0].scopes.to_vec(), [expected]);
    }
}

#[cfg(feature = "azure")]
#[tokio::test]
async fn a_token_credential_of_azure_core_is_one_of_ours() {
    use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
    use azure_core::time::{Duration, OffsetDateTime};

    #[derive(Debug)]
    struct Mock;

    #[async_trait::async_trait]
    impl TokenCredential for Mock {
        async fn get_token(
            &self,
            scopes: &[&str],
            _: Option<TokenRequestOptions<'_>>,
        ) -> azure_core::Result<AccessToken> {
            let expires = OffsetDateTime::now_utc() + Duration::hours(1);
            Ok(AccessToken::new(format!("azure:{}", scopes.join(" ")), expires))
        }
    }

    let server = Server::start(|_| json(Value::Null)).await;
    let typed: Client = server.builder().credential(Arc::new(Mock)).build().expect("a client");
    let dynamic: Arc<dyn TokenCredential> = Arc::new(Mock);
    let dynamic: Client = server.builder().credential(dynamic).build().expect("a client");
    for client in [typed, dynamic] {
        me(&client).await.expect("an answer");
    }
    assert_eq!(server.seen()[1].token(), Some("azure:https://graph.microsoft.com/.default"));
}
