//! An update: what is left alone, what is set, and what is taken away.

mod loopback;

use msgraph::Result;
use msgraph::core::model::Model;
use msgraph::v1_0::models::Contact;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<()> {
    let (server, graph) = loopback::graph(answer).await?;
    let ann = graph.v1_0().me().contacts().by_id("ann");

    // `None` leaves a property alone, null takes its value away.
    let changes = Contact { job_title: Some("Engineer".to_owned()), ..Default::default() };
    let changes = changes.with_null(|contact| &mut contact.mobile_phone);
    ann.update(&changes).await?;

    // Or: read, change, and send back what differs.
    let before = ann.get().await?;
    let mut after = before.clone();
    after.display_name = Some("Ann Other".to_owned());
    after.mobile_phone = None;
    ann.update(after.changes_since(&before)).await?;

    let requests = server.received_requests().await.unwrap_or_default();
    let bodies = requests.iter().filter(|request| request.method.as_str() == "PATCH");
    let bodies: Vec<Value> = bodies.map(|request| request.body_json().expect("JSON")).collect();
    println!("{bodies:#?}");
    assert_eq!(bodies[0], json!({"jobTitle": "Engineer", "mobilePhone": null}));
    assert_eq!(bodies[1], json!({"displayName": "Ann Other", "mobilePhone": null}));
    Ok(())
}

fn answer(request: &loopback::Request) -> loopback::ResponseTemplate {
    match request.method.as_str() {
        "PATCH" => loopback::json(&json!({"id": "1"})),
        _ => loopback::json(&json!({"id": "1", "displayName": "Ann", "mobilePhone": "+1 555 0100"})),
    }
}
