//! `graphdocs export`: the model in formats that other tools read.

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use graphdocs_generator::export::{openapi, permission_document, permission_tables, permissions};
use graphdocs_generator::ir::{Api, ApiVersion};
use graphdocs_generator::permissions::Facts;

use super::input::Input;
use super::output::{self, Output};
use super::verdict::Verdict;

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
        input: Input,
        #[command(flatten)]
        output: Output,
    },
    /// The permission facts, in the form `kibali` of one API version
    Permissions {
        #[command(flatten)]
        input: Input,
        /// How they are written
        #[arg(long, value_enum, default_value_t = Format::Kibali)]
        format: Format,
        /// What the rows of CSV and the sections of Markdown are about
        #[arg(long, value_enum, default_value_t = By::Operation)]
        by: By,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// The JSON form of the service's own permission files
    Kibali,
    /// Rows for spreadsheets
    Csv,
    /// Requests with what they need, and permissions with what they open
    Json,
    /// Tables in the three columns of the docs
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// What each request needs
    Operation,
    /// What each permission opens
    Permission,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    match &flags.what {
        What::Openapi { input, output } => {
            let api = input.read()?;
            output.write(&output::json(&openapi::document(only(&api)?))?)?;
        }
        What::Permissions { input, format, by, output } => {
            let api = input.read()?;
            let text = match (format, by) {
                (Format::Kibali, _) => output::json(&permissions::kibali(only(&api)?, &api.permissions))?,
                (Format::Csv, By::Operation) => permission_tables::csv_by_operation(&Facts::of(&api)),
                (Format::Csv, By::Permission) => permission_tables::csv_by_permission(&Facts::of(&api)),
                (Format::Json, _) => output::json(&permission_document::document(&Facts::of(&api)))?,
                (Format::Markdown, By::Operation) => {
                    permission_tables::markdown_by_operation(&Facts::of(&api))
                }
                (Format::Markdown, By::Permission) => {
                    permission_tables::markdown_by_permission(&Facts::of(&api))
                }
            };
            output.write(&text)?;
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
