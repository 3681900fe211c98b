//! What was granted.

use std::collections::BTreeSet;

use crate::permissions::Caller;

/// The application id of Microsoft Graph itself.
pub const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// What was granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Granted {
    /// The permissions, each once, in the order of the text.
    pub permissions: Vec<Grant>,
    /// Identifiers that name no known permission.
    pub unknown: Vec<Unknown>,
    /// What could not be read or does not belong to Microsoft Graph, in words.
    pub skipped: Vec<String>,
    /// Why what was read may not hold: a token that has expired, or that does not say for whom it is.
    pub doubts: Vec<String>,
}

/// A granted permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The name, spelled as the reference spells it where it is known.
    pub name: String,
    /// To which kind of caller.
    pub caller: Caller,
    /// To which application: its id, else the object id of its service principal; none when the form does not say it.
    pub app: Option<String>,
    /// The line, from 1; none in a form without lines.
    pub line: Option<usize>,
}

/// An identifier that was granted and names no known permission.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// The identifier.
    pub id: String,
    /// To which kind of caller.
    pub caller: Caller,
    /// To which application.
    pub app: Option<String>,
}

impl Granted {
    /// Adds what another text grants.
    pub fn extend(&mut self, other: Self) {
        self.permissions.extend(other.permissions);
        self.unknown.extend(other.unknown);
        self.skipped.extend(other.skipped);
        self.doubts.extend(other.doubts);
    }

    /// The same grants as those of one application, each once.
    #[must_use]
    pub fn without_apps(mut self) -> Self {
        let mut seen = BTreeSet::new();
        self.permissions.retain_mut(|grant| {
            grant.app = None;
            seen.insert((grant.caller, grant.name.to_lowercase()))
        });
        seen.clear();
        self.unknown.retain_mut(|unknown| {
            unknown.app = None;
            seen.insert((unknown.caller, unknown.id.clone()))
        });
        self
    }
}
