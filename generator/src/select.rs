//! Which operations are wanted: globs over `METHOD /path`, and what the chosen operations need comes along.
//!
//! | glob | takes |
//! |---|---|
//! | `/users/**` | every request below `/users` |
//! | `GET /users/*` | `GET /users/{id}` |
//! | `{GET,POST} /me/messages` | both |
//! | `GET /users/{id}` | this request alone, whatever its placeholder is called, and not `GET /users/delta` |
//! | `microsoft.graph.user` | this type, beside those that the requests lead to |
//!
//! The last but one has no wildcard: it names a request, which must exist. A type that is left out is any JSON where others name it,
//! and what it alone leads to is not needed.

use std::collections::HashSet;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::Error;
pub use crate::error::Missing;
use crate::ir::{Api, ApiVersion, Operation, Scheme, TypeDefinition, TypeKind, reachable};
use crate::nearest::{comparable, nearest};

/// Which operations are wanted.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    include: Option<Include>,
    /// Requests that are left out.
    exclude: GlobSet,
    /// Types that are left out.
    exclude_types: GlobSet,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
struct Include {
    /// With wildcards.
    globs: GlobSet,
    /// Without: the text as given, and in the form in which requests are compared.
    named: Vec<(String, String)>,
    /// Types.
    types: GlobSet,
}

impl Selection {
    /// Takes what one of the first globs fits, or everything when there is none, but nothing that one of the second fits.
    ///
    /// # Errors
    /// When a glob is not one.
    pub fn new<S: AsRef<str>>(include: &[S], exclude: &[S]) -> Result<Self, Error> {
        let include = if include.is_empty() { None } else { Some(Include::new(include)?) };
        let (types, requests) = types_apart(exclude);
        Ok(Self { include, exclude: set(&requests)?, exclude_types: set(&types)? })
    }

    /// The requests that are asked for by name and do not exist.
    pub fn missing(&self, api: &Api) -> Vec<Missing> {
        let named = self.include.iter().flat_map(|include| &include.named);
        let mut missing = Vec::new();
        for (wanted, compared) in named {
            let mut operations = api.versions.iter().flat_map(|version| &version.operations);
            if !operations.any(|operation| is_named(operation, compared)) {
                missing.push(Missing { wanted: wanted.clone(), asked: None, near: near(api, compared) });
            }
        }
        missing
    }

    /// The requests that are asked for, when all of them are named.
    pub(crate) fn only_named(&self) -> Option<impl Iterator<Item = &str>> {
        let include =
            self.include.as_ref().filter(|include| include.globs.is_empty() && include.types.is_empty())?;
        Some(include.named.iter().map(|(wanted, _)| wanted.as_str()))
    }

    /// Removes what is not wanted from a model. When only some operations are wanted, so are only the types that they lead to, and
    /// those that a glob names.
    pub fn apply(&self, api: &mut Api) {
        for version in &mut api.versions {
            let all = version.operations.len();
            version.operations.retain(|operation| self.takes(operation));
            version.retain_types(|_, ty| !self.exclude_types.is_match(&ty.name));
            if self.include.is_some() {
                version.types.iter_mut().for_each(forget_paths);
            }
            if self.include.is_some() || version.operations.len() < all {
                let names = |ty: &TypeDefinition| {
                    self.include.as_ref().is_some_and(|include| include.types.is_match(&ty.name))
                };
                let needed = reachable(version, &names);
                version.retain_types(|id, _| needed.contains(&id));
            }
        }
        let empty = |version: &ApiVersion| version.operations.is_empty() && version.types.is_empty();
        api.versions.retain(|version| !empty(version) || self.include.is_none());
        if self.include.is_some() {
            forget_others(api);
        }
    }

    /// Whether an operation is wanted.
    pub fn takes(&self, operation: &Operation) -> bool {
        let candidates = [operation.path.clone(), operation.name()];
        let any = |set: &GlobSet| candidates.iter().any(|candidate| set.is_match(candidate));
        let wanted = |include: &Include| {
            any(&include.globs) || include.named.iter().any(|(_, compared)| is_named(operation, compared))
        };
        self.include.as_ref().is_none_or(wanted) && !any(&self.exclude)
    }
}

/// Drops the permissions that no request names and the names of files that nothing comes from.
fn forget_others(api: &mut Api) {
    let operations = api.versions.iter().flat_map(|version| &version.operations);
    let named: HashSet<&str> = operations
        .flat_map(|operation| Scheme::ALL.map(|scheme| operation.permissions.of(scheme).names()))
        .flatten()
        .collect();
    api.permissions.retain(|entry| named.contains(entry.name.as_str()));
    let sources = api.sources();
    for (file, (path, digest)) in (0..).zip(api.files.iter_mut().zip(&mut api.digests)) {
        if !sources.contains(&file) {
            path.clear();
            digest.clear();
        }
    }
}

