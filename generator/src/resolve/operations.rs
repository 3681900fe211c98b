//! Request lines → operations. A request that several pages document becomes one operation.

use std::collections::{BTreeMap, HashSet};

use super::examples::Assigned;
use super::types::TypeTable;
use super::{content, examples, parameters, permissions, shown, template};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Method, Operation, PageRef, PathTemplate, Place, Segment, Version};
use crate::load::Docs;
use crate::page::{self, Page, PageKind, Request};
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
    /// Its path, mended with what only the page as a whole or the docs as a whole tell.
    pub(super) template: PathTemplate,
}

/// What the docs as a whole tell of their requests.
struct Whole<'a> {
    /// Which request each example is of.
    assigned: Assigned,
    /// The paths that a key follows.
    collections: HashSet<String>,
    place: &'a dyn Fn(Span) -> Place,
}

/// The operations of each version, by path and method.
pub(super) fn resolve(
    docs: &Docs,
    pages: &[Page],
    types: &mut TypeTable,
    place: &dyn Fn(Span) -> Place,
    problems: &mut Problems,
) -> BTreeMap<Version, Vec<Operation>> {
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
            lines.entry(key).or_default().push(Line { page: operation, path, request, like: None, template });
        }
    }
    let mut assigned = examples::assign(pages, problems);
    let shown = shown::find(&lines, &collections, &mut assigned);
    let whole = Whole { assigned, collections, place };
    for request in &shown {
        lines.entry(request.key()).or_default().push(request.line());
    }
    let mut operations: BTreeMap<Version, Vec<Operation>> = BTreeMap::new();
    for ((version, _, method), mut lines) in lines {
        lines.sort_by_cached_key(|line| ownership(line));
        report_duplicates(&lines, problems);
        operations
            .entry(version)
            .or_default()
            .push(operation(version, method, &lines, &whole, types, problems));
    }
    operations
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

fn operation(
    version: Version,
    method: Method,
    lines: &[Line<'_>],
    whole: &Whole<'_>,
    types: &mut TypeTable,
    problems: &mut Problems,
) -> Operation {
    let place = whole.place;
    let owner = &lines[0];
    let mut segments = owner.template.clone();
    tell_placeholders_apart(&mut segments);
    let mut examples = examples::of(lines, &whole.assigned, place);
    let asked = content::Asked {
        version,
        method,
        line: owner,
        others: &lines[1..],
        template: &segments,
        is_collection: whole.collections.contains(&segments.identity()),
        examples: &examples,
        place,
    };
    let parameters = parameters::of(&asked, types, problems);
    let body = content::body(&asked, types, problems);
    let responses = content::responses(&asked, types, problems);
    if lines.len() > 1 {
        examples.dedup();
    }
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
        parameters,
        query_options: owner.page.query_options.iter().map(|option| option.name.clone()).collect(),
        body,
        responses,
        examples,
        deprecated: lines.iter().all(|line| line.page.deprecated),
        partial: lines.iter().all(|line| line.page.rendered),
        only_shown: lines.iter().all(|line| line.like.is_some()),
        segments,
    }
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

/// Which page an operation's facts come from when several document it: not one of Intune about an object that others own, the one of
/// the best rank whose title names it, of those the one with the fewest requests, then the one with the shortest title, then the
/// first by name.
fn ownership(line: &Line<'_>) -> (bool, bool, Rank, bool, usize, usize, String) {
    let intune = line.path.rsplit('/').next().is_some_and(|file| file.starts_with("intune-"));
    let (rendered, ..) = rank(line);
    (
        rendered,
        intune,
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
    let mut used: Vec<String> = Vec::new();
    for name in template.segments.iter_mut().flat_map(Segment::placeholders_mut) {
        let plain = name.clone();
        let mut number = 2;
        while used.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            *name = format!("{plain}{number}");
            number += 1;
        }
        used.push(name.clone());
    }
}
