//! What `least` and `review` promise, held against random lists of calls of the real docs.

use std::path::Path;
use std::sync::LazyLock;

use graphdocs_generator::ir::{Alternative, Method, Requirement, Scheme, Version};
use graphdocs_generator::permissions::demand::Rules;
use graphdocs_generator::permissions::granted::{Grant, Granted};
use graphdocs_generator::permissions::least::{Least, Set, least};
use graphdocs_generator::permissions::named::Named;
use graphdocs_generator::permissions::review::{FindingKind, Terms, review};
use graphdocs_generator::permissions::risk::Risks;
use graphdocs_generator::permissions::{Call, Caller, Facts};

/// Lists of calls for each scheme.
const LISTS: usize = 60;

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/docs/2021-07");
    Facts::of(&graphdocs_generator::read(&docs).expect("the docs lie in ../shared").api)
});

/// A row of numbers without a pattern, the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit
    }

    fn shuffled(&mut self, calls: &[Call]) -> Vec<Call> {
        let mut rest = calls.to_vec();
        (0..rest.len()).map(|_| rest.swap_remove(self.below(rest.len()))).collect()
    }
}

fn call(operation: usize) -> Call {
    Call::new(operation)
}

/// The alternatives of a call that hold without a condition; none unless the docs are clear and name one.
fn plain(operation: usize, scheme: Scheme) -> Option<Vec<&'static Alternative>> {
    let Requirement::AnyOf { alternatives } = FACTS.operations[operation].requirement(scheme) else {
        return None;
    };
    let plain: Vec<&Alternative> = alternatives.iter().filter(|one| one.conditions.is_empty()).collect();
    (!plain.is_empty()).then_some(plain)
}

fn is_open(alternatives: &[&Alternative], set: &[&str]) -> bool {
    let has = |name: &String| set.iter().any(|held| held.eq_ignore_ascii_case(name));
    alternatives.iter().any(|one| one.all_of.iter().all(has))
}

fn names(sets: &[Set]) -> Vec<Vec<&str>> {
    sets.iter().map(Set::names).collect()
}

fn check(answer: &Least, calls: &[Call], scheme: Scheme) {
    assert!(answer.proven && !answer.sets.is_empty(), "{answer:?}");
    let clear: Vec<Vec<&Alternative>> =
        calls.iter().filter_map(|call| plain(call.operation, scheme)).collect();
    for set in names(&answer.sets) {
        assert!(clear.iter().all(|alternatives| is_open(alternatives, &set)), "{set:?} leaves a call closed");
        for name in &set {
            let rest: Vec<&str> = set.iter().copied().filter(|other| other != name).collect();
            let closes = clear.iter().any(|alternatives| !is_open(alternatives, &rest));
            assert!(closes, "{name} of {set:?} can go");
        }
    }
}

/// Nothing is missing, unused or replaceable when exactly the answer was granted.
fn check_review(set: &[&str], calls: &[Call], scheme: Scheme) {
    let grant =
        |name: &&str| Grant { name: (*name).to_owned(), caller: Caller::of(scheme), app: None, line: None };
    let granted = Granted { permissions: set.iter().map(grant).collect(), ..Granted::default() };
    let terms = Terms {
        delegated: if scheme == Scheme::Application { Scheme::DelegatedWork } else { scheme },
        only: Some(Caller::of(scheme)),
        rules: Rules::default(),
        risks: &Risks::default(),
        accepted: &[],
        today: "2026-01-01",
    };
    let review = review(&FACTS, calls, &granted, terms);
    let excess = [
        FindingKind::Missing,
        FindingKind::Unknown,
        FindingKind::Unused,
        FindingKind::Redundant,
        FindingKind::Replaceable,
    ];
    let found: Vec<_> = review.findings.iter().filter(|finding| excess.contains(&finding.kind)).collect();
    assert!(found.is_empty(), "{set:?} {found:#?}");
}

#[test]
fn random_lists_of_calls() {
    let mut numbers = Numbers(2021);
    let mut looked_at = 0;
    for scheme in Scheme::ALL {
        for round in 0..LISTS {
            let length = 1 + numbers.below(if round % 10 == 0 { 300 } else { 40 });
            let calls: Vec<Call> = (0..length).map(|_| call(numbers.below(FACTS.operations.len()))).collect();
            let answer = least(&FACTS, &calls, scheme, Rules::default());
            check(&answer, &calls, scheme);
            check_review(&answer.sets[0].names(), &calls, scheme);
            let again = least(&FACTS, &numbers.shuffled(&calls), scheme, Rules::default());
            assert_eq!(names(&answer.sets), names(&again.sets));
            looked_at += calls.len();
        }
    }
    println!("{looked_at} calls in {} lists", 3 * LISTS);
}

