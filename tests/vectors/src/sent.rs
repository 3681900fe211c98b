//! Whether what was sent is the documented request.

use msgraph_core::Value;

use crate::case::{Case, header};
use crate::compare;
use crate::fit::Misfit;
use crate::run::Notes;
use crate::url::{self, Path};

/// What came of a request or of a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// As documented.
    Right(Kind),
    /// As documented, but some values only say what belongs in their place.
    Placeholders(Vec<String>),
    /// Not as documented: why, in words that others share, and what exactly.
    Wrong { cause: String, detail: String },
    /// Nothing that could be looked at.
    Nothing,
}

/// How far a right one was looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kind {
    /// Whether the type is any JSON, so that little is proved.
    pub(crate) untyped: bool,
    /// Whether a name is written with other capitals.
    pub(crate) other_case: bool,
}

impl Verdict {
    pub(crate) fn wrong(cause: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Wrong { cause: cause.into(), detail: detail.into() }
    }

    /// The verdict over values that do not fit, of which there is at least one.
    pub(crate) fn of_misfits(misfits: &[Misfit]) -> Option<Self> {
        let worst = misfits.iter().find(|misfit| !misfit.is_placeholder());
        match worst {
            Some(misfit) => {
                Some(Self::wrong(misfit.cause(), format!("`{}` is {}", misfit.path, misfit.found)))
            }
            None if misfits.is_empty() => None,
            None => Some(Self::Placeholders(
                misfits.iter().map(|misfit| format!("{}={}", misfit.path, misfit.found)).collect(),
            )),
        }
    }
}

/// The verdict over a request.
pub(crate) fn judge(case: &Case, notes: &Notes) -> Verdict {
    let Some(sent) = &notes.recorded else {
        let why = notes.read.as_ref().map(|read| format!("{read:?}")).unwrap_or_default();
        return Verdict::wrong("the client refuses to send it", why);
    };
    if let Some(why) = &notes.unmade {
        return Verdict::wrong(why, "");
    }
    if !notes.described.is_empty() {
        return Verdict::Placeholders(notes.described.clone());
    }
    if sent.method != case.method {
        return Verdict::wrong("another method", &sent.method);
    }
    let path = url::compare_paths(&case.path, &sent.path);
    if path == Path::Other {
        let described = |value: &&String| value.starts_with(['<', '{']);
        if let Some(value) = case.values.iter().find(described) {
            return Verdict::Placeholders(vec![value.clone()]);
        }
        return Verdict::wrong("another path", &sent.path);
    }
    if !url::same_query(&case.query, &sent.query) {
        return Verdict::wrong("another query", &sent.query);
    }
    if let Some((name, _)) =
        case.set_headers().find(|(name, value)| header(&sent.headers, name) != Some(*value))
    {
        return Verdict::wrong("another header", name);
    }
    if let Some((cause, detail)) = other_body(case, &sent.body) {
        return Verdict::wrong(cause, detail);
    }
    let kind = Kind { untyped: notes.untyped, other_case: path == Path::OtherCase };
    Verdict::of_misfits(&notes.misfits).unwrap_or(Verdict::Right(kind))
}

/// How the body that was sent differs.
fn other_body(case: &Case, sent: &[u8]) -> Option<(&'static str, String)> {
    if case.body.as_bytes() == sent {
        return None;
    }
    if sent.is_empty() {
        return Some(("the docs say that nothing is sent", case.body.clone()));
    }
    if case.body.is_empty() {
        return Some(("the example sends no body", String::from_utf8_lossy(sent).into_owned()));
    }
    let (documented, sent) =
        (serde_json::from_str::<Value>(&case.body), serde_json::from_slice::<Value>(sent));
    match (documented, sent) {
        (Ok(documented), Ok(sent)) => {
            compare::difference(&documented, &sent).map(|difference| ("another body", difference))
        }
        _ => Some(("another body", "it is no JSON".to_owned())),
    }
}
