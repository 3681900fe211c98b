//! What has changed since the last time, with a link that is kept between two runs of a program.

mod loopback;

use msgraph::v1_0::models::User;
use msgraph::{Client, Error, Result};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let (_server, graph) = loopback::graph(answer).await?;
    let kept = round(&graph, None).await?;
    let kept = round(&graph, Some(&kept)).await?;
    // The service has given up what it knew of this link, and says where to start afresh.
    round(&graph, Some(&kept)).await?;
    Ok(())
}

/// One run: reads what has changed, and gives the link for the next run.
async fn round(graph: &Client, kept: Option<&str>) -> Result<String> {
    let request = match kept {
        None => graph.v1_0().users().delta(),
        Some(link) => graph.resume::<User>(link)?,
    };
    match read(request).await {
        Err(Error::Refused(refusal)) if refusal.resync().is_some() => {
            println!("starting afresh");
            let link = refusal.resync().unwrap_or_default();
            read(graph.resume::<User>(link)?).await
        }
        outcome => outcome,
    }
}

async fn read(request: msgraph::Request<msgraph::Page<User>>) -> Result<String> {
    let mut changes = request.stream();
    while let Some(change) = changes.next().await {
        let user = change?;
        match user.additional.get("@removed") {
            Some(_) => println!("- {}", user.id.unwrap_or_default()),
            None => println!("+ {}", user.display_name.unwrap_or_default()),
        }
    }
    Ok(changes.delta_link().expect("a round ends with a link").to_owned())
}

fn answer(request: &loopback::Request) -> loopback::ResponseTemplate {
    let link = |token: &str| format!("{}/v1.0/users/delta?$deltatoken={token}", loopback::here(request));
    match loopback::parameter(request, "$deltatoken").as_deref() {
        None => loopback::json(
            &json!({"value": [{"id": "1", "displayName": "Ann"}], "@odata.deltaLink": link("one")}),
        ),
        Some("one") => loopback::json(&json!({
            "value": [{"id": "1", "@removed": {"reason": "deleted"}}, {"id": "2", "displayName": "Ben"}],
            "@odata.deltaLink": link("old"),
        })),
        Some("old") => loopback::status(410).insert_header("location", link("new").as_str()),
        Some(_) => loopback::json(
            &json!({"value": [{"id": "2", "displayName": "Ben"}], "@odata.deltaLink": link("next")}),
        ),
    }
}
