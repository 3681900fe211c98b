//! `graphdocs lint` and `graphdocs explain` as a user calls them: configuration, suppressions, baseline, changed files, formats, exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A page with a note, three warnings and nothing else.
const PAGE: &str = "# Get thing\n\nReads a thing.\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:---|:---|\n|Delegated (work or school account)|Thing.ReadWrite.All, Thing.Read.All|\n|Delegated (personal Microsoft account)|TODO|\n|Application|Not supported.|\n\n## HTTP request\n\n```http\nGET /things/{id}\nGET/things/{id}/parts\n```\n\n## Response\n\nReturns `200 OK`.\n\n## Example\n\n```http\nGET https://graph.microsoft.com/v1.0/things/1\n```\n";

const PATH: &str = "docs/api-reference/v1.0/api/thing-get.md";

/// A folder with the page below `docs`.
fn folder(page: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), PATH, page);
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn graphdocs(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn lint(folder: &TempDir, arguments: &[&str]) -> Output {
    graphdocs(folder, &[&["lint", "--docs", "docs"], arguments].concat())
}

/// The codes of the findings, in the order of their places, and the exit code.
#[track_caller]
fn codes(folder: &TempDir, arguments: &[&str]) -> (Vec<String>, i32) {
    let output = lint(folder, &[&["--format", "json"], arguments].concat());
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {} {}", words(&output.stdout), words(&output.stderr));
    });
    let codes = found.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect();
    (codes, output.status.code().unwrap())
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn fails(folder: &TempDir, arguments: &[&str], why: &[&str]) {
    let output = lint(folder, arguments);
    let error = words(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(output.stdout.is_empty());
    for words in why {
        assert!(error.contains(words), "`{words}` is not in: {error}");
    }
}

const ALL: [&str; 4] = ["order-conflict", "todo-cell", "request-repaired", "request-without-example"];

#[test]
fn exit_codes_and_levels() {
    let folder = folder(PAGE);
    assert_eq!(codes(&folder, &[]), (ALL.map(str::to_owned).to_vec(), 1));
    assert_eq!(codes(&folder, &["--deny", "error"]).1, 0);
    assert_eq!(codes(&folder, &["--deny", "never"]).1, 0);
    assert_eq!(codes(&folder, &["--severity", "error"]), (vec![], 0));
    let missing = graphdocs(&folder, &["lint", "--docs", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(words(&missing.stderr).contains("nowhere"));
}

#[test]
fn configuration() {
    let folder = folder(PAGE);
    write(
        folder.path(),
        "graphdocs.toml",
        "[lint]\ndeny = \"error\"\n\n[lint.severity]\ntodo-cell = \"off\"\nrequest-without-example = \"error\"\n\n[[lint.ignore]]\ncode = \"order-conflict\"\npath = \"api-reference/**/thing-*.md\"\nreason = \"as in the portal\"\n",
    );
    assert_eq!(
        codes(&folder, &[]),
        (vec!["request-repaired".to_owned(), "request-without-example".to_owned()], 1)
    );
    assert_eq!(codes(&folder, &["--deny", "never"]).1, 0);
    let inner = graphdocs(&folder, &["lint", "--docs", "docs/api-reference/v1.0/api/thing-get.md"]);
    assert!(words(&inner.stdout).contains("error[request-without-example]"), "{}", words(&inner.stdout));
}

#[test]
fn configuration_is_found_above_the_docs_first() {
    let folder = folder(PAGE);
    write(folder.path(), "graphdocs.toml", "[lint.severity]\ntodo-cell = \"off\"\n");
    write(folder.path(), "docs/graphdocs.toml", "[lint.severity]\norder-conflict = \"off\"\n");
    let (found, _) = codes(&folder, &[]);
    assert_eq!(found, ["todo-cell", "request-repaired", "request-without-example"]);
    let (found, _) = codes(&folder, &["--config", "graphdocs.toml"]);
    assert_eq!(found, ["order-conflict", "request-repaired", "request-without-example"]);
}

#[test]
fn configuration_with_mistakes() {
    let folder = folder(PAGE);
    for (text, why) in [
        ("[lint]\ndeni = \"error\"\n", ["line 2, column 1", "unknown field `deni`"]),
        ("[lnt]\n", ["line 1, column 2", "unknown field `lnt`"]),
        ("[lint.severity]\nodd-code = \"off\"\n", ["line 2", "there is no code `odd-code`"]),
        ("[lint.severity]\ntodo-cell = \"loud\"\n", ["line 2, column 13", "unknown variant `loud`"]),
        (
            "[[lint.ignore]]\ncode = \"todo-cell\"\npath = \"x\"\nreason = \" \"\n",
            ["line 4, column 10", "the reason is empty"],
        ),
        ("[[lint.ignore]]\ncode = \"todo-cell\"\npath = \"x\"\n", ["line 1", "missing field `reason`"]),
        (
            "[[lint.ignore]]\ncode = \"todo-cell\"\npath = \"[\"\nreason = \"r\"\n",
            ["line 3, column 8", "unclosed character class"],
        ),
    ] {
        write(folder.path(), "graphdocs.toml", text);
        fails(&folder, &[], &why);
    }
}

#[test]
fn suppressions_on_the_page() {
    let comment = "<!-- graphdocs-ignore order-conflict, todo-cell: as in the portal -->\n\n";
    let in_section = folder(&PAGE.replace("|Permission type", &format!("{comment}|Permission type")));
    assert_eq!(codes(&in_section, &[]).0, ["request-repaired", "request-without-example"]);

    let on_top = folder(&PAGE.replace("# Get thing", &format!("{comment}# Get thing")));
    assert_eq!(codes(&on_top, &[]).0, ["request-repaired", "request-without-example"]);

    let elsewhere = folder(&PAGE.replace("```http\nGET /", &format!("{comment}```http\nGET /")));
    let unused = ["unused-suppression"; 2];
    let (found, _) = codes(&elsewhere, &[]);
    assert_eq!(found.iter().filter(|code| unused.contains(&code.as_str())).count(), 2, "{found:?}");
    assert_eq!(found.len(), ALL.len() + 2);

    let in_fence = folder(&PAGE.replace("GET /things/{id}\n", &format!("{comment}GET /things/{{id}}\n")));
    assert!(codes(&in_fence, &[]).0.contains(&"order-conflict".to_owned()));
}

#[test]
fn suppressions_that_cannot_be_read() {
    for (comment, why) in [
        ("graphdocs-ignore todo-cell", "the suppression gives no reason"),
        ("graphdocs-ignore todo-cell: ", "the suppression gives no reason"),
        ("graphdocs-ignore : a reason", "the suppression names no code"),
        ("graphdocs-ignore odd-code: a reason", "there is no code `odd-code`"),
    ] {
        let folder = folder(&PAGE.replace("# Get thing", &format!("<!-- {comment} -->\n\n# Get thing")));
        let output = words(&lint(&folder, &["--format", "lines"]).stdout);
        let line = format!("api-reference/v1.0/api/thing-get.md:1:1: warning[unread-suppression]: {why}");
        assert!(output.contains(&line), "{output}");
        assert!(output.contains("[todo-cell]"));
    }
}

#[test]
fn unused_entries_of_the_configuration() {
    let folder = folder(PAGE);
    write(
        folder.path(),
        "graphdocs.toml",
        "[[lint.ignore]]\ncode = \"not-utf-8\"\npath = \"api-reference/**\"\nreason = \"r\"\n",
    );
    let output = words(&lint(&folder, &["--format", "lines"]).stdout);
    let message =
        "graphdocs.toml:2:8: warning[unused-suppression]: `not-utf-8` has no finding on `api-reference/**`";
    assert!(output.contains(message), "{output}");
}

#[test]
fn baseline() {
    let folder = folder(PAGE);
    fails(&folder, &["--baseline", "known.json"], &["known.json", "--write-baseline"]);
    fails(&folder, &["--write-baseline"], &["--baseline FILE"]);
    assert_eq!(lint(&folder, &["--baseline", "known.json", "--write-baseline"]).status.code(), Some(0));
    assert_eq!(codes(&folder, &["--baseline", "known.json"]), (vec![], 0));

    // Lines move, and a finding is added beside a known one of the same kind.
    let moved = PAGE.replace("# Get thing\n", "# Get thing\n\nMore words.\n");
    write(folder.path(), PATH, &moved.replace("|Application|Not supported.|", "|Application|TBD|"));
    assert_eq!(codes(&folder, &["--baseline", "known.json"]), (vec!["todo-cell".to_owned()], 1));

    // A finding is cured.
    write(folder.path(), PATH, &PAGE.replace("|TODO|", "|Not supported.|"));
    write(folder.path(), "graphdocs.toml", "[lint]\nbaseline = \"known.json\"\n");
    let output = lint(&folder, &["--format", "json"]);
    assert_eq!(words(&output.stdout).trim(), "[]");
    assert!(words(&output.stderr).contains("1 findings of the baseline are gone"));

    write(folder.path(), "known.json", "{ \"version\": 9, \"findings\": [] }");
    fails(&folder, &[], &["known.json", "it has version 9"]);
}

fn git(folder: &TempDir, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"])
        .arg("-C")
        .arg(folder.path())
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", words(&output.stderr));
}

#[test]
fn changed_since_a_revision() {
    let folder = folder(PAGE);
    fails(&folder, &["--changed-since", "HEAD"], &["what changed since `HEAD`", "not a git repository"]);
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "pages"]);
    assert_eq!(codes(&folder, &["--changed-since", "HEAD"]), (vec![], 0));
    fails(&folder, &["--changed-since", "gone"], &["what changed since `gone`"]);
    fails(&folder, &["--changed-since=--output=x"], &["what changed since `--output=x`"]);

    // One file changes, another is new, a third is as it was.
    let other = "docs/api-reference/v1.0/api/part-get.md";
    write(folder.path(), other, &PAGE.replace("things", "pieces").replace("thing", "piece"));
    let (found, _) = codes(&folder, &["--changed-since", "HEAD"]);
    assert_eq!(found.len(), ALL.len());
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "more"]);
    write(folder.path(), PATH, &PAGE.replace("|TODO|", "|Not supported.|"));
    let (found, _) = codes(&folder, &["--changed-since", "HEAD"]);
    assert_eq!(found, ["order-conflict", "request-repaired", "request-without-example"]);
    let (found, _) = codes(&folder, &["--changed-since", "HEAD~1"]);
    assert_eq!(found.len(), 2 * ALL.len() - 1);
}

