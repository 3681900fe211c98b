//! The addresses that mean the same object, and the words that are no key.
//!
//! A drive is reached through its owner or by its own id, an item of it by id, by path or as the root; the pages list some of these
//! forms and mean all of them. In a form, `{}` is a key, `{}:` behind a segment that ends with a colon is a path up to the next colon,
//! or up to the end.

use super::reading::Variation;
use super::text::{Decoded, ends_with_colon, is_key, parts_of_call, split, split_path};

/// Forms of one address, those that answer best first. A request in one form is looked for in each of the others.
pub(super) struct Address {
    /// What the answer says.
    pub(super) variation: Variation,
    pub(super) forms: &'static [&'static str],
}

/// Addresses that begin a path.
///
/// `/users/{}` is not read as `/me`: what opens one's own objects need not open those of others. A drive is an exception, because its
/// pages give the same permissions for every owner.
pub(super) const FROM_ROOT: [Address; 2] = [
    Address {
        variation: Variation::OtherSite,
        forms: &["/sites/{}", "/sites/{}:/{}:", "/sites/{}:/{}", "/groups/{}/sites/{}"],
    },
    Address {
        variation: Variation::OtherDrive,
        forms: &[
            "/drives/{}",
            "/sites/{}/drive",
            "/groups/{}/drive",
            "/users/{}/drive",
            "/me/drive",
            "/drive",
            "/me/drives/{}",
            "/users/{}/drives/{}",
            "/groups/{}/drives/{}",
            "/sites/{}/drives/{}",
            "/sites/{}/lists/{}/drive",
            "/sites/{}:/{}:/drive",
            "/sites/{}:/{}:/drives/{}",
            "/sites/{}:/{}:/lists/{}/drive",
            "/groups/{}/sites/{}/drive",
            "/groups/{}/sites/{}/drives/{}",
        ],
    },
];

/// Addresses below an object that stays the same.
pub(super) const BELOW: [Address; 6] = [
    Address {
        variation: Variation::OtherItem,
        forms: &[
            "/items/{}",
            "/root",
            "/root:/{}:",
            "/root:/{}",
            "/items/{}:/{}:",
            "/special/{}",
            "/special/{}:/{}:",
        ],
    },
    Address { variation: Variation::OtherFolder, forms: &["/mailFolders/{}", "/mailFolders/inbox"] },
    // A folder below a folder is a folder.
    Address { variation: Variation::OtherFolder, forms: &["", "/childFolders/{}"] },
    Address { variation: Variation::OtherFolder, forms: &["/messages/{}", "/mailFolders/{}/messages/{}"] },
    Address {
        variation: Variation::OtherCalendar,
        forms: &["/calendars/{}", "/calendar", "/calendarGroups/{}/calendars/{}"],
    },
    Address {
        variation: Variation::OtherCalendar,
        forms: &["/events/{}", "/calendar/events/{}", "/calendars/{}/events/{}"],
    },
];

/// What is called behind a collection, in lower case. These words are no keys at the end of a path, also where the facts at hand do
/// not list the call.
const CALLS: [&str; 18] = [
    "add",
    "availableprovidertypes",
    "count",
    "createorget",
    "createuploadsession",
    "delta",
    "getallmessages",
    "getavailableextensionproperties",
    "getbyids",
    "getbyuserid",
    "getnotebookfromweburl",
    "getuserownedobjects",
    "itemat",
    "recent",
    "search",
    "validatepassword",
    "validateproperties",
    "$batch",
];

/// Collections, in lower case, whose keys are words: well-known folders and methods, `root`, and what people give a name.
const WITH_WORDS: [&str; 12] = [
    "authenticationmethodconfigurations",
    "calendars",
    "charts",
    "columns",
    "contactfolders",
    "lists",
    "mailfolders",
    "names",
    "sites",
    "special",
    "tables",
    "worksheets",
];

/// Whether a segment is a call behind a collection.
fn is_call(segment: &[u8]) -> bool {
    CALLS.iter().any(|call| Decoded(segment).lower().eq(call.bytes()))
}

/// Whether a segment can be a key in front of the rest of a path. The name of a call that something follows is one: `/users/delta/chats`.
pub(super) fn can_be_key(segment: &[u8], rest: &[u8]) -> bool {
    let is_last = rest.iter().all(|&byte| byte == b'/');
    is_key(segment) && !(is_last && is_call(segment))
}

/// Whether what stands in parentheses behind a name that the docs have without them is arguments, not a key.
pub(super) fn takes_arguments(name: &[u8]) -> bool {
    is_call(name) || name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"get"))
}

/// Whether the keys of a collection are words.
pub(super) fn has_words(collection: &[u8]) -> bool {
    WITH_WORDS.iter().any(|name| collection.eq_ignore_ascii_case(name.as_bytes()))
}

/// What follows a form at the start of a path; nothing when the path has another form.
pub(super) fn behind<'p>(form: &str, mut path: &'p [u8]) -> Option<&'p [u8]> {
    let mut wanted = form.split('/').skip(1).peekable();
    let mut before_path = false;
    while let Some(part) = wanted.next() {
        if before_path {
            path = split_path(path)?.unwrap_or_default();
            before_path = false;
            continue;
        }
        let (segment, rest) = split(path)?;
        let fits = match part {
            "{}" => can_be_key(segment, rest) && !ends_with_colon(segment),
            "{}:" => ends_with_colon(segment),
            name if is(segment, name) => true,
            // `users('a')` is `users/a`.
            name => {
                parts_of_call(segment).is_some_and(|(start, _)| is(start, name))
                    && wanted.next_if_eq(&"{}").is_some()
            }
        };
        if !fits {
            return None;
        }
        before_path = part.ends_with(':');
        path = rest;
    }
    Some(path)
}

fn is(segment: &[u8], name: &str) -> bool {
    Decoded(segment).lower().eq(name.bytes().map(|byte| byte.to_ascii_lowercase()))
}
