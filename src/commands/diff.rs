//! `graphdocs diff`: what changed between two docs trees or model files.

use std::path::{Path, PathBuf};
use std::thread;

use clap::{Args, ValueEnum};
use graphdocs_generator::diff::{self, Class, Named, Report, markdown, text};
use graphdocs_generator::ir::{Api, Version};

use super::output::Output;
use super::progress::Progress;
use super::{Verdict, words};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The older docs: a checkout, a folder of pages, or a `.json` file that `graphdocs ir` wrote
    #[arg(value_name = "OLD", required_unless_present = "schema")]
    old: Option<PathBuf>,
    /// The newer docs
    #[arg(value_name = "NEW", required_unless_present = "schema")]
    new: Option<PathBuf>,
    /// Only this API version [default: all that both have]
    #[arg(long, value_name = "VERSION", value_parser = super::version)]
    api_version: Vec<Version>,
    /// How the changes are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// How many changes of a kind Markdown lists
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    limit: usize,
    /// Exit with 1 when there are changes of these classes: breaking, permissions, additive, editorial
    #[arg(long, value_name = "CLASSES", value_delimiter = ',', value_parser = class)]
    fail_on: Vec<Class>,
    /// Print the JSON Schema of `--format json` instead
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line for each change and each thing that it happened to
    Text,
    /// A table that sums up, and folded lists, for a pull request
    Markdown,
    /// Everything, for programs
    Json,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let (Some(old), Some(new), false) = (&flags.old, &flags.new, flags.schema) else {
        flags.output.write(&serde_json::to_string_pretty(&schemars::schema_for!(Report))?)?;
        return Ok(Verdict::Fine);
    };
    let report = report(old, new, &flags.api_version)?;
    let written = match flags.format {
        Format::Text => text::text(&report),
        Format::Markdown => markdown::markdown(&report, flags.limit),
        Format::Json => serde_json::to_string_pretty(&report)?,
    };
    if !written.is_empty() {
        flags.output.write(&written)?;
    }
    words::say(text::summary(&report));
    let failed = flags.fail_on.iter().any(|&class| report.has(class));
    Ok(if failed { Verdict::Findings } else { Verdict::Fine })
}

fn report(old: &Path, new: &Path, versions: &[Version]) -> anyhow::Result<Report> {
    let progress = Progress::new();
    progress.stage("reading both docs");
    // Part of reading is the work of one core, so that two at once are faster than one after the other.
    let (before, after) = thread::scope(|scope| {
        let before = scope.spawn(|| read(old, versions));
        let after = read(new, versions);
        (before.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), after)
    });
    progress.finish();
    let (before, after) = (before?, after?);
    only_one_side(&before, &after);
    only_one_side(&after, &before);
    anyhow::ensure!(
        before.versions.iter().any(|api| after.version(api.version).is_some()),
        "`{}` and `{}` have no API version in common",
        old.display(),
        new.display()
    );
    let (old, new) = (old.display().to_string(), new.display().to_string());
    Ok(diff::diff(Named { name: &old, api: &before }, Named { name: &new, api: &after }))
}

/// A `.json` or `.gz` file is a model, everything else are docs.
fn read(path: &Path, versions: &[Version]) -> anyhow::Result<Api> {
    let is_model = path.is_file()
        && path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("json") || ending.eq_ignore_ascii_case("gz"));
    let mut api =
        if is_model { graphdocs_generator::read_model(path)? } else { graphdocs_generator::read(path)?.api };
    if !versions.is_empty() {
        api.versions.retain(|api| versions.contains(&api.version));
    }
    Ok(api)
}

/// Says which versions are left out because the other side lacks them.
fn only_one_side(this: &Api, other: &Api) {
    for api in &this.versions {
        if other.version(api.version).is_none() {
            words::say(format_args!("warning: only one side has {}: it is not compared", api.version));
        }
    }
}

fn class(text: &str) -> Result<Class, String> {
    Class::parse(text)
        .ok_or_else(|| "expected `breaking`, `permissions`, `additive` or `editorial`".to_owned())
}
