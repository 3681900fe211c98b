//! Which requests of its page a grant speaks of, by its scopes.
//!
//! | scope | example | speaks of |
//! |---|---|---|
//! | audience | a column "acting on self" | `/me/…`; `/users/{id}/…` for others |
//! | requests | `requestUrls` above the table | these |
//! | label | "**For devices**" above a fence | the requests of that fence |
//! | resource | a row or heading "group event" | the requests whose path leads farthest along its words; where none does, all, under the condition that the words state |

use std::collections::BTreeMap;

use super::claim::Claim;
use crate::ir::{Requirement, Scheme, Segment};
use crate::page::words::{names::singular, needs};
use crate::page::{self, Audience, Grant, Origin, Request, Scope};

/// Whether a grant stands in a row for a kind of resource.
pub(super) fn is_row(grant: &Grant) -> bool {
    grant.scopes.iter().any(|scope| matches!(scope, Scope::Resource { origin: Origin::Row, .. }))
}

/// The heading of the table or column, or the label in the cell, that a grant stands under when it speaks of some requests of the page.
pub(super) fn table_scope(grant: &Grant) -> Option<&str> {
    grant.scopes.iter().find_map(|scope| match scope {
        Scope::Audience(Audience::Oneself) => Some("acting on self"),
        Scope::Audience(Audience::Others) => Some("acting on others"),
        Scope::Resource { words, origin: Origin::Heading | Origin::Cell, .. } => Some(words.as_str()),
        Scope::Resource { .. } | Scope::Requests(_) | Scope::Except(_) => None,
    })
}

/// Whether the row of a grant says that it does not hold for the operation under whose label a request stands.
pub(super) fn is_excepted(grant: &Grant, request: &Request) -> bool {
    let labelled = |word: &str| request.labels.iter().any(|label| label.to_lowercase().contains(word));
    grant.scopes.iter().any(|scope| matches!(scope, Scope::Except(word) if labelled(word)))
}

/// How near to a request the scope of a page stands that is nearest to it, for each scheme. The label of a cell has no say over the
/// headings of tables, so each kind of scope has its own.
pub(super) struct Nearest(BTreeMap<(Scheme, Origin), Strength>);

impl Nearest {
    pub(super) fn of(page: &page::Operation, request: &Request) -> Self {
        let mut nearest = BTreeMap::new();
        for grant in &page.grants {
            for scope in &grant.scopes {
                if let Scope::Resource { words, paths, origin } = scope
                    && let Some(strength) = strength(words, paths, *origin, request)
                {
                    let best = nearest.entry((grant.scheme, *origin)).or_insert(strength);
                    *best = strength.max(*best);
                }
            }
        }
        Self(nearest)
    }
}

/// Whether a grant speaks of a request, and under which conditions.
pub(super) fn binding(grant: &Grant, claim: &Claim<'_>, nearest: &Nearest) -> Option<Vec<String>> {
    let Claim { page, request, like, .. } = *claim;
    // An app has no `/me`; what the page says that apps may do, it says of the request that it lists.
    let oneself = |request: &Request| audience_of(request) == Some(Audience::Oneself);
    let allows = grant.scheme == Scheme::Application && grant.requirement != Requirement::Unsupported;
    if allows && oneself(request) && like.is_some_and(|like| !oneself(like)) {
        return None;
    }
    let mut conditions = Vec::new();
    for scope in &grant.scopes {
        match scope {
            Scope::Audience(audience) => {
                let on = |request: &Request| audience_of(request) == Some(*audience);
                if !on(request) && page.requests.iter().any(on) {
                    return None;
                }
            }
            Scope::Requests(urls) => {
                let listed = |request: &Request| urls.iter().any(|url| is_request(url, request));
                if !listed(like.unwrap_or(request)) && page.requests.iter().any(listed) {
                    return None;
                }
            }
            Scope::Resource { words, .. } if page.requests.iter().any(|request| is_label(words, request)) => {
                if !is_label(words, request) {
                    return None;
                }
            }
            Scope::Except(_) => {}
            Scope::Resource { words, paths, origin } => {
                match (strength(words, paths, *origin, request), nearest.0.get(&(grant.scheme, *origin))) {
                    (Some(own), Some(best)) if own >= *best => {}
                    (_, Some(_)) => return None,
                    _ => conditions.push(words.clone()),
                }
            }
        }
    }
    Some(conditions)
}

/// Whether a request stands under a label of these words: Intune's tables and fences name the same workflows.
fn is_label(words: &str, request: &Request) -> bool {
    request.labels.iter().any(|label| label.trim_end_matches(':').eq_ignore_ascii_case(words))
}

/// `/me/…` acts on oneself, `/users/{id}/…` on others.
fn audience_of(request: &Request) -> Option<Audience> {
    match request.path.template.segments.first() {
        Some(Segment::Literal(root)) if root.eq_ignore_ascii_case("me") => Some(Audience::Oneself),
        Some(Segment::Literal(root)) if root.eq_ignore_ascii_case("users") => Some(Audience::Others),
        _ => None,
    }
}