/// The first set for requests of v1.0.
fn first(scheme: Scheme, requests: &[&str]) -> (Vec<String>, Least) {
    let find = |request: &&str| {
        let (method, path) = request.split_once(' ').expect("a method and a path");
        let method = Method::parse(method).expect("a method");
        let range = FACTS.range(Version::V1);
        let found = FACTS.operations[range.clone()]
            .iter()
            .position(|fact| fact.method == method && without_names(&fact.path) == without_names(path));
        call(range.start + found.unwrap_or_else(|| panic!("{request} is not documented")))
    };
    let calls: Vec<Call> = requests.iter().map(find).collect();
    let answer = least(&FACTS, &calls, scheme, Rules::default());
    let set = answer.sets[0].names().into_iter().map(str::to_owned).collect();
    (set, answer)
}

/// A template with nothing in its braces.
fn without_names(path: &str) -> String {
    let mut inside = false;
    let keep = |c: &char| {
        inside = (inside || *c == '{') && *c != '}';
        !inside || *c == '{'
    };
    path.chars().filter(keep).collect()
}

/// Requests for which one broad permission, or none, was once the answer.
#[test]
fn what_reviewers_asked() {
    let check = |scheme, requests: &[&str], expected: &[&str]| {
        assert_eq!(first(scheme, requests).0, expected, "{requests:?}");
    };
    let delegated = Scheme::DelegatedWork;
    check(delegated, &["GET /me"], &["User.Read"]);
    check(delegated, &["GET /users"], &["User.ReadBasic.All"]);
    check(delegated, &["GET /groups/{id}/transitiveMembers"], &["GroupMember.Read.All"]);
    check(delegated, &["PATCH /groups/{id}"], &["Group.ReadWrite.All"]);
    check(
        delegated,
        &["POST /applications", "POST /directory/deletedItems/{id}/restore"],
        &["Application.ReadWrite.All"],
    );
    check(
        delegated,
        &["GET /me/directReports", "PATCH /me/photo/$value"],
        &["User.Read.All", "User.ReadWrite"],
    );
    check(delegated, &["GET /groups/{id}/conversations/{id}"], &["Group.Read.All"]);
    check(Scheme::Application, &["GET /teams/{id}"], &["Team.ReadBasic.All"]);
    let (set, answer) = first(delegated, &["POST /subscriptions"]);
    assert!(set.is_empty(), "{set:?}");
    assert_eq!(answer.conditional[0].call, "v1.0 POST /subscriptions");
    assert!(answer.conditional[0].conditions.len() > 5, "{:?}", answer.conditional);
    let (set, answer) = first(Scheme::Application, &["GET /me", "GET /me/messages"]);
    assert!(set.is_empty(), "{set:?}");
    assert_eq!(answer.unsupported, ["v1.0 GET /me", "v1.0 GET /me/messages"]);
}

/// A page says that reading a property needs a permission besides: a URL that names the property needs it.
#[test]
fn a_selected_property() {
    let url = "https://graph.microsoft.com/beta/users?$select=displayName,signInActivity";
    let range = FACTS.range(Version::Beta);
    let list = FACTS.operations[range.clone()].iter().position(|fact| fact.name() == "GET /users");
    let mut call = call(range.start + list.expect("users are listed"));
    call.properties = Named::of(url).of_fact(&FACTS.operations[call.operation]).into_iter().collect();
    let answer = least(&FACTS, &[call], Scheme::Application, Rules::default());
    assert_eq!(names(&answer.sets), [["AuditLog.Read.All", "User.Read.All"]]);
}

/// What a page of another workload says of a core request is no least of it.
#[test]
fn other_workloads_stand_apart() {
    let range = FACTS.range(Version::V1);
    let list =
        FACTS.operations[range].iter().find(|fact| fact.name() == "GET /users").expect("users are listed");
    for scheme in Scheme::ALL {
        let names = list.permissions.of(scheme).names();
        assert!(!names.iter().any(|name| name.starts_with("DeviceManagement")), "{scheme}: {names:?}");
    }
    let apart = list.permissions.elsewhere.iter().filter(|stated| stated.other_workload);
    let apart: Vec<&str> = apart.flat_map(|stated| stated.requirement.names()).collect();
    assert!(apart.contains(&"DeviceManagementApps.Read.All"), "{apart:?}");
}
