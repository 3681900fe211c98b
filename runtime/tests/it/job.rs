//! Work that goes on after the answer.

use std::sync::atomic::{AtomicUsize, Ordering};

use msgraph_core::{Error, Job, JobState, Method, NoContent, Request};
use serde_json::{Value, json as value};

use crate::server::{Server, json, reply};

fn copy(server: &Server) -> Request<NoContent> {
    server.client().request(Method::Post, "/v1.0/me/drive/items/1/copy")
}

#[tokio::test]
async fn a_monitor_on_another_host_is_asked_without_the_token() {
    let asked = AtomicUsize::new(0);
    let monitor = Server::start(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => reply(202).json(value!({"status": "notStarted"})).header("retry-after", "0.01"),
        1 => reply(202)
            .json(value!({"status": "inProgress", "percentageComplete": 40.5}))
            .header("retry-after", "0.01"),
        _ => json(value!({"status": "completed", "resourceId": "new"})),
    });
    let monitor = monitor.await;
    let location = format!("{}/monitor?key=secret", monitor.url);
    let graph = Server::start(move |_| reply(202).header("location", &location)).await;
    let job = copy(&graph).start_job().await.expect("a job");
    assert!(!format!("{job:?}").contains("secret"));
    assert_eq!(job.status().await.expect("a status").state, JobState::Running);
    let status = job.status().await.expect("a status");
    assert_eq!((status.percent, status.state), (Some(40.5), JobState::Running));
    assert_eq!(job.wait().await.expect("an end").resource_id(), Some("new"));
    assert!(monitor.seen().iter().all(|seen| seen.token().is_none()));
    graph.only();
}

#[tokio::test]
async fn a_job_at_home_is_asked_with_the_token_below_its_version() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "POST" => reply(202).header("location", "/teams('1')/operations('2')"),
        _ => json(value!({"status": "succeeded", "targetResourceId": "1"})),
    });
    let server = server.await;
    let request = server.client().request::<NoContent>(Method::Post, "/v1.0/teams");
    let job = request.start_job().await.expect("a job");
    job.wait().await.expect("an end");
    let seen = server.seen().pop().expect("a request");
    assert_eq!(
        (seen.target.as_str(), seen.token()),
        ("/v1.0/teams('1')/operations('2')", Some(crate::TOKEN))
    );
}

#[tokio::test]
async fn a_monitor_that_wants_no_pause_is_not_overrun() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "POST" => reply(202).header("location", "/v1.0/monitor"),
        _ => reply(202).json(value!({"status": "running"})).header("retry-after", "0"),
    });
    let server = server.await;
    let job = copy(&server).start_job().await.expect("a job");
    let _ = tokio::time::timeout(std::time::Duration::from_millis(250), job.wait()).await;
    assert!(server.seen().len() <= 1 + 3, "{}", server.seen().len());
}

#[tokio::test]
async fn a_job_can_end_in_its_result() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/monitor" => reply(303).header("location", "/result"),
        "/result" => json(value!({"id": "item", "name": "copy"})),
        _ => {
            reply(202).header("location", format!("http://{}/monitor", seen.header("host").expect("a host")))
        }
    });
    let server = server.await;
    let status = copy(&server).start_job().await.expect("a job").wait().await.expect("an end");
    assert_eq!((status.resource_id(), &status.body["name"]), (Some("item"), &Value::from("copy")));
}

#[tokio::test]
async fn a_job_that_fails_says_why() {
    let server = Server::start(|_| {
        json(value!({"status": "failed", "error": {"code": "nameAlreadyExists", "message": "there is one"}}))
    });
    let server = server.await;
    let job = Job::resume(&server.client(), &format!("{}/monitor", server.url)).expect("a job");
    let error = job.wait().await.expect_err("a failed job");
    assert!(matches!(error, Error::JobFailed(_)));
    assert_eq!(error.to_string(), "the job ended as failed: nameAlreadyExists: there is one");
}

#[tokio::test]
async fn an_answer_without_a_place_to_ask_is_told() {
    let server = Server::start(|_| reply(202)).await;
    assert!(matches!(copy(&server).start_job().await, Err(Error::BadLink { .. })));
}
