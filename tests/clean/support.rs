//! Docs in which everything that has a name has a hostile one, and the command run beside them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Of each class the first and the last that a page can hold within a line.
pub(crate) const HIDDEN: &str = "\u{1}\u{7}\u{8}\u{1b}[31m\u{1f}\u{7f}\u{80}\u{85}\u{9b}2J\u{9f}\u{ad}\u{61c}\u{180e}\u{200b}\u{200d}\u{200e}\u{200f}\
    \u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{feff}\u{fff9}\u{e0001}\u{e007f}";

/// What begins a line of its own when a line end leaves.
pub(crate) const INJECTED: &str = "INJECTED";

/// A folder with docs, older docs, and what else the commands read.
pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let world = World { folder: tempfile::tempdir().expect("a folder") };
        let name = file_name();
        for (docs, word) in [("old", "old"), ("docs", "new")] {
            world.write(&format!("{docs}/api-reference/v1.0/api/{name}.md"), operation(word));
            world.write(&format!("{docs}/api-reference/v1.0/resources/thing{HIDDEN}.md"), resource(word));
            world.write(&format!("{docs}/concepts/permissions-reference.md"), reference(word));
        }
        world.write("docs/api-reference/v1.0/api/plain.md", plain());
        world.write("uses.txt", format!("GET /things\nGET /none{HIDDEN}\nbad{HIDDEN} line\n"));
        world.write("granted.txt", format!("Thing.Read.All\nOther.Read{HIDDEN}\n"));
        world.write(
            "accepted.txt",
            format!("unused Nothing.Read # because {HIDDEN}\nmissing GET /a{HIDDEN} # x{HIDDEN}\n"),
        );
        world.write(
            &format!("program{name}"),
            format!("graphdocs:v1.0 GET /things\ngraphdocs:v1.0 GET /new{HIDDEN}\n"),
        );
        world
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        command(self.folder.path(), arguments).output().expect("the command runs")
    }
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
    command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", "1800000000");
    command
}

/// A file name with a line end in it, behind which a line of a log could begin.
pub(crate) fn file_name() -> String {
    format!("thing-list{HIDDEN}\n{INJECTED}\r\n{INJECTED}::error::x,y")
}

fn operation(word: &str) -> String {
    format!(
        "---\ntitle: \"List things {HIDDEN}\"\ndoc_type: apiPageType\n---\n\n# List things {HIDDEN} {word} @octocat\n\nReads {HIDDEN} {word} \
         things, &lt;script&gt;x&lt;/script&gt;.\n\n## Permissions {HIDDEN}\n\n\
         |Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
         |Delegated (work or school account)|Thing.Read.All, {word}.Read{HIDDEN}, {HIDDEN}.Write.All (only {HIDDEN} {word})|\n\
         |Delegated (personal Microsoft account)|Not {HIDDEN} supported.|\n|Application|Thing.Read.All and/or Other{HIDDEN}.Read, or more|\n\n\
         The following roles are supported for the signed-in user:\n\n- Reader {HIDDEN} {word}\n- Global {HIDDEN} Reader\n\n\
         ## HTTP request\n\n```http\nGET /things\nGET /things/{{id}}/name{HIDDEN}{word}\nPOST /things(a='{HIDDEN}')\n```\n\n\
         ## Optional query parameters\n\nSupports `$top`, `$x{HIDDEN}`.\n\n\
         ## Request body\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n|a{HIDDEN}{word}|String|{HIDDEN}|\n|b|thing{HIDDEN}|=x {HIDDEN} {word}|\n\n\
         ## Response\n\nReturns `200 OK` and a collection of [thing](../resources/thing{HIDDEN}.md) objects.\n"
    )
}

fn resource(word: &str) -> String {
    format!(
        "# thing resource type {HIDDEN}\n\nNamespace: microsoft.graph\n\nA {HIDDEN} {word} thing.\n\n## Properties\n\n\
         |Property|Type|Description|\n|:--|:--|:--|\n|id|String|{HIDDEN}|\n|name{word}|String|The {HIDDEN} {word} `na{HIDDEN}me`.|\n\
         |odd{HIDDEN}|Stri{HIDDEN}ng|x|\n|color|thingColor|c {HIDDEN}|\n\n## thingColor values\n\n\
         |Member|Description|\n|:--|:--|\n|red{HIDDEN}|{HIDDEN}|\n|blue{word}|b {HIDDEN}|\n\n\
         ## Relationships\n\n|Relationship|Type|Description|\n|:--|:--|:--|\n|other|[missing](missing{HIDDEN}.md)|{HIDDEN} {word}|\n"
    )
}

fn reference(word: &str) -> String {
    format!(
        "# Reference {HIDDEN}\n\n### Thing.Read.All\n\n|Category|Application|Delegated|\n|--|--|--|\n|Identifier|a{HIDDEN}|b|\n\
         |DisplayText|Read {HIDDEN} {word}|=Read {HIDDEN}|\n|Description|Allows {HIDDEN}.|Allows {HIDDEN} {word}.|\n|AdminConsentRequired|Yes|No|\n"
    )
}

fn plain() -> String {
    "# Get me\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
     |Delegated (work or school account)|User.Read|\n|Delegated (personal Microsoft account)|User.Read|\n|Application|Not supported.|\n\n\
     ## HTTP request\n\n```http\nGET /me\n```\n\n## Response\n\nReturns `200 OK`.\n"
        .to_owned()
}
