//! Where changes lead.

use super::*;

#[test]
fn changes_point_at_the_row_of_the_scheme_and_at_what_names_a_thing() {
    let supported = Request { application: "Pen.Read.All", ..PENS };
    let report_of = |old: &Request, new: &Request| report(&vec![old.page()], &vec![new.page()]);
    let line = |report: &Report, kind| {
        let change = report.changes.iter().find(|change| change.kind == kind).expect("it is told");
        let line = |place: &Option<String>| {
            place.as_ref().map(|place| place.split(':').nth(1).unwrap_or_default().to_owned())
        };
        (line(&change.on[0].old_place), line(&change.on[0].new_place))
    };
    let some = |line: &str| Some(line.to_owned());
    let found = report_of(&PENS, &supported);
    assert_eq!(line(&found, ChangeKind::SchemeSupported), (some("18"), some("18")), "{found:#?}");
    let found = report_of(&supported, &Request { work: "Pen.Read", application: "Pen.Read", ..PENS });
    assert_eq!(line(&found, ChangeKind::PermissionUnnamed), (some("16"), None), "{found:#?}");
    // The way that is new stands on another page.
    let other = Request { file: "ink-list", title: "List inks", ..PENS };
    let docs = |work| vec![PENS.page(), Request { work, ..other.clone() }.page()];
    let found = report(&docs("Not supported."), &docs("Ink.Read"));
    let added = found.changes.iter().find(|change| change.kind == ChangeKind::AlternativeAdded);
    let place = added.and_then(|change| change.on[0].new_place.clone());
    assert_eq!(place.as_deref(), Some("api-reference/v1.0/api/ink-list.md:16:37"), "{found:#?}");
    let tip = |rows: &str| {
        let text = format!(
            "# tip enum type\n\nNamespace: microsoft.graph\n\nA tip.\n\n## Members\n|Member|\n|:--|\n{rows}"
        );
        vec![PENS.page(), ("api-reference/v1.0/resources/tip.md".to_owned(), text)]
    };
    let found = report(&tip("|fine|\n|broad|\n"), &tip("|fine|\n"));
    assert_eq!(line(&found, ChangeKind::MemberRemoved).0, some("11"), "{found:#?}");
    let list = Request { response: PENS.response, ..PENS };
    let found = report_of(&Request { response: "The answer is `204 No Content`.", ..PENS }, &list);
    assert_eq!(line(&found, ChangeKind::TypeAdded), (None, some("32")), "{found:#?}");
}
