//! Operations → the tree of builders, with every name decided.

use std::collections::{BTreeMap, HashSet};

use super::query::{self, QueryMethod};
use super::verbs::{Verb, verb};
use super::{Area, Argument, Call, Navigation, PathSegment, RequestBuilder, VersionClient};
use crate::ir::{
    ApiVersion, Key, Method, Operation, OperationId, ParameterLocation, PathTemplate, PerOperation,
    Primitive, Segment, Type,
};
use crate::names::{Names, pascal, screaming, short, snake};

/// The client of one API version.
pub(crate) fn build(api: &ApiVersion) -> VersionClient<'_> {
    let mut tree = Tree::default();
    for (id, operation) in api.identified() {
        tree.add(id, operation);
    }
    let constants = constants(api, &tree);
    let query = query::methods(api);
    let mut areas = Vec::new();
    let mut modules = Names::reserving(&["operations", "models", "parameters", "query"]);
    for (_, (appends, child)) in std::mem::take(&mut tree.children) {
        let Some(append) = appends.into_iter().next() else {
            continue;
        };
        let method = modules.take(method_name(&append));
        let mut builder = AreaBuilder {
            api,
            builders: Vec::new(),
            names: Names::default(),
            constants: &constants,
            query: &query,
        };
        builder.place(&[&append], child);
        areas.push(Area {
            module: method.clone(),
            entry: Navigation { method, append },
            builders: builder.builders,
        });
    }
    VersionClient { version: api.version, areas, query }
}

/// The paths of the operations as a tree; its edges are segments.
#[derive(Default)]
struct Tree {
    /// The path up to here.
    path: String,
    /// What leads to each child, by the child's identity. Several ways can lead to one item.
    children: BTreeMap<String, (Vec<PathSegment>, Tree)>,
    operations: Vec<OperationId>,
}

impl Tree {
    fn add(&mut self, id: OperationId, operation: &Operation) {
        let mut here = self;
        let mut walked = PathTemplate::default();
        for segment in &operation.segments.segments {
            walked.segments.push(segment.clone());
            let Some((identity, append)) = typed_edge(operation, segment) else {
                break;
            };
            let (appends, child) = here.children.entry(identity).or_default();
            match appends.iter_mut().find(|known| same_segment(known, &append)) {
                Some(known) => agree(known, &append),
                None => appends.push(append),
            }
            if child.path.is_empty() {
                child.path = walked.to_string();
            }
            here = child;
        }
        here.operations.push(id);
    }

    /// The builder of a request: where its last segment but `$ref`, `$value` and `$count` leads.
    fn at(&self, operation: &Operation) -> &Self {
        let mut here = self;
        for segment in &operation.segments.segments {
            let Some((_, child)) = edge(segment).and_then(|(identity, _)| here.children.get(&identity))
            else {
                break;
            };
            here = child;
        }
        here
    }

    fn verb(&self, operation: &Operation) -> Verb {
        verb(operation, !self.children.is_empty())
    }
}

/// The identity of the one child that keys lead to.
const ITEM: &str = "{}";

/// What a segment appends, and what makes it the same edge as another. `$ref`, `$value` and `$count` lead nowhere.
pub(super) fn edge(segment: &Segment) -> Option<(String, PathSegment)> {
    Some(match segment {
        Segment::Literal(name) => (name.to_lowercase(), PathSegment::Literal(name.clone())),
        Segment::Cast(name) => (name.to_lowercase(), PathSegment::Literal(name.clone())),
        Segment::Key(key) => match &key.property {
            None => (ITEM.to_owned(), PathSegment::Key("id".to_owned())),
            Some(property) => {
                (ITEM.to_owned(), PathSegment::NamedKey(vec![(property.clone(), snake(property))]))
            }
        },
        Segment::NamedKey(pairs) => {
            let named: Option<Vec<(String, String)>> = pairs
                .iter()
                .map(|pair| Some((pair.property.clone()?, snake(pair.property.as_ref()?))))
                .collect();
            let append = named.map_or_else(|| PathSegment::Key("id".to_owned()), PathSegment::NamedKey);
            (ITEM.to_owned(), append)
        }
        Segment::Function { name, arguments } => {
            let mut names = Names::default();
            let arguments: Vec<Argument> = arguments
                .iter()
                .map(|argument| Argument {
                    wire: argument.name.clone(),
                    rust: names.take(snake(&argument.name)),
                    quoted: argument.quoted,
                    ty: None,
                })
                .collect();
            let wires: Vec<&str> = arguments.iter().map(|argument| argument.wire.as_str()).collect();
            (
                format!("{}({})", name, wires.join(",")).to_lowercase(),
                PathSegment::Function(name.clone(), arguments),
            )
        }
        Segment::DrivePath(_) => (":/".to_owned(), PathSegment::DrivePath("path".to_owned())),
        Segment::Ref | Segment::Value | Segment::Count => return None,
    })
}

