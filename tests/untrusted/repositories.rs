//! Repositories of every kind that people have answer, and those that are made to hang do not hang.

use std::fs;
use std::os::unix::fs::symlink;

use super::support::{World, page, place, text};

/// The pages with findings that changed since a revision.
#[track_caller]
fn changed(world: &World, revision: &str) -> Vec<&'static str> {
    let output = world.run(&["lint", "--docs", "docs", "--changed-since", revision, "--format", "lines"]);
    let found = text(&output.stdout);
    assert!(output.status.code() != Some(2), "{}", text(&output.stderr));
    ["first", "second"].into_iter().filter(|name| found.contains(&format!("{name}.md"))).collect()
}

#[track_caller]
fn failed(world: &World, revision: &str) -> String {
    let output = world.run(&["lint", "--docs", "docs", &format!("--changed-since={revision}")]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    text(&output.stderr)
}

#[test]
fn every_form_of_a_revision() {
    let world = World::new();
    world.commit();
    world.git("docs", &["tag", "v1", "HEAD~1"]);
    world.git("docs", &["branch", "topic/größe", "HEAD~1"]);
    world.git("docs", &["update-ref", "refs/remotes/origin/main", "HEAD~1"]);
    let object = world.git("docs", &["rev-parse", "HEAD~1"]);
    let old = [
        "HEAD~1",
        "HEAD^",
        "main~",
        "v1",
        "v1^0",
        "topic/größe",
        "origin/main",
        "refs/tags/v1",
        &object,
        &object[..8],
    ];
    for pack in [false, true] {
        if pack {
            world.git("docs", &["pack-refs", "--all", "--prune"]);
            world.git("docs", &["gc", "--quiet"]);
        }
        for revision in old {
            assert_eq!(changed(&world, revision), ["first", "second"], "{revision}");
        }
        assert_eq!(changed(&world, "HEAD"), ["first"]);
        assert_eq!(changed(&world, "@"), ["first"]);
    }
    world.git("docs", &["fetch", "--quiet", ".", "v1"]);
    assert_eq!(changed(&world, "FETCH_HEAD"), ["first", "second"]);
    for other in ["main@{0}", ":/pages", "HEAD:docs", "v1..HEAD", "^v1", "-v1", "HEAD^{/pages}", "", "*"] {
        assert!(failed(&world, other).contains("is no revision in a form that is read"), "{other}");
    }
    assert!(failed(&world, "gone").contains("`gone` is no revision of"));
}

#[test]
fn linked_work_trees_submodules_and_separate_folders() {
    let world = World::new();
    world.commit();
    fs::rename(world.path("docs"), world.path("main")).expect("it is there");
    world.git("main", &["worktree", "add", "--quiet", "--detach", "../docs"]);
    world.write(&place("second"), &page("second", "TODO"));
    assert_eq!(changed(&world, "HEAD"), ["second"]);

    world.helper("", "rm", &["-r", "docs", "main/.git/worktrees"]);
    world.git("main", &["commit", "--quiet", "--all", "--message", "more"]);
    world.helper("", "mkdir", &["app"]);
    world.git("app", &["init", "--quiet"]);
    world.git("app", &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../main", "docs"]);
    world.helper("", "ln", &["-s", "app/docs", "docs"]);
    world.write(&place("second"), &page("second", "TODO"));
    assert!(world.path("app/docs/.git").is_file());
    assert_eq!(changed(&world, "HEAD"), ["second"]);

    world.helper("", "rm", &["-r", "docs"]);
    world.git("", &["clone", "--quiet", "--separate-git-dir=data", "main", "docs"]);
    world.write(&place("second"), &page("second", "TODO"));
    assert!(failed(&world, "HEAD").contains("does not name this work tree"));
    let top = world.path("docs").to_string_lossy().into_owned();
    world.git("docs", &["config", "core.worktree", &top]);
    assert_eq!(changed(&world, "HEAD"), ["second"]);
}

#[test]
fn other_formats_and_partial_checkouts() {
    for format in ["--object-format=sha256", "--ref-format=reftable"] {
        let world = World::new();
        world.git("docs", &["init", "--quiet", "--initial-branch=main", format]);
        world.commit_all("docs");
        world.write(&place("second"), &page("second", "TODO"));
        assert_eq!(changed(&world, "main"), ["second"], "{format}");
    }
    let world = World::new();
    world.commit();
    fs::rename(world.path("docs"), world.path("main")).expect("it is there");
    let url = format!("file://{}", world.path("main").display());
    world.git("", &["clone", "--quiet", "--depth=1", &url, "docs"]);
    world.git("docs", &["sparse-checkout", "set", "--sparse-index", "api-reference/v1.0"]);
    world.write(&place("second"), &page("second", "TODO"));
    assert_eq!(changed(&world, "HEAD"), ["second"]);
    assert!(failed(&world, "HEAD~1").contains("no revision"));
    world.git("docs", &["sparse-checkout", "disable"]);
    world.git("docs", &["update-index", "--split-index"]);
    assert_eq!(changed(&world, "HEAD"), ["second"]);

    // A clone that borrows objects.
    world.helper("", "rm", &["-rf", "docs"]);
    world.git("", &["clone", "--quiet", "--shared", "main", "docs"]);
    world.write(&place("second"), &page("second", "TODO"));
    assert_eq!(changed(&world, "HEAD"), ["second"]);

    // One that lacks them says so.
    world.helper("", "rm", &["-rf", "docs"]);
    world.git("main", &["config", "uploadpack.allowFilter", "true"]);
    world.git("", &["clone", "--quiet", "--no-checkout", "--filter=blob:none", &url, "docs"]);
    let output = world.run(&["diff", "--docs", "docs", "--docs-git", "HEAD~1..HEAD"]);
    assert!(
        text(&output.stderr).contains("missing`; is the clone a partial one?"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_lock_names_the_revision_of_a_whole_checkout_alone() {
    let world = World::new();
    world.commit();
    let revision = || {
        let output = world.run(&["generate", "--docs", "docs", "--out", "client"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let lock = world.read("client/graphdocs.lock");
        lock.split_once("\"revision\": \"")
            .map(|(_, rest)| rest.split('"').next().unwrap_or_default().to_owned())
    };
    assert_eq!(revision(), None);
    world.commit_all("docs");
    // The same pages as before in a revision of their own change nothing of the lock.
    world.helper("", "rm", &["-r", "client"]);
    assert_eq!(revision(), Some(world.git("docs", &["rev-parse", "HEAD"])));
    world.helper("", "rm", &["-r", "client"]);
    world.git("", &["init", "--quiet"]);
    world.helper("", "mv", &["docs/.git", "elsewhere"]);
    world.git("", &["add", "docs"]);
    world.git("", &["commit", "--quiet", "--message", "all"]);
    assert_eq!(revision(), None, "the docs are a part of a larger checkout");
}

/// Links and pipes in the place of what git reads.
#[test]
fn no_file_of_a_repository_hangs() {
    let target = |world: &World, path: &str, target: &str| {
        let path = world.path(&format!("docs/.git/{path}"));
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        symlink(target, path).expect("a link");
    };
    // What is copied is left out then; what is not is read up to a bound.
    for path in [
        "packed-refs",
        "refs/heads/main",
        "HEAD",
        "index",
        "config",
        "objects/info/alternates",
        "info/exclude",
    ] {
        for device in ["/dev/zero", "/dev/stdin"] {
            let world = World::new();
            world.commit();
            target(&world, path, device);
            let output = world.run(&["lint", "--docs", "docs", "--changed-since", "main"]);
            let words = text(&output.stderr);
            let is_read = ["packed-refs", "index", "config", "info/exclude"].contains(&path)
                || device == "/dev/stdin" && path.contains("alt");
            assert_eq!(output.status.code() != Some(2), is_read, "{path} -> {device}: {words}");
        }
    }
    let world = World::new();
    world.commit();
    let objects = world.path("docs/.git/objects");
    fs::rename(&objects, world.path("objects")).expect("it is there");
    symlink(world.path("objects"), &objects).expect("a link");
    assert!(failed(&world, "HEAD").contains("its objects lie outside of the repository"));
    let pipe = World::new();
    pipe.commit();
    pipe.helper(
        "docs/.git",
        "sh",
        &["-c", "rm HEAD index && mkfifo HEAD index refs/heads/x config.worktree"],
    );
    assert!(failed(&pipe, "x").contains("not a git repository"));
}
