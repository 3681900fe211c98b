//! `--by-app`: what each application of a log needs, and what of its grants it uses.

use serde_json::{Value, json};

use super::support::{World, findings, left_open, names, text};

const MAIL: &str = "570282fd-fa5c-430d-a7fd-fc8dc98a9dca";
/// `Mail.Read` for an app itself.
const MAIL_ROLE: &str = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";

/// The first application reads mail for users, the second reads groups as itself, the third only asks for what no docs have.
const LOG: &str = "RequestMethod,RequestUri,AppId,ServicePrincipalId,Scopes,Roles\n\
    GET,https://graph.microsoft.com/v1.0/me/messages?$top=5,App-1,,Mail.Read,\n\
    GET,https://graph.microsoft.com/v1.0/me/messages,app-1,,Mail.Read,\n\
    GET,https://graph.microsoft.com/v1.0/groups/aa/members,app-2,object-2,,GroupMember.Read.All\n\
    GET,https://graph.microsoft.com/v1.0/groups/aa/nothing,app-3,object-3,,Mail.Read\n\
    GET,https://graph.microsoft.com/v1.0/me,,,,\n";

fn assignments() -> String {
    let assignment = |principal: &str, api: &str| {
        json!({"appRoleId": MAIL_ROLE, "principalId": principal, "principalDisplayName": format!("Name of {principal}"),
            "resourceId": format!("id of {api}"), "resourceDisplayName": api})
    };
    let list = [
        assignment("OBJECT-2", "Microsoft Graph"),
        assignment("object-3", "Microsoft Graph"),
        assignment("object-4", "Microsoft Graph"),
        assignment("object-4", "Vault"),
    ];
    json!({ "value": list }).to_string()
}

fn grants() -> String {
    let grant = |client: &str, scope: &str, api: &str| json!({"clientId": client, "consentType": "AllPrincipals", "resourceId": format!("id of {api}"), "scope": scope});
    let list = [
        grant("object-1", "openid profile Mail.Read offline_access email", "Microsoft Graph"),
        grant("object-1", "Mail.Send", "Vault"),
        grant("object-4", "User.Read", "Microsoft Graph"),
    ];
    json!({ "value": list }).to_string()
}

const PRINCIPALS: &str = r#"{"value": [{"appId": "APP-1", "id": "object-1", "displayName": "One | *1*"}]}"#;

/// A world with the log and the grants, and how to ask for a review of them.
fn world() -> (World, Vec<&'static str>) {
    let world = World::new();
    world.write("log.csv", LOG);
    world.write("assignments.json", assignments());
    world.write("grants.json", grants());
    world.write("principals.json", PRINCIPALS);
    let asked = "permissions review --by-app --uses log.csv --granted assignments.json --granted grants.json --granted principals.json";
    (world, asked.split(' ').collect())
}

/// One application in a line: its id, its requests, and what was found.
fn shown(of: &Value, found: &[String]) -> String {
    let app = of["app"].as_str().unwrap_or("-");
    format!("{app}: {} requests, {} calls: {}", of["requests"], of["calls"], found.join(", "))
}

#[test]
fn the_least_for_each_application() {
    let world = World::new();
    world.write("log.csv", LOG);
    let answer = world.json(&["permissions", "least", "--by-app", "--uses", "log.csv"]);
    let apps = answer["apps"].as_array().expect("a list");
    let first = |of: &Value, scheme: usize| of["schemes"][scheme]["sets"].get(0).map_or(Vec::new(), names);
    let lines: Vec<String> =
        apps.iter().map(|of| shown(of, &[first(of, 0), first(of, 1)].concat())).collect();
    assert_eq!(
        lines,
        [
            "-: 1 requests, 1 calls: User.Read",
            "app-1: 2 requests, 1 calls: Mail.Read",
            "app-2: 1 requests, 1 calls: GroupMember.Read.All",
            "app-3: 0 requests, 0 calls: ",
        ]
    );
    assert_eq!(left_open(&apps[3]), ["notDocumented"]);
    assert_eq!((left_open(&answer), &answer["unknown"][0]["count"]), (vec!["notDocumented"], &json!(1)));
    // Together they need what they need apart.
    let together = world.json(&["permissions", "least", "--uses", "log.csv"]);
    assert_eq!(together.get("apps"), None);
    assert_eq!(names(&together["schemes"][0]["sets"][0]), ["Mail.Read", "User.Read"]);

    let said = text(&world.run(&["permissions", "least", "--by-app", "--uses", "log.csv"]));
    let headings: Vec<&str> =
        said.lines().filter(|line| line.contains("application ") || line.starts_with("no ")).collect();
    assert_eq!(
        headings,
        [
            "no application known: 1 request",
            "application app-1: 2 requests",
            "application app-2: 1 request",
            "application app-3: 0 requests",
        ],
        "{said}"
    );
}

