//! A request → the operation that it calls, without allocating.
//!
//! A [`Table`] is a list of operations in the order of [`order`]. In that order the templates that begin alike
//! stand together, whatever their placeholders are called, so the list is a tree already: each segment of the
//! request narrows the range by binary search.
//!
//! | in the request | finds |
//! |---|---|
//! | `users`, `Users`, `%75sers` | the literal `users` |
//! | anything that is not a literal there | a key `{id}`, and goes back to it when the literal leads nowhere |
//! | `users('a')`, `users(mail='a')` | `users/{id}`, unless there is a template for this very key |
//! | `getX(b=2,a='1')` | `getX(a='{a}',b={b})`: the names count, in any order and quoted or not |
//! | `delta`, `delta()`, `microsoft.graph.delta` | each other |
//! | `graph.user`, `microsoft.graph.user` | each other |
//! | `root:/a/b:/content` | `root:/{path}:/content` |
//! | `$ref`, `$value`, `$count` | themselves, never a key |
//!
//! What has no template of its own is tried in other [`Reading`]s, and the answer says so.
//!
//! ```
//! use msgraph_core::matching::{Table, Target};
//!
//! let table = Table::new(&[("GET", "/users/delta"), ("GET", "/users/{id}")]);
//! let target = Target::parse("https://graph.microsoft.com/v1.0/users/a@b.c?$select=id");
//! assert_eq!((target.version, target.query), (Some("v1.0"), Some("$select=id")));
//! assert_eq!(table.find("GET", target.path).map(|found| found.entry.1), Some("/users/{id}"));
//! ```

mod search;
mod target;
mod text;

use core::cmp::Ordering;

use self::search::Search;
pub use self::target::Target;
use self::text::Blank;
use crate::operation::Operation;

/// Something with a method and a path template.
pub trait Entry {
    /// The method in capitals.
    fn method(&self) -> &str;
    /// The path below the version, such as `/users/{id}/messages`.
    fn template(&self) -> &str;
}

impl Entry for Operation {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn template(&self) -> &str {
        self.template
    }
}

impl Entry for (&str, &str) {
    fn method(&self) -> &str {
        self.0
    }

    fn template(&self) -> &str {
        self.1
    }
}

impl<E: Entry + ?Sized> Entry for &E {
    fn method(&self) -> &str {
        E::method(self)
    }

    fn template(&self) -> &str {
        E::template(self)
    }
}

/// The order of a [`Table`]: templates segment by segment, without regard to case and to the names of placeholders.
pub fn order(a: &str, b: &str) -> Ordering {
    let key = |byte: u8| if byte == b'/' { 0 } else { byte };
    Blank::of(a.as_bytes()).map(key).cmp(Blank::of(b.as_bytes()).map(key))
}

/// No request has more segments than this; the search goes one call deeper with each.
const MOST_SEGMENTS: usize = 256;

/// Operations of one API version, to be found by request.
#[derive(Debug)]
pub struct Table<'t, E> {
    entries: &'t [E],
}

impl<E> Clone for Table<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Table<'_, E> {}

/// An operation that was found.
#[derive(Debug)]
pub struct Found<'t, E> {
    /// The operation.
    pub entry: &'t E,
    /// Its position in the table.
    pub index: usize,
    /// How the request had to be read.
    pub reading: Reading,
}

/// How a request was read that no template matches as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Reading {
    /// `/$count` at the end was left out: counting a collection takes what listing it takes.
    pub without_count: bool,
    /// A cast such as `/microsoft.graph.user` was left out.
    pub without_cast: bool,
    /// `/me` was read as `/users/{id}`.
    pub me_as_user: bool,
    /// A function was found by its name; the docs give it other arguments.
    pub other_arguments: bool,
}

impl Reading {
    /// The readings in the order in which they are tried.
    const ALL: [Reading; 6] = {
        let exact =
            Reading { without_count: false, without_cast: false, me_as_user: false, other_arguments: false };
        [
            exact,
            Reading { without_cast: true, ..exact },
            Reading { me_as_user: true, ..exact },
            Reading { me_as_user: true, without_cast: true, ..exact },
            Reading { other_arguments: true, ..exact },
            Reading { other_arguments: true, me_as_user: true, ..exact },
        ]
    };

    /// Whether a template matches the request as it stands.
    pub fn is_exact(self) -> bool {
        self == Self::default()
    }

    /// What was done, in words; nothing for an exact match.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        [
            (self.without_count, "as the collection that `$count` counts"),
            (self.without_cast, "without the cast"),
            (self.me_as_user, "with `/me` as `/users/{id}`"),
            (self.other_arguments, "by the function's name alone"),
        ]
        .into_iter()
        .filter_map(|(done, words)| done.then_some(words))
    }
}

impl<'t, E: Entry> Table<'t, E> {
    /// A table over entries that are in [`order`].
    pub const fn new(entries: &'t [E]) -> Self {
        Table { entries }
    }

    /// The entries.
    pub const fn entries(&self) -> &'t [E] {
        self.entries
    }

    /// Whether the entries are in the order that lookups rely on.
    pub fn is_ordered(&self) -> bool {
        self.entries.windows(2).all(|pair| order(pair[0].template(), pair[1].template()).is_le())
    }

    /// The operation that a request calls. The path stands below the version, percent-encoded or not, without its
    /// query; a template finds itself.
    pub fn find(&self, method: &str, path: &str) -> Option<Found<'t, E>> {
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.bytes().filter(|&byte| byte == b'/').count() > MOST_SEGMENTS {
            return None;
        }
        let counted = path
            .strip_suffix("/$count")
            .or_else(|| path.strip_suffix("/%24count"))
            .filter(|_| method.eq_ignore_ascii_case("GET"));
        let tried = [(Some(path), false), (counted, true)];
        tried.into_iter().find_map(|(path, without_count)| {
            let path = path.filter(|path| path.starts_with('/'))?.as_bytes();
            let qualified = path.windows(6).any(|text| text.eq_ignore_ascii_case(b"graph."));
            let mut readings = Reading::ALL.into_iter().filter(|reading| qualified || !reading.without_cast);
            readings.find_map(|reading| {
                let search = Search { entries: self.entries, method, reading };
                let index = search.root(path)?;
                let reading = Reading { without_count, ..reading };
                let entry = &self.entries[index];
                Some(Found { entry, index, reading })
            })
        })
    }
}
