//! The flags of `graphdocs lint`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use graphdocs_generator::diagnostic::Severity;
use graphdocs_generator::lint::Deny;

use crate::commands::input::Docs;
use crate::commands::output::Output;
use crate::commands::words;

#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Flags {
    #[command(flatten)]
    pub(super) docs: Docs,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Leave out findings that matter less
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Least::Note)]
    pub(super) severity: Least,
    /// Fail on findings of at least this severity [default: as the configuration says, or `warning`]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) deny: Option<DenyFlag>,
    /// The configuration [default: the next `graphdocs.toml` in or above the docs, else in or above the working directory]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Do not count the findings that this file knows [default: as the configuration says]
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write the findings of this run to the baseline
    #[arg(long, conflicts_with = "changed_since")]
    pub(super) write_baseline: bool,
    /// Only findings on files that differ from this git revision
    #[arg(long, value_name = "REVISION")]
    pub(super) changed_since: Option<String>,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    /// With the source under each finding
    Text,
    /// `path:line:column: severity[code]: message`
    Lines,
    /// A list of objects
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations for GitHub Actions
    Github,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Least {
    Note,
    Warning,
    Error,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum DenyFlag {
    Note,
    Warning,
    Error,
    Never,
}

impl Flags {
    /// Whether findings are shown in colours. The renderer makes the text of pages safe before it colours it.
    pub(super) fn has_color(&self) -> bool {
        matches!(self.format, Format::Text) && self.output.is_standard() && words::has_color()
    }
}

const HELP: &str = "\
Findings that are known and accepted need not count. On a page, for the section that the comment stands in, or for the whole page when it
stands above the first section:

  <!-- graphdocs-ignore CODE, CODE: reason -->

In the configuration, `graphdocs.toml`:

  [lint]
  deny = \"error\"                     # fail on: note, warning, error, never
  baseline = \"lint-baseline.json\"    # beside the configuration or below, unless `--config` names it

  [lint.severity]
  concept-page = \"off\"               # off, note, warning, error

  [[lint.ignore]]
  code = \"order-conflict\"
  path = \"api-reference/beta/**\"     # a glob over paths below the docs
  reason = \"the tables follow the portal\"

Suppressions without effect are findings themselves. `graphdocs explain` lists the codes.

Exit codes: 0 nothing to deny, 1 findings to deny, 2 could not run.";

impl From<Least> for Severity {
    fn from(least: Least) -> Self {
        match least {
            Least::Note => Self::Note,
            Least::Warning => Self::Warning,
            Least::Error => Self::Error,
        }
    }
}

impl From<DenyFlag> for Deny {
    fn from(deny: DenyFlag) -> Self {
        match deny {
            DenyFlag::Note => Self::Note,
            DenyFlag::Warning => Self::Warning,
            DenyFlag::Error => Self::Error,
            DenyFlag::Never => Self::Never,
        }
    }
}
