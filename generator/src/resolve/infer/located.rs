//! Bases that addresses show.
//!
//! ```text
//! POST /calls/{id}/record            answers with a recordOperation
//! Location: /calls/1/operations/2    an address of a commsOperation, whose rows the table of recordOperation repeats
//! ```
//! So a `recordOperation` is a `commsOperation`: it is derived from it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::answered::{answered, own_type};
use super::draft::{Change, Draft, Patch};
use super::navigation::Walker;
use crate::ir::{Content, Example, Field, Key, Operation, Segment, Type, TypeId, TypeKind, lineage};
use crate::page;

const ENTITY: &str = "microsoft.graph.entity";

/// Gives types the bases that the addresses of answers show.
pub(super) fn infer(draft: &mut Draft<'_>, operations: &[Operation]) {
    let answers: Vec<(TypeId, &str)> = operations
        .iter()
        .flat_map(|operation| operation.examples.iter().map(move |example| (operation, example)))
        .filter_map(|(operation, example)| answer(draft, operation, example))
        .collect();
    let walker = Walker::new(draft, operations);
    let mut located: BTreeMap<TypeId, BTreeSet<TypeId>> = BTreeMap::new();
    for (ty, address) in answers {
        if let Some(at) = address_of(&walker, address) {
            located.entry(ty).or_default().insert(at);
        }
    }
    for (ty, bases) in located {
        let (Some(&base), 1) = (bases.first(), bases.len()) else { continue };
        if lineage(draft.types, base).all(|above| above != ty) && repeats(draft, ty, base) {
            draft.apply(Patch { ty, change: Change::Derive(base) });
        }
    }
}

/// The type of the object that an example answers with, and where the object is said to be.
fn answer<'o>(draft: &Draft<'_>, operation: &Operation, example: &'o Example) -> Option<(TypeId, &'o str)> {
    let (_, address) = example.response.as_ref()?.headers.iter().find(|(name, _)| is_location(name))?;
    let (Content::One { ty: Type::Named(said), .. }, Value::Object(members)) = answered(operation, example)?
    else {
        return None;
    };
    let ty = own_type(&members).map_or(Some(*said), |name| draft.id(name))?;
    Some((ty, address))
}

fn is_location(header: &str) -> bool {
    header.eq_ignore_ascii_case("location")
}

/// The type of the object at an address.
fn address_of(walker: &Walker<'_, '_>, address: &str) -> Option<TypeId> {
    let mut here: Vec<Segment> = Vec::new();
    for segment in page::parse_path(address).template.segments {
        here.push(segment);
        // What is no part of an object is the key of one.
        if let Some(last) = here.last_mut()
            && matches!(last, Segment::Literal(_))
        {
            let literal = last.clone();
            if walker.walk(&here).is_none() {
                let end = here.len() - 1;
                here[end] = Segment::Key(Key::plain("id"));
                if walker.walk(&here).is_none() {
                    here[end] = literal;
                }
            }
        }
    }
    walker.walk(&here).and_then(|(at, list)| (!list).then_some(at))
}

/// Whether a type that is derived from none, or from `entity`, has most properties of another and of those above it, the key aside.
fn repeats(draft: &Draft<'_>, ty: TypeId, of: TypeId) -> bool {
    let TypeKind::Object { base, fields, .. } = &draft.types[ty].kind else { return false };
    let is_list = |field: &Field| matches!(field.ty, Type::List(_));
    let has =
        |wanted: &Field| fields.iter().any(|own| own.name == wanted.name && is_list(own) == is_list(wanted));
    let inherited =
        lineage(draft.types, of).flat_map(|ty| draft.types[ty].fields()).filter(|field| field.name != "id");
    let (repeated, missing): (Vec<&Field>, Vec<&Field>) = inherited.partition(|field| has(field));
    base.is_none_or(|base| draft.types[base].name == ENTITY) && repeated.len() > missing.len()
}

#[cfg(test)]
mod tests {
    use crate::ir::Version;
    use crate::load::Docs;

    fn resource(name: &str, rows: &str) -> (String, String) {
        let text = format!(
            "# {name} resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|Description|\n\
             |:---|:---|:---|\n|id|String|Key.|\n{rows}"
        );
        (format!("api-reference/v1.0/resources/{name}.md"), text)
    }

    /// The base and the own properties of the type that a wash answers with.
    fn wash(rows: &str, location: &str) -> (Option<String>, Vec<String>) {
        let answer =
            |name: &str| format!("`200 OK` response code and a [{name}](../resources/{name}.md) object.\n");
        let get = |name: &str, path: &str| {
            let text = format!(
                "# Get {name}\n\n## HTTP request\n```http\nGET {path}\n```\n\n## Response\n{}",
                answer(name)
            );
            (format!("api-reference/v1.0/api/{name}-get.md"), text)
        };
        let post = format!(
            "# car: wash\n\n## HTTP request\n```http\nPOST /cars/{{id}}/wash\n```\n\n## Response\n{}\n## Examples\n\
             <!-- {{\"blockType\": \"request\", \"name\": \"wash\"}} -->\n```http\n\
             POST https://graph.microsoft.com/v1.0/cars/1/wash\n```\n\
             <!-- {{\"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.washJob\"}} -->\n```http\n\
             HTTP/1.1 200 OK\nLocation: {location}\nContent-type: application/json\n\n{{\"id\": \"2\"}}\n```\n",
            answer("washJob")
        );
        let pages = [
            resource("job", "|state|String|x|\n|started|DateTimeOffset|x|\n"),
            resource("washJob", rows),
            resource("car", ""),
            get("car", "/cars/{id}"),
            get("job", "/cars/{id}/jobs/{id}"),
            ("api-reference/v1.0/api/car-wash.md".to_owned(), post),
        ];
        let docs = Docs::from_texts(pages.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let api = crate::read_docs(docs).api;
        let version = api.version(Version::V1).expect("there are pages");
        let job = version.type_named("microsoft.graph.washJob").expect("a page is about it");
        let base = job.base().map(|base| version[base].name.clone());
        (base, job.fields().iter().map(|field| field.name.clone()).collect())
    }

    const ROWS: &str = "|state|String|x|\n|started|DateTimeOffset|x|\n|water|Int32|x|\n";

    #[test]
    fn what_stands_at_an_address_is_derived_from_what_the_address_leads_to() {
        let (base, own) = wash(ROWS, "https://graph.microsoft.com/v1.0/cars/1/jobs/2");
        assert_eq!((base.as_deref(), own), (Some("microsoft.graph.job"), vec!["water".to_owned()]));
    }

    #[test]
    fn other_addresses_and_other_properties_show_no_base() {
        assert_eq!(wash(ROWS, "https://graph.microsoft.com/v1.0/cars/1/wheels/2").0, None);
        assert_eq!(wash("|water|Int32|x|\n|state|String|x|\n", "/cars/1/jobs/2").0, None);
    }
}
