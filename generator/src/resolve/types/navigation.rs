//! Relationships that paths document and tables forget.
//!
//! ```text
//! GET /users/{id}                       → microsoft.graph.user
//! GET /users/{id}/transitiveMemberOf    → collection of microsoft.graph.directoryObject
//! ```
//! A table of `user` without `transitiveMemberOf` lacks a relationship: every part of a path is one, unless it calls something.
//! A relationship that the table gives one object of is a list when its path answers with several.

use std::collections::HashMap;

use crate::ir::{
    Content, Field, Method, Operation, PathTemplate, Place, Segment, Type, TypeDefinition, TypeKind,
};

/// Adds the relationships that the paths of `operations` show to `types`, which are sorted by name.
pub(crate) fn complete(types: &mut [TypeDefinition], operations: &[Operation]) {
    let mut walker = Walker::new(types, operations);
    let mut gets: Vec<(&Operation, Answer)> =
        operations.iter().filter_map(|operation| Some((operation, answer(operation)?))).collect();
    // Shorter paths first: they say what the longer ones start from.
    gets.sort_by_key(|(operation, _)| operation.segments.segments.len());
    for (operation, answer) in gets {
        walker.learn(operation, &answer);
    }
}

/// What a GET request answers with.
#[derive(Clone, Debug)]
struct Answer {
    name: String,
    list: bool,
    place: Place,
}

struct Walker<'t> {
    types: &'t mut [TypeDefinition],
    /// Dotted name → position in `types`.
    at: HashMap<String, usize>,
    /// The same in lower case.
    lower: HashMap<String, usize>,
    /// Path in lower case with blank placeholders → answer.
    answers: HashMap<String, Answer>,
}

/// No chain of the service's types is longer.
const LONGEST_CHAIN: usize = 64;

impl<'t> Walker<'t> {
    fn new(types: &'t mut [TypeDefinition], operations: &[Operation]) -> Self {
        let at = types.iter().enumerate().map(|(at, ty)| (ty.name.clone(), at)).collect();
        let lower = types.iter().enumerate().map(|(at, ty)| (ty.name.to_lowercase(), at)).collect();
        let answers = operations
            .iter()
            .filter_map(|operation| Some((operation.segments.identity(), answer(operation)?)))
            .collect();
        Self { types, at, lower, answers }
    }

    /// Takes the last part of a path as a relationship of what the rest leads to.
    fn learn(&mut self, operation: &Operation, answer: &Answer) {
        let Some((Segment::Literal(name), owner)) = operation.segments.segments.split_last() else { return };
        // "Range: lastRow" is the heading of a function or action.
        let called = operation.title.split_once(": ").is_some_and(|(word, _)| !word.contains(' '));
        if called || !is_relationship(name) {
            return;
        }
        let Some((owner, false)) = self.walk(owner) else { return };
        match self.field(owner, name) {
            Some((of, at)) => self.correct(of, at, answer),
            None => self.add(owner, name, answer, operation),
        }
    }

