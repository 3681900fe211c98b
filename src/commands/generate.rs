//! `graphdocs generate`: the client crate.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::Args;
use graphdocs_generator::emit;
use graphdocs_generator::git;
use graphdocs_generator::ir::Api;
use graphdocs_generator::lock::{self, Lock, Options};
use graphdocs_generator::select::Selection;
use graphdocs_generator::sink;
use graphdocs_generator::write::{self, Change, Changes};

use super::input::{Input, keep_versions, no_missing};
use super::progress::Progress;
use super::verdict::Verdict;
use super::{output, words};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    input: Input,
    /// The folder of the crate
    #[arg(long, value_name = "DIR", default_value = "generated")]
    out: PathBuf,
    /// The name of the crate
    #[arg(long, value_name = "NAME", default_value = "msgraph")]
    crate_name: String,
    /// Where msgraph-core is, seen from the crate's folder [default: `../runtime` for the folder `generated`, else the registry]
    #[arg(long, value_name = "DIR")]
    runtime: Option<String>,
    /// Only what this glob over `METHOD /path` or dotted type names fits, and the types that it needs
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Nothing that this glob over `METHOD /path` or dotted type names fits
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Take the options of the crate's `graphdocs.lock`, and fail when the docs or what they give are not those of the lock
    #[arg(long, conflicts_with_all = ["crate_name", "runtime", "include", "exclude", "api_version"])]
    locked: bool,
    /// Write nothing; exit with 1 when the folder holds anything else than what would be written
    #[arg(long)]
    check: bool,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let mut stages = Stages::new(flags.timings || words::is_verbose());
    let locked = if flags.locked { Some(flags.lock()?) } else { None };
    let options = locked.as_ref().map_or_else(|| flags.options(), |lock| lock.options.clone());
    let selection = Selection::new(&options.include, &options.exclude)?;
    let (mut api, summary) = stages.time("reading the docs", |progress| flags.input.read_summed(progress))?;
    keep_versions(&mut api, &options.api_versions);
    no_missing(&selection, &api)?;
    selection.apply(&mut api);
    if let Some(locked) = &locked {
        flags.ensure_docs_of(locked, &api)?;
    }
    let mut files = stages.time("emitting the crate", |_| Ok(emit::emit(&api, &options.emit())))?;
    let mut lock = Lock::new(&api, options, &files);
    if let Some(locked) = &locked {
        flags.ensure_output_of(locked, &lock)?;
    }
    lock.docs.revision = flags.revision(&lock);
    files.insert(lock::FILE.to_owned(), lock.text());
    let changes = stages.time("writing the files", |_| {
        Ok(if flags.check { write::check(&files, &flags.out)? } else { write::write(&files, &flags.out)? })
    })?;
    stages.finish();
    if let Some(summary) = summary {
        words::say(summary);
    }
    if flags.check {
        return flags.report_drift(&changes);
    }
    let operations: usize = api.versions.iter().map(|version| version.operations.len()).sum();
    let written = count(&changes);
    words::say(format_args!(
        "{}: {operations} operations in {} files: {written}, {} unchanged",
        sink::path(&flags.out),
        files.len(),
        changes.unchanged
    ));
    if !changes.foreign.is_empty() {
        words::say(format_args!(
            "{}: left alone: {}",
            sink::path(&flags.out),
            sink::line(&changes.foreign.join(", "))
        ));
    }
    if words::is_verbose() {
        flags.list(&changes).iter().for_each(output::print_words);
    }
    Ok(Verdict::Fine)
}

impl Flags {
    fn options(&self) -> Options {
        let beside = (self.out.as_os_str() == "generated").then(|| "../runtime".to_owned());
        Options {
            crate_name: self.crate_name.clone(),
            runtime: self.runtime.clone().or(beside),
            api_versions: self.input.docs.api_version.clone(),
            include: self.include.clone(),
            exclude: self.exclude.clone(),
        }
    }

