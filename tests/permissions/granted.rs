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

#[test]
fn tokens_for_another_api_are_refused() {
    let world = World::new();
    world.write("uses.txt", "GET /me/messages");
    let asked = ["permissions", "review", "--uses", "uses.txt", "--granted", "granted.txt"];
    // {"aud": "https://vault.example", "scp": "Mail.Read"}
    let claims = "eyJhdWQiOiAiaHR0cHM6Ly92YXVsdC5leGFtcGxlIiwgInNjcCI6ICJNYWlsLlJlYWQifQ";
    for text in [
        format!("eyJhbGciOiJub25lIn0.{claims}.c2lnbmF0dXJl"),
        r#"{"aud": "https://vault.example", "roles": ["Mail.Read"]}"#.to_owned(),
    ] {
        world.write("granted.txt", text);
        let output = world.run(&asked);
        assert_eq!(output.status.code(), Some(2));
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            words.contains("the token is for `https://vault.example`, not for Microsoft Graph"),
            "{words}"
        );
        assert!(!words.contains("eyJ"), "{words}");
    }
}

#[test]
fn tokens_that_may_not_hold_are_used_and_reported() {
    let world = World::new();
    let graph = "00000003-0000-0000-c000-000000000000";
    // The clock of these tests stands at 1767225600.
    let claims = |audience: &str, exp: u64| format!("{{{audience} \"scp\": \"Mail.Read\", \"exp\": {exp}}}");
    let audience = format!("\"aud\": \"{graph}\",");
    let cases = [
        (claims(&audience, 1_767_225_601), ""),
        (claims(&audience, 1_767_225_600 - 3 * 86_400), "granted.txt: the token has expired: 3 days ago"),
        (claims("", 1_767_225_601), "granted.txt: the token does not say for which API it is (no `aud`)"),
    ];
    for (granted, doubt) in cases {
        let review = world.review("GET /me/messages", &granted, &[]);
        assert_eq!(findings(&review), [""; 0]);
        assert_eq!(review["granted"][0]["name"], "Mail.Read");
        let open = review["leftOpen"].as_array().expect("a list");
        let messages: Vec<&str> = open.iter().filter_map(|open| open["message"].as_str()).collect();
        let messages: Vec<&str> =
            messages.iter().map(|text| text.rsplit('/').next().unwrap_or(text)).collect();
        assert_eq!(messages, if doubt.is_empty() { vec![] } else { vec![doubt] });
        let asked = ["permissions", "review", "--uses", "uses.txt", "--granted", "granted.txt"];
        assert_eq!(world.run(&asked).status.code(), Some(0));
        let strict = world.run(&[&asked[..], &["--strict"]].concat());
        assert_eq!(strict.status.code(), Some(i32::from(!doubt.is_empty())));
    }
    // What such a token grants too much is a finding.
    let review = world.review("GET /me/messages", r#"{"scp": "Mail.Read User.Read", "exp": 1}"#, &[]);
    assert_eq!(findings(&review), ["unused User.Read"]);
    let output = world.run(&["permissions", "review", "--uses", "uses.txt", "--granted", "granted.txt"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_signs_in_is_never_unused() {
    let world = World::new();
    for granted in [
        "Mail.Read profile openid offline_access email",
        "Mail.Read Profile https://graph.microsoft.com/OpenId",
    ] {
        assert_eq!(findings(&world.review("GET /me/messages", granted, &[])), [""; 0], "{granted}");
    }
    let review = world.review("GET /favicon.ico", "profile openid offline_access email", &[]);
    assert_eq!(findings(&review), [""; 0]);
}
