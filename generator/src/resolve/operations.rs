//! Request lines → operations. A request that several pages document becomes one operation.

use std::collections::{BTreeMap, HashSet};

use super::types::TypeTable;
use super::{content, examples, permissions};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Argument, Location, Method, Operation, PageRef, PathTemplate, Place, Segment, Version};
use crate::load::Docs;
use crate::page::{self, Page, PageKind, Request};
use crate::source::Span;

/// One request line with its page.
pub(super) struct Line<'p> {
    /// The page.
    pub(super) page: &'p page::Operation,
    /// Its file's path.
    pub(super) path: &'p str,
    /// The line.
    pub(super) request: &'p Request,
    /// Its path, mended with what only the page as a whole or the docs as a whole tell.
    pub(super) template: PathTemplate,
}

/// The operations of each version, by path and method.
pub(super) fn resolve(
    docs: &Docs,
    pages: &[Page],
    types: &mut TypeTable,
    place: &dyn Fn(Span) -> Place,
    problems: &mut Problems,
) -> BTreeMap<Version, Vec<Operation>> {
    let mut lines: BTreeMap<(Version, String, Method), Vec<Line<'_>>> = BTreeMap::new();
    let collections = collections(pages);
    for page in pages {
        let PageKind::Operation(operation) = &page.kind else {
            continue;
        };
        let version = page.version.unwrap_or(Version::V1);
        let path = &docs.sources.file(page.file).path;
        for request in &operation.requests {
            let mut template = request.path.template.clone();
            name_keys(&mut template, &collections);
            uncast(&mut template, operation);
            bare_function(&mut template, request, operation, problems);
            let key = (version, template.identity(), request.method);
            lines.entry(key).or_default().push(Line { page: operation, path, request, template });
        }
    }
    let unmatched = examples::unmatched(pages, problems);
    let mut operations: BTreeMap<Version, Vec<Operation>> = BTreeMap::new();
    for ((version, _, method), mut lines) in lines {
        lines.sort_by_cached_key(|line| ownership(line));
        report_duplicates(&lines, problems);
        operations
            .entry(version)
            .or_default()
            .push(operation(version, method, &lines, &unmatched, types, place, problems));
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
    let others: Vec<&Line<'_>> = others.iter().filter(|line| rank(line) == best).collect();
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
    unmatched: &HashSet<Span>,
    types: &mut TypeTable,
    place: &dyn Fn(Span) -> Place,
    problems: &mut Problems,
) -> Operation {
    let owner = &lines[0];
    let mut segments = owner.template.clone();
    tell_placeholders_apart(&mut segments);
    let mut examples = examples::of(lines, unmatched, place);
    let asked =
        content::Asked { version, method, line: owner, template: &segments, examples: &examples, place };
    let parameters = content::parameters(&asked, types, problems);
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

/// The paths that a key follows somewhere in the docs: what stands there is a collection, not a function.
fn collections(pages: &[Page]) -> HashSet<String> {
    let mut found = HashSet::new();
    for page in pages {
        let PageKind::Operation(operation) = &page.kind else {
            continue;
        };
        for request in &operation.requests {
            let segments = &request.path.template.segments;
            for (position, pair) in segments.windows(2).enumerate() {
                if let [Segment::Literal(_), Segment::Key(_)] = pair {
                    found.insert(PathTemplate { segments: segments[..=position].to_vec() }.identity());
                }
            }
        }
    }
    found
}

/// `/devices(deviceId='{x}')`: a function by its looks, a key when `/devices/{id}` stands somewhere.
fn name_keys(template: &mut PathTemplate, collections: &HashSet<String>) {
    let mut at = 0;
    while at < template.segments.len() {
        if let Segment::Function { name, arguments } = &template.segments[at]
            && !arguments.is_empty()
        {
            let mut before = template.segments[..at].to_vec();
            before.push(Segment::Literal(name.clone()));
            if collections.contains(&PathTemplate { segments: before }.identity()) {
                let pairs = arguments
                    .iter()
                    .map(|argument| crate::ir::KeyPair {
                        property: Some(argument.name.clone()),
                        name: argument.placeholder.clone(),
                        quoted: argument.quoted,
                    })
                    .collect();
                let literal = Segment::Literal(name.clone());
                template.segments.splice(at..=at, [literal, Segment::NamedKey(pairs)]);
                at += 1;
            }
        }
        at += 1;
    }
}

/// `/x/microsoft.graph.doIt` is no cast when the page is about `doIt`.
fn uncast(template: &mut PathTemplate, page: &page::Operation) {
    let Some(Segment::Cast(name)) = template.segments.last() else {
        return;
    };
    let short = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let title = page.title.to_lowercase();
    let about = title == format!("{short} action")
        || title == format!("{short} function")
        || title.split_once(": ").is_some_and(|(_, verb)| verb.replace(' ', "") == short)
        || title.replace(' ', "") == short;
    if about {
        let name = name.clone();
        template.segments.pop();
        template.segments.push(Segment::Literal(name));
    }
}

/// A function called bare whose parameters the page documents gets its arguments.
fn bare_function(
    template: &mut PathTemplate,
    request: &Request,
    page: &page::Operation,
    problems: &mut Problems,
) {
    if request.method != Method::Get || !request.path.query.is_empty() {
        return;
    }
    let Some(Segment::Literal(name)) = template.segments.last() else {
        return;
    };
    let taken: Vec<String> = template.placeholders().map(str::to_lowercase).collect();
    let calls = calls(page, name);
    // The arguments can be optional: then an example calls the function bare as well.
    let with_arguments = calls.iter().any(Option::is_some);
    let without = calls.iter().any(Option::is_none);
    let arguments: Vec<Argument> = page
        .parameters
        .iter()
        .filter(|parameter| match parameter.location {
            Location::Function => !parameter.name.starts_with('$'),
            // Some pages list the arguments as path parameters: those that an example gives to the function.
            Location::Path => calls.iter().flatten().any(|call| gives(call, &parameter.name)),
            _ => false,
        })
        .filter(|parameter| !taken.contains(&parameter.name.to_lowercase()))
        .map(|parameter| Argument {
            name: parameter.name.clone(),
            placeholder: parameter.name.clone(),
            quoted: parameter.ty.as_ref().is_none_or(|ty| content::is_quoted(&ty.text)),
            sample: None,
        })
        .collect();
    if arguments.is_empty() || !with_arguments || without {
        return;
    }
    let function = Segment::Function { name: name.clone(), arguments };
    problems.push(
        Diagnostic::new(
            Code::BareFunction,
            request.span,
            format!("the function `{name}` is called without its arguments"),
        )
        .hint(format!("end the path with `{function}`")),
    );
    template.segments.pop();
    template.segments.push(function);
}

/// How the examples of a page call a function: with the text after the opening parenthesis, or bare.
fn calls(page: &page::Operation, name: &str) -> Vec<Option<String>> {
    let called = format!("/{}", name.to_lowercase());
    page.examples
        .iter()
        .filter_map(|example| {
            let url = example.url.to_lowercase();
            let (_, rest) = url.rsplit_once(&called)?;
            Some(rest.strip_prefix('(').map(str::to_owned))
        })
        .collect()
}

/// Whether a call gives an argument of a name: `row=5,column=6)`.
fn gives(call: &str, name: &str) -> bool {
    let arguments = call.split(')').next().unwrap_or_default();
    arguments
        .split(',')
        .filter_map(|argument| argument.split_once('='))
        .any(|(given, _)| given.trim().eq_ignore_ascii_case(name))
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
