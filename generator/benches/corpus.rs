//! How long the corpus takes, against the floor: reading the same files and draining the Markdown parser's events, on all cores.
//!
//! `cargo bench -p graphdocs-generator`; the docs are looked for in `GRAPHDOCS_CORPUS`, or beside the checkout.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use divan::{Bencher, black_box};
use graphdocs_generator::emit::{self, Options};
use graphdocs_generator::write;
use pulldown_cmark::{Options as Markdown, Parser};

fn main() {
    divan::main();
}

fn corpus() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/docs/2021-07");
    let root = std::env::var_os("GRAPHDOCS_CORPUS").map_or(beside, PathBuf::from);
    assert!(root.join("api-reference").is_dir(), "no docs in `{}`", root.display());
    root
}

/// Walks, reads and drains: no reader of the pages can be faster.
#[divan::bench(sample_count = 10)]
fn floor(bencher: Bencher<'_, '_>) {
    let root = corpus();
    bencher.bench(|| {
        let mut files = Vec::new();
        walk(&root, &mut files);
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let text = fs::read_to_string(file).unwrap_or_default();
                        for event in Parser::new_ext(&text, Markdown::ENABLE_TABLES).into_offset_iter() {
                            black_box(event);
                        }
                    }
                });
            }
        });
    });
}

#[divan::bench(sample_count = 10)]
fn docs_to_model(bencher: Bencher<'_, '_>) {
    let root = corpus();
    bencher.bench(|| graphdocs_generator::read(&root).expect("the corpus can be read"));
}

#[divan::bench(sample_count = 5)]
fn docs_to_crate_on_disk(bencher: Bencher<'_, '_>) {
    let root = corpus();
    let out = tempfile::tempdir().expect("a temporary folder");
    bencher.bench(|| {
        let outcome = graphdocs_generator::read(&root).expect("the corpus can be read");
        let files = emit::emit(&outcome.api, &Options::default());
        write::write(&files, &out.path().join("crate")).expect("the crate can be written")
    });
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            files.push(path);
        }
    }
}
