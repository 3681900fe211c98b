//! What changed between two docs trees: one small pair of docs for each kind of change, then the command from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use graphdocs_generator::diff::{self, Class, Kind, Named, Report, changelog, markdown, text};
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

fn report(old: &Pages, new: &Pages) -> Report {
    let read = |pages: &Pages| {
        let texts = pages.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        graphdocs_generator::read_docs(Docs::from_texts(texts)).api
    };
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

#[test]
fn the_same_docs_have_no_changes() {
    check_request(PENS, "");
    let report = report(&vec![PENS.page()], &vec![PENS.page()]);
    assert!(markdown::markdown(&report, 5).contains("Nothing changed."));
}

#[test]
fn requests_come_and_go() {
    let more =
        Request { lines: "GET /desks/{id}/pens\nGET /me/desk/pens\nGET /rooms/{id}/desk/pens", ..PENS };
    let added = "additive v1.0 operation added: List pens; on 2 operations\n  GET /me/desk/pens\n  GET /rooms/{id}/desk/pens";
    check_request(more.clone(), added);
    let removed = "breaking v1.0 operation removed: List pens; on 2 operations\n  GET /me/desk/pens\n  GET /rooms/{id}/desk/pens";
    check_requests(more, PENS, removed);
}

#[test]
fn a_changed_path_of_the_same_page_is_a_move() {
    let moved = Request { lines: "GET /desk/{id}/pens", ..PENS };
    check_request(
        moved,
        "breaking v1.0 operation moved: /desks/… → /desk/…; on GET /desk/{id}/pens (was GET /desks/{id}/pens)",
    );
    let elsewhere = Request { file: "pencil-list", lines: "GET /desks/{id}/box/pens", ..PENS };
    check_request(
        elsewhere,
        "breaking v1.0 operation moved: …/{id}/… → …/{id}/box/…; on GET /desks/{id}/box/pens (was GET /desks/{id}/pens)\n\
         editorial v1.0 pages changed: pen-list.md → pencil-list.md; on GET /desks/{id}/box/pens (was GET /desks/{id}/pens)",
    );
}

#[test]
fn another_page_or_another_path_is_no_move() {
    let other = Request { file: "ink-list", title: "List inks", lines: "GET /desks/{id}/ink", ..PENS };
    check_request(
        other,
        "breaking v1.0 operation removed: List pens; on GET /desks/{id}/pens\n\
         additive v1.0 operation added: List inks; on GET /desks/{id}/ink",
    );
    let far = Request { lines: "GET /stationery/all", ..PENS };
    check_request(
        far,
        "breaking v1.0 operation removed: List pens; on GET /desks/{id}/pens\n\
         additive v1.0 operation added: List pens; on GET /stationery/all",
    );
}

#[test]
fn names_of_keys_are_no_change_and_capitals_of_words_are_one() {
    let renamed = Request { lines: "GET /desks/{desk-id}/pens", ..PENS };
    check_request(
        renamed,
        "editorial v1.0 respelled: /desks/{id}/pens → /desks/{desk-id}/pens; on GET /desks/{desk-id}/pens (was GET /desks/{id}/pens)",
    );
    let old = Request { lines: "GET /desks/{id}/inkpens", ..PENS };
    let new = Request { lines: "GET /desks/{id}/inkPens", ..PENS };
    check_requests(
        old,
        new,
        "breaking v1.0 operation moved: /desks/{id}/inkpens → /desks/{id}/inkPens; on GET /desks/{id}/inkPens (was GET /desks/{id}/inkpens)",
    );
}

#[test]
fn a_way_that_is_gone_breaks_a_consent() {
    check_request(
        Request { work: "Pen.Read", ..PENS },
        "breaking v1.0 permission no longer enough: DelegatedWork, Pen.Read.All; on GET /desks/{id}/pens\n\
         breaking permission no longer named by any request; on Pen.Read.All",
    );
    // What is left asks for less, so that whoever had both still has enough.
    check_requests(
        Request { work: "Pen.Read.All and Desk.Read.All", ..PENS },
        Request { work: "Pen.Read.All", ..PENS },
        "breaking permission no longer named by any request; on Desk.Read.All\n\
         permissions v1.0 permission no longer enough: DelegatedWork, Pen.Read.All and Desk.Read.All; on GET /desks/{id}/pens\n\
         permissions v1.0 least permission lowered: DelegatedWork, Pen.Read.All and Desk.Read.All → Pen.Read.All; on GET /desks/{id}/pens\n\
         permissions v1.0 permission now enough: DelegatedWork, Pen.Read.All; on GET /desks/{id}/pens",
    );
}

#[test]
fn the_least_permission_goes_up_and_down() {
    check_request(
        Request { work: "Pen.Read.All", ..PENS },
        "breaking v1.0 permission no longer enough: DelegatedWork, Pen.Read; on GET /desks/{id}/pens\n\
         breaking permission no longer named by any request; on Pen.Read\n\
         permissions v1.0 least permission raised: DelegatedWork, Pen.Read → Pen.Read.All; on GET /desks/{id}/pens",
    );
    check_request(
        Request { work: "Pen.ReadBasic, Pen.Read, Pen.Read.All", ..PENS },
        "permissions v1.0 least permission lowered: DelegatedWork, Pen.Read → Pen.ReadBasic; on GET /desks/{id}/pens\n\
         permissions v1.0 permission now enough: DelegatedWork, Pen.ReadBasic; on GET /desks/{id}/pens",
    );
    check_request(
        Request { work: "Pen.Read.All, Pen.Read", ..PENS },
        "permissions v1.0 least permission reordered: DelegatedWork, Pen.Read → Pen.Read.All; on GET /desks/{id}/pens",
    );
    check_requests(
        Request { work: "Pen.Read", ..PENS },
        Request { work: "Ink.Read", ..PENS },
        "breaking v1.0 permission no longer enough: DelegatedWork, Pen.Read; on GET /desks/{id}/pens\n\
         breaking permission no longer named by any request; on Pen.Read\n\
         permissions v1.0 least permission replaced: DelegatedWork, Pen.Read → Ink.Read; on GET /desks/{id}/pens\n\
         permissions v1.0 permission now enough: DelegatedWork, Ink.Read; on GET /desks/{id}/pens",
    );
}

#[test]
fn schemes_are_supported_or_not() {
    let supported = Request { application: "Pen.Read.All", ..PENS };
    check_request(
        supported.clone(),
        "permissions v1.0 scheme now supported: Application, not supported → Pen.Read.All; on GET /desks/{id}/pens",
    );
    check_requests(
        supported,
        PENS,
        "breaking v1.0 scheme no longer supported: Application, Pen.Read.All → not supported; on GET /desks/{id}/pens",
    );
}

#[test]
fn the_same_change_on_many_requests_is_one() {
    let lines = "GET /desks/{id}/pens\nGET /me/desk/pens";
    let old = Request { lines, ..PENS };
    let new = Request { lines, work: "Pen.Read, Pen.Read.All, Desk.Read.All", ..PENS };
    check_requests(
        old,
        new,
        "permissions v1.0 permission now enough: DelegatedWork, Desk.Read.All; on 2 operations\n  GET /desks/{id}/pens\n  GET /me/desk/pens",
    );
}

const QUERY: &str = "## Query parameters\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n";

#[test]
fn parameters_change() {
    let with = |rows: &str| Request {
        lines: "GET /desks/{id}/pens",
        parameters: Box::leak(format!("{QUERY}{rows}\n\n").into_boxed_str()),
        ..PENS
    };
    check_request(
        with("|shade|String|Which shade. Optional.|"),
        "additive v1.0 parameter added: shade (query), now String; on GET /desks/{id}/pens",
    );
    check_requests(
        with("|shade|String|Which shade. Optional.|"),
        PENS,
        "breaking v1.0 parameter removed: shade (query), was String; on GET /desks/{id}/pens",
    );
    check_requests(
        with("|shade|String|Which shade. Optional.|"),
        with("|shade|Int32|Which shade. Optional.|"),
        "breaking v1.0 parameter retyped: shade (query), String → Int32; on GET /desks/{id}/pens",
    );
}

const MEMBERS: &str = "In the request body, provide a JSON object with these parameters.\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n";

fn fill(rows: &str) -> Request {
    Request {
        file: "pen-fill",
        title: "pen: fill",
        lines: "POST /desks/{id}/pens/{id}/fill",
        body: Box::leak(format!("{MEMBERS}{rows}").into_boxed_str()),
        response: "The answer is `204 No Content`.",
        ..PENS
    }
}

#[test]
fn members_of_bodies_change() {
    let on = "on POST /desks/{id}/pens/{id2}/fill";
    check_requests(
        fill("|ink|String|Which ink.|"),
        fill("|ink|String|Which ink.|\n|amount|Int32|How much.|"),
        &format!("breaking v1.0 parameter added: amount (body), now Int32; {on}"),
    );
    check_requests(
        fill("|ink|String|Which ink.|\n|amount|Int32|How much.|"),
        fill("|ink|String|Which ink.|\n|amount|Double|How much.|"),
        &format!("breaking v1.0 parameter retyped: amount (body), Int32 → Double; {on}"),
    );
    let report = {
        let other = pen("|colour|String|How it writes.|");
        let old = vec![fill("|ink|String|Which ink. Optional.|").page(), other.clone()];
        report(&old, &vec![fill("|ink|String|Which ink. Required.|").page(), other])
    };
    assert_eq!(report.changes[0].kind, Kind::ParameterRequired, "{report:#?}");
    assert_eq!(report.changes[0].class, Class::Breaking);
}

#[test]
fn bodies_and_responses_change() {
    let old = fill("|ink|String|Which ink.|");
    let new = Request { body: PENS.body, ..old.clone() };
    check_requests(
        old.clone(),
        new,
        "breaking v1.0 request body changed: {ink} → nothing; on POST /desks/{id}/pens/{id2}/fill",
    );
    let one = "If successful, this method returns a `200 OK` response code and a [pen](../resources/pen.md) object in the response body.";
    check_requests(
        old.clone(),
        Request { response: one, ..old },
        "breaking v1.0 response changed: 204 nothing → 200 microsoft.graph.pen; on POST /desks/{id}/pens/{id2}/fill",
    );
    check_request(
        Request { response: one, ..PENS },
        "breaking v1.0 response changed: 200 Collection(microsoft.graph.pen) → 200 microsoft.graph.pen; on GET /desks/{id}/pens",
    );
}

#[test]
fn query_options_change() {
    let with = |options| Request { options, ..PENS };
    let one = "## Optional query parameters\n\nThis method supports the `$top` OData query parameter.\n\n";
    let two = "## Optional query parameters\n\nThis method supports the `$top` and `$select` OData query parameters.\n\n";
    check_requests(
        with(one),
        with(two),
        "additive v1.0 query option added: $select; on GET /desks/{id}/pens",
    );
    check_requests(
        with(two),
        with(one),
        "breaking v1.0 query option removed: $select; on GET /desks/{id}/pens",
    );
}

#[test]
fn types_come_go_and_are_renamed() {
    let brush = resource("brush", "", "|width|Int32|How wide.|");
    let desk = vec![PENS.page(), pen("")];
    let with = |page: (String, String)| desk.iter().cloned().chain([page]).collect::<Pages>();
    check(&desk, &with(brush.clone()), "additive v1.0 type added: entity; on microsoft.graph.brush");
    check(&with(brush.clone()), &desk, "breaking v1.0 type removed: entity; on microsoft.graph.brush");
    let rows = "|width|Int32|How wide.|\n|length|Int32|How long.|\n|hair|String|Of what.|";
    check(
        &with(resource("brush", "", rows)),
        &with(resource("paintBrush", "", rows)),
        "breaking v1.0 type renamed: microsoft.graph.brush → microsoft.graph.paintBrush; on microsoft.graph.paintBrush (was microsoft.graph.brush)",
    );
}

#[test]
fn properties_change() {
    let on = "on microsoft.graph.pen";
    let colour = "|colour|String|How it writes.|";
    check_pen("", colour, &format!("additive v1.0 property added: colour, now String; {on}"));
    check_pen(colour, "", &format!("breaking v1.0 property removed: colour, was String; {on}"));
    check_pen(
        colour,
        "|colour|Int32|How it writes.|",
        &format!("breaking v1.0 property retyped: colour, String → Int32; {on}"),
    );
    check_pen(
        colour,
        "|colour|String collection|How it writes.|",
        &format!("breaking v1.0 property retyped: colour, String → Collection(String); {on}"),
    );
    check_pen(
        colour,
        "|colour|String|What it looks like.|",
        &format!("editorial v1.0 description changed: colour; {on}"),
    );
    check_pen(
        colour,
        "|Colour|String|How it writes.|",
        &format!("editorial v1.0 respelled: colour → Colour; {on}"),
    );
}

#[test]
fn a_property_that_goes_to_the_base_type_is_still_there() {
    let base = |rows: &str| resource("tool", "", rows);
    let colour = "|colour|String|How it writes.|";
    let old = vec![PENS.page(), base(""), resource("pen", "tool", colour)];
    let new = vec![PENS.page(), base(colour), resource("pen", "tool", "")];
    check(&old, &new, "additive v1.0 property added: colour, now String; on microsoft.graph.tool");
}

#[test]
fn bases_change() {
    let tool = resource("tool", "", "");
    check(
        &vec![PENS.page(), tool.clone(), pen("")],
        &vec![PENS.page(), tool, resource("pen", "tool", "")],
        "additive v1.0 base type changed: nothing → microsoft.graph.tool; on microsoft.graph.pen",
    );
}

#[test]
fn members_of_enums_change() {
    let tip = |values: &str| format!("|tip|String|The tip. The possible values are: {values}.|");
    let (two, three) = (tip("`fine`, `broad`"), tip("`fine`, `broad`, `slanted`"));
    let old = report(&vec![PENS.page(), pen(&two)], &vec![PENS.page(), pen(&three)]);
    let added: Vec<_> = old.changes.iter().filter(|change| change.kind == Kind::MemberAdded).collect();
    assert_eq!((added[0].class, added[0].item.as_deref()), (Class::Additive, Some("slanted")), "{old:#?}");
    let new = report(&vec![PENS.page(), pen(&three)], &vec![PENS.page(), pen(&two)]);
    let removed: Vec<_> = new.changes.iter().filter(|change| change.kind == Kind::MemberRemoved).collect();
    assert_eq!(
        (removed[0].class, removed[0].item.as_deref()),
        (Class::Breaking, Some("slanted")),
        "{new:#?}"
    );
}

#[test]
fn deprecations_are_told() {
    check_pen(
        "|colour|String|How it writes.|",
        "|colour|String|(deprecated) How it writes.|",
        "additive v1.0 deprecated: colour; on microsoft.graph.pen\n\
         editorial v1.0 description changed: colour; on microsoft.graph.pen",
    );
}

#[test]
fn words_of_pages_are_editorial() {
    check_request(
        Request { about: "Lists what writes on a desk.", title: "List all pens", ..PENS },
        "editorial v1.0 title changed: List pens → List all pens; on GET /desks/{id}/pens\n\
         editorial v1.0 description changed; on GET /desks/{id}/pens",
    );
}

#[test]
fn the_permissions_reference_changes() {
    let reference = |rows: &str| {
        let text = format!(
            "---\ntitle: \"Permissions reference\"\n---\n\n# Permissions reference\n\n## Pen permissions\n\n\
             #### Delegated permissions\n\n|Permission|Display String|Description|Admin Consent Required|Microsoft Account supported|\n\
             |:--|:--|:--|:--|:--|\n{rows}\n"
        );
        ("concepts/permissions-reference.md".to_owned(), text)
    };
    let read = "|_Pen.Read_|Read pens|Reads pens.|No|No|";
    let all = "|_Pen.Read.All_|Read all pens|Reads all pens.|Yes|No|";
    let docs = |rows: &str| vec![PENS.page(), pen(""), reference(rows)];
    check(
        &docs(read),
        &docs(&format!("{}\n{all}", read.replace("|No|No|", "|Yes|No|"))),
        "permissions admin consent changed: delegated, not needed → needed; on Pen.Read\n\
         additive permission new in the reference; on Pen.Read.All",
    );
    check(
        &docs(&format!("{read}\n{all}")),
        &docs(read),
        "permissions permission gone from the reference; on Pen.Read.All",
    );
}

#[test]
fn markdown_is_short_and_lets_nothing_out() {
    let rows: String = (0..50).map(|n| format!("|part{n}|String|A part.|\n")).collect();
    let title = "List <script>alert(1)</script> `pens`";
    let old = vec![PENS.page(), pen("")];
    let new = vec![Request { title, lines: "GET /desks/{id}/pens\nGET /me/pens", ..PENS }.page(), pen(&rows)];
    let markdown = markdown::markdown(&report(&old, &new), 10);
    assert!(markdown.contains("| additive | property added | 50 | 0 |"), "{markdown}");
    assert!(markdown.contains("- … and 45 more"), "{markdown}");
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
    for line in markdown.lines().filter(|line| line.contains("<script>")) {
        let outside: String = line.split("``").step_by(2).collect();
        assert!(!outside.contains('<'), "{line}");
    }
}

#[test]
fn json_is_read_back() {
    let old = vec![PENS.page(), pen("|colour|String|How it writes.|")];
    let report = report(&old, &vec![Request { work: "Ink.Read", ..PENS }.page(), pen("")]);
    let json = serde_json::to_string(&report).expect("plain data");
    assert_eq!(serde_json::from_str::<Report>(&json).expect("what was written"), report);
    let first = &serde_json::from_str::<serde_json::Value>(&json).expect("JSON")["changes"][0];
    assert_eq!(first["class"], "breaking");
    assert_eq!(first["kind"], "alternativeRemoved");
    assert_eq!(first["on"][0]["oldPlace"], "api-reference/v1.0/api/pen-list.md:16:37");
}

fn write(folder: &Path, pages: &Pages) -> PathBuf {
    for (path, text) in pages {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a page");
    }
    folder.to_owned()
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let status = Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).output();
    let output = status.expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn graphdocs(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_graphdocs")).args(arguments).output().expect("the command runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

#[test]
fn the_command_compares_folders_and_models() {
    let folder = tempfile::tempdir().expect("a folder");
    let colour = "|colour|String|How it writes.|";
    let old = write(&folder.path().join("old"), &vec![PENS.page(), pen(colour)]);
    let new = write(&folder.path().join("new"), &vec![PENS.page(), pen("")]);
    let (old, new) = (old.to_str().expect("text"), new.to_str().expect("text"));
    let model = folder.path().join("old.json");
    let model = model.to_str().expect("text");
    assert!(graphdocs(&["ir", "--docs", old, "-o", model]).status.success());
    let expected = "breaking v1.0 property removed: colour, was String; on microsoft.graph.pen\n";
    for before in [old, model] {
        let output = graphdocs(&["diff", before, new]);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), expected));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "1 breaking (in 1 place)\n");
    }
    let codes = [
        (vec!["diff", old, new, "--fail-on", "breaking"], 1),
        (vec!["diff", old, new, "--fail-on", "permissions,editorial"], 0),
        (vec!["diff", new, old, "--fail-on", "breaking,permissions"], 0),
        (vec!["diff", new, old, "--fail-on", "permissions,additive"], 1),
        (vec!["diff", new, old, "--api-version", "beta"], 2),
        (vec!["diff", old, "nowhere"], 2),
        (vec!["diff", old, new, "--fail-on", "everything"], 2),
        (vec!["diff", old], 2),
        (vec!["diff", "--schema"], 0),
    ];
    for (arguments, code) in codes {
        assert_eq!(graphdocs(&arguments).status.code(), Some(code), "{arguments:?}");
    }
    let file = folder.path().join("changes.md");
    let output = graphdocs(&["diff", old, new, "--format", "markdown", "-o", file.to_str().expect("text")]);
    assert!(output.stdout.is_empty());
    assert!(
        fs::read_to_string(file)
            .expect("a file")
            .contains("<details><summary>property removed: 1, breaks the crate</summary>")
    );
}

