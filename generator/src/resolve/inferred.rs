//! Requests that no page lists and an example or a table of arguments shows.
//!
//! | the page lists | its example calls | why it belongs to the page |
//! |---|---|---|
//! | `GET /groups/{id}/members` | `GET /groups/{id}/members/microsoft.graph.user/$count` | a cast and a count can follow any collection |
//! | `POST /users/{id}/assignLicense` | `POST /me/assignLicense` | pages list the same below `/me` and below `/users/{id}` |
//! | `GET /me/drive/root:/{path}` | `GET /me/drive/root` | what a path starts at is what it leads to: an item |
//! | `GET /me/drive/items/{id}/comments` | `GET /drive/items/{id}/comments` | the examples of several pages start there |
//! | `GET /me/photos/{size}` | `GET /me/photos/48x48/$value` | bytes can follow any object |
//! | `PATCH /roles` | `PATCH /roles/{id}` | what an identifier stands for is a member of the collection |
//! | `POST /journals/{id}` | `POST /journals` | what is created has no key yet |
//! | `GET /range/usedRange` | `GET /range/usedRange(valuesOnly=true)` | the page has a row for the argument, or calls it optional |
//! | `GET /range/usedRange` | nothing else | the page has a row for an argument and calls it optional: both are requests |
//!
//! An example that is none of these is a slip, in the example or in the request lines, and nobody can say in which. It stays the
//! finding that it is.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::claim::{Claim, Claims};
use super::examples::Assigned;
use super::template;
use crate::align::fit;
use crate::ir::{Argument, Key, Method, PathTemplate, Segment, Version};
use crate::page::operation_title::OperationTitle;
use crate::page::{self, ParsedPath, Request};
use crate::source::{FileId, Span};

/// A request that an example or a table of arguments shows.
pub(super) struct InferredOperation<'p> {
    version: Version,
    page: &'p page::Operation,
    path: &'p str,
    request: Request,
    like: &'p Request,
}

impl<'p> InferredOperation<'p> {
    /// A request with the facts of a listed one and a path of its own.
    fn like(claim: &Claim<'p>, version: Version, template: PathTemplate, span: Span) -> Self {
        let Claim { page, path, request: like, .. } = *claim;
        let path_of = ParsedPath { template, query: like.path.query.clone(), ..ParsedPath::default() };
        let request = Request { method: like.method, path: path_of, labels: like.labels.clone(), span };
        Self { version, page, path, request, like }
    }

    /// The key of its operation.
    pub(super) fn key(&self) -> (Version, String, Method) {
        (self.version, self.request.path.template.identity(), self.request.method)
    }

    /// It as a line of its page.
    pub(super) fn claim<'s>(&'s self) -> Claim<'s>
    where
        'p: 's,
    {
        Claim {
            page: self.page,
            path: self.path,
            request: &self.request,
            like: Some(self.like),
            of_other_workload: false,
            template: self.request.path.template.clone(),
        }
    }
}

