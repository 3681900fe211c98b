//! Large content in pieces, to services of each protocol.

use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use msgraph_core::{Client, Error, Method, NoContent, RetryPolicy, Seekable, UploadSession, Value};
use serde_json::json as value;

use crate::TOKEN;
use crate::server::{Reply, Seen, Server, hangup, json, reply};

const UNIT: usize = 320 * 1024;

/// How a service answers pieces.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Protocol {
    /// 202 with `nextExpectedRanges`, then 201 with the item.
    Drive,
    /// As a drive, but 200 while parts are missing, then 200 with the item.
    AlwaysOk,
    /// A drive with `deferCommit`: 202 with an empty list at the end.
    Deferred,
    /// 200 with `NextExpectedRanges` and a bare number, then 201 with a `Location` and no body.
    Attachment,
    /// 200 and 204 without any word; what is missing is reported when it is asked.
    Silent,
    /// 200 and no body for the last piece, and the item when it is asked.
    ItemWhenAsked,
}

const PROTOCOLS: [Protocol; 6] = [
    Protocol::Drive,
    Protocol::AlwaysOk,
    Protocol::Deferred,
    Protocol::Attachment,
    Protocol::Silent,
    Protocol::ItemWhenAsked,
];

/// What a service keeps of an upload.
struct Store {
    protocol: Protocol,
    content: Vec<u8>,
    total: Option<usize>,
}

impl Store {
    fn new(protocol: Protocol) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Store { protocol, content: Vec::new(), total: None }))
    }

    /// Takes a piece that goes on where the last one ended, and refuses any other.
    fn take(&mut self, seen: &Seen) -> Reply {
        match seen.method.as_str() {
            "GET" => self.status(),
            "PUT" => self.put(seen),
            method => panic!("no session is asked to {method}"),
        }
    }

    fn status(&self) -> Reply {
        let complete = self.total == Some(self.content.len());
        match self.protocol {
            Protocol::ItemWhenAsked if complete => json(value!({"id": "item", "size": self.content.len()})),
            _ if complete => json(value!({"nextExpectedRanges": []})),
            _ => json(value!({"nextExpectedRanges": [format!("{}-", self.content.len())]})),
        }
    }

    fn put(&mut self, seen: &Seen) -> Reply {
        let range = seen.header("content-range").expect("a range").strip_prefix("bytes ").expect("bytes");
        let (range, total) = range.split_once('/').expect("a total");
        let (first, last) = range.split_once('-').expect("a range");
        let [first, last, total] = [first, last, total].map(|text| text.parse::<usize>().expect("a number"));
        assert_eq!(seen.body.len(), last - first + 1);
        assert!(self.total.is_none_or(|before| before == total), "the length changes");
        self.total = Some(total);
        if first != self.content.len() {
            return reply(416);
        }
        self.content.extend_from_slice(&seen.body);
        self.answer(self.content.len(), total)
    }

    fn answer(&self, got: usize, total: usize) -> Reply {
        let complete = got == total;
        let item = value!({"id": "item", "size": total});
        match self.protocol {
            Protocol::Drive if complete => reply(201).json(item),
            Protocol::AlwaysOk if complete => json(item),
            Protocol::Deferred if complete => reply(202).json(value!({"nextExpectedRanges": []})),
            Protocol::Drive | Protocol::Deferred => {
                reply(202).json(value!({"nextExpectedRanges": [format!("{got}-")]}))
            }
            Protocol::AlwaysOk => json(value!({"nextExpectedRanges": [format!("{got}-{}", total - 1)]})),
            Protocol::Attachment if complete => {
                reply(201).header("location", "https://outlook.example/Attachments('1')")
            }
            Protocol::Attachment => json(value!({"NextExpectedRanges": [got.to_string()]})),
            Protocol::Silent | Protocol::ItemWhenAsked => {
                reply(if got.is_multiple_of(2) { 200 } else { 204 })
            }
        }
    }
}

/// A store behind a server, some of whose answers are others'.
async fn serve(
    store: &Arc<Mutex<Store>>,
    disturb: impl Fn(usize, &Seen, &mut Store) -> Option<Reply> + Send + Sync + 'static,
) -> Server {
    let (store, puts) = (store.clone(), AtomicUsize::new(0));
    Server::start(move |seen| {
        let mut store = store.lock().expect("the store");
        let put = match seen.method == "PUT" {
            true => puts.fetch_add(1, Ordering::SeqCst) + 1,
            false => 0,
        };
        disturb(put, seen, &mut store).unwrap_or_else(|| store.take(seen))
    })
    .await
}