#[test]
fn a_new_beginning_of_a_path_is_a_move() {
    let old = Request { lines: "GET /book/sheets/{id}", title: "List book sheets", ..PENS };
    let new = Request { lines: "GET /me/drive/items/{id}/book/sheets/{id}", ..old.clone() };
    check_requests(
        old,
        new,
        "breaking v1.0 operation moved: /… → /me/drive/items/{id}/…; on GET /me/drive/items/{id}/book/sheets/{id2} (was GET /book/sheets/{id})",
    );
}

#[test]
fn another_first_page_of_several_changes_the_crate_alone() {
    let body = "In the request body, provide a JSON object with these parameters.\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n|ink|String|Which.|";
    let old = Request { file: "pen-update", title: "Update pen", lines: "PATCH /pens/{id}", body, ..PENS };
    let other = Request {
        file: "a-pen-update",
        title: "Set pen",
        body: "Do not supply a request body.",
        ..old.clone()
    };
    let report = report(&vec![old.page()], &vec![old.page(), other.page()]);
    let kinds: Vec<Kind> = report.changes.iter().map(|change| change.kind).collect();
    assert!(kinds.contains(&Kind::PagesChanged), "{report:#?}");
    assert!(kinds.contains(&Kind::CrateChanged) && !kinds.contains(&Kind::BodyChanged), "{report:#?}");
}

