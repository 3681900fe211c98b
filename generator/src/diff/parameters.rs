//! Parameters of paths, functions, query strings, headers and bodies.
//!
//! | where | what a caller of the generated crate sees |
//! |---|---|
//! | path | a text, whatever its name and type |
//! | function | an argument; its name is part of the path |
//! | query | an argument when it is required |
//! | header | nothing; some of them the runtime sends by itself |
//! | body | a member of a model or of the struct of parameters |
//!
//! Whether a caller sees it changing is therefore asked of the crate, for all parameters of a method or of a body together.

use super::sides::Types;
use super::{At, Breaks, ChangeKind, Found, What, paired, reworded};
use crate::ir::{self, Parameter, ParameterLocation};

/// Headers that the runtime sends on its own, or that say nothing about one request.
const AMBIENT: &[&str] = &["authorization", "content-type", "content-length", "accept", "host"];

/// Compares the parameters of a request, or the members of its body. `breaks` is what a change of them breaks.
pub(super) fn compare(
    old: &[Parameter],
    new: &[Parameter],
    breaks: Breaks,
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let (old_types, new_types) = types.sides();
    let (old, new) = (spoken(old), spoken(new));
    let key = |parameter: &&Parameter| (parameter.location, parameter.name.to_lowercase());
    let pairs = paired(&old, &new, key);
    for (old, new) in pairs.both {
        let at = at.places(Some(old.place), Some(new.place));
        pair(old, new, breaks, at, types, found);
    }
    for parameter in pairs.removed {
        // A header too many does no harm.
        let what = match parameter.location {
            ParameterLocation::Header => What::editorial(ChangeKind::ParameterRemoved),
            _ => What::breaking(breaks, ChangeKind::ParameterRemoved),
        };
        found.add(
            what.item(label(parameter)).was(old_types.spelled(&parameter.ty)),
            at.places(Some(parameter.place), None),
        );
    }
    for parameter in pairs.added {
        // A struct of parameters with one more has another literal.
        let in_literal = parameter.location == ParameterLocation::Body && breaks == Breaks::Crate;
        let what = match asks_for(parameter) || in_literal {
            true => What::breaking(breaks, ChangeKind::ParameterAdded),
            false => What::additive(ChangeKind::ParameterAdded),
        };
        let what = what.item(label(parameter)).now(typed(parameter, new_types));
        found.add(what, at.places(None, Some(parameter.place)));
    }
}

/// Those that a caller gives: no keys, whose names are nowhere, and no headers that go without saying.
fn spoken(parameters: &[Parameter]) -> Vec<&Parameter> {
    let ambient = |parameter: &Parameter| AMBIENT.contains(&parameter.name.to_lowercase().as_str());
    let said = |parameter: &&Parameter| match parameter.location {
        ParameterLocation::Path => false,
        ParameterLocation::Header => !ambient(parameter),
        ParameterLocation::Function | ParameterLocation::Query | ParameterLocation::Body => true,
    };
    parameters.iter().filter(said).collect()
}

/// `query parameter period`
fn label(parameter: &Parameter) -> String {
    let location = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Function => "function",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Body => "body",
    };
    format!("{} ({location})", parameter.name)
}

fn typed(parameter: &Parameter, types: &ir::Types<'_>) -> String {
    format!("{}{}", types.spelled(&parameter.ty), if asks_for(parameter) { ", required" } else { "" })
}

/// Whether a request without the parameter is refused. A value of the query that the request line fixes goes along without a caller.
fn asks_for(parameter: &Parameter) -> bool {
    parameter.required && (parameter.location != ParameterLocation::Query || parameter.sample.is_none())
}

fn pair(
    old: &Parameter,
    new: &Parameter,
    breaks: Breaks,
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let label = label(new);
    if old.name != new.name {
        found.add(What::editorial(ChangeKind::Respelled).was(&old.name).now(&new.name), at);
    }
    if !types.same(&old.ty, &new.ty) {
        let what = types.retyped(ChangeKind::ParameterRetyped, breaks, &old.ty, &new.ty);
        found.add(what.item(&label), at);
    }
    match (asks_for(old), asks_for(new)) {
        (false, true) => found.add(What::breaking(breaks, ChangeKind::ParameterRequired).item(&label), at),
        (true, false) => found.add(What::additive(ChangeKind::ParameterOptional).item(&label), at),
        _ => {}
    }
    allowed(old, new, &label, at, types, found);
    if reworded(&old.description, &new.description) {
        found.add(What::editorial(ChangeKind::DescriptionChanged).item(&label), at);
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
        found.add(What::breaking(Breaks::Request, ChangeKind::ValueRemoved).item(label).was(value), at);
    }
    for value in values.added {
        found.add(What::additive(ChangeKind::ValueAdded).item(label).now(value), at);
    }
}
