//! What a program was granted against what it calls.
//!
//! | kind | says | counts |
//! |---|---|---|
//! | missing | no granted permission opens a call | yes |
//! | unsupported | the kind of caller cannot make a call at all | yes |
//! | unknown | a granted identifier names no known permission, so nobody can say what it opens | yes |
//! | unused | a permission opens none of the calls | yes |
//! | redundant | what a permission opens, the others open too | yes |
//! | replaceable | candidates of the calls open the same, and the grants rank lower with them ([`least`]) | yes |
//! | doubtful | the docs are silent about a call, or can be read so that it is closed | no |
//! | conditional | a call is open under a condition only, or nothing but conditions would open it | no |
//!
//! A call of which it is not known for whom it is made is open when either kind of caller may make it.

mod calls;
mod side;

use std::collections::BTreeSet;

use serde::Serialize;

use self::side::Side;
use super::demand::Rules;
use super::granted::Granted;
use super::ignore::{self, Entry, Stale};
use super::least::{self, Least};
use super::risk::{Risk, Risks};
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

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 8] = [
        Kind::Missing,
        Kind::Unsupported,
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
            Kind::Unsupported => "unsupported",
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
        matches!(self, Kind::Missing | Kind::Unsupported | Kind::Doubtful | Kind::Conditional)
    }

    /// Whether findings of the kind make a review fail.
    pub fn counts(self) -> bool {
        !matches!(self, Kind::Doubtful | Kind::Conditional)
    }

    /// What the kind means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Kind::Missing => "No granted permission opens a call that the program makes.",
            Kind::Unsupported => "A kind of caller cannot make a call that the program makes.",
            Kind::Unknown => "What was granted names no known permission, so nobody can say what it opens.",
            Kind::Unused => "A granted permission opens none of the calls that the program makes.",
            Kind::Redundant => {
                "Everything that a granted permission opens is opened by other granted permissions too."
            }
            Kind::Replaceable => "Less privileged permissions would open the same calls.",
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
pub struct OpensMuch {
    /// How many requests.
    pub requests: usize,
    /// How many of them write.
    pub writes: usize,
    /// Up to three of them, those that write first.
    pub examples: Vec<String>,
}

/// What is reviewed beside calls and grants.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'t> {
    /// The scheme that delegated grants are read under.
    pub delegated: Scheme,
    /// The only kind of caller that is reviewed; none for every kind that grants or calls name.
    pub only: Option<Caller>,
    /// How what would do instead is chosen.
    pub rules: Rules,
    /// How dangerous permissions are.
    pub risks: &'t Risks,
    /// The findings that people have accepted.
    pub accepted: &'t [Entry],
    /// The day, as `2027-01-31`.
    pub today: &'t str,
}

/// Reviews grants against calls.
pub fn review(facts: &Facts, calls: &[Call], granted: &Granted, terms: Terms<'_>) -> Review {
    let grants = granted.permissions.as_slice();
    let sides: Vec<Side<'_>> = callers(calls, granted, terms)
        .into_iter()
        .map(|caller| match caller {
            Caller::Delegated => terms.delegated,
            Caller::Application => Scheme::Application,
        })
        .map(|scheme| Side::of(facts, calls, grants, scheme, terms.rules))
        .collect();
    let mut review = Review {
        calls: distinct(calls),
        granted: grants
            .iter()
            .map(|grant| GrantedName { name: grant.name.clone(), caller: grant.caller })
            .collect(),
        findings: Vec::new(),
        to_add: Vec::new(),
        least: sides.iter().map(|side| least::least(facts, calls, side.scheme, terms.rules)).collect(),
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
        opens: None,
        risk: None,
        line: None,
        accepted: None,
    }));
    calls::closed(facts, calls, &sides, &mut review);
    for side in &sides {
        side.excess(calls, &mut review.findings);
    }
    for finding in review.findings.iter_mut().filter(|finding| !finding.kind.is_about_calls()) {
        finding.risk = finding.caller.and_then(|caller| terms.risks.of(caller, &finding.subject)).cloned();
    }
    review.findings.sort_by(|a, b| {
        let risk = match (&a.risk, &b.risk) {
            (Some(a), Some(b)) => a.order(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        a.kind.cmp(&b.kind).then(risk).then((a.caller, &a.subject).cmp(&(b.caller, &b.subject)))
    });
    ignore::accept(&mut review, terms.accepted, terms.today);
    review
}

/// The kinds of caller that grants or calls name; delegated where they name none.
fn callers(calls: &[Call], granted: &Granted, terms: Terms<'_>) -> BTreeSet<Caller> {
    let named = granted
        .permissions
        .iter()
        .map(|grant| grant.caller)
        .chain(calls.iter().filter_map(|call| call.caller));
    let mut callers: BTreeSet<Caller> =
        named.filter(|caller| terms.only.is_none_or(|only| only == *caller)).collect();
    if callers.is_empty() {
        callers.insert(terms.only.unwrap_or(Caller::Delegated));
    }
    callers
}

/// How many different operations calls are of.
pub fn distinct(calls: &[Call]) -> usize {
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
