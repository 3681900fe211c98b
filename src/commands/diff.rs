//! `graphdocs diff`: what changed between two docs trees, model files or revisions of a docs checkout.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::Context;
use clap::{Args, ValueEnum};
use graphdocs_generator::diff::{self, Class, Named, Report, changelog, markdown, text};
use graphdocs_generator::ir::{Api, ApiVersion, Scheme, Version};
use graphdocs_generator::select::Selection;
use graphdocs_generator::sink;

use super::input::{keep_versions, version};
use super::output::{self, Output};
use super::progress::Progress;
use super::verdict::Verdict;
use super::words;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The older docs: a checkout, a folder of pages, or a model file that `graphdocs ir` wrote
    #[arg(value_name = "OLD", required_unless_present_any = ["schema", "docs_git"])]
    old: Option<PathBuf>,
    /// The newer docs
    #[arg(value_name = "NEW", required_unless_present_any = ["schema", "docs_git"])]
    new: Option<PathBuf>,
    /// Compare two revisions of the git checkout that `--docs` names, one that is left out being `HEAD`; or one with the files there
    #[arg(long, value_name = "REV..REV|REV", value_parser = revisions, conflicts_with_all = ["old", "new"])]
    docs_git: Option<Revisions>,
    /// The docs folder of the git checkout
    #[arg(long, value_name = "DIR", default_value = "docs-input", requires = "docs_git")]
    docs: PathBuf,
    /// Only this API version [default: all that both have]
    #[arg(long, value_name = "VERSION", value_parser = version)]
    api_version: Vec<Version>,
    /// Only requests that this glob over `METHOD /path` fits, and the types that they need; or types by their dotted names
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// No request that this glob over `METHOD /path` fits
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// How the changes are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// How many changes of a kind Markdown and changelogs list
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
    /// A section of a changelog
    Changelog,
    /// Everything, for programs
    Json,
}

/// Two revisions of a checkout, or one and the files as they are.
#[derive(Clone, Debug)]
struct Revisions {
    old: String,
    new: Option<String>,
}

/// `OLD..NEW` or `OLD`, as for `git diff`; an empty side of two is `HEAD`.
fn revisions(text: &str) -> Result<Revisions, String> {
    let Some((old, new)) = text.split_once("..") else {
        return Ok(Revisions { old: text.to_owned(), new: None });
    };
    if new.starts_with('.') {
        return Err("`...` would compare with where the branches part: write `..`".to_owned());
    }
    let revision = |text: &str| if text.is_empty() { "HEAD".to_owned() } else { text.to_owned() };
    Ok(Revisions { old: revision(old), new: Some(revision(new)) })
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    if flags.schema {
        flags.output.write(&output::json(&schemars::schema_for!(Report))?)?;
        return Ok(Verdict::Fine);
    }
    let report = report(flags)?;
    let written = match flags.format {
        Format::Text => text::text(&report),
        Format::Markdown => markdown::markdown(&report, flags.limit),
        Format::Changelog => changelog::changelog(&report, flags.limit),
        Format::Json => output::json(&report)?,
    };
    if !written.is_empty() {
        flags.output.write(&written)?;
    }
    words::say(text::summary(&report));
    let failed = flags.fail_on.iter().any(|&class| report.has(class));
    Ok(if failed { Verdict::Findings } else { Verdict::Fine })
}

fn report(flags: &Flags) -> anyhow::Result<Report> {
    let (old, new) = sides(flags)?;
    let selection = Selection::new(&flags.include, &flags.exclude)?;
    let progress = Progress::new();
    progress.stage("reading both docs");
    // Part of reading is the work of one core, so that two at once are faster than one after the other.
    let (before, after) = thread::scope(|scope| {
        let before = scope.spawn(|| old.read(&flags.api_version, &progress));
        let after = new.read(&flags.api_version, &progress);
        (before.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), after)
    });
    progress.finish();
    let (mut before, mut after) = (before?, after?);
    let (old, new) = (old.name(), new.name());
    only_one_side(&before, &after);
    only_one_side(&after, &before);
    anyhow::ensure!(
        before.versions.iter().any(|api| after.version(api.version).is_some()),
        "`{old}` and `{new}` have no API version in common",
    );
    if !(flags.include.is_empty() && flags.exclude.is_empty()) {
        on_one_side_at_least(&selection, &before, &after)?;
        select(&selection, &mut before);
        select(&selection, &mut after);
        let named: BTreeSet<String> = named_permissions(&before).chain(named_permissions(&after)).collect();
        for api in [&mut before, &mut after] {
            api.permissions.retain(|entry| named.contains(&entry.name.to_lowercase()));
        }
    }
    let progress = Progress::new();
    progress.stage("comparing both docs");
    let report = diff::diff(Named { name: &old, api: &before }, Named { name: &new, api: &after });
    progress.finish();
    Ok(report)
}

