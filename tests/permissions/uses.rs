//! Files of uses: what is a call, what is not, and what is said of the rest.

use serde_json::{Value, json};

use super::logged;
use super::support::{World, left_open, run_in, text};

/// The answer of `least` for one file, and what stands on standard error.
#[track_caller]
fn least(world: &World, name: &str, bytes: impl AsRef<[u8]>) -> (Value, String) {
    let uses = world.write(name, bytes).to_string_lossy().into_owned();
    let arguments = ["permissions", "least", "--uses", &uses];
    let words = world.run(&arguments);
    (world.json(&arguments), String::from_utf8_lossy(&words.stderr).into_owned())
}

#[test]
fn requests_as_people_log_them() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let ask = |arguments: &[&str]| run_in(root, arguments).stdout;
    assert_eq!(logged::check("docs_input.txt", ask), (25, 18));
}

#[test]
fn what_is_no_call_of_graph_is_counted() {
    let world = World::new();
    let entry = |method: &str, url: &str| json!({"request": {"method": method, "url": url}});
    let har = json!({"log": {"entries": [
        entry("GET", "https://graph.microsoft.com/v1.0/me"),
        entry("GET", "https://login.example/common?code=secret"),
        entry("GET", "https://cdn.example/app.js"),
        entry("OPTIONS", "https://graph.microsoft.com/v1.0/me"),
    ]}});
    let (answer, words) = least(&world, "calls.har", har.to_string());
    assert_eq!(answer["schemes"][0]["calls"], 1);
    assert_eq!((&answer["unknown"], left_open(&answer)), (&json!([]), vec![]));
    assert!(words.contains("not Microsoft Graph's: 2 requests to login.example, cdn.example\n"), "{words}");
    assert!(words.contains("1 request with which browsers ask before they call (OPTIONS)"), "{words}");
    assert!(!words.contains("secret"), "{words}");

    let (answer, words) = least(&world, "web.txt", "GET /favicon.ico\nGET /static/app.js\n");
    assert_eq!(answer["unknown"], json!([]));
    assert!(words.contains("no Graph call in 2 entries"), "{words}");
    assert!(words.contains("2 requests to static files"), "{words}");
}

#[test]
fn an_exported_activity_log() {
    let world = World::new();
    let table = "TimeGenerated,RequestMethod,RequestUri,ResponseStatusCode,AppId,Scopes,Roles\n\
        2025-11-01,GET,\"https://graph.microsoft.com/v1.0/me/messages?$select=id,subject\",200,app-1,Mail.Read,\n\
        2025-11-01,GET,https://graph.microsoft.com/v1.0/users/6a4b-0f2e,200,app-2,,User.Read.All\n\
        2025-11-01,GET,https://graph.microsoft.com/v1.0/users/77aa-0f2e,200,app-2,,User.Read.All\n";
    let (answer, words) = least(&world, "log.csv", table);
    let delegated = &answer["schemes"][0]["sets"][0]["permissions"];
    let application = &answer["schemes"][1]["sets"][0]["permissions"];
    assert_eq!((&delegated[0]["name"], delegated.as_array().map(Vec::len)), (&json!("Mail.Read"), Some(1)));
    assert_eq!(
        (&application[0]["name"], application.as_array().map(Vec::len)),
        (&json!("User.Read.All"), Some(1))
    );
    assert!(words.contains("3 requests of 2 applications, which are answered together"), "{words}");
    let by_app = world.run(&["permissions", "least", "--by-app", "--uses", "log.csv"]);
    let words = String::from_utf8_lossy(&by_app.stderr).into_owned();
    assert!(!words.contains("answered together"), "{words}");
}

