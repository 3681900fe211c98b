//! One small pair of docs for each kind of change.

use super::*;

#[test]
fn the_same_docs_have_no_changes() {
    check_request(PENS, "");
    let report = report(&vec![PENS.page()], &vec![PENS.page()]);
    assert!(markdown::markdown(&report, 5).contains("Nothing changed."));
}

#[test]
fn requests_come_and_go() {
    let more =
        Request { lines: "GET /desks/{id}/pens\nGET /me/desk/pens\nGET /rooms/{id}/desk/pens", ..PENS };
    let added = "additive v1.0 operation added: List pens; on 2 operations\n  GET /me/desk/pens\n  GET /rooms/{id}/desk/pens";
    check_request(more.clone(), added);
    let removed = "breaking v1.0 operation removed: List pens; on 2 operations\n  GET /me/desk/pens\n  GET /rooms/{id}/desk/pens";
    check_requests(more, PENS, removed);
}

#[test]
fn the_same_change_on_many_requests_is_one() {
    let lines = "GET /desks/{id}/pens\nGET /me/desk/pens";
    let old = Request { lines, ..PENS };
    let new = Request { lines, work: "Pen.Read, Pen.Read.All, Desk.Read.All", ..PENS };
    check_requests(
        old,
        new,
        "permissions v1.0 permission now enough: DelegatedWork, Desk.Read.All; on 2 operations\n  GET /desks/{id}/pens\n  GET /me/desk/pens",
    );
}

const QUERY: &str = "## Query parameters\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n";

#[test]
fn parameters_change() {
    let with = |rows: &str| Request {
        lines: "GET /desks/{id}/pens",
        parameters: Box::leak(format!("{QUERY}{rows}\n\n").into_boxed_str()),
        ..PENS
    };
    check_request(
        with("|shade|String|Which shade. Optional.|"),
        "additive v1.0 parameter added: shade (query), now String; on GET /desks/{id}/pens",
    );
    check_requests(
        with("|shade|String|Which shade. Optional.|"),
        PENS,
        "breaking v1.0 parameter removed: shade (query), was String; on GET /desks/{id}/pens",
    );
    // A value that stands for any is none that need not be given.
    check_requests(
        Request { lines: "GET /desks/{id}/pensOf(shade={shade})", ..PENS },
        Request { lines: "GET /desks/{id}/pensOf(shade=shade-value)", ..PENS },
        "",
    );
    check_requests(
        with("|shade|String|Which shade. Optional.|"),
        with("|shade|Int32|Which shade. Optional.|"),
        "breaking v1.0 parameter retyped: shade (query), String → Int32; on GET /desks/{id}/pens",
    );
}

#[test]
fn members_of_bodies_change() {
    let on = "on POST /desks/{id}/pens/{id2}/fill";
    check_requests(
        fill("|ink|String|Which ink.|"),
        fill("|ink|String|Which ink.|\n|amount|Int32|How much.|"),
        &format!("breaking v1.0 parameter added: amount (body), now Int32; {on}"),
    );
    check_requests(
        fill("|ink|String|Which ink.|\n|amount|Int32|How much.|"),
        fill("|ink|String|Which ink.|\n|amount|Double|How much.|"),
        &format!("breaking v1.0 parameter retyped: amount (body), Int32 → Double; {on}"),
    );
    let report = {
        let other = pen("|colour|String|How it writes.|");
        let old = vec![fill("|ink|String|Which ink. Optional.|").page(), other.clone()];
        report(&old, &vec![fill("|ink|String|Which ink. Required.|").page(), other])
    };
    assert_eq!(report.changes[0].kind, ChangeKind::ParameterRequired, "{report:#?}");
    assert_eq!(report.changes[0].class, Class::Breaking);
}

#[test]
fn bodies_and_responses_change() {
    let old = fill("|ink|String|Which ink.|");
    let new = Request { body: PENS.body, ..old.clone() };
    check_requests(
        old.clone(),
        new,
        "breaking v1.0 request body changed: {ink} → nothing; on POST /desks/{id}/pens/{id2}/fill",
    );
    check_requests(
        old.clone(),
        Request { response: ONE, ..old },
        "breaking v1.0 response changed: 204 nothing → 200 microsoft.graph.pen; on POST /desks/{id}/pens/{id2}/fill",
    );
    check_request(
        Request { response: ONE, ..PENS },
        "breaking v1.0 response changed: 200 Collection(microsoft.graph.pen) → 200 microsoft.graph.pen; on GET /desks/{id}/pens",
    );
}

