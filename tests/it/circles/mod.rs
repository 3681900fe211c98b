//! Which files of a crate import each other, directly or through others: none should, so that each can be read after those that it
//! rests on.
//!
//! A file imports another if it names an item that the other defines: in a `use`, by a path in its code, or to re-export it. A name that
//! is re-exported leads to the file that defines it, so `use crate::Error` is no import of `lib.rs`. `mod x;` is no import, a path to a
//! module is none, and what is compiled for tests alone isn't looked at; nor is what the root re-exports for those who use the crate, since
//! no file needs that. A circle is a strongly connected component: from each of its files every other one is reached.

mod modules;
mod names;
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use self::modules::Crate;
use self::names::Import;

// The circles that there are, one on a line.

const GENERATOR: &str = "";

const COMMAND: &str = "";

const RUNTIME: &str = "
    client.rs pipeline/mod.rs request/mod.rs
";

/// The files of a crate, what they import from each other, and the circles that this makes.
struct Circles {
    files: Vec<String>,
    imports: Vec<Import>,
    /// The files of each circle, in order.
    circles: Vec<BTreeSet<usize>>,
}

impl Circles {
    fn of(root: &Path) -> Self {
        let read = Crate::read(root);
        let (imports, files) = (read.imports(), read.files);
        let mut edges: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for import in &imports {
            edges.entry(import.from).or_default().insert(import.to);
        }
        let reached: Vec<BTreeSet<usize>> = (0..files.len()).map(|file| reached(file, &edges)).collect();
        let circle = |file: usize| {
            reached[file].iter().copied().filter(|&other| reached[other].contains(&file)).collect()
        };
        let circles: BTreeSet<BTreeSet<usize>> = (0..files.len()).map(circle).collect();
        let circles = circles.into_iter().filter(|circle| !circle.is_empty()).collect();
        Self { files, imports, circles }
    }

    fn names(&self) -> BTreeSet<BTreeSet<&str>> {
        let names = |circle: &BTreeSet<usize>| circle.iter().map(|&file| self.files[file].as_str()).collect();
        self.circles.iter().map(names).collect()
    }

    /// The circles, each with the imports that close it.
    fn report(&self) -> String {
        let mut report =
            format!("{} imports of {} files were looked at.\n", self.imports.len(), self.files.len());
        let mut items: BTreeMap<(usize, usize), BTreeSet<&str>> = BTreeMap::new();
        for import in &self.imports {
            items.entry((import.from, import.to)).or_default().insert(&import.item);
        }
        for circle in &self.circles {
            let names: Vec<&str> = circle.iter().map(|&file| self.files[file].as_str()).collect();
            _ = writeln!(report, "\nA circle of {}: {}", circle.len(), names.join(", "));
            for ((from, to), items) in &items {
                if circle.contains(from) && circle.contains(to) {
                    let items: Vec<&str> = items.iter().copied().collect();
                    _ = writeln!(
                        report,
                        "  {} -> {}: {}",
                        self.files[*from],
                        self.files[*to],
                        items.join(", ")
                    );
                }
            }
        }
        report
    }
}

/// The files that are reached from a file by one import or more.
fn reached(file: usize, edges: &BTreeMap<usize, BTreeSet<usize>>) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut left = vec![file];
    while let Some(file) = left.pop() {
        left.extend(edges.get(&file).into_iter().flatten().filter(|&&to| reached.insert(to)));
    }
    reached
}

/// A crate has these circles: no other one, and each of them, so that a circle that is gone can't come back.
fn check(root: &str, known: &str) {
    let circles = Circles::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root));
    let known: BTreeSet<BTreeSet<&str>> =
        known.lines().map(|circle| circle.split_whitespace().collect()).collect();
    let known = known.into_iter().filter(|circle| !circle.is_empty()).collect();
    assert!(
        circles.imports.len() > circles.files.len(),
        "{root}: hardly anything was read\n{}",
        circles.report()
    );
    let found = circles.names();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(new.is_empty() && gone.is_empty(), "{root}\nnew: {new:?}\ngone: {gone:?}\n{}", circles.report());
}

