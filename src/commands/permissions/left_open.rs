//! What an answer leaves open, so that nobody takes silence for an answer.

use graphdocs_generator::permissions::Caller;
use graphdocs_generator::permissions::least::Least;
use graphdocs_generator::permissions::review::{Finding, FindingKind, Review};
use graphdocs_generator::redact::redact;
use graphdocs_generator::sink;
use schemars::JsonSchema;
use serde::Serialize;

use super::source::Found;
use super::terms::Terms;
use super::text;
use crate::commands::verdict::Verdict;

/// Something that an answer leaves open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LeftOpen {
    /// What it is.
    why: Why,
    /// How many requests, entries or calls it is about.
    count: usize,
    /// The same in words.
    message: String,
    /// Texts that may help to find out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hints: Vec<String>,
}

/// Why something is left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Why {
    /// Requests fit no documented operation.
    NotDocumented,
    /// Requests fit an operation only when they are read in another way.
    ReadInAnotherWay,
    /// Entries of a file could not be read.
    NotRead,
    /// The docs do not say what calls need.
    DocsAreSilent,
    /// What the docs say can be read in several ways.
    Ambiguous,
    /// Permissions open calls only under conditions.
    Conditional,
    /// Relationships are expanded whose own requests need more.
    Expanded,
    /// Nobody knows whose objects calls are about, and other people's need something else.
    Whose,
    /// Nobody knows for whom calls are made, and both kinds of caller have permissions.
    CallerUnknown,
    /// Programs are not linked yet, so that calls are found that nothing reaches.
    NotLinked,
    /// Programs make requests that are no generated calls.
    RawRequests,
    /// The search for the smallest set was cut short.
    NotProven,
    /// A token has expired, or does not say for whom it is.
    Token,
}

/// What stays open about calls and the least sets for them.
pub(super) fn by_calls(found: &Found, least: &[Least]) -> Vec<LeftOpen> {
    let count = text::count;
    let (unknown, other, skipped) = (found.unknown.len(), found.approximations.len(), found.skipped.len());
    let unlinked = found.unlinked.len();
    let mut open = undocumented(unknown);
    open.extend([
        LeftOpen::new(
            Why::ReadInAnotherWay,
            other,
            format!("read in another way to fit an operation: {}", count(other, "request")),
        ),
        LeftOpen::new(Why::NotRead, skipped, format!("not read: {}", text::entries(skipped))),
        LeftOpen::new(
            Why::NotLinked,
            unlinked,
            format!(
                "not linked yet, so there may be calls that nothing reaches: {}",
                text::some_of(&found.unlinked, 3)
            ),
        ),
    ]);
    open.push(raw_requests(found));
    open.extend(least.iter().flat_map(by_scheme));
    open.retain(|open| open.count > 0);
    open
}

/// Requests that no documented operation fits; nothing when there are none.
pub(super) fn undocumented(count: usize) -> Vec<LeftOpen> {
    let words = "no documented operation fits, so what is needed is not counted";
    let open = || {
        let message = format!("{words}: {}", text::count(count, "request"));
        LeftOpen::new(Why::NotDocumented, count, message)
    };
    (count > 0).then(open).into_iter().collect()
}

/// Why what was granted may not be what a program has now.
pub(super) fn doubts(doubts: &[String]) -> impl Iterator<Item = LeftOpen> {
    doubts.iter().map(|words| LeftOpen::new(Why::Token, 1, words.clone()))
}

/// The requests that programs make past the generated calls, with the texts that stand in the programs.
fn raw_requests(found: &Found) -> LeftOpen {
    let hints: Vec<String> = found.literals.iter().map(|text| redact(text).into_owned()).collect();
    let texts: Vec<String> = hints.iter().map(|text| format!("`{text}`")).collect();
    let texts = match texts.as_slice() {
        [] => String::new(),
        texts => format!("; texts in them that look like paths: {}", text::some_of(texts, 10)),
    };
    let message =
        format!("raw requests are made; their paths cannot be seen: {}{texts}", text::some_of(&found.raw, 3));
    LeftOpen { why: Why::RawRequests, count: found.raw.len(), message, hints }
}

/// What stays open about one kind of caller.
fn by_scheme(least: &Least) -> [LeftOpen; 6] {
    let scheme = text::scheme(least.scheme);
    let open = |why, count: usize, words: &str| {
        LeftOpen::new(why, count, format!("{words}: {} ({scheme})", text::count(count, "call")))
    };
    [
        open(Why::DocsAreSilent, least.undocumented.len(), "the docs do not say what is needed"),
        open(Why::Ambiguous, least.ambiguous.len(), "the docs can be read in several ways"),
        open(Why::Conditional, least.conditional.len(), "open under a condition only, so a person decides"),
        open(
            Why::Whose,
            least.for_others.len(),
            "other people's objects need something else (`--whose` decides)",
        ),
        open(Why::Expanded, least.expanded.len(), "relationships are expanded whose own requests need more"),
        LeftOpen::new(
            Why::NotProven,
            usize::from(!least.proven),
            format!("the search was cut short, so a lesser set may exist ({scheme})"),
        ),
    ]
}

/// What stays open about a review.
pub(super) fn by_review(found: &Found, review: &Review) -> Vec<LeftOpen> {
    let mut open = by_calls(found, &review.least);
    // The findings say which of the calls that have conditions rest on one.
    open.retain(|open| open.why != Why::Conditional);
    let is_conditional =
        |finding: &&Finding| finding.kind == FindingKind::Conditional && finding.accepted.is_none();
    let conditional = review.findings.iter().filter(is_conditional).count();
    if conditional > 0 {
        let message =
            format!("open under a condition only, so a person decides: {}", text::count(conditional, "call"));
        open.push(LeftOpen::new(Why::Conditional, conditional, message));
    }
    let is_granted = |caller| review.granted.iter().any(|granted| granted.caller == caller);
    let unknown = found.calls.iter().filter(|call| call.caller.is_none()).count();
    if unknown > 0 && is_granted(Caller::Delegated) && is_granted(Caller::Application) {
        let message = format!(
            "nothing says whether a user is signed in, so delegated and application permissions count: {}",
            text::count(unknown, "call")
        );
        open.push(LeftOpen::new(Why::CallerUnknown, unknown, message));
    }
    open
}

/// Whether an answer without findings is fine.
pub(super) fn verdict(open: &[LeftOpen], terms: &Terms) -> Verdict {
    if terms.strict && !open.is_empty() { Verdict::Findings } else { Verdict::Fine }
}

/// The lines for people; none when nothing is left open.
pub(super) fn lines(open: &[LeftOpen]) -> String {
    if open.is_empty() {
        return String::new();
    }
    let lines = open.iter().map(|open| format!("  {}\n", sink::line(&open.message)));
    format!("\nleft open\n{}", lines.collect::<String>())
}

impl LeftOpen {
    fn new(why: Why, count: usize, message: String) -> Self {
        Self { why, count, message, hints: Vec::new() }
    }

    /// Whether it is about requests that no operation fits.
    pub(super) fn is_undocumented(&self) -> bool {
        self.why == Why::NotDocumented
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }
}
