//! Types of properties that every example contradicts.
//!
//! | the row says | every example shows | the property is |
//! |---|---|---|
//! | `String collection` | `"status": "done"` | a `String` |
//! | `String` | `"categories": ["red"]`, on several pages | a list of `String` |
//! | `String` | `"isKept": true` | a `Boolean` |
//!
//! One example that shows what the row says is enough for the row, and so are values that only say what belongs in their place:
//! `"serviceNames": "serviceNames-value"`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::answered::{answered, object, own_type};
use super::draft::{Change, Draft, Patch};
use crate::ir::{
    self, Body, Content, Field, Operation, Primitive, Type, TypeDefinition, TypeId, TypeKind, Version,
};
use crate::parallel;
use crate::resolve::settled::Retyped;

/// Gives properties the types that the examples of `operations` show, where all of them contradict the tables, and returns them.
pub(super) fn infer(draft: &mut Draft<'_>, version: Version, operations: &[Operation]) -> Vec<Retyped> {
    let known = Known { types: draft.types, by_name: &draft.lower };
    let mut seen = Seen::new();
    for found in parallel::map(operations, |operation| known.observe(operation)) {
        for (property, forms) in found {
            let all = seen.entry(property).or_default();
            for (form, files) in forms {
                all.entry(form).or_default().extend(files);
            }
        }
    }
    let mut patches: Vec<Patch> = Vec::new();
    let mut retyped: Vec<Retyped> = Vec::new();
    for (property, forms) in seen {
        let field = known.field(property);
        let Some(shown) = known.verdict(field, &forms) else { continue };
        retyped.push(Retyped {
            version,
            owner: property.ty,
            property: field.name.clone(),
            told: field.ty.clone(),
            shown: shown.clone(),
        });
        patches.push(Patch { ty: property.ty, change: Change::Retype { field: property.field, ty: shown } });
    }
    patches.into_iter().for_each(|patch| draft.apply(patch));
    retyped
}

/// A property by the positions of its type and of itself there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Property {
    ty: TypeId,
    field: usize,
}

/// The form of a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Text,
    Boolean,
    Number,
    Object,
    List,
}

/// The forms that a property is shown in, and the files that show them.
type Forms = BTreeMap<Form, BTreeSet<u32>>;
type Seen = BTreeMap<Property, Forms>;

impl Form {
    /// None for a value that says nothing about its type.
    fn of(name: &str, value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Boolean),
            Value::Number(_) => Some(Self::Number),
            Value::String(text) => {
                let text = text.to_lowercase();
                let is_word = text.contains(&name.to_lowercase()) || text.starts_with("string");
                (!is_word).then_some(Self::Text)
            }
            Value::Array(_) => Some(Self::List),
            Value::Object(_) => Some(Self::Object),
        }
    }
}

/// How many pages have to show a list for one that is told to be a single value: an example that shows one thing as a list of one
/// is a common slip.
const PAGES_FOR_A_LIST: usize = 2;

/// The types, to be asked for their properties.
struct Known<'t> {
    types: &'t [TypeDefinition],
    /// Dotted name in lower case → type.
    by_name: &'t HashMap<String, TypeId>,
}

