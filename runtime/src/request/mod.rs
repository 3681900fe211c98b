//! A request that is ready to be sent.

pub(crate) mod encode;
pub(crate) mod node;
pub(crate) mod query;
pub(crate) mod target;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use url::Url;

use self::query::{List, Query};
use self::target::Target;
use crate::answer::Response;
use crate::answer::download::Download;
use crate::answer::output::{Bytes, Output};
use crate::answer::raw::Raw;
use crate::body::Body;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::operation::Operation;
use crate::pipeline;
use crate::pipeline::credential::BoxFuture;

/// A request that is ready to be sent: `.await` sends it and gives an `R`.
///
/// Nothing is borrowed: a request can be kept, moved to another task, and dropped to cancel it. What
/// is wrong with a setting is reported when the request is sent.
///
/// ```no_run
/// # async fn example(client: msgraph_core::Client) -> msgraph_core::Result<()> {
/// # use msgraph_core::{Method, Page, Request, Value};
/// # let messages = || client.request::<Page<Value>>(Method::Get, "/v1.0/me/messages");
/// let unread: Page<Value> = messages().filter("isRead eq false").select(["id", "subject"]).top(50).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<R> {
    pub(crate) parts: Box<Parts>,
    output: PhantomData<fn() -> R>,
}

/// A request without the type of its result, so that all requests share one pipeline.
pub(crate) struct Parts {
    pub(crate) client: Client,
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) method: Method,
    pub(crate) target: Target,
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// The first thing found wrong while the request was built.
    pub(crate) fault: Option<Error>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) repeatable: bool,
}

impl Parts {
    pub(crate) fn new(client: Client, method: Method, target: Target) -> Self {
        Parts {
            client,
            operation: None,
            method,
            target,
            query: Query::default(),
            headers: HeaderMap::new(),
            body: Body::empty(),
            fault: None,
            timeout: None,
            repeatable: false,
        }
    }

    pub(crate) fn fail(&mut self, fault: Error) {
        self.fault.get_or_insert(fault);
    }

    pub(crate) fn set_body(&mut self, body: Result<Body>, content_type: Option<&str>) {
        match body {
            Ok(body) => self.body = body,
            Err(error) => self.fail(error),
        }
        if let Some(content_type) = content_type {
            self.set_header(header::CONTENT_TYPE, content_type);
        }
    }

    fn set_header(&mut self, name: HeaderName, value: &str) {
        match HeaderValue::from_str(value) {
            Ok(mut value) => {
                value.set_sensitive(name == header::AUTHORIZATION);
                self.headers.insert(name, value);
            }
            Err(_) => self.fail(Error::request(format!(
                "the value of the header {name} has characters that none can hold"
            ))),
        }
    }

    fn prefer(&mut self, wish: &str) {
        const PREFER: HeaderName = HeaderName::from_static("prefer");
        let before = self.headers.get(PREFER).and_then(|before| before.to_str().ok());
        let joined = before.map(|before| format!("{before}, {wish}"));
        self.set_header(PREFER, joined.as_deref().unwrap_or(wish));
    }
}

impl<R> Request<R> {
    pub(crate) fn new(client: Client, method: Method, path: String) -> Self {
        Parts::new(client, method, Target::Path(path)).into()
    }

    pub(crate) fn to(client: Client, method: Method, url: Url) -> Self {
        Parts::new(client, method, Target::Url(url)).into()
    }

