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

impl Operation {
    /// What callers must have been granted in fact: the permissions of the documentation, but for an application no request below `/me`
    /// is supported, whatever its page says, as an application is nobody's `me`.
    pub const fn effective_permissions(&self) -> Permissions {
        let mut permissions = self.permissions;
        if is_below_me(self.template) {
            permissions.application = Requirement::Unsupported;
        }
        permissions
    }
}

/// Whether a path is `/me` or below it, in any case.
const fn is_below_me(path: &str) -> bool {
    let path = path.as_bytes();
    matches!(path, [b'/', b'm' | b'M', b'e' | b'E'] | [b'/', b'm' | b'M', b'e' | b'E', b'/', ..])
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
