//! A report as JSON, Markdown and a changelog section.

use super::command::{graphdocs, stdout};
use super::*;

#[test]
fn markdown_is_short_and_lets_nothing_out() {
    let rows: String = (0..50).map(|n| format!("|part{n}|String|A part.|\n")).collect();
    let title = "List <script>alert(1)</script> `pens`";
    let old = vec![PENS.page(), pen("")];
    let new = vec![Request { title, lines: "GET /desks/{id}/pens\nGET /me/pens", ..PENS }.page(), pen(&rows)];
    let markdown = markdown::markdown(&report(&old, &new), 10);
    assert!(markdown.contains("| Additive | 51 | 51 | 0 | 0 |"), "{markdown}");
    assert!(markdown.contains("<summary>property added: 50 (v1.0 50)</summary>"), "{markdown}");
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
