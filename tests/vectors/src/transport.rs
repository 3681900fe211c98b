//! A transport that keeps the first request and gives the documented answer.

use std::sync::{Arc, Mutex};

use http::{Request, Response, header};
use msgraph_core::{Body, BoxFuture, Transport, TransportError};

use crate::case::{self, Answer};

/// What the client sent.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Option<Recorded>>>);

impl Recorder {
    /// A transport that records here.
    pub(crate) fn transport(&self, answer: Option<&Answer>) -> Recording {
        let status = answer.map_or(204, |answer| answer.status);
        let mut response = Response::builder().status(status);
        let copied = [header::CONTENT_TYPE.as_str(), header::LOCATION.as_str()];
        for name in copied {
            if let Some(value) = answer.and_then(|answer| case::header(&answer.headers, name)) {
                response = response.header(name, value);
            }
        }
        let body = answer.map(|answer| answer.body.clone()).unwrap_or_default();
        // A header of an example that none can be is not what is looked at here.
        let response = response.body(body).unwrap_or_default();
        Recording { recorder: self.clone(), answer: response }
    }

    pub(crate) fn take(&self) -> Option<Recorded> {
        self.0.lock().expect("nobody panicked with it").take()
    }
}

pub(crate) struct Recording {
    recorder: Recorder,
    answer: Response<String>,
}

impl Transport for Recording {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut recorded = self.recorder.0.lock().expect("nobody panicked with it");
        // What a redirect leads to is answered with nothing.
        let first = recorded.is_none();
        recorded.get_or_insert_with(|| Recorded {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| {
                    (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
                })
                .collect(),
            body: request.body().as_bytes().map(|bytes| bytes.to_vec()).unwrap_or_default(),
        });
        let answer = if first { self.answer.clone().map(Body::from) } else { Response::default() };
        Box::pin(async { Ok(answer) })
    }
}
