//! The example of each code is a fixture: its bad part has findings of that code and of no other, its good part has none.
//!
//! A fence `md` shows sections of the page `thing-get.md`, one `md resource` sections of the page of the resource; they take the
//! place of the sections of the same heading. A fence `md PATH` shows a whole file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use graphdocs_generator::diagnostic::Code;
use graphdocs_generator::lint::{Config, Report};
use graphdocs_generator::load::Docs;

const API: (&str, &str) =
    ("api-reference/v1.0/api/thing-get.md", include_str!("../fixtures/explain/thing-get.md"));
const RESOURCE: (&str, &str) =
    ("api-reference/v1.0/resources/thing.md", include_str!("../fixtures/explain/thing.md"));
const ENTITY: (&str, &str) =
    ("api-reference/v1.0/resources/entity.md", include_str!("../fixtures/explain/entity.md"));
const REFERENCE: (&str, &str) =
    ("concepts/permissions-reference.md", include_str!("../fixtures/explain/permissions-reference.md"));

/// What no text can show: these are made by hand below.
const NOT_TEXT: [Code; 4] = [Code::NotUtf8, Code::FileTooLarge, Code::NotAFile, Code::TooMany];

#[test]
fn every_code_is_shown_by_its_example() {
    let mut wrong = Vec::new();
    for &code in Code::ALL {
        let (bad, cure) = parts(code);
        assert!(!bad.is_empty(), "`{code}` has no example");
        if NOT_TEXT.contains(&code) {
            continue;
        }
        let mut found = codes(&bad);
        if code == Code::PermissionConflict {
            // Pages can only disagree about a request that both document.
            assert!(found.remove(Code::DuplicateOperation.name()));
        }
        if found != BTreeSet::from([code.name()]) {
            wrong.push(format!("bad `{code}`: {found:?}"));
        }
        let found = codes(&cure);
        if !found.is_empty() {
            wrong.push(format!("cured `{code}`: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_meaning_and_a_cure() {
    for &code in Code::ALL {
        let text = code.explanation();
        assert!(text.contains("\n\nBad:\n\n") && text.contains("\n\nCure: "), "{code}");
        assert!(code.summary().ends_with('.'), "{code}");
        let (_, cure) = parts(code);
        assert!(
            !cure.is_empty() || text.contains("Cure: nothing needs to be done"),
            "`{code}` shows no cure"
        );
    }
}

#[test]
fn bytes_sizes_links_and_counts() {
    let folder = tempfile::tempdir().unwrap();
    let api = folder.path().join("api-reference/v1.0/api");
    fs::create_dir_all(&api).unwrap();
    fs::write(api.join("thing-get.md"), [API.1.as_bytes(), b"caf\xe9\n"].concat()).unwrap();
    fs::write(api.join("large.md"), vec![b'a'; 3 << 20]).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("thing-get.md", api.join("linked.md")).unwrap();
    let requests: String = (0..600).map(|number| format!("GET /things/x{number}\n")).collect();
    fs::write(api.join("everything.md"), format!("# Get\n\n## HTTP request\n```http\n{requests}```\n"))
        .unwrap();
    let outcome = graphdocs_generator::read(folder.path()).unwrap();
    let found = |code| outcome.problems.iter().filter(|problem| problem.code == code).count();
    assert_eq!(NOT_TEXT.map(found), [1, 1, usize::from(cfg!(unix)), 1]);
}

/// The fences of a text: the words behind the backticks, and the lines.
type Fences = Vec<(String, String)>;

/// The fences of an explanation, before and after its cure.
fn parts(code: Code) -> (Fences, Fences) {
    let (bad, cure) = code.explanation().split_once("\n\nCure: ").expect("there is a cure");
    (fences(bad), fences(cure))
}

fn fences(text: &str) -> Fences {
    let mut pieces = text.split("````");
    pieces.next();
    let mut fences = Vec::new();
    while let (Some(fence), Some(_)) = (pieces.next(), pieces.next()) {
        let (info, lines) = fence.split_once('\n').expect("a fence has lines");
        fences.push((info.to_owned(), lines.to_owned()));
    }
    fences
}

/// The codes of the findings on the standing pages with an example put in.
fn codes(example: &[(String, String)]) -> BTreeSet<&'static str> {
    let mut files: BTreeMap<String, String> =
        [API, RESOURCE, ENTITY, REFERENCE].map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    for (info, lines) in example {
        match info.as_str() {
            "md" => replace(files.get_mut(API.0).unwrap(), lines),
            "md resource" => replace(files.get_mut(RESOURCE.0).unwrap(), lines),
            _ => {
                let path = info.strip_prefix("md ").expect("a fence says which page it shows");
                files.insert(path.to_owned(), lines.clone());
            }
        }
    }
    let outcome = graphdocs_generator::read_docs(Docs::from_texts(
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())),
    ));
    let report = Report::new(&outcome.docs, &outcome.problems, &Config::default(), None);
    report.counts().into_keys().map(Code::name).collect()
}

/// Puts sections in the place of those with the same heading, or at the end.
fn replace(page: &mut String, lines: &str) {
    for section in sections(lines) {
        let heading = section.lines().next().unwrap_or_default();
        let mut there: Vec<String> = sections(page);
        match there.iter_mut().find(|other| other.lines().next() == Some(heading)) {
            Some(other) => *other = section,
            None => there.push(section),
        }
        *page = there.join("\n");
    }
}

/// A page cut before each heading of level 2.
fn sections(text: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    for line in text.lines() {
        if line.starts_with("## ") {
            sections.push(String::new());
        }
        let last = sections.last_mut().unwrap();
        last.push_str(line);
        last.push('\n');
    }
    sections.retain(|section| !section.is_empty());
    sections
}

#[test]
fn the_standing_pages_have_no_findings() {
    assert_eq!(codes(&[]), BTreeSet::new());
}
