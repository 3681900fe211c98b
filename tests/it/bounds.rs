//! Bounds on what one page can ask for: what is beyond is a finding, and the rest of the docs is read.

use graphdocs_generator::ReadOutput;
use graphdocs_generator::diagnostic::Code;
use graphdocs_generator::ir::{Body, Type, TypeDefinition, TypeKind};
use graphdocs_generator::permissions::Facts;

use super::support::{page, read_texts};

const PATH: &str = "api-reference/v1.0/api/thing-get.md";
const OTHER: &str = "api-reference/v1.0/api/other-get.md";
const TYPE: &str = "api-reference/v1.0/resources/thing.md";

fn requests(lines: &str) -> String {
    format!("# Get thing\n\n## HTTP request\n```http\n{lines}```\n")
}

/// Reads docs beside a page that nothing is wrong with, which is read as ever.
#[track_caller]
fn read(texts: &[(&str, &str)]) -> ReadOutput {
    let other = requests("GET /others/{id}\n").replace("Get thing", "Get other");
    let mut all = vec![(OTHER, other.as_str())];
    all.extend_from_slice(texts);
    let outcome = read_texts(&all);
    assert_eq!(page(&outcome, OTHER).requests(), ["GET /others/{id}"]);
    outcome
}

fn too_many(outcome: &ReadOutput) -> Vec<&str> {
    let found = outcome.problems.iter().filter(|problem| problem.code == Code::TooMany);
    found.map(|problem| problem.message.as_str()).collect()
}

#[track_caller]
fn one_finding(outcome: &ReadOutput, words: &str) {
    let found = too_many(outcome);
    assert!(found.len() == 1 && found[0].contains(words), "{found:?}");
}

/// Eight levels of files that include twelve each: 430 million includes, were they all expanded.
#[test]
fn includes_that_multiply() {
    let file = |level: usize| format!("api-reference/v1.0/includes/f{level}.md");
    let includes = |level: usize| format!("[!INCLUDE [x](f{level}.md)]\n\n").repeat(12);
    let files: Vec<(String, String)> = (1..8).map(|level| (file(level), includes(level + 1))).collect();
    let (last, first) = (file(8), format!("{}\n[!INCLUDE [x](../includes/f1.md)]\n", requests("GET /x\n")));
    let mut texts: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    texts.extend([(last.as_str(), "The end.\n"), (PATH, first.as_str())]);
    let outcome = read(&texts);
    let seen = page(&outcome, PATH);
    assert_eq!((seen.requests(), seen.page.includes.len()), (vec!["GET /x".to_owned()], 64));
    one_finding(&outcome, "64");
}

#[test]
fn bytes_that_includes_add() {
    let included = "api-reference/v1.0/includes/a.md";
    let text = "words and words\n\n".repeat(30_000);
    let including = format!("{}\n{}", requests("GET /x\n"), "[!INCLUDE [a](../includes/a.md)]\n\n".repeat(5));
    let outcome = read(&[(included, &text), (PATH, &including)]);
    assert_eq!(page(&outcome, PATH).page.includes.len(), 2);
    one_finding(&outcome, "bytes");
}

/// The findings do not grow with the page, either.
#[test]
fn request_lines_in_one_example() {
    let read = |count: usize| {
        let lines: String =
            (0..count).map(|line| format!("GET /things{line}/{{id{line}}}/x{}\n", line % 10)).collect();
        let text =
            format!("<!-- {{ \"blockType\": \"request\", \"name\": \"a\" }} -->\n```http\n{lines}```\n");
        read(&[(PATH, text.as_str())])
    };
    let (one, two) = (read(1400), read(2800));
    assert_eq!(page(&one, PATH).operation().examples.len(), 200);
    assert_eq!(page(&one, PATH).codes(), page(&two, PATH).codes());
    assert!(page(&one, PATH).has(Code::TooMany));
}

#[test]
fn examples_on_a_page() {
    let examples = "## Example\n```http\nGET /things/1\n```\n".repeat(201);
    let outcome = read(&[(PATH, &format!("{}\n{examples}", requests("GET /things/{id}\n")))]);
    assert_eq!(page(&outcome, PATH).operation().examples.len(), 200);
    one_finding(&outcome, "examples");
}

