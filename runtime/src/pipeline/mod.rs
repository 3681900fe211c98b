//! What happens to a request between the caller and the transport, on one page.
//!
//! ```text
//! send       faults found while the request was built, granted permissions, what an advanced query needs, time limit for the call
//!   retry    throttling, time limit and span for the attempt, the body read to its end
//!     middleware
//!       sign       token, challenge
//!         redirect
//!           transport
//! ```

mod advanced;
#[cfg(feature = "azure")]
mod azure;
pub(crate) mod credential;
pub(crate) mod granted;
pub(crate) mod middleware;
mod origin;
mod redirect;
mod request_id;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest_transport;
pub(crate) mod retry;
pub(crate) mod service;
mod sign;
mod span;
pub(crate) mod throttle;
pub(crate) mod transport;

use std::borrow::Cow;
use std::time::Duration;

use http::{HeaderMap, HeaderName, Method, Request, Uri, header};
use tokio::time::timeout;
use tracing::Instrument;
use url::Url;

use self::middleware::Next;
use self::request_id::{CLIENT_REQUEST_ID, request_id};
use self::retry::Budget;
use crate::answer::incoming::{Answer, broken};
use crate::answer::raw::Raw;
use crate::answer::retry_after::retry_after;
use crate::body::Body;
use crate::client::{Client, Inner};
use crate::error::{Error, Refusal, Result};
use crate::operation::Operation;
use crate::request::Parts;

/// How much is kept of an answer that is no success.
const MOST_OF_AN_ERROR: usize = 1024 * 1024;
const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// Sends a request and reads its whole answer.
pub(crate) async fn send(parts: Parts) -> Result<Raw> {
    let answer = run(parts, Reading::Whole).await?;
    let body = answer.body.collect().await.map_err(broken)?;
    Ok(Raw { status: answer.status, headers: answer.headers, body })
}

/// Sends a request and leaves the body of a good answer to be read piece by piece.
pub(crate) async fn open(parts: Parts) -> Result<Answer> {
    run(parts, Reading::Piecewise).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Whole,
    Piecewise,
}

/// What is done with a request before it is sent, alone or in a batch.
pub(crate) fn make_ready(parts: &mut Parts) -> Result<()> {
    if let Some(fault) = parts.fault.take() {
        return Err(fault);
    }
    if let (Some(granted), Some(operation)) = (&parts.client.inner().granted, parts.operation) {
        granted.check(operation)?;
    }
    complete(parts);
    Ok(())
}

/// Adds to a request what an advanced query of the directory needs and the caller left out.
pub(crate) fn complete(parts: &mut Parts) {
    if parts.method != Method::GET {
        return;
    }
    let path = match parts.operation {
        Some(operation) => Some(Cow::from(operation.template)),
        None => parts.target.path_below_version(parts.client.service()).map(Cow::from),
    };
    if let Some(path) = path {
        advanced::complete(&path, parts.target.query(), &mut parts.query, &mut parts.headers);
    }
}

async fn run(mut parts: Parts, reading: Reading) -> Result<Answer> {
    make_ready(&mut parts)?;
    let client = parts.client.clone();
    match parts.timeout.or(client.inner().timeout) {
        Some(limit) => match timeout(limit, repeat(parts, reading)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::Timeout { after: limit }),
        },
        None => repeat(parts, reading).await,
    }
}

/// Sends a request until its answer is worth keeping.
async fn repeat(mut parts: Parts, reading: Reading) -> Result<Answer> {
    let mut body = std::mem::take(&mut parts.body);
    let client = parts.client.clone();
    let inner = client.inner();
    let call = Prepared::new(parts)?;
    let mut retries = 0;
    loop {
        inner.throttle.wait(&call.url).await;
        call.get_token(&client).await?;
        let again = body.replay().filter(|_| inner.retry.allows(retries));
        let request = call.request(body, retries);
        let span = span::attempt(call.operation, &request, &call.url, retries);
        let outcome = attempt(&client, request, reading).instrument(span.clone()).await;
        span::record(&span, &outcome);
        match (again, call.pause(inner, &outcome, retries)) {
            (Some(again), Some(pause)) if call.budget(&client).spend() => {
                tracing::debug!(parent: &span, ?pause, "trying again");
                tokio::time::sleep(pause).await;
                body = again;
                retries += 1;
            }
            _ => return call.finish(&client, outcome?).await,
        }
    }
}

