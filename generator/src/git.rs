//! A revision of a docs checkout → docs, straight from git's objects: nothing is checked out, and the work tree is not looked at.
//!
//! ```text
//! git rev-parse   is it a revision?
//! git ls-tree     paths and objects below the docs folder
//! git cat-file    the texts of those that are pages
//! ```

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::error::Error;
use crate::load::{Content, Docs, LARGEST_PAGE, Layout, content};

/// Loads the docs in the folder `root` of a git checkout as they were at a revision.
///
/// # Errors
/// When git does not run, the folder is in no repository, the revision does not exist, or holds no page.
pub(crate) fn load(root: &Path, revision: &str) -> Result<Docs, Error> {
    let tree = tree(root, revision)?;
    let pages = pages(root, &tree)?;
    if pages.is_empty() {
        return Err(Error::no_docs_at(root, revision));
    }
    let mut docs = Docs::default();
    for (page, content) in pages.iter().zip(contents(root, &pages)?) {
        docs.add_content(&page.path, content);
    }
    Ok(docs)
}

/// A file of a revision.
struct Page {
    path: String,
    object: String,
}

/// The object that a revision stands for. A text that git would take for a flag is none.
fn tree(root: &Path, revision: &str) -> Result<String, Error> {
    let found = git(root, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{tree}}")])?;
    let name = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    if revision.starts_with('-') || name.is_empty() {
        // It is no checkout, or the revision is unknown: only the former makes git speak here.
        run(root, &["rev-parse", "--git-dir"])?;
        return Err(Error::no_revision(root, revision));
    }
    Ok(name)
}

/// The files that are read, by path, as they would be found on the disk: no links, no submodules.
fn pages(root: &Path, tree: &str) -> Result<Vec<Page>, Error> {
    let listed = run(root, &["ls-tree", "-r", "-z", tree, "--", "."])?;
    let mut files = Vec::new();
    // `100644 blob 8f2e…<TAB>path`, with paths from the folder on.
    for entry in listed.split(|&byte| byte == 0) {
        let Some((facts, path)) = std::str::from_utf8(entry).ok().and_then(|entry| entry.split_once('\t'))
        else {
            continue;
        };
        let facts: Vec<&str> = facts.split(' ').collect();
        if let ["100644" | "100755", "blob", object] = facts[..] {
            files.push(Page { path: path.to_owned(), object: object.to_owned() });
        }
    }
    let layout = Layout::of(files.iter().map(|file| file.path.as_str()));
    files.retain(|file| layout.takes(&file.path));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The texts of files, in order.
fn contents(root: &Path, pages: &[Page]) -> Result<Vec<Content>, Error> {
    let mut child = command(root, &["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Error::no_git)?;
    let read = thread::scope(|scope| {
        let asked = child.stdin.take().map(|mut stdin| {
            scope.spawn(move || pages.iter().try_for_each(|page| writeln!(stdin, "{}", page.object)))
        });
        let read = answers(&mut child, pages.len());
        // When git ended early, the answers say so.
        let _ = asked.map(|asked| asked.join());
        read
    });
    let ended = child.wait();
    match (read, ended) {
        (Ok(contents), Ok(_)) => Ok(contents),
        (Err(error), _) | (_, Err(error)) => Err(Error::io("read the git objects of", root, error)),
    }
}

/// `OBJECT blob SIZE<LF>CONTENT<LF>` for each that was asked for.
fn answers(child: &mut Child, count: usize) -> io::Result<Vec<Content>> {
    let bad = |text: &str| io::Error::new(io::ErrorKind::InvalidData, text.to_owned());
    let mut answers = BufReader::new(child.stdout.take().ok_or_else(|| bad("git says nothing"))?);
    let mut contents = Vec::with_capacity(count);
    for _ in 0..count {
        let mut head = String::new();
        answers.read_line(&mut head)?;
        let size = head.rsplit(' ').next().and_then(|size| size.trim().parse::<u64>().ok());
        let size = size.ok_or_else(|| bad(&format!("git answers `{}`", head.trim())))?;
        let mut object = (&mut answers).take(size + 1);
        let mut bytes = Vec::new();
        let read = if size > LARGEST_PAGE {
            io::copy(&mut object, &mut io::sink())?
        } else {
            object.read_to_end(&mut bytes)? as u64
        };
        if read != size + 1 {
            return Err(bad("an object ends too early"));
        }
        bytes.pop();
        contents.push(if size > LARGEST_PAGE { Content::TooLarge(size) } else { content(bytes) });
    }
    Ok(contents)
}

/// What a call of git prints; what it says on failure is the error.
fn run(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, Error> {
    let output = git(root, arguments)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Error::git_failed(root, said.lines().next().unwrap_or_default().trim_start_matches("fatal: ")))
}

fn git(root: &Path, arguments: &[&str]) -> Result<std::process::Output, Error> {
    command(root, arguments).stdin(Stdio::null()).output().map_err(Error::no_git)
}

/// A call of git in the docs folder that writes nothing, asks nothing and speaks English.
fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments);
    command.envs([("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("LC_ALL", "C")]);
    command
}
