//! Parameters of paths, functions, query strings, headers and bodies.
//!
//! | where | what a caller of the generated crate sees |
//! |---|---|
//! | path | a text, whatever its name and type |
//! | function | an argument; its name is part of the path |
//! | query | an argument when it is required |
//! | header | nothing; some of them the runtime sends by itself |
//! | body | a member |

use super::types::Types;
use super::{At, Class, Found, Kind, What, paired};
use crate::ir::{Location, Parameter};

/// Headers that the runtime sends on its own, or that say nothing about one request.
const AMBIENT: &[&str] = &["authorization", "content-type", "content-length", "accept", "host"];

/// Compares the parameters of a request, or the members of its body.
pub(super) fn compare(
    old: &[Parameter],
    new: &[Parameter],
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let (old, new) = (spoken(old), spoken(new));
    let key = |parameter: &&Parameter| (parameter.location, parameter.name.to_lowercase());
    let pairs = paired(&old, &new, key);
    for (old, new) in pairs.both {
        let at = at.places(Some(old.place), Some(new.place));
        pair(old, new, at, types, found);
    }
    for parameter in pairs.removed {
        let what = What::new(removed_class(parameter), Kind::ParameterRemoved);
        found.add(what.item(label(parameter)).old(&parameter.ty), at.places(Some(parameter.place), None));
    }
    for parameter in pairs.added {
        let class = if asks_for(parameter) { Class::Breaking } else { Class::Additive };
        let what = What::new(class, Kind::ParameterAdded).item(label(parameter)).new_is(typed(parameter));
        found.add(what, at.places(None, Some(parameter.place)));
    }
}

/// Those that a caller gives: no keys, whose names are nowhere, and no headers that go without saying.
fn spoken(parameters: &[Parameter]) -> Vec<&Parameter> {
    let ambient = |parameter: &Parameter| AMBIENT.contains(&parameter.name.to_lowercase().as_str());
    let said = |parameter: &&Parameter| match parameter.location {
        Location::Path => false,
        Location::Header => !ambient(parameter),
        Location::Function | Location::Query | Location::Body => true,
    };
    parameters.iter().filter(said).collect()
}

/// `query parameter period`
fn label(parameter: &Parameter) -> String {
    let location = match parameter.location {
        Location::Path => "path",
        Location::Function => "function",
        Location::Query => "query",
        Location::Header => "header",
        Location::Body => "body",
    };
    format!("{} ({location})", parameter.name)
}

fn typed(parameter: &Parameter) -> String {
    format!("{}{}", parameter.ty, if asks_for(parameter) { ", required" } else { "" })
}

/// Whether a request without the parameter is refused. A value that the request line fixes goes along without a caller.
fn asks_for(parameter: &Parameter) -> bool {
    parameter.required && parameter.sample.is_none()
}

/// A header too many does no harm.
fn removed_class(parameter: &Parameter) -> Class {
    if parameter.location == Location::Header { Class::Editorial } else { Class::Breaking }
}

fn pair(old: &Parameter, new: &Parameter, at: At<'_>, types: &Types<'_>, found: &mut Found<'_>) {
    let label = label(new);
    if old.name != new.name {
        found.add(What::new(Class::Editorial, Kind::Respelled).old(&old.name).new_is(&new.name), at);
    }
    if !types.same(&old.ty, &new.ty) {
        let what = What::new(Class::Breaking, Kind::ParameterRetyped).item(&label);
        found.add(what.old(&old.ty).new_is(&new.ty), at);
    }
    match (asks_for(old), asks_for(new)) {
        (false, true) => found.add(What::new(Class::Breaking, Kind::ParameterRequired).item(&label), at),
        (true, false) => {
            // A required query parameter is an argument of the method, an optional one is not.
            let class = if new.location == Location::Query { Class::Breaking } else { Class::Additive };
            found.add(What::new(class, Kind::ParameterOptional).item(&label), at);
        }
        _ => {}
    }
    allowed(old, new, &label, at, types, found);
    if super::reworded(&old.description, &new.description) {
        found.add(What::new(Class::Editorial, Kind::DescriptionChanged).item(&label), at);
    }
}

/// The values that a page lists. Those of an enum are told where the enum is; the first list of values is news to readers alone.
fn allowed(
    old: &Parameter,
    new: &Parameter,
    label: &str,
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    if old.allowed.is_empty() || new.allowed.is_empty() || types.is_enum(&new.ty) {
        return;
    }
    let values = paired(&old.allowed, &new.allowed, |value| value.to_lowercase());
    for value in values.removed {
        found.add(What::new(Class::Breaking, Kind::ValueRemoved).item(label).old(value), at);
    }
    for value in values.added {
        found.add(What::new(Class::Additive, Kind::ValueAdded).item(label).new_is(value), at);
    }
}