#[test]
fn equal_requests_are_listed_once() {
    let world = World::new();
    let lines: String =
        (0..2_000).map(|id| format!("GET /v1.0/users/{id}/nothing\nGET /v1.0/me/chats\n")).collect();
    let (answer, _) = least(&world, "calls.txt", lines);
    let unknown = answer["unknown"].as_array().expect("a list");
    assert_eq!((unknown.len(), &unknown[0]["count"], &unknown[0]["line"]), (1, &json!(2_000), &json!(1)));
    let read = answer["approximations"].as_array().expect("a list");
    assert_eq!(
        (read.len(), &read[0]["count"], &read[0]["readAs"]),
        (1, &json!(2_000), &json!("v1.0 GET /users/{id}/chats"))
    );
    // Whatever the requests are, the list ends.
    let names = |id: usize| format!("{id:b}").replace('0', "a").replace('1', "b");
    let lines: String = (0..1_500).map(|id| format!("GET /v1.0/nothing/{}\n", names(id))).collect();
    let (answer, _) = least(&world, "many.txt", lines);
    assert_eq!(answer["unknown"].as_array().map(Vec::len), Some(1_000));
    assert_eq!(answer["skipped"], json!(["not listed: 500 more requests that no documented operation fits"]));
}

#[test]
fn no_answer_says_why() {
    let world = World::new();
    let why = |request: &str| {
        let answer = world.json(&["permissions", "show", request]);
        let near = answer["answers"][0]["nearest"].as_array().map_or(&[][..], Vec::as_slice);
        let near: Vec<&str> = near.iter().filter_map(|near| near["request"].as_str()).collect();
        format!("{}: {}", answer["answers"][0]["why"].as_str().expect("a reason"), near.join(", "))
    };
    assert_eq!(why("FETCH /me"), "`FETCH` is no HTTP method: v1.0 GET /me");
    assert_eq!(why("HEAD /me"), "no documented request has the method HEAD: v1.0 GET /me");
    assert_eq!(why("PATCH /me"), "the path is documented with GET only: v1.0 GET /me");
    assert_eq!(why("GET /v1.0/onlyBeta/x"), "no documented path fits: ");
    assert_eq!(why("GET /v1.0/me/onlyBeta"), "it is documented in beta only: beta GET /me/onlyBeta");
    assert_eq!(
        why("GET /v1.0/users/6a4b-0f2e/messages"),
        "it is documented for `/me` only, which does not say what the objects of others need: v1.0 GET /me/messages"
    );
    assert_eq!(
        why("GET /v1.0/users/6a4b-0f2e/chat"),
        "no documented path fits: v1.0 GET /users/{id}/chats, v1.0 GET /users/{id}"
    );
    assert_eq!(
        why("POST https://graph.microsoft.com/v1.0/$batch"),
        "a batch needs what the requests inside need: give its body as a file of uses: "
    );
    let shown = world.run(&["permissions", "show", "GET /me/mesages"]);
    let near = "  near: v1.0 GET /me/messages (api-reference/v1.0/api/version.md:";
    assert!(text(&shown).contains(near), "{}", text(&shown));
    let words = String::from_utf8_lossy(&shown.stderr).into_owned();
    assert!(words.contains("these docs know ") && words.contains(" requests"), "{words}");
    let built_in = run_in(world.folder.path(), &["permissions", "show", "GET /nothing/here"]);
    let words = String::from_utf8_lossy(&built_in.stderr).into_owned();
    assert!(
        words.contains("the facts that are built in are a selection of ")
            && words.contains("`--docs CHECKOUT`"),
        "{words}"
    );
}

#[test]
fn an_activity_log_with_the_columns_that_every_export_has() {
    let world = World::new();
    let table = "TimeGenerated,RequestMethod,RequestUri,ResponseStatusCode\n\
        2025-11-01,GET,\"https://graph.microsoft.com/v1.0/users/6a4b-0f2e/chats?$select=id,topic\",200\n";
    let (answer, _) = least(&world, "log.csv", table);
    assert_eq!((&answer["unknown"], left_open(&answer)), (&json!([]), vec![]));
    let set = &answer["schemes"][0]["sets"][0]["permissions"];
    assert_eq!((&set[0]["name"], set.as_array().map(Vec::len)), (&json!("Chat.ReadBasic"), Some(1)));
}

