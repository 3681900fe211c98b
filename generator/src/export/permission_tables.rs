//! Permission facts as CSV and Markdown, per request and per permission.
//!
//! | form | per request | per permission |
//! |---|---|---|
//! | CSV | a row per way to be allowed | a row per request that the permission opens |
//! | Markdown | a table with a row per scheme, in the three columns of the docs | what it is, and a table of requests |

use crate::ir::{Alternative, CatalogueEntry, Requirement, Scheme, SchemeEntry};
use crate::permissions::opened;
use crate::permissions::{Facts, formula, names};
use crate::sink::csv::row;
use crate::sink::markdown::{cell_code, code, words};

/// A row per way to be allowed to make a request; a request that a scheme cannot make has a row that says so.
pub fn csv_by_operation(facts: &Facts) -> String {
    let mut rows = vec![row(&[
        "version",
        "method",
        "path",
        "scheme",
        "requirement",
        "permissions",
        "conditions",
        "roles",
        "title",
        "docs",
        "only shown",
    ])];
    for fact in &facts.operations {
        for scheme in Scheme::ALL {
            let requirement = fact.permissions.of(scheme);
            let mut add = |kind: &str, permissions: &str, conditions: &str| {
                let roles = if scheme == Scheme::Application {
                    String::new()
                } else {
                    fact.permissions.roles.join("; ")
                };
                let docs = facts.address(fact).unwrap_or_default();
                rows.push(row(&[
                    fact.version.as_str(),
                    fact.method.as_str(),
                    &fact.path,
                    scheme.as_str(),
                    kind,
                    permissions,
                    conditions,
                    &roles,
                    &fact.title,
                    &docs,
                    if fact.only_shown { "yes" } else { "" },
                ]));
            };
            match requirement {
                Requirement::AnyOf { alternatives } => {
                    for alternative in alternatives {
                        add(
                            privilege(alternative.least),
                            &alternative.all_of.join(" and "),
                            &alternative.conditions.join("; "),
                        );
                    }
                }
                Requirement::Ambiguous { text, .. } => add("ambiguous", text, ""),
                settled => add(&settled.to_string(), "", ""),
            }
        }
    }
    rows.concat()
}

/// A row per request that a permission opens.
pub fn csv_by_permission(facts: &Facts) -> String {
    let mut rows = vec![row(&[
        "permission",
        "scheme",
        "version",
        "method",
        "path",
        "requirement",
        "with",
        "conditions",
        "admin consent",
        "id",
        "display",
    ])];
    for (name, ways) in opened::all(facts) {
        let entry = names::entry(&facts.catalogue, name);
        for way in ways {
            let fact = &facts.operations[way.operation];
            let described = entry.and_then(|entry| described(entry, way.scheme));
            let consent = described.and_then(|described| described.admin_consent);
            rows.push(row(&[
                name,
                way.scheme.as_str(),
                fact.version.as_str(),
                fact.method.as_str(),
                &fact.path,
                if way.ambiguous { "ambiguous" } else { privilege(way.least) },
                &way.with.join(" and "),
                &way.conditions.join("; "),
                consent.map_or("", |consent| if consent { "yes" } else { "no" }),
                described.and_then(|described| described.id.as_deref()).unwrap_or_default(),
                described.map_or("", |described| &described.display),
            ]));
        }
    }
    rows.concat()
}

/// A section per request, each with a table in the three columns of the docs.
pub fn markdown_by_operation(facts: &Facts) -> String {
    let mut page = "# Permissions by request\n".to_owned();
    for fact in &facts.operations {
        page += &format!("\n## {}\n\n", code(&fact.to_string()));
        let title = words(&fact.title);
        match facts.address(fact) {
            Some(address) => page += &format!("[{title}]({address})\n\n"),
            None => page += &format!("{title}\n\n"),
        }
        if fact.only_shown {
            page += "No page lists the request, an example or a table of arguments on this one shows it.\n\n";
        }
        page += "|Permission type|Least privileged permissions|Higher privileged permissions|\n|:---|:---|:---|\n";
        for scheme in Scheme::ALL {
            let (least, higher) = cells(fact.permissions.of(scheme));
            page += &format!("|{}|{least}|{higher}|\n", label(scheme));
        }
        if !fact.permissions.roles.is_empty() {
            page += &format!(
                "\nA signed-in user also needs one of the roles {}.\n",
                words(&fact.permissions.roles.join(", "))
            );
        }
    }
    page
}

/// A section per permission with what it is and what it opens.
pub fn markdown_by_permission(facts: &Facts) -> String {
    let opened = opened::all(facts);
    let mut page = "# Permissions\n".to_owned();
    for name in facts.names() {
        page += &format!("\n## {}\n", words(name));
        if let Some(entry) = names::entry(&facts.catalogue, name) {
            page += &described_table(entry);
        }
        let Some(ways) = opened.get(name) else {
            page += "\nNo documented request names it.\n";
            continue;
        };
        page += "\n|Request|Permission type|Privilege|\n|:---|:---|:---|\n";
        for way in ways {
            let with = if way.with.is_empty() {
                String::new()
            } else {
                format!(", with {}", way.with.join(" and "))
            };
            let doubt = if way.ambiguous { ", in one reading" } else { "" };
            let conditions = way.conditions.join("; ");
            let when = if conditions.is_empty() { String::new() } else { format!(" ({conditions})") };
            let words = words(&format!("{}{with}{doubt}{when}", privilege(way.least)));
            page += &format!(
                "|{}|{}|{words}|\n",
                cell_code(&facts.operations[way.operation].to_string()),
                label(way.scheme)
            );
        }
    }
    page
}

