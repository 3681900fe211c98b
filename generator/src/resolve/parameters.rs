//! Parameters of an operation: what the placeholders of the path, the query of the request line and the tables of the page say.

use std::collections::{HashMap, HashSet};

use super::claim::Claim;
use super::context::OperationContext;
use super::template;
use super::types::{Declarations, ParameterRow, TypeTable};
use crate::diagnostic::Problems;
use crate::ir::{Key, Parameter, ParameterLocation, Primitive, Segment, Type, Version};
use crate::names::short;
use crate::page;

/// Path, function, query and header parameters.
pub(super) fn of(
    context: &OperationContext<'_>,
    types: &TypeTable,
    problems: &mut Problems,
) -> Vec<Parameter> {
    let OperationContext { claim, template, place, .. } = context;
    let mut parameters: Vec<Parameter> = Vec::new();
    let documented = &claim.page.parameters;
    let arguments = arguments(claim.page);
    let here = place(claim.request.span);
    for segment in &template.segments {
        for Placeholder { name, wire, location, sample } in placeholders(segment) {
            let row_of = |name: &str| {
                documented
                    .iter()
                    .filter(|row| {
                        matches!(
                            row.location,
                            ParameterLocation::Path
                                | ParameterLocation::Function
                                | ParameterLocation::Query
                                | ParameterLocation::Body
                        )
                    })
                    .find(|row| row.name.eq_ignore_ascii_case(name))
            };
            // `rowsAbove(count={n})`: the row may be about either name.
            let row = row_of(&name).or_else(|| row_of(wire?));
            let row = row.filter(|row| {
                row.location != ParameterLocation::Body || location == ParameterLocation::Function
            });
            let mut parameter = match row {
                Some(row) => from_row(row, context, types, problems),
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
    for (name, value) in &claim.request.path.query {
        parameters.push(Parameter {
            name: name.clone(),
            location: ParameterLocation::Query,
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
            ParameterLocation::Body | ParameterLocation::Path => continue,
            ParameterLocation::Function => ParameterLocation::Query,
            other => other,
        };
        if matches!(row.location, ParameterLocation::Function | ParameterLocation::Query)
            && is_argument_elsewhere(row, claim, &arguments)
        {
            continue;
        }
        if row.name.starts_with('$') && claim.page.query_options.iter().any(|option| option.name == row.name)
        {
            continue;
        }
        match known {
            Some(known) if known.location == ParameterLocation::Query => {
                let described = from_row(row, context, types, problems);
                // What the request line asks for is needed, unless its row says otherwise.
                let required = described.required || known.required && !row.facts.optional;
                *known = Parameter { location, required, sample: known.sample.take(), ..described };
            }
            Some(_) => {}
            None => {
                let row = from_row(row, context, types, problems);
                numbers.insert(name, parameters.len());
                parameters.push(Parameter { location, ..row });
            }
        }
    }
    parameters
}

/// Whether a row is about an argument of another request of the page: `getDetail(date={date})` beside `getDetail(period='{period}')`,
/// `usedRange(valuesOnly={valuesOnly})` beside `usedRange`.
fn is_argument_elsewhere(row: &page::Parameter, claim: &Claim<'_>, arguments: &HashSet<String>) -> bool {
    if let Some(Segment::Literal(name)) = claim.template.segments.last()
        && template::is_optional_argument(claim.page, name, row)
    {
        return true;
    }
    arguments.contains(&row.name.to_ascii_lowercase())
}

/// The arguments of all functions of a page, in lower case.
fn arguments(page: &page::Operation) -> HashSet<String> {
    let segments = page.requests.iter().flat_map(|request| &request.path.template.segments);
    let arguments = segments.filter_map(|segment| match segment {
        Segment::Function { arguments, .. } => Some(arguments),
        _ => None,
    });
    arguments.flatten().map(|argument| argument.name.to_ascii_lowercase()).collect()
}

/// A placeholder of a path.
struct Placeholder<'a> {
    name: String,
    /// The name that travels, of an argument.
    wire: Option<&'a str>,
    location: ParameterLocation,
    /// The value that the docs write in its place.
    sample: Option<String>,
}

fn placeholders(segment: &Segment) -> Vec<Placeholder<'_>> {
    let key = |name: &String| Placeholder {
        name: name.clone(),
        wire: None,
        location: ParameterLocation::Path,
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
                location: ParameterLocation::Function,
                sample: argument.sample.clone(),
            })
            .collect(),
        Segment::Literal(_) | Segment::Cast(_) | Segment::Ref | Segment::Value | Segment::Count => Vec::new(),
    }
}

pub(super) fn from_row(
    row: &page::Parameter,
    context: &OperationContext<'_>,
    types: &TypeTable,
    problems: &mut Problems,
) -> Parameter {
    let version = context.version;
    let owner = owner_name(context.claim);
    let ty = match &row.ty {
        Some(_) if row.facts.as_string => Type::Primitive(Primitive::String),
        Some(text) => types.parameter_type(&ParameterRow { version, owner: &owner, row, text }, problems),
        None if row.told => types.by_name(version, &row.name).unwrap_or(Type::Json),
        None => Type::Primitive(Primitive::String),
    };
    Parameter {
        name: row.name.clone(),
        location: row.location,
        ty,
        type_text: row.ty.as_ref().map(|ty| ty.text.clone()).unwrap_or_default(),
        required: row.facts.required,
        description: row.description.clone(),
        allowed: row.allowed.clone(),
        sample: None,
        place: (context.place)(row.span),
    }
}

/// Declares what the rows of the pages of a request name. Of several rows with one name the first counts.
pub(super) fn mention(
    version: Version,
    claims: &[Claim<'_>],
    types: &mut Declarations,
    problems: &mut Problems,
) {
    let owner = owner_name(&claims[0]);
    for (number, claim) in claims.iter().enumerate() {
        let mut seen = HashSet::new();
        // Of the other pages only the members of bodies count.
        let counts = |row: &&page::Parameter| number == 0 || row.location == ParameterLocation::Body;
        for row in claim.page.parameters.iter().filter(counts) {
            let first = seen.insert((row.location, row.name.to_ascii_lowercase()));
            let Some(text) = row.ty.as_ref().filter(|_| first && !row.facts.as_string) else { continue };
            types.mention_row(&ParameterRow { version, owner: &owner, row, text }, problems);
        }
    }
}

/// What an enum of a parameter is named after: what the request calls or creates.
fn owner_name(claim: &Claim<'_>) -> String {
    claim
        .template
        .segments
        .iter()
        .rev()
        .find_map(|segment| match segment {
            Segment::Literal(name) | Segment::Function { name, .. } => Some(short(name).to_owned()),
            _ => None,
        })
        .unwrap_or_default()
}