#[test]
fn arguments_of_a_function() {
    let read = |count: usize| {
        let arguments: Vec<String> = (0..count).map(|number| format!("a{number}={{a{number}}}")).collect();
        read(&[(PATH, &requests(&format!("GET /x/f({})\nGET /x\n", arguments.join(","))))])
    };
    assert_eq!(page(&read(32), PATH).requests().len(), 2);
    for count in [33, 80_000] {
        let outcome = read(count);
        assert_eq!(page(&outcome, PATH).requests(), ["GET /x"]);
        one_finding(&outcome, "arguments");
    }
}

#[test]
fn segments_of_a_path_and_options_of_a_query() {
    for (line, words) in [
        (format!("GET {}\n", "/a".repeat(65)), "segments"),
        (format!("GET /a?{}\n", "$top=1&".repeat(65)), "query parameters"),
    ] {
        let outcome = read(&[(PATH, &requests(&format!("{line}GET /x\n")))]);
        assert_eq!(page(&outcome, PATH).requests(), ["GET /x"]);
        one_finding(&outcome, words);
    }
}

#[test]
fn rows_and_columns_of_a_table() {
    let table = |columns: usize, rows: usize| {
        let row = |cell: &str| format!("|Name|{}\n", cell.repeat(columns - 1));
        let rows: String = (0..rows).map(|number| format!("|x{number}|b|\n")).collect();
        format!(
            "{}\n## Request headers\n{}{}{rows}",
            requests("GET /x\n"),
            row("Description|"),
            row("--|").replace("Name", "--")
        )
    };
    let outcome = read(&[(PATH, &table(2, 5001))]);
    let found = too_many(&outcome);
    assert!(found.iter().any(|message| message.contains("5000 rows")), "{found:?}");
    let outcome = read(&[(PATH, &table(65, 1))]);
    one_finding(&outcome, "64 columns");
}

#[test]
fn parameters_of_a_page() {
    let rows: String = (0..1001).map(|number| format!("|x{number}|b|\n")).collect();
    let outcome = read(&[(
        PATH,
        &format!("{}\n## Request headers\n|Name|Description|\n|--|--|\n{rows}", requests("GET /x\n")),
    )]);
    assert_eq!(page(&outcome, PATH).operation().parameters.len(), 1000);
    one_finding(&outcome, "1000 parameters");
}

#[test]
fn a_description_that_each_request_would_repeat() {
    let text = format!(
        "# Get thing\n\n{}\n\n{}",
        "a ".repeat(500_000),
        requests("GET /x\n").replace("# Get thing", "")
    );
    let outcome = read(&[(PATH, &text)]);
    assert_eq!(page(&outcome, PATH).operation().description.len(), 10_000);
    one_finding(&outcome, "10000 characters");
}

#[test]
fn names_that_no_file_can_have() {
    let long = "x".repeat(129);
    for line in
        [format!("GET /{long}\n"), format!("GET /x/{{{long}}}\n"), format!("GET /x/f({long}={{a}})\n")]
    {
        let outcome = read(&[(PATH, &requests(&format!("{line}GET /x\n")))]);
        assert_eq!(page(&outcome, PATH).requests(), ["GET /x"]);
        one_finding(&outcome, "letters");
    }
    let outcome = read(&[(
        PATH,
        &format!(
            "{}\n## Request headers\n|Name|Description|\n|--|--|\n|{long}|b|\n|y|b|\n",
            requests("GET /x\n")
        ),
    )]);
    assert_eq!(page(&outcome, PATH).operation().parameters.len(), 1);
    one_finding(&outcome, "letters");
    let text = format!(
        "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|--|--|--|\n|id|String|b|\n|{long}|String|b|\n\n### a values\n|Member|\n|--|\n|{long}|\n|b|\n"
    );
    let outcome = read(&[(TYPE, &text)]);
    let ty = outcome.api.versions[0].type_named("microsoft.graph.thing").expect("it is there");
    assert!(!format!("{ty:?}").contains(&long));
    assert_eq!(too_many(&outcome).len(), 2);
}

