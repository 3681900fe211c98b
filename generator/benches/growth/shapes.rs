//! Shapes of pages that were slow once.

use crate::Case;

const PAGE: &str = "api-reference/v1.0/api/thing-get.md";
const TYPE: &str = "api-reference/v1.0/resources/thing.md";

/// Each shape: its name, and its docs at so many times the size.
pub(crate) fn cases() -> impl Iterator<Item = Case> {
    SHAPES.iter().map(|&(name, docs)| Case { name: name.to_owned(), docs: Box::new(docs), emitted: true })
}

type Docs = fn(usize) -> Vec<(String, String)>;

const SHAPES: &[(&str, Docs)] = &[
    ("shape: request lines", |times| requests(200 * times, |n| format!("GET /things{n}/{{id}}/x{n}"))),
    ("shape: request lines with one ending", |times| {
        requests(200 * times, |n| format!("GET /things{n}/{{id}}/x"))
    }),
    ("shape: request lines of one path", |times| {
        requests(400 * times, |n| format!("GET /things/{{id}}/x?$top={n}"))
    }),
    ("shape: request lines in one example", |times| {
        let lines = numbered(1400 * times, |n| format!("GET /things{n}/{{id{n}}}/x{}\n", n % 10));
        page(&format!("<!-- {{ \"blockType\": \"request\", \"name\": \"a\" }} -->\n```http\n{lines}```\n"))
    }),
    ("shape: examples", |times| {
        page(&numbered(90 * times, |n| {
            format!(
                "## Example {n}\n```http\nGET /things/{n}/x\n```\n```http\nHTTP/1.1 200 OK\n\n{{\"a{n}\": 1}}\n```\n"
            )
        }))
    }),
    ("shape: arguments of a function", |times| {
        requests(1, |_| format!("GET /things/f({})", numbered(10_000 * times, |n| format!("a{n}={{a{n}}},"))))
    }),
    ("shape: few arguments of a function", |times| {
        requests(1, |_| format!("GET /things/f({})", numbered(15 * times, |n| format!("a{n}={{a}},"))))
    }),
    ("shape: segments", |times| {
        requests(1, |_| format!("GET {}", numbered(30 * times, |n| format!("/a{n}/{{id}}"))))
    }),
    // Each level is a longer line: the bytes grow with the square of the depth.
    ("shape: nested lists", |times| {
        page(&numbered((14_400 * times).isqrt(), |n| format!("{}- a\n", "  ".repeat(n))))
    }),
    ("shape: nested lists on one line", |times| page(&"- ".repeat(2_000 * times))),
    ("shape: nested quotes", |times| page(&format!("{}a\n", "> ".repeat(2_000 * times)))),
    ("shape: lines behind nested quotes", |times| {
        page(&format!("{}a\n{}", "> ".repeat(40), "a\n".repeat(2_000 * times)))
    }),
    ("shape: properties of one JSON", |times| {
        json(&numbered(1_000 * times, |n| format!("\"a{n}\": \"String\",\n")))
    }),
    ("shape: one property of one JSON", |times| {
        json(&numbered(2_000 * times, |_| "\"a\": \"String\",\n".to_owned()))
    }),
    ("shape: nested objects of one JSON", |times| {
        json(&format!("\"a\": {}{}", "{\"a\":".repeat(1_000 * times), "}".repeat(1_000 * times)))
    }),
    ("shape: a body of many members", |times| {
        let members = numbered(1_000 * times, |n| format!("\"a{n}\": {{\"b\": [1]}},\n"));
        page(&format!(
            "## Request body\n```json\n{{\n{members}\"z\": 1\n}}\n```\n## Example\n```http\nPOST /things\n\n{{\n{members}\"z\": 1\n}}\n```\n"
        ))
    }),
    ("shape: a sample of many members for many requests", |times| {
        let lines = numbered(10, |n| format!("POST /things{n}\n"));
        let members = numbered(200 * times, |n| format!("\"a{n}\": 1,\n"));
        vec![(
            PAGE.to_owned(),
            format!(
                "# Get thing\n\n## HTTP request\n```http\n{lines}```\n\n## Request body\n```json\n{{\n{members}\"z\": 1\n}}\n```\n"
            ),
        )]
    }),
    ("shape: parts of parts that need a permission", |times| {
        let head = "## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n";
        let part = |level: usize| {
            let rows = numbered(10 * times, |n| match level {
                3 => format!("|p{n}|String|This property requires the Thing.Read.All permission.|\n"),
                _ => format!("|p{n}|[part{next}](part{next}.md)|b|\n", next = level + 1),
            });
            (
                format!("api-reference/v1.0/resources/part{level}.md"),
                format!("# part{level} resource type\n\n{head}{rows}"),
            )
        };
        let mut docs: Vec<(String, String)> = (0..4).map(part).collect();
        docs.extend(page(
            "## Response\nIf successful, it gives `200 OK` and a [part0](../resources/part0.md) object.\n",
        ));
        docs
    }),
    ("shape: rows of properties", |times| {
        rows("## Properties\n|Property|Type|Description|", 500 * times, |n| {
            format!("|a{n}|String|The a. Possible values are: `b`, `c{n}`.|")
        })
    }),
    ("shape: rows of one property", |times| {
        rows("## Properties\n|Property|Type|Description|", 500 * times, |_| "|a|String|The a.|".to_owned())
    }),
    ("shape: rows of properties of unknown types", |times| {
        rows("## Properties\n|Property|Type|Description|", 500 * times, |n| {
            format!("|a{n}|[b{n}](b{n}.md)|The a.|")
        })
    }),
    ("shape: rows of members", |times| {
        rows("### a values\n|Member|Description|", 1_000 * times, |n| format!("|a{n}|b|"))
    }),
    ("shape: rows of parameters", |times| parameters(500 * times, |n| format!("|a{n}|String|b|\n"))),
    ("shape: rows of one parameter", |times| parameters(500 * times, |_| "|a|String|b|\n".to_owned())),
    ("shape: rows beyond any table", |times| parameters(10_000 * times, |n| format!("|a{n}|String|b|\n"))),
    ("shape: surplus cells", |times| {
        parameters(1, |_| format!("|a|String|{}\n", "b|".repeat(4_000 * times)))
    }),
    ("shape: headings of columns", |times| {
        page(&format!(
            "## Request body\n|{}\n|{}\n|{}\n",
            "a|".repeat(2_000 * times),
            "-|".repeat(2_000 * times),
            "b|".repeat(2_000 * times)
        ))
    }),
    ("shape: words of a title", |times| {
        vec![(TYPE.to_owned(), format!("# {}resource type\n", "thing ".repeat(2_000 * times)))]
    }),
    ("shape: one heading again and again", |times| {
        page(&"## Example\n### Request\n### Response\n".repeat(300 * times))
    }),
    ("shape: links", |times| {
        page(&numbered(500 * times, |n| format!("See [a{n}](../resources/a{n}.md).\n\n")))
    }),
    ("shape: permissions", |times| {
        let names = numbered(300 * times, |n| format!("Thing{n}.Read.All, "));
        page(&format!(
            "## Permissions\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Application|{names}|\n"
        ))
    }),
    ("shape: permission tables", |times| {
        page(&numbered(60 * times, |n| {
            format!(
                "## Permissions\n### For a{n}\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Application|Thing{n}.Read.All|\n"
            )
        }))
    }),
    ("shape: names of the reference", |times| {
        let rows = numbered(500 * times, |n| format!("|Thing{n}.Read.All|a|b|Yes|\n"));
        let text = format!(
            "# Reference\n## Things\n|Permission|Display String|Description|Admin Consent Required|\n|:--|:--|:--|:--|\n{rows}"
        );
        vec![("concepts/permissions-reference.md".to_owned(), text)]
    }),
    ("shape: sections of the reference", |times| {
        let text = numbered(100 * times, |n| {
            format!(
                "### Thing{n}.Read.All\n|Category|Application|Delegated|\n|--|--|--|\n|Identifier|a{n}|b{n}|\n\nThe *Thing{n}.Read.All* permission is for personal Microsoft accounts.\n"
            )
        });
        vec![("concepts/permissions-reference.md".to_owned(), format!("# Reference\n{text}"))]
    }),
    ("shape: includes", |times| {
        let mut docs = page(&"[!INCLUDE [a](../includes/a.md)]\n\n".repeat(500 * times));
        docs.push(("api-reference/v1.0/includes/a.md".to_owned(), "An include.\n".to_owned()));
        docs
    }),
    ("shape: includes that include", |times| {
        let file = |level: usize| format!("api-reference/v1.0/includes/f{level}.md");
        let text = |level: usize| format!("[!INCLUDE [a](f{}.md)]\n\n", level + 1).repeat(6 * times);
        let mut docs = page("[!INCLUDE [a](../includes/f1.md)]\n");
        docs.extend((1..8).map(|level| (file(level), text(level))));
        docs.push((file(8), "The end.\n".to_owned()));
        docs
    }),
    ("shape: pages", |times| {
        let text =
            |n: usize| format!("# Get thing\n\n## HTTP request\n```http\nGET /things{n}/{{id}}/x\n```\n");
        (0..50 * times).map(|n| (format!("api-reference/v1.0/api/thing{n}-get.md"), text(n))).collect()
    }),
    ("shape: pages of one request", |times| {
        let text = "# Get thing\n\n## HTTP request\n```http\nGET /things/{id}/x\n```\n";
        (0..50 * times)
            .map(|n| (format!("api-reference/v1.0/api/thing{n}-get.md"), text.to_owned()))
            .collect()
    }),
    // The chains stay as long as they are.
    ("shape: types", |times| {
        (0..50 * times).map(|n| type_page(n, "", n - usize::from(n % 8 != 0))).collect()
    }),
    // A type has what its bases have, as long as the chain may be.
    ("shape: types in one chain", |times| {
        (0..24 * times).map(|n| type_page(n, "", n.saturating_sub(1))).collect()
    }),
    ("shape: types in one chain that is too long", |times| {
        (0..150 * times).map(|n| type_page(n, "", n.saturating_sub(1))).collect()
    }),
    ("shape: types that differ in case", |times| {
        (0..10 * times).map(|n| type_page(0, &"a".repeat(n), 0)).collect()
    }),
];

