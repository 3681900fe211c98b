//! The hook around each attempt.

use std::sync::{Arc, Mutex};

use http::{Request, Response};
use msgraph_core::{Body, BoxFuture, Client, Method, Middleware, Next, Result, Value};

use crate::server::{Server, json, reply};

struct Log {
    name: &'static str,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Middleware for Log {
    fn handle<'a>(
        &'a self,
        mut request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<Body>>> {
        Box::pin(async move {
            let signed = request.headers().contains_key("authorization");
            self.lines.lock().expect("the log").push(format!(
                "{} {} signed: {signed}",
                self.name,
                request.uri().path()
            ));
            request.headers_mut().append("x-by", self.name.parse().expect("a header"));
            let response = next.run(request).await?;
            self.lines.lock().expect("the log").push(format!("{} {}", self.name, response.status().as_u16()));
            Ok(response)
        })
    }
}

#[tokio::test]
async fn each_attempt_passes_all_of_it_in_order() {
    let server = Server::script([reply(503), json(Value::Null)]).await;
    let lines = Arc::new(Mutex::new(Vec::new()));
    let outer = Log { name: "outer", lines: lines.clone() };
    let inner = Log { name: "inner", lines: lines.clone() };
    let client: Client = server.builder().middleware(outer).middleware(inner).build().expect("a client");
    let _: Value = client.request(Method::Get, "/v1.0/me").await.expect("an answer");
    let once = ["outer /v1.0/me signed: false", "inner /v1.0/me signed: false"];
    let expected = [&once[..], &["inner 503", "outer 503"], &once[..], &["inner 200", "outer 200"]].concat();
    assert_eq!(*lines.lock().expect("the log"), expected);
    let by: Vec<_> = server.seen()[0].headers.get_all("x-by").iter().cloned().collect();
    assert_eq!(by, ["outer", "inner"]);
}

#[tokio::test]
async fn it_can_answer_by_itself() {
    struct Canned;

    impl Middleware for Canned {
        fn handle<'a>(&'a self, _: Request<Body>, _: Next<'a>) -> BoxFuture<'a, Result<Response<Body>>> {
            Box::pin(async { Ok(Response::new(Body::from("5"))) })
        }
    }

    let server = Server::start(|_| reply(500)).await;
    let client: Client = server.builder().middleware(Canned).build().expect("a client");
    assert_eq!(client.request::<u8>(Method::Get, "/v1.0/me").await.expect("an answer"), 5);
    assert!(server.seen().is_empty());
}
