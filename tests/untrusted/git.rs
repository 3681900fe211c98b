//! No program that git data names runs. Each trap is shown to work first: plain git runs its program.

use std::fs::{self, Permissions};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use super::support::{World, place, text};

/// A way in which git data, or what surrounds git, can name a program.
struct Trap {
    name: &'static str,
    /// Puts the program there.
    arm: fn(&Armed),
    /// The call of plain git that runs it.
    fires: &'static [&'static str],
    /// Whether the commands can answer all the same, and as if there was no trap.
    answers: bool,
}

/// A checkout with a program that leaves a mark when it runs.
struct Armed {
    world: World,
    environment: Vec<(&'static str, String)>,
}

impl Armed {
    fn new() -> Self {
        let world = World::new();
        world.commit();
        let armed = Self { world, environment: Vec::new() };
        armed.program(&armed.program_path());
        armed
    }

    fn program_path(&self) -> PathBuf {
        self.world.path("trap")
    }

    /// The path of the program.
    fn trap(&self) -> String {
        self.program_path().to_string_lossy().into_owned()
    }

    fn mark(&self) -> PathBuf {
        self.world.path("RAN")
    }

    fn program(&self, path: &Path) {
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        fs::write(path, format!("#!/bin/sh\necho ran >>'{}'\nexit 1\n", self.mark().display()))
            .expect("a file");
        fs::set_permissions(path, Permissions::from_mode(0o755)).expect("it is ours");
    }

    fn config(&self, key: &str, value: &str) {
        self.world.git("docs", &["config", "--file", ".git/config", key, value]);
    }

    fn attributes(&self, attribute: &str) {
        self.world.write("docs/.git/info/attributes", &format!("*.md {attribute}\n"));
        self.world.write("docs/api-reference/.gitattributes", &format!("*.md {attribute}\n"));
    }

    /// Lets an object be missing that a remote is said to have.
    fn promise(&self, url: &str) {
        for (key, value) in [
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"),
            ("remote.origin.partialCloneFilter", "blob:none"),
            ("remote.origin.url", url),
            ("protocol.allow", "always"),
        ] {
            self.config(key, value);
        }
        let object = self.world.git("docs", &["rev-parse", "HEAD:api-reference/v1.0/api/second.md"]);
        let file = format!("docs/.git/objects/{}/{}", &object[..2], &object[2..]);
        fs::remove_file(self.world.path(&file)).expect("the object is there");
    }

    /// A repository in the work tree, which the index knows.
    fn submodule(&self) {
        self.world.write("docs/sub/file", "one");
        self.world.git("docs/sub", &["init", "--quiet"]);
        self.world.commit_all("docs/sub");
        self.world.git("docs", &["-c", "advice.addEmbeddedRepo=false", "add", "sub"]);
    }

    /// Whether plain git runs the program, in a copy of the checkout.
    fn fires(&self, arguments: &[&str]) -> bool {
        self.world.helper("", "cp", &["-a", "docs", "copy"]);
        let mut command = Command::new("git");
        command.current_dir(self.world.path("copy")).args(arguments).stdin(Stdio::null());
        command
            .env("HOME", self.world.path(""))
            .env("GIT_TERMINAL_PROMPT", "0")
            .env_remove("EDITOR")
            .env_remove("VISUAL");
        command.env("TERM", "xterm").env("GIT_AUTHOR_NAME", "a").env("GIT_AUTHOR_EMAIL", "a@example.com");
        command.env("GIT_COMMITTER_NAME", "a").env("GIT_COMMITTER_EMAIL", "a@example.com");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.output().expect("git runs");
        let ran = self.mark().exists();
        if ran {
            fs::remove_file(self.mark()).expect("it is there");
        }
        fs::remove_dir_all(self.world.path("copy")).expect("it is there");
        ran
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.world.command(arguments);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.output().expect("the command runs")
    }