#[test]
fn a_permissions_reference_without_permissions() {
    let outcome = read(&[("concepts/permissions-reference.md", "# Reference\n\nSoon.\n")]);
    assert_eq!(outcome.summary().reported, 1);
}

/// `$value` leads nowhere: what stands behind it is a request of no place.
#[test]
fn requests_without_a_place() {
    for line in ["PUT /a/$value/b\n", "GET /$ref\n", "GET /a/$count/$value\n"] {
        let outcome = read(&[(PATH, &requests(&format!("{line}GET /x\n")))]);
        let seen = page(&outcome, PATH);
        assert_eq!(seen.requests(), ["GET /x"], "{line}");
        assert!(seen.has(Code::NotARequestLine), "{line}");
    }
}

/// Lists and quotes in one another: what is too deep is passed over, and what follows is read.
#[test]
fn nesting() {
    for (count, is_too_deep) in [(32, false), (33, true), (5000, true)] {
        let mut quoted = ">".repeat(count) + " words\n\n";
        quoted += &requests("GET /x\n").replace("# Get thing\n\n", "");
        let outcome = read(&[(PATH, &format!("# Get thing\n\n{quoted}"))]);
        assert_eq!(page(&outcome, PATH).requests(), ["GET /x"], "{count}");
        if is_too_deep {
            one_finding(&outcome, "more than 32 deep");
        } else {
            assert_eq!(too_many(&outcome), [""; 0], "{count}");
        }
    }
}

/// Words above requests: the heading or the sentence, of which each request below it keeps a copy.
#[test]
fn words_above_requests() {
    for (count, is_too_long) in [(500, false), (501, true)] {
        let text = format!(
            "# Get thing\n\n## HTTP request\n\n{}\n```http\nGET /x\nGET /x\nGET /y\n```\n",
            "a ".repeat(count) + "\n"
        );
        let outcome = read(&[(PATH, &text)]);
        let labels: Vec<usize> =
            page(&outcome, PATH).operation().requests.iter().map(|request| request.labels[0].len()).collect();
        assert_eq!(labels, if is_too_long { [1000, 1000] } else { [999, 999] });
        assert_eq!(page(&outcome, PATH).operation().requests[0].labels.len(), 1);
        if is_too_long {
            one_finding(&outcome, "1000 characters");
        } else {
            assert_eq!(too_many(&outcome), [""; 0]);
        }
    }
}

#[test]
fn parameters_that_sentences_name() {
    let read = |count: usize| {
        let sentences: String =
            (0..count).map(|number| format!("Specify the `a{number}` parameter.\n\n")).collect();
        let requests = requests("POST /x\n");
        read(&[(PATH, &format!("{requests}\n## Request body\n\n{sentences}{sentences}"))])
    };
    let outcome = read(32);
    assert_eq!(page(&outcome, PATH).operation().parameters.len(), 32);
    assert_eq!(too_many(&outcome), [""; 0]);
    let outcome = read(33);
    assert_eq!(page(&outcome, PATH).operation().parameters.len(), 32);
    one_finding(&outcome, "32 parameters");
}

/// Of a list that is cut off, the page has a finding wherever the list stands: in a row of a parameter, in one of a property.
#[track_caller]
fn check_description(description: &str, kept: usize, words: Option<&str>) {
    let head = "|Name|Type|Description|\n|--|--|--|\n";
    let parameters = format!(
        "{}\n## Request body\n{head}|a|String|{description}|\n",
        requests("POST /x\n").replace("GET", "POST")
    );
    let properties = format!(
        "# thing resource type\n\n## Properties\n{}|a|String|{description}|\n",
        head.replace("Name", "Property")
    );
    let outcome = read(&[(PATH, &parameters), (TYPE, &properties)]);
    assert_eq!(page(&outcome, PATH).operation().parameters[0].allowed.len(), kept);
    let found = too_many(&outcome);
    match words {
        Some(words) => {
            assert!(found.len() == 2 && found.iter().all(|message| message.contains(words)), "{found:?}");
        }
        None => assert_eq!(found, [""; 0]),
    }
}

#[test]
fn values_that_a_description_lists() {
    let list = |count: usize| {
        let values: Vec<String> = (0..count).map(|number| format!("`a{number}`")).collect();
        format!("Possible values are: {}.", values.join(", "))
    };
    check_description(&list(1000), 1000, None);
    check_description(&list(1001), 1000, Some("1000 values"));
}

