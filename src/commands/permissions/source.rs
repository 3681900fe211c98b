//! Where the facts come from.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use graphdocs_generator::git;
use graphdocs_generator::ir::Version;
use graphdocs_generator::permissions::Facts;
use graphdocs_generator::sink;

use super::envelope::FactsUsed;
pub(super) use super::found::{Approximation, Found, Unknown};
pub(super) use super::index::{Index, Match};
use crate::commands::words;

/// The facts of `docs-input`.
const EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/facts.json"));

/// Which docs answer.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// A checkout of the docs, a folder of pages, or one page [default: facts that are built in]
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// A model that `graphdocs ir` wrote, instead of docs
    #[arg(long, value_name = "FILE", conflicts_with = "docs")]
    ir: Option<PathBuf>,
    /// Only this API version [default: all found]
    #[arg(long, value_name = "VERSION", value_parser = crate::commands::input::version)]
    api_version: Vec<Version>,
}

impl Source {
    /// The facts, and which they are.
    pub(super) fn read(&self) -> anyhow::Result<(Facts, FactsUsed)> {
        let (mut facts, source) = match (&self.docs, &self.ir) {
            (Some(docs), _) => (Facts::of(&graphdocs_generator::read(docs)?.api), sink::path(docs)),
            (None, Some(model)) => (Facts::of(&graphdocs_generator::read_model(model)?), sink::path(model)),
            (None, None) => {
                (embedded()?, concat!("built into graphdocs ", env!("CARGO_PKG_VERSION")).to_owned())
            }
        };
        if !self.api_version.is_empty() {
            facts.operations.retain(|fact| self.api_version.contains(&fact.version));
        }
        let revision = self.docs.as_deref().and_then(git::revision_of);
        let used = FactsUsed::new(source, revision, &facts);
        Ok((facts, used))
    }

    /// Says how much the facts know, when they know nothing of some requests.
    pub(super) fn explain_unknown(&self, facts: &Facts) {
        let known = facts.operations.len();
        words::say(if self.docs.is_some() || self.ir.is_some() {
            format!("these docs know {known} requests")
        } else {
            format!(
                "the facts that are built in are a selection of {known} requests; `--docs CHECKOUT` or `--ir FILE` asks others"
            )
        });
    }
}

/// The facts that are built in.
pub(super) fn embedded() -> anyhow::Result<Facts> {
    Facts::from_json(EMBEDDED).context("the built-in facts")
}
