//! What each kind of input is fed to: as much of the generator as it can reach.

use std::path::PathBuf;

use anyhow::Result;
use graphdocs_generator::diff::{self, Named};
use graphdocs_generator::ir::Api;
use graphdocs_generator::lint::{Baseline, Config, Report};
use graphdocs_generator::load::Docs;
use graphdocs_generator::permissions::granted::{self, Context, Ids, Principals};
use graphdocs_generator::permissions::{Caller, Facts, audit, ignore, uses};
use graphdocs_generator::select::Selection;
use graphdocs_generator::source::SourceMap;
use graphdocs_generator::{ReadOutput, emit, export, read_docs, read_model, render, vectors};
use tempfile::TempDir;

use crate::{Case, Seeds, Target, files};

/// Runs cases.
#[derive(Debug)]
pub struct Targets {
    /// What changed docs and models are compared with.
    base: Api,
    facts: Facts,
    /// Where models stand that are read from a file.
    folder: TempDir,
}

/// Files of the model that others are compared with.
const FILES_OF_THE_BASE: usize = 40;

impl Targets {
    /// Prepares what the targets need beside an input.
    ///
    /// # Errors
    /// When there is no temporary folder.
    pub fn new(seeds: &Seeds) -> Result<Self> {
        let base = read(seeds.texts().take(FILES_OF_THE_BASE).collect()).api;
        let facts = Facts::of(&base);
        Ok(Self { base, facts, folder: tempfile::tempdir()? })
    }

    /// Feeds a case to what reads it. What it says of the input is of no interest here.
    ///
    /// # Panics
    /// When the generator does.
    ///
    /// # Errors
    /// When the temporary folder cannot be written.
    pub fn run(&self, case: &Case) -> Result<()> {
        let text = String::from_utf8_lossy(&case.input);
        match case.target {
            Target::Docs => self.docs(&text),
            Target::Model => self.model(&case.input)?,
            Target::Uses => drop(uses::read(&case.input[..], &mut |used| drop(used.shown()))),
            Target::Grants => {
                let mut principals = Principals::default();
                principals.add(&text);
                let context = Context {
                    caller: Caller::Delegated,
                    ids: &Ids::of(&self.facts.catalogue),
                    catalogue: &self.facts.catalogue,
                    principals: &principals,
                    now: 0,
                };
                drop(granted::read(&text, context));
            }
            Target::Config => drop(Config::read(&mut SourceMap::default(), "graphdocs.toml", &text)),
            Target::Baseline => drop(Baseline::read(&text).map(|baseline| baseline.write())),
            Target::Accepted => drop(ignore::read(&text)),
            Target::Program => drop(audit::audit(&case.input, &self.facts)),
        }
        Ok(())
    }

    fn docs(&self, text: &str) {
        let outcome = read(files(text));
        let summary = outcome.summary().to_string();
        let report = Report::new(&outcome.docs, &outcome.problems, &Config::default(), None);
        let baseline = Baseline::of(&report, &outcome.docs.sources);
        let known = Report::new(&outcome.docs, &outcome.problems, &Config::default(), Some(&baseline));
        for finding in report.findings.iter().take(200) {
            render::text(&finding.problem, finding.severity, &outcome.docs.sources, false);
        }
        let options = vectors::Options {
            client: "../client".to_owned(),
            harness: "../harness".to_owned(),
            sample: None,
        };
        let program = vectors::emit(&outcome, &options);
        self.api(&outcome.api);
        drop((summary, known, program));
    }

    fn model(&self, text: &[u8]) -> Result<()> {
        let file: PathBuf = self.folder.path().join("model.json");
        std::fs::write(&file, text)?;
        if let Ok(api) = read_model(&file) {
            self.api(&api);
        }
        Ok(())
    }

    /// What is made from a model: the crate in both of its forms, the exports, the differences from another model.
    fn api(&self, api: &Api) {
        emit::emit(api, &emit::Options::default());
        emit::single(api);
        let facts = Facts::of(api);
        export::permission_tables::csv_by_operation(&facts);
        export::permission_tables::markdown_by_permission(&facts);
        export::permission_document::document(&facts);
        for version in &api.versions {
            export::openapi::document(version);
            export::permissions::kibali(version, &api.permissions);
        }
        let (old, new) = (Named { name: "old", api: &self.base }, Named { name: "new", api });
        for report in [diff::diff(old, new), diff::diff(new, old), diff::diff(new, new)] {
            diff::markdown::markdown(&report, 60_000);
            diff::changelog::changelog(&report, 60_000);
        }
        if let Ok(selection) = Selection::new(&["GET /**", "microsoft.graph.*"], &["* /me"]) {
            selection.missing(api);
            selection.apply(&mut api.clone());
        }
    }
}

/// Reads docs that are in memory.
pub(crate) fn read(mut files: Vec<(&str, &str)>) -> ReadOutput {
    files.sort_unstable();
    files.dedup_by_key(|(path, _)| *path);
    read_docs(Docs::from_texts(files))
}

pub(crate) fn json(api: &Api) -> String {
    serde_json::to_string(api).expect("a model is plain data")
}