fn described_table(entry: &CatalogueEntry) -> String {
    let cell = |described: &Option<SchemeEntry>, of: &dyn Fn(&SchemeEntry) -> String| {
        described.as_ref().map(of).filter(|text| !text.is_empty()).map_or("-".to_owned(), |text| words(&text))
    };
    let consent = |described: &SchemeEntry| match described.admin_consent {
        Some(true) => "Yes".to_owned(),
        Some(false) => "No".to_owned(),
        None => String::new(),
    };
    type Of<'a> = &'a dyn Fn(&SchemeEntry) -> String;
    let rows: [(&str, Of<'_>); 4] = [
        ("Identifier", &|described| described.id.clone().unwrap_or_default()),
        ("DisplayText", &|described| described.display.clone()),
        ("Description", &|described| described.description.clone()),
        ("AdminConsentRequired", &consent),
    ];
    let mut table = "\n|Category|Application|Delegated|\n|:---|:---|:---|\n".to_owned();
    for (label, of) in rows {
        table += &format!("|{label}|{}|{}|\n", cell(&entry.application, of), cell(&entry.delegated, of));
    }
    table
}

/// The two cells of a row of today's docs.
fn cells(requirement: &Requirement) -> (String, String) {
    let list = |alternatives: &[&Alternative]| {
        let ways: Vec<String> = alternatives.iter().map(|alternative| formula::words(alternative)).collect();
        if ways.is_empty() { "Not available.".to_owned() } else { words(&ways.join(", ")) }
    };
    match requirement {
        Requirement::AnyOf { alternatives } => {
            let (least, higher): (Vec<&Alternative>, Vec<_>) =
                alternatives.iter().partition(|alternative| alternative.least);
            (list(&least), list(&higher))
        }
        Requirement::Ambiguous { text, .. } => (format!("Ambiguous: {}", words(text)), String::new()),
        Requirement::Unsupported => ("Not supported.".to_owned(), "Not supported.".to_owned()),
        Requirement::NotNeeded => ("None.".to_owned(), "Not available.".to_owned()),
        Requirement::Undocumented => ("Not documented.".to_owned(), String::new()),
    }
}

fn label(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::DelegatedWork => "Delegated (work or school account)",
        Scheme::DelegatedPersonal => "Delegated (personal Microsoft account)",
        Scheme::Application => "Application",
    }
}

fn privilege(least: bool) -> &'static str {
    if least { "least" } else { "higher" }
}

fn described(entry: &CatalogueEntry, scheme: Scheme) -> Option<&SchemeEntry> {
    match scheme {
        Scheme::Application => entry.application.as_ref(),
        Scheme::DelegatedWork | Scheme::DelegatedPersonal => entry.delegated.as_ref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Docs;

    fn facts() -> Facts {
        let page = "# Get =x\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
                    |Delegated (work or school account)|Alpha.Read, Beta.Read and Gamma.Read*|\n\
                    |Delegated (personal Microsoft account)|Not supported.|\n|Application|Alpha.Read|\n\n\
                    \\* Only for \"some\" | people.\n\n## HTTP request\n\n```http\nGET /groups\n```\n";
        let reference = "# Reference\n\n### Alpha.Read\n\n|Category|Application|Delegated|\n|--|--|--|\n|Identifier|aa|-|\n\
                         |DisplayText|a, b|c|\n|AdminConsentRequired|Yes|No|\n";
        let docs = [
            ("api-reference/v1.0/api/group-list.md", page),
            ("concepts/permissions-reference.md", reference),
        ];
        Facts::of(&crate::read_docs(Docs::from_texts(docs)).api)
    }

    #[test]
    fn csv() {
        let by_operation = csv_by_operation(&facts());
        let lines: Vec<&str> = by_operation.split("\r\n").collect();
        assert_eq!(
            lines[0],
            "version,method,path,scheme,requirement,permissions,conditions,roles,title,docs,only shown"
        );
        assert!(lines[1].starts_with("v1.0,GET,/groups,DelegatedWork,"), "{}", lines[1]);
        assert!(by_operation.contains("v1.0,GET,/groups,DelegatedPersonal,not supported,,,,Get =x,"));
        let by_permission = csv_by_permission(&facts());
        assert!(
            by_permission.contains("Alpha.Read,Application,v1.0,GET,/groups,least,,,yes,aa,\"a, b\"\r\n"),
            "{by_permission}"
        );
    }

    #[test]
    fn markdown() {
        let by_operation = markdown_by_operation(&facts());
        assert!(
            by_operation.contains("|Delegated (personal Microsoft account)|Not supported.|Not supported.|\n"),
            "{by_operation}"
        );
        assert!(by_operation.contains("|Application|Alpha.Read|Not available.|\n"));
        let by_permission = markdown_by_permission(&facts());
        assert!(
            by_permission.contains("\n## Alpha.Read\n\n|Category|Application|Delegated|\n"),
            "{by_permission}"
        );
        assert!(by_permission.contains("|`v1.0 GET /groups`|Application|least|\n"));
    }
}