/// A request but for its body, which can be gone after the first attempt.
struct Prepared {
    operation: Option<&'static Operation>,
    method: Method,
    url: Url,
    uri: Uri,
    headers: HeaderMap,
    repeatable: bool,
}

impl Prepared {
    fn new(parts: Parts) -> Result<Self> {
        let url = parts.target.url(parts.client.service(), &parts.query)?;
        let uri = Uri::try_from(url.as_str()).map_err(|error| Error::request(error.to_string()))?;
        Ok(Prepared {
            operation: parts.operation,
            url,
            uri,
            repeatable: parts.repeatable || retry::is_idempotent(&parts.method),
            method: parts.method,
            headers: common_headers(&parts.client, parts.headers),
        })
    }

    fn request(&self, body: Body, retries: u32) -> Request<Body> {
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        if retries > 0 {
            request.headers_mut().insert(RETRY_ATTEMPT, retries.into());
        }
        request
    }

    /// Sees to it that the client has a token. A person may have to sign in for it, so that is not
    /// part of an attempt and its time.
    async fn get_token(&self, client: &Client) -> Result<()> {
        let brings_its_own = self.headers.contains_key(header::AUTHORIZATION);
        match &client.service().tokens {
            Some(tokens) if !brings_its_own && client.service().is_own_host(&self.uri) => {
                tokens.header().await.map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// How long to wait before the next attempt, if there should be one. What the service asks for
    /// is passed on to the client's clones.
    fn pause(&self, inner: &Inner, outcome: &Result<Answer>, retries: u32) -> Option<Duration> {
        let status = outcome.as_ref().map(|answer| answer.status);
        let asked = outcome.as_ref().ok().and_then(|answer| retry_after(&answer.headers));
        if !retry::worth_repeating(status, self.repeatable) {
            return None;
        }
        if let Some(asked) = asked.filter(|asked| inner.retry.accepts(*asked)) {
            inner.throttle.hold(&self.url, asked);
        }
        inner.retry.delay(retries, asked)
    }

    fn budget<'c>(&self, client: &'c Client) -> &'c Budget {
        match client.service().is_own_host(&self.url) {
            true => &client.inner().budget,
            false => &client.inner().budget_of_other_hosts,
        }
    }

    /// Tells success from refusal.
    async fn finish(&self, client: &Client, answer: Answer) -> Result<Answer> {
        if answer.status.is_success() {
            self.budget(client).earn();
            return Ok(answer);
        }
        // It was read when it arrived.
        let body = answer.body.collect().await.map_err(broken)?;
        let mut refusal = Refusal::read(answer.status, answer.headers, body);
        refusal.operation = self.operation;
        Err(Error::Refused(Box::new(refusal)))
    }
}

/// Sends a request once. The body is read here unless the caller wants it piecewise, so that one
/// that breaks off is a failed attempt like any other.
async fn attempt(client: &Client, request: Request<Body>, reading: Reading) -> Result<Answer> {
    // A stream takes as long as its source does; the caller's own limit still holds.
    let streams = request.body().as_bytes().is_none();
    let limit = if streams { Duration::MAX } else { client.inner().attempt_timeout };
    let answer = async {
        let (parts, mut body) =
            Next::first(&client.inner().middleware, client.service()).run(request).await?.into_parts();
        if !parts.status.is_success() {
            // A body that is longer is no error of Graph's.
            body = body.collect_up_to(MOST_OF_AN_ERROR).await.map_err(broken)?.0.into();
        } else if reading == Reading::Whole {
            let limit = client.inner().answer_limit;
            let (whole, true) = body.collect_up_to(limit).await.map_err(broken)? else {
                return Err(Error::TooLarge { limit });
            };
            body = whole.into();
        }
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    };
    match timeout(limit, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(Error::Timeout { after: limit }),
    }
}

fn common_headers(client: &Client, mut headers: HeaderMap) -> HeaderMap {
    headers.entry(header::USER_AGENT).or_insert_with(|| client.inner().user_agent.clone());
    headers.entry(CLIENT_REQUEST_ID).or_insert_with(request_id);
    headers
}
