//! Types of rows whose description lists values: enums that no table of members documents.
//!
//! | type text | JSON representation | enum |
//! |---|---|---|
//! | `alertStatus` | any | `microsoft.graph.alertStatus` |
//! | `String` | `"@odata.type: microsoft.graph.alertStatus"` | `microsoft.graph.alertStatus` |
//! | `String` | `"String"` | `microsoft.graph.alert/status` |
//!
//! An enum with a table of members takes no values from descriptions: the table is about it, the description only uses it.

use std::borrow::Cow;

use super::lookup::Found;
use super::names;
use super::table::{Declared, DeclaredId, DeclaredKind, Known, TypeTable};
use crate::diagnostic::Problems;
use crate::ir::{self, Primitive, Version};
use crate::names::short;
use crate::page::type_text::TypeName;
use crate::page::{Parameter, Property, Resource, TypeText};
use crate::source::FileId;

/// What a row says about the values of its type.
pub(super) struct Listed<'a> {
    pub(super) owner: &'a str,
    pub(super) name: &'a str,
    pub(super) values: &'a [String],
    /// The type that a sample shows.
    sample: Option<&'a TypeText>,
}

impl<'a> Listed<'a> {
    pub(super) fn of(resource: &'a Resource, property: &'a Property) -> Self {
        Self {
            owner: &resource.name,
            name: &property.name,
            values: &property.values,
            sample: property.sample.as_ref(),
        }
    }
}

/// A row about a parameter, or about a member of a body.
pub(crate) struct ParameterRow<'a> {
    pub(crate) version: Version,
    /// What the request calls or creates.
    pub(crate) owner: &'a str,
    pub(crate) row: &'a Parameter,
    pub(crate) text: &'a TypeText,
}

impl ParameterRow<'_> {
    /// The type text and the values of the row. A number that counts has no fraction.
    pub(super) fn listed(&self) -> (Cow<'_, TypeText>, Listed<'_>) {
        let Self { owner, row, text, .. } = *self;
        let counted = names::is_number(&text.text) && row.facts.counts;
        let text = if counted {
            Cow::Owned(TypeText::new("Int32", text.link.clone(), text.span))
        } else {
            Cow::Borrowed(text)
        };
        (text, Listed { owner, name: &row.name, values: &row.allowed, sample: None })
    }
}

impl TypeTable {
    /// The type of a parameter whose description may list its values: the enum that the type text names, else one named by owner and
    /// parameter.
    pub(crate) fn parameter_type(&self, row: &ParameterRow<'_>, problems: &mut Problems) -> ir::Type {
        let (text, listed) = row.listed();
        self.resolve_listed(row.version, row.row.span.file, &text, &listed, problems)
    }

    /// The type of a property of a resource.
    pub(super) fn property_type(
        &self,
        version: Version,
        from: FileId,
        resource: &Resource,
        property: &Property,
        problems: &mut Problems,
    ) -> ir::Type {
        self.resolve_listed(version, from, &property.ty, &Listed::of(resource, property), problems)
    }

    fn resolve_listed(
        &self,
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
        let known = self.known(version, from, name);
        let ty = match self.enum_of(version, from, name, known.as_ref(), listed) {
            Some(id) => self.named(id),
            None => match known {
                Some(found) => self.ty(self.reported(found, name, text.span, problems)),
                None => self.unknown(version, from, name, text.span, problems),
            },
        };
        // The sample shows what travels: a list is one, whatever the cell forgot.
        let list = words.list || listed.sample.is_some_and(|sample| sample.words().list);
        if list { ty.list() } else { ty }
    }

    /// The enum that the listed values of a row belong to, if its type is none by itself.
    fn enum_of(
        &self,
        version: Version,
        from: FileId,
        name: &TypeName,
        known: Option<&Found>,
        listed: &Listed<'_>,
    ) -> Option<DeclaredId> {
        let dotted = self.enum_name(version, from, name, known, listed)?;
        let id = *self.dotted.get(&(version, dotted.to_lowercase()))?;
        (self.types[id.0].kind == DeclaredKind::Enum).then_some(id)
    }

    /// The name of that enum.
    pub(super) fn enum_name(
        &self,
        version: Version,
        from: FileId,
        name: &TypeName,
        known: Option<&Found>,
        listed: &Listed<'_>,
    ) -> Option<String> {
        match known.map(|found| found.known) {
            Some(Known::Primitive(Primitive::String)) => self.string_enum(version, from, listed),
            Some(_) => None,
            None if listed.values.is_empty() => None,
            None if names::looks_like_type(short(&name.name)) => Some(self.dotted_name(from, &name.name)),
            None => self.string_enum(version, from, listed),
        }
    }

    /// The name without its link when the link leads to another type than its words name, and the sample agrees with the words.
    pub(super) fn chosen(
        &self,
        version: Version,
        from: FileId,
        name: &TypeName,
        listed: &Listed<'_>,
    ) -> TypeName {
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

    /// The name of the enum of a `String` with a list of values: by the JSON representation's type, by a property that has the same
    /// values, by owner and property.
    fn string_enum(&self, version: Version, from: FileId, listed: &Listed<'_>) -> Option<String> {
        let own = format!("{}/{}", listed.owner, listed.name);
        if self.dotted.contains_key(&(version, own.to_lowercase())) {
            return Some(own);
        }
        if listed.values.is_empty() {
            return None;
        }
        let sample = listed.sample.map(|sample| sample.words().names.as_slice());
        if let Some([sample]) = sample
            && names::is_service_name(&sample.name)
        {
            return Some(self.dotted_name(from, &sample.name));
        }
        let twin = self.twin(version, listed).map(|id| self.types[id.0].name.clone());
        Some(twin.unwrap_or(own))
    }

    /// The enum of a property of the same name with the same values and the fewest others, for a parameter: requests speak of what
    /// resources have.
    fn twin(&self, version: Version, listed: &Listed<'_>) -> Option<DeclaredId> {
        if listed.owner.contains('.') {
            return None;
        }
        let lists = self.by_property.get(&(version, listed.name.to_lowercase()))?;
        let values: Vec<String> = listed.values.iter().map(|value| value.to_lowercase()).collect();
        let has_all = |id: &&DeclaredId| values.iter().all(|value| self.types[id.0].seen.contains(value));
        // A text takes what a property that is a text has before the enum of another.
        let distance = |id: &&DeclaredId| {
            let Declared { name, seen, .. } = &self.types[id.0];
            (!name.contains('/'), seen.len())
        };
        lists.iter().filter(has_all).min_by_key(distance).copied()
    }

    /// The dotted form of a short or dotted name.
    fn dotted_name(&self, from: FileId, name: &str) -> String {
        let full = names::full(name);
        if full.contains('.') { full.into_owned() } else { format!("{}.{full}", self.files.namespace(from)) }
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
        let version = api.version(Version::V1).expect("a page");
        let Body::Parameters { parameters, .. } = &version.operations[0].body else {
            panic!("no parameters")
        };
        assert_eq!(version.spelled(&parameters[0].ty), Type::Named("microsoft.graph.task/mode"));
    }
}
