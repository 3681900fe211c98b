//! Bounds on what one page can ask for: what is beyond is a finding, and the rest of the docs is read.

use graphdocs_generator::ReadOutput;
use graphdocs_generator::diagnostic::Code;

use super::support::{page, read_texts};

const PATH: &str = "api-reference/v1.0/api/thing-get.md";
const OTHER: &str = "api-reference/v1.0/api/other-get.md";
const TYPE: &str = "api-reference/v1.0/resources/thing.md";

fn requests(lines: &str) -> String {
    format!("# Get thing\n\n## HTTP request\n```http\n{lines}```\n")
}

/// Reads docs beside a page that nothing is wrong with, which is read as ever.
#[track_caller]
fn read(texts: &[(&str, &str)]) -> ReadOutput {
    let other = requests("GET /others/{id}\n").replace("Get thing", "Get other");
    let mut all = vec![(OTHER, other.as_str())];
    all.extend_from_slice(texts);
    let outcome = read_texts(&all);
    assert_eq!(page(&outcome, OTHER).requests(), ["GET /others/{id}"]);
    outcome
}

fn too_many(outcome: &ReadOutput) -> Vec<&str> {
    let found = outcome.problems.iter().filter(|problem| problem.code == Code::TooMany);
    found.map(|problem| problem.message.as_str()).collect()
}

#[track_caller]
fn one_finding(outcome: &ReadOutput, words: &str) {
    let found = too_many(outcome);
    assert!(found.len() == 1 && found[0].contains(words), "{found:?}");
}

/// Eight levels of files that include twelve each: 430 million includes, were they all expanded.
#[test]
fn includes_that_multiply() {
    let file = |level: usize| format!("api-reference/v1.0/includes/f{level}.md");
    let includes = |level: usize| format!("[!INCLUDE [x](f{level}.md)]\n\n").repeat(12);
    let files: Vec<(String, String)> = (1..8).map(|level| (file(level), includes(level + 1))).collect();
    let (last, first) = (file(8), format!("{}\n[!INCLUDE [x](../includes/f1.md)]\n", requests("GET /x\n")));
    let mut texts: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    texts.extend([(last.as_str(), "The end.\n"), (PATH, first.as_str())]);
    let outcome = read(&texts);
    let seen = page(&outcome, PATH);
    assert_eq!((seen.requests(), seen.page.includes.len()), (vec!["GET /x".to_owned()], 64));
    one_finding(&outcome, "64");
}

#[test]
fn bytes_that_includes_add() {
    let included = "api-reference/v1.0/includes/a.md";
    let text = "words and words\n\n".repeat(30_000);
    let including = format!("{}\n{}", requests("GET /x\n"), "[!INCLUDE [a](../includes/a.md)]\n\n".repeat(5));
    let outcome = read(&[(included, &text), (PATH, &including)]);
    assert_eq!(page(&outcome, PATH).page.includes.len(), 2);
    one_finding(&outcome, "bytes");
}

/// The findings do not grow with the page, either.
#[test]
fn request_lines_in_one_example() {
    let read = |count: usize| {
        let lines: String =
            (0..count).map(|line| format!("GET /things{line}/{{id{line}}}/x{}\n", line % 10)).collect();
        let text =
            format!("<!-- {{ \"blockType\": \"request\", \"name\": \"a\" }} -->\n```http\n{lines}```\n");
        read(&[(PATH, text.as_str())])
    };
    let (one, two) = (read(1400), read(2800));
    assert_eq!(page(&one, PATH).operation().examples.len(), 200);
    assert_eq!(page(&one, PATH).codes(), page(&two, PATH).codes());
    assert!(page(&one, PATH).has(Code::TooMany));
}

#[test]
fn examples_on_a_page() {
    let examples = "## Example\n```http\nGET /things/1\n```\n".repeat(201);
    let outcome = read(&[(PATH, &format!("{}\n{examples}", requests("GET /things/{id}\n")))]);
    assert_eq!(page(&outcome, PATH).operation().examples.len(), 200);
    one_finding(&outcome, "examples");
}

#[test]
fn arguments_of_a_function() {
    let read = |count: usize| {
        let arguments: Vec<String> = (0..count).map(|number| format!("a{number}={{a{number}}}")).collect();
        read(&[(PATH, &requests(&format!("GET /x/f({})\nGET /x\n", arguments.join(","))))])
    };
    assert_eq!(page(&read(32), PATH).requests().len(), 2);
    for count in [33, 80_000] {
        let outcome = read(count);
        assert_eq!(page(&outcome, PATH).requests(), ["GET /x"]);
        one_finding(&outcome, "arguments");
    }
}

