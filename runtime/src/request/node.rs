//! A place in the API's tree of paths, which generated types wrap.

use std::fmt;

use serde::Serialize;

use super::encode::{self, Literal, Unfit};
use super::target::Target;
use super::{Parts, Request};
use crate::body::Body;
use crate::client::Client;
use crate::error::Error;
use crate::operation::Operation;

/// A place in the API's tree of paths: a client and the path so far.
///
/// Generated types wrap a node; each of their methods appends to the path or calls an operation. A
/// value that can't be part of a path is remembered, and the request made from it fails when it is
/// sent.
#[derive(Clone)]
pub struct Node {
    client: Client,
    path: String,
    unfit: Option<Unfit>,
}

impl Node {
    /// The root of one API version, such as `v1.0`.
    pub fn root(client: &Client, version: &str) -> Self {
        let path = format!("/{version}");
        Node { client: client.clone(), path, unfit: None }
    }

    /// The path so far, percent-encoded, beginning with the API version.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole URL, which names an object in the references that
    /// [`call_ref`](Self::call_ref) sends.
    pub fn url(&self) -> String {
        format!("{}{}", self.client.base_url(), self.path)
    }

    /// Appends `/{text}`, where the text is valid in a URL as it stands: a name of the API such as
    /// `messages`, `$value` or `microsoft.graph.user`.
    pub fn segment(&self, text: &'static str) -> Node {
        self.with(|path| {
            path.push('/');
            path.push_str(text);
            Ok(())
        })
    }

    /// Appends `/{key}`. Whatever the key holds, it stays one segment.
    pub fn key(&self, key: &str) -> Node {
        self.with(|path| encode::push_key(path, key))
    }

    /// Appends an alternate key: `(name='key')`, or several of them.
    pub fn named_key(&self, keys: &[(&str, &str)]) -> Node {
        self.with(|path| {
            encode::push_named_key(path, keys);
            Ok(())
        })
    }

    /// Appends the call of a function: `/name(argument='literal')`.
    pub fn function(&self, name: &'static str, arguments: &[(&str, Literal)]) -> Node {
        self.with(|path| {
            encode::push_function(path, name, arguments);
            Ok(())
        })
    }

    /// Appends the path of a drive item: `:/a/b:`. The slashes of `drive_path` separate segments.
    pub fn drive_path(&self, drive_path: &str) -> Node {
        self.with(|path| encode::push_drive_path(path, drive_path))
    }

    /// A request without a body.
    ///
    /// The marker is a text by which a compiled program shows that it can make the call, such as
    /// `graphdocs:v1.0 GET /me/messages`; a line break at its end separates it from the text that the
    /// linker puts behind it. When one generated method alone mentions it, the linker keeps it exactly
    /// if that method is reachable.
    #[inline]
    pub fn call<R>(&self, operation: &'static Operation, marker: &'static str) -> Request<R> {
        self.request(operation, marker, Ok(Body::empty()), None).into()
    }

    /// A request with a JSON body. It is serialised now, and what goes wrong is reported when the
    /// request is sent.
    #[inline]
    pub fn call_with<R, B: Serialize + ?Sized>(
        &self,
        operation: &'static Operation,
        marker: &'static str,
        body: &B,
    ) -> Request<R> {
        self.request(operation, marker, Body::json(body), Some("application/json")).into()
    }

    /// A request with a body of bytes of the given media type.
    #[inline]
    pub fn call_bytes<R>(
        &self,
        operation: &'static Operation,
        marker: &'static str,
        content_type: &str,
        body: impl Into<Body>,
    ) -> Request<R> {
        self.request(operation, marker, Ok(body.into()), Some(content_type)).into()
    }

    /// A request that refers to another object by its URL: `{"@odata.id": url}`.
    #[inline]
    pub fn call_ref<R>(&self, operation: &'static Operation, marker: &'static str, url: &str) -> Request<R> {
        self.call_with(operation, marker, &Reference { url })
    }

    /// Everything about a request but its result, so that this is compiled once.
    fn request(
        &self,
        operation: &'static Operation,
        marker: &'static str,
        body: Result<Body, Error>,
        content_type: Option<&str>,
    ) -> Parts {
        // A use that no optimiser can see through: as nothing else reads the text, release builds would drop it.
        core::hint::black_box(marker.as_bytes());
        let target = Target::Path(self.path.clone());
        let mut parts = Parts::new(self.client.clone(), operation.method.into(), target);
        parts.operation = Some(operation);
        if let Some(unfit) = self.unfit {
            parts.fail(Error::request(unfit));
        }
        parts.set_body(body, content_type);
        parts
    }

    fn with(&self, append: impl FnOnce(&mut String) -> Result<(), Unfit>) -> Node {
        let mut node = self.clone();
        if let Err(unfit) = append(&mut node.path) {
            node.unfit.get_or_insert(unfit);
        }
        node
    }
}

/// Leaves the path out: its keys are names and addresses.
impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node").field("client", &self.client).finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Reference<'a> {
    #[serde(rename = "@odata.id")]
    url: &'a str,
}
