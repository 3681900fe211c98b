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

use std::cmp::Ordering;

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

/// Entries whose first segments, `depth` of them, are the same.
#[derive(Clone, Copy)]
struct Range {
    low: usize,
    high: usize,
    depth: usize,
}

impl Range {
    fn is_empty(self) -> bool {
        self.low >= self.high
    }
}

struct Search<'s, E> {
    entries: &'s [E],
    method: &'s str,
    reading: Reading,
}

impl<E: Entry> Search<'_, E> {
    fn root(&self, path: &[u8]) -> Option<usize> {
        let all = Range { low: 0, high: self.entries.len(), depth: 0 };
        if !self.reading.me_as_user {
            return self.descend(all, path);
        }
        let (first, rest) = split(path)?;
        if !Decoded(first).lower().eq(*b"me") {
            return None;
        }
        let users = self.literal(all, b"users".iter().copied());
        self.keys(users, b"me", rest)
    }

    /// The entry below a range that the rest of a path leads to.
    fn descend(&self, range: Range, path: &[u8]) -> Option<usize> {
        let before_path = !range.is_empty() && range.depth > 0 && self.ends_with_colon(range);
        if before_path && !path.is_empty() { self.drive_path(range, path) } else { self.step(range, path) }
    }

    /// The same where no drive path can stand.
    fn step(&self, range: Range, path: &[u8]) -> Option<usize> {
        if range.is_empty() {
            return None;
        }
        if path.is_empty() {
            return self.end(range);
        }
        let (segment, rest) = split(path)?;
        self.named(range, segment, rest)
            .or_else(|| self.call(range, segment, rest))
            .or_else(|| self.property(range, segment, rest))
            .or_else(|| self.keys(range, segment, rest))
            .or_else(|| {
                let skipped = self.reading.without_cast && is_qualified(segment);
                skipped.then(|| self.descend(range, rest)).flatten()
            })
    }

    /// The entry of a range that ends here, for the wanted method.
    fn end(&self, range: Range) -> Option<usize> {
        (range.low..range.high)
            .take_while(|&index| self.segment(index, range.depth).is_none())
            .find(|&index| self.entries[index].method().eq_ignore_ascii_case(self.method))
    }

    /// A segment as a literal, with the ways to write a cast, and a function without arguments.
    fn named(&self, range: Range, segment: &[u8], rest: &[u8]) -> Option<usize> {
        let name = segment.strip_suffix(b"()").unwrap_or(segment);
        let bare = Decoded(name).lower();
        let parentheses = b"()".iter().copied();
        let found = |range: Range| self.descend(range, rest);
        found(self.literal(range, bare.clone()))
            .or_else(|| found(self.literal(range, bare.clone().chain(parentheses.clone()))))
            .or_else(|| {
                // `graph.user`, `microsoft.graph.user`, and a bound function with or without its namespace.
                if let Some(tail) = after_namespace(name) {
                    let tail = Decoded(tail).lower();
                    let qualified = b"microsoft.graph.".iter().copied().chain(tail.clone());
                    found(self.literal(range, qualified)).or_else(|| found(self.literal(range, tail)))
                } else {
                    let qualified = b"microsoft.graph.".iter().copied().chain(bare);
                    found(self.literal(range, qualified.clone()))
                        .or_else(|| found(self.literal(range, qualified.chain(parentheses))))
                }
            })
    }

    /// `name(…)`: a function, a template's own key, or any other key.
    fn call(&self, range: Range, segment: &[u8], rest: &[u8]) -> Option<usize> {
        let Some((name, arguments)) = parts_of_call(segment) else {
            // Graph lets a function be called without its namespace, and without arguments when all are optional.
            let open = Decoded(segment).lower().chain([b'(']);
            return self
                .reading
                .other_arguments
                .then(|| self.functions(self.prefixed(range, open), None, rest))
                .flatten();
        };
        let names = [Some(name), after_namespace(name)];
        for name in names.into_iter().flatten() {
            let open = Decoded(name).lower().chain([b'(']);
            if let Some(found) = self.functions(self.prefixed(range, open.clone()), Some(arguments), rest) {
                return Some(found);
            }
            let qualified = b"microsoft.graph.".iter().copied().chain(open);
            if let Some(found) = self.functions(self.prefixed(range, qualified), Some(arguments), rest) {
                return Some(found);
            }
        }
        let collection = self.literal(range, Decoded(name).lower());
        if self.reading.other_arguments
            && let Some(found) = self.descend(collection, rest)
        {
            return Some(found);
        }
        let mut given = Arguments(arguments);
        let property = given.next().and_then(|(name, _)| name);
        if given.next().is_none()
            && let Some(property) = property
        {
            let equals = Decoded(property).lower().chain(*b"={");
            if let Some(found) = self.groups(self.prefixed(collection, equals), rest) {
                return Some(found);
            }
        }
        self.keys(collection, arguments, rest)
    }

    /// The functions of a range whose arguments have the given names.
    fn functions(&self, mut range: Range, arguments: Option<&[u8]>, rest: &[u8]) -> Option<usize> {
        while !range.is_empty() {
            let group = self.group(range);
            let documented =
                parts_of_call(self.segment(range.low, range.depth)?).map(|(_, arguments)| arguments);
            let fits = match (documented, arguments) {
                (Some(documented), Some(given)) => {
                    self.reading.other_arguments || same_names(documented, given)
                }
                _ => self.reading.other_arguments,
            };
            if fits && let Some(found) = self.descend(group, rest) {
                return Some(found);
            }
            range.low = group.high;
        }
        None
    }

    /// `name=value` as a segment.
    fn property(&self, range: Range, segment: &[u8], rest: &[u8]) -> Option<usize> {
        let equals = segment.iter().position(|&byte| byte == b'=')?;
        let open = Decoded(&segment[..equals]).lower().chain(*b"={");
        self.groups(self.prefixed(range, open), rest)
    }

    /// A segment as the value of a key.
    fn keys(&self, range: Range, segment: &[u8], rest: &[u8]) -> Option<usize> {
        let before_path = ends_with_colon(segment);
        if segment.is_empty()
            || segment.starts_with(b"$")
            || segment.starts_with(b"%24")
            || is_qualified(segment)
        {
            return None;
        }
        let mut keys = self.prefixed(range, [b'{'].into_iter());
        while !keys.is_empty() {
            let group = self.group(keys);
            if before_path == self.ends_with_colon(group)
                && let Some(found) = self.descend(group, rest)
            {
                return Some(found);
            }
            keys.low = group.high;
        }
        None
    }

    /// Each of the segments that a range begins with.
    fn groups(&self, mut range: Range, rest: &[u8]) -> Option<usize> {
        while !range.is_empty() {
            let group = self.group(range);
            if let Some(found) = self.descend(group, rest) {
                return Some(found);
            }
            range.low = group.high;
        }
        None
    }

    /// `{path}:` up to the segment that ends with a colon, or `{path}` to the end.
    fn drive_path(&self, mut range: Range, path: &[u8]) -> Option<usize> {
        let mut rest = path;
        let mut length = 0;
        let closed = loop {
            let Some((segment, after)) = split_plain(rest) else {
                break None;
            };
            length += segment.len();
            rest = after;
            if ends_with_colon(segment) {
                break Some(after);
            }
        };
        if length == 0 {
            return None;
        }
        while !range.is_empty() && self.segment(range.low, range.depth).is_some() {
            let group = self.group(range);
            let found = match (self.ends_with_colon(group), closed) {
                (true, Some(after)) => self.step(group, after),
                (false, None | Some([])) => self.end(group),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
            range.low = group.high;
        }
        None
    }

    /// The entries of a range that go on with a segment, and stand behind it.
    fn literal(&self, range: Range, wanted: impl Iterator<Item = u8> + Clone) -> Range {
        let found = self.narrowed(range, |segment| compare(segment, wanted.clone(), false));
        Range { depth: range.depth + 1, ..found }
    }

    /// The entries of a range whose next segment begins with a text. They still stand in front of it.
    fn prefixed(&self, range: Range, wanted: impl Iterator<Item = u8> + Clone) -> Range {
        self.narrowed(range, |segment| compare(segment, wanted.clone(), true))
    }

    /// The entries that share the next segment with the first of a range, and stand behind it.
    fn group(&self, range: Range) -> Range {
        let same = self.segment(range.low, range.depth).map_or(1, |first| {
            let entries = &self.entries[range.low..range.high];
            entries.partition_point(|entry| {
                segment_at(entry.template().as_bytes(), range.depth)
                    .is_some_and(|segment| compare(segment, Blank::of(first), false).is_eq())
            })
        });
        Range { low: range.low, high: range.low + same.max(1), depth: range.depth + 1 }
    }

    fn narrowed(&self, range: Range, against: impl Fn(&[u8]) -> Ordering) -> Range {
        let entries = &self.entries[range.low..range.high];
        let next = |entry: &E| {
            let segment = segment_at(entry.template().as_bytes(), range.depth);
            segment.map_or(Ordering::Less, &against)
        };
        let low = entries.partition_point(|entry| next(entry).is_lt());
        let length = entries[low..].partition_point(|entry| next(entry).is_le());
        Range { low: range.low + low, high: range.low + low + length, depth: range.depth }
    }

    /// Whether the segment behind which a range stands is followed by a drive path, or ends one.
    fn ends_with_colon(&self, range: Range) -> bool {
        let last = range.depth.checked_sub(1).and_then(|depth| self.segment(range.low, depth));
        last.is_some_and(|segment| segment.ends_with(b":"))
    }

    fn segment(&self, index: usize, depth: usize) -> Option<&[u8]> {
        segment_at(self.entries[index].template().as_bytes(), depth)
    }
}

