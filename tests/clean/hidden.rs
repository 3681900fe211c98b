//! Every command in every format, on docs that are hostile wherever they can be.

use std::fs;
use std::path::Path;

use graphdocs_generator::sink;

use super::support::{HIDDEN, INJECTED, World, file_name};

/// Every command in every format that shows something of docs or inputs.
fn runs(program: &str) -> Vec<Vec<String>> {
    let docs = "--docs docs";
    let mut runs: Vec<String> = Vec::new();
    for format in ["text", "lines", "json", "sarif", "github"] {
        runs.push(format!("lint {docs} --format {format}"));
    }
    runs.push(format!("lint {docs} --color always"));
    runs.push(format!("lint {docs} --baseline known.json --write-baseline -v"));
    for format in ["text", "markdown", "changelog", "json"] {
        runs.push(format!("diff old docs --format {format}"));
    }
    for format in ["text", "json"] {
        runs.push(format!("permissions show {docs} --format {format} /things"));
        runs.push(format!("permissions calls {docs} --format {format} Thing.Read.All"));
        runs.push(format!("permissions least {docs} --format {format} --uses uses.txt"));
        runs.push(format!("permissions audit {docs} --format {format} PROGRAM"));
    }
    for format in ["text", "json", "markdown", "sarif"] {
        let grants = "--granted granted.txt --ignore accepted.txt";
        runs.push(format!("permissions review {docs} --format {format} --uses uses.txt {grants}"));
        runs.push(format!("permissions audit {docs} --format {format} PROGRAM {grants}"));
    }
    for by in ["operation", "permission"] {
        for format in ["kibali", "csv", "json", "markdown"] {
            runs.push(format!("export permissions {docs} --format {format} --by {by}"));
        }
    }
    runs.push(format!("export openapi {docs}"));
    runs.push(format!("ir {docs}"));
    for dump in ["blocks thing-list", "page PAGE", "blocks PAGE", "ir /things", "ir GET.*", "code **"] {
        runs.push(format!("dump {docs} {dump}"));
    }
    runs.push(format!("generate {docs} --out out -v --timings"));
    runs.push(format!("generate {docs} --out out --check -v"));
    runs.push("explain".to_owned());
    let page = format!("{}.md", file_name());
    let words = |run: &String| {
        run.split(' ').map(|word| word.replace("PROGRAM", program).replace("PAGE", &page)).collect()
    };
    let mut runs: Vec<Vec<String>> = runs.iter().map(words).collect();
    let odd =
        |words: &[&str]| words.iter().map(|word| format!("{word}{HIDDEN}\n{INJECTED}")).collect::<Vec<_>>();
    for (words, name) in [
        (&["lint", "--docs"][..], "missing"),
        (&["lint", "--docs", "docs", "--config"], "missing"),
        (&["lint", "--docs", "docs", "--baseline"], "missing"),
        (&["ir", "--ir"], "missing"),
        (&["diff", "old"], "missing"),
        (&["permissions", "show", "--docs", "docs"], "GET /x"),
        (&["permissions", "calls", "--docs", "docs"], "Some.Read"),
        (&["permissions", "least", "--docs", "docs", "--uses"], "missing"),
        (&["permissions", "audit", "--docs", "docs"], "missing"),
    ] {
        let words = words.iter().map(|word| (*word).to_owned());
        runs.push(words.chain(odd(&[name])).collect());
    }
    runs
}

/// Colours are the only thing that may steer a terminal, and only where they are asked for.
fn without_colors(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_digit() && c != ';').expect("a sequence has an end");
        assert_eq!(&after[end..=end], "m", "a colour: {after:?}");
        rest = &after[end + 1..];
    }
    out + rest
}

#[track_caller]
fn check(what: &str, text: &str) {
    let text = text.replace("\r\n", "\n");
    let shown = |at: usize| text[at..].chars().take(80).collect::<String>();
    if let Some(at) = text.find(|c| sink::is_hidden(c) && c != '\n' && c != '\t') {
        panic!("{what}: {:?}", shown(at));
    }
    for line in text.lines() {
        assert!(!line.trim_start().starts_with(INJECTED), "{what}: a line end left: {line}");
    }
}

