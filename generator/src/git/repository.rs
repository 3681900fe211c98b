//! The nearest `.git` in or above a folder → a repository of our own.
//!
//! ```text
//! theirs (.git)                            ours
//! HEAD, packed-refs, refs/, reftable/  ──▶ copied: names of objects
//! index, sharedindex.*, info/exclude   ──▶ copied, with their times
//! objects/                             ──▶ looked at where it is
//! config                               ──▶ how objects and names are kept, how files are written: words of a list
//! hooks/, config.worktree, info/attributes, modules/, logs/, everything else: left behind
//! ```
//!
//! A `.git` that is a file leads to the repository of a linked work tree or of a submodule. It has to lie outside of the work tree, and
//! has to name it: whoever made the files of a work tree can neither bring a repository along under another name nor take one that
//! belongs to another work tree. A folder that merely looks like a repository is none.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::call::{self, Answer};
use super::revision::Revision;
use crate::error::Error;
use crate::folder::{Content, EntryKind, Folder};
use crate::sink;

/// A list of settings, a file that leads elsewhere.
const LARGEST_TEXT: u64 = 1 << 20;
/// The file of a name.
const LARGEST_NAME: u64 = 1 << 12;
/// An index, the packed names, a table of names.
const LARGEST_TABLE: u64 = 256 << 20;
/// How many names and tables are copied.
const MOST_FILES: usize = 200_000;
/// How deeply names nest.
const DEEPEST: usize = 32;

/// The settings that are taken over when their value is a word: how objects and names are kept, and how files are written.
const KEPT: [&str; 9] = [
    "extensions.objectformat",
    "extensions.refstorage",
    "core.filemode",
    "core.symlinks",
    "core.ignorecase",
    "core.precomposeunicode",
    "core.autocrlf",
    "core.eol",
    "core.sparsecheckout",
];

/// A repository of our own, which answers for one of others.
pub(super) struct Repository {
    /// The folder that is asked about.
    folder: PathBuf,
    /// The work tree's top.
    top: PathBuf,
    /// The objects, where they are.
    objects: PathBuf,
    store: TempDir,
}

/// Where a repository is.
struct Found {
    /// The work tree's top.
    top: PathBuf,
    /// What belongs to this work tree alone: `HEAD`, the index.
    own: PathBuf,
    /// What all work trees share. The same folder when there is one.
    common: PathBuf,
}

impl Repository {
    /// The repository that a folder is in.
    ///
    /// # Errors
    /// When git does not run, the folder is in no repository, or in one that cannot be used without trusting it.
    pub(super) fn of(folder: &Path) -> Result<Self, Error> {
        let io = |error| Error::io("read the git repository of", folder, error);
        let real = dunce::canonicalize(folder).map_err(|error| Error::io("read", folder, error))?;
        let found =
            find(&real).map_err(io)?.ok_or_else(|| Error::git_failed(folder, "not a git repository"))?;
        let objects = found.objects().map_err(io)?;
        let store = tempfile::tempdir()
            .map_err(|error| Error::io("create a folder in", &std::env::temp_dir(), error))?;
        copy(&found, store.path()).map_err(io)?;
        let repository = Self { folder: real, top: found.top.clone(), objects, store };
        let settings = repository.settings()?;
        found.ensure_usable(&settings).and_then(|()| repository.configure(&settings)).map_err(io)?;
        Ok(repository)
    }

    /// Whether the folder is the whole work tree.
    pub(super) fn is_whole(&self) -> bool {
        self.folder == self.top
    }

    /// The object of a kind that a revision stands for.
    pub(super) fn object(&self, revision: &Revision<'_>, kind: &str) -> Result<String, Error> {
        let wanted = format!("{revision}^{{{kind}}}");
        let answer =
            self.answer(self.command(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]))?;
        let name = String::from_utf8_lossy(&answer.output).trim().to_owned();
        let is_name = answer.success && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_name { Ok(name) } else { Err(Error::no_revision(&self.folder, &revision.to_string())) }
    }

    /// What a call prints; what it says on failure is the error.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Error> {
        let answer = self.answer(self.command(arguments))?;
        if answer.success { Ok(answer.output) } else { Err(Error::git_failed(&self.folder, &answer.said)) }
    }

    /// A call in the folder.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = call::command(self.store.path(), &self.folder, arguments);
        command.env("GIT_WORK_TREE", &self.top).env("GIT_OBJECT_DIRECTORY", &self.objects);
        command
    }

    fn answer(&self, command: Command) -> Result<Answer<Vec<u8>>, Error> {
        call::run(command).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::no_git(error),
            _ => Error::git_failed(&self.folder, &error.to_string()),
        })
    }

    /// What their configuration says, its includes left out: the settings that are taken over, and the work tree.
    fn settings(&self) -> Result<Vec<(String, String)>, Error> {
        let (store, list) =
            (self.store.path(), ["config", "--file", "theirs", "--no-includes", "-z", "--list"]);
        let output = self.answer(call::command(store, store, &list))?.output;
        // `KEY<LF>VALUE<NUL>`; a key alone is a switch that is on.
        let output = String::from_utf8_lossy(&output);
        let entries = output.split('\0').filter(|entry| !entry.is_empty());
        let setting = |entry: &str| {
            let (key, value) = entry.split_once('\n').unwrap_or((entry, "true"));
            (key.to_ascii_lowercase(), value.to_owned())
        };
        Ok(entries.map(setting).collect())
    }

    /// Writes our own configuration.
    fn configure(&self, settings: &[(String, String)]) -> io::Result<()> {
        let mut text = "[core]\n\tbare = false\n\trepositoryFormatVersion = 1\n".to_owned();
        for (key, value) in settings {
            let is_word = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if let Some((section, name)) = key.split_once('.')
                && KEPT.contains(&key.as_str())
                && is_word
            {
                text.push_str(&format!("[{section}]\n\t{name} = {value}\n"));
            }
        }
        fs::write(self.store.path().join("config"), text)
    }
}

