//! Permissions in hand.

use msgraph_core::emitted::Node;
use msgraph_core::{
    Alternative, Client, Error, Granted, Opens, Operation, Page, Permissions, Request, Requirement, Scheme,
    Value,
};

use crate::LIST_MESSAGES;
use crate::server::{Server, json, reply};

const A_OR_B_AND_C: &[Alternative] = &[
    Alternative { all_of: &["A"], least: true, conditions: &[] },
    Alternative { all_of: &["B", "C"], least: false, conditions: &[] },
];
const D: &[Alternative] = &[Alternative { all_of: &["D"], least: true, conditions: &[] }];

#[test]
fn requirements_are_evaluated() {
    let ambiguous = Requirement::Ambiguous { text: "A or D", readings: &[A_OR_B_AND_C, D] };
    // (requirement, granted, surely, perhaps)
    let table: &[(Requirement, &[&str], bool, bool)] = &[
        (Requirement::AnyOf(A_OR_B_AND_C), &["A"], true, true),
        (Requirement::AnyOf(A_OR_B_AND_C), &["B", "C"], true, true),
        (Requirement::AnyOf(A_OR_B_AND_C), &["B"], false, false),
        (Requirement::AnyOf(A_OR_B_AND_C), &[], false, false),
        (Requirement::AnyOf(&[]), &["A"], false, false),
        (Requirement::NotNeeded, &[], true, true),
        (Requirement::Unsupported, &["A"], false, false),
        (Requirement::Undocumented, &["A"], false, true),
        (ambiguous, &["A"], false, true),
        (ambiguous, &["A", "D"], true, true),
        (ambiguous, &["B"], false, false),
        (Requirement::Ambiguous { text: "?", readings: &[] }, &[], false, true),
    ];
    for (requirement, granted, surely, perhaps) in table {
        assert_eq!(requirement.satisfied_by(*granted), *surely, "{requirement:?} {granted:?}");
        assert_eq!(requirement.may_be_satisfied_by(*granted), *perhaps, "{requirement:?} {granted:?}");
        let expected = match (surely, perhaps) {
            (true, _) => Opens::Yes,
            (false, true) => Opens::Perhaps,
            (false, false) => Opens::No,
        };
        assert_eq!(requirement.explain(*granted).opens(), expected, "{requirement:?} {granted:?}");
    }
    assert_eq!(ambiguous.least().map(|least| least.all_of[0]).collect::<Vec<_>>(), ["A", "D"]);
    assert_eq!(Requirement::AnyOf(A_OR_B_AND_C).to_string(), "A or (B and C)");
}

#[test]
fn answers_are_explained() {
    const CONDITIONAL: &[Alternative] = &[
        Alternative { all_of: &["S"], least: true, conditions: &["for one site"] },
        Alternative { all_of: &["T"], least: false, conditions: &[] },
    ];
    let ambiguous = Requirement::Ambiguous { text: "A or D", readings: &[A_OR_B_AND_C, D] };
    let table: &[(Requirement, &[&str], &str)] = &[
        (Requirement::AnyOf(A_OR_B_AND_C), &["a"], "open by A"),
        (Requirement::AnyOf(A_OR_B_AND_C), &["B"], "closed: A is not granted; (B and C) lacks C"),
        (Requirement::AnyOf(A_OR_B_AND_C), &["X"], "closed: A is not granted; (B and C) is not granted"),
        (Requirement::AnyOf(CONDITIONAL), &["S"], "open by S [for one site]"),
        (Requirement::AnyOf(CONDITIONAL), &["S", "T"], "open by T"),
        (Requirement::NotNeeded, &[], "open: no permission is needed"),
        (Requirement::Unsupported, &["A"], "closed: not supported"),
        (Requirement::Undocumented, &["A"], "perhaps open: the documentation does not say"),
        (
            ambiguous,
            &["A"],
            "perhaps open: as the documentation words it, \"A or D\", which can be read in several ways",
        ),
        (ambiguous, &["A", "D"], "open by A"),
        (ambiguous, &["B"], "closed: A is not granted; (B and C) lacks C; D is not granted"),
    ];
    for (requirement, granted, expected) in table {
        assert_eq!(requirement.explain(*granted).to_string(), *expected);
    }
    let granted = Granted::new(Scheme::DelegatedWork, ["b", "c"]);
    assert!(Requirement::AnyOf(A_OR_B_AND_C).satisfied_by(&granted));
    assert!(Requirement::AnyOf(A_OR_B_AND_C).satisfied_by(&|name: &str| name == "A"));
}