#[test]
fn announcements_of_values() {
    let announced = |count: usize| "The values are many things. ".repeat(count) + "The values are: `b`, `c`.";
    check_description(&announced(31), 2, None);
    check_description(&announced(32), 0, Some("32 times"));
}

/// A permission that is too long for a name is read as none: in a cell, in a sentence, in the description of a property.
#[test]
fn names_of_permissions() {
    let long = format!("Thing.{}", "R".repeat(123));
    for (name, is_too_long) in [(&long[..128], false), (long.as_str(), true)] {
        let cell = format!("|Permission type|Permissions|\n|--|--|\n|Application|Other.Read.All, {name}|\n");
        let sentence = format!("The app needs Other.Read.All or {name}.\n");
        for (words, schemes) in [(cell, 1), (sentence, 2)] {
            let text = format!("{}\n## Permissions\n{words}", requests("GET /x\n"));
            let outcome = read(&[(PATH, &text)]);
            let seen = page(&outcome, PATH);
            let grants = &seen.operation().grants;
            let names: usize = grants.iter().map(|grant| grant.requirement.names().len()).sum();
            assert_eq!(names, if is_too_long { schemes } else { 2 * schemes }, "{text}");
            if is_too_long {
                one_finding(&outcome, "128 letters");
            } else {
                assert_eq!(too_many(&outcome), [""; 0]);
            }
        }
    }
    let property = format!(
        "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|--|--|--|\n|a|String|This property requires the permission {long}.|\n"
    );
    one_finding(&read(&[(TYPE, &property)]), "128 letters");
}

/// Alternatives that are each needed with one of others.
#[test]
fn pairs_of_permissions() {
    let names = |letter: &str, count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("{letter}{number}.Read.All")).collect();
        names.join(", ")
    };
    let read = |cell: String| {
        let table = format!("|Permission type|Permissions|\n|--|--|\n|Application|{cell}|\n");
        read(&[(PATH, &format!("{}\n## Permissions\n{table}", requests("GET /x\n")))])
    };
    let besides = |count: usize| {
        read(format!("{}<br>In addition:<br>For groups: {}", names("Aa", 10), names("Bb", count)))
    };
    assert_eq!(too_many(&besides(10)), [""; 0]);
    one_finding(&besides(11), "100 pairs");
    let plus =
        |count: usize| read(format!("One from {} plus either {}", names("Aa", 10), names("Bb", count)));
    assert_eq!(too_many(&plus(10)), [""; 0]);
    one_finding(&plus(11), "100 pairs");
}

#[test]
fn bases_that_a_paragraph_names() {
    let read = |count: usize| {
        let sentences = "It inherits from [tool](tool.md). ".repeat(count);
        read(&[(
            TYPE,
            &format!(
                "# thing resource type\n\n{sentences}\n\n## Properties\n|Property|Type|Description|\n|--|--|--|\n|id|String|b|\n"
            ),
        )])
    };
    assert_eq!(too_many(&read(8)), [""; 0]);
    one_finding(&read(9), "8 bases");
}

/// Types that inherit from one another: a chain that is too long is cut, and so is a circle of any length.
#[test]
fn bases_above_a_type() {
    let read = |count: usize, base_of_the_first: usize| {
        let name = |number: usize| format!("api-reference/v1.0/resources/t{number}.md");
        let text = |number: usize, base: usize| {
            format!(
                "# t{number} resource type\n\nInherits from [t{base}](t{base}.md).\n\n## Properties\n|Property|Type|Description|\n|--|--|--|\n|p{number}|String|b|\n"
            )
        };
        let files: Vec<(String, String)> = (0..count)
            .map(|number| (name(number), text(number, number.checked_sub(1).unwrap_or(base_of_the_first))))
            .collect();
        let texts: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        read(&texts)
    };
    let bases = |outcome: &ReadOutput| {
        let types = &outcome.api.versions[0].types;
        let base = |ty: &&TypeDefinition| matches!(&ty.kind, TypeKind::Object { base: Some(_), .. });
        types.iter().filter(base).count()
    };
    let outcome = read(65, 0);
    assert_eq!((bases(&outcome), too_many(&outcome)), (64, Vec::new()));
    let outcome = read(66, 0);
    assert_eq!(bases(&outcome), 64);
    one_finding(&outcome, "64 types above");
    let outcome = read(200, 0);
    assert_eq!((bases(&outcome), too_many(&outcome).len()), (196, 3));
    // Of 100 that inherit from one another in a circle, one loses its base, and one is too far below it.
    let outcome = read(100, 99);
    assert_eq!((bases(&outcome), too_many(&outcome).len()), (98, 1));
}

