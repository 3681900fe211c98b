//! Parameters, body and responses of an operation.

use std::collections::HashMap;

use super::answers::{Shape, Shown};
use super::operations::{Line, rank};
use super::types::TypeTable;
use super::{sample, template};
use crate::diagnostic::Problems;
use crate::ir::{
    Body, Content, Example, Key, Location, Method, Parameter, PathTemplate, Place, Primitive, Response,
    Segment, Type, Version,
};
use crate::page;
use crate::source::Span;

/// The request whose facts are settled.
pub(super) struct Asked<'a> {
    pub(super) version: Version,
    pub(super) method: Method,
    /// The page that the facts come from.
    pub(super) line: &'a Line<'a>,
    /// The other pages that document the request.
    pub(super) others: &'a [Line<'a>],
    /// The path with its placeholders told apart.
    pub(super) template: &'a PathTemplate,
    /// Whether a key follows the path somewhere in the docs.
    pub(super) is_collection: bool,
    /// The documented requests of all pages.
    pub(super) examples: &'a [Example],
    pub(super) place: &'a dyn Fn(Span) -> Place,
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

/// Path, function, query and header parameters.
pub(super) fn parameters(
    asked: &Asked<'_>,
    types: &mut TypeTable,
    problems: &mut Problems,
) -> Vec<Parameter> {
    let Asked { line, template, place, .. } = asked;
    let mut parameters: Vec<Parameter> = Vec::new();
    let documented = &line.page.parameters;
    let here = place(line.request.span);
    for segment in &template.segments {
        for Placeholder { name, wire, location, sample } in placeholders(segment) {
            let row_of = |name: &str| {
                documented
                    .iter()
                    .filter(|row| {
                        matches!(
                            row.location,
                            Location::Path | Location::Function | Location::Query | Location::Body
                        )
                    })
                    .find(|row| row.name.eq_ignore_ascii_case(name))
            };
            // `rowsAbove(count={n})`: the row may be about either name.
            let row = row_of(&name).or_else(|| row_of(wire?));
            let row = row.filter(|row| row.location != Location::Body || location == Location::Function);
            let mut parameter = match row {
                Some(row) => from_row(row, asked, types, problems),
                None => Parameter {
                    name: name.clone(),
                    location,
                    ty: Type::Primitive(Primitive::String),
                    type_text: String::new(),
                    required: true,
                    description: String::new(),
                    allowed: Vec::new(),
                    sample: None,
                    place: here,
                },
            };
            parameter.name = name;
            parameter.location = location;
            parameter.required = true;
            parameter.sample = sample;
            parameters.push(parameter);
        }
    }
    for (name, value) in &line.request.path.query {
        parameters.push(Parameter {
            name: name.clone(),
            location: Location::Query,
            ty: Type::Primitive(Primitive::String),
            type_text: String::new(),
            required: !name.starts_with('$'),
            description: String::new(),
            allowed: Vec::new(),
            sample: Some(value.clone()).filter(|value| !value.contains('{')),
            place: here,
        });
    }
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for (number, parameter) in parameters.iter().enumerate() {
        numbers.entry(parameter.name.to_ascii_lowercase()).or_insert(number);
    }
    for row in documented {
        let name = row.name.to_ascii_lowercase();
        let known = numbers.get(&name).map(|&number| &mut parameters[number]);
        let location = match row.location {
            Location::Body | Location::Path => continue,
            Location::Function => Location::Query,
            other => other,
        };
        if matches!(row.location, Location::Function | Location::Query) && is_argument_elsewhere(row, line) {
            continue;
        }
        if row.name.starts_with('$') && line.page.query_options.iter().any(|option| option.name == row.name) {
            continue;
        }
        match known {
            Some(known) if known.location == Location::Query => {
                let described = from_row(row, asked, types, problems);
                // What the request line asks for is needed, unless its row says otherwise.
                let required = described.required || known.required && !page::says_optional(&row.description);
                *known = Parameter { location, required, sample: known.sample.take(), ..described };
            }
            Some(_) => {}
            None => {
                let row = from_row(row, asked, types, problems);
                numbers.insert(name, parameters.len());
                parameters.push(Parameter { location, ..row });
            }
        }
    }
    parameters
}

/// Whether a row is about an argument of another request of the page: `getDetail(date={date})` beside `getDetail(period='{period}')`,
/// `usedRange(valuesOnly={valuesOnly})` beside `usedRange`.
fn is_argument_elsewhere(row: &page::Parameter, line: &Line<'_>) -> bool {
    if let Some(Segment::Literal(name)) = line.template.segments.last()
        && template::is_optional_argument(line.page, name, row)
    {
        return true;
    }
    let mut segments = line.page.requests.iter().flat_map(|request| &request.path.template.segments);
    segments.any(|segment| match segment {
        Segment::Function { arguments, .. } => {
            arguments.iter().any(|argument| argument.name.eq_ignore_ascii_case(&row.name))
        }
        _ => false,
    })
}

