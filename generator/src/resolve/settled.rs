//! What the resolver hands on: the model, and what it saw on the way that the model does not keep. `check` asks about both.

use super::claim::Rank;
use super::examples::Assigned;
use crate::ir::{Api, Requirement, Type, TypeId, Version};
use crate::source::Span;

/// The model with what it was settled from.
pub(crate) struct Settled {
    pub(crate) api: Api,
    pub(crate) assigned: Assigned,
    pub(crate) shared: Vec<SharedRequest>,
    pub(crate) bases: Vec<StatedBases>,
    pub(crate) samples: Vec<SampleType>,
    pub(crate) retyped: Vec<Retyped>,
}

/// A request that several pages document.
pub(crate) struct SharedRequest {
    /// Its lines, that of the page first that the facts come from.
    pub(crate) lines: Vec<RequestLine>,
    /// For each scheme what the pages state that say something of it, in the same order.
    pub(crate) statements: Vec<Vec<Statement>>,
}

/// A line that documents a request.
pub(crate) struct RequestLine {
    /// Method and path as the page writes them.
    pub(crate) request: String,
    pub(crate) span: Span,
    pub(crate) rank: Rank,
    /// Whether the line stands on the page, and is not inferred from an example.
    pub(crate) listed: bool,
}

/// What one page states for one scheme of a request.
pub(crate) struct Statement {
    /// Method and path as they were settled for the page.
    pub(crate) request: String,
    pub(crate) rank: Rank,
    pub(crate) requirement: Requirement,
    /// The cells or sentences that state it, each with its part.
    pub(crate) grants: Vec<(Span, Requirement)>,
}

/// The types that pages name as bases of a type.
pub(crate) struct StatedBases {
    pub(crate) version: Version,
    pub(crate) ty: TypeId,
    /// Where the first page about the type speaks of it.
    pub(crate) span: Option<Span>,
    /// The weightiest statement first.
    pub(crate) bases: Vec<TypeId>,
}

/// A property whose JSON names another type than its row.
pub(crate) struct SampleType {
    pub(crate) version: Version,
    pub(crate) property: String,
    pub(crate) row: Span,
    pub(crate) sample: Span,
    /// The row's type, which is taken.
    pub(crate) taken: TypeId,
    /// The type in the JSON.
    pub(crate) shown: TypeId,
}

/// A property that has another type since every example shows it.
pub(crate) struct Retyped {
    pub(crate) version: Version,
    /// The type that has the property.
    pub(crate) owner: TypeId,
    pub(crate) property: String,
    /// The type that it had before.
    pub(crate) told: Type,
    pub(crate) shown: Type,
}