#[test]
fn fences_that_are_not_closed() {
    let read = |count: usize| {
        let fences = "```http\nGET /x\n## Part\n".repeat(count);
        read(&[(PATH, &format!("# Get thing\n\n## HTTP request\n{fences}GET /y\n"))])
    };
    assert_eq!(too_many(&read(16)), [""; 0]);
    one_finding(&read(17), "16 fences");
}

#[test]
fn lists_in_lists_of_a_sample() {
    let read = |value: &str| {
        let annotation = r#"<!-- { "blockType": "resource", "@odata.type": "microsoft.graph.thing" } -->"#;
        read(&[(
            TYPE,
            &format!(
                "# thing resource type\n\n## JSON representation\n{annotation}\n```json\n{{ \"a\": {value}, \"b\": 1 }}\n```\n"
            ),
        )])
    };
    assert_eq!(too_many(&read("[[1]]")), [""; 0]);
    one_finding(&read("[[[1]]]"), "2 deep");
}

/// What a sample of the body shows is a member of each request of the page.
#[test]
fn members_of_a_sample() {
    let read = |members: &str| {
        read(&[(
            PATH,
            &format!(
                "{}\n## Request body\n```json\n{{ {members}\"z\": 1 }}\n```\n",
                requests("POST /x\nPOST /y\n")
            ),
        )])
    };
    let count = |outcome: &ReadOutput| match &outcome.api.versions[0].operations[1].body {
        Body::Parameters { parameters, .. } => parameters.len(),
        other => panic!("{other:?}"),
    };
    let numbered = |count: usize| (0..count).map(|number| format!("\"a{number}\": 1,\n")).collect::<String>();
    let outcome = read(&numbered(999));
    assert_eq!((count(&outcome), too_many(&outcome)), (1000, Vec::new()));
    let outcome = read(&numbered(1000));
    assert_eq!((count(&outcome), too_many(&outcome).len()), (1000, 2));
    let outcome = read(&format!("\"{}\": 1, ", "x".repeat(129)));
    assert_eq!((count(&outcome), too_many(&outcome).len()), (1, 2));
    let outcome = read(&numbered(20_000));
    assert_eq!(outcome.api.versions[0].operations[1].body, Body::Undocumented);
    one_finding(&outcome, "100000 bytes");
}

/// A type of too many letters is no type, and the cell says why.
#[test]
fn names_and_words_of_types() {
    for (name, code) in [("x".repeat(129), Code::TooMany), ("x ".repeat(201), Code::UnreadType)] {
        let text = format!(
            "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|--|--|--|\n|id|String|b|\n|a|{name}|b|\n"
        );
        let outcome = read(&[(TYPE, &text)]);
        assert!(outcome.problems.iter().any(|problem| problem.code == code), "{name}");
        assert!(outcome.problems.iter().any(|problem| problem.code == Code::UnreadType), "{name}");
    }
}

/// Nothing but the first section ends what may stand above the line with the namespace, in which a bare name is looked up.
#[test]
fn words_above_the_namespace() {
    let part = |namespace: &str, row: &str| {
        let words = "words ".repeat(1000);
        format!(
            "# part resource type\n\n{words}\n\nNamespace: {namespace}\n\n## Properties\n|Property|Type|Description|\n|--|--|--|\n{row}"
        )
    };
    let annotation = r#"<!-- { "blockType": "resource", "@odata.type": "microsoft.graph.shop.thing" } -->"#;
    let thing = part("microsoft.graph.shop", "|a|part|b|\n").replace("# part", "# thing")
        + &format!("\n## JSON representation\n{annotation}\n```json\n{{}}\n```\n");
    let (id, file) = ("|id|String|b|\n", "api-reference/v1.0/resources/shop-part.md");
    let outcome = read(&[
        (TYPE, &thing),
        (file, &part("microsoft.graph.shop", id)),
        ("api-reference/v1.0/resources/part.md", &part("microsoft.graph", id)),
    ]);
    let version = &outcome.api.versions[0];
    let thing = version.type_named("microsoft.graph.shop.thing").expect("it is there");
    let part = version.type_id("microsoft.graph.shop.part").map(Type::Named);
    assert!(thing.fields().iter().any(|field| Some(&field.ty) == part.as_ref()), "{thing:?}");
}

