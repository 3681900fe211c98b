//! Permission facts in the JSON form of the service's own permission files.
//!
//! ```text
//! {"permissions": {NAME: {"schemes": {SCHEME: {…}}, "pathSets": [{"schemeKeys": […], "methods": […], "paths": {PATH: "least=…"}}]}}}
//! ```
//! A path set holds the paths that share schemes and methods. `least=` names the schemes in which the permission is the least
//! privileged one; `AlsoRequires=` names what is needed together with it. `scope=` stands where the page lists the permission in a
//! table for other requests of its own ("acting on others"): the form has no place for such a table, and leaving it out would
//! hide that the page names the permission. Requests that no page lists are left out, since the form has no way to say so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::ir::{ApiVersion, CatalogueEntry, Scheme, SchemeEntry};

/// The permissions of one API version.
pub fn kibali(api: &ApiVersion, catalogue: &[CatalogueEntry]) -> Value {
    let mut permissions: BTreeMap<&str, Grants<'_>> = BTreeMap::new();
    let listed = || api.operations.iter().filter(|operation| !operation.only_shown);
    for operation in listed() {
        for path in operation.spellings.iter().chain([&operation.path]) {
            let path = (path.as_str(), operation.method.as_str());
            for scheme in Scheme::ALL {
                for alternative in operation.permissions.of(scheme).alternatives() {
                    for name in &alternative.all_of {
                        let grant = permissions.entry(name).or_default().entry((path, scheme)).or_default();
                        grant.least |= alternative.least;
                        let others = alternative.all_of.iter().filter(|other| *other != name);
                        grant.with.extend(others.map(String::as_str));
                    }
                }
            }
        }
    }
    for operation in listed() {
        let path = (operation.path.as_str(), operation.method.as_str());
        for elsewhere in &operation.permissions.elsewhere {
            for name in elsewhere.requirement.names() {
                let grants = permissions.entry(name).or_default();
                let in_a_table = || Grant { scope: Some(&elsewhere.scope), ..Grant::default() };
                grants.entry((path, elsewhere.scheme)).or_insert_with(in_a_table);
            }
        }
    }
    let entries = permissions.into_iter().map(|(name, grants)| {
        let entry = catalogue.iter().find(|entry| entry.name == name);
        let schemes: BTreeSet<Scheme> = grants.keys().map(|&(_, scheme)| scheme).collect();
        let described: Map<String, Value> =
            schemes.into_iter().map(|scheme| (scheme.to_string(), describe(entry, scheme))).collect();
        (name.to_owned(), json!({ "schemes": described, "pathSets": path_sets(&grants) }))
    });
    json!({ "permissions": entries.collect::<Map<String, Value>>() })
}

/// What a permission opens: path and method, for whom.
type Grants<'a> = BTreeMap<((&'a str, &'a str), Scheme), Grant<'a>>;

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Grant<'a> {
    least: bool,
    /// Permissions that are needed together with it.
    with: BTreeSet<&'a str>,
    /// The heading of the table that lists it, when the table speaks of other requests of the page.
    scope: Option<&'a str>,
}

fn describe(entry: Option<&CatalogueEntry>, scheme: Scheme) -> Value {
    let described: Option<&SchemeEntry> = entry.and_then(|entry| match scheme {
        Scheme::Application => entry.application.as_ref(),
        Scheme::DelegatedWork | Scheme::DelegatedPersonal => entry.delegated.as_ref(),
    });
    match described {
        Some(entry) => json!({
            "adminDisplayName": entry.display,
            "adminDescription": entry.description,
            "requiresAdminConsent": entry.admin_consent,
        }),
        None => json!({}),
    }
}

/// The schemes of a method, and those in which the permission is the least.
type Schemes = (Vec<Scheme>, Vec<Scheme>);

/// A path and what is said about it beside the schemes.
type Grantable<'a> = (&'a str, String);

/// What makes a set: schemes and methods.
type Set<'a> = (Vec<Scheme>, Vec<&'a str>);

/// The paths, gathered where schemes, methods and words agree.
fn path_sets(grants: &Grants<'_>) -> Vec<Value> {
    let mut by_path: BTreeMap<Grantable<'_>, BTreeMap<&str, Schemes>> = BTreeMap::new();
    for (&((path, method), scheme), grant) in grants {
        let methods = by_path.entry((path, words(grant))).or_default();
        let (schemes, least) = methods.entry(method).or_default();
        schemes.push(scheme);
        if grant.least {
            least.push(scheme);
        }
    }
    let mut sets: BTreeMap<Set<'_>, BTreeMap<&str, String>> = BTreeMap::new();
    for ((path, said), methods) in &by_path {
        let mut alike: BTreeMap<&Schemes, Vec<&str>> = BTreeMap::new();
        for (method, schemes) in methods {
            alike.entry(schemes).or_default().push(method);
        }
        for ((schemes, least), methods) in alike {
            let least: Vec<&str> = least.iter().map(|scheme| scheme.as_str()).collect();
            let least = if least.is_empty() { String::new() } else { format!("least={}", least.join(",")) };
            let value = [least.as_str(), said].into_iter().filter(|part| !part.is_empty());
            let value = value.collect::<Vec<_>>().join(";");
            sets.entry((schemes.clone(), methods)).or_default().insert(path, value);
        }
    }
    sets.into_iter()
        .map(|((schemes, methods), paths)| {
            let schemes: Vec<&str> = schemes.into_iter().map(Scheme::as_str).collect();
            json!({ "schemeKeys": schemes, "methods": methods, "paths": paths })
        })
        .collect()
}

fn words(grant: &Grant<'_>) -> String {
    let with: Vec<&str> = grant.with.iter().copied().collect();
    let with = (!with.is_empty()).then(|| format!("AlsoRequires={}", with.join(",")));
    let scope = grant.scope.map(|scope| format!("scope={scope}"));
    [with, scope].into_iter().flatten().collect::<Vec<_>>().join(";")
}
