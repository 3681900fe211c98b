//! A revision of a docs checkout → docs, straight from git's objects: nothing is checked out, and the work tree is not looked at.
//!
//! ```text
//! git rev-parse   is it a revision?
//! git ls-tree     paths and objects below the docs folder
//! git cat-file    the texts of those that are pages
//! ```

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::ChildStdout;

use super::call;
use super::repository::Repository;
use super::revision::Revision;
use crate::error::Error;
use crate::load::{Content, Docs, LARGEST_PAGE, Layout, content};

/// Loads the docs in the folder `root` of a git checkout as they were at a revision.
///
/// # Errors
/// When git does not run, the folder is in no repository, the revision does not exist, or holds no page.
pub(crate) fn load(root: &Path, revision: &str) -> Result<Docs, Error> {
    let wanted = Revision::parse(revision)?;
    let repository = Repository::of(root)?;
    let pages = pages(&repository, &repository.object(&wanted, "tree")?)?;
    if pages.is_empty() {
        return Err(Error::no_docs_at(root, revision));
    }
    let contents = contents(&repository, &pages);
    let contents = contents.map_err(|error| Error::io("read the git objects of", root, error))?;
    let mut docs = Docs::default();
    for (page, content) in pages.iter().zip(contents) {
        docs.add_content(&page.path, content);
    }
    Ok(docs)
}

/// A file of a revision.
struct Page {
    path: String,
    object: String,
}

/// The files that are read, by path, as they would be found on the disk: no links, no submodules.
fn pages(repository: &Repository, tree: &str) -> Result<Vec<Page>, Error> {
    let listed = repository.run(&["ls-tree", "-r", "-z", "--end-of-options", tree, "--", "."])?;
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
fn contents(repository: &Repository, pages: &[Page]) -> io::Result<Vec<Content>> {
    let answer = call::ask(
        repository.command(&["cat-file", "--batch"]),
        |mut stdin| {
            // When git ended early, the answers say so.
            let _ = pages.iter().try_for_each(|page| writeln!(stdin, "{}", page.object));
        },
        |stdout| answers(stdout, pages.len()),
    )?;
    Ok(answer.output)
}

/// `OBJECT blob SIZE` is shorter than this.
const LONGEST_HEAD: u64 = 200;

/// `OBJECT blob SIZE<LF>CONTENT<LF>` for each that was asked for.
fn answers(stdout: ChildStdout, count: usize) -> io::Result<Vec<Content>> {
    let bad = |text: &str| io::Error::new(io::ErrorKind::InvalidData, text.to_owned());
    let mut answers = BufReader::new(stdout);
    let mut contents = Vec::with_capacity(count);
    for _ in 0..count {
        let mut head = String::new();
        (&mut answers).take(LONGEST_HEAD).read_line(&mut head)?;
        let size = head.rsplit(' ').next().and_then(|size| size.trim().parse::<u64>().ok());
        let size =
            size.ok_or_else(|| bad(&format!("git answers `{}`; is the clone a partial one?", head.trim())))?;
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
        contents.push(if size > LARGEST_PAGE { Content::TooLarge } else { content(bytes) });
    }
    Ok(contents)
}