fn session_at(url: String) -> UploadSession {
    let answer = value!({"uploadUrl": url, "expirationDateTime": "2030-01-01T00:00:00Z", "nextExpectedRanges": ["0-"]});
    serde_json::from_value(answer).expect("a session")
}

fn session(server: &Server) -> UploadSession {
    session_at(format!("{}/up?sig=secret", server.url))
}

/// A client of Graph, whose host is another than that of the uploads.
async fn client() -> Client {
    let graph = Server::start(|seen| panic!("Graph is asked for {}", seen.target)).await;
    graph.client()
}

/// Bytes of which no piece is like another.
fn content(length: usize) -> Bytes {
    let mut state = 7_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(length).collect::<Vec<_>>().into()
}

#[tokio::test]
async fn every_protocol_gets_every_byte() {
    for protocol in PROTOCOLS {
        for length in [1, UNIT - 1, UNIT, 3 * UNIT - 7, 3 * UNIT] {
            let store = Store::new(protocol);
            let server = serve(&store, |_, _, _| None).await;
            let upload = client().await.upload(session(&server), content(length)).piece_size(UNIT);
            upload.send::<Value>().await.unwrap_or_else(|error| panic!("{protocol:?}, {length}: {error}"));
            assert!(store.lock().expect("the store").content == content(length), "{protocol:?}, {length}");
            assert!(server.seen().iter().all(|seen| seen.token().is_none()), "the URL is pre-authenticated");
        }
    }
}

/// Each piece fails once, in another way: not accepted for a while, broken before the service saw it, accepted with the answer lost,
/// refused as one that the service has.
#[tokio::test]
async fn every_protocol_gets_every_byte_when_pieces_fail() {
    for protocol in PROTOCOLS {
        let store = Store::new(protocol);
        let server = serve(&store, |put, seen, store| match put {
            1 | 9 => Some(reply(503)),
            3 => Some(hangup()),
            5 => {
                store.take(seen);
                Some(hangup())
            }
            7 => Some(reply(500)),
            11 => Some(reply(416)),
            13 => Some(json(value!({"nextExpectedRanges": ["0-"]})).half_body()),
            _ => None,
        });
        let server = server.await;
        let length = 8 * UNIT + 11;
        let upload = client().await.upload(session(&server), content(length)).piece_size(UNIT);
        upload.send::<Value>().await.unwrap_or_else(|error| panic!("{protocol:?}: {error}"));
        assert!(store.lock().expect("the store").content == content(length), "{protocol:?}");
    }
}

/// The answer to the very last piece is lost. A service that still says what is missing says that nothing is.
#[tokio::test]
async fn a_lost_last_answer_is_made_up_for() {
    for protocol in PROTOCOLS {
        let store = Store::new(protocol);
        let server = serve(&store, |put, seen, store| {
            (put == 2).then(|| {
                store.take(seen);
                hangup()
            })
        });
        let server = server.await;
        let upload = client().await.upload(session(&server), content(UNIT + 5)).piece_size(UNIT);
        upload.send::<Value>().await.unwrap_or_else(|error| panic!("{protocol:?}: {error}"));
        assert!(store.lock().expect("the store").content == content(UNIT + 5), "{protocol:?}");
    }
}

#[tokio::test]
async fn a_hundred_megabytes_survive_failures_in_the_middle() {
    let store = Store::new(Protocol::Drive);
    let server = serve(&store, |put, seen, store| match put {
        3 => Some(reply(503)),
        5 => Some(hangup()),
        8 => {
            store.take(seen);
            Some(hangup())
        }
        11 => Some(reply(500)),
        _ => None,
    });
    let server = server.await;
    let progress = Arc::new(Mutex::new(Vec::new()));
    let log = progress.clone();
    let content = Bytes::from(vec![7; 100 * 1024 * 1024]);
    let upload = client().await.upload(session(&server), content).piece_size(32 * UNIT + 1);
    let upload = upload.on_progress(move |sent, total| log.lock().expect("the log").push((sent, total)));
    let item = upload.send::<Value>().await.expect("an item");
    assert_eq!((item.status.as_u16(), &item.value["size"]), (201, &Value::from(104_857_600)));
    assert_eq!(store.lock().expect("the store").content.len(), 104_857_600);
    let lengths: Vec<usize> = server.seen().iter().map(|seen| seen.body.len()).collect();
    assert_eq!(lengths.iter().max(), Some(&(32 * UNIT)));
    assert_eq!(progress.lock().expect("the log").last(), Some(&(104_857_600, 104_857_600)));
}

