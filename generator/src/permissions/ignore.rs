//! Findings that people have accepted, each with a reason.
//!
//! ```text
//! # what             whom                  until when            why
//! unused             User.Read             until 2027-01-31      # every app of ours signs people in
//! replaceable        Mail.ReadWrite                              # drafts come in the next release
//! missing            GET /me/photo/$value                        # the app shows a placeholder
//! ```
//! A reason is required. What is past its date counts no longer; that and what fits no finding is reported.

use super::InputError;
use super::review::{Finding, FindingKind, Stale};
use crate::redact::redact;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Which kind of finding.
    pub kind: FindingKind,
    /// The permission or the call.
    pub subject: String,
    /// The last day on which it counts, as `2027-01-31`.
    pub until: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The line, from 1.
    pub line: usize,
}

/// Reads a list.
///
/// # Errors
/// When a line does not have the form, with the line's number.
pub fn read(text: &str) -> Result<Vec<Entry>, InputError> {
    let mut entries = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let entry =
            entry(line, number + 1).map_err(|why| InputError::new(format!("line {}: {why}", number + 1)))?;
        entries.push(entry);
    }
    Ok(entries)
}

fn entry(line: &str, number: usize) -> Result<Entry, String> {
    let (what, reason) = line.split_once(" #").ok_or("a reason is missing: put ` # why` at the end")?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err("the reason is empty".to_owned());
    }
    let (kind, rest) = what
        .trim()
        .split_once(char::is_whitespace)
        .ok_or("expected a kind of finding and what it is about")?;
    let kind = FindingKind::parse(kind).ok_or_else(|| {
        let kinds: Vec<&str> = FindingKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("`{}` is no kind of finding; there are {}", redact(kind), kinds.join(", "))
    })?;
    let (subject, until) = match rest.rsplit_once(" until ") {
        Some((subject, date)) => (subject, Some(date.trim())),
        None => (rest, None),
    };
    if let Some(date) = until.filter(|date| !is_date(date)) {
        return Err(format!("`{}` is no date such as 2027-01-31", redact(date)));
    }
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Entry {
        kind,
        subject: redact(&subject).into_owned(),
        until: until.map(str::to_owned),
        reason: redact(reason).into_owned(),
        line: number,
    })
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &str, length: usize| {
        (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    matches!(parts[..], [year, month, day]
        if number(year, 4).is_some()
            && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
            && number(day, 2).is_some_and(|day| (1..=31).contains(&day)))
}

/// Marks what was accepted and lists entries that have no effect.
pub(super) fn accept(findings: &mut [Finding], accepted: &[Entry], today: &str) -> Vec<Stale> {
    let mut left = Vec::new();
    for entry in accepted {
        let shown = format!("{} {}", entry.kind.as_str(), entry.subject);
        let mut stale =
            |why: &str| left.push(Stale { line: entry.line, entry: shown.clone(), why: why.to_owned() });
        if let Some(until) = entry.until.as_deref().filter(|until| *until < today) {
            stale(&format!("it ended on {until}"));
            continue;
        }
        let fits = |finding: &&mut Finding| {
            let subject = finding.subject.eq_ignore_ascii_case(&entry.subject);
            finding.kind == entry.kind && (subject || finding.calls.contains(&entry.subject))
        };
        let mut used = false;
        for finding in findings.iter_mut().filter(fits) {
            finding.accepted.get_or_insert_with(|| entry.reason.clone());
            used = true;
        }
        if !used {
            stale("nothing of the kind was found");
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let entries = read("# head\n\nunused  User.Read until 2027-01-31 # sign-in\nmissing GET /me/drive/root:/{path} # later\n").unwrap();
        let shown: Vec<String> = entries
            .iter()
            .map(|entry| {
                format!(
                    "{} {} {:?} {} {}",
                    entry.kind.as_str(),
                    entry.subject,
                    entry.until,
                    entry.reason,
                    entry.line
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "unused User.Read Some(\"2027-01-31\") sign-in 3",
                "missing GET /me/drive/root:/{path} None later 4",
            ]
        );
        for (text, why) in [
            ("unused User.Read", "line 1: a reason is missing: put ` # why` at the end"),
            ("unused User.Read # ", "line 1: the reason is empty"),
            (
                "\nodd User.Read # x",
                "line 2: `odd` is no kind of finding; there are missing, unsupported, unknown, unused, redundant, replaceable, doubtful, conditional",
            ),
            ("unused User.Read until soon # x", "line 1: `soon` is no date such as 2027-01-31"),
            ("unused # x", "line 1: expected a kind of finding and what it is about"),
        ] {
            assert_eq!(read(text).unwrap_err().to_string(), why);
        }
    }
}
