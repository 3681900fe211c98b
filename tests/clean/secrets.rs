//! Tokens, other secrets and user information in every input that is shown again.

use super::support::World;

/// {"aud": "00000003-0000-0000-c000-000000000000", "scp": "User.Read"} between a header and a signature.
const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJhdWQiOiIwMDAwMDAwMy0wMDAwLTAwMDAtYzAwMC0wMDAwMDAwMDAwMDAiLCJzY3AiOiJVc2VyLlJlYWQifQ.SIGSECRETSIG";
/// What must not be shown: parts of the token, and the other secrets.
const SECRETS: [&str; 6] = ["eyJ", "IwMDAw", "SIGSEC", "OPAQUE", "hunter2", "SECRETSIG"];

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

/// The text of both outputs of a run in every format.
fn shown(world: &World, arguments: &[&str], formats: &[&str]) -> Vec<String> {
    let show = |format: &&str| {
        let output = world.run(&[arguments, &["--format", format]].concat());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        format!("{}\n{}", text(&output.stdout), text(&output.stderr))
    };
    formats.iter().map(show).collect()
}

#[track_caller]
fn check(what: &str, shown: &[String]) {
    for text in shown {
        for secret in SECRETS {
            assert!(!text.contains(secret), "{what}: {secret} is shown: {text}");
        }
    }
}

#[test]
fn grants_show_no_secret() {
    let world = World::new();
    let (first, rest) = TOKEN.split_at(50);
    let read = [
        TOKEN.to_owned(),
        format!("\"{TOKEN}\""),
        format!("'{TOKEN}'"),
        format!("Bearer {TOKEN}\n"),
        format!("Authorization: Bearer {TOKEN}"),
        format!("{{\"access_token\":\"{TOKEN}\",\"refresh_token\":\"OPAQUE\"}}"),
        format!("{{\"{TOKEN}\":1}}"),
        format!("{first}\n{rest}"),
        format!("\"Bearer {first}\r\n  {rest}\""),
    ];
    let refused = [
        format!("curl -H \"Authorization: Bearer {TOKEN}\" https://graph.microsoft.com/v1.0/me"),
        format!("User.Read {TOKEN}"),
        format!("{{\"a\":\"{TOKEN}\",\"b\":[\"x {TOKEN}\"]}}"),
        format!("{first}\nMail.Read"),
        "Bearer OPAQUEa1OPAQUEa1OPAQUEa1".to_owned(),
        "OPAQUEa1OPAQUEa1OPAQUEa1".to_owned(),
        "client_secret=OPAQUE~x".to_owned(),
        "https://user:hunter2@host.example/Mail.Read".to_owned(),
        "{\"value\":[{\"appRoleId\":\"OPAQUEa1OPAQUEa1OPAQUEa1\"}]}".to_owned(),
        "{\"scp\":\"User.Read\",\"aud\":\"https://user:hunter2@vault.example\"}".to_owned(),
    ];
    world.write("calls.txt", "GET /me\n");
    let arguments =
        ["permissions", "review", "--docs", "docs", "--uses", "calls.txt", "--granted", "secret.txt"];
    let formats = ["text", "json", "markdown", "sarif"];
    for (texts, is_read) in [(&read[..], true), (&refused, false)] {
        for text in texts {
            for bytes in [text.clone().into_bytes(), utf16(text)] {
                world.write("secret.txt", bytes);
                let shown = shown(&world, &arguments, &formats);
                check(text, &shown);
                assert_eq!(
                    shown[0].starts_with("1 call, 1 granted permission\n"),
                    is_read,
                    "{text}: {}",
                    shown[0]
                );
            }
        }
    }
}

#[test]
fn uses_show_no_secret() {
    let world = World::new();
    let (first, rest) = TOKEN.split_at(50);
    world.write("granted.txt", "User.Read\n");
    for text in [
        format!("curl -H \"Authorization: Bearer {TOKEN}\" https://graph.microsoft.com/v1.0/me"),
        format!("GET https://graph.microsoft.com/v1.0/nope -H 'Authorization: Bearer OPAQUE'\n{first}\n{rest}\n"),
        format!("GET /nope?access_token={TOKEN}&code=OPAQUE&client_secret=OPAQUE&sig=OPAQUE\n"),
        format!("GET /nope?$filter=a eq '{TOKEN}'\nGET /nope/{TOKEN}/x\nGET /nope/access_token=OPAQUE\n"),
        "GET https://user:hunter2@graph.microsoft.com/v1.0/nope\nGET https://hunter2@files.example/x?sig=OPAQUE\n".to_owned(),
        "GET https://graph.microsoft.com/v1.0/nope#access_token=OPAQUE\nOPAQUEOPAQUEOPAQUE /me\n".to_owned(),
        format!("[{{\"method\":\"{TOKEN}\",\"url\":\"/me\"}},{{\"method\":\"OPAQUE-x\",\"url\":\"/me\"}}]"),
        format!("{{\"log\":{{\"entries\":[{{\"request\":{{\"method\":\"POST\",\"url\":\"https://u:hunter2@h.example/$batch?sig=OPAQUE&t={TOKEN}\"}}}}]}}}}"),
        format!("{{\"requests\":[{{\"method\":\"GET\",\"url\":\"nope\\n{TOKEN}\"}}]}}"),
    ] {
        for bytes in [text.clone().into_bytes(), utf16(&text)] {
            world.write("secret.txt", bytes);
            let least = ["permissions", "least", "--docs", "docs", "--uses", "secret.txt"];
            check(&text, &shown(&world, &least, &["text", "json"]));
            let review = ["permissions", "review", "--docs", "docs", "--uses", "secret.txt", "--granted", "granted.txt"];
            check(&text, &shown(&world, &review, &["text", "json", "markdown", "sarif"]));
        }
    }
}

#[test]
fn questions_show_no_secret() {
    let world = World::new();
    for request in [
        format!("GET https://user:hunter2@graph.microsoft.com/v1.0/nope?access_token={TOKEN}&sig=OPAQUE"),
        format!("Bearer {TOKEN}"),
    ] {
        check(
            &request,
            &shown(&world, &["permissions", "show", "--docs", "docs", &request], &["text", "json"]),
        );
        check(
            &request,
            &shown(&world, &["permissions", "calls", "--docs", "docs", &request], &["text", "json"]),
        );
    }
}
