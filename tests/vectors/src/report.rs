//! How many examples are right, and why the others are not.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use msgraph_core::Value;

use crate::answer::Read;
use crate::case::Case;
use crate::compare;
use crate::run::Notes;
use crate::sent::{self, Kind, Verdict};

/// What came of all examples.
#[derive(Debug, Default)]
pub(crate) struct Report {
    requests: Tally,
    responses: Tally,
    /// Requests that the docs show for another service: what Graph sends to an app.
    elsewhere: usize,
    /// Responses that are errors of the service, and how many of them are read as such.
    errors: (usize, usize),
    /// Responses with a body behind a status that ends the message, which no service can send.
    after_the_end: usize,
    /// Properties in responses: how many fields hold, and how many none.
    properties: (usize, usize),
}

/// What came of all requests, or of all responses.
#[derive(Debug, Default)]
struct Tally {
    right: usize,
    untyped: usize,
    other_case: usize,
    placeholders: usize,
    not_json: usize,
    wrong: BTreeMap<String, usize>,
    list: Vec<String>,
}

impl Report {
    /// Adds what came of an example.
    pub(crate) fn add(&mut self, case: &Case, notes: Option<Notes>) {
        if case.elsewhere {
            self.elsewhere += 1;
            return;
        }
        let request = match &notes {
            Some(notes) => sent::judge(case, notes),
            None => Verdict::wrong(&case.subject, case.path.join("/")),
        };
        self.requests.add(case, request);
        let response = self.judge(case, notes.and_then(|notes| notes.read));
        self.responses.add(case, response);
    }

    /// The verdict over a response.
    fn judge(&mut self, case: &Case, read: Option<Read>) -> Verdict {
        let Some(answer) = case.response.as_ref().filter(|answer| !answer.body.is_empty()) else {
            return Verdict::Nothing;
        };
        let Ok(documented) = serde_json::from_str::<Value>(&answer.body) else {
            self.responses.not_json += 1;
            return Verdict::Nothing;
        };
        if answer.status == 204 {
            self.after_the_end += 1;
            return Verdict::Nothing;
        }
        if answer.status >= 400 {
            let is_read = matches!(read, Some(Read::Refused(status)) if status == answer.status);
            self.errors.0 += 1;
            self.errors.1 += usize::from(is_read);
            return Verdict::Nothing;
        }
        match read {
            None => Verdict::wrong(&case.subject, case.path.join("/")),
            Some(Read::Json(written)) => {
                self.properties.0 += written.held;
                self.properties.1 += written.other;
                if let Some(difference) = compare::difference(&documented, &written.json) {
                    return Verdict::wrong("it is written back as something else", difference);
                }
                let kind = Kind { untyped: written.untyped, other_case: false };
                Verdict::of_misfits(&written.misfits).unwrap_or(Verdict::Right(kind))
            }
            Some(Read::Bytes(bytes)) if bytes == answer.body.as_bytes() => Verdict::Right(Kind::default()),
            Some(Read::Bytes(_)) => Verdict::wrong("content is another", ""),
            Some(Read::Nothing) => Verdict::wrong("the docs say that nothing comes back", ""),
            Some(Read::Refused(status)) => Verdict::wrong("it is taken for an error", status.to_string()),
            Some(Read::Failed(why)) => Verdict::wrong(format!("it can't be read: {why}"), ""),
        }
    }

    /// The shares that are below those of a file: `{"name": {"requests": 0.95, "responses": 0.97}}`.
    pub(crate) fn below(&self, file: &Path, name: &str) -> Result<Vec<String>, String> {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let floors: Value =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let mut below = Vec::new();
        for (side, tally) in [("requests", &self.requests), ("responses", &self.responses)] {
            let floor = floors[name][side].as_f64();
            let floor = floor.ok_or_else(|| format!("{}: no floor `{name}`, `{side}`", file.display()))?;
            if tally.share() < floor {
                below.push(format!("{name}: {side}: {:.4} is below the floor {floor:.4}", tally.share()));
            }
        }
        Ok(below)
    }

    /// Every example that is not right, a line each.
    pub(crate) fn list(&self) -> String {
        let lines = |side: &str, tally: &Tally| -> Vec<String> {
            tally.list.iter().map(|line| format!("{side}\t{line}\n")).collect()
        };
        [lines("request", &self.requests), lines("response", &self.responses)].concat().concat()
    }
}

impl Tally {
    fn add(&mut self, case: &Case, verdict: Verdict) {
        let mut list = |cause: &str, detail: &str| {
            let Case { place, method, subject, .. } = case;
            let detail = detail.replace(['\n', '\t'], " ");
            let detail: String = detail.chars().take(300).collect();
            self.list.push(format!("{cause}\t{place}\t{method}\t{subject}\t{detail}"));
        };
        match verdict {
            Verdict::Right(kind) => {
                self.right += 1;
                self.untyped += usize::from(kind.untyped);
                self.other_case += usize::from(kind.other_case);
                if kind.untyped {
                    list("any JSON", "");
                }
            }
            Verdict::Placeholders(values) => {
                self.placeholders += 1;
                list("placeholder", &values.join(" "));
            }
            Verdict::Wrong { cause, detail } => {
                list(&cause, &detail);
                *self.wrong.entry(cause).or_default() += 1;
            }
            Verdict::Nothing => {}
        }
    }

    fn wrong(&self) -> usize {
        self.wrong.values().sum()
    }

    /// How many are right of those without placeholders.
    fn share(&self) -> f64 {
        match self.right + self.wrong() {
            0 => 1.0,
            total => self.right as f64 / total as f64,
        }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>, what: &str) -> fmt::Result {
        let total = self.right + self.wrong();
        writeln!(f, "{what}: {} of {total} are as documented, {:.2} %", self.right, 100.0 * self.share())?;
        let mut row = |count: usize, text: &str| match count {
            0 => Ok(()),
            _ => writeln!(f, "{count:>7}  {text}"),
        };
        row(self.untyped, "of these are of a type that takes any JSON")?;
        row(self.other_case, "of these are written with other capitals in the path")?;
        row(self.placeholders, "besides have placeholders where dates, numbers and the like belong")?;
        let mut causes: Vec<(&String, &usize)> = self.wrong.iter().collect();
        causes.sort_by_key(|(cause, count)| (std::cmp::Reverse(**count), *cause));
        causes.into_iter().try_for_each(|(cause, count)| row(*count, cause))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.requests.show(f, "example requests")?;
        writeln!(f, "{:>7}  besides are requests to other services", self.elsewhere)?;
        self.responses.show(f, "example responses of valid JSON")?;
        writeln!(f, "{:>7}  besides are no JSON", self.responses.not_json)?;
        writeln!(f, "{:>7}  besides follow `204 No Content`, which nothing can follow", self.after_the_end)?;
        let (errors, read) = self.errors;
        writeln!(f, "{errors:>7}  besides are errors of the service, {read} of them read as such")?;
        let (held, other) = self.properties;
        writeln!(f, "properties of responses: {held} in fields, {other} that no page documents")
    }
}
