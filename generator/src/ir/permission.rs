//! Permissions as formulas: any of alternatives, each of them all of some permissions.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::SourceLocation;

/// Who acts: the rows of a permission table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Scheme {
    /// A signed-in user with a work or school account.
    DelegatedWork,
    /// A signed-in user with a personal Microsoft account.
    DelegatedPersonal,
    /// The app itself, without a user.
    Application,
}

impl Scheme {
    /// All three, in the order of the tables.
    pub const ALL: [Scheme; 3] = [Scheme::DelegatedWork, Scheme::DelegatedPersonal, Scheme::Application];

    /// The name in exports: `DelegatedWork`, `DelegatedPersonal`, `Application`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DelegatedWork => "DelegatedWork",
            Self::DelegatedPersonal => "DelegatedPersonal",
            Self::Application => "Application",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an operation needs, for each scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Permissions {
    /// For [`Scheme::DelegatedWork`].
    pub delegated_work: Requirement,
    /// For [`Scheme::DelegatedPersonal`].
    pub delegated_personal: Requirement,
    /// For [`Scheme::Application`].
    pub application: Requirement,
    /// Directory roles one of which the signed-in user needs as well in delegated calls, the least privileged first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Those of the roles that the docs call the least privileged. Empty where they call none so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub least_roles: Vec<String>,
    /// What a role is enough for, by role, in the words of the docs: a part of the operation, some objects, a property.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub role_conditions: BTreeMap<String, Vec<String>>,
    /// What the pages say for other requests than this one, in tables under a heading or column of their own ("acting on others"), or on
    /// a page of another workload. It does not open this request; some readers of the docs take it as if it did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Elsewhere>,
    /// Where the tables stand that say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<SourceLocation>,
    /// Where the cells and sentences stand that say so, by scheme; those of the page that the facts come from first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
}

/// Where the docs say what a scheme needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Cell {
    /// Who acts.
    pub scheme: Scheme,
    /// The permissions that it names. Empty when it is the only one of its scheme, so that it names all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Where it stands.
    pub place: SourceLocation,
}

impl Permissions {
    /// What one scheme needs.
    pub fn of(&self, scheme: Scheme) -> &Requirement {
        match scheme {
            Scheme::DelegatedWork => &self.delegated_work,
            Scheme::DelegatedPersonal => &self.delegated_personal,
            Scheme::Application => &self.application,
        }
    }

    /// Where the docs say that one scheme needs these permissions; where none of several cells names them, the first that speaks of the
    /// scheme.
    pub fn place_of(&self, scheme: Scheme, names: &[String]) -> Option<SourceLocation> {
        let cells = || self.cells.iter().filter(|cell| cell.scheme == scheme);
        let naming = cells().find(|cell| names.iter().all(|name| cell.names.contains(name)));
        naming.or_else(|| cells().next()).map(|cell| cell.place)
    }

    /// What one scheme needs, to be changed.
    pub fn of_mut(&mut self, scheme: Scheme) -> &mut Requirement {
        match scheme {
            Scheme::DelegatedWork => &mut self.delegated_work,
            Scheme::DelegatedPersonal => &mut self.delegated_personal,
            Scheme::Application => &mut self.application,
        }
    }
}

/// A requirement that a page states for other requests of its own, or for the use of this request in another workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Elsewhere {
    /// Who acts.
    pub scheme: Scheme,
    /// The heading of the table or column; the product of a page of another workload.
    pub scope: String,
    /// Whether a page of another workload states it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other_workload: bool,
    /// What is needed there.
    pub requirement: Requirement,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<SourceLocation>,
}

/// What a property needs besides the permissions of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PropertyPermission {
    /// What for.
    pub access: Access,
    /// What is needed. The docs do not tell schemes apart.
    pub requirement: Requirement,
    /// Where they say so.
    pub place: SourceLocation,
}

/// What is done with a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Access {
    /// It is selected, expanded, filtered or sorted by.
    Read,
    /// It is sent.
    Write,
}

impl Access {
    /// `read` or `write`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// What one scheme needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Requirement {
    /// The docs do not say.
    #[default]
    Undocumented,
    /// The docs say that the scheme cannot make the call.
    Unsupported,
    /// The docs say that no permission is needed.
    NotNeeded,
    /// One of the alternatives is enough. They stand in order of privilege, the least first.
    AnyOf {
        /// At least one.
        alternatives: Vec<Alternative>,
    },
    /// The cell can be read in more than one way; none of the readings is chosen.
    Ambiguous {
        /// The cell as written.
        text: String,
        /// Each reading as a list of alternatives.
        readings: Vec<Vec<Alternative>>,
    },
}

/// One way to be allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Alternative {
    /// All of these permissions are needed together. At least one.
    pub all_of: Vec<String>,
    /// Whether the docs mark or list this as the least privileged way.
    pub least: bool,
    /// Under which conditions it holds, in the words of the docs: a footnote, "for Global collection".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
}

impl Requirement {
    /// Every alternative of every reading.
    pub fn alternatives(&self) -> impl Iterator<Item = &Alternative> {
        let (one, many): (&[Alternative], &[Vec<Alternative>]) = match self {
            Self::AnyOf { alternatives } => (alternatives, &[]),
            Self::Ambiguous { readings, .. } => (&[], readings),
            Self::Undocumented | Self::Unsupported | Self::NotNeeded => (&[], &[]),
        };
        one.iter().chain(many.iter().flatten())
    }

    /// The names of all permissions, each once, in order of privilege.
    pub fn names(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let names = self.alternatives().flat_map(|alternative| &alternative.all_of);
        names.map(String::as_str).filter(|name| seen.insert(*name)).collect()
    }

    /// Whether another requirement of the same kind names the same alternatives, in whatever order and under whatever conditions.
    pub(crate) fn names_the_same(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.sets() == other.sets()
    }

    /// The names of each alternative, sorted.
    fn sets(&self) -> Vec<&[String]> {
        let mut sets: Vec<&[String]> =
            self.alternatives().map(|alternative| alternative.all_of.as_slice()).collect();
        sets.sort();
        sets
    }
}

/// `A, B and C, D`: alternatives with commas, permissions that belong together with `and`.
impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undocumented => f.write_str("not documented"),
            Self::Unsupported => f.write_str("not supported"),
            Self::NotNeeded => f.write_str("no permission needed"),
            Self::Ambiguous { text, .. } => write!(f, "ambiguous: {text}"),
            Self::AnyOf { alternatives } => {
                for (i, alternative) in alternatives.iter().enumerate() {
                    let comma = if i > 0 { ", " } else { "" };
                    write!(f, "{comma}{}", alternative.all_of.join(" and "))?;
                }
                Ok(())
            }
        }
    }
}

/// A permission as the permissions reference describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CatalogueEntry {
    /// The name: `Mail.Send`.
    pub name: String,
    /// As a delegated permission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegated: Option<SchemeEntry>,
    /// As an application permission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<SchemeEntry>,
}

/// A permission in one of its two kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SchemeEntry {
    /// The identifier, where the reference gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What a person reads on the consent page.
    pub display: String,
    /// What it allows.
    pub description: String,
    /// Whether an administrator has to consent; none where the reference does not say.
    pub admin_consent: Option<bool>,
    /// Whether personal Microsoft accounts can grant it; none where the reference does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_accounts: Option<bool>,
    /// How much it allows, as a number that grows with the privilege, where the reference gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privilege_level: Option<u8>,
    /// Where the reference says so.
    pub place: SourceLocation,
}
