//! What a program was granted, in the forms in which people have it.
//!
//! | form | known by |
//! |---|---|
//! | names | `Mail.Read User.Read`, separated by blanks, commas or lines; `delegated:` or `application:` in front of a line; `#` comments |
//! | an app manifest | `{"requiredResourceAccess": [{"resourceAppId", "resourceAccess": [{"id", "type": "Scope" or "Role"}]}]}` |
//! | app role assignments | `{"value": [{"appRoleId", "resourceId"}]}`, of `servicePrincipals/{id}/appRoleAssignments` |
//! | delegated grants | `{"value": [{"scope": "Mail.Read User.Read"}]}`, of `oauth2PermissionGrants` |
//! | what an app asks for | `[{"resourceAppId", "resourceAccess": […]}]`, the inner list of a manifest |
//! | a token's claims | `{"aud", "scp": "Mail.Read User.Read"}`, `{"aud", "roles": ["Mail.Send"]}` |
//! | a token | `eyJ….eyJ….…`, with or without `Bearer`; its claims are read, its signature is not checked |
//!
//! Keys may begin with a capital, as PowerShell writes them. A token, or what may be one, is never shown, not in errors either.
//!
//! Manifests and assignments name permissions by identifier. Identifiers come from the permissions reference, or from the service
//! itself: the answer to `servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=appRoles,oauth2PermissionScopes`.

mod ids;
mod token;

use serde_json::Value;

pub use self::ids::Ids;
use super::{Caller, InputError, names};
use crate::ir::CatalogueEntry;
use crate::redact::redact;

/// The application id of Microsoft Graph itself.
pub const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// What was granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Granted {
    /// The permissions, each once, in the order of the text.
    pub permissions: Vec<Grant>,
    /// Identifiers that name no known permission.
    pub unknown: Vec<Unknown>,
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

