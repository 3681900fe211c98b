//! What changed between two docs trees.

mod changes;
mod command;
mod formats;
mod moves;
mod permissions;
mod places;
#[cfg(feature = "semver")]
mod semver;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use graphdocs_generator::diff::{self, ChangeKind, Class, Named, Report, changelog, markdown, text};
use graphdocs_generator::ir::Api;
use graphdocs_generator::load::Docs;

/// A page about requests. Each part is what a test needs to differ.
#[derive(Clone)]
struct Request {
    file: &'static str,
    title: &'static str,
    about: &'static str,
    note: &'static str,
    work: &'static str,
    application: &'static str,
    lines: &'static str,
    parameters: &'static str,
    options: &'static str,
    body: &'static str,
    response: &'static str,
}

const PENS: Request = Request {
    file: "pen-list",
    title: "List pens",
    about: "Gives the pens of a desk.",
    note: "",
    work: "Pen.Read, Pen.Read.All",
    application: "Not supported.",
    lines: "GET /desks/{id}/pens",
    parameters: "",
    options: "",
    body: "No request body is sent.",
    response: "If successful, this method returns a `200 OK` response code and a collection of [pen](../resources/pen.md) objects in the response body.",
};

impl Request {
    fn page(&self) -> (String, String) {
        let Self { file, title, about, note, work, application, lines, parameters, options, body, response } =
            self;
        let text = format!(
            "---\ntitle: \"{title}\"\ndoc_type: apiPageType\n---\n\n# {title}\n\nNamespace: microsoft.graph\n\n{note}{about}\n\n\
             ## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
             |Delegated (work or school account)|{work}|\n|Delegated (personal Microsoft account)|Not supported.|\n\
             |Application|{application}|\n\n## HTTP request\n\n```http\n{lines}\n```\n\n{parameters}{options}\
             ## Request body\n\n{body}\n\n## Response\n\n{response}\n"
        );
        (format!("api-reference/v1.0/api/{file}.md"), text)
    }
}

/// What a request that gives one pen says.
const ONE: &str = "If successful, this method returns a `200 OK` response code and a [pen](../resources/pen.md) object in the response body.";

/// The page of an action with parameters.
fn fill(rows: &str) -> Request {
    let table = "In the request body, provide a JSON object with these parameters.\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n";
    Request {
        file: "pen-fill",
        title: "pen: fill",
        lines: "POST /desks/{id}/pens/{id}/fill",
        body: Box::leak(format!("{table}{rows}").into_boxed_str()),
        response: "The answer is `204 No Content`.",
        ..PENS
    }
}

/// A page about the type of pens, with rows of properties.
fn pen(rows: &str) -> (String, String) {
    resource("pen", "", rows)
}

fn resource(name: &str, base: &str, rows: &str) -> (String, String) {
    let base = if base.is_empty() {
        String::new()
    } else {
        format!("\n  \"baseType\": \"microsoft.graph.{base}\",")
    };
    let text = format!(
        "---\ntitle: \"{name} resource type\"\ndoc_type: resourcePageType\n---\n\n# {name} resource type\n\n\
         Namespace: microsoft.graph\n\nA thing on a desk.\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n\
         |id|String|Its key.|\n{rows}\n\n## JSON representation\n\n\
         <!-- {{\n  \"blockType\": \"resource\",\n  \"keyProperty\": \"id\",{base}\n  \"@odata.type\": \"microsoft.graph.{name}\"\n}}-->\n\
         ```json\n{{\n  \"id\": \"String\"\n}}\n```\n"
    );
    (format!("api-reference/v1.0/resources/{name}.md"), text)
}

type Pages = Vec<(String, String)>;

fn read(pages: &Pages) -> Api {
    let texts = pages.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    graphdocs_generator::read_docs(Docs::from_texts(texts)).api
}

fn report(old: &Pages, new: &Pages) -> Report {
    let (before, after) = (read(old), read(new));
    diff::diff(Named { name: "old", api: &before }, Named { name: "new", api: &after })
}

/// Compares two docs and expects these lines, in order.
fn check(old: &Pages, new: &Pages, expected: &str) {
    let report = report(old, new);
    let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(lines(&text::text(&report)), lines(expected), "\n{}", text::text(&report));
}

fn check_request(new: Request, expected: &str) {
    check_requests(PENS, new, expected);
}

fn check_requests(old: Request, new: Request, expected: &str) {
    let other = pen("|colour|String|How it writes.|");
    check(&vec![old.page(), other.clone()], &vec![new.page(), other], expected);
}

fn check_pen(old: &str, new: &str, expected: &str) {
    check(&vec![PENS.page(), pen(old)], &vec![PENS.page(), pen(new)], expected);
}
