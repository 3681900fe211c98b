//! Work that goes on after the answer.

use std::future::IntoFuture;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

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

/// How a job ends whose monitor gives this answer for ever.
async fn end(answer: Value) -> Result<JobState, Error> {
    let server = Server::start(move |_| json(answer.clone()).header("retry-after", "0")).await;
    let job = Job::resume(&server.client(), &format!("{}/monitor", server.url)).expect("a job");
    let job = job.wait_for_unknown(Duration::ZERO);
    let end = tokio::time::timeout(Duration::from_secs(20), job.wait()).await.expect("an end");
    end.map(|status| status.state)
}

/// Every word that a page of the documentation gives as the end of an operation, in the case of that page and in others.
#[tokio::test]
async fn every_documented_end_is_one() {
    let partly =
        ["partiallySucceeded", "partialSuccess", "completedWithErrors", "EntryLevelErrors", "warning"];
    let failed = [
        "failed",
        "Failed",
        "submissionFailed",
        "deleteFailed",
        "deletedFailed",
        "UpdateFailed",
        "failure",
        "error",
        "canceled",
        "Cancelled",
        "aborted",
        "timedOut",
        "timeOut",
        "rejected",
        "validationError",
        "notSupported",
    ];
    for word in ["completed", "Completed", "complete", "succeeded", "SUCCEEDED", "success", "done"] {
        assert_eq!(end(value!({"status": word})).await.ok(), Some(JobState::Succeeded), "{word}");
    }
    for (words, state) in [
        (&partly[..], JobState::PartlySucceeded),
        (&["skipped", "Skipped"], JobState::Skipped),
        (&failed, JobState::Failed),
    ] {
        for word in words {
            let error = end(value!({"status": word})).await.expect_err(word);
            assert!(matches!(&error, Error::JobFailed(status) if status.state == state), "{word}: {error:?}");
        }
    }
    assert_eq!(
        end(value!({"status": {"state": "succeeded"}})).await.ok(),
        Some(JobState::Succeeded),
        "Universal Print"
    );
    let error =
        end(value!({"status": {"state": "failed", "description": "no paper"}})).await.expect_err("failed");
    assert_eq!(error.to_string(), "the job ended as failed: no paper");
    let error = end(value!({"status": "partiallySucceeded", "resultInfo": {"message": "2 of 3"}}))
        .await
        .expect_err("partly");
    assert_eq!(error.to_string(), "the job ended as partly succeeded: 2 of 3");
}

#[tokio::test]
async fn words_for_going_on_are_waited_for() {
    for word in [
        "notStarted",
        "Running",
        "inProgress",
        "inprogress",
        "waiting",
        "updating",
        "deletePending",
        "pending",
        "unspecified",
    ] {
        let asked = AtomicUsize::new(0);
        let server = Server::start(move |_| {
            let word = if asked.fetch_add(1, Ordering::SeqCst) < 2 { word } else { "completed" };
            json(value!({"status": word})).header("retry-after", "0")
        });
        let server = server.await;
        let job = Job::resume(&server.client(), &format!("{}/monitor", server.url)).expect("a job");
        job.wait_for_unknown(Duration::ZERO).wait().await.unwrap_or_else(|error| panic!("{word}: {error}"));
        assert_eq!(server.seen().len(), 3, "{word}");
    }
}

#[tokio::test]
async fn a_state_that_nobody_knows_is_waited_for_as_long_as_the_caller_says() {
    let error = end(value!({"status": "marinating\u{1b}[2J"})).await.expect_err("unknown");
    assert!(matches!(&error, Error::JobUnknown(status) if status.state == JobState::Unknown), "{error:?}");
    assert_eq!(
        error.to_string(),
        "the job is in a state that isn't documented: unknown: marinating\\u{1b}[2J"
    );
    // Within the limit it goes on, and a state that is known starts the limit anew.
    let words = ["marinating", "marinating", "running", "marinating", "completed"];
    let server =
        Server::script(words.map(|word| json(value!({"status": word})).header("retry-after", "0"))).await;
    let job = Job::resume(&server.client(), &format!("{}/monitor", server.url)).expect("a job");
    job.wait().await.expect("an end");
    assert_eq!(server.seen().len(), 5);
}

#[tokio::test]
async fn progress_is_read_in_each_form() {
    for (answer, percent) in [
        (value!({"status": "running", "percentageComplete": 12.5}), Some(12.5)),
        (value!({"status": "running", "percentComplete": "40"}), Some(40.0)),
        (value!({"status": "running", "percentProgress": 7}), Some(7.0)),
        (value!({"status": "running", "percentComplete": "much"}), None),
        (value!({"status": "running"}), None),
    ] {
        let server = Server::start(move |_| json(answer.clone())).await;
        let job = Job::resume(&server.client(), &format!("{}/monitor", server.url)).expect("a job");
        assert_eq!(job.status().await.expect("a status").percent, percent);
    }
}

/// The path of the monitor begins like that of the request, and its host asks to be left alone for longer than the test lasts.
#[tokio::test]
async fn what_a_foreign_monitor_asks_for_holds_nobody_else_back() {
    let monitor = Server::start(|_| reply(503).header("retry-after", "100")).await;
    let graph = Server::start(|_| json(value!({}))).await;
    let client = graph.client();
    let job = Job::resume(&client, &format!("{}/v1.0/me/drive", monitor.url)).expect("a job");
    let asking = tokio::spawn(async move { job.status().await });
    while monitor.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let own = client.request::<Value>(Method::Get, "/v1.0/me/drive");
    tokio::time::timeout(Duration::from_secs(30), own.into_future())
        .await
        .expect("no wait")
        .expect("an answer");
    asking.abort();
}

#[tokio::test]
async fn an_answer_without_a_place_to_ask_is_reported() {
    let server = Server::start(|_| reply(202)).await;
    assert!(matches!(copy(&server).start_job().await, Err(Error::BadLink { .. })));
}
