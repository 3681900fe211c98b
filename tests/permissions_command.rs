//! `graphdocs permissions` from outside: the cases in which flat lists of permissions give a wrong answer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A page with one table per scheme and its requests.
fn page(title: &str, work: &str, personal: &str, application: &str, requests: &str) -> String {
    format!(
        "---\ntitle: \"{title}\"\ndoc_type: apiPageType\n---\n\n# {title}\n\nNamespace: microsoft.graph\n\n## Permissions\n\n\
         |Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
         |Delegated (work or school account)|{work}|\n|Delegated (personal Microsoft account)|{personal}|\n\
         |Application|{application}|\n\n## HTTP request\n\n```http\n{requests}\n```\n\n## Response\n\n\
         If successful, this method returns `200 OK`.\n"
    )
}

const NO: &str = "Not supported.";

/// Docs made for these tests.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = World { folder: tempfile::tempdir().expect("a folder") };
        let both = "AuditLog.Read.All and Directory.Read.All";
        let pages = [
            ("v1.0", "both", page("Get both", both, NO, both, "GET /both")),
            (
                "v1.0",
                "either",
                page("Get either", "User.Read and Group.Read.All, Mail.Read and Mail.Send", NO, NO, "GET /either"),
            ),
            (
                "v1.0",
                "unclear",
                page("Get unclear", "User.Read, Policy.Read.All and Application.Read.All", NO, NO, "GET /unclear"),
            ),
            // The least for one request is the higher for the other, and the reverse.
            ("v1.0", "this", page("Get this", "Group.Read.All, Device.Read.All", NO, NO, "GET /this")),
            ("v1.0", "that", page("Get that", "Device.Read.All, Group.Read.All", NO, NO, "GET /that")),
            (
                "v1.0",
                "members",
                page("List members", "GroupMember.Read.All", NO, "GroupMember.Read.All", "GET /groups/{id}/members"),
            ),
            (
                "v1.0",
                "member-add",
                page("Add", "GroupMember.ReadWrite.All", NO, NO, "POST /groups/{id}/members/$ref\nPOST /groups/{id}/members"),
            ),
            (
                "v1.0",
                "member-ref",
                page("Remove", "Directory.ReadWrite.All", NO, NO, "DELETE /groups/{id}/members/{id}/$ref"),
            ),
            ("v1.0", "member-get", page("Delete", "Directory.AccessAsUser.All", NO, NO, "DELETE /groups/{id}/members/{id}")),
            ("v1.0", "none", page("Function", "Reports.Read.All", NO, NO, "GET /reports/summary()")),
            ("v1.0", "one", page("Function", "Sites.Read.All", NO, NO, "GET /reports/getOne(period='{period}')")),
            (
                "v1.0",
                "three",
                page("Function", "Files.Read.All", NO, NO, "GET /reports/getThree(id='{id}',from={from},to={to})"),
            ),
            ("v1.0", "literal", page("Delta", "User.ReadBasic.All", NO, NO, "GET /users/delta")),
            (
                "v1.0",
                "key",
                page("Get user", "User.Read", "User.Read", "User.Read.All", "GET /me\nGET /users/{id | userPrincipalName}"),
            ),
            ("v1.0", "chats", page("List chats", "Chat.ReadBasic", NO, NO, "GET /users/{id}/chats")),
            (
                "v1.0",
                "drive",
                page("Get item", "Files.Read", "Files.Read", "Files.Read.All", "GET /me/drive/root:/{item-path}\nGET /me/drive/root:/{item-path}:/children"),
            ),
            ("v1.0", "version", page("Get x", "Mail.Read", NO, NO, "GET /me/messages")),
            ("beta", "version", page("Get x", "Mail.ReadBasic", NO, NO, "GET /me/messages")),
            ("beta", "only", page("Get x", "Chat.Read", NO, NO, "GET /me/onlyBeta")),
            (
                "v1.0",
                "self",
                "# Methods\n\n## Permissions\n\n|Permission type|Permissions acting on self (least to most privileged)|\
                 Permissions acting on others (least to most privileged)|\n|:--|:--|:--|\n\
                 |Delegated (work or school account)|UserAuthenticationMethod.Read|UserAuthenticationMethod.Read.All|\n\
                 |Delegated (personal Microsoft account)|Not supported.|Not supported.|\n\
                 |Application|Not applicable.|UserAuthenticationMethod.Read.All|\n\n\
                 ## HTTP request\n\n```http\nGET /me/authentication/methods\nGET /users/{id}/authentication/methods\n```\n"
                    .to_owned(),
            ),
        ];
        for (version, name, text) in pages {
            world.write(&format!("docs/api-reference/{version}/api/{name}.md"), &text);
        }
        let entry = |name: &str, delegated: &str, application: &str| {
            format!(
                "### {name}\n\n|Category|Application|Delegated|\n|--|--|--|\n|Identifier|{application}|{delegated}|\n\
                 |DisplayText|Use {name}|Use {name}|\n|Description|Allows {name}.|Allows {name}.|\n\
                 |AdminConsentRequired|Yes|No|\n\n"
            )
        };
        let reference = [
            entry(
                "Mail.Read",
                "570282fd-fa5c-430d-a7fd-fc8dc98a9dca",
                "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
            ),
            entry("Mail.ReadBasic", "a4b8392a-d8d1-4954-a029-8e668a39a170", "-"),
            entry("User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "-"),
            entry("Group.Read.All", "5f8c59db-677d-491f-a6b8-5f174b11ec1d", "-"),
        ];
        let reference = format!("# Permissions\n\n## All permissions\n\n{}", reference.concat());
        world.write("docs/concepts/permissions-reference.md", &reference);
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let docs = self.path("docs");
        run_in(self.folder.path(), &[arguments, &["--docs", &docs.to_string_lossy()]].concat())
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--format", "json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
    }

    /// What `show` says of a request: the template and the delegated requirement in short.
    #[track_caller]
    fn show(&self, request: &str) -> Vec<String> {
        let answers = self.json(&["permissions", "show", request]);
        let operations = answers[0]["operations"].as_array().expect("operations").clone();
        operations.iter().map(|operation| format!("{}: {}", name(operation), delegated(operation))).collect()
    }

    /// The first set of `least` for a list of calls.
    #[track_caller]
    fn least(&self, calls: &str, scheme: &str) -> Vec<String> {
        let uses = self.write("uses.txt", calls);
        let answer =
            self.json(&["permissions", "least", "--uses", &uses.to_string_lossy(), "--scheme", scheme]);
        assert_eq!(answer["schemes"][0]["proven"], true);
        names(&answer["schemes"][0]["sets"][0])
    }
}

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
    command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", "1767225600");
    command.output().expect("the command runs")
}

