//! Docs tree → source files. The only reader of the disk besides `write.rs`.
//!
//! A docs root is a checkout of the upstream docs repository, a folder of loose pages, or one page:
//!
//! ```text
//! ROOT/api-reference/{v1.0,beta}/{api,resources}/*.md     the pages
//! ROOT/api-reference/**/includes/**/*.md                   what pages include; SDK snippets are left out
//! ROOT/concepts/permissions-reference.md                   the permission catalogue
//! ROOT/*.txt                                               pages saved as rendered text
//! ```

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::error::Error;
use crate::ir::{Api, Version};
use crate::parallel;
use crate::source::{FileId, SourceMap, Span};

/// A reference page is at most a few hundred kilobytes; anything beyond this is not one.
const LARGEST_PAGE: u64 = 8 << 20;

/// What a file of the docs is for, as far as its place tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A page of an `api` folder.
    Api,
    /// A page of a `resources` folder.
    Resource,
    /// `concepts/permissions-reference.md`.
    Catalogue,
    /// A page outside the upstream layout: its content tells.
    Loose,
    /// Text that pages include.
    Include,
}

/// One file of the docs with what its place says.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The file.
    pub file: FileId,
    /// What it is for.
    pub role: Role,
    /// The version that its folder names.
    pub version: Option<Version>,
}

/// A loaded docs tree.
#[derive(Debug, Default)]
pub struct Docs {
    /// All files with their text.
    pub sources: SourceMap,
    /// The same files with their roles, in the same order.
    pub entries: Vec<Entry>,
    /// Files that could not be read as they should.
    pub problems: Problems,
}

impl Docs {
    /// A docs tree made of texts: `(path below the docs root, text)`.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut files: Vec<_> = texts.into_iter().collect();
        files.sort();
        let mut docs = Self::default();
        for (path, text) in files {
            docs.add(path, text.to_owned());
        }
        docs
    }

    fn add(&mut self, path: &str, text: String) -> FileId {
        let file = self.sources.add(path, text);
        let (role, version) = role_of(path);
        self.entries.push(Entry { file, role, version });
        file
    }
}

/// Loads the docs at `root`.
///
/// # Errors
/// When the folder or a file cannot be read, or holds no page at all.
pub fn load(root: &Path) -> Result<Docs, Error> {
    let (base, paths) = find(root)?;
    if !paths.iter().any(|path| role_of(path).0 != Role::Include) {
        return Err(Error::no_docs(root));
    }
    let contents = parallel::map(&paths, |path| read(&base.join(path)));
    let mut docs = Docs::default();
    for (path, content) in paths.iter().zip(contents) {
        match content? {
            Content::Text(text) => {
                docs.add(path, text);
            }
            Content::Broken { text, at } => {
                let file = docs.add(path, text);
                let message = format!("the file is not valid UTF-8: bad byte {at}");
                docs.problems.report(Code::NotUtf8, Span::new(file, at, at), message);
            }
            Content::TooLarge(size) => {
                let file = docs.add(path, String::new());
                let message =
                    format!("the file has {size} bytes, more than {LARGEST_PAGE}, and was not read");
                docs.problems.push(Diagnostic::new(Code::FileTooLarge, Span::start_of(file), message));
            }
        }
    }
    Ok(docs)
}

/// Loads a model that was written as JSON.
pub(crate) fn load_model(path: &Path) -> Result<Api, Error> {
    let text = fs::read(path).map_err(|error| Error::io("read", path, error))?;
    let api: Api = serde_json::from_slice(&text).map_err(|error| Error::bad_model(path, error))?;
    if api.format == Api::FORMAT { Ok(api) } else { Err(Error::other_format(path, api.format)) }
}

/// What the place of a file says about it.
fn role_of(path: &str) -> (Role, Option<Version>) {
    let parts: Vec<&str> = path.split('/').collect();
    let version = parts.iter().find_map(|part| Version::parse(part));
    let folders = &parts[..parts.len() - 1];
    let role = if path == "concepts/permissions-reference.md" {
        Role::Catalogue
    } else if folders.contains(&"includes") {
        Role::Include
    } else if folders.first() == Some(&"api-reference") {
        match folders.last() {
            Some(&"api") => Role::Api,
            Some(&"resources") => Role::Resource,
            _ => Role::Loose,
        }
    } else {
        Role::Loose
    };
    (role, version)
}

/// The folder that paths count from, and the sorted paths of the files below it.
fn find(root: &Path) -> Result<(PathBuf, Vec<String>), Error> {
    let metadata = fs::metadata(root).map_err(|error| Error::io("read", root, error))?;
    let mut paths = Vec::new();
    let base = if metadata.is_file() {
        let absolute = fs::canonicalize(root).map_err(|error| Error::io("read", root, error))?;
        let checkout = absolute
            .ancestors()
            .skip(1)
            .find(|folder| folder.file_name().is_some_and(|name| name == "api-reference"))
            .and_then(Path::parent);
        let base = match checkout {
            Some(base) => {
                walk(base, "api-reference", &mut paths, &|path| role_of(path).0 == Role::Include)?;
                base.to_owned()
            }
            None => absolute.parent().map(Path::to_owned).unwrap_or_default(),
        };
        let page = absolute.strip_prefix(&base).unwrap_or(&absolute);
        paths.push(page.to_string_lossy().replace('\\', "/"));
        base
    } else if root.join("api-reference").is_dir() {
        walk(root, "api-reference", &mut paths, &|path| !matches!(role_of(path).0, Role::Loose))?;
        if root.join("concepts/permissions-reference.md").is_file() {
            paths.push("concepts/permissions-reference.md".to_owned());
        }
        for name in entries(root)? {
            if name.ends_with(".txt") && root.join(&name).is_file() {
                paths.push(name);
            }
        }
        root.to_owned()
    } else {
        walk(root, "", &mut paths, &|path| !path.eq_ignore_ascii_case("readme.md"))?;
        root.to_owned()
    };
    paths.sort();
    paths.dedup();
    Ok((base, paths))
}

/// Adds the pages below `folder` of `base` that `wanted` takes. Links to other places of the disk are not followed.
fn walk(
    base: &Path,
    folder: &str,
    paths: &mut Vec<String>,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<(), Error> {
    let here = base.join(folder);
    for name in entries(&here)? {
        if name.starts_with('.') || name == "snippets" {
            continue;
        }
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let file = here.join(&name);
        let kind = fs::symlink_metadata(&file).map_err(|error| Error::io("read", &file, error))?;
        if kind.is_dir() {
            walk(base, &path, paths, wanted)?;
        } else if kind.is_file() && (name.ends_with(".md") || name.ends_with(".txt")) && wanted(&path) {
            paths.push(path);
        }
    }
    Ok(())
}

/// The names in a folder, sorted; names that are not Unicode are left out.
fn entries(folder: &Path) -> Result<Vec<String>, Error> {
    let list = || -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.extend(entry?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    };
    list().map_err(|error| Error::io("read", folder, error))
}

enum Content {
    Text(String),
    Broken { text: String, at: usize },
    TooLarge(u64),
}

fn read(path: &Path) -> Result<Content, Error> {
    let io = |error| Error::io("read", path, error);
    let size = fs::metadata(path).map_err(io)?.len();
    if size > LARGEST_PAGE {
        return Ok(Content::TooLarge(size));
    }
    let bytes = fs::read(path).map_err(io)?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Content::Broken { text, at }
        }
    })
}