/// Finds the requests that are only shown, and assigns the examples to them.
pub(super) fn find<'p>(
    claims: &Claims<'p>,
    collections: &HashSet<String>,
    assigned: &mut Assigned,
) -> Vec<InferredOperation<'p>> {
    let mut pages: BTreeMap<(Version, FileId), Vec<&Claim<'p>>> = BTreeMap::new();
    for ((version, ..), claims) in claims {
        for claim in claims {
            pages.entry((*version, claim.request.span.file)).or_default().push(claim);
        }
    }
    let mut addresses: HashMap<Version, Addresses> = HashMap::new();
    for ((version, _), listed) in &pages {
        let addresses = addresses.entry(*version).or_default();
        addresses.learn(listed);
        let unlisted = listed[0].page.examples.iter().filter(|example| !assigned.contains_key(&example.span));
        let here = unlisted.filter(|example| !is_elsewhere(&example.path, *version));
        addresses.learn_shown(here.map(|example| (example.method, &example.path.template)), listed);
    }
    let mut shown: Vec<InferredOperation<'p>> = Vec::new();
    for ((version, _), listed) in &pages {
        // The requests that are shown on this page, each with the place of the first that shows it.
        let mut here: HashMap<(Version, String, Method), Span> = HashMap::new();
        let templates = LazyCell::new(|| -> Vec<Vec<PathTemplate>> {
            listed.iter().map(|claim| addresses[version].templates(&claim.template)).collect()
        });
        for example in &listed[0].page.examples {
            let parsed = &example.path;
            if is_elsewhere(parsed, *version) {
                continue;
            }
            let found = match assigned.get(&example.span) {
                Some(span) => listed
                    .iter()
                    .find(|claim| {
                        claim.request.span == *span && !collections.contains(&claim.template.identity())
                    })
                    .and_then(|claim| Some((*claim, overload(&parsed.template, claim)?))),
                None => belongs(example.method, &parsed.template, listed, &templates),
            };
            let Some((claim, template)) = found else {
                continue;
            };
            let key = (*version, template.identity(), example.method);
            if claims.contains_key(&key) {
                continue;
            }
            let known = here.get(&key).copied();
            assigned.insert(example.span, known.unwrap_or(example.span));
            if known.is_none() {
                here.insert(key, example.span);
                let mut new = InferredOperation::like(claim, *version, template, example.span);
                new.request.method = example.method;
                shown.push(new);
            }
        }
        for claim in listed.iter().filter(|claim| claim.request.method == Method::Get) {
            let Some((template, place)) = template::with_optional(&claim.template, claim.page) else {
                continue;
            };
            let key = (*version, template.identity(), Method::Get);
            if !claims.contains_key(&key) && here.insert(key, place).is_none() {
                shown.push(InferredOperation::like(claim, *version, template, place));
            }
        }
    }
    shown
}

/// Whether the path of an example is none of the version's, or can't be told.
fn is_elsewhere(path: &ParsedPath, version: Version) -> bool {
    path.foreign_host.is_some() || path.version.is_some_and(|named| named != version) || path.unclosed
}

/// Starts of paths that lead to the same. Most pages about the one list the same rest behind the other: `/me` and `/users/{id}`, but
/// not `/devices/{id}` and `/groups/{id}`, which have no more than their extensions in common.
#[derive(Default)]
struct Addresses {
    /// How many pages list a request below a start.
    pages: HashMap<String, usize>,
    /// The other starts that some of them list it below, too, or show it below.
    pairs: HashMap<String, BTreeMap<String, Pair>>,
    /// The first segments of all paths. The start of a path can be empty, but the rest must be one that the service knows.
    roots: HashSet<String>,
    /// How many pages show a first segment in requests that they do not list.
    shown_roots: HashMap<String, usize>,
}

/// What is known of two starts that may lead to the same.
struct Pair {
    /// The other start.
    other: Vec<Segment>,
    /// How many pages list a request below both.
    listed: usize,
    /// How many pages list a request below the one and show it below the other.
    shown: usize,
}

/// How many pages have to show an address that they do not list: fewer can be slips.
const PAGES_OF_AN_ADDRESS: usize = 3;