/// Stands for a generated type: one method is called by this program, the other is not.
struct Messages(Node);

impl Messages {
    fn list(&self) -> Request<Page<Value>> {
        self.0.call(&LIST_MESSAGES, "graphdocs-test:reached")
    }

    #[expect(dead_code, reason = "the point is that nobody calls it")]
    fn create(&self) -> Request<Value> {
        self.0.call(&LIST_MESSAGES, "graphdocs-test:not-there")
    }
}

#[tokio::test]
async fn a_client_told_what_it_has_sends_nothing_else() {
    let server = Server::start(|_| json(serde_json::json!({"value": []}))).await;
    let list = |granted: Option<Granted>| {
        let builder = server.builder();
        let client: Client = match granted {
            Some(granted) => builder.granted(granted).build().expect("a client"),
            None => builder.build().expect("a client"),
        };
        Messages(Node::root(&client, "v1.0").segment("messages")).list()
    };
    assert_eq!(list(None).operation(), Some(&LIST_MESSAGES));
    for granted in [
        Some(Granted::new(Scheme::DelegatedWork, ["mail.read"])),
        Some(Granted::new(Scheme::DelegatedWork, ["Mail.Send", "User.Read"])),
        Some(Granted::new(Scheme::DelegatedPersonal, [""])),
        None,
    ] {
        list(granted).await.expect("a page");
    }
    assert_eq!(server.seen().len(), 4);
    for granted in
        [Granted::new(Scheme::DelegatedWork, ["Mail.Send"]), Granted::new(Scheme::Application, ["Mail.Read"])]
    {
        let error = list(Some(granted)).await.expect_err("not granted");
        assert!(matches!(error, Error::NotGranted { .. }), "{error:?}");
    }
    assert_eq!(server.seen().len(), 4, "a refused call must not leave the machine");
}

/// The table of a page that `/me` shares with `/users/{id}` offers application permissions, which no application can use there.
#[tokio::test]
async fn an_application_is_nobodys_me() {
    const SHARED: Permissions = Permissions {
        application: Requirement::AnyOf(&[Alternative {
            all_of: &["Mail.Read"],
            least: true,
            conditions: &[],
        }]),
        ..LIST_MESSAGES.permissions
    };
    static OF_ME: Operation = Operation { template: "/me/messages", permissions: SHARED, ..LIST_MESSAGES };
    static ME: Operation = Operation { template: "/Me", ..OF_ME };
    static UNDOCUMENTED: Operation =
        Operation { permissions: Permissions { application: Requirement::Undocumented, ..SHARED }, ..OF_ME };
    static OF_OTHERS: Operation = Operation { template: "/users/{id}/messages", ..OF_ME };
    static MEETINGS: Operation = Operation { template: "/meetings", ..OF_ME };

    let application = Granted::new(Scheme::Application, ["Mail.Read"]);
    for closed in [&OF_ME, &ME, &UNDOCUMENTED] {
        let error = application.check(closed).expect_err("unsupported");
        assert!(error.to_string().ends_with("was not sent: it is not supported for application"), "{error}");
        assert_eq!(closed.effective_permissions().application, Requirement::Unsupported);
        Granted::new(Scheme::DelegatedWork, ["Mail.Read"]).check(closed).expect("a user has a me");
    }
    for open in [&OF_OTHERS, &MEETINGS] {
        application.check(open).expect("granted");
    }
    assert_eq!(OF_ME.permissions.application, SHARED.application, "what the documentation says is kept");

    let server = Server::start(|_| reply(403)).await;
    let me = Node::root(&server.client(), "v1.0").segment("me").segment("messages");
    let error = me.call::<Value>(&OF_ME, "test: me").await.expect_err("403");
    assert!(error.to_string().contains("application: not supported"), "{error}");
}

#[test]
fn a_program_holds_the_markers_of_the_calls_it_can_make() {
    let program = std::fs::read(std::env::current_exe().expect("this program")).expect("its bytes");
    let holds = |name: &str| {
        // Put together here, so that this test is not what it finds.
        let marker = ["graphdocs", "-test:", name].concat();
        program.windows(marker.len()).any(|window| window == marker.as_bytes())
    };
    assert!(holds("reached"));
    assert!(!holds("not-there"));
}
