//! The library call of a build script: named requests of docs-input become one file that another crate can include.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use graphdocs_generator::ir::Version;
use graphdocs_generator::{Builder, Generated, read};
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-input")
}

/// The requests that the build script of the example app names.
fn requests() -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/mail-app/build.rs");
    let script = fs::read_to_string(script).expect("the example has a build script");
    let list =
        script.split_once("REQUESTS: [").expect("it has a list").1.split_once("];").expect("it ends").0;
    let named: Vec<String> = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(named.len(), 25);
    named
}

fn builder(out: &TempDir) -> Builder {
    Builder::new().docs(root()).api_version(Version::V1).out_dir(out.path()).print_cargo_lines(false)
}

fn mail(out: &TempDir) -> Builder {
    requests().into_iter().fold(builder(out), Builder::include)
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn text(generated: &Generated) -> String {
    fs::read_to_string(&generated.file).expect("the file was written")
}

/// The requests whose markers stand in a text, with nameless placeholders.
fn markers(text: &str) -> BTreeSet<String> {
    let markers = text.split("\"graphdocs:v1.0 ").skip(1).filter_map(|rest| rest.split("\\n\"").next());
    markers.map(nameless).collect()
}

fn nameless(request: &str) -> String {
    let mut parts = request.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "{}" + part.split_once('}').map_or("", |(_, after)| after))
}

fn reruns(generated: &Generated) -> Vec<&str> {
    let prefix = "cargo::rerun-if-changed=";
    generated.cargo.iter().filter_map(|line| line.strip_prefix(prefix)).collect()
}

#[test]
fn holds_exactly_the_named_requests() {
    let out = folder();
    let generated = mail(&out).generate().expect("all requests exist");
    let text = text(&generated);
    syn::parse_file(&text).expect("the file is Rust");
    let wanted: BTreeSet<String> = requests().iter().map(|name| nameless(name)).collect();
    assert_eq!(markers(&text), wanted);
    assert_eq!(generated.operations, 25);
    assert!(
        !text.contains("feature =") && !text.contains("crate::"),
        "the crate's own features and paths are gone"
    );
}

#[test]
fn gives_the_same_bytes_and_leaves_an_unchanged_file_alone() {
    let (out, other) = (folder(), folder());
    let first = mail(&out).generate().expect("all requests exist");
    let written = fs::metadata(&first.file).and_then(|file| file.modified()).expect("the file is there");
    let again = mail(&out).generate().expect("all requests exist");
    assert!(first.changed && !again.changed);
    assert_eq!(
        fs::metadata(&first.file).and_then(|file| file.modified()).expect("the file is there"),
        written
    );
    let reversed = requests().into_iter().rev().fold(builder(&other), Builder::include);
    assert_eq!(text(&reversed.generate().expect("all requests exist")), text(&first));
    let left: Vec<_> = fs::read_dir(out.path()).expect("the folder is there").flatten().collect();
    assert_eq!(left.len(), 1, "nothing lies beside the file");
}

#[test]
fn reading_only_the_pages_that_speak_of_the_requests_changes_nothing() {
    let (some, all) = (folder(), folder());
    // A wildcard that fits nothing makes the builder read every page.
    let whole = mail(&all).include("GET /no/such/*").generate().expect("all requests exist");
    assert_eq!(text(&mail(&some).generate().expect("all requests exist")), text(&whole));
}

#[test]
fn a_model_gives_the_same_as_the_docs() {
    let (docs, model) = (folder(), folder());
    let file = model.path().join("ir.json");
    let api = read(&root()).expect("docs-input is there").api;
    fs::write(&file, serde_json::to_vec(&api).expect("the model is plain data")).expect("it can be written");
    let from_model = requests()
        .into_iter()
        .fold(Builder::new().model(&file).api_version(Version::V1), Builder::include)
        .out_dir(model.path())
        .print_cargo_lines(false)
        .generate()
        .expect("all requests exist");
    assert_eq!(text(&from_model), text(&mail(&docs).generate().expect("all requests exist")));
    assert_eq!(reruns(&from_model), [file.to_str().expect("a plain path")]);
}

#[test]
fn runs_again_for_the_pages_that_were_used() {
    let out = folder();
    let generated = builder(&out).include("POST /me/sendMail").generate().expect("the request exists");
    let page = root().join("api-reference/v1.0/api/user-sendmail.md");
    let reruns_of_named = reruns(&generated);
    assert!(reruns_of_named.contains(&page.to_str().expect("a plain path")), "{reruns_of_named:#?}");
    assert!(reruns_of_named.iter().all(|path| Path::new(path).is_file()), "{reruns_of_named:#?}");
    let apis = reruns_of_named.iter().filter(|path| path.contains("/api/")).count();
    assert_eq!(apis, 1, "{reruns_of_named:#?}");

    let generated = builder(&out).include("* /me/sendMail").generate().expect("the glob is one");
    let folder = root().join("api-reference/v1.0/api");
    let lines = reruns(&generated);
    assert!(lines.contains(&folder.to_str().expect("a plain path")), "{lines:#?}");
}

#[test]
fn reads_named_pages_alone() {
    let out = folder();
    let generated = builder(&out)
        .page("api-reference/v1.0/api/user-sendmail.md")
        .include("POST /me/sendMail")
        .generate()
        .expect("the request exists");
    assert_eq!(markers(&text(&generated)), BTreeSet::from(["POST /me/sendMail".to_owned()]));
    let error = builder(&out).page("../README.md").generate().expect_err("a page below the root");
    assert!(error.to_string().contains("cannot read"), "{error}");
}

#[test]
fn a_missing_request_is_an_error_with_near_misses() {
    let out = folder();
    let error = mail(&out).include("GET /me/mesages").generate().expect_err("it does not exist");
    let message = error.to_string();
    assert!(
        message.starts_with("no request `GET /me/mesages` in the docs; did you mean `GET /me/messages`"),
        "{message}"
    );
    assert!(message.contains("(api-reference/v1.0/api/user-list-messages.md:"), "{message}");
    assert!(!out.path().join("msgraph.rs").exists());
    let error = builder(&out).include("PUT /me/sendMail").generate().expect_err("it does not exist");
    assert!(error.to_string().contains("did you mean `POST /me/sendMail`"), "{error}");
}

#[test]
fn warns_in_single_bounded_lines() {
    let docs = folder();
    let api = docs.path().join("api-reference/v1.0/api");
    fs::create_dir_all(&api).expect("a folder");
    let requests: String = (0..30).map(|n| format!("GET/me/things{n}\n")).collect();
    let page = format!("# List things\n\n## HTTP request\n\n```http\n{requests}```\n");
    fs::write(api.join("things.md"), page).expect("a page");
    fs::write(api.join("others.md"), "# Others\n\n## HTTP request\n\n```http\nGET/me/others\n```\n")
        .expect("a page");
    let out = folder();
    let generated = Builder::new().docs(docs.path()).include("/me/things*").out_dir(out.path());
    let generated = generated.print_cargo_lines(false).generate().expect("the page is read");
    let warnings: Vec<&String> =
        generated.cargo.iter().filter(|line| line.starts_with("cargo::warning=")).collect();
    assert_eq!(warnings.len(), 21, "{warnings:#?}");
    assert!(warnings[0].contains("things.md:"), "{}", warnings[0]);
    assert!(warnings[20].contains("more findings"), "{}", warnings[20]);
    assert!(
        generated.cargo.iter().all(|line| !line.contains(char::is_control) && !line.contains("others.md"))
    );
}