impl Addresses {
    /// Takes what the requests of a page tell.
    fn learn(&mut self, listed: &[&Claim<'_>]) {
        let texts: Vec<Vec<String>> = listed.iter().map(|claim| texts(&claim.template.segments)).collect();
        let (mut starts, mut pairs) = (BTreeSet::new(), BTreeMap::new());
        for (at, (claim, own)) in listed.iter().zip(&texts).enumerate() {
            let segments = &claim.template.segments;
            self.roots.extend(own.first().cloned());
            let names = (0..segments.len()).filter(|&at| !is_value(&segments[at]));
            starts.extend(names.map(|at| own[..at].join("/")));
            for (other, others) in listed.iter().zip(&texts).skip(at + 1) {
                let rest = common_rest(segments, own, others);
                if rest > 0 && other.request.method == claim.request.method {
                    let (one, two) = (own.len() - rest, others.len() - rest);
                    let (from, to) = (own[..one].join("/"), others[..two].join("/"));
                    pairs.insert((from.clone(), to.clone()), &other.template.segments[..two]);
                    pairs.insert((to, from), &segments[..one]);
                }
            }
        }
        for start in starts {
            *self.pages.entry(start).or_default() += 1;
        }
        for ((from, to), segments) in pairs {
            self.pair(from, to, segments).listed += 1;
        }
    }

    /// Takes what the examples of a page tell whose requests it does not list.
    fn learn_shown<'e>(
        &mut self,
        examples: impl Iterator<Item = (Method, &'e PathTemplate)>,
        listed: &[&Claim<'_>],
    ) {
        let (mut roots, mut pairs) = (BTreeSet::new(), BTreeMap::new());
        for (method, path) in examples {
            let of_method = listed.iter().filter(|claim| claim.request.method == method);
            let nearest = of_method
                .map(|claim| (alike_rest(&path.segments, &claim.template.segments), &claim.template.segments))
                .max_by_key(|(rest, _)| *rest);
            if let Some((rest @ 1.., listed)) = nearest {
                let (to, _) = path.segments.split_at(path.segments.len() - rest);
                let (from, _) = listed.split_at(listed.len() - rest);
                let (there, here) = (texts(from).join("/"), texts(to).join("/"));
                roots.extend(path.segments.first().map(Segment::identity));
                pairs.insert((there.clone(), here.clone()), to.to_vec());
                pairs.insert((here, there), from.to_vec());
            }
        }
        for root in roots {
            *self.shown_roots.entry(root).or_default() += 1;
        }
        for ((from, to), segments) in pairs {
            self.pair(from, to, &segments).shown += 1;
        }
    }

    fn pair(&mut self, from: String, to: String, segments: &[Segment]) -> &mut Pair {
        let pair = || Pair { other: segments.to_vec(), listed: 0, shown: 0 };
        self.pairs.entry(from).or_default().entry(to).or_insert_with(pair)
    }

    /// A listed template, and what it is below other addresses.
    fn templates(&self, listed: &PathTemplate) -> Vec<PathTemplate> {
        let texts = texts(&listed.segments);
        let mut templates = Vec::new();
        for end in 0..=listed.segments.len() {
            let (start, rest) = listed.segments.split_at(end);
            let moved =
                self.others(start, &texts[..end].join("/")).into_iter().map(|other| [other, rest].concat());
            let known = moved.filter(|segments| segments.first().is_some_and(|first| self.is_root(first)));
            templates.extend(known.map(|segments| PathTemplate { segments }));
        }
        templates
    }

    fn is_root(&self, segment: &Segment) -> bool {
        let name = segment.identity();
        let shown = self.shown_roots.get(&name).copied().unwrap_or_default();
        self.roots.contains(&name) || shown >= PAGES_OF_AN_ADDRESS
    }

    /// What leads to the same as a start, the start itself among it.
    fn others<'s>(&'s self, start: &'s [Segment], text: &str) -> Vec<&'s [Segment]> {
        let pages = |start: &str| self.pages.get(start).copied().unwrap_or_default();
        let pairs = self.pairs.get(text).into_iter().flatten();
        let alike = pairs.filter(|(other, pair)| {
            pair.listed * 3 >= pages(text).min(pages(other)) * 2 && pair.listed > 0
                || pair.shown >= PAGES_OF_AN_ADDRESS
        });
        let mut others: Vec<&[Segment]> =
            alike.map(|(_, pair)| pair.other.as_slice()).chain([start]).collect();
        // `root:/{path}` is an item below `root`, which is one as well.
        for at in 0..others.len() {
            if let Some((Segment::DrivePath(_), above)) = others[at].split_last() {
                others.push(above);
            }
        }
        others
    }
}

/// The template that an example's path is an instance of, and the listed request that it is like: the one with which it has the
/// most names in common. `templates` has, for each listed one, what it is below all addresses.
fn belongs<'b, 'p>(
    method: Method,
    path: &PathTemplate,
    listed: &[&'b Claim<'p>],
    templates: &[Vec<PathTemplate>],
) -> Option<(&'b Claim<'p>, PathTemplate)> {
    let (path, tail) = split_tail(method, path);
    let of_method = listed.iter().zip(templates).filter(|(claim, _)| claim.request.method == method);
    of_method
        .flat_map(|(claim, templates)| {
            let templates = templates.iter().map(Cow::Borrowed);
            templates.chain(member(claim, &path).map(Cow::Owned)).map(move |template| (*claim, template))
        })
        .filter(|(_, template)| follows(&tail, template))
        .filter_map(|(claim, template)| Some((fit(&path.segments, &template.segments)?, claim, template)))
        .max_by_key(|(common, ..)| *common)
        .map(|(_, claim, template)| {
            let mut template = template.into_owned();
            template.segments.extend(tail);
            (claim, template)
        })
}

/// The path of a member of what is listed, for an example that reads, changes or removes what an identifier stands for; the collection
/// itself, for a request that is listed with the key of what it creates.
fn member(claim: &Claim<'_>, path: &PathTemplate) -> Option<PathTemplate> {
    let mut template = claim.template.clone();
    match (claim.request.method, template.segments.last()?) {
        (Method::Get | Method::Patch | Method::Delete, Segment::Literal(_))
            if matches!(path.segments.last(), Some(Segment::Key(_))) =>
        {
            let key = Key::plain("id");
            template.segments.push(Segment::Key(key));
            Some(template)
        }
        (Method::Post, Segment::Key(_)) if OperationTitle::of(&claim.page.title).creates() => {
            template.segments.pop();
            Some(template)
        }
        _ => None,
    }
}

/// Whether what an example's path ends with can follow a template: a cast and a count follow a collection, bytes an object.
fn follows(tail: &[Segment], template: &PathTemplate) -> bool {
    let ends_with_value = template.segments.last().is_some_and(is_value);
    match tail {
        [] => true,
        [Segment::Value] => ends_with_value,
        _ => !ends_with_value,
    }
}

/// The segments as text, placeholders without names.
fn texts(segments: &[Segment]) -> Vec<String> {
    segments.iter().map(Segment::identity).collect()
}

/// How many segments at the end are the same in both; the first of them is a name, not a value that belongs to what is before it.
fn common_rest(segments: &[Segment], texts: &[String], others: &[String]) -> usize {
    let mut rest =
        texts.iter().rev().zip(others.iter().rev()).take_while(|(one, other)| one == other).count();
    while rest > 0 && is_value(&segments[segments.len() - rest]) {
        rest -= 1;
    }
    rest
}

/// How many segments at the end of an example's path a listed one can stand for; the first of them is a name.
fn alike_rest(path: &[Segment], listed: &[Segment]) -> usize {
    let fits = |rest: usize| {
        let (path, listed) = (&path[path.len() - rest..], &listed[listed.len() - rest..]);
        !is_value(&listed[0]) && fit(path, listed).is_some()
    };
    (1..=path.len().min(listed.len())).rev().find(|&rest| fits(rest)).unwrap_or_default()
}

fn is_value(segment: &Segment) -> bool {
    matches!(segment, Segment::Key(_) | Segment::NamedKey(_) | Segment::DrivePath(_))
}

/// The template of a call of the listed function with other arguments than it lists, when these are known to the page, or without
/// those that are optional.
fn overload(path: &PathTemplate, claim: &Claim<'_>) -> Option<PathTemplate> {
    let mut template = claim.template.clone();
    let listed = template.segments.pop()?;
    let (name, own) = call(&listed)?;
    let (_, given) = call(path.segments.last()?)?;
    let has = |arguments: &[Argument], name: &str| {
        arguments.iter().any(|known| known.name.eq_ignore_ascii_case(name))
    };
    let row = |name: &str| claim.page.parameters.iter().find(|row| row.name.eq_ignore_ascii_case(name));
    let is_known = |argument: &Argument| has(own, &argument.name) || row(&argument.name).is_some();
    let is_given = |argument: &Argument| {
        let left_out =
            |row: &page::Parameter| !row.facts.required && !template::needs_argument(claim.page, name, row);
        has(given, &argument.name) || row(&argument.name).is_some_and(left_out)
    };
    let same = own.len() == given.len() && given.iter().all(|argument| has(own, &argument.name));
    if same || !given.iter().all(is_known) || !own.iter().all(is_given) {
        return None;
    }
    template.segments.push(if given.is_empty() {
        Segment::Literal(name.to_owned())
    } else {
        let arguments = given.iter().map(|argument| Argument { sample: None, ..argument.clone() }).collect();
        Segment::Function { name: name.to_owned(), arguments }
    });
    Some(template)
}

/// The name and the arguments of what can be a function.
fn call(segment: &Segment) -> Option<(&str, &[Argument])> {
    match segment {
        Segment::Literal(name) => Some((name, &[])),
        Segment::Function { name, arguments } => Some((name, arguments)),
        _ => None,
    }
}

/// A path without the cast and the count that can follow a collection when it is read, or without the `$value` that can follow an object,
/// and these.
fn split_tail(method: Method, path: &PathTemplate) -> (PathTemplate, Vec<Segment>) {
    let mut head = path.clone();
    let mut end = head.segments.len();
    if method == Method::Get && head.segments.last() == Some(&Segment::Value) {
        end -= 1;
    } else if method == Method::Get {
        end -= usize::from(matches!(head.segments[..end].last(), Some(Segment::Count)));
        end -= usize::from(matches!(head.segments[..end].last(), Some(Segment::Cast(_))));
    }
    let tail = head.segments.split_off(end);
    (head, tail)
}

#[cfg(test)]
mod tests {
    use crate::ir::Version;
    use crate::load::Docs;

    /// The requests of pages with a title, the requests that they list, and those of their examples.
    #[track_caller]
    fn check(pages: &[(&str, &str, &[&str])], expected: &[&str]) {
        let text = |(title, listed, examples): &(&str, &str, &[&str])| {
            let fences: String = examples
                .iter()
                .map(|example| {
                    format!(
                        "### Request\n```http\n{}\n```\n",
                        example.replace(" /", " https://graph.microsoft.com/v1.0/")
                    )
                })
                .collect();
            format!(
                "# {title}\n\n## HTTP request\n```http\n{listed}\n```\n\n## Response\nReturns `200 OK`.\n\n## Example\n{fences}"
            )
        };
        let texts: Vec<(String, String)> = pages
            .iter()
            .enumerate()
            .map(|(at, page)| (format!("api-reference/v1.0/api/page{at}.md"), text(page)))
            .collect();
        let docs = Docs::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let outcome = crate::read_docs(docs);
        let operations =
            outcome.api.version(Version::V1).map(|api| api.operations.as_slice()).unwrap_or_default();
        let listed: Vec<&str> = pages.iter().flat_map(|(_, listed, _)| listed.lines()).collect();
        let shown: Vec<String> = operations.iter().map(|operation| operation.name()).collect();
        let shown: Vec<&str> =
            shown.iter().map(String::as_str).filter(|name| !listed.contains(name)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn an_address_that_three_pages_show() {
        let pens: (&str, &str, &[&str]) = ("List pens", "GET /me/desk/pens", &["GET /desk/pens"]);
        let inks: (&str, &str, &[&str]) = ("List inks", "GET /me/desk/inks", &["GET /desk/inks"]);
        let pads: (&str, &str, &[&str]) = ("Get pad", "GET /me/desk/pads/{id}", &["GET /desk/pads/yellow"]);
        check(&[pens, inks], &[]);
        check(&[pens, inks, pads], &["GET /desk/inks", "GET /desk/pads/{id}", "GET /desk/pens"]);
    }

    #[test]
    fn members_collections_and_bytes() {
        check(
            &[("Get pen", "GET /pens", &["GET /pens/5f2e0d3a-0000-4000-8000-9b1de2a6f1c4"])],
            &["GET /pens/{id}"],
        );
        check(&[("Update pen", "PATCH /pens", &["PATCH /pens/{id}"])], &["PATCH /pens/{id}"]);
        check(&[("Get pen", "GET /pens", &["GET /pens/colour"])], &[]);
        check(&[("Create pen", "POST /pens/{id}", &["POST /pens"])], &["POST /pens"]);
        check(&[("Pen: fill", "POST /pens/{id}", &["POST /pens"])], &[]);
        check(
            &[("Get photo", "GET /photos/{size}", &["GET /photos/48x48/$value"])],
            &["GET /photos/{size}/$value"],
        );
        check(&[("List photos", "GET /photos", &["GET /photos/$value"])], &[]);
    }
}
