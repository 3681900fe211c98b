//! How long it takes to find the operation that a request calls, in a table as large as one API version.
//!
//! The median is the time for one look-up of each of 16 requests.

use divan::Bencher;
use msgraph_core::matching::{Table, Target, order};

fn main() {
    divan::main();
}

/// Some 5,000 templates with the shapes of the real ones: 320 collections, each with keys, functions, casts and paths.
fn templates() -> Vec<(&'static str, String)> {
    let below = [
        "",
        "/{id}",
        "/delta",
        "/$count",
        "/{id}/members",
        "/{id}/members/$ref",
        "/{id}/members/{id2}/$ref",
        "/{id}/members/microsoft.graph.user",
        "/{id}/drive/root:/{path}",
        "/{id}/drive/root:/{path}:/children",
        "/{id}/calendar/events/{id2}/instances",
        "/{id}/mailFolders/{id2}/messages/{id3}/attachments/{id4}",
        "/getUse(period='{period}')",
        "/getUse(date={date})",
        "/getIn(groupId='{groupId}',startDateTime={startDateTime},endDateTime={endDateTime})",
        "/byName(name='{name}')/owners",
    ];
    let mut templates: Vec<(&str, String)> = (0..320)
        .flat_map(|number| below.map(|rest| ("GET", format!("/collection{number:03}{rest}"))))
        .collect();
    templates.sort_by(|a, b| order(&a.1, &b.1));
    templates
}

#[divan::bench]
fn sixteen_requests(bencher: Bencher) {
    let templates = templates();
    let entries: Vec<(&str, &str)> =
        templates.iter().map(|(method, path)| (*method, path.as_str())).collect();
    let table = Table::new(&entries);
    let requests = [
        "/v1.0/collection007",
        "/v1.0/collection011/delta()",
        "https://graph.microsoft.com/v1.0/collection019/a%40b.c?$select=id",
        "/v1.0/collection023/1/members?$top=5",
        "/v1.0/Collection029/1/Members/$ref",
        "/v1.0/collection031/1/members/2/$ref",
        "/v1.0/collection037/1/members/graph.user",
        "/v1.0/collection041/1/drive/root:/a/b/c.txt",
        "/v1.0/collection043/1/drive/root:/a/b/c:/children",
        "/v1.0/collection047/1/calendar/events/2/instances",
        "/v1.0/collection053('1')/mailFolders/2/messages/3/attachments/4",
        "/v1.0/collection059/getUse(period='D7')",
        "/v1.0/collection061/getIn(endDateTime=1,groupId='a,b',startDateTime=0)",
        "/v1.0/collection067/byName(name='a/b')/owners",
        "/v1.0/collection071/1/members/microsoft.graph.device",
        "/v1.0/collection073/1/nothing/like/this",
    ];
    bencher.bench_local(|| {
        let found = requests.iter().filter(|url| table.find("GET", Target::parse(url).path).is_some());
        assert_eq!(found.count(), requests.len() - 1);
    });
}

/// Requests that the docs have by another address of the same drive, item, site or folder.
#[divan::bench]
fn by_another_address(bencher: Bencher) {
    let mut templates = templates();
    let more = [
        "/drives/{id}/items/{id2}/children",
        "/me/drive/items/{id}/workbook/names",
        "/me/drive/root:/{path}:/workbook/names",
        "/sites/{id}/lists",
        "/users/{id}/mailFolders/inbox/messageRules",
    ];
    templates.extend(more.map(|path| ("GET", path.to_owned())));
    templates.sort_by(|a, b| order(&a.1, &b.1));
    let entries: Vec<(&str, &str)> =
        templates.iter().map(|(method, path)| (*method, path.as_str())).collect();
    let table = Table::new(&entries);
    let requests = [
        "/v1.0/sites/h.example:/sites/a:/lists",
        "/v1.0/me/drive/root:/a/b:/children",
        "/v1.0/drives/1/items/2/workbook/names",
        "/v1.0/sites/h.example:/sites/a:/drive/root:/a/b.xlsx:/workbook/names",
        "/v1.0/users/a%40b.c/mailFolders/1/messageRules",
        "/v1.0/drives/1/items/2:/a/b:/nothing",
    ];
    bencher.bench_local(|| {
        let found = requests.iter().filter(|url| table.find("GET", Target::parse(url).path).is_some());
        assert_eq!(found.count(), requests.len() - 1);
    });
}
