//! The request builders of an API version, how they lead to each other, and their calls.

use std::fmt;

use super::query::QueryMethod;
use crate::ir::{Operation, OperationId, Type, Version};

/// The client of one API version.
pub(crate) struct VersionClient<'a> {
    /// The version.
    pub(crate) version: Version,
    /// The areas: the first segments of paths, in order.
    pub(crate) areas: Vec<Area<'a>>,
    /// The methods for query parameters, by the names that travel.
    pub(crate) query: Vec<QueryMethod<'a>>,
}

/// All builders below one first segment.
pub(crate) struct Area<'a> {
    /// The module, a Rust name; also the feature.
    pub(crate) module: String,
    /// The method of the root that leads here.
    pub(crate) entry: Navigation,
    /// The builders; the first is the area itself.
    pub(crate) builders: Vec<RequestBuilder<'a>>,
}

impl<'a> Area<'a> {
    /// The requests below it.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &'a Operation> {
        self.builders.iter().flat_map(|place| {
            let calls = place.calls.iter().map(|call| call.operation);
            calls.chain(place.by_other_keys.iter().map(|(_, operation)| *operation))
        })
    }
}

/// A request builder: what can be called at a path, and which builders it leads to.
pub(crate) struct RequestBuilder<'a> {
    /// The type, a Rust name, unlike any other of the area.
    pub(crate) name: String,
    /// The path up to here, for people.
    pub(crate) path: String,
    /// The methods that lead to other builders.
    pub(crate) navigations: Vec<(Navigation, usize)>,
    /// The methods that call.
    pub(crate) calls: Vec<Call<'a>>,
    /// Requests that the same methods make when another key led here: `/devices(deviceId='{x}')` beside `/devices/{id}`.
    /// Each with the Rust name of its static.
    pub(crate) by_other_keys: Vec<(String, &'a Operation)>,
}

/// A method that leads to another builder.
#[derive(Clone, Debug)]
pub(crate) struct Navigation {
    /// The method, a Rust name.
    pub(crate) method: String,
    /// What it appends to the path.
    pub(crate) append: PathSegment,
}

/// What a method appends to the path.
#[derive(Clone, Debug)]
pub(crate) enum PathSegment {
    /// `/text`
    Literal(String),
    /// `/{key}`, with the parameter's Rust name.
    Key(String),
    /// `(property='value',…)`: wire name and Rust name of each.
    NamedKey(Vec<(String, String)>),
    /// `/name(argument=value,…)`
    Function(String, Vec<Argument>),
    /// `:/path:`, with the parameter's Rust name.
    DrivePath(String),
}

/// The text of a path template that a method stands for.
impl fmt::Display for PathSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => write!(f, "/{text}"),
            Self::Key(name) => write!(f, "/{{{name}}}"),
            Self::DrivePath(name) => write!(f, ":/{{{name}}}:"),
            Self::NamedKey(pairs) => {
                let pairs: Vec<String> =
                    pairs.iter().map(|(wire, _)| format!("{wire}='{{{wire}}}'")).collect();
                write!(f, "({})", pairs.join(","))
            }
            Self::Function(name, arguments) => {
                let arguments: Vec<String> =
                    arguments
                        .iter()
                        .map(|Argument { wire, quoted, .. }| {
                            if *quoted {
                                format!("{wire}='{{{wire}}}'")
                            } else {
                                format!("{wire}={{{wire}}}")
                            }
                        })
                        .collect();
                write!(f, "/{name}({})", arguments.join(","))
            }
        }
    }
}

/// An argument of a function.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    /// The name that travels.
    pub(crate) wire: String,
    /// The parameter, a Rust name.
    pub(crate) rust: String,
    /// Whether the value stands in quotes.
    pub(crate) quoted: bool,
    /// The type, where the docs give one. Where they give several for the same argument on the way to different requests, it is text.
    pub(crate) ty: Option<Type>,
}

/// A method that calls.
pub(crate) struct Call<'a> {
    /// The method, a Rust name.
    pub(crate) method: String,
    /// The static of the operation, a Rust name.
    pub(crate) constant: String,
    /// What the method appends to the builder's path before it calls.
    pub(crate) append: Option<PathSegment>,
    /// Query parameters that the request must have: wire name and Rust name.
    pub(crate) query: Vec<(String, String)>,
    /// Query parameters that it can have: wire name and method, a Rust name.
    pub(crate) optional_query: Vec<(&'a str, String)>,
    /// The operation's identity.
    pub(crate) id: OperationId,
    /// The operation.
    pub(crate) operation: &'a Operation,
}
