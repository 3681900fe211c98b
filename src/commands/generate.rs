//! `graphdocs generate`: the client crate.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use graphdocs_generator::emit::{self, Options};
use graphdocs_generator::select::Selection;
use graphdocs_generator::write::{self, Changes};

use super::progress::Progress;
use super::{Docs, Verdict};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    docs: Docs,
    /// The folder of the crate
    #[arg(long, value_name = "DIR", default_value = "generated")]
    out: PathBuf,
    /// The name of the crate
    #[arg(long, value_name = "NAME", default_value = "msgraph")]
    crate_name: String,
    /// Where msgraph-core is, seen from the crate's folder [default: `../runtime` for the folder `generated`, else the registry]
    #[arg(long, value_name = "DIR")]
    runtime: Option<String>,
    /// Only requests that this glob over `METHOD /path` fits
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// No request that this glob over `METHOD /path` fits
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Write nothing; exit with 1 when the folder holds anything else than what would be written
    #[arg(long)]
    check: bool,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let mut stages = Stages::new(flags.timings);
    let selection = Selection::new(&flags.include, &flags.exclude)?;
    let mut outcome = stages.time("reading the docs", || flags.docs.read())?;
    selection.apply(&mut outcome.api);
    let options = Options { crate_name: flags.crate_name.clone(), runtime: flags.runtime() };
    let files = stages.time("emitting the crate", || Ok(emit::emit(&outcome.api, &options)))?;
    let operations: usize = outcome.api.versions.iter().map(|version| version.operations.len()).sum();
    let changes = stages.time("writing the files", || {
        Ok(if flags.check { write::check(&files, &flags.out)? } else { write::write(&files, &flags.out)? })
    })?;
    stages.finish();
    eprintln!("{}", outcome.summary());
    if flags.check {
        return Ok(report_drift(flags, &changes));
    }
    eprintln!(
        "{}: {operations} operations in {} files: {} added, {} changed, {} removed, {} unchanged",
        flags.out.display(),
        files.len(),
        changes.added.len(),
        changes.changed.len(),
        changes.removed.len(),
        changes.unchanged
    );
    Ok(Verdict::Fine)
}

impl Flags {
    fn runtime(&self) -> Option<String> {
        let beside = (self.out.as_os_str() == "generated").then(|| "../runtime".to_owned());
        self.runtime.clone().or(beside)
    }
}

fn report_drift(flags: &Flags, changes: &Changes) -> Verdict {
    if changes.is_empty() {
        eprintln!("{}: up to date", flags.out.display());
        return Verdict::Fine;
    }
    for (sign, paths) in
        [("missing", &changes.added), ("differs", &changes.changed), ("stale", &changes.removed)]
    {
        for path in paths {
            println!("{sign}: {}", flags.out.join(path).display());
        }
    }
    eprintln!("{}: not what the docs give; run `graphdocs generate`", flags.out.display());
    Verdict::Findings
}

/// The stages of a run: shown while they last on a terminal, with their times when asked for.
struct Stages {
    progress: Progress,
    times: Option<Vec<(&'static str, Duration)>>,
}

impl Stages {
    fn new(timings: bool) -> Self {
        Self { progress: Progress::new(), times: timings.then(Vec::new) }
    }

    fn time<T>(
        &mut self,
        stage: &'static str,
        work: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        self.progress.stage(stage);
        let start = Instant::now();
        let outcome = work();
        if let Some(times) = &mut self.times {
            times.push((stage, start.elapsed()));
        }
        outcome
    }

    fn finish(self) {
        self.progress.finish();
        for (stage, time) in self.times.unwrap_or_default() {
            eprintln!("{:>9.1} ms  {stage}", time.as_secs_f64() * 1e3);
        }
    }
}