    /// What the documentation says about the request: its permissions, pages and query options.
    /// `None` for a request that no generated method made.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.parts.operation
    }

    /// `$select`: the properties to return.
    pub fn select(self, properties: impl List) -> Self {
        self.list("$select", properties)
    }

    /// `$expand`: the relationships to return along with each object; [`Expand`](crate::Expand) gives
    /// one query options of its own.
    pub fn expand(self, relationships: impl List) -> Self {
        self.list("$expand", relationships)
    }

    /// `$orderby`: the properties to sort by, each with ` desc` behind it for descending order.
    pub fn orderby(self, properties: impl List) -> Self {
        self.list("$orderby", properties)
    }

    /// `$filter`: the condition that the objects must meet, in OData's language. Write a text inside
    /// it with [`Literal::text`](crate::Literal::text), which doubles its quotes. An empty one fails the request with [`Error::Request`],
    /// before it is sent.
    ///
    /// What `ne`, `not`, `endsWith` and sorting need on directory objects, `ConsistencyLevel: eventual` and `$count=true`, is added unless
    /// you set it.
    pub fn filter(self, condition: impl Into<String>) -> Self {
        self.query("$filter", condition)
    }

    /// `$search`: what to search for, in the double quotes that Graph wants, such as
    /// `"displayName:Ann"`. On directory objects `ConsistencyLevel: eventual` is added unless you set it. An empty one fails the request
    /// with [`Error::Request`], before it is sent.
    pub fn search(self, text: impl Into<String>) -> Self {
        self.query("$search", text)
    }

    /// `$top`: how many objects to return, which for a list is the size of a page. None at all fails the request with
    /// [`Error::Request`], before it is sent.
    pub fn top(self, count: u32) -> Self {
        self.query("$top", count.to_string())
    }

    /// `$skip`: how many objects to leave out at the beginning.
    pub fn skip(self, count: u32) -> Self {
        self.query("$skip", count.to_string())
    }

    /// `$count`: whether to return the number of all objects that match. On directory objects `ConsistencyLevel: eventual` is added unless
    /// you set it.
    pub fn count(self, wanted: bool) -> Self {
        self.query("$count", wanted.to_string())
    }

    /// `$skiptoken`: where a collection goes on, as a service gave it. [`Client::resume`] takes whole links.
    pub fn skip_token(self, token: impl Into<String>) -> Self {
        self.query("$skiptoken", token)
    }

    /// `$deltatoken`: what has changed since then, as a service gave it; `latest` asks for the token alone. [`Client::resume`] takes
    /// whole links.
    pub fn delta_token(self, token: impl Into<String>) -> Self {
        self.query("$deltatoken", token)
    }

    /// `$format`: the media type of the answer.
    pub fn format(self, media_type: impl Into<String>) -> Self {
        self.query("$format", media_type)
    }

    /// Sets any other query parameter. Name and value are percent-encoded here.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        match query::fault(&name, &value) {
            Some(fault) => self.parts.fail(Error::request(fault)),
            None => self.parts.query.set(name, value),
        }
        self
    }

    fn list(mut self, name: &'static str, items: impl List) -> Self {
        if let Some(fault) = items.fault() {
            self.parts.fail(Error::request(fault));
        }
        self.parts.query.extend(name, items);
        self
    }

    /// Sets a header in place of an earlier value. One that can't travel, for instance because it
    /// has a line break, fails the request with [`Error::Request`].
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match HeaderName::from_bytes(name.as_bytes()) {
            Ok(name) => self.parts.set_header(name, value),
            Err(_) => self.parts.fail(Error::request("a header's name has characters that none can hold")),
        }
        self
    }

    /// `If-Match`: acts only on this version of the object; see [`Response::etag`].
    pub fn if_match(mut self, etag: &str) -> Self {
        self.parts.set_header(header::IF_MATCH, etag);
        self
    }

    /// `If-None-Match`: acts only if the object has changed since this version. If it hasn't, the
    /// request fails with status 304.
    pub fn if_none_match(mut self, etag: &str) -> Self {
        self.parts.set_header(header::IF_NONE_MATCH, etag);
        self
    }

    /// `Prefer`: a wish such as `outlook.timezone="UTC"`. Several wishes are joined.
    pub fn prefer(mut self, wish: &str) -> Self {
        self.parts.prefer(wish);
        self
    }

    /// `ConsistencyLevel`: `eventual` is what advanced queries on directory objects need. They get it by themselves; what is set here is
    /// sent as it is.
    pub fn consistency_level(mut self, level: &str) -> Self {
        self.parts.set_header(HeaderName::from_static("consistencylevel"), level);
        self
    }

    /// `Accept`: the media type to ask for, in place of the one that the result is read from.
    pub fn accept(mut self, media_type: &str) -> Self {
        self.parts.set_header(header::ACCEPT, media_type);
        self
    }

    /// `Accept-Language`: the language of texts in the answer.
    pub fn accept_language(mut self, language: &str) -> Self {
        self.parts.set_header(header::ACCEPT_LANGUAGE, language);
        self
    }

    /// `Content-Language`: the language of texts in the body.
    pub fn content_language(mut self, language: &str) -> Self {
        self.parts.set_header(header::CONTENT_LANGUAGE, language);
        self
    }

    /// `Workbook-Session-Id`: the session of a workbook that the request belongs to.
    pub fn workbook_session_id(mut self, id: &str) -> Self {
        self.parts.set_header(HeaderName::from_static("workbook-session-id"), id);
        self
    }

    /// How long the call may take in all, with retries and waiting.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.parts.timeout = Some(time);
        self
    }

    /// Declares that sending the request twice has the effect of sending it once, so that a POST is
    /// sent again as well when its fate is unknown.
    pub fn repeatable(mut self) -> Self {
        self.parts.repeatable = true;
        self
    }

    /// Sends the bytes of this body in place of the request's own.
    pub fn body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        self.parts.set_body(Ok(body.into()), Some(content_type));
        self
    }

    /// Sends this value as JSON in place of the request's own body.
    pub fn json<B: serde::Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.parts.set_body(Body::json(body), Some("application/json"));
        self
    }
}

