//! Pairs of docs, by what callers of the crate see of the difference.
//!
//! | | from one to the other | back |
//! |---|---|---|
//! | `same` | nothing | nothing |
//! | `grows` | nothing | something is gone |
//! | `differs` | something is gone | something is gone |
//! | `swaps` | a name means something else | something is gone |

use super::*;

pub(super) fn all() -> Vec<Pair> {
    let mut pairs = Pairs(Vec::new());
    words(&mut pairs);
    permissions(&mut pairs);
    requests(&mut pairs);
    names_of_methods(&mut pairs);
    parameters(&mut pairs);
    bodies(&mut pairs);
    responses(&mut pairs);
    types(&mut pairs);
    properties(&mut pairs);
    bases(&mut pairs);
    boxes(&mut pairs);
    enums(&mut pairs);
    pairs.0
}

struct Pairs(Vec<Pair>);

impl Pairs {
    fn add(&mut self, what: &str, forth: Outcome, back: Outcome, (one, other): (Pages, Pages)) {
        let pair =
            |what, found, old: &Pages, new: &Pages| Pair { what, found, old: old.clone(), new: new.clone() };
        self.0.push(pair(what.to_owned(), forth, &one, &other));
        self.0.push(pair(format!("{what}, back"), back, &other, &one));
    }

    fn same(&mut self, what: &str, docs: (Pages, Pages)) {
        self.add(what, Outcome::Same, Outcome::Same, docs);
    }

    fn grows(&mut self, what: &str, docs: (Pages, Pages)) {
        self.add(what, Outcome::Same, Outcome::Lost, docs);
    }

    fn differs(&mut self, what: &str, docs: (Pages, Pages)) {
        self.add(what, Outcome::Lost, Outcome::Lost, docs);
    }

    fn swaps(&mut self, what: &str, docs: (Pages, Pages)) {
        self.add(what, Outcome::Swapped, Outcome::Lost, docs);
    }
}

/// Docs that differ in a request.
fn with_requests(one: Request, other: Request) -> (Pages, Pages) {
    (vec![one.page(), pen(COLOUR)], vec![other.page(), pen(COLOUR)])
}

/// Docs that differ in the paths of a request.
fn with_lines(one: &'static str, other: &'static str) -> (Pages, Pages) {
    with_requests(Request { lines: one, ..PENS }, Request { lines: other, ..PENS })
}

/// Docs that differ in the properties of a type.
fn with_rows(one: &str, other: &str) -> (Pages, Pages) {
    (vec![PENS.page(), pen(one)], vec![PENS.page(), pen(other)])
}

/// Docs that differ in the types that they have.
fn with_types(one: &[(String, String)], other: &[(String, String)]) -> (Pages, Pages) {
    let docs = |types: &[(String, String)]| [&[PENS.page()], types].concat();
    (docs(one), docs(other))
}

/// The page of a type whose objects have no key.
fn complex(name: &str, rows: &str) -> (String, String) {
    let (path, text) = resource(name, "", rows);
    let text = text.replace("\n  \"keyProperty\": \"id\",", "").replace("|id|String|Its key.|\n", "");
    (path, text.replace("  \"id\": \"String\"\n", ""))
}

/// The page of an enum with numbers.
fn numbered(name: &str, rows: &str) -> (String, String) {
    let text = format!(
        "# {name} enum type\n\nNamespace: microsoft.graph\n\nKinds of things.\n\n\
         ## Members\n|Member|Value|Description|\n|:---|:---|:---|\n{rows}\n"
    );
    (format!("api-reference/v1.0/resources/{name}.md"), text)
}

const COLOUR: &str = "|colour|String|How it writes.|";

fn words(pairs: &mut Pairs) {
    let reworded = Request { about: "Lists what writes on a desk.", title: "List all pens", ..PENS };
    pairs.same("other words on the page of a request", with_requests(PENS, reworded));
    pairs.same("other words about a property", with_rows(COLOUR, "|colour|String|What it looks like.|"));
    pairs.same("a property is deprecated", with_rows(COLOUR, "|colour|String|(deprecated) How it writes.|"));
    let note = "> **Note:** This API is deprecated and will stop returning data.\n\n";
    pairs.same("a request is deprecated", with_requests(PENS, Request { note, ..PENS }));
}

