//! Which operations are wanted: globs over `METHOD /path`, and what the chosen operations need comes along.
//!
//! | glob | takes |
//! |---|---|
//! | `/users/**` | every request below `/users` |
//! | `GET /users/*` | `GET /users/{id}` |
//! | `{GET,POST} /me/messages` | both |

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::Error;
use crate::ir::{Api, Operation};

/// Which operations are wanted.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Selection {
    /// Takes what one of the first globs fits, or everything when there is none, but nothing that one of the second fits.
    ///
    /// # Errors
    /// When a glob is not one.
    pub fn new<S: AsRef<str>>(include: &[S], exclude: &[S]) -> Result<Self, Error> {
        let include = if include.is_empty() { None } else { Some(set(include)?) };
        Ok(Self { include, exclude: set(exclude)? })
    }

    /// Removes what is not wanted from a model.
    pub fn apply(&self, api: &mut Api) {
        for version in &mut api.versions {
            version.operations.retain(|operation| self.takes(operation));
        }
        api.versions.retain(|version| !version.operations.is_empty() || self.include.is_none());
    }

    /// Whether an operation is wanted.
    pub fn takes(&self, operation: &Operation) -> bool {
        let candidates = [operation.path.clone(), operation.name()];
        let any = |set: &GlobSet| candidates.iter().any(|candidate| set.is_match(candidate));
        self.include.as_ref().is_none_or(any) && !any(&self.exclude)
    }
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
