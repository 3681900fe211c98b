//! Links of pages → files of the docs.

use std::collections::{BTreeSet, HashMap};

use crate::ir::Version;
use crate::load::Docs;
use crate::page::resource::DEFAULT_NAMESPACE;
use crate::page::{Page, PageKind, TypeText};
use crate::source::{self, FileId};

use crate::names::short;

/// The files of the docs, found by links.
pub(super) struct Files {
    /// Path in lower case → file.
    by_path: HashMap<String, FileId>,
    /// Path in lower case, by file.
    paths: Vec<String>,
    /// Namespace, by file.
    namespaces: Vec<String>,
}

impl Files {
    pub(super) fn new(docs: &Docs, pages: &[Page]) -> Self {
        let files = docs.sources.files();
        let paths: Vec<String> = files.iter().map(|file| file.path.to_lowercase()).collect();
        let by_path = paths.iter().cloned().zip(files.iter().map(|file| file.id)).collect();
        let named: HashMap<FileId, &str> =
            pages.iter().filter_map(|page| Some((page.file, page.namespace.as_deref()?))).collect();
        let known: BTreeSet<&str> = named.values().copied().collect();
        let namespaces = paths
            .iter()
            .zip(files)
            .map(|(path, file)| {
                let named = named.get(&file.id).copied();
                named.or_else(|| by_file_name(path, &known)).unwrap_or(DEFAULT_NAMESPACE).to_owned()
            })
            .collect();
        Self { by_path, paths, namespaces }
    }

    /// The namespace that a file names.
    pub(super) fn namespace(&self, file: FileId) -> &str {
        self.namespaces.get(file.0 as usize).map_or(DEFAULT_NAMESPACE, String::as_str)
    }

    /// The last part of a file's name: `customer` of `dynamics-customer.md`.
    fn stem(&self, file: FileId) -> &str {
        let path = self.paths.get(file.0 as usize).map_or("", String::as_str);
        path.trim_end_matches(".md").rsplit(['/', '-']).next().unwrap_or_default()
    }

    /// The page of the same name in the folder of the other version.
    fn twin(&self, file: FileId) -> Option<FileId> {
        let path = self.paths.get(file.0 as usize)?;
        let [one, other] = Version::ALL.map(|version| format!("/{version}/"));
        let (from, to) = if path.contains(&one) { (one, other) } else { (other, one) };
        self.by_path.get(&path.replacen(&from, &to, 1)).copied().filter(|&twin| twin != file)
    }

    /// The file and anchor that a link of `from` leads to.
    pub(super) fn target<'t>(
        &self,
        version: Version,
        from: FileId,
        target: &'t str,
    ) -> Option<(FileId, Option<&'t str>)> {
        let (path, anchor) = match target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (target, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return Some((from, anchor));
        }
        let path = path.to_lowercase().replace('\\', "/");
        let file = match site_page(&path) {
            Some(name) => self.by_path.get(&format!("api-reference/{version}/resources/{name}.md")),
            None => self.by_path.get(&join(self.paths.get(from.0 as usize)?, &path)?),
        };
        file.map(|&file| (file, anchor))
    }
}

/// What the links of other pages call the type of a page, where all of them call it by the name of its file and the page leaves the
/// beginning out: `identityUserFlow` leads to `identityuserflow.md`, whose title is "UserFlow resource type".
pub(super) fn called(files: &Files, pages: &[Page]) -> HashMap<FileId, String> {
    let mut called: HashMap<FileId, Option<String>> = HashMap::new();
    for page in pages {
        let version = page.version_or_released();
        for text in type_texts(page) {
            let words = text.words();
            let ([name], Some(link)) = (words.names.as_slice(), &text.link) else { continue };
            let Some((file, None)) = files.target(version, page.file, link) else { continue };
            let name = short(&name.name);
            let known = called.entry(file).or_insert_with(|| Some(name.to_owned()));
            if known.as_ref().is_some_and(|known| !known.eq_ignore_ascii_case(name)) {
                *known = None;
            }
        }
    }
    let own: HashMap<FileId, String> = pages
        .iter()
        .filter_map(|page| match &page.kind {
            PageKind::Types(types) => Some((page.file, short(&types.resources.first()?.name).to_lowercase())),
            _ => None,
        })
        .collect();
    let mut names: HashMap<FileId, String> = HashMap::new();
    for (&file, own_name) in &own {
        let Some(name) = called.remove(&file).flatten() else { continue };
        let lower = name.to_lowercase();
        if lower.len() > own_name.len() && lower.ends_with(own_name) && files.stem(file) == lower {
            names.insert(file, name);
        }
    }
    // The page of the other version is about the same type when it has the same name.
    let twins: Vec<(FileId, String)> = names
        .iter()
        .filter_map(|(&file, name)| Some((files.twin(file)?, own.get(&file)?, name)))
        .filter(|(twin, own_name, _)| own.get(twin) == Some(own_name))
        .map(|(twin, _, name)| (twin, name.clone()))
        .collect();
    for (twin, name) in twins {
        names.entry(twin).or_insert(name);
    }
    names
}

/// The types that a page names where it says what something is.
fn type_texts(page: &Page) -> Vec<&TypeText> {
    match &page.kind {
        PageKind::Types(types) => types
            .resources
            .iter()
            .flat_map(|resource| {
                let properties = resource.properties.iter().map(|property| &property.ty);
                resource.bases.iter().chain(properties)
            })
            .collect(),
        PageKind::Operation(operation) => {
            let responses = operation.responses.iter().filter_map(|response| response.ty.as_ref());
            responses.chain(&operation.body.resource).collect()
        }
        _ => Vec::new(),
    }
}

/// The namespace of a page that names none: `microsoft.graph.managedTenants` for `enums-managedtenants.md`.
fn by_file_name<'n>(path: &str, known: &BTreeSet<&'n str>) -> Option<&'n str> {
    let (_, last) = path.strip_suffix(".md")?.rsplit('/').next()?.rsplit_once('-')?;
    known.iter().copied().find(|name| short(name).eq_ignore_ascii_case(last))
}

/// The folder of the pages about resources on the docs site.
const PUBLISHED: &str = "/graph/api/resources/";

/// The name of a resource page in a link to the docs site: `/graph/api/resources/user`, with or without host and language.
fn site_page(path: &str) -> Option<&str> {
    let (_, name) = path.contains(PUBLISHED).then(|| path.split_once(PUBLISHED))??;
    (!name.is_empty()).then(|| name.trim_end_matches('/').trim_end_matches(".md"))
}

/// Whether a link leads to a resource page, there or not.
pub(super) fn is_resource(target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or_default().to_lowercase();
    if path.contains("://") {
        return path.contains(PUBLISHED);
    }
    path.is_empty() || path.ends_with(".md") && !path.contains("/api/") || path.contains("resources/")
}

/// `path` seen from the file `from`, below the docs root; nothing when it leaves it or leads to another site.
fn join(from: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains("://") {
        return None;
    }
    let mut joined = source::join(from, path)?;
    if !joined.ends_with(".md") {
        joined.push_str(".md");
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_every_form() {
        assert_eq!(site_page("https://docs.microsoft.com/graph/api/resources/user"), Some("user"));
        assert_eq!(site_page("/graph/api/resources/user.md"), Some("user"));
        assert_eq!(
            join("api-reference/v1.0/api/x.md", "../resources/user.md").as_deref(),
            Some("api-reference/v1.0/resources/user.md")
        );
        assert_eq!(join("a.md", "../x.md"), None);
        assert!(is_resource("../resources/gone.md"));
        assert!(!is_resource("../api/user-get.md"));
    }
}