impl Found {
    /// The folder of the objects, which lies in the repository.
    fn objects(&self) -> io::Result<PathBuf> {
        let objects = dunce::canonicalize(self.common.join("objects"))?;
        let inside = objects.starts_with(&self.common);
        if inside { Ok(objects) } else { Err(io::Error::other("its objects lie outside of the repository")) }
    }

    /// An error when the settings say that the repository is that of another work tree, or cannot be copied in a part.
    fn ensure_usable(&self, settings: &[(String, String)]) -> io::Result<()> {
        let is_top = |path: &str| dunce::canonicalize(self.own.join(path)).is_ok_and(|path| path == self.top);
        let named = settings.iter().any(|(key, value)| key == "core.worktree" && is_top(value));
        if self.own != self.top.join(".git") && !named && !self.leads_back() {
            let why =
                "`.git` leads to a repository that does not name this work tree as its own (`core.worktree`)";
            return Err(io::Error::other(why));
        }
        if self.own != self.common && settings.iter().any(|(_, value)| value == "reftable") {
            return Err(io::Error::other("a linked work tree with the format `reftable` cannot be read"));
        }
        Ok(())
    }

    /// Whether a linked work tree's part of the repository leads back to it.
    fn leads_back(&self) -> bool {
        let back = text(&self.own, "gitdir").and_then(|back| dunce::canonicalize(self.own.join(back)).ok());
        back.is_some_and(|back| back == self.top.join(".git"))
    }
}

/// The nearest repository in or above a folder.
fn find(folder: &Path) -> io::Result<Option<Found>> {
    for top in folder.ancestors() {
        let path = top.join(".git");
        let found = match fs::symlink_metadata(&path) {
            Ok(there) if there.is_dir() => Some(path),
            Ok(there) if there.is_file() => Some(elsewhere(top)?),
            Ok(_) => {
                return Err(io::Error::other(format!(
                    "`{}` is neither a folder nor a file",
                    sink::path(path)
                )));
            }
            Err(_) => None,
        };
        // As for git, a folder without `HEAD` is no repository, whatever its name is.
        if let Some(own) = found.filter(|own| own.join("HEAD").is_file()) {
            let common = common(&own, top)?;
            return Ok(Some(Found { top: top.to_owned(), own, common }));
        }
    }
    Ok(None)
}

/// Where a `.git` leads that is a file.
fn elsewhere(top: &Path) -> io::Result<PathBuf> {
    let bad = || io::Error::other("`.git` leads to no repository");
    let text = text(top, ".git").ok_or_else(bad)?;
    let own = dunce::canonicalize(top.join(text.strip_prefix("gitdir:").ok_or_else(bad)?.trim()))?;
    if own.starts_with(top) {
        Err(io::Error::other("`.git` leads to a repository in the work tree"))
    } else {
        Ok(own)
    }
}

/// What the part of a linked work tree shares with others. It lies in what it shares.
fn common(own: &Path, top: &Path) -> io::Result<PathBuf> {
    let Some(common) = text(own, "commondir").filter(|_| own != top.join(".git")) else {
        return Ok(own.to_owned());
    };
    let common = dunce::canonicalize(own.join(common))?;
    if own.starts_with(&common) {
        Ok(common)
    } else {
        Err(io::Error::other("`commondir` leads to another repository"))
    }
}

/// The line of a small file.
fn text(folder: &Path, name: &str) -> Option<String> {
    match Folder::open(folder).ok()?.read(name, LARGEST_NAME).ok()? {
        Content::Bytes(bytes) => Some(String::from_utf8(bytes).ok()?.trim().to_owned()),
        Content::TooLarge | Content::Other(_) => None,
    }
}

