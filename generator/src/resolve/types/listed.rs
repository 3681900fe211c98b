//! Types of rows whose description lists values: enums that no table of members documents.
//!
//! | type text | JSON representation | enum |
//! |---|---|---|
//! | `alertStatus` | any | `microsoft.graph.alertStatus` |
//! | `String` | `"@odata.type: microsoft.graph.alertStatus"` | `microsoft.graph.alertStatus` |
//! | `String` | `"String"` | `microsoft.graph.alert/status` |
//!
//! An enum with a table of members takes no values from descriptions: the table is about it, the description only uses it.

use super::names;
use super::table::{DeclaredKind, TypeId, TypeTable};
use crate::diagnostic::Problems;
use crate::ir::{self, Primitive, Version};
use crate::names::short;
use crate::page::type_text::TypeName;
use crate::page::{Parameter, Property, Resource, TypeText};
use crate::source::{FileId, Span};

/// What a row says about the values of its type.
pub(super) struct Listed<'a> {
    pub(super) owner: &'a str,
    pub(super) name: &'a str,
    pub(super) values: &'a [String],
    /// The type that a sample shows.
    pub(super) sample: Option<&'a TypeText>,
}

impl TypeTable {
    /// The type of a parameter whose description may list its values: the enum that the type text names, else one named by owner and
    /// parameter.
    pub(crate) fn parameter_type(
        &mut self,
        version: Version,
        text: &TypeText,
        owner: &str,
        row: &Parameter,
        problems: &mut Problems,
    ) -> ir::Type {
        let counted = names::is_number(&text.text) && row.facts.counts;
        let text = if counted { &TypeText { text: "Int32".to_owned(), ..text.clone() } } else { text };
        let listed = Listed { owner, name: &row.name, values: &row.allowed, sample: None };
        self.resolve_listed(version, row.span.file, text, &listed, problems)
    }

    /// The type of a property of a resource.
    pub(super) fn property_type(
        &mut self,
        version: Version,
        from: FileId,
        resource: &Resource,
        property: &Property,
        problems: &mut Problems,
    ) -> ir::Type {
        let listed = Listed {
            owner: &resource.name,
            name: &property.name,
            values: &property.values,
            sample: property.sample.as_ref(),
        };
        self.resolve_listed(version, from, &property.ty, &listed, problems)
    }

    fn resolve_listed(
        &mut self,
        version: Version,
        from: FileId,
        text: &TypeText,
        listed: &Listed<'_>,
        problems: &mut Problems,
    ) -> ir::Type {
        let words = text.words();
        let [name] = words.names.as_slice() else {
            // What the cell does not say, the sample may.
            let ty = self.resolve(version, from, text, problems);
            return match listed.sample {
                Some(sample) if *ty.item() == ir::Type::Json => self.resolve(version, from, sample, problems),
                _ => ty,
            };
        };
        let name = &self.chosen(version, from, name, listed);
        let known = self.known(version, from, name, text.span, problems);
        // The sample shows what travels: a list is one, whatever the cell forgot.
        let list = words.list || listed.sample.is_some_and(|sample| sample.words().list);
        let wrap = |ty: ir::Type| if list { ty.list() } else { ty };
        let id = match known {
            Some(ir::Type::Primitive(Primitive::String)) => self.string_enum(version, from, listed),
            Some(ir::Type::Named(ty)) => {
                if let Some(&id) = self.dotted.get(&(version, ty.to_lowercase())) {
                    self.add_values(id, listed, text.span);
                }
                return wrap(ir::Type::Named(ty));
            }
            Some(other) => return wrap(other),
            None => self.bare_enum(version, from, name, listed),
        };
        match (id, known) {
            (Some(id), _) => {
                self.add_values(id, listed, text.span);
                wrap(self.named(id))
            }
            (None, Some(ty)) => wrap(ty),
            (None, None) => wrap(self.unknown(version, from, name, text.span, problems)),
        }
    }

    /// The name without its link when the link leads to another type than its words name, and the sample agrees with the words.
    fn chosen(&self, version: Version, from: FileId, name: &TypeName, listed: &Listed<'_>) -> TypeName {
        let (Some(target), Some(sample)) = (&name.link, listed.sample) else { return name.clone() };
        let namespace = self.files.namespace(from);
        let shown =
            sample.words().names.first().and_then(|sample| self.find(version, namespace, &sample.name));
        let by_link = || {
            let (file, anchor) = self.files.target(version, from, target)?;
            self.linked(file, anchor, &name.name)
        };
        let words_win =
            shown.is_some() && shown == self.find(version, namespace, &name.name) && shown != by_link();
        TypeName { name: name.name.clone(), link: name.link.clone().filter(|_| !words_win) }
    }

