//! Which method calls a request, and whether it stands on the builder of the request or on the one before.

use crate::ir::{Operation, OperationKind, Segment};
use crate::names::short;

/// A method that calls.
pub(super) struct Verb {
    /// The wire word or words that the method is named after.
    pub(super) name: String,
    /// How many of the last segments the method appends itself.
    pub(super) takes: usize,
}

impl Verb {
    fn here(name: &str) -> Self {
        Self { name: name.to_owned(), takes: 0 }
    }

    /// The same request called on its own builder.
    pub(super) fn on_own_place(self) -> Self {
        if self.takes == 0 { self } else { Self::here("call") }
    }

    fn before(name: &str) -> Self {
        Self { name: name.to_owned(), takes: 1 }
    }
}

/// The method for a request. `leads_on` says whether the request's own builder has builders below it: then what its path ends with is
/// called there.
pub(super) fn verb(operation: &Operation, leads_on: bool) -> Verb {
    match (operation.segments.segments.last(), word(operation.kind)) {
        (Some(Segment::Ref | Segment::Value | Segment::Count), word) => Verb::before(word.unwrap_or("call")),
        (Some(Segment::Literal(name) | Segment::Function { name, .. }), None) if !leads_on => {
            Verb::before(short(name))
        }
        (Some(Segment::Literal(_)), Some(word)) if !leads_on && is_of_content(operation.kind) => {
            Verb::before(word)
        }
        (_, word) => Verb::here(word.unwrap_or("call")),
    }
}

/// The words for a kind of request; none for actions and functions, which the path names.
fn word(kind: OperationKind) -> Option<&'static str> {
    Some(match kind {
        OperationKind::List => "list",
        OperationKind::Get => "get",
        OperationKind::Create => "create",
        OperationKind::Update => "update",
        OperationKind::Replace => "replace",
        OperationKind::Delete => "delete",
        OperationKind::Action | OperationKind::Function => return None,
        OperationKind::ListReferences => "list refs",
        OperationKind::GetReference => "get ref",
        OperationKind::AddReference => "add ref",
        OperationKind::SetReference => "set ref",
        OperationKind::RemoveReference => "remove ref",
        OperationKind::GetContent => "content",
        OperationKind::SetContent => "set content",
        OperationKind::UpdateContent => "update content",
        OperationKind::DeleteContent => "delete content",
        OperationKind::Count => "count",
    })
}

/// Whether a kind is about what `/content` at the end of a path stands for.
fn is_of_content(kind: OperationKind) -> bool {
    use OperationKind::{DeleteContent, GetContent, SetContent, UpdateContent};
    matches!(kind, GetContent | SetContent | UpdateContent | DeleteContent)
}
