//! All objects of a collection, as a stream that follows the pages.

mod loopback;

use serde_json::{Value, json};

#[tokio::main]
async fn main() -> msgraph::Result<()> {
    let (server, graph) = loopback::graph(answer).await?;

    // The next page is fetched when the last one has been read.
    let mut users = graph.v1_0().users().list().top(100).stream();
    let mut count = 0;
    while let Some(user) = users.next().await {
        count += usize::from(user?.id.is_some());
    }
    println!("{count} users");
    assert_eq!(count, 250);

    // A place in the middle can be kept, and another process goes on from there.
    let mut pages = graph.v1_0().users().list().top(100).pages();
    pages.next().await.expect("there is a first page")?;
    let link = pages.next_link().expect("there is a second page").to_owned();
    let rest = graph.resume::<msgraph::v1_0::models::User>(&link)?.stream().try_collect().await?;
    assert_eq!(rest.len(), 150);
    println!("{} requests", server.received_requests().await.unwrap_or_default().len());
    Ok(())
}

/// 250 users, 100 on a page.
fn answer(request: &loopback::Request) -> loopback::ResponseTemplate {
    let from = loopback::parameter(request, "$skiptoken").and_then(|text| text.parse().ok()).unwrap_or(0);
    let to = (from + 100).min(250);
    let mut page =
        json!({"value": (from..to).map(|id| json!({"id": id.to_string()})).collect::<Vec<Value>>()});
    if to < 250 {
        page["@odata.nextLink"] = format!("{}/v1.0/users?$skiptoken={to}", loopback::here(request)).into();
    }
    loopback::json(&page)
}
