//! The path of an example beside the template that it is an instance of: the values of the placeholders.
//!
//! ```text
//! /users/{id}/messages         /users/a@b.c/messages, /users('a@b.c')/messages    a@b.c
//! /devices(deviceId='{x}')     /devices(deviceId='6f')                            6f
//! /range(address='{a}')        /range(address='A1:B2'), /range('A1:B2')           A1:B2
//! /drive/root:/{path}:/content /drive/root:/a/b.txt:/content                      a/b.txt
//! ```

use crate::ir::{Argument, Key, KeyPair, PathTemplate, Segment};

/// An example's path that is an instance of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Aligned {
    /// The values of the placeholders, in order, as they are written but without the quotes around them.
    pub(super) values: Vec<String>,
    /// How many segments are alike in both.
    pub(super) literals: usize,
}

/// Puts the parts of an example's path beside a template.
pub(super) fn align(template: &PathTemplate, parts: &[&str]) -> Option<Aligned> {
    let mut walk = Walk { parts, behind: None, values: Vec::new(), literals: 0 };
    for segment in &template.segments {
        walk.segment(segment)?;
    }
    walk.drop_empty_call();
    (walk.parts.is_empty() && walk.behind.is_none())
        .then_some(Aligned { values: walk.values, literals: walk.literals })
}

/// What is left of an example's path.
struct Walk<'p> {
    parts: &'p [&'p str],
    /// What stands behind the name in the part that was taken last: `('x')`, or the colon that opens a drive path.
    behind: Option<&'p str>,
    values: Vec<String>,
    literals: usize,
}

impl<'p> Walk<'p> {
    fn segment(&mut self, segment: &Segment) -> Option<()> {
        match segment {
            Segment::Literal(name) | Segment::Cast(name) => self.word(name),
            Segment::Ref => self.word("$ref"),
            Segment::Value => self.word("$value"),
            Segment::Count => self.word("$count"),
            Segment::Key(key) => self.key(key),
            Segment::NamedKey(pairs) => self.named_key(pairs),
            Segment::Function { name, arguments } => {
                self.word(name)?;
                self.arguments(arguments)
            }
            Segment::DrivePath(_) => self.drive_path(),
        }
    }

    fn word(&mut self, name: &str) -> Option<()> {
        let part = self.next()?;
        let end = part.find('(').unwrap_or_else(|| part.trim_end_matches(':').len());
        let (word, behind) = part.split_at(end);
        self.behind = Some(behind).filter(|behind| !behind.is_empty());
        self.literals += 1;
        unqualified(word).eq_ignore_ascii_case(unqualified(name)).then_some(())
    }

    fn key(&mut self, key: &Key) -> Option<()> {
        let value = match self.behind.take() {
            Some(behind) => one(inside(behind)?)?,
            None => {
                let part = self.next()?;
                let value = part.trim_end_matches(':');
                if value.starts_with('$') {
                    return None;
                }
                self.behind = Some(&part[value.len()..]).filter(|behind| !behind.is_empty());
                value
            }
        };
        let value = match &key.property {
            Some(property) => value.strip_prefix(property.as_str())?.strip_prefix('=')?,
            None => value,
        };
        self.values.push(unquoted(value));
        Some(())
    }

    fn named_key(&mut self, pairs: &[KeyPair]) -> Option<()> {
        let given = arguments(inside(self.behind.take()?)?);
        if given.len() != pairs.len() {
            return None;
        }
        for pair in pairs {
            let value = match &pair.property {
                Some(property) => argument(&given, property)?,
                None => given.first().filter(|(name, _)| name.is_empty())?.1,
            };
            self.values.push(unquoted(value));
        }
        Some(())
    }

    fn arguments(&mut self, wanted: &[Argument]) -> Option<()> {
        let given = match self.behind.take() {
            Some(behind) => arguments(inside(behind)?),
            None => Vec::new(),
        };
        if given.len() != wanted.len() {
            return None;
        }
        for each in wanted {
            let alone = given.first().filter(|(name, _)| name.is_empty() && given.len() == 1);
            let value = argument(&given, &each.name).or(alone.map(|(_, value)| *value))?;
            self.values.push(unquoted(value));
        }
        Some(())
    }

