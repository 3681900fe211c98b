//! Code generation from the build script of an app: exactly the requests that it makes, as one file in `OUT_DIR`.

use std::collections::BTreeSet;
use std::env;
use std::panic::Location;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::error::Error;
use crate::ir::{Api, Version};
use crate::load::{self, Loaded, Part};
use crate::page::Page;
use crate::permissions::Facts;
use crate::select::{Missing, Selection};
use crate::sink;
use crate::{ReadOutput, files, read_docs};

/// More warnings than this are counted, not shown.
const MOST_WARNINGS: usize = 20;

/// A warning longer than this is cut.
const LONGEST_LINE: usize = 300;

/// Generates a client of chosen requests in a build script.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     graphdocs_generator::Builder::new()
///         .docs("docs")
///         .api_version(graphdocs_generator::ir::Version::V1)
///         .includes(["GET /me/messages", "POST /me/sendMail"])
///         .generate()?;
///     Ok(())
/// }
/// ```
///
/// The app needs the crates `msgraph-core` and `serde`, and takes the file in with
///
/// ```text
/// mod msgraph {
///     include!(concat!(env!("OUT_DIR"), "/msgraph.rs"));
/// }
/// ```
///
/// Cargo runs the build script again when a page changes that the chosen requests come from. When requests are chosen with wildcards
/// it also does so when any file of the folders of pages changes, because a new page can add a request.
///
/// Build scripts are compiled without optimisation unless the app's `Cargo.toml` says otherwise. This makes generation several times
/// as quick:
///
/// ```toml
/// [profile.dev.build-override]
/// opt-level = 2
/// ```
///
/// An app need not carry the docs: `graphdocs ir --include 'GET /me/messages' -o graph.json.gz` writes what the chosen requests need
/// into a small file for [`model`](Builder::model).
#[derive(Clone, Debug)]
pub struct Builder {
    docs: Vec<PathBuf>,
    model: Option<PathBuf>,
    pages: Vec<String>,
    versions: Vec<Version>,
    include: Vec<String>,
    /// The place that asked for each of them.
    asked: Vec<String>,
    exclude: Vec<String>,
    out_dir: Option<PathBuf>,
    file_name: String,
    what: What,
    cargo: bool,
    warn: bool,
}

/// What is written.
#[derive(Clone, Copy, Debug)]
enum What {
    /// The client.
    Client,
    /// The facts about permissions.
    Facts,
}

/// What a run of a [`Builder`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Generated {
    /// The file.
    pub file: PathBuf,
    /// Whether its content changed. An unchanged file is left alone, with its time of change.
    pub changed: bool,
    /// How many requests it can make.
    pub operations: usize,
    /// The lines for Cargo: when to run again, and warnings about the pages.
    pub cargo: Vec<String>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            docs: Vec::new(),
            model: None,
            pages: Vec::new(),
            versions: Vec::new(),
            include: Vec::new(),
            asked: Vec::new(),
            exclude: Vec::new(),
            out_dir: None,
            file_name: "msgraph.rs".to_owned(),
            what: What::Client,
            cargo: true,
            warn: true,
        }
    }
}

impl Builder {
    /// A builder that takes every request of every version.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds docs to read: a checkout, a folder of pages, or one page. A page of an earlier folder stands for those with the same
    /// path in later ones.
    #[must_use]
    pub fn docs(mut self, root: impl Into<PathBuf>) -> Self {
        self.docs.push(root.into());
        self
    }

    /// Reads a model that `graphdocs ir` wrote, instead of docs.
    #[must_use]
    pub fn model(mut self, file: impl Into<PathBuf>) -> Self {
        self.model = Some(file.into());
        self
    }

    /// Reads only this page, by its path below the docs root, with what it includes and the pages about types that it leads to.
    /// Can be called several times. Quicker than looking through all pages of a large tree.
    ///
    /// What only pages say that nothing leads to is not read: an enum on a page about another type or about many enums is any JSON, and
    /// permissions have no description. The lines for Cargo that a run without this gives name all pages that give the same client.
    #[must_use]
    pub fn page(mut self, path: impl Into<String>) -> Self {
        self.pages.push(path.into());
        self
    }

    /// Takes this API version. Can be called several times; all versions are taken when it is not called.
    #[must_use]
    pub fn api_version(mut self, version: Version) -> Self {
        self.versions.push(version);
        self
    }

    /// Takes the requests that a glob over `METHOD /path` fits, with the types that they lead to, or the types that a glob over dotted
    /// names fits: see [`select`](crate::select). One without wildcards names a request that must exist. Can be called several times;
    /// all requests are taken when it is not called.
    #[must_use]
    #[track_caller]
    pub fn include(self, glob: impl Into<String>) -> Self {
        self.includes([glob])
    }

