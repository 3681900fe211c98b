//! What requests send and give back.

use super::sides::Types;
use super::{At, Breaks, ChangeKind, Found, What, paired, parameters};
use crate::ir::{self, Body, Content, Response};

/// Compares what is sent. `breaks` is what a change of it breaks.
pub(super) fn body(
    old: &Body,
    new: &Body,
    breaks: Breaks,
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let (old_types, new_types) = types.sides();
    match (old, new) {
        (Body::Parameters { parameters: before, .. }, Body::Parameters { parameters: after, .. }) => {
            parameters::compare(before, after, breaks, at, types, found);
        }
        (Body::Resource { ty: before }, Body::Resource { ty: after }) if types.same(before, after) => {}
        (Body::Bytes { media_types: before }, Body::Bytes { media_types: after }) => {
            if before != after {
                let what = What::editorial(ChangeKind::BodyChanged);
                found.add(what.was(body_words(old, old_types)).now(body_words(new, new_types)), at);
            }
        }
        _ if std::mem::discriminant(old) == std::mem::discriminant(new)
            && !matches!(old, Body::Resource { .. }) => {}
        // The same model, of which one of the pages lists what counts.
        (Body::Resource { .. }, Body::Parameters { .. })
        | (Body::Parameters { .. }, Body::Resource { .. })
            if breaks == Breaks::Request =>
        {
            let what = What::editorial(ChangeKind::BodyChanged);
            found.add(what.was(body_words(old, old_types)).now(body_words(new, new_types)), at);
        }
        _ => {
            let what = What::breaking(breaks, ChangeKind::BodyChanged);
            found.add(what.was(body_words(old, old_types)).now(body_words(new, new_types)), at);
        }
    }
}

fn body_words(body: &Body, types: &ir::Types<'_>) -> String {
    match body {
        Body::None => "nothing".to_owned(),
        Body::Parameters { parameters, .. } => {
            let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
            format!("{{{}}}", names.join(", "))
        }
        Body::Resource { ty } => types.spelled(ty).to_string(),
        Body::Reference => "a reference".to_owned(),
        Body::Bytes { media_types } if media_types.is_empty() => "bytes".to_owned(),
        Body::Bytes { media_types } => format!("bytes ({})", media_types.join(", ")),
        Body::Multipart => "multipart".to_owned(),
        Body::Undocumented => "undescribed".to_owned(),
    }
}

/// Whether the same things come back, whatever their statuses.
pub(super) fn same_contents(old: &[Response], new: &[Response], types: &Types<'_>) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| same(&a.content, &b.content, types))
}

/// Compares the statuses with which the same things come back. They are no part of a method.
pub(super) fn statuses(
    old: &[Response],
    new: &[Response],
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let (old_types, new_types) = types.sides();
    let statuses = |all: &[Response]| all.iter().map(|response| response.status).collect::<Vec<_>>();
    if statuses(old) != statuses(new) {
        let what = What::editorial(ChangeKind::ResponseDetail);
        found.add(
            what.was(response_words(old, old_types)).now(response_words(new, new_types)),
            responding(old, new, at),
        );
    }
}

/// Compares what comes back when it is not the same. `in_crate` says whether the method gives another Rust type.
pub(super) fn responses(
    old: &[Response],
    new: &[Response],
    in_crate: bool,
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    let (old_types, new_types) = types.sides();
    let shared = paired(old, new, |response| response.status);
    let kept = shared.both.iter().all(|(old, new)| same(&old.content, &new.content, types));
    let more = kept && shared.removed.is_empty() && !old.is_empty();
    // What comes back under another status as well is nothing new; something else is not what a program waits for.
    let known = |new: &&Response| old.iter().any(|old| same(&old.content, &new.content, types));
    let what = match (in_crate, more) {
        (true, _) => What::breaking(Breaks::Crate, ChangeKind::ResponseChanged),
        (false, true) if shared.added.iter().all(known) => What::additive(ChangeKind::ResponseAdded),
        (false, true) => What::breaking(Breaks::Request, ChangeKind::ResponseAdded),
        (false, false) => What::breaking(Breaks::Request, ChangeKind::ResponseChanged),
    };
    found.add(
        what.was(response_words(old, old_types)).now(response_words(new, new_types)),
        responding(old, new, at),
    );
}

fn responding<'a>(old: &[Response], new: &[Response], at: At<'a>) -> At<'a> {
    at.places(old.first().map(|response| response.place), new.first().map(|response| response.place))
}

fn same(old: &Content, new: &Content, types: &Types<'_>) -> bool {
    match (old, new) {
        (Content::One { ty: a, wrapped: v }, Content::One { ty: b, wrapped: w }) => {
            v == w && types.same(a, b)
        }
        (Content::Collection { ty: a }, Content::Collection { ty: b }) => types.same(a, b),
        _ => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}

fn response_words(responses: &[Response], types: &ir::Types<'_>) -> String {
    if responses.is_empty() {
        return "undescribed".to_owned();
    }
    let words =
        |response: &Response| format!("{} {}", response.status, content_words(&response.content, types));
    responses.iter().map(words).collect::<Vec<_>>().join(", ")
}

fn content_words(content: &Content, types: &ir::Types<'_>) -> String {
    match content {
        Content::Nothing => "nothing".to_owned(),
        Content::One { ty, wrapped: false } => types.spelled(ty).to_string(),
        Content::One { ty, wrapped: true } => format!("{} in `value`", types.spelled(ty)),
        Content::Collection { ty } => types.spelled(ty).list().to_string(),
        Content::Bytes { .. } => "bytes".to_owned(),
        Content::Redirect => "a redirect".to_owned(),
        Content::LongRunning => "a job".to_owned(),
        Content::Undocumented => "undescribed".to_owned(),
    }
}
