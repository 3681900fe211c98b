//! Request lines → operations. A request that several pages document becomes one operation.

use std::collections::{BTreeMap, HashSet};

use super::examples::Assigned;
use super::types::TypeTable;
use super::{content, examples, parameters, permissions, shown, template, workload};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Body, Method, Operation, PageRef, PathTemplate, Place, Segment, Version};
use crate::load::Docs;
use crate::names::Names;
use crate::page::{self, Page, PageKind, Request};
use crate::parallel;
use crate::source::Span;

/// The requests of the docs by version, path and method, each with the lines that document it.
pub(super) type Lines<'p> = BTreeMap<(Version, String, Method), Vec<Line<'p>>>;

/// One request line with its page.
pub(super) struct Line<'p> {
    /// The page.
    pub(super) page: &'p page::Operation,
    /// Its file's path.
    pub(super) path: &'p str,
    /// The line.
    pub(super) request: &'p Request,
    /// The request of the page that this one is like, when no page lists this one.
    pub(super) like: Option<&'p Request>,
    /// Whether the page speaks of the request from another workload, as `workload.rs` tells.
    pub(super) of_other_workload: bool,
    /// Its path, mended with what only the page as a whole or the docs as a whole tell.
    pub(super) template: PathTemplate,
}

/// The requests of the docs, and what the docs as a whole tell of them.
pub(super) struct Requests<'p> {
    lines: Lines<'p>,
    /// Which request each example is of.
    assigned: Assigned,
    /// The paths that a key follows.
    collections: HashSet<String>,
}

