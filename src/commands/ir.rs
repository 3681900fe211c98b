//! `graphdocs ir`: the resolved model as JSON, and its schema.

use clap::Args;
use graphdocs_generator::ir::Api;

use super::output::Output;
use super::{Docs, Verdict};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    docs: Docs,
    /// Print the JSON Schema of the model instead
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let text = if flags.schema {
        serde_json::to_string_pretty(&schemars::schema_for!(Api))?
    } else {
        serde_json::to_string_pretty(&flags.docs.read()?.api)?
    };
    flags.output.write(&text)?;
    Ok(Verdict::Fine)
}
