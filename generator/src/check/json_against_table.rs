//! The table of a type's properties and its JSON representation show different properties.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::ir::{TypeId, Types, Version};
use crate::load::Docs;
use crate::page::{Page, PageKind, Resource};

/// Reports both directions. What a base lists need not be listed again, and relationships need not be shown.
pub(super) fn check(
    docs: &Docs,
    pages: &[Page],
    types: &BTreeMap<Version, Types<'_>>,
    problems: &mut Problems,
) {
    let bases: HashMap<_, _> = types.iter().map(|(version, types)| (*version, Bases::new(types))).collect();
    for page in pages {
        let PageKind::Types(types) = &page.kind else {
            continue;
        };
        let bases = page.version.and_then(|version| bases.get(&version));
        for resource in &types.resources {
            let inherited = bases.map(|bases| bases.inherited(&resource.name)).unwrap_or_default();
            compare(resource, &docs.sources.file(page.file).text, &inherited, problems);
        }
    }
}

fn compare(resource: &Resource, text: &str, inherited: &HashSet<String>, problems: &mut Problems) {
    let has_rows = resource.properties.iter().any(|property| !property.only_in_sample);
    let has_json =
        resource.properties.iter().any(|property| property.sample.is_some() || property.only_in_sample);
    if !has_rows || !has_json {
        return;
    }
    for property in &resource.properties {
        let name = &property.name;
        if property.only_in_sample {
            if !inherited.contains(&name.to_lowercase()) {
                let message = format!("the JSON representation shows `{name}`, and no table lists it");
                problems.push(
                    Diagnostic::new(Code::UndocumentedProperty, property.span, message)
                        .hint("add a row to the table, or remove it from the JSON"),
                );
            }
        } else if property.sample.is_none()
            && !property.relationship
            && property.inherited.is_none()
            // The JSON of a dictionary shows its properties deeper down.
            && !text.contains(&format!("\"{name}\""))
        {
            let message = format!("the table lists `{name}`, and the JSON representation does not show it");
            problems.report(Code::PropertyNotInJson, property.span, message);
        }
    }
}

/// The types of one version, to ask for what a type inherits.
struct Bases<'a> {
    types: &'a Types<'a>,
    /// By name in lower case: pages and models may spell it with other capitals.
    by_name: HashMap<String, TypeId>,
}

impl<'a> Bases<'a> {
    fn new(types: &'a Types<'a>) -> Self {
        let by_name = types.iter().map(|(id, ty)| (ty.name.to_lowercase(), id)).collect();
        Self { types, by_name }
    }

    /// The names of all inherited properties, in lower case.
    fn inherited(&self, name: &str) -> HashSet<String> {
        let ty = self.by_name.get(&name.to_lowercase());
        let bases = ty.into_iter().flat_map(|&ty| self.types.ancestors(ty));
        bases.flat_map(|base| self.types.get(base).fields()).map(|field| field.name.to_lowercase()).collect()
    }
}
