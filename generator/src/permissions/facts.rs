//! What the docs say of permissions, request by request.

use serde::{Deserialize, Serialize};

use super::clean;
use super::fact::Fact;
use super::input_error::InputError;
use super::selected::Needed;
use crate::ir::{Api, CatalogueEntry, PageRef, Scheme, SourceLocation, Version, search_order};

/// What the docs say about permissions, without the rest of the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// The version of this format.
    pub format: u32,
    /// The files that places refer to, by position; paths count from the docs root.
    pub files: Vec<String>,
    /// The requests: `v1.0` before `beta`, each version in the order in which the matcher of `msgraph-core` searches.
    pub operations: Vec<Fact>,
    /// The permissions reference, by name.
    pub catalogue: Vec<CatalogueEntry>,
}

impl Facts {
    /// The number of the format that this library writes.
    pub const FORMAT: u32 = 2;

    /// The facts of a model.
    pub fn of(api: &Api) -> Self {
        let mut files = Files { all: &api.files, kept: Vec::new(), positions: vec![None; api.files.len()] };
        let mut operations = Vec::new();
        for version in &api.versions {
            let start = operations.len();
            let needed = Needed::of(version);
            for operation in &version.operations {
                let mut permissions = operation.permissions.clone();
                let cells = permissions.cells.iter_mut().map(|cell| &mut cell.place);
                let elsewhere = permissions.elsewhere.iter_mut().filter_map(|other| other.place.as_mut());
                for place in permissions.places.iter_mut().chain(cells).chain(elsewhere) {
                    *place = files.keep(*place);
                }
                let page = |page: &PageRef, files: &mut Files<'_>| PageRef {
                    title: page.title.clone(),
                    place: files.keep(page.place),
                };
                operations.push(Fact {
                    version: version.version,
                    method: operation.method,
                    path: operation.path.clone(),
                    title: operation.title.clone(),
                    pages: operation.pages.iter().map(|each| page(each, &mut files)).collect(),
                    permissions,
                    properties: needed.by(operation, &mut |place| files.keep(place)),
                    deprecated: operation.deprecated,
                    only_shown: operation.only_shown,
                });
            }
            operations[start..].iter_mut().for_each(clean::fact);
            operations[start..].sort_by(|a, b| search_order(&a.path, &b.path).then(a.method.cmp(&b.method)));
        }
        let mut catalogue = api.permissions.clone();
        catalogue.iter_mut().for_each(clean::entry);
        for entry in
            catalogue.iter_mut().flat_map(|entry| [&mut entry.delegated, &mut entry.application]).flatten()
        {
            entry.place = files.keep(entry.place);
        }
        Self { format: Self::FORMAT, files: files.kept, operations, catalogue }
    }

    /// The facts in the form that [`Facts::from_json`] reads.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("facts have no maps with odd keys")
    }

    /// Reads what [`Facts::to_json`] wrote.
    ///
    /// # Errors
    /// When the text is something else, or was written by another version of the library.
    pub fn from_json(text: &[u8]) -> Result<Self, InputError> {
        let facts: Self = serde_json::from_slice(text).map_err(|error| InputError::new(error.to_string()))?;
        if facts.format != Self::FORMAT {
            return Err(InputError::new(format!(
                "the facts have format {}, expected {}",
                facts.format,
                Self::FORMAT
            )));
        }
        Ok(facts)
    }

    /// The positions of one version's operations.
    pub fn range(&self, version: Version) -> std::ops::Range<usize> {
        let start = self.operations.partition_point(|fact| fact.version < version);
        let length = self.operations[start..].partition_point(|fact| fact.version == version);
        start..start + length
    }

    /// `path:line:column` of a place.
    pub fn place(&self, place: SourceLocation) -> String {
        let file = self.files.get(place.file as usize).map_or("?", String::as_str);
        format!("{file}:{}:{}", place.line, place.column)
    }

    /// Where people read about a request.
    pub fn address(&self, fact: &Fact) -> Option<String> {
        let file = self.files.get(fact.pages.first()?.place.file as usize)?;
        let stem = file.rsplit('/').next()?.strip_suffix(".md")?;
        let view = match fact.version {
            Version::V1 => "graph-rest-1.0",
            Version::Beta => "graph-rest-beta",
        };
        let safe =
            stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        safe.then(|| format!("https://learn.microsoft.com/graph/api/{stem}?view={view}"))
    }

    /// The names that requests or the reference use, in order.
    pub fn names(&self) -> Vec<&str> {
        let listed = self.catalogue.iter().map(|entry| entry.name.as_str());
        let used = self
            .operations
            .iter()
            .flat_map(|fact| Scheme::ALL.into_iter().flat_map(|scheme| fact.permissions.of(scheme).names()));
        let mut names: Vec<&str> = listed.chain(used).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Keeps the files that something refers to.
struct Files<'a> {
    all: &'a [String],
    kept: Vec<String>,
    positions: Vec<Option<u32>>,
}

impl Files<'_> {
    fn keep(&mut self, place: SourceLocation) -> SourceLocation {
        let Some(position) = self.positions.get_mut(place.file as usize) else { return place };
        let file = *position.get_or_insert_with(|| {
            self.kept.push(self.all[place.file as usize].clone());
            self.kept.len() as u32 - 1
        });
        SourceLocation { file, ..place }
    }
}
