//! `graphdocs permissions schema`: the documented shape of the JSON answers.

use clap::{Args, ValueEnum};
use graphdocs_generator::export::permission_document::Document;
use schemars::generate::SchemaSettings;

use super::by_app::ByApp;
use super::envelope::Envelope;
use super::{audit, calls, compare, least, review, show};
use crate::commands::output::{self, Output};
use crate::commands::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// Whose answer
    #[arg(value_enum)]
    answer: Answer,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Answer {
    /// `permissions show`
    Show,
    /// `permissions calls`
    Calls,
    /// `permissions least`
    Least,
    /// `permissions least --by-app`
    LeastByApp,
    /// `permissions review`, and `permissions audit` with `--granted`
    Review,
    /// `permissions review --by-app`
    ReviewByApp,
    /// `permissions audit`
    Audit,
    /// `permissions compare`
    Compare,
    /// `export permissions --format json`
    Export,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = match flags.answer {
        Answer::Show => generator.into_root_schema_for::<Envelope<'_, show::Answers<'_>>>(),
        Answer::Calls => generator.into_root_schema_for::<Envelope<'_, calls::Answer<'_>>>(),
        Answer::Least => generator.into_root_schema_for::<Envelope<'_, least::Answer>>(),
        Answer::LeastByApp => generator.into_root_schema_for::<Envelope<'_, ByApp<least::Schemes>>>(),
        Answer::Review => generator.into_root_schema_for::<Envelope<'_, review::answer::Answer>>(),
        Answer::ReviewByApp => generator.into_root_schema_for::<Envelope<'_, review::answer::Answers>>(),
        Answer::Audit => generator.into_root_schema_for::<Envelope<'_, audit::Answer<'_>>>(),
        Answer::Compare => generator.into_root_schema_for::<Envelope<'_, compare::Answer>>(),
        Answer::Export => generator.into_root_schema_for::<Document<'_>>(),
    };
    flags.output.write(&output::json(&schema)?)?;
    Ok(Verdict::Fine)
}
