//! Pages full of one unit, in every place where a page is read.

use crate::Case;

/// What a page may be full of: what starts, ends or joins something for some reader. A `№` is another number each time.
const UNITS: &[&str] = &[
    "|",
    "| ",
    "`",
    "```\n",
    "<!--",
    "[",
    "](",
    "[x](y) ",
    "*",
    "_",
    "> ",
    "{",
    "}",
    "{a}/",
    "{a",
    "(",
    ")",
    "a(",
    "a()",
    "a(b={c})/",
    "#\n",
    "# a\n",
    "- a\n",
    "&",
    "\\",
    "<",
    "<br>",
    "/",
    "//",
    "?",
    "?a=b&",
    "$",
    "'",
    "\"",
    ",",
    ", ",
    ":",
    "a: ",
    ".",
    "a. ",
    "A.Bc ",
    "A.Bc, ",
    "A.Bc and ",
    "A.Bc, and ",
    "A.Bc or ",
    "one of A.Bc plus ",
    "(A.Bc",
    "A.Bc (a), ",
    "A.Bc*, ",
    "a ",
    "a, ",
    "`a`, ",
    "`a` or ",
    "possible values are: a, ",
    "Possible values are `a`, ",
    "default is `a`. ",
    "inherits from [a](a.md). ",
    "supports $filter (eq). ",
    "200 OK ",
    "`200 OK` ",
    "collection of ",
    "Collection(",
    "microsoft.graph.",
    "GET /a\n",
    "GET ",
    "POST ",
    "\n",
    "\n\n",
    "é",
    "\u{a0}",
    "[!INCLUDE [a](b.md)] ",
    "> [!NOTE]\n> a\n\n",
    "# [A](#tab/a)\n",
    "---\n",
    "| a | b |\n",
    "\"a\": {",
    "\"a\": [",
    "{\"a\":1},",
    "// a\n",
    "<a>",
    "</a>",
    "<!-- { \"a\": ",
    "@odata.type ",
    "a=",
    "GET /things/{id}/x№\n",
    "Thing№.Read.All, ",
    "Thing№.Read.All and ",
    "|x№|a | b|\n",
    "|x№|String|b|\n",
    "`a№`, ",
    "[a№](b№.md) ",
    "{a№}/",
    "a№/",
    "# a№\n",
    "- a№\n",
    "\"a№\": 1,",
];

/// Where it may stand: a good page of each kind, with `@@` there.
const PLACES: &[(&str, &str, &str)] = &[
    ("page", "api-reference/v1.0/api/thing-get.md", "@@"),
    ("front matter", "api-reference/v1.0/api/thing-get.md", "---\ntitle: @@\n---\n# Get thing\n"),
    (
        "request",
        "api-reference/v1.0/api/thing-get.md",
        "# Get thing\n\n## HTTP request\n```http\nGET /things/{id}/@@\n```\n",
    ),
    ("requests", "api-reference/v1.0/api/thing-get.md", "# Get thing\n\n## HTTP request\n```http\n@@\n```\n"),
    (
        "rows",
        "api-reference/v1.0/api/thing-get.md",
        "# Get thing\n\n## HTTP request\n```http\nGET /things/{id}\n```\n\n## Request headers\n|Name|Description|\n|:--|:--|\n@@\n",
    ),
    (
        "permission cell",
        "api-reference/v1.0/api/thing-get.md",
        "# Get thing\n\n## Permissions\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Application|Thing.Read.All, @@ |\n\n## HTTP request\n```http\nGET /things/{id}\n```\n",
    ),
    (
        "permission prose",
        "api-reference/v1.0/api/thing-get.md",
        "# Get thing\n\n## Permissions\n@@\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Application|Thing.Read.All|\n\n@@\n\n## HTTP request\n```http\nGET /things/{id}\n```\n",
    ),
    (
        "parameter",
        "api-reference/v1.0/api/thing-do.md",
        "# thing: do\n\n## HTTP request\n```http\nPOST /things/{id}/do\n```\n\n## Request body\n@@\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n|a@@|String|b|\n|b|@@|b|\n|c|String|The @@ |\n",
    ),
    (
        "response",
        "api-reference/v1.0/api/thing-get.md",
        "# Get thing\n\n## HTTP request\n```http\nGET /things/{id}\n```\n\n## Response\nIf successful, it gives `200 OK` and @@ object. @@\n",
    ),
    (
        "example",
        "api-reference/v1.0/api/thing-get.md",
        "# Get thing\n\n## HTTP request\n```http\nGET /things/{id}\n```\n\n## Example\n### Request\n@@\n<!-- { \"blockType\": \"request\", \"name\": \"a@@\" } -->\n```http\nGET https://graph.microsoft.com/v1.0/things/1/@@\n```\n### Response\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n```http\nHTTP/1.1 200 OK\nContent-type: application/json\n\n{ \"id\": \"1\", @@ }\n```\n",
    ),
    (
        "resource",
        "api-reference/v1.0/resources/thing.md",
        "# thing resource type\n\nNamespace: microsoft.graph\n\n@@\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|@@ |\n|a@@|String|b|\n|b|@@|b|\n\n### a values\n|Member|Description|\n|:--|:--|\n|a@@|b|\n\n## JSON representation\n<!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n```json\n{ \"id\": \"String\", @@ }\n```\n",
    ),
    (
        "catalogue",
        "concepts/permissions-reference.md",
        "# Reference\n\n## Things\n\n@@\n\n|Permission|Display String|Description|Admin Consent Required|\n|:--|:--|:--|:--|\n|Thing.Read.All|a @@|b @@|Yes|\n",
    ),
];

/// How many bytes of a unit fill each place of the small page; the large page has twice as many.
const SMALL: usize = 1 << 13;

/// A case for each unit in each place.
pub(crate) fn cases() -> impl Iterator<Item = Case> {
    PLACES.iter().flat_map(|&(place, path, page)| {
        UNITS.iter().map(move |&unit| Case {
            name: format!("{place}: {unit:?}"),
            docs: Box::new(move |times| vec![(path.to_owned(), filled(page, unit, SMALL * times))]),
            emitted: false,
        })
    })
}

fn filled(page: &str, unit: &str, bytes: usize) -> String {
    let units = (0..bytes / unit.len()).map(|number| unit.replace('№', &number.to_string()));
    let filled: String = units.collect();
    let one_line = filled.replace('\n', " ");
    // A table's row, a heading and a title are one line.
    let fill = |line: &str| line.replace("@@", if line.trim() == "@@" { &filled } else { &one_line });
    page.split_inclusive('\n').map(fill).collect()
}