/// Copies what is data. A file that is missing, a link, or too large is left out: what it would say is not known then.
fn copy(found: &Found, store: &Path) -> io::Result<()> {
    for folder in ["refs", "info"] {
        fs::create_dir(store.join(folder))?;
    }
    let own = Folder::open(&found.own)?;
    for name in ["HEAD", "FETCH_HEAD", "ORIG_HEAD"] {
        copy_file(&own, name, store, LARGEST_TEXT)?;
    }
    for (name, _) in
        own.entries("")?.iter().filter(|(name, _)| name == "index" || name.starts_with("sharedindex."))
    {
        copy_file(&own, name, store, LARGEST_TABLE)?;
    }
    let common = Folder::open(&found.common)?;
    copy_file(&common, "packed-refs", store, LARGEST_TABLE)?;
    copy_file(&common, "info/exclude", store, LARGEST_TEXT)?;
    if let Content::Bytes(config) = common.read("config", LARGEST_TEXT).unwrap_or(Content::TooLarge) {
        fs::write(store.join("theirs"), config)?;
    } else {
        File::create(store.join("theirs"))?;
    }
    let mut left = MOST_FILES;
    copy_folder(&common, "refs", store, LARGEST_NAME, DEEPEST, &mut left)?;
    copy_folder(&common, "reftable", store, LARGEST_TABLE, 1, &mut left)
}

/// Copies the files of a folder and of those in it.
fn copy_folder(
    from: &Folder,
    path: &str,
    to: &Path,
    largest: u64,
    depth: usize,
    left: &mut usize,
) -> io::Result<()> {
    if depth == 0 || from.kind(path) != Some(EntryKind::Folder) {
        return Ok(());
    }
    fs::create_dir_all(to.join(path))?;
    for (name, kind) in from.entries(path)? {
        *left = left.checked_sub(1).ok_or_else(|| io::Error::other("it has too many names"))?;
        let path = format!("{path}/{name}");
        match kind {
            EntryKind::Folder => copy_folder(from, &path, to, largest, depth - 1, left)?,
            EntryKind::File => copy_file(from, &path, to, largest)?,
            EntryKind::Link | EntryKind::Special => {}
        }
    }
    Ok(())
}

/// Copies a file with its time, from which git tells which entries of an index are as old as the index itself.
fn copy_file(from: &Folder, path: &str, to: &Path, largest: u64) -> io::Result<()> {
    let file = match from.file(path) {
        Ok(Ok(file)) => file,
        Ok(Err(_)) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let facts = file.metadata()?;
    if facts.len() > largest {
        return Ok(());
    }
    let mut copy = File::create(to.join(path))?;
    io::copy(&mut io::Read::take(file, largest), &mut copy)?;
    copy.set_modified(facts.modified()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever a repository, its includes and its hooks name: git is told our settings, and of theirs those on the list.
    #[test]
    fn git_sees_no_configuration_but_ours() {
        let folder = tempfile::tempdir().expect("a folder");
        let git = |arguments: &[&str]| {
            let output =
                Command::new("git").arg("-C").arg(folder.path()).args(arguments).output().expect("git runs");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        };
        git(&["init", "--quiet"]);
        fs::write(folder.path().join("more"), "[core]\n\teditor = x\n").expect("a file");
        for (key, value) in [
            ("core.fsmonitor", "x"),
            ("core.autocrlf", "input"),
            ("core.eol", "x\ty"),
            ("core.worktree", "/"),
            ("include.path", "../more"),
            ("filter.x.clean", "x"),
            ("alias.rev-parse", "!x"),
            ("remote.origin.promisor", "true"),
        ] {
            git(&["config", key, value]);
        }
        let repository = Repository::of(folder.path()).expect("it is one");
        let seen = repository.run(&["config", "--list", "--show-scope"]).expect("git runs");
        let seen = String::from_utf8(seen).expect("it is text");
        let theirs: Vec<&str> = seen.lines().filter(|line| !line.starts_with("command\t")).collect();
        let ours = ["core.bare=false", "core.repositoryformatversion=1"];
        let kept = ["core.filemode=true", "core.autocrlf=input"];
        let expected: Vec<String> =
            [ours, kept].concat().iter().map(|line| format!("local\t{line}")).collect();
        assert_eq!(theirs, expected, "{seen}");
        let copied = ["HEAD", "config", "info", "refs", "theirs"];
        let mut names: Vec<_> = fs::read_dir(repository.store.path()).expect("it is there").collect();
        names.retain(|entry| {
            !copied.contains(&entry.as_ref().expect("an entry").file_name().to_str().expect("text"))
        });
        assert!(names.is_empty(), "{names:?}");
    }
}
