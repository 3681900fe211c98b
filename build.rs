//! Compiles the permission facts of `docs-input` into the command, so that it answers without any docs at hand.

use graphdocs_generator::{Builder, Error};

fn main() -> Result<(), Error> {
    // Findings are the business of `graphdocs lint`.
    Builder::new().docs("docs-input").permission_facts().file_name("facts.json").warn(false).generate()?;
    Ok(())
}
