//! Request lines → operations. A request that several pages document becomes one operation.

use std::collections::{BTreeMap, HashSet};

use super::claim::{Claim, Claims, Rank, rank};
use super::context::OperationContext;
use super::examples::Assigned;
use super::settled::{RequestLine, SharedRequest, Statement};
use super::types::{Declarations, TypeTable};
use super::{content, examples, inferred, kind, parameters, permissions, template, workload};
use crate::diagnostic::Problems;
use crate::ir::{Method, Operation, PageRef, PathTemplate, Segment, SourceLocation, Version};
use crate::load::Docs;
use crate::names::Names;
use crate::page::operation_title::OperationTitle;
use crate::page::{Page, PageKind};
use crate::parallel;
use crate::source::Span;

/// The requests of the docs, and what the docs as a whole tell of them.
pub(super) struct Requests<'p> {
    claims: Claims<'p>,
    /// Which request each example is of.
    pub(super) assigned: Assigned,
    /// The paths that a key follows.
    collections: HashSet<String>,
    /// The same of each version, with the requests that are only shown.
    keyed: HashSet<(Version, String)>,
}

impl<'p> Requests<'p> {
    /// Collects the request lines of all pages, and the requests that are only shown.
    pub(super) fn collect(
        docs: &'p Docs,
        pages: &'p [Page],
        problems: &mut Problems,
    ) -> (Self, Vec<inferred::InferredOperation<'p>>) {
        let mut claims = Claims::new();
        let collections = template::collections(pages);
        for page in pages {
            let PageKind::Operation(operation) = &page.kind else {
                continue;
            };
            let version = page.version_or_released();
            let path = &docs.sources.file(page.file).path;
            for request in &operation.requests {
                let template = template::settle(request, operation, &collections, problems);
                let key = (version, template.identity(), request.method);
                claims.entry(key).or_default().push(Claim {
                    page: operation,
                    path,
                    request,
                    like: None,
                    of_other_workload: false,
                    template,
                });
            }
        }
        let mut assigned = examples::assign(pages, problems);
        let shown = inferred::find(&claims, &collections, &mut assigned);
        (Self { claims, assigned, collections, keyed: HashSet::new() }, shown)
    }

    /// The requests together with those that are only shown, each with the page first that its facts come from.
    pub(super) fn with(mut self, shown: &'p [inferred::InferredOperation<'p>]) -> Self {
        for request in shown {
            self.claims.entry(request.key()).or_default().push(request.claim());
        }
        for claims in self.claims.values_mut() {
            workload::mark(claims);
            claims.sort_by_cached_key(|claim| ownership(claim));
        }
        self.keyed = keyed(&self.claims);
        self
    }

    /// Declares the types that the pages of the requests name.
    pub(super) fn mention(&self, types: &mut Declarations, problems: &mut Problems) {
        for ((version, ..), claims) in &self.claims {
            parameters::mention(*version, claims, types, problems);
            content::mention(*version, claims, types, problems);
        }
    }

    /// The operations of each version, by path and method, and those of them that several pages document.
    pub(super) fn define(
        &self,
        types: &TypeTable,
        place: &(dyn Fn(Span) -> SourceLocation + Sync),
        problems: &mut Problems,
    ) -> (BTreeMap<Version, Vec<Operation>>, Vec<SharedRequest>) {
        let requests: Vec<_> = self.claims.iter().collect();
        let defined = parallel::map(&requests, |((version, _, method), claims)| {
            let mut problems = Problems::default();
            (self.operation(*version, *method, claims, types, place, &mut problems), problems)
        });
        let mut operations: BTreeMap<Version, Vec<Operation>> = BTreeMap::new();
        let mut several: Vec<SharedRequest> = Vec::new();
        for (((version, ..), claims), ((operation, statements), found)) in requests.into_iter().zip(defined) {
            problems.append(found);
            operations.entry(*version).or_default().push(operation);
            if claims.len() > 1 {
                several.push(shared(claims, statements));
            }
        }
        (operations, several)
    }

    fn operation(
        &self,
        version: Version,
        method: Method,
        claims: &[Claim<'_>],
        types: &TypeTable,
        place: &dyn Fn(Span) -> SourceLocation,
        problems: &mut Problems,
    ) -> (Operation, Vec<Vec<Statement>>) {
        let owner = &claims[0];
        let mut segments = owner.template.clone();
        tell_placeholders_apart(&mut segments);
        let mut examples = examples::of(claims, &self.assigned, place);
        let answering = examples::answering(owner, &self.assigned, &examples, place);
        let context = OperationContext {
            version,
            method,
            claim: owner,
            others: &claims[1..],
            template: &segments,
            is_collection: self.collections.contains(&segments.identity()),
            has_items: self.keyed.contains(&(version, segments.identity())),
            examples: &examples,
            answering: &answering,
            place,
        };
        let parameters = parameters::of(&context, types, problems);
        let body = content::body(&context, types, problems);
        let responses = content::responses(&context, types, problems);
        let kind = kind::of(&context, &responses);
        if claims.len() > 1 {
            examples.dedup();
        }
        let (permissions, statements) = permissions::unite(claims, place);
        let operation = Operation {
            method,
            path: segments.to_string(),
            spellings: spellings(claims, &segments),
            kind,
            title: owner.page.title.clone(),
            description: owner.page.description.clone(),
            pages: claims
                .iter()
                .map(|claim| PageRef { title: claim.page.title.clone(), place: place(claim.request.span) })
                .collect(),
            permissions,
            parameters,
            query_options: owner.page.query_options.iter().map(|option| option.name.clone()).collect(),
            body,
            responses,
            examples,
            deprecated: claims.iter().all(|claim| claim.page.deprecated),
            partial: claims.iter().all(|claim| claim.page.rendered),
            only_shown: claims.iter().all(|claim| claim.like.is_some()),
            segments,
        };
        (operation, statements)
    }
}