    /// The same for several globs.
    #[must_use]
    #[track_caller]
    pub fn includes<S: Into<String>>(mut self, globs: impl IntoIterator<Item = S>) -> Self {
        let caller = Location::caller();
        for glob in globs {
            self.include.push(glob.into());
            self.asked.push(format!("{}:{}", caller.file(), caller.line()));
        }
        self
    }

    /// Leaves out the requests that a glob over `METHOD /path` fits, or the types that a glob over dotted names fits: they are any
    /// JSON where other types name them. Can be called several times.
    #[must_use]
    pub fn exclude(mut self, glob: impl Into<String>) -> Self {
        self.exclude.push(glob.into());
        self
    }

    /// Writes to this folder. Without it the folder is that of the variable `OUT_DIR`, which Cargo sets for build scripts.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// The name of the file; `msgraph.rs` unless this is called.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = name.into();
        self
    }

    /// Writes what the chosen requests need of permissions, as the JSON that
    /// [`Facts::from_json`](crate::permissions::Facts::from_json) reads, instead of a client.
    #[must_use]
    pub fn permission_facts(mut self) -> Self {
        self.what = What::Facts;
        self
    }

    /// Whether findings about the pages of the chosen requests become warnings of Cargo. They do unless this is called.
    #[must_use]
    pub fn warn(mut self, warn: bool) -> Self {
        self.warn = warn;
        self
    }

    /// Whether the lines for Cargo are printed. They are unless this is called; [`Generated::cargo`] holds them in any case.
    #[must_use]
    pub fn print_cargo_lines(mut self, print: bool) -> Self {
        self.cargo = print;
        self
    }

    /// Reads, chooses and writes the file.
    ///
    /// # Errors
    /// When something cannot be read or written, a glob is not one, or a request that is named does not exist. In a build script the
    /// names of missing requests are also printed as errors of Cargo.
    pub fn generate(&self) -> Result<Generated, Error> {
        let folder = match &self.out_dir {
            Some(folder) => folder.clone(),
            None => env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(Error::no_output)?,
        };
        let selection = Selection::new(&self.include, &self.exclude)?;
        let input = self.read(&selection)?;
        let file = folder.join(&self.file_name);
        let bytes = match self.what {
            What::Client => emit::single(&input.api).into_bytes(),
            What::Facts => Facts::of(&input.api).to_json(),
        };
        let generated = Generated {
            changed: files::write(&file, &bytes)?,
            file,
            operations: input.api.versions.iter().map(|version| version.operations.len()).sum(),
            cargo: self.cargo_lines(&input, &selection),
        };
        if self.cargo {
            generated.cargo.iter().for_each(|line| println!("{line}"));
        }
        Ok(generated)
    }

    /// The chosen requests, and where they come from.
    fn read(&self, selection: &Selection) -> Result<Input, Error> {
        let words = selection.only_named().map(|names| names.map(words).collect::<Vec<_>>());
        let part = match &words {
            _ if !self.pages.is_empty() => Part::Pages(&self.pages),
            Some(words) => Part::Speaking { words, versions: &self.versions },
            None => Part::All,
        };
        let mut input = self.read_part(&part)?;
        if !selection.missing(&input.api).is_empty() && matches!(part, Part::Speaking { .. }) {
            input = self.read_part(&Part::All)?;
        }
        let missing = selection.missing(&input.api);
        if !missing.is_empty() {
            return Err(self.no_operation(missing));
        }
        selection.apply(&mut input.api);
        Ok(input)
    }

    fn read_part(&self, part: &Part<'_>) -> Result<Input, Error> {
        let mut input = match &self.model {
            Some(model) => Input { api: load::load_model(model)?, docs: None },
            None if self.docs.is_empty() => return Err(Error::no_input()),
            None => {
                let roots: Vec<&Path> = self.docs.iter().map(PathBuf::as_path).collect();
                let Loaded { docs, disk } = load::load_part(&roots, part)?;
                let mut outcome = read_docs(docs);
                Input { api: std::mem::take(&mut outcome.api), docs: Some((outcome, disk)) }
            }
        };
        if !self.versions.is_empty() {
            input.api.versions.retain(|api| self.versions.contains(&api.version));
        }
        Ok(input)
    }

    /// The error about requests that do not exist.
    fn no_operation(&self, mut missing: Vec<Missing>) -> Error {
        for missing in &mut missing {
            let position = self.include.iter().position(|glob| *glob == missing.wanted);
            missing.asked = position.and_then(|position| self.asked.get(position)).cloned();
        }
        if self.cargo && env::var_os("CARGO_MANIFEST_DIR").is_some() {
            missing.iter().for_each(|missing| println!("cargo::error={}", one_line(&missing.to_string())));
        }
        Error::no_operation(missing)
    }

    fn cargo_lines(&self, input: &Input, selection: &Selection) -> Vec<String> {
        let mut paths: BTreeSet<PathBuf> = self.model.iter().cloned().collect();
        let mut lines = Vec::new();
        if let Some((outcome, disk)) = &input.docs {
            let files = with_includes(input.api.sources(), &outcome.pages);
            paths.extend(files.iter().filter_map(|&file| disk.get(file as usize)).cloned());
            if selection.only_named().is_none() && self.pages.is_empty() {
                paths.extend(self.docs.iter().flat_map(|root| folders(root)));
            }
            let told = telling_files(&input.api);
            let worrying = outcome.problems.iter().filter(|problem| {
                self.warn
                    && problem.code.severity() >= Severity::Warning
                    && told.contains(&problem.span.file.0)
            });
            lines = warnings(outcome, disk, worrying);
        }
        let reruns =
            paths.iter().filter_map(|path| path.to_str()).filter(|path| !path.contains(sink::is_hidden));
        reruns.map(|path| format!("cargo::rerun-if-changed={path}")).chain(lines).collect()
    }
}