#[test]
fn members_with_and_without_a_namespace_are_the_same() {
    let tip = |values: &str| format!("|tip|String|The tip. The possible values are: {values}.|");
    let (old, new) = (tip("`desk.fine`, `desk.broad`"), tip("`fine`, `broad`"));
    let report = report(&vec![PENS.page(), pen(&old)], &vec![PENS.page(), pen(&new)]);
    assert!(report.changes.iter().all(|change| change.kind != Kind::MemberRemoved), "{report:#?}");
}

#[test]
fn the_command_compares_revisions_without_touching_the_checkout() {
    let folder = tempfile::tempdir().expect("a folder");
    let docs = folder.path().join("below");
    let colour = "|colour|String|How it writes.|";
    write(&docs, &vec![PENS.page(), pen(colour)]);
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "-m", "one"]);
    git(folder.path(), &["tag", "one"]);
    write(&docs, &vec![pen("")]);
    git(folder.path(), &["commit", "--quiet", "-a", "-m", "two"]);
    // What is not committed counts for nothing.
    write(&docs, &vec![pen("|size|Int32|How large.|")]);
    let docs = docs.to_str().expect("text");
    for revisions in ["one..HEAD", "one..", "HEAD~..HEAD"] {
        let output = graphdocs(&["diff", "--docs-git", revisions, "--docs", docs]);
        let expected = "breaking v1.0 property removed: colour, was String; on microsoft.graph.pen\n";
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), expected), "{output:?}");
    }
    let status = Command::new("git").arg("-C").arg(docs).args(["status", "--porcelain"]).output();
    assert_eq!(stdout(&status.expect("git runs")), " M below/api-reference/v1.0/resources/pen.md\n");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let elsewhere = elsewhere.path().to_str().expect("text");
    let wrong = [
        (docs, "one..three", "`three` is no revision of the git repository"),
        (docs, "--all..one", "`--all` is no revision"),
        (docs, "one...HEAD", "write `..`"),
        (docs, "one", "expected two revisions"),
        (elsewhere, "one..HEAD", "not a git repository"),
        ("nowhere", "one..HEAD", "nowhere"),
    ];
    for (docs, revisions, message) in wrong {
        let output = graphdocs(&["diff", &format!("--docs-git={revisions}"), "--docs", docs]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(message), "{revisions}: {said}");
    }
}

