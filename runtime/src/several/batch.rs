//! Many requests in one: `$batch`.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::answer::Response;
use crate::answer::output::Output;
use crate::answer::raw::Raw;
use crate::answer::retry_after::retry_after;
use crate::client::Client;
use crate::error::{Error, Reached, Refusal, Result, TransportError};
use crate::operation::Operation;
use crate::pipeline;
use crate::pipeline::retry;
use crate::request::{Parts, Request};

/// As many requests as the service takes at once.
const MOST: usize = 20;

/// Many requests that travel together.
///
/// Any number can be added; they are sent 20 at a time, in order. Requests that the service throttles
/// are sent again as the [`RetryPolicy`](crate::RetryPolicy) allows, without those that succeeded.
///
/// ```no_run
/// # async fn example(client: msgraph_core::Client) -> msgraph_core::Result<()> {
/// # use msgraph_core::{Method, NoContent, Value};
/// let mut batch = client.batch();
/// let me = batch.add(client.request::<Value>(Method::Get, "/v1.0/me"));
/// let note = batch.add(client.request::<Value>(Method::Post, "/v1.0/me/events").json("…"));
/// let last = batch.add_after(client.request::<NoContent>(Method::Delete, "/v1.0/me/events/1"), [note.id()]);
///
/// let mut answers = batch.send().await;
/// println!("{}", answers.take(me)?);
/// answers.take(last)?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a batch does nothing until it is sent"]
pub struct Batch {
    client: Client,
    items: Vec<Item>,
}

/// Stands for the answer to one request of a batch.
pub struct Ticket<R> {
    id: ItemId,
    output: PhantomData<fn() -> R>,
}

impl<R> Ticket<R> {
    /// The request, for others to depend on.
    pub fn id(&self) -> ItemId {
        self.id
    }
}

impl<R> fmt::Debug for Ticket<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ticket({})", self.id.0)
    }
}

/// One request of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ItemId(usize);

struct Item {
    version: String,
    wire: Wire,
    repeatable: bool,
    operation: Option<&'static Operation>,
    after: Vec<usize>,
    retries: u32,
    answer: Option<Result<Raw>>,
}

impl Client {
    /// An empty batch.
    pub fn batch(&self) -> Batch {
        Batch { client: self.clone(), items: Vec::new() }
    }
}

impl Batch {
    /// Adds a request.
    pub fn add<R: Output>(&mut self, request: Request<R>) -> Ticket<R> {
        self.add_after(request, [])
    }

