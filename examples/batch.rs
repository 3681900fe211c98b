//! Many requests in one, with typed results and an order between them.

mod loopback;

use msgraph::v1_0::models::User;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> msgraph::Result<()> {
    let (server, graph) = loopback::graph(answer).await?;

    let mut batch = graph.batch();
    let me = batch.add(graph.v1_0().me().get().select("displayName"));
    // Made after the first, and only if that succeeds.
    let unread = batch.add_after(graph.v1_0().me().messages().list().filter("isRead eq false"), [me.id()]);
    // Twenty travel at a time; more are sent in turn.
    let users: Vec<_> =
        (0..43).map(|id| batch.add(graph.v1_0().users().by_id(&id.to_string()).get())).collect();

    let mut answers = batch.send().await;
    println!(
        "{} has {} unread",
        answers.take(me)?.display_name.unwrap_or_default(),
        answers.take(unread)?.value.len()
    );
    let (mut found, mut missing) = (0, 0);
    for ticket in users {
        match answers.take(ticket) {
            Ok(User { .. }) => found += 1,
            Err(error) if error.code() == Some("Request_ResourceNotFound") => missing += 1,
            Err(error) => return Err(error),
        }
    }
    println!("{found} users, {missing} missing");
    assert_eq!((found, missing), (38, 5));
    assert_eq!(server.received_requests().await.unwrap_or_default().len(), 3);
    Ok(())
}

fn answer(request: &loopback::Request) -> loopback::ResponseTemplate {
    let batch: Value = request.body_json().expect("a batch is JSON");
    let one = |request: &Value| {
        let (id, url) = (&request["id"], request["url"].as_str().unwrap_or_default());
        match url {
            "/me?$select=displayName" => json!({"id": id, "status": 200, "body": {"displayName": "Ann"}}),
            url if url.starts_with("/me/messages") => {
                json!({"id": id, "status": 200, "body": {"value": [{}, {}]}})
            }
            url if url.ends_with('7') || url.ends_with("/0") => json!({
                "id": id, "status": 404, "body": {"error": {"code": "Request_ResourceNotFound", "message": "no such user"}},
            }),
            _ => json!({"id": id, "status": 200, "body": {"id": id}}),
        }
    };
    let requests = batch["requests"].as_array().expect("a batch has requests");
    loopback::json(&json!({"responses": requests.iter().map(one).collect::<Vec<_>>()}))
}