fn permissions(pairs: &mut Pairs) {
    let needs = |work| Request { work, ..PENS };
    pairs.same("another order", with_requests(PENS, needs("Pen.Read.All, Pen.Read")));
    pairs.same("one permission less is enough", with_requests(needs("Pen.Read and Pen.Read.All"), PENS));
    pairs.same("another scheme", with_requests(PENS, Request { application: "Pen.Read.All", ..PENS }));
    pairs.grows(
        "a permission that no request named",
        with_requests(PENS, needs("Pen.Read, Pen.Read.All, Ink.Read")),
    );
    pairs.differs("one permission for another", with_requests(needs("Pen.Read"), needs("Ink.Read")));
}

fn requests(pairs: &mut Pairs) {
    let pens = "GET /desks/{id}/pens";
    pairs.grows(
        "a request at a new place",
        with_lines(pens, "GET /desks/{id}/pens\nGET /desks/{id}/drawer/pens"),
    );
    pairs.grows("a request of a new area", with_lines(pens, "GET /desks/{id}/pens\nGET /me/pens"));
    let create = Request { file: "pen-post", title: "Create pen", lines: "POST /desks/{id}/pens", ..PENS };
    let docs = with_requests(PENS, PENS);
    pairs.grows("another method at the same place", (docs.0, [docs.1, vec![create.page()]].concat()));
    pairs.same("another name of a key", with_lines(pens, "GET /desks/{desk-id}/pens"));
    pairs.differs("another word in the path", with_lines(pens, "GET /tables/{id}/pens"));
    pairs.differs(
        "words for a key",
        with_lines("GET /desks/{part}/pens", "GET /desks/drawer/pens\nGET /desks/top/pens"),
    );
    pairs.differs("a new beginning", with_lines("GET /pens", "GET /rooms/all/desks/pens"));
    pairs.differs(
        "other capitals in the path",
        with_lines("GET /desks/{id}/inkpens", "GET /desks/{id}/inkPens"),
    );
    pairs.differs("another HTTP method", with_lines(pens, "POST /desks/{id}/pens"));
    pairs.differs("another way to write the key", with_lines(pens, "GET /desks(code='{code}')/pens"));
    let both = "GET /desks/{id}/pens\nGET /desks(code='{code}')/pens";
    pairs.grows("a second way to write the key", with_lines(pens, both));
    pairs.grows("the usual way to write the key", with_lines("GET /desks(code='{code}')/pens", both));
    let below = "GET /desks/{id}/pens\nGET /desks(code='{code}')/lamps";
    pairs.grows("another way to write the key of another request", with_lines(pens, below));
    pairs.grows(
        "a usual way to write the key of another request",
        with_lines("GET /desks(code='{code}')/lamps", below),
    );
}

/// Requests whose methods are named after what else there is.
fn names_of_methods(pairs: &mut Pairs) {
    let one = Request { title: "Get pen", lines: "GET /desks/{id}/pen", response: ONE, ..PENS };
    let item = Request { lines: "GET /desks/{id}/pen\nGET /desks/{id}/pen/{id}", ..one.clone() };
    pairs.differs("items below a place", with_requests(one, item));
    let near = "GET /desks/{id}/pens/near(x={x})";
    let overloaded = "GET /desks/{id}/pens/near(x={x})\nGET /desks/{id}/pens/near(x={x},y={y})";
    let earlier = "GET /desks/{id}/pens/near(x={x})\nGET /desks/{id}/pens/near(a={a})";
    pairs.grows("a longer overload", with_lines(near, overloaded));
    pairs.swaps("an overload that comes before", with_lines(near, earlier));
    pairs.differs("another argument", with_lines(near, "GET /desks/{id}/pens/near(y={y})"));
    pairs.differs("an argument in quotes", with_lines(near, "GET /desks/{id}/pens/near(x='{x}')"));
    let action = Request { lines: "POST /desks/{id}/pens/{id}/sharpen", title: "pen: sharpen", ..PENS };
    let below = Request {
        lines: "POST /desks/{id}/pens/{id}/sharpen\nGET /desks/{id}/pens/{id}/sharpen/log",
        ..action.clone()
    };
    pairs.differs("a place below an action", with_requests(action, below));
}