/// The paths of each version that a key follows in a request of that version.
fn keyed(claims: &Claims<'_>) -> HashSet<(Version, String)> {
    let paths = claims.iter().flat_map(|((version, ..), claims)| {
        let segments = claims[0].template.segments.as_slice();
        (1..segments.len())
            .filter(|&end| matches!(segments[end], Segment::Key(_) | Segment::NamedKey(_)))
            .map(|end| (*version, PathTemplate::identity_of(&segments[..end])))
    });
    paths.collect()
}

/// A request that several pages document, with what they state for it.
fn shared(claims: &[Claim<'_>], statements: Vec<Vec<Statement>>) -> SharedRequest {
    let line = |claim: &Claim<'_>| RequestLine {
        request: format!("{} {}", claim.request.method, claim.request.path.template),
        span: claim.request.span,
        rank: rank(claim),
        listed: claim.like.is_none(),
    };
    SharedRequest { lines: claims.iter().map(line).collect(), statements }
}

/// Whether the title of a line's page names what the request ends with.
fn is_named(claim: &Claim<'_>) -> bool {
    let last = claim.template.segments.iter().rev().find_map(|segment| match segment {
        Segment::Literal(name) | Segment::Function { name, .. } => Some(name),
        _ => None,
    });
    last.is_some_and(|last| OperationTitle::of(&claim.page.title).names(last))
}

/// Which page an operation's facts come from when several document it: not one of another workload, the one of
/// the best rank whose title names it, of those the one with the fewest requests, then the one with the shortest title, then the
/// first by name.
fn ownership(claim: &Claim<'_>) -> (bool, bool, Rank, bool, usize, usize, String) {
    let (rendered, ..) = rank(claim);
    (
        rendered,
        claim.of_other_workload,
        rank(claim),
        !is_named(claim),
        claim.page.requests.len(),
        claim.page.title.chars().filter(|c| *c != ' ').count(),
        claim.path.to_owned(),
    )
}

/// How request lines spell the path other than as it is called: the last function bare, a parenthesis left open.
fn spellings(claims: &[Claim<'_>], settled: &PathTemplate) -> Vec<String> {
    let mut spellings = Vec::new();
    let bare = |claim: &Claim<'_>| {
        matches!(claim.request.path.template.segments.last(), Some(Segment::Literal(_)))
            && claim.template.segments.last() != claim.request.path.template.segments.last()
    };
    if let Some(Segment::Function { name, .. }) = settled.segments.last()
        && claims.iter().any(bare)
    {
        let mut bare = settled.clone();
        bare.segments.pop();
        bare.segments.push(Segment::Literal(name.clone()));
        spellings.push(bare.to_string());
    }
    if claims.iter().any(|claim| claim.request.path.unclosed) {
        let closed = settled.to_string();
        let at = closed.rfind('(').and_then(|open| Some(open + closed[open..].find(')')?));
        spellings.extend(at.map(|at| format!("{}{}", &closed[..at], &closed[at + 1..])));
    }
    spellings
}

/// Gives placeholders of the same name numbers, and arguments the names of their parameters.
fn tell_placeholders_apart(template: &mut PathTemplate) {
    for segment in &mut template.segments {
        if let Segment::Function { arguments, .. } = segment {
            for argument in arguments {
                argument.placeholder.clone_from(&argument.name);
            }
        }
    }
    let mut used = Names::default();
    for name in template.segments.iter_mut().flat_map(Segment::placeholders_mut) {
        *name = used.take_type(std::mem::take(name));
    }
}
