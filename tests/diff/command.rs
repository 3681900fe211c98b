//! The command from outside: folders, models, revisions of a checkout.

use super::*;

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

pub(crate) fn graphdocs(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_graphdocs")).args(arguments).output().expect("the command runs")
}

pub(crate) fn stdout(output: &Output) -> String {
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
            .contains("<details><summary>property removed: 1 (v1.0 1)</summary>")
    );
}

/// A model is as good as the docs that it was made of, packed or not.
#[test]
fn models_differ_as_their_docs_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-input");
    let changed = folder.path().join("changed");
    copy(&docs, &changed, &|path, text| match path {
        "api-reference/v1.0/api/user-sendmail.md" => None,
        "api-reference/v1.0/api/user-list-messages.md" => Some(text.replace("Mail.Read,", "Mail.ReadWrite,")),
        _ => Some(text.replace("|Boolean|", "|Int32|")),
    });
    let model = |docs: &Path, name: &str| {
        let file = folder.path().join(name);
        let output = graphdocs(&["ir", "--docs", path(docs), "-o", path(&file)]);
        assert!(output.status.success(), "{output:?}");
        file
    };
    let (plain, packed) = (model(&docs, "old.json"), model(&changed, "new.json.gz"));
    assert!(fs::read(&packed).expect("a file").starts_with(&[0x1f, 0x8b]), "it is packed");
    let (packed_old, plain_new) = (model(&docs, "old.json.gz"), model(&changed, "new.json"));
    let changes = |old: &Path, new: &Path| {
        let output = graphdocs(&["diff", path(old), path(new), "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        serde_json::from_str::<Report>(&stdout(&output)).expect("a report").changes
    };
    let expected = changes(&docs, &changed);
    assert!(expected.iter().any(|change| change.kind == ChangeKind::OperationRemoved), "{expected:#?}");
    assert!(expected.iter().any(|change| change.kind == ChangeKind::PropertyRetyped), "{expected:#?}");
    for (old, new) in
        [(&plain, &packed), (&packed_old, &plain_new), (&docs, &packed), (&packed_old, &changed)]
    {
        assert_eq!(changes(old, new), expected, "{} and {}", old.display(), new.display());
    }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Copies a folder; `edit` gives what becomes of each page.
fn copy(from: &Path, to: &Path, edit: &dyn Fn(&str, String) -> Option<String>) {
    let mut folders = vec![from.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let file = entry.expect("an entry").path();
            let below = file.strip_prefix(from).expect("it is below").to_owned();
            if file.is_dir() {
                fs::create_dir_all(to.join(below)).expect("a folder");
                folders.push(file);
            } else if let Some(text) = edit(path(&below), fs::read_to_string(&file).expect("a page")) {
                fs::create_dir_all(to.join(&below).parent().expect("a folder")).expect("a folder");
                fs::write(to.join(below), text).expect("a page");
            }
        }
    }
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
    // One revision is compared with the files as they are.
    let output = graphdocs(&["diff", "--docs-git", "HEAD", "--docs", docs]);
    let expected = "additive v1.0 property added: size, now Int32; on microsoft.graph.pen\n";
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), expected), "{output:?}");
    let output = graphdocs(&["diff", "--docs-git", "HEAD..", "--docs", docs]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), String::new()), "{output:?}");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("`HEAD` is compared with itself: `--docs-git HEAD` compares"), "{words}");
    let status = Command::new("git").arg("-C").arg(docs).args(["status", "--porcelain"]).output();
    assert_eq!(stdout(&status.expect("git runs")), " M below/api-reference/v1.0/resources/pen.md\n");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let elsewhere = elsewhere.path().to_str().expect("text");
    let wrong = [
        (docs, "one..three", "`three` is no revision of the git repository"),
        (docs, "--all..one", "`--all` is no revision"),
        (docs, "one...HEAD", "write `..`"),
        (docs, "one:below..HEAD", "`one:below` is no revision"),
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
