//! Every request is found by what it looks like.

use graphdocs_generator::ReadOutput;
use graphdocs_generator::permissions::Facts;
use msgraph_core::matching::{Table, Target};

/// A URL that calls a request: its template with values for the placeholders.
fn concrete(template: &str) -> String {
    let mut url = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        url += before;
        url += if before.ends_with(":/") { "a folder/b.txt" } else { "0f9a-77%40b.c" };
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    url + rest
}

/// A template whose arguments stand in order: the order of a function's arguments says nothing.
fn ordered(template: &str) -> String {
    let part = |part: &str| match part.split_once('(') {
        Some((name, arguments)) => {
            let mut arguments: Vec<&str> = arguments.trim_end_matches(')').split(',').collect();
            arguments.sort_unstable();
            format!("{name}({})", arguments.join(","))
        }
        None => part.to_owned(),
    };
    concrete(template).split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Looks each request up by its template, by a URL, and by one in capitals.
pub fn check(outcome: &ReadOutput) {
    let facts = Facts::of(&outcome.api);
    for version in &outcome.api.versions {
        let facts = &facts.operations[facts.range(version.version)];
        let entries: Vec<(&str, &str)> =
            facts.iter().map(|fact| (fact.method.as_str(), fact.path.as_str())).collect();
        let table = Table::new(&entries);
        assert!(table.is_ordered());
        for fact in facts {
            let url =
                format!("https://graph.microsoft.com/{}{}?$select=id", version.version, concrete(&fact.path));
            for path in [fact.path.as_str(), Target::parse(&url).path, &concrete(&fact.path.to_uppercase())] {
                let found = table.find(fact.method.as_str(), path);
                let found = found.unwrap_or_else(|| panic!("{fact} is not found as {path}"));
                assert!(found.reading.is_exact(), "{fact} by {path}");
                // Two templates that differ in the names of their keys only are the same request.
                let other = found.entry.1;
                assert_eq!(ordered(other), ordered(&fact.path), "{fact} is found as {other} by {path}");
            }
        }
    }
}
