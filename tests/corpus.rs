//! The real pages. They are not part of the repository: this test wants them beside it, in `../shared/docs`, and fails without them.

#![allow(unreachable_pub, reason = "the helpers are shared with the other tests")]

#[path = "it/advanced.rs"]
mod advanced;
#[path = "corpus/cases.rs"]
mod cases;
#[path = "it/chosen_pages.rs"]
mod chosen_pages;
#[path = "it/found.rs"]
mod found;
#[path = "corpus/least.rs"]
mod least;
#[path = "permissions/logged.rs"]
mod logged;
#[path = "it/seeds.rs"]
mod seeds;
#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "it/support.rs"]
mod support;

use std::process::Command;

use graphdocs_generator::ReadOutput;
use graphdocs_generator::diagnostic::Code;
use graphdocs_generator::lint::{Config, Report};
use graphdocs_generator::page::PageKind;

fn read(tree: &str) -> ReadOutput {
    support::read_folder(&format!("../shared/docs/{tree}"))
}

/// Every page gave something or was reported; `ReadOutput::summary` panics when one did neither.
fn accounted(outcome: &ReadOutput) {
    let summary = outcome.summary();
    assert_eq!(summary.pages, summary.emitted + summary.reported);
    assert!(summary.coverage.share() > 0.98, "{summary}");
}

#[test]
fn seeds() {
    let outcome = read("seeds");
    accounted(&outcome);
    seeds::check(&outcome);
    found::check(&outcome);
    let rendered = support::page(&outcome, "device-post-registeredusers.txt");
    seeds::rendered(rendered);
}

#[test]
fn july_2021() {
    let outcome = read("2021-07");
    accounted(&outcome);
    assert_eq!(chosen_pages::check(&outcome), 44);
    assert_eq!(advanced::check(&outcome), 102);
    found::check(&outcome);
    request_lines(&outcome);
    sections_of_other_names(&outcome);
    insta::assert_snapshot!("lint_2021_07", counts(&outcome));
}

/// A hundred requests of documented examples, with other keys and hosts, as people log them.
#[test]
fn requests_of_july_2021_as_people_log_them() {
    let ask = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
        command.args(arguments).args(["--docs", "../shared/docs/2021-07"]);
        command.output().expect("the command runs").stdout
    };
    assert_eq!(logged::check("july_2021.txt", ask), (100, 99));
}

/// The findings of a tree by code. `INSTA_UPDATE=always cargo test --release --features corpus --test corpus` writes them anew.
fn counts(outcome: &ReadOutput) -> String {
    let report = Report::new(&outcome.docs, &outcome.problems, &Config::default(), None);
    let counts = report.counts();
    let count = |code| counts.get(&code).copied().unwrap_or_default();
    let lines =
        Code::ALL.iter().map(|&code| format!("{:6} {:7} {code}", count(code), code.severity().to_string()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn may_2020() {
    let outcome = read("2020-05");
    accounted(&outcome);
    found::check(&outcome);
}

#[test]
fn modern() {
    let outcome = read("modern");
    accounted(&outcome);
    assert_eq!(chosen_pages::check(&outcome), 4);
    found::check(&outcome);
}

/// The lines of `METHOD /path` on the API pages: 13,098 in the usual sections, three more under headings of their own. Each is a request, a
/// repetition that was reported, or one of the fifteen whose page does not know the path.
fn request_lines(outcome: &ReadOutput) {
    let requests: usize = outcome
        .pages
        .iter()
        .filter_map(|page| match &page.kind {
            PageKind::Operation(operation) => Some(operation.requests.len()),
            _ => None,
        })
        .sum();
    let reported = |code: Code| outcome.problems.iter().filter(|finding| finding.code == code).count();
    let repeated = reported(Code::RepeatedRequest) + reported(Code::QueryVariant);
    let without_path = reported(Code::RequestWithoutPath);
    assert_eq!((repeated, without_path), (114, 15));
    assert_eq!(requests + repeated + without_path, 13_098 + 3);
}

/// The pages without the usual heading: all but one document requests.
fn sections_of_other_names(outcome: &ReadOutput) {
    let pages = [
        ("beta/api/chat-post-members.md", 1),
        ("beta/api/drive-get.md", 5),
        ("beta/api/drive-list.md", 4),
        ("beta/api/driveitem-createuploadsession.md", 5),
        ("beta/api/governanceroleassignmentrequest-cancel.md", 1),
        ("beta/api/privilegedroleassignmentrequest-cancel.md", 1),
        ("beta/api/site-get.md", 4),
        ("beta/api/synchronization-synchronizationtemplate-get.md", 2),
        ("beta/api/synchronization-synchronizationtemplate-list.md", 2),
        ("beta/api/synchronization-synchronizationtemplate-post.md", 1),
        ("beta/api/synchronization-synchronizationtemplate-update.md", 1),
        ("v1.0/api/chat-post-members.md", 1),
        ("v1.0/api/drive-get.md", 5),
        ("v1.0/api/drive-list.md", 4),
        ("v1.0/api/driveitem-createuploadsession.md", 5),
        ("v1.0/api/site-get.md", 4),
    ];
    for (path, count) in pages {
        let page = support::page(outcome, &format!("api-reference/{path}"));
        assert_eq!(page.requests().len(), count, "{path}");
    }
    let not_an_api = support::page(outcome, "api-reference/beta/api/identityproviderbase.md");
    assert!(matches!(not_an_api.page.kind, PageKind::Types(_)));
}
