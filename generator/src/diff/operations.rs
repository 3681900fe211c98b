//! Requests: added, removed, moved, and what changed about those that are still there.

use std::collections::BTreeSet;

use super::bodies::bodies_differ;
use super::found::deprecation;
use super::moved::{PageKey, differing, moved};
use super::sides::Types;
use super::surface::Path;
use super::{
    At, Breaks, ChangeKind, Found, Paired, What, content, paired, parameters, permissions, reworded,
};
use crate::ir::{Api, ApiVersion, Operation, PageRef, SourceLocation};

/// Compares the requests of one version.
pub(super) fn compare<'a>(
    old: &'a ApiVersion,
    new: &'a ApiVersion,
    types: &Types<'a>,
    found: &mut Found<'_>,
) {
    let Paired { both, removed, added } = paired(&old.operations, &new.operations, |operation| {
        (operation.segments.identity(), operation.method)
    });
    let pairs = {
        let (before, after) = (found.old, found.new);
        let files = (files(before, old), files(after, new));
        moved(
            &removed,
            &added,
            (&|operation| page_keys(before, operation, &files.1), &|operation| {
                page_keys(after, operation, &files.0)
            }),
        )
    };
    for (old, new) in both {
        let moved = respelled(old, new, types, found);
        facts(old, new, moved, types, found);
    }
    for &(i, j) in &pairs {
        let (old, new) = (removed[i], added[j]);
        let (from, to) = differing(&old.segments, &new.segments);
        let what = What::breaking(Breaks::Crate, ChangeKind::OperationMoved).was(from).now(to);
        let (was, name) = (old.name(), new.name());
        found.add(what, At { name: &name, was: &was, old: place(old), new: place(new) });
        facts(old, new, true, types, found);
    }
    let (gone, come): (BTreeSet<usize>, BTreeSet<usize>) = pairs.into_iter().unzip();
    for (_, operation) in removed.iter().enumerate().filter(|(i, _)| !gone.contains(i)) {
        let what = What::breaking(Breaks::Crate, ChangeKind::OperationRemoved).item(&operation.title);
        found.add(what, At::of(&operation.name(), place(operation), None));
    }
    for (_, operation) in added.iter().enumerate().filter(|(j, _)| !come.contains(j)) {
        let what = What::additive(ChangeKind::OperationAdded).item(&operation.title);
        found.add(what, At::of(&operation.name(), None, place(operation)));
    }
}

/// What makes two pages the same: the name of the file, or, when the other side lacks the file, the title where it says more than a
/// word.
fn page_keys(api: &Api, operation: &Operation, others: &BTreeSet<&str>) -> Vec<PageKey> {
    let mut keys = BTreeSet::new();
    for page in &operation.pages {
        let file = file_name(api, page);
        keys.insert(PageKey::File(file.to_owned()));
        if !others.contains(file) && page.title.contains(' ') {
            keys.insert(PageKey::Title(page.title.to_lowercase()));
        }
    }
    keys.into_iter().collect()
}

/// The names of the files that document the requests of a version.
fn files<'a>(api: &'a Api, version: &'a ApiVersion) -> BTreeSet<&'a str> {
    let pages = version.operations.iter().flat_map(|operation| &operation.pages);
    pages.map(|page| file_name(api, page)).collect()
}

fn file_name<'a>(api: &'a Api, page: &PageRef) -> &'a str {
    let file = api.files.get(page.place.file as usize).map_or("", String::as_str);
    file.rsplit('/').next().unwrap_or(file)
}

fn place(operation: &Operation) -> Option<SourceLocation> {
    operation.pages.first().map(|page| page.place)
}

/// The same path in other letters. Methods are named after the words of a path, so that `/inkpens` and `/inkPens` are two; the names
/// of placeholders are nowhere. Gives back whether it is another method.
fn respelled(old: &Operation, new: &Operation, types: &Types<'_>, found: &mut Found<'_>) -> bool {
    if old.path == new.path {
        return false;
    }
    let (before, after) = methods(old, new, types);
    let letters = |operation: &Operation| operation.segments.without_names();
    let moved = before != after && letters(old) != letters(new);
    let what = match moved {
        true => What::breaking(Breaks::Crate, ChangeKind::OperationMoved),
        false => What::editorial(ChangeKind::Respelled),
    };
    let (was, name) = (old.name(), new.name());
    let at = At { name: &name, was: &was, old: place(old), new: place(new) };
    found.add(what.was(&old.path).now(&new.path), at);
    moved
}

fn methods<'t>(
    old: &Operation,
    new: &Operation,
    types: &'t Types<'_>,
) -> (Option<&'t Path>, Option<&'t Path>) {
    let (before, after) = types.surfaces();
    (before.method(old), after.method(new))
}

