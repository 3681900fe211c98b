//! The types of the members that bodies list, by the pages about what is sent.
//!
//! ```text
//! PATCH /contacts/{id}                      `categories`, String        contact: `categories`, String collection
//! POST  /items/{id}/createLink → permission `expirationDateTime`, String    permission: `expirationDateTime`, DateTimeOffset
//! POST  /messages/{id}/createForward        `toRecipients`, any JSON    message: `toRecipients`, recipient collection
//! POST  /followedSites/add                  `value`, any list           what the path leads to: a list of site
//! ```
//! A table of members repeats the table of the type from memory, so that the type's own page is right. An enum that was made of the
//! values in its row has no page, and yields to what the body's table says. What an action takes has the name of a property by chance
//! at times: there the property decides where it says more alone.

use super::draft::Draft;
use super::navigation::Walker;
use crate::ir::{Body, Content, Method, Operation, OperationKind, Primitive, Segment, Type, TypeId};

/// Gives members of bodies the types of the properties that they are.
pub(super) fn infer(draft: &mut Draft<'_>, operations: &mut [Operation]) {
    let walker = Walker::new(draft, operations);
    let owners: Vec<_> = operations
        .iter()
        .map(|operation| (owners(&walker, operation), collection(&walker, operation)))
        .collect();
    for (operation, (owners, collection)) in operations.iter_mut().zip(owners) {
        let is_action = operation.kind == OperationKind::Action;
        let decides = |property: &Type, member: &Type| match is_action {
            true => says_more(property, member),
            false => !is_derived(&walker, member, property),
        };
        let Body::Parameters { parameters, .. } = &mut operation.body else { continue };
        for parameter in parameters {
            let listed = collection.clone().filter(|_| parameter.name == "value");
            let known = || owners.iter().find_map(|&owner| property(&walker, owner, &parameter.name));
            if let Some(ty) = listed.or_else(known)
                && decides(&ty, &parameter.ty)
            {
                parameter.ty = ty;
            }
        }
    }
}

/// What an action on a collection takes as `value`: objects of the collection.
fn collection(walker: &Walker<'_, '_>, operation: &Operation) -> Option<Type> {
    let (_, owner) = operation.segments.segments.split_last()?;
    let (ty, list) = walker.walk(owner).filter(|_| operation.kind == OperationKind::Action)?;
    list.then(|| Type::Named(ty).list())
}

/// The types whose properties a body can list: the one that its page names, that of the answer, and that of the path.
fn owners(walker: &Walker<'_, '_>, operation: &Operation) -> Vec<TypeId> {
    let Body::Parameters { of, .. } = &operation.body else { return Vec::new() };
    if !matches!(operation.method, Method::Patch | Method::Post | Method::Put) {
        return Vec::new();
    }
    let given = operation.responses.iter().find_map(|response| match &response.content {
        Content::One { ty, .. } => Some(ty),
        _ => None,
    });
    let path = operation.segments.segments.as_slice();
    let path = match path {
        [owner @ .., Segment::Literal(_)] if operation.kind == OperationKind::Action => owner,
        path => path,
    };
    let named = [of.as_ref(), given].into_iter().flatten().filter_map(|ty| match ty {
        Type::Named(ty) => Some(*ty),
        _ => None,
    });
    named.chain(walker.walk(path).map(|(ty, _)| ty)).collect()
}

/// The type of a property, where a page about a type gives it one. A relationship is written otherwise than it is read.
fn property(walker: &Walker<'_, '_>, owner: TypeId, name: &str) -> Option<Type> {
    let field = walker.field(owner, name)?;
    let is_known = match field.ty.item() {
        Type::Named(ty) => walker.is_documented(*ty),
        ty => *ty != Type::Json,
    };
    (!field.relationship && is_known).then(|| field.ty.clone())
}