/// To Do's sessions are on Graph's own host: they take the token, and the pieces go to `/content` below them.
#[tokio::test]
async fn a_session_at_home_is_signed_and_takes_content() {
    let store = Store::new(Protocol::Attachment);
    let server = serve(&store, |put, _, _| (put == 2).then(|| reply(500))).await;
    let path = "/v1.0/users/1/todo/lists/2/tasks/3/attachmentSessions/4";
    let upload = server.client().upload(session_at(format!("{}{path}", server.url)), content(9_000_000));
    upload.send::<NoContent>().await.expect("sent");
    assert!(store.lock().expect("the store").content == content(9_000_000));
    for seen in server.seen() {
        assert_eq!(seen.token(), Some(TOKEN));
        let below = if seen.method == "PUT" { "/content" } else { "" };
        assert_eq!(seen.target, format!("{path}{below}"));
        assert!(seen.body.len() < 4_000_000, "{} bytes at once", seen.body.len());
    }
}

/// Outlook's sessions are elsewhere, pre-authenticated, and have their name with a key in it.
#[tokio::test]
async fn an_attachment_elsewhere_takes_pieces_as_they_come() {
    let store = Store::new(Protocol::Attachment);
    let server = serve(&store, |_, _, _| None).await;
    let path = "/api/v2.0/Users('1')/Messages('2')/AttachmentSessions('3')?authtoken=secret";
    let upload =
        client().await.upload(session_at(format!("{}{path}", server.url)), content(250)).piece_size(100);
    let response = upload.send::<NoContent>().await.expect("sent");
    assert_eq!(response.header("location"), Some("https://outlook.example/Attachments('1')"));
    assert!(store.lock().expect("the store").content == content(250));
    let seen = server.seen();
    assert_eq!(seen.iter().map(|seen| seen.body.len()).collect::<Vec<_>>(), [100, 100, 50]);
    assert!(seen.iter().all(|seen| seen.token().is_none() && seen.target == path));
}

#[tokio::test]
async fn pieces_fit_what_the_service_takes() {
    let store = Store::new(Protocol::Drive);
    let server = serve(&store, |_, _, _| None).await;
    let upload = client().await.upload(session(&server), content(70 * 1024 * 1024)).piece_size(usize::MAX);
    upload.send::<NoContent>().await.expect("sent");
    let longest = server.seen().iter().map(|seen| seen.body.len()).max().expect("a piece");
    assert!(longest < 60 * 1024 * 1024 && longest.is_multiple_of(UNIT), "{longest}");
}

/// A part in the middle is missing: it alone is sent, and what the service has is not sent again.
#[tokio::test]
async fn gaps_are_filled() {
    let server = Server::script([
        json(value!({"nextExpectedRanges": ["327680-655359", "983040-"]})),
        reply(202).json(value!({"nextExpectedRanges": ["983040-"]})),
        reply(201).json(value!({"id": "item"})),
    ]);
    let server = server.await;
    let session = UploadSession::resume(format!("{}/up", server.url));
    client().await.upload(session, content(3 * UNIT + 9)).send::<Value>().await.expect("an item");
    let ranges: Vec<_> =
        server.seen().iter().filter_map(|seen| seen.header("content-range").map(str::to_owned)).collect();
    assert_eq!(ranges, ["bytes 327680-655359/983049", "bytes 983040-983048/983049"]);
}

