//! What a review finds.

use serde::Serialize;

use crate::permissions::least::Least;
use crate::permissions::risk::Risk;
use crate::permissions::{Caller, Seen};

/// What would have to be granted as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
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
pub enum FindingKind {
    /// No granted permission opens a call.
    Missing,
    /// The kind of caller cannot make a call at all.
    Unsupported,
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

impl FindingKind {
    /// All of them.
    pub const ALL: [FindingKind; 8] = [
        FindingKind::Missing,
        FindingKind::Unsupported,
        FindingKind::Unknown,
        FindingKind::Unused,
        FindingKind::Redundant,
        FindingKind::Replaceable,
        FindingKind::Doubtful,
        FindingKind::Conditional,
    ];

    /// The name.
    pub fn as_str(self) -> &'static str {
        match self {
            FindingKind::Missing => "missing",
            FindingKind::Unsupported => "unsupported",
            FindingKind::Unknown => "unknown",
            FindingKind::Unused => "unused",
            FindingKind::Redundant => "redundant",
            FindingKind::Replaceable => "replaceable",
            FindingKind::Doubtful => "doubtful",
            FindingKind::Conditional => "conditional",
        }
    }

    /// The kind with a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether findings of the kind are about a call, not about a grant.
    pub fn is_about_calls(self) -> bool {
        matches!(
            self,
            FindingKind::Missing
                | FindingKind::Unsupported
                | FindingKind::Doubtful
                | FindingKind::Conditional
        )
    }

    /// Whether findings of the kind make a review fail.
    pub fn counts(self) -> bool {
        !matches!(self, FindingKind::Doubtful | FindingKind::Conditional)
    }

    /// What the kind means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            FindingKind::Missing => "No granted permission opens a call that the program makes.",
            FindingKind::Unsupported => "A kind of caller cannot make a call that the program makes.",
            FindingKind::Unknown => {
                "What was granted names no known permission, so nobody can say what it opens."
            }
            FindingKind::Unused => "A granted permission opens none of the calls that the program makes.",
            FindingKind::Redundant => {
                "Everything that a granted permission opens is opened by other granted permissions too."
            }
            FindingKind::Replaceable => "Less privileged permissions would open the same calls.",
            FindingKind::Doubtful => "The docs do not say clearly whether a granted permission opens a call.",
            FindingKind::Conditional => "A call is open only under a condition that the docs name.",
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Finding {
    /// Its kind.
    pub kind: FindingKind,
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
    /// What an unused, redundant or replaceable permission opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<OpensMuch>,
    /// How dangerous the permission is, where a list says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    /// The line of the grant, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Why it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// What a permission opens, over all documented requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OpensMuch {
    /// How many requests.
    pub requests: usize,
    /// How many of them write.
    pub writes: usize,
    /// Up to three of them, those that write first.
    pub examples: Vec<String>,
}

/// The outcome of a review.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
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
#[non_exhaustive]
pub struct GrantedName {
    /// The name.
    pub name: String,
    /// To which kind of caller.
    pub caller: Caller,
}

/// A line of the list that has no effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Stale {
    /// The line, from 1.
    pub line: usize,
    /// What it says.
    pub entry: String,
    /// Why it has no effect.
    pub why: String,
}
