//! Docs made for these tests, and the command run on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A page with one table per scheme and its requests.
pub fn page(title: &str, work: &str, personal: &str, application: &str, requests: &str) -> String {
    format!(
        "---\ntitle: \"{title}\"\ndoc_type: apiPageType\n---\n\n# {title}\n\nNamespace: microsoft.graph\n\n## Permissions\n\n\
         |Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
         |Delegated (work or school account)|{work}|\n|Delegated (personal Microsoft account)|{personal}|\n\
         |Application|{application}|\n\n## HTTP request\n\n```http\n{requests}\n```\n\n## Response\n\n\
         If successful, this method returns `200 OK`.\n"
    )
}

pub const NO: &str = "Not supported.";

/// Docs made for these tests.
pub struct World {
    pub folder: tempfile::TempDir,
}

impl World {
    pub fn new() -> Self {
        let world = World { folder: tempfile::tempdir().expect("a folder") };
        let both = "AuditLog.Read.All and Directory.Read.All";
        let pages = [
            ("v1.0", "both", page("Get both", both, NO, both, "GET /both")),
            (
                "v1.0",
                "either",
                page("Get either", "User.Read and Group.Read.All, Mail.Read and Mail.Send", NO, NO, "GET /either"),
            ),
            (
                "v1.0",
                "unclear",
                page("Get unclear", "User.Read, Policy.Read.All and Application.Read.All", NO, NO, "GET /unclear"),
            ),
            ("v1.0", "conditional", page("Get c", "Sites.Selected (for chosen sites)", NO, NO, "GET /conditional")),
            (
                "v1.0",
                "roles",
                page("Get r", "User.Read", NO, NO, "GET /roles").replace(
                    "\n## HTTP",
                    "\nThese roles are supported for the signed-in user:\n\n\
                     - Security Reader\n- Global Reader\n\n## HTTP",
                ),
            ),
            // The least for one request is the higher for the other, and the reverse.
            ("v1.0", "this", page("Get this", "Group.Read.All, Device.Read.All", NO, NO, "GET /this")),
            ("v1.0", "wide", page("Get wide", "Mail.ReadBasic, Mail.ReadWrite", NO, NO, "GET /wide")),
            ("v1.0", "that", page("Get that", "Device.Read.All, Group.Read.All", NO, NO, "GET /that")),
            (
                "v1.0",
                "members",
                page("List members", "GroupMember.Read.All", NO, "GroupMember.Read.All", "GET /groups/{id}/members"),
            ),
            (
                "v1.0",
                "member-add",
                page("Add", "GroupMember.ReadWrite.All", NO, NO, "POST /groups/{id}/members/$ref\nPOST /groups/{id}/members"),
            ),
            (
                "v1.0",
                "member-ref",
                page("Remove", "Directory.ReadWrite.All", NO, NO, "DELETE /groups/{id}/members/{id}/$ref"),
            ),
            ("v1.0", "member-get", page("Delete", "Directory.AccessAsUser.All", NO, NO, "DELETE /groups/{id}/members/{id}")),
            ("v1.0", "none", page("Function", "Reports.Read.All", NO, NO, "GET /reports/summary()")),
            ("v1.0", "one", page("Function", "Sites.Read.All", NO, NO, "GET /reports/getOne(period='{period}')")),
            (
                "v1.0",
                "three",
                page("Function", "Files.Read.All", NO, NO, "GET /reports/getThree(id='{id}',from={from},to={to})"),
            ),
            ("v1.0", "literal", page("Delta", "User.ReadBasic.All", NO, NO, "GET /users/delta")),
            (
                "v1.0",
                "key",
                page("Get user", "User.Read", "User.Read", "User.Read.All", "GET /me\nGET /users/{id | userPrincipalName}"),
            ),
            ("v1.0", "chats", page("List chats", "Chat.ReadBasic", NO, NO, "GET /users/{id}/chats")),
            (
                "v1.0",
                "drive",
                page("Get item", "Files.Read", "Files.Read", "Files.Read.All", "GET /me/drive/root:/{item-path}\nGET /me/drive/root:/{item-path}:/children"),
            ),
            ("v1.0", "version", page("Get x", "Mail.Read", NO, NO, "GET /me/messages")),
            ("beta", "version", page("Get x", "Mail.ReadBasic", NO, NO, "GET /me/messages")),
            ("beta", "only", page("Get x", "Chat.Read", NO, NO, "GET /me/onlyBeta")),
            (
                "v1.0",
                "self",
                "# Methods\n\n## Permissions\n\n|Permission type|Permissions acting on self (least to most privileged)|\
                 Permissions acting on others (least to most privileged)|\n|:--|:--|:--|\n\
                 |Delegated (work or school account)|UserAuthenticationMethod.Read|UserAuthenticationMethod.Read.All|\n\
                 |Delegated (personal Microsoft account)|Not supported.|Not supported.|\n\
                 |Application|Not applicable.|UserAuthenticationMethod.Read.All|\n\n\
                 ## HTTP request\n\n```http\nGET /me/authentication/methods\nGET /users/{id}/authentication/methods\n```\n"
                    .to_owned(),
            ),
        ];
        for (version, name, text) in pages {
            world.write(&format!("docs/api-reference/{version}/api/{name}.md"), &text);
        }
        let entry = |name: &str, delegated: &str, application: &str| {
            format!(
                "### {name}\n\n|Category|Application|Delegated|\n|--|--|--|\n|Identifier|{application}|{delegated}|\n\
                 |DisplayText|Use {name}|Use {name}|\n|Description|Allows {name}.|Allows {name}.|\n\
                 |AdminConsentRequired|Yes|No|\n\n"
            )
        };
        let reference = [
            entry(
                "Mail.Read",
                "570282fd-fa5c-430d-a7fd-fc8dc98a9dca",
                "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
            ),
            entry("Mail.ReadBasic", "a4b8392a-d8d1-4954-a029-8e668a39a170", "-"),
            entry("User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "-"),
            entry("Group.Read.All", "5f8c59db-677d-491f-a6b8-5f174b11ec1d", "-"),
        ];
        let reference = format!("# Permissions\n\n## All permissions\n\n{}", reference.concat());
        world.write("docs/concepts/permissions-reference.md", &reference);
        world
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        let docs = self.path("docs");
        run_in(self.folder.path(), &[arguments, &["--docs", &docs.to_string_lossy()]].concat())
    }

    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--format", "json"]].concat());
        let answer =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        fits_its_schema(arguments, &answer);
        answer
    }