/// What the client is made of.
struct Input {
    /// The chosen requests.
    api: Api,
    /// The docs that they come from, and where their files are; none when a model was read.
    docs: Option<(ReadOutput, Vec<PathBuf>)>,
}

/// The texts that a page about a request holds: the literal parts of its path, in lower case. A page with a faulty request line may
/// lack them; when no other page documents the request, all pages are read.
fn words(name: &str) -> Vec<String> {
    let path = name.split_once(' ').map_or(name, |(_, path)| path);
    let mut words = vec![String::new()];
    let mut depth = 0_usize;
    for c in path.trim_matches('/').chars() {
        match c {
            '{' | '(' => {
                depth += 1;
                words.push(String::new());
            }
            '}' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => {
                words.last_mut().into_iter().for_each(|word| word.push(c.to_ascii_lowercase()))
            }
            _ => {}
        }
    }
    words.retain(|word| word.contains(|c: char| c.is_ascii_alphanumeric()));
    words
}

/// The files that the facts about the chosen requests come from. Other pages that speak of the same requests are left out: what is
/// wrong with them changes nothing.
fn telling_files(api: &Api) -> BTreeSet<u32> {
    let operations = api.versions.iter().flat_map(|version| &version.operations);
    operations.filter_map(|operation| operation.pages.first()).map(|page| page.place.file).collect()
}

/// The same files and what they include.
fn with_includes(mut files: BTreeSet<u32>, pages: &[Page]) -> BTreeSet<u32> {
    let chosen = |page: &&Page| files.contains(&page.file.0);
    let includes: Vec<u32> =
        pages.iter().filter(chosen).flat_map(|page| &page.includes).map(|include| include.file.0).collect();
    files.extend(includes);
    files
}

/// The folders in which a new page can appear. Cargo looks at all files below them.
fn folders(root: &Path) -> Vec<PathBuf> {
    let pages = root.join("api-reference");
    let known = Version::ALL
        .iter()
        .flat_map(|version| ["api", "resources"].map(|folder| pages.join(version.as_str()).join(folder)));
    let known: Vec<PathBuf> = known.filter(|folder| folder.is_dir()).collect();
    if known.is_empty() { vec![root.to_owned()] } else { known }
}

/// Findings as warnings of Cargo: each on a line, the first few of them.
fn warnings<'a>(
    outcome: &ReadOutput,
    disk: &[PathBuf],
    findings: impl Iterator<Item = &'a Diagnostic>,
) -> Vec<String> {
    let mut lines: Vec<String> = findings
        .map(|finding| {
            let at = outcome.docs.sources.line_column(finding.span);
            let file = disk.get(finding.span.file.0 as usize).map(|file| file.display().to_string());
            let file = file.unwrap_or_default();
            let text = format!("{file}:{}:{}: {} [{}]", at.line, at.column, finding.message, finding.code);
            format!("cargo::warning={}", one_line(&text))
        })
        .collect();
    if lines.len() > MOST_WARNINGS {
        let more = lines.len() - MOST_WARNINGS;
        lines.truncate(MOST_WARNINGS);
        lines.push(format!("cargo::warning={more} more findings on these pages: see `graphdocs lint`"));
    }
    lines
}

/// A text for a line of Cargo, cut when it is long.
fn one_line(text: &str) -> String {
    let mut line = sink::line(text).into_owned();
    if let Some((end, _)) = line.char_indices().nth(LONGEST_LINE) {
        line.truncate(end);
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_requests() {
        assert_eq!(words("GET /users/{id | name}/Messages/$count"), ["users/", "/messages/$count"]);
        assert_eq!(words("/reports/getX(period='{period}')/root:/{path}:"), ["reports/getx", "/root:/"]);
    }

    #[test]
    fn a_page_cannot_end_a_line() {
        assert_eq!(one_line("a\ncargo::rustc-flags=x\r\u{1b}[0m"), "a\\ncargo::rustc-flags=x\\r\\u{1b}[0m");
        assert_eq!(one_line(&"x".repeat(1000)).chars().count(), LONGEST_LINE + 1);
    }
}