/// The segment of a template at a depth; none where the template ends before.
fn segment_at(template: &[u8], depth: usize) -> Option<&[u8]> {
    let mut rest = template.strip_prefix(b"/")?;
    for _ in 0..depth {
        let slash = rest.iter().position(|&byte| byte == b'/')?;
        rest = &rest[slash + 1..];
    }
    let end = rest.iter().position(|&byte| byte == b'/').unwrap_or(rest.len());
    Some(&rest[..end])
}

/// A segment of a template against the lower-case text that is wanted.
fn compare(segment: &[u8], mut wanted: impl Iterator<Item = u8>, prefix: bool) -> Ordering {
    for byte in Blank::of(segment) {
        match wanted.next() {
            None if prefix => return Ordering::Equal,
            None => return Ordering::Greater,
            Some(other) => match byte.cmp(&other) {
                Ordering::Equal => {}
                unequal => return unequal,
            },
        }
    }
    if wanted.next().is_some() { Ordering::Less } else { Ordering::Equal }
}

/// The bytes of a template in lower case, placeholders without their names.
#[derive(Clone)]
struct Blank<'a> {
    rest: std::slice::Iter<'a, u8>,
    inside: bool,
}

impl<'a> Blank<'a> {
    fn of(text: &'a [u8]) -> Self {
        Blank { rest: text.iter(), inside: false }
    }
}

