//! Identifiers of permissions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::value::{parse, text_of};
use crate::ir::CatalogueEntry;
use crate::permissions::{Caller, InputError};

/// Identifiers of permissions: which kind and name each stands for.
#[derive(Clone, Debug, Default)]
pub struct Ids(BTreeMap<(Caller, String), String>);

impl Ids {
    /// The identifiers that the permissions reference gives.
    pub fn of(catalogue: &[CatalogueEntry]) -> Self {
        let mut ids = Self::default();
        for entry in catalogue {
            for (caller, described) in
                [(Caller::Delegated, &entry.delegated), (Caller::Application, &entry.application)]
            {
                if let Some(id) = described.as_ref().and_then(|described| described.id.as_ref()) {
                    ids.0.insert((caller, id.to_lowercase()), entry.name.clone());
                }
            }
        }
        ids
    }

    /// Adds the identifiers of the service principal of Microsoft Graph, as the service gives it.
    ///
    /// # Errors
    /// When the text is not such an object, or a list with one.
    pub fn add_service_principal(&mut self, text: &str) -> Result<(), InputError> {
        let value = parse(text)?;
        let value = value.get("value").and_then(|list| list.get(0)).unwrap_or(&value);
        let lists = [(Caller::Application, "appRoles"), (Caller::Delegated, "oauth2PermissionScopes")];
        let mut found = false;
        for (caller, key) in lists {
            let Some(list) = value.get(key).and_then(Value::as_array) else {
                continue;
            };
            found = true;
            for role in list {
                if let (Some(id), Some(name)) = (text_of(role, "id"), text_of(role, "value")) {
                    self.0.insert((caller, id.to_lowercase()), name.to_owned());
                }
            }
        }
        if !found {
            return Err(InputError::new(
                "expected a service principal with `appRoles` or `oauth2PermissionScopes`",
            ));
        }
        Ok(())
    }

    /// The permission that an identifier names.
    pub(in crate::permissions) fn name(&self, caller: Caller, id: &str) -> Option<&str> {
        self.0.get(&(caller, id.to_lowercase())).map(String::as_str)
    }

    /// Whether no identifier is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_the_service() {
        let mut ids = Ids::default();
        ids.add_service_principal(r#"{"appRoles": [{"id": "X1", "value": "Sites.Selected"}]}"#).unwrap();
        assert_eq!(ids.name(Caller::Application, "x1"), Some("Sites.Selected"));
        assert!(ids.add_service_principal("{}").is_err());
    }
}
