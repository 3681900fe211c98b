//! Verdicts against crates: both docs of a pair are emitted, rustdoc describes each crate, and `public-api` lists its public API. A
//! pair passes when the diff says that the crate breaks where the API loses something, and nowhere else.
//!
//! An addition breaks callers in two cases: a field of a struct that is written with all of its fields, and a variant of an enum that is
//! matched without a wildcard.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use graphdocs_generator::diff::Breaks;
use graphdocs_generator::emit::{self, Files};
use graphdocs_generator::write;

use super::*;

mod pairs;

/// Two docs, and what callers of the first one's crate find in the second one's.
struct Pair {
    what: String,
    found: Outcome,
    old: Pages,
    new: Pages,
}

/// What callers find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All that they use, and it means what it meant.
    Same,
    /// Something is gone or is another.
    Lost,
    /// All names that they use, of which one means something else now. No public API shows that, and they have to change all the same.
    Swapped,
}

impl Outcome {
    /// Whether callers have to change, and whether the public API shows it.
    fn breaks_and_shows(self) -> (bool, bool) {
        match self {
            Self::Same => (false, false),
            Self::Lost => (true, true),
            Self::Swapped => (true, false),
        }
    }
}

#[test]
fn what_breaks_the_crate_is_what_its_public_api_loses() {
    let mut crates = Crates::default();
    let pairs: Vec<_> = pairs::all()
        .into_iter()
        .map(|pair| {
            let sides = (crates.add(&pair.old), crates.add(&pair.new));
            (pair, sides)
        })
        .collect();
    let apis = crates.document();
    let mut wrong = String::new();
    for (pair, (old, new)) in &pairs {
        let report = report(&pair.old, &pair.new);
        let told = report.changes.iter().any(|change| change.breaks == Some(Breaks::Crate));
        let lost = lost(&apis[*old], &apis[*new]);
        if (told, !lost.is_empty()) != pair.found.breaks_and_shows() {
            // Writing to a `String` cannot fail.
            let _ = writeln!(wrong, "-- {}: {:?}\n{}", pair.what, pair.found, text::text(&report));
            let _ = writeln!(wrong, "   the crate, {old} → {new}:\n{}\n", lost.join("\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The items of a public API, as `public-api` writes them.
type Items = BTreeSet<String>;

/// The crates, each once.
#[derive(Default)]
struct Crates {
    numbers: BTreeMap<Files, usize>,
}

impl Crates {
    /// The number of the crate that docs give.
    fn add(&mut self, pages: &Pages) -> usize {
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
        let options = emit::Options {
            crate_name: "client".to_owned(),
            runtime: Some(runtime.to_str().expect("a path in UTF-8").to_owned()),
        };
        let next = self.numbers.len();
        *self.numbers.entry(emit::emit(&read(pages), &options)).or_insert(next)
    }

    /// Writes all of them as one workspace, has rustdoc describe them, and gives the public API of each. The workspace stays where it
    /// is, so that a second run builds what has changed. It has the versions of this workspace, so that nothing is fetched.
    fn document(self) -> Vec<Items> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
        let count = self.numbers.len();
        let mut members = String::new();
        fs::create_dir_all(&folder).expect("a folder");
        for (files, number) in self.numbers {
            let named = |(path, text): (String, String)| match path.as_str() {
                "Cargo.toml" => {
                    (path, text.replace("name = \"client\"", &format!("name = \"client{number}\"")))
                }
                _ => (path, text),
            };
            let files: Files = files.into_iter().map(named).collect();
            write::write(&files, &folder.join(format!("client{number}"))).expect("the crate can be written");
            let _ = write!(members, "\"client{number}\", ");
        }
        fs::write(
            folder.join("Cargo.toml"),
            format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"),
        )
        .expect("the workspace can be written");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), folder.join("Cargo.lock"))
            .expect("there is a lock");
        // Rustdoc's JSON is no stable option of a stable compiler yet. Hidden fields are those that keep literals open.
        let output = Command::new(env!("CARGO"))
            .args(["doc", "--workspace", "--no-deps", "--offline", "--quiet", "--target-dir", "target"])
            .args(["--no-default-features", "--features", "v1-0,all"])
            .current_dir(&folder)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json --document-hidden-items")
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        (0..count).map(|number| public_api(&folder.join("target/doc"), number)).collect()
    }
}

/// The public API of a crate; of all of them under one name, so that they can be compared.
fn public_api(docs: &Path, number: usize) -> Items {
    let own = fs::read_to_string(docs.join(format!("client{number}.json")))
        .expect("rustdoc has described the crate");
    let named = docs.join("client.json");
    fs::write(&named, own.replace(&format!("\"client{number}\""), "\"client\"")).expect("it can be written");
    let api = public_api::Builder::from_rustdoc_json(named).omit_blanket_impls(true).build();
    let api = api.expect("`public-api` is the version that reads what this toolchain's rustdoc writes");
    api.items().map(ToString::to_string).collect()
}

/// What callers of the old crate may miss in the new one.
fn lost<'a>(old: &'a Items, new: &'a Items) -> Vec<&'a str> {
    let closing = new.difference(old).filter(|item| closes(item, old));
    old.difference(new).chain(closing).map(String::as_str).collect()
}

/// Whether an item that is new closes one that was there: as a field of a literal, or as a variant of a `match`.
fn closes(item: &str, old: &Items) -> bool {
    let Some(path) = item.strip_prefix("pub client::") else { return false };
    let (path, is_field) = path.split_once(": ").map_or((path, false), |(path, _)| (path, true));
    let Some((owner, _)) = path.rsplit_once("::") else { return false };
    if is_field {
        let hidden = format!("pub client::{owner}::__non_exhaustive: ()");
        old.contains(&format!("pub struct client::{owner}")) && !old.contains(&hidden)
    } else {
        old.contains(&format!("pub enum client::{owner}"))
    }
}
