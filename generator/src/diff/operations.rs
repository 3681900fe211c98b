//! Requests: added, removed, moved, and what changed about those that are still there.

use std::collections::BTreeSet;

use super::moved::{differing, moved};
use super::types::Types;
use super::{At, Class, Found, Kind, Paired, What, paired, parameters, permissions, reworded};
use crate::ir::{Api, ApiVersion, Body, Content, Operation, Place, Response, Segment, Type};
use crate::names::snake;

/// Compares the requests of one version.
pub(super) fn compare(old: &ApiVersion, new: &ApiVersion, types: &Types<'_>, found: &mut Found<'_>) {
    let Paired { both, removed, added } = paired(&old.operations, &new.operations, |operation| {
        (operation.segments.identity(), operation.method)
    });
    let pairs = {
        let (before, after) = (found.old, found.new);
        moved(
            &removed,
            &added,
            (&|operation| page_keys(before, operation), &|operation| page_keys(after, operation)),
        )
    };
    for (old, new) in both {
        respelled(old, new, found);
        facts(old, new, types, found);
    }
    for &(i, j) in &pairs {
        let (old, new) = (removed[i], added[j]);
        let (from, to) = differing(&old.segments, &new.segments);
        let what = What::new(Class::Breaking, Kind::OperationMoved).old(from).new_is(to);
        let (was, name) = (old.name(), new.name());
        found.add(what, At { name: &name, was: &was, old: place(old), new: place(new) });
        facts(old, new, types, found);
    }
    let (gone, come): (BTreeSet<usize>, BTreeSet<usize>) = pairs.into_iter().unzip();
    for (_, operation) in removed.iter().enumerate().filter(|(i, _)| !gone.contains(i)) {
        let what = What::new(Class::Breaking, Kind::OperationRemoved).item(&operation.title);
        found.add(what, At::of(&operation.name(), place(operation), None));
    }
    for (_, operation) in added.iter().enumerate().filter(|(j, _)| !come.contains(j)) {
        let what = What::new(Class::Additive, Kind::OperationAdded).item(&operation.title);
        found.add(what, At::of(&operation.name(), None, place(operation)));
    }
}

/// What makes two pages the same: the name of the file, or the title where it says more than a word.
fn page_keys(api: &Api, operation: &Operation) -> Vec<String> {
    let mut keys = BTreeSet::new();
    for page in &operation.pages {
        let file = api.files.get(page.place.file as usize).map_or("", String::as_str);
        keys.insert(format!("file {}", file.rsplit('/').next().unwrap_or(file)));
        if page.title.contains(' ') {
            keys.insert(format!("title {}", page.title.to_lowercase()));
        }
    }
    keys.into_iter().collect()
}

fn place(operation: &Operation) -> Option<Place> {
    operation.pages.first().map(|page| page.place)
}

/// The same path in other letters. The generated methods are named after the words of a path, so that `/ediscovery` and
/// `/eDiscovery` are two methods; the names of placeholders are nowhere.
fn respelled(old: &Operation, new: &Operation, found: &mut Found<'_>) {
    if old.path == new.path {
        return;
    }
    let methods =
        |operation: &Operation| operation.segments.segments.iter().map(method_word).collect::<Vec<_>>();
    let class = if methods(old) == methods(new) { Class::Editorial } else { Class::Breaking };
    let kind = if class == Class::Breaking { Kind::OperationMoved } else { Kind::Respelled };
    let what = What::new(class, kind).old(&old.path).new_is(&new.path);
    let (was, name) = (old.name(), new.name());
    found.add(what, At { name: &name, was: &was, old: place(old), new: place(new) });
}

fn method_word(segment: &Segment) -> String {
    match segment {
        Segment::Literal(name) | Segment::Cast(name) => snake(name),
        Segment::Function { name, arguments } => {
            let names: Vec<String> = arguments.iter().map(|argument| snake(&argument.name)).collect();
            format!("{}({})", snake(name), names.join(","))
        }
        Segment::Key(key) => key.property.as_deref().map_or_else(String::new, snake),
        Segment::NamedKey(pairs) => {
            pairs.iter().filter_map(|pair| pair.property.as_deref()).map(snake).collect()
        }
        Segment::Ref | Segment::Value | Segment::Count | Segment::DrivePath(_) => String::new(),
    }
}

