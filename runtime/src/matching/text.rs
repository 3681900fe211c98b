//! Paths and templates as bytes: segments, calls with arguments, and what is percent-encoded.

use core::cmp::Ordering;

/// The segment of a template at a depth; none where the template ends before.
pub(super) fn segment_at(template: &[u8], depth: usize) -> Option<&[u8]> {
    let mut rest = template.strip_prefix(b"/")?;
    for _ in 0..depth {
        let slash = rest.iter().position(|&byte| byte == b'/')?;
        rest = &rest[slash + 1..];
    }
    let end = rest.iter().position(|&byte| byte == b'/').unwrap_or(rest.len());
    Some(&rest[..end])
}

/// A segment of a template against the lower-case text that is wanted.
pub(super) fn compare(segment: &[u8], mut wanted: impl Iterator<Item = u8>, prefix: bool) -> Ordering {
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
pub(super) struct Blank<'a> {
    rest: core::slice::Iter<'a, u8>,
    inside: bool,
}

impl<'a> Blank<'a> {
    pub(super) fn of(text: &'a [u8]) -> Self {
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
pub(super) fn split(path: &[u8]) -> Option<(&[u8], &[u8])> {
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
fn split_at_slash_behind(path: &[u8]) -> Option<(&[u8], &[u8])> {
    split_at_slash(path.strip_prefix(b"/")?)
}

fn split_at_slash(path: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = path.iter().position(|&byte| byte == b'/').unwrap_or(path.len());
    Some(path.split_at(end))
}

/// What follows the path of a drive or a site at the start of a text: nothing in it when no colon ends the path. No path, no answer.
pub(super) fn split_path(text: &[u8]) -> Option<Option<&[u8]>> {
    let mut rest = text;
    let mut length = 0;
    while let Some((segment, after)) = split_at_slash_behind(rest) {
        length += segment.len();
        rest = after;
        if ends_with_colon(segment) {
            return Some(Some(after));
        }
    }
    (length > 0).then_some(None)
}

/// Whether a segment can be the value of a key.
pub(super) fn is_key(segment: &[u8]) -> bool {
    !segment.is_empty()
        && !segment.starts_with(b"$")
        && !segment.starts_with(b"%24")
        && !is_qualified(segment)
        && !parts_of_call(segment).is_some_and(|(name, _)| name.iter().all(u8::is_ascii_alphabetic))
}

pub(super) fn ends_with_colon(segment: &[u8]) -> bool {
    segment.ends_with(b":") || segment.ends_with(b"%3A") || segment.ends_with(b"%3a")
}

/// `x` of `microsoft.graph.x` and `graph.x`.
pub(super) fn after_namespace(name: &[u8]) -> Option<&[u8]> {
    [b"microsoft.graph.".as_slice(), b"graph."].into_iter().find_map(|namespace| {
        let (start, tail) = name.split_at_checked(namespace.len())?;
        (start.eq_ignore_ascii_case(namespace) && !tail.is_empty()).then_some(tail)
    })
}

pub(super) fn is_qualified(segment: &[u8]) -> bool {
    after_namespace(segment).is_some()
}

/// `name` and `arguments` of `name(arguments)`.
pub(super) fn parts_of_call(segment: &[u8]) -> Option<(&[u8], &[u8])> {
    let inside = segment.strip_suffix(b")").or_else(|| segment.strip_suffix(b"%29"))?;
    let raw = inside.iter().position(|&byte| byte == b'(').map(|at| (at, at + 1));
    let encoded = || inside.windows(3).position(|three| three == b"%28").map(|at| (at, at + 3));
    let (end, start) = raw.or_else(encoded)?;
    (end > 0).then(|| (&inside[..end], &inside[start..]))
}

/// Whether two lists of arguments have the same names, in any order.
pub(super) fn same_names(documented: &[u8], given: &[u8]) -> bool {
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
pub(super) struct Arguments<'a>(pub(super) &'a [u8]);

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
pub(super) struct Decoded<'a>(pub(super) &'a [u8]);

impl<'a> Decoded<'a> {
    pub(super) fn lower(self) -> impl Iterator<Item = u8> + Clone + use<'a> {
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
