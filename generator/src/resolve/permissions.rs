//! Grants of pages → the permissions of an operation.
//!
//! A grant without a scope speaks of all requests of its page. A scope that names a resource speaks of the requests whose path leads
//! to it; where no path of the page does, the grant holds for all of them, under the condition that the scope's words state.

use std::collections::BTreeMap;

use super::claim::{Claim, rank};
use super::settled::Statement;
use crate::ir::{Alternative, Cell, Elsewhere, Permissions, Requirement, Scheme, Segment, SourceLocation};
use crate::page::words::{names::singular, needs};
use crate::page::{self, Audience, Grant, Origin, Request, Scope};
use crate::source::Span;

/// The permissions of an operation that the given pages document, the owner first, and what the pages state for each scheme.
pub(super) fn unite(
    claims: &[Claim<'_>],
    place: &dyn Fn(Span) -> SourceLocation,
) -> (Permissions, Vec<Vec<Statement>>) {
    let (own, others): (Vec<&Claim<'_>>, Vec<&Claim<'_>>) =
        claims.iter().partition(|claim| !claim.of_other_workload);
    let speaks = |claims: &[&Claim<'_>]| claims.iter().any(|claim| !claim.page.grants.is_empty());
    let (own, others) = if speaks(&own) { (own, others) } else { (claims.iter().collect(), Vec::new()) };
    let own: Vec<(&Claim<'_>, Nearest)> =
        own.into_iter().map(|claim| (claim, Nearest::of(claim.page, claim.request))).collect();
    let mut united = Permissions::default();
    let mut places: Vec<Span> = Vec::new();
    let mut statements: Vec<Vec<Statement>> = Vec::new();
    for scheme in Scheme::ALL {
        let said: Vec<PageStatement<'_>> =
            own.iter().map(|(claim, nearest)| PageStatement::of(claim, nearest, scheme)).collect();
        *united.of_mut(scheme) = union(&said);
        let cells = cells(scheme, united.of(scheme), &said, place);
        united.cells.extend(cells);
        places.extend(said.iter().flat_map(|said| &said.grants).map(|(span, _)| *span));
        if own.len() > 1 {
            statements
                .push(said.into_iter().filter(PageStatement::speaks).map(PageStatement::plain).collect());
        }
    }
    let best = own.iter().map(|(claim, _)| rank(claim)).min();
    for (claim, nearest) in &own {
        if Some(rank(claim)) == best {
            united.elsewhere.extend(for_other_requests(claim, nearest, place));
        }
        add_roles(&mut united, &claim.page.roles);
    }
    united.elsewhere.extend(others.into_iter().flat_map(|claim| in_other_workload(claim, place)));
    places.sort();
    places.dedup();
    united.places = places.into_iter().map(place).collect();
    (united, statements)
}

/// Adds the roles of a page, the least privileged first.
fn add_roles(united: &mut Permissions, roles: &[page::DirectoryRole]) {
    let (least, others): (Vec<_>, Vec<_>) = roles.iter().partition(|role| role.least);
    for role in least.into_iter().chain(others) {
        if united.roles.contains(&role.name) {
            continue;
        }
        united.roles.push(role.name.clone());
        if role.least {
            united.least_roles.push(role.name.clone());
        }
        if !role.conditions.is_empty() {
            united.role_conditions.insert(role.name.clone(), role.conditions.clone());
        }
    }
}

/// What a page states under a heading, a column or a label for others of its requests than this one.
fn for_other_requests<'l>(
    claim: &'l Claim<'l>,
    nearest: &'l Nearest,
    place: &'l dyn Fn(Span) -> SourceLocation,
) -> impl Iterator<Item = Elsewhere> + 'l {
    let unbound =
        |grant: &&Grant| binding(grant, claim, nearest).is_none() && !is_excepted(grant, claim.request);
    claim.page.grants.iter().filter(unbound).filter_map(move |grant| {
        Some(Elsewhere {
            scheme: grant.scheme,
            scope: table_scope(grant)?.to_owned(),
            other_workload: false,
            requirement: grant.requirement.clone(),
            place: Some(place(grant.span)),
        })
    })
}

/// What a page of another workload states for this request, by scheme.
fn in_other_workload(claim: &Claim<'_>, place: &dyn Fn(Span) -> SourceLocation) -> Vec<Elsewhere> {
    let nearest = Nearest::of(claim.page, claim.request);
    let stated = |scheme| {
        let said = PageStatement::of(claim, &nearest, scheme);
        let (span, _) = *said.grants.first()?;
        Some(Elsewhere {
            scheme,
            scope: claim.page.product.clone(),
            other_workload: true,
            requirement: said.requirement,
            place: Some(place(span)),
        })
    };
    Scheme::ALL.into_iter().filter_map(stated).collect()
}

/// The cells that say what a scheme needs as it was settled.
fn cells(
    scheme: Scheme,
    settled: &Requirement,
    said: &[PageStatement<'_>],
    place: &dyn Fn(Span) -> SourceLocation,
) -> Vec<Cell> {
    let told = std::mem::discriminant(settled);
    let grants = said.iter().flat_map(|said| &said.grants);
    let mut telling: Vec<&(Span, Requirement)> =
        grants.filter(|(_, granted)| std::mem::discriminant(granted) == told).collect();
    if !matches!(settled, Requirement::AnyOf { .. }) {
        telling.truncate(1);
    }
    let alone = telling.len() == 1;
    let names = |granted: &Requirement| match alone {
        true => Vec::new(),
        false => granted.names().into_iter().map(str::to_owned).collect(),
    };
    telling
        .iter()
        .map(|(span, granted)| Cell { scheme, names: names(granted), place: place(*span) })
        .collect()
}

/// What one page says for one scheme.
struct PageStatement<'l> {
    claim: &'l Claim<'l>,
    requirement: Requirement,
    /// Whether it is said of a kind of resource, in a row of a table about many.
    general: bool,
    /// The cells or sentences that say it, each with its part.
    grants: Vec<(Span, Requirement)>,
}

/// What holds when pages differ: each of the pages of the best rank that say something tells of a way to be allowed.
///
/// A page about extensions shows `GET /users/{id}?$expand=extensions`; what it says does not hold for users without extensions. Its
/// row for a kind of resource does not open what the request's own page calls unsupported, either.
fn union(said: &[PageStatement<'_>]) -> Requirement {
    let speaking = || said.iter().filter(|said| said.speaks());
    let best = speaking().map(|said| rank(said.claim)).min();
    if let Some(owner) = speaking().next()
        && owner.requirement == Requirement::Unsupported
        && speaking().skip(1).all(|other| other.requirement == Requirement::Unsupported || other.general)
    {
        return Requirement::Unsupported;
    }
    speaking().filter(|said| Some(rank(said.claim)) == best).map(|said| &said.requirement).fold(
        Requirement::Undocumented,
        |known, requirement| {
            if known.names_the_same(requirement) { known } else { either(known, requirement.clone()) }
        },
    )
}

impl<'l> PageStatement<'l> {
    /// What a page says for a scheme.
    fn of(claim: &'l Claim<'l>, nearest: &Nearest, scheme: Scheme) -> Self {
        let mut said = PageStatement {
            claim,
            requirement: Requirement::Undocumented,
            general: true,
            grants: Vec::new(),
        };
        said.read(scheme, nearest);
        said
    }

    fn read(&mut self, scheme: Scheme, nearest: &Nearest) {
        let Claim { page, request, .. } = self.claim;
        for grant in page.grants.iter().filter(|grant| grant.scheme == scheme) {
            let granted = if is_excepted(grant, request) {
                Requirement::Unsupported
            } else if let Some(conditions) = binding(grant, self.claim, nearest) {
                let mut granted = grant.requirement.clone();
                add_conditions(&mut granted, &conditions);
                granted
            } else {
                continue;
            };
            self.grants.push((grant.span, granted.clone()));
            self.general &= is_row(grant);
            self.requirement = match std::mem::take(&mut self.requirement) {
                Requirement::Undocumented => granted,
                known if known.names_the_same(&granted) => known,
                known => either(known, granted),
            };
        }
    }

    fn speaks(&self) -> bool {
        self.requirement != Requirement::Undocumented
    }

    /// It without its page.
    fn plain(self) -> Statement {
        Statement {
            request: format!("{} {}", self.claim.request.method, self.claim.template),
            rank: rank(self.claim),
            requirement: self.requirement,
            grants: self.grants,
        }
    }
}

/// Whether a grant stands in a row for a kind of resource.
fn is_row(grant: &Grant) -> bool {
    grant.scopes.iter().any(|scope| matches!(scope, Scope::Resource { origin: Origin::Row, .. }))
}

/// The heading of the table or column, or the label in the cell, that a grant stands under when it speaks of some requests of the page.
fn table_scope(grant: &Grant) -> Option<&str> {
    grant.scopes.iter().find_map(|scope| match scope {
        Scope::Audience(Audience::Oneself) => Some("acting on self"),
        Scope::Audience(Audience::Others) => Some("acting on others"),
        Scope::Resource { words, origin: Origin::Heading | Origin::Cell, .. } => Some(words.as_str()),
        Scope::Resource { .. } | Scope::Requests(_) | Scope::Except(_) => None,
    })
}

/// Whether the row of a grant says that it does not hold for the operation under whose label a request stands.
fn is_excepted(grant: &Grant, request: &Request) -> bool {
    let labelled = |word: &str| request.labels.iter().any(|label| label.to_lowercase().contains(word));
    grant.scopes.iter().any(|scope| matches!(scope, Scope::Except(word) if labelled(word)))
}

/// How near to a request the scope of a page stands that is nearest to it, for each scheme. The label of a cell has no say over the
/// headings of tables, so each kind of scope has its own.
struct Nearest(BTreeMap<(Scheme, Origin), Strength>);

impl Nearest {
    fn of(page: &page::Operation, request: &Request) -> Self {
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
fn binding(grant: &Grant, claim: &Claim<'_>, nearest: &Nearest) -> Option<Vec<String>> {
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
    let template = crate::page::parse_path(url).template;
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
        let wanted = crate::page::parse_path(path).template.identity();
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

fn add_conditions(requirement: &mut Requirement, conditions: &[String]) {
    let add = |alternatives: &mut Vec<Alternative>| {
        for alternative in alternatives {
            for condition in conditions {
                if !alternative.conditions.contains(condition) {
                    alternative.conditions.push(condition.clone());
                }
            }
        }
    };
    match requirement {
        Requirement::AnyOf { alternatives } => add(alternatives),
        Requirement::Ambiguous { readings, .. } => readings.iter_mut().for_each(add),
        Requirement::Undocumented | Requirement::Unsupported | Requirement::NotNeeded => {}
    }
}

/// Both requirements as alternatives of one.
fn either(a: Requirement, b: Requirement) -> Requirement {
    match (a, b) {
        (Requirement::AnyOf { mut alternatives }, Requirement::AnyOf { alternatives: more }) => {
            for alternative in more {
                match alternatives.iter_mut().find(|known| known.all_of == alternative.all_of) {
                    // A way that holds without a condition in one place holds.
                    Some(known) if alternative.conditions.is_empty() => known.conditions.clear(),
                    Some(known) if known.conditions.is_empty() => {}
                    Some(known) => {
                        for condition in alternative.conditions {
                            if !known.conditions.contains(&condition) {
                                known.conditions.push(condition);
                            }
                        }
                    }
                    None => alternatives.push(alternative),
                }
            }
            Requirement::AnyOf { alternatives }
        }
        (Requirement::Ambiguous { text, mut readings }, other)
        | (other, Requirement::Ambiguous { text, mut readings }) => {
            let more: Vec<Alternative> = other.alternatives().cloned().collect();
            for reading in &mut readings {
                reading.extend(
                    more.iter()
                        .filter(|a| !reading.iter().any(|b| a.all_of == b.all_of))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
            }
            Requirement::Ambiguous { text, readings }
        }
        (Requirement::Undocumented | Requirement::Unsupported, other) => other,
        (some, Requirement::Undocumented | Requirement::Unsupported) => some,
        (Requirement::NotNeeded, other) | (other, Requirement::NotNeeded) => other,
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