/// A placeholder of a path.
struct Placeholder<'a> {
    name: String,
    /// The name that travels, of an argument.
    wire: Option<&'a str>,
    location: Location,
    /// The value that the docs write in its place.
    sample: Option<String>,
}

fn placeholders(segment: &Segment) -> Vec<Placeholder<'_>> {
    let key = |name: &String| Placeholder {
        name: name.clone(),
        wire: None,
        location: Location::Path,
        sample: None,
    };
    match segment {
        Segment::Key(Key { name, .. }) | Segment::DrivePath(name) => vec![key(name)],
        Segment::NamedKey(pairs) => pairs.iter().map(|pair| key(&pair.name)).collect(),
        Segment::Function { arguments, .. } => arguments
            .iter()
            .map(|argument| Placeholder {
                name: argument.placeholder.clone(),
                wire: Some(&argument.name),
                location: Location::Function,
                sample: argument.sample.clone(),
            })
            .collect(),
        Segment::Literal(_) | Segment::Cast(_) | Segment::Ref | Segment::Value | Segment::Count => Vec::new(),
    }
}

fn from_row(
    row: &page::Parameter,
    asked: &Asked<'_>,
    types: &mut TypeTable,
    problems: &mut Problems,
) -> Parameter {
    let ty = match &row.ty {
        Some(text) if text.text.eq_ignore_ascii_case("number") && counts(&row.description) => {
            Type::Primitive(Primitive::Int32)
        }
        Some(text) if is_sent_as_string(&text.text, &row.description) => Type::Primitive(Primitive::String),
        Some(text) => {
            let owner = owner_name(asked.line);
            types.resolve_described(
                asked.version,
                row.span.file,
                text,
                &owner,
                &row.name,
                &row.description,
                problems,
            )
        }
        None if row.told => types.by_name(asked.version, &row.name).unwrap_or(Type::Json),
        None => Type::Primitive(Primitive::String),
    };
    Parameter {
        name: row.name.clone(),
        location: row.location,
        ty,
        type_text: row.ty.as_ref().map(|ty| ty.text.clone()).unwrap_or_default(),
        required: row.required,
        description: row.description.clone(),
        allowed: row.allowed.clone(),
        sample: None,
        place: (asked.place)(row.span),
    }
}

/// Whether a value of several types is "specified as string".
fn is_sent_as_string(type_text: &str, description: &str) -> bool {
    let lower = description.to_lowercase();
    type_text.contains("string/")
        && (lower.contains("specified as string") || lower.contains("specified as a string"))
}

/// Whether a description says that a number counts or ranks something, so that it has no fraction.
fn counts(description: &str) -> bool {
    let lower = description.to_lowercase();
    ["index", "number of", "row number", "column number", "relative position"]
        .iter()
        .any(|words| lower.contains(words))
}

/// What an enum of a parameter is named after: what the request calls or creates.
fn owner_name(line: &Line<'_>) -> String {
    line.template
        .segments
        .iter()
        .rev()
        .find_map(|segment| match segment {
            Segment::Literal(name) | Segment::Function { name, .. } => {
                Some(name.rsplit('.').next().unwrap_or(name).to_owned())
            }
            _ => None,
        })
        .unwrap_or_default()
}

/// What the request sends.
pub(super) fn body(asked: &Asked<'_>, types: &mut TypeTable, problems: &mut Problems) -> Body {
    let page = asked.line.page;
    let last = asked.template.segments.last();
    if matches!(asked.method, Method::Get | Method::Delete) {
        return Body::None;
    }
    if last == Some(&Segment::Ref) {
        return Body::Reference;
    }
    let mut parameters: Vec<Parameter> =
        members(page).map(|row| from_row(row, asked, types, problems)).collect();
    let resource = page.body.resource.as_ref().map(|text| sent_resource(text, asked, types, problems));
    if let Some(resource) = resource.as_ref().filter(|_| !parameters.is_empty()) {
        add_members_of_other_pages(&mut parameters, resource, asked, types);
    }
    let content = matches!(last, Some(Segment::Value))
        || matches!(last, Some(Segment::Literal(last)) if last.eq_ignore_ascii_case("content"));
    let bytes = || Body::Bytes { media_types: page.body.media_types.clone() };
    if page.body.none && parameters.is_empty() {
        Body::None
    } else if content && asked.method == Method::Put
        || (content || page.body.bytes) && parameters.is_empty() && resource.is_none()
    {
        bytes()
    } else if page.body.reference && parameters.is_empty() {
        Body::Reference
    } else if let (false, Some(ty)) = (parameters.is_empty(), shared_type(asked, types)) {
        Body::Resource { ty }
    } else if !parameters.is_empty() {
        let parameters =
            if resource.is_none() { sample::complete(parameters, asked, types) } else { parameters };
        Body::Parameters { parameters, of: resource }
    } else if let Some(ty) = resource {
        Body::Resource { ty }
    } else if !page.body.media_types.is_empty() {
        bytes()
    } else {
        shown_body(asked, types)
    }
}