fn name(operation: &Value) -> String {
    let part = |key: &str| operation[key].as_str().expect("text").to_owned();
    format!("{} {} {}", part("version"), part("method"), part("path"))
}

fn delegated(operation: &Value) -> String {
    let needs = &operation["schemes"][0];
    let list = |value: &Value| {
        let alternatives = value.as_array().map_or(&[][..], Vec::as_slice);
        let all_of = |value: &Value| {
            let names = value.get("allOf").unwrap_or(value).as_array().expect("names");
            names.iter().map(|name| name.as_str().expect("a name")).collect::<Vec<_>>().join("+")
        };
        alternatives.iter().map(all_of).collect::<Vec<_>>().join(" ")
    };
    match needs["kind"].as_str().expect("a kind") {
        "anyOf" => format!("{} < {}", list(&needs["least"]), list(&needs["higher"])),
        "ambiguous" => {
            let readings = needs["readings"].as_array().expect("readings");
            format!("ambiguous {}", readings.iter().map(list).collect::<Vec<_>>().join(" | "))
        }
        kind => kind.to_owned(),
    }
}

fn names(set: &Value) -> Vec<String> {
    let permissions = set["permissions"].as_array().expect("permissions");
    permissions.iter().map(|needed| needed["name"].as_str().expect("a name").to_owned()).collect()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

#[test]
fn combinations_stay_together() {
    let world = World::new();
    assert_eq!(world.show("GET /both"), ["v1.0 GET /both: AuditLog.Read.All+Directory.Read.All < "]);
    assert_eq!(
        world.show("GET /either"),
        ["v1.0 GET /either: User.Read+Group.Read.All < Mail.Read+Mail.Send"]
    );
    assert_eq!(world.least("GET /both", "application"), ["AuditLog.Read.All", "Directory.Read.All"]);
    // With mail in the program anyway, the second pair costs less.
    assert_eq!(world.least("GET /either\nGET /v1.0/me/messages", "delegated"), ["Mail.Read", "Mail.Send"]);
    // Half of a combination opens nothing.
    let uses = world.write("uses.txt", "GET /both");
    let granted = world.write("granted.txt", "Directory.Read.All");
    let review = world.json(&[
        "permissions",
        "review",
        "--uses",
        &uses.to_string_lossy(),
        "--granted",
        &granted.to_string_lossy(),
    ]);
    let kinds: Vec<&str> =
        review["findings"].as_array().unwrap().iter().map(|f| f["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["missing", "unused"]);
    assert_eq!(review["toAdd"][0]["permissions"][0], "AuditLog.Read.All");
}

#[test]
fn an_ambiguous_cell_is_never_decided() {
    let world = World::new();
    assert_eq!(
        world.show("GET /unclear"),
        ["v1.0 GET /unclear: ambiguous User.Read Policy.Read.All+Application.Read.All | \
          User.Read+Policy.Read.All+Application.Read.All"]
    );
    let uses = world.write("uses.txt", "GET /unclear\nGET /me");
    let answer =
        world.json(&["permissions", "least", "--uses", &uses.to_string_lossy(), "--scheme", "delegated"]);
    let answer = &answer["schemes"][0];
    assert_eq!(names(&answer["sets"][0]), ["User.Read"]);
    assert_eq!(answer["ambiguous"][0]["readings"][0]["adds"], serde_json::json!([]));
    assert_eq!(
        answer["ambiguous"][0]["readings"][1]["adds"],
        serde_json::json!(["Application.Read.All", "Policy.Read.All"])
    );
    assert_eq!(names(&answer["inEveryReading"][0]), ["Application.Read.All", "Policy.Read.All", "User.Read"]);
}

#[test]
fn least_depends_on_the_request() {
    let world = World::new();
    assert_eq!(world.show("GET /this"), ["v1.0 GET /this: Group.Read.All < Device.Read.All"]);
    assert_eq!(world.show("GET /that"), ["v1.0 GET /that: Device.Read.All < Group.Read.All"]);
    let uses = world.write("uses.txt", "GET /this\nGET /that");
    let answer =
        world.json(&["permissions", "least", "--uses", &uses.to_string_lossy(), "--scheme", "delegated"]);
    assert_eq!(names(&answer["schemes"][0]["sets"][0]).len(), 1);
}

#[test]
fn a_reference_is_not_what_it_refers_to() {
    let world = World::new();
    assert_eq!(
        world.show("DELETE /groups/g/members/m/$ref"),
        ["v1.0 DELETE /groups/{id}/members/{id2}/$ref: Directory.ReadWrite.All < "]
    );
    assert_eq!(
        world.show("DELETE /groups/g/members/m"),
        ["v1.0 DELETE /groups/{id}/members/{id2}: Directory.AccessAsUser.All < "]
    );
    assert_eq!(
        world.show("POST /groups/g/members/$ref"),
        ["v1.0 POST /groups/{id}/members/$ref: GroupMember.ReadWrite.All < "]
    );
    assert_eq!(
        world.show("GET /groups/g/members"),
        ["v1.0 GET /groups/{id}/members: GroupMember.Read.All < "]
    );
    assert!(world.show("GET /groups/g/members/$ref").is_empty());
}

#[test]
fn functions_by_the_names_of_their_arguments() {
    let world = World::new();
    for request in
        ["GET /reports/summary()", "GET /reports/summary", "GET /reports/microsoft.graph.summary()"]
    {
        assert_eq!(world.show(request), ["v1.0 GET /reports/summary(): Reports.Read.All < "], "{request}");
    }
    for request in [
        "GET /reports/getOne(period='D7')",
        "GET /reports/getOne(period=D7)",
        "GET /Reports/GetOne(Period=%27D7%27)",
    ] {
        assert_eq!(
            world.show(request),
            ["v1.0 GET /reports/getOne(period='{period}'): Sites.Read.All < "],
            "{request}"
        );
    }
    for request in [
        "GET /reports/getThree(id='1',from=2021-01-01,to=2021-02-01)",
        "GET /reports/getThree(to='2021-02-01', from='2021-01-01', id=1)",
        "GET https://graph.microsoft.com/v1.0/reports/getThree(from=2021-01-01,id='a,b/c',to=2021-02-01)?$format=csv",
    ] {
        assert_eq!(
            world.show(request),
            ["v1.0 GET /reports/getThree(id='{id}',from={from},to={to}): Files.Read.All < "],
            "{request}"
        );
    }
}

#[test]
fn literals_keys_and_paths() {
    let world = World::new();
    assert_eq!(world.show("GET /users/delta"), ["v1.0 GET /users/delta: User.ReadBasic.All < "]);
    assert_eq!(world.show("GET /users/someone@contoso.com"), ["v1.0 GET /users/{id}: User.Read < "]);
    assert_eq!(world.show("GET /users/delta/chats"), ["v1.0 GET /users/{id}/chats: Chat.ReadBasic < "]);
    assert_eq!(
        world.show("GET /me/drive/root:/a/b c.txt"),
        ["v1.0 GET /me/drive/root:/{item-path}: Files.Read < "]
    );
    assert_eq!(
        world.show("GET /v1.0/me/drive/root:/a/b:/children?$top=1"),
        ["v1.0 GET /me/drive/root:/{item-path}:/children: Files.Read < "]
    );
    assert_eq!(world.show("GET /users/{id | userPrincipalName}"), ["v1.0 GET /users/{id}: User.Read < "]);
}

#[test]
fn versions_differ() {
    let world = World::new();
    assert_eq!(
        world.show("GET /me/messages"),
        ["v1.0 GET /me/messages: Mail.Read < ", "beta GET /me/messages: Mail.ReadBasic < "]
    );
    assert_eq!(
        world.show("GET https://graph.microsoft.com/beta/me/messages"),
        ["beta GET /me/messages: Mail.ReadBasic < "]
    );
    let uses = world.write("uses.txt", "GET /v1.0/me/onlyBeta");
    let answer = world.json(&["permissions", "least", "--uses", &uses.to_string_lossy()]);
    assert_eq!(answer["unknown"][0]["why"], "it is documented in beta only");
}

#[test]
fn oneself_and_others() {
    let world = World::new();
    let own = "v1.0 GET /me/authentication/methods: UserAuthenticationMethod.Read < ";
    let others = "v1.0 GET /users/{id}/authentication/methods: UserAuthenticationMethod.Read.All < ";
    assert_eq!(world.show("GET /me/authentication/methods"), [own]);
    assert_eq!(world.show("GET /users/1/authentication/methods"), [others]);
}

#[test]
fn unsupported_schemes_are_said() {
    let world = World::new();
    let uses = world.write("uses.txt", "GET /me/messages\nGET /me");
    let answer = world.json(&["permissions", "least", "--uses", &uses.to_string_lossy()]);
    let application = &answer["schemes"][1];
    assert_eq!(application["unsupported"], serde_json::json!(["v1.0 GET /me/messages"]));
    assert_eq!(names(&application["sets"][0]), ["User.Read.All"]);
}

#[test]
fn one_unknown_among_fifty() {
    let world = World::new();
    let mut calls: Vec<String> = (0..49).map(|n| format!("GET /users/user{n}")).collect();
    calls.insert(20, "GET /users/x/nothing/at/all".to_owned());
    let uses = world.write("uses.txt", calls.join("\n"));
    let output =
        world.run(&["permissions", "least", "--uses", &uses.to_string_lossy(), "--scheme", "delegated"]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output);
    assert!(said.contains("1 permission; no set is smaller\n    User.Read"), "{said}");
    assert!(said.contains("uses.txt:21  GET /users/x/nothing/at/all: no documented path fits"), "{said}");
}

#[test]
fn reviews_of_manifests() {
    let world = World::new();
    let uses = world.write("uses.txt", "GET /me/messages\n");
    let scope = |id: &str| format!("{{\"id\": \"{id}\", \"type\": \"Scope\"}}");
    let manifest = |ids: &[&str]| {
        let accesses: Vec<String> = ids.iter().map(|id| scope(id)).collect();
        let graph = "00000003-0000-0000-c000-000000000000";
        format!(
            "{{\"requiredResourceAccess\": [{{\"resourceAppId\": \"{graph}\", \"resourceAccess\": [{}]}}]}}",
            accesses.join(", ")
        )
    };
    let mail = "570282fd-fa5c-430d-a7fd-fc8dc98a9dca";
    let exact = world.write("exact.json", manifest(&[mail]));
    let large = world.write("large.json", manifest(&[mail, "5f8c59db-677d-491f-a6b8-5f174b11ec1d"]));
    let review = |granted: &Path, more: &[&str]| {
        let uses = uses.to_string_lossy();
        let granted = granted.to_string_lossy();
        world.run(&[&["permissions", "review", "--uses", &uses, "--granted", &granted], more].concat())
    };
    let fine = review(&exact, &[]);
    assert_eq!(fine.status.code(), Some(0), "{}", text(&fine));
    let excess = review(&large, &[]);
    assert_eq!(excess.status.code(), Some(1));
    assert!(text(&excess).contains("Group.Read.All (delegated): none of the calls needs `Group.Read.All`"));

    let ignore = world.write(
        "ignore.txt",
        "unused Group.Read.All until 2026-06-30 # next release\nunused Mail.Send # gone\nmissing GET /me until 2020-01-01 # old\n",
    );
    let ignore = ignore.to_string_lossy();
    let accepted = review(&large, &["--ignore", &ignore]);
    assert_eq!(accepted.status.code(), Some(0), "{}", text(&accepted));
    let said = text(&accepted);
    assert!(said.contains("unused Group.Read.All: next release"), "{said}");
    assert!(
        said.contains("ignore.txt:2: `unused Mail.Send` has no effect: nothing of the kind was found"),
        "{said}"
    );
    assert!(said.contains("ignore.txt:3: `missing GET /me` has no effect: it ended on 2020-01-01"), "{said}");

    let sarif: Value = serde_json::from_slice(&review(&large, &["--format", "sarif"]).stdout).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "permissions/unused");
    let markdown = text(&review(&large, &["--format", "markdown"]));
    assert!(markdown.starts_with("## Permissions: 1 finding\n"), "{markdown}");
    assert!(markdown.contains("|`Group.Read.All` (delegated)|"), "{markdown}");
}

#[test]
fn reviews_say_what_would_do_instead() {
    let world = World::new();
    let uses = world.write("uses.txt", "GET /this\nbeta GET /me/messages");
    let granted = world.write("token.json", "{\"scp\": \"Device.Read.All Mail.ReadBasic openid\"}");
    let review = world.json(&[
        "permissions",
        "review",
        "--uses",
        &uses.to_string_lossy(),
        "--granted",
        &granted.to_string_lossy(),
    ]);
    let findings = review["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["kind"], "replaceable");
    assert_eq!(findings[0]["subject"], "Device.Read.All");
    assert_eq!(findings[0]["instead"], serde_json::json!(["Group.Read.All"]));
    assert_eq!(findings[0]["calls"], serde_json::json!(["v1.0 GET /this"]));
}

#[test]
fn programs_are_audited_by_their_bytes() {
    let world = World::new();
    let program = world.write(
        "program",
        b"\x7fELF\0\0graphdocs:v1.0 GET /me/messagesgraphdocs:v1.0 GET /me\ngraphdocs:beta GET /elsewhere\0"
            .as_slice(),
    );
    let program = program.to_string_lossy();
    let answer = world.json(&["permissions", "audit", &program]);
    let calls: Vec<String> = answer["calls"].as_array().expect("calls").iter().map(name).collect();
    assert_eq!(calls, ["v1.0 GET /me", "v1.0 GET /me/messages"]);
    assert_eq!(answer["unknown"][0]["request"], "beta GET /elsewhere");
    assert_eq!(names(&answer["schemes"][0]["sets"][0]), ["Mail.Read", "User.Read"]);

    let granted = world.write("granted.txt", "Mail.Read User.Read Group.Read.All");
    let output = world.run(&["permissions", "audit", &program, "--granted", &granted.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("none of the calls needs `Group.Read.All`"));
    // What an audit prints is a list of uses.
    let audit =
        world.write("audit.json", world.run(&["permissions", "audit", &program, "--format", "json"]).stdout);
    let least =
        world.json(&["permissions", "least", "--uses", &audit.to_string_lossy(), "--scheme", "delegated"]);
    assert_eq!(names(&least["schemes"][0]["sets"][0]), ["Mail.Read", "User.Read"]);
}

#[test]
fn what_cannot_run_says_why() {
    let world = World::new();
    let check = |arguments: &[&str], code: i32, words: &str| {
        let output = world.run(arguments);
        let said = format!("{}{}", text(&output), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    };
    check(&["permissions", "show", "GET /nothing/here"], 1, "no documented request fits");
    check(&["permissions", "calls", "Mail.Raed"], 1, "is `Mail.Read` meant?");
    check(&["permissions", "least", "--uses", "gone.txt"], 2, "cannot read `gone.txt`");
    world.write("bad.json", "{}");
    check(&["permissions", "least", "--uses", "bad.json"], 2, "cannot read the uses in `bad.json`");
    check(&["permissions", "review", "--uses", "bad.json"], 2, "`--granted FILE`");
    check(&["permissions", "audit", "gone"], 2, "cannot read `gone`");
    world.write("empty", "nothing to see");
    check(&["permissions", "audit", "empty"], 0, "holds no marker");
}

#[test]
fn both_directions_agree() {
    let world = World::new();
    let calls = world.json(&["permissions", "calls", "mail.read"]);
    assert_eq!(calls["permission"], "Mail.Read");
    assert_eq!(calls["reference"]["delegated"]["id"], "570282fd-fa5c-430d-a7fd-fc8dc98a9dca");
    let opened: Vec<String> = calls["calls"].as_array().expect("calls").iter().map(name).collect();
    assert_eq!(opened, ["v1.0 GET /either", "v1.0 GET /me/messages"]);
    assert_eq!(calls["calls"][0]["schemes"][0]["with"], serde_json::json!(["Mail.Send"]));
    let least = world.json(&["permissions", "calls", "Mail.Read", "--least"]);
    assert_eq!(least["calls"].as_array().expect("calls").len(), 1);
}

#[test]
fn the_built_in_facts_need_no_docs() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run_in(folder.path(), &["permissions", "show", "POST /users/{id}/sendMail"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output).contains("least   Mail.Send"), "{}", text(&output));
}

#[test]
fn a_model_answers_as_its_docs_do() {
    let world = World::new();
    let model = world.path("model.json");
    let output = world.run(&["ir", "-o", &model.to_string_lossy()]);
    assert!(output.status.success());
    let show = |source: &str, path: PathBuf| {
        let path = path.to_string_lossy().into_owned();
        run_in(world.folder.path(), &["permissions", "show", "GET /both", source, &path]).stdout
    };
    assert_eq!(show("--ir", model), show("--docs", world.path("docs")));
}

#[test]
fn exports_have_a_row_for_each_way() {
    let world = World::new();
    let csv = text(&world.run(&["export", "permissions", "--format", "csv"]));
    assert!(csv.contains("v1.0,GET,/either,DelegatedWork,higher,Mail.Read and Mail.Send,"), "{csv}");
    let csv = text(&world.run(&["export", "permissions", "--format", "csv", "--by", "permission"]));
    assert!(csv.contains("Mail.Read,DelegatedWork,v1.0,GET,/either,higher,Mail.Send,"), "{csv}");
    let markdown = text(&world.run(&["export", "permissions", "--format", "markdown"]));
    assert!(markdown.contains(
        "|Delegated (work or school account)|User.Read and Group.Read.All|Mail.Read and Mail.Send|"
    ));
}