#[tokio::test]
async fn a_session_goes_on_in_another_process() {
    let store = Store::new(Protocol::Drive);
    store.lock().expect("the store").content = content(2 * UNIT).to_vec();
    let server = serve(&store, |_, _, _| None).await;
    let written = serde_json::to_string(&session(&server)).expect("JSON");
    let read: UploadSession = serde_json::from_str(&written).expect("a session");
    let session = UploadSession::resume(read.upload_url);
    client().await.upload(session, content(3 * UNIT)).send::<Value>().await.expect("an item");
    assert!(store.lock().expect("the store").content == content(3 * UNIT));
    assert_eq!(
        server.seen().iter().map(|seen| seen.body.len()).sum::<usize>(),
        UNIT,
        "the rest alone is sent"
    );
}

/// A session that was written down when it was new, with its list, after another process had sent a part, or everything.
#[tokio::test]
async fn an_old_list_is_asked_about() {
    for before in [2 * UNIT, 3 * UNIT] {
        let store = Store::new(Protocol::Drive);
        store.lock().expect("the store").content = content(before).to_vec();
        let server = serve(&store, |_, _, _| None).await;
        let upload = client().await.upload(session(&server), content(3 * UNIT)).piece_size(UNIT);
        upload.send::<Value>().await.unwrap_or_else(|error| panic!("{before}: {error}"));
        assert!(store.lock().expect("the store").content == content(3 * UNIT), "{before}");
    }
}

#[tokio::test]
async fn files_are_read_as_they_are_sent() {
    let store = Store::new(Protocol::Drive);
    let server = serve(&store, |_, _, _| None).await;
    let source = Seekable::new(Cursor::new(content(2 * UNIT + 5).to_vec())).await.expect("a source");
    let upload = client().await.upload(session(&server), source).piece_size(UNIT);
    upload.send::<NoContent>().await.expect("sent");
    assert!(store.lock().expect("the store").content == content(2 * UNIT + 5));
}

/// `Ok` means that everything has arrived: a service that ends the session before is not believed.
#[tokio::test]
async fn an_end_before_the_end_is_an_error() {
    for early in [
        reply(201).json(value!({"id": "item"})),
        json(value!({"id": "item"})),
        reply(202).json(value!({"nextExpectedRanges": []})),
        reply(202).json(value!({"NextExpectedRanges": []})),
        reply(201),
    ] {
        let server = Server::start(move |seen| match seen.method.as_str() {
            "PUT" => early.clone(),
            _ => json(value!({"nextExpectedRanges": []})),
        });
        let server = server.await;
        let upload = client().await.upload(session(&server), content(2 * UNIT)).piece_size(UNIT);
        let error = upload.send::<NoContent>().await.expect_err("half of it");
        assert!(matches!(error, Error::Upload { .. }), "{error:?}");
    }
}

/// The service goes on behind a part that it never got. It gets that part once it is asked, and isn't believed when it says that it has it.
#[tokio::test]
async fn a_part_that_was_passed_over_is_not_lost() {
    for (ranges, status) in [(value!([format!("{UNIT}-{}", 2 * UNIT - 1)]), Some(201)), (value!([]), None)] {
        let puts = AtomicUsize::new(0);
        let server = Server::start(move |seen| match seen.method.as_str() {
            "PUT" => match puts.fetch_add(1, Ordering::SeqCst) {
                0 => reply(202).json(value!({"nextExpectedRanges": [format!("{}-", 2 * UNIT)]})),
                _ => reply(201).json(value!({"id": "item"})),
            },
            _ => json(value!({"nextExpectedRanges": ranges})),
        });
        let server = server.await;
        let upload = client().await.upload(session(&server), content(3 * UNIT)).piece_size(UNIT);
        let response = upload.send::<Value>().await;
        assert_eq!(response.as_ref().ok().map(|response| response.status.as_u16()), status, "{response:?}");
        let seen = server.seen();
        let puts: Vec<_> = seen.iter().filter_map(|seen| seen.header("content-range")).collect();
        let all = ["bytes 0-327679/983040", "bytes 655360-983039/983040", "bytes 327680-655359/983040"];
        assert_eq!(puts, all[..if status.is_some() { 3 } else { 2 }]);
    }
}

