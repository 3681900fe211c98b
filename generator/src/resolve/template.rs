//! The path of a request line and what more is known about it: a key that looks like a function, an action that looks like a cast, a
//! function without its arguments, an argument without its quotes.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{Argument, KeyPair, Method, ParameterLocation, PathTemplate, Segment};
use crate::names::short;
use crate::page::operation_title::OperationTitle;
use crate::page::{self, Page, PageKind, Request};
use crate::source::Span;

/// The paths that a key follows somewhere in the docs: what stands there is a collection, not a function.
pub(super) fn collections(pages: &[Page]) -> HashSet<String> {
    let mut found = HashSet::new();
    for page in pages {
        let PageKind::Operation(operation) = &page.kind else {
            continue;
        };
        for request in &operation.requests {
            let segments = &request.path.template.segments;
            for (position, pair) in segments.windows(2).enumerate() {
                if let [Segment::Literal(_), Segment::Key(_)] = pair {
                    found.insert(PathTemplate::identity_of(&segments[..=position]));
                }
            }
        }
    }
    found
}

/// The path of a request line, mended with what only its page or the docs as a whole tell.
pub(super) fn settle(
    request: &Request,
    page: &page::Operation,
    collections: &HashSet<String>,
    problems: &mut Problems,
) -> PathTemplate {
    let mut template = request.path.template.clone();
    name_keys(&mut template, collections);
    uncast(&mut template, page);
    bare_function(&mut template, request, page, problems);
    quote_arguments(&mut template, page);
    template
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
                    .map(|argument| KeyPair {
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
    if OperationTitle::of(&page.title).calls(short(name)) {
        let name = name.clone();
        template.segments.pop();
        template.segments.push(Segment::Literal(name));
    }
}

/// A function called bare whose parameters the page documents gets its arguments: those that an example gives, or that the page of
/// the function lists and does not call optional. (Pages about workbooks list them as the body of a `GET`.)
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
    let called_with = !calls.is_empty() && calls.iter().all(Option::is_some);
    let needs = |row: &page::Parameter| needs_argument(page, name, row);
    let given = |row: &page::Parameter| calls.iter().flatten().any(|call| gives(call, &row.name));
    let rows: Vec<&page::Parameter> = page
        .parameters
        .iter()
        .filter(|row| match row.location {
            ParameterLocation::Function => !row.name.starts_with('$') && (called_with || needs(row)),
            // Some pages list the arguments as parameters of the path or of the query: those that an example gives to the function.
            ParameterLocation::Path | ParameterLocation::Query => called_with && given(row),
            _ => false,
        })
        .filter(|row| !taken.contains(&row.name.to_lowercase()))
        .collect();
    if rows.is_empty() {
        return;
    }
    let function =
        Segment::Function { name: name.clone(), arguments: rows.into_iter().map(argument).collect() };
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

/// The argument that a row documents.
fn argument(row: &page::Parameter) -> Argument {
    Argument {
        name: row.name.clone(),
        placeholder: row.name.clone(),
        quoted: row.ty.as_ref().is_none_or(|ty| is_quoted(&ty.text)),
        sample: None,
    }
}

/// Whether a row of the page of a function documents an argument that cannot be left out, although all examples do.
pub(super) fn needs_argument(page: &page::Operation, function: &str, row: &page::Parameter) -> bool {
    is_argument(page, function, row)
        && !row.facts.optional
        && calls(page, function).iter().all(Option::is_none)
}

/// A function that a page lists bare with the arguments that its table calls optional, and where the first of them stands.
pub(super) fn with_optional(template: &PathTemplate, page: &page::Operation) -> Option<(PathTemplate, Span)> {
    let (Segment::Literal(name), before) = template.segments.split_last()? else {
        return None;
    };
    let optional: Vec<&page::Parameter> =
        page.parameters.iter().filter(|row| is_optional_argument(page, name, row)).collect();
    let first = optional.first()?.span;
    let mut segments = before.to_vec();
    segments.push(Segment::Function {
        name: name.clone(),
        arguments: optional.into_iter().map(argument).collect(),
    });
    Some((PathTemplate { segments }, first))
}

/// Whether a row of the page of a function documents an argument that can be left out.
pub(super) fn is_optional_argument(page: &page::Operation, function: &str, row: &page::Parameter) -> bool {
    is_argument(page, function, row) && row.facts.optional
}

/// Whether a row of the page of a function documents one of its arguments, and no parameter of the query.
fn is_argument(page: &page::Operation, function: &str, row: &page::Parameter) -> bool {
    row.location == ParameterLocation::Function
        && !row.name.starts_with('$')
        && OperationTitle::of(&page.title).calls(function)
        && !is_queried(page, &row.name)
}

/// Whether an example has a parameter in the query.
fn is_queried(page: &page::Operation, name: &str) -> bool {
    let given = format!("{}=", name.to_lowercase());
    page.examples.iter().any(|example| {
        let url = example.url.to_lowercase();
        url.split_once('?').is_some_and(|(_, query)| query.split('&').any(|pair| pair.starts_with(&given)))
    })
}

/// An argument that the line leaves without quotes has them when the examples quote it and it is nothing that stands without.
fn quote_arguments(template: &mut PathTemplate, page: &page::Operation) {
    let is_bare = |name: &str| {
        let row = page.parameters.iter().find(|row| row.name.eq_ignore_ascii_case(name));
        row.and_then(|row| row.ty.as_ref()).is_some_and(|ty| !is_quoted(&ty.text))
    };
    for segment in &mut template.segments {
        if let Segment::Function { name, arguments } = segment
            && arguments.iter().any(|argument| !argument.quoted)
        {
            let opened = format!("/{}(", name.to_lowercase());
            let urls: Vec<String> = page.examples.iter().map(|example| example.url.to_lowercase()).collect();
            let calls: Vec<&str> = urls.iter().flat_map(|url| url.split(&opened).skip(1)).collect();
            for argument in arguments.iter_mut().filter(|argument| !is_bare(&argument.name)) {
                argument.quoted |= calls.iter().any(|call| quotes(call, &argument.name));
            }
        }
    }
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
    value(call, name).is_some()
}

/// Whether a call gives an argument of a name in quotes: `address='A1:B2')`.
fn quotes(call: &str, name: &str) -> bool {
    value(call, name).is_some_and(|value| value.starts_with('\''))
}

fn value<'c>(call: &'c str, name: &str) -> Option<&'c str> {
    let arguments = call.split(')').next().unwrap_or_default();
    let mut given = arguments.split(',').filter_map(|argument| argument.split_once('='));
    given.find(|(given, _)| given.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// Whether a value of a type stands in quotes in a path.
pub(super) fn is_quoted(type_text: &str) -> bool {
    const BARE: [&str; 14] = [
        "int",
        "int16",
        "int32",
        "int64",
        "integer",
        "double",
        "number",
        "boolean",
        "bool",
        "guid",
        "datetimeoffset",
        "date",
        "timeofday",
        "single",
    ];
    let lower = type_text.trim_matches('`').to_ascii_lowercase();
    !BARE.contains(&lower.trim_start_matches("edm."))
}
