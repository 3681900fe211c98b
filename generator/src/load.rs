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
//!
//! The root may be a link, since the caller names it. Below it regular files are read; links, devices, pipes and sockets are findings.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::error::Error;
use crate::files;
use crate::folder::{self, EntryKind, Folder};
use crate::ir::{Api, Version};
use crate::packed;
use crate::parallel;
use crate::source::{FileId, SourceMap, Span, join};

/// A reference page is at most a few hundred kilobytes; anything beyond this is not one.
pub(crate) const LARGEST_PAGE: u64 = 2 << 20;

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

    pub(crate) fn add_content(&mut self, path: &str, content: Content) {
        match content {
            Content::Text(text) => {
                self.add(path, text);
            }
            Content::Broken { text, at } => {
                let file = self.add(path, text);
                let message = format!("the file is not valid UTF-8: bad byte {at}");
                self.problems.report(Code::NotUtf8, Span::new(file, at, at), message);
            }
            Content::TooLarge => {
                let file = self.add(path, String::new());
                let message = format!("the file has more than {LARGEST_PAGE} bytes, and was not read");
                self.problems.push(Diagnostic::new(Code::FileTooLarge, Span::start_of(file), message));
            }
            Content::NotAFile(kind) => {
                // As text that no page includes: the finding says all that there is to say about it.
                let file = self.add_as(path, Role::Include, String::new());
                let message = format!("`{path}` is {}, and was not read", kind.words());
                self.problems.push(Diagnostic::new(Code::NotAFile, Span::start_of(file), message));
            }
        }
    }

    fn add(&mut self, path: &str, text: String) -> FileId {
        self.add_as(path, role_of(path).0, text)
    }

    fn add_as(&mut self, path: &str, role: Role, text: String) -> FileId {
        let file = self.sources.add(path, text);
        self.entries.push(Entry { file, role, version: role_of(path).1 });
        file
    }
}

/// Loads the docs at `root`.
///
/// # Errors
/// When the folder or a file cannot be read, or holds no page at all.
pub fn load(root: &Path) -> Result<Docs, Error> {
    Ok(load_part(&[root], &Part::All)?.docs)
}

/// Which files of the docs are loaded.
pub(crate) enum Part<'a> {
    /// All of them.
    All,
    /// Everything but the pages of `api` folders of other versions, and those that hold no whole list of words. Words of includes
    /// count as held.
    Speaking {
        /// The lists, in lower case.
        words: &'a [Vec<String>],
        /// The versions; all when there is none.
        versions: &'a [Version],
    },
    /// These pages, by their paths below the docs root, and the pages that they lead to.
    Pages(&'a [String]),
}

/// Loaded docs, and where they are on the disk.
pub(crate) struct Loaded {
    pub(crate) docs: Docs,
    /// The file on the disk, by its position among the files of the docs.
    pub(crate) disk: Vec<PathBuf>,
}

/// Loads a part of the docs below one or more roots. Of files with the same path, that of the first root counts.
pub(crate) fn load_part(roots: &[&Path], part: &Part<'_>) -> Result<Loaded, Error> {
    let mut contents = match part {
        Part::Pages(pages) => linked(roots, pages)?,
        Part::All | Part::Speaking { .. } => whole(roots)?,
    };
    if let Part::Speaking { words, versions } = part {
        contents.retain(|path, _| match role_of(path) {
            (Role::Api, Some(version)) => versions.is_empty() || versions.contains(&version),
            _ => true,
        });
        keep_speaking(&mut contents, words);
    }
    let mut loaded = Loaded { docs: Docs::default(), disk: Vec::new() };
    for (path, (file, content)) in contents {
        loaded.docs.add_content(&path, content);
        loaded.disk.push(file);
    }
    Ok(loaded)
}

/// Path below the docs root → file on the disk, and what it holds.
type Contents = BTreeMap<String, (PathBuf, Content)>;

fn whole(roots: &[&Path]) -> Result<Contents, Error> {
    let trees = roots.iter().map(|root| Tree::find(root)).collect::<Result<Vec<_>, _>>()?;
    let mut files = BTreeMap::new();
    for tree in &trees {
        for (path, kind) in &tree.found {
            files.entry(path.as_str()).or_insert((&tree.base, *kind));
        }
    }
    let files: Vec<_> = files.into_iter().collect();
    let contents = parallel::map(&files, |(path, (base, kind))| match kind {
        EntryKind::File => read(base, path),
        other => Ok(Content::NotAFile(*other)),
    });
    let disk = |(path, (base, _)): (&str, (&Folder, EntryKind))| (path.to_owned(), base.path().join(path));
    let named = files.into_iter().map(disk);
    named.zip(contents).map(|((path, disk), content)| Ok((path, (disk, content?)))).collect()
}

