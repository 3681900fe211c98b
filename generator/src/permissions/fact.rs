//! What the docs say of one request.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ir::{Method, PageRef, Permissions, Requirement, Scheme, SourceLocation, Version};

/// What the docs say about one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// The API version.
    pub version: Version,
    /// The HTTP method.
    pub method: Method,
    /// The path below the version.
    pub path: String,
    /// The heading of the page.
    pub title: String,
    /// The pages that document the request, the one that the facts come from first.
    pub pages: Vec<PageRef>,
    /// Who may make the request.
    pub permissions: Permissions,
    /// The properties of what the request gives whose reading needs a permission besides, in the order of the type. Where two sentences
    /// differ there is a fact for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<PropertyFact>,
    /// Whether the pages call the request deprecated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// Whether no page lists the request, so that only an example or a table of arguments shows it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_shown: bool,
}

/// A property of what a request gives whose reading needs a permission besides those of the request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PropertyFact {
    /// The path below the type of the response, with dots: `signInActivity`, `profile.birthday`.
    pub name: String,
    /// What is needed.
    pub requirement: Requirement,
    /// Where the docs say so.
    pub place: SourceLocation,
}

impl Fact {
    /// What one scheme needs. An application cannot call `/me` and what is below it, whatever a table that it shares with other
    /// requests says: there is no signed-in user.
    pub fn requirement(&self, scheme: Scheme) -> &Requirement {
        self.requirement_at(scheme, is_below_me(&self.path))
    }

    /// What one scheme needs when the request is made by an address that is, or is not, `/me` or below it. An address can be another
    /// one than the docs have: what they describe for the drive of `/me` works for every drive.
    pub fn requirement_at(&self, scheme: Scheme, below_me: bool) -> &Requirement {
        match scheme {
            Scheme::Application if below_me => &Requirement::Unsupported,
            _ => self.permissions.of(scheme),
        }
    }

    /// `GET /users/{id}`
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// `v1.0 GET /users/{id}`
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.version, self.method, self.path)
    }
}

/// Whether a path is `/me` or below it.
pub fn is_below_me(path: &str) -> bool {
    first_segment(path).eq_ignore_ascii_case("me")
}

/// `me` of `/me/messages`.
pub(super) fn first_segment(path: &str) -> &str {
    path.trim_start_matches('/').split(['/', '(', ':', '?']).next().unwrap_or_default()
}