    /// A review of what was granted against calls, as JSON.
    #[track_caller]
    pub fn review(&self, uses: &str, granted: &str, more: &[&str]) -> Value {
        let uses = self.write("uses.txt", uses).to_string_lossy().into_owned();
        let granted = self.write("granted.txt", granted).to_string_lossy().into_owned();
        self.json(&[&["permissions", "review", "--uses", &uses, "--granted", &granted], more].concat())
    }

    /// What `show` says of a request: the template and the delegated requirement in short.
    #[track_caller]
    pub fn show(&self, request: &str) -> Vec<String> {
        let answers = self.json(&["permissions", "show", request]);
        let operations = answers["answers"][0]["operations"].as_array().expect("operations").clone();
        operations.iter().map(|operation| format!("{}: {}", name(operation), delegated(operation))).collect()
    }

    /// The first set of `least` for a list of calls.
    #[track_caller]
    pub fn least(&self, calls: &str, scheme: &str) -> Vec<String> {
        let uses = self.write("uses.txt", calls);
        let answer =
            self.json(&["permissions", "least", "--uses", &uses.to_string_lossy(), "--scheme", scheme]);
        assert_eq!(answer["schemes"][0]["proven"], true);
        names(&answer["schemes"][0]["sets"][0])
    }
}

pub fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
    command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", "1767225600");
    command.output().expect("the command runs")
}

pub fn name(operation: &Value) -> String {
    let part = |key: &str| operation[key].as_str().expect("text").to_owned();
    format!("{} {} {}", part("version"), part("method"), part("path"))
}

pub fn delegated(operation: &Value) -> String {
    let needs = &operation["schemes"][0];
    let list = |value: &Value| {
        let alternatives = value.as_array().map_or(&[][..], Vec::as_slice);
        let all_of = |value: &Value| {
            let names = value.get("allOf").unwrap_or(value).as_array().expect("names");
            names.iter().map(|name| name.as_str().expect("a name")).collect::<Vec<_>>().join("+")
        };
        alternatives.iter().map(all_of).collect::<Vec<_>>().join(" ")
    };
    match needs["kind"].as_str().expect("a kind") {
        "anyOf" => format!("{} < {}", list(&needs["least"]), list(&needs["higher"])),
        "ambiguous" => {
            let readings = needs["readings"].as_array().expect("readings");
            format!("ambiguous {}", readings.iter().map(list).collect::<Vec<_>>().join(" | "))
        }
        kind => kind.to_owned(),
    }
}

pub fn names(set: &Value) -> Vec<String> {
    let permissions = set["permissions"].as_array().expect("permissions");
    permissions.iter().map(|needed| needed["name"].as_str().expect("a name").to_owned()).collect()
}

pub fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// Holds an answer against the schema that the command publishes for it.
#[track_caller]
pub fn fits_its_schema(arguments: &[&str], answer: &Value) {
    let ["permissions", question, ..] = arguments else { return };
    let reviewed = *question == "audit" && arguments.contains(&"--granted");
    let question = if reviewed { "review" } else { question };
    let by_app = if arguments.contains(&"--by-app") { "-by-app" } else { "" };
    let schema = run_in(Path::new("."), &["permissions", "schema", &format!("{question}{by_app}")]);
    let schema: Value = serde_json::from_slice(&schema.stdout).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let errors: Vec<String> = validator.iter_errors(answer).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{question}: {errors:?}\n{answer:#}");
}

/// The kinds of the findings of a review, with what they are about.
pub fn findings(review: &Value) -> Vec<String> {
    let findings = review["findings"].as_array().expect("findings");
    let part = |finding: &Value, key: &str| finding[key].as_str().expect("text").to_owned();
    findings.iter().map(|finding| format!("{} {}", part(finding, "kind"), part(finding, "subject"))).collect()
}

/// Why an answer is not whole.
pub fn left_open(answer: &Value) -> Vec<&str> {
    let open = answer["leftOpen"].as_array().expect("a list");
    open.iter().map(|open| open["why"].as_str().expect("text")).collect()
}