    /// The enum of a `String` with a list of values: by the JSON representation's type, by its section, by owner and property.
    fn string_enum(&mut self, version: Version, from: FileId, listed: &Listed<'_>) -> Option<TypeId> {
        let place = format!("{}/{}", listed.owner, listed.name);
        if let Some(&id) = self.dotted.get(&(version, place.to_lowercase())) {
            return Some(id);
        }
        if listed.values.is_empty() {
            return None;
        }
        let sample = listed.sample.map(|sample| sample.words().names);
        if let Some([sample]) = sample.as_deref()
            && names::is_service_name(&sample.name)
        {
            return self.enum_of_name(version, from, &sample.name);
        }
        Some(
            self.twin(version, listed)
                .unwrap_or_else(|| self.declare_name(version, &place, DeclaredKind::Enum)),
        )
    }

    /// The enum of a property of the same name with the same values and the fewest others, for a parameter: requests speak of what
    /// resources have.
    fn twin(&self, version: Version, listed: &Listed<'_>) -> Option<TypeId> {
        if listed.owner.contains('.') {
            return None;
        }
        let lists = self.by_property.get(&(version, listed.name.to_lowercase()))?;
        let values: Vec<String> = listed.values.iter().map(|value| value.to_lowercase()).collect();
        let has_all = |id: &&TypeId| values.iter().all(|value| self.types[id.0].seen.contains(value));
        lists.iter().filter(has_all).min_by_key(|id| self.types[id.0].seen.len()).copied()
    }

    /// The enum of a name that no page documents, with a list of values.
    fn bare_enum(
        &mut self,
        version: Version,
        from: FileId,
        name: &TypeName,
        listed: &Listed<'_>,
    ) -> Option<TypeId> {
        if listed.values.is_empty() {
            return None;
        }
        if !names::looks_like_type(short(&name.name)) {
            return self.string_enum(version, from, listed);
        }
        self.enum_of_name(version, from, &name.name)
    }

    /// The enum of a short or dotted name; nothing when that is an object.
    fn enum_of_name(&mut self, version: Version, from: FileId, name: &str) -> Option<TypeId> {
        let full = names::full(name);
        let dotted = if full.contains('.') {
            full.into_owned()
        } else {
            format!("{}.{full}", self.files.namespace(from))
        };
        let id = self.declare_name(version, &dotted, DeclaredKind::Enum);
        (self.types[id.0].kind == DeclaredKind::Enum).then_some(id)
    }

    /// Adds listed values to an enum that has no table of members.
    fn add_values(&mut self, id: TypeId, listed: &Listed<'_>, span: Span) {
        let declared = &mut self.types[id.0];
        if declared.kind == DeclaredKind::Opaque && !listed.values.is_empty() {
            declared.kind = DeclaredKind::Enum;
        }
        if declared.kind != DeclaredKind::Enum || listed.values.is_empty() {
            return;
        }
        let lists = self.by_property.entry((declared.version, listed.name.to_lowercase())).or_default();
        if !lists.contains(&id) {
            lists.push(id);
        }
        if !declared.sources.is_empty() {
            return;
        }
        for value in listed.values {
            if declared.seen.insert(value.to_lowercase()) {
                declared.listed.push(value.clone());
            }
        }
        if declared.listed_at.is_none() && !listed.values.is_empty() {
            declared.listed_at = Some(span);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Body, Type, Version};
    use crate::load::Docs;

    fn resource(name: &str, values: &str) -> String {
        format!(
            "# {name} resource type\n\nNamespace: microsoft.graph\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n\
             |mode|String|Possible values are: {values}.|\n\n## JSON representation\n\n\
             <!-- {{\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.{name}\"}} -->\n```json\n{{\"mode\": \"String\"}}\n```\n"
        )
    }

    /// A page of another resource has the same values and more of them, and comes first.
    #[test]
    fn a_parameter_takes_the_enum_with_the_fewest_other_values() {
        let (order, task) = (resource("order", "`a`, `b`, `c`"), resource("task", "`a`, `b`"));
        let create = "# Create task\n\n## HTTP request\n\n```http\nPOST /tasks\n```\n\n## Request body\n\n\
                      |Property|Type|Description|\n|:--|:--|:--|\n|mode|String|The value can be `a`: one;`b`: the other. Required.|\n";
        let docs = Docs::from_texts([
            ("api-reference/v1.0/resources/order.md", order.as_str()),
            ("api-reference/v1.0/resources/task.md", task.as_str()),
            ("api-reference/v1.0/api/task-post.md", create),
        ]);
        let api = crate::read_docs(docs).api;
        let operations = &api.version(Version::V1).expect("a page").operations;
        let Body::Parameters { parameters, .. } = &operations[0].body else { panic!("no parameters") };
        assert_eq!(parameters[0].ty, Type::Named("microsoft.graph.task/mode".to_owned()));
    }
}
