//! Relationships that paths document and tables forget.
//!
//! ```text
//! GET  /users/{id}                          → microsoft.graph.user
//! GET  /users/{id}/transitiveMemberOf       → collection of microsoft.graph.directoryObject
//! GET  /journals/{id}/journalLines/{id}     → microsoft.graph.journalLine, one of a collection
//! PUT  /groups/{id}/team                    → microsoft.graph.team
//! POST /external/connections/{id}/groups    → 201 with a microsoft.graph.externalGroup, one of a collection
//! GET  /deviceManagement/virtualEndpoint/…  a part that nothing answers for, of a documented type of that name
//! GET  /users/{id}/analytics/settings       the same of a type with the owner's name before it: microsoft.graph.userAnalytics
//! GET  /users/{id}/authentication/methods   the same of a type that no page documents: any JSON
//! ```
//! A table of `user` without `transitiveMemberOf` lacks a relationship: every part of a path is one, unless it calls something.
//! A relationship that the table gives one object of is a list when its path answers with several.

use std::collections::{HashMap, HashSet};

use super::draft::{Change, Draft, Patch};
use crate::ir::{
    Content, Field, Method, Operation, OperationKind, Parameter, ParameterLocation, PathTemplate, Segment,
    SourceLocation, Type, TypeDefinition, TypeId, TypeKind, lineage,
};
use crate::names::short;
use crate::page::words::names::singular;
use crate::resolve::kind::is_verb;

/// Adds the relationships that the paths of `operations` show.
pub(super) fn infer(draft: &mut Draft<'_>, operations: &[Operation]) {
    let mut shown: Vec<(&Operation, &[Segment], Answer)> =
        operations.iter().filter_map(|operation| shown(operation, draft.types)).collect();
    let mut walker = Walker::new(draft, operations);
    // Shorter paths first: they say what the longer ones start from.
    shown.sort_by_key(|(_, path, _)| path.len());
    for (operation, path, answer) in shown {
        walker.learn(operation, path, &answer);
    }
    for operation in operations {
        walker.learn_between(operation);
    }
}

/// The path that an operation shows a relationship at the end of, and what stands there.
fn shown<'o>(
    operation: &'o Operation,
    types: &[TypeDefinition],
) -> Option<(&'o Operation, &'o [Segment], Answer)> {
    let path = operation.segments.segments.as_slice();
    let answer = answer(operation, types)?;
    Some(match (operation.method, path) {
        // One member of a collection.
        (Method::Get, [collection @ .., Segment::Key(_)]) if !answer.list => {
            (operation, collection, Answer { list: true, ..answer })
        }
        (Method::Get, _) => (operation, path, answer),
        (Method::Put, _) if !answer.list => (operation, path, answer),
        (Method::Post, _) if operation.kind == OperationKind::Create && !answer.list => {
            (operation, path, Answer { list: true, ..answer })
        }
        _ => return None,
    })
}

/// What a request answers with.
#[derive(Clone, Debug)]
struct Answer {
    ty: TypeId,
    list: bool,
    place: SourceLocation,
}

/// Goes along paths from type to type.
pub(super) struct Walker<'w, 'a> {
    draft: &'w mut Draft<'a>,
    /// Path in lower case with blank placeholders → answer.
    answers: HashMap<String, Answer>,
    /// Types of properties: values, which no part of a path leads to by its name alone.
    values: HashSet<TypeId>,
    /// Names of functions: some paths call them without arguments.
    functions: HashSet<String>,
}

impl<'w, 'a> Walker<'w, 'a> {
    pub(super) fn new(draft: &'w mut Draft<'a>, operations: &[Operation]) -> Self {
        let answers = operations
            .iter()
            .filter(|operation| operation.method == Method::Get)
            .filter_map(|operation| Some((operation.segments.identity(), answer(operation, draft.types)?)))
            .collect();
        let values = draft.types.iter().flat_map(values_of).collect();
        let functions = operations
            .iter()
            .flat_map(|operation| &operation.segments.segments)
            .filter_map(|segment| match segment {
                Segment::Function { name, .. } => Some(name.to_lowercase()),
                _ => None,
            })
            .collect();
        Self { draft, answers, values, functions }
    }

