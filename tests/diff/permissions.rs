//! What requests need: ways, the least of them, schemes, the permissions reference.

use super::*;

#[test]
fn a_way_that_is_gone_breaks_a_consent() {
    check_request(
        Request { work: "Pen.Read", ..PENS },
        "breaking v1.0 permission no longer enough: DelegatedWork, Pen.Read.All; on GET /desks/{id}/pens\n\
         breaking permission no longer named by any request; on Pen.Read.All",
    );
    // What is left asks for less, so that whoever had both still has enough.
    check_requests(
        Request { work: "Pen.Read.All and Desk.Read.All", ..PENS },
        Request { work: "Pen.Read.All", ..PENS },
        "breaking permission no longer named by any request; on Desk.Read.All\n\
         permissions v1.0 permission no longer enough: DelegatedWork, Pen.Read.All and Desk.Read.All; on GET /desks/{id}/pens\n\
         permissions v1.0 least permission lowered: DelegatedWork, Pen.Read.All and Desk.Read.All → Pen.Read.All; on GET /desks/{id}/pens\n\
         permissions v1.0 permission now enough: DelegatedWork, Pen.Read.All; on GET /desks/{id}/pens",
    );
}

#[test]
fn the_least_permission_goes_up_and_down() {
    check_request(
        Request { work: "Pen.Read.All", ..PENS },
        "breaking v1.0 permission no longer enough: DelegatedWork, Pen.Read; on GET /desks/{id}/pens\n\
         breaking permission no longer named by any request; on Pen.Read\n\
         permissions v1.0 least permission raised: DelegatedWork, Pen.Read → Pen.Read.All; on GET /desks/{id}/pens",
    );
    check_request(
        Request { work: "Pen.ReadBasic, Pen.Read, Pen.Read.All", ..PENS },
        "permissions v1.0 least permission lowered: DelegatedWork, Pen.Read → Pen.ReadBasic; on GET /desks/{id}/pens\n\
         permissions v1.0 permission now enough: DelegatedWork, Pen.ReadBasic; on GET /desks/{id}/pens",
    );
    check_request(
        Request { work: "Pen.Read.All, Pen.Read", ..PENS },
        "permissions v1.0 least permission reordered: DelegatedWork, Pen.Read → Pen.Read.All; on GET /desks/{id}/pens",
    );
    // Whoever may change pens may read them.
    check_requests(
        Request { work: "Pen.ReadWrite.All", ..PENS },
        Request { work: "Pen.Read.All", ..PENS },
        "breaking v1.0 permission no longer enough: DelegatedWork, Pen.ReadWrite.All; on GET /desks/{id}/pens\n\
         breaking permission no longer named by any request; on Pen.ReadWrite.All\n\
         permissions v1.0 least permission lowered: DelegatedWork, Pen.ReadWrite.All → Pen.Read.All; on GET /desks/{id}/pens\n\
         permissions v1.0 permission now enough: DelegatedWork, Pen.Read.All; on GET /desks/{id}/pens",
    );
    // The names tell which is less where no list has both.
    for (less, more) in [("Pen.Read", "Pen.Read.All"), ("Pen.ReadBasic.All", "Pen.ReadWrite.All")] {
        let kind = |old, new| {
            let docs = |work| vec![Request { work, ..PENS }.page()];
            let report = report(&docs(old), &docs(new));
            let least = |kind: &ChangeKind| kind.words().starts_with("least permission");
            report.changes.iter().map(|change| change.kind).find(least)
        };
        assert_eq!(kind(less, more), Some(ChangeKind::LeastRaised), "{less} {more}");
        assert_eq!(kind(more, less), Some(ChangeKind::LeastLowered), "{more} {less}");
    }
    check_requests(
        Request { work: "Pen.Read", ..PENS },
        Request { work: "Ink.Read", ..PENS },
        "breaking v1.0 permission no longer enough: DelegatedWork, Pen.Read; on GET /desks/{id}/pens\n\
         breaking permission no longer named by any request; on Pen.Read\n\
         permissions v1.0 least permission replaced: DelegatedWork, Pen.Read → Ink.Read; on GET /desks/{id}/pens\n\
         permissions v1.0 permission now enough: DelegatedWork, Ink.Read; on GET /desks/{id}/pens",
    );
}

#[test]
fn schemes_are_supported_or_not() {
    let supported = Request { application: "Pen.Read.All", ..PENS };
    check_request(
        supported.clone(),
        "permissions v1.0 scheme now supported: Application, not supported → Pen.Read.All; on GET /desks/{id}/pens",
    );
    check_requests(
        supported,
        PENS,
        "breaking v1.0 scheme no longer supported: Application, Pen.Read.All → not supported; on GET /desks/{id}/pens",
    );
}

#[test]
fn the_permissions_reference_changes() {
    let reference = |rows: &str| {
        let text = format!(
            "---\ntitle: \"Permissions reference\"\n---\n\n# Permissions reference\n\n## Pen permissions\n\n\
             #### Delegated permissions\n\n|Permission|Display String|Description|Admin Consent Required|Microsoft Account supported|\n\
             |:--|:--|:--|:--|:--|\n{rows}\n"
        );
        ("concepts/permissions-reference.md".to_owned(), text)
    };
    let read = "|_Pen.Read_|Read pens|Reads pens.|No|No|";
    let all = "|_Pen.Read.All_|Read all pens|Reads all pens.|Yes|No|";
    let docs = |rows: &str| vec![PENS.page(), pen(""), reference(rows)];
    check(
        &docs(read),
        &docs(&format!("{}\n{all}", read.replace("|No|No|", "|Yes|No|"))),
        "permissions admin consent changed: delegated, not needed → needed; on Pen.Read\n\
         additive permission new in the reference; on Pen.Read.All",
    );
    check(
        &docs(&format!("{read}\n{all}")),
        &docs(read),
        "permissions permission gone from the reference; on Pen.Read.All",
    );
}

#[test]
fn a_least_permission_joins_others_or_leaves_them() {
    // Pages about two kinds of pens document the same request.
    let ink = Request { file: "ink-list", title: "List inks", work: "Not supported.", ..PENS };
    let docs = |work: &'static str| vec![PENS.page(), Request { work, ..ink.clone() }.page(), pen("")];
    let (alone, both) = (docs("Pen.Read, Pen.Read.All"), docs("Ink.Read"));
    let on = "on GET /desks/{id}/pens";
    check(
        &alone,
        &both,
        &format!(
            "permissions v1.0 one more least permission: DelegatedWork, Ink.Read; {on}\n\
             permissions v1.0 permission now enough: DelegatedWork, Ink.Read; {on}"
        ),
    );
    let left = report(&both, &alone);
    let kinds: Vec<ChangeKind> = left.changes.iter().map(|change| change.kind).collect();
    assert!(
        kinds.contains(&ChangeKind::LeastLeft) && !kinds.contains(&ChangeKind::LeastReordered),
        "{left:#?}"
    );
}
