//! A request of the client's own type: what is set on it, and what its answer is read into.

use std::any::TypeId;

use msgraph_core::emitted::Element;
use msgraph_core::model::Wrapped;
use msgraph_core::{Bytes, Error, NoContent, Output, Page, Request, Result, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fit::{self, Misfit};
use crate::run::{Run, reason};

/// A request as the generated method gives it.
#[derive(Debug)]
pub struct Sent<R>(pub Request<R>);

/// What the client made of an answer.
#[derive(Debug)]
pub(crate) enum Read {
    /// A value, written back.
    Json(Written),
    /// Content.
    Bytes(Vec<u8>),
    /// Nothing was expected.
    Nothing,
    /// An error of the service, with its status.
    Refused(u16),
    /// It could not be read, or was never asked for.
    Failed(String),
}

/// A value that was read and written back.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) json: Value,
    pub(crate) misfits: Vec<Misfit>,
    /// Whether the type is any JSON.
    pub(crate) untyped: bool,
    /// How many properties fields hold.
    pub(crate) held: usize,
    /// How many properties no field holds.
    pub(crate) other: usize,
}

impl<R> Sent<R> {
    /// Sets the example's query options and headers, with the setters that there are for them.
    #[must_use]
    pub fn with_options(self, run: &Run<'_>) -> Self {
        let mut request = self.0;
        for (name, value) in run.options() {
            let items = || value.split(',').collect::<Vec<_>>();
            request = match (name, value.parse::<u32>(), value.parse::<bool>()) {
                ("$select", ..) => request.select(items()),
                ("$expand", ..) => request.expand(items()),
                ("$orderby", ..) => request.orderby(items()),
                ("$filter", ..) => request.filter(value),
                ("$search", ..) => request.search(value),
                ("$format", ..) => request.format(value),
                ("$top", Ok(count), _) => request.top(count),
                ("$skip", Ok(count), _) => request.skip(count),
                ("$count", _, Ok(wanted)) => request.count(wanted),
                _ => request.query(name, value),
            };
        }
        for (name, value) in run.case.set_headers() {
            request = match name.to_ascii_lowercase().as_str() {
                "consistencylevel" => request.consistency_level(value),
                "if-match" => request.if_match(value),
                "if-none-match" => request.if_none_match(value),
                "prefer" => request.prefer(value),
                _ => request.header(name, value),
            };
        }
        Sent(request)
    }
}

/// Sends the request, and looks at the value that it gives.
fn read<R: Output>(request: Request<R>, run: &Run<'_>, look: impl FnOnce(R) -> Read) {
    let outcome: Result<R> = run.wait(request);
    run.read(match outcome {
        Ok(value) => look(value),
        Err(error) => failed(&error),
    });
}

fn failed(error: &Error) -> Read {
    match (error, error.status()) {
        (Error::Decode(misfit), _) => Read::Failed(reason(&misfit.source)),
        (_, Some(status)) => Read::Refused(status.as_u16()),
        _ => Read::Failed(error.to_string()),
    }
}

/// A value in the answer.
struct Looked {
    misfits: Vec<Misfit>,
    held: usize,
    other: usize,
    untyped: bool,
}

fn look<T: Element>(values: &[&T]) -> Looked {
    let mut looked = Looked {
        misfits: Vec::new(),
        held: 0,
        other: 0,
        untyped: TypeId::of::<T>() == TypeId::of::<Value>(),
    };
    for value in values {
        looked.misfits.extend(fit::misfits(*value));
        let (held, other) = fit::properties(value.view());
        looked.held += held;
        looked.other += other;
    }
    looked
}

fn written(value: &impl Serialize, looked: Looked) -> Read {
    let Looked { misfits, held, other, untyped } = looked;
    match serde_json::to_value(value) {
        Ok(json) => Read::Json(Written { json, misfits, untyped, held, other }),
        Err(error) => Read::Failed(format!("it can't be written: {error}")),
    }
}

/// The answer of a request whose type has no wrapper around it.
pub trait Typed {
    /// Sends the request and looks at what comes back.
    fn answer(self, run: &Run<'_>);
}

impl<T: Element + Serialize + DeserializeOwned + Send> Typed for Sent<T> {
    fn answer(self, run: &Run<'_>) {
        read(self.0, run, |value| written(&value, look(&[&value])));
    }
}

impl<T: Element + Serialize + DeserializeOwned + Send> Sent<Page<T>> {
    /// Sends the request and looks at what comes back.
    pub fn answer(self, run: &Run<'_>) {
        read(self.0, run, |page| written(&page, look(&page.value.iter().collect::<Vec<_>>())));
    }
}

impl<T: Element + Serialize + DeserializeOwned + Send> Sent<Wrapped<T>> {
    /// Sends the request and looks at what comes back.
    pub fn answer(self, run: &Run<'_>) {
        read(self.0, run, |wrapped| written(&wrapped, look(&[&wrapped.value])));
    }
}

/// The answer of a request that may give nothing.
pub trait Optional {
    /// Sends the request and looks at what comes back.
    fn answer(self, run: &Run<'_>);
}

impl<T: Element + Serialize + DeserializeOwned + Send> Optional for Sent<Option<T>> {
    fn answer(self, run: &Run<'_>) {
        read(self.0, run, |value| written(&value, look(&value.iter().collect::<Vec<_>>())));
    }
}

impl<T: Element + Serialize + DeserializeOwned + Send> Sent<Option<Wrapped<T>>> {
    /// Sends the request and looks at what comes back.
    pub fn answer(self, run: &Run<'_>) {
        read(self.0, run, |value| {
            written(&value, look(&value.iter().map(|wrapped| &wrapped.value).collect::<Vec<_>>()))
        });
    }
}

impl Sent<Bytes> {
    /// Sends the request and looks at what comes back.
    pub fn answer(self, run: &Run<'_>) {
        read(self.0, run, |bytes| Read::Bytes(bytes.to_vec()));
    }
}

impl Sent<NoContent> {
    /// Sends the request and looks at what comes back.
    pub fn answer(self, run: &Run<'_>) {
        read(self.0, run, |_| Read::Nothing);
    }
}
