//! A page names a permission that the permissions reference does not list.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::CatalogueEntry;
use crate::page::{Page, PageKind};
use crate::permissions::names;

/// Reports each unknown name once a page. Without a reference nothing is known, and nothing is said.
pub(super) fn check(pages: &[Page], catalogue: &[CatalogueEntry], problems: &mut Problems) {
    if catalogue.is_empty() {
        return;
    }
    let known: BTreeSet<&str> = catalogue.iter().map(|entry| entry.name.as_str()).collect();
    let used = pages_by_name(pages);
    let mut hints: BTreeMap<&str, String> = BTreeMap::new();
    for page in pages {
        let PageKind::Operation(operation) = &page.kind else {
            continue;
        };
        let mut said = BTreeSet::new();
        for grant in &operation.grants {
            for name in grant.requirement.names() {
                if known.contains(name) || !said.insert(name) {
                    continue;
                }
                let message = format!("`{name}` is not in the permissions reference");
                let mut finding = Diagnostic::new(Code::UnknownPermission, grant.span, message);
                let near = hints.entry(name).or_insert_with(|| {
                    // The reference lags behind: a name that more pages use can be what was meant too.
                    let pages = used.get(name).copied().unwrap_or_default();
                    let common = used.iter().filter(|(_, other)| **other > pages).map(|(name, _)| *name);
                    names::near(name, known.iter().copied().chain(common)).join("` or `")
                });
                if !near.is_empty() {
                    finding = finding.hint(format!("write `{near}`"));
                }
                problems.push(finding);
            }
        }
    }
}

/// On how many pages each name stands.
fn pages_by_name(pages: &[Page]) -> BTreeMap<&str, usize> {
    let mut used = BTreeMap::new();
    for page in pages {
        let PageKind::Operation(operation) = &page.kind else {
            continue;
        };
        let names: BTreeSet<&str> =
            operation.grants.iter().flat_map(|grant| grant.requirement.names()).collect();
        for name in names {
            *used.entry(name).or_default() += 1;
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use crate::load::Docs;

    #[test]
    fn unknown_names_and_what_was_meant() {
        let page = "# Get x\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
                    |Delegated (work or school account)|Group.Read.WriteAll, Group.Read.All, Odd.Read, Odd.Read|\n\
                    |Delegated (personal Microsoft account)|Not supported.|\n|Application|Odd.Read|\n\n\
                    ## HTTP request\n\n```http\nGET /groups\n```\n";
        let reference = "# Reference\n\n### Group.Read.All\n\n|Category|Application|Delegated|\n|--|--|--|\n|DisplayText|a|b|\n\n\
                         ### Group.ReadWrite.All\n\n|Category|Application|Delegated|\n|--|--|--|\n|DisplayText|a|b|\n";
        let path = "api-reference/v1.0/api/group-list.md";
        let docs = Docs::from_texts([(path, page), ("concepts/permissions-reference.md", reference)]);
        let problems = crate::read_docs(docs).problems;
        let found: Vec<String> = problems
            .iter()
            .filter(|problem| problem.code.name() == "unknown-permission")
            .map(|problem| format!("{}; {}", problem.message, problem.hint.as_deref().unwrap_or("no hint")))
            .collect();
        assert_eq!(
            found,
            [
                "`Group.Read.WriteAll` is not in the permissions reference; write `Group.ReadWrite.All`",
                "`Odd.Read` is not in the permissions reference; no hint",
            ]
        );
        let alone = crate::read_docs(Docs::from_texts([(path, page)])).problems;
        assert!(!alone.iter().any(|problem| problem.code.name() == "unknown-permission"));
    }
}
