//! Lists of named values.

use crate::source::Span;

/// An enum as a page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumeration {
    /// The name as the page writes it; may be dotted.
    pub name: String,
    /// The namespace of the page.
    pub namespace: String,
    /// What it is for. Empty when the page does not say.
    pub description: String,
    /// Whether several members can be given at once.
    pub flags: bool,
    /// The members, in the order of the page.
    pub members: Vec<Member>,
    /// Where the list stands.
    pub span: Span,
}

/// A member of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name.
    pub name: String,
    /// Its number, where the page gives one.
    pub value: Option<i64>,
    /// What it means.
    pub description: String,
}