#[test]
fn without_git_revisions_cannot_be_read() {
    let output = Command::new(env!("CARGO_BIN_EXE_graphdocs"))
        .args(["diff", "--docs-git", "a..b"])
        .env("PATH", "")
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot run `git`"), "{output:?}");
}

#[test]
fn only_chosen_requests_are_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines = "GET /desks/{id}/pens\nGET /me/pens";
    let old = write(&folder.path().join("old"), &vec![PENS.page(), pen("")]);
    let new = Request { lines, work: "Ink.Read, Pen.Read", ..PENS }.page();
    let new = write(&folder.path().join("new"), &vec![new, pen("|colour|String|How it writes.|")]);
    let (old, new) = (old.to_str().expect("text"), new.to_str().expect("text"));
    let lines = |flags: &[&str]| {
        let output = graphdocs(&[&["diff", old, new], flags].concat());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        stdout(&output)
    };
    let me = "additive v1.0 operation added: List pens; on GET /me/pens\n";
    let colour = "additive v1.0 property added: colour, now String; on microsoft.graph.pen\n";
    let only_me = lines(&["--include", "GET /me/pens"]);
    assert!(only_me.starts_with(me) && !only_me.contains("/desks"), "{only_me}");
    let others = lines(&["--exclude", "/me/**"]);
    assert!(others.contains("GET /desks/{id}/pens") && !others.contains("/me/"), "{others}");
    assert_eq!(lines(&["--include", "microsoft.graph.pen"]), colour);
    let unknown = graphdocs(&["diff", old, new, "--include", "GET /me/pans"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("did you mean `GET /me/pens`"), "{unknown:?}");
}

