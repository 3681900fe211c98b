//! Counts the instructions of a call.
//!
//! The bench runs itself under callgrind, once for each core. Callgrind sets its counters to zero before [`measured`] and writes a file
//! of them after it.

use std::fs;
use std::hint::black_box;
use std::io;
use std::process::{Child, Command, Stdio};
use std::thread;

use graphdocs_generator::load::Docs;
use graphdocs_generator::permissions::Facts;
use graphdocs_generator::{emit, export, read_docs};

use crate::Case;

/// The first argument of a run under callgrind; the others are its turn, how many there are, where callgrind writes, and which cases are
/// wanted.
pub(crate) const WORKER: &str = "--under-callgrind";

/// The name of the function below, as callgrind knows it.
const MEASURED: &str = "growth::callgrind::measured";

/// The instructions of the wanted cases, small and large. Says why when there are none.
pub(crate) fn measure(wanted: &str) -> Result<Vec<(String, [u64; 2])>, String> {
    let version = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    version.map_err(|error| format!("valgrind does not start: {error}"))?;
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let of = thread::available_parallelism().map_or(1, usize::from);
    let start =
        |turn: usize| start(turn, of, &folder.path().join(turn.to_string()).display().to_string(), wanted);
    let workers: io::Result<Vec<Child>> = (0..of).map(start).collect();
    let mut measured = Vec::new();
    for worker in workers.map_err(|error| format!("valgrind does not start: {error}"))? {
        let output = worker.wait_with_output().map_err(|error| format!("valgrind does not end: {error}"))?;
        if !output.status.success() {
            return Err(format!("valgrind ended with {}", output.status));
        }
        measured.extend(String::from_utf8_lossy(&output.stdout).lines().filter_map(read));
    }
    Ok(measured)
}

fn start(turn: usize, of: usize, dumps: &str, wanted: &str) -> io::Result<Child> {
    Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind", "--compress-pos=yes"])
        .arg(format!("--callgrind-out-file={dumps}"))
        .arg(format!("--zero-before={MEASURED}"))
        .arg(format!("--dump-after={MEASURED}"))
        .arg(std::env::current_exe()?)
        .args([WORKER, &turn.to_string(), &of.to_string(), dumps, wanted])
        .stdout(Stdio::piped())
        .spawn()
}

/// A line that a run under callgrind prints: `1000 2000 name`.
fn read(line: &str) -> Option<(String, [u64; 2])> {
    let (small, rest) = line.split_once(' ')?;
    let (large, name) = rest.split_once(' ')?;
    Some((name.to_owned(), [small.parse().ok()?, large.parse().ok()?]))
}

/// Measures cases, and prints a line for each.
pub(crate) fn work(cases: impl Iterator<Item = Case>, dumps: &str) {
    let mut dump = 0;
    for case in cases {
        let [small, large] = [1, 2].map(|times| {
            let files = (case.docs)(times);
            let docs = Docs::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
            measured(docs, case.emitted);
            dump += 1;
            instructions(&format!("{dumps}.{dump}"))
        });
        println!("{small} {large} {}", case.name);
    }
}

/// What is measured: docs are read, and everything is made from them that is asked for.
#[inline(never)]
fn measured(docs: Docs, emitted: bool) {
    let outcome = black_box(read_docs(docs));
    if !emitted {
        return;
    }
    black_box(emit::emit(&outcome.api, &emit::Options::default()));
    black_box(export::permission_tables::csv_by_operation(&Facts::of(&outcome.api)));
    for version in &outcome.api.versions {
        black_box(export::openapi::document(version));
    }
}

/// The instructions of a file of callgrind, which is removed. Those of all threads are in it.
fn instructions(dump: &str) -> u64 {
    let text = fs::read_to_string(dump).expect("callgrind wrote its counters");
    fs::remove_file(dump).expect("the file is ours");
    let total = text
        .lines()
        .find_map(|line| line.strip_prefix("summary: ").or_else(|| line.strip_prefix("totals: ")));
    total.and_then(|total| total.trim().parse().ok()).expect("callgrind sums up")
}