    fn lock(&self) -> anyhow::Result<Lock> {
        Lock::read(&self.out)?.with_context(|| {
            format!(
                "`{}` has no `{}`: run `graphdocs generate` once without `--locked`",
                sink::path(&self.out),
                lock::FILE
            )
        })
    }

    fn ensure_docs_of(&self, locked: &Lock, api: &Api) -> anyhow::Result<()> {
        let (found, wanted) = (lock::docs_of(api), &locked.docs.files);
        let revision = locked.docs.revision.as_deref().unwrap_or("unknown");
        ensure!(
            found == *wanted,
            "the docs are not those of `{}`: {} files with the digest {}, where the lock has {} with {} (revision {revision})",
            sink::path(self.out.join(lock::FILE)),
            found.files,
            found.digest,
            wanted.files,
            wanted.digest,
        );
        Ok(())
    }

    fn ensure_output_of(&self, locked: &Lock, lock: &Lock) -> anyhow::Result<()> {
        ensure!(
            locked.generator == lock.generator && locked.output == lock.output,
            "this version of graphdocs makes other files of the same docs than that of `{}`: run `graphdocs generate` without `--locked`",
            sink::path(self.out.join(lock::FILE)),
        );
        Ok(())
    }

    /// The revision to write into a lock: the one that is written there for as long as nothing else changes, because the same docs can
    /// stand in many revisions.
    fn revision(&self, lock: &Lock) -> Option<String> {
        match Lock::read(&self.out) {
            Ok(Some(old)) if old.is_like(lock) => old.docs.revision,
            _ if self.check || self.input.ir.is_some() => None,
            _ => git::revision_of(&self.input.docs.docs).map(|revision| revision.commit),
        }
    }

    fn report_drift(&self, changes: &Changes) -> anyhow::Result<Verdict> {
        let out = sink::path(&self.out);
        if changes.is_empty() {
            words::say(format_args!("{out}: up to date"));
            return Ok(Verdict::Fine);
        }
        output::print(&format!("{}\n", self.list(changes).join("\n")))?;
        words::say(format_args!("{out}: not what the docs give: {} by `graphdocs generate`", count(changes)));
        Ok(Verdict::Findings)
    }

    /// What differs, a few lines for each file.
    fn list(&self, changes: &Changes) -> Vec<String> {
        let mut lines: Vec<String> =
            changes.changed.iter().flat_map(|change| changed_lines(&self.out, change)).collect();
        for (sign, paths) in [("added", &changes.added), ("removed", &changes.removed)] {
            lines.extend(paths.iter().map(|path| format!("{sign}: {}", sink::path(self.out.join(path)))));
        }
        lines
    }
}

fn count(changes: &Changes) -> String {
    let Changes { added, changed, removed, .. } = changes;
    format!("{} added, {} changed, {} removed", added.len(), changed.len(), removed.len())
}

/// The file, and the first line that differs.
fn changed_lines(out: &Path, change: &Change) -> Vec<String> {
    let path = out.join(&change.path);
    let Some(first) = &change.first else {
        return vec![format!("changed: {} (only the digest of its pages)", sink::path(path))];
    };
    let shown = |sign: char, line: &Option<String>| {
        let line: String = line.as_ref()?.chars().take(LONGEST_LINE).collect();
        Some(format!("  {sign} {}", sink::line(&line)))
    };
    let head = format!("changed: {}:{}", sink::path(path), first.line);
    [Some(head), shown('-', &first.before), shown('+', &first.after)].into_iter().flatten().collect()
}

/// A line that differs is shown up to here.
const LONGEST_LINE: usize = 120;

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
        work: impl FnOnce(&Progress) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        self.progress.stage(stage);
        let start = Instant::now();
        let outcome = work(&self.progress);
        if let Some(times) = &mut self.times {
            times.push((stage, start.elapsed()));
        }
        outcome
    }

    fn finish(self) {
        self.progress.finish();
        for (stage, time) in self.times.unwrap_or_default() {
            output::print_words(format_args!("{:>9.1} ms  {stage}", time.as_secs_f64() * 1e3));
        }
    }
}