/// The rows about members of the body.
fn members(page: &page::Operation) -> impl Iterator<Item = &page::Parameter> {
    page.parameters.iter().filter(|row| row.location == Location::Body)
}

/// Adds what other pages say can be sent of the same resource: Intune has a page with `PATCH /deviceManagement` for each workflow, with
/// the members that it is about.
fn add_members_of_other_pages(
    parameters: &mut Vec<Parameter>,
    resource: &Type,
    asked: &Asked<'_>,
    types: &mut TypeTable,
) {
    // What is wrong with the other pages is told where they are read.
    let problems = &mut Problems::default();
    for line in asked.others.iter().filter(|line| line.like.is_none() && rank(line) == rank(asked.line)) {
        let Some(text) = &line.page.body.resource else { continue };
        if sent_resource(text, asked, types, problems) != *resource {
            continue;
        }
        for row in members(line.page) {
            if !parameters.iter().any(|known| known.name.eq_ignore_ascii_case(&row.name)) {
                parameters.push(from_row(row, asked, types, problems));
            }
        }
    }
}

/// What all pages of a request are about, when the page that the facts come from is about something more special, so that its table
/// of members tells of one kind alone.
fn shared_type(asked: &Asked<'_>, types: &TypeTable) -> Option<Type> {
    let said = asked.line.page.responses.iter().find(|said| said.ty.is_some())?;
    let own = types.documented(asked.version, said.ty.as_ref()?)?;
    let shared = of_all_pages(own.clone(), asked, said.status, types);
    (shared != own).then_some(shared)
}

fn sent_resource(
    text: &page::TypeText,
    asked: &Asked<'_>,
    types: &mut TypeTable,
    problems: &mut Problems,
) -> Type {
    let ty = types.resolve(asked.version, text.span.file, text, problems);
    if text.text.ends_with(" collection") && !matches!(ty, Type::List(_)) { ty.list() } else { ty }
}

/// What the samples show when no sentence and no table describes the body.
fn shown_body(asked: &Asked<'_>, types: &mut TypeTable) -> Body {
    let parameters = sample::complete(Vec::new(), asked, types);
    if !parameters.is_empty() {
        return Body::Parameters { parameters, of: None };
    }
    let media_types = declared_media(asked);
    if !media_types.is_empty() {
        return Body::Bytes { media_types };
    }
    let mut samples =
        asked.line.page.examples.iter().filter(|example| example.method == asked.method).peekable();
    if samples.peek().is_some() && samples.all(|example| example.message.body.is_empty()) {
        Body::None
    } else {
        Body::Undocumented
    }
}

/// The media types other than JSON that the row of `Content-Type` names: `application/zip. Required.`
fn declared_media(asked: &Asked<'_>) -> Vec<String> {
    let rows = asked
        .line
        .page
        .parameters
        .iter()
        .filter(|row| row.location == Location::Header && row.name.eq_ignore_ascii_case("content-type"));
    rows.flat_map(|row| row.description.split(|c: char| c.is_whitespace() || matches!(c, '`' | ',' | ';')))
        .map(|word| word.trim_end_matches('.').to_ascii_lowercase())
        .filter(|word| word.contains('/') && !word.contains("json") && !word.contains("//"))
        .filter(|word| {
            ["application/", "image/", "text/", "audio/", "video/"].iter().any(|kind| word.starts_with(kind))
        })
        .collect()
}

/// What comes back on success.
pub(super) fn responses(asked: &Asked<'_>, types: &mut TypeTable, problems: &mut Problems) -> Vec<Response> {
    let Asked { version, method, line, examples, place, .. } = *asked;
    let shown = Shown::of(examples);
    let last = asked.template.segments.last();
    let bytes = matches!(last, Some(Segment::Value)) && method == Method::Get;
    if last == Some(&Segment::Count) && method == Method::Get {
        let content = Content::One { ty: Type::Primitive(Primitive::Int32), wrapped: false };
        return vec![Response { status: 200, content, place: place(line.request.span) }];
    }
    let mut responses: Vec<Response> = line
        .page
        .responses
        .iter()
        .map(|said| {
            let content = if bytes && said.status == 200 {
                Content::Bytes { media_types: shown.media_types.clone() }
            } else {
                content(asked, said, &shown, types, problems)
            };
            Response { status: said.status, content, place: place(said.span) }
        })
        .collect();
    if !responses.is_empty() && responses.iter().all(|response| response.content == Content::Nothing) {
        responses.extend(shown_answer(asked, &shown, types));
    }
    if let Some(Segment::Cast(name)) = last
        && let Some(cast) = types.by_name(version, name)
    {
        for response in &mut responses {
            if let Content::One { ty, .. } | Content::Collection { ty } = &mut response.content {
                ty.clone_from(&cast);
            }
        }
    }
    if responses.is_empty() {
        let mut statuses: Vec<(u16, Place)> = examples
            .iter()
            .filter_map(|example| example.response.as_ref())
            .filter(|response| (200..400).contains(&response.status))
            .map(|response| (response.status, response.place))
            .collect();
        statuses.dedup_by_key(|(status, _)| *status);
        responses.extend(statuses.into_iter().map(|(status, place)| {
            let content = match status {
                204 => Content::Nothing,
                301..=308 => Content::Redirect,
                _ => shown_content(asked, &shown, types).unwrap_or_default(),
            };
            Response { status, content, place }
        }));
    }
    responses
}

