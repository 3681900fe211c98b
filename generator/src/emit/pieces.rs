//! What the emitted files share: doc lines, words about permissions, addresses of pages.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    Alternative, Content, Operation, PageRef, Parameter, ParameterLocation, Permissions, Requirement,
    Response, Scheme, SourceLocation, Version,
};
use crate::plan::client::{Area, Call};
use crate::sink;
use crate::sink::markdown::{code, prose};

/// The file of a module, without its ending.
pub(crate) fn module_file(module: &str) -> &str {
    module.trim_start_matches("r#")
}

/// The feature of a version or of an area.
pub(crate) fn feature(module: &str) -> String {
    module_file(module).replace('_', "-")
}

/// Stands between the lines of docs until they are printed: a blank that no words of pages keep.
pub(super) const DOC_LINE: char = '\u{b}';

/// One `#[doc]` attribute, which is printed as lines of `/// …`: there are so many that each has its price.
pub(crate) fn doc(text: &str) -> TokenStream {
    if text.is_empty() {
        return TokenStream::new();
    }
    let mut doc = String::with_capacity(text.len() + 32);
    for (number, line) in text.lines().map(sink::rust::comment).enumerate() {
        if number > 0 {
            doc.push(DOC_LINE);
        }
        doc.extend([" ", &line]);
        doc.truncate(doc.trim_end_matches(' ').len());
    }
    quote!(#[doc = #doc])
}

/// What the docs of an item say first: its description, or its name as code where the docs have no words of it.
pub(super) fn described(description: &str, name: &str) -> String {
    let words = prose(description);
    if words.is_empty() { code(name) } else { words }
}

/// What the docs of a module say that holds the requests of an area, as one line.
pub(super) fn below(area: &Area<'_>) -> String {
    format!("Requests below {}.", code(&area.builders[0].path))
}

/// The docs of a method: what it does, the request, who may make it, where that stands.
pub(super) fn call_doc(version: Version, call: &Call<'_>, files: Pages<'_>) -> String {
    let operation = call.operation;
    let title = described(&operation.title, &operation.name());
    let mut text = format!("{title}.\n");
    if !operation.description.is_empty() && operation.description != operation.title {
        text.push_str(&format!("\n{}\n", prose(&operation.description)));
    }
    text.push_str(&format!("\n{}\n\n", code(&operation.name())));
    if operation.only_shown {
        text.push_str(
            "No page lists this request, an example or a table of arguments shows it; what follows is what its page says.\n\n",
        );
    }
    text.push_str(&permissions_doc(&operation.permissions));
    if !call.optional_query.is_empty() {
        let methods = call.optional_query.iter();
        let links: Vec<String> = methods
            .map(|(wire, method)| {
                format!("[`{wire}`](super::query::Query::{})", method.trim_start_matches("r#"))
            })
            .collect();
        text.push_str(&format!("\nQuery parameters that it can have: {}.\n", links.join(", ")));
    }
    if has_advanced_queries(operation) {
        text.push_str(
            "\nThe directory answers some queries only with `ConsistencyLevel: eventual`, most of these with `$count=true` as well. Both are \
             sent where they are needed, unless you set them.\n",
        );
    }
    for page in &operation.pages {
        if let Some(address) = files.address(version, page) {
            text.push_str(&format!("\n[{}]({address})\n", prose(&page.title)));
        }
    }
    text
}

/// Whether a list, or its number of objects, has a page that names the header of advanced queries. Which queries those are, the runtime
/// knows.
fn has_advanced_queries(operation: &Operation) -> bool {
    let is_list = |response: &Response| matches!(response.content, Content::Collection { .. });
    let names_header = |parameter: &Parameter| {
        parameter.location == ParameterLocation::Header
            && parameter.name.eq_ignore_ascii_case("ConsistencyLevel")
    };
    (operation.path.ends_with("/$count") || operation.responses.iter().any(is_list))
        && operation.parameters.iter().any(names_header)
}

/// A list per scheme, each way on a line of its own, the least privileged in bold.
fn permissions_doc(permissions: &Permissions) -> String {
    let mut text = String::new();
    for scheme in Scheme::ALL {
        let label = match scheme {
            Scheme::DelegatedWork => "work or school account",
            Scheme::DelegatedPersonal => "personal account",
            Scheme::Application => "application",
        };
        match permissions.of(scheme) {
            Requirement::AnyOf { alternatives } => {
                text.push_str(&format!("- {label}, any of:\n"));
                alternatives.iter().for_each(|alternative| text.push_str(&way(alternative)));
            }
            Requirement::Ambiguous { readings, .. } => {
                text.push_str(&format!("- {label}, ambiguous, one of these lists:\n"));
                for (number, reading) in readings.iter().enumerate() {
                    text.push_str(&format!("  - reading {}, any of:\n", number + 1));
                    reading.iter().for_each(|alternative| text.push_str(&format!("  {}", way(alternative))));
                }
            }
            other => text.push_str(&format!("- {label}: {other}\n")),
        }
    }
    if !permissions.roles.is_empty() {
        text.push_str("- roles of the signed-in user, any of:\n");
        for role in &permissions.roles {
            text.push_str(&format!("  - {}\n", prose(role)));
        }
    }
    text
}

fn way(alternative: &Alternative) -> String {
    let names: Vec<String> = alternative.all_of.iter().map(|name| code(name)).collect();
    let names = names.join(" + ");
    let names = if alternative.least { format!("**{names}**") } else { names };
    match alternative.conditions.is_empty() {
        true => format!("  - {names}\n"),
        false => format!("  - {names} ({})\n", prose(&alternative.conditions.join("; "))),
    }
}

/// Where pages are published.
#[derive(Clone, Copy)]
pub(super) struct Pages<'a>(pub(super) &'a [String]);

impl Pages<'_> {
    /// The address of a page. Pages outside the layout of the docs repository have none.
    pub(super) fn address(&self, version: Version, page: &PageRef) -> Option<String> {
        self.published(version, page.place, "/api/", "")
    }

    /// The address of a page about a type.
    pub(super) fn resource_address(&self, version: Version, place: SourceLocation) -> Option<String> {
        self.published(version, place, "/resources/", "resources/")
    }

    fn published(
        &self,
        version: Version,
        place: SourceLocation,
        folder: &str,
        below: &str,
    ) -> Option<String> {
        let path = self.0.get(place.file as usize)?;
        let stem = path.strip_prefix("api-reference/")?.split_once(folder)?.1.strip_suffix(".md")?;
        let plain =
            stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        let view = match version {
            Version::V1 => "1.0",
            Version::Beta => "beta",
        };
        plain.then(|| format!("https://learn.microsoft.com/graph/api/{below}{stem}?view=graph-rest-{view}"))
    }
}

/// `v1_0`, `beta`
pub(crate) fn version_module(version: Version) -> &'static str {
    match version {
        Version::V1 => "v1_0",
        Version::Beta => "beta",
    }
}
