//! One case: a client whose transport gives the answers, and what must hold whatever they are.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, header};
use msgraph_core::{
    AccessToken, Body, BoxFuture, Client, Error, Method, NoContent, Page, Reached, Result, Transport,
    TransportError, UploadSession, Value,
};

use crate::cases::{Answer, Call, Case};

const TOKEN: &str = "eyJ0b3Atc2VjcmV0Ijp0cnVlfQ";
const HOME: &str = "graph.example";
/// Three pieces and a bit.
const LENGTH: usize = 3 * 320 * 1024 + 17;
/// More requests than any case has reason for, within its time.
const MOST: usize = 3000;
/// How long a case may go on, in virtual time.
const PATIENCE: Duration = Duration::from_secs(120);

/// Gives the answers of a case, and keeps what it sees.
#[derive(Clone)]
struct Script {
    answers: Arc<Vec<Answer>>,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    requests: usize,
    /// What an upload has sent, byte by byte.
    sent: Vec<bool>,
    /// Whether the service has taken a piece, and whether it said before that it had the first one already: that is what a session looks
    /// like with which another process went on, and its word on what is missing then counts.
    taken: bool,
    old: bool,
    token_to_another_host: bool,
}

impl Transport for Script {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, std::result::Result<Response<Body>, TransportError>> {
        let answer = self.answer(&request);
        Box::pin(std::future::ready(answer))
    }
}

impl Script {
    fn answer(&self, request: &Request<Body>) -> std::result::Result<Response<Body>, TransportError> {
        let mut seen = self.seen.lock().expect("what was seen");
        let number = seen.requests;
        seen.requests += 1;
        let uri = request.uri();
        let home = uri.scheme_str() == Some("https")
            && uri.host() == Some(HOME)
            && uri.port_u16().unwrap_or(443) == 443;
        seen.token_to_another_host |= !home && request.headers().contains_key(header::AUTHORIZATION);
        if let Some((first, end)) = request.headers().get(header::CONTENT_RANGE).and_then(range) {
            seen.sent.resize(LENGTH, false);
            seen.sent[first..end].fill(true);
        }
        let answer = &self.answers[number.min(self.answers.len() - 1)];
        if request.method() == http::Method::PUT {
            seen.old |= answer.status == 416 && !seen.taken;
            seen.taken |= (200..300).contains(&answer.status);
        }
        let status = StatusCode::from_u16(answer.status);
        let Ok(status) = status else {
            return Err(TransportError::new(Reached::PerhapsServer, "an invalid status"));
        };
        let mut response = Response::new(Body::from(answer.bytes()));
        *response.status_mut() = status;
        for (name, value) in &answer.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
                response.headers_mut().append(name, value);
            }
        }
        Ok(response)
    }
}

fn range(header: &HeaderValue) -> Option<(usize, usize)> {
    let (range, _) = header.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    Some((first.parse().ok()?, last.parse::<usize>().ok()? + 1))
}

/// Runs a case. What doesn't hold is the error.
pub(crate) fn run(case: &Case) -> std::result::Result<(), String> {
    let script = Script { answers: Arc::new(case.answers.clone()), seen: Arc::default() };
    let source = |_| std::future::ready(Ok(AccessToken::new(TOKEN)));
    let builder =
        Client::builder().base_url(format!("https://{HOME}")).credential(source).transport(script.clone());
    let client: Client = builder.build().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    let outcome = runtime.block_on(async { tokio::time::timeout(PATIENCE, call(&client, case.call)).await });
    let seen = script.seen.lock().expect("what was seen");
    if seen.token_to_another_host {
        return Err("the token goes to another host".to_owned());
    }
    if seen.requests > MOST {
        return Err(format!("{} requests", seen.requests));
    }
    match outcome {
        Ok(Err(error)) => clean(&error),
        Ok(Ok(()))
            if case.call == Call::Upload
                && !seen.old
                && (seen.sent.is_empty() || seen.sent.contains(&false)) =>
        {
            Err("an upload is Ok and bytes were never sent".to_owned())
        }
        Ok(Ok(())) | Err(_) => Ok(()),
    }
}

/// What an error shows stays on its line and holds no token.
fn clean(error: &Error) -> std::result::Result<(), String> {
    for shown in [error.to_string(), format!("{error:?}")] {
        let mark = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        if shown.contains(mark) || shown.contains(TOKEN) {
            return Err(format!("an error shows {shown:?}"));
        }
    }
    Ok(())
}

async fn call(client: &Client, call: Call) -> Result<()> {
    match call {
        Call::Value => client
            .request::<Value>(Method::Get, "/v1.0/me")
            .send_full()
            .await
            .map(|response| drop(format!("{response:?}"))),
        Call::Count => client.request::<i64>(Method::Get, "/v1.0/users/$count").await.map(drop),
        Call::Pages => {
            let mut items = client.request::<Page<Value>>(Method::Get, "/v1.0/users").stream();
            while let Some(item) = items.next().await {
                item?;
            }
            drop(format!("{items:?}"));
            Ok(())
        }
        Call::Batch => batch(client).await,
        Call::Upload => {
            let session =
                serde_json::json!({"uploadUrl": "https://store.example/up", "nextExpectedRanges": ["0-"]});
            let session: UploadSession = serde_json::from_value(session).expect("a session");
            let upload = client.upload(session, Bytes::from(vec![1; LENGTH])).piece_size(1);
            upload.send::<NoContent>().await.map(drop)
        }
        Call::Job => {
            let start = client.request::<NoContent>(Method::Post, "/v1.0/me/drive/items/1/copy");
            match start.start_job().await {
                Ok(job) => job
                    .wait()
                    .await
                    .map(|status| drop(format!("{status} {status:?} {:?}", status.resource_id()))),
                Err(_) => {
                    let job = msgraph_core::Job::resume(client, "https://store.example/monitor")?;
                    job.wait().await.map(|status| drop(format!("{status} {status:?}")))
                }
            }
        }
        Call::Download => {
            let mut download = client
                .request::<msgraph_core::Bytes>(Method::Get, "/v1.0/me/photo/$value")
                .download()
                .await?;
            while let Some(piece) = download.chunk().await {
                piece?;
            }
            Ok(())
        }
    }
}

async fn batch(client: &Client) -> Result<()> {
    let mut batch = client.batch();
    let one = batch.add(client.request::<Value>(Method::Get, "/v1.0/me"));
    let two = batch.add(client.request::<msgraph_core::Bytes>(Method::Get, "/v1.0/me/photo/$value"));
    let three =
        batch.add_after(client.request::<Page<Value>>(Method::Get, "/v1.0/users"), [one.id(), two.id()]);
    let mut answers = batch.send().await;
    drop(format!("{answers:?}"));
    let outcomes = [answers.take(one).map(drop), answers.take(two).map(drop), answers.take(three).map(drop)];
    outcomes.into_iter().collect()
}
