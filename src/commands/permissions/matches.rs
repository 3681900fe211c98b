//! The matches of requests that differ in keys only, so that a log of a million lines is looked up a few hundred times.

use std::collections::{HashMap, HashSet};

use graphdocs_generator::permissions::Facts;
use msgraph_core::matching::Reading;

use super::index::Index;

/// So many forms are kept.
const MOST: usize = 50_000;

/// What requests of one form call.
pub(super) struct Matches<'i, 'f> {
    index: &'i Index<'f>,
    /// The segments of all templates, in lower case.
    names: HashSet<String>,
    known: HashMap<String, Option<(usize, Reading)>>,
    /// The form of the request at hand; kept for its memory.
    form: String,
}

impl<'i, 'f> Matches<'i, 'f> {
    pub(super) fn new(index: &'i Index<'f>) -> Self {
        Self { index, names: names(index.facts), known: HashMap::new(), form: String::new() }
    }

    /// The operation that a request calls.
    pub(super) fn find(
        &mut self,
        version: Option<&str>,
        method: &str,
        path: &str,
    ) -> Option<(usize, Reading)> {
        self.form.clear();
        self.form.extend([version.unwrap_or_default(), " ", method, " "]);
        for segment in path.split('/') {
            self.form.push('/');
            self.form.push_str(if is_value(segment, &self.names) { "{}" } else { segment });
        }
        if let Some(&known) = self.known.get(&self.form) {
            return known;
        }
        let found = self.index.find_first(version, method, path);
        let found = found.map(|found| (found.operation, found.reading));
        if self.known.len() < MOST {
            self.known.insert(self.form.clone(), found);
        }
        found
    }
}

/// Whether a segment can only be the value of a key or a part of a path: it has a digit or a dash, as no word has, stands in no
/// template, and has nothing that gives it another meaning, such as parentheses or a colon at the end.
fn is_value(segment: &str, names: &HashSet<String>) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'@' | b'!');
    let is_odd = |byte: u8| !byte.is_ascii_alphabetic();
    let mut ends = segment.bytes();
    // A dot at the end may be a sentence's.
    let is_value = segment.bytes().any(is_odd) && segment.bytes().all(|byte| is_plain(byte) || byte == b'.');
    is_value
        && ends.next_back().is_some_and(is_plain)
        && !segment.contains("raph.")
        && !names.contains(&segment.to_ascii_lowercase())
}

fn names(facts: &Facts) -> HashSet<String> {
    let segments = facts.operations.iter().flat_map(|fact| fact.path.split('/'));
    segments.map(str::to_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::permissions::source;

    #[test]
    fn what_is_kept_is_what_would_be_found() {
        let facts = source::embedded().expect("the built-in facts");
        let index = Index::new(&facts);
        let mut matches = Matches::new(&index);
        let keys = [
            "0d6f-11",
            "a.b@c.example",
            "b!x_1",
            "Q.",
            "delta",
            "inbox",
            "x%24",
            "graph.user1",
            "1:",
            "me2",
            "('7')",
        ];
        let mut found = 0;
        for fact in facts.operations.iter().step_by(7) {
            for key in keys {
                // Each key comes behind others of its form.
                let path: Vec<&str> =
                    fact.path.split('/').map(|part| if part.starts_with('{') { key } else { part }).collect();
                let path = path.join("/");
                let (version, method) = (Some(fact.version.as_str()), fact.method.as_str());
                let alone =
                    index.find_first(version, method, &path).map(|found| (found.operation, found.reading));
                assert_eq!(matches.find(version, method, &path), alone, "{method} {path}");
                found += usize::from(alone.is_some());
            }
        }
        assert!(
            found > facts.operations.len() / 2 && matches.known.len() < found,
            "{found} {}",
            matches.known.len()
        );
    }
}