#[test]
fn query_options_change() {
    let with = |options| Request { options, ..PENS };
    let one = "## Optional query parameters\n\nThis method supports the `$top` OData query parameter.\n\n";
    let two = "## Optional query parameters\n\nThis method supports the `$top` and `$select` OData query parameters.\n\n";
    check_requests(
        with(one),
        with(two),
        "additive v1.0 query option added: $select; on GET /desks/{id}/pens",
    );
    check_requests(
        with(two),
        with(one),
        "breaking v1.0 query option removed: $select; on GET /desks/{id}/pens",
    );
    // One name begins with another.
    let table = "## Optional query parameters\n\n|Name|Description|\n|:--|:--|\n|[$skiptoken](x)|The next page.|\n|`$top`|How many.|\n\n";
    let words = "## Optional query parameters\n\nThis method supports `$skiptoken` and `$top`.\n\n";
    check_requests(with(table), with(words), "");
}

#[test]
fn types_come_go_and_are_renamed() {
    let brush = resource("brush", "", "|width|Int32|How wide.|");
    let desk = vec![PENS.page(), pen("")];
    let with = |page: (String, String)| desk.iter().cloned().chain([page]).collect::<Pages>();
    check(&desk, &with(brush.clone()), "additive v1.0 type added: entity; on microsoft.graph.brush");
    check(&with(brush.clone()), &desk, "breaking v1.0 type removed: entity; on microsoft.graph.brush");
    let rows = "|width|Int32|How wide.|\n|length|Int32|How long.|\n|hair|String|Of what.|";
    check(
        &with(resource("brush", "", rows)),
        &with(resource("paintBrush", "", rows)),
        "breaking v1.0 type renamed: microsoft.graph.brush → microsoft.graph.paintBrush; on microsoft.graph.paintBrush (was microsoft.graph.brush)",
    );
    // Values that rows list are alike by chance.
    let state = |name: &str| format!("|{name}|String|Possible values are: `low`, `medium`, `high`.|");
    check(
        &with(resource("brush", "", &state("wear"))),
        &with(resource("crate", "", &state("fill"))),
        "breaking v1.0 type removed: entity; on microsoft.graph.brush\n\
         breaking v1.0 type removed: enum; on microsoft.graph.brush/wear\n\
         additive v1.0 type added: entity; on microsoft.graph.crate\n\
         additive v1.0 type added: enum; on microsoft.graph.crate/fill",
    );
}

#[test]
fn properties_change() {
    let on = "on microsoft.graph.pen";
    let colour = "|colour|String|How it writes.|";
    check_pen("", colour, &format!("additive v1.0 property added: colour, now String; {on}"));
    check_pen(colour, "", &format!("breaking v1.0 property removed: colour, was String; {on}"));
    check_pen(
        colour,
        "|colour|Int32|How it writes.|",
        &format!("breaking v1.0 property retyped: colour, String → Int32; {on}"),
    );
    check_pen(
        colour,
        "|colour|String collection|How it writes.|",
        &format!("breaking v1.0 property retyped: colour, String → Collection(String); {on}"),
    );
    check_pen(
        colour,
        "|colour|String|What it looks like.|",
        &format!("editorial v1.0 description changed: colour; {on}"),
    );
    check_pen(
        "|colour|String|How it writes. Not nullable.|",
        "|colour|String|How it writes.|",
        &format!(
            "editorial v1.0 nullability changed: colour, was not nullable; {on}\n\
             editorial v1.0 description changed: colour; {on}"
        ),
    );
    check_pen(
        colour,
        "|Colour|String|How it writes.|",
        &format!("editorial v1.0 respelled: colour → Colour; {on}"),
    );
}

#[test]
fn a_property_that_goes_to_the_base_type_is_still_there() {
    let base = |rows: &str| resource("tool", "", rows);
    let colour = "|colour|String|How it writes.|";
    let old = vec![PENS.page(), base(""), resource("pen", "tool", colour)];
    let new = vec![PENS.page(), base(colour), resource("pen", "tool", "")];
    check(&old, &new, "additive v1.0 property added: colour, now String; on microsoft.graph.tool");
}

#[test]
fn bases_change() {
    let tool = resource("tool", "", "");
    check(
        &vec![PENS.page(), tool.clone(), pen("")],
        &vec![PENS.page(), tool, resource("pen", "tool", "")],
        "additive v1.0 base type changed: nothing → microsoft.graph.tool; on microsoft.graph.pen",
    );
}

#[test]
fn a_page_that_no_longer_names_the_root_says_nothing_new() {
    let root = resource("entity", "", "");
    check(
        &vec![PENS.page(), root.clone(), resource("pen", "entity", "")],
        &vec![PENS.page(), root, pen("")],
        "editorial v1.0 base type changed: microsoft.graph.entity → nothing; on microsoft.graph.pen",
    );
}

