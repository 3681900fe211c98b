//! The methods for query parameters that pages document and OData does not know: `token`, `requiresReview`.
//!
//! They are the same for all requests of a version, as those for OData's options are, so that a parameter of fifty requests is one
//! method. What a request cannot do without is a parameter of the method that calls.

use std::collections::BTreeMap;

use crate::ir::{ApiVersion, Operation, Parameter, ParameterLocation, Primitive, Type};
use crate::names::{Names, snake};

/// The methods of the runtime's `Request`: a method of a trait by such a name would never be called.
const OF_REQUEST: [&str; 34] = [
    "accept",
    "accept_language",
    "body",
    "consistency_level",
    "content_language",
    "count",
    "delta_token",
    "download",
    "expand",
    "filter",
    "format",
    "header",
    "if_match",
    "if_none_match",
    "into_future",
    "json",
    "open_upload",
    "operation",
    "orderby",
    "pages",
    "prefer",
    "query",
    "read_as",
    "repeatable",
    "search",
    "select",
    "send_full",
    "skip",
    "skip_token",
    "start_job",
    "stream",
    "timeout",
    "top",
    "workbook_session_id",
];

/// A method that sets a query parameter.
#[derive(Debug)]
pub(crate) struct QueryMethod<'a> {
    /// The method, a Rust name.
    pub(crate) name: String,
    /// The name that travels.
    pub(crate) wire: &'a str,
    /// What it takes: the type that all pages give it, text when they differ.
    pub(crate) takes: QueryValue,
    /// What the first page says of it.
    pub(crate) description: &'a str,
    /// The requests that document it.
    pub(crate) operations: Vec<&'a Operation>,
}

/// What the method of a query parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryValue {
    /// `bool`
    Boolean,
    /// `i64`
    Integer,
    /// `&str`
    Text,
}

impl QueryValue {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Primitive(Primitive::Boolean) => Self::Boolean,
            Type::Primitive(Primitive::Int16 | Primitive::Int32 | Primitive::Int64) => Self::Integer,
            _ => Self::Text,
        }
    }
}

/// The methods of a version, by the names that travel.
pub(super) fn methods(api: &ApiVersion) -> Vec<QueryMethod<'_>> {
    let mut found: BTreeMap<&str, Vec<(&Operation, &Parameter)>> = BTreeMap::new();
    for operation in &api.operations {
        for parameter in operation.parameters.iter().filter(|parameter| is_chosen(parameter)) {
            found.entry(&parameter.name).or_default().push((operation, parameter));
        }
    }
    let mut names = Names::reserving(&OF_REQUEST);
    found
        .into_iter()
        .map(|(wire, documented)| {
            let first = documented[0].1;
            let takes = QueryValue::of(&first.ty);
            let agreed = documented.iter().all(|(_, parameter)| QueryValue::of(&parameter.ty) == takes);
            QueryMethod {
                name: names.take(snake(wire)),
                wire,
                takes: if agreed { takes } else { QueryValue::Text },
                description: &first.description,
                operations: documented.into_iter().map(|(operation, _)| operation).collect(),
            }
        })
        .collect()
}

/// Those of them that a request documents.
pub(super) fn of<'q, 'a>(
    methods: &'q [QueryMethod<'a>],
    operation: &'a Operation,
) -> impl Iterator<Item = &'q QueryMethod<'a>> {
    let chosen = operation.parameters.iter().filter(|parameter| is_chosen(parameter));
    chosen.filter_map(|parameter| {
        let at = methods.binary_search_by(|method| method.wire.cmp(&parameter.name)).ok()?;
        Some(&methods[at])
    })
}

/// Whether a caller chooses to give a parameter in the query: not one of OData's, not one that the method that calls asks for.
fn is_chosen(parameter: &Parameter) -> bool {
    parameter.location == ParameterLocation::Query
        && !parameter.name.starts_with('$')
        && !is_asked_for(parameter)
}

/// Whether the method that calls asks for a parameter in the query.
pub(super) fn is_asked_for(parameter: &Parameter) -> bool {
    parameter.location == ParameterLocation::Query && parameter.required && parameter.sample.is_none()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The listing of the runtime's public API is itself compared with the runtime.
    #[test]
    fn no_method_has_the_name_of_one_of_the_request() {
        let api = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/public-api.txt"));
        let method = |line: &'static str| {
            let (start, rest) = line.split_once("fn msgraph_core::Request<")?;
            let (_, method) = rest.split_once(">::")?;
            matches!(start, "pub " | "pub async ").then(|| method.split(['(', '<']).next()).flatten()
        };
        let mut methods: BTreeSet<&str> = api.lines().filter_map(method).collect();
        assert!(methods.remove("fmt"), "a method of a trait that programs do not import");
        assert!(methods.into_iter().eq(OF_REQUEST));
    }
}
