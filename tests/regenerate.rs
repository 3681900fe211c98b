//! `graphdocs generate` again and again: what differs is named, a killed run leaves a whole tree, a lock gives the same bytes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

/// How many pages the docs of these tests have, each about an area of its own.
const PAGES: usize = 40;

/// Docs made for these tests, and the folder of a client beside them.
struct World {
    folder: TempDir,
}

type Tree = BTreeMap<PathBuf, Vec<u8>>;

fn page(n: usize, description: &str) -> String {
    format!(
        "---\ntitle: \"Get thing{n}\"\ndoc_type: apiPageType\n---\n\n# Get thing{n}\n\nNamespace: microsoft.graph\n\n{description}\n\n\
         ## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
         |Delegated (work or school account)|User.Read, User.Read.All|\n|Delegated (personal Microsoft account)|Not supported.|\n\
         |Application|User.Read.All|\n\n## HTTP request\n\n```http\nGET /things{n}\n```\n\n## Response\n\n\
         If successful, this method returns `200 OK`.\n"
    )
}

/// The command in a folder, away from the settings of whoever runs the tests.
fn graphdocs(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
    command.current_dir(folder);
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn tree(folder: &Path) -> Tree {
    fn collect(root: &Path, folder: &Path, tree: &mut Tree) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_symlink() {
                continue;
            } else if path.is_dir() {
                collect(root, &path, tree);
            } else {
                let name = path.strip_prefix(root).expect("it is below").to_owned();
                tree.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    let mut tree = Tree::new();
    collect(folder, folder, &mut tree);
    tree
}

fn times(folder: &Path, tree: &Tree) -> BTreeMap<PathBuf, SystemTime> {
    let time = |path: &PathBuf| fs::metadata(folder.join(path)).and_then(|file| file.modified());
    tree.keys().map(|path| (path.clone(), time(path).expect("a time"))).collect()
}

impl World {
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        world.write_pages("docs", "Get a thing.", 0..PAGES);
        world
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn client(&self) -> PathBuf {
        self.path().join("client")
    }

    fn write_page(&self, docs: &str, n: usize, description: &str) {
        let folder = self.path().join(docs).join("api-reference/v1.0/api");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(format!("thing{n}-get.md")), page(n, description)).expect("a page");
    }

    fn write_pages(&self, docs: &str, description: &str, numbers: impl Iterator<Item = usize>) {
        numbers.for_each(|n| self.write_page(docs, n, description));
    }

    fn generate(&self, arguments: &[&str]) -> Output {
        self.generate_from("docs", arguments)
    }

    fn generate_from(&self, docs: &str, arguments: &[&str]) -> Output {
        let mut command = graphdocs(self.path());
        command.args(["generate", "--docs", docs, "--out", "client"]).args(arguments);
        command.output().expect("the command runs")
    }

    fn generated(&self, arguments: &[&str]) -> Tree {
        let output = self.generate(arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        tree(&self.client())
    }

    fn lock(&self) -> serde_json::Value {
        let lock = fs::read(self.client().join("graphdocs.lock")).expect("there is a lock");
        serde_json::from_slice(&lock).expect("it is JSON")
    }

    fn git(&self, arguments: &[&str]) -> String {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        command.current_dir(self.path().join("docs")).args(identity).args(arguments);
        let output = command.output().expect("git is installed");
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    }
}

#[test]
fn a_check_names_what_differs() {
    let world = World::new();
    world.generated(&[]);
    let output = world.generate(&["--check"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()));

    world.write_page("docs", 3, "Get another thing.");
    fs::remove_file(world.path().join("docs/api-reference/v1.0/api/thing4-get.md")).expect("it is there");
    world.write_page("docs", 40, "Get a new thing.");
    let output = world.generate(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    let drift = text(&output.stdout);
    let area = "changed: client/src/v1_0/things3.rs:";
    let (_, rest) = drift.split_once(area).unwrap_or_else(|| panic!("{drift}"));
    let lines: Vec<&str> = rest.lines().take(3).collect();
    assert!(lines[0].parse::<usize>().is_ok_and(|line| line > 1), "{drift}");
    assert!(lines[1].starts_with("  - ") && lines[1].contains("Get a thing."), "{drift}");
    assert!(lines[2].starts_with("  + ") && lines[2].contains("Get another thing."), "{drift}");
    assert!(
        drift.contains("changed: client/src/v1_0/operations/things3.rs (only the digest of its pages)"),
        "{drift}"
    );
    assert!(drift.contains("added: client/src/v1_0/things40.rs"), "{drift}");
    assert!(drift.contains("removed: client/src/v1_0/things4.rs"), "{drift}");
    assert!(!drift.contains("things5"), "{drift}");
    assert!(
        text(&output.stderr).contains("client: not what the docs give: 2 added, "),
        "{}",
        text(&output.stderr)
    );

    world.generated(&[]);
    assert_eq!(world.generate(&["--check"]).status.code(), Some(0));
}

#[test]
fn a_page_touches_the_files_that_come_from_it() {
    let world = World::new();
    let before = world.generated(&[]);
    let times_before = times(&world.client(), &before);
    for (path, bytes) in &before {
        let head = text(bytes).lines().take(3).collect::<Vec<_>>().join("\n");
        assert!(
            head.contains(concat!("@generated by graphdocs ", env!("CARGO_PKG_VERSION"))),
            "{path:?}: {head}"
        );
    }
    world.write_page("docs", 3, "Get another thing.");
    let after = world.generated(&[]);
    let times_after = times(&world.client(), &after);
    let touched: Vec<&str> = after
        .keys()
        .filter(|&path| before[path] != after[path] || times_before[path] != times_after[path])
        .filter_map(|path| path.to_str())
        .collect();
    assert_eq!(touched, ["graphdocs.lock", "src/v1_0/operations/things3.rs", "src/v1_0/things3.rs"]);
}

#[test]
fn a_lock_gives_the_same_bytes() {
    let world = World::new();
    let narrow = ["--include", "GET /things1", "--include", "GET /things2", "--crate-name", "small"];
    let tree_of_flags = world.generated(&narrow);
    assert_eq!(world.lock()["options"]["include"], serde_json::json!(["GET /things1", "GET /things2"]));
    assert_eq!(world.lock()["docs"]["files"], 2);

    let lock = fs::read(world.client().join("graphdocs.lock")).expect("there is a lock");
    fs::remove_dir_all(world.client()).expect("it is there");
    fs::create_dir(world.client()).expect("it is free");
    fs::write(world.client().join("graphdocs.lock"), &lock).expect("a file");
    assert_eq!(world.generated(&["--locked"]), tree_of_flags);

    // Pages that the crate does not come from may change.
    world.write_page("docs", 9, "Get another thing.");
    assert_eq!(world.generated(&["--locked", "--check"]), tree_of_flags);
    world.write_page("docs", 2, "Get another thing.");
    let output = world.generate(&["--locked"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("the docs are not those of `client/graphdocs.lock`"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(tree(&world.client()), tree_of_flags);

    fs::remove_file(world.client().join("graphdocs.lock")).expect("it is there");
    let output = world.generate(&["--locked"]);
    assert!(text(&output.stderr).contains("`client` has no `graphdocs.lock`"), "{}", text(&output.stderr));
}

#[test]
fn a_lock_names_the_revision_of_a_checkout() {
    let world = World::new();
    world.git(&["init", "--quiet"]);
    world.git(&["add", "."]);
    world.git(&["commit", "--quiet", "-m", "first"]);
    let first = world.git(&["rev-parse", "HEAD"]);
    let before = world.generated(&[]);
    assert_eq!(world.lock()["docs"]["revision"], serde_json::json!(first));

    // A revision with the same pages changes nothing.
    fs::write(world.path().join("docs/README.md"), "Words.").expect("a file");
    world.git(&["add", "."]);
    world.git(&["commit", "--quiet", "-m", "second"]);
    assert_eq!(world.generated(&["--check"]), before);
    assert_eq!(world.generated(&[]), before);

    // No revision holds pages that are not committed.
    world.write_page("docs", 1, "Get another thing.");
    world.generated(&[]);
    assert_eq!(world.lock()["docs"].get("revision"), None);
}

#[test]
fn a_model_gives_the_same_crate_as_the_docs() {
    let world = World::new();
    let from_docs = world.generated(&[]);
    for model in ["model.json", "model.json.gz"] {
        let output =
            graphdocs(world.path()).args(["ir", "--docs", "docs", "-o", model]).output().expect("it runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
        let mut command = graphdocs(world.path());
        command.args(["generate", "--ir", model, "--out", "client", "--check"]);
        let output = command.output().expect("it runs");
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    }
    let output = graphdocs(world.path())
        .args(["ir", "--ir", "model.json.gz", "--include", "GET /things7", "-o", "small.json"])
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let small = text(&fs::read(world.path().join("small.json")).expect("it was written"));
    assert!(small.contains("thing7-get.md") && !small.contains("thing8-get.md"));
    let mut command = graphdocs(world.path());
    command.args(["generate", "--ir", "small.json", "--out", "small", "--crate-name", "msgraph"]);
    assert!(command.output().expect("it runs").status.success());
    let area = Path::new("src/v1_0/things7.rs");
    assert_eq!(tree(&world.path().join("small"))[area], from_docs[area]);
}

#[test]
fn a_named_request_that_is_missing_stops_the_run() {
    let world = World::new();
    let output = world.generate(&["--include", "GET /thing11"]);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(
        message.contains("no request `GET /thing11` in the docs; did you mean `GET /things1`"),
        "{message}"
    );
    assert!(message.contains("(api-reference/v1.0/api/thing11-get.md:"), "{message}");
    assert!(!world.client().exists());
}

#[cfg(unix)]
#[test]
fn what_others_put_there_stays() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let world = World::new();
    world.generated(&[]);
    let client = world.client();
    fs::write(client.join("notes.md"), "notes").expect("a file");
    fs::write(client.join("src/v1_0/more.txt"), "more").expect("a file");
    fs::write(client.join(OsStr::from_bytes(b"odd\xff")), "odd").expect("a file");
    fs::create_dir_all(client.join(".git/empty")).expect("a folder");
    symlink("nowhere", client.join("link")).expect("a link");
    fs::create_dir(client.join("target")).expect("a folder");
    fs::write(client.join("target/CACHEDIR.TAG"), "Signature").expect("a file");
    fs::write(client.join("target/built"), "built").expect("a file");

    world.write_page("docs", 3, "Get another thing.");
    let output = world.generate(&[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let words = text(&output.stderr);
    let named = words.lines().find_map(|line| line.strip_prefix("client: left alone: ")).unwrap_or_default();
    assert_eq!(named, ".git, link, notes.md, odd\u{fffd}, src/v1_0/more.txt, target");
    for (path, content) in [("notes.md", "notes"), ("src/v1_0/more.txt", "more"), ("target/built", "built")] {
        assert_eq!(fs::read_to_string(client.join(path)).expect("it stayed"), content);
    }
    assert!(client.join(OsStr::from_bytes(b"odd\xff")).exists() && client.join(".git/empty").is_dir());
    assert_eq!(fs::read_link(client.join("link")).expect("it stayed"), Path::new("nowhere"));
    assert!(!world.path().join(".client.graphdocs").exists());

    // A file in the way of an emitted one is not overwritten.
    fs::write(client.join("src/v1_0/things40.rs"), "mine").expect("a file");
    world.write_page("docs", 40, "Get a new thing.");
    let before = tree(&client);
    let output = world.generate(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("things40.rs` was not written by graphdocs"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(tree(&client), before);
}

#[test]
fn a_killed_run_leaves_the_old_tree_or_the_new_one() {
    let world = World::new();
    world.write_pages("other", "Get something else.", 20..PAGES + 20);
    let start = Instant::now();
    world.generated(&[]);
    let whole_run = start.elapsed();
    fs::write(world.client().join("notes.md"), "notes").expect("a file");
    fs::create_dir(world.client().join("target")).expect("a folder");
    for file in ["CACHEDIR.TAG", "built"] {
        fs::write(world.client().join("target").join(file), file).expect("a file");
    }
    let cache = |path: &Path| path.starts_with("target");
    let now = || {
        let mut tree = tree(&world.client());
        tree.retain(|path, _| !cache(path));
        tree
    };
    let old = now();
    assert!(world.generate_from("other", &[]).status.success());
    let new = now();
    assert_ne!(old, new);

    let stage = world.path().join(".client.graphdocs");
    let (mut kills_while_writing, mut seen) = (0, [0, 0]);
    for round in 0..60_u32 {
        let docs = if now() == old { "other" } else { "docs" };
        let mut run = graphdocs(world.path())
            .args(["generate", "--docs", docs, "--out", "client"])
            .stderr(Stdio::null())
            .spawn()
            .expect("the command runs");
        if round % 2 == 0 {
            // Up to one and a half times a run: some runs are killed when they are through.
            std::thread::sleep(whole_run * round / 40);
        } else {
            // Half of the runs are killed soon after they began to write.
            while !stage.exists() && run.try_wait().expect("it is our child").is_none() {
                std::thread::yield_now();
            }
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_micros(u64::from(round) * 150) {
                std::hint::spin_loop();
            }
        }
        run.kill().expect("it is our child");
        run.wait().expect("it is our child");
        kills_while_writing += u32::from(stage.exists());
        let tree = now();
        assert!(tree == old || tree == new, "round {round}: the tree is a mixture");
        seen[usize::from(tree == new)] += 1;
    }
    assert!(kills_while_writing > 0, "no run was killed while it wrote");
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");

    // The next run clears up.
    assert!(world.generate_from("docs", &[]).status.success());
    assert!(world.generate_from("other", &[]).status.success());
    assert_eq!(now(), new);
    assert!(world.client().join("target/built").exists() && !stage.exists());
}

#[test]
fn two_runs_at_once() {
    let world = World::new();
    let old = world.generated(&[]);
    world.write_page("docs", 3, "Get another thing.");
    let stage = world.path().join(".client.graphdocs");
    fs::create_dir(&stage).expect("it is free");
    let other_run = File::create(stage.join("lock")).expect("a file");
    other_run.lock().expect("nobody else has it");
    let output = world.generate(&[]);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(message.starts_with("error: another run is writing `"), "{message}");
    assert!(message.ends_with("client`: try again when it has ended\n"), "{message}");
    assert_eq!(tree(&world.client()), old);
    drop(other_run);
    assert_ne!(world.generated(&[]), old);

    // Whichever of two comes first, the tree is whole.
    world.write_page("docs", 4, "Get another thing.");
    let run = || {
        let mut command = graphdocs(world.path());
        command.args(["generate", "--docs", "docs", "--out", "client"]).stderr(Stdio::piped());
        command.spawn().expect("the command runs")
    };
    let outputs = [run(), run()].map(|run| run.wait_with_output().expect("it is our child"));
    assert!(outputs.iter().any(|output| output.status.success()));
    for output in outputs.iter().filter(|output| !output.status.success()) {
        assert!(text(&output.stderr).contains("another run is writing `"), "{}", text(&output.stderr));
    }
    assert!(world.generate(&["--check"]).status.success());
}

/// The same bytes from files that were made in another order, in another locale, time zone and folder, on one core.
#[test]
fn the_same_bytes_everywhere() {
    let world = World::new();
    let expected = world.generated(&[]);
    let model =
        |docs: &str| graphdocs(world.path()).args(["ir", "--docs", docs]).output().expect("it runs").stdout;
    world.write_pages("reversed", "Get a thing.", (0..PAGES).rev());
    // Every seventh: the order of a hash table would show.
    world.write_pages("mixed", "Get a thing.", (0..PAGES).map(|n| n * 7 % PAGES));
    for docs in ["reversed", "mixed"] {
        assert_eq!(model(docs), model("docs"));
        assert!(world.generate_from(docs, &["--check"]).status.success());
    }

    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let mut command =
        if cfg!(target_os = "linux") { Command::new("taskset") } else { graphdocs(elsewhere.path()) };
    if cfg!(target_os = "linux") {
        command.args(["-c", "0", env!("CARGO_BIN_EXE_graphdocs")]);
    }
    command.current_dir(elsewhere.path()).env("LC_ALL", "tr_TR.UTF-8").env("TZ", "Pacific/Chatham");
    command.arg("generate").arg("--docs").arg(world.path().join("docs")).args(["--out", "client"]);
    let output = command.output().expect("the command runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(tree(&elsewhere.path().join("client")), expected);
}
