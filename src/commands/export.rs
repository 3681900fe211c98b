//! `graphdocs export`: the model in formats that other tools read.

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use graphdocs_generator::export::{openapi, permissions};
use graphdocs_generator::ir::{Api, ApiVersion};

use super::output::Output;
use super::{Docs, Verdict};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// OpenAPI 3.1 of one API version
    Openapi {
        #[command(flatten)]
        docs: Docs,
        #[command(flatten)]
        output: Output,
    },
    /// The permission facts of one API version
    Permissions {
        #[command(flatten)]
        docs: Docs,
        /// How they are written
        #[arg(long, value_enum, default_value_t = Format::Kibali)]
        format: Format,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// The JSON form of the service's own permission files
    Kibali,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    match &flags.what {
        What::Openapi { docs, output } => {
            let api = docs.read()?.api;
            output.write(&serde_json::to_string_pretty(&openapi::document(only(&api)?))?)?;
        }
        What::Permissions { docs, format: Format::Kibali, output } => {
            let api = docs.read()?.api;
            let document = permissions::kibali(only(&api)?, &api.permissions);
            output.write(&serde_json::to_string_pretty(&document)?)?;
        }
    }
    Ok(Verdict::Fine)
}

/// The one version that the format holds.
fn only(api: &Api) -> anyhow::Result<&ApiVersion> {
    match api.versions.as_slice() {
        [one] => Ok(one),
        [] => Err(anyhow::anyhow!("no operations were found")).context("nothing to export"),
        _ => bail!("this format holds one API version: choose it with `--api-version`"),
    }
}
