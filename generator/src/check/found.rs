//! What the tests of the checks look at.

use crate::diagnostic::{Code, Diagnostic};
use crate::load::Docs;

/// The findings of a code on pages of these paths below `api-reference`: file, line and message, then the hint if there is one.
pub(super) fn found(code: Code, pages: &[(&str, &str)]) -> Vec<String> {
    let texts: Vec<(String, &str)> =
        pages.iter().map(|(path, text)| (format!("api-reference/{path}"), *text)).collect();
    let outcome = crate::read_docs(Docs::from_texts(texts.iter().map(|(path, text)| (path.as_str(), *text))));
    let findings = outcome.problems.iter().filter(|problem| problem.code == code);
    let line = |problem: &Diagnostic| {
        let file = &outcome.docs.sources.file(problem.span.file).path;
        let name = file.trim_start_matches("api-reference/");
        let line = outcome.docs.sources.line_column(problem.span).line;
        let hint = problem.hint.iter().map(|hint| format!("; {hint}")).collect::<String>();
        format!("{name}:{line}: {}{hint}", problem.message)
    };
    findings.map(line).collect()
}

/// A page about a request, with the permissions of users at work on line 7; the requests start on line 12.
pub(super) fn operation(title: &str, permissions: &str, requests: &str) -> String {
    format!(
        "# {title}\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
         |Delegated (work or school account)|{permissions}|\n\n## HTTP request\n\n```http\n{requests}\n```\n"
    )
}

/// A page about a type, whose annotation, on line 9, has these members more.
pub(super) fn resource(name: &str, words: &str, annotation: &str) -> String {
    format!(
        "# {name} resource type\n\nNamespace: microsoft.graph\n\n{words}\n\n## JSON representation\n\n\
         <!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.{name}\"{annotation} }} -->\n\
         ```json\n{{ }}\n```\n"
    )
}