    /// What the commands that ask git answer: the changed files, two revisions, the revision in the lock file.
    fn answers(&self) -> Answers {
        let lint = self.run(&["lint", "--docs", "docs", "--changed-since", "HEAD", "--format", "lines"]);
        let diff = self.run(&["diff", "--docs", "docs", "--docs-git", "HEAD~1..HEAD"]);
        let generate = self.run(&["generate", "--docs", "docs", "--out", "client"]);
        let lock = self.world.read("client/graphdocs.lock");
        [
            (lint.status.code(), text(&lint.stdout)),
            (diff.status.code(), text(&diff.stdout)),
            (generate.status.code(), lock),
        ]
    }
}

/// A server that asks everybody for a password.
fn asks_for_a_password() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}/x", listener.local_addr().expect("it has one"));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = [0; 4096];
            let _ = stream.read(&mut head);
            let answer = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    url
}

const MISSING: &[&str] = &["cat-file", "-p", "HEAD:api-reference/v1.0/api/second.md"];

const TRAPS: &[Trap] = &[
    Trap {
        name: "core.fsmonitor",
        arm: |armed| armed.config("core.fsmonitor", &armed.trap()),
        fires: &["status"],
        answers: true,
    },
    Trap {
        name: "include.path",
        arm: |armed| {
            armed.world.write("docs/.git/more", &format!("[core]\n\tfsmonitor = {}\n", armed.trap()));
            armed.config("include.path", "more");
        },
        fires: &["status"],
        answers: true,
    },
    Trap {
        name: "includeIf",
        arm: |armed| {
            armed.world.write("docs/more", &format!("[core]\n\tfsmonitor = {}\n", armed.trap()));
            armed.config("includeIf.onbranch:main.path", "../more");
        },
        fires: &["status"],
        answers: true,
    },
    Trap {
        name: "config.worktree",
        arm: |armed| {
            armed.config("core.repositoryFormatVersion", "1");
            armed.config("extensions.worktreeConfig", "true");
            armed
                .world
                .write("docs/.git/config.worktree", &format!("[core]\n\tfsmonitor = {}\n", armed.trap()));
        },
        fires: &["status"],
        answers: true,
    },
    Trap {
        name: "commondir",
        arm: |armed| {
            armed.world.helper("docs", "cp", &["-a", ".git", "data"]);
            armed.world.git("docs", &["config", "--file", "data/config", "core.fsmonitor", &armed.trap()]);
            armed.world.write("docs/.git/commondir", "../data\n");
        },
        fires: &["status"],
        answers: true,
    },
    Trap {
        name: "hooks",
        arm: |armed| armed.program(&armed.world.path("docs/.git/hooks/post-index-change")),
        fires: &["add", "--all"],
        answers: true,
    },
    Trap {
        name: "core.hooksPath",
        arm: |armed| {
            armed.program(&armed.world.path("hooks/post-index-change"));
            armed.config("core.hooksPath", &armed.world.path("hooks").to_string_lossy());
        },
        fires: &["add", "--all"],
        answers: true,
    },
    Trap {
        name: "filter.clean",
        arm: |armed| {
            armed.attributes("filter=trap");
            armed.config("filter.trap.clean", &armed.trap());
        },
        fires: &["diff", "HEAD"],
        answers: true,
    },
    Trap {
        name: "filter.process",
        arm: |armed| {
            armed.attributes("filter=trap");
            armed.config("filter.trap.process", &armed.trap());
        },
        fires: &["diff", "HEAD"],
        answers: true,
    },
    Trap {
        name: "filter.smudge",
        arm: |armed| {
            armed.attributes("filter=trap");
            armed.config("filter.trap.smudge", &armed.trap());
        },
        fires: &["checkout", "HEAD", "--", "."],
        answers: true,
    },
    Trap {
        name: "diff.external",
        arm: |armed| armed.config("diff.external", &armed.trap()),
        fires: &["diff", "HEAD"],
        answers: true,
    },
    Trap {
        name: "diff.*.command",
        arm: |armed| {
            armed.attributes("diff=trap");
            armed.config("diff.trap.command", &armed.trap());
        },
        fires: &["diff", "HEAD"],
        answers: true,
    },
    Trap {
        name: "diff.*.textconv",
        arm: |armed| {
            armed.attributes("diff=trap");
            armed.config("diff.trap.textconv", &armed.trap());
        },
        fires: &["diff", "HEAD"],
        answers: true,
    },
    Trap {
        name: "remote.*.uploadpack of a promisor",
        arm: |armed| {
            armed.promise(&armed.world.path("docs").to_string_lossy());
            armed.config("remote.origin.uploadpack", &armed.trap());
        },
        fires: MISSING,
        answers: false,
    },
    Trap {
        name: "remote.*.vcs of a promisor",
        arm: |armed| armed.promise(&format!("ext::{}", armed.trap())),
        fires: MISSING,
        answers: false,
    },
    Trap {
        name: "core.sshCommand",
        arm: |armed| {
            armed.promise("ssh://127.0.0.1/x");
            armed.config("core.sshCommand", &armed.trap());
        },
        fires: MISSING,
        answers: false,
    },
    Trap {
        name: "core.gitProxy",
        arm: |armed| {
            armed.promise("git://127.0.0.1/x");
            armed.config("core.gitProxy", &armed.trap());
        },
        fires: MISSING,
        answers: false,
    },
    Trap {
        name: "url.*.insteadOf",
        arm: |armed| {
            armed.promise("plain:x");
            armed.config(&format!("url.ext::{} .insteadOf", armed.trap()), "plain:");
        },
        fires: MISSING,
        answers: false,
    },
    Trap {
        name: "credential.helper",
        arm: |armed| {
            armed.promise(&asks_for_a_password());
            armed.config("credential.helper", &armed.trap());
        },
        fires: MISSING,
        answers: false,
    },
    Trap {
        name: "core.askPass",
        arm: |armed| {
            armed.promise(&asks_for_a_password());
            armed.config("core.askPass", &armed.trap());
        },
        fires: MISSING,
        answers: false,
    },
    Trap {
        name: "core.alternateRefsCommand",
        arm: |armed| {
            armed.world.write("other/file", "one");
            armed.world.git("other", &["init", "--quiet", "--initial-branch=main"]);
            armed.world.commit_all("other");
            let objects = armed.world.path("other/.git/objects");
            armed.world.write("docs/.git/objects/info/alternates", &format!("{}\n", objects.display()));
            armed.world.write("other/file", "two");
            armed.world.commit_all("other");
            armed.config("core.alternateRefsCommand", &armed.trap());
        },
        fires: &["fetch", "../other", "main"],
        answers: true,
    },
    Trap {
        name: "the configuration of a submodule",
        arm: |armed| {
            armed.submodule();
            armed.world.git("docs/sub", &["config", "core.fsmonitor", &armed.trap()]);
        },
        fires: &["status"],
        answers: true,
    },
    Trap {
        name: "submodule.*.update",
        arm: |armed| {
            armed.submodule();
            armed.world.write("docs/.gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = ./sub\n");
            armed.config("submodule.sub.url", "./sub");
            armed.config("submodule.sub.active", "true");
            armed.config("submodule.sub.update", &format!("!{}", armed.trap()));
            armed.world.write("docs/sub/file", "two");
            armed.world.commit_all("docs/sub");
        },
        fires: &["submodule", "update"],
        answers: true,
    },
    Trap {
        name: "alias",
        arm: |armed| armed.config("alias.look", &format!("!{}", armed.trap())),
        fires: &["look"],
        answers: true,
    },
    Trap {
        name: "core.editor",
        arm: |armed| armed.config("core.editor", &armed.trap()),
        fires: &["commit", "--amend"],
        answers: true,
    },
    Trap {
        name: "sequence.editor",
        arm: |armed| armed.config("sequence.editor", &armed.trap()),
        fires: &["-c", "rebase.autoStash=true", "rebase", "--interactive", "HEAD~1"],
        answers: true,
    },
    Trap {
        name: "core.pager",
        arm: |armed| armed.config("core.pager", &armed.trap()),
        fires: &["grep", "--open-files-in-pager", "Get"],
        answers: true,
    },
    Trap {
        name: "gpg.program",
        arm: |armed| armed.config("gpg.program", &armed.trap()),
        fires: &["commit", "--allow-empty", "--gpg-sign", "--message", "x"],
        answers: true,
    },
    Trap {
        name: "trailer.*.command",
        arm: |armed| armed.config("trailer.x.command", &armed.trap()),
        fires: &["interpret-trailers", "--trailer", "x=1", "api-reference/v1.0/api/first.md"],
        answers: true,
    },
];

