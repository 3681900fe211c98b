//! Requests that are the same under another path, and those that are not.

use super::*;

#[test]
fn a_changed_path_of_the_same_page_is_a_move() {
    let moved = Request { lines: "GET /desk/{id}/pens", ..PENS };
    check_request(
        moved,
        "breaking v1.0 operation moved: /desks/… → /desk/…; on GET /desk/{id}/pens (was GET /desks/{id}/pens)",
    );
    let elsewhere = Request { file: "pencil-list", lines: "GET /desks/{id}/box/pens", ..PENS };
    check_request(
        elsewhere,
        "breaking v1.0 operation moved: …/{id}/… → …/{id}/box/…; on GET /desks/{id}/box/pens (was GET /desks/{id}/pens)\n\
         editorial v1.0 pages changed: pen-list.md → pencil-list.md; on GET /desks/{id}/box/pens (was GET /desks/{id}/pens)",
    );
}

#[test]
fn another_page_or_another_path_is_no_move() {
    let other = Request { file: "ink-list", title: "List inks", lines: "GET /desks/{id}/ink", ..PENS };
    check_request(
        other,
        "breaking v1.0 operation removed: List pens; on GET /desks/{id}/pens\n\
         additive v1.0 operation added: List inks; on GET /desks/{id}/ink",
    );
    let far = Request { lines: "GET /stationery/all", ..PENS };
    check_request(
        far,
        "breaking v1.0 operation removed: List pens; on GET /desks/{id}/pens\n\
         additive v1.0 operation added: List pens; on GET /stationery/all",
    );
}

#[test]
fn names_of_keys_are_no_change_and_capitals_of_words_are_one() {
    let renamed = Request { lines: "GET /desks/{desk-id}/pens", ..PENS };
    check_request(
        renamed,
        "editorial v1.0 respelled: /desks/{id}/pens → /desks/{desk-id}/pens; on GET /desks/{desk-id}/pens (was GET /desks/{id}/pens)",
    );
    let old = Request { lines: "GET /desks/{id}/inkpens", ..PENS };
    let new = Request { lines: "GET /desks/{id}/inkPens", ..PENS };
    check_requests(
        old,
        new,
        "breaking v1.0 operation moved: /desks/{id}/inkpens → /desks/{id}/inkPens; on GET /desks/{id}/inkPens (was GET /desks/{id}/inkpens)",
    );
}

#[test]
fn a_new_beginning_of_a_path_is_a_move() {
    let old = Request { lines: "GET /book/sheets/{id}", title: "List book sheets", ..PENS };
    let new = Request { lines: "GET /me/drive/items/{id}/book/sheets/{id}", ..old.clone() };
    check_requests(
        old,
        new,
        "breaking v1.0 operation moved: /… → /me/drive/items/{id}/…; on GET /me/drive/items/{id}/book/sheets/{id2} (was GET /book/sheets/{id})",
    );
}

#[test]
fn a_title_that_many_pages_have_is_no_move() {
    let pens = Request { title: "List members", ..PENS };
    let inks = Request { file: "ink-list", title: "List members", lines: "GET /jars/{id}/pens", ..PENS };
    let moved = Request { lines: "GET /rooms/everywhere/shelves/{id}/desks/{id}/pens", ..pens.clone() };
    let other = pen("");
    check(
        &vec![pens.page(), other.clone()],
        &vec![moved.page(), inks.page(), other],
        "breaking v1.0 operation moved: /… → /rooms/everywhere/shelves/{id}/…; on GET /rooms/everywhere/shelves/{id}/desks/{id2}/pens (was GET /desks/{id}/pens)\n\
         additive v1.0 operation added: List members; on GET /jars/{id}/pens",
    );
    // The file is gone, and a new one has its title.
    let renamed = Request { file: "pencil-list", title: "List pens", lines: "GET /desk/{id}/pens", ..PENS };
    check_request(
        renamed,
        "breaking v1.0 operation moved: /desks/… → /desk/…; on GET /desk/{id}/pens (was GET /desks/{id}/pens)\n\
         editorial v1.0 pages changed: pen-list.md → pencil-list.md; on GET /desk/{id}/pens (was GET /desks/{id}/pens)",
    );
}

#[test]
fn a_short_path_of_the_same_page_can_get_a_new_beginning() {
    let old = Request { lines: "GET /pens", ..PENS };
    check_requests(
        old.clone(),
        Request { lines: "GET /rooms/all/desks/pens", ..old },
        "breaking v1.0 operation moved: /… → /rooms/all/desks/…; on GET /rooms/all/desks/pens (was GET /pens)",
    );
}

#[test]
fn a_listed_request_moves_to_a_listed_one() {
    let response = "If successful, this method returns a `200 OK` response code.\n\n## Example\n\n\
                    ```http\nGET https://graph.microsoft.com/v1.0/attic/old/box/pens/$count\n```";
    let old = Request { lines: "GET /pens/$count", ..PENS };
    let lines = "GET /attic/old/box/pens\nGET /shop/new/box/pens/$count";
    let report = report(&vec![old.page()], &vec![Request { lines, response, ..PENS }.page()]);
    let moved = report.changes.iter().filter(|change| change.kind == ChangeKind::OperationMoved);
    let names: Vec<&str> = moved.flat_map(|change| &change.on).map(|subject| subject.name.as_str()).collect();
    assert_eq!(names, ["GET /shop/new/box/pens/$count"], "{report:#?}");
}

#[test]
fn a_function_moves_to_the_one_with_its_arguments() {
    let lines = |start: &str| {
        format!("GET {start}/desks/{{id}}/pens/find\nGET {start}/desks/{{id}}/pens/find(ink='{{ink}}')")
            .leak() as &str
    };
    check_requests(
        Request { lines: lines(""), ..PENS },
        Request { lines: lines("/rooms/{id}"), ..PENS },
        "breaking v1.0 operation moved: /… → /rooms/{id}/…; on 2 operations\n  \
           GET /rooms/{id}/desks/{id2}/pens/find (was GET /desks/{id}/pens/find)\n  \
           GET /rooms/{id}/desks/{id2}/pens/find(ink='{ink}') (was GET /desks/{id}/pens/find(ink='{ink}'))",
    );
}

#[test]
fn a_placeholder_that_words_replace_moves_to_each_of_them() {
    let any = Request { lines: "GET /desks/{part}/pens", ..PENS };
    let words = Request { lines: "GET /desks/drawer/pens\nGET /desks/top/pens", ..PENS };
    check_requests(
        any.clone(),
        words.clone(),
        "breaking v1.0 operation moved: …/{part}/… → …/drawer/…; on GET /desks/drawer/pens (was GET /desks/{part}/pens)\n\
         breaking v1.0 operation moved: …/{part}/… → …/top/…; on GET /desks/top/pens (was GET /desks/{part}/pens)",
    );
    check_requests(
        words,
        any,
        "breaking v1.0 operation moved: …/drawer/… → …/{part}/…; on GET /desks/{part}/pens (was GET /desks/drawer/pens)\n\
         breaking v1.0 operation moved: …/top/… → …/{part}/…; on GET /desks/{part}/pens (was GET /desks/top/pens)",
    );
}
