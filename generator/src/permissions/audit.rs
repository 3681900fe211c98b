//! The operations that a compiled program can call.
//!
//! Every generated call holds a text, `graphdocs:v1.0 GET /me/messages`, that the linker keeps only when the call is reachable.
//! Executables of all systems (ELF, Mach-O for one or for several processors, PE) keep such texts as they are and in one piece in
//! a section of constants, with or without symbols: a text has one address, so no format can cut it, compress it or write it in
//! another way. So the bytes are searched for markers, and nothing of the file's format matters. A packed executable has to be
//! unpacked first, and what no linker has seen yet (an object, a static library) holds the markers of calls that nothing reaches.
//!
//! A request that is no generated call holds another text, `graphdocs:raw request`. Its path cannot be seen, but literal texts that
//! documented paths fit are hints (`literals`).
//!
//! Texts can stand side by side without anything between them, so a marker ends with a line end. One without it ends where the
//! longest documented path ends that it begins with. A marker of no documented path is one of other docs.

mod literals;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Facts;
use crate::ir::{Method, Version};

/// What a marker begins with.
pub const MARKER: &str = "graphdocs:";

/// What stands behind it where requests are made that are no generated calls.
const RAW: &[u8] = b"raw request";

/// No documented path is longer.
const LONGEST: usize = 512;

/// What was found in a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Audit {
    /// The operations, as positions in [`Facts::operations`].
    #[serde(skip)]
    pub operations: Vec<usize>,
    /// Markers of operations that the facts do not have, cut where other text may begin.
    pub unknown: Vec<String>,
    /// Whether requests are made that are no generated calls.
    pub makes_raw_requests: bool,
    /// Literal texts that can be parts of the paths of such requests; none where none are made.
    pub literals: Vec<String>,
}

/// Finds the markers in the bytes of an executable.
pub fn audit(program: &[u8], facts: &Facts) -> Audit {
    let mut known: BTreeMap<(Version, Method), BTreeMap<&[u8], usize>> = BTreeMap::new();
    for (position, fact) in facts.operations.iter().enumerate() {
        known.entry((fact.version, fact.method)).or_default().insert(fact.path.as_bytes(), position);
    }
    let mut operations = BTreeSet::new();
    let mut unknown = BTreeSet::new();
    let mut makes_raw_requests = false;
    for start in markers(program) {
        let text = &program[start..program.len().min(start + LONGEST)];
        makes_raw_requests |= text.starts_with(RAW);
        let Some((version, method, rest)) = parts(text) else {
            continue;
        };
        let empty = BTreeMap::new();
        let paths = known.get(&(version, method)).unwrap_or(&empty);
        let line = rest.split(|&byte| byte == b'\n').next().filter(|line| line.len() < rest.len());
        let end = rest.iter().position(|byte| !byte.is_ascii_graphic()).unwrap_or(rest.len());
        // What ends with a line end and holds no other marker is a whole path.
        let path =
            line.filter(|line| line.is_ascii() && markers(line).next().is_none()).unwrap_or(&rest[..end]);
        let whole = line == Some(path);
        let shortest = if whole { path.len() } else { 1 };
        let longest = (shortest..=path.len()).rev().find_map(|length| paths.get(&path[..length]));
        match longest {
            Some(&position) => {
                operations.insert(position);
            }
            None => {
                let path = String::from_utf8_lossy(path);
                let path = path.split(MARKER).next().unwrap_or_default();
                unknown.insert(format!("{version} {method} {path}"));
            }
        }
    }
    let operations: Vec<usize> = operations.into_iter().collect();
    let literals = if makes_raw_requests { literals::find(program, facts, &operations) } else { Vec::new() };
    Audit { operations, unknown: unknown.into_iter().collect(), makes_raw_requests, literals }
}

/// Where the texts behind the markers begin.
fn markers(program: &[u8]) -> impl Iterator<Item = usize> {
    program
        .iter()
        .enumerate()
        .filter(|&(at, &byte)| byte == b':' && program[..=at].ends_with(MARKER.as_bytes()))
        .map(|(at, _)| at + 1)
}

/// `v1.0 GET /path` and whatever follows.
fn parts(text: &[u8]) -> Option<(Version, Method, &[u8])> {
    let mut words = text.splitn(3, |&byte| byte == b' ');
    let version = std::str::from_utf8(words.next()?).ok()?;
    let version = Version::ALL.into_iter().find(|known| known.as_str() == version)?;
    let method = Method::parse(std::str::from_utf8(words.next()?).ok()?)?;
    let rest = words.next()?;
    rest.starts_with(b"/").then_some((version, method, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::Fact;

    #[test]
    fn markers_side_by_side() {
        let fact = |version, path: &str| Fact {
            version,
            method: Method::Get,
            path: path.to_owned(),
            title: String::new(),
            pages: Vec::new(),
            permissions: crate::ir::Permissions::default(),
            deprecated: false,
            properties: Vec::new(),
            only_shown: false,
        };
        let operations = vec![
            fact(Version::V1, "/me"),
            fact(Version::V1, "/me/messages"),
            fact(Version::V1, "/me/messages/{id}"),
            fact(Version::Beta, "/me"),
        ];
        let facts = Facts { operations, ..Facts::default() };
        let check = |program: &[u8], expected: &[usize], unknown: &[&str]| {
            let found = audit(program, &facts);
            assert_eq!(
                (found.operations.as_slice(), found.unknown),
                (expected, unknown.iter().map(|&u| u.to_owned()).collect())
            );
        };
        check(b"", &[], &[]);
        check(b"graphdocs:", &[], &[]);
        check(b"\0graphdocs:v1.0 GET /me\0", &[0], &[]);
        check(b"graphdocs:v1.0 GET /megraphdocs:v1.0 GET /me/messages", &[0, 1], &[]);
        check(b"graphdocs:v1.0 GET /me/messages/me/photographdocs:beta GET /mestruct", &[1, 3], &[]);
        check(
            b"graphdocs:v1.0 GET /us\xffgraphdocs:v1.0 GET /newgraphdocs:v1.0 PUT /me",
            &[],
            &["v1.0 GET /new", "v1.0 GET /us", "v1.0 PUT /me"],
        );
        check(
            b"graphdocs:v1.0 GET /me/messages\n/{id}graphdocs:v1.0 GET /me/other\n",
            &[1],
            &["v1.0 GET /me/other"],
        );
        check(b"graphdocs:v2.0 GET /me graphdocs:v1.0 GETX /me graphdocs:v1.0 GET me", &[], &[]);
        assert!(audit(b"xgraphdocs:raw request\n", &facts).makes_raw_requests);
        assert!(!audit(b"graphdocs:v1.0 GET /me\nraw request", &facts).makes_raw_requests);
    }
}