/// The same, with the types that an operation's docs give the arguments of a function.
fn typed_edge(operation: &Operation, segment: &Segment) -> Option<(String, PathSegment)> {
    let (identity, mut append) = edge(segment)?;
    if let (PathSegment::Function(_, arguments), Segment::Function { arguments: documented, .. }) =
        (&mut append, segment)
    {
        for (argument, documented) in arguments.iter_mut().zip(documented) {
            argument.ty = documented_type(operation, &documented.placeholder);
        }
    }
    Some((identity, append))
}

fn documented_type(operation: &Operation, placeholder: &str) -> Option<Type> {
    let mut parameters = operation.parameters.iter();
    let parameter = parameters.find(|parameter| {
        parameter.location == ParameterLocation::Function && parameter.name == placeholder
    })?;
    // What stands in no table is taken for text.
    let is_guess = parameter.type_text.is_empty() && parameter.ty == TEXT;
    (!is_guess).then(|| parameter.ty.clone())
}

const TEXT: Type = Type::Primitive(Primitive::String);

/// Settles the types of arguments that several requests have on their way.
fn agree(known: &mut PathSegment, other: &PathSegment) {
    let (PathSegment::Function(_, known), PathSegment::Function(_, other)) = (known, other) else {
        return;
    };
    for (known, other) in known.iter_mut().zip(other) {
        match (&known.ty, &other.ty) {
            (None, _) => known.ty.clone_from(&other.ty),
            (Some(one), Some(another)) if one != another => known.ty = Some(TEXT),
            _ => {}
        }
    }
}