impl Iterator for Blank<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        for byte in self.rest.by_ref() {
            match byte {
                b'{' | b'}' => {
                    self.inside = *byte == b'{';
                    return Some(*byte);
                }
                _ if self.inside => {}
                byte => return Some(byte.to_ascii_lowercase()),
            }
        }
        None
    }
}

/// The first segment of `/a/b` and what follows it. A slash inside a quoted argument does not end a segment.
fn split(path: &[u8]) -> Option<(&[u8], &[u8])> {
    let path = path.strip_prefix(b"/")?;
    let mut quoted = false;
    let mut open = false;
    for (at, byte) in path.iter().enumerate() {
        match byte {
            b'(' => open = true,
            b'\'' if open => quoted = !quoted,
            b'/' if !quoted => return Some(path.split_at(at)),
            _ => {}
        }
    }
    if quoted { split_at_slash(path) } else { Some((path, &[])) }
}

/// The first segment of `/a/b`, up to the next slash.
fn split_plain(path: &[u8]) -> Option<(&[u8], &[u8])> {
    split_at_slash(path.strip_prefix(b"/")?)
}

fn split_at_slash(path: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = path.iter().position(|&byte| byte == b'/').unwrap_or(path.len());
    Some(path.split_at(end))
}

fn ends_with_colon(segment: &[u8]) -> bool {
    segment.ends_with(b":") || segment.ends_with(b"%3A") || segment.ends_with(b"%3a")
}

