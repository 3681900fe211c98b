//! A large file in pieces, over a connection that breaks, and once more in another process.

mod loopback;

use std::sync::Mutex;

use bytes::Bytes;
use msgraph::Result;
use msgraph::core::{RetryPolicy, UploadSession, Value};
use msgraph::v1_0::parameters::CreateUploadSession;
use serde_json::json;

const UNIT: usize = 320 * 1024;

#[tokio::main]
async fn main() -> Result<()> {
    // The storage is another host than Graph, so it never sees the token.
    let storage = loopback::server(storage()).await;
    let upload_url = format!("{}/storage?key=secret", storage.uri());
    let server = loopback::server(move |_| loopback::json(&json!({"uploadUrl": upload_url}))).await;
    let graph =
        msgraph::Client::builder().base_url(server.uri()).credential("a token").retry(RetryPolicy::never());
    let graph: msgraph::Client = graph.build()?;

    let file = graph.v1_0().drives().by_id("drive").items().by_id("report");
    let session = file.create_upload_session(CreateUploadSession::default()).open_upload().await?;
    // Whoever has it can upload: keep it as one keeps a password.
    let kept = serde_json::to_string(&session).expect("a session can be written down");

    let content = Bytes::from(vec![0; 4 * UNIT]);
    let upload = graph
        .upload(session, content.clone())
        .piece_size(UNIT)
        .on_progress(|sent, of| println!("{sent} of {of}"));
    let error = upload.send::<Value>().await.expect_err("the service breaks down after two pieces");
    println!("interrupted: {error}");

    // Later, in another process: the service is asked what is missing.
    let kept: UploadSession = serde_json::from_str(&kept).expect("it was written above");
    let again = UploadSession::resume(kept.upload_url);
    let item = graph.upload(again, content).piece_size(UNIT).send::<Value>().await?;
    println!("{} bytes are there", item.value["size"]);
    assert_eq!(item.value["size"], 4 * UNIT);
    Ok(())
}

/// Keeps what arrives, and breaks down once.
fn storage() -> impl Fn(&loopback::Request) -> loopback::ResponseTemplate + Send + Sync + 'static {
    let state = Mutex::new((0_usize, false));
    move |request| {
        let (got, broken) = &mut *state.lock().expect("nothing panics here");
        let missing = |got: usize| json!({"nextExpectedRanges": [format!("{got}-")]});
        match request.method.as_str() {
            "GET" => loopback::json(&missing(*got)),
            _ if *got == 2 * UNIT && !*broken => {
                *broken = true;
                loopback::status(503)
            }
            _ => {
                assert!(!request.headers.contains_key("authorization"), "the address is a secret by itself");
                *got += request.body.len();
                match *got == 4 * UNIT {
                    true => loopback::status(201).set_body_json(json!({"id": "report", "size": got})),
                    false => loopback::status(202).set_body_json(missing(*got)),
                }
            }
        }
    }
}
