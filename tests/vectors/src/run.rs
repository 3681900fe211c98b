//! One example on its way through the client.

use std::cell::RefCell;
use std::future::IntoFuture;

use msgraph_core::emitted::{Element, Scalar};
use msgraph_core::{Client, RetryPolicy, Value};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use crate::Call;
use crate::answer::Read;
use crate::case::{self, Case};
use crate::fit::{self, Misfit};
use crate::transport::{Recorded, Recorder};

/// One example: the values that its request is made of, and what came of it.
pub struct Run<'a> {
    pub(crate) case: &'a Case,
    values: Vec<String>,
    query: Vec<(String, String)>,
    recorder: Recorder,
    notes: RefCell<Notes>,
    runtime: tokio::runtime::Runtime,
}

/// What is known of an example after its run.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Why a value of the request could not be given to the client.
    pub(crate) unmade: Option<String>,
    /// Values of arguments that only say what belongs in their place.
    pub(crate) described: Vec<String>,
    /// Values of the request's body that are not of the documented type.
    pub(crate) misfits: Vec<Misfit>,
    /// Whether the method takes any JSON.
    pub(crate) untyped: bool,
    /// Query parameters that the method takes.
    pub(crate) taken: Vec<String>,
    /// What was sent.
    pub(crate) recorded: Option<Recorded>,
    /// What was read.
    pub(crate) read: Option<Read>,
}

/// Runs an example. Gives back nothing when no function makes its request.
pub(crate) fn run(case: &Case, call: Option<Call>) -> Option<Notes> {
    let call = call?;
    let values = case.values.iter().map(|value| decoded(value)).collect();
    let query = case.query.iter().map(|(name, value)| (decoded(name), decoded(value))).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime without threads needs nothing");
    let run = Run { case, values, query, recorder: Recorder::default(), notes: RefCell::default(), runtime };
    call(&run);
    let mut notes = run.notes.into_inner();
    notes.recorded = run.recorder.take();
    Some(notes)
}

pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

impl Run<'_> {
    /// A client whose transport records the request and gives the documented response.
    pub fn client(&self) -> Client {
        let transport = self.recorder.transport(self.case.response.as_ref());
        let client = Client::builder().anonymous().retry(RetryPolicy::never()).transport(transport);
        client.build().expect("the settings are complete")
    }

    /// The value of a placeholder.
    pub fn value(&self, at: usize) -> &str {
        self.values.get(at).map_or("", String::as_str)
    }

    /// The value of a placeholder that is a number, a date or the like.
    ///
    /// # Panics
    ///
    /// For a type of which none of the texts below is a value: add one.
    pub fn scalar<T>(&self, at: usize) -> T
    where
        Option<T>: Scalar,
    {
        let text = self.value(at);
        scalar(text).unwrap_or_else(|| {
            if fit::says_what(text) {
                self.notes.borrow_mut().described.push(text.to_owned());
            } else {
                self.unmade("the value of an argument is of another type".to_owned());
            }
            SOME.into_iter().find_map(scalar).expect("each type has a text")
        })
    }

    /// The value of a query parameter that the method takes.
    pub fn query(&self, name: &str) -> &str {
        self.notes.borrow_mut().taken.push(name.to_owned());
        match self.query.iter().find(|(known, _)| known == name) {
            Some((_, value)) => value,
            None => {
                self.unmade("a query parameter that the method takes is not in the example".to_owned());
                ""
            }
        }
    }

    /// The body as the type that the method takes; an empty one when the example has none that can be read.
    pub fn body<T: Element + DeserializeOwned + Default>(&self) -> T {
        match serde_json::from_str::<T>(&self.case.body) {
            Ok(body) => {
                self.notes.borrow_mut().misfits = fit::misfits(&body);
                body
            }
            Err(error) => {
                self.unmade(match error.classify() {
                    _ if self.case.body.is_empty() => "the example sends no body".to_owned(),
                    serde_json::error::Category::Data => {
                        format!("the body can't be read: {}", reason(&error))
                    }
                    _ => "the body is not JSON".to_owned(),
                });
                T::default()
            }
        }
    }

    /// The body as any JSON.
    pub fn json(&self) -> Value {
        self.notes.borrow_mut().untyped = true;
        serde_json::from_str(&self.case.body).unwrap_or_else(|_| {
            let why =
                if self.case.body.is_empty() { "the example sends no body" } else { "the body is not JSON" };
            self.unmade(why.to_owned());
            Value::Null
        })
    }

    /// The object that the body refers to.
    pub fn reference(&self) -> String {
        let body: Option<Value> = serde_json::from_str(&self.case.body).ok();
        let url = body.as_ref().and_then(|body| body.get("@odata.id")?.as_str());
        url.map(str::to_owned).unwrap_or_else(|| {
            self.unmade("the body has no `@odata.id`".to_owned());
            String::new()
        })
    }

    /// The media type of the body.
    pub fn content_type(&self) -> &str {
        case::header(&self.case.headers, "content-type").unwrap_or("application/octet-stream")
    }

    /// The bytes of the body.
    pub fn content(&self) -> Vec<u8> {
        self.case.body.clone().into_bytes()
    }

    /// The query options that the method doesn't take.
    pub(crate) fn options(&self) -> Vec<(&str, &str)> {
        let notes = self.notes.borrow();
        let left = self.query.iter().filter(|(name, _)| !notes.taken.contains(name));
        left.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    pub(crate) fn wait<F: IntoFuture>(&self, future: F) -> F::Output {
        self.runtime.block_on(future.into_future())
    }

    pub(crate) fn read(&self, read: Read) {
        self.notes.borrow_mut().read = Some(read);
    }

    fn unmade(&self, why: String) {
        self.notes.borrow_mut().unmade.get_or_insert(why);
    }
}

/// A text for each type of scalar.
const SOME: [&str; 5] =
    ["0", "true", "2000-01-01", "2000-01-01T00:00:00Z", "00000000-0000-0000-0000-000000000000"];

/// The value that a text in a URL stands for: it is written as in JSON, but without quotes.
fn scalar<T>(text: &str) -> Option<T>
where
    Option<T>: Scalar,
{
    let mut value = None;
    let fits = serde_json::from_str(text).is_ok_and(|json| value.put(json).is_ok()) || value.put_text(text);
    value.filter(|_| fits)
}

/// An error of reading without the place in the text.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use msgraph_core::model::{Date, OffsetDateTime, Uuid};

    use super::*;

    #[test]
    fn each_scalar_has_a_text() {
        let read = |text: &str| {
            [
                scalar::<i32>(text).is_some(),
                scalar::<f64>(text).is_some(),
                scalar::<bool>(text).is_some(),
                scalar::<Date>(text).is_some(),
                scalar::<OffsetDateTime>(text).is_some(),
                scalar::<Uuid>(text).is_some(),
            ]
        };
        let expected = [
            [true, true, false, false, false, false],
            [false, false, true, false, false, false],
            [false, false, false, true, false, false],
            [false, false, false, false, true, false],
            [false, false, false, false, false, true],
        ];
        assert_eq!(SOME.map(read), expected);
    }
}