/// Where the docs of a side are.
enum Side<'a> {
    /// A folder of docs or a model file.
    Path(&'a Path),
    /// A revision of the checkout in a folder.
    Revision(&'a Path, &'a str),
}

fn sides(flags: &Flags) -> anyhow::Result<(Side<'_>, Side<'_>)> {
    match (&flags.docs_git, &flags.old, &flags.new) {
        (Some(Revisions { old, new }), _, _) => {
            let old_side = Side::Revision(&flags.docs, old);
            let Some(new) = new else {
                return Ok((old_side, Side::Path(&flags.docs)));
            };
            if old == new {
                words::say(format_args!(
                    "warning: `{old}` is compared with itself: `--docs-git {old}` compares it with the files as they are"
                ));
            }
            Ok((old_side, Side::Revision(&flags.docs, new)))
        }
        (None, Some(old), Some(new)) => Ok((Side::Path(old), Side::Path(new))),
        _ => anyhow::bail!("two docs, or `--docs-git` with two revisions, have to be given"),
    }
}

impl Side<'_> {
    fn name(&self) -> String {
        match self {
            Self::Path(path) => sink::path(path),
            Self::Revision(_, revision) => (*revision).to_owned(),
        }
    }

    fn read(&self, versions: &[Version], progress: &Progress) -> anyhow::Result<Api> {
        let mut api = match self {
            Self::Revision(folder, revision) => {
                graphdocs_generator::read_revision(folder, revision, progress.watch())?.api
            }
            Self::Path(path) if is_model(path) => graphdocs_generator::read_model(path)?,
            Self::Path(path) => graphdocs_generator::read_watched(path, progress.watch())?.api,
        };
        keep_versions(&mut api, versions);
        Ok(api)
    }
}

/// A file that is no page is a model, compressed or not; everything else are docs.
fn is_model(path: &Path) -> bool {
    let page =
        |extension: &std::ffi::OsStr| ["md", "txt"].iter().any(|page| extension.eq_ignore_ascii_case(page));
    path.is_file() && !path.extension().is_some_and(page)
}

/// A request that is asked for by name may be new or gone, but not unknown to both sides.
fn on_one_side_at_least(selection: &Selection, old: &Api, new: &Api) -> anyhow::Result<()> {
    let known: Vec<String> = selection.missing(old).into_iter().map(|missing| missing.wanted).collect();
    let unknown = selection.missing(new).into_iter().find(|missing| known.contains(&missing.wanted));
    unknown.map_or(Ok(()), |missing| Err(anyhow::anyhow!("{missing}")).context("nothing to compare"))
}

/// Keeps the wanted requests and the types that they need.
fn select(selection: &Selection, api: &mut Api) {
    let versions: Vec<Version> = api.versions.iter().map(|api| api.version).collect();
    // Both sides name permissions: what the reference says of them is chosen later.
    let reference = std::mem::take(&mut api.permissions);
    selection.apply(api);
    api.permissions = reference;
    // A version whose wanted requests are all on the other side is still compared.
    for version in versions {
        if api.version(version).is_none() {
            api.versions.push(ApiVersion { version, operations: Vec::new(), types: Vec::new() });
        }
    }
    api.versions.sort_by_key(|api| api.version);
}

/// The permissions that the requests of a model name, in lower case: the others of the permissions reference are not asked for.
fn named_permissions(api: &Api) -> impl Iterator<Item = String> {
    let operations = api.versions.iter().flat_map(|api| &api.operations);
    operations
        .flat_map(|operation| Scheme::ALL.map(|scheme| operation.permissions.of(scheme).names()))
        .flatten()
        .map(str::to_lowercase)
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
