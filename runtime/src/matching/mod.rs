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
//! | `delta`, `getByIds` at the end | themselves, never a key |
//! | `//`, `/` and `.` at the end | what stands there without; where a key is due, an empty segment finds nothing |
//!
//! What has no template of its own is tried with [`Variation`]s, such as another address of the same drive, and the answer says so.
//!
//! ```
//! use msgraph_core::matching::{Table, Target};
//!
//! let table = Table::new(&[("GET", "/users/delta"), ("GET", "/users/{id}")]);
//! let target = Target::parse("https://graph.microsoft.com/v1.0/users/a@b.c?$select=id");
//! assert_eq!((target.version, target.query), (Some("v1.0"), Some("$select=id")));
//! assert_eq!(table.find("GET", target.path).map(|found| found.entry.1), Some("/users/{id}"));
//! ```

mod entry;
mod forms;
mod reading;
mod search;
mod target;
mod text;

use core::cell::Cell;
use core::cmp::Ordering;

pub use self::entry::Entry;
pub use self::reading::{Reading, Variation};
use self::search::Search;
pub use self::target::Target;
use self::text::Blank;

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
        let path = without_end(path);
        if path.bytes().filter(|&byte| byte == b'/').count() > MOST_SEGMENTS {
            return None;
        }
        self.find_below(method, path, Reading::default()).or_else(|| {
            let reads = method.eq_ignore_ascii_case("GET");
            let (start, variation) = reads.then(|| without_system_segment(path)).flatten()?;
            self.find_below(method, start, Reading::default().with(variation))
        })
    }

    fn find_below(&self, method: &str, path: &str, so_far: Reading) -> Option<Found<'t, E>> {
        let path = path.starts_with('/').then_some(path.as_bytes())?;
        let has_cast = path.windows(6).any(|text| text.eq_ignore_ascii_case(b"graph."));
        let is_me = forms::behind("/me", path).is_some();
        let mut allowed = Reading::allowed(has_cast, is_me);
        allowed.find_map(|allowed| {
            let search = Search { entries: self.entries, method, allowed, done: Cell::new(so_far) };
            let index = search.root(path)?;
            Some(Found { entry: &self.entries[index], index, reading: search.done.get() })
        })
    }
}

/// A path without slashes at its end, and without the dots that a sentence leaves there.
fn without_end(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let plain = path.trim_end_matches('.');
    if plain.ends_with('/') { path } else { plain }
}

/// The path in front of `/$count`, `/$ref` or `/$value` at the end.
fn without_system_segment(path: &str) -> Option<(&str, Variation)> {
    let (start, last) = path.rsplit_once('/')?;
    let name = last.strip_prefix('$').or_else(|| last.strip_prefix("%24"))?;
    let variations = [
        ("count", Variation::WithoutCount),
        ("ref", Variation::WithoutReference),
        ("value", Variation::WithoutValue),
    ];
    variations
        .into_iter()
        .find(|(known, _)| name.eq_ignore_ascii_case(known))
        .map(|(_, variation)| (start, variation))
}