#[test]
fn segments_of_a_path_and_options_of_a_query() {
    for (line, words) in [
        (format!("GET {}\n", "/a".repeat(65)), "segments"),
        (format!("GET /a?{}\n", "$top=1&".repeat(65)), "query parameters"),
    ] {
        let outcome = read(&[(PATH, &requests(&format!("{line}GET /x\n")))]);
        assert_eq!(page(&outcome, PATH).requests(), ["GET /x"]);
        one_finding(&outcome, words);
    }
}

#[test]
fn rows_and_columns_of_a_table() {
    let table = |columns: usize, rows: usize| {
        let row = |cell: &str| format!("|Name|{}\n", cell.repeat(columns - 1));
        let rows: String = (0..rows).map(|number| format!("|x{number}|b|\n")).collect();
        format!(
            "{}\n## Request headers\n{}{}{rows}",
            requests("GET /x\n"),
            row("Description|"),
            row("--|").replace("Name", "--")
        )
    };
    let outcome = read(&[(PATH, &table(2, 5001))]);
    let found = too_many(&outcome);
    assert!(found.iter().any(|message| message.contains("5000 rows")), "{found:?}");
    let outcome = read(&[(PATH, &table(65, 1))]);
    one_finding(&outcome, "64 columns");
}

#[test]
fn parameters_of_a_page() {
    let rows: String = (0..1001).map(|number| format!("|x{number}|b|\n")).collect();
    let outcome = read(&[(
        PATH,
        &format!("{}\n## Request headers\n|Name|Description|\n|--|--|\n{rows}", requests("GET /x\n")),
    )]);
    assert_eq!(page(&outcome, PATH).operation().parameters.len(), 1000);
    one_finding(&outcome, "1000 parameters");
}

#[test]
fn a_description_that_each_request_would_repeat() {
    let text = format!(
        "# Get thing\n\n{}\n\n{}",
        "a ".repeat(500_000),
        requests("GET /x\n").replace("# Get thing", "")
    );
    let outcome = read(&[(PATH, &text)]);
    assert_eq!(page(&outcome, PATH).operation().description.len(), 10_000);
    one_finding(&outcome, "10000 characters");
}

#[test]
fn names_that_no_file_can_have() {
    let long = "x".repeat(129);
    for line in
        [format!("GET /{long}\n"), format!("GET /x/{{{long}}}\n"), format!("GET /x/f({long}={{a}})\n")]
    {
        let outcome = read(&[(PATH, &requests(&format!("{line}GET /x\n")))]);
        assert_eq!(page(&outcome, PATH).requests(), ["GET /x"]);
        one_finding(&outcome, "letters");
    }
    let outcome = read(&[(
        PATH,
        &format!(
            "{}\n## Request headers\n|Name|Description|\n|--|--|\n|{long}|b|\n|y|b|\n",
            requests("GET /x\n")
        ),
    )]);
    assert_eq!(page(&outcome, PATH).operation().parameters.len(), 1);
    one_finding(&outcome, "letters");
    let text = format!(
        "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|--|--|--|\n|id|String|b|\n|{long}|String|b|\n\n### a values\n|Member|\n|--|\n|{long}|\n|b|\n"
    );
    let outcome = read(&[(TYPE, &text)]);
    let ty = outcome.api.versions[0].type_named("microsoft.graph.thing").expect("it is there");
    assert!(!format!("{ty:?}").contains(&long));
    assert_eq!(too_many(&outcome).len(), 2);
}

#[test]
fn a_permissions_reference_without_permissions() {
    let outcome = read(&[("concepts/permissions-reference.md", "# Reference\n\nSoon.\n")]);
    assert_eq!(outcome.summary().reported, 1);
}

/// `$value` leads nowhere: what stands behind it is a request of no place.
#[test]
fn requests_without_a_place() {
    for line in ["PUT /a/$value/b\n", "GET /$ref\n", "GET /a/$count/$value\n"] {
        let outcome = read(&[(PATH, &requests(&format!("{line}GET /x\n")))]);
        let seen = page(&outcome, PATH);
        assert_eq!(seen.requests(), ["GET /x"], "{line}");
        assert!(seen.has(Code::NotARequestLine), "{line}");
    }
}

/// Lists and quotes in one another: what is too deep is passed over, and what follows is read.
#[test]
fn nesting() {
    for (count, is_too_deep) in [(32, false), (33, true), (5000, true)] {
        let mut quoted = ">".repeat(count) + " words\n\n";
        quoted += &requests("GET /x\n").replace("# Get thing\n\n", "");
        let outcome = read(&[(PATH, &format!("# Get thing\n\n{quoted}"))]);
        assert_eq!(page(&outcome, PATH).requests(), ["GET /x"], "{count}");
        if is_too_deep {
            one_finding(&outcome, "more than 32 deep");
        } else {
            assert_eq!(too_many(&outcome), [""; 0], "{count}");
        }
    }
}