#[test]
fn an_answer_without_a_call_of_graph_says_so() {
    let world = World::new();
    let entry = json!({"request": {"method": "GET", "url": "https://login.example/common"}});
    let log = |uri: &str| json!({"RequestMethod": "GET", "RequestUri": uri, "AppId": "a"}).to_string();
    let forms = [
        ("web.txt", "GET /favicon.ico\nGET https://login.example/x\n".to_owned(), 2),
        ("web.har", json!({"log": {"entries": [entry]}}).to_string(), 1),
        ("web.json", format!("{}\n{}\n", log("https://a.example/"), log("https://b.example/")), 2),
        ("web.csv", "RequestMethod,RequestUri\nGET,https://a.example/\n".to_owned(), 1),
        ("none.json", json!({"records": []}).to_string(), 0),
    ];
    world.write("granted.txt", "openid profile User.Read");
    for (name, bytes, entries) in forms {
        let (answer, _) = least(&world, name, bytes);
        assert_eq!(answer["noGraphCallIn"], json!(entries), "{name}");
        let sentence = format!("no Graph call in {entries} entr{}", if entries == 1 { "y" } else { "ies" });
        let review = ["permissions", "review", "--granted", "granted.txt", "--uses", name];
        for asked in [
            vec!["permissions", "least", "--uses", name],
            vec!["permissions", "least", "--uses", name, "--by-app", "--strict"],
            review.to_vec(),
            [&review[..], &["--by-app"]].concat(),
            [&review[..], &["--format", "markdown"]].concat(),
            [&review[..], &["--by-app", "--format", "markdown"]].concat(),
        ] {
            let output = world.run(&asked);
            let said = text(&output);
            assert_eq!(output.status.code(), Some(0), "{asked:?}: {said}");
            assert!(said.contains(&sentence), "{asked:?}: {said}");
            assert!(!said.contains("permission is needed") && !said.contains("decides"), "{asked:?}: {said}");
        }
        for more in [&[][..], &["--by-app"]] {
            let answer = world.json(&[&review[..], more].concat());
            assert_eq!(answer["noGraphCallIn"], json!(entries), "{name}");
        }
    }
    // One call, and what needs no permission, are answers.
    let (answer, _) = least(&world, "call.txt", "GET /favicon.ico\nGET /me\n");
    assert_eq!(answer.get("noGraphCallIn"), None);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let world = World::new();
    let request = json!({"request": {"method": "STEAL", "url": "/me"}});
    let columns = json!([{"name": "RequestMethod"}, {"name": "RequestUri"}]);
    let forms = [
        ("empty.txt", String::new()),
        ("odd.txt", "one\ntwo\n".to_owned()),
        ("odd.json", "{\"a\": 1}".to_owned()),
        ("broken.json", "{\"records\": [".to_owned()),
        ("odd.har", json!({"log": {"entries": [request]}}).to_string()),
        ("batch.json", json!({"requests": [{"id": "1"}]}).to_string()),
        ("lines.json", "{\"RequestMethod\": \"GET\"}\n{\"RequestMethod\": \"GET\"}\n".to_owned()),
        ("records.json", json!({"records": [{"RequestMethod": "GET"}]}).to_string()),
        ("table.csv", "RequestMethod,RequestUri\nSTEAL,/me\n".to_owned()),
        ("query.json", json!({"tables": [{"columns": columns, "rows": [["STEAL", "/me"]]}]}).to_string()),
        ("audit.json", json!({"calls": [{"version": "v1.0", "path": "/me"}]}).to_string()),
    ];
    for (name, text) in forms {
        let uses = world.write(name, text).to_string_lossy().into_owned();
        for more in [&[][..], &["--by-app"]] {
            let output = world.run(&[&["permissions", "least", "--uses", &uses], more].concat());
            assert_eq!(output.status.code(), Some(2), "{name}");
            let words = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(words.contains(&format!("cannot read the uses in `{uses}`")), "{words}");
        }
    }
}
