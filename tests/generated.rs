//! The checked-in client: what docs-input gives, byte for byte, with a method for every request.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use graphdocs_generator::emit::{self, Files};
use graphdocs_generator::ir::Api;
use graphdocs_generator::lock::{self, Lock, Options};
use graphdocs_generator::select::Selection;
use graphdocs_generator::write::{self, Change, Changes, Difference};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read() -> Api {
    graphdocs_generator::read(&root().join("docs-input")).expect("docs-input is there").api
}

fn emitted(api: &Api) -> Files {
    let options = Options {
        crate_name: "msgraph".to_owned(),
        runtime: Some("../runtime".to_owned()),
        api_versions: Vec::new(),
        include: Vec::new(),
        exclude: Vec::new(),
    };
    let mut files = emit::emit(api, &options.emit());
    let lock = Lock::new(api, options, &files);
    files.insert(lock::FILE.to_owned(), lock.text());
    files
}

#[test]
fn is_up_to_date() {
    let changes = write::check(&emitted(&read()), &root().join("generated")).expect("the crate is there");
    assert!(changes.is_empty(), "run `cargo run --release -- generate`: {changes:#?}");
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_eq!(emitted(&read()), emitted(&read()));
}

/// Every request has a static, and a method that calls it. A request that differs from another only in how a key is written shares
/// its method.
#[test]
fn every_request_can_be_called() {
    let api = read();
    let files = emitted(&api);
    let statics: usize = files.values().map(|text| text.matches("pub static ").count()).sum();
    let mut markers: BTreeMap<&str, usize> = BTreeMap::new();
    for part in files.values().flat_map(|text| text.split("\"graphdocs:").skip(1)) {
        *markers.entry(part.split("\\n\"").next().unwrap_or_default()).or_default() += 1;
    }
    let mut operations = 0;
    for version in &api.versions {
        for operation in &version.operations {
            operations += 1;
            let marker = format!("{} {}", version.version, operation.name());
            let names_property = operation.path.contains("={") || operation.path.contains("='{");
            let called = markers.remove(marker.as_str());
            assert!(called == Some(1) || (called.is_none() && names_property), "{marker}: {called:?}");
        }
    }
    assert!(markers.is_empty(), "{markers:?}");
    // Each version has one more: the table.
    assert_eq!(statics, operations + api.versions.len());
}

/// A program that uses the crate looks up what a URL needs, with the matcher that the command has.
#[test]
fn the_crate_finds_the_operation_of_a_url() {
    use msgraph::permissions::{MAIL_READ, MAIL_SEND};
    use msgraph::v1_0::operations;

    assert!(operations::TABLE.is_ordered() && msgraph::beta::operations::TABLE.is_ordered());
    let found =
        operations::TABLE.find("POST", "/users/a@example.com/sendMail").expect("the request is documented");
    assert_eq!(found.entry.template, "/users/{id}/sendMail");
    let needs = &found.entry.permissions.delegated_work;
    assert!(needs.satisfied_by(&[MAIL_SEND]));
    assert!(!needs.satisfied_by(&[MAIL_READ]));
    assert!(operations::TABLE.find("DELETE", "/users/a@example.com/sendMail").is_none());
}

#[test]
fn writing_keeps_what_others_wrote_and_removes_what_is_stale() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("crate");
    let file = |name: &str, text: &str| (name.to_owned(), format!("// {}\n{text}", emit::header("a digest")));
    let first: Files = [file("Cargo.toml", "a"), file("src/lib.rs", "b"), file("src/old.rs", "c")].into();
    let changes = write::write(&first, &out).expect("the first run writes");
    assert_eq!(changes.added, ["Cargo.toml", "src/lib.rs", "src/old.rs"]);

    std::fs::write(out.join("src/mine.rs"), "mine").expect("the folder is there");
    std::fs::create_dir(out.join("target")).expect("the folder is there");
    std::fs::write(out.join("target/built"), "built").expect("the folder is there");
    let before = std::fs::metadata(out.join("Cargo.toml")).and_then(|meta| meta.modified()).expect("a time");
    let second: Files = [file("Cargo.toml", "a"), file("src/lib.rs", "new")].into();
    assert_eq!(write::check(&second, &out).expect("it can be compared").removed, ["src/old.rs"]);
    let changes = write::write(&second, &out).expect("the second run writes");
    let difference = Difference { line: 2, before: Some("b".to_owned()), after: Some("new".to_owned()) };
    let expected = Changes {
        added: Vec::new(),
        changed: vec![Change { path: "src/lib.rs".to_owned(), first: Some(difference) }],
        removed: vec!["src/old.rs".to_owned()],
        unchanged: 1,
        foreign: vec!["src/mine.rs".to_owned(), "target".to_owned()],
    };
    assert_eq!(changes, expected);
    assert!(!out.join("src/old.rs").exists());
    assert_eq!(std::fs::read_to_string(out.join("src/mine.rs")).expect("foreign files stay"), "mine");
    assert_eq!(std::fs::read_to_string(out.join("target/built")).expect("built files stay"), "built");
    let after = std::fs::metadata(out.join("Cargo.toml")).and_then(|meta| meta.modified()).expect("a time");
    assert_eq!(before, after, "an unchanged file keeps its time");
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("it is there").count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn a_crate_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("Cargo.toml"), "[package]").expect("the folder is there");
    let error = write::write(&Files::new(), folder.path()).expect_err("the crate is foreign");
    assert!(error.to_string().contains("was not written by graphdocs"), "{error}");
}