fn parameters(pairs: &mut Pairs) {
    let table = "## Query parameters\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n";
    let with = |row: &str| {
        let parameters = Box::leak(format!("{table}{row}\n\n").into_boxed_str());
        Request { parameters, ..PENS }
    };
    let shade = with("|shade|String|Which shade. Optional.|");
    let required = with("|shade|String|Which shade. Required.|");
    pairs.grows("a parameter that may be left out", with_requests(PENS, shade.clone()));
    pairs.differs("its type", with_requests(shade.clone(), with("|shade|Int32|Which shade. Optional.|")));
    pairs.same(
        "its type, as much a text",
        with_requests(shade.clone(), with("|shade|Guid|Which shade. Optional.|")),
    );
    pairs.differs("a parameter that must be given", with_requests(PENS, required.clone()));
    pairs.differs("a parameter must be given", with_requests(shade, required));
    let options =
        "## Optional query parameters\n\nThis method supports the `$top` OData query parameter.\n\n";
    pairs.same("a query option", with_requests(PENS, Request { options, ..PENS }));
    let header = "## Request headers\n\n|Header|Value|\n|:--|:--|\n|Prefer|How. Optional.|\n\n";
    pairs.same("a header", with_requests(PENS, Request { parameters: header, ..PENS }));
}

fn bodies(pairs: &mut Pairs) {
    let ink = "|ink|String|Which ink.|";
    let amount = |ty: &str| format!("{ink}\n|amount|{ty}|How much.|");
    let old = fill(ink);
    pairs.differs("a parameter of an action", with_requests(old.clone(), fill(&amount("Int32"))));
    pairs.differs("its type", with_requests(fill(&amount("Int32")), fill(&amount("Double"))));
    pairs.same("its type, but not in Rust", with_requests(fill(&amount("Binary")), fill(&amount("Stream"))));
    pairs.differs(
        "it must be given",
        with_requests(fill("|ink|String|Which ink. Optional.|"), fill("|ink|String|Which ink. Required.|")),
    );
    pairs.differs("no body", with_requests(old.clone(), Request { body: PENS.body, ..old.clone() }));
    let second = Request {
        file: "lamp-fill",
        title: "lamp: fill",
        lines: "POST /lamps/{id}/fill",
        ..fill(&amount("Int32"))
    };
    let alike =
        Request { file: "lamp-fill", title: "lamp: fill", lines: "POST /lamps/{id}/fill", ..fill(ink) };
    let docs = |more: &[Request]| -> Pages {
        let more = more.iter().map(Request::page);
        [vec![old.page(), pen(COLOUR)], more.collect()].concat()
    };
    pairs.differs("a second action of the name", (docs(&[]), docs(&[second])));
    pairs.grows("a second action of the name with the same parameters", (docs(&[]), docs(&[alike])));
    let order = |rows: &str| Request {
        file: "order-post",
        title: "Create order",
        lines: "POST /desks/{id}/orders",
        ..fill(rows)
    };
    pairs.grows("a property of an object without a type", with_requests(order(ink), order(&amount("Int32"))));
    let update = |rows: &str| Request {
        file: "pen-update",
        title: "Update pen",
        lines: "PATCH /desks/{id}/pens/{id}",
        ..fill(rows)
    };
    let both = format!("{COLOUR}\n|width|Int32|How wide.|");
    pairs.grows("a property that an update takes", with_requests(update(COLOUR), update(&both)));
    let get = Request {
        file: "pen-get",
        title: "Get pen",
        lines: "GET /desks/{id}/pens/{id}",
        response: ONE,
        ..PENS
    };
    let docs = |rows: &str, properties: &str| vec![get.page(), update(rows).page(), pen(properties)];
    pairs.same("a property more that an update of a model takes", (docs(COLOUR, &both), docs(&both, &both)));
    pairs.differs("what an update takes becomes a model", (docs(&both, COLOUR), docs(&both, &both)));
}

