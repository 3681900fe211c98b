//! Folders that are not trusted: docs, what git keeps of them, and what lies beside them.
//!
//! Every file is opened below a handle of its folder, without following a link at its end and without waiting for a writer, and is
//! judged as it was opened. A link in the middle of a path is followed as long as it stays in the folder.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, FileType, OpenOptions};

/// An open folder.
pub(crate) struct Folder {
    dir: Dir,
    path: PathBuf,
}

/// What has a name in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    File,
    Folder,
    Link,
    /// A device, a pipe or a socket.
    Special,
}

/// What reading a file gives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Bytes(Vec<u8>),
    /// The file has more bytes than were asked for, or got more while it was read.
    TooLarge,
    /// It is no file.
    Other(EntryKind),
}

impl EntryKind {
    fn of(kind: FileType) -> Self {
        if kind.is_file() {
            Self::File
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_symlink() {
            Self::Link
        } else {
            Self::Special
        }
    }

    /// The words for it.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Link => "a symbolic link",
            Self::Special => "a device, a pipe or a socket",
        }
    }
}

impl Folder {
    /// Opens a folder that the caller names; links that lead to it are followed.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { dir: Dir::open_ambient_dir(path, ambient_authority())?, path: path.to_owned() })
    }

    /// The folder's own path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The names in a folder below, sorted, with what has them; names that are not Unicode are left out.
    pub(crate) fn entries(&self, below: &str) -> io::Result<Vec<(String, EntryKind)>> {
        let mut names = Vec::new();
        for entry in self.dir.read_dir(if below.is_empty() { "." } else { below })? {
            let entry = entry?;
            let kind = EntryKind::of(entry.file_type()?);
            names.extend(entry.file_name().into_string().map(|name| (name, kind)));
        }
        names.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(names)
    }

    /// What a path below leads to; none when nothing is there, or it leads out of the folder.
    pub(crate) fn kind(&self, path: &str) -> Option<EntryKind> {
        Some(EntryKind::of(self.dir.symlink_metadata(path).ok()?.file_type()))
    }

    /// Reads a file of at most so many bytes.
    ///
    /// # Errors
    /// When there is none, or the system does not let it be read. That it is no regular file is none.
    pub(crate) fn read(&self, path: &str, largest: u64) -> io::Result<Content> {
        let file = match self.file(path)? {
            Ok(file) => file,
            Err(kind) => return Ok(Content::Other(kind)),
        };
        let mut bytes = Vec::with_capacity(file.metadata()?.len().min(largest) as usize + 1);
        file.take(largest + 1).read_to_end(&mut bytes)?;
        Ok(if bytes.len() as u64 > largest { Content::TooLarge } else { Content::Bytes(bytes) })
    }

    /// Opens a regular file, or says what else it is.
    pub(crate) fn file(&self, path: &str) -> io::Result<Result<File, EntryKind>> {
        let mut options = OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No).nonblock(true);
        match self.dir.open_with(path, &options) {
            Ok(file) => match EntryKind::of(file.metadata()?.file_type()) {
                EntryKind::File => Ok(Ok(file.into_std())),
                kind => Ok(Err(kind)),
            },
            // Links and sockets cannot be opened this way, nor can folders everywhere.
            Err(error) => match self.kind(path) {
                Some(EntryKind::File) | None => Err(error),
                Some(kind) => Ok(Err(kind)),
            },
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn only_files_below_are_read() {
        let outer = tempfile::tempdir().expect("a folder");
        fs::write(outer.path().join("secret"), "secret").expect("a file");
        let root = outer.path().join("root");
        fs::create_dir_all(root.join("real")).expect("a folder");
        fs::write(root.join("real/page"), "page").expect("a file");
        symlink("page", root.join("real/link")).expect("a link");
        symlink("real", root.join("inside")).expect("a link");
        symlink("..", root.join("outside")).expect("a link");
        symlink("/dev/zero", root.join("device")).expect("a link");
        let _socket = UnixListener::bind(root.join("socket")).expect("a socket");
        assert!(Command::new("mkfifo").arg(root.join("pipe")).status().expect("it runs").success());
        let folder = Folder::open(&root).expect("it is there");
        let read = |path: &str| folder.read(path, 4).expect("it can be looked at");
        assert_eq!(read("real/page"), Content::Bytes(b"page".to_vec()));
        assert_eq!(read("inside/page"), Content::Bytes(b"page".to_vec()));
        assert_eq!(folder.read("real/page", 3).expect("a file"), Content::TooLarge);
        assert_eq!(read("real/link"), Content::Other(EntryKind::Link));
        assert_eq!(read("device"), Content::Other(EntryKind::Link));
        assert_eq!(read("real"), Content::Other(EntryKind::Folder));
        assert_eq!(read("pipe"), Content::Other(EntryKind::Special));
        assert_eq!(read("socket"), Content::Other(EntryKind::Special));
        for path in ["outside/secret", "../secret", "real/../../secret", "nowhere", "/etc/passwd"] {
            folder.read(path, 4).expect_err(path);
        }
        let device = Folder::open(Path::new("/dev")).expect("it is there");
        assert_eq!(device.read("zero", 4).expect("it can be looked at"), Content::Other(EntryKind::Special));
    }

    /// The size that a file claims says nothing about how much can be read.
    #[cfg(target_os = "linux")]
    #[test]
    fn files_that_grow_are_too_large() {
        let growing = Folder::open(Path::new("/proc/self")).expect("there is one");
        assert_eq!(fs::metadata("/proc/self/environ").expect("a file").len(), 0);
        assert_eq!(growing.read("environ", 4).expect("a file"), Content::TooLarge);
    }
}
