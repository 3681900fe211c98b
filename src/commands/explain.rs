//! `graphdocs explain`: what findings mean, and what to do about them.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use graphdocs_generator::diagnostic::Code;

use super::output;
use super::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The name of the code, as findings show it [default: a list of all]
    #[arg(hide_possible_values = true, value_parser = code())]
    code: Option<Code>,
}

fn code() -> impl TypedValueParser<Value = Code> {
    let names = Code::ALL.iter().map(|code| code.name());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Code>())
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let text = match flags.code {
        Some(code) => format!("{code} ({})\n\n{}", code.severity(), code.explanation()),
        None => list(),
    };
    output::print(&text)?;
    Ok(Verdict::Fine)
}

fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let line = |code: &Code| {
        format!("{:width$}  {:7}  {}\n", code.name(), code.severity().to_string(), code.summary())
    };
    Code::ALL.iter().map(line).collect()
}