fn responses(pairs: &mut Pairs) {
    let gives = |response| Request { response, ..fill("|ink|String|Which ink.|") };
    let made = "If successful, this method returns a `201 Created` response code and a [pen](../resources/pen.md) object in the response body.";
    let nothing = "The answer is `204 No Content`.";
    pairs.differs("an object for nothing", with_requests(gives(nothing), gives(ONE)));
    pairs.differs("a collection for an object", with_requests(gives(ONE), gives(PENS.response)));
    pairs.differs(
        "bytes for an object",
        with_requests(gives(ONE), gives("If successful, this method returns `302 Found`.")),
    );
    pairs.same("another status", with_requests(gives(ONE), gives(made)));
    let or_nothing = "The answer is `204 No Content`. If asked to, it returns a `200 OK` response code and a [pen](../resources/pen.md) object in the response body.";
    pairs.differs("nothing beside an object", with_requests(gives(ONE), gives(or_nothing)));
}

fn types(pairs: &mut Pairs) {
    let rows = "|width|Int32|How wide.|\n|length|Int32|How long.|\n|hair|String|Of what.|";
    let brush = resource("brush", "", rows);
    pairs.grows("a type", with_types(&[pen("")], &[pen(""), brush.clone()]));
    let renamed = [pen(""), resource("paintBrush", "", rows)];
    pairs.differs("its name", with_types(&[pen(""), brush.clone()], &renamed));
    let capitals = [pen(""), resource("Brush", "", rows)];
    pairs.same("capitals of its name", with_types(&[pen(""), brush.clone()], &capitals));
    let (path, text) = brush.clone();
    let namespace = text.replace("microsoft.graph", "microsoft.graph.ink");
    pairs.differs("its namespace", with_types(&[pen(""), brush.clone()], &[pen(""), (path, namespace)]));
    let small = complex("brush", "|width|Int32|How wide.|");
    let held = pen("|brush|microsoft.graph.brush|What it has.|");
    let elsewhere = |(path, text): (String, String)| {
        (path, text.replace("microsoft.graph.brush", "microsoft.graph.ink.brush"))
    };
    pairs.differs(
        "the namespace of a type of one property",
        with_types(&[held.clone(), small.clone()], &[elsewhere(held.clone()), elsewhere(small)]),
    );
    pairs.differs(
        "a type that nothing described",
        with_types(std::slice::from_ref(&held), &[held.clone(), brush]),
    );
    let with_case = pen("|case|microsoft.graph.case|Where it lies.|");
    let case = "|width|Int32|How wide.|";
    let values = numbered("case", "|soft|0|Cloth.|\n|hard|1|Wood.|\n|none|2|Nothing.|");
    pairs.differs(
        "an enum for an object",
        with_types(&[with_case.clone(), complex("case", case)], &[with_case, values]),
    );
}

fn properties(pairs: &mut Pairs) {
    pairs.grows("a property", with_rows("", COLOUR));
    pairs.differs("its type", with_rows(COLOUR, "|colour|Int32|How it writes.|"));
    pairs.differs("a collection", with_rows(COLOUR, "|colour|String collection|How it writes.|"));
    pairs.differs("its name", with_rows(COLOUR, "|shade|String|How it writes.|"));
    pairs.same("capitals of its name", with_rows(COLOUR, "|Colour|String|How it writes.|"));
    pairs.same("its type, but not in Rust", with_rows("|photo|Binary|A view.|", "|photo|Stream|A view.|"));
    pairs.same("it must be given", with_rows(COLOUR, "|colour|String|How it writes. Required.|"));
    pairs.same("it is read-only", with_rows(COLOUR, "|colour|String|How it writes. Read-only.|"));
    let numbered = "|inkColour|String|One.|\n|ink-colour|String|Other.|";
    pairs.swaps(
        "a property that takes the name of another",
        with_rows("|ink-colour|String|Other.|", numbered),
    );
}