/// Each of these would be asked for ever.
#[tokio::test]
async fn a_service_that_makes_no_progress_is_given_up() {
    type Answer = fn(usize) -> Value;
    let hosts: [(&str, Answer, usize); 5] = [
        ("never moves", |_| value!({"nextExpectedRanges": ["0-"]}), 6),
        (
            "alternates",
            |put| value!({"nextExpectedRanges": [if put.is_multiple_of(2) { "0-" } else { "327680-" }]}),
            12,
        ),
        (
            "goes back each third time",
            |put| value!({"nextExpectedRanges": [format!("{}-", put % 3 * UNIT)]}),
            20,
        ),
        ("takes a byte at a time", |put| value!({"nextExpectedRanges": [format!("{put}-")]}), 40),
        ("wants more than there is", |_| value!({"nextExpectedRanges": ["99999999-"]}), 1),
    ];
    for (host, answer, most) in hosts {
        for status in [200, 202] {
            let puts = AtomicUsize::new(0);
            let server =
                Server::start(move |_| reply(status).json(answer(puts.fetch_add(1, Ordering::SeqCst) + 1)));
            let server = server.await;
            let upload = client().await.upload(session(&server), content(3 * UNIT)).piece_size(UNIT);
            let error = upload.send::<Value>().await.expect_err(host);
            assert!(matches!(error, Error::Upload { .. }), "{host}: {error:?}");
            assert!(server.seen().len() <= most, "{host}: {} requests", server.seen().len());
        }
    }
}

/// A service that lost much of what it had gets it again.
#[tokio::test]
async fn a_setback_is_caught_up() {
    let store = Store::new(Protocol::Drive);
    let server = serve(&store, |put, _, store| {
        (put == 8).then(|| {
            store.content.truncate(UNIT);
            reply(202).json(value!({"nextExpectedRanges": ["327680-"]}))
        })
    });
    let server = server.await;
    let upload = client().await.upload(session(&server), content(9 * UNIT)).piece_size(UNIT);
    upload.send::<Value>().await.expect("an item");
    assert!(store.lock().expect("the store").content == content(9 * UNIT));
}

#[tokio::test]
async fn answers_that_say_nothing_are_not_taken_for_success() {
    for silent in [reply(200), reply(202), reply(204), json(value!({})), reply(200).body("<html>")] {
        let server = Server::start(move |_| silent.clone()).await;
        let error = client()
            .await
            .upload(session(&server), content(5))
            .send::<NoContent>()
            .await
            .expect_err("no word");
        assert!(matches!(error, Error::Upload { .. }), "{error:?}");
    }
    let server = Server::start(|seen| match seen.method.as_str() {
        "PUT" => reply(200),
        _ => reply(404).json(value!({"error": {"code": "itemNotFound"}})),
    });
    let server = server.await;
    let error =
        client().await.upload(session(&server), content(5)).send::<NoContent>().await.expect_err("gone");
    assert_eq!(error.code(), Some("itemNotFound"));
}

#[tokio::test]
async fn a_session_that_is_gone_is_reported() {
    let server = Server::start(|_| reply(404).json(value!({"error": {"code": "itemNotFound"}}))).await;
    let upload = client().await.upload(session(&server), Bytes::from_static(b"x"));
    assert_eq!(upload.send::<Value>().await.expect_err("gone").code(), Some("itemNotFound"));
    server.only();
}

#[tokio::test]
async fn an_upload_needs_no_retries() {
    let store = Store::new(Protocol::Drive);
    let server = serve(&store, |_, _, _| None).await;
    let graph = Server::start(|_| reply(500)).await;
    let client: Client = graph.builder().retry(RetryPolicy::never()).build().expect("a client");
    client
        .upload(session(&server), content(3 * UNIT))
        .piece_size(UNIT)
        .send::<Value>()
        .await
        .expect("an item");
}

#[tokio::test]
async fn empty_content_and_odd_sessions_are_reported() {
    let server = Server::start(|_| json(Value::Null)).await;
    let client = client().await;
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
    let store = Server::start(|_| reply(204)).await;
    let url = format!("{}/up", store.url);
    let graph = Server::start(move |_| json(value!({"uploadUrl": url}))).await;
    let client: Client = graph.client();
    let request = client.request::<Value>(Method::Post, "/v1.0/me/drive/root:/a:/createUploadSession");
    request.open_upload().await.expect("a session").cancel(&client).await.expect("given up");
    let seen = store.only();
    assert_eq!((seen.method.as_str(), seen.target.as_str(), seen.token()), ("DELETE", "/up", None));
}
