//! What a program was granted, in the forms in which people have it.
//!
//! | form | known by |
//! |---|---|
//! | names | `Mail.Read User.Read`, separated by blanks, commas or lines; `delegated:` or `application:` in front of a line; `#` comments |
//! | an app manifest | `{"requiredResourceAccess": [{"resourceAppId", "resourceAccess": [{"id", "type": "Scope" or "Role"}]}]}` |
//! | app role assignments | `{"value": [{"appRoleId", "resourceId"}]}`, of `servicePrincipals/{id}/appRoleAssignments` |
//! | delegated grants | `{"value": [{"scope": "Mail.Read User.Read"}]}`, of `oauth2PermissionGrants` |
//! | a token's claims | `{"scp": "Mail.Read User.Read"}`, `{"roles": ["Mail.Send"]}` |
//!
//! Manifests and assignments name permissions by identifier. Identifiers come from the permissions reference, or from the service
//! itself: the answer to `servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=appRoles,oauth2PermissionScopes`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Caller, InputError, names};
use crate::ir::CatalogueEntry;

/// The application id of Microsoft Graph itself.
pub const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// What was granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Granted {
    /// The permissions, each once, in the order of the text.
    pub permissions: Vec<Grant>,
    /// What could not be read or does not belong to Microsoft Graph, in words.
    pub skipped: Vec<String>,
}

/// A granted permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The name, spelled as the reference spells it where it is known.
    pub name: String,
    /// To which kind of caller.
    pub caller: Caller,
    /// The line, from 1; none in a form without lines.
    pub line: Option<usize>,
}

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
        let value = json(text)?;
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

    fn name(&self, caller: Caller, id: &str) -> Option<&str> {
        self.0.get(&(caller, id.to_lowercase())).map(String::as_str)
    }

    /// Whether no identifier is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reads grants in any of the forms. `caller` is meant where the text does not say.
///
/// # Errors
/// When the text has none of the forms.
pub fn read(
    text: &str,
    caller: Caller,
    ids: &Ids,
    catalogue: &[CatalogueEntry],
) -> Result<Granted, InputError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader { granted: Granted::default(), ids, catalogue };
    let start = text.trim_start();
    if start.starts_with('{') || start.starts_with('[') {
        reader.json(&json(text)?, caller)?;
    } else if start.starts_with("eyJ") {
        return Err(InputError::new(
            "this is an encoded token: decode it first, so that it does not end up in logs",
        ));
    } else {
        reader.list(text, caller);
    }
    Ok(reader.granted)
}

struct Reader<'c> {
    granted: Granted,
    ids: &'c Ids,
    catalogue: &'c [CatalogueEntry],
}

impl Reader<'_> {
    fn list(&mut self, text: &str, caller: Caller) {
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            let (caller, names) = match line.split_once(':') {
                Some((kind, names)) if kind.trim().eq_ignore_ascii_case("delegated") => {
                    (Caller::Delegated, names)
                }
                Some((kind, names)) if kind.trim().eq_ignore_ascii_case("application") => {
                    (Caller::Application, names)
                }
                _ => (caller, line),
            };
            for name in names.split([' ', ',', ';', '\t']).filter(|name| !name.is_empty()) {
                self.add(name, caller, Some(number + 1));
            }
        }
    }

    fn json(&mut self, value: &Value, caller: Caller) -> Result<(), InputError> {
        if let Some(resources) = value.get("requiredResourceAccess").and_then(Value::as_array) {
            for resource in resources {
                self.resource(resource);
            }
            return Ok(());
        }
        let scopes = text_of(value, "scp");
        let roles = value.get("roles").and_then(Value::as_array);
        if scopes.is_some() || roles.is_some() {
            for name in scopes.unwrap_or_default().split_whitespace() {
                self.add(name, Caller::Delegated, None);
            }
            for name in roles.into_iter().flatten().filter_map(Value::as_str) {
                self.add(name, Caller::Application, None);
            }
            return Ok(());
        }
        let list = value.get("value").and_then(Value::as_array).or(value.as_array());
        let Some(list) = list else {
            return Err(InputError::new(
                "the JSON is neither an app manifest, a list of assignments or grants, nor the claims of a token",
            ));
        };
        for item in list {
            if let Some(name) = item.as_str() {
                self.add(name, caller, None);
            } else if let Some(scopes) = text_of(item, "scope") {
                for name in scopes.split_whitespace() {
                    self.add(name, Caller::Delegated, None);
                }
            } else if let Some(id) = text_of(item, "appRoleId") {
                let resource = text_of(item, "resourceDisplayName").unwrap_or("Microsoft Graph");
                if resource == "Microsoft Graph" || resource == "GraphAggregatorService" {
                    self.add_id(id, Caller::Application);
                } else {
                    self.granted
                        .skipped
                        .push(format!("`{id}` is a permission of {resource}, not of Microsoft Graph"));
                }
            } else {
                self.granted.skipped.push("an entry is neither a name, an assignment nor a grant".to_owned());
            }
        }
        Ok(())
    }

    /// The permissions that an app asks of one API.
    fn resource(&mut self, resource: &Value) {
        let id = text_of(resource, "resourceAppId").unwrap_or_default();
        let accesses =
            resource.get("resourceAccess").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if !id.eq_ignore_ascii_case(GRAPH) {
            let count = accesses.len();
            self.granted.skipped.push(format!("{count} permissions of another API, `{id}`"));
            return;
        }
        for access in accesses {
            let Some(id) = text_of(access, "id") else { continue };
            match text_of(access, "type") {
                Some("Scope") => self.add_id(id, Caller::Delegated),
                Some("Role") => self.add_id(id, Caller::Application),
                other => {
                    let other = other.unwrap_or("nothing");
                    self.granted
                        .skipped
                        .push(format!("`{id}`: the type is `{other}`, neither `Scope` nor `Role`"));
                }
            }
        }
    }

    fn add_id(&mut self, id: &str, caller: Caller) {
        match self.ids.name(caller, id) {
            Some(name) => {
                let name = name.to_owned();
                self.add(&name, caller, None);
            }
            None if names::entry(self.catalogue, id).is_some() => self.add(id, caller, None),
            None => {
                let known =
                    if self.ids.is_empty() { ": the permissions reference gives no identifiers" } else { "" };
                let kind = caller.as_str();
                self.granted.skipped.push(format!("`{id}` is not a known {kind} permission{known}"));
            }
        }
    }

    fn add(&mut self, name: &str, caller: Caller, line: Option<usize>) {
        let name = name.rsplit_once("graph.microsoft.com/").map_or(name, |(_, name)| name);
        let name = names::entry(self.catalogue, name).map_or(name, |entry| entry.name.as_str());
        let known = |grant: &Grant| grant.caller == caller && grant.name.eq_ignore_ascii_case(name);
        if !name.is_empty() && name != ".default" && !self.granted.permissions.iter().any(known) {
            self.granted.permissions.push(Grant { name: name.to_owned(), caller, line });
        }
    }
}

