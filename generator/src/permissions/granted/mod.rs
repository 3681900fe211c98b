//! What a program was granted, in the forms in which people have it.
//!
//! | form | known by |
//! |---|---|
//! | names | `Mail.Read User.Read`, separated by blanks, commas or lines; `delegated:` or `application:` in front of a line; `#` comments |
//! | an app manifest | `{"requiredResourceAccess": [{"resourceAppId", "resourceAccess": [{"id", "type": "Scope" or "Role"}]}]}` |
//! | app role assignments | `{"value": [{"appRoleId", "principalId", "resourceId"}]}`, of `servicePrincipals/{id}/appRoleAssignments` |
//! | delegated grants | `{"value": [{"scope": "Mail.Read User.Read", "clientId", "resourceId"}]}`, of `oauth2PermissionGrants` |
//! | service principals | `{"value": [{"appId", "id", "appRoleAssignments": […], "oauth2PermissionGrants": […]}]}`, or one of them |
//! | what an app asks for | `[{"resourceAppId", "resourceAccess": […]}]`, the inner list of a manifest |
//! | a token's claims | `{"aud", "scp": "Mail.Read User.Read"}`, `{"aud", "roles": ["Mail.Send"]}` |
//! | a token | `eyJ….eyJ….…`, with or without `Bearer`; its claims are read, its signature is not checked |
//!
//! Keys may begin with a capital, as PowerShell writes them. A token, or what may be one, is never shown, not in errors either.
//!
//! Manifests and assignments name permissions by identifier. Identifiers come from the permissions reference, or from the service
//! itself: the answer to `servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=appRoles,oauth2PermissionScopes`.

mod grant;
mod ids;
mod json;
mod principals;
mod reader;
mod token;
mod value;

pub use self::grant::{GRAPH, Grant, Granted, Unknown};
pub use self::ids::Ids;
pub use self::principals::Principals;
pub use self::reader::Context;
use self::reader::Reader;
use super::InputError;

/// Reads grants in any of the forms.
///
/// # Errors
/// When the text has none of the forms, or is a token for another API.
pub fn read(text: &str, context: Context<'_>) -> Result<Granted, InputError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader { granted: Granted::default(), context, app: None };
    if let Some(token) = token::unwrapped(text)? {
        reader.json(&token::claims(&token)?)?;
    } else if text.trim_start().starts_with(['{', '[']) {
        reader.json(&value::parse(text)?)?;
    } else {
        reader.list(text);
    }
    Ok(reader.granted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::CatalogueEntry;
    use crate::ir::SchemeEntry;
    use crate::permissions::Caller;

    const MIXED: &str = "error: a token among other text; give the token in a file of its own";

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let described = |id: &str| Some(SchemeEntry { id: Some(id.to_owned()), ..SchemeEntry::default() });
        let catalogue = [CatalogueEntry {
            name: "Mail.Read".to_owned(),
            delegated: described("aa"),
            application: described("bb"),
        }];
        let mut principals = Principals::default();
        principals.add(text);
        let context = Context {
            caller: Caller::Delegated,
            ids: &Ids::of(&catalogue),
            catalogue: &catalogue,
            principals: &principals,
            now: 200_000,
        };
        let shown = match read(text, context) {
            Ok(granted) => {
                let one = |grant: &Grant| {
                    let app = grant.app.as_ref().map_or(String::new(), |app| format!(" to {app}"));
                    format!("{} {}{app}", grant.caller.as_str(), grant.name)
                };
                let unknown = granted.unknown.iter().map(|unknown| format!("unknown {}", unknown.id));
                let skipped = granted.skipped.iter().map(|words| format!("skipped {words}"));
                let doubts = granted.doubts.iter().map(|words| format!("doubt {words}"));
                granted.permissions.iter().map(one).chain(unknown).chain(skipped).chain(doubts).collect()
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
        check(r#"["Mail.Read"]"#, &["delegated Mail.Read"]);
    }

    #[test]
    fn claims() {
        const NO_AUDIENCE: &str = "doubt the token does not say for which API it is (no `aud`)";
        check(r#"{"scp": "Mail.Read openid"}"#, &["delegated Mail.Read", "delegated openid", NO_AUDIENCE]);
        check(r#"{"roles": ["Mail.Send"]}"#, &["application Mail.Send", NO_AUDIENCE]);
        for audience in ["https://vault.example", "https://graph.microsoft.com.example"] {
            check(
                &format!(r#"{{"scp": "Mail.Read", "aud": "{audience}"}}"#),
                &[&format!("error: the token is for `{audience}`, not for Microsoft Graph")],
            );
        }
        for audience in [GRAPH, "https://graph.microsoft.com/", "https://graph.microsoft.us"] {
            check(&format!(r#"{{"scp": "Mail.Read", "aud": "{audience}"}}"#), &["delegated Mail.Read"]);
        }
        let until =
            |exp: &str| format!(r#"{{"aud": "{GRAPH}", "appid": "A1", "scp": "Mail.Read", "exp": {exp}}}"#);
        for exp in ["200001", "200000", "\"soon\""] {
            check(&until(exp), &["delegated Mail.Read to a1"]);
        }
        check(
            &until("199999"),
            &["delegated Mail.Read to a1", "doubt the token has expired: less than a day ago"],
        );
        check(&until("1"), &["delegated Mail.Read to a1", "doubt the token has expired: 2 days ago"]);
    }

    #[test]
    fn applications() {
        // One file with service principals and what they were granted; the object ids are those of the applications.
        check(
            r#"{"value": [
                {"appId": "A1", "id": "o1", "displayName": "One",
                    "appRoleAssignments": [
                        {"appRoleId": "bb", "principalId": "o1", "resourceId": "g", "resourceDisplayName": "Microsoft Graph"},
                        {"appRoleId": "xx", "principalId": "o1", "resourceId": "v", "resourceDisplayName": "Vault"}],
                    "oauth2PermissionGrants": [{"clientId": "o1", "scope": "Mail.Read", "resourceId": "g"},
                        {"clientId": "o1", "scope": "Keys.Read", "resourceId": "v"}]},
                {"AppId": "a2", "Id": "o2", "oauth2PermissionGrants": [{"scope": "Mail.Read"}]},
                {"appId": "a3", "id": "o3"}]}"#,
            &[
                "application Mail.Read to a1",
                "delegated Mail.Read to a1",
                "delegated Mail.Read to a2",
                "skipped `xx` is a permission of Vault, not of Microsoft Graph",
                "skipped `Keys.Read` is a permission of Vault, not of Microsoft Graph",
            ],
        );
        // Without service principals the object id is what is known; with one in the list, its application.
        check(
            r#"{"value": [{"clientId": "O1", "scope": "Mail.Read User.Read"}, {"principalId": "o2", "appRoleId": "bb"},
                {"appId": "a2", "id": "O2"}]}"#,
            &["delegated Mail.Read to o1", "delegated User.Read to o1", "application Mail.Read to a2"],
        );
        check(
            r#"{"appId": "A1", "requiredResourceAccess": [{"resourceAppId": "00000003-0000-0000-c000-000000000000",
                "resourceAccess": [{"id": "aa", "type": "Scope"}]}]}"#,
            &["delegated Mail.Read to a1"],
        );
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
                "error: the JSON is neither an app manifest, a service principal, a list of assignments or grants, nor the claims of a token",
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
