//! What the documentation says about one request, as constants that cost nothing until read.

use core::fmt;

pub use crate::permission::{Alternative, Permissions, Requirement};

/// One documented request: an HTTP method on a path of one API version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The API version, which is also the first segment of the URL: `v1.0` or `beta`.
    pub version: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path with its placeholders, such as `/users/{id}/messages`.
    pub template: &'static str,
    /// The title of the page that documents the request.
    pub title: &'static str,
    /// The addresses of all pages that document the request.
    pub docs: &'static [&'static str],
    /// What the caller must have been granted.
    pub permissions: Permissions,
    /// The query options that the pages mention, such as `$select`.
    pub query_options: &'static [&'static str],
    /// Whether no page lists the request, so that only an example or a table of arguments shows it. The permissions are those of that page.
    pub only_shown: bool,
}

/// `GET /users/{id}/messages`
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}

/// The HTTP methods that Microsoft Graph documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or calls an action.
    Post,
    /// Replaces.
    Put,
    /// Changes some properties.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method as it travels: `GET`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One generated method: the operation that it calls, and a text by which a compiled program shows
/// that it can make the call.
///
/// Each generated method has a `static` of its own that nothing else mentions. The linker keeps the
/// marker exactly when the method is reachable, so the markers found in a program are the requests
/// that it can make.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The operation that the method calls.
    pub operation: &'static Operation,
    /// The text to find, such as `graphdocs:v1.0 GET /me/messages`. The linker puts texts side by
    /// side, so it should show where it ends, for example with a line break.
    pub marker: &'static str,
}

impl Call {
    /// The operation, with the marker used in a way that no optimiser can see through: without this
    /// the text would be dropped from release builds, as nothing else reads it.
    #[inline]
    pub(crate) fn reached(&'static self) -> &'static Operation {
        core::hint::black_box(self.marker.as_bytes());
        self.operation
    }
}