/// What the commands answer: exit codes and texts.
type Answers = [(Option<i32>, String); 3];

/// Whether a trap works and the commands do not walk into it: none, or what is wrong.
fn wrong(name: &str, armed: &Armed, fires: &[&str], expected: Option<&Answers>) -> Option<String> {
    assert!(armed.fires(fires), "{name}: the trap does not work, so that nothing is shown");
    let answers = armed.answers();
    if armed.mark().exists() {
        return Some(format!("{name}: a program ran"));
    }
    expected.filter(|&expected| *expected != answers).map(|_| format!("{name}: {answers:#?}"))
}

/// What the commands answer without a trap.
fn expected() -> Answers {
    let expected = Armed::new().answers();
    let [(lint, findings), (diff, changes), (generate, lock)] = &expected;
    assert_eq!((*lint, *diff, *generate), (Some(1), Some(0), Some(0)));
    assert!(findings.contains("first.md") && !findings.contains("second.md"), "{findings}");
    assert!(changes.contains("GET /second") && !changes.contains("GET /first"), "{changes}");
    assert!(!lock.contains("revision"), "{lock}");
    expected
}

#[test]
fn no_program_that_a_repository_names_runs() {
    let expected = expected();
    let walked_into = TRAPS.iter().filter_map(|trap| {
        let armed = Armed::new();
        (trap.arm)(&armed);
        wrong(trap.name, &armed, trap.fires, trap.answers.then_some(&expected))
    });
    let walked_into: Vec<String> = walked_into.collect();
    assert!(walked_into.is_empty(), "{}", walked_into.join("\n"));
}

