//! What a comparison says, as data: written as it is by `graphdocs diff --format json`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ChangeKind;
use crate::ir::{Scheme, Version};

/// What changed between two models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// The version of this format.
    pub format: u32,
    /// The older model.
    pub old: Side,
    /// The newer model.
    pub new: Side,
    /// How much changed, by class and kind, in the order of `changes`.
    pub summary: Vec<Count>,
    /// The changes: breaking ones first, those that weigh more before others.
    pub changes: Vec<Change>,
}

/// One of the two models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Side {
    /// What the caller calls it: a folder, a file, a revision.
    pub name: String,
    /// Its size, by version.
    pub versions: Vec<Size>,
}

/// The size of one API version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Size {
    /// The version.
    pub version: Version,
    /// How many requests it has.
    pub operations: usize,
    /// How many types it has.
    pub types: usize,
}

/// How often one kind of change occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Count {
    /// Who notices.
    pub class: Class,
    /// What kind of change.
    pub kind: ChangeKind,
    /// What it breaks, when it is breaking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaks: Option<Breaks>,
    /// How many different changes.
    pub changes: usize,
    /// On how many operations, types or permissions of `v1.0` in all.
    pub v1: usize,
    /// The same of `beta`.
    pub beta: usize,
    /// The same of what belongs to no version: the permissions reference.
    pub shared: usize,
}

/// A change, with everything that it happened to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Change {
    /// Who notices.
    pub class: Class,
    /// What kind of change.
    pub kind: ChangeKind,
    /// What it breaks, when it is breaking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaks: Option<Breaks>,
    /// The API version; none for the permissions reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// Who acts, in changes of permissions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Scheme>,
    /// The part that changed: the name of a parameter, property, member, option or permission; the page's title for whole
    /// operations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What the docs said: a type, a path, permissions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What the docs say now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// What it happened to, in order.
    pub on: Vec<Subject>,
}

/// Something that a change happened to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Subject {
    /// The request, type or permission by its newest name: `GET /users/{id}`, `microsoft.graph.user`.
    pub name: String,
    /// Its name in the older model, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// `path:line:column` in the older docs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_place: Option<String>,
    /// `path:line:column` in the newer docs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_place: Option<String>,
}

/// Who would notice a change; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// An existing caller, or an existing consent.
    Breaking,
    /// Whoever reviews permissions.
    Permissions,
    /// Nobody who does not look for it.
    Additive,
    /// Readers of the docs.
    Editorial,
}

impl Class {
    /// All of them, in order.
    pub const ALL: [Class; 4] = [Class::Breaking, Class::Permissions, Class::Additive, Class::Editorial];

    /// The name in reports and flags.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Permissions => "permissions",
            Self::Additive => "additive",
            Self::Editorial => "editorial",
        }
    }

    /// The class of a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == text)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a breaking change breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Breaks {
    /// Rust code that calls the emitted crate: it no longer compiles.
    Crate,
    /// Requests that programs make, in whatever language: the docs no longer describe them, or what they give.
    Request,
    /// Consent: what an app was granted is no longer enough.
    Consent,
}

impl Breaks {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Crate => "crate",
            Self::Request => "request",
            Self::Consent => "consent",
        }
    }
}

impl fmt::Display for Breaks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Report {
    /// The number of the format that this library writes.
    pub const FORMAT: u32 = 1;

    /// Whether there is a change of the class.
    pub fn has(&self, class: Class) -> bool {
        self.changes.iter().any(|change| change.class == class)
    }

    /// Everything that the changes of a class happened to.
    pub fn subjects(&self, class: Class) -> usize {
        self.changes.iter().filter(|change| change.class == class).map(|change| change.on.len()).sum()
    }
}
