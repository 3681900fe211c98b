//! What the permissions reference says of a permission, for programs that have nothing but the answer.

use serde::Serialize;

use super::{Facts, names};
use crate::ir::SchemeEntry;

/// A permission in both of its kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Reference<'f> {
    /// As a delegated permission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegated: Option<Described<'f>>,
    /// As an application permission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Described<'f>>,
}

/// A permission in one of its kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Described<'f> {
    /// The identifier, where the reference gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'f str>,
    /// What a person reads on the consent page.
    pub display: &'f str,
    /// What it allows.
    pub description: &'f str,
    /// Whether an administrator has to consent; none where the reference does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_consent: Option<bool>,
    /// Whether personal Microsoft accounts can grant it; none where the reference does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_accounts: Option<bool>,
    /// How much it allows, as a number that grows with the privilege, where the reference gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privilege_level: Option<u8>,
    /// Where the reference says so: `path:line:column`.
    pub place: String,
}

/// What the reference says of a name, compared without case; none when it does not list the name.
pub fn of<'f>(facts: &'f Facts, name: &str) -> Option<Reference<'f>> {
    let entry = names::entry(&facts.catalogue, name)?;
    let described = |entry: &'f SchemeEntry| Described {
        id: entry.id.as_deref(),
        display: &entry.display,
        description: &entry.description,
        admin_consent: entry.admin_consent,
        personal_accounts: entry.personal_accounts,
        privilege_level: entry.privilege_level,
        place: facts.place(entry.place),
    };
    Some(Reference {
        delegated: entry.delegated.as_ref().map(described),
        application: entry.application.as_ref().map(described),
    })
}
