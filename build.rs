//! Compiles the permission facts of `docs-input` into the command, so that it answers without any docs at hand.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use graphdocs_generator::permissions::Facts;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=docs-input");
    let docs = graphdocs_generator::read(Path::new("docs-input"))?;
    let facts = Facts::of(&docs.api).to_json();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("facts.json"), facts)?;
    Ok(())
}
