//! What makes the command easy to use: completions, a manual, starter files, words that can be turned off.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn graphdocs(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
    command.current_dir(folder).args(arguments).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The subcommands, as the help lists them.
fn commands(folder: &Path) -> Vec<String> {
    let help = text(&graphdocs(folder, &["--help"]).stdout);
    let (_, list) = help.split_once("Commands:\n").expect("the help lists commands");
    let (list, _) = list.split_once("\n\n").expect("the list ends");
    list.lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let commands = commands(folder.path());
    assert!(commands.len() > 10, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&graphdocs(folder.path(), &["completions", shell]).stdout);
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell}: {command}");
        }
    }
    let page = text(&graphdocs(folder.path(), &["man"]).stdout);
    assert!(page.contains(".TH graphdocs 1") && page.contains("Exit codes: 0 fine"), "{page}");
    assert!(graphdocs(folder.path(), &["man", "--out", "man"]).status.success());
    for command in commands.iter().filter(|command| *command != "help") {
        let page = folder.path().join(format!("man/graphdocs-{command}.1"));
        assert!(page.is_file(), "{}", page.display());
    }
}

#[test]
fn bash_takes_the_completions() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = folder.path().join("graphdocs.bash");
    let output = graphdocs(folder.path(), &["completions", "bash", "-o", "graphdocs.bash"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let output = Command::new("bash").arg("-n").arg(&script).output().expect("bash is installed");
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn starter_files_never_replace_others() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("build.rs"), "fn main() {}").expect("a file");
    let output = graphdocs(folder.path(), &["init", "--docs", "my docs"]);
    assert_eq!(output.status.code(), Some(1));
    let words = text(&output.stderr);
    assert!(
        words.contains("build.rs: exists, left alone") && words.contains("graphdocs.toml: written"),
        "{words}"
    );
    assert_eq!(fs::read_to_string(folder.path().join("build.rs")).expect("it stayed"), "fn main() {}");
    let settings = fs::read_to_string(folder.path().join("graphdocs.toml")).expect("it was written");
    assert!(settings.contains("`my docs`") && settings.contains("\n[lint]\n"), "{settings}");

    let app = folder.path().join("app");
    let output = graphdocs(folder.path(), &["init", "app", "--docs", "../docs"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let script = fs::read_to_string(app.join("build.rs")).expect("it was written");
    assert!(script.contains(".docs(\"../docs\")"), "{script}");
    syn::parse_file(&script).expect("it is Rust");
    assert!(app.join(".github/workflows/graphdocs.yml").is_file());
    let written = fs::read_to_string(app.join("build.rs")).expect("it is there");
    let output = graphdocs(folder.path(), &["init", "app", "--docs", "elsewhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(app.join("build.rs")).expect("it stayed"), written);

    let output = graphdocs(folder.path(), &["init", "bad", "--docs", "\").evil(\""]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.path().join("bad").exists());
}

#[test]
fn starter_settings_are_settings_of_lint() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = "docs/api-reference/v1.0/api/thing-get.md";
    let page = folder.path().join(page);
    fs::create_dir_all(page.parent().expect("a folder")).expect("a folder");
    // What it lacks is warned of.
    fs::write(&page, "# Get thing\n\n## HTTP request\n\n```http\nGET /things/{id}\n```\n").expect("a page");
    assert_eq!(graphdocs(folder.path(), &["init"]).status.code(), Some(0));
    let lint = || graphdocs(folder.path(), &["lint", "--docs", "docs"]);
    let output = lint();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    // The table that stands at the end takes what is written below it, and nothing but what lint knows.
    let settings = folder.path().join("graphdocs.toml");
    let starter = fs::read_to_string(&settings).expect("it was written");
    for (line, code) in [("deny = \"never\"", 0), ("unknown = true", 2)] {
        fs::write(&settings, format!("{starter}{line}\n")).expect("it can be changed");
        assert_eq!(lint().status.code(), Some(code), "{line}: {}", text(&lint().stderr));
    }
}

#[test]
fn words_and_colours_follow_the_flags() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = "docs-input/api-reference/v1.0/api/user-sendmail.md";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("client");
    let out = out.to_str().expect("a plain path");
    let quiet = graphdocs(root, &["-q", "generate", "--docs", page, "--out", out]);
    assert_eq!((quiet.status.code(), text(&quiet.stderr)), (Some(0), String::new()));
    let verbose = graphdocs(root, &["generate", "-v", "--docs", page, "--out", out, "--crate-name", "other"]);
    let words = text(&verbose.stderr);
    assert!(words.contains("ms  reading the docs") && words.contains("changed: "), "{words}");
    assert!(words.contains("+ name = \"other\""), "{words}");

    let bad = folder.path().join("bad.md");
    fs::write(&bad, "# Get\n\n## HTTP request\n\n```http\nGET/me\n```\n").expect("a page");
    let bad = bad.to_str().expect("a plain path");
    let escapes = |arguments: &[&str]| text(&graphdocs(root, arguments).stdout).contains('\u{1b}');
    assert!(!escapes(&["lint", "--docs", bad]));
    assert!(escapes(&["lint", "--docs", bad, "--color", "always"]));
    let output = graphdocs(root, &["generate", "--no-such-flag"]);
    assert_eq!(output.status.code(), Some(2));
}
