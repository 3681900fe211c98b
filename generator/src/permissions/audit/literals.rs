//! Literal texts of a program that can be paths of requests, or their beginnings where a key is put in.
//!
//! ```text
//! [https://HOST] /v1.0 /users/            a beginning: a documented path goes on with a key
//!                /beta /me/messages       a documented path
//!                      /me/messages       the same without a version, as the rest of a path that is put together
//! ```
//! Texts stand side by side in a program without anything between them, so one ends where the longest path ends that the docs have.
//! Templates of generated calls are such texts, too. Where the table of all of them is linked, texts without a version say nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::permissions::Facts;

/// More hints help nobody.
const MOST: usize = 100;

/// No path is followed further.
const LONGEST: usize = 512;

/// Texts without a version that are shorter stand in machine code by accident: `/me` in one of two programs of 8 MB.
const SHORTEST: usize = 5;

/// The texts, each once, in order. The templates of `called` operations are none.
pub(super) fn find(program: &[u8], facts: &Facts, called: &[usize]) -> Vec<String> {
    let mut paths = Node::default();
    facts.operations.iter().for_each(|fact| paths.add(&fact.path));
    let templates: BTreeSet<&str> =
        called.iter().map(|&position| facts.operations[position].path.as_str()).collect();
    let (mut with_version, mut without) = (BTreeSet::new(), BTreeSet::new());
    for (at, _) in program.iter().enumerate().filter(|(_, byte)| **byte == b'/') {
        let rest = &program[at..program.len().min(at + LONGEST)];
        let version = [&b"/v1.0"[..], b"/beta"].into_iter().find(|version| rest.starts_with(version));
        let start = version.map_or(0, <[u8]>::len);
        let is_start = version.is_some() || is_apart(program, at);
        let Some(length) = paths.longest(&rest[start..]).filter(|_| is_start) else { continue };
        let text = String::from_utf8_lossy(&rest[..start + length]).into_owned();
        if version.is_some() {
            with_version.insert(text)
        } else {
            text.len() >= SHORTEST && without.insert(text)
        };
    }
    let is_table_linked = without.iter().any(|text| text.contains('{') && !templates.contains(text.as_str()));
    without.retain(|text| !is_table_linked && !templates.contains(text.as_str()));
    with_version.into_iter().chain(without).take(MOST).collect()
}

/// Whether no path, address or marker stands in front of a place.
fn is_apart(program: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(0, |before| program[before]);
    !(before.is_ascii_alphanumeric()
        || matches!(before, b'/' | b' ' | b'.' | b'-' | b'_' | b':' | b')' | b'}' | b'*'))
}

/// The documented paths from a segment on.
#[derive(Default)]
struct Node {
    literals: BTreeMap<String, Node>,
    /// Behind a key.
    key: Option<Box<Node>>,
    /// Whether a path ends here.
    is_end: bool,
}

impl Node {
    fn add(&mut self, path: &str) {
        let mut node = self;
        for segment in path.split('/').skip(1) {
            let name = segment.split(['(', '{', ':']).next().unwrap_or_default();
            node = match name {
                "" => node.key.get_or_insert_default(),
                name => node.literals.entry(name.to_owned()).or_default(),
            };
        }
        node.is_end = true;
    }

    /// How long the longest path, or beginning of one in front of a key, is that a text begins with.
    fn longest(&self, text: &[u8]) -> Option<usize> {
        let rest = text.strip_prefix(b"/")?;
        let literals = self.literals.iter().filter(|(name, _)| rest.starts_with(name.as_bytes()));
        let lengths = literals.filter_map(|(name, node)| node.longest_behind(text, 1 + name.len()));
        let key = rest.iter().position(|&byte| !is_of_key(byte)).unwrap_or(rest.len());
        let behind_key = self.key.as_ref().and_then(|node| {
            let ends = rest
                .get(key)
                .is_none_or(|byte| !byte.is_ascii_graphic() || matches!(byte, b'/' | b'?' | b'"'));
            node.longest_behind(text, 1 + key).filter(|_| key > 0 && ends)
        });
        let before_key = self.key.as_ref().map(|_| 1);
        lengths.chain(behind_key).chain(before_key).max()
    }

    fn longest_behind(&self, text: &[u8], length: usize) -> Option<usize> {
        let longer = self.longest(&text[length..]).map(|longer| length + longer);
        longer.or(self.is_end.then_some(length))
    }
}

fn is_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'_' | b'.' | b'@' | b'=' | b'!' | b'{' | b'}' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Method, Permissions, Version};
    use crate::permissions::Fact;

    fn facts() -> Facts {
        let fact = |path: &str| Fact {
            version: Version::V1,
            method: Method::Get,
            path: path.to_owned(),
            title: String::new(),
            pages: Vec::new(),
            permissions: Permissions::default(),
            deprecated: false,
            properties: Vec::new(),
            only_shown: false,
        };
        let paths = [
            "/me",
            "/me/messages",
            "/me/messages/{id}/attachments",
            "/users",
            "/users/{id}",
            "/users/{id}/chats",
        ];
        Facts { operations: paths.map(fact).to_vec(), ..Facts::default() }
    }

    #[track_caller]
    fn check(program: &[u8], expected: &[&str]) {
        assert_eq!(find(program, &facts(), &[1]), expected, "{}", String::from_utf8_lossy(program));
    }

    #[test]
    fn texts_that_documented_paths_fit() {
        check(b"user-agent/v1.0/me/messagesinvalid utf-8", &["/v1.0/me/messages"]);
        check(b"https://graph.microsoft.com/beta/users/\0/chats", &["/beta/users/"]);
        check(b"/v1.0/users/a@b.c/chatsx\0/v1.0/me?$select=id", &["/v1.0/me", "/v1.0/users/a@b.c/chats"]);
        check(b"\0/users/\0/me\xc0/me/messages", &["/users/"]);
        check(b"/v1.0/other /elsewhere/me x/users https://learn.example/me", &[]);
        // Templates of the table of all calls.
        check(b"\0/users/{id}/chats\0/me\0/v1.0/me", &["/v1.0/me"]);
        check(b"/", &[]);
        check(b"/v1.0", &[]);
    }
}
