//! Work that the service goes on with after its answer: a copy, and the address at which to ask about it.

mod loopback;

use std::sync::atomic::{AtomicUsize, Ordering};

use msgraph::v1_0::parameters::DrivesItemsCopy;
use serde_json::json;

#[tokio::main]
async fn main() -> msgraph::Result<()> {
    let asked = AtomicUsize::new(0);
    let (_server, graph) = loopback::graph(move |request| {
        if request.method.as_str() == "POST" {
            let monitor = format!("{}/monitor/1", loopback::here(request));
            return loopback::status(202).insert_header("location", monitor.as_str());
        }
        match asked.fetch_add(1, Ordering::Relaxed) {
            0 => loopback::status(202)
                .insert_header("retry-after", "0.1")
                .set_body_json(json!({"status": "inProgress", "percentageComplete": 40.0})),
            _ => loopback::json(&json!({"status": "completed", "resourceId": "copy"})),
        }
    })
    .await?;

    let report = graph.v1_0().drives().by_id("drive").items().by_id("report");
    let copy = DrivesItemsCopy { name: Some("Copy of the report.pdf".to_owned()), ..Default::default() };
    let job = report.copy(&copy).start_job().await?;
    // `job.url()` can be kept; `Job::resume` goes on with it.
    let done = job.wait().await?;
    println!("the copy is {:?}", done.resource_id());
    assert_eq!(done.resource_id(), Some("copy"));
    Ok(())
}
