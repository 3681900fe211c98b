//! `graphdocs ir`: the resolved model as JSON, and its schema.

use clap::Args;
use graphdocs_generator::ir::Api;
use graphdocs_generator::select::Selection;

use super::input::{Input, no_missing};
use super::output::{self, Output};
use super::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    input: Input,
    /// Only what this glob over `METHOD /path` or dotted type names fits, and the types that it needs
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Nothing that this glob fits
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Print the JSON Schema of the model instead
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    if flags.schema {
        flags.output.write(&output::json(&schemars::schema_for!(Api))?)?;
        return Ok(Verdict::Fine);
    }
    let selection = Selection::new(&flags.include, &flags.exclude)?;
    let mut api = flags.input.read()?;
    no_missing(&selection, &api)?;
    selection.apply(&mut api);
    match flags.output.file() {
        Some(file) => graphdocs_generator::write_model(&api, file).map(drop)?,
        None => flags.output.write(&output::json(&api)?)?,
    }
    Ok(Verdict::Fine)
}