pub(super) fn same_segment(a: &PathSegment, b: &PathSegment) -> bool {
    match (a, b) {
        (PathSegment::NamedKey(a), PathSegment::NamedKey(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((a, _), (b, _))| a.eq_ignore_ascii_case(b))
        }
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

struct AreaBuilder<'a, 'c> {
    api: &'a ApiVersion,
    builders: Vec<RequestBuilder<'a>>,
    names: Names,
    constants: &'c PerOperation<String>,
    query: &'c [QueryMethod<'a>],
}

impl<'a> AreaBuilder<'a, '_> {
    /// Adds a builder and all below it; gives back its position.
    fn place(&mut self, trail: &[&PathSegment], tree: Tree) -> usize {
        let api = self.api;
        let at = self.builders.len();
        let name = self.names.take(trail.iter().map(|append| type_word(append)).collect());
        self.builders.push(RequestBuilder {
            name,
            path: tree.path.clone(),
            navigations: Vec::new(),
            calls: Vec::new(),
            by_other_keys: Vec::new(),
        });
        let mut taken = Names::default();
        let (own, mut by_other_keys) = by_usual_key(api, &tree.operations);
        let mut calls: Vec<Call<'a>> = own
            .into_iter()
            .map(|id| (tree.verb(&api[id]), id))
            // An action or function below the root has no builder before it to stand on.
            .map(|(verb, id)| {
                (if at == 0 && !ends_in_suffix(&api[id]) { verb.on_own_place() } else { verb }, id)
            })
            .filter(|(verb, id)| verb.takes == 0 || ends_in_suffix(&api[*id]))
            .map(|(verb, id)| self.call(&verb, id, &mut taken))
            .collect();
        // Those that are methods of the builder before are told apart there.
        by_other_keys.retain(|&id| at == 0 || tree.verb(&api[id]).takes == 0 || ends_in_suffix(&api[id]));
        let mut navigations = Vec::new();
        for (_, (appends, child)) in tree.children {
            // Actions and functions without builders below them are methods here.
            let here = |&id: &OperationId| child.verb(&api[id]).takes == 1 && !ends_in_suffix(&api[id]);
            let (usual, others) = by_usual_key(api, &child.operations);
            for id in usual.into_iter().filter(here) {
                calls.push(self.call(&child.verb(&api[id]), id, &mut taken));
            }
            by_other_keys.extend(others.into_iter().filter(here));
            let own = !child.operations.iter().all(here);
            if !own && child.children.is_empty() {
                continue;
            }
            let first = appends.first().cloned();
            let mut trail = trail.to_vec();
            trail.extend(first.as_ref());
            let position = self.place(&trail, child);
            navigations.extend(appends.into_iter().map(|append| (append, position)));
        }
        let several = |append: &PathSegment, navigations: &[(PathSegment, usize)]| {
            let name = method_name(append);
            navigations.iter().filter(|(other, _)| method_name(other) == name).count() > 1
        };
        let navigations: Vec<(Navigation, usize)> = navigations
            .iter()
            .map(|(append, position)| {
                let name = if several(append, &navigations) {
                    long_method_name(append)
                } else {
                    method_name(append)
                };
                (Navigation { method: taken.take(name), append: append.clone() }, *position)
            })
            .collect();
        self.builders[at].navigations = navigations;
        self.builders[at].calls = calls;
        let named = |id| (self.constants[id].clone(), &api[id]);
        self.builders[at].by_other_keys = by_other_keys.into_iter().map(named).collect();
        at
    }

    fn call(&self, verb: &Verb, id: OperationId, taken: &mut Names) -> Call<'a> {
        let operation = &self.api[id];
        let append = match (verb.takes, operation.segments.segments.last()) {
            (1, Some(Segment::Ref)) => Some(PathSegment::Literal("$ref".to_owned())),
            (1, Some(Segment::Value)) => Some(PathSegment::Literal("$value".to_owned())),
            (1, Some(Segment::Count)) => Some(PathSegment::Literal("$count".to_owned())),
            (1, Some(last)) => typed_edge(operation, last).map(|(_, append)| append),
            _ => None,
        };
        let mut name = snake(&verb.name);
        if taken.has(&name)
            && let Some(PathSegment::Function(_, arguments)) = &append
        {
            name = snake(&format!("{} with {}", verb.name, wires(arguments)));
        }
        let mut parameters = Names::reserving(&["body", "reference", "content", "content_type"]);
        for name in append.iter().flat_map(parameters_of) {
            parameters.take(name);
        }
        let query = operation
            .parameters
            .iter()
            .filter(|parameter| query::is_asked_for(parameter))
            .map(|parameter| (parameter.name.clone(), parameters.take(snake(&parameter.name))))
            .collect();
        let optional_query =
            query::of(self.query, operation).map(|method| (method.wire, method.name.clone()));
        Call {
            method: taken.take(name),
            constant: self.constants[id].clone(),
            append,
            query,
            optional_query: optional_query.collect(),
            id,
            operation,
        }
    }
}

/// Parts operations from those that differ from one of them only in how a key before them is written.
fn by_usual_key(api: &ApiVersion, operations: &[OperationId]) -> (Vec<OperationId>, Vec<OperationId>) {
    let names_property = |&id: &OperationId| {
        api[id].segments.segments.iter().any(|segment| match segment {
            Segment::NamedKey(_) => true,
            Segment::Key(key) => key.property.is_some(),
            _ => false,
        })
    };
    let mut sorted = operations.to_vec();
    sorted.sort_by_key(names_property);
    let mut known: HashSet<(Method, String)> = HashSet::new();
    sorted.into_iter().partition(|&id| known.insert((api[id].method, with_plain_keys(&api[id].segments))))
}

/// The identity of a path in which every key is written as a segment.
pub(super) fn with_plain_keys(path: &PathTemplate) -> String {
    let plain = |segment: &Segment| match segment {
        Segment::Key(_) | Segment::NamedKey(_) => {
            Segment::Key(Key { name: String::new(), alternatives: Vec::new(), property: None })
        }
        other => other.clone(),
    };
    PathTemplate { segments: path.segments.iter().map(plain).collect() }.identity()
}

fn ends_in_suffix(operation: &Operation) -> bool {
    matches!(operation.segments.segments.last(), Some(Segment::Ref | Segment::Value | Segment::Count))
}

