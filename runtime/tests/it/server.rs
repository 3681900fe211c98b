//! A small HTTP server that does what a test says, well-behaved or not.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use msgraph_core::{Client, ClientBuilder, RetryPolicy};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::time::{Instant, Sleep, sleep};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use crate::TOKEN;

/// A server on a port of its own. It stops with the test's runtime.
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    /// Path and query, exactly as they were in the request line.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) at: Instant,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a readable header"))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a JSON body")
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.header("authorization").map(|value| value.strip_prefix("Bearer ").expect("a bearer token"))
    }
}

/// What the server answers.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    None,
    /// Closes the connection in place of an answer.
    Hangup,
    /// Sends half of the body and closes the connection.
    HalfBody,
    /// Waits before the answer.
    Slow(Duration),
    /// Sends half of the body and then nothing.
    Stall,
}

pub(crate) fn reply(status: u16) -> Reply {
    let status = StatusCode::from_u16(status).expect("a status");
    Reply { status, headers: Vec::new(), body: Bytes::new(), fault: Fault::None }
}

pub(crate) fn json(value: Value) -> Reply {
    reply(200).json(value)
}

impl Reply {
    pub(crate) fn json(self, value: Value) -> Self {
        self.body(value.to_string()).header("content-type", "application/json")
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    pub(crate) fn slow(self, time: Duration) -> Self {
        Reply { fault: Fault::Slow(time), ..self }
    }

    pub(crate) fn half_body(self) -> Self {
        Reply { fault: Fault::HalfBody, ..self }
    }

    pub(crate) fn stalling(self) -> Self {
        Reply { fault: Fault::Stall, ..self }
    }
}

/// No answer: the connection is closed.
pub(crate) fn hangup() -> Reply {
    Reply { fault: Fault::Hangup, ..reply(500) }
}

impl Server {
    /// Starts a server that answers each request with what the function returns.
    pub(crate) async fn start(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen(answer, None).await
    }

    /// As [`start`](Self::start), over TLS, for the name `localhost`. Gives the certificate as well.
    pub(crate) async fn start_tls(
        answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> (Self, CertificateDer<'static>) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let certificate = made.cert.der().clone();
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let settings = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key.into())
            .expect("settings");
        let acceptor = TlsAcceptor::from(Arc::new(settings));
        (Self::listen(answer, Some(acceptor)).await, certificate)
    }

    async fn listen(
        answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
        tls: Option<TlsAcceptor>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let url = match tls {
            Some(_) => format!("https://localhost:{port}"),
            None => format!("http://127.0.0.1:{port}"),
        };
        let seen = Arc::new(Mutex::new(Vec::new()));
        let answer = Arc::new(answer);
        let log = seen.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                let (answer, log, tls) = (answer.clone(), log.clone(), tls.clone());
                let service = service_fn(move |request| handle(request, answer.clone(), log.clone()));
                let connection = hyper::server::conn::http1::Builder::new();
                // A test may break the connection on purpose, or refuse the certificate.
                tokio::spawn(async move {
                    let _ = match tls {
                        None => connection.serve_connection(TokioIo::new(stream), service).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => connection.serve_connection(TokioIo::new(stream), service).await,
                            Err(_) => Ok(()),
                        },
                    };
                });
            }
        });
        Server { url, seen }
    }

    /// Starts a server that gives these answers one after the other, and then 410.
    pub(crate) async fn script(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies = Mutex::new(replies.into_iter().collect::<Vec<_>>().into_iter());
        Self::start(move |_| replies.lock().expect("the script").next().unwrap_or(reply(410))).await
    }

    /// The requests that have arrived so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("the log").clone()
    }

    /// The only request that has arrived.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:#?}");
        seen.into_iter().next().expect("one request")
    }

    /// Settings for a client of this server that doesn't wait long.
    pub(crate) fn builder(&self) -> ClientBuilder<Client> {
        let soon = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(2));
        Client::builder().base_url(&self.url).credential(TOKEN).retry(soon)
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }
}

async fn handle(
    request: hyper::Request<Incoming>,
    answer: Arc<impl Fn(&Seen) -> Reply>,
    log: Arc<Mutex<Vec<Seen>>>,
) -> Result<hyper::Response<Content>, io::Error> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let seen = Seen {
        method: parts.method,
        target: parts.uri.to_string(),
        headers: parts.headers,
        body,
        at: Instant::now(),
    };
    let reply = answer(&seen);
    log.lock().expect("the log").push(seen);

    let (content, length) = match reply.fault {
        Fault::Hangup => return Err(io::Error::other("hanging up")),
        Fault::HalfBody => (
            Content::half(&reply.body, End::Break(Box::pin(sleep(Duration::from_millis(20))))),
            reply.body.len(),
        ),
        Fault::Stall => (Content::half(&reply.body, End::Never), reply.body.len()),
        Fault::Slow(time) => {
            tokio::time::sleep(time).await;
            (Content::whole(&reply.body), reply.body.len())
        }
        Fault::None => (Content::whole(&reply.body), reply.body.len()),
    };
    let mut response = hyper::Response::builder().status(reply.status);
    if !matches!(reply.status.as_u16(), 204 | 304) {
        response = response.header("content-length", length);
    }
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    Ok(response.body(content).expect("a response"))
}

struct Content {
    data: Option<Bytes>,
    end: End,
}

enum End {
    Proper,
    /// After a pause, in which the half is sent.
    Break(Pin<Box<Sleep>>),
    Never,
}

impl Content {
    fn whole(body: &Bytes) -> Self {
        Content { data: Some(body.clone()), end: End::Proper }
    }

    fn half(body: &Bytes, end: End) -> Self {
        Content { data: Some(body.slice(..body.len() / 2)), end }
    }
}

impl Body for Content {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let data = self.data.take().filter(|data| !data.is_empty());
        match (data, &mut self.end) {
            (Some(data), _) => Poll::Ready(Some(Ok(Frame::data(data)))),
            (None, End::Proper) => Poll::Ready(None),
            (None, End::Break(pause)) => {
                ready!(pause.as_mut().poll(cx));
                Poll::Ready(Some(Err(io::Error::other("breaking off"))))
            }
            (None, End::Never) => Poll::Pending,
        }
    }
}