/// What the pages of some slices start with: it stands here to be compiled.
#[expect(dead_code, reason = "nothing is called")]
mod first_calls {
    async fn whole() -> msgraph::Result<()> {
        let graph = msgraph::Client::builder().credential("a token").build()?;
        println!("{:?}", graph.v1_0().me().get().await?);
        Ok(())
    }

    async fn a_key() -> msgraph::Result<()> {
        let graph = msgraph::Client::builder().credential("a token").build()?;
        println!("{:?}", graph.v1_0().devices().by_id("id").registered_users().list().await?);
        Ok(())
    }

    async fn a_reference() -> msgraph::Result<()> {
        let graph = msgraph::Client::builder().credential("a token").build()?;
        graph
            .v1_0()
            .devices()
            .by_id("id")
            .registered_users()
            .add_ref("https://graph.microsoft.com/v1.0/directoryObjects/id")
            .await?;
        Ok(())
    }

    async fn parameters() -> msgraph::Result<()> {
        let graph = msgraph::Client::builder().credential("a token").build()?;
        graph.v1_0().me().send_mail(msgraph::v1_0::parameters::SendMail::default()).await?;
        Ok(())
    }

    async fn model() -> msgraph::Result<()> {
        let graph = msgraph::Client::builder().credential("a token").build()?;
        println!(
            "{:?}",
            graph.v1_0().subscriptions().create(msgraph::v1_0::models::Subscription::default()).await?
        );
        Ok(())
    }

    async fn bytes() -> msgraph::Result<()> {
        let graph = msgraph::Client::builder().credential("a token").build()?;
        println!(
            "{:?}",
            graph
                .v1_0()
                .drives()
                .by_id("id")
                .items()
                .by_id("id")
                .set_content("text/plain", "content")
                .await?
        );
        Ok(())
    }

    async fn a_day() -> msgraph::Result<()> {
        let graph = msgraph::Client::builder().credential("a token").build()?;
        println!(
            "{:?}",
            graph
                .v1_0()
                .reports()
                .get_teams_user_activity_user_detail(msgraph::core::model::OffsetDateTime::now_utc().date())
                .await?
        );
        Ok(())
    }

    async fn raw() -> msgraph::Result<()> {
        let graph = msgraph::Client::builder().credential("a token").build()?;
        println!("{}", graph.request::<msgraph::Value>(msgraph::core::Method::Get, "/v1.0/me").await?);
        Ok(())
    }
}

/// Whatever requests a crate has, its page starts with a program that makes one of them.
#[test]
fn a_crate_starts_with_a_call_that_it_has() {
    let without_spaces = |text: &str| text.split_whitespace().collect::<String>();
    let compiled = without_spaces(include_str!("generated.rs"));
    let docs = read();
    for (name, slice) in [
        ("whole", "**"),
        ("a_key", "GET /devices/{id}/registeredUsers"),
        ("a_reference", "POST /devices/{id}/registeredUsers/$ref"),
        ("parameters", "POST /me/sendMail"),
        ("model", "POST /subscriptions"),
        ("bytes", "PUT /drives/{id}/items/{id}/content"),
        ("a_day", "GET /reports/getTeamsUserActivityUserDetail(date={date})"),
        ("raw", "no such request"),
    ] {
        let mut api = docs.clone();
        Selection::new(&[slice], &[]).expect("a selection").apply(&mut api);
        let files = emit::emit(&api, &emit::Options::default());
        let page = files["src/lib.rs"].split("```").nth(1).expect("an example");
        let shown =
            page.lines().filter_map(|line| line.strip_prefix("//! ")).filter(|line| !line.starts_with('#'));
        let shown = without_spaces(&shown.collect::<String>());
        let function = format!("asyncfn{name}()->msgraph::Result<()>{{{shown}Ok(())}}");
        assert!(compiled.contains(&function), "{slice}: {page}");
    }
}

/// The name of the crate is the one that it was given.
#[test]
fn a_crate_speaks_of_itself_by_its_name() {
    let options = emit::Options { crate_name: "my-graph".to_owned(), ..emit::Options::default() };
    let files = emit::emit(&read(), &options);
    let page = &files["src/lib.rs"];
    assert!(page.contains("my_graph::Client::builder()") && !page.contains(" msgraph::"), "{page}");
}