#[test]
fn of_the_generator() {
    check("generator/src/lib.rs", GENERATOR);
}

#[test]
fn of_the_command() {
    check("src/main.rs", COMMAND);
}

#[test]
fn of_the_runtime() {
    check("runtime/src/lib.rs", RUNTIME);
}

/// The circles of a crate with these files.
fn circles(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let circles = Circles::of(&folder.path().join("lib.rs"));
    circles.names().into_iter().map(|circle| circle.into_iter().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_circle_goes_over_any_number_of_files() {
    let found = circles(&[
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "pub struct B; fn b() { super::c::c() }"),
        ("c.rs", "use crate::{a::A, d::D}; pub fn c() {}"),
        ("d.rs", "pub struct D;"),
    ]);
    assert_eq!(found, ["a.rs b.rs c.rs"]);
}

#[test]
fn a_name_leads_to_the_file_that_defines_it() {
    let files = |a: &'static str| {
        [
            ("lib.rs", "mod a; mod parts; pub use parts::{Part as Piece}; pub use a::*;"),
            ("a.rs", a),
            ("parts/mod.rs", "mod part; pub use part::*;"),
            ("parts/part.rs", "use crate::A; pub struct Part;"),
        ]
    };
    assert_eq!(circles(&files("use crate::Piece; pub struct A;")), ["a.rs parts/part.rs"]);
    assert_eq!(circles(&files("use crate::parts; pub struct A;")), [""; 0]);
}

#[test]
fn a_parent_that_names_its_child_is_named_by_it() {
    let child = ("a/b.rs", "use super::A; pub struct B(A);");
    assert_eq!(
        circles(&[("lib.rs", "mod a;"), ("a/mod.rs", "mod b; pub use b::B; pub struct A;"), child]),
        ["a/b.rs a/mod.rs"]
    );
    assert_eq!(circles(&[("lib.rs", "mod a;"), ("a.rs", "mod b; struct A;"), child]), [""; 0]);
}

#[test]
fn what_the_root_re_exports_is_no_import_of_the_root() {
    let a = ("a.rs", "use crate::Root; pub struct A(Root);");
    assert_eq!(circles(&[("lib.rs", "mod a; pub use a::A; pub struct Root;"), a]), [""; 0]);
    assert_eq!(circles(&[("lib.rs", "mod a; use a::A; pub struct Root(A);"), a]), ["a.rs lib.rs"]);
}

#[test]
fn macros_hold_imports_and_define_items() {
    let found = circles(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "make! { pub struct A; }"),
        ("b.rs", "use crate::a::A; pub fn b() -> u8 { 1 }"),
    ]);
    assert_eq!(found, [""; 0]);
    let found = circles(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "make! { pub struct A; } fn a() { println!(\"{}\", [crate::b::b()][0]) }"),
        ("b.rs", "use crate::a::A; pub fn b() -> u8 { 1 }"),
    ]);
    assert_eq!(found, ["a.rs b.rs"]);
}

#[test]
fn tests_and_code_for_others_are_no_imports() {
    let found = circles(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::b; pub struct A; fn quoted() { quote!(crate::b::b) }"),
        (
            "b.rs",
            "#[cfg(test)] use crate::a::A; pub fn b() { quote! { use crate::a::A; } }
            #[cfg(all(test, unix))] mod tests { use crate::a::A; use super::*; }",
        ),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_module_within_a_file_has_its_own_names() {
    let found = circles(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub struct A; mod within { use super::super::b::B; }"),
        ("b.rs", "use crate::a; pub struct B; type C = a::A;"),
    ]);
    assert_eq!(found, ["a.rs b.rs"]);
}

#[test]
#[should_panic(expected = "b.rs: no module has crate::a::Missing")]
fn a_name_that_no_module_has_is_no_import_of_nothing() {
    circles(&[("lib.rs", "mod a; mod b;"), ("a.rs", ""), ("b.rs", "use crate::a::Missing;")]);
}