/// Drops the pages of `api` folders that do not speak of what is wanted.
fn keep_speaking(contents: &mut Contents, words: &[Vec<String>]) {
    let lower = |content: &Content| match content {
        Content::Text(text) | Content::Broken { text, .. } => text.to_ascii_lowercase(),
        Content::TooLarge | Content::NotAFile(_) => String::new(),
    };
    let included: Vec<String> = contents
        .iter()
        .filter(|(path, _)| role_of(path).0 == Role::Include)
        .map(|(_, (_, content))| lower(content))
        .collect();
    let own = |word: &&String| !included.iter().any(|text| text.contains(word.as_str()));
    let words: Vec<Vec<&String>> = words.iter().map(|words| words.iter().filter(own).collect()).collect();
    let entries: Vec<_> = contents.iter().collect();
    let kept = parallel::map(&entries, |(path, (_, content))| {
        role_of(path).0 != Role::Api || {
            let text = lower(content);
            words.iter().any(|words| words.iter().all(|word| text.contains(word.as_str())))
        }
    });
    let mut kept = kept.into_iter();
    contents.retain(|_, _| kept.next().unwrap_or(true));
}

/// The named pages, what they include, and the pages about types that they and those lead to.
fn linked(roots: &[&Path], pages: &[String]) -> Result<Contents, Error> {
    let open = |root: &&Path| Folder::open(root).map_err(|error| Error::io("read", root, error));
    let roots = roots.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let mut contents = Contents::new();
    let mut waiting: Vec<(String, bool)> = pages.iter().map(|page| (page.clone(), true)).collect();
    while let Some((path, named)) = waiting.pop() {
        if contents.contains_key(&path) {
            continue;
        }
        let holds = |root: &&Folder| root.kind(&path).is_some_and(|kind| kind != EntryKind::Folder);
        let content = roots.iter().find(holds).map(|root| Ok((root.path().join(&path), read(root, &path)?)));
        let Some((file, content)) = content.transpose()? else {
            if named {
                return Err(unreadable(&roots, &path, io::ErrorKind::NotFound.into()));
            }
            continue;
        };
        if let Content::NotAFile(kind) = content
            && named
        {
            return Err(unreadable(&roots, &path, io::Error::other(format!("it is {}", kind.words()))));
        }
        if let Content::Text(text) | Content::Broken { text, .. } = &content {
            waiting.extend(targets(&path, text).map(|target| (target, false)));
        }
        contents.insert(path, (file, content));
    }
    Ok(contents)
}

/// The error about a page that is asked for by its path.
fn unreadable(roots: &[Folder], path: &str, error: io::Error) -> Error {
    let place = roots.first().map_or_else(PathBuf::new, |root| root.path().join(path));
    Error::io("read", &place, error)
}

/// The includes of a page, and the pages about types that it leads to.
fn targets(from: &str, text: &str) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    for link in telling(role_of(from).0, text).flat_map(|part| part.split("](").skip(1)) {
        let target = link.split([')', '#', ' ', '\n']).next().unwrap_or_default();
        if target.ends_with(".md")
            && let Some(path) = join(from, target)
            && matches!(role_of(&path).0, Role::Include | Role::Resource)
        {
            found.push(path);
        }
    }
    // An annotation names the base alone: its page has the same name.
    for base in text.split("\"baseType\"").skip(1).filter_map(|rest| rest.split('"').nth(1)) {
        let name = base.rsplit('.').next().unwrap_or_default().to_lowercase();
        found.extend(join(from, &format!("{name}.md")));
    }
    for include in text.split("[!INCLUDE").skip(1) {
        let target = include.split_once("](").and_then(|(_, rest)| rest.split(')').next());
        if let Some(path) = target.and_then(|target| join(from, target.trim())) {
            found.push(path);
        }
    }
    found.into_iter().filter(|path| path.ends_with(".md") && !path.contains("snippets"))
}

/// Words of a paragraph that says what a type inherits from.
const BASES: [&str; 7] = ["inherit", "deriv", "extends", "base type", "base class", "subclass", "subtype"];

/// The parts of a page that name the types which belong to what it describes: neither the list of methods nor what is said first, but
/// for what a type inherits from.
fn telling(role: Role, text: &str) -> impl Iterator<Item = &str> {
    let is_base = |words: &&str| {
        let lower = words.to_ascii_lowercase();
        BASES.iter().any(|base| lower.contains(base))
    };
    let start = match role {
        Role::Api | Role::Resource => text.find("\n## ").unwrap_or(text.len()),
        _ => 0,
    };
    let (intro, rest) = text.split_at(start);
    let intro = if role == Role::Resource { intro } else { "" };
    let methods = rest.find("\n## Methods").map_or(rest.len()..rest.len(), |start| {
        let end = rest[start + 4..].find("\n## ").map_or(rest.len(), |end| start + 4 + end);
        start..end
    });
    let bases = intro.split("\n\n").filter(is_base);
    bases.chain([&rest[..methods.start], &rest[methods.end..]])
}

