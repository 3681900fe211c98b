//! Questions about permissions: what a request needs, what a permission opens, which permissions are enough for a program, and
//! whether those that it was granted are too many.
//!
//! ```text
//! ir::Api ──→ Facts ──┬─→ least  (calls → smallest sets)
//!   uses, markers ────┤
//!   granted ──────────┴─→ review (missing, unused, more than needed)
//! ```
//! Everything here is plain data in and plain data out. Which operation a URL calls is the matcher's answer, in the crate that
//! generated clients use too; this module takes operations by their position in [`Facts::operations`].

pub mod audit;
mod chooser;
mod clean;
pub mod compare;
pub mod demand;
pub mod formula;
pub mod granted;
pub mod ignore;
pub mod least;
pub mod named;
pub mod names;
pub mod near;
pub mod opened;
mod order;
#[cfg(test)]
mod properties;
pub mod reach;
pub mod reference;
pub mod review;
pub mod risk;
pub(crate) mod selected;
mod solve;
pub mod uses;

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use selected::Needed;

use crate::ir::{Api, CatalogueEntry, Method, PageRef, Permissions, Place, Requirement, Scheme, Version};

/// What the docs say about permissions, without the rest of the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// The version of this format.
    pub format: u32,
    /// The files that places refer to, by position; paths count from the docs root.
    pub files: Vec<String>,
    /// The requests: `v1.0` before `beta`, each version in [`order`] of its paths.
    pub operations: Vec<Fact>,
    /// The permissions reference, by name.
    pub catalogue: Vec<CatalogueEntry>,
}

/// What the docs say about one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// The API version.
    pub version: Version,
    /// The HTTP method.
    pub method: Method,
    /// The path below the version.
    pub path: String,
    /// The heading of the page.
    pub title: String,
    /// The pages that document the request, the one that the facts come from first.
    pub pages: Vec<PageRef>,
    /// Who may make the request.
    pub permissions: Permissions,
    /// The properties of what the request gives whose reading needs a permission besides, in the order of the type. Where two sentences
    /// differ there is a fact for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<PropertyFact>,
    /// Whether the pages call the request deprecated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// Whether no page lists the request, so that only an example or a table of arguments shows it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_shown: bool,
}

/// A property of what a request gives whose reading needs a permission besides those of the request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PropertyFact {
    /// The path below the type of the response, with dots: `signInActivity`, `profile.birthday`.
    pub name: String,
    /// What is needed.
    pub requirement: Requirement,
    /// Where the docs say so.
    pub place: Place,
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
            operations[start..].sort_by(|a, b| order(&a.path, &b.path).then(a.method.cmp(&b.method)));
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
    pub fn place(&self, place: Place) -> String {
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

impl Fact {
    /// What one scheme needs. An application cannot call `/me` and what is below it, whatever a table that it shares with other
    /// requests says: there is no signed-in user.
    pub fn requirement(&self, scheme: Scheme) -> &Requirement {
        self.requirement_at(scheme, is_below_me(&self.path))
    }

    /// What one scheme needs when the request is made by an address that is, or is not, `/me` or below it. An address can be another
    /// one than the docs have: what they describe for the drive of `/me` works for every drive.
    pub fn requirement_at(&self, scheme: Scheme, below_me: bool) -> &Requirement {
        match scheme {
            Scheme::Application if below_me => &Requirement::Unsupported,
            _ => self.permissions.of(scheme),
        }
    }

    /// `GET /users/{id}`
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// `v1.0 GET /users/{id}`
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.version, self.method, self.path)
    }
}

/// Whether a path is `/me` or below it.
pub fn is_below_me(path: &str) -> bool {
    first_segment(path).eq_ignore_ascii_case("me")
}

/// `me` of `/me/messages`.
fn first_segment(path: &str) -> &str {
    path.trim_start_matches('/').split(['/', '(', ':', '?']).next().unwrap_or_default()
}

/// The order of path templates in which the matcher searches: segment by segment, without regard to case and to the names of
/// placeholders.
pub fn order(a: &str, b: &str) -> Ordering {
    blank(a).cmp(blank(b))
}

/// A template in lower case, placeholders without their names, slashes before everything.
fn blank(template: &str) -> impl Iterator<Item = u8> {
    let mut inside = false;
    template.bytes().filter_map(move |byte| match byte {
        b'{' | b'}' => {
            inside = byte == b'{';
            Some(byte)
        }
        _ if inside => None,
        b'/' => Some(0),
        byte => Some(byte.to_ascii_lowercase()),
    })
}

/// Keeps the files that something refers to.
struct Files<'a> {
    all: &'a [String],
    kept: Vec<String>,
    positions: Vec<Option<u32>>,
}

impl Files<'_> {
    fn keep(&mut self, place: Place) -> Place {
        let Some(position) = self.positions.get_mut(place.file as usize) else { return place };
        let file = *position.get_or_insert_with(|| {
            self.kept.push(self.all[place.file as usize].clone());
            self.kept.len() as u32 - 1
        });
        Place { file, ..place }
    }
}

/// A call that a program makes: a documented operation, with everything that showed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// The operation, as a position in [`Facts::operations`].
    #[serde(skip)]
    pub operation: usize,
    /// Whether it is known that the app calls without a user, or for one; both when neither is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<Caller>,
    /// Whether the address is `/me` or below it; none when the call is known by its template alone.
    #[serde(skip)]
    pub below_me: Option<bool>,
    /// The properties that the query names and whose reading needs a permission besides, as positions in [`Fact::properties`].
    #[serde(skip)]
    pub properties: BTreeSet<usize>,
    /// The requests that give the relationships that the query expands, as positions in [`Facts::operations`].
    #[serde(skip)]
    pub expanded: BTreeSet<usize>,
    /// Where the call was seen.
    pub seen: Vec<Seen>,
}

impl Call {
    /// A call of an operation, of which nothing else is known.
    pub fn new(operation: usize) -> Self {
        Self {
            operation,
            caller: None,
            below_me: None,
            properties: BTreeSet::new(),
            expanded: BTreeSet::new(),
            seen: Vec::new(),
        }
    }
}

/// Whether an app acts for a user or as itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Caller {
    /// For a signed-in user.
    Delegated,
    /// As itself.
    Application,
}

impl Caller {
    /// The caller of a scheme.
    pub fn of(scheme: Scheme) -> Self {
        match scheme {
            Scheme::DelegatedWork | Scheme::DelegatedPersonal => Self::Delegated,
            Scheme::Application => Self::Application,
        }
    }

    /// `delegated` or `application`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delegated => "delegated",
            Self::Application => "application",
        }
    }
}

/// Where a call was seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seen {
    /// The file.
    pub file: String,
    /// The line, from 1; none where the file has no lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The request as it stood there.
    pub request: String,
}

/// A text that a person gave and that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError(String);

impl InputError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InputError {}
