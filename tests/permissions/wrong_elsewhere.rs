//! The cases that flat lists of permissions get wrong, one test each.

use super::support::{World, findings, left_open, names, text};

#[test]
fn a_and_b() {
    let world = World::new();
    assert_eq!(world.show("GET /both"), ["v1.0 GET /both: AuditLog.Read.All+Directory.Read.All < "]);
    assert_eq!(world.least("GET /both", "application"), ["AuditLog.Read.All", "Directory.Read.All"]);
    // Half of a combination opens nothing.
    let review = world.review("GET /both", "Directory.Read.All", &[]);
    assert_eq!(findings(&review), ["missing GET /both", "unused Directory.Read.All"]);
    assert_eq!(review["toAdd"][0]["permissions"][0], "AuditLog.Read.All");
}

#[test]
fn a_and_b_or_c_and_d() {
    let world = World::new();
    assert_eq!(
        world.show("GET /either"),
        ["v1.0 GET /either: User.Read+Group.Read.All < Mail.Read+Mail.Send"]
    );
    // Half of the second pair is there anyway, but the pair is not what the docs call least.
    assert_eq!(
        world.least("GET /either\nGET /v1.0/me/messages", "delegated"),
        ["Group.Read.All", "Mail.Read", "User.Read"]
    );
    // One of each pair opens nothing.
    let review = world.review("GET /either", "User.Read Mail.Send", &[]);
    assert_eq!(findings(&review)[0], "missing GET /either");
}

#[test]
fn a_b_and_c_is_ambiguous_with_both_readings_and_the_raw_text() {
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
    assert_eq!(answer["ambiguous"][0]["text"], "User.Read, Policy.Read.All and Application.Read.All");
    let shown = text(&world.run(&["permissions", "show", "GET /unclear"]));
    let raw = "the docs can be read in 2 ways: \"User.Read, Policy.Read.All and Application.Read.All\"";
    assert!(shown.contains(raw) && shown.contains("reading 1") && shown.contains("reading 2"), "{shown}");
    // What one reading opens and the other does not is doubtful, and never silently fine.
    let review = world.review("GET /unclear", "User.Read", &[]);
    assert_eq!(findings(&review), ["doubtful GET /unclear"]);
    assert_eq!(
        review["findings"][0]["instead"][0],
        "delegated: \"User.Read, Policy.Read.All and Application.Read.All\", which can mean \
         (User.Read, or Policy.Read.All and Application.Read.All) or \
         (User.Read and Policy.Read.All and Application.Read.All)"
    );
    assert_eq!(left_open(&review), ["ambiguous"]);
    let review = world.review("GET /unclear", "User.Read Policy.Read.All Application.Read.All", &[]);
    assert_eq!(findings(&review), [""; 0]);
}

#[test]
fn least_for_one_request_and_higher_for_another_and_the_reverse() {
    let world = World::new();
    assert_eq!(world.show("GET /this"), ["v1.0 GET /this: Group.Read.All < Device.Read.All"]);
    assert_eq!(world.show("GET /that"), ["v1.0 GET /that: Device.Read.All < Group.Read.All"]);
    let uses = world.write("uses.txt", "GET /this\nGET /that");
    let answer =
        world.json(&["permissions", "least", "--uses", &uses.to_string_lossy(), "--scheme", "delegated"]);
    assert_eq!(names(&answer["schemes"][0]["sets"][0]).len(), 1);
}

#[test]
fn a_reference_beside_its_parent_with_another_set() {
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
    // The links of a list are read with what reads the list, and the answer says so.
    let answer = world.json(&["permissions", "show", "GET /groups/g/members/$ref"]);
    assert_eq!(answer["answers"][0]["operations"][0]["path"], "/groups/{id}/members");
    assert_eq!(
        answer["answers"][0]["operations"][0]["read"][0],
        "as the collection whose links `$ref` lists"
    );
}

