//! Pipes that somebody closes: a quiet end, and what was to be done is done.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use super::support::{World, command};

/// A run of each subcommand, with enough to say that a closed pipe is noticed.
const RUNS: [&str; 27] = [
    "--help",
    "help",
    "help lint",
    "--version",
    "lint --docs docs",
    "lint --docs docs --help",
    "lint --docs docs --format json",
    "diff old docs",
    "diff --schema",
    "explain",
    "explain missing-include",
    "permissions show --docs docs /me",
    "permissions calls --docs docs User.Read",
    "permissions calls --docs docs Nope.Read",
    "permissions least --docs docs --uses uses.txt",
    "permissions review --docs docs --uses uses.txt --granted granted.txt",
    "permissions audit --docs docs uses.txt",
    "permissions schema review",
    "export openapi --docs docs",
    "export permissions --docs docs --format csv",
    "ir --docs docs",
    "dump --docs docs ir GET.*",
    "generate --docs docs --out out --check -v",
    "man",
    "completions bash",
    "completions zsh -v",
    "nonsense",
];

/// Starts a run with both outputs as pipes.
fn start(world: &World, run: &str) -> std::process::Child {
    let arguments: Vec<&str> = run.split(' ').collect();
    let mut command: Command = command(world.folder.path(), &arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command runs")
}

#[test]
fn who_closes_standard_output_gets_a_quiet_end() {
    let world = World::new();
    for run in RUNS {
        for bytes in [0, 1] {
            let mut child = start(&world, run);
            let mut stdout = child.stdout.take().expect("a pipe");
            let mut first = vec![0; bytes];
            // There may be none.
            let _ = stdout.read_exact(&mut first);
            drop(stdout);
            let output = child.wait_with_output().expect("it ends");
            let words = String::from_utf8_lossy(&output.stderr);
            assert!(!words.contains("panicked") && !words.contains("pipe"), "{run}: {words}");
            assert!(output.status.code().is_some_and(|code| code <= 2), "{run}: {:?}", output.status);
        }
    }
}

/// More than a pipe holds, so that the write fails for certain.
#[test]
fn what_nobody_reads_ends_as_if_fine() {
    let world = World::new();
    let page =
        fs::read_to_string(world.folder.path().join("docs/api-reference/v1.0/api/plain.md")).expect("a page");
    for number in 0..1500 {
        let (bad, path) = (
            page.replace("GET /me", &format!("GET /me/x{number}")).replace("User.Read|", "User.Raed|"),
            format!("docs/p/{number}.md"),
        );
        world.write(&path, bad);
    }
    for run in [
        "lint --docs docs/p",
        "lint --docs docs/p --format json",
        "ir --docs docs/p",
        "export permissions --docs docs/p --format markdown",
    ] {
        let mut child = start(&world, run);
        let mut stdout = child.stdout.take().expect("a pipe");
        stdout.read_exact(&mut [0]).expect("it says something");
        drop(stdout);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{run}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{run}");
    }
}

#[test]
fn what_is_done_does_not_depend_on_who_reads_the_words() {
    let world = World::new();
    let done = "generate --docs docs --out written -v --timings";
    for run in RUNS.into_iter().chain([done]) {
        let arguments: Vec<&str> = run.split(' ').collect();
        let heard = if run == done { Some(0) } else { world.run(&arguments).status.code() };
        let mut child = start(&world, run);
        drop(child.stderr.take());
        let mut text = Vec::new();
        child.stdout.take().expect("a pipe").read_to_end(&mut text).expect("its data");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), heard, "{run}");
    }
    assert!(world.folder.path().join("written/src/lib.rs").is_file());
}