    fn drive_path(&mut self) -> Option<()> {
        if self.behind.take() != Some(":") {
            return None;
        }
        let mut path = Vec::new();
        while let Some(part) = self.next() {
            match part.strip_suffix(':') {
                Some(last) => {
                    path.push(last);
                    break;
                }
                None => path.push(part),
            }
        }
        self.values.push(path.join("/"));
        (!path.is_empty()).then_some(())
    }

    fn next(&mut self) -> Option<&'p str> {
        self.drop_empty_call();
        if self.behind.is_some() {
            return None;
        }
        let (first, rest) = self.parts.split_first()?;
        self.parts = rest;
        Some(first)
    }

    /// `/delta()` is `/delta`.
    fn drop_empty_call(&mut self) {
        self.behind = self.behind.filter(|behind| *behind != "()");
    }
}

/// `microsoft.graph.user`, `graph.user` → `user`
fn unqualified(name: &str) -> &str {
    let lower = name.to_ascii_lowercase();
    let prefix = ["microsoft.graph.", "graph."].into_iter().find(|prefix| lower.starts_with(prefix));
    &name[prefix.map_or(0, str::len)..]
}

fn inside(behind: &str) -> Option<&str> {
    behind.strip_prefix('(')?.strip_suffix(')')
}

/// The only value in parentheses.
fn one(inside: &str) -> Option<&str> {
    match arguments(inside)[..] {
        [("", value)] => Some(value),
        _ => None,
    }
}

/// `a='x',b=1` → names and values; a value alone has no name.
fn arguments(inside: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let (mut from, mut quoted) = (0, false);
    for (at, c) in inside.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            ',' if !quoted => {
                parts.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[from..]);
    let pairs = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    let named = |part: &str| part.split_once('=').is_some_and(|(name, _)| !name.contains('\''));
    pairs
        .map(|part| match part.split_once('=') {
            Some((name, value)) if named(part) => (name.trim(), value.trim()),
            _ => ("", part),
        })
        .collect()
}

fn argument<'a>(given: &[(&str, &'a str)], wanted: &str) -> Option<&'a str> {
    given.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| *value)
}

/// `'it''s'` → `it's`
fn unquoted(value: &str) -> String {
    match value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    #[track_caller]
    fn check(template: &str, example: &str, values: Option<&[&str]>) {
        let aligned = align(&page::parse_path(template).template, &page::path_parts(example));
        let aligned = aligned.map(|aligned| aligned.values);
        let values = values.map(|values| values.iter().map(|value| (*value).to_owned()).collect());
        assert_eq!(aligned, values, "{template} {example}");
    }

    #[test]
    fn values_of_placeholders() {
        check(
            "/users/{id}/messages",
            "https://graph.microsoft.com/v1.0/users/a@b.c/messages?$top=1",
            Some(&["a@b.c"]),
        );
        check("/users/{id}/messages", "/users('a=b')/Messages", Some(&["a=b"]));
        check("/users/{id}/messages", "/users/a/events", None);
        check("/users/{id}", "/users/a/messages", None);
        check("/devices(deviceId='{x}')", "/devices(deviceId='6f')", Some(&["6f"]));
        check("/devices(deviceId='{x}')", "/devices/6f", None);
        check("/x/range(address='{a}')/clear", "/x/range(address='A1:B''2')/clear", Some(&["A1:B'2"]));
        check("/x/range(address='{a}')", "/x/range('A1,B2')", Some(&["A1,B2"]));
        check("/x/f(a={a},b='{b}')", "/x/f(b='2', a=1)", Some(&["1", "2"]));
        check("/x/f(a={a})", "/x/f(b=1)", None);
        check("/drive/root:/{path}:/content", "/drive/root:/a/b.txt:/content", Some(&["a/b.txt"]));
        check("/drive/root:/{path}", "/drive/root:/a/b.txt", Some(&["a/b.txt"]));
        check(
            "/sites/{host}:/{path}",
            "/sites/contoso.sharepoint.com:/a:",
            Some(&["contoso.sharepoint.com", "a"]),
        );
        check("/roles/templateId={x}", "/roles/templateId=7", Some(&["7"]));
        check("/users/delta", "/users/microsoft.graph.delta()", Some(&[]));
        check("/users/{id}/$ref", "/users/a/$ref", Some(&["a"]));
        check("/users/{id}/$ref", "/users/a/$count", None);
        check("/users/{id}", "/users/$count", None);
    }
}
