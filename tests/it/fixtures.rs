//! Small pages, each with one behaviour: what the page says, what is settled, and what was wrong.
//!
//! `tests/fixtures/NAME/docs` holds the pages, `tests/fixtures/NAME/NAME.snap` what becomes of them.

use graphdocs_generator::emit;

use super::support;

#[track_caller]
fn check(name: &str) {
    let outcome = support::read_folder(&format!("tests/fixtures/{name}/docs"));
    let mut shown = String::new();
    for page in &outcome.pages {
        let path = &outcome.docs.sources.file(page.file).path;
        let page = support::page(&outcome, path);
        shown.push_str(&format!("== {path}\n{}\n", page.show()));
    }
    shown.push_str("== settled\n");
    shown.push_str(&support::show_ir(&outcome));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../fixtures/{name}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

/// The last border: from the model to Rust. What every crate has alike is left out.
#[test]
fn from_page_to_code() {
    check("from_page_to_code");
    let outcome = support::read_folder("tests/fixtures/from_page_to_code/docs");
    let files = emit::emit(&outcome.api, &emit::Options::default());
    let mut shown = String::new();
    for (path, text) in files.iter().filter(|(path, _)| path.starts_with("src/v1_0/")) {
        shown.push_str(&format!("== {path}\n{text}\n"));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../fixtures/from_page_to_code");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("client", shown));
}

/// Requests that need the same say it once, and a file imports nothing that it doesn't use.
#[test]
fn permissions_in_code() {
    let page = |permission: &str, requests: &str| {
        format!(
            "# A page\n\n## Permissions\n\n|Permission type|Permissions|\n|:--|:--|\n\
             |Delegated (work or school account)|{permission}|\n|Application|Not supported.|\n\n\
             ## HTTP request\n\n```http\n{requests}\n```\n"
        )
    };
    let outcome = support::read_texts(&[
        ("api-reference/v1.0/api/ship-get.md", &page("Ship.Read", "GET /ships\nGET /ships/{id}")),
        ("api-reference/v1.0/api/dock-get.md", &page("Not supported.", "GET /docks")),
    ]);
    let files = emit::emit(&outcome.api, &emit::Options::default());
    let ships = &files["src/v1_0/operations/ships.rs"];
    assert_eq!(ships.matches("all_of: &[\"Ship.Read\"]").count(), 1, "{ships}");
    assert_eq!(ships.matches("permissions: LIST_SHIPS.permissions").count(), 1, "{ships}");
    let docks = &files["src/v1_0/operations/docks.rs"];
    assert!(!docks.contains("Alternative"), "{docks}");
}

/// A success that an example shows without a body is none that the client fails on; a count always comes.
#[test]
fn empty_successes_in_code() {
    let page = |method: &str, request: &str, body: &str| {
        format!(
            "# basket: fill\n\n## HTTP request\n\n```http\n{method} /{request}\n```\n\n## Response\n\n\
             Gives `201 Created` and a [basket](../resources/basket.md) object.\n\n## Example\n\n\
             ```http\n{method} https://graph.microsoft.com/v1.0/{request}\n```\n\n\
             <!-- {{ \"blockType\": \"response\" }} -->\n```http\nHTTP/1.1 201 Created\n\n{body}\n```\n"
        )
    };
    let outcome = support::read_texts(&[
        ("api-reference/v1.0/api/basket-fill.md", &page("POST", "baskets/fill", "")),
        ("api-reference/v1.0/api/basket-empty.md", &page("POST", "baskets/empty", "{ \"id\": \"7\" }")),
        ("api-reference/v1.0/api/basket-count.md", &page("GET", "baskets/$count", "")),
        (
            "api-reference/v1.0/resources/basket.md",
            "# basket resource type\n\nNamespace: microsoft.graph\n\n## Properties\n\n\
             |Property|Type|Description|\n|:--|:--|:--|\n|id|String|The identifier.|\n",
        ),
    ]);
    let files = emit::emit(&outcome.api, &emit::Options::default());
    let baskets = &files["src/v1_0/baskets.rs"];
    assert_eq!(baskets.matches("Request<Option<").count(), 1, "{baskets}");
    assert!(baskets.contains("Request<Option<crate::v1_0::models::Basket>>"), "{baskets}");
    assert!(baskets.contains("/baskets/$count"), "{baskets}");
    assert_eq!(baskets.matches("Request<crate::v1_0::models::Basket>").count(), 1, "{baskets}");
}

macro_rules! fixtures {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {
        $($(#[doc = $doc])+ #[test] fn $name() { check(stringify!($name)); })+
    };
}

fixtures! {
    /// Rows of Intune's tables are bound to the fences of the same label.
    labels_bind_workflows;
    /// A cell can tell resources apart; what speaks of another resource is kept aside.
    labels_in_a_cell;
    /// Labels in the cells below a heading do not hide what the heading is about; a value of several types can be sent as a string.
    labels_under_headings;
    /// Tables for parts of a service are bound to the paths that write their names in one word; what a cell needs in addition.
    tables_of_providers;
    /// A note in a row's label says that the row does not hold for one of the page's operations.
    note_excepts_an_operation;
    /// A row for a kind of resource does not open what the request's own page calls unsupported.
    own_page_says_unsupported;
    /// Where pages disagree, the finding stands at the cell that differs, not at the first one.
    conflict_in_a_later_cell;
    /// What comes with a status is not what a sample of another status shows; what is read comes with either.
    accepted_without_a_body;
    /// A sample serves the requests of its page that end alike, and no others; a job is what `202` starts without a body; samples of
    /// several types give what they have in common.
    samples_of_siblings;
    /// The argument of one overload is no parameter of another; roles that follow; bytes whose kind the header's row names; what
    /// the request line and the sentence above a table require; the column of types beside one of kinds.
    overloads_roles_and_bytes;
    /// Sentences tell parameters that no table lists.
    parameters_in_sentences;
    /// A sample shows a member that no table lists, or the member that the table describes; its name is that of a type nearby.
    sample_completes_body;
    /// Requests that no page lists: a cast and a count behind a collection, another address of the same. Slips in examples are none.
    requests_only_shown;
    /// The page that the facts come from is about one of several types that the request gives, or about some of the members that it
    /// takes; samples tell one object from several.
    one_request_on_sibling_pages;
    /// The column `Value` of a table with descriptions names types.
    values_as_types;
    /// The arguments of a function can stand among the path parameters.
    arguments_as_path_parameters;
    /// Functions that a page lists bare: an argument that the table needs, one that it calls optional, one that the example gives, and
    /// one that is a parameter of the query after all.
    bare_functions;
    /// A fence can begin with an empty line, and can be indented; the body of a response can have one of its own.
    fences_of_other_shapes;
    /// A page about extensions does not say what the object itself needs.
    page_with_expand;
    /// Includes nest, and the place of a fact is the included file.
    nested_includes;
    /// A page saved as text.
    rendered_text;
    /// A page saved as text says `and`, and that no permission is needed, as a table in Markdown does.
    rendered_formulas;
    /// What a bullet joins with `and` is needed together.
    formulas_in_bullets;
    /// A superscript behind a name refers to a note, and is no part of the name; one without a note is reported.
    superscript_notes;
}