    /// Adds a request that is made after others of this batch, and only if they succeed.
    ///
    /// # Panics
    ///
    /// Panics when an id is of another batch and doesn't exist in this one.
    pub fn add_after<R: Output>(
        &mut self,
        mut request: Request<R>,
        after: impl IntoIterator<Item = ItemId>,
    ) -> Ticket<R> {
        request.ask_for_output();
        let id = self.items.len();
        let after: Vec<usize> = after.into_iter().map(|ItemId(before)| before).collect();
        assert!(after.iter().all(|before| *before < id), "a request depends on one that is not in the batch");
        self.items.push(Item::new(&self.client, id, *request.parts, after));
        Ticket { id: ItemId(id), output: PhantomData }
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are no requests.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Sends all requests. What fails is reported for each by [`Answers::take`].
    pub async fn send(mut self) -> Answers {
        while let Some(chunk) = self.next_chunk() {
            let pause = self.send_chunk(chunk).await;
            tokio::time::sleep(pause).await;
        }
        Answers { items: self.items }
    }

    /// The next requests to send together: of one API version, and none of which waits for another
    /// that is not among them. As requests depend on earlier ones alone, order takes care of that.
    fn next_chunk(&mut self) -> Option<Vec<usize>> {
        let mut chunk: Vec<usize> = Vec::new();
        for id in 0..self.items.len() {
            if self.items[id].answer.is_some() {
                continue;
            }
            if self.items[id].after.iter().any(|before| self.has_failed(*before)) {
                self.items[id].answer = Some(Err(Error::DependencyFailed));
                continue;
            }
            let other_version =
                chunk.first().is_some_and(|first| self.items[*first].version != self.items[id].version);
            if chunk.len() == MOST || other_version {
                break;
            }
            chunk.push(id);
        }
        (!chunk.is_empty()).then_some(chunk)
    }

    fn has_failed(&self, id: usize) -> bool {
        match &self.items[id].answer {
            Some(Ok(raw)) => !raw.status.is_success(),
            Some(Err(_)) => true,
            None => false,
        }
    }

    /// Sends some requests and keeps their answers. Gives the time to wait before the next.
    async fn send_chunk(&mut self, chunk: Vec<usize>) -> Duration {
        let requests = chunk.iter().map(|id| self.wire(*id, &chunk)).collect();
        let path = format!("/{}/$batch", self.items[chunk[0]].version);
        let mut request: Request<Received> =
            Request::new(self.client.clone(), Method::POST, path).json(&Sent { requests });
        request.parts.repeatable = chunk.iter().all(|id| self.items[*id].repeatable);
        let received = match request.await {
            Ok(received) => received.responses,
            Err(error) => {
                let error = Arc::new(error);
                chunk.iter().for_each(|id| self.items[*id].answer = Some(Err(Error::Batch(error.clone()))));
                return Duration::ZERO;
            }
        };
        for answer in received {
            // An id that was not asked for has no place to go.
            if let Some(id) = answer.id.parse().ok().filter(|id| chunk.contains(id)) {
                self.items[id].answer = Some(Ok(answer.into_raw()));
            }
        }
        let mut pause = Duration::ZERO;
        for id in chunk.iter().copied() {
            pause = pause.max(self.settle(id));
        }
        pause
    }

    /// What is sent of a request. A dependency that travelled earlier has succeeded by now, so it is
    /// left out.
    fn wire(&self, id: usize, chunk: &[usize]) -> Wire {
        let item = &self.items[id];
        let depends_on = item.after.iter().filter(|before| chunk.contains(before)).map(ToString::to_string);
        Wire { depends_on: depends_on.collect(), ..item.wire.clone() }
    }

    /// Decides whether a request that was just sent is to be sent again, and after how long.
    fn settle(&mut self, id: usize) -> Duration {
        let policy = &self.client.inner().retry;
        let waits = self.items[id].after.iter().any(|before| self.items[*before].answer.is_none());
        let item = &mut self.items[id];
        let Some(Ok(answer)) = &item.answer else {
            let source = "the batch holds no answer to this request";
            item.answer
                .get_or_insert_with(|| Err(TransportError::new(Reached::PerhapsServer, source).into()));
            return Duration::ZERO;
        };
        if answer.status == StatusCode::FAILED_DEPENDENCY && waits {
            item.answer = None;
            return Duration::ZERO;
        }
        let delay = policy.delay(item.retries, retry_after(&answer.headers));
        match delay.filter(|_| policy.allows(item.retries)) {
            Some(delay)
                if retry::worth_repeating(Ok(answer.status), item.repeatable)
                    && self.client.inner().budget.spend() =>
            {
                item.retries += 1;
                item.answer = None;
                delay
            }
            _ => Duration::ZERO,
        }
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl Item {
    fn new(client: &Client, id: usize, parts: Parts, after: Vec<usize>) -> Self {
        let repeatable = parts.repeatable || retry::is_idempotent(&parts.method);
        let operation = parts.operation;
        let (version, wire, fault) = match Wire::new(client, id, parts) {
            Ok((version, wire)) => (version, wire, None),
            Err(error) => (String::new(), Wire::default(), Some(Err(error))),
        };
        Item { version, wire, repeatable, operation, after, retries: 0, answer: fault }
    }
}

/// The answers to a batch.
pub struct Answers {
    items: Vec<Item>,
}

impl Answers {
    /// What a request gives.
    ///
    /// # Errors
    ///
    /// Fails as the request alone would; with [`Error::DependencyFailed`] when it was not sent,
    /// because one that it depends on failed (when both were sent together, the service itself
    /// refuses it, with status 424 as well); and with [`Error::Batch`] when the whole batch has no
    /// answer.
    pub fn take<R: Output>(&mut self, ticket: Ticket<R>) -> Result<R> {
        self.take_full(ticket).map(|response| response.value)
    }

    /// What a request gives, with status and headers.
    ///
    /// # Errors
    ///
    /// Fails as [`take`](Self::take) does.
    pub fn take_full<R: Output>(&mut self, ticket: Ticket<R>) -> Result<Response<R>> {
        let item = self.items.get_mut(ticket.id.0);
        let item = item.ok_or_else(|| Error::request("the ticket is of another batch"))?;
        let raw = item.answer.take().unwrap_or_else(|| Err(Error::request("the answer was taken before")))?;
        if raw.status.is_success() {
            return Response::read(raw);
        }
        let mut refusal = Refusal::read(raw.status, raw.headers, raw.body);
        refusal.operation = item.operation;
        Err(Error::Refused(Box::new(refusal)))
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statuses = self.items.iter().map(|item| match &item.answer {
            Some(Ok(raw)) => Some(raw.status),
            Some(Err(error)) => error.status(),
            None => None,
        });
        f.debug_list().entries(statuses).finish()
    }
}

#[derive(Serialize)]
struct Sent {
    requests: Vec<Wire>,
}

#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    id: String,
    method: String,
    url: String,
    #[serde(skip_serializing_if = "Map::is_empty")]
    headers: Map<String, Value>,
    #[serde(skip_serializing_if = "Value::is_null")]
    body: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<String>,
}

impl Wire {
    /// A request as it appears in a batch, and its API version.
    fn new(client: &Client, id: usize, mut parts: Parts) -> Result<(String, Wire)> {
        parts.client = client.clone();
        pipeline::make_ready(&mut parts)?;
        let url = parts.target.url(client.service(), &parts.query)?;
        if !client.service().is_own_host(&url) {
            return Err(Error::request("a request of a batch goes to another host"));
        }
        // The base URL's own path is not part of what the batch holds.
        let below = &url.as_str()
            [beginning(client, url.as_str()).ok_or_else(|| Error::request("not below the base URL"))?];
        let (version, path) =
            below.split_once('/').ok_or_else(|| Error::request("its path has no API version"))?;
        let body = json_body(&parts)?;
        let headers = parts.headers.iter().filter_map(|(name, value)| {
            let value = value.to_str().ok()?;
            Some((name.to_string(), Value::from(value)))
        });
        let wire = Wire {
            id: id.to_string(),
            method: parts.method.to_string(),
            url: format!("/{path}"),
            headers: headers.collect(),
            body,
            depends_on: Vec::new(),
        };
        Ok((version.to_owned(), wire))
    }
}

/// The part of a URL after the base URL and a slash.
fn beginning(client: &Client, url: &str) -> Option<Range<usize>> {
    let rest = url.strip_prefix(client.base_url())?.strip_prefix('/')?;
    Some(url.len() - rest.len()..url.len())
}

/// JSON stays JSON in a batch; anything else travels as base64.
fn json_body(parts: &Parts) -> Result<Value> {
    let bytes = parts.body.as_bytes().ok_or_else(|| Error::request("a stream can't be part of a batch"))?;
    if bytes.is_empty() {
        Ok(Value::Null)
    } else if is_json(&parts.headers) {
        serde_json::from_slice(bytes).map_err(Error::encode)
    } else {
        Ok(BASE64_STANDARD.encode(bytes).into())
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|value| value.to_ascii_lowercase().contains("json"))
}

#[derive(Deserialize)]
struct Received {
    responses: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    id: String,
    status: u16,
    #[serde(default)]
    headers: Option<Map<String, Value>>,
    #[serde(default)]
    body: Value,
}

impl Answer {
    fn into_raw(self) -> Raw {
        let headers: HeaderMap = self.headers.unwrap_or_default().iter().filter_map(read_header).collect();
        let body = match self.body {
            Value::Null => Bytes::new(),
            Value::String(text) if !is_json(&headers) => match BASE64_STANDARD.decode(&text) {
                Ok(bytes) => bytes.into(),
                Err(_) => text.into(),
            },
            json => json.to_string().into(),
        };
        // An invalid status is an error all the same.
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Raw { status, headers, body }
    }
}

fn read_header((name, value): (&String, &Value)) -> Option<(HeaderName, HeaderValue)> {
    let value = match value {
        Value::String(text) => HeaderValue::from_str(text),
        other => HeaderValue::from_str(&other.to_string()),
    };
    Some((HeaderName::from_bytes(name.as_bytes()).ok()?, value.ok()?))
}