/// `make(0)`, `make(1)`, … one after the other.
fn numbered(count: usize, make: impl Fn(usize) -> String) -> String {
    (0..count).map(make).collect()
}

fn page(rest: &str) -> Vec<(String, String)> {
    let text =
        format!("# Get thing\n\n## HTTP request\n```http\nGET /things/{{id}}\nPOST /things\n```\n\n{rest}");
    vec![(PAGE.to_owned(), text)]
}

fn requests(count: usize, line: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let lines = numbered(count, |number| format!("{}\n", line(number)));
    vec![(PAGE.to_owned(), format!("# Get thing\n\n## HTTP request\n```http\n{lines}```\n"))]
}

fn json(members: &str) -> Vec<(String, String)> {
    let annotation = r#"<!-- { "blockType": "resource", "@odata.type": "microsoft.graph.thing" } -->"#;
    let text = format!(
        "# thing resource type\n\n## JSON representation\n{annotation}\n```json\n{{\n{members}\n}}\n```\n"
    );
    vec![(TYPE.to_owned(), text)]
}

fn rows(head: &str, count: usize, row: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let rows = numbered(count, |number| format!("{}\n", row(number)));
    let columns = head.rsplit_once('\n').map_or(0, |(_, row)| row.matches('|').count() - 1);
    let text = format!(
        "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|The key.|\n\n{head}\n|{}\n{rows}",
        "--|".repeat(columns)
    );
    vec![(TYPE.to_owned(), text)]
}

fn parameters(count: usize, row: impl Fn(usize) -> String) -> Vec<(String, String)> {
    page(&format!("## Request body\n|Parameter|Type|Description|\n|:--|:--|:--|\n{}", numbered(count, row)))
}

fn type_page(number: usize, ending: &str, base: usize) -> (String, String) {
    let text = format!(
        "# thing{number}{ending} resource type\n\nInherits from [thing{base}](thing{base}.md).\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|The key.|\n"
    );
    (format!("api-reference/v1.0/resources/thing{number}{ending}.md"), text)
}