    /// Takes the last part of a path as a relationship of what the rest leads to.
    fn learn(&mut self, operation: &Operation, path: &[Segment], answer: &Answer) {
        let Some((Segment::Literal(name), owner)) = path.split_last() else { return };
        if operation.kind.is_call() || !is_relationship(name) {
            return;
        }
        let Some((owner, false)) = self.walk(owner) else { return };
        match self.draft.field(owner, name) {
            Some((of, at)) if operation.method == Method::Get => self.correct(of, at, answer),
            Some(_) => {}
            None => self.add(owner, name, answer, &operation.description),
        }
    }

    /// Takes the parts of a path that no table and no request knows as relationships to the documented types of their names.
    fn learn_between(&mut self, operation: &Operation) {
        let path = operation.segments.segments.as_slice();
        for end in 1..path.len() {
            let Segment::Literal(name) = &path[end] else { continue };
            let Some((owner, false)) = self.walk(&path[..end]) else { continue };
            if !is_relationship(name)
                || self.draft.field(owner, name).is_some()
                || self.answered(&path[..=end]).is_some()
            {
                continue;
            }
            let next = path.get(end + 1);
            let ty = match next {
                // What a key follows is a collection; those are known by their members.
                Some(Segment::Key(_)) => continue,
                Some(_) => self.singleton(name).or_else(|| self.part_of(owner, name)),
                None if matches!(operation.method, Method::Patch | Method::Delete) => {
                    self.part_of(owner, name)
                }
                None => None,
            };
            let place = operation.pages.first().map_or_else(SourceLocation::default, |page| page.place);
            match (ty, next) {
                (Some(ty), _) => {
                    let answer = Answer { ty, list: false, place };
                    self.add(owner, name, &answer, "");
                }
                // What it leads to is documented nowhere, but something is there.
                (None, Some(Segment::Literal(_) | Segment::Function { .. })) => {
                    self.add_any(owner, name, place)
                }
                (None, _) => {}
            }
        }
    }

    /// The documented object whose name is that of the owner and of the part: `userAnalytics` below `/users/{id}/analytics`.
    fn part_of(&self, owner: TypeId, name: &str) -> Option<TypeId> {
        let owner = short(&self.draft.types[owner].name);
        self.object(&format!("{owner}{name}").to_lowercase())
    }

    /// The documented object that a part of a path leads to by its name: `virtualEndpoint`, or `reports` for `reportRoot`.
    fn singleton(&self, name: &str) -> Option<TypeId> {
        let lower = name.to_lowercase();
        [format!("{lower}root"), format!("{}root", singular(&lower)), lower]
            .into_iter()
            .find_map(|name| self.object(&name))
            .filter(|at| !self.values.contains(at))
    }

    /// The object of that name in lower case in the service's own namespace.
    fn object(&self, name: &str) -> Option<TypeId> {
        let &at = self.draft.lower.get(&format!("microsoft.graph.{name}"))?;
        matches!(self.draft.types[at].kind, TypeKind::Object { .. }).then_some(at)
    }

    /// The object that a path leads to, and whether it is a list.
    pub(super) fn walk(&self, segments: &[Segment]) -> Option<(TypeId, bool)> {
        let mut here: Option<(TypeId, bool)> = None;
        for (number, segment) in segments.iter().enumerate() {
            here = match (here, segment) {
                // A page can say that a collection is read and show one object of it: what a key follows is a list all the same.
                (Some((ty, _)), Segment::Key(_) | Segment::NamedKey(_)) => Some((ty, false)),
                (_, Segment::Cast(name)) => {
                    let list = here.is_some_and(|(_, list)| list);
                    self.draft.id(name).map(|ty| (ty, list))
                }
                (Some((ty, false)), Segment::Literal(name)) => {
                    let known = self.draft.field(ty, name).and_then(|(of, at)| self.target(of, at));
                    known.or_else(|| self.answered(&segments[..=number]))
                }
                _ => self.answered(&segments[..=number]).or_else(|| self.root(number, segment)),
            };
            // Roots that no page is about may still have members that are answered for.
            if here.is_none() && number + 1 == segments.len() {
                return None;
            }
        }
        here
    }

