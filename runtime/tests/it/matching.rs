//! Requests and the operations that they call.

use msgraph_core::matching::{Table, Target, order};

const TEMPLATES: &[&str] = &[
    "GET /users",
    "POST /users",
    "GET /users/delta",
    "GET /users/{id}",
    "PATCH /users/{id}",
    "GET /users/{id}/messages/{id2}",
    "GET /users/{user-id}/chats",
    "POST /users/{id}/sendMail",
    "POST /me/sendMail",
    "GET /me",
    "GET /me/messages",
    "GET /me/photo/$value",
    "GET /me/memberOf",
    "GET /groups/{id}/members",
    "POST /groups/{id}/members/$ref",
    "DELETE /groups/{id}/members/{id2}/$ref",
    "GET /groups/{id}/members/microsoft.graph.user",
    "GET /devices(deviceId='{deviceId}')",
    "GET /devices/{id}",
    "GET /devices(deviceId='{deviceId}')/registeredOwners/$ref",
    "GET /directoryRoles/{id}",
    "GET /directoryRoles/roleTemplateId={roleTemplateId}",
    "GET /reports/getA(period='{period}')",
    "GET /reports/getA(date={date})",
    "GET /reports/getB(groupId='{groupId}',startDateTime={startDateTime},endDateTime={endDateTime})",
    "GET /identityGovernance/x/generateDownloadUri()",
    "GET /deviceManagement/things/microsoft.graph.filterByCurrentUser(on='{on}')",
    "GET /me/drive",
    "GET /me/drive/items/{item-id}/workbook/names",
    "GET /me/drive/items/{item-id}/versions",
    "PATCH /drives/{id}/items/{item-id}",
    "GET /drives/{id}",
    "GET /sites/{site-id}/lists",
    "GET /sites/{site-id}/drive/items/{item-id}/children",
    "GET /users/{id}/mailFolders/inbox/messageRules",
    "GET /users/{id}/mailFolders/{id2}/messages",
    "GET /users/{id}/events/{id2}/instances",
    "GET /users/{id}/photos/{size}",
    "GET /me/recordings",
    "GET /apps/{id}/microsoft.graph.oldApp/versions",
    "GET /me/drive/root",
    "GET /me/drive/root:/{path}",
    "GET /me/drive/root:/{path}:/children",
    "PUT /me/drive/root:/{path-and-filename}:/content",
    "GET /drives/{id}/items/{item-id}:/{path}:/children",
    "GET /drives/{id}/root/search(q='{q}')",
    "GET /sites/{hostname}:/{server-relative-path}",
    "GET /sites/{id}",
    "GET /sites/root",
    "PATCH /sites/{id}",
    "GET /workbook/worksheets/{id}/range({address})",
    "GET /workbook/worksheets/{id}/range",
    "GET /policies/{id}",
    "GET /policies/fixed/deep",
    "POST /tables/$/add",
    "GET /requests/{id}/more/list(on='{on}')",
    "GET /requests/{request-id}/more/{more-id}",
    "POST /requests/{another}/more/{id2}",
];

pub(crate) fn table() -> Vec<(&'static str, &'static str)> {
    let mut table: Vec<_> = TEMPLATES.iter().filter_map(|line| line.split_once(' ')).collect();
    table.sort_by(|a, b| order(a.1, b.1));
    table
}

#[track_caller]
fn check(request: &str, expected: &str) {
    let entries = table();
    let (method, url) = request.split_once(' ').expect("a method and a URL");
    let found = Table::new(&entries).find(method, Target::parse(url).path);
    let shown = found.map_or("nothing".to_owned(), |found| {
        let words: Vec<_> = found.reading.words().collect();
        let colon = if words.is_empty() { "" } else { ": " };
        format!("{} {}{colon}{}", found.entry.0, found.entry.1, words.join(", "))
    });
    assert_eq!(shown, expected, "{request}");
}

#[test]
fn every_template_finds_itself() {
    assert!(Table::new(&table()).is_ordered());
    for template in TEMPLATES {
        check(template, template);
    }
}