#[test]
fn functions_with_no_one_and_three_arguments_quoted_and_not_reordered() {
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
fn a_literal_against_a_key() {
    let world = World::new();
    assert_eq!(world.show("GET /users/delta"), ["v1.0 GET /users/delta: User.ReadBasic.All < "]);
    assert_eq!(world.show("GET /users/someone@contoso.com"), ["v1.0 GET /users/{id}: User.Read < "]);
    // The name of a call is a key where more of a path follows, and none at the end of a path.
    assert_eq!(world.show("GET /users/delta/chats"), ["v1.0 GET /users/{id}/chats: Chat.ReadBasic < "]);
    assert_eq!(world.show("GET /users/getByIds"), [""; 0]);
    assert_eq!(world.show("GET /users/{id | userPrincipalName}"), ["v1.0 GET /users/{id}: User.Read < "]);
    assert_eq!(world.show("GET /USERS/Delta"), ["v1.0 GET /users/delta: User.ReadBasic.All < "]);
}

#[test]
fn colon_paths() {
    let world = World::new();
    assert_eq!(
        world.show("GET /me/drive/root:/a/b c.txt"),
        ["v1.0 GET /me/drive/root:/{item-path}: Files.Read < "]
    );
    assert_eq!(
        world.show("GET /v1.0/me/drive/root:/a/b:/children?$top=1"),
        ["v1.0 GET /me/drive/root:/{item-path}:/children: Files.Read < "]
    );
}

#[test]
fn one_unknown_url_among_fifty() {
    let world = World::new();
    let mut calls: Vec<String> = (0..49).map(|n| format!("GET /users/user{n}")).collect();
    calls.insert(20, "GET /users/x/nothing/at/all".to_owned());
    let uses = world.write("uses.txt", calls.join("\n"));
    let output =
        world.run(&["permissions", "least", "--uses", &uses.to_string_lossy(), "--scheme", "delegated"]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output);
    assert!(said.contains("1 permission; no set is less privileged\n    User.Read"), "{said}");
    assert!(said.contains("uses.txt:21  GET /users/x/nothing/at/all: no documented path fits"), "{said}");
    // A permission that seems unused may be for it, and a strict run fails.
    assert!(said.contains("left open\n  no documented operation fits"), "{said}");
    let review = world.review(&calls.join("\n"), "User.Read", &[]);
    assert_eq!(left_open(&review), ["notDocumented"]);
    let uses = uses.to_string_lossy();
    let strict = ["permissions", "review", "--uses", &uses, "--granted", "granted.txt", "--strict"];
    assert_eq!(world.run(&strict).status.code(), Some(1));
    assert_eq!(world.run(&strict[..6]).status.code(), Some(0));
}

#[test]
fn the_same_path_in_v1_and_beta_with_different_sets() {
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
fn unsupported_schemes() {
    let world = World::new();
    let uses = world.write("uses.txt", "GET /me/messages\nGET /me");
    let answer = world.json(&["permissions", "least", "--uses", &uses.to_string_lossy()]);
    let application = &answer["schemes"][1];
    // The page of `/me` lists an application permission, which is for its other request: nobody is signed in without a user.
    assert_eq!(application["unsupported"], serde_json::json!(["v1.0 GET /me", "v1.0 GET /me/messages"]));
    assert_eq!(names(&application["sets"][0]), [""; 0]);
    let review = world.review("GET /me", "application: User.Read.All", &[]);
    assert_eq!(findings(&review), ["unsupported GET /me", "unused User.Read.All"]);
    let review = world.review("GET /me/messages", "application: Mail.Read", &[]);
    assert_eq!(findings(&review), ["unsupported GET /me/messages", "unused Mail.Read"]);
    let said = review["findings"][0]["message"].as_str().expect("text");
    assert_eq!(said, "application calls of `v1.0 GET /me/messages` are not supported");
}

#[test]
fn self_against_others() {
    let world = World::new();
    let own = "v1.0 GET /me/authentication/methods: UserAuthenticationMethod.Read < ";
    let others = "v1.0 GET /users/{id}/authentication/methods: UserAuthenticationMethod.Read.All < ";
    assert_eq!(world.show("GET /me/authentication/methods"), [own]);
    assert_eq!(world.show("GET /users/1/authentication/methods"), [others]);
}