    /// The type of a root that no request answers for, by its name: `policies` is a `policyRoot`, `print` a `print`, `chats` a list
    /// of `chat`.
    fn root(&self, number: usize, segment: &Segment) -> Option<(TypeId, bool)> {
        let (0, Segment::Literal(name)) = (number, segment) else { return None };
        let lower = name.to_lowercase();
        match self.singleton(name) {
            Some(at) => Some((at, false)),
            None => Some(singular(&lower))
                .filter(|one| *one != lower)
                .and_then(|one| self.object(&one))
                .map(|at| (at, true)),
        }
    }

    /// What a GET request of a path answers with.
    fn answered(&self, segments: &[Segment]) -> Option<(TypeId, bool)> {
        let path = PathTemplate::identity_of(segments);
        self.answers.get(&path).map(|answer| (answer.ty, answer.list))
    }

    /// A property of a type or its bases.
    pub(super) fn field(&self, ty: TypeId, name: &str) -> Option<&Field> {
        let (of, at) = self.draft.field(ty, name)?;
        self.draft.types[of].fields().get(at)
    }

    /// Whether pages are about a type: it is opaque when none is, and made when only the row of a property lists its values.
    pub(super) fn is_documented(&self, ty: TypeId) -> bool {
        let ty = &self.draft.types[ty];
        !matches!(ty.kind, TypeKind::Opaque) && !ty.name.contains('/')
    }

    /// Whether a type is derived from another.
    pub(super) fn is_derived(&self, ty: &Type, base: &Type) -> bool {
        let (&Type::Named(ty), &Type::Named(base)) = (ty, base) else { return false };
        lineage(self.draft.types, ty).skip(1).any(|other| other == base)
    }

    fn target(&self, ty: TypeId, field: usize) -> Option<(TypeId, bool)> {
        let ty = &self.draft.types[ty].fields().get(field)?.ty;
        ty.named().map(|named| (named, matches!(ty, Type::List(_))))
    }

    /// Makes a relationship a list when its path answers with several objects of its type.
    fn correct(&mut self, ty: TypeId, at: usize, answer: &Answer) {
        let Some(field) = self.draft.types[ty].fields().get(at) else { return };
        if field.relationship && answer.list && field.ty == Type::Named(answer.ty) {
            let change = Change::Retype { field: at, ty: field.ty.clone().list() };
            self.draft.apply(Patch { ty, change });
        }
    }

    fn add(&mut self, owner: TypeId, name: &str, answer: &Answer, description: &str) {
        if matches!(self.draft.types[answer.ty].kind, TypeKind::Enum { .. }) {
            return;
        }
        let ty = Type::Named(answer.ty);
        self.push(owner, name, if answer.list { ty.list() } else { ty }, description, answer.place);
    }

    /// Adds a relationship to objects of a type that no page documents.
    fn add_any(&mut self, owner: TypeId, name: &str, place: SourceLocation) {
        if self.functions.contains(&name.to_lowercase()) {
            return;
        }
        self.push(owner, name, Type::Json, "", place);
    }

    fn push(&mut self, owner: TypeId, name: &str, ty: Type, description: &str, place: SourceLocation) {
        let description = description.to_owned();
        let field = Field { relationship: true, description, ..Field::plain(name, ty, place) };
        self.draft.apply(Patch { ty: owner, change: Change::Add(field) });
    }
}

/// What a request with one named answer gives. The page of a request with `$expand` in its line is about what is expanded, and not
/// about what the path leads to.
fn answer(operation: &Operation, types: &[TypeDefinition]) -> Option<Answer> {
    let expands =
        |parameter: &Parameter| parameter.location == ParameterLocation::Query && parameter.name == "$expand";
    if operation.parameters.iter().any(expands) {
        return None;
    }
    operation.responses.iter().find(|response| matches!(response.status, 200 | 201)).and_then(|response| {
        let (ty, list) = match &response.content {
            Content::One { ty, .. } => (ty, false),
            Content::Collection { ty } => (ty, true),
            _ => return None,
        };
        match ty {
            Type::Named(ty) if !types[*ty].name.contains('/') => {
                Some(Answer { ty: *ty, list, place: response.place })
            }
            _ => None,
        }
    })
}

/// The types that the properties of a type have, its relationships aside.
fn values_of(ty: &TypeDefinition) -> impl Iterator<Item = TypeId> {
    ty.fields().iter().filter(|field| !field.relationship).filter_map(|field| field.ty.named())
}

