//! How long it takes to prove which permissions are the least for many calls.

use std::path::Path;

use divan::{Bencher, black_box};
use graphdocs_generator::ir::{Alternative, Method, Permissions, Requirement, Scheme, Version};
use graphdocs_generator::permissions::demand::Rules;
use graphdocs_generator::permissions::least::least;
use graphdocs_generator::permissions::{Call, Fact, Facts};

fn main() {
    divan::main();
}

fn calls(facts: &Facts) -> Vec<Call> {
    (0..facts.operations.len()).map(Call::new).collect()
}

/// Every request of the pages of this repository.
#[divan::bench(args = [Scheme::DelegatedWork, Scheme::Application])]
fn all_of_docs_input(bencher: Bencher, scheme: Scheme) {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs-input");
    let facts = Facts::of(&graphdocs_generator::read(&docs).expect("the pages are there").api);
    let calls = calls(&facts);
    bencher.bench_local(|| black_box(least(&facts, &calls, scheme, Rules::default())));
}

/// So many calls over sixty permissions; each is opened by two to five of ten neighbours, or by two of them together.
#[divan::bench(args = [100, 400, 1600])]
fn overlapping_neighbours(bencher: Bencher, count: usize) {
    let mut number = 11_u64;
    let mut below = |limit: usize| {
        number = number.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (number >> 33) as usize % limit
    };
    let operations = (0..count).map(|position| {
        let first = below(50);
        let mut name = || format!("Resource{}.Read.All", (first + below(10)) % 60);
        let mut alternatives: Vec<Alternative> = (0..2 + position % 4)
            .map(|_| Alternative { all_of: vec![name()], ..Alternative::default() })
            .collect();
        alternatives.push(Alternative { all_of: vec![name(), name()], ..Alternative::default() });
        Fact {
            version: Version::V1,
            method: Method::Get,
            path: format!("/x{position:04}"),
            title: String::new(),
            pages: Vec::new(),
            permissions: Permissions {
                delegated_work: Requirement::AnyOf { alternatives },
                ..Permissions::default()
            },
            deprecated: false,
            properties: Vec::new(),
            only_shown: false,
        }
    });
    let facts = Facts { operations: operations.collect(), ..Facts::default() };
    let calls = calls(&facts);
    assert!(least(&facts, &calls, Scheme::DelegatedWork, Rules::default()).proven);
    bencher.bench_local(|| black_box(least(&facts, &calls, Scheme::DelegatedWork, Rules::default())));
}