/// The answer with an object that an example of the page shows, where the page says that nothing comes back.
fn shown_answer(asked: &Asked<'_>, shown: &Shown, types: &mut TypeTable) -> Option<Response> {
    let here = (asked.place)(asked.line.request.span).file;
    let own = asked.examples.iter().filter(|example| example.request.place.file == here);
    let answers = own.filter_map(|example| example.response.as_ref());
    let answer = answers
        .filter(|answer| (200..300).contains(&answer.status) && answer.status != 204)
        .filter(|answer| asked.line.page.responses.iter().all(|said| said.status != answer.status))
        .find(|answer| Shape::of(&answer.body).is_some())?;
    let content = shown_content(asked, shown, types)?;
    Some(Response { status: answer.status, content, place: answer.place })
}

/// What the annotations of samples say that comes back.
fn shown_content(asked: &Asked<'_>, shown: &Shown, types: &mut TypeTable) -> Option<Content> {
    let many = is_many(shown.collection || shown.any(Shape::List), asked, shown);
    shown.content(asked.version, many, types)
}

fn content(
    asked: &Asked<'_>,
    said: &page::Response,
    shown: &Shown,
    types: &mut TypeTable,
    problems: &mut Problems,
) -> Content {
    let version = asked.version;
    match said.status {
        301..=308 => return Content::Redirect,
        202 if said.ty.is_none() && said.location => return Content::LongRunning,
        202 if said.ty.is_none() && !shown.has_body => return Content::Nothing,
        _ if said.nothing => return Content::Nothing,
        _ => {}
    }
    let Some(text) = &said.ty else {
        if said.bytes {
            return Content::Bytes { media_types: shown.media_types.clone() };
        }
        return shown_content(asked, shown, types).unwrap_or_default();
    };
    match types.resolve(version, text.span.file, text, problems) {
        Type::List(item) => Content::Collection { ty: *item },
        ty => {
            let ty = of_all_pages(ty, asked, said.status, types);
            let many = said.collection || (shown.collection && shown.any(Shape::List));
            if is_many(many, asked, shown) {
                Content::Collection { ty }
            } else {
                Content::One { ty, wrapped: shown.all(Shape::Wrapped) }
            }
        }
    }
}

/// What the request gives when its pages name several types: Intune has a page for each type that is derived from
/// `deviceConfiguration`, all with `POST /deviceManagement/deviceConfigurations`. It gives any of them, so what they have in common.
fn of_all_pages(ty: Type, asked: &Asked<'_>, status: u16, types: &TypeTable) -> Type {
    // A page that asks for something else in the query tells of another answer: `/users/{id}?$expand=manager`.
    let alike = |line: &&Line<'_>| line.like.is_none() && rank(line) == rank(asked.line);
    let pages = asked.others.iter().filter(alike).map(|line| line.page);
    let said = pages.flat_map(|page| &page.responses).filter(|said| said.status == status);
    let named = said.filter_map(|said| types.documented(asked.version, said.ty.as_ref()?));
    let named: Vec<Type> = [ty.clone()].into_iter().chain(named).collect();
    match types.common_type(asked.version, &named) {
        Type::Named(name) if !name.ends_with(".entity") => Type::Named(name),
        _ => ty,
    }
}

/// Whether several objects come back. Where samples show something else than the page says, a path that ends with a key gives one, and
/// reading one that keys follow gives several; any other gives what the samples show.
fn is_many(said: bool, asked: &Asked<'_>, shown: &Shown) -> bool {
    let keyed = matches!(asked.template.segments.last(), Some(Segment::Key(_) | Segment::NamedKey(_)));
    let collection = asked.is_collection && asked.method == Method::Get;
    match said {
        true => shown.shapes.is_empty() || shown.any(Shape::List) || (collection && !keyed),
        false => shown.all(Shape::List) && !keyed,
    }
}
