//! Requests as people log them, and the operations that they call.
//!
//! ```text
//! METHOD URL => METHOD /template | variation, variation
//! METHOD URL => nothing: why
//! ```

use std::fs;

use msgraph_core::matching::order;
use serde_json::Value;

/// A variation in one word, as the lists have it.
fn word(words: &str) -> &str {
    match words {
        "as the collection whose links `$ref` lists" => "links",
        "as the object whose bytes `$value` gives" => "bytes",
        "without the cast" => "cast",
        "as in another folder" => "folder",
        "by another address of the drive" => "drive",
        "by another address of the item" => "item",
        "by another address of the site" => "site",
        other => other,
    }
}

/// What an answer of `show` says, in the form of the lists.
fn shown(answer: &Value) -> String {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let Some(operation) = answer["operations"].as_array().expect("operations").first() else {
        return format!("nothing: {}", text(&answer["why"]));
    };
    let read = operation["read"].as_array().map_or(&[][..], Vec::as_slice);
    let read: Vec<String> = read.iter().map(|words| word(&text(words)).to_owned()).collect();
    let bar = if read.is_empty() { "" } else { " | " };
    format!("{} {}{bar}{}", text(&operation["method"]), text(&operation["path"]), read.join(", "))
}

/// Whether two answers are the same but for the names of placeholders.
fn same(expected: &str, shown: &str) -> bool {
    expected == shown || order(expected, shown).is_eq()
}

/// Asks for each request of a list. Gives back how many there are, and how many find an operation.
#[track_caller]
pub fn check(list: &str, ask: impl Fn(&[&str]) -> Vec<u8>) -> (usize, usize) {
    let list =
        fs::read_to_string(format!("{}/tests/logged/{list}", env!("CARGO_MANIFEST_DIR"))).expect("a list");
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let lines: Vec<(&str, &str)> = lines.map(|line| line.split_once(" => ").expect("two parts")).collect();
    let requests = lines.iter().map(|(request, _)| *request);
    let arguments: Vec<&str> =
        ["permissions", "show", "--format", "json"].into_iter().chain(requests).collect();
    let answers: Value = serde_json::from_slice(&ask(&arguments)).expect("JSON");
    let answers = answers["answers"].as_array().expect("answers");
    assert_eq!(answers.len(), lines.len());
    let mut wrong = Vec::new();
    for ((request, expected), answer) in lines.iter().zip(answers) {
        let shown = shown(answer);
        if !same(expected, &shown) {
            wrong.push(format!("{request}\n  is {shown}\n  not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let found = lines.iter().filter(|(_, expected)| !expected.starts_with("nothing")).count();
    (lines.len(), found)
}
