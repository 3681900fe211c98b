//! Input that no page should be: a finding or an error each, and nothing lost of the rest.

use std::fs;
use std::path::Path;

use graphdocs_generator::diagnostic::Code;
use graphdocs_generator::{Error, ReadOutput};

use super::support::{self, page, read_texts};

const PATH: &str = "api-reference/v1.0/api/thing-get.md";

const GOOD: &str = "# Get thing\n\n## Permissions\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Delegated (work or school account)|Thing.Read.All|\n|Delegated (personal Microsoft account)|Not supported.|\n|Application|Thing.Read.All|\n\n## HTTP request\n```http\nGET /things/{id}\n```\n\n## Response\nGives `200 OK`.\n";

/// Reads the good page with something bad put before a heading of it.
fn with(bad: &str, before: &str) -> ReadOutput {
    let text = GOOD.replace(before, &format!("{bad}{before}"));
    read_texts(&[(PATH, &text)])
}

#[track_caller]
fn still_read(outcome: &ReadOutput) {
    let seen = page(outcome, PATH);
    assert_eq!(seen.requests(), ["GET /things/{id}"], "{}", seen.show());
    assert_eq!(seen.grants().len(), 3, "{}", seen.show());
    assert_eq!(seen.responses(), ["200"], "{}", seen.show());
}

#[track_caller]
fn reported(outcome: &ReadOutput, code: Code) {
    assert!(page(outcome, PATH).has(code), "{}", page(outcome, PATH).show());
}

fn write(root: &Path, path: &str, content: &[u8]) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, content).unwrap();
}

fn read(root: &Path) -> Result<ReadOutput, Error> {
    graphdocs_generator::read(root)
}

#[test]
fn a_missing_folder() {
    let folder = tempfile::tempdir().unwrap();
    let error = read(&folder.path().join("nowhere")).unwrap_err().to_string();
    assert!(error.contains("nowhere"), "{error}");
}

#[test]
fn a_folder_without_pages() {
    let folder = tempfile::tempdir().unwrap();
    let error = read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("no reference pages"), "{error}");
}

#[test]
fn a_page_that_is_not_utf_8() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = GOOD.replace("Get thing", "Get thing \u{1}").into_bytes();
    let at = bytes.iter().position(|&byte| byte == 1).unwrap();
    bytes[at] = 0xff;
    write(folder.path(), PATH, &bytes);
    let outcome = read(folder.path()).unwrap();
    reported(&outcome, Code::NotUtf8);
    still_read(&outcome);
}

#[test]
fn a_page_of_fifty_megabytes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), PATH, GOOD.as_bytes());
    let large = "api-reference/v1.0/api/large.md";
    write(folder.path(), large, &vec![b'a'; 50 << 20]);
    let outcome = read(folder.path()).unwrap();
    assert!(page(&outcome, large).has(Code::FileTooLarge));
    still_read(&outcome);
}

#[test]
fn a_fence_that_is_not_closed() {
    let text = GOOD.replace("{id}\n```", "{id}");
    let outcome = read_texts(&[(PATH, &text)]);
    reported(&outcome, Code::UnterminatedFence);
    still_read(&outcome);
}

#[test]
fn a_comment_that_is_not_closed() {
    let text = format!("{GOOD}\n<!-- {{ \"blockType\": \"ignored\"\n\n## Lost\n");
    let outcome = read_texts(&[(PATH, &text)]);
    reported(&outcome, Code::UnterminatedComment);
    still_read(&outcome);
}

#[test]
fn a_table_without_a_delimiter_row() {
    let outcome = with("|Name|Description|\n|id|The key|\n\n", "## Response");
    reported(&outcome, Code::TableWithoutDelimiter);
    still_read(&outcome);
}

#[test]
fn an_include_of_itself() {
    let include = "api-reference/v1.0/includes/circle.md";
    let line = "[!INCLUDE [x](../includes/circle.md)]\n\n";
    let text = GOOD.replace("## HTTP", &format!("{line}## HTTP"));
    let outcome = read_texts(&[(PATH, &text), (include, "Words.\n\n[!INCLUDE [x](circle.md)]\n")]);
    assert!(outcome.problems.iter().any(|finding| finding.code == Code::IncludeLoop));
    still_read(&outcome);
}

#[test]
fn includes_that_are_not_there() {
    let outcome = with("[!INCLUDE [x](../includes/gone.md)]\n\n", "## HTTP");
    reported(&outcome, Code::MissingInclude);
    still_read(&outcome);
    for path in ["../../../../../etc/passwd", "../../../../../../../../etc/passwd", "..\\..\\..\\..\\x.md"] {
        let outcome = with(&format!("[!INCLUDE [x]({path})]\n\n"), "## HTTP");
        reported(&outcome, Code::IncludeOutsideDocs);
        still_read(&outcome);
    }
}

