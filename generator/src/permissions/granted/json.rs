//! The forms of grants that are JSON.

use serde_json::Value;

use super::grant::GRAPH;
use super::reader::Reader;
use super::value::{list_of, text_of, value_of};
use super::{InputError, token};
use crate::permissions::Caller;
use crate::redact::redact;

impl Reader<'_> {
    pub(super) fn json(&mut self, value: &Value) -> Result<(), InputError> {
        if is_application(value) {
            self.application(value);
            return Ok(());
        }
        if text_of(value, "scp").is_some() || value.get("roles").is_some_and(Value::is_array) {
            return self.claims(value);
        }
        let list = value.get("value").and_then(Value::as_array).or(value.as_array());
        let Some(list) = list else {
            return Err(InputError::new(
                "the JSON is neither an app manifest, a service principal, a list of assignments or grants, nor the claims of a token",
            ));
        };
        for item in list {
            self.item(item);
        }
        Ok(())
    }

    fn item(&mut self, item: &Value) {
        if let Some(name) = item.as_str() {
            self.add(name, self.context.caller, None);
        } else if is_application(item) {
            self.application(item);
        } else if value_of(item, "resourceAccess").is_some() {
            self.resource(item);
        } else if text_of(item, "scope").is_some() {
            self.for_app(text_of(item, "clientId"), |reader| reader.delegated(item));
        } else if text_of(item, "appRoleId").is_some() {
            self.for_app(text_of(item, "principalId"), |reader| reader.assignment(item));
        } else {
            self.granted.skipped.push("an entry is neither a name, an assignment nor a grant".to_owned());
        }
    }

    /// Reads what was granted to an application; what does not name one belongs to that around it.
    fn for_app(&mut self, id: Option<&str>, read: impl FnOnce(&mut Self)) {
        let outer = self.app.clone();
        if let Some(id) = id {
            self.app = Some(self.context.principals.app(id));
        }
        read(self);
        self.app = outer;
    }

    /// A service principal with what it was granted, or a manifest with what its app asks for.
    fn application(&mut self, value: &Value) {
        self.for_app(text_of(value, "appId"), |reader| {
            list_of(value, "requiredResourceAccess").iter().for_each(|resource| reader.resource(resource));
            for key in ["appRoleAssignments", "oauth2PermissionGrants"] {
                list_of(value, key).iter().for_each(|item| reader.item(item));
            }
        });
    }

    /// The claims of a token.
    fn claims(&mut self, claims: &Value) -> Result<(), InputError> {
        let doubts = token::doubts(claims, self.context.now)?;
        self.granted.doubts.extend(doubts);
        self.for_app(text_of(claims, "appid").or(text_of(claims, "azp")), |reader| {
            for name in text_of(claims, "scp").unwrap_or_default().split_whitespace() {
                reader.add(name, Caller::Delegated, None);
            }
            for name in list_of(claims, "roles").iter().filter_map(Value::as_str) {
                reader.add(name, Caller::Application, None);
            }
        });
        Ok(())
    }

    /// The scopes that an app was granted for users.
    fn delegated(&mut self, grant: &Value) {
        let other = self.context.principals.other_api(grant);
        for name in text_of(grant, "scope").unwrap_or_default().split_whitespace() {
            match other {
                Some(other) => self.skip_other(name, other),
                None => self.add(name, Caller::Delegated, None),
            }
        }
    }

    /// A role that an app was assigned.
    fn assignment(&mut self, assignment: &Value) {
        let id = text_of(assignment, "appRoleId").unwrap_or_default();
        match self.context.principals.other_api(assignment) {
            Some(other) => self.skip_other(id, other),
            None => self.add_id(id, Caller::Application),
        }
    }

    fn skip_other(&mut self, permission: &str, api: &str) {
        let (permission, api) = (redact(permission), redact(api));
        self.granted.skipped.push(format!("`{permission}` is a permission of {api}, not of Microsoft Graph"));
    }

    /// The permissions that an app asks of one API.
    fn resource(&mut self, resource: &Value) {
        let id = text_of(resource, "resourceAppId").unwrap_or_default();
        let accesses = list_of(resource, "resourceAccess");
        if !id.eq_ignore_ascii_case(GRAPH) {
            let count = accesses.len();
            self.granted.skipped.push(format!("{count} permissions of another API, `{}`", redact(id)));
            return;
        }
        for access in accesses {
            let Some(id) = text_of(access, "id") else { continue };
            match text_of(access, "type") {
                Some("Scope") => self.add_id(id, Caller::Delegated),
                Some("Role") => self.add_id(id, Caller::Application),
                other => {
                    let other = other.unwrap_or("nothing");
                    self.granted.skipped.push(format!(
                        "`{}`: the type is `{}`, neither `Scope` nor `Role`",
                        redact(id),
                        redact(other)
                    ));
                }
            }
        }
    }
}

/// Whether a value is a manifest or a service principal, with or without what was granted.
fn is_application(value: &Value) -> bool {
    text_of(value, "appId").is_some()
        || value_of(value, "requiredResourceAccess").is_some_and(Value::is_array)
}
