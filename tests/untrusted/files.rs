//! What is read is what it is taken for, and what is written goes where it was named.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::Output;
use std::thread;

use super::support::{World, page, place, text};

/// What stands in the environment of each run, and must never be shown.
const SECRET: &str = "a-secret-of-the-environment";

fn run(world: &World, arguments: &[&str]) -> Output {
    world.command(arguments).env("SECRET", SECRET).output().expect("the command runs")
}

#[track_caller]
fn fails(world: &World, arguments: &[&str], why: &str) {
    let output = run(world, arguments);
    let words = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{}{words}", text(&output.stdout));
    assert!(words.contains(why), "`{why}` is not in: {words}");
    assert!(!words.contains(SECRET), "{words}");
}

#[track_caller]
fn works(world: &World, arguments: &[&str]) -> String {
    let output = run(world, arguments);
    assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn operations(world: &World, docs: &str) -> usize {
    let model: serde_json::Value =
        serde_json::from_str(&works(world, &["ir", "--docs", docs])).expect("it is JSON");
    model["versions"][0]["operations"].as_array().expect("there are some").len()
}

/// A line for each finding about what is no file: its path and what it is.
fn not_files(world: &World, docs: &str) -> Vec<String> {
    let output = run(world, &["lint", "--docs", docs, "--format", "lines"]);
    let (found, words) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(!found.contains(SECRET) && !words.contains(SECRET), "{found}{words}");
    let lines = found.lines().filter(|line| line.contains("[not-a-file]"));
    lines.filter_map(|line| Some(line.split_once(": error[not-a-file]: ")?.1.to_owned())).collect()
}

#[test]
fn only_regular_files_below_the_docs_are_read() {
    let world = World::new();
    let docs = world.path("docs");
    let api = docs.join("api-reference/v1.0/api");
    fs::create_dir_all(docs.join("concepts")).expect("a folder");
    world.write("outside/secret.md", SECRET);
    for (target, link) in [
        ("/dev/zero", docs.join("concepts/permissions-reference.md")),
        ("/proc/self/environ", docs.join("extra.txt")),
        ("../../../../outside/secret.md", api.join("secret.md")),
        ("first.md", api.join("inside.md")),
        ("../../../outside", docs.join("api-reference/v1.0/resources")),
    ] {
        symlink(target, link).expect("a link");
    }
    world.helper("docs/api-reference/v1.0/api", "mkfifo", &["pipe.md"]);
    let _socket = std::os::unix::net::UnixListener::bind(api.join("socket.md")).expect("a socket");
    let expected = [
        "`api-reference/v1.0/api/inside.md` is a symbolic link, and was not read",
        "`api-reference/v1.0/api/pipe.md` is a device, a pipe or a socket, and was not read",
        "`api-reference/v1.0/api/secret.md` is a symbolic link, and was not read",
        "`api-reference/v1.0/api/socket.md` is a device, a pipe or a socket, and was not read",
        "`api-reference/v1.0/resources` is a symbolic link, and was not read",
        "`concepts/permissions-reference.md` is a symbolic link, and was not read",
        "`extra.txt` is a symbolic link, and was not read",
    ];
    assert_eq!(not_files(&world, "docs"), expected);
    assert_eq!(operations(&world, "docs"), 2);

    // A page of its own brings in texts of the same tree alone.
    symlink("/proc/self/environ", docs.join("api-reference/v1.0/text.md")).expect("a link");
    fs::create_dir(docs.join("api-reference/v1.0/includes")).expect("a folder");
    symlink("/proc/self/environ", docs.join("api-reference/v1.0/includes/text.md")).expect("a link");
    let includes = "[!INCLUDE [x](../text.md)]\n\n[!INCLUDE [x](../includes/text.md)]\n";
    world.write(&place("first"), &(page("first", "Thing.Read.All") + includes));
    let found = not_files(&world, "docs/api-reference/v1.0/api/first.md");
    assert_eq!(
        found,
        ["`api-reference/v1.0/includes/text.md` is a symbolic link, and was not read", expected[4]]
    );

    // The root is what the caller names.
    symlink("docs", world.path("linked")).expect("a link");
    assert_eq!(operations(&world, "linked"), 2);
    for (link, path) in [("concepts", "docs/concepts"), ("api-reference", "docs/api-reference")] {
        fs::rename(world.path(path), world.path(link)).expect("it is there");
        symlink(world.path(link), world.path(path)).expect("a link");
        let expected = format!("`{link}` is a symbolic link, and was not read");
        assert!(not_files(&world, "docs").contains(&expected), "{link}");
    }
}

#[test]
fn a_configuration_that_is_found_stays_in_its_folder() {
    let world = World::new();
    world.write(&place("first"), &page("first", "TODO"));
    let lint = |more: &[&'static str]| [&["lint", "--docs", "docs"], more].concat();
    let elsewhere = world.path("mine.json").to_string_lossy().into_owned();
    symlink("../mine.json", world.path("docs/link.json")).expect("a link");
    symlink("..", world.path("docs/up")).expect("a link");
    for baseline in
        ["../mine.json", elsewhere.as_str(), "link.json", "up/mine.json", "api-reference/../../mine.json"]
    {
        world.write("mine.json", "mine");
        world.write("docs/graphdocs.toml", &format!("[lint]\nbaseline = \"{baseline}\"\n"));
        fails(&world, &lint(&["--write-baseline"]), "cannot write");
        fails(&world, &lint(&[]), "there is no baseline");
        assert_eq!(world.read("mine.json"), "mine", "{baseline}");
        // The same when the docs are one page, which the configuration is far above.
        let page = place("first");
        fails(&world, &["lint", "--docs", &page, "--write-baseline"], "cannot write");
        assert_eq!(world.read("mine.json"), "mine", "{baseline}");
    }
    for device in ["/dev/zero", "/proc/self/environ"] {
        let _ = fs::remove_file(world.path("docs/known.json"));
        symlink(device, world.path("docs/known.json")).expect("a link");
        world.write("docs/graphdocs.toml", "[lint]\nbaseline = \"known.json\"\n");
        fails(&world, &lint(&[]), "it is a symbolic link, not a regular file");
    }

    // Beside the configuration it is written and read, and a caller may name any.
    fs::remove_file(world.path("docs/known.json")).expect("it is there");
    works(&world, &lint(&["--write-baseline"]));
    assert!(world.read("docs/known.json").contains("todo-cell"));
    assert!(!works(&world, &lint(&["--format", "lines"])).contains("todo-cell"));
    world.write("docs/graphdocs.toml", "[lint]\nbaseline = \"../mine.json\"\n");
    works(&world, &lint(&["--config", "docs/graphdocs.toml", "--write-baseline"]));
    assert_eq!(world.read("mine.json"), world.read("docs/known.json"));

    for device in ["/dev/zero", "/proc/self/environ"] {
        fs::remove_file(world.path("docs/graphdocs.toml")).expect("it is there");
        symlink(device, world.path("docs/graphdocs.toml")).expect("a link");
        fails(&world, &lint(&[]), "graphdocs.toml`: it is a symbolic link, not a regular file");
    }
}

/// Commands that write a file, but for the flag that names it.
const WRITE: [&[&str]; 3] = [
    &["ir", "--docs", "docs"],
    &["export", "openapi", "--docs", "docs", "--api-version", "v1.0"],
    &["lint", "--docs", "docs", "--format", "json"],
];

#[test]
fn output_goes_to_what_is_named() {
    let world = World::new();
    world.helper("", "mkfifo", &["pipe"]);
    for command in WRITE {
        let to = |file: &str| works(&world, &[command, &["-o", file]].concat());
        let expected = works(&world, command);
        assert!(expected.len() > 100, "{expected}");

        // A new file has the permissions of new files, an old one keeps its own, and is another file then.
        let _ = fs::remove_file(world.path("file"));
        let masked = ["-c", "umask 027; \"$@\" || [ $? = 1 ]", "x", env!("CARGO_BIN_EXE_graphdocs")];
        world.helper("", "bash", &[&masked, command, &["-o", "file"]].concat());
        let facts = || fs::metadata(world.path("file")).expect("it is there");
        assert_eq!((world.read("file"), facts().mode() & 0o777), (expected.clone(), 0o640));
        world.write("file", "old");
        fs::set_permissions(world.path("file"), Permissions::from_mode(0o604)).expect("it is ours");
        let before = facts().ino();
        let reader = fs::File::open(world.path("file")).expect("it is there");
        to("file");
        assert_eq!((world.read("file"), facts().mode() & 0o777), (expected.clone(), 0o604));
        assert_ne!(facts().ino(), before);
        // What holds the same already is left alone.
        let before = facts().ino();
        to("file");
        assert_eq!(facts().ino(), before);
        assert_eq!(
            std::io::read_to_string(reader).expect("it is open"),
            "old",
            "who reads the old file reads it to its end"
        );

        // A link stays a link, also one to a file that is still to be made.
        for target in ["file", "new"] {
            let _ = fs::remove_file(world.path("link"));
            world.write("file", "old");
            symlink(target, world.path("link")).expect("a link");
            to("link");
            assert_eq!(fs::read_link(world.path("link")).expect("it is a link").to_str(), Some(target));
            assert_eq!(world.read(target), expected);
        }
        fs::remove_file(world.path("new")).expect("it is there");

        // A pipe and devices take it.
        let pipe = world.path("pipe");
        let reader = thread::spawn(move || fs::read_to_string(pipe).expect("somebody writes"));
        to("pipe");
        assert_eq!(reader.join().expect("it reads"), expected);
        assert_eq!(to("/dev/stdout"), expected);
        assert_eq!(to("/dev/null"), "");
        assert!(fs::metadata("/dev/null").is_ok_and(|null| !null.is_file()));
    }
    fails(&world, &["ir", "--docs", "docs", "-o", "nowhere/file"], "nowhere/file");
    fails(&world, &["ir", "--docs", "docs", "-o", "/dev/full"], "No space left");
}

#[test]
fn files_that_the_caller_names_have_an_end() {
    let world = World::new();
    world.write("calls.txt", "GET /me\n");
    world.write("granted.txt", "User.Read\n");
    let too_large = "1048576 bytes";
    let review = |uses, granted| ["permissions", "review", "--uses", uses, "--granted", granted];
    fails(&world, &review("/dev/zero", "granted.txt"), "line 1 has more than 1073741824 bytes");
    fails(&world, &review("calls.txt", "/dev/zero"), too_large);
    fails(&world, &["ir", "--ir", "/dev/zero"], too_large);
    fails(&world, &["lint", "--docs", "docs", "--baseline", "/dev/zero"], too_large);
    fails(&world, &["lint", "--docs", "docs", "--config", "/dev/zero"], too_large);
    fails(&world, &["permissions", "audit", "/dev/zero"], too_large);
    fails(&world, &["lint", "--docs", "/dev/zero"], "/dev/zero");

    // An empty list of requests would make a review call every grant unused. Pipes and an empty list of grants are read as ever.
    fails(&world, &review("/dev/null", "granted.txt"), "there is no request in it");
    let expected = works(&world, &review("calls.txt", "granted.txt"));
    let shell = |script: &str| world.helper("", "bash", &["-c", script, env!("CARGO_BIN_EXE_graphdocs")]);
    for script in [
        "$0 permissions review --uses <(cat calls.txt) --granted <(cat granted.txt)",
        "cat calls.txt | $0 permissions review --uses - --granted granted.txt",
        "cat calls.txt | $0 permissions review --uses /dev/stdin --granted granted.txt",
        "$0 permissions review --uses calls.txt --granted granted.txt </dev/zero",
    ] {
        let first = shell(script).lines().next().map(str::to_owned);
        assert_eq!(first.as_deref(), expected.lines().next(), "{script}");
    }
    shell("$0 permissions review --uses calls.txt --granted /dev/null; test $? = 1");
    works(&world, &["ir", "--docs", "docs", "-o", "model.json.gz"]);
    let model = shell("$0 ir --ir <(cat model.json.gz)");
    assert_eq!(model, works(&world, &["ir", "--docs", "docs"]).trim());
}

#[test]
fn a_folder_of_crates_is_no_place_for_one() {
    let world = World::new();
    let generate = |out: &'static str| ["generate", "--docs", "docs", "--out", out];
    for out in ["clients/one", "clients/two"] {
        works(&world, &generate(out));
    }
    let before = world.git("", &["hash-object", "clients/one/src/lib.rs", "clients/two/graphdocs.lock"]);
    for more in [&[][..], &["--check"]] {
        fails(&world, &[&generate("clients"), more].concat(), "clients/one` is a crate of its own");
    }
    let after = world.git("", &["hash-object", "clients/one/src/lib.rs", "clients/two/graphdocs.lock"]);
    assert_eq!(before, after);
    assert!(!world.path("clients/Cargo.toml").exists());

    // What a build script wrote, or somebody copied, is not removed either.
    world.write("app/copied.rs", &world.read("clients/one/src/lib.rs"));
    fails(&world, &generate("app"), "and `copied.rs` would be removed from it");
    assert!(world.path("app/copied.rs").exists());
    fs::remove_file(world.path("app/copied.rs")).expect("it is there");
    world.write("app/notes.md", "notes");
    works(&world, &generate("app"));
    assert_eq!(world.read("app/notes.md"), "notes");
}

#[test]
fn the_folder_of_a_run_is_no_link() {
    let world = World::new();
    let generate = ["generate", "--docs", "docs", "--out", "client"];
    works(&world, &generate);
    world.write(&place("first"), &page("first", "Thing.ReadWrite.All"));
    for file in ["tree/cache/CACHEDIR.TAG", "aside/file", "lock", "file"] {
        world.write(&format!("mine/{file}"), "mine");
    }
    let stage = world.path(".client.graphdocs");
    for name in ["", "tree", "aside", "lock"] {
        if name.is_empty() {
            symlink("mine", &stage).expect("a link");
        } else {
            fs::create_dir(&stage).expect("a folder");
            symlink(world.path("mine").join(name), stage.join(name)).expect("a link");
        }
        fails(&world, &generate, if name == "lock" { "lock` is no regular file" } else { "` is no folder" });
        for file in ["tree/cache/CACHEDIR.TAG", "aside/file", "lock", "file"] {
            assert_eq!(world.read(&format!("mine/{file}")), "mine", "{name}");
        }
        fs::remove_file(&stage).or_else(|_| fs::remove_dir_all(&stage)).expect("it is there");
    }
    fs::create_dir(&stage).expect("a folder");
    world.helper(".client.graphdocs", "mkfifo", &["lock"]);
    fails(&world, &generate, "lock` is no regular file");
    fs::remove_dir_all(&stage).expect("it is there");
    works(&world, &generate);

    // Nor is what says which docs a crate was made from.
    fs::remove_file(world.path("client/graphdocs.lock")).expect("it is there");
    symlink("/proc/self/environ", world.path("client/graphdocs.lock")).expect("a link");
    fails(&world, &[&generate[..], &["--locked"]].concat(), "it is a symbolic link, not a regular file");
}