/// `x` of `microsoft.graph.x` and `graph.x`.
fn after_namespace(name: &[u8]) -> Option<&[u8]> {
    [b"microsoft.graph.".as_slice(), b"graph."].into_iter().find_map(|namespace| {
        let (start, tail) = name.split_at_checked(namespace.len())?;
        (start.eq_ignore_ascii_case(namespace) && !tail.is_empty()).then_some(tail)
    })
}

fn is_qualified(segment: &[u8]) -> bool {
    after_namespace(segment).is_some()
}

/// `name` and `arguments` of `name(arguments)`.
fn parts_of_call(segment: &[u8]) -> Option<(&[u8], &[u8])> {
    let inside = segment.strip_suffix(b")").or_else(|| segment.strip_suffix(b"%29"))?;
    let raw = inside.iter().position(|&byte| byte == b'(').map(|at| (at, at + 1));
    let encoded = || inside.windows(3).position(|three| three == b"%28").map(|at| (at, at + 3));
    let (end, start) = raw.or_else(encoded)?;
    (end > 0).then(|| (&inside[..end], &inside[start..]))
}

/// Whether two lists of arguments have the same names, in any order.
fn same_names(documented: &[u8], given: &[u8]) -> bool {
    if Arguments(documented).count() != Arguments(given).count() {
        return false;
    }
    Arguments(documented).all(|(name, _)| match name {
        Some(name) => Arguments(given)
            .filter_map(|(given, _)| given)
            .any(|given| Decoded(given).lower().eq(Decoded(name).lower())),
        None => true,
    })
}

/// `a='x',b=2` as names and values. A value alone has no name.
#[derive(Clone)]
struct Arguments<'a>(&'a [u8]);

impl<'a> Iterator for Arguments<'a> {
    type Item = (Option<&'a [u8]>, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0.trim_ascii();
        if text.is_empty() {
            return None;
        }
        let mut quoted = false;
        let mut equals = None;
        let mut end = text.len();
        let mut at = 0;
        while at < text.len() {
            let (byte, width) = decode(&text[at..]);
            match byte {
                b'\'' => quoted = !quoted,
                b'=' if !quoted && equals.is_none() => equals = Some((at, at + width)),
                b',' if !quoted => {
                    end = at;
                    self.0 = &text[at + width..];
                    break;
                }
                _ => {}
            }
            at += width;
        }
        if end == text.len() {
            self.0 = &[];
        }
        Some(match equals {
            Some((name, value)) => (Some(text[..name].trim_ascii()), text[value..end].trim_ascii()),
            None => (None, text[..end].trim_ascii()),
        })
    }
}

/// Bytes of a URL with `%xx` taken for what it stands for.
#[derive(Clone)]
struct Decoded<'a>(&'a [u8]);

impl<'a> Decoded<'a> {
    fn lower(self) -> impl Iterator<Item = u8> + Clone + use<'a> {
        self.map(|byte| byte.to_ascii_lowercase())
    }
}

impl Iterator for Decoded<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if self.0.is_empty() {
            return None;
        }
        let (byte, width) = decode(self.0);
        self.0 = &self.0[width..];
        Some(byte)
    }
}