impl<R> From<Parts> for Request<R> {
    fn from(parts: Parts) -> Self {
        Request { parts: Box::new(parts), output: PhantomData }
    }
}

impl<R> Request<R> {
    /// Reads the answer as something else than the documentation says: a type of your own, what was selected, or
    /// [`NoContent`](crate::NoContent) where `Prefer: return=minimal` leaves nothing to read.
    ///
    /// ```no_run
    /// # async fn example(client: msgraph_core::Client) -> msgraph_core::Result<()> {
    /// # use msgraph_core::{Method, NoContent, Value};
    /// # let create = client.request::<Value>(Method::Post, "/v1.0/users").json(&Value::Null);
    /// create.prefer("return=minimal").read_as::<NoContent>().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn read_as<T: Output>(self) -> Request<T> {
        Request { parts: self.parts, output: PhantomData }
    }
}

impl<R: Output> Request<R> {
    /// Sends the request and gives its status and headers as well.
    ///
    /// # Errors
    ///
    /// Fails as awaiting the request does; see [`Error`].
    pub async fn send_full(self) -> Result<Response<R>> {
        Response::read(self.start().await?)
    }

    /// The answer before it is read. The future is boxed, so the pipeline is compiled once and not
    /// for each result.
    pub(crate) fn start(mut self) -> BoxFuture<'static, Result<Raw>> {
        self.ask_for_output();
        Box::pin(pipeline::send(*self.parts))
    }

    pub(crate) fn ask_for_output(&mut self) {
        self.parts.headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static(R::ACCEPT));
    }
}

impl Request<Bytes> {
    /// Sends the request and gives the content piece by piece, as it arrives.
    ///
    /// # Errors
    ///
    /// Fails as awaiting the request does; see [`Error`].
    pub async fn download(mut self) -> Result<Download> {
        self.ask_for_output();
        let limit = self.parts.client.inner().attempt_timeout;
        Box::pin(pipeline::open(*self.parts)).await.map(|answer| Download::new(answer, limit))
    }
}

impl<R: Output> IntoFuture for Request<R> {
    type Output = Result<R>;
    type IntoFuture = Sending<R>;

    fn into_future(self) -> Sending<R> {
        Sending { answer: self.start(), output: PhantomData }
    }
}

impl<R> fmt::Debug for Request<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Request");
        debug.field("method", &self.parts.method);
        match self.parts.operation {
            Some(operation) => debug.field("template", &operation.template),
            None => &mut debug,
        };
        debug.field("body", &self.parts.body).finish_non_exhaustive()
    }
}

/// A request on its way. Dropping it cancels the request.
#[must_use = "a future does nothing until it is awaited"]
pub struct Sending<R> {
    answer: BoxFuture<'static, Result<Raw>>,
    output: PhantomData<fn() -> R>,
}

impl<R: Output> Future for Sending<R> {
    type Output = Result<R>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<R>> {
        let answer = ready!(self.answer.as_mut().poll(cx))?;
        Poll::Ready(R::read(&answer))
    }
}

impl<R> fmt::Debug for Sending<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}
