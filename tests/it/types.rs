//! Pages about types: the definitions that they give, and what was wrong with the pages.
//!
//! `tests/fixtures/NAME/docs` holds the pages, `tests/fixtures/NAME/NAME.snap` what becomes of them.

use std::fmt::Write as _;

use graphdocs_generator::ReadOutput;
use graphdocs_generator::ir::{ApiVersion, Field, TypeDefinition, TypeKind};

use super::support;

#[test]
fn types_of_every_kind() {
    check("types_of_every_kind");
}

#[track_caller]
fn check(name: &str) {
    let outcome = support::read_folder(&format!("tests/fixtures/{name}/docs"));
    let mut shown = String::new();
    for api in &outcome.api.versions {
        for ty in &api.types {
            writeln!(shown, "{} {}", api.version, definition(&outcome, api, ty)).expect("a string takes it");
        }
    }
    for found in outcome.problems.iter() {
        writeln!(shown, "{}: {}", found.code, found.message).expect("a string takes it");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../fixtures/{name}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

fn definition(outcome: &ReadOutput, api: &ApiVersion, ty: &TypeDefinition) -> String {
    let mut lines = Vec::new();
    let places: Vec<&str> =
        ty.places.iter().map(|place| outcome.api.files[place.file as usize].as_str()).collect();
    let files: Vec<&str> = places.iter().filter_map(|path| path.rsplit('/').next()).collect();
    let deprecated = if ty.deprecated { " deprecated" } else { "" };
    let head = format!("{}{deprecated} ({})", ty.name, files.join(", "));
    match &ty.kind {
        TypeKind::Object { entity, base, is_abstract, open, fields } => {
            let kind = if *entity { "entity" } else { "complex" };
            let base = base.as_ref().map_or(String::new(), |base| format!(" of {}", api[*base].name));
            let words = [(*is_abstract, " abstract"), (*open, " open")];
            lines.push(format!("{kind}{} {head}{base}", said(&words)));
            lines.extend(fields.iter().map(|found| field(found, api)));
        }
        TypeKind::Enum { flags, members } => {
            lines.push(format!("enum{} {head}", said(&[(*flags, " of flags")])));
            lines.extend(members.iter().map(|member| {
                let number = member.value.map_or(String::new(), |value| format!(" = {value}"));
                format!("  {}{number}", member.name)
            }));
        }
        TypeKind::Opaque => lines.push(format!("opaque {head}")),
    }
    lines.join("\n")
}

fn field(field: &Field, api: &ApiVersion) -> String {
    let facts = said(&[
        (field.relationship, ", relationship"),
        (!field.nullable, ", not null"),
        (field.read_only, ", read-only"),
        (field.required, ", required"),
        (field.select_only, ", on $select"),
        (field.orderby, ", $orderby"),
        (field.search, ", $search"),
        (field.deprecated, ", deprecated"),
    ]);
    let filter =
        if field.filter.is_empty() { String::new() } else { format!(", $filter {}", field.filter.join(" ")) };
    let default = field.default.as_ref().map_or(String::new(), |value| format!(", else {value}"));
    format!("  {}: {}{facts}{filter}{default}", field.name, api.spelled(&field.ty))
}

fn said(words: &[(bool, &str)]) -> String {
    words.iter().filter(|(holds, _)| *holds).map(|(_, word)| *word).collect()
}