/// The first byte of a text that is not empty, and how long it is written.
fn decode(text: &[u8]) -> (u8, usize) {
    if let [b'%', high, low, ..] = text
        && let (Some(high), Some(low)) = (hex(*high), hex(*low))
    {
        return (high << 4 | low, 3);
    }
    (text[0], 1)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

/// The parts of a URL that say what is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// The host, when the URL has one.
    pub host: Option<&'a str>,
    /// `v1.0` or `beta` in front of the path.
    pub version: Option<&'a str>,
    /// The path below the version, with its first slash.
    pub path: &'a str,
    /// What stands behind `?`.
    pub query: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// Takes apart a full URL, or one relative to the host or to the version.
    pub fn parse(url: &'a str) -> Self {
        let url = url.trim();
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        let (url, query) = match url.split_once('?') {
            Some((url, query)) => (url, Some(query)),
            None => (url, None),
        };
        let (host, mut path) = match url.split_once("://") {
            Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(host.rsplit_once('@').map_or(host, |(_, host)| host)), path)
            }
            _ => (None, url),
        };
        let start = path.strip_prefix('/').unwrap_or(path);
        let first = &start[..start.find('/').unwrap_or(start.len())];
        let version = ["v1.0", "beta"].into_iter().find(|version| first.eq_ignore_ascii_case(version));
        if version.is_some() {
            path = &start[first.len()..];
        }
        Target { host, version, path, query }
    }

    /// Whether the host, where there is one, is Microsoft Graph's in some cloud.
    pub fn is_graph(&self) -> bool {
        const HOSTS: [&str; 5] = [
            "graph.microsoft.com",
            "graph.microsoft.us",
            "dod-graph.microsoft.us",
            "graph.microsoft.de",
            "microsoftgraph.chinacloudapi.cn",
        ];
        self.host.is_none_or(|host| {
            let host = host.strip_suffix(":443").unwrap_or(host);
            HOSTS.iter().any(|graph| host.eq_ignore_ascii_case(graph))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATES: &[&str] = &[
        "GET /users",
        "POST /users",
        "GET /users/delta",
        "GET /users/{id}",
        "PATCH /users/{id}",
        "GET /users/{id}/messages/{id2}",
        "GET /users/{user-id}/chats",
        "POST /users/{id}/sendMail",
        "POST /me/sendMail",
        "GET /me",
        "GET /me/messages",
        "GET /me/photo/$value",
        "GET /me/memberOf",
        "GET /groups/{id}/members",
        "POST /groups/{id}/members/$ref",
        "DELETE /groups/{id}/members/{id2}/$ref",
        "GET /groups/{id}/members/microsoft.graph.user",
        "GET /devices(deviceId='{deviceId}')",
        "GET /devices/{id}",
        "GET /devices(deviceId='{deviceId}')/registeredOwners/$ref",
        "GET /directoryRoles/{id}",
        "GET /directoryRoles/roleTemplateId={roleTemplateId}",
        "GET /reports/getA(period='{period}')",
        "GET /reports/getA(date={date})",
        "GET /reports/getB(groupId='{groupId}',startDateTime={startDateTime},endDateTime={endDateTime})",
        "GET /identityGovernance/x/generateDownloadUri()",
        "GET /deviceManagement/things/microsoft.graph.filterByCurrentUser(on='{on}')",
        "GET /me/drive/root",
        "GET /me/drive/root:/{path}",
        "GET /me/drive/root:/{path}:/children",
        "PUT /me/drive/root:/{path-and-filename}:/content",
        "GET /drives/{id}/items/{item-id}:/{path}:/children",
        "GET /drives/{id}/root/search(q='{q}')",
        "GET /sites/{hostname}:/{server-relative-path}",
        "GET /sites/{id}",
        "GET /sites/root",
        "PATCH /sites/{id}",
        "GET /workbook/worksheets/{id}/range({address})",
        "GET /workbook/worksheets/{id}/range",
        "GET /policies/{id}",
        "GET /policies/fixed/deep",
        "POST /tables/$/add",
        "GET /requests/{id}/more/list(on='{on}')",
        "GET /requests/{request-id}/more/{more-id}",
        "POST /requests/{another}/more/{id2}",
    ];

    fn table() -> Vec<(&'static str, &'static str)> {
        let mut table: Vec<_> = TEMPLATES.iter().filter_map(|line| line.split_once(' ')).collect();
        table.sort_by(|a, b| order(a.1, b.1));
        table
    }

    #[track_caller]
    fn check(request: &str, expected: &str) {
        let entries = table();
        let (method, url) = request.split_once(' ').expect("a method and a URL");
        let found = Table::new(&entries).find(method, Target::parse(url).path);
        let shown = found.map_or("nothing".to_owned(), |found| {
            let words: Vec<_> = found.reading.words().collect();
            let colon = if words.is_empty() { "" } else { ": " };
            format!("{} {}{colon}{}", found.entry.0, found.entry.1, words.join(", "))
        });
        assert_eq!(shown, expected, "{request}");
    }

    #[test]
    fn every_template_finds_itself() {
        assert!(Table::new(&table()).is_ordered());
        for template in TEMPLATES {
            check(template, template);
        }
    }

    #[test]
    fn urls() {
        check("GET https://graph.microsoft.com/v1.0/users/a@b.c?$select=id", "GET /users/{id}");
        check("GET https://graph.microsoft.com/beta/Users/", "GET /users");
        check("get /V1.0/ME", "GET /me");
        check("GET /users/a%40b.c/messages/AAMk%3D%3D", "GET /users/{id}/messages/{id2}");
        check("GET /users/19:abc@thread.tacv2/chats", "GET /users/{user-id}/chats");
        check("GET /%75sers", "GET /users");
        check("GET /users/x/nothing", "nothing");
        check("GET users", "nothing");
        check("PUT /users", "nothing");
        check("GET /", "nothing");
        check("GET /users//messages/x", "nothing");
    }

    #[test]
    fn literals_come_before_keys() {
        check("GET /users/delta", "GET /users/delta");
        check("PATCH /users/delta", "PATCH /users/{id}");
        check("GET /users/delta/messages/x", "GET /users/{id}/messages/{id2}");
        check("GET /sites/root", "GET /sites/root");
        check("PATCH /sites/root", "PATCH /sites/{id}");
        check("GET /policies/fixed", "GET /policies/{id}");
        // Keys of other names are the same keys.
        check("GET /requests/1/more/list(on='x')", "GET /requests/{id}/more/list(on='{on}')");
        check("GET /requests/1/more/2", "GET /requests/{request-id}/more/{more-id}");
        check("POST /requests/1/more/2", "POST /requests/{another}/more/{id2}");
    }

    #[test]
    fn references_are_no_keys() {
        check("GET /groups/g/members/$ref", "nothing");
        check("POST /groups/g/members/%24ref", "POST /groups/{id}/members/$ref");
        check("DELETE /groups/g/members/m/$ref", "DELETE /groups/{id}/members/{id2}/$ref");
        check("DELETE /groups/g/members/m", "nothing");
        check("GET /me/photo/$value", "GET /me/photo/$value");
        check("GET /users/$value", "nothing");
    }

    #[test]
    fn keys_in_parentheses() {
        check("GET /devices(deviceId='x')", "GET /devices(deviceId='{deviceId}')");
        check("GET /devices(DeviceId=%27x%27)", "GET /devices(deviceId='{deviceId}')");
        check("GET /devices('x')", "GET /devices/{id}");
        check("GET /devices(other='x')", "GET /devices/{id}");
        check("GET /devices%28deviceId='a/b'%29/registeredOwners/$ref", "nothing");
        check(
            "GET /devices(deviceId='a/b')/registeredOwners/$ref",
            "GET /devices(deviceId='{deviceId}')/registeredOwners/$ref",
        );
        check("GET /users('a@b.c')/messages/1", "GET /users/{id}/messages/{id2}");
        check("GET /users(userPrincipalName='a@b.c')", "GET /users/{id}");
        check("GET /directoryRoles/roleTemplateId=x", "GET /directoryRoles/roleTemplateId={roleTemplateId}");
        check(
            "GET /directoryRoles(roleTemplateId='x')",
            "GET /directoryRoles/roleTemplateId={roleTemplateId}",
        );
        check("GET /directoryRoles/x", "GET /directoryRoles/{id}");
    }

    #[test]
    fn functions() {
        check("GET /reports/getA(period='D7')", "GET /reports/getA(period='{period}')");
        check("GET /reports/getA(period=D7)", "GET /reports/getA(period='{period}')");
        check("GET /reports/GetA(date=2021-01-01)", "GET /reports/getA(date={date})");
        check("GET /reports/getA(period%3D%27D7%27)", "GET /reports/getA(period='{period}')");
        check(
            "GET /reports/getB(endDateTime=1, groupId='a,b',startDateTime=0)",
            "GET /reports/getB(groupId='{groupId}',startDateTime={startDateTime},endDateTime={endDateTime})",
        );
        check(
            "GET /reports/getB(groupId='a')",
            "GET /reports/getB(groupId='{groupId}',startDateTime={startDateTime},endDateTime={endDateTime}): \
             by the function's name alone",
        );
        check(
            "GET /identityGovernance/x/generateDownloadUri",
            "GET /identityGovernance/x/generateDownloadUri()",
        );
        check("GET /users/delta()", "GET /users/delta");
        check("GET /users/microsoft.graph.delta()", "GET /users/delta");
        check(
            "GET /deviceManagement/things/filterByCurrentUser(on='reviewer')",
            "GET /deviceManagement/things/microsoft.graph.filterByCurrentUser(on='{on}')",
        );
        check(
            "GET /workbook/worksheets/1/range(address='A1:B2')",
            "GET /workbook/worksheets/{id}/range({address})",
        );
        check("GET /workbook/worksheets/1/range", "GET /workbook/worksheets/{id}/range");
        check("GET /drives/d/root/search(q='a/b''c')", "GET /drives/{id}/root/search(q='{q}')");
    }

    #[test]
    fn casts() {
        let cast = "GET /groups/{id}/members/microsoft.graph.user";
        check("GET /groups/g/members/microsoft.graph.user", cast);
        check("GET /groups/g/members/graph.User", cast);
        check("GET /groups/g/members/microsoft.graph.device", "GET /groups/{id}/members: without the cast");
        check(
            "GET /groups/g/members/graph.user/$count",
            &format!("{cast}: as the collection that `$count` counts"),
        );
    }

    #[test]
    fn drive_paths() {
        check("GET /me/drive/root:/a%20b/c.txt", "GET /me/drive/root:/{path}");
        check("GET /me/drive/root:/a/b:", "GET /me/drive/root:/{path}");
        check("GET /me/drive/root:/a/b:/children", "GET /me/drive/root:/{path}:/children");
        check(
            "PUT /me/drive/root%3A/a (1).txt%3A/content",
            "PUT /me/drive/root:/{path-and-filename}:/content",
        );
        check("GET /me/drive/root:/a:/nothing", "nothing");
        check("GET /drives/d/items/i:/a/b/c:/children", "GET /drives/{id}/items/{item-id}:/{path}:/children");
        check("GET /sites/contoso.sharepoint.com:/sites/hr", "GET /sites/{hostname}:/{server-relative-path}");
        check("GET /me/drive/root", "GET /me/drive/root");
    }

    #[test]
    fn other_readings() {
        check("GET /users/$count", "GET /users: as the collection that `$count` counts");
        check("POST /users/$count", "nothing");
        check("GET /me/messages/1", "GET /users/{id}/messages/{id2}: with `/me` as `/users/{id}`");
        check("POST /me/sendMail", "POST /me/sendMail");
        check("PATCH /me", "PATCH /users/{id}: with `/me` as `/users/{id}`");
    }

    #[test]
    fn hosts() {
        assert!(Target::parse("https://graph.microsoft.us/v1.0/me").is_graph());
        assert!(Target::parse("/me").is_graph());
        assert!(!Target::parse("https://graph.microsoft.com.evil.example/v1.0/me").is_graph());
        assert!(!Target::parse("https://graph.microsoft.com@evil.example/v1.0/me").is_graph());
        let target = Target::parse("/v1.0");
        assert_eq!((target.version, target.path), (Some("v1.0"), ""));
    }

    #[test]
    fn odd_requests_do_no_harm() {
        let entries = table();
        let table = Table::new(&entries);
        let long = "/graph.x".repeat(100_000);
        let texts = [
            "", "/", "//", "/(", "/)", "/()", "/'", "/users('", "/%", "/%2", "/me:/", ":/:", "/root:/:",
            &long,
        ];
        for text in texts {
            for end in ["", "/$count", ")", ":/x"] {
                table.find("GET", &format!("{text}{end}"));
            }
        }
    }
}