#[test]
fn urls() {
    check("GET https://graph.microsoft.com/v1.0/users/a@b.c?$select=id", "GET /users/{id}");
    check("GET https://graph.microsoft.com/beta/Users/", "GET /users");
    check("get /V1.0/ME", "GET /me");
    check("GET /users/a%40b.c/messages/AAMk%3D%3D", "GET /users/{id}/messages/{id2}");
    check("GET /users/19:abc@thread.tacv2/chats", "GET /users/{user-id}/chats");
    check("GET /%75sers", "GET /users");
    check("GET /users/x/nothing", "nothing");
    check("GET users", "nothing");
    check("PUT /users", "nothing");
    check("GET /", "nothing");
    check("GET https://graph.microsoft.com//v1.0//me/", "GET /me");
    check("GET /me///messages//", "GET /me/messages");
    check("GET /users/u//messages/x", "GET /users/{id}/messages/{id2}");
    check("GET /me/messages.", "GET /me/messages");
    check("GET /users/../me", "nothing");
    // A program that has no value for a key leaves the segment empty.
    check("GET /users//messages/x", "nothing");
    check("GET /users//messages", "nothing");
}

#[test]
fn names_are_no_keys() {
    let few = [("GET", "/groups/{id}/members"), ("GET", "/users/{id}"), ("POST", "/users/{id}")];
    let table = Table::new(&few);
    // The request exists, but not in this table.
    for url in ["/users/delta", "/users/delta()", "/users/delta(token='x')", "/users/getFoo(x='1')"] {
        assert!(table.find("GET", url).is_none(), "{url}");
    }
    assert!(table.find("POST", "/users/getByIds").is_none());
    let words = |url| {
        let found = table.find("GET", url).expect("a key");
        found.reading.words().collect::<Vec<_>>()
    };
    assert_eq!(words("/users/members"), ["with a name of the docs as a key"]);
    assert_eq!(words("/users('delta')"), [""; 0]);
    assert_eq!(words("/users/somebody"), [""; 0]);
}

#[test]
fn other_addresses_of_the_same_object() {
    let drive = "by another address of the drive";
    let item = "by another address of the item";
    let site = "by another address of the site";
    let workbook = "GET /me/drive/items/{item-id}/workbook/names";
    check("GET /drives/d/items/i/workbook/names", &format!("{workbook}: {drive}"));
    check("GET /drives('d')/items('i')/workbook/names", &format!("{workbook}: {drive}"));
    check("GET /users/u/drive/root:/a/b.xlsx:/workbook/names", &format!("{workbook}: {drive}, {item}"));
    check("GET /me/drive/special/documents:/b.xlsx:/workbook/names", &format!("{workbook}: {item}"));
    check("GET /me/drive/root/versions", &format!("GET /me/drive/items/{{item-id}}/versions: {item}"));
    check("PATCH /me/drive/root:/a.txt", &format!("PATCH /drives/{{id}}/items/{{item-id}}: {drive}, {item}"));
    let children = "GET /sites/{site-id}/drive/items/{item-id}/children";
    check("GET /sites/h.example:/sites/hr:/lists", &format!("GET /sites/{{site-id}}/lists: {site}"));
    check("GET /groups/g/sites/root/lists", &format!("GET /sites/{{site-id}}/lists: {site}"));
    check("GET /sites/h.example:/sites/hr:/drive/root/children", &format!("{children}: {item}, {site}"));
    check("GET /sites/h.example:/sites/hr:/drives/d", "GET /drives/{id}: by another address of the drive");
    check("GET /sites/s/drives/d/root:/a:/nothing", "nothing");
    let folder = "as in another folder";
    let rules = "GET /users/{id}/mailFolders/inbox/messageRules";
    check("GET /users/u/mailFolders/AAMk/messageRules", &format!("{rules}: {folder}"));
    let messages = "GET /users/{id}/mailFolders/{id2}/messages";
    check("GET /users/u/mailFolders/inbox/messages", messages);
    check(
        "GET /users/u/mailFolders/a/childFolders/b/childFolders/c/messages",
        &format!("{messages}: {folder}"),
    );
    check(
        "GET /users/u/calendars/c/events/e/instances",
        "GET /users/{id}/events/{id2}/instances: as in another calendar",
    );
    // What opens one's own objects need not open those of others.
    check("GET /users/u/recordings", "nothing");
}

