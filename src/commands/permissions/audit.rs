//! `graphdocs permissions audit`: the calls that a compiled program can make.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use clap::Args;
use graphdocs_generator::files;
use graphdocs_generator::permissions::audit;
use graphdocs_generator::permissions::{Call, Facts, Seen};
use graphdocs_generator::sink;
use object::{FileKind, Object, ObjectKind};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::form::Form;
use super::left_open;
use super::review::{Grants, Report};
use super::source::{Found, Source, Unknown};
use super::terms::Terms;
use super::{least, text};
use crate::commands::output::Output;
use crate::commands::verdict::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// Executables, or Cargo packages whose executables are built first
    #[arg(required = true, value_name = "BINARY|CRATE")]
    programs: Vec<PathBuf>,
    /// Build packages with optimisations
    #[arg(long)]
    release: bool,
    /// Build packages with these features
    #[arg(long, value_name = "FEATURES")]
    features: Option<String>,
    #[command(flatten)]
    grants: Grants,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    terms: Terms,
    /// How the answer is written; Markdown and SARIF need `--granted`
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    output: Output,
}

/// The answer of `--format json` without `--granted`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer<'f> {
    /// The files that were searched.
    programs: Vec<String>,
    /// The calls that they can make.
    calls: Vec<CallOf<'f>>,
    /// What these calls need.
    #[serde(flatten)]
    least: least::Answer,
}

/// A call that a program can make.
#[derive(Debug, Serialize, JsonSchema)]
struct CallOf<'f> {
    version: &'f str,
    method: &'f str,
    path: &'f str,
    /// The files that can make it.
    programs: Vec<&'f str>,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let (facts, used) = flags.source.read()?;
    let mut programs = Vec::new();
    for program in &flags.programs {
        match manifest(program) {
            Some(manifest) => programs.extend(build(&manifest, flags)?),
            None => programs.push(program.clone()),
        }
    }
    let mut found = Found::default();
    for program in &programs {
        search(&facts, program, &mut found)?;
    }
    found.calls.sort_by_key(|call| call.operation);
    if flags.grants.is_given() {
        let answer = flags.grants.review(&facts, found, &flags.terms)?;
        return answer.write(flags.format, &flags.output, &used, &flags.terms);
    }
    let programs: Vec<String> = programs.iter().map(sink::path).collect();
    let calls = found.calls.clone();
    let answer = Answer {
        calls: calls.iter().map(|call| call_of(&facts, call)).collect(),
        least: least::answer(&facts, found, &flags.terms),
        programs,
    };
    let output = match flags.format {
        Form::Text => {
            used.say();
            lines(&answer)
        }
        Form::Json => used.json(&answer)?,
        Form::Markdown | Form::Sarif => {
            bail!("this format is for reviews: give what was granted with `--granted FILE`")
        }
    };
    flags.output.write(&output)?;
    Ok(left_open::verdict(&answer.least.rest.left_open, &flags.terms))
}

/// Whether bytes are an executable, an object or a library of these.
pub(super) fn is_program(bytes: &[u8]) -> bool {
    FileKind::parse(bytes).is_ok()
}

/// Adds the calls that a program can make.
pub(super) fn search(facts: &Facts, program: &Path, found: &mut Found) -> anyhow::Result<()> {
    let bytes = files::read(program)?;
    let audit = audit::audit(&bytes, facts);
    let file = sink::path(program);
    if is_unlinked(&bytes) {
        found.unlinked.push(file.clone());
    }
    if audit.makes_raw_requests {
        found.raw.push(file.clone());
        found.literals.extend(audit.literals);
    } else if audit.operations.is_empty() && audit.unknown.is_empty() {
        found.skipped.push(format!("`{file}` holds no marker: it makes no generated call, or it is packed"));
    }
    for operation in audit.operations {
        let seen = Seen { file: file.clone(), line: None, request: facts.operations[operation].to_string() };
        match found.calls.iter_mut().find(|call| call.operation == operation) {
            Some(call) => call.seen.push(seen),
            None => found.calls.push(Call { seen: vec![seen], ..Call::new(operation) }),
        }
    }
    found.unknown.extend(audit.unknown.into_iter().map(|request| {
        let seen = Seen { file: file.clone(), line: None, request };
        Unknown::new(seen, "the program was built from other docs")
    }));
    Ok(())
}

/// Whether a linker has still to throw out what nothing reaches: libraries of objects, and objects.
fn is_unlinked(bytes: &[u8]) -> bool {
    match FileKind::parse(bytes) {
        Ok(FileKind::Archive) => true,
        Ok(_) => object::File::parse(bytes).is_ok_and(|file| file.kind() == ObjectKind::Relocatable),
        Err(_) => false,
    }
}

fn call_of<'f>(facts: &'f Facts, call: &'f Call) -> CallOf<'f> {
    let fact = &facts.operations[call.operation];
    CallOf {
        version: fact.version.as_str(),
        method: fact.method.as_str(),
        path: &fact.path,
        programs: call.seen.iter().map(|seen| seen.file.as_str()).collect(),
    }
}

fn lines(answer: &Answer<'_>) -> String {
    let mut lines = format!(
        "{} in {}\n",
        text::count(answer.calls.len(), "call"),
        sink::line(&text::some_of(&answer.programs, 3))
    );
    for call in &answer.calls {
        lines += &format!("  {} {} {}\n", call.version, call.method, call.path);
    }
    for least in &answer.least.schemes {
        lines += &format!("\n{}", least::scheme_lines(least));
    }
    lines + &answer.least.rest.lines()
}

/// The manifest of a Cargo package, when the path is one or its folder.
fn manifest(path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        let manifest = path.join("Cargo.toml");
        return manifest.is_file().then_some(manifest);
    }
    (path.file_name()? == "Cargo.toml").then(|| path.to_owned())
}

/// Builds a package and gives back its executables.
fn build(manifest: &Path, flags: &Flags) -> anyhow::Result<Vec<PathBuf>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--message-format=json-render-diagnostics", "--manifest-path"]).arg(manifest);
    if flags.release {
        command.arg("--release");
    }
    if let Some(features) = &flags.features {
        command.args(["--features", features]);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot run cargo")?;
    let mut programs = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(&line?) else { continue };
            if let Some(program) = message.get("executable").and_then(Value::as_str) {
                programs.push(PathBuf::from(program));
            }
        }
    }
    let status = child.wait().context("cannot wait for cargo")?;
    if !status.success() {
        bail!("`{}` does not build", sink::path(manifest));
    }
    if programs.is_empty() {
        bail!("`{}` has no executable", sink::path(manifest));
    }
    programs.sort();
    programs.dedup();
    Ok(programs)
}
