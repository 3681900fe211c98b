//! Which objects to return, which of their properties, and in which order.

mod loopback;

use msgraph::Literal;
use msgraph::core::Expand;
use serde_json::json;

#[tokio::main]
async fn main() -> msgraph::Result<()> {
    let (server, graph) = loopback::graph(answer).await?;

    // A text from outside goes through `Literal`, which doubles its quotes.
    let subject = Literal::text("Ann's plan");
    let messages = graph
        .v1_0()
        .me()
        .messages()
        .list()
        .filter(format!("isRead eq false and subject eq {subject}"))
        .select(["id", "subject"])
        .expand(Expand::new("attachments").select("name").top(3))
        .orderby("receivedDateTime desc")
        .top(10)
        .prefer("outlook.body-content-type=\"text\"")
        .await?;
    println!("{} unread", messages.value.len());

    // Parameters that single pages document beside OData's are methods of a trait.
    use msgraph::v1_0::query::Query as _;
    let changes = graph.v1_0().me().drive().root().delta().token("latest").await?;
    println!("{} changes", changes.value.len());

    // What no method is for: values are percent-encoded and can't add parameters.
    let folders = graph.v1_0().me().mail_folders().list().query("includeHiddenFolders", "true").await?;
    println!("{} folders", folders.value.len());

    for request in server.received_requests().await.unwrap_or_default() {
        println!("{} {}", request.method, request.url.query().unwrap_or_default());
    }
    Ok(())
}

fn answer(request: &loopback::Request) -> loopback::ResponseTemplate {
    let parameter = |name| loopback::parameter(request, name);
    if request.url.path().ends_with("/messages") {
        assert_eq!(parameter("$filter").as_deref(), Some("isRead eq false and subject eq 'Ann''s plan'"));
        assert_eq!(parameter("$expand").as_deref(), Some("attachments($select=name;$top=3)"));
    } else if request.url.path().ends_with("/delta") {
        assert_eq!(parameter("token").as_deref(), Some("latest"));
    } else {
        assert_eq!(parameter("includeHiddenFolders").as_deref(), Some("true"));
    }
    loopback::json(&json!({"value": [{"id": "1"}]}))
}
