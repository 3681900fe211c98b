//! A part of a collection, and the streams that fetch one part after the other.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, Method, header};
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use url::Url;

use super::output::{Output, from_json, has_nothing_to_read};
use super::raw::Raw;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::operation::Operation;
use crate::pipeline;
use crate::pipeline::credential::BoxFuture;
use crate::request::Request;

/// A part of a collection.
///
/// `Debug` shows which links there are and not where they lead: they hold queries, and tokens of the service.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The objects.
    pub value: Vec<T>,
    /// Where the collection goes on, unless this is its end.
    pub next_link: Option<String>,
    /// Where to ask later what has changed, at the end of a round of a delta query.
    pub delta_link: Option<String>,
    /// How many objects there are in all, if the request asked with `$count`.
    pub count: Option<u64>,
    /// What else stood beside the objects, such as `@odata.context`, under the names that travel.
    pub additional: Map<String, Value>,
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |link: &Option<String>| link.as_ref().map(|_| format_args!("…"));
        f.debug_struct("Page")
            .field("value", &self.value)
            .field("next_link", &hidden(&self.next_link))
            .field("delta_link", &hidden(&self.delta_link))
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}

const NEXT_LINK: &str = "@odata.nextLink";
const DELTA_LINK: &str = "@odata.deltaLink";
const COUNT: &str = "@odata.count";

impl<T: DeserializeOwned + Send + 'static> Output for Page<T> {
    const ACCEPT: &'static str = "application/json";

    fn read(answer: &Raw) -> Result<Self> {
        let Envelope { value, mut beside } = match has_nothing_to_read(answer) {
            true => Envelope { value: Vec::new(), beside: Map::new() },
            false => from_json(answer)?,
        };
        Ok(Page {
            value,
            next_link: take(&mut beside, NEXT_LINK),
            delta_link: take(&mut beside, DELTA_LINK),
            count: take_count(&mut beside),
            additional: beside,
        })
    }
}

/// Takes what fits out of the rest.
fn take<V: DeserializeOwned>(beside: &mut Map<String, Value>, name: &str) -> Option<V> {
    let value = V::deserialize(beside.get(name)?).ok()?;
    beside.remove(name);
    Some(value)
}

/// The count, which is a text where 64-bit numbers travel as such.
fn take_count(beside: &mut Map<String, Value>) -> Option<u64> {
    let text = beside.get(COUNT).and_then(Value::as_str).and_then(|text| text.parse().ok());
    if text.is_some() {
        beside.remove(COUNT);
    }
    text.or_else(|| take(beside, COUNT))
}

/// The JSON of a page: the objects, and everything beside them.
struct Envelope<T> {
    value: Vec<T>,
    beside: Map<String, Value>,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Envelope<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(Reader(PhantomData))
    }
}

struct Reader<T>(PhantomData<fn() -> T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for Reader<T> {
    type Value = Envelope<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a list in `value`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Envelope<T>, A::Error> {
        let mut value = None;
        let mut beside = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == "value" {
                value = Some(map.next_value()?);
            } else {
                beside.insert(name, map.next_value()?);
            }
        }
        let value = value.ok_or_else(|| A::Error::missing_field("value"))?;
        Ok(Envelope { value, beside })
    }
}

/// The page as the service sends it.
impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, json) in &self.additional {
            map.serialize_entry(name, json)?;
        }
        let links = [(NEXT_LINK, &self.next_link), (DELTA_LINK, &self.delta_link)];
        for (name, link) in links.into_iter().filter_map(|(name, link)| Some((name, link.as_ref()?))) {
            map.serialize_entry(name, link)?;
        }
        if let Some(count) = self.count {
            map.serialize_entry(COUNT, &count)?;
        }
        map.serialize_entry("value", &self.value)?;
        map.end()
    }
}

impl<T: DeserializeOwned + Send + 'static> Request<Page<T>> {
    /// All objects of the collection. The next page is fetched when the last one has been read, so
    /// one page is in memory at a time, however large the collection.
    ///
    /// ```no_run
    /// # async fn example(request: msgraph_core::Request<msgraph_core::Page<msgraph_core::Value>>) -> msgraph_core::Result<()> {
    /// let mut messages = request.top(50).stream();
    /// while let Some(message) = messages.next().await {
    ///     println!("{}", message?["subject"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The stream of a delta query ends with a link to the next round:
    ///
    /// ```no_run
    /// # async fn example(client: msgraph_core::Client, request: msgraph_core::Request<msgraph_core::Page<msgraph_core::Value>>) -> msgraph_core::Result<()> {
    /// # use msgraph_core::Value;
    /// let mut changes = request.stream();
    /// while let Some(change) = changes.next().await {
    ///     println!("{}", change?);
    /// }
    /// let link = changes.delta_link().expect("a round ends with a link").to_owned();
    /// // Later, perhaps in another process:
    /// let more = client.resume::<Value>(&link)?.stream();
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(self) -> Items<T> {
        Items { pages: self.pages(), page: Vec::new().into_iter(), delta_link: None }
    }

    /// The pages of the collection, one after the other.
    pub fn pages(mut self) -> Pages<T> {
        // A link doesn't always repeat the query which shows that the later requests need the header.
        pipeline::complete(&mut self.parts);
        Pages {
            onward: Onward::after(&self),
            next_link: None,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            state: State::Ready(self),
        }
    }
}

