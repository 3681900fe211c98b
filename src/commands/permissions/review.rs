//! `graphdocs permissions review`: granted permissions against the calls of a program.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use clap::{Args, ValueEnum};
use graphdocs_generator::permissions::granted::{self, Granted, Ids};
use graphdocs_generator::permissions::ignore;
use graphdocs_generator::permissions::review::{self, Finding, Kind, OpensMuch, Review};
use graphdocs_generator::permissions::risk::Risks;
use graphdocs_generator::permissions::{Caller, Facts};
use graphdocs_generator::sink;
use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;

use super::envelope::FactsUsed;
use super::left_open::{self, LeftOpen};
use super::source::{self, Approximation, Found, Index, Source, Unknown};
use super::terms::Terms;
use super::{least, markdown, read_input, sarif, text};
use crate::commands::Verdict;
use crate::commands::output::Output;

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The calls: lines `METHOD URL`, a HAR file, a `$batch` body or an activity log; `-` reads standard input
    #[arg(long, value_name = "FILE", required = true)]
    uses: Vec<PathBuf>,
    #[command(flatten)]
    grants: Grants,
    #[command(flatten)]
    terms: Terms,
    #[command(flatten)]
    source: Source,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    output: Output,
}

/// What was granted, and what of it is accepted.
#[derive(Debug, Args)]
pub(super) struct Grants {
    /// What was granted: names, an app manifest, app role assignments, delegated grants, a token or its claims
    #[arg(long, value_name = "FILE")]
    granted: Vec<PathBuf>,
    /// Identifiers of permissions: the service principal of Microsoft Graph with `appRoles` and `oauth2PermissionScopes`
    #[arg(long, value_name = "FILE")]
    ids: Option<PathBuf>,
    /// How dangerous permissions are: `{"NAME or id": {"tier": "0", "why": "…"}}`, or public tiers of application permissions
    #[arg(long, value_name = "FILE")]
    risk: Option<PathBuf>,
    /// Accepted findings: lines `KIND SUBJECT [until DATE] # reason`
    #[arg(long, value_name = "FILE")]
    ignore: Option<PathBuf>,
}

/// How a review is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Text,
    /// For programs
    Json,
    /// For pull requests
    Markdown,
    /// For code scanning
    Sarif,
}

/// The answer of `--format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    #[serde(flatten)]
    pub(super) review: Review,
    /// Requests that call no documented operation. The review is of the others.
    pub(super) unknown: Vec<Unknown>,
    /// Requests that no template matches as they stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) approximations: Vec<Approximation>,
    /// What could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) skipped: Vec<String>,
    /// What the answer leaves open; empty when it is whole.
    pub(super) left_open: Vec<LeftOpen>,
    /// Where the grants and the accepted findings stand.
    #[serde(skip)]
    pub(super) files: Files,
}

/// The files that findings about grants point at.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) granted: String,
    pub(super) ignore: String,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    if flags.grants.granted.is_empty() {
        anyhow::bail!("what was granted is missing: give it with `--granted FILE`");
    }
    let (facts, used) = flags.source.read()?;
    let found = Index::new(&facts).read_all(&flags.uses)?;
    let answer = flags.grants.review(&facts, found, &flags.terms)?;
    if !answer.unknown.is_empty() {
        flags.source.explain_unknown(&facts);
    }
    answer.write(flags.format, &flags.output, &used, &flags.terms)
}

impl Grants {
    pub(super) fn is_given(&self) -> bool {
        !self.granted.is_empty()
    }

    /// Reviews what was granted against calls.
    pub(super) fn review(&self, facts: &Facts, found: Found, terms: &Terms) -> anyhow::Result<Answer> {
        let mut granted = Granted::default();
        for file in &self.granted {
            let one = self.read(facts, file, terms.caller())?;
            granted.permissions.extend(one.permissions);
            granted.unknown.extend(one.unknown);
            granted.skipped.extend(one.skipped.iter().map(|words| format!("{}: {words}", sink::path(file))));
        }
        let ignored = match &self.ignore {
            Some(file) => {
                let text = read_input(file)?;
                ignore::read(&text)
                    .with_context(|| format!("cannot read the accepted findings in `{}`", sink::path(file)))?
            }
            None => Vec::new(),
        };
        let risks = match &self.risk {
            Some(file) => Risks::read(&read_input(file)?, &self.ids(facts)?)
                .with_context(|| format!("cannot read the risks in `{}`", sink::path(file)))?,
            None => Risks::default(),
        };
        let asked = review::Terms {
            risks: &risks,
            delegated: terms.delegated(),
            only: terms.only(),
            rules: terms.rules(),
            accepted: &ignored,
            today: &today(),
        };
        let review = review::review(facts, &found.calls, &granted, asked);
        let shown = |file: Option<&PathBuf>| file.map_or(String::new(), |file| file.display().to_string());
        let files = Files { granted: shown(self.granted.first()), ignore: shown(self.ignore.as_ref()) };
        let mut found = found;
        found.skipped.extend(granted.skipped);
        let left_open = left_open::by_review(&found, &review);
        let Found { unknown, approximations, skipped, .. } = found;
        Ok(Answer { review, unknown, approximations, skipped, left_open, files })
    }

