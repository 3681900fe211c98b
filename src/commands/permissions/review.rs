//! `graphdocs permissions review`: granted permissions against the calls of a program.

pub(super) mod answer;

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use clap::Args;
use graphdocs_generator::permissions::granted::{self, Context, Granted, Ids, Principals};
use graphdocs_generator::permissions::ignore::{self, Entry};
use graphdocs_generator::permissions::review::{self, Finding, FindingKind, Review, Stale};
use graphdocs_generator::permissions::risk::Risks;
use graphdocs_generator::permissions::{Call, Facts};
use graphdocs_generator::sink;
use serde::Serialize;
use time::OffsetDateTime;

use super::by_app::{self, ByApp, OfApp};
use super::envelope::FactsUsed;
use super::form::Form;
use super::left_open::{self, LeftOpen};
use super::rest::Rest;
use super::source::{self, Found, Index, Source};
use super::terms::Terms;
use super::text_file::read_input;
use super::{least, markdown, sarif, text};
use crate::commands::output::Output;
use crate::commands::verdict::Verdict;
use crate::commands::words;
use answer::{Answer, Answers, Files, opened};

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// The calls: lines `METHOD URL`, a HAR file, a `$batch` body or an activity log; `-` reads standard input
    #[arg(long, value_name = "FILE", required = true)]
    uses: Vec<PathBuf>,
    /// A review of each application that a log or a file with grants names
    #[arg(long)]
    by_app: bool,
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
    /// What was granted: names, an app manifest, app role assignments, delegated grants, service principals with both, a token or its claims
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

/// A review in every form in which it is written.
pub(super) trait Report: Serialize + Sized {
    fn lines(&self) -> String;
    fn markdown(&self) -> String;
    fn sarif(&self) -> serde_json::Result<String>;
    fn has_findings(&self) -> bool;
    fn left_open(&self) -> Vec<LeftOpen>;

    /// Writes the review; findings that nobody has accepted make the run fail.
    fn write(&self, form: Form, output: &Output, used: &FactsUsed, terms: &Terms) -> anyhow::Result<Verdict> {
        let text = match form {
            Form::Text => {
                used.say();
                self.lines()
            }
            Form::Json => used.json(self)?,
            Form::Markdown => self.markdown(),
            Form::Sarif => self.sarif()?,
        };
        output.write(&text)?;
        Ok(match self.has_findings() {
            true => Verdict::Findings,
            false => left_open::verdict(&self.left_open(), terms),
        })
    }
}

/// What the flags name, read.
struct Given {
    granted: Granted,
    principals: Principals,
    ignored: Vec<Entry>,
    risks: Risks,
    files: Files,
}

pub(crate) fn run(flags: &Flags) -> anyhow::Result<Verdict> {
    if flags.grants.granted.is_empty() {
        anyhow::bail!("what was granted is missing: give it with `--granted FILE`");
    }
    let (facts, used) = flags.source.read()?;
    let found = Index::new(&facts).read_all(&flags.uses)?;
    if !flags.by_app {
        found.apps_remark().into_iter().for_each(words::say);
    }
    if !found.unknown.is_empty() {
        flags.source.explain_unknown(&facts);
    }
    let (form, output) = (flags.format, &flags.output);
    match flags.by_app {
        true => flags.grants.by_app(&facts, found, &flags.terms)?.write(form, output, &used, &flags.terms),
        false => flags.grants.review(&facts, found, &flags.terms)?.write(form, output, &used, &flags.terms),
    }
}

impl Grants {
    pub(super) fn is_given(&self) -> bool {
        !self.granted.is_empty()
    }

    /// Reviews what was granted against calls.
    pub(super) fn review(&self, facts: &Facts, mut found: Found, terms: &Terms) -> anyhow::Result<Answer> {
        let given = self.given(facts, terms)?;
        let granted = given.granted.clone().without_apps();
        let review = given.review(facts, &found.calls, &granted, terms);
        found.skipped.extend(granted.skipped);
        let mut left_open = left_open::by_review(&found, &review);
        left_open.extend(left_open::doubts(&granted.doubts));
        Ok(Answer { review, rest: Rest::new(found, left_open), files: given.files })
    }

    /// Reviews what was granted to each application against its calls.
    fn by_app(&self, facts: &Facts, mut found: Found, terms: &Terms) -> anyhow::Result<Answers> {
        let given = self.given(facts, terms)?;
        let parts = by_app::split(&found, &given.granted, given.principals.clone()).into_iter();
        let apps = parts.map(|part| {
            let review = given.review(facts, &part.calls, &part.granted, terms);
            part.answered(review, left_open::by_review)
        });
        let mut apps: Vec<OfApp<Review>> = apps.collect();
        let stale = stale_for_all(&mut apps);
        found.skipped.extend(given.granted.skipped);
        let mut left_open = left_open::by_calls(&found, &[]);
        left_open.extend(left_open::doubts(&given.granted.doubts));
        let by_app = ByApp { apps, rest: Rest::new(found, left_open) };
        Ok(Answers { by_app, stale, files: given.files })
    }

