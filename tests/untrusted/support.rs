//! A folder with docs below `docs`, and the command in it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub(crate) struct World {
    folder: TempDir,
}

/// A page about one request, with this cell of permissions.
pub(crate) fn page(name: &str, delegated: &str) -> String {
    format!(
        "# Get {name}\n\nReads it.\n\n## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n\
         |Delegated (work or school account)|{delegated}|\n|Delegated (personal Microsoft account)|Not supported.|\n\
         |Application|Not supported.|\n\n## HTTP request\n\n```http\nGET /{name}\n```\n\n## Response\n\nReturns `200 OK`.\n"
    )
}

/// Where the page about a request is.
pub(crate) fn place(name: &str) -> String {
    format!("docs/api-reference/v1.0/api/{name}.md")
}

impl World {
    /// Docs with the pages `first` and `second`.
    pub(crate) fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for name in ["first", "second"] {
            world.write(&place(name), &page(name, "Thing.Read.All"));
        }
        world
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap_or_else(|error| panic!("{below}: {error}"))
    }

    /// The command, away from the settings of whoever runs the tests.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_graphdocs"));
        command.current_dir(self.folder.path()).args(arguments).env("HOME", self.folder.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the command runs")
    }

    /// A program that helps a test, in a folder; it has to succeed.
    #[track_caller]
    pub(crate) fn helper(&self, folder: &str, program: &str, arguments: &[impl AsRef<OsStr>]) -> String {
        let mut command = Command::new(program);
        command.current_dir(self.path(folder)).args(arguments).env("HOME", self.folder.path());
        command.envs([("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null")]);
        for person in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{person}_NAME"), "a")
                .env(format!("GIT_{person}_EMAIL"), "a@example.com");
        }
        let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(output.status.success(), "{program}: {}", text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    }

    #[track_caller]
    pub(crate) fn git(&self, folder: &str, arguments: &[&str]) -> String {
        self.helper(folder, "git", arguments)
    }

    /// Makes a checkout of the docs with two commits, and changes a page that is not committed.
    pub(crate) fn commit(&self) {
        self.git("docs", &["init", "--quiet", "--initial-branch=main"]);
        self.commit_all("docs");
        self.write(&place("second"), &page("second", "Thing.ReadWrite.All"));
        self.commit_all("docs");
        self.write(&place("first"), &page("first", "TODO"));
    }

    pub(crate) fn commit_all(&self, folder: &str) {
        self.git(folder, &["add", "--all"]);
        self.git(folder, &["commit", "--quiet", "--message", "pages"]);
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The names of what is in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