#[test]
fn literals_come_before_keys() {
    check("GET /users/delta", "GET /users/delta");
    check("PATCH /users/delta", "nothing");
    // In front of more of a path, the name of a call is what a program has as a key.
    check("GET /users/delta/messages/x", "GET /users/{id}/messages/{id2}: with a name of the docs as a key");
    check("GET /users/getByIds/messages/x/", "GET /users/{id}/messages/{id2}");
    check("GET /users/getByIds/", "nothing");
    check("GET /sites/root", "GET /sites/root");
    check("PATCH /sites/root", "PATCH /sites/{id}");
    check("GET /policies/fixed", "GET /policies/{id}: with a name of the docs as a key");
    // Keys of other names are the same keys.
    check("GET /requests/1/more/list(on='x')", "GET /requests/{id}/more/list(on='{on}')");
    check("GET /requests/1/more/2", "GET /requests/{request-id}/more/{more-id}");
    check("POST /requests/1/more/2", "POST /requests/{another}/more/{id2}");
}

#[test]
fn references_are_no_keys() {
    check(
        "GET /groups/g/members/$ref",
        "GET /groups/{id}/members: as the collection whose links `$ref` lists",
    );
    check("POST /groups/g/members/%24ref", "POST /groups/{id}/members/$ref");
    check("DELETE /groups/g/members/m/$ref", "DELETE /groups/{id}/members/{id2}/$ref");
    check("DELETE /groups/g/members/m", "nothing");
    check("GET /me/photo/$value", "GET /me/photo/$value");
    check("PUT /users/u/photos/48x48/$value", "nothing");
    check(
        "GET /users/u/photos/48x48/$value",
        "GET /users/{id}/photos/{size}: as the object whose bytes `$value` gives",
    );
}

#[test]
fn keys_in_parentheses() {
    check("GET /devices(deviceId='x')", "GET /devices(deviceId='{deviceId}')");
    check("GET /devices(DeviceId=%27x%27)", "GET /devices(deviceId='{deviceId}')");
    check("GET /devices('x')", "GET /devices/{id}");
    check("GET /devices(other='x')", "GET /devices/{id}");
    check("GET /devices%28deviceId='a/b'%29/registeredOwners/$ref", "nothing");
    check(
        "GET /devices(deviceId='a/b')/registeredOwners/$ref",
        "GET /devices(deviceId='{deviceId}')/registeredOwners/$ref",
    );
    check("GET /users('a@b.c')/messages/1", "GET /users/{id}/messages/{id2}");
    check("GET /users(userPrincipalName='a@b.c')", "GET /users/{id}");
    check("GET /directoryRoles/roleTemplateId=x", "GET /directoryRoles/roleTemplateId={roleTemplateId}");
    check("GET /directoryRoles(roleTemplateId='x')", "GET /directoryRoles/roleTemplateId={roleTemplateId}");
    check("GET /directoryRoles/x", "GET /directoryRoles/{id}");
}

#[test]
fn functions() {
    check("GET /reports/getA(period='D7')", "GET /reports/getA(period='{period}')");
    check("GET /reports/getA(period=D7)", "GET /reports/getA(period='{period}')");
    check("GET /reports/GetA(date=2021-01-01)", "GET /reports/getA(date={date})");
    check("GET /reports/getA(period%3D%27D7%27)", "GET /reports/getA(period='{period}')");
    check(
        "GET /reports/getB(endDateTime=1, groupId='a,b',startDateTime=0)",
        "GET /reports/getB(groupId='{groupId}',startDateTime={startDateTime},endDateTime={endDateTime})",
    );
    check(
        "GET /reports/getB(groupId='a')",
        "GET /reports/getB(groupId='{groupId}',startDateTime={startDateTime},endDateTime={endDateTime}): \
         by the function's name alone",
    );
    check("GET /identityGovernance/x/generateDownloadUri", "GET /identityGovernance/x/generateDownloadUri()");
    check("GET /users/delta()", "GET /users/delta");
    check("GET /users/microsoft.graph.delta()", "GET /users/delta");
    check(
        "GET /deviceManagement/things/filterByCurrentUser(on='reviewer')",
        "GET /deviceManagement/things/microsoft.graph.filterByCurrentUser(on='{on}')",
    );
    check(
        "GET /workbook/worksheets/1/range(address='A1:B2')",
        "GET /workbook/worksheets/{id}/range({address})",
    );
    check("GET /workbook/worksheets/1/range", "GET /workbook/worksheets/{id}/range");
    check("GET /drives/d/root/search(q='a/b''c')", "GET /drives/{id}/root/search(q='{q}')");
}