/// An identifier that was granted and names no known permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The identifier.
    pub id: String,
    /// To which kind of caller.
    pub caller: Caller,
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
    if let Some(token) = token::unwrapped(text)? {
        reader.json(&token::claims(&token)?, caller)?;
    } else if text.trim_start().starts_with(['{', '[']) {
        reader.json(&json(text)?, caller)?;
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
            if redact(line) != line {
                self.granted.skipped.push(format!("line {}: a secret, not names of permissions", number + 1));
                continue;
            }
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
        if let Some(resources) = value_of(value, "requiredResourceAccess").and_then(Value::as_array) {
            for resource in resources {
                self.resource(resource);
            }
            return Ok(());
        }
        let scopes = text_of(value, "scp");
        let roles = value.get("roles").and_then(Value::as_array);
        if scopes.is_some() || roles.is_some() {
            if let Some(audience) = text_of(value, "aud").filter(|audience| !token::is_graph(audience)) {
                let words = format!("the token is for `{}`, not for Microsoft Graph", redact(audience));
                self.granted.skipped.push(words);
                return Ok(());
            }
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
            } else if value_of(item, "resourceAccess").is_some() {
                self.resource(item);
            } else if let Some(scopes) = text_of(item, "scope") {
                for name in scopes.split_whitespace() {
                    self.add(name, Caller::Delegated, None);
                }
            } else if let Some(id) = text_of(item, "appRoleId") {
                let resource = text_of(item, "resourceDisplayName").unwrap_or("Microsoft Graph");
                if resource == "Microsoft Graph" || resource == "GraphAggregatorService" {
                    self.add_id(id, Caller::Application);
                } else {
                    self.granted.skipped.push(format!(
                        "`{}` is a permission of {}, not of Microsoft Graph",
                        redact(id),
                        redact(resource)
                    ));
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
            value_of(resource, "resourceAccess").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
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

    fn add_id(&mut self, id: &str, caller: Caller) {
        match self.ids.name(caller, id) {
            Some(name) => {
                let name = name.to_owned();
                self.add(&name, caller, None);
            }
            None if names::entry(self.catalogue, id).is_some() || !is_name(id) => self.add(id, caller, None),
            None => {
                let unknown = Unknown { id: id.to_owned(), caller };
                if !self.granted.unknown.contains(&unknown) {
                    self.granted.unknown.push(unknown);
                }
            }
        }
    }

    fn add(&mut self, name: &str, caller: Caller, line: Option<usize>) {
        let name = name.rsplit_once("graph.microsoft.com/").map_or(name, |(_, name)| name);
        let name = names::entry(self.catalogue, name).map_or(name, |entry| entry.name.as_str());
        if !is_name(name) {
            let at = line.map_or(String::new(), |line| format!("line {line}: "));
            return self.granted.skipped.push(format!("{at}an entry that is not the name of a permission"));
        }
        let known = |grant: &Grant| grant.caller == caller && grant.name.eq_ignore_ascii_case(name);
        if !name.is_empty() && name != ".default" && !self.granted.permissions.iter().any(known) {
            self.granted.permissions.push(Grant { name: name.to_owned(), caller, line });
        }
    }
}

/// Whether a text can be the name of a permission, or an identifier, and no secret: secrets are long, without words in them.
fn is_name(text: &str) -> bool {
    let is_random = |part: &str| {
        let has = |is: fn(&u8) -> bool| part.bytes().any(|byte| is(&byte));
        part.len() >= 20
            && has(u8::is_ascii_digit)
            && has(u8::is_ascii_uppercase)
            && has(u8::is_ascii_lowercase)
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '/');
    text.len() <= 128 && text.chars().all(is_plain) && !text.split(['.', '/']).any(is_random)
}

fn json(text: &str) -> Result<Value, InputError> {
    serde_json::from_str(text).map_err(|error| InputError::new(format!("not valid JSON: {error}")))
}

/// What stands under a key, also when the key begins with a capital.
fn value_of<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    value.get(key).or_else(|| value.get(key[..1].to_ascii_uppercase() + &key[1..]))
}

fn text_of<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value_of(value, key)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::SchemeEntry;

    const MIXED: &str = "error: a token among other text; give the token in a file of its own";

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
                let unknown = granted.unknown.iter().map(|unknown| format!("unknown {}", unknown.id));
                let skipped = granted.skipped.iter().map(|words| format!("skipped {words}"));
                granted.permissions.iter().map(one).chain(unknown).chain(skipped).collect()
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
                "unknown cc",
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
        check(
            r#"[{"AppRoleId": "bb", "ResourceDisplayName": "Microsoft Graph"},
                {"resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": [{"id": "aa", "type": "Scope"}]}]"#,
            &["application Mail.Read", "delegated Mail.Read"],
        );
        check(r#"{"scp": "Mail.Read openid"}"#, &["delegated Mail.Read", "delegated openid"]);
        check(
            r#"{"scp": "Mail.Read", "aud": "https://vault.example"}"#,
            &["skipped the token is for `https://vault.example`, not for Microsoft Graph"],
        );
        check(r#"{"scp": "Mail.Read", "aud": "https://graph.microsoft.com/"}"#, &["delegated Mail.Read"]);
        check(r#"{"roles": ["Mail.Send"]}"#, &["application Mail.Send"]);
        check(r#"["Mail.Read"]"#, &["delegated Mail.Read"]);
    }

    #[test]
    fn encoded_tokens() {
        // {"aud": "00000003-0000-0000-c000-000000000000", "scp": "Mail.Read openid"}
        let claims = "eyJhdWQiOiAiMDAwMDAwMDMtMDAwMC0wMDAwLWMwMDAtMDAwMDAwMDAwMDAwIiwgInNjcCI6ICJNYWlsLlJlYWQgb3BlbmlkIn0";
        let token = format!("eyJhbGciOiJub25lIn0.{claims}.c2lnbmF0dXJl");
        let expected = ["delegated Mail.Read", "delegated openid"];
        check(&token, &expected);
        check(&format!("Bearer {token}\n"), &expected);
        for wrapped in [
            "Authorization: Bearer JWT",
            "authorization:bearer JWT\r\n",
            "\"JWT\"",
            "'Bearer JWT'",
            "`JWT`;",
            "{\"access_token\": \"JWT\"}",
            "{\"token_type\": \"Bearer\", \"accessToken\": \"JWT\", \"id_token\": \"eyJ.x.y\"}",
            "{\"JWT\": true}",
            "[\"Bearer JWT\"]",
            "\"Authorization\": \"Bearer JWT\",",
            "access_token=JWT",
        ] {
            check(&wrapped.replace("JWT", &token), &expected);
        }
        let (first, rest) = token.split_at(40);
        check(&format!("{first}\r\n  {rest}\n"), &expected);
        check(&format!("\"{first}\" +\n\"{rest}\""), &expected);
        check(&format!("{{\"a\": \"{token}\", \"b\": \"{token}\"}}"), &[MIXED]);
        check(
            &format!("{token}\nMail.Read"),
            &["error: the token cannot be read: it has 4 parts instead of 3"],
        );
        check(
            &format!("curl -H \"Authorization: Bearer {token}\" https://graph.microsoft.com/v1.0/me"),
            &[MIXED],
        );
        check("eyJhbGciOiJub25lIn0", &["error: the token cannot be read: it has 1 part instead of 3"]);
        check(
            "eyJhbGciOiJub25lIn0.a.b.c.d",
            &["error: the token cannot be read: it has 5 parts instead of 3; one of five is encrypted"],
        );
        check("eyJhbGciOiJub25lIn0.aGFsbG8.x", &["error: the token cannot be read: its claims are not JSON"]);
    }

    #[test]
    fn other_texts() {
        check(
            "{}",
            &[
                "error: the JSON is neither an app manifest, a list of assignments or grants, nor the claims of a token",
            ],
        );
        check("eyJhbGciOi.x.y", &["error: the token cannot be read: its second part is not base64url"]);
        check("User.Read eyJhbGciOiJub25lIn0.e30.x", &[MIXED]);
        check(
            "Bearer EwB4A8l6BAAU\nclient_secret=abc\nEwB4A8l6BAAUkj1NuJYtTVha\nabc8Q~x\nMail.Read",
            &[
                "delegated Mail.Read",
                "skipped line 1: a secret, not names of permissions",
                "skipped line 2: a secret, not names of permissions",
                "skipped line 3: an entry that is not the name of a permission",
                "skipped line 4: an entry that is not the name of a permission",
            ],
        );
    }
}
