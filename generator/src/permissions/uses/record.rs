//! One entry of a log, whatever its fields are called.

use super::Caller;

/// What is taken from an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Method,
    Url,
    Version,
    App,
    Scopes,
    Roles,
    User,
    Principal,
    TokenKind,
    Caller,
    Status,
    Body,
}

/// The names of fields and columns, in lower case; of two for one slot, the first is taken.
const FIELDS: [(&str, Slot); 22] = [
    ("requestmethod", Slot::Method),
    ("method", Slot::Method),
    ("requesturi", Slot::Url),
    ("url", Slot::Url),
    ("uri", Slot::Url),
    ("path", Slot::Url),
    ("apiversion", Slot::Version),
    ("version", Slot::Version),
    ("appid", Slot::App),
    ("scopes", Slot::Scopes),
    ("scp", Slot::Scopes),
    ("roles", Slot::Roles),
    ("userid", Slot::User),
    ("serviceprincipalid", Slot::Principal),
    ("c_idtyp", Slot::TokenKind),
    ("idtyp", Slot::TokenKind),
    ("caller", Slot::Caller),
    ("scheme", Slot::Caller),
    ("responsestatuscode", Slot::Status),
    ("statuscode", Slot::Status),
    ("status", Slot::Status),
    ("postdatatext", Slot::Body),
];

/// The values of an entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// Each with the position of its field's name.
    values: [Option<(usize, String)>; 12],
}

/// A field, by its position in the list of names.
pub(super) fn field(name: &str) -> Option<usize> {
    FIELDS.iter().position(|(known, _)| name.eq_ignore_ascii_case(known))
}

/// A column of a table: `RequestUri`, `RequestUri_s`, `properties.requestUri`, `TimeGenerated [UTC]`.
pub(super) fn column(name: &str) -> Option<usize> {
    let name = name.trim().trim_matches('"');
    let name = name.split(" [").next().unwrap_or_default();
    let name = name.strip_suffix("_s").or_else(|| name.strip_suffix("_g")).unwrap_or(name);
    let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
    field(name.strip_prefix("properties_").unwrap_or(name))
}

/// The slot of a field.
pub(super) fn slot(field: usize) -> Slot {
    FIELDS[field].1
}

impl Record {
    pub(super) fn set(&mut self, field: usize, value: String) {
        let place = &mut self.values[slot(field) as usize];
        let is_better = place.as_ref().is_none_or(|(other, _)| field < *other);
        if is_better && !value.trim().is_empty() {
            *place = Some((field, value));
        }
    }

    pub(super) fn set_body(&mut self, text: String) {
        self.set(FIELDS.len() - 1, text);
    }

    pub(super) fn take(&mut self, slot: Slot) -> Option<String> {
        self.values[slot as usize].take().map(|(_, value)| value)
    }

    fn has(&self, slot: Slot) -> bool {
        self.values[slot as usize].is_some()
    }

    pub(super) fn is_request(&self) -> bool {
        self.has(Slot::Method) && self.has(Slot::Url)
    }

    /// The application and its service principal, in lower case: logs and exports spell identifiers in both. The service principal stands
    /// for an application that is not named.
    pub(super) fn app(&mut self) -> (Option<String>, Option<String>) {
        let id = |id: String| id.trim().to_ascii_lowercase();
        let principal = self.take(Slot::Principal).map(id);
        (self.take(Slot::App).map(id).or_else(|| principal.clone()), principal)
    }

    pub(super) fn status(&mut self) -> Option<u16> {
        self.take(Slot::Status)?.trim().parse().ok()
    }

    /// Who called, of an activity log: a call for a user has scopes, one of the app itself has roles.
    pub(super) fn caller(&mut self) -> Option<Caller> {
        let named = self.take(Slot::TokenKind).or_else(|| self.take(Slot::Caller));
        match named.map(|named| named.to_ascii_lowercase()).as_deref() {
            Some("user" | "delegated" | "delegatedwork" | "delegatedpersonal") => {
                return Some(Caller::Delegated);
            }
            Some("app" | "application") => return Some(Caller::Application),
            _ => {}
        }
        if self.has(Slot::Scopes) || self.has(Slot::User) {
            Some(Caller::Delegated)
        } else if self.has(Slot::Roles) || self.has(Slot::Principal) {
            Some(Caller::Application)
        } else {
            None
        }
    }
}
