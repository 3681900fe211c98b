//! What the pipeline costs beside reqwest and serde by hand: a request over loopback and its answer
//! of 100 messages, read into the same types.

use std::convert::Infallible;

use bytes::Bytes;
use divan::Bencher;
use http_body_util::Full;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use msgraph_core::{Alternative, Call, Client, Method, Node, Operation, Page, Permissions, Requirement};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    id: String,
    subject: String,
    is_read: bool,
    received_date_time: String,
    from: From,
}

#[derive(Deserialize)]
struct From {
    name: String,
    address: String,
}

impl Message {
    fn weight(&self) -> usize {
        let texts = [&self.id, &self.subject, &self.received_date_time, &self.from.name, &self.from.address];
        texts.iter().map(|text| text.len()).sum::<usize>() + usize::from(self.is_read)
    }
}

static LIST: Operation = Operation {
    version: "v1.0",
    method: Method::Get,
    template: "/users/{id}/messages",
    title: "List messages",
    docs: &[],
    permissions: Permissions {
        delegated_work: Requirement::AnyOf(&[Alternative {
            all_of: &["Mail.Read"],
            least: true,
            conditions: &[],
        }]),
        delegated_personal: Requirement::Undocumented,
        application: Requirement::Undocumented,
        roles: &[],
    },
    query_options: &[],
};

static CALL: Call = Call { operation: &LIST, marker: "bench" };

fn answer() -> Bytes {
    let message = serde_json::json!({
        "@odata.etag": "W/\"CQAAABYAAAAiIsqMbYjsT5e/T7KzowPTAAEMBg\"",
        "id": "AAMkAGI2TG93AAA=".repeat(8),
        "subject": "Minutes of the weekly meeting",
        "isRead": false,
        "receivedDateTime": "2026-01-02T03:04:05Z",
        "from": {"name": "Ann Example", "address": "ann@example.com"},
    });
    serde_json::json!({ "value": vec![message; 100] }).to_string().into()
}

/// A server in a runtime of its own, so that it takes the same time whoever asks.
fn serve() -> String {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            tell.send(format!("http://{}", listener.local_addr().expect("an address"))).expect("a listener");
            let body = answer();
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                let body = body.clone();
                let service = service_fn(move |_| {
                    let body = body.clone();
                    async { Ok::<_, Infallible>(hyper::Response::new(Full::new(body))) }
                });
                let connection = hyper::server::conn::http1::Builder::new();
                tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
            }
        });
    });
    told.recv().expect("the server's address")
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[divan::bench(sample_count = 500, sample_size = 4)]
fn through_the_pipeline(bencher: Bencher) {
    let (runtime, url) = (runtime(), serve());
    let client: Client = Client::builder().base_url(&url).credential("token").build().expect("a client");
    let users = Node::root(&client, "v1.0").segment("users");
    bencher.bench_local(|| {
        let request = users.key("ann@example.com").segment("messages").call::<Page<Message>>(&CALL);
        let request = request.select(["id", "subject", "isRead"]).top(100);
        let page = runtime.block_on(std::future::IntoFuture::into_future(request)).expect("a page");
        page.value.iter().map(Message::weight).sum::<usize>()
    });
}

#[divan::bench(sample_count = 500, sample_size = 4)]
fn by_hand(bencher: Bencher) {
    #[derive(Deserialize)]
    struct Answer {
        value: Vec<Message>,
    }
    let (runtime, url) = (runtime(), serve());
    let client = reqwest::Client::new();
    bencher.bench_local(|| {
        let body = runtime.block_on(async {
            let url =
                format!("{url}/v1.0/users/ann%40example.com/messages?$select=id,subject,isRead&$top=100");
            let request = client.get(url).bearer_auth("token").header("accept", "application/json");
            let response = request.send().await.expect("an answer").error_for_status().expect("success");
            response.bytes().await.expect("a body")
        });
        let answer: Answer = serde_json::from_slice(&body).expect("messages");
        answer.value.iter().map(Message::weight).sum::<usize>()
    });
}