#[test]
fn what_the_root_tells_is_told_once() {
    let without_key = |base| {
        let (path, text) = resource("pen", base, "|colour|String|How it writes.|");
        let text = text.replace("\n  \"keyProperty\": \"id\",", "").replace("|id|String|Its key.|\n", "");
        (path, text.replace("  \"id\": \"String\"\n", ""))
    };
    let root = resource("entity", "", "");
    let docs = |base| vec![PENS.page(), root.clone(), without_key(base)];
    let report = report(&docs("entity"), &docs(""));
    let kinds: Vec<ChangeKind> = report.changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::BaseChanged], "{report:#?}");
}

#[test]
fn another_base_brings_another_property_of_the_name() {
    let tool = resource("tool", "", "|colour|String|How it writes.|");
    let thing = resource("thing", "", "|colour|Int32|A number.|");
    let docs = |base| vec![PENS.page(), tool.clone(), thing.clone(), resource("pen", base, "")];
    check(
        &docs("tool"),
        &docs("thing"),
        "breaking v1.0 base type changed: microsoft.graph.tool → microsoft.graph.thing; on microsoft.graph.pen\n\
         breaking v1.0 property retyped: colour, String → Int32; on microsoft.graph.pen",
    );
}

#[test]
fn operators_that_are_named_at_last_are_no_loss() {
    let supports = |what: &str| format!("|colour|String|How it writes. Supports {what}.|");
    let on = "on microsoft.graph.pen\neditorial v1.0 description changed: colour; on microsoft.graph.pen";
    check_pen(
        &supports("`$filter`"),
        &supports("`$filter` (`eq`)"),
        &format!("editorial v1.0 ability of a property changed: colour, $filter * → $filter eq; {on}"),
    );
    check_pen(
        &supports("`$filter` (`eq`, `ne`)"),
        &supports("`$filter` (`eq`)"),
        &format!("breaking v1.0 ability of a property changed: colour, was $filter ne; {on}"),
    );
}

#[test]
fn a_table_that_lists_what_a_model_has_is_editorial() {
    let get = Request { file: "pen-get", title: "Get pen", lines: "GET /pens/{id}", response: ONE, ..PENS };
    let words = "In the request body, supply a JSON representation of a [pen](../resources/pen.md) object.";
    let update =
        Request { file: "pen-update", title: "Update pen", lines: "PATCH /pens/{id}", body: words, ..PENS };
    let table = Request { body: fill("|colour|String|How it writes.|").body, ..update.clone() };
    let docs = |update: &Request| vec![get.page(), update.page(), pen("|colour|String|How it writes.|")];
    check(
        &docs(&update),
        &docs(&table),
        "editorial v1.0 request body changed: microsoft.graph.pen → {colour}; on PATCH /pens/{id}",
    );
}

#[test]
fn members_of_enums_change() {
    let tip = |values: &str| format!("|tip|String|The tip. The possible values are: {values}.|");
    let (two, three) = (tip("`fine`, `broad`"), tip("`fine`, `broad`, `slanted`"));
    let old = report(&vec![PENS.page(), pen(&two)], &vec![PENS.page(), pen(&three)]);
    let added: Vec<_> = old.changes.iter().filter(|change| change.kind == ChangeKind::MemberAdded).collect();
    assert_eq!((added[0].class, added[0].item.as_deref()), (Class::Additive, Some("slanted")), "{old:#?}");
    let new = report(&vec![PENS.page(), pen(&three)], &vec![PENS.page(), pen(&two)]);
    let removed: Vec<_> =
        new.changes.iter().filter(|change| change.kind == ChangeKind::MemberRemoved).collect();
    assert_eq!(
        (removed[0].class, removed[0].item.as_deref()),
        (Class::Breaking, Some("slanted")),
        "{new:#?}"
    );
}

#[test]
fn an_enum_with_the_same_members_sends_the_same() {
    let get = Request { file: "pen-get", title: "Get pen", lines: "GET /pens/{id}", response: ONE, ..PENS };
    let update = |members: &str| {
        let tip = format!("|tip|String|The tip. The possible values are: {members}.|");
        Request {
            body: fill(&tip).body,
            ..Request { file: "pen-update", title: "Update pen", lines: "PATCH /pens/{id}", ..PENS }
        }
    };
    let enums = (
        "api-reference/v1.0/resources/enums.md".to_owned(),
        "---\ntitle: \"Enum values\"\ndoc_type: enumPageType\n---\n\n# Enum values\n\nNamespace: microsoft.graph\n\n\
         ### tipKind values\n\n|Member|\n|:--|\n|fine|\n|broad|\n"
            .to_owned(),
    );
    let docs = |ty: &str| {
        let members = "`fine`, `broad`";
        let pen = pen(&format!("|tip|{ty}|The tip. The possible values are: {members}.|"));
        vec![get.page(), update(members).page(), pen, enums.clone()]
    };
    check(
        &docs("String"),
        &docs("tipKind"),
        "breaking v1.0 type removed: enum; on microsoft.graph.pen/tip\n\
         breaking v1.0 property retyped: tip, microsoft.graph.pen/tip → microsoft.graph.tipKind; on microsoft.graph.pen\n\
         editorial v1.0 parameter retyped: tip (body), microsoft.graph.pen/tip → microsoft.graph.tipKind; on PATCH /pens/{id}",
    );
}