fn bases(pairs: &mut Pairs) {
    let derived = |rows: &str| resource("pen", "tool", rows);
    let tool = |rows: &str| resource("tool", "", rows);
    let number = "|colour|Int32|A number.|";
    let length = "|length|Int32|How long.|";
    pairs.grows(
        "a property goes to the base",
        with_types(&[tool(""), derived(COLOUR)], &[tool(COLOUR), derived("")]),
    );
    pairs.differs(
        "a property with another type goes to the base",
        with_types(&[tool(""), derived(COLOUR)], &[tool(number), derived("")]),
    );
    pairs.grows("a property of the base", with_types(&[tool(""), derived("")], &[tool(COLOUR), derived("")]));
    pairs.differs("its type", with_types(&[tool(COLOUR), derived("")], &[tool(number), derived("")]));
    pairs.same("a base without properties", with_types(&[tool(""), pen("")], &[tool(""), derived("")]));
    pairs.grows("a base with properties", with_types(&[tool(COLOUR), pen("")], &[tool(COLOUR), derived("")]));
    let on = |base| resource("pen", base, "");
    let other = |rows: &str| resource("thing", "", rows);
    let docs = |rows: &str| {
        with_types(&[tool(COLOUR), other(rows), on("tool")], &[tool(COLOUR), other(rows), on("thing")])
    };
    pairs.same("another base with the same properties", docs(COLOUR));
    pairs.differs("another base with other properties", docs(length));
    pairs.differs("another base with a property of another type", docs(number));
}

/// What makes fields boxes.
fn boxes(pairs: &mut Pairs) {
    let holder = pen("|cap|microsoft.graph.cap|What closes it.|");
    let cap = complex("cap", COLOUR);
    let entity = resource("cap", "", COLOUR);
    pairs.differs(
        "an object gets a key",
        with_types(&[holder.clone(), cap.clone()], &[holder.clone(), entity]),
    );
    let case = complex("case", "|cap|microsoft.graph.cap|What closes it.|");
    let circle = complex("cap", "|case|microsoft.graph.case|What it is part of.|");
    let docs = |cap| [holder.clone(), cap, case.clone()];
    pairs.differs("a property that closes a circle", with_types(&docs(cap), &docs(circle)));
    // The base leads into a circle; the derived type gets there by itself, too, or is a circle of its own.
    let derived = |rows: &str| {
        let (path, text) = complex("ink", rows);
        let base = "\"blockType\": \"resource\",\n  \"baseType\": \"microsoft.graph.liquid\",";
        (path, text.replace("\"blockType\": \"resource\",", base))
    };
    let liquid = complex("liquid", "|blot|microsoft.graph.blot|On paper.|");
    let blot = |rows: &str| complex("blot", rows);
    let again = "|again|microsoft.graph.ink|What it came from.|";
    let docs = |rows: &str| [pen(""), liquid.clone(), blot(rows), derived("")];
    pairs.differs("a circle through a derived type", with_types(&docs(COLOUR), &docs(again)));
    let docs =
        |rows: &str| [pen(""), liquid.clone(), blot("|again|microsoft.graph.blot|Below it.|"), derived(rows)];
    pairs.grows("a derived type beside a circle", with_types(&docs(""), &docs(COLOUR)));
}

fn enums(pairs: &mut Pairs) {
    let tip = |values: &str| format!("|tip|String|The tip. The possible values are: {values}.|");
    let two = tip("`fine`, `broad`");
    pairs.grows("a member", with_rows(&two, &tip("`fine`, `broad`, `slanted`")));
    pairs.differs("its name", with_rows(&two, &tip("`fine`, `wide`")));
    pairs.differs("values for a text", with_rows("|tip|String|The tip.|", &two));
    let holder =
        |rows| with_types(&[pen("|use|microsoft.graph.penUse|What for.|"), numbered("penUse", rows)], &[]).0;
    let plain = "|write|0|One.|\n|draw|1|Two.|\n|paint|2|Three.|";
    let flags = "|write|1|One.|\n|draw|2|Two.|\n|paint|4|Three.|";
    let numbers = "|write|0|One.|\n|draw|2|Two.|\n|paint|3|Three.|";
    pairs.differs("flags", (holder(plain), holder(flags)));
    pairs.same("other numbers", (holder(plain), holder(numbers)));
    let named = [pen(&two), numbered("penTip", plain)];
    pairs.differs("a type takes the name of a property's values", with_types(&[pen(&two)], &named));
}
