//! The values of a template's placeholders in the path of an example.
//!
//! ```text
//! /users/{id}/messages         /users/a@b.c/messages, /users('a@b.c')/messages    a@b.c
//! /devices(deviceId='{x}')     /devices(deviceId='6f')                            6f
//! /range(address='{a}')        /range(address='A1:B2'), /range('A1:B2')           A1:B2
//! /drive/root:/{path}:/content /drive/root:/a/b.txt:/content                      a/b.txt
//! ```

use crate::align::align;
use crate::ir::{Key, PathTemplate, Segment};

/// The path of an example, and what is written for each of its segments.
pub(super) struct Written<'e> {
    segments: &'e [Segment],
    texts: Vec<String>,
}

impl<'e> Written<'e> {
    /// None for a path that had to be repaired, so that segments and parts differ.
    pub(super) fn of(path: &'e PathTemplate, mut parts: &[&str]) -> Option<Self> {
        let mut behind = String::new();
        let texts = path.segments.iter().map(|segment| match segment {
            Segment::DrivePath(_) => Some(drive_path(&mut parts)),
            Segment::NamedKey(_) if !behind.is_empty() => Some(std::mem::take(&mut behind)),
            _ => {
                let part = parts.split_off_first()?;
                let part = part.strip_suffix(':').unwrap_or(part);
                let named = matches!(segment, Segment::Literal(_)).then(|| part.find('(')).flatten();
                let (text, rest) = part.split_at(named.unwrap_or(part.len()));
                rest.clone_into(&mut behind);
                Some(text.to_owned())
            }
        });
        let texts = texts.collect::<Option<Vec<String>>>()?;
        parts.is_empty().then_some(Self { segments: &path.segments, texts })
    }

    /// How many names the path shares with the template that it is an instance of, and the values of the placeholders, in order, as
    /// they are written but without the quotes around them.
    pub(super) fn values(&self, template: &PathTemplate) -> Option<(usize, Vec<String>)> {
        let mut values = Vec::new();
        let names = align(self.segments, &template.segments, |wanted, at| {
            let given = given(wanted, &self.segments[at], &self.texts[at])?;
            values.extend(given.into_iter().map(unquoted));
            Some(())
        })?;
        Some((names, values))
    }
}

/// `a`, `b.txt:` → `a/b.txt`
fn drive_path(parts: &mut &[&str]) -> String {
    let end = parts.iter().position(|part| part.ends_with(':')).map_or(parts.len(), |at| at + 1);
    let (path, rest) = parts.split_at(end);
    *parts = rest;
    path.join("/").trim_end_matches(':').to_owned()
}

/// What a segment gives for the placeholders of the one that is wanted.
fn given<'t>(wanted: &Segment, found: &Segment, text: &'t str) -> Option<Vec<&'t str>> {
    match wanted {
        Segment::Key(Key { property, .. }) => {
            let value = match found {
                Segment::NamedKey(_) => listed(text, &[None])?[0],
                _ => text,
            };
            let value = match property {
                Some(property) => value.strip_prefix(property.as_str())?.strip_prefix('=')?,
                None => value,
            };
            Some(vec![value])
        }
        Segment::NamedKey(pairs) => {
            let names: Vec<_> = pairs.iter().map(|pair| pair.property.as_deref()).collect();
            listed(text, &names)
        }
        Segment::Function { arguments, .. } => {
            let names: Vec<_> = arguments.iter().map(|argument| Some(argument.name.as_str())).collect();
            // A single argument can go without its name.
            listed(text, &names).or_else(|| listed(text, &[None]).filter(|_| names.len() == 1))
        }
        Segment::DrivePath(_) => Some(vec![text]),
        _ => listed(text, &[]),
    }
}

/// The values of some names in parentheses at the end of a text: as many as there are, in any order. One without a name stands alone.
fn listed<'t>(text: &'t str, wanted: &[Option<&str>]) -> Option<Vec<&'t str>> {
    let given = match text.split_once('(') {
        Some((_, rest)) => arguments(rest.strip_suffix(')')?),
        None => Vec::new(),
    };
    let of = |wanted: &Option<&str>| {
        let wanted = wanted.unwrap_or_default();
        given.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| *value)
    };
    (given.len() == wanted.len()).then(|| wanted.iter().map(of).collect()).flatten()
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
        let [template, path] = [template, example].map(|text| page::parse_path(text).template);
        let written = Written::of(&path, &page::path_parts(example));
        let found = written.and_then(|written| written.values(&template)).map(|(_, values)| values);
        let values = values.map(|values| values.iter().map(|value| (*value).to_owned()).collect());
        assert_eq!(found, values, "{template} {example}");
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