fn parameters_of(append: &PathSegment) -> Vec<String> {
    match append {
        PathSegment::Literal(_) => Vec::new(),
        PathSegment::Key(name) | PathSegment::DrivePath(name) => vec![name.clone()],
        PathSegment::NamedKey(pairs) => pairs.iter().map(|(_, rust)| rust.clone()).collect(),
        PathSegment::Function(_, arguments) => {
            arguments.iter().map(|argument| argument.rust.clone()).collect()
        }
    }
}

fn wires(arguments: &[Argument]) -> String {
    arguments.iter().map(|argument| argument.wire.as_str()).collect::<Vec<_>>().join(" and ")
}

/// The method that leads on by what it appends.
fn method_name(append: &PathSegment) -> String {
    match append {
        PathSegment::Literal(text) => match cast(text) {
            Some(short) => snake(&format!("as {short}")),
            None => snake(text),
        },
        PathSegment::Key(_) => "by_id".to_owned(),
        PathSegment::NamedKey(pairs) => {
            let names: Vec<&str> = pairs.iter().map(|(wire, _)| wire.as_str()).collect();
            snake(&format!("by {}", names.join(" and ")))
        }
        PathSegment::Function(name, _) => snake(short(name)),
        PathSegment::DrivePath(_) => "by_path".to_owned(),
    }
}

/// The same with the arguments of a function, where the short name means several things.
fn long_method_name(append: &PathSegment) -> String {
    match append {
        PathSegment::Function(name, arguments) if !arguments.is_empty() => {
            snake(&format!("{} with {}", short(name), wires(arguments)))
        }
        other => method_name(other),
    }
}

fn cast(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    (lower.starts_with("microsoft.graph.") || lower.starts_with("graph.")).then(|| short(text))
}

/// The part of a builder's type name that an edge gives.
fn type_word(append: &PathSegment) -> String {
    match append {
        PathSegment::Literal(text) => {
            cast(text).map_or_else(|| pascal(text), |short| format!("As{}", pascal(short)))
        }
        PathSegment::Key(_) | PathSegment::NamedKey(_) => "Item".to_owned(),
        PathSegment::Function(name, arguments) => {
            let with = if arguments.is_empty() {
                String::new()
            } else {
                format!("With{}", pascal(&wires(arguments)))
            };
            format!("{}{with}", pascal(short(name)))
        }
        PathSegment::DrivePath(_) => "Path".to_owned(),
    }
    .trim_start_matches("r#")
    .to_owned()
}

/// The statics of all operations, named after the method and the path: `LIST_ME_MESSAGES`.
fn constants(api: &ApiVersion, tree: &Tree) -> PerOperation<String> {
    let mut names = Names::default();
    PerOperation::new(api, |operation| {
        let verb = tree.at(operation).verb(operation);
        let last = operation.segments.segments.last();
        let suffix = ends_in_suffix(operation);
        let words: Vec<String> = operation.segments.segments.iter().filter_map(path_word).collect();
        // The name of an action stands at the end of the path already.
        let named = verb.takes == 1
            && !suffix
            && !matches!(last, Some(Segment::Literal(name)) if name.eq_ignore_ascii_case("content"));
        let verb = if named { String::new() } else { verb.name };
        names.take(screaming(&format!("{verb} {}", words.join(" "))))
    })
}

fn path_word(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Literal(name) => Some(name.clone()),
        Segment::Cast(name) => Some(format!("as {}", short(name))),
        Segment::Key(_) => Some("item".to_owned()),
        Segment::NamedKey(pairs) => Some(format!(
            "by {}",
            pairs
                .iter()
                .map(|pair| pair.property.as_deref().unwrap_or("key"))
                .collect::<Vec<_>>()
                .join(" and ")
        )),
        Segment::Function { name, arguments } => {
            let with: Vec<&str> = arguments.iter().map(|argument| argument.name.as_str()).collect();
            let short = short(name);
            Some(if with.is_empty() {
                short.to_owned()
            } else {
                format!("{short} with {}", with.join(" and "))
            })
        }
        Segment::DrivePath(_) => Some("path".to_owned()),
        Segment::Ref | Segment::Value | Segment::Count => None,
    }
}
