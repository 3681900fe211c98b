//! Sentences about changes, shared by the text and the Markdown.

use super::{Change, Subject};

/// What changed, without what it happened to: `property retyped: displayName, String → Guid`. `quote` marks names.
pub(super) fn what(change: &Change, quote: &dyn Fn(&str) -> String) -> String {
    let Change { kind, scheme, item, old, new, .. } = change;
    let mut details: Vec<String> = Vec::new();
    if let Some(scheme) = scheme {
        details.push(scheme.as_str().to_owned());
    }
    if let Some(item) = item {
        details.push(quote(item));
    }
    match (old, new) {
        (Some(old), Some(new)) => details.push(format!("{} → {}", quote(old), quote(new))),
        (Some(old), None) => details.push(format!("was {}", quote(old))),
        (None, Some(new)) => details.push(format!("now {}", quote(new))),
        (None, None) => {}
    }
    if details.is_empty() {
        kind.words().to_owned()
    } else {
        format!("{}: {}", kind.words(), details.join(", "))
    }
}

/// A subject: its name, and the name that it had before.
pub(super) fn subject(subject: &Subject, quote: &dyn Fn(&str) -> String) -> String {
    match &subject.was {
        Some(was) => format!("{} (was {})", quote(&subject.name), quote(was)),
        None => quote(&subject.name),
    }
}

/// `41 operations`: the subjects of a change, counted.
pub(super) fn counted(change: &Change) -> String {
    let count = change.on.len();
    let operation = change.on.first().is_some_and(|subject| subject.name.contains(" /"));
    let noun = match (operation, change.version.is_some()) {
        (true, _) => "operation",
        (false, true) => "type",
        (false, false) => "permission",
    };
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
