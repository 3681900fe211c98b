//! What a program was granted against what it calls.
//!
//! | kind | says | counts |
//! |---|---|---|
//! | missing | no granted permission opens a call | yes |
//! | unknown | a granted identifier names no known permission, so nobody can say what it opens | yes |
//! | unused | a permission opens none of the calls | yes |
//! | redundant | what a permission opens, the others open too | yes |
//! | replaceable | permissions that promise less open the same calls | yes |
//! | doubtful | the docs are silent about a call, or can be read so that it is closed | no |
//! | conditional | a call is open under a condition only | no |
//!
//! A call of which it is not known for whom it is made is open when either kind of caller may make it.

mod calls;
mod side;

use serde::Serialize;

use self::side::Side;
use super::granted::Granted;
use super::ignore::{self, Entry, Stale};
use super::least::{self, Least};
use super::{Call, Caller, Facts, Seen};
use crate::ir::Scheme;

/// The outcome of a review.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// How many different operations were reviewed.
    pub calls: usize,
    /// The granted permissions.
    pub granted: Vec<GrantedName>,
    /// What was found, in the order of the kinds.
    pub findings: Vec<Finding>,
    /// The smallest sets that would open the missing calls, beside what is granted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_add: Vec<Addition>,
    /// The smallest sets for all calls.
    pub least: Vec<Least>,
    /// Entries of the ignore list that have no effect.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<Stale>,
}

impl Review {
    /// Whether something counts that nobody has accepted.
    pub fn has_findings(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind.counts() && finding.accepted.is_none())
    }
}

/// A granted permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GrantedName {
    /// The name.
    pub name: String,
    /// To which kind of caller.
    pub caller: Caller,
}

/// What would have to be granted as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Addition {
    /// To which kind of caller.
    pub caller: Caller,
    /// The permissions.
    pub permissions: Vec<String>,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// No granted permission opens a call.
    Missing,
    /// A granted identifier names no known permission.
    Unknown,
    /// A permission opens none of the calls.
    Unused,
    /// What a permission opens, the others open too.
    Redundant,
    /// Permissions that promise less open the same calls.
    Replaceable,
    /// The docs are silent about a call, or can be read so that it is closed.
    Doubtful,
    /// A call is open under a condition only.
    Conditional,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 7] = [
        Kind::Missing,
        Kind::Unknown,
        Kind::Unused,
        Kind::Redundant,
        Kind::Replaceable,
        Kind::Doubtful,
        Kind::Conditional,
    ];

    /// The name.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Missing => "missing",
            Kind::Unknown => "unknown",
            Kind::Unused => "unused",
            Kind::Redundant => "redundant",
            Kind::Replaceable => "replaceable",
            Kind::Doubtful => "doubtful",
            Kind::Conditional => "conditional",
        }
    }

    /// The kind with a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether findings of the kind are about a call, not about a grant.
    pub fn is_about_calls(self) -> bool {
        matches!(self, Kind::Missing | Kind::Doubtful | Kind::Conditional)
    }

    /// Whether findings of the kind make a review fail.
    pub fn counts(self) -> bool {
        !matches!(self, Kind::Doubtful | Kind::Conditional)
    }

    /// What the kind means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Kind::Missing => "No granted permission opens a call that the program makes.",
            Kind::Unknown => "What was granted names no known permission, so nobody can say what it opens.",
            Kind::Unused => "A granted permission opens none of the calls that the program makes.",
            Kind::Redundant => {
                "Everything that a granted permission opens is opened by other granted permissions too."
            }
            Kind::Replaceable => "Permissions that promise less would open the same calls.",
            Kind::Doubtful => "The docs do not say clearly whether a granted permission opens a call.",
            Kind::Conditional => "A call is open only under a condition that the docs name.",
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Its kind.
    pub kind: Kind,
    /// The kind of caller that it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<Caller>,
    /// The permission or the call that it is about.
    pub subject: String,
    /// What is the matter, in a sentence.
    pub message: String,
    /// For a call: what opens it, by kind of caller. For a permission: what would do instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<String>,
    /// The calls that show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<String>,
    /// Where these calls were seen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// The line of the grant, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Why it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// Reviews grants against calls. `delegated` is the scheme that delegated grants are read under; `today` is a date such as
/// `2027-01-31`.
pub fn review(
    facts: &Facts,
    calls: &[Call],
    granted: &Granted,
    delegated: Scheme,
    accepted: &[Entry],
    today: &str,
) -> Review {
    let grants = granted.permissions.as_slice();
    let mut callers: Vec<Caller> = grants.iter().map(|grant| grant.caller).collect();
    callers.extend(calls.iter().filter_map(|call| call.caller));
    callers.sort_unstable();
    callers.dedup();
    if callers.is_empty() {
        callers.push(Caller::of(delegated));
    }
    let sides: Vec<Side<'_>> =
        callers.iter().map(|&caller| Side::of(facts, calls, grants, caller, delegated)).collect();
    let mut review = Review {
        calls: distinct(calls),
        granted: grants
            .iter()
            .map(|grant| GrantedName { name: grant.name.clone(), caller: grant.caller })
            .collect(),
        findings: Vec::new(),
        to_add: Vec::new(),
        least: sides.iter().map(|side| least::least(facts, calls, side.scheme)).collect(),
        stale: Vec::new(),
    };
    review.findings.extend(granted.unknown.iter().map(|unknown| Finding {
        kind: Kind::Unknown,
        caller: Some(unknown.caller),
        subject: unknown.id.clone(),
        message: format!("`{}` is not a known {} permission", unknown.id, unknown.caller.as_str()),
        instead: Vec::new(),
        calls: Vec::new(),
        seen: Vec::new(),
        line: None,
        accepted: None,
    }));
    calls::closed(facts, calls, &sides, &mut review);
    for side in &sides {
        side.excess(calls, &mut review.findings);
    }
    review.findings.sort_by(|a, b| (a.kind, a.caller, &a.subject).cmp(&(b.kind, b.caller, &b.subject)));
    ignore::accept(&mut review, accepted, today);
    review
}

fn distinct(calls: &[Call]) -> usize {
    let mut operations: Vec<usize> = calls.iter().map(|call| call.operation).collect();
    operations.sort_unstable();
    operations.dedup();
    operations.len()
}

/// Where operations were seen, each place once.
fn seen(calls: &[Call], operations: &[usize]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = calls
        .iter()
        .filter(|call| operations.contains(&call.operation))
        .flat_map(|call| call.seen.clone())
        .collect();
    seen.sort();
    seen.dedup();
    seen
}