impl<'t> Known<'t> {
    fn field(&self, property: Property) -> &'t Field {
        &self.types[property.ty].fields()[property.field]
    }

    /// A property of a type or of what it inherits from.
    fn property(&self, ty: TypeId, name: &str) -> Option<Property> {
        ir::property(self.types, ty, name).map(|(ty, field)| Property { ty, field })
    }

    /// What the examples of an operation show.
    fn observe(&self, operation: &Operation) -> Seen {
        let mut seen = Seen::new();
        for example in &operation.examples {
            let file = example.request.place.file;
            if let Some(body) = object(&example.request.body) {
                self.sent(&operation.body, &body, file, &mut seen);
            }
            if let Some((content, body)) = answered(operation, example) {
                self.given(content, &body, file, &mut seen);
            }
        }
        seen
    }

    fn sent(&self, body: &Body, value: &Value, file: u32, seen: &mut Seen) {
        match body {
            Body::Resource { ty } | Body::Parameters { of: Some(ty), .. } => self.walk(ty, value, file, seen),
            Body::Parameters { parameters, of: None } => {
                for parameter in parameters {
                    if let Some(value) = value.get(&parameter.name) {
                        self.walk(&parameter.ty, value, file, seen);
                    }
                }
            }
            _ => {}
        }
    }

    fn given(&self, content: &Content, value: &Value, file: u32, seen: &mut Seen) {
        match (content, value.get("value")) {
            (Content::Collection { ty }, Some(Value::Array(items))) => {
                items.iter().for_each(|item| self.walk(ty, item, file, seen));
            }
            (Content::One { ty, wrapped: true }, Some(value)) => self.walk(ty, value, file, seen),
            (Content::One { ty, wrapped: false }, _) => self.walk(ty, value, file, seen),
            _ => {}
        }
    }

    /// Takes what a value of a type shows of the properties in it.
    fn walk(&self, ty: &Type, value: &Value, file: u32, seen: &mut Seen) {
        match (ty, value) {
            (Type::List(item), Value::Array(values)) => {
                values.iter().for_each(|value| self.walk(item, value, file, seen));
            }
            (Type::Named(said), Value::Object(members)) => {
                let ty = self.own_type(members).unwrap_or(*said);
                for (name, value) in members {
                    let Some(property) = self.property(ty, name) else { continue };
                    if let Some(form) = Form::of(name, value) {
                        seen.entry(property).or_default().entry(form).or_default().insert(file);
                    }
                    self.walk(&self.field(property).ty, value, file, seen);
                }
            }
            _ => {}
        }
    }

    /// The type that an object names as its own.
    fn own_type(&self, members: &Map<String, Value>) -> Option<TypeId> {
        self.by_name.get(&own_type(members)?.to_lowercase()).copied()
    }

    /// The type that a property has by the forms that it is shown in, when it is another than its own.
    fn verdict(&self, field: &Field, forms: &Forms) -> Option<Type> {
        let (&form, files) = forms.first_key_value().filter(|_| forms.len() == 1)?;
        match (&field.ty, form) {
            (Type::List(item), _) => (self.form(item) == Some(form)).then(|| (**item).clone()),
            (Type::Json, _) => None,
            (ty, Form::List) => {
                (self.form(ty).is_some() && files.len() >= PAGES_FOR_A_LIST).then(|| ty.clone().list())
            }
            (Type::Primitive(Primitive::String), Form::Boolean) => Some(Type::Primitive(Primitive::Boolean)),
            (Type::Primitive(Primitive::String), Form::Number) => Some(Type::Primitive(Primitive::Double)),
            _ => None,
        }
    }

    /// The form of the values of a type; none when it may be any.
    fn form(&self, ty: &Type) -> Option<Form> {
        match ty {
            Type::Primitive(Primitive::Boolean) => Some(Form::Boolean),
            Type::Primitive(
                Primitive::Byte
                | Primitive::SByte
                | Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::Single
                | Primitive::Double
                | Primitive::Decimal,
            ) => Some(Form::Number),
            Type::Primitive(_) => Some(Form::Text),
            Type::Named(ty) => match self.types[*ty].kind {
                TypeKind::Object { .. } => Some(Form::Object),
                TypeKind::Enum { .. } => Some(Form::Text),
                TypeKind::Opaque => None,
            },
            Type::List(_) | Type::Json => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::load::Docs;
    use crate::resolve::fixture::fields;

    /// The types of the properties below, when pages show the answers.
    fn settled(answers: &[&str]) -> Vec<String> {
        let thing = "# thing resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|Description|\n\
                     |:---|:---|:---|\n|state|String collection|x|\n|words|String|x|\n|kept|String|x|\n|size|String|x|\n\
                     |part|[thing](thing.md) collection|x|\n";
        let page = |answer: &str| {
            format!(
                "# Get thing\n\nNamespace: microsoft.graph\n\n## HTTP request\n```http\nGET /things/{{id}}\n```\n\n## Response\n\
                 Returns `200 OK` and a [thing](../resources/thing.md) object.\n\n## Example\n\n### Request\n```http\n\
                 GET https://graph.microsoft.com/v1.0/things/1\n```\n\n### Response\n```http\nHTTP/1.1 200 OK\n\
                 Content-Type: application/json\n\n{answer}\n```\n"
            )
        };
        let pages = answers.iter().enumerate();
        let mut texts: Vec<(String, String)> = pages
            .map(|(at, answer)| (format!("api-reference/v1.0/api/thing-get{at}.md"), page(answer)))
            .collect();
        texts.push(("api-reference/v1.0/resources/thing.md".to_owned(), thing.to_owned()));
        let docs = Docs::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let fields = fields(&crate::read_docs(docs).api, "microsoft.graph.thing");
        fields.into_iter().map(|(_, ty)| ty).collect()
    }

    #[test]
    fn what_every_example_shows_is_taken() {
        let answer =
            r#"{ "state": "done", "words": ["a"], "kept": true, "size": 1.5, "part": { "state": "new" } }"#;
        let single = ["String", "Collection(String)", "Boolean", "Double", "microsoft.graph.thing"];
        assert_eq!(settled(&[answer, answer]), single);
    }

    #[test]
    fn a_row_that_one_example_follows_stays() {
        let told = ["Collection(String)", "String", "String", "String", "Collection(microsoft.graph.thing)"];
        let mixed = [
            r#"{ "state": "done", "kept": true, "size": 1, "part": {} }"#,
            r#"{ "state": ["done"], "kept": "no", "size": "1 kB", "part": [] }"#,
        ];
        assert_eq!(settled(&mixed), told);
        let words = [r#"{ "state": "state-value", "words": ["shown on one page"], "kept": null }"#];
        assert_eq!(settled(&words), told);
    }
}
