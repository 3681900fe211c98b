//! What tests read, and how they show it: one line per fact, so that a difference is one line too.

use std::path::Path;

use graphdocs_generator::ReadOutput;
use graphdocs_generator::diagnostic::Code;
use graphdocs_generator::ir::{self, Version};
use graphdocs_generator::load::Docs;
use graphdocs_generator::page::{self, Audience, Page, PageKind, Scope};

/// The pages of a test, given as texts.
pub fn read_texts(texts: &[(&str, &str)]) -> ReadOutput {
    graphdocs_generator::read_docs(Docs::from_texts(texts.iter().copied()))
}

/// The pages below a folder of the repository.
pub fn read_folder(folder: &str) -> ReadOutput {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    graphdocs_generator::read(&root).unwrap_or_else(|error| panic!("{error}"))
}

/// One page of an outcome.
#[derive(Clone, Copy)]
pub struct Seen<'o> {
    pub outcome: &'o ReadOutput,
    pub page: &'o Page,
}

/// The page at a path below the docs root.
#[track_caller]
pub fn page<'o>(outcome: &'o ReadOutput, path: &str) -> Seen<'o> {
    find(outcome, path).unwrap_or_else(|| panic!("no page `{path}`"))
}

/// The page at a path below the docs root, where the tree has it.
pub fn find<'o>(outcome: &'o ReadOutput, path: &str) -> Option<Seen<'o>> {
    let page = outcome.pages.iter().find(|page| outcome.docs.sources.file(page.file).path == path)?;
    Some(Seen { outcome, page })
}

impl Seen<'_> {
    /// What the page says, when it is about requests.
    #[track_caller]
    pub fn operation(&self) -> &page::Operation {
        match &self.page.kind {
            PageKind::Operation(operation) => operation,
            other => panic!("not a page about requests: {other:?}"),
        }
    }

    /// `GET /me?expand=x`
    pub fn requests(&self) -> Vec<String> {
        self.operation().requests.iter().map(request).collect()
    }

    /// `DelegatedWork (chat): Chat.Read, Chat.ReadWrite*`, a star after what is not the least.
    pub fn grants(&self) -> Vec<String> {
        self.operation().grants.iter().map(grant).collect()
    }

    /// The names of a scheme's grants.
    pub fn names(&self, scheme: ir::Scheme) -> Vec<&str> {
        let grants = self.operation().grants.iter();
        grants.filter(|grant| grant.scheme == scheme).flat_map(|grant| grant.requirement.names()).collect()
    }

    /// `200 collection of user`
    pub fn responses(&self) -> Vec<String> {
        self.operation().responses.iter().map(response).collect()
    }

    /// The codes of the findings on the page, each once.
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<&str> = self.findings().map(|finding| finding.code.name()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Whether the page has a finding of a kind.
    pub fn has(&self, code: Code) -> bool {
        self.findings().any(|finding| finding.code == code)
    }

    fn findings(&self) -> impl Iterator<Item = &graphdocs_generator::diagnostic::Diagnostic> {
        let includes = self.page.includes.iter().map(|include| include.file);
        let files: Vec<_> = includes.chain([self.page.file]).collect();
        self.outcome.problems.iter().filter(move |finding| files.contains(&finding.span.file))
    }

    /// Everything that the page says, and what was wrong with it.
    pub fn show(&self) -> String {
        let mut lines = Vec::new();
        match &self.page.kind {
            PageKind::Operation(operation) => show_operation(operation, &mut lines),
            PageKind::Types(types) => {
                for resource in &types.resources {
                    lines.push(format!("resource {}", resource.name));
                }
                for found in &types.enums {
                    lines.push(format!("enum {}", found.name));
                }
            }
            PageKind::Catalogue(entries) => lines.push(format!("catalogue of {}", entries.len())),
            PageKind::Concept => lines.push("concept".to_owned()),
        }
        for finding in self.findings() {
            let at = self.outcome.docs.sources.line_column(finding.span);
            let severity = finding.code.severity();
            let path = &self.outcome.docs.sources.file(finding.span.file).path;
            let name = path.rsplit('/').next().unwrap_or(path);
            lines.push(format!(
                "{name}:{}:{} {severity} {}: {}",
                at.line, at.column, finding.code, finding.message
            ));
        }
        lines.join("\n")
    }
}

fn show_operation(operation: &page::Operation, lines: &mut Vec<String>) {
    lines.push(format!("title {:?}", operation.title));
    lines.extend(operation.requests.iter().map(|found| format!("request {}", request(found))));
    lines.extend(operation.grants.iter().map(|found| format!("grant {}", grant(found))));
    if !operation.roles.is_empty() {
        let roles: Vec<String> = operation.roles.iter().map(role).collect();
        lines.push(format!("roles {}", roles.join(", ")));
    }
    lines.extend(operation.parameters.iter().map(parameter));
    for option in &operation.query_options {
        lines.push(format!("option {}", option.name));
    }
    lines.push(body(&operation.body));
    lines.extend(operation.responses.iter().map(|found| format!("response {}", response(found))));
    lines.extend(operation.examples.iter().map(example));
}

/// A role with a star after it unless it is the least, and what it is for in brackets.
fn role(role: &page::DirectoryRole) -> String {
    let star = if role.least { "" } else { "*" };
    let conditions: String = role.conditions.iter().map(|what_for| format!(" [{what_for}]")).collect();
    format!("{}{star}{conditions}", role.name)
}

