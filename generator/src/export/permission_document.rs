//! Permission facts as JSON, in both directions: what each request needs, and what each permission opens.

use serde::Serialize;

use crate::ir::{Method, Requirement, Scheme, Version};
use crate::permissions::opened;
use crate::permissions::reference::{self, Reference};
use crate::permissions::{Fact, Facts};

/// The document of `export permissions --format json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document<'f> {
    /// What each request needs.
    operations: Vec<Operation<'f>>,
    /// What each permission opens, by name.
    permissions: Vec<Permission<'f>>,
}

/// A request.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Operation<'f> {
    #[serde(flatten)]
    request: Request<'f>,
    /// The title of its page.
    title: &'f str,
    /// The address of its page.
    docs: Option<String>,
    /// Whether no page lists the request, so that only an example or a table of arguments shows it.
    only_shown: bool,
    /// What it needs.
    permissions: Needs<'f>,
}

/// Which request it is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Request<'f> {
    version: Version,
    method: Method,
    /// The path template.
    path: &'f str,
}

/// What a request needs, for each kind of caller.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Needs<'f> {
    delegated_work: &'f Requirement,
    delegated_personal: &'f Requirement,
    application: &'f Requirement,
    /// The directory roles of which a signed-in user needs one.
    roles: &'f [String],
}

/// A permission.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Permission<'f> {
    name: &'f str,
    /// What the permissions reference says of it; null when it does not list the name.
    reference: Option<Reference<'f>>,
    /// The requests that name it.
    opens: Vec<Way<'f>>,
}

/// A way in which a permission opens a request.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Way<'f> {
    #[serde(flatten)]
    request: Request<'f>,
    scheme: Scheme,
    /// Whether the docs call it the least privileged way.
    least: bool,
    /// The permissions that are needed together with it.
    with: Vec<&'f str>,
    /// Whether the docs can be read so that it does not open the request.
    ambiguous: bool,
    /// The conditions, in the words of the docs.
    conditions: &'f [String],
}

/// Both directions of the facts.
pub fn document(facts: &Facts) -> Document<'_> {
    let mut opened = opened::all(facts);
    let permission = |name| {
        let ways = opened.remove(name).unwrap_or_default().into_iter().map(|way| Way {
            request: request(&facts.operations[way.operation]),
            scheme: way.scheme,
            least: way.least,
            with: way.with,
            ambiguous: way.ambiguous,
            conditions: way.conditions,
        });
        Permission { name, reference: reference::of(facts, name), opens: ways.collect() }
    };
    let operation = |fact| Operation {
        request: request(fact),
        title: &fact.title,
        docs: facts.address(fact),
        only_shown: fact.only_shown,
        permissions: Needs {
            delegated_work: &fact.permissions.delegated_work,
            delegated_personal: &fact.permissions.delegated_personal,
            application: &fact.permissions.application,
            roles: &fact.permissions.roles,
        },
    };
    Document {
        operations: facts.operations.iter().map(operation).collect(),
        permissions: facts.names().into_iter().map(permission).collect(),
    }
}

fn request(fact: &Fact) -> Request<'_> {
    Request { version: fact.version, method: fact.method, path: &fact.path }
}
