//! Content piece by piece, from an address on another host that must not see the token.

mod loopback;

use std::io::Write;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let storage = loopback::server(|request| {
        assert!(!request.headers.contains_key("authorization"), "the token stays at home");
        loopback::status(200).set_body_raw(vec![7; 1_000_000], "application/pdf")
    });
    let storage = storage.await;
    let address = format!("{}/file?key=secret", storage.uri());
    let redirect =
        move |_: &loopback::Request| loopback::status(302).insert_header("location", address.as_str());
    let (_server, graph) = loopback::graph(redirect).await?;

    let content = graph.v1_0().drives().by_id("drive").items().by_id("report").content();
    let mut download = content.download().await?;
    println!("{:?} bytes of {:?}", download.length(), download.content_type());
    let mut file = Vec::new();
    while let Some(piece) = download.chunk().await {
        file.write_all(&piece?)?;
    }
    assert_eq!(file.len(), 1_000_000);
    Ok(())
}