#[test]
fn deprecations_are_told() {
    check_pen(
        "|colour|String|How it writes.|",
        "|colour|String|(deprecated) How it writes.|",
        "additive v1.0 deprecated: colour; on microsoft.graph.pen\n\
         editorial v1.0 description changed: colour; on microsoft.graph.pen",
    );
}

#[test]
fn words_of_pages_are_editorial() {
    check_request(
        Request { about: "Lists what writes on a desk.", title: "List all pens", ..PENS },
        "editorial v1.0 title changed: List pens → List all pens; on GET /desks/{id}/pens\n\
         editorial v1.0 description changed; on GET /desks/{id}/pens",
    );
}

#[test]
fn a_shown_request_is_listed() {
    let response = "If successful, this method returns a `200 OK` response code.\n\n## Example\n\n\
                    ```http\nGET https://graph.microsoft.com/v1.0/desks/7/pens/$count\n```";
    check_requests(
        Request { response, ..PENS },
        Request { response, lines: "GET /desks/{id}/pens\nGET /desks/{id}/pens/$count", ..PENS },
        "editorial v1.0 listing changed: only shown → listed; on GET /desks/{id}/pens/$count",
    );
}

#[test]
fn another_first_page_of_several_changes_the_crate_alone() {
    let body = "In the request body, provide a JSON object with these parameters.\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n|ink|String|Which.|";
    let old = Request { file: "pen-update", title: "Update pen", lines: "PATCH /pens/{id}", body, ..PENS };
    let other = Request {
        file: "a-pen-update",
        title: "Set pen",
        body: "Do not supply a request body.",
        ..old.clone()
    };
    let report = report(&vec![old.page()], &vec![old.page(), other.page()]);
    let kinds: Vec<ChangeKind> = report.changes.iter().map(|change| change.kind).collect();
    assert!(kinds.contains(&ChangeKind::PagesChanged), "{report:#?}");
    assert!(
        kinds.contains(&ChangeKind::CrateChanged) && !kinds.contains(&ChangeKind::BodyChanged),
        "{report:#?}"
    );
}

#[test]
fn members_with_and_without_a_namespace_are_the_same() {
    let tip = |values: &str| format!("|tip|String|The tip. The possible values are: {values}.|");
    let (old, new) = (tip("`desk.fine`, `desk.broad`"), tip("`fine`, `broad`"));
    let report = report(&vec![PENS.page(), pen(&old)], &vec![PENS.page(), pen(&new)]);
    assert!(report.changes.iter().all(|change| change.kind != ChangeKind::MemberRemoved), "{report:#?}");
}

#[test]
fn a_type_can_go_to_another_namespace() {
    let rows = "|width|Int32|How wide.|";
    let moved = |name: &str, rows: &str| {
        let (path, text) = resource("brush", "", rows);
        (path, text.replace("microsoft.graph.brush", &format!("microsoft.graph.{name}")))
    };
    let docs = |page: (String, String)| vec![PENS.page(), pen(""), page];
    check(
        &docs(moved("brush", rows)),
        &docs(moved("tools.brush", &format!("{rows}\n|hair|String|Of what.|"))),
        "breaking v1.0 type renamed: microsoft.graph.brush → microsoft.graph.tools.brush; on microsoft.graph.tools.brush (was microsoft.graph.brush)\n\
         additive v1.0 property added: hair, now String; on microsoft.graph.tools.brush (was microsoft.graph.brush)",
    );
}

#[test]
fn another_answer_breaks_programs_and_another_status_does_not() {
    let update =
        Request { file: "pen-update", title: "Update pen", lines: "PATCH /pens/{id}", response: ONE, ..PENS };
    let on = "on PATCH /pens/{id}";
    check_requests(
        update.clone(),
        Request {
            response: "If successful, this method returns a `200 OK` response code and a [pen](../resources/pen.md) object in the response body, or a `201 Created` response code and a [pen](../resources/pen.md) object in the response body.",
            ..update.clone()
        },
        &format!(
            "additive v1.0 response added: 200 microsoft.graph.pen → 200 microsoft.graph.pen, 201 microsoft.graph.pen; {on}"
        ),
    );
    check_requests(
        update.clone(),
        Request {
            response: "The answer is `204 No Content`. If asked to, it returns a `200 OK` response code and a [pen](../resources/pen.md) object in the response body.",
            ..update
        },
        &format!(
            "breaking v1.0 response added: 200 microsoft.graph.pen → 204 nothing, 200 microsoft.graph.pen; {on}"
        ),
    );
}