#[test]
fn a_review_of_each_application() {
    let (world, asked) = world();
    let answer = world.json(&asked);
    let apps = answer["apps"].as_array().expect("a list");
    let lines: Vec<String> = apps.iter().map(|of| shown(of, &findings(of))).collect();
    assert_eq!(
        lines,
        [
            "-: 1 requests, 1 calls: missing GET /me",
            "app-1: 2 requests, 1 calls: ",
            "app-2: 1 requests, 1 calls: missing GET /groups/{id}/members, unused Mail.Read",
            "app-3: 0 requests, 0 calls: unused Mail.Read",
            "object-4: 0 requests, 0 calls: unused User.Read, unused Mail.Read",
        ]
    );
    let names: Vec<&Value> = apps.iter().map(|of| &of["displayName"]).collect();
    assert_eq!(
        names,
        [
            &Value::Null,
            &json!("One | *1*"),
            &json!("Name of OBJECT-2"),
            &json!("Name of object-3"),
            &json!("Name of object-4")
        ]
    );
    assert_eq!(
        answer["skipped"],
        json!([
            format!("assignments.json: `{MAIL_ROLE}` is a permission of Vault, not of Microsoft Graph"),
            "grants.json: `Mail.Send` is a permission of Vault, not of Microsoft Graph"
        ])
    );
    // One service principal, with what it was granted, says the same.
    let expanded = json!({"appId": "app-1", "id": "object-1", "displayName": "One",
        "oauth2PermissionGrants": [{"clientId": "object-1", "scope": "Mail.Read"}],
        "appRoleAssignments": [{"principalId": "object-1", "appRoleId": MAIL_ROLE}]});
    world.write("one.json", expanded.to_string());
    world.write("one.txt", LOG.lines().take(3).collect::<Vec<_>>().join("\n"));
    let one = ["permissions", "review", "--by-app", "--uses", "one.txt", "--granted", "one.json"];
    let answer = world.json(&one);
    let lines: Vec<String> =
        answer["apps"].as_array().expect("a list").iter().map(|of| shown(of, &findings(of))).collect();
    assert_eq!(lines, ["app-1: 2 requests, 1 calls: unused Mail.Read"]);
    assert_eq!(answer["apps"][0]["findings"][0]["caller"], "application");
}