    /// The object that a path leads to, and whether it is a list.
    fn walk(&self, segments: &[Segment]) -> Option<(usize, bool)> {
        let mut here: Option<(usize, bool)> = None;
        for (number, segment) in segments.iter().enumerate() {
            here = match (here, segment) {
                (Some((ty, true)), Segment::Key(_) | Segment::NamedKey(_)) => Some((ty, false)),
                (_, Segment::Cast(name)) => {
                    let list = here.is_some_and(|(_, list)| list);
                    self.at.get(name).map(|&ty| (ty, list))
                }
                (Some((ty, false)), Segment::Literal(name)) => {
                    let known = self.field(ty, name).and_then(|(of, at)| self.target(of, at));
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
    fn root(&self, number: usize, segment: &Segment) -> Option<(usize, bool)> {
        let (0, Segment::Literal(name)) = (number, segment) else { return None };
        let lower = name.to_lowercase();
        let singular = match lower.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => lower.trim_end_matches('s').to_owned(),
        };
        let object = |name: String| {
            let &at = self.lower.get(&format!("microsoft.graph.{name}"))?;
            matches!(self.types[at].kind, TypeKind::Object { .. }).then_some(at)
        };
        let one =
            [format!("{lower}root"), format!("{singular}root"), lower.clone()].into_iter().find_map(object);
        match one {
            Some(at) => Some((at, false)),
            None => object(singular).filter(|_| lower.ends_with('s')).map(|at| (at, true)),
        }
    }

    /// What a GET request of a path answers with.
    fn answered(&self, segments: &[Segment]) -> Option<(usize, bool)> {
        let path = PathTemplate { segments: segments.to_vec() }.identity();
        let answer = self.answers.get(&path)?;
        Some((*self.at.get(&answer.name)?, answer.list))
    }

    /// A property of a type or its bases: the type that has it, and its position there.
    fn field(&self, ty: usize, name: &str) -> Option<(usize, usize)> {
        let mut here = Some(ty);
        for _ in 0..LONGEST_CHAIN {
            let TypeKind::Object { base, fields, .. } = &self.types[here?].kind else { return None };
            if let Some(at) = fields.iter().position(|field| field.name.eq_ignore_ascii_case(name)) {
                return Some((here?, at));
            }
            here = base.as_ref().and_then(|base| self.at.get(base)).copied();
        }
        None
    }

    fn target(&self, ty: usize, field: usize) -> Option<(usize, bool)> {
        let TypeKind::Object { fields, .. } = &self.types[ty].kind else { return None };
        let ty = &fields.get(field)?.ty;
        match ty.item() {
            Type::Named(name) => Some((*self.at.get(name)?, matches!(ty, Type::List(_)))),
            _ => None,
        }
    }

    /// Makes a relationship a list when its path answers with several objects of its type.
    fn correct(&mut self, ty: usize, field: usize, answer: &Answer) {
        let TypeKind::Object { fields, .. } = &mut self.types[ty].kind else { return };
        let field = &mut fields[field];
        let same = matches!(&field.ty, Type::Named(name) if *name == answer.name);
        if field.relationship && answer.list && same {
            field.ty = std::mem::take(&mut field.ty).list();
        }
    }

    fn add(&mut self, owner: usize, name: &str, answer: &Answer, operation: &Operation) {
        let object = |at: &usize| matches!(self.types[*at].kind, TypeKind::Object { .. } | TypeKind::Opaque);
        if !self.at.get(&answer.name).is_some_and(object) {
            return;
        }
        let TypeKind::Object { fields, .. } = &mut self.types[owner].kind else { return };
        let ty = Type::Named(answer.name.clone());
        fields.push(Field {
            name: name.to_owned(),
            ty: if answer.list { ty.list() } else { ty },
            relationship: true,
            nullable: true,
            read_only: false,
            required: false,
            select_only: false,
            default: None,
            filter: Vec::new(),
            orderby: false,
            search: false,
            deprecated: false,
            description: operation.description.clone(),
            place: answer.place,
        });
    }
}

/// What a GET request with one named answer gives.
fn answer(operation: &Operation) -> Option<Answer> {
    if operation.method != Method::Get {
        return None;
    }
    operation.responses.iter().find(|response| response.status == 200).and_then(|response| {
        let (ty, list) = match &response.content {
            Content::One { ty, .. } => (ty, false),
            Content::Collection { ty } => (ty, true),
            _ => return None,
        };
        match ty {
            Type::Named(name) if !name.contains('/') => {
                Some(Answer { name: name.clone(), list, place: response.place })
            }
            _ => None,
        }
    })
}

/// Whether a part of a path can be a relationship: functions stand in paths without parentheses at times.
fn is_relationship(name: &str) -> bool {
    const CALLS: [&str; 9] = ["get", "find", "is", "has", "filter", "list", "delta", "search", "check"];
    let calls = CALLS.iter().any(|verb| {
        name.strip_prefix(verb).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_uppercase))
    });
    !calls && !name.contains('.') && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::is_relationship;
    use crate::ir::{TypeKind, Version};
    use crate::load::Docs;

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
        let outcome = crate::read_docs(docs);
        let thing = outcome.api.version(Version::V1).and_then(|api| api.type_named("microsoft.graph.thing"));
        let Some(TypeKind::Object { fields, .. }) = thing.map(|ty| &ty.kind) else { panic!("no thing") };
        let parts = fields.iter().find(|field| field.name == "parts").map(|field| field.ty.to_string());
        assert_eq!(parts.as_deref(), Some("Collection(microsoft.graph.thing)"));
    }

    #[test]
    fn calls_are_no_relationships() {
        assert!(is_relationship("members") && is_relationship("issues"));
        assert!(!is_relationship("getByIds") && !is_relationship("delta"));
    }
}
