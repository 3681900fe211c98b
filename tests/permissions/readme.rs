//! The guide for reviewers in the README shows what the command prints.

use std::fs;
use std::path::Path;

use super::support::{run_in, text};

/// What the guide calls `calls.txt` and `granted.txt`.
const CALLS: &str = "GET https://graph.microsoft.com/v1.0/me/messages?$top=10\nPOST https://graph.microsoft.com/v1.0/me/sendMail\n\
    GET /v1.0/groups/6f1a-22/members\nGET /groups/6f1a-22/members/nonsense/at/all\n";
/// What it calls `app.txt`: calls that one broad permission would open.
const APP: &str = "PATCH /groups/1\nGET /users\nGET /me\nGET /groups/1/transitiveMembers\n";
/// What it calls `before.txt` and `now.txt`.
const BEFORE: &str = "GET /me/messages\nGET /users\n";
const NOW: &str = "GET /me/messages\nPOST /me/sendMail\n";
const GRANTED: &str = "User.Read Mail.ReadWrite Mail.Send GroupMember.Read.All\n";
/// The program of the guide, as far as an audit looks at it.
const PROGRAM: &[u8] = b"\x7fELF\0graphdocs:v1.0 GET /me/messages\ngraphdocs:v1.0 GET /me\n\0";

/// Whether lines are those that were printed; a line `…` stands for any number of them, and `…` at the end of a line for its rest.
fn fits(shown: &[&str], printed: &[&str]) -> bool {
    match shown {
        [] => printed.is_empty(),
        [first, rest @ ..] if first.trim() == "…" => {
            (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..]))
        }
        [first, rest @ ..] => {
            let is_line = |printed: &&str| match first.strip_suffix('…') {
                Some(start) => printed.starts_with(start),
                None => printed == first,
            };
            printed.first().is_some_and(is_line) && fits(rest, &printed[1..])
        }
    }
}

#[test]
fn the_guide_for_reviewers_is_true() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).expect("there is a README");
    let (_, guide) = readme.split_once("\n## For reviewers\n").expect("there is a guide");
    let guide = guide.split("\n## ").next().unwrap_or_default();
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    };
    write("calls.txt", CALLS.as_bytes());
    write("app.txt", APP.as_bytes());
    write("before.txt", BEFORE.as_bytes());
    write("now.txt", NOW.as_bytes());
    write("granted.txt", GRANTED.as_bytes());
    write("target/release/app", PROGRAM);
    let blocks: Vec<&str> = guide
        .split("```console\n")
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap_or_default())
        .collect();
    assert_eq!(blocks.len(), 6, "six commands");
    let mut asked = Vec::new();
    for block in blocks {
        let (command, shown) = block.split_once('\n').expect("a command and its output");
        let command = command.strip_prefix("$ graphdocs ").expect("a command of ours");
        let arguments: Vec<&str> = match command.split_once('\'') {
            Some((before, quoted)) => {
                before.split_whitespace().chain([quoted.trim_end_matches('\'')]).collect()
            }
            None => command.split_whitespace().collect(),
        };
        asked.push(arguments[1].to_owned());
        let output = text(&run_in(folder.path(), &arguments));
        let (shown, printed): (Vec<&str>, Vec<&str>) = (shown.lines().collect(), output.lines().collect());
        assert!(fits(&shown, &printed), "{command}\nprints\n{output}");
    }
    assert_eq!(asked, ["least", "show", "calls", "review", "compare", "audit"]);
}
