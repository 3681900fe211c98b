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
    assert!(words.contains("3 requests of 2 applications"), "{words}");
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
fn what_cannot_be_read_is_an_error() {
    let world = World::new();
    for (name, text) in [("empty.txt", ""), ("odd.txt", "one\ntwo\n"), ("odd.json", "{\"a\": 1}")] {
        let uses = world.write(name, text).to_string_lossy().into_owned();
        let output = world.run(&["permissions", "least", "--uses", &uses]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(words.contains(&format!("cannot read the uses in `{uses}`")), "{words}");
    }
}
