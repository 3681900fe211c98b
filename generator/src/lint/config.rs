//! The table `[lint]` of `graphdocs.toml`.
//!
//! ```toml
//! [lint]
//! deny = "error"                       # findings of at least this severity make the run fail; "never" for none
//! baseline = "lint-baseline.json"      # seen from this file, and below its folder unless the caller named the file
//!
//! [lint.severity]
//! unknown-permission = "note"          # "off", "note", "warning", "error"
//!
//! [[lint.ignore]]
//! code = "order-conflict"
//! path = "api-reference/beta/api/teamwork*.md"      # a glob over paths below the docs root
//! reason = "the tables follow the portal"
//! ```

use std::collections::BTreeMap;
use std::path::PathBuf;

use globset::{GlobBuilder, GlobMatcher};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{FileId, SourceMap, Span};

/// What a configuration says about findings.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// From which severity on findings make a run fail.
    pub deny: Option<Deny>,
    /// The baseline's file, seen from the folder of the configuration.
    pub baseline: Option<PathBuf>,
    /// How much the findings of a code matter.
    severity: BTreeMap<Code, Level>,
    /// Findings that do not count.
    pub(super) ignore: Vec<Ignore>,
    /// Where the configuration stands.
    #[serde(skip)]
    file: Option<FileId>,
}

/// How much the findings of a code matter, or that they are not wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// They are dropped.
    Off,
    /// As [`Severity::Note`].
    Note,
    /// As [`Severity::Warning`].
    Warning,
    /// As [`Severity::Error`].
    Error,
}

/// From which severity on findings make a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deny {
    /// Any finding does.
    Note,
    /// Warnings and errors do.
    Warning,
    /// Errors do.
    Error,
    /// None does.
    Never,
}

/// An entry of `[[lint.ignore]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ignore {
    code: Spanned<Code>,
    path: PathGlob,
    reason: Reason,
}

impl Config {
    /// Reads a configuration and adds its file to the sources, so that findings can point at it.
    ///
    /// # Errors
    /// When it is not TOML or has a key or value that is not known; the message shows the place.
    pub fn read(sources: &mut SourceMap, path: &str, text: &str) -> Result<Self, toml::de::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct Whole {
            lint: Config,
        }
        let file = sources.add(path, text);
        let whole: Whole = toml::from_str(&sources.file(file).text)?;
        Ok(Self { file: Some(file), ..whole.lint })
    }

    /// How much findings of a code matter; nothing when they are off.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        match self.severity.get(&code) {
            None => Some(code.severity()),
            Some(Level::Off) => None,
            Some(Level::Note) => Some(Severity::Note),
            Some(Level::Warning) => Some(Severity::Warning),
            Some(Level::Error) => Some(Severity::Error),
        }
    }

    /// The file that the configuration stands in.
    pub fn file(&self) -> Option<FileId> {
        self.file
    }

    /// A finding for each entry that met none.
    pub(super) fn unused(&self, used: &[bool]) -> impl Iterator<Item = Diagnostic> {
        let entries = self.ignore.iter().zip(used).filter(|(_, used)| !**used);
        entries.zip(self.file.into_iter().cycle()).map(|((entry, _), file)| {
            let place = entry.code.span();
            let message = format!("`{}` has no finding on `{}`", entry.code.get_ref(), entry.path.text);
            let span = Span::new(file, place.start, place.end);
            Diagnostic::new(Code::UnusedSuppression, span, message).hint("remove the entry")
        })
    }
}

impl Deny {
    /// The least severity that makes a run fail.
    pub fn least(self) -> Option<Severity> {
        match self {
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
            Self::Never => None,
        }
    }
}

impl Ignore {
    /// Whether findings of a code on a file are accepted.
    pub(super) fn accepts(&self, code: Code, path: &str) -> bool {
        *self.code.get_ref() == code && self.path.glob.is_match(path)
    }

    /// Why.
    pub(super) fn reason(&self) -> &str {
        &self.reason.0
    }
}

/// A glob over paths below the docs root; `*` stays in its folder, `**` does not.
#[derive(Debug)]
struct PathGlob {
    text: String,
    glob: GlobMatcher,
}

impl<'de> Deserialize<'de> for PathGlob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let glob = GlobBuilder::new(&text).literal_separator(true).build().map_err(D::Error::custom)?;
        Ok(Self { text, glob: glob.compile_matcher() })
    }
}

/// A reason that is not empty.
#[derive(Debug)]
struct Reason(String);

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.trim().is_empty() {
            return Err(D::Error::custom("the reason is empty"));
        }
        Ok(Self(text))
    }
}