fn json(text: &str) -> Result<Value, InputError> {
    serde_json::from_str(text).map_err(|error| InputError::new(format!("not valid JSON: {error}")))
}

fn text_of<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::SchemeEntry;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let described = |id: &str| Some(SchemeEntry { id: Some(id.to_owned()), ..SchemeEntry::default() });
        let catalogue = [CatalogueEntry {
            name: "Mail.Read".to_owned(),
            delegated: described("aa"),
            application: described("bb"),
        }];
        let shown = match read(text, Caller::Delegated, &Ids::of(&catalogue), &catalogue) {
            Ok(granted) => {
                let one = |grant: &Grant| format!("{} {}", grant.caller.as_str(), grant.name);
                let skipped = granted.skipped.iter().map(|words| format!("skipped {words}"));
                granted.permissions.iter().map(one).chain(skipped).collect()
            }
            Err(error) => vec![format!("error: {error}")],
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn names() {
        check("mail.read, User.Read # sign-in\nMail.Read", &["delegated Mail.Read", "delegated User.Read"]);
        check(
            "application: Mail.Read\ndelegated: https://graph.microsoft.com/Mail.Read",
            &["application Mail.Read", "delegated Mail.Read"],
        );
    }

    #[test]
    fn manifests() {
        check(
            r#"{"requiredResourceAccess": [
                {"resourceAppId": "00000003-0000-0000-C000-000000000000", "resourceAccess": [
                    {"id": "AA", "type": "Scope"}, {"id": "bb", "type": "Role"}, {"id": "cc", "type": "Role"}, {"id": "aa", "type": "x"}]},
                {"resourceAppId": "other", "resourceAccess": [{"id": "aa", "type": "Scope"}]}]}"#,
            &[
                "delegated Mail.Read",
                "application Mail.Read",
                "skipped `cc` is not a known application permission",
                "skipped `aa`: the type is `x`, neither `Scope` nor `Role`",
                "skipped 1 permissions of another API, `other`",
            ],
        );
    }

    #[test]
    fn assignments_grants_and_tokens() {
        check(
            r#"{"value": [{"appRoleId": "bb", "resourceDisplayName": "Microsoft Graph"}, {"appRoleId": "bb", "resourceDisplayName": "Vault"}, {"scope": " User.Read Mail.Read"}, 7]}"#,
            &[
                "application Mail.Read",
                "delegated User.Read",
                "delegated Mail.Read",
                "skipped `bb` is a permission of Vault, not of Microsoft Graph",
                "skipped an entry is neither a name, an assignment nor a grant",
            ],
        );
        check(r#"{"scp": "Mail.Read openid", "aud": "x"}"#, &["delegated Mail.Read", "delegated openid"]);
        check(r#"{"roles": ["Mail.Send"]}"#, &["application Mail.Send"]);
        check(r#"["Mail.Read"]"#, &["delegated Mail.Read"]);
    }

    #[test]
    fn other_texts() {
        check(
            "{}",
            &[
                "error: the JSON is neither an app manifest, a list of assignments or grants, nor the claims of a token",
            ],
        );
        check(
            "eyJhbGciOi.x.y",
            &["error: this is an encoded token: decode it first, so that it does not end up in logs"],
        );
    }

    #[test]
    fn identifiers_of_the_service() {
        let mut ids = Ids::default();
        ids.add_service_principal(r#"{"appRoles": [{"id": "X1", "value": "Sites.Selected"}]}"#).unwrap();
        assert_eq!(ids.name(Caller::Application, "x1"), Some("Sites.Selected"));
        assert!(ids.add_service_principal("{}").is_err());
    }
}
