//! What a page claims about a request: one line of it, with the page.

use std::collections::BTreeMap;

use crate::ir::{Method, PathTemplate, Version};
use crate::page::{self, Request};

/// The requests of the docs by version, path and method, each with the lines that document it.
pub(super) type Claims<'p> = BTreeMap<(Version, String, Method), Vec<Claim<'p>>>;

/// One request line with its page.
pub(super) struct Claim<'p> {
    /// The page.
    pub(super) page: &'p page::Operation,
    /// Its file's path.
    pub(super) path: &'p str,
    /// The line.
    pub(super) request: &'p Request,
    /// The request of the page that this one is like, when no page lists this one.
    pub(super) like: Option<&'p Request>,
    /// Whether the page speaks of the request from another workload, as `workload.rs` tells.
    pub(super) of_other_workload: bool,
    /// Its path, mended with what only the page as a whole or the docs as a whole tell.
    pub(super) template: PathTemplate,
}

/// How far a page is from being about a request, the nearest first: not a rendered page, not one that asks for something else in
/// the query (`/users/{id}?$expand=extensions`).
pub(super) type Rank = (bool, bool);

/// The rank of a line's page.
pub(super) fn rank(claim: &Claim<'_>) -> Rank {
    let query = &claim.request.path.query;
    let aside = query.iter().any(|(name, _)| matches!(name.as_str(), "$expand" | "$filter"));
    (claim.page.rendered, aside)
}
