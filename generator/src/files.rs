//! Files that the caller names: read up to a bound, written whole or to where they lead.

use std::fs::{self, File, Permissions};
use std::io::{self, Read, Write as _};
use std::path::{Component, Path};

use crate::error::Error;
use crate::folder::{Content, Folder};
use crate::sink;

/// No file that a run reads whole is larger than this: ten times the model of the whole docs.
pub const LARGEST: u64 = 1 << 30;

/// What a device gives at most. A person at a terminal types less, and some devices have no end.
const LARGEST_OF_DEVICE: u64 = 1 << 20;

/// Reads a file that the caller names, whatever it is: a pipe or a terminal is read to its end, a link is followed.
///
/// # Errors
/// When it cannot be read, or is larger than [`LARGEST`].
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let read = || {
        let file = File::open(path)?;
        let largest = if is_device(file.metadata()?.file_type()) { LARGEST_OF_DEVICE } else { LARGEST };
        read_up_to(file, largest)
    };
    read().map_err(|error| Error::io("read", path, error))
}

/// Reads a source to its end.
///
/// # Errors
/// When it cannot be read, or has more bytes than [`LARGEST`].
pub fn read_all(source: impl Read) -> io::Result<Vec<u8>> {
    read_up_to(source, LARGEST)
}

fn read_up_to(source: impl Read, largest: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(largest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest { Err(too_large(largest)) } else { Ok(bytes) }
}

#[cfg(unix)]
fn is_device(kind: fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    kind.is_char_device() || kind.is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: fs::FileType) -> bool {
    false
}

fn too_large(largest: u64) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, format!("it has more than {largest} bytes"))
}

/// Reads a regular file of a folder that is not trusted, by its path below it.
///
/// # Errors
/// When it cannot be read, is larger than [`LARGEST`], is a link or no regular file, or the path leads out of the folder.
pub fn read_below(folder: &Path, path: &Path) -> Result<Vec<u8>, Error> {
    let read = || match Folder::open(folder)?.read(&path.to_string_lossy(), LARGEST)? {
        Content::Bytes(bytes) => Ok(bytes),
        Content::TooLarge => Err(too_large(LARGEST)),
        Content::Other(kind) => Err(io::Error::other(format!("it is {}, not a regular file", kind.words()))),
    };
    read().map_err(|error| Error::io("read", &folder.join(path), error))
}

/// Writes a regular file of a folder that is not trusted, by its path below it, as [`write()`] does.
///
/// # Errors
/// When it cannot be written, something else than a regular file has the name, or the path leads out of the folder.
pub fn write_below(folder: &Path, path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let to = folder.join(path);
    ensure_below(folder, path).map_err(|error| Error::io("write", &to, error))?;
    write(&to, bytes)
}

fn ensure_below(folder: &Path, path: &Path) -> io::Result<()> {
    let to = folder.join(path);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let parent = fs::canonicalize(to.parent().unwrap_or(folder))?;
    if !plain || !parent.starts_with(fs::canonicalize(folder)?) {
        return Err(io::Error::other(format!("it is not below `{}`", sink::path(folder))));
    }
    match fs::symlink_metadata(&to) {
        Ok(there) if !there.is_file() => Err(io::Error::other("something else than a regular file is there")),
        _ => Ok(()),
    }
}

/// Writes a file that the caller names, unless it holds the bytes already; says whether it did not. A regular file is replaced whole,
/// with the permissions that it had: whoever reads it meanwhile, or after the run was killed, sees the old bytes or the new ones. A
/// device, a pipe or a link is written through.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let there = fs::symlink_metadata(path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        let written = File::options().write(true).create(true).truncate(true).open(path);
        let written = written.and_then(|mut file| file.write_all(bytes));
        return written.map(|()| true).map_err(|error| Error::io("write", path, error));
    }
    if there.is_some() && holds(path, bytes).unwrap_or(false) {
        return Ok(false);
    }
    replace(path, bytes, there.map(|there| there.permissions())).map(|()| true)
}

/// Puts a new file into the place of an old one, or of none, in one step.
fn replace(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> Result<(), Error> {
    let io = |error| Error::io("write", path, error);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut staged = tempfile::Builder::new();
    let prefix = format!(".{name}.");
    staged.prefix(&prefix);
    // What the user lets new files have, and not only for the owner as other temporary files.
    #[cfg(unix)]
    staged.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut staged = staged.tempfile_in(folder).map_err(io)?;
    staged.write_all(bytes).map_err(io)?;
    if let Some(permissions) = permissions {
        staged.as_file().set_permissions(permissions).map_err(io)?;
    }
    staged.persist(path).map_err(|error| Error::io("replace", path, error.error))?;
    Ok(())
}

/// Whether a file holds these bytes. A model is large, and is compared in parts.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut part = vec![0; 1 << 16];
    for wanted in bytes.chunks(part.len()) {
        let part = &mut part[..wanted.len()];
        file.read_exact(part)?;
        if part != wanted {
            return Ok(false);
        }
    }
    Ok(true)
}
