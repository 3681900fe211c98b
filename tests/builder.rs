//! The library call of a build script: named requests of docs-input become one file that another crate can include.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use graphdocs_generator::ir::Version;
use graphdocs_generator::permissions::Facts;
use graphdocs_generator::select::Selection;
use graphdocs_generator::{Builder, Generated, read, write_model};
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
    builder(out).includes(requests())
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
    let reversed = builder(&other).includes(requests().into_iter().rev());
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
    let expected = text(&mail(&docs).generate().expect("all requests exist"));
    let mut api = read(&root()).expect("docs-input is there").api;
    let from_model = |file: &Path| {
        let builder = Builder::new().model(file).api_version(Version::V1).includes(requests());
        let generated = builder.out_dir(model.path()).print_cargo_lines(false).generate();
        let generated = generated.expect("all requests exist");
        assert_eq!(text(&generated), expected);
        assert_eq!(reruns(&generated), [file.to_str().expect("a plain path")]);
    };
    let (plain, packed, small) = ("ir.json", "ir.json.gz", "small.json.gz");
    let [plain, packed, small] = [plain, packed, small].map(|name| model.path().join(name));
    for file in [&plain, &packed] {
        assert!(write_model(&api, file).expect("it can be written"));
        assert!(!write_model(&api, file).expect("it can be read"), "the same model leaves the file alone");
        from_model(file);
    }
    // What the requests need is enough.
    Selection::new(&requests(), &[]).expect("they are no globs").apply(&mut api);
    write_model(&api, &small).expect("it can be written");
    from_model(&small);
    let size = |file: &Path| fs::metadata(file).expect("it was written").len();
    assert!(size(&packed) < size(&plain) / 5 && size(&small) < size(&packed) / 5);
}

#[test]
fn formatters_leave_it_alone() {
    let out = folder();
    let generated = mail(&out).generate().expect("all requests exist");
    let mut rustfmt = std::process::Command::new("rustfmt");
    let output = rustfmt.args(["--check", "--edition", "2024"]).arg(&generated.file).output();
    let output = output.expect("rustfmt is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn types_can_be_taken_and_left_out() {
    let out = folder();
    let one = builder(&out).include("GET /me/messages").generate().expect("the request exists");
    let plain = text(&one);
    assert!(plain.contains("pub struct Message ") && plain.contains("pub struct Recipient "));
    assert!(!plain.contains("pub struct Device "));
    let more = builder(&out).includes(["GET /me/messages", "microsoft.graph.device"]).generate();
    assert!(text(&more.expect("the request exists")).contains("pub struct Device "));
    let less = builder(&out).include("GET /me/messages").exclude("microsoft.graph.recipient").generate();
    let less = text(&less.expect("the request exists"));
    assert!(less.contains("pub struct Message ") && !less.contains("pub struct Recipient "));
    assert!(!less.contains("pub struct EmailAddress "), "what the type alone led to is not needed");
}

#[test]
fn permission_facts_instead_of_a_client() {
    let out = folder();
    let generated =
        builder(&out).include("POST /me/sendMail").permission_facts().file_name("facts.json").generate();
    let facts = Facts::from_json(text(&generated.expect("the request exists")).as_bytes()).expect("facts");
    let names: Vec<String> = facts.operations.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["v1.0 POST /me/sendMail"]);
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
    let (builder_of_mail, line) = (mail(&out).include("GET /me/mesages"), line!());
    let error = builder_of_mail.generate().expect_err("it does not exist");
    let message = error.to_string();
    let place = format!("tests/builder.rs:{line}: ");
    let message = message.strip_prefix(&place).unwrap_or_else(|| panic!("{place}: {message}"));
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