#[test]
fn nothing_hidden_leaves() {
    let world = World::new();
    let program = format!("program{}", file_name());
    for run in runs(&program) {
        let arguments: Vec<&str> = run.iter().map(String::as_str).collect();
        let output = world.run(&arguments);
        assert!(output.status.code().is_some_and(|code| code <= 2), "{run:?}: {output:?}");
        let (stdout, stderr) = (String::from_utf8(output.stdout), String::from_utf8(output.stderr));
        let (stdout, stderr) = (stdout.expect("text"), stderr.expect("text"));
        let stdout = if run.contains(&"always".to_owned()) { without_colors(&stdout) } else { stdout };
        check(&format!("{run:?}"), &stdout);
        check(&format!("{run:?}, standard error"), &stderr);
        let is_json = ["json", "sarif", "kibali"].iter().any(|form| run.contains(&(*form).to_owned()));
        if is_json || run[0] == "ir" && output.status.success() {
            serde_json::from_str::<serde_json::Value>(&stdout)
                .unwrap_or_else(|error| panic!("{run:?}: {error}"));
        }
        if run[0] == "generate" && !run.contains(&"--check".to_owned()) {
            files(&world.folder.path().join("out"));
        }
    }
}

/// Folders that are given by name: docs to compare, and folders that are none of a crate's own.
#[test]
fn names_of_folders_are_clean() {
    let world = World::new();
    let name = file_name();
    world.write(
        &format!("{name}/api-reference/v1.0/api/plain.md"),
        "# Get me\n\n## HTTP request\n```http\nGET /me\n```\n",
    );
    let mark = "// @generated by graphdocs 0.1.0 from nothing. Do not edit.\n";
    world.write(&format!("{name}/crate/other/Cargo.toml"), mark.replace("//", "#"));
    world.write(&format!("{name}/src/{name}.rs"), mark);
    let (inside, source) = (format!("{name}/crate"), format!("{name}/src"));
    let mut runs: Vec<Vec<&str>> = ["text", "markdown", "changelog", "json"]
        .map(|format| vec!["diff", &name, "docs", "--format", format])
        .into();
    runs.push(vec!["diff", &name, "missing"]);
    for out in [&name, &inside, &source] {
        runs.push(vec!["generate", "--docs", "docs", "--out", out]);
    }
    runs.push(vec!["permissions", "audit", "--docs", "docs", &name]);
    for run in runs {
        let output = world.run(&run);
        assert!(output.status.code().is_some_and(|code| code <= 2), "{run:?}: {output:?}");
        check(&format!("{run:?}"), &String::from_utf8(output.stdout).expect("text"));
        check(&format!("{run:?}, standard error"), &String::from_utf8(output.stderr).expect("text"));
    }
}

/// The emitted crate: what its comments hold, and that drift of hostile text is shown safely.
fn files(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path);
        } else {
            let text = fs::read_to_string(&path).expect("text");
            check(&path.display().to_string(), &text);
            if path.ends_with("things.rs") {
                fs::write(&path, format!("{text}// {HIDDEN}\n")).expect("a file");
                fs::write(path.with_file_name(format!("x{}", file_name())), "mine").expect("a file");
            }
        }
    }
}

/// The values of JSON are those of the docs, whatever stands for them in the text.
#[test]
fn the_model_is_exact() {
    let world = World::new();
    world.write("one/page.md", format!("# Get me {HIDDEN}x\n\n## HTTP request\n\n```http\nGET /me\n```\n"));
    let output = world.run(&["ir", "--docs", "one"]);
    let model: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let title = model.pointer("/versions/0/operations/0/title").and_then(serde_json::Value::as_str);
    let title = title.expect("a title");
    // The reader drops what has no width, as authors leave it behind; all else is theirs.
    for c in ['\u{1b}', '\u{9b}', '\u{61c}', '\u{202e}', '\u{2028}', '\u{e0001}'] {
        assert!(title.contains(c), "{c:?} is not in {title:?}");
    }
}

/// In Markdown and OpenAPI, words of pages are words.
#[test]
fn words_of_pages_are_no_markup() {
    let world = World::new();
    let output = world.run(&["export", "permissions", "--docs", "docs", "--format", "markdown"]);
    let markdown = String::from_utf8(output.stdout).expect("text");
    assert!(markdown.contains("new `@`octocat"), "{markdown}");
    let output = world.run(&["export", "openapi", "--docs", "docs"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let described = document.pointer("/paths/~1things/get/description").and_then(serde_json::Value::as_str);
    let described = described.expect("a description");
    assert!(described.contains("\\<script\\>x\\</script\\>"), "{described}");
}