/// Loads a model that was written as JSON, plain or packed.
pub(crate) fn load_model(path: &Path) -> Result<Api, Error> {
    let bytes = files::read(path)?;
    let text = packed::unpack(&bytes).map_err(|error| Error::io("read", path, error))?;
    let api: Api<String> = serde_json::from_slice(&text).map_err(|error| Error::bad_model(path, error))?;
    if api.format != Api::FORMAT {
        return Err(Error::other_format(path, api.format));
    }
    api.settled().map_err(|flaw| Error::bad_model(path, serde::de::Error::custom(flaw)))
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

/// What a docs root has to read.
struct Tree {
    /// The folder that paths count from.
    base: Folder,
    /// Paths below it that can hold a page, and what they lead to: links and the like are found as well.
    found: Vec<(String, EntryKind)>,
}

impl Tree {
    /// Looks through a docs root.
    fn find(root: &Path) -> Result<Self, Error> {
        let io = |error| Error::io("read", root, error);
        let is_page = fs::metadata(root).map_err(io)?.is_file();
        let tree =
            if is_page { Self::of_page(&fs::canonicalize(root).map_err(io)?) } else { Self::of_folder(root) };
        let tree = tree?;
        if tree.found.iter().all(|(path, _)| role_of(path).0 == Role::Include) {
            return Err(Error::no_docs(root));
        }
        Ok(tree)
    }

    fn open(base: &Path) -> Result<Self, Error> {
        let base = Folder::open(base).map_err(|error| Error::io("read", base, error))?;
        Ok(Self { base, found: Vec::new() })
    }

    /// One page, and what it can include when it stands in a checkout.
    fn of_page(file: &Path) -> Result<Self, Error> {
        let is_top = |folder: &&Path| folder.file_name().is_some_and(|name| name == "api-reference");
        let checkout = file.ancestors().skip(1).find(is_top).and_then(Path::parent);
        let base = checkout.or(file.parent()).unwrap_or(Path::new(""));
        let mut tree = Self::open(base)?;
        if checkout.is_some() {
            tree.walk("api-reference", &|path| role_of(path).0 == Role::Include)?;
        }
        let page = file.strip_prefix(base).unwrap_or(file).to_string_lossy().replace('\\', "/");
        tree.found.retain(|(path, _)| *path != page);
        tree.found.push((page, EntryKind::File));
        Ok(tree)
    }

    fn of_folder(root: &Path) -> Result<Self, Error> {
        let mut tree = Self::open(root)?;
        if !matches!(tree.base.kind("api-reference"), Some(EntryKind::Folder | EntryKind::Link)) {
            tree.walk("", &|path| !path.eq_ignore_ascii_case("readme.md"))?;
            return Ok(tree);
        }
        for (name, kind) in tree.entries("")? {
            match name.as_str() {
                "api-reference" if kind == EntryKind::Folder => {
                    tree.walk(&name, &|path| role_of(path).0 != Role::Loose)?
                }
                "concepts" if kind == EntryKind::Folder => tree.add_catalogue(),
                "api-reference" | "concepts" => tree.found.push((name, kind)),
                _ if name.ends_with(".txt") && kind != EntryKind::Folder => tree.found.push((name, kind)),
                _ => {}
            }
        }
        Ok(tree)
    }

    fn add_catalogue(&mut self) {
        let path = "concepts/permissions-reference.md";
        let kind = self.base.kind(path).filter(|&kind| kind != EntryKind::Folder);
        self.found.extend(kind.map(|kind| (path.to_owned(), kind)));
    }

    /// Adds what `folder` has below it that can hold a page which `wanted` takes.
    fn walk(&mut self, folder: &str, wanted: &dyn Fn(&str) -> bool) -> Result<(), Error> {
        for (name, kind) in self.entries(folder)? {
            if name.starts_with('.') || name == "snippets" {
                continue;
            }
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let is_page = (name.ends_with(".md") || name.ends_with(".txt")) && wanted(&path);
            if kind == EntryKind::Folder {
                self.walk(&path, wanted)?;
            } else if is_page || kind == EntryKind::Link && self.base.path().join(&path).is_dir() {
                self.found.push((path, kind));
            }
        }
        Ok(())
    }

    fn entries(&self, folder: &str) -> Result<Vec<(String, EntryKind)>, Error> {
        self.base.entries(folder).map_err(|error| Error::io("read", &self.base.path().join(folder), error))
    }
}

/// What a file holds.
pub(crate) enum Content {
    Text(String),
    Broken { text: String, at: usize },
    TooLarge,
    NotAFile(EntryKind),
}

fn read(base: &Folder, path: &str) -> Result<Content, Error> {
    let read =
        base.read(path, LARGEST_PAGE).map_err(|error| Error::io("read", &base.path().join(path), error));
    Ok(match read? {
        folder::Content::Bytes(bytes) => content(bytes),
        folder::Content::TooLarge => Content::TooLarge,
        folder::Content::Other(kind) => Content::NotAFile(kind),
    })
}

/// The content of a file with these bytes.
pub(crate) fn content(bytes: Vec<u8>) -> Content {
    if bytes.len() as u64 > LARGEST_PAGE {
        return Content::TooLarge;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Content::Broken { text, at }
        }
    }
}

