//! Calls that a program makes, and who makes them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ir::Scheme;

/// A call that a program makes: a documented operation, with everything that showed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// The operation, as a position in [`Facts::operations`](super::Facts::operations).
    #[serde(skip)]
    pub operation: usize,
    /// Whether it is known that the app calls without a user, or for one; both when neither is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<Caller>,
    /// Whether the address is `/me` or below it; none when the call is known by its template alone.
    #[serde(skip)]
    pub below_me: Option<bool>,
    /// The properties that the query names and whose reading needs a permission besides, as positions in
    /// [`Fact::properties`](super::Fact::properties).
    #[serde(skip)]
    pub properties: BTreeSet<usize>,
    /// The requests that give the relationships that the query expands, as positions in [`Facts::operations`](super::Facts::operations).
    #[serde(skip)]
    pub expanded: BTreeSet<usize>,
    /// Where the call was seen.
    pub seen: Vec<Seen>,
}

impl Call {
    /// A call of an operation, of which nothing else is known.
    pub fn new(operation: usize) -> Self {
        Self {
            operation,
            caller: None,
            below_me: None,
            properties: BTreeSet::new(),
            expanded: BTreeSet::new(),
            seen: Vec::new(),
        }
    }
}

/// Whether an app acts for a user or as itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Caller {
    /// For a signed-in user.
    Delegated,
    /// As itself.
    Application,
}

impl Caller {
    /// The caller of a scheme.
    pub fn of(scheme: Scheme) -> Self {
        match scheme {
            Scheme::DelegatedWork | Scheme::DelegatedPersonal => Self::Delegated,
            Scheme::Application => Self::Application,
        }
    }

    /// `delegated` or `application`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delegated => "delegated",
            Self::Application => "application",
        }
    }
}

/// Where a call was seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seen {
    /// The file.
    pub file: String,
    /// The line, from 1; none where the file has no lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The request as it stood there.
    pub request: String,
}

/// Where operations were seen, each place once.
pub(super) fn seen(calls: &[Call], operations: &[usize]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = calls
        .iter()
        .filter(|call| operations.contains(&call.operation))
        .flat_map(|call| call.seen.clone())
        .collect();
    seen.sort();
    seen.dedup();
    seen
}
