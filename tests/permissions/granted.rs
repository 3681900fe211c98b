//! What was granted, in every form, and nothing of a token in any answer.

use super::support::{World, findings, text};

/// {"aud": "00000003-0000-0000-c000-000000000000", "scp": "Mail.Read openid"}
const CLAIMS: &str =
    "eyJhdWQiOiAiMDAwMDAwMDMtMDAwMC0wMDAwLWMwMDAtMDAwMDAwMDAwMDAwIiwgInNjcCI6ICJNYWlsLlJlYWQgb3BlbmlkIn0";

#[test]
fn grants_of_every_form() {
    let world = World::new();
    let graph = "00000003-0000-0000-c000-000000000000";
    let (delegated, application) =
        ("570282fd-fa5c-430d-a7fd-fc8dc98a9dca", "810c84a8-4a9e-49e6-bf7d-12d183f40d01");
    let forms = [
        "Mail.Read".to_owned(),
        "# the token's scopes\ndelegated: https://graph.microsoft.com/mail.read".to_owned(),
        format!(
            "{{\"requiredResourceAccess\": [{{\"resourceAppId\": \"{graph}\", \"resourceAccess\": [{{\"id\": \"{delegated}\", \"type\": \"Scope\"}}]}}]}}"
        ),
        "{\"value\": [{\"scope\": \" Mail.Read\", \"consentType\": \"AllPrincipals\"}]}".to_owned(),
        format!("{{\"aud\": \"{graph}\", \"scp\": \"Mail.Read openid profile\"}}"),
        format!("eyJhbGciOiJub25lIn0.{CLAIMS}.c2lnbmF0dXJl"),
        format!("Bearer eyJhbGciOiJub25lIn0.{CLAIMS}.c2lnbmF0dXJl\n"),
    ];
    for granted in forms {
        let review = world.review("GET /me/messages", &granted, &[]);
        assert_eq!(findings(&review), [""; 0], "{granted}");
    }
    let assignments = format!(
        "{{\"value\": [{{\"appRoleId\": \"{application}\", \"resourceDisplayName\": \"Microsoft Graph\"}}]}}"
    );
    let review = world.review("GET /me/messages", &assignments, &[]);
    assert_eq!(review["granted"][0]["caller"], "application");
    assert_eq!(review["granted"][0]["name"], "Mail.Read");
}

#[test]
fn what_cannot_be_named_cannot_be_reviewed() {
    let world = World::new();
    let assignments = r#"{"value": [{"appRoleId": "11111111-2222-3333-4444-555555555555"}]}"#;
    let review = world.review("GET /users/x", assignments, &[]);
    assert_eq!(findings(&review)[1], "unknown 11111111-2222-3333-4444-555555555555");
    let output = world.run(&["permissions", "review", "--uses", "uses.txt", "--granted", "granted.txt"]);
    assert_eq!(output.status.code(), Some(1));
    // The service itself knows its own.
    world.write(
        "graph.json",
        r#"{"appRoles": [{"id": "11111111-2222-3333-4444-555555555555", "value": "User.Read.All"}]}"#,
    );
    let review = world.review("GET /users/x", assignments, &["--ids", "graph.json"]);
    assert_eq!(findings(&review), [""; 0]);
}

#[test]
fn docs_without_identifiers_borrow_those_that_are_built_in() {
    let world = World::new();
    world.write(
        "docs/concepts/permissions-reference.md",
        "# Reference\n\n## Mail\n\n#### Application permissions\n\n|Permission|Display String|Description|Admin Consent Required|\n\
         |:--|:--|:--|:--|\n|_User.Read.All_|Read users|Reads users, without a signed-in user.|Yes|\n",
    );
    let assignments = r#"{"value": [{"appRoleId": "df021288-bdef-4463-88db-98f22de89214"}]}"#;
    let review = world.review("GET /users/x", assignments, &[]);
    assert_eq!(review["granted"][0]["name"], "User.Read.All");
    assert_eq!(findings(&review), [""; 0]);
}

#[test]
fn no_answer_shows_a_token() {
    let world = World::new();
    let secret = "c2VjcmV0LXNpZ25hdHVyZQ";
    world.write("uses.txt", format!("GET https://graph.microsoft.com/v1.0/me/messages?access_token={secret}\nGET https://user:{secret}@files.example/x?tempauth={secret}\n"));
    let tokens = [
        format!("eyJhbGciOiJub25lIn0.{CLAIMS}.{secret}"),
        format!("eyJhbGciOiJub25lIn0.{secret}.{secret}"),
        format!("eyJhbGciOiJub25lIn0.{secret}.{secret}.{secret}.{secret}"),
        format!("Mail.Read eyJhbGciOiJub25lIn0.{CLAIMS}.{secret}"),
    ];
    for token in tokens {
        world.write("granted.txt", &token);
        for format in ["text", "json", "markdown", "sarif"] {
            let output = world.run(&[
                "permissions",
                "review",
                "--uses",
                "uses.txt",
                "--granted",
                "granted.txt",
                "--format",
                format,
            ]);
            let said = format!("{}{}", text(&output), String::from_utf8_lossy(&output.stderr));
            assert!(!said.contains(secret) && !said.contains(CLAIMS), "{token}, {format}: {said}");
        }
    }
}