/// How the files of a docs root are laid out, which tells those that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// As in the upstream docs repository.
    Checkout,
    /// Loose pages.
    Loose,
}

impl Layout {
    /// The layout of a folder with these files.
    pub(crate) fn of<'a>(mut paths: impl Iterator<Item = &'a str>) -> Self {
        if paths.any(|path| path.starts_with("api-reference/")) { Self::Checkout } else { Self::Loose }
    }

    /// Whether a file, by its path below the root, is read.
    pub(crate) fn takes(self, path: &str) -> bool {
        let mut folders: Vec<&str> = path.split('/').collect();
        let name = folders.pop().unwrap_or_default();
        let text = |ending| name.ends_with(ending) && !name.starts_with('.');
        if folders.iter().any(|folder| folder.starts_with('.') || *folder == "snippets") {
            return false;
        }
        match self {
            Self::Checkout if folders.is_empty() => text(".txt"),
            Self::Checkout => {
                path == "concepts/permissions-reference.md"
                    || folders[0] == "api-reference"
                        && (text(".md") || text(".txt"))
                        && role_of(path).0 != Role::Loose
            }
            Self::Loose => (text(".md") || text(".txt")) && !path.eq_ignore_ascii_case("readme.md"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page that is asked for by its path is no link, and leads to none.
    #[cfg(unix)]
    #[test]
    fn asked_for_by_their_paths() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().expect("a folder");
        let api = folder.path().join("docs/api-reference/v1.0/api");
        fs::create_dir_all(&api).expect("a folder");
        fs::write(folder.path().join("secret.md"), "secret").expect("a file");
        fs::write(api.join("page.md"), "[!INCLUDE [x](../includes/secret.md)]").expect("a file");
        fs::create_dir(api.join("../includes")).expect("a folder");
        symlink(folder.path().join("secret.md"), api.join("link.md")).expect("a link");
        symlink(folder.path().join("secret.md"), api.join("../includes/secret.md")).expect("a link");
        let root = folder.path().join("docs");
        let load = |page: &str| {
            let pages = [format!("api-reference/v1.0/api/{page}")];
            load_part(&[&root], &Part::Pages(&pages))
        };
        for (page, why) in
            [("link.md", "symbolic link"), ("../../../../secret.md", "not found"), ("gone.md", "not found")]
        {
            let error = load(page).err().map(|error| error.to_string().to_lowercase()).unwrap_or_default();
            assert!(error.contains(why), "{page}: {error}");
        }
        let docs = load("page.md").expect("it can be read").docs;
        assert_eq!(docs.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::NotAFile]);
        assert!(
            docs.sources.files().iter().all(|file| !file.text.contains("secret\n") && file.text != "secret")
        );
    }

    #[test]
    fn pages_lead_to_the_types_that_belong_to_them() {
        let text = "# Pen\n\nSee [desk](desk.md).\n\nInherits from [tool](tool.md).\n\n## Methods\n|[Get](../api/pen-get.md)|[ink](ink.md)|\n\n\
                    ## Properties\n|cap|[cap](cap.md)|\n\n<!-- { \"baseType\": \"microsoft.graph.penBase\" } -->\n";
        let resources = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| format!("api-reference/v1.0/resources/{name}.md")).collect()
        };
        let found: Vec<String> = targets("api-reference/v1.0/resources/pen.md", text).collect();
        assert_eq!(found, resources(&["tool", "cap", "penbase"]));
        let text =
            "# Get pen\n\nOf a [desk](../resources/desk.md).\n\n## Response\nA [pen](../resources/pen.md).\n";
        let found: Vec<String> = targets("api-reference/v1.0/api/pen-get.md", text).collect();
        assert_eq!(found, resources(&["pen"]));
    }
}