#[test]
fn requests_of_a_page() {
    let read = |count: usize| {
        let lines: String = (0..count).map(|number| format!("GET /x{number}\n")).collect();
        read(&[(PATH, &requests(&lines))])
    };
    assert_eq!(too_many(&read(200)), [""; 0]);
    let outcome = read(202);
    assert_eq!(page(&outcome, PATH).requests().len(), 200);
    one_finding(&outcome, "200 requests");
}

#[test]
fn permissions_of_a_page() {
    let read = |count: usize| {
        let row = |scheme: &str, names: String| format!("|{scheme}|{names}|\n");
        let names: String = (0..count).map(|number| format!("Aa{number}.Read.All, ")).collect();
        let rows = row("Delegated (work or school account)", "Thing.Read.All".to_owned())
            + &row("Application", names);
        let table = format!("|Permission type|Permissions|\n|--|--|\n{rows}");
        read(&[(PATH, &format!("{}\n## Permissions\n{table}", requests("GET /x\n")))])
    };
    let outcome = read(999);
    assert_eq!(page(&outcome, PATH).operation().grants.len(), 2);
    assert_eq!(too_many(&outcome), [""; 0]);
    let outcome = read(1000);
    assert_eq!(page(&outcome, PATH).operation().grants.len(), 1);
    one_finding(&outcome, "1000 permissions");
}

#[test]
fn bytes_about_parameters() {
    let read = |count: usize| {
        let rows: String = (0..count).map(|number| format!("|x{number}|{}|\n", "ab ".repeat(3334))).collect();
        let table = format!("|Name|Description|\n|--|--|\n{rows}");
        read(&[(PATH, &format!("{}\n## Request headers\n{table}", requests("GET /x\n")))])
    };
    assert_eq!(too_many(&read(19)), [""; 0]);
    let outcome = read(21);
    assert_eq!(page(&outcome, PATH).operation().parameters.len(), 19);
    one_finding(&outcome, "200000 bytes");
}

/// Types of which each has many parts of the next: the paths to the properties of the last are their product.
#[test]
fn properties_that_need_a_permission() {
    let read = |count: usize| {
        let head = "## Properties\n|Property|Type|Description|\n|--|--|--|\n";
        let part = |level: usize| {
            let row = |number: usize| match level {
                3 => format!("|p{number}|String|This property requires the Thing.Read.All permission.|\n"),
                _ => format!("|p{number}|[part{next}](part{next}.md)|b|\n", next = level + 1),
            };
            let rows: String = (0..count).map(row).collect();
            (
                format!("api-reference/v1.0/resources/part{level}.md"),
                format!("# part{level} resource type\n\n{head}{rows}"),
            )
        };
        let mut files: Vec<(String, String)> = (0..4).map(part).collect();
        let gives =
            "## Response\nIf successful, it gives `200 OK` and a [part0](../resources/part0.md) object.\n";
        files.push((PATH.to_owned(), requests("GET /x\n") + "\n" + gives));
        let texts: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        read(&texts)
    };
    let properties = |outcome: &ReadOutput| {
        let facts = Facts::of(&outcome.api);
        facts.operations.iter().map(|fact| fact.properties.len()).sum::<usize>()
    };
    let outcome = read(5);
    assert_eq!((properties(&outcome), too_many(&outcome)), (625, Vec::new()));
    for count in [6, 100] {
        let outcome = read(count);
        assert_eq!(properties(&outcome), 1000);
        one_finding(&outcome, "1000 properties");
    }
}
