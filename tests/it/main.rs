//! The generator seen from outside, a module per stage: bad input, pages, the model.

#![allow(unreachable_pub, reason = "the helpers are shared with the tests over the real pages")]

mod advanced;
mod bad_input;
mod bounds;
mod chosen_pages;
mod circles;
mod explain;
mod fixtures;
mod found;
mod seeds;
mod support;
mod types;

/// Our own pages have forty of the forty-seven forms; the fixtures have the others.
#[test]
fn odd_pages_of_ours() {
    let outcome = support::read_folder("docs-input");
    assert_eq!(chosen_pages::check(&outcome), 40);
}

#[test]
fn odd_pages_of_fixtures() {
    let outcome = support::read_folder("tests/fixtures/odd_pages/docs");
    assert_eq!(chosen_pages::check(&outcome), 7);
}

#[test]
fn seeds() {
    seeds::check(&support::read_folder("docs-input"));
    let outcome = support::read_folder("tests/fixtures/rendered_text/docs");
    seeds::rendered(support::page(&outcome, "device-post-registeredusers.txt"));
}

#[test]
fn every_page_is_accounted_for() {
    let summary = support::read_folder("docs-input").summary();
    assert_eq!(summary.pages, summary.emitted + summary.reported);
}

#[test]
fn every_request_is_found() {
    found::check(&support::read_folder("docs-input"));
}

#[test]
fn lists_of_the_directory_get_their_header() {
    assert_eq!(advanced::check(&support::read_folder("docs-input")), 19);
}
