//! `graphdocs dump`: what a stage made of one page or request, for people who look for the place where a fact got lost.

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use graphdocs_generator::diagnostic::Problems;
use graphdocs_generator::emit::{self, Options};
use graphdocs_generator::select::Selection;
use graphdocs_generator::{ReadOutput, markdown};

use super::input::Docs;
use super::output::{self, Output};
use super::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    docs: Docs,
    #[command(subcommand)]
    stage: Stage,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Subcommand)]
enum Stage {
    /// The blocks of a file, as Markdown gives them
    Blocks {
        /// The end of the file's path: `user-get.md`
        file: String,
    },
    /// What a page says
    Page {
        /// The end of the file's path: `user-get.md`
        file: String,
    },
    /// The settled operations that a glob over `METHOD /path` fits, as JSON
    Ir {
        /// `GET /users/*`
        glob: String,
    },
    /// The emitted code for them
    Code {
        /// `GET /users/*`
        glob: String,
    },
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let outcome = flags.docs.read()?;
    let text = match &flags.stage {
        Stage::Blocks { file } => blocks(&outcome, file)?,
        Stage::Page { file } => {
            let page =
                outcome.pages.iter().find(|page| path_of(&outcome, page.file).ends_with(file.as_str()));
            format!("{:#?}", page.with_context(|| format!("no page ends with `{file}`"))?)
        }
        Stage::Ir { glob } => {
            let api = selected(outcome, glob)?;
            let versions = api.versions.iter();
            let operations: Vec<_> = versions
                .flat_map(|version| version.operations.iter().map(|one| version.named(one)))
                .collect();
            output::json(&operations)?
        }
        Stage::Code { glob } => {
            let files = emit::emit(&selected(outcome, glob)?, &Options::default());
            files.iter().map(|(path, text)| format!("// ---- {path}\n{text}\n")).collect()
        }
    };
    flags.output.write(&text)?;
    Ok(Verdict::Fine)
}

fn path_of(outcome: &ReadOutput, file: graphdocs_generator::source::FileId) -> &str {
    &outcome.docs.sources.file(file).path
}

fn blocks(outcome: &ReadOutput, file: &str) -> anyhow::Result<String> {
    let source = outcome.docs.sources.files().iter().find(|source| source.path.ends_with(file));
    let source = source.with_context(|| format!("no file ends with `{file}`"))?;
    Ok(format!("{:#?}", markdown::parse(source, &mut Problems::default())))
}

/// The part of the model that a glob takes.
fn selected(outcome: ReadOutput, glob: &str) -> anyhow::Result<graphdocs_generator::ir::Api> {
    let mut api = outcome.api;
    Selection::new(&[glob], &[])?.apply(&mut api);
    if api.versions.is_empty() {
        bail!("no request fits `{glob}`");
    }
    Ok(api)
}
