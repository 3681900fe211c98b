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

pub(crate) mod advanced;
#[cfg(feature = "azure")]
mod azure;
pub(crate) mod credential;
pub(crate) mod granted;
pub(crate) mod middleware;
pub(crate) mod origin;
pub(crate) mod redirect;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest_transport;
pub(crate) mod retry;
pub(crate) mod sign;
pub(crate) mod span;
pub(crate) mod throttle;
pub(crate) mod transport;

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header};
use tokio::time::timeout;
use tracing::Instrument;
use url::Url;

use self::middleware::Next;
use self::retry::Budget;
use crate::answer::Raw;
use crate::body::Body;
use crate::client::{Client, Inner};
use crate::error::{Error, Reached, Refusal, Result, TransportError};
use crate::operation::Operation;
use crate::request::{Parts, Target};

pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
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

/// An answer whose body may still be on its way.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
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
    advanced::complete(parts);
    Ok(())
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
        let url = address(&parts.client, &parts)?;
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
        match &client.inner().tokens {
            Some(tokens) if !brings_its_own && client.is_home(&self.uri) => tokens.header().await.map(|_| ()),
            _ => Ok(()),
        }
    }

    /// How long to wait before the next attempt, if there should be one. What the service asks for
    /// is passed on to the client's clones.
    fn pause(&self, inner: &Inner, outcome: &Result<Answer>, retries: u32) -> Option<Duration> {
        let status = outcome.as_ref().map(|answer| answer.status);
        let asked = outcome.as_ref().ok().and_then(|answer| retry::retry_after(&answer.headers));
        if !retry::worth_repeating(status, self.repeatable) {
            return None;
        }
        if let Some(asked) = asked.filter(|asked| inner.retry.accepts(*asked)) {
            inner.throttle.hold(&self.url, asked);
        }
        inner.retry.delay(retries, asked)
    }

    fn budget<'c>(&self, client: &'c Client) -> &'c Budget {
        match client.is_home(&self.url) {
            true => &client.inner().budget,
            false => &client.inner().budget_abroad,
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
        let (parts, mut body) = Next::first(client).run(request).await?.into_parts();
        if !parts.status.is_success() {
            // What is cut off is no words of Graph's.
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

pub(crate) fn broken(source: crate::BoxError) -> Error {
    TransportError::new(Reached::PerhapsServer, source).into()
}

/// The next chunk of a body, with a limit to how long it may take.
pub(crate) async fn chunk(body: &mut Body, limit: Duration) -> Option<Result<Bytes>> {
    match timeout(limit, body.chunk()).await {
        Ok(chunk) => chunk.map(|chunk| chunk.map_err(broken)),
        Err(_) => Some(Err(Error::Timeout { after: limit })),
    }
}

pub(crate) fn address(client: &Client, parts: &Parts) -> Result<Url> {
    let mut url = match &parts.target {
        Target::Url(url) => url.clone(),
        Target::Path(path) => {
            let text = format!("{}/{}", client.base_url(), path.trim_start_matches('/'));
            Url::parse(&text).map_err(|error| Error::request(error.to_string()))?
        }
    };
    let query = parts.query.encoded();
    match url.query() {
        _ if query.is_empty() => {}
        None | Some("") => url.set_query(Some(&query)),
        Some(before) => url.set_query(Some(&format!("{before}&{query}"))),
    }
    Ok(url)
}

fn common_headers(client: &Client, mut headers: HeaderMap) -> HeaderMap {
    headers.entry(header::USER_AGENT).or_insert_with(|| client.inner().user_agent.clone());
    headers.entry(CLIENT_REQUEST_ID).or_insert_with(request_id);
    headers
}

/// A random UUID. It only has to differ from other requests' within the service's logs.
fn request_id() -> HeaderValue {
    let random = fastrand::u128(..);
    let version_4 = (random & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{version_4:032x}");
    let text = format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
    HeaderValue::try_from(text).expect("hexadecimal digits and dashes fit a header")
}