/// `GET /me?$expand=x`
pub fn request(request: &page::Request) -> String {
    let query: Vec<String> =
        request.path.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("{} {}{query}", request.method, request.path.template)
}

fn grant(grant: &page::Grant) -> String {
    let scopes: Vec<String> = grant
        .scopes
        .iter()
        .map(|scope| match scope {
            Scope::Resource { words, .. } => words.clone(),
            Scope::Audience(Audience::Oneself) => "oneself".to_owned(),
            Scope::Audience(Audience::Others) => "others".to_owned(),
            Scope::Requests(urls) => urls.join(" "),
            Scope::Except(word) => format!("all but {word}"),
        })
        .collect();
    let scopes = if scopes.is_empty() { String::new() } else { format!(" ({})", scopes.join(", ")) };
    format!("{}{scopes}: {}", grant.scheme, requirement(&grant.requirement))
}

/// Alternatives with a star after each that is not the least, and conditions in brackets.
pub fn requirement(requirement: &ir::Requirement) -> String {
    let ir::Requirement::AnyOf { alternatives } = requirement else {
        return requirement.to_string();
    };
    let shown: Vec<String> = alternatives
        .iter()
        .map(|alternative| {
            let star = if alternative.least { "" } else { "*" };
            let conditions: String =
                alternative.conditions.iter().map(|condition| format!(" [{condition}]")).collect();
            format!("{}{star}{conditions}", alternative.all_of.join(" and "))
        })
        .collect();
    shown.join(", ")
}

fn parameter(parameter: &page::Parameter) -> String {
    let ty = parameter.ty.as_ref().map_or("", |ty| ty.text.as_str());
    let required = if parameter.facts.required { " required" } else { "" };
    let allowed = if parameter.allowed.is_empty() {
        String::new()
    } else {
        format!(" of {}", parameter.allowed.join("|"))
    };
    format!("{:?} {}: {ty}{required}{allowed}", parameter.location, parameter.name)
}

fn body(body: &page::Body) -> String {
    let mut said = Vec::new();
    if body.none {
        said.push("nothing".to_owned());
    }
    if let Some(resource) = &body.resource {
        said.push(format!("resource {}", resource.text));
    }
    if body.reference {
        said.push("reference".to_owned());
    }
    if body.bytes || !body.media_types.is_empty() {
        said.push(format!("bytes {}", body.media_types.join(" ")));
    }
    format!("body {}", said.join(", ")).trim_end().to_owned()
}

fn response(response: &page::Response) -> String {
    let ty = response.ty.as_ref().map_or("", |ty| ty.text.as_str());
    let what = if response.nothing { "nothing" } else { ty };
    let many = if response.collection { "collection of " } else { "" };
    let bytes = if response.bytes { "bytes" } else { "" };
    format!("{} {many}{what}{bytes}", response.status).trim_end().to_owned()
}

fn example(example: &page::ExampleRequest) -> String {
    let headers: Vec<&str> = example.message.headers.iter().map(|(name, _)| name.as_str()).collect();
    let answer = example.response.as_ref().map_or("none".to_owned(), |found| found.status.to_string());
    format!(
        "example {} {} [{}] body of {} lines, answer {answer}",
        example.method,
        example.url,
        headers.join(", "),
        example.message.body.lines().count()
    )
}

/// An operation by version and name: `GET /me`.
#[track_caller]
pub fn operation<'o>(outcome: &'o ReadOutput, version: Version, name: &str) -> &'o ir::Operation {
    let api = outcome.api.version(version).expect("the version was read");
    api.operations.iter().find(|operation| operation.name() == name).unwrap_or_else(|| panic!("no `{name}`"))
}

/// What is settled about the operations of an outcome.
pub fn show_ir(outcome: &ReadOutput) -> String {
    let mut lines = Vec::new();
    for api in &outcome.api.versions {
        for operation in api.operations.iter().map(|operation| api.named(operation)) {
            lines.push(format!("{} {}", api.version, operation.name()));
            if operation.only_shown {
                lines.push("  no page lists it".to_owned());
            }
            lines.extend(operation.spellings.iter().map(|spelling| format!("  also {spelling}")));
            for scheme in ir::Scheme::ALL {
                lines.push(format!("  {scheme}: {}", requirement(operation.permissions.of(scheme))));
            }
            for found in &operation.permissions.elsewhere {
                lines.push(format!("  elsewhere {}, {}: {}", found.scheme, found.scope, found.requirement));
            }
            lines.extend(operation.parameters.iter().map(|found| {
                let sample =
                    found.sample.as_ref().map_or(String::new(), |sample| format!(", such as {sample}"));
                format!("  {:?} {}: {}{sample}", found.location, found.name, found.ty)
            }));
            lines.push(format!("  sends {}", sent(&operation.body)));
            lines.extend(
                operation
                    .responses
                    .iter()
                    .map(|found| format!("  answers {} {:?}", found.status, found.content)),
            );
            lines.push(format!("  {} examples, {} pages", operation.examples.len(), operation.pages.len()));
        }
    }
    lines.join("\n")
}

fn sent(body: &ir::Body<&str>) -> String {
    match body {
        ir::Body::Parameters { parameters, of } => {
            let members: Vec<String> =
                parameters.iter().map(|found| format!("{}: {}", found.name, found.ty)).collect();
            let of = of.as_ref().map_or(String::new(), |ty| format!(" of {ty}"));
            format!("{{{}}}{of}", members.join(", "))
        }
        other => format!("{other:?}"),
    }
}
