//! Queries that the directory answers only with `ConsistencyLevel: eventual`.

use msgraph_core::emitted::Node;
use msgraph_core::{Method, Operation, Page, Request, Value};
use serde_json::json as value;

use crate::LIST_MESSAGES;
use crate::server::{Seen, Server, json};

static MEMBERS: Operation = Operation { template: "/groups/{id}/members", ..LIST_MESSAGES };
static MESSAGES: Operation = Operation { template: "/users/{id}/messages", ..LIST_MESSAGES };
static DELETE_MEMBER: Operation = Operation { method: Method::Delete, ..MEMBERS };

fn level(seen: &Seen) -> Option<&str> {
    seen.header("consistencylevel")
}

async fn sent(operation: &'static Operation, change: impl FnOnce(Request<Value>) -> Request<Value>) -> Seen {
    let server = Server::start(|_| json(Value::Null)).await;
    let node = Node::root(&server.client(), "v1.0").segment("groups").key("1").segment("members");
    change(node.call(operation, "test: advanced")).await.expect("an answer");
    server.only()
}

#[tokio::test]
async fn what_the_caller_left_out_is_added() {
    let seen = sent(&MEMBERS, |request| request.filter("city ne 'x'")).await;
    assert_eq!(
        (level(&seen), seen.target.as_str()),
        (Some("eventual"), "/v1.0/groups/1/members?$filter=city%20ne%20%27x%27&$count=true")
    );
    let seen = sent(&MEMBERS, |request| request.search("\"displayName:a\"")).await;
    assert_eq!((level(&seen), seen.target.contains("$count")), (Some("eventual"), false));
    let seen = sent(&MEMBERS, |request| request.count(true)).await;
    assert_eq!(
        (level(&seen), seen.target.as_str()),
        (Some("eventual"), "/v1.0/groups/1/members?$count=true")
    );
}

#[tokio::test]
async fn what_the_caller_set_stays() {
    let seen =
        sent(&MEMBERS, |request| request.filter("city ne 'x'").consistency_level("session").count(false))
            .await;
    assert_eq!(level(&seen), Some("session"));
    assert!(seen.target.ends_with("&$count=false"), "{}", seen.target);
    let seen = sent(&MEMBERS, |request| request.filter("city ne 'x'").query("count", "true")).await;
    assert_eq!((level(&seen), seen.target.matches("count").count()), (Some("eventual"), 1));
}

#[tokio::test]
async fn other_requests_are_left_alone() {
    for (operation, filter) in
        [(&MEMBERS, "city eq 'ne not'"), (&MESSAGES, "subject ne 'x'"), (&DELETE_MEMBER, "city ne 'x'")]
    {
        let seen = sent(operation, |request| request.filter(filter)).await;
        assert_eq!((level(&seen), seen.target.contains("$count")), (None, false), "{operation} {filter}");
    }
}

/// Requests that no generated method made are recognised by their path, wherever the query is written.
#[tokio::test]
async fn raw_requests_are_helped_as_well() {
    let server = Server::start(|_| json(Value::Null)).await;
    let client = server.client();
    let whole = format!("{}/beta/devices?$search=%22a%22", server.url);
    for (target, helped) in [
        ("/v1.0/users/$count", true),
        ("v1.0/users?$filter=endswith(mail,'x')", true),
        ("/v1.0/servicePrincipals(appId='1')/owners?%24count=true", true),
        (whole.as_str(), true),
        ("/v1.0/me/messages/$count", false),
        ("/v1.0/users/a%2Fmembers?$count=true", false),
        ("/v1.0", false),
    ] {
        client.request::<Value>(Method::Get, target).await.expect("an answer");
        let seen = server.seen().pop().expect("a request");
        assert_eq!(level(&seen).is_some(), helped, "{target}");
        assert_eq!(seen.target.ends_with("&$count=true"), target.contains("endswith"), "{}", seen.target);
    }
    let elsewhere = Server::start(|_| json(Value::Null)).await;
    let target = format!("{}/v1.0/users/$count", elsewhere.url);
    client.request::<Value>(Method::Get, &target).await.expect("an answer");
    assert_eq!(level(&elsewhere.only()), None, "another host is not Graph");
}

#[tokio::test]
async fn batches_and_further_pages_have_it_too() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "POST" => json(value!({"responses": [{"id": "0", "status": 200, "body": {"value": []}}]})),
        _ if seen.target.contains("page=2") => json(value!({"value": []})),
        _ => json(value!({"value": [], "@odata.nextLink": "/v1.0/users?page=2"})),
    });
    let server = server.await;
    let client = server.client();
    let list = || client.request::<Page<Value>>(Method::Get, "/v1.0/users").filter("mail ne 'x'");
    let mut batch = client.batch();
    let ticket = batch.add(list());
    batch.send().await.take(ticket).expect("a page");
    let item = &server.only().json()["requests"][0];
    assert_eq!(item["headers"]["consistencylevel"], "eventual");
    assert_eq!(item["url"], "/users?$filter=mail%20ne%20%27x%27&$count=true");
    list().stream().try_collect().await.expect("both pages");
    assert!(server.seen()[1..].iter().all(|seen| level(seen) == Some("eventual")));
    assert_eq!(server.seen().len(), 3);
}