/// Drops the relationships that only paths show: those of other requests, and different ones when fewer pages were read.
fn forget_paths(ty: &mut TypeDefinition) {
    let pages: HashSet<u32> = ty.places.iter().map(|place| place.file).collect();
    if let TypeKind::Object { fields, .. } = &mut ty.kind {
        fields.retain(|field| !field.relationship || pages.contains(&field.place.file));
    }
}

impl Include {
    fn new<S: AsRef<str>>(include: &[S]) -> Result<Self, Error> {
        let (types, requests) = types_apart(include);
        let (named, globs): (Vec<&str>, Vec<&str>) = requests.into_iter().partition(|text| is_name(text));
        let named = named.into_iter().map(|text| (text.to_owned(), comparable(text))).collect();
        Ok(Self { globs: set(&globs)?, named, types: set(&types)? })
    }
}

/// Globs over types, and those over requests.
fn types_apart<S: AsRef<str>>(globs: &[S]) -> (Vec<&str>, Vec<&str>) {
    globs.iter().map(AsRef::as_ref).partition(|text| is_type(text))
}

/// Whether a text is about types: dotted, and no path.
fn is_type(text: &str) -> bool {
    text.contains('.') && !text.contains(['/', ' '])
}

/// Whether a text has no wildcard; what stands in braces is a placeholder unless it is a list.
fn is_name(text: &str) -> bool {
    let escaped =
        text.split('{').skip(1).any(|part| part.split('}').next().unwrap_or_default().contains(','));
    !escaped && !text.contains(['*', '?', '[', '!'])
}

/// Whether a request is the named one: by method and path, or by path alone.
fn is_named(operation: &Operation, compared: &str) -> bool {
    let (method, path) = compared.split_once(' ').unwrap_or(("", compared));
    let method_fits = method.is_empty() || method == operation.method.as_str().to_ascii_lowercase();
    let spellings = operation.spellings.iter().chain([&operation.path]);
    method_fits && spellings.into_iter().any(|spelling| comparable(spelling) == path)
}

/// The requests most like a text that names none, with the places where they stand.
fn near(api: &Api, compared: &str) -> Vec<(String, String)> {
    let operations = api.versions.iter().flat_map(|version| &version.operations);
    let names = operations.map(|operation| (operation.name(), operation));
    let place =
        |operation: &Operation| operation.pages.first().map(|page| api.place(page.place)).unwrap_or_default();
    nearest(compared, names).into_iter().map(|(name, operation)| (name, place(operation))).collect()
}

fn set<S: AsRef<str>>(globs: &[S]) -> Result<GlobSet, Error> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let glob = glob.as_ref();
        // Placeholders stand in braces, which globs take for alternatives.
        let escaped = escape_placeholders(glob);
        let built = GlobBuilder::new(&escaped).literal_separator(true).case_insensitive(true).build();
        set.add(built.map_err(|error| Error::bad_glob(glob, error))?);
    }
    set.build().map_err(|error| Error::bad_glob("", error))
}

/// `/users/{id}` → `/users/*`; `{GET,POST}` stays.
fn escape_placeholders(glob: &str) -> String {
    let mut out = String::new();
    let mut rest = glob;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inner, tail)) = after.split_once('}') else {
            out.push_str(after);
            return out;
        };
        if inner.contains(',') {
            out.push_str(&format!("{{{inner}}}"));
        } else {
            out.push('*');
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_wildcards() {
        for name in ["GET /me/messages", "/users/{id | userPrincipalName}", "GET /a/f(x='{x}')"] {
            assert!(is_name(name), "{name}");
        }
        for glob in ["/me/**", "{GET,POST} /me", "GET /users/*", "GET /me/message?"] {
            assert!(!is_name(glob), "{glob}");
        }
        assert_eq!(comparable("GET  /Users/{user-id}/"), comparable("get /users/{id}"));
    }

    #[test]
    fn globs_of_requests() {
        let set = set(&["{GET,POST} /me/messages", "/users/{id}", "PATCH /groups/**"]).unwrap();
        for taken in ["GET /me/messages", "/users/{user-id}", "PATCH /groups/{id}/owners"] {
            assert!(set.is_match(taken), "{taken}");
        }
        for left in ["PATCH /me/messages", "/users", "GET /groups/{id}"] {
            assert!(!set.is_match(left), "{left}");
        }
    }
}