    fn read(&self, facts: &Facts, file: &Path, caller: Caller) -> anyhow::Result<Granted> {
        let text = read_input(file)?;
        let read = granted::read(&text, caller, &self.ids(facts)?, &facts.catalogue);
        read.with_context(|| format!("cannot read the grants in `{}`", sink::path(file)))
    }

    /// The identifiers of permissions.
    fn ids(&self, facts: &Facts) -> anyhow::Result<Ids> {
        let mut ids = Ids::of(&facts.catalogue);
        if ids.is_empty() {
            // The form of 2021 has no identifiers; they are the same in all docs.
            ids = Ids::of(&source::embedded()?.catalogue);
        }
        if let Some(file) = &self.ids {
            let text = read_input(file)?;
            let read = ids.add_service_principal(&text);
            read.with_context(|| format!("cannot read the identifiers in `{}`", sink::path(file)))?;
        }
        Ok(ids)
    }
}

impl Answer {
    /// Writes the answer; findings that nobody has accepted make the run fail.
    pub(super) fn write(
        &self,
        form: Form,
        output: &Output,
        used: &FactsUsed,
        terms: &Terms,
    ) -> anyhow::Result<Verdict> {
        let text = match form {
            Form::Text => {
                used.say();
                lines(self)
            }
            Form::Json => used.json(self)?,
            Form::Markdown => markdown::review(self),
            Form::Sarif => sarif::review(self)?,
        };
        output.write(&text)?;
        Ok(match self.review.has_findings() {
            true => Verdict::Findings,
            false => left_open::verdict(&self.left_open, terms),
        })
    }
}

fn lines(answer: &Answer) -> String {
    let review = &answer.review;
    let granted = text::count(review.granted.len(), "granted permission");
    let mut lines = format!("{}, {granted}\n", text::count(review.calls, "call"));
    for kind in Kind::ALL {
        let of_kind = |finding: &&Finding| finding.kind == kind && finding.accepted.is_none();
        let findings: Vec<&Finding> = review.findings.iter().filter(of_kind).collect();
        if findings.is_empty() {
            continue;
        }
        lines += &format!("\n{}: {}\n", kind.as_str(), findings.len());
        for finding in findings {
            lines += &finding_lines(finding);
        }
    }
    for addition in &review.to_add {
        lines += &format!(
            "\nenough to open what is missing ({}): {}\n",
            addition.caller.as_str(),
            addition.permissions.join(", ")
        );
    }
    let accepted: Vec<&Finding> =
        review.findings.iter().filter(|finding| finding.accepted.is_some()).collect();
    if !accepted.is_empty() {
        lines += &format!("\naccepted: {}\n", accepted.len());
        for finding in accepted {
            let reason = finding.accepted.as_deref().unwrap_or_default();
            lines += &format!(
                "  {} {}: {}\n",
                finding.kind.as_str(),
                sink::line(&finding.subject),
                sink::line(reason)
            );
        }
    }
    for stale in &review.stale {
        lines += &format!(
            "\n{}:{}: `{}` has no effect: {}\n",
            sink::line(&answer.files.ignore),
            stale.line,
            sink::line(&stale.entry),
            sink::line(&stale.why)
        );
    }
    for least in &review.least {
        lines += &format!("\nthe least for {}", least::scheme_lines(least));
    }
    lines += &least::remarks(&answer.unknown, &answer.approximations, &answer.skipped);
    lines + &left_open::lines(&answer.left_open)
}

fn finding_lines(finding: &Finding) -> String {
    let caller = finding.caller.map_or(String::new(), |caller| format!(" ({})", caller.as_str()));
    let mut lines = format!("  {}{caller}: {}\n", sink::line(&finding.subject), sink::line(&finding.message));
    if finding.kind.is_about_calls() {
        for words in &finding.instead {
            lines += &format!("    {}\n", sink::line(words));
        }
    } else if !finding.calls.is_empty() {
        lines += &format!("    for {}\n", sink::line(&text::some_of(&finding.calls, 5)));
    }
    if let Some(risk) = &finding.risk {
        let why = if risk.why.is_empty() { String::new() } else { format!(": {}", sink::line(&risk.why)) };
        lines += &format!("    tier {}{why}\n", sink::line(&risk.tier));
    }
    if let Some(opens) = &finding.opens {
        lines += &format!("    {}\n", opened(opens));
    }
    for seen in finding.seen.iter().take(3) {
        let line = seen.line.map_or(String::new(), |line| format!(":{line}"));
        lines += &format!("    at {}{line}  {}\n", sink::line(&seen.file), sink::line(&seen.request));
    }
    lines
}

/// What a permission opens, in words.
pub(super) fn opened(opens: &OpensMuch) -> String {
    let such_as = if opens.examples.is_empty() {
        String::new()
    } else {
        format!(", such as {}", opens.examples.join(", "))
    };
    format!(
        "opens {} in all, {} of them write{such_as}",
        text::count(opens.requests, "documented request"),
        opens.writes
    )
}

/// The day, in UTC, as `2027-01-31`. `SOURCE_DATE_EPOCH` sets it for runs that must give the same answer again.
fn today() -> String {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let seconds = i64::try_from(set.unwrap_or_else(now)).unwrap_or(i64::MAX);
    OffsetDateTime::from_unix_timestamp(seconds).map_or("9999-12-31".to_owned(), |now| now.date().to_string())
}
