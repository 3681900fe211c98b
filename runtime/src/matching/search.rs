//! The search through the ranges of a table.

use core::cell::Cell;
use core::cmp::Ordering;

use super::entry::Entry;
use super::forms::{self, Address};
use super::reading::{Reading, Variation};
use super::text::{
    Arguments, Blank, Decoded, after_namespace, compare, ends_with_colon, is_qualified, parts_of_call,
    same_names, segment_at, split, split_path,
};

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

pub(super) struct Search<'s, E> {
    pub(super) entries: &'s [E],
    pub(super) method: &'s str,
    /// The variations that may be tried.
    pub(super) allowed: Reading,
    /// Those on the path to what was found. Only what leads there is noted, so nothing is ever taken back.
    pub(super) done: Cell<Reading>,
}

impl<E: Entry> Search<'_, E> {
    pub(super) fn root(&self, path: &[u8]) -> Option<usize> {
        let all = Range { low: 0, high: self.entries.len(), depth: 0 };
        self.descend(all, path)
            .or_else(|| self.varied(Variation::MeAsUser, || self.me_as_user(all, path)))
            .or_else(|| self.addressed(&forms::FROM_ROOT, all, path))
    }

    /// What a search finds with a variation, when that is allowed.
    fn varied(&self, variation: Variation, search: impl FnOnce() -> Option<usize>) -> Option<usize> {
        let found = self.allowed.has(variation).then(search).flatten()?;
        self.done.set(self.done.get().with(variation));
        Some(found)
    }

    fn me_as_user(&self, all: Range, path: &[u8]) -> Option<usize> {
        let rest = forms::behind("/me", path)?;
        self.descend(self.walk(all, "/users/{}"), rest)
    }

    /// The same object by another of its addresses.
    fn addressed(&self, addresses: &[Address], range: Range, path: &[u8]) -> Option<usize> {
        let mut allowed = addresses.iter().filter(|address| self.allowed.has(address.variation));
        allowed.find_map(|address| {
            let given = address.forms.iter().filter(|form| !form.is_empty());
            let mut given = given.filter_map(|form| Some((form, forms::behind(form, path)?)));
            given.find_map(|(given, rest)| {
                let mut others = address.forms.iter().filter(|form| *form != given);
                others.find_map(|form| {
                    self.varied(address.variation, || self.behind(self.walk(range, form), form, rest))
                })
            })
        })
    }

    /// The entries of a range that go on with a form, and stand behind it.
    fn walk(&self, range: Range, form: &str) -> Range {
        form.split('/').skip(1).fold(range, |range, part| {
            self.literal(range, part.bytes().map(|byte| byte.to_ascii_lowercase()))
        })
    }

    /// What follows a form. A form that ends with a colon has its path already.
    fn behind(&self, range: Range, form: &str, rest: &[u8]) -> Option<usize> {
        if form.ends_with(':') { self.step(range, rest) } else { self.descend(range, rest) }
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
        let path = self.without_empty_segments(range, path)?;
        if path.is_empty() {
            return self.end(range);
        }
        let (segment, rest) = split(path)?;
        self.named(range, segment, rest)
            .or_else(|| self.call(range, segment, rest))
            .or_else(|| self.property(range, segment, rest))
            .or_else(|| self.keys(range, segment, rest))
            .or_else(|| self.in_parentheses(range, segment, rest))
            .or_else(|| self.cast(range, segment, rest))
            .or_else(|| self.addressed(&forms::BELOW, range, path))
    }

    /// A path without the empty segments in front, which the service skips too. One where a key is due is a key that is missing.
    fn without_empty_segments<'p>(&self, range: Range, path: &'p [u8]) -> Option<&'p [u8]> {
        if !path.starts_with(b"//") {
            return Some(path);
        }
        let slashes = path.iter().take_while(|&&byte| byte == b'/').count();
        let keys = self.prefixed(range, [b'{'].into_iter());
        (keys.is_empty() || slashes == path.len())
            .then(|| if slashes == path.len() { &[] } else { &path[slashes - 1..] })
    }

    /// A cast that the docs leave out, or have of another type. What ends a request that writes is an action.
    fn cast(&self, range: Range, segment: &[u8], rest: &[u8]) -> Option<usize> {
        let is_cast = is_qualified(segment) && parts_of_call(segment).is_none();
        if !is_cast || (rest.is_empty() && !self.method.eq_ignore_ascii_case("GET")) {
            return None;
        }
        self.varied(Variation::WithoutCast, || self.descend(range, rest)).or_else(|| {
            let casts = || self.prefixed(range, b"microsoft.graph.".iter().copied());
            self.varied(Variation::OtherCast, || self.groups(casts(), rest))
        })
    }

    /// The entry of a range that ends here, for the wanted method.
    fn end(&self, range: Range) -> Option<usize> {
        (range.low..range.high)
            .take_while(|&index| self.segment(index, range.depth).is_none())
            .find(|&index| self.entries[index].method().eq_ignore_ascii_case(self.method))
    }

    /// A segment as a literal, with the spellings of a cast, and a function without arguments.
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
            return self.varied(Variation::OtherArguments, || {
                self.functions(self.prefixed(range, open), None, rest)
            });
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
        if forms::takes_arguments(name)
            && let Some(found) = self.varied(Variation::OtherArguments, || self.descend(collection, rest))
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
            let same = matches!((documented, arguments), (Some(documented), Some(given)) if same_names(documented, given));
            let found = if same {
                self.descend(group, rest)
            } else {
                self.varied(Variation::OtherArguments, || self.descend(group, rest))
            };
            if found.is_some() {
                return found;
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
        if !forms::can_be_key(segment, rest) {
            return None;
        }
        let mut keys = self.prefixed(range, [b'{'].into_iter());
        while !keys.is_empty() {
            let group = self.group(keys);
            if before_path == self.ends_with_colon(group)
                && let Some(found) = self.descend(group, rest)
            {
                self.note_name(range, segment);
                return Some(found);
            }
            keys.low = group.high;
        }
        None
    }

    /// A collection and the value of its key, where the template has the key in parentheses: `teams/x` for `teams({id})`.
    fn in_parentheses(&self, range: Range, segment: &[u8], rest: &[u8]) -> Option<usize> {
        let keyed = self.literal(range, Decoded(segment).lower().chain(*b"({})"));
        let (key, rest) = (!keyed.is_empty()).then(|| split(rest)).flatten()?;
        forms::can_be_key(key, rest).then(|| self.descend(keyed, rest)).flatten()
    }

    /// Notes a key that is a word and stands for something else in the docs, such as the key that a program forgot to put in.
    fn note_name(&self, range: Range, key: &[u8]) {
        let is_word = key.len() > 1 && key.iter().all(u8::is_ascii_alphabetic);
        let collection = range.depth.checked_sub(1).and_then(|depth| self.segment(range.low, depth));
        if !is_word || collection.is_some_and(forms::has_words) {
            return;
        }
        let is_name = |entry: &E| {
            let mut segments = entry.template().as_bytes().split(|&byte| byte == b'/');
            segments.any(|segment| segment.eq_ignore_ascii_case(key))
        };
        if self.entries.iter().any(is_name) {
            self.done.set(self.done.get().with(Variation::NameAsKey));
        }
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
        let closed = split_path(path)?;
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
