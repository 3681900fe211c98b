//! Facts hold text that answers put into lines: names, paths, titles and conditions without hidden characters and line ends, once and for
//! every answer. A model that somebody else wrote can hold both.

use super::Fact;
use crate::ir::{Alternative, CatalogueEntry, Permissions, Requirement, Scheme};
use crate::sink;

/// The texts of a fact.
pub(super) fn fact(fact: &mut Fact) {
    let Fact { path, title, pages, permissions, .. } = fact;
    text(path);
    text(title);
    pages.iter_mut().for_each(|page| text(&mut page.title));
    self::permissions(permissions);
}

/// The texts of an entry of the permissions reference.
pub(super) fn entry(entry: &mut CatalogueEntry) {
    text(&mut entry.name);
    for described in [&mut entry.delegated, &mut entry.application].into_iter().flatten() {
        described.id.iter_mut().for_each(text);
        text(&mut described.display);
        text(&mut described.description);
    }
}

fn permissions(permissions: &mut Permissions) {
    for scheme in Scheme::ALL {
        requirement(permissions.of_mut(scheme));
    }
    permissions.roles.iter_mut().for_each(text);
    for elsewhere in &mut permissions.elsewhere {
        text(&mut elsewhere.scope);
        requirement(&mut elsewhere.requirement);
    }
    permissions.cells.iter_mut().flat_map(|cell| &mut cell.names).for_each(text);
}

fn requirement(requirement: &mut Requirement) {
    match requirement {
        Requirement::AnyOf { alternatives } => alternatives.iter_mut().for_each(alternative),
        Requirement::Ambiguous { text: words, readings } => {
            text(words);
            readings.iter_mut().flatten().for_each(alternative);
        }
        Requirement::Undocumented | Requirement::Unsupported | Requirement::NotNeeded => {}
    }
}

fn alternative(alternative: &mut Alternative) {
    alternative.all_of.iter_mut().chain(&mut alternative.conditions).for_each(text);
}

fn text(text: &mut String) {
    if text.contains(sink::is_hidden) {
        *text = sink::line(text).into_owned();
    }
}