#[test]
fn any_application_with_findings_makes_the_run_fail() {
    let (world, asked) = world();
    assert_eq!(world.run(&asked).status.code(), Some(1));
    world.write("log.csv", LOG.lines().take(3).collect::<Vec<_>>().join("\n"));
    world.write("assignments.json", "[]");
    world.write("grants.json", r#"[{"clientId": "object-1", "scope": "Mail.Read profile"}]"#);
    let fine = world.run(&asked);
    assert_eq!(fine.status.code(), Some(0), "{}", text(&fine));
    // Accepted findings are those of every application; one without effect for all of them is said once.
    world.write("grants.json", grants());
    world.write("ignore.txt", "unused User.Read # the next release\nunused Mail.Read # none\n");
    let accepted = world.json(&[&asked[..], &["--ignore", "ignore.txt"]].concat());
    assert_eq!(accepted["stale"][0]["entry"], "unused Mail.Read", "{accepted:#}");
    assert_eq!(accepted["stale"].as_array().map(Vec::len), Some(1));
}

#[test]
fn every_form_names_the_application() {
    let (world, asked) = world();
    let run = |format: &str| text(&world.run(&[&asked[..], &["--format", format]].concat()));
    let said = run("text");
    for heading in [
        "no application known: 1 request\n1 call, 0 granted permissions\n",
        "application app-1 (One | *1*): 2 requests\n1 call, 5 granted permissions\n",
        "application object-4 (Name of object-4): 0 requests\n0 calls, 2 granted permissions\n",
    ] {
        assert!(said.contains(heading), "{heading}: {said}");
    }
    assert!(!said.contains("no permission is needed"), "{said}");
    let page = run("markdown");
    for heading in [
        "## No application known: 1 finding\n",
        "## Application `app-1` (One \\| \\*1\\*): Nothing is missing and nothing is too much\n",
        "## Application `object-4` (Name of object-4): 2 findings\n",
        "## All applications\n",
    ] {
        assert!(page.contains(heading), "{heading}: {page}");
    }
    let sarif: Value = serde_json::from_str(&run("sarif")).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let prints: Vec<&str> = results
        .iter()
        .filter_map(|result| result["partialFingerprints"].as_object()?.values().next()?.as_str())
        .collect();
    assert_eq!(
        prints,
        [
            "- missing any GET /me",
            "app-2 missing application GET /groups/{id}/members",
            "app-2 unused application Mail.Read",
            "app-3 unused application Mail.Read",
            "object-4 unused delegated User.Read",
            "object-4 unused application Mail.Read",
        ],
        "{sarif:#}"
    );
    let message = &results[1]["message"]["text"];
    assert!(
        message.as_str().is_some_and(|text| text.starts_with("application app-2 (Name of OBJECT-2): ")),
        "{message}"
    );
}

#[test]
fn manifests_of_several_applications() {
    let world = World::new();
    world.write("log.csv", LOG.lines().take(3).collect::<Vec<_>>().join("\n"));
    for (file, app, ids) in [("one.json", "APP-1", vec![MAIL]), ("two.json", "app-2", vec![MAIL])] {
        let accesses: Vec<Value> = ids.iter().map(|id| json!({"id": id, "type": "Scope"})).collect();
        let resource =
            json!({"resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": accesses});
        world.write(file, json!({"appId": app, "requiredResourceAccess": [resource]}).to_string());
    }
    let asked =
        ["permissions", "review", "--uses", "log.csv", "--granted", "one.json", "--granted", "two.json"];
    let answer = world.json(&[&asked[..], &["--by-app"]].concat());
    let lines: Vec<String> =
        answer["apps"].as_array().expect("a list").iter().map(|of| shown(of, &findings(of))).collect();
    assert_eq!(lines, ["app-1: 2 requests, 1 calls: ", "app-2: 0 requests, 0 calls: unused Mail.Read"]);
    // Together they were granted it once.
    let together = world.json(&asked);
    assert_eq!((findings(&together), together["granted"].as_array().map(Vec::len)), (vec![], Some(1)));
}

#[test]
fn service_principals_without_an_application_and_grants_without_either() {
    let world = World::new();
    let line = |principal: &str| {
        json!({"RequestMethod": "GET", "RequestUri": "https://graph.microsoft.com/v1.0/groups/aa/members",
            "ServicePrincipalId": principal, "Roles": "GroupMember.Read.All"})
        .to_string()
    };
    world.write("log.json", format!("{}\n{}\n", line("Object-1"), line("object-9")));
    world.write("principals.json", PRINCIPALS);
    world.write("names.txt", "application: GroupMember.Read.All");
    let asked = "permissions review --by-app --uses log.json --granted names.txt --granted principals.json";
    let answer = world.json(&asked.split(' ').collect::<Vec<_>>());
    let apps = answer["apps"].as_array().expect("a list");
    let lines: Vec<String> = apps.iter().map(|of| shown(of, &findings(of))).collect();
    // What is granted to nobody in particular opens no application's calls.
    assert_eq!(
        lines,
        [
            "-: 0 requests, 0 calls: unused GroupMember.Read.All",
            "app-1: 1 requests, 1 calls: missing GET /groups/{id}/members",
            "object-9: 1 requests, 1 calls: missing GET /groups/{id}/members",
        ]
    );
}
