//! `graphdocs lint`: what on the pages could not be understood, and where.

use clap::{Args, ValueEnum};
use graphdocs_generator::Outcome;
use graphdocs_generator::diagnostic::{Code, Severity};
use graphdocs_generator::render::{self, Finding};

use super::output::Output;
use super::{Docs, Verdict, words};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    docs: Docs,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Leave out findings that matter less
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Least::Note)]
    severity: Least,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// With the source under each finding
    Text,
    /// `path:line:column: severity[code]: message`
    Lines,
    /// A list of objects
    Json,
    /// Annotations for GitHub Actions
    Github,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Least {
    Note,
    Warning,
    Error,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    let outcome = flags.docs.read()?;
    let least = match flags.severity {
        Least::Note => Severity::Note,
        Least::Warning => Severity::Warning,
        Least::Error => Severity::Error,
    };
    flags.output.write(&show(flags, &outcome, least)?)?;
    words::say(outcome.summary());
    let findings = outcome.problems.count(Severity::Warning.max(least));
    Ok(if findings > 0 { Verdict::Findings } else { Verdict::Fine })
}

fn show(flags: &Flags, outcome: &Outcome, least: Severity) -> anyhow::Result<String> {
    let sources = &outcome.docs.sources;
    let problems = outcome.problems.iter().filter(|problem| problem.code.severity() >= least);
    let findings = problems.clone().map(|problem| Finding::new(problem, sources));
    Ok(match flags.format {
        Format::Text => {
            let color = flags.output.is_standard() && words::has_color();
            problems.map(|problem| render::text(problem, sources, color)).collect()
        }
        Format::Lines => findings.map(|f| line(&f)).collect(),
        Format::Json => serde_json::to_string_pretty(&findings.collect::<Vec<_>>())?,
        Format::Github => findings.map(|f| annotation(&f)).collect(),
    })
}

fn line(finding: &Finding<'_>) -> String {
    let Finding { code, severity, message, file, line, column, .. } = finding;
    format!("{file}:{line}:{column}: {severity}[{code}]: {message}\n")
}

/// A workflow command; what ends one or its properties is escaped.
fn annotation(finding: &Finding<'_>) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let Finding { code, message, file, line, column, .. } = finding;
    let (file, code, message) = (property(file), property(code), data(message));
    format!("::{kind} file={file},line={line},col={column},title={code}::{message}\n")
}

#[derive(Debug, Args)]
pub(crate) struct ExplainFlags {
    /// The name of the code, as findings show it
    code: String,
}

/// `graphdocs explain CODE`: what a finding means, and the cure.
pub(crate) fn explain(flags: &ExplainFlags) -> anyhow::Result<Verdict> {
    let code = Code::ALL.iter().find(|code| code.name() == flags.code);
    let Some(code) = code else {
        let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        anyhow::bail!("there is no code `{}`; the codes are {}", flags.code, names.join(", "));
    };
    let text: Vec<&str> = code.explanation().lines().map(str::trim).collect();
    println!("{code} ({})\n\n{}", code.severity(), text.join("\n"));
    Ok(Verdict::Fine)
}
