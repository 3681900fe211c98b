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
mod finding;
mod side;

use std::collections::BTreeSet;

pub use self::finding::{Addition, Finding, FindingKind, GrantedName, OpensMuch, Review, Stale};
use self::side::Side;
use super::demand::Rules;
use super::granted::Granted;
use super::ignore::{self, Entry};
use super::least::{self};
use super::risk::Risks;
use super::{Call, Caller, Facts};
use crate::ir::Scheme;

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
        kind: FindingKind::Unknown,
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
    review.stale = ignore::accept(&mut review.findings, terms.accepted, terms.today);
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