#[test]
fn formats() {
    let folder = folder(PAGE);
    let show = |format| words(&lint(&folder, &["--format", format]).stdout);
    insta::assert_snapshot!("text", show("text"));
    insta::assert_snapshot!("lines", show("lines"));
    insta::assert_snapshot!("json", show("json"));
    insta::assert_snapshot!("github", show("github"));
    assert!(!show("text").contains('\u{1b}'));
    let colored = words(&lint(&folder, &["--color", "always"]).stdout);
    assert!(colored.contains('\u{1b}'));
}

#[test]
fn sarif_is_valid() {
    let folder = folder(&PAGE.replace("# Get", "<!-- graphdocs-ignore todo-cell: later -->\n\n# Get"));
    let log: Value = serde_json::from_slice(&lint(&folder, &["--format", "sarif"]).stdout).unwrap();
    valid(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), ALL.len());
    assert_eq!(results[1]["suppressions"][0]["kind"], "inSource");
    assert_eq!(results[1]["suppressions"][0]["justification"], "later");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], PATH);
    assert_eq!(place["region"]["startLine"], 11);

    write(folder.path(), "calls.txt", "GET /me/messages\nGET /nowhere/at/all\n");
    write(folder.path(), "granted.txt", "Mail.ReadWrite\nUser.Read\n");
    write(folder.path(), "accepted.txt", "unused User.Read # sign-in\nunused Mail.Send # gone\n");
    let review = graphdocs(
        &folder,
        &[
            "permissions",
            "review",
            "--uses",
            "calls.txt",
            "--granted",
            "granted.txt",
            "--ignore",
            "accepted.txt",
            "--format",
            "sarif",
        ],
    );
    let log: Value = serde_json::from_slice(&review.stdout).unwrap();
    valid(&log);
    assert!(log["runs"][0]["results"].as_array().unwrap().len() >= 3);
}

#[track_caller]
fn valid(log: &Value) {
    let mut schema: Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).unwrap();
    // The published pattern has a bracket too many, so it is no regular expression. We name no language.
    for definition in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][definition]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn explanations() {
    let folder = tempfile::tempdir().unwrap();
    let list = graphdocs(&folder, &["explain"]);
    assert!(words(&list.stdout).contains("order-conflict"));
    let one = graphdocs(&folder, &["explain", "order-conflict"]);
    assert!(words(&one.stdout).starts_with("order-conflict (warning)\n\n"));
    let odd = graphdocs(&folder, &["explain", "order-conflicts"]);
    assert_eq!(odd.status.code(), Some(2));
    assert!(words(&odd.stderr).contains("order-conflict"));
}