#[test]
fn nothing_of_the_environment_reaches_git() {
    let expected = expected();
    let settings = |armed: &Armed| {
        armed.world.write("settings", &format!("[core]\n\tfsmonitor = {}\n", armed.trap()));
        armed.world.path("settings").to_string_lossy().into_owned()
    };
    let config = |armed: &Armed| {
        vec![
            ("GIT_CONFIG_COUNT", "1".to_owned()),
            ("GIT_CONFIG_KEY_0", "core.fsmonitor".to_owned()),
            ("GIT_CONFIG_VALUE_0", armed.trap()),
        ]
    };
    let parameters =
        |armed: &Armed| vec![("GIT_CONFIG_PARAMETERS", format!("'core.fsmonitor={}'", armed.trap()))];
    let global = |armed: &Armed| vec![("GIT_CONFIG_GLOBAL", settings(armed))];
    let system = |armed: &Armed| vec![("GIT_CONFIG_SYSTEM", settings(armed))];
    let external = |armed: &Armed| vec![("GIT_EXTERNAL_DIFF", armed.trap())];
    let elsewhere = |armed: &Armed| {
        armed.world.git("", &["clone", "--quiet", "docs", "other"]);
        armed.world.git("other", &["config", "core.fsmonitor", &armed.trap()]);
        vec![("GIT_DIR", armed.world.path("other/.git").to_string_lossy().into_owned())]
    };
    type Surroundings<'a> = &'a dyn Fn(&Armed) -> Vec<(&'static str, String)>;
    let all: [(Surroundings<'_>, &[&str]); 6] = [
        (&config, &["status"]),
        (&parameters, &["status"]),
        (&global, &["status"]),
        (&system, &["status"]),
        (&external, &["diff", "HEAD"]),
        (&elsewhere, &["status"]),
    ];
    let walked_into = all.into_iter().filter_map(|(surroundings, fires)| {
        let mut armed = Armed::new();
        armed.environment = surroundings(&armed);
        wrong(armed.environment[0].0, &armed, fires, Some(&expected))
    });
    let walked_into: Vec<String> = walked_into.collect();
    assert!(walked_into.is_empty(), "{}", walked_into.join("\n"));
}

/// The settings of the user's home are not read either.
#[test]
fn nothing_of_the_home_reaches_git() {
    let expected = expected();
    let armed = Armed::new();
    armed.world.write(".gitconfig", &format!("[core]\n\tfsmonitor = {}\n", armed.trap()));
    assert_eq!(wrong(".gitconfig", &armed, &["status"], Some(&expected)), None);
}

/// Makes the docs a folder that looks like a repository without a work tree.
fn bare(armed: &Armed) {
    armed.world.helper("docs", "sh", &["-c", "mv .git/* . && rm -r .git"]);
    armed.world.write(
        "docs/config",
        &format!(
            "[core]\n\trepositoryFormatVersion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = {}\n",
            armed.trap()
        ),
    );
}

#[test]
fn docs_that_look_like_a_repository_are_none() {
    let armed = Armed::new();
    bare(&armed);
    assert!(armed.fires(&["status"]));
    let lint = armed.run(&["lint", "--docs", "docs", "--changed-since", "HEAD"]);
    assert!(text(&lint.stderr).contains("not a git repository"), "{}", text(&lint.stderr));
    let diff = armed.run(&["diff", "--docs", "docs", "--docs-git", "HEAD~1..HEAD"]);
    assert!(text(&diff.stderr).contains("not a git repository"), "{}", text(&diff.stderr));
    assert!(armed.run(&["generate", "--docs", "docs", "--out", "client"]).status.success());
    assert!(!armed.mark().exists());

    // The repository that the docs are in answers.
    armed.world.git("", &["init", "--quiet"]);
    armed.world.git("", &["add", "--force", "docs/api-reference"]);
    armed.world.git("", &["commit", "--quiet", "--message", "all"]);
    armed.world.write(&place("second"), "# Nothing\n");
    let lint = armed.run(&["lint", "--docs", "docs", "--changed-since", "HEAD", "--format", "lines"]);
    assert!(text(&lint.stdout).contains("second.md") && !text(&lint.stdout).contains("first.md"));
    assert!(!armed.mark().exists());
}

#[test]
fn a_file_in_the_place_of_a_repository_cannot_lead_into_the_docs() {
    let armed = Armed::new();
    armed.config("core.fsmonitor", &armed.trap());
    fs::rename(armed.world.path("docs/.git"), armed.world.path("docs/data")).expect("it is there");
    armed.world.write("docs/.git", "gitdir: data\n");
    assert!(armed.fires(&["status"]));
    for arguments in [
        ["lint", "--docs", "docs", "--changed-since", "HEAD"],
        ["diff", "--docs", "docs", "--docs-git", "HEAD~1..HEAD"],
    ] {
        let output = armed.run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        let words = text(&output.stderr);
        assert!(words.contains("`.git` leads to a repository in the work tree"), "{words}");
    }
    assert!(armed.run(&["generate", "--docs", "docs", "--out", "client"]).status.success());
    assert!(!armed.mark().exists());
}

#[test]
fn a_file_in_the_place_of_a_repository_cannot_take_that_of_others() {
    let armed = Armed::new();
    armed.world.git("", &["clone", "--quiet", "docs", "other"]);
    armed.world.git("other", &["config", "core.fsmonitor", &armed.trap()]);
    fs::remove_dir_all(armed.world.path("docs/.git")).expect("it is there");
    armed.world.write("docs/.git", "gitdir: ../other/.git\n");
    assert!(armed.fires(&["status"]));
    let output = armed.run(&["lint", "--docs", "docs", "--changed-since", "HEAD"]);
    let words = text(&output.stderr);
    assert!(
        words.contains("`.git` leads to a repository that does not name this work tree as its own"),
        "{words}"
    );
    assert!(!armed.mark().exists());
}
