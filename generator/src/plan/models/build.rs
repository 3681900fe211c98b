//! Types → models: namespaces, names, flattened fields, boxes.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::cycles::listed_fields;
use super::{Model, ModelField, ModelShape, Models, Target, TargetKind, cycles};
use crate::ir::{ApiVersion, EnumMember, TypeDefinition, TypeId, TypeKind, Types};
use crate::names::{Names, file_stem, pascal, short, snake};

/// The models of one API version.
pub(crate) fn build(api: &ApiVersion) -> Models<'_> {
    let types = Types::of(api);
    let targets = name_all(&types);
    let boxed = cycles::boxed(&types);
    // The root is there even when it is empty.
    let mut modules: BTreeMap<String, Vec<Model<'_>>> = BTreeMap::from([(String::new(), Vec::new())]);
    let mut files: HashMap<&str, Names> = HashMap::new();
    for (id, definition) in types.iter() {
        let target = &targets[id.index()];
        let taken = files.entry(&target.module).or_insert_with(|| Names::reserving(&["mod"]));
        let model = Model {
            definition,
            name: target.name.clone(),
            file: taken.take(file_stem(&target.name)),
            shape: shape(id, &types, &boxed),
        };
        modules.entry(target.module.clone()).or_default().push(model);
    }
    Models { version: api.version, modules, targets, types: &api.types }
}

/// Names that a model must not have: those that emitted files mention without a path.
const PRELUDE: [&str; 10] =
    ["Option", "Some", "None", "String", "Vec", "Box", "Self", "Clone", "Default", "Ok"];

/// What each type becomes, in the order of the types.
fn name_all(types: &Types<'_>) -> Vec<Target> {
    let mut taken: HashMap<String, Names> = HashMap::new();
    // Types with a name of their own choose before enums that are called by their property.
    let (own, by_property): (Vec<_>, Vec<_>) = types.iter().partition(|(_, ty)| !ty.name.contains('/'));
    let mut named: Vec<(TypeId, Target)> = Vec::new();
    for (id, definition) in own.into_iter().chain(by_property) {
        let (module, short) = split(&definition.name);
        let mut name = pascal(&short).trim_start_matches("r#").to_owned();
        if PRELUDE.contains(&name.trim_end_matches('_')) {
            name = format!("{}Model", name.trim_end_matches('_'));
        }
        let name = taken.entry(module.clone()).or_default().take_type(name);
        let kind = match &definition.kind {
            TypeKind::Object { .. } if is_json(definition) => TargetKind::Alias,
            TypeKind::Object { .. } => TargetKind::Struct,
            TypeKind::Enum { members, .. } if members.is_empty() => TargetKind::Alias,
            TypeKind::Enum { flags: true, .. } => TargetKind::Flags,
            TypeKind::Enum { .. } => TargetKind::Enum,
            TypeKind::Opaque => TargetKind::Alias,
        };
        named.push((id, Target { module, name, kind }));
    }
    named.sort_by_key(|(id, _)| *id);
    named.into_iter().map(|(_, target)| target).collect()
}

/// The module of a dotted name's namespace, and the name without it.
fn split(name: &str) -> (String, String) {
    let (owner, property) =
        name.split_once('/').map_or((name, None), |(owner, property)| (owner, Some(property)));
    let (namespace, short) = owner.rsplit_once('.').unwrap_or(("", owner));
    let inner =
        namespace.strip_prefix("microsoft.graph").map_or(namespace, |rest| rest.trim_start_matches('.'));
    let module = if inner.is_empty() { String::new() } else { file_stem(inner) };
    let short = property.map_or_else(|| short.to_owned(), |property| format!("{short} {property}"));
    (module, short)
}

fn shape<'a>(id: TypeId, types: &Types<'a>, boxed: &cycles::Boxed) -> ModelShape<'a> {
    let definition = types.get(id);
    match &definition.kind {
        TypeKind::Object { .. } if is_json(definition) => ModelShape::Json,
        TypeKind::Object { .. } => {
            ModelShape::Struct { fields: fields(id, types, boxed), derived: types.derived(id).to_vec() }
        }
        TypeKind::Enum { members, .. } if members.is_empty() => ModelShape::Text,
        TypeKind::Enum { members, .. } => ModelShape::Enum(members_of(members)),
        TypeKind::Opaque => ModelShape::Json,
    }
}

/// Whether a type is called `Json` and has no properties: such values are numbers, texts and lists of these, and no objects.
fn is_json(definition: &TypeDefinition) -> bool {
    let short = short(&definition.name);
    match &definition.kind {
        TypeKind::Object { base: None, fields, .. } => {
            fields.is_empty() && short.eq_ignore_ascii_case("json")
        }
        _ => false,
    }
}

fn fields<'a>(id: TypeId, types: &Types<'a>, boxed: &cycles::Boxed) -> Vec<ModelField<'a>> {
    let mut names = Names::reserving(&["additional"]);
    listed_fields(id, types)
        .map(|field| ModelField {
            name: names.take(snake(&field.name)),
            field,
            boxed: boxed.is_boxed(id, field),
        })
        .collect()
}

fn members_of(members: &[EnumMember]) -> Vec<(String, &EnumMember)> {
    let mut names = Names::reserving(&["Self_"]);
    let mut wires = HashSet::new();
    members
        .iter()
        .filter(|member| wires.insert(&member.name))
        .map(|member| (names.take(variant(&member.name)), member))
        .collect()
}

/// `v4_0` and `v40` are two members: an underline between digits stays.
fn variant(wire: &str) -> String {
    let parts: Vec<&str> = wire.split('_').collect();
    let mut name = String::new();
    for part in parts {
        let joins =
            name.ends_with(|c: char| c.is_ascii_digit()) && part.starts_with(|c: char| c.is_ascii_digit());
        if joins {
            name.push('_');
            name.push_str(pascal(part).trim_start_matches('N'));
        } else if !part.is_empty() {
            let part = pascal(part);
            name.push_str(if name.is_empty() { &part } else { part.trim_start_matches("r#") });
        }
    }
    if name.is_empty() { pascal(wire) } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types() {
        let table = [
            ("microsoft.graph.user", "", "user"),
            ("microsoft.graph.callRecords.session", "call_records", "session"),
            ("microsoft.graph.phone/type", "", "phone type"),
            ("add/seriesBy", "", "add seriesBy"),
            ("other.place.thing", "other_place", "thing"),
        ];
        for (name, module, short) in table {
            assert_eq!(split(name), (module.to_owned(), short.to_owned()));
        }
    }

    #[test]
    fn names_of_members() {
        let table = [
            ("low", "Low"),
            ("v4_0_3", "V4_0_3"),
            ("v40", "V40"),
            ("MSFT_All", "MSFTAll"),
            ("self", "Self_"),
            ("#microsoft.graph.user", "MicrosoftGraphUser"),
            ("", "Unnamed"),
            ("_", "Unnamed"),
            ("8k", "N8k"),
        ];
        for (wire, rust) in table {
            assert_eq!(variant(wire), rust, "{wire}");
        }
    }
}
