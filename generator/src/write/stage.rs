//! The folder beside an output folder in which the new tree is built.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::existing::{Existing, is_cache};
use crate::emit::Files;
use crate::error::Error;
use crate::sink;

/// The name of the file in it that a run holds locked.
const LOCK: &str = "lock";
/// The name of the new tree in it, which is the old one after the exchange.
const TREE: &str = "tree";
/// The name of the old tree where two folders cannot be exchanged.
const ASIDE: &str = "aside";

/// The folder, locked against other runs.
pub(super) struct Stage {
    folder: PathBuf,
    /// The lock ends with the process, however that ends.
    _lock: Handle,
}

impl Stage {
    /// Whether a run writes to an output folder, or one was killed while it did.
    pub(super) fn is_left_of(out: &Path) -> bool {
        folder_of(out).exists()
    }

    /// Locks an output folder, and clears up after a run that was killed.
    pub(super) fn open(out: &Path) -> Result<Self, Error> {
        let folder = folder_of(out);
        let path = folder.join(LOCK);
        let io = |error| Error::io("create", &folder, error).unwritten(out);
        ensure_plain(&folder).map_err(|error| Error::io("use", &folder, error).unwritten(out))?;
        match fs::create_dir_all(&folder) {
            // A run removed its folder while this one looked at it.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && !folder.is_file() => {
                return Err(Error::busy(out));
            }
            created => created.map_err(io)?,
        }
        let lock = match OpenOptions::new().create(true).append(true).open(&path) {
            // A run that ended between the two calls removed the folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Error::busy(out)),
            lock => lock.map_err(io)?,
        };
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::busy(out)),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        let lock = Handle::from_file(lock).map_err(io)?;
        if Handle::from_path(&path).ok().as_ref() != Some(&lock) {
            // The run that held the lock ended between the two calls: what is locked now is the file that it removed.
            return Err(Error::busy(out));
        }
        let stage = Self { folder, _lock: lock };
        stage.recover(out).map_err(|error| Error::io("restore", out, error))?;
        Ok(stage)
    }

    fn tree(&self) -> PathBuf {
        self.folder.join(TREE)
    }

    fn aside(&self) -> PathBuf {
        self.folder.join(ASIDE)
    }

    /// Puts back what a killed run left here and the output folder lacks.
    fn recover(&self, out: &Path) -> io::Result<()> {
        let aside = self.aside();
        if aside.exists() {
            if out.exists() {
                move_caches(&aside, out)?;
            } else {
                fs::rename(&aside, out)?;
            }
        }
        let tree = self.tree();
        if tree.exists() {
            move_caches(&tree, out)?;
            fs::remove_dir_all(tree)?;
        }
        if aside.exists() { fs::remove_dir_all(aside) } else { Ok(()) }
    }

    /// Builds the new tree.
    pub(super) fn build(&self, files: &Files, old: &Existing, out: &Path) -> Result<(), Error> {
        let tree = self.tree();
        let io = |error| Error::io("write", &tree, error);
        fs::create_dir(&tree).map_err(io)?;
        if let Ok(folder) = fs::metadata(out) {
            fs::set_permissions(&tree, folder.permissions()).map_err(io)?;
        }
        for (path, text) in files {
            let to = tree.join(path);
            let io = |error| Error::io("write", &to, error);
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder).map_err(io)?;
            }
            match old.own.get(path) {
                Some(before) if before == text => link(&out.join(path), &to),
                _ => fs::write(&to, text),
            }
            .map_err(io)?;
        }
        let moves = |path: &Path| path.components().count() == 1 && is_cache(&out.join(path));
        for path in old.foreign.iter().filter(|path| !moves(path)) {
            let to = tree.join(path);
            let io = |error| Error::io("link", &to, error);
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder).map_err(io)?;
            }
            link(&out.join(path), &to).map_err(io)?;
        }
        Ok(())
    }

    /// Puts the new tree into the place of the old one.
    pub(super) fn swap(&self, out: &Path) -> Result<(), Error> {
        let io = |error| Error::io("replace", out, error);
        let tree = self.tree();
        if !out.exists() {
            return fs::rename(tree, out).map_err(io);
        }
        exchange(&tree, out, &self.aside()).map_err(io)?;
        // The new tree is in place; a cache that cannot be moved is built anew.
        let _ = move_caches(&tree, out);
        Ok(())
    }

    /// Removes the folder. What cannot be removed is left to the next run: the output folder is whole either way.
    pub(super) fn remove(self) {
        let _ = self.try_remove();
    }

    /// The lock goes last: who finds none takes the folder for its own.
    fn try_remove(&self) -> io::Result<()> {
        for tree in [self.tree(), self.aside()] {
            if tree.exists() {
                fs::remove_dir_all(tree)?;
            }
        }
        fs::remove_file(self.folder.join(LOCK))?;
        fs::remove_dir(&self.folder)
    }
}

/// An error when the folder, or something in it, is not of the kind that a run leaves there: a link would lead the run to files
/// elsewhere, a pipe would hold it up.
fn ensure_plain(folder: &Path) -> io::Result<()> {
    let is_folder: fn(&Metadata) -> bool = Metadata::is_dir;
    let folders = [folder.to_owned(), folder.join(TREE), folder.join(ASIDE)];
    let lock = (folder.join(LOCK), Metadata::is_file as fn(&Metadata) -> bool, "regular file");
    for (path, is_kind, kind) in folders.map(|path| (path, is_folder, "folder")).into_iter().chain([lock]) {
        if fs::symlink_metadata(&path).is_ok_and(|there| !is_kind(&there)) {
            return Err(io::Error::other(format!("`{}` is no {kind}", sink::path(path))));
        }
    }
    Ok(())
}

fn folder_of(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.graphdocs"))
}

/// Puts something of the old tree into the new one: the file itself where the disk has links, a copy of the same age otherwise.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    let kind = fs::symlink_metadata(from)?;
    if kind.is_dir() {
        fs::create_dir(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            link(&from.join(&name), &to.join(&name))?;
        }
        return fs::set_permissions(to, kind.permissions());
    }
    fs::hard_link(from, to).or_else(|error| {
        if !kind.is_file() {
            return Err(error);
        }
        fs::copy(from, to)?;
        File::options().append(true).open(to)?.set_modified(kind.modified()?)
    })
}

/// Moves caches, which are too large to link, out of the tree that had them.
fn move_caches(from: &Path, out: &Path) -> io::Result<()> {
    if !out.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = out.join(entry.file_name());
        if is_cache(&entry.path()) && !to.exists() {
            fs::rename(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Exchanges two folders: in one step where the system can. Otherwise the second waits `aside` until the first has its place.
fn exchange(a: &Path, b: &Path, aside: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            done => return done.map_err(io::Error::from),
        }
    }
    fs::rename(b, aside)?;
    fs::rename(a, b).inspect_err(|_| {
        // The error of the first step says more than one about its undoing, which the next run tries again.
        let _ = fs::rename(aside, b);
    })?;
    fs::rename(aside, a)
}