impl Client {
    /// A request that goes on where another stopped: at a `next_link` or `delta_link` that was kept.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::ForeignLink`] when the link leads to another host than the client's, and
    /// with [`Error::BadLink`] when it is no URL.
    pub fn resume<T>(&self, link: &str) -> Result<Request<Page<T>>> {
        Ok(Request::to(self.clone(), Method::GET, self.own_link(link)?))
    }

    /// The URL of a link that must lead to the client's own host.
    fn own_link(&self, link: &str) -> Result<Url> {
        let url = self.service().base.join(link).map_err(|_| Error::BadLink { reason: "it is no URL" })?;
        if !self.service().is_own_host(&url) {
            return Err(Error::ForeignLink { host: url.host_str().unwrap_or_default().to_owned() });
        }
        Ok(url)
    }
}

/// The objects of a collection, as a stream; see [`Request::stream`].
#[must_use = "a stream does nothing until it is read"]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
    delta_link: Option<String>,
}

impl<T: DeserializeOwned + Send + 'static> Items<T> {
    /// The next object, or `None` at the end or after an error.
    pub async fn next(&mut self) -> Option<Result<T>> {
        std::future::poll_fn(|cx| self.poll_next_item(cx)).await
    }

    /// All objects that are left.
    ///
    /// # Errors
    ///
    /// Fails at the first page that can't be fetched; what was fetched before is lost.
    pub async fn try_collect(mut self) -> Result<Vec<T>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    fn poll_next_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_next_page(cx)) {
                Some(Ok(page)) => {
                    self.delta_link = page.delta_link;
                    self.page = page.value.into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Items<T> {
    /// The link to the page after the one being read, for [`Client::resume`]. After an error it is
    /// the page that could not be fetched; `None` if that was the first one.
    pub fn next_link(&self) -> Option<&str> {
        self.pages.next_link()
    }

    /// The link to the next round of a delta query, once the stream has ended.
    pub fn delta_link(&self) -> Option<&str> {
        self.delta_link.as_deref()
    }
}

// No object is ever pinned.
impl<T> Unpin for Items<T> {}

impl<T: DeserializeOwned + Send + 'static> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        self.poll_next_item(cx)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("left_on_page", &self.page.len()).finish_non_exhaustive()
    }
}

/// The pages of a collection, as a stream; see [`Request::pages`].
#[must_use = "a stream does nothing until it is read"]
pub struct Pages<T> {
    onward: Onward,
    next_link: Option<String>,
    /// Hashes of all links so far: a circle of pages must not be read for ever.
    seen: HashSet<u64>,
    hasher: RandomState,
    state: State<T>,
}

enum State<T> {
    Ready(Request<Page<T>>),
    Waiting(BoxFuture<'static, Result<Raw>>),
    Done,
}

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    /// The next page, or `None` at the end or after an error.
    pub async fn next(&mut self) -> Option<Result<Page<T>>> {
        std::future::poll_fn(|cx| self.poll_next_page(cx)).await
    }

    fn poll_next_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<T>>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Ready(request) => self.state = State::Waiting(request.start()),
                State::Waiting(mut answer) => match answer.as_mut().poll(cx) {
                    Poll::Ready(answer) => return Poll::Ready(Some(self.turn(answer))),
                    Poll::Pending => {
                        self.state = State::Waiting(answer);
                        return Poll::Pending;
                    }
                },
                State::Done => return Poll::Ready(None),
            }
        }
    }

    /// Reads a page and prepares the request for the one after it.
    fn turn(&mut self, answer: Result<Raw>) -> Result<Page<T>> {
        let page = Page::read(&answer?)?;
        self.next_link.clone_from(&page.next_link);
        if let Some(link) = &page.next_link {
            let mut request = self.onward.request(link);
            if !self.seen.insert(self.hasher.hash_one(link)) {
                request.parts.fail(Error::BadLink { reason: "the next page is one that was read before" });
            }
            self.state = State::Ready(request);
        }
        Ok(page)
    }
}

impl<T> Pages<T> {
    /// The link to the page that comes next, for [`Client::resume`]. After an error it is the page
    /// that could not be fetched; `None` if that was the first one.
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }
}

impl<T: DeserializeOwned + Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Page<T>>>> {
        self.poll_next_page(cx)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// What the requests for further pages have in common with the first: a link holds the query, but
/// not headers such as `ConsistencyLevel` and `Prefer`, without which the service answers otherwise.
struct Onward {
    client: Client,
    operation: Option<&'static Operation>,
    headers: HeaderMap,
    timeout: Option<std::time::Duration>,
}

impl Onward {
    fn after<T>(first: &Request<Page<T>>) -> Self {
        let mut headers = first.parts.headers.clone();
        for of_the_first_only in [header::IF_MATCH, header::IF_NONE_MATCH, header::CONTENT_TYPE] {
            headers.remove(of_the_first_only);
        }
        Onward {
            client: first.parts.client.clone(),
            operation: first.parts.operation,
            headers,
            timeout: first.parts.timeout,
        }
    }

    /// The request for another page. A link that must not be followed fails it, so that the page
    /// with the link is still read.
    fn request<T>(&self, link: &str) -> Request<Page<T>> {
        let mut request = self.client.resume(link).unwrap_or_else(|error| {
            let mut request = Request::new(self.client.clone(), Method::GET, String::new());
            request.parts.fail(error);
            request
        });
        request.parts.operation = self.operation;
        request.parts.headers = self.headers.clone();
        request.parts.timeout = self.timeout;
        request
    }
}
