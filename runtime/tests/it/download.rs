//! Content that is read piece by piece.

use std::time::Duration;

use msgraph_core::{Bytes, Client, Download, Error, Method, Result};

use crate::server::{Server, hangup, reply};

async fn download(client: &Client) -> Result<Download> {
    client.request::<Bytes>(Method::Get, "/v1.0/me/drive/items/1/content").download().await
}

#[tokio::test]
async fn pieces_add_up() {
    let content: Vec<u8> = (0..1_000_000_u32).map(|i| i as u8).collect();
    let whole = content.clone();
    let server =
        Server::start(move |_| reply(200).body(content.clone()).header("content-type", "video/mp4")).await;
    let mut download = download(&server.client()).await.expect("content");
    assert_eq!((download.length(), download.content_type()), (Some(1_000_000), Some("video/mp4")));
    let mut pieces = Vec::new();
    let mut count = 0;
    while let Some(piece) = download.chunk().await {
        pieces.extend_from_slice(&piece.expect("a piece"));
        count += 1;
    }
    assert!(pieces == whole && count > 1, "{count} pieces, {} bytes", pieces.len());
}

#[tokio::test]
async fn a_download_that_breaks_off_is_no_whole_one() {
    let server = Server::start(|_| reply(200).body(vec![1; 1000]).half_body()).await;
    let mut download = download(&server.client()).await.expect("content");
    let mut last = download.chunk().await;
    while let Some(Ok(_)) = last {
        last = download.chunk().await;
    }
    assert!(matches!(last, Some(Err(Error::Transport(_)))), "{last:?}");
    server.only();
}

#[tokio::test]
async fn a_download_that_stalls_is_given_up() {
    let server = Server::start(|_| reply(200).body(vec![1; 1000]).stalling()).await;
    let client: Client = server.builder().attempt_timeout(Duration::from_secs(1)).build().expect("a client");
    let mut download = download(&client).await.expect("content");
    assert_eq!(download.chunk().await.expect("a piece").expect("a piece").len(), 500);
    assert!(matches!(download.chunk().await, Some(Err(Error::Timeout { .. }))));
}

#[tokio::test]
async fn a_download_is_tried_again_until_it_starts() {
    let server = Server::script([hangup(), reply(503), reply(200).body("x")]).await;
    let mut download = download(&server.client()).await.expect("content");
    assert_eq!(download.chunk().await.expect("a piece").expect("a piece"), "x");
}

#[tokio::test]
async fn an_error_is_an_error() {
    let server = Server::start(|_| reply(404).body(r#"{"error": {"code": "itemNotFound"}}"#)).await;
    let error = download(&server.client()).await.expect_err("404");
    assert_eq!(error.code(), Some("itemNotFound"));
}