#[test]
fn an_absolute_include_stays_below_the_root() {
    let outcome = with("[!INCLUDE [x](/etc/passwd)]\n\n", "## HTTP");
    reported(&outcome, Code::MissingInclude);
    still_read(&outcome);
}

#[test]
fn other_line_ends() {
    for end in ["\r\n", "\r"] {
        let text = format!("\u{feff}{}", GOOD.replace('\n', end));
        still_read(&read_texts(&[(PATH, &text)]));
    }
}

/// How the time grows with such pages is measured by `generator/benches/growth.rs`.
#[test]
fn pages_full_of_one_thing() {
    for unit in ["|", "| ", "`", "```\n", "<!--", "[", "](", "*", "> ", "{", "(", "#\n", "&", "\\", "<"] {
        let filled = unit.repeat(4096 / unit.len());
        let outcome = with(&format!("{filled}\n\n"), "## Response");
        let seen = page(&outcome, PATH);
        assert_eq!((seen.requests().len(), seen.grants().len()), (1, 3), "{unit:?}: {}", seen.show());
        let line = filled.replace('\n', " ");
        let text = GOOD
            .replace("Thing.Read.All", &format!("Thing.Read.All {line}"))
            .replace("GET /things/{id}", &format!("GET /things/{{id}}\nGET /things/{line}"))
            .replace("Gives", &format!("{filled} Gives"));
        let outcome = read_texts(&[(PATH, &text)]);
        assert!(
            page(&outcome, PATH).requests().iter().any(|request| request == "GET /things/{id}"),
            "{unit:?}"
        );
    }
}

#[test]
fn deep_nesting() {
    let list: String = (0..200).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    for nested in [list, "> ".repeat(4096)] {
        still_read(&with(&format!("{nested}\n\n"), "## Response"));
    }
}

#[test]
fn a_table_of_many_rows() {
    let rows: String = (0..1000).map(|row| format!("|x{row}|a | b|\n")).collect();
    let table = format!("## Request headers\n|Name|Description|\n|:--|:--|\n{rows}\n");
    let outcome = with(&table, "## Response");
    still_read(&outcome);
    assert_eq!(page(&outcome, PATH).operation().parameters.len(), 1000);
}

#[test]
fn many_requests_on_a_page() {
    let with = |count| {
        let lines: String = (0..count).map(|line| format!("GET /things/{{id}}/x{line}\n")).collect();
        read_texts(&[(PATH, &GOOD.replace("GET /things/{id}\n", &lines))])
    };
    let outcome = with(200);
    assert_eq!(page(&outcome, PATH).requests().len(), 200);
    assert!(!page(&outcome, PATH).has(Code::TooMany));
    let outcome = with(201);
    assert_eq!(page(&outcome, PATH).requests().len(), 200);
    reported(&outcome, Code::TooMany);
}

#[test]
fn more_permissions_than_any_page_has() {
    let names: String = (0..2000).map(|number| format!(", Thing{number}.Read.All")).collect();
    let text = GOOD.replace("|Thing.Read.All|\n\n", &format!("|Thing.Read.All{names}|\n\n"));
    let outcome = read_texts(&[(PATH, &text)]);
    reported(&outcome, Code::TooMany);
    let seen = page(&outcome, PATH);
    assert_eq!((seen.requests().len(), seen.grants().len()), (1, 2), "{}", seen.show());
}

#[test]
fn more_pairs_of_permissions_than_any_cell_has() {
    let names = |word: &str| (0..30).map(|number| format!("{word}{number}.Read, ")).collect::<String>();
    let text = GOOD
        .replace("|Thing.Read.All|\n\n", &format!("|One of {} plus either {}|\n\n", names("A"), names("B")));
    let outcome = read_texts(&[(PATH, &text)]);
    reported(&outcome, Code::AmbiguousPermissions);
    let grants = page(&outcome, PATH).operation().grants.clone();
    let alternatives: Vec<usize> =
        grants.iter().map(|grant| grant.requirement.alternatives().count()).collect();
    assert_eq!(alternatives, [1, 0, 61]);
}

#[test]
fn the_same_pages_give_the_same_model() {
    let outcome = || {
        let outcome = support::read_folder("docs-input");
        (serde_json::to_string(&outcome.api).unwrap(), format!("{:?}", outcome.problems))
    };
    assert_eq!(outcome(), outcome());
}
