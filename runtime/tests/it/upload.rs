//! Large content in pieces.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use msgraph_core::{Client, Error, Method, NoContent, Seekable, UploadSession, Value};
use serde_json::json as value;

use crate::server::{Reply, Seen, Server, hangup, json, reply};

/// What a storage service keeps of an upload.
#[derive(Default)]
struct Store {
    got: u64,
    pieces: Vec<(u64, u64)>,
}

impl Store {
    /// Takes a piece that goes on where the last one ended, and refuses any other.
    fn take(&mut self, seen: &Seen) -> Reply {
        if seen.method == "GET" {
            return json(value!({"nextExpectedRanges": [format!("{}-", self.got)]}));
        }
        let range = seen.header("content-range").expect("a range").strip_prefix("bytes ").expect("bytes");
        let (range, total) = range.split_once('/').expect("a total");
        let (from, to) = range.split_once('-').expect("a range");
        let (from, to, total): (u64, u64, u64) = (
            from.parse().expect("a number"),
            to.parse().expect("a number"),
            total.parse().expect("a number"),
        );
        assert_eq!(seen.body.len() as u64, to - from + 1);
        if from != self.got {
            return reply(416);
        }
        self.pieces.push((from, to));
        self.got = to + 1;
        if self.got == total {
            return reply(201).json(value!({"id": "item", "size": total}));
        }
        reply(202).json(value!({"nextExpectedRanges": [format!("{}-", self.got)]}))
    }
}

fn session(server: &Server) -> UploadSession {
    let answer = value!({"uploadUrl": format!("{}/up?sig=secret", server.url), "expirationDateTime": "2030-01-01T00:00:00Z", "nextExpectedRanges": ["0-"]});
    serde_json::from_value(answer).expect("a session")
}

const UNIT: usize = 320 * 1024;

#[tokio::test]
async fn a_hundred_megabytes_survive_failures_in_the_middle() {
    let store = Arc::new(Mutex::new(Store::default()));
    let inner = store.clone();
    let puts = Mutex::new(0);
    let server = Server::start(move |seen| {
        let mut store = inner.lock().expect("the store");
        let mut puts = puts.lock().expect("the count");
        *puts += u32::from(seen.method == "PUT");
        match *puts {
            // Not accepted, for a while.
            3 => reply(503),
            // Broken before the service saw it.
            5 if seen.method == "PUT" => hangup(),
            // Accepted, but the answer is lost: the same piece again is one too many.
            8 if seen.method == "PUT" => {
                store.take(seen);
                hangup()
            }
            11 if seen.method == "PUT" => reply(500),
            _ => store.take(seen),
        }
    });
    let server = server.await;
    let content = Bytes::from(vec![7; 100 * 1024 * 1024]);
    let progress = Arc::new(Mutex::new(Vec::new()));
    let log = progress.clone();
    let upload = server.client().upload(session(&server), content).piece_size(32 * UNIT);
    let upload = upload.on_progress(move |sent, total| log.lock().expect("the log").push((sent, total)));
    let item = upload.send::<Value>().await.expect("an item");
    assert_eq!((item.status.as_u16(), &item.value["size"]), (201, &Value::from(104_857_600)));
    let pieces = store.lock().expect("the store").pieces.clone();
    assert_eq!(pieces.len(), 10);
    assert!(
        pieces.iter().all(|(from, to)| from.is_multiple_of(UNIT as u64) && (to - from) < 32 * UNIT as u64)
    );
    assert_eq!(progress.lock().expect("the log").last(), Some(&(104_857_600, 104_857_600)));
    assert!(server.seen().iter().all(|seen| seen.token().is_none()), "the URL is pre-authenticated");
}

#[tokio::test]
async fn a_session_goes_on_in_another_process() {
    let store = Arc::new(Mutex::new(Store { got: 2 * UNIT as u64, pieces: Vec::new() }));
    let inner = store.clone();
    let server = Server::start(move |seen| inner.lock().expect("the store").take(seen)).await;
    let content = Bytes::from(vec![1; 3 * UNIT]);
    let written = serde_json::to_string(&session(&server)).expect("text");
    let read: UploadSession = serde_json::from_str(&written).expect("a session");
    let resumed = UploadSession::resume(read.upload_url);
    server.client().upload(resumed, content).piece_size(1).send::<Value>().await.expect("an item");
    assert_eq!(store.lock().expect("the store").pieces, [(2 * UNIT as u64, 3 * UNIT as u64 - 1)]);
}

#[tokio::test]
async fn files_are_read_as_they_are_sent() {
    let store = Arc::new(Mutex::new(Store::default()));
    let inner = store.clone();
    let server = Server::start(move |seen| inner.lock().expect("the store").take(seen)).await;
    let content = std::io::Cursor::new((0..UNIT * 2 + 5).map(|i| i as u8).collect::<Vec<_>>());
    let source = Seekable::new(content.clone()).await.expect("a source");
    server
        .client()
        .upload(session(&server), source)
        .piece_size(UNIT)
        .send::<NoContent>()
        .await
        .expect("sent");
    let sent: Vec<u8> = server.seen().iter().flat_map(|seen| seen.body.to_vec()).collect();
    assert!(sent == *content.get_ref(), "the bytes differ");
}

#[tokio::test]
async fn a_session_that_is_gone_is_told() {
    let server = Server::start(|_| reply(404).json(value!({"error": {"code": "itemNotFound"}}))).await;
    let upload = server.client().upload(session(&server), Bytes::from_static(b"x"));
    assert_eq!(upload.send::<Value>().await.expect_err("gone").code(), Some("itemNotFound"));
    server.only();
}

#[tokio::test]
async fn a_service_that_never_moves_on_does_not_hold_us() {
    let server = Server::start(|_| reply(202).json(value!({"nextExpectedRanges": ["0-"]}))).await;
    let started = Instant::now();
    let upload = server.client().upload(session(&server), Bytes::from_static(b"xyz"));
    assert!(matches!(upload.send::<Value>().await, Err(Error::BadLink { .. })));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn empty_content_and_odd_sessions_are_told() {
    let server = Server::start(|_| json(Value::Null)).await;
    let client = server.client();
    let empty = client.upload(session(&server), Bytes::new()).send::<Value>().await;
    assert!(matches!(empty, Err(Error::Request { .. })));
    let odd = client.upload(UploadSession::resume("no URL"), Bytes::from_static(b"x")).send::<Value>().await;
    assert!(matches!(odd, Err(Error::BadLink { .. })));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn content_does_not_leave_tls() {
    let client: Client = Client::builder().credential("t").build().expect("a client");
    let session = UploadSession::resume("http://store.example/up");
    let upload = client.upload(session, Bytes::from_static(b"x")).send::<Value>();
    assert!(matches!(upload.await, Err(Error::BadLink { .. })));
    let job = msgraph_core::Job::resume(&client, "http://store.example/monitor");
    assert!(matches!(job, Err(Error::BadLink { .. })));
}

#[tokio::test]
async fn a_session_is_an_answer_and_can_be_given_up() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "POST" => json(value!({"uploadUrl": format!("http://{}/up", seen.header("host").expect("a host"))})),
        _ => reply(204),
    });
    let server = server.await;
    let client: Client = server.client();
    let request = client.request::<Value>(Method::Post, "/v1.0/me/drive/root:/a:/createUploadSession");
    request.open_upload().await.expect("a session").cancel(&client).await.expect("given up");
    let seen = server.seen().pop().expect("a request");
    assert_eq!((seen.method.as_str(), seen.target.as_str(), seen.token()), ("DELETE", "/up", None));
}