/// Whether a member has a type that is derived from that of the property, and so says more than it.
fn is_derived(walker: &Walker<'_, '_>, member: &Type, property: &Type) -> bool {
    let is_list = |ty: &Type| matches!(ty, Type::List(_));
    is_list(property) == is_list(member) && walker.is_derived(member.item(), property.item())
}

/// Whether the type of a property says more than that of the member: anything more than JSON, more than a text of some form.
fn says_more(property: &Type, member: &Type) -> bool {
    match (member, property) {
        (Type::Json, _) => true,
        (Type::List(item), Type::List(_)) if **item == Type::Json => true,
        (Type::Primitive(Primitive::String), Type::Primitive(other)) => matches!(
            other,
            Primitive::DateTimeOffset
                | Primitive::Date
                | Primitive::TimeOfDay
                | Primitive::Duration
                | Primitive::Guid
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Body, Parameter, Version};
    use crate::load::Docs;

    /// The members that a request lists, with a type page that has a word, a list, a time and an enum of the values in its row.
    #[track_caller]
    fn check(title: &str, request: &str, expected: &[&str]) {
        let thing = "# thing resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|Description|\n\
                     |:---|:---|:---|\n|word|Int32|A word.|\n|words|String collection|Words.|\n|since|DateTimeOffset|A time.|\n\
                     |size|String|The size. Possible values are: `small`, `large`.|\n";
        let page = format!(
            "# {title}\n\nNamespace: microsoft.graph\n\n## HTTP request\n```http\n{request}\n```\n\n## Request body\n\
             |Property|Type|Description|\n|:---|:---|:---|\n|word|String|A word.|\n|words|String|Words.|\n|since|String|A time.|\n\
             |size|String|The size.|\n\n## Response\nReturns `200 OK` and a [thing](../resources/thing.md) object.\n"
        );
        let docs = Docs::from_texts([
            ("api-reference/v1.0/resources/thing.md", thing),
            ("api-reference/v1.0/api/thing-change.md", page.as_str()),
        ]);
        let outcome = crate::read_docs(docs);
        let version = outcome.api.version(Version::V1).expect("the version");
        let Body::Parameters { parameters, .. } = &version.operations[0].body else { panic!("no members") };
        let member = |member: &Parameter| format!("{}: {}", member.name, version.spelled(&member.ty));
        let members: Vec<String> = parameters.iter().map(member).collect();
        assert_eq!(members, expected);
    }

    #[test]
    fn the_page_about_the_type_decides() {
        let changed = ["word: Int32", "words: Collection(String)", "since: DateTimeOffset", "size: String"];
        check("Update thing", "PATCH /things/{id}", &changed);
    }

    #[test]
    fn objects_are_added_to_a_collection() {
        let things = "# List things\n\nNamespace: microsoft.graph\n\n## HTTP request\n```http\nGET /things\n```\n\n## Response\n\
                      Returns `200 OK` and a collection of [thing](../resources/thing.md) objects.\n";
        let add = "# thing: add\n\nNamespace: microsoft.graph\n\n## HTTP request\n```http\nPOST /things/add\n```\n\n## Example\n\
                   ```http\nPOST https://graph.microsoft.com/v1.0/things/add\n\n{ \"value\": [{ \"id\": \"1\" }] }\n```\n";
        let docs = Docs::from_texts([
            ("api-reference/v1.0/api/thing-list.md", things),
            ("api-reference/v1.0/api/thing-add.md", add),
        ]);
        let outcome = crate::read_docs(docs);
        let version = outcome.api.version(Version::V1).expect("the version");
        let add =
            version.operations.iter().find(|operation| operation.path == "/things/add").expect("the action");
        let Body::Parameters { parameters, .. } = &add.body else { panic!("no members") };
        assert_eq!(version.spelled(&parameters[0].ty).to_string(), "Collection(microsoft.graph.thing)");
    }

    #[test]
    fn what_an_action_takes_is_a_property_where_that_says_more() {
        let changed = ["word: String", "words: String", "since: DateTimeOffset", "size: String"];
        check("thing: copy", "POST /things/{id}/copy", &changed);
    }
}