impl<'p> Requests<'p> {
    /// Collects the request lines of all pages, and the requests that are only shown.
    pub(super) fn collect(
        docs: &'p Docs,
        pages: &'p [Page],
        problems: &mut Problems,
    ) -> (Self, Vec<shown::Shown<'p>>) {
        let mut lines = Lines::new();
        let collections = template::collections(pages);
        for page in pages {
            let PageKind::Operation(operation) = &page.kind else {
                continue;
            };
            let version = page.version.unwrap_or(Version::V1);
            let path = &docs.sources.file(page.file).path;
            for request in &operation.requests {
                let template = template::settle(request, operation, &collections, problems);
                let key = (version, template.identity(), request.method);
                lines.entry(key).or_default().push(Line {
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
        let shown = shown::find(&lines, &collections, &mut assigned);
        (Self { lines, assigned, collections }, shown)
    }

    /// The operations of each version, by path and method.
    pub(super) fn resolve(
        mut self,
        shown: &'p [shown::Shown<'p>],
        types: &mut TypeTable,
        place: &(dyn Fn(Span) -> Place + Sync),
        problems: &mut Problems,
    ) -> BTreeMap<Version, Vec<Operation>> {
        for request in shown {
            self.lines.entry(request.key()).or_default().push(request.line());
        }
        for lines in self.lines.values_mut() {
            workload::mark(lines);
            lines.sort_by_cached_key(|line| ownership(line));
            report_duplicates(lines, problems);
        }
        let requests: Vec<_> = self.lines.iter().collect();
        let untyped = parallel::map(&requests, |((_, _, method), lines)| {
            let mut problems = Problems::default();
            (self.untyped(*method, lines, place, &mut problems), problems)
        });
        let mut operations: BTreeMap<Version, Vec<Operation>> = BTreeMap::new();
        for (((version, ..), lines), (mut operation, found)) in requests.into_iter().zip(untyped) {
            problems.append(found);
            self.add_types(&mut operation, *version, lines, types, place, problems);
            operations.entry(*version).or_default().push(operation);
        }
        operations
    }

    /// What is said of a request apart from types.
    fn untyped(
        &self,
        method: Method,
        lines: &[Line<'_>],
        place: &dyn Fn(Span) -> Place,
        problems: &mut Problems,
    ) -> Operation {
        let owner = &lines[0];
        let mut segments = owner.template.clone();
        tell_placeholders_apart(&mut segments);
        Operation {
            method,
            path: segments.to_string(),
            spellings: spellings(lines, &segments),
            title: owner.page.title.clone(),
            description: owner.page.description.clone(),
            pages: lines
                .iter()
                .map(|line| PageRef { title: line.page.title.clone(), place: place(line.request.span) })
                .collect(),
            permissions: permissions::unite(lines, place, problems),
            parameters: Vec::new(),
            query_options: owner.page.query_options.iter().map(|option| option.name.clone()).collect(),
            body: Body::None,
            responses: Vec::new(),
            examples: examples::of(lines, &self.assigned, place),
            deprecated: lines.iter().all(|line| line.page.deprecated),
            partial: lines.iter().all(|line| line.page.rendered),
            only_shown: lines.iter().all(|line| line.like.is_some()),
            segments,
        }
    }

    /// Adds parameters, body and responses, one request after another: each may name types that the table does not have yet.
    fn add_types(
        &self,
        operation: &mut Operation,
        version: Version,
        lines: &[Line<'_>],
        types: &mut TypeTable,
        place: &dyn Fn(Span) -> Place,
        problems: &mut Problems,
    ) {
        let asked = content::Asked {
            version,
            method: operation.method,
            line: &lines[0],
            others: &lines[1..],
            template: &operation.segments,
            is_collection: self.collections.contains(&operation.segments.identity()),
            examples: &operation.examples,
            place,
        };
        let parameters = parameters::of(&asked, types, problems);
        let body = content::body(&asked, types, problems);
        let responses = content::responses(&asked, types, problems);
        (operation.parameters, operation.body, operation.responses) = (parameters, body, responses);
        if lines.len() > 1 {
            operation.examples.dedup();
        }
    }
}

/// Reports, at the page that owns a request, the other pages that document it. Pages that ask for something else in the query do not
/// count.
fn report_duplicates(lines: &[Line<'_>], problems: &mut Problems) {
    let Some((owner, others)) = lines.split_first() else {
        return;
    };
    let best = rank(owner);
    let others: Vec<&Line<'_>> =
        others.iter().filter(|line| rank(line) == best && line.like.is_none()).collect();
    let Some(first) = others.first() else {
        return;
    };
    let request = format!("{} {}", owner.request.method, owner.request.path.template);
    let message = match others.len() {
        1 => format!("another page documents `{request}` as well"),
        more => format!("{more} other pages document `{request}` as well"),
    };
    problems.push(
        Diagnostic::new(Code::DuplicateOperation, owner.request.span, message)
            .other(first.request.span, "for instance here"),
    );
}

/// How far a page is from being about a request, the nearest first: not a rendered page, not one that asks for something else in
/// the query (`/users/{id}?$expand=extensions`).
pub(super) type Rank = (bool, bool);

/// The rank of a line's page.
pub(super) fn rank(line: &Line<'_>) -> Rank {
    let query = &line.request.path.query;
    let aside = query.iter().any(|(name, _)| matches!(name.as_str(), "$expand" | "$filter"));
    (line.page.rendered, aside)
}

/// Whether the title of a line's page names what the request ends with.
fn is_named(line: &Line<'_>) -> bool {
    let last = line.template.segments.iter().rev().find_map(|segment| match segment {
        Segment::Literal(name) | Segment::Function { name, .. } => Some(name.to_lowercase()),
        _ => None,
    });
    let title = line.page.title.to_lowercase().replace(' ', "");
    let stem = last.as_deref().map(|last| last.trim_end_matches("ies").trim_end_matches('s').to_owned());
    stem.is_some_and(|stem| {
        title
            .split(stem.as_str())
            .next()
            .is_some_and(|before| before.len() < title.len() && before.len() <= "createorupdate".len())
    })
}

/// Which page an operation's facts come from when several document it: not one of another workload, the one of
/// the best rank whose title names it, of those the one with the fewest requests, then the one with the shortest title, then the
/// first by name.
fn ownership(line: &Line<'_>) -> (bool, bool, Rank, bool, usize, usize, String) {
    let (rendered, ..) = rank(line);
    (
        rendered,
        line.of_other_workload,
        rank(line),
        !is_named(line),
        line.page.requests.len(),
        line.page.title.chars().filter(|c| *c != ' ').count(),
        line.path.to_owned(),
    )
}

/// How request lines spell the path other than as it is called: the last function bare, a parenthesis left open.
fn spellings(lines: &[Line<'_>], settled: &PathTemplate) -> Vec<String> {
    let mut spellings = Vec::new();
    let bare = |line: &Line<'_>| {
        matches!(line.request.path.template.segments.last(), Some(Segment::Literal(_)))
            && line.template.segments.last() != line.request.path.template.segments.last()
    };
    if let Some(Segment::Function { name, .. }) = settled.segments.last()
        && lines.iter().any(bare)
    {
        let mut bare = settled.clone();
        bare.segments.pop();
        bare.segments.push(Segment::Literal(name.clone()));
        spellings.push(bare.to_string());
    }
    if lines.iter().any(|line| line.request.path.unclosed) {
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