/// Everything that is said about a request of both sides.
fn facts(old: &Operation, new: &Operation, types: &Types<'_>, found: &mut Found<'_>) {
    let (was, name) = (old.name(), new.name());
    let at = At { name: &name, was: &was, old: place(old), new: place(new) };
    permissions::compare(&old.permissions, &new.permissions, at, found);
    // A page of rendered text lacks parts, which says nothing about the request.
    if !old.partial && !new.partial && same_source(old, new, found) {
        parameters::compare(&old.parameters, &new.parameters, at, types, found);
        body(&old.body, &new.body, at, types, found);
        responses(&old.responses, &new.responses, at, types, found);
        query_options(old, new, at, found);
    }
    deprecation(old.deprecated, new.deprecated, "", at, found);
    editorial(old, new, at, found);
}

/// Whether the facts of both sides come from the same page. When several pages document a request, the facts come from the first one,
/// and that another one comes first now says nothing about the request; that the pages changed is reported.
fn same_source(old: &Operation, new: &Operation, found: &Found<'_>) -> bool {
    let several = old.pages.len() > 1 || new.pages.len() > 1;
    let first = |api: &Api, operation: &Operation| {
        let page = operation.pages.first()?;
        let file = api.files.get(page.place.file as usize)?;
        Some(file.rsplit('/').next().unwrap_or(file).to_owned())
    };
    !several || old.title == new.title || first(found.old, old) == first(found.new, new)
}

fn query_options(old: &Operation, new: &Operation, at: At<'_>, found: &mut Found<'_>) {
    let options = paired(&old.query_options, &new.query_options, |option| option.to_lowercase());
    for option in options.removed {
        found.add(What::new(Class::Breaking, Kind::QueryOptionRemoved).item(option), at);
    }
    for option in options.added {
        found.add(What::new(Class::Additive, Kind::QueryOptionAdded).item(option), at);
    }
}

/// Deprecations of anything. A caller sees a warning and goes on.
pub(super) fn deprecation(old: bool, new: bool, item: &str, at: At<'_>, found: &mut Found<'_>) {
    let what = match (old, new) {
        (false, true) => What::new(Class::Additive, Kind::Deprecated),
        (true, false) => What::new(Class::Editorial, Kind::Undeprecated),
        _ => return,
    };
    found.add(if item.is_empty() { what } else { what.item(item) }, at);
}

