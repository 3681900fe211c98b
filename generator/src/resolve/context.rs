//! The operation whose facts are settled.

use super::claim::Claim;
use crate::ir::{Example, Method, PathTemplate, SourceLocation, Version};
use crate::source::Span;

/// The request whose facts are settled.
pub(super) struct OperationContext<'a> {
    pub(super) version: Version,
    pub(super) method: Method,
    /// The page that the facts come from.
    pub(super) claim: &'a Claim<'a>,
    /// The other pages that document the request.
    pub(super) others: &'a [Claim<'a>],
    /// The path with its placeholders told apart.
    pub(super) template: &'a PathTemplate,
    /// Whether a key follows the path somewhere in the docs.
    pub(super) is_collection: bool,
    /// Whether a key follows the path in a request of this version, listed or shown.
    pub(super) has_items: bool,
    /// The documented requests of all pages.
    pub(super) examples: &'a [Example],
    /// The documented requests that show what it gives; those of its siblings where it has none.
    pub(super) answering: &'a [Example],
    pub(super) place: &'a dyn Fn(Span) -> SourceLocation,
}
