//! What every form of grants is read into, and the form that is a list of names.

use super::grant::{Grant, Granted, Unknown};
use super::ids::Ids;
use super::principals::Principals;
use crate::ir::CatalogueEntry;
use crate::permissions::{Caller, names};
use crate::redact::redact;

/// What is known beside a text with grants.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// Who is meant where the text does not say.
    pub caller: Caller,
    /// What identifiers of permissions stand for.
    pub ids: &'c Ids,
    /// The permissions of the reference.
    pub catalogue: &'c [CatalogueEntry],
    /// The service principals, whose object ids assignments and grants have.
    pub principals: &'c Principals,
    /// The time, in seconds since 1970, at which tokens must hold.
    pub now: u64,
}

/// Reads one text.
pub(super) struct Reader<'c> {
    pub(super) granted: Granted,
    pub(super) context: Context<'c>,
    /// The application that what is being read was granted to.
    pub(super) app: Option<String>,
}

impl Reader<'_> {
    pub(super) fn list(&mut self, text: &str) {
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if redact(line) != line {
                self.granted.skipped.push(format!("line {}: a secret, not names of permissions", number + 1));
                continue;
            }
            let (caller, names) = match line.split_once(':') {
                Some((kind, names)) if kind.trim().eq_ignore_ascii_case("delegated") => {
                    (Caller::Delegated, names)
                }
                Some((kind, names)) if kind.trim().eq_ignore_ascii_case("application") => {
                    (Caller::Application, names)
                }
                _ => (self.context.caller, line),
            };
            for name in names.split([' ', ',', ';', '\t']).filter(|name| !name.is_empty()) {
                self.add(name, caller, Some(number + 1));
            }
        }
    }

    pub(super) fn add_id(&mut self, id: &str, caller: Caller) {
        match self.context.ids.name(caller, id) {
            Some(name) => {
                let name = name.to_owned();
                self.add(&name, caller, None);
            }
            None if names::entry(self.context.catalogue, id).is_some() || !is_name(id) => {
                self.add(id, caller, None)
            }
            None => {
                let unknown = Unknown { id: id.to_owned(), caller, app: self.app.clone() };
                if !self.granted.unknown.contains(&unknown) {
                    self.granted.unknown.push(unknown);
                }
            }
        }
    }

    pub(super) fn add(&mut self, name: &str, caller: Caller, line: Option<usize>) {
        let name = name.rsplit_once("graph.microsoft.com/").map_or(name, |(_, name)| name);
        let name = names::entry(self.context.catalogue, name).map_or(name, |entry| entry.name.as_str());
        if !is_name(name) {
            let at = line.map_or(String::new(), |line| format!("line {line}: "));
            return self.granted.skipped.push(format!("{at}an entry that is not the name of a permission"));
        }
        let known = |grant: &Grant| {
            grant.caller == caller && grant.app == self.app && grant.name.eq_ignore_ascii_case(name)
        };
        if !name.is_empty() && name != ".default" && !self.granted.permissions.iter().any(known) {
            let app = self.app.clone();
            self.granted.permissions.push(Grant { name: name.to_owned(), caller, app, line });
        }
    }
}

/// Whether a text can be the name of a permission, or an identifier, and no secret: secrets are long, without words in them.
pub(super) fn is_name(text: &str) -> bool {
    let is_random = |part: &str| {
        let has = |is: fn(&u8) -> bool| part.bytes().any(|byte| is(&byte));
        part.len() >= 20
            && has(u8::is_ascii_digit)
            && has(u8::is_ascii_uppercase)
            && has(u8::is_ascii_lowercase)
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '/');
    text.len() <= 128 && text.chars().all(is_plain) && !text.split(['.', '/']).any(is_random)
}