#[test]
fn casts() {
    let cast = "GET /groups/{id}/members/microsoft.graph.user";
    check("GET /groups/g/members/microsoft.graph.user", cast);
    check("GET /groups/g/members/graph.User", cast);
    check("GET /groups/g/members/microsoft.graph.device", "GET /groups/{id}/members: without the cast");
    check(
        "GET /apps/a/graph.newApp/versions",
        "GET /apps/{id}/microsoft.graph.oldApp/versions: with another cast",
    );
    // The end of a request that writes is an action, not a type.
    check("POST /users/microsoft.graph.merge", "nothing");
    check(
        "GET /groups/g/members/graph.user/$count",
        &format!("{cast}: as the collection that `$count` counts"),
    );
}

#[test]
fn drive_paths() {
    check("GET /me/drive/root:/a%20b/c.txt", "GET /me/drive/root:/{path}");
    check("GET /me/drive/root:/a/b:", "GET /me/drive/root:/{path}");
    check("GET /me/drive/root:/a/b:/children", "GET /me/drive/root:/{path}:/children");
    check("PUT /me/drive/root%3A/a (1).txt%3A/content", "PUT /me/drive/root:/{path-and-filename}:/content");
    check("GET /me/drive/root:/a:/nothing", "nothing");
    check("GET /drives/d/items/i:/a/b/c:/children", "GET /drives/{id}/items/{item-id}:/{path}:/children");
    check("GET /sites/contoso.sharepoint.com:/sites/hr", "GET /sites/{hostname}:/{server-relative-path}");
    check("GET /me/drive/root", "GET /me/drive/root");
}

#[test]
fn other_readings() {
    check("GET /users/$count", "GET /users: as the collection that `$count` counts");
    check("POST /users/$count", "nothing");
    check("GET /me/messages/1", "GET /users/{id}/messages/{id2}: with `/me` as `/users/{id}`");
    check("POST /me/sendMail", "POST /me/sendMail");
    check("PATCH /me", "PATCH /users/{id}: with `/me` as `/users/{id}`");
}

#[test]
fn hosts() {
    assert!(Target::parse("https://graph.microsoft.us/v1.0/me").is_graph());
    assert!(Target::parse("/me").is_graph());
    for url in [
        "GRAPH.microsoft.com./v1.0/me",
        "//graph.microsoft.com/v1.0/me",
        "https://graph.microsoft.com:443/v1.0/me",
    ] {
        let target = Target::parse(url);
        assert_eq!((target.is_graph(), target.version, target.path), (true, Some("v1.0"), "/me"), "{url}");
    }
    assert_eq!(Target::parse("other.example/v1.0/me").host, None);
    assert!(!Target::parse("https://graph.microsoft.com.evil.example/v1.0/me").is_graph());
    assert!(!Target::parse("https://graph.microsoft.com@evil.example/v1.0/me").is_graph());
    let target = Target::parse("/v1.0");
    assert_eq!((target.version, target.path), (Some("v1.0"), ""));
}

#[test]
fn odd_requests_do_no_harm() {
    let entries = table();
    let table = Table::new(&entries);
    let long = "/graph.x".repeat(100_000);
    let folders = format!("/users/u/mailFolders/a{}/x", "/childFolders/b".repeat(120));
    let paths = format!("/me/drive/root:{}", "/a:/root:".repeat(80));
    let texts = [
        "", "/", "//", "/(", "/)", "/()", "/'", "/users('", "/%", "/%2", "/me:/", ":/:", "/root:/:", &long,
        &folders, &paths,
    ];
    for text in texts {
        for end in ["", "/$count", ")", ":/x"] {
            table.find("GET", &format!("{text}{end}"));
        }
    }
}