    fn given(&self, facts: &Facts, terms: &Terms) -> anyhow::Result<Given> {
        let texts = self.granted.iter().map(|file| read_input(file)).collect::<anyhow::Result<Vec<_>>>()?;
        let mut principals = Principals::default();
        texts.iter().for_each(|text| principals.add(text));
        let ids = self.ids(facts)?;
        let context = Context {
            caller: terms.caller(),
            ids: &ids,
            catalogue: &facts.catalogue,
            principals: &principals,
            now: now(),
        };
        let mut granted = Granted::default();
        for (file, text) in self.granted.iter().zip(&texts) {
            let file = sink::path(file);
            let mut one = granted::read(text, context)
                .with_context(|| format!("cannot read the grants in `{file}`"))?;
            for words in one.skipped.iter_mut().chain(&mut one.doubts) {
                *words = format!("{file}: {words}");
            }
            granted.extend(one);
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
            Some(file) => Risks::read(&read_input(file)?, &ids)
                .with_context(|| format!("cannot read the risks in `{}`", sink::path(file)))?,
            None => Risks::default(),
        };
        let shown = |file: Option<&PathBuf>| file.map_or(String::new(), |file| file.display().to_string());
        let files = Files { granted: shown(self.granted.first()), ignore: shown(self.ignore.as_ref()) };
        Ok(Given { granted, principals, ignored, risks, files })
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

impl Given {
    fn review(&self, facts: &Facts, calls: &[Call], granted: &Granted, terms: &Terms) -> Review {
        let asked = review::Terms {
            risks: &self.risks,
            delegated: terms.delegated(),
            only: terms.only(),
            rules: terms.rules(),
            accepted: &self.ignored,
            today: &today(),
        };
        review::review(facts, calls, granted, asked)
    }
}

/// Takes from all reviews the accepted findings without effect, and gives back those that have none for any application.
fn stale_for_all(apps: &mut [OfApp<Review>]) -> Vec<Stale> {
    let mut stale: Vec<Vec<Stale>> =
        apps.iter_mut().map(|app| std::mem::take(&mut app.answer.stale)).collect();
    let Some(mut first) = stale.pop() else { return Vec::new() };
    first.retain(|entry| stale.iter().all(|others| others.contains(entry)));
    first
}

fn review_lines(review: &Review) -> String {
    let granted = text::count(review.granted.len(), "granted permission");
    let mut lines = format!("{}, {granted}\n", text::count(review.calls, "call"));
    for kind in FindingKind::ALL {
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
    lines + &accepted_lines(review)
}

fn accepted_lines(review: &Review) -> String {
    let accepted: Vec<&Finding> =
        review.findings.iter().filter(|finding| finding.accepted.is_some()).collect();
    if accepted.is_empty() {
        return String::new();
    }
    let mut lines = format!("\naccepted: {}\n", accepted.len());
    for finding in accepted {
        let reason = finding.accepted.as_deref().unwrap_or_default();
        lines += &format!(
            "  {} {}: {}\n",
            finding.kind.as_str(),
            sink::line(&finding.subject),
            sink::line(reason)
        );
    }
    lines
}

fn stale_lines(stale: &[Stale], file: &str) -> String {
    let line = |stale: &Stale| {
        format!(
            "\n{}:{}: `{}` has no effect: {}\n",
            sink::line(file),
            stale.line,
            sink::line(&stale.entry),
            sink::line(&stale.why)
        )
    };
    stale.iter().map(line).collect()
}

/// What would be the least; nothing when there are no calls to need anything.
fn least_lines(review: &Review) -> String {
    let least = review.least.iter().filter(|_| review.calls > 0);
    least.map(|least| format!("\nthe least for {}", least::scheme_lines(least))).collect()
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

/// The seconds since 1970. `SOURCE_DATE_EPOCH` sets them for runs that must give the same answer again.
fn now() -> u64 {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    set.unwrap_or_else(now)
}

/// The day, in UTC, as `2027-01-31`.
fn today() -> String {
    let seconds = i64::try_from(now()).unwrap_or(i64::MAX);
    OffsetDateTime::from_unix_timestamp(seconds).map_or("9999-12-31".to_owned(), |now| now.date().to_string())
}

impl Report for Answer {
    fn lines(&self) -> String {
        let Self { review, rest, files } = self;
        let stale = stale_lines(&review.stale, &files.ignore);
        rest.no_call() + &review_lines(review) + &stale + &least_lines(review) + &rest.lines()
    }

    fn markdown(&self) -> String {
        markdown::review(self)
    }

    fn sarif(&self) -> serde_json::Result<String> {
        sarif::review(self)
    }

    fn has_findings(&self) -> bool {
        self.rest.has_calls() && self.review.has_findings()
    }

    fn left_open(&self) -> Vec<LeftOpen> {
        self.rest.left_open.clone()
    }
}

impl Report for Answers {
    fn lines(&self) -> String {
        let block = |of: &OfApp<Review>| {
            let (review, open) = (&of.answer, left_open::lines(&of.left_open));
            format!("{}{}{}{open}\n", of.app.lines(), review_lines(review), least_lines(review))
        };
        let rest = &self.by_app.rest;
        let blocks: String = self.by_app.apps.iter().map(block).collect();
        let stale = stale_lines(&self.stale, &self.files.ignore);
        rest.no_call() + &blocks + (stale + &rest.lines()).trim_start()
    }

    fn markdown(&self) -> String {
        markdown::by_app(self)
    }

    fn sarif(&self) -> serde_json::Result<String> {
        sarif::by_app(self)
    }

    fn has_findings(&self) -> bool {
        self.by_app.rest.has_calls() && self.by_app.apps.iter().any(|app| app.answer.has_findings())
    }

    fn left_open(&self) -> Vec<LeftOpen> {
        self.by_app.left_open()
    }
}
