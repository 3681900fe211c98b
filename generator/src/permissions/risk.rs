//! How dangerous permissions are, by a list that somebody made.
//!
//! | form | known by |
//! |---|---|
//! | a map | `{"Mail.ReadWrite": {"tier": "1", "why": "Reads and changes mail."}}`; keys are names or identifiers |
//! | tiers of application permissions | `[{"tier": "0", "assetName": "Group.ReadWrite.All", "knownShortestPath": "…"}]`, as public data has them |
//!
//! A tier is any text or number; lower ones come first. An entry of the second form is about application permissions alone.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::granted::Ids;
use super::{Caller, InputError};

/// How dangerous a permission is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Risk {
    /// The tier, as the list names it.
    pub tier: String,
    /// Why, in the words of the list; empty where it gives none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

impl Risk {
    /// The order of tiers: numbers by their value and before words.
    pub fn order(&self, other: &Risk) -> Ordering {
        let number = |risk: &Risk| risk.tier.parse::<u32>().unwrap_or(u32::MAX);
        number(self).cmp(&number(other)).then_with(|| self.tier.cmp(&other.tier))
    }
}

/// A list of risks, by the name of the permission in lower case.
#[derive(Clone, Debug, Default)]
pub struct Risks {
    delegated: BTreeMap<String, Risk>,
    application: BTreeMap<String, Risk>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Form {
    Map(BTreeMap<String, Entry>),
    Tiers(Vec<Tiered>),
}

#[derive(Deserialize)]
struct Entry {
    tier: Tier,
    #[serde(default)]
    why: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tiered {
    tier: Tier,
    asset_name: Option<String>,
    id: Option<String>,
    known_shortest_path: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Tier {
    Number(u32),
    Text(String),
}

impl Tier {
    fn text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text,
        }
    }
}

impl Risks {
    /// Reads a list in either form. Identifiers that no permission has are passed over: lists are made for all tenants and times.
    ///
    /// # Errors
    /// When the text has neither form.
    pub fn read(text: &str, ids: &Ids) -> Result<Self, InputError> {
        let form = serde_json::from_str(text.trim_start_matches('\u{feff}'));
        let form = form.map_err(|error| InputError::new(format!("it is no list of tiers: {error}")))?;
        let mut risks = Self::default();
        match form {
            Form::Map(entries) => {
                for (key, Entry { tier, why }) in entries {
                    let risk = Risk { tier: tier.text(), why };
                    risks.add(Caller::Delegated, &key, ids, &risk);
                    risks.add(Caller::Application, &key, ids, &risk);
                }
            }
            Form::Tiers(entries) => {
                for Tiered { tier, asset_name, id, known_shortest_path } in entries {
                    let risk = Risk { tier: tier.text(), why: known_shortest_path.unwrap_or_default() };
                    for key in asset_name.iter().chain(&id) {
                        risks.add(Caller::Application, key, ids, &risk);
                    }
                }
            }
        }
        Ok(risks)
    }

    fn add(&mut self, caller: Caller, key: &str, ids: &Ids, risk: &Risk) {
        let name = ids.name(caller, key).unwrap_or(key).to_lowercase();
        match caller {
            Caller::Delegated => self.delegated.insert(name, risk.clone()),
            Caller::Application => self.application.insert(name, risk.clone()),
        };
    }

    /// The risk of a permission for a kind of caller.
    pub fn of(&self, caller: Caller, name: &str) -> Option<&Risk> {
        let risks = match caller {
            Caller::Delegated => &self.delegated,
            Caller::Application => &self.application,
        };
        risks.get(&name.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{CatalogueEntry, SchemeEntry};

    #[test]
    fn both_forms() {
        let id = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
        let ids = Ids::of(&[CatalogueEntry {
            name: "Mail.Read".to_owned(),
            delegated: None,
            application: Some(SchemeEntry { id: Some(id.to_owned()), ..SchemeEntry::default() }),
        }]);
        let check = |text: &str, caller: Caller, name: &str, expected: Option<(&str, &str)>| {
            let risks = Risks::read(text, &ids).expect("a list");
            let found = risks.of(caller, name).map(|risk| (risk.tier.as_str(), risk.why.as_str()));
            assert_eq!(found, expected, "{text} {name}");
        };
        let map = format!(r#"{{"User.Read": {{"tier": 2}}, "{id}": {{"tier": "1", "why": "All mail."}}}}"#);
        check(&map, Caller::Delegated, "user.read", Some(("2", "")));
        check(&map, Caller::Application, "Mail.Read", Some(("1", "All mail.")));
        check(&map, Caller::Delegated, "Mail.Read", None);
        let tiers = format!(
            r#"[{{"tier": "0", "assetName": "Group.ReadWrite.All", "pathType": "Indirect", "knownShortestPath": "By a group."}},
                {{"tier": "1", "id": "{id}"}}]"#
        );
        check(&tiers, Caller::Application, "Group.ReadWrite.All", Some(("0", "By a group.")));
        check(&tiers, Caller::Delegated, "Group.ReadWrite.All", None);
        check(&tiers, Caller::Application, "Mail.Read", Some(("1", "")));
        assert!(Risks::read("{\"Mail.Read\": 1}", &ids).is_err());
    }

    #[test]
    fn lower_tiers_come_first() {
        let risk = |tier: &str| Risk { tier: tier.to_owned(), why: String::new() };
        let mut tiers = [risk("high"), risk("10"), risk("2"), risk("0")];
        tiers.sort_by(Risk::order);
        assert_eq!(tiers.map(|risk| risk.tier), ["0", "2", "10", "high"]);
    }
}
