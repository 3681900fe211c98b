//! Inputs that failed once, each in a file of its own that is named after what was wrong.

use std::path::Path;

use graphdocs_fuzz::{Case, Seeds, Target, Targets};

#[test]
fn past_failures_are_read_to_the_end() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let targets = Targets::new(&Seeds::own()).expect("there is a temporary folder");
    let mut run = 0;
    for entry in folder.read_dir().expect("the corpus is there") {
        let file = entry.expect("it can be listed").path();
        let ending = file.extension().expect("it has an ending").to_str().expect("it is Unicode");
        let target = Target::named(ending).unwrap_or_else(|| panic!("`{}` names no target", file.display()));
        println!("{}", file.display());
        let input = std::fs::read(&file).expect("it can be read");
        targets.run(&Case { target, input }).expect("there is room");
        run += 1;
    }
    assert!(run > 0, "the corpus is empty");
}
