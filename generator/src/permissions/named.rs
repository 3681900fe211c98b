//! What the query of a URL names: properties and relationships.
//!
//! ```text
//! $select=displayName,signInActivity
//! $expand=manager($select=id),members
//! $filter=signInActivity/lastSignInDateTime le 2027-01-31T00:00:00Z and city eq 'Oslo'
//! $orderby=displayName desc
//! ```
//! The service takes the options without their `$`, too.

use std::collections::BTreeSet;

use super::Fact;

/// What a query names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Properties that are selected, expanded, filtered or sorted by, in lower case, with dots: `signinactivity.lastsignindatetime`.
    properties: BTreeSet<String>,
    /// Relationships that are expanded, as they are written.
    pub expanded: BTreeSet<String>,
}

impl Named {
    /// What the query of a URL names.
    pub fn of(url: &str) -> Self {
        let mut named = Self::default();
        let query = url.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
        for (option, value) in form_urlencoded::parse(query.as_bytes()) {
            match option.trim_start_matches('$').to_ascii_lowercase().as_str() {
                "select" => named.properties.extend(value.split(',').map(path)),
                "orderby" => {
                    let first = |part: &str| path(part.trim().split(' ').next().unwrap_or_default());
                    named.properties.extend(value.split(',').map(first));
                }
                "filter" => named.properties.extend(words(&value).map(path)),
                "expand" => named.expand(&value),
                _ => {}
            }
        }
        named
    }

    fn expand(&mut self, value: &str) {
        for part in apart(value) {
            let (name, options) = part.split_once('(').unwrap_or((part, ""));
            let (name, options) = (name.trim(), options.trim_end_matches(')'));
            self.expanded.insert(name.to_owned());
            self.properties.insert(path(name));
            let selected = options.split(';').filter_map(|option| option.trim().strip_prefix("$select="));
            self.properties.extend(
                selected.flat_map(|names| names.split(',')).map(|inner| path(&format!("{name}/{inner}"))),
            );
        }
    }

    /// The positions in [`Fact::properties`] of those that are named.
    pub fn of_fact(&self, fact: &Fact) -> Vec<usize> {
        let is_named = |name: &str| {
            let name = name.to_lowercase();
            self.properties.iter().any(|named| {
                named.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        (0..fact.properties.len()).filter(|&at| is_named(&fact.properties[at].name)).collect()
    }
}

/// `a/b` as `a.b`, in lower case.
fn path(name: &str) -> String {
    name.trim().replace('/', ".").to_lowercase()
}

/// The names in a condition: what stands outside of quotes.
fn words(condition: &str) -> impl Iterator<Item = &str> {
    let outside = condition.split('\'').step_by(2);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/');
    outside.flat_map(move |text| text.split(move |c| !is_part(c))).filter(|word| !word.is_empty())
}

/// The parts between commas that stand in no parentheses.
fn apart(list: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in list.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_and_relationships() {
        let check = |query: &str, properties: &[&str], expanded: &[&str]| {
            let named = Named::of(&format!("/users?{query}#x"));
            assert_eq!(
                named.properties.iter().map(String::as_str).collect::<Vec<_>>(),
                properties,
                "{query}"
            );
            assert_eq!(named.expanded.iter().map(String::as_str).collect::<Vec<_>>(), expanded, "{query}");
        };
        check("$select=displayName,%20signInActivity", &["displayname", "signinactivity"], &[]);
        check("%24select=id&top=5", &["id"], &[]);
        check("orderby=a/b%20desc,c", &["a.b", "c"], &[]);
        check(
            "$filter=signInActivity/lastSignInDateTime%20le%202027-01-31T00:00:00Z%20and%20city%20eq%20'it''s%20signIn'",
            &[
                "00",
                "00z",
                "01",
                "2027",
                "31t00",
                "and",
                "city",
                "eq",
                "le",
                "signinactivity.lastsignindatetime",
            ],
            &[],
        );
        check(
            "$expand=manager($select=id,mail;$levels=max),members",
            &["manager", "manager.id", "manager.mail", "members"],
            &["manager", "members"],
        );
        check("$expand=a(b,(c)),", &["a"], &["a"]);
        check("", &[], &[]);
        assert_eq!(Named::of("/users"), Named::default());
    }
}