fn editorial(old: &Operation, new: &Operation, at: At<'_>, found: &mut Found<'_>) {
    if reworded(&old.title, &new.title) {
        let what = What::new(Class::Editorial, Kind::TitleChanged).old(&old.title).new_is(&new.title);
        found.add(what, at);
    }
    if reworded(&old.description, &new.description) {
        found.add(What::new(Class::Editorial, Kind::DescriptionChanged), at);
    }
    let files = |api: &Api, operation: &Operation| -> BTreeSet<String> {
        let file = |page: &crate::ir::PageRef| api.files.get(page.place.file as usize).cloned();
        operation.pages.iter().filter_map(file).collect()
    };
    let (before, after) = (files(found.old, old), files(found.new, new));
    if before != after {
        let names = |from: &BTreeSet<String>, without: &BTreeSet<String>| {
            let names: Vec<&str> =
                from.difference(without).filter_map(|file| file.rsplit('/').next()).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let what = What::new(Class::Editorial, Kind::PagesChanged);
        found.add(What { old: names(&before, &after), new: names(&after, &before), ..what }, at);
    }
}

/// What is sent. A body of another kind is another method signature; a body that was not described takes anything.
fn body(old: &Body, new: &Body, at: At<'_>, types: &Types<'_>, found: &mut Found<'_>) {
    match (old, new) {
        (Body::Parameters { parameters: before, .. }, Body::Parameters { parameters: after, .. }) => {
            parameters::compare(before, after, at, types, found);
        }
        (Body::Resource { ty: before }, Body::Resource { ty: after }) if types.same(before, after) => {}
        (Body::Bytes { media_types: before }, Body::Bytes { media_types: after }) => {
            if before != after {
                let what = What::new(Class::Editorial, Kind::BodyChanged);
                found.add(what.old(body_words(old)).new_is(body_words(new)), at);
            }
        }
        _ if std::mem::discriminant(old) == std::mem::discriminant(new)
            && !matches!(old, Body::Resource { .. }) => {}
        _ => {
            let what = What::new(Class::Breaking, Kind::BodyChanged);
            found.add(what.old(body_words(old)).new_is(body_words(new)), at);
        }
    }
}

fn body_words(body: &Body) -> String {
    match body {
        Body::None => "nothing".to_owned(),
        Body::Parameters { parameters, .. } => {
            let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
            format!("{{{}}}", names.join(", "))
        }
        Body::Resource { ty } => ty.to_string(),
        Body::Reference => "a reference".to_owned(),
        Body::Bytes { media_types } if media_types.is_empty() => "bytes".to_owned(),
        Body::Bytes { media_types } => format!("bytes ({})", media_types.join(", ")),
        Body::Multipart => "multipart".to_owned(),
        Body::Undocumented => "undescribed".to_owned(),
    }
}

/// What comes back. The status is no part of a method, what comes with it is.
fn responses(old: &[Response], new: &[Response], at: At<'_>, types: &Types<'_>, found: &mut Found<'_>) {
    let contents = |all: &[Response]| all.iter().map(|response| response.content.clone()).collect::<Vec<_>>();
    let same = |a: &[Content], b: &[Content]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| content_same(a, b, types))
    };
    let statuses = |all: &[Response]| all.iter().map(|response| response.status).collect::<Vec<_>>();
    if same(&contents(old), &contents(new)) {
        if statuses(old) != statuses(new) {
            let what = What::new(Class::Editorial, Kind::ResponseDetail);
            found.add(what.old(response_words(old)).new_is(response_words(new)), responding(old, new, at));
        }
        return;
    }
    let shared = paired(old, new, |response| response.status);
    let kept = shared.both.iter().all(|(old, new)| content_same(&old.content, &new.content, types));
    let more = kept && shared.removed.is_empty() && !old.is_empty() && telling(old, new, types);
    let what = if more {
        What::new(Class::Additive, Kind::ResponseAdded)
    } else {
        What::new(Class::Breaking, Kind::ResponseChanged)
    };
    found.add(what.old(response_words(old)).new_is(response_words(new)), responding(old, new, at));
}

/// Whether the first response that brings something is the same: the one that a method returns.
fn telling(old: &[Response], new: &[Response], types: &Types<'_>) -> bool {
    let first = |all: &[Response]| {
        let told =
            all.iter().map(|response| response.content.clone()).find(|content| *content != Content::Nothing);
        told.unwrap_or(Content::Nothing)
    };
    content_same(&first(old), &first(new), types)
}

fn responding<'a>(old: &[Response], new: &[Response], at: At<'a>) -> At<'a> {
    at.places(old.first().map(|response| response.place), new.first().map(|response| response.place))
}

fn content_same(old: &Content, new: &Content, types: &Types<'_>) -> bool {
    match (old, new) {
        (Content::One { ty: a, wrapped: v }, Content::One { ty: b, wrapped: w }) => {
            v == w && types.same(a, b)
        }
        (Content::Collection { ty: a }, Content::Collection { ty: b }) => types.same(a, b),
        _ => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}

fn response_words(responses: &[Response]) -> String {
    if responses.is_empty() {
        return "undescribed".to_owned();
    }
    let words = |response: &Response| format!("{} {}", response.status, content_words(&response.content));
    responses.iter().map(words).collect::<Vec<_>>().join(", ")
}

fn content_words(content: &Content) -> String {
    let list = |ty: &Type| Type::List(Box::new(ty.clone())).to_string();
    match content {
        Content::Nothing => "nothing".to_owned(),
        Content::One { ty, wrapped: false } => ty.to_string(),
        Content::One { ty, wrapped: true } => format!("{ty} in `value`"),
        Content::Collection { ty } => list(ty),
        Content::Bytes { .. } => "bytes".to_owned(),
        Content::Redirect => "a redirect".to_owned(),
        Content::LongRunning => "a job".to_owned(),
        Content::Undocumented => "undescribed".to_owned(),
    }
}