/// Whether a part of a path can be a relationship.
fn is_relationship(name: &str) -> bool {
    !is_verb(name) && !name.contains('.') && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::is_relationship;
    use crate::load::Docs;
    use crate::resolve::fixture::fields;

    #[test]
    fn paths_show_relationships() {
        let thing = "# thing resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|Description|\n\
                     |:---|:---|:---|\n|id|String|Key.|\n";
        let list = "# List parts\n\nNamespace: microsoft.graph\n\n## HTTP request\n```http\nGET /things/{id}/parts\n```\n\n\
                    ## Response\nIf successful, this method returns a `200 OK` response code and a collection of \
                    [thing](../resources/thing.md) objects.\n";
        let docs = Docs::from_texts([
            ("api-reference/v1.0/resources/thing.md", thing),
            ("api-reference/v1.0/api/thing-list-parts.md", list),
        ]);
        let fields = fields(&crate::read_docs(docs).api, "microsoft.graph.thing");
        let parts = fields.iter().find(|(name, _)| name == "parts").map(|(_, ty)| ty.as_str());
        assert_eq!(parts, Some("Collection(microsoft.graph.thing)"));
    }

    fn resource(name: &str) -> (String, String) {
        let text = format!(
            "# {name} resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|Description|\n\
             |:---|:---|:---|\n|id|String|Key.|\n"
        );
        (format!("api-reference/v1.0/resources/{}.md", name.to_lowercase()), text)
    }

    fn page(file: &str, title: &str, requests: &str, answer: &str) -> (String, String) {
        let text = format!(
            "# {title}\n\nNamespace: microsoft.graph\n\n## HTTP request\n```http\n{requests}\n```\n\n## Response\n\
             If successful, this method returns a {answer} object.\n"
        );
        (format!("api-reference/v1.0/api/{file}.md"), text)
    }

    /// What a `thing` has beside its key.
    fn of_a_thing(texts: &[(String, String)]) -> Vec<String> {
        let docs = Docs::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let fields = fields(&crate::read_docs(docs).api, "microsoft.graph.thing");
        let mut shown: Vec<String> =
            fields.iter().skip(1).map(|(name, ty)| format!("{name}: {ty}")).collect();
        shown.sort();
        shown
    }

    const THING: &str = "`200 OK` response code and a [thing](../resources/thing.md)";

    #[test]
    fn keys_creating_and_parts_between_show_relationships() {
        let made = "`201 Created` response code and a [part](../resources/part.md)";
        let part = "`200 OK` response code and a [part](../resources/part.md)";
        let shown = of_a_thing(&[
            resource("thing"),
            resource("part"),
            resource("desk"),
            page("thing-get", "Get thing", "GET /things/{id}", THING),
            page("part-get", "Get part", "GET /things/{id}/bits/{id}", part),
            page("part-post", "Create part", "POST /things/{id}/parts", made),
            page("part-add", "Create part", "POST /things/{id}/add", made),
            page("desk-get", "Get part", "GET /things/{id}/desk/piece", part),
        ]);
        let parts = "Collection(microsoft.graph.part)";
        assert_eq!(
            shown,
            [format!("bits: {parts}"), "desk: microsoft.graph.desk".to_owned(), format!("parts: {parts}")]
        );
    }

    #[test]
    fn parts_of_other_types_and_of_none() {
        let things = "GET /things/{id}/state/last\nGET /things/{id}/words/first\nGET /things/{id}/range/last\n\
                      GET /things/{id}/range(name='{name}')\nDELETE /things/{id}/share";
        let shown = of_a_thing(&[
            resource("thing"),
            resource("thingState"),
            resource("thingShare"),
            page("thing-list", "Get thing", "GET /things", THING),
            page("thing-get", "Get thing", things, THING),
        ]);
        let state = "state: microsoft.graph.thingState";
        assert_eq!(shown, ["share: microsoft.graph.thingShare", state, "words: Json"]);
    }

    #[test]
    fn calls_are_no_relationships() {
        assert!(is_relationship("members") && is_relationship("issues"));
        assert!(!is_relationship("getByIds") && !is_relationship("delta"));
    }
}