fn is_request(url: &str, request: &Request) -> bool {
    let (method, url) = url.trim().split_once(' ').map_or((None, url), |(method, url)| (Some(method), url));
    let template = page::parse_path(url).template;
    method.is_none_or(|method| method == request.method.as_str())
        && template.identity() == request.path.template.identity()
}

/// How far along the path the last part stands that a word names, whether all words name one, how many do.
type Strength = (usize, bool, usize);

/// How much a scope is about a request: how far along the path the last part stands that a word names, then whether all words name
/// one, then how many. Nothing when no word does.
fn strength(words: &str, paths: &[String], origin: Origin, request: &Request) -> Option<Strength> {
    let segments = &request.path.template.segments;
    let identity = if paths.is_empty() { String::new() } else { request.path.template.identity() };
    for path in paths {
        let wanted = page::parse_path(path).template.identity();
        if identity == wanted || identity.starts_with(&format!("{wanted}/")) {
            return Some((usize::MAX, true, 0));
        }
    }
    let names: Vec<(usize, Home)> = segments
        .iter()
        .enumerate()
        .filter_map(|(position, segment)| match segment {
            Segment::Literal(name) | Segment::Function { name, .. } => Some((position, Home::of(name))),
            _ => None,
        })
        .collect();
    // A row is for a workflow, and that of device management is none of `/deviceManagement` alone.
    let nouns = nouns(words, if origin == Origin::Heading { &names } else { &[] });
    let places: Vec<usize> = nouns
        .iter()
        .filter_map(|noun| {
            let lives_at = home_of(noun);
            names.iter().rev().find(|(_, name)| lives_at(name))
        })
        .map(|&(position, _)| position)
        .collect();
    places.iter().max().map(|&last| (last, places.len() == nouns.len(), places.len()))
}

/// No segment of a path has more words.
const LONGEST_NAME: usize = 8;

/// The words of a scope that can name a resource. Words that one of these segments writes as one are one: the cloud PC provider has
/// `cloudPC`.
fn nouns(words: &str, segments: &[(usize, Home)]) -> Vec<String> {
    let words = words.split('(').next().unwrap_or_default();
    let words: Vec<&str> =
        words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_segment = |words: &[&str]| {
        let name = words.concat().to_lowercase();
        segments.iter().any(|(_, segment)| segment.name == name)
    };
    let mut nouns = Vec::new();
    let mut rest = words.as_slice();
    while let [word, others @ ..] = rest {
        if let Some(length) =
            (2..=rest.len().min(LONGEST_NAME)).rev().find(|&length| is_segment(&rest[..length]))
        {
            nouns.push(rest[..length].concat());
            rest = &rest[length..];
            continue;
        }
        if word.len() > 1 && !needs::FILLER.is_match(word) {
            nouns.push((*word).to_owned());
        }
        rest = others;
    }
    nouns
}

/// A segment where objects may live, in lower case.
struct Home {
    name: String,
    singular: String,
}

impl Home {
    fn of(segment: &str) -> Self {
        let name = segment.to_lowercase();
        Self { singular: singular(&name), name }
    }
}

/// Whether a segment is where objects of a resource live: `users` and `me` for a user, `policies` for a policy, `lists` for
/// a todoTaskList. One that has a single object is named by the same word alone: a row for `Apps` does not speak of `…/userStatuses/{id}/app`.
fn home_of(noun: &str) -> impl Fn(&Home) -> bool + use<> {
    let lives = |noun: &Home, home: &Home| {
        home.name == noun.name || home.singular != home.name && home.singular == noun.singular
    };
    let last_word = noun.rfind(char::is_uppercase).filter(|&at| at > 0).map(|at| Home::of(&noun[at..]));
    let noun = Home::of(noun);
    move |home| {
        lives(&noun, home)
            || last_word.as_ref().is_some_and(|word| lives(word, home))
            || (home.name.len() > 4 && noun.name.ends_with(&home.singular))
            || (noun.name == "user" && home.name == "me")
    }
}

#[cfg(test)]
mod tests {
    use super::{Home, home_of};

    #[test]
    fn homes_of_resources() {
        for (noun, segment) in [
            ("user", "users"),
            ("user", "me"),
            ("policies", "policies"),
            ("policy", "policies"),
            ("todoTaskList", "lists"),
            ("app", "apps"),
            ("calendar", "calendar"),
        ] {
            assert!(home_of(noun)(&Home::of(segment)), "{noun} lives in {segment}");
        }
        for (noun, segment) in [("Apps", "app"), ("Apps", "mobileapps"), ("user", "groups")] {
            assert!(!home_of(noun)(&Home::of(segment)), "{noun} lives elsewhere than in {segment}");
        }
    }
}
