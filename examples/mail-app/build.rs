//! Generates a client of exactly the requests that this app makes.

use std::env;
use std::process::ExitCode;

use graphdocs_generator::Builder;
use graphdocs_generator::ir::Version;

/// Requests by name must exist in the docs, whatever their placeholders are called there.
const REQUESTS: [&str; 25] = [
    "GET /me/messages",
    "POST /me/messages",
    "GET /me/messages/{id}",
    "PATCH /me/messages/{id}",
    "DELETE /me/messages/{id}",
    "POST /me/messages/{id}/send",
    "POST /me/messages/{id}/reply",
    "POST /me/messages/{id}/forward",
    "POST /me/messages/{id}/move",
    "GET /me/messages/{id}/attachments",
    "POST /me/messages/{id}/attachments",
    "GET /me/mailFolders",
    "POST /me/mailFolders",
    "GET /me/mailFolders/{id}",
    "GET /me/mailFolders/{id}/messages",
    "GET /me/mailFolders/{id}/messages/delta",
    "POST /me/sendMail",
    "GET /me/contacts",
    "POST /me/contacts",
    "GET /me/events",
    "POST /me/events",
    "PATCH /me/events/{id}",
    "POST /me/events/{id}/accept",
    "GET /me/manager",
    "GET /users/{id}/messages",
];

fn main() -> ExitCode {
    // Other docs, and a list of pages that are enough, can be tried out without a change to the app.
    println!("cargo::rerun-if-env-changed=GRAPH_DOCS");
    println!("cargo::rerun-if-env-changed=GRAPH_PAGES");
    let docs = env::var("GRAPH_DOCS").unwrap_or_else(|_| "../../docs-input".to_owned());
    let pages = env::var("GRAPH_PAGES").unwrap_or_default();
    let mut client = Builder::new().docs(docs).api_version(Version::V1).includes(REQUESTS);
    for page in pages.split_whitespace() {
        client = client.page(page);
    }
    match client.generate() {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