/// Everything that is said about a request of both sides. `moved` says that it has another path, so that it is another method anyway.
fn facts<'a>(old: &'a Operation, new: &'a Operation, moved: bool, types: &Types<'a>, found: &mut Found<'_>) {
    let (was, name) = (old.name(), new.name());
    let at = At { name: &name, was: &was, old: place(old), new: place(new) };
    permissions::compare(&old.permissions, &new.permissions, at, found);
    // A page of rendered text lacks parts, which says nothing about the request; of the pages that document a request, the first
    // one's facts count, and that another one comes first now says nothing either. What it does to the crate is told.
    let comparable = !old.partial && !new.partial && same_source(old, new, found);
    let broken = found.broken;
    let (before, after) = if moved { (None, None) } else { methods(old, new, types) };
    if comparable {
        let (was, now) = types.surfaces();
        let in_crate = before != after || was.loses_query(old, now);
        let breaks = if in_crate { Breaks::Crate } else { Breaks::Request };
        parameters::compare(&old.parameters, &new.parameters, breaks, at, types, found);
        query_options(old, new, at, found);
    }
    body(old, new, comparable, at, types, found);
    response(old, new, comparable, at, types, found);
    // Another method is told when nothing of the above tells that callers have to change.
    if let (true, Some(before), Some(after)) = (found.broken == broken, before, after)
        && let Some((was, now)) = before.differing(after)
    {
        let what = What::breaking(Breaks::Crate, ChangeKind::CrateChanged).item("method");
        found.add(what.was(was).now(now), at);
    }
    deprecation(old.deprecated, new.deprecated, "", at, found);
    editorial(old, new, at, found);
}

/// What is sent.
fn body<'a>(
    old: &'a Operation,
    new: &'a Operation,
    comparable: bool,
    at: At<'_>,
    types: &Types<'a>,
    found: &mut Found<'_>,
) {
    let broken = found.broken;
    let (before, after) = types.surfaces();
    let differ = bodies_differ((before, old), (after, new), types);
    if comparable {
        let breaks = if differ.is_some() { Breaks::Crate } else { Breaks::Request };
        content::body(&old.body, &new.body, breaks, at, types, found);
    }
    if let Some((was, now)) = differ
        && found.broken == broken
    {
        let what = What::breaking(Breaks::Crate, ChangeKind::CrateChanged).item("body");
        found.add(what.was(was).now(now), at);
    }
}

/// What comes back.
fn response(
    old: &Operation,
    new: &Operation,
    comparable: bool,
    at: At<'_>,
    types: &Types<'_>,
    found: &mut Found<'_>,
) {
    if content::same_contents(&old.responses, &new.responses, types) {
        if comparable {
            content::statuses(&old.responses, &new.responses, at, types, found);
        }
        return;
    }
    let (before, after) = types.surfaces();
    let (was, now) = (before.output(old), after.output(new));
    if comparable {
        content::responses(&old.responses, &new.responses, was != now, at, types, found);
    } else if was != now {
        let what = What::breaking(Breaks::Crate, ChangeKind::CrateChanged).item("response");
        found.add(what.was(was).now(now), at);
    }
}

/// Whether the facts of both sides come from the same page: always, unless one of several pages comes first that did not before.
fn same_source(old: &Operation, new: &Operation, found: &Found<'_>) -> bool {
    let several = old.pages.len() > 1 || new.pages.len() > 1;
    fn first<'a>(api: &'a Api, operation: &Operation) -> Option<&'a str> {
        operation.pages.first().map(|page| file_name(api, page))
    }
    !several || old.title == new.title || first(found.old, old) == first(found.new, new)
}

fn query_options(old: &Operation, new: &Operation, at: At<'_>, found: &mut Found<'_>) {
    let options = paired(&old.query_options, &new.query_options, |option| option.to_lowercase());
    for option in options.removed {
        found.add(What::breaking(Breaks::Request, ChangeKind::QueryOptionRemoved).item(option), at);
    }
    for option in options.added {
        found.add(What::additive(ChangeKind::QueryOptionAdded).item(option), at);
    }
}

fn editorial(old: &Operation, new: &Operation, at: At<'_>, found: &mut Found<'_>) {
    if reworded(&old.title, &new.title) {
        let what = What::editorial(ChangeKind::TitleChanged).was(&old.title).now(&new.title);
        found.add(what, at);
    }
    if reworded(&old.description, &new.description) {
        found.add(What::editorial(ChangeKind::DescriptionChanged), at);
    }
    if old.only_shown != new.only_shown {
        let words = |operation: &Operation| if operation.only_shown { "only shown" } else { "listed" };
        found.add(What::editorial(ChangeKind::ListingChanged).was(words(old)).now(words(new)), at);
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
        let what = What::editorial(ChangeKind::PagesChanged);
        found.add(what.between(names(&before, &after), names(&after, &before)), at);
    }
}