#[test]
fn json_fits_its_schema() {
    let old = vec![PENS.page(), pen("|colour|String|How it writes.|")];
    let new = vec![Request { work: "Ink.Read", title: "List all pens", ..PENS }.page(), pen("")];
    let schema = serde_json::from_str(&stdout(&graphdocs(&["diff", "--schema"]))).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let mut json = serde_json::to_value(report(&old, &new)).expect("plain data");
    schema.validate(&json).expect("it fits");
    json["changes"][0]["breaks"] = "nothing".into();
    assert!(!schema.is_valid(&json));
}

#[test]
fn a_changelog_says_what_happened() {
    let old = vec![PENS.page(), pen("|colour|String|How it writes.|")];
    let with = Request { work: "Pen.Read, Pen.Read.All, Desk.Read.All", title: "List all pens", ..PENS };
    let new = vec![with.page(), pen("|size|Int32|How large.|")];
    let expected = "### Removed\n\n\
         - **Breaking:** v1.0 property removed: `colour`, was `String`: `microsoft.graph.pen`\n\n\
         ### Added\n\n\
         - v1.0 property added: `size`, now `Int32`: `microsoft.graph.pen`\n\n\
         ### Permissions\n\n\
         - v1.0 permission now enough: DelegatedWork, `Desk.Read.All`: `GET /desks/{id}/pens`\n\n\
         The docs were also reworded in 1 place.\n";
    assert_eq!(changelog::changelog(&report(&old, &new), 10), expected);
}

#[test]
fn markdown_fits_into_a_comment() {
    let rows: String =
        (0..2000).map(|n| format!("|aPropertyWithARatherLongName{n}|String|A part.|\n")).collect();
    let report = report(&vec![PENS.page(), pen("")], &vec![PENS.page(), pen(&rows)]);
    let whole = markdown::markdown(&report, 100);
    assert!(whole.len() < 65_536 && !whole.contains("Shortened"), "{}", whole.len());
    let cut = markdown::markdown(&report, 100_000);
    assert!(cut.chars().count() <= 65_536, "{}", cut.len());
    assert!(cut.contains("> **Shortened to fit into a comment of 65536 characters:** at most "), "{cut}");
    assert_eq!(cut.matches("<details>").count(), cut.matches("</details>").count());
}
