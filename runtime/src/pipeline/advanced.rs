//! Queries that the directory answers only as "advanced" ones: with the header `ConsistencyLevel: eventual`, and most of them with
//! `$count=true`. Whoever writes such a query means it to work, so what the caller left out is added, and nothing that the caller set is
//! changed.
//!
//! | on a collection of directory objects | header | `$count=true` |
//! |---|---|---|
//! | `/$count` at the end of the path, `$count=true` | yes | |
//! | `$search` | yes | |
//! | `$filter` with `ne`, `not`, `endsWith` or `/$count` | yes | yes |
//! | `$filter` together with `$orderby` | yes | yes |
//! | `$orderby` by anything but the names of users and groups | yes | yes |
//! | a cast behind `transitiveMembers` or `transitiveMemberOf` | yes | yes |
//! | `$expand` of managers with `$levels` | yes | yes |
//!
//! The rules are those of "Advanced query capabilities on directory objects" (learn.microsoft.com/graph/aad-advanced-queries) and of the
//! pages that list members and managers.

use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::request::query::Query;

const CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");

/// Collections of directory objects, which are at the root or below `/directory`.
const SETS: [&str; 12] = [
    "administrativeUnits",
    "appRoleAssignments",
    "applications",
    "contacts",
    "deletedItems",
    "devices",
    "directoryObjects",
    "directoryRoles",
    "groups",
    "oauth2PermissionGrants",
    "servicePrincipals",
    "users",
];

/// Relationships of a directory object with others, below `/me` or an object of [`SETS`].
const LINKS: [&str; 17] = [
    "appRoleAssignedTo",
    "appRoleAssignments",
    "createdObjects",
    "directReports",
    "memberOf",
    "members",
    "oauth2PermissionGrants",
    "ownedDevices",
    "ownedObjects",
    "owners",
    "registeredDevices",
    "registeredOwners",
    "registeredUsers",
    "transitiveManagers",
    "transitiveMemberOf",
    "transitiveMembers",
    "transitiveReports",
];

/// Adds to a `GET` what an advanced query needs and the caller left out: to its query and its headers, by its path and the query that is
/// written there.
pub(crate) fn complete(path: &str, written: Option<&str>, query: &mut Query, headers: &mut HeaderMap) {
    let options = Options::of(query, written);
    let Some(required) = Collection::find(path).and_then(|collection| collection.required(&options)) else {
        return;
    };
    if required == Required::HeaderAndCount && !options.names("$count") {
        query.set("$count", "true".to_owned());
    }
    headers.entry(CONSISTENCY_LEVEL).or_insert(HeaderValue::from_static("eventual"));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Required {
    Header,
    HeaderAndCount,
}

struct Options(Vec<(String, String)>);

impl Options {
    /// The options of a request, set by methods or written in its path.
    fn of(query: &Query, written: Option<&str>) -> Self {
        let mut options: Vec<_> =
            query.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        // Any base serves: only the query is read.
        let url = written.and_then(|query| Url::parse(&format!("http://localhost/?{query}")).ok());
        if let Some(url) = url {
            options.extend(url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())));
        }
        Options(options)
    }

    /// The value of an option, whose `$` may be left out.
    fn get(&self, name: &str) -> Option<&str> {
        let plain = name.trim_start_matches('$');
        let found =
            self.0.iter().find(|(given, _)| given.trim_start_matches('$').eq_ignore_ascii_case(plain));
        found.map(|(_, value)| value.as_str())
    }

    fn names(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// A collection of directory objects in a path.
#[derive(Debug, PartialEq)]
struct Collection {
    /// Its last name: `users`, `members`.
    name: &'static str,
    cast: bool,
    counted: bool,
    /// It is one object, of which only what is expanded can be a list.
    single: bool,
}

impl Collection {
    /// Finds the collection that a path or a template lists: `/users`, `/groups/{id}/members/microsoft.graph.user/$count`.
    fn find(path: &str) -> Option<Collection> {
        let mut segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let counted = segments.pop_if(|last| last.eq_ignore_ascii_case("$count")).is_some();
        let cast = segments.len() > 1 && segments.pop_if(|last| is_cast(last)).is_some();
        let collection = |name, single| Some(Collection { name, cast, counted, single });
        if segments.first().is_some_and(|first| first.eq_ignore_ascii_case("directory")) {
            segments.remove(0);
        }
        match segments[..] {
            [me] if me.eq_ignore_ascii_case("me") => collection("users", true),
            [me, link] if me.eq_ignore_ascii_case("me") => collection(known(&LINKS, link)?, false),
            // An alternate key stands in the segment of the set: `servicePrincipals(appId='…')/owners`.
            [set] if has_key(set) => collection(known(&SETS, without_key(set))?, true),
            [set, link] if has_key(set) => {
                known(&SETS, without_key(set)).and_then(|_| collection(known(&LINKS, link)?, false))
            }
            [set] => collection(known(&SETS, set)?, false),
            [set, _] => collection(known(&SETS, set)?, true),
            [set, _, link] => known(&SETS, set).and_then(|_| collection(known(&LINKS, link)?, false)),
            _ => None,
        }
    }

    fn required(&self, options: &Options) -> Option<Required> {
        if self.single {
            let managers = self.name == "users"
                && options.get("$expand").is_some_and(|expand| expand.contains("$levels"));
            return managers.then_some(Required::HeaderAndCount);
        }
        let filter = options.get("$filter");
        let order = options.get("$orderby");
        let rules = [
            (self.counted, Required::Header),
            (options.get("$count").is_some_and(|count| count.eq_ignore_ascii_case("true")), Required::Header),
            (options.names("$search"), Required::Header),
            (filter.is_some_and(is_advanced), Required::HeaderAndCount),
            (filter.is_some() && order.is_some(), Required::HeaderAndCount),
            (order.is_some_and(|order| !self.sorts_by_default(order)), Required::HeaderAndCount),
            (self.cast && self.name.starts_with("transitiveMember"), Required::HeaderAndCount),
            (
                options.get("$expand").is_some_and(|expand| expand.contains("$levels")),
                Required::HeaderAndCount,
            ),
        ];
        let required = rules.into_iter().filter_map(|(holds, required)| holds.then_some(required)).max();
        // What counts already has no list to count in.
        required.map(|required| if self.counted { Required::Header } else { required })
    }

    /// Whether the directory sorts by these properties without an advanced query.
    fn sorts_by_default(&self, order: &str) -> bool {
        let by_default: &[&str] = match self.name {
            "users" => &["displayName", "userPrincipalName"],
            "groups" => &["displayName"],
            _ => &[],
        };
        order.split(',').all(|item| {
            let property = item.split_whitespace().next().unwrap_or_default();
            by_default.iter().any(|known| known.eq_ignore_ascii_case(property))
        })
    }
}

fn known(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
}

fn is_cast(segment: &str) -> bool {
    let name = segment.strip_prefix("microsoft.").unwrap_or(segment);
    name.starts_with("graph.")
}

fn has_key(segment: &str) -> bool {
    segment.ends_with(')')
}

fn without_key(segment: &str) -> &str {
    segment.split('(').next().unwrap_or(segment)
}

/// Whether a filter has an operator that only advanced queries have, outside of its texts.
fn is_advanced(filter: &str) -> bool {
    // A doubled quote inside a text ends it and begins it again, which makes no difference.
    let outside = filter.split('\'').step_by(2);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '/' | '.' | '@');
    outside.flat_map(|text| text.split(move |c| !is_part(c))).any(|word| {
        ["ne", "not", "endsWith"].iter().any(|operator| word.eq_ignore_ascii_case(operator))
            || word.ends_with("/$count")
    })
}

#[cfg(test)]
mod tests {
    use super::{Collection, Options, Required};

    fn required(request: &str) -> Option<Required> {
        let (path, query) = request.split_once('?').unwrap_or((request, ""));
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Collection::find(path)?
            .required(&Options(pairs.map(|(name, value)| (name.into(), value.into())).collect()))
    }

    #[test]
    fn every_rule_has_its_limits() {
        const HEADER: Option<Required> = Some(Required::Header);
        const BOTH: Option<Required> = Some(Required::HeaderAndCount);
        for (request, wanted) in [
            ("/users", None),
            ("/users?$top=5", None),
            ("/users/$count", HEADER),
            ("/users/$count?$filter=mail ne 'x'", HEADER),
            ("/users?$count=true", HEADER),
            ("/users?$count=false", None),
            ("/Users?COUNT=True", HEADER),
            ("/users?$search=\"displayName:a\"", HEADER),
            ("/users?$filter=startsWith(mail,'a')", None),
            ("/users?$filter=mail ne 'a'", BOTH),
            ("/users?$filter=NOT(mail eq 'a')", BOTH),
            ("/users?$filter=endswith(mail,'a')", BOTH),
            ("/users?$filter=assignedLicenses/$count eq 0", BOTH),
            ("/users?$filter=proxyAddresses/any(p:endsWith(p,'x'))", BOTH),
            ("/users?$filter=displayName eq 'do not ne endsWith(x)'", None),
            ("/users?$filter=displayName eq 'it''s not'", None),
            ("/users?$filter=displayName eq 'x' and city ne 'y'", BOTH),
            ("/users?$filter=notes eq 'x'", None),
            ("/users?$orderby=displayName desc,userPrincipalName", None),
            ("/users?$orderby=createdDateTime", BOTH),
            ("/users?$orderby=displayName&$filter=startsWith(displayName,'a')", BOTH),
            ("/groups?$orderby=displayName", None),
            ("/applications?$orderby=displayName", BOTH),
            ("/groups/{id}/members?$search=\"a\"", HEADER),
            ("/groups/{id}/members/microsoft.graph.user/$count", HEADER),
            ("/groups/{id}/members/microsoft.graph.user", None),
            ("/groups/{id}/transitiveMembers/microsoft.graph.user", BOTH),
            ("/me/transitiveMemberOf/graph.group", BOTH),
            ("/me/memberOf/$count", HEADER),
            ("/servicePrincipals(appId='{appId}')/owners?$count=true", HEADER),
            ("/servicePrincipals(appId='{appId}')?$count=true", None),
            ("/directory/administrativeUnits/{id}/members?$count=true", HEADER),
            ("/directory/deletedItems/microsoft.graph.group?$count=true", HEADER),
            ("/me?$expand=manager($levels=max;$select=id)", BOTH),
            ("/users/{id}?$expand=manager($levels=3)", BOTH),
            ("/users?$expand=manager($levels=3)", BOTH),
            ("/users/{id}?$expand=manager", None),
            ("/users/{id}?$count=true", None),
            // Other services with the same names and options.
            ("/me/contacts?$count=true", None),
            ("/users/{id}/contacts?$search=\"a\"", None),
            ("/me/messages?$filter=subject ne 'a'", None),
            ("/me/messages/$count", None),
            ("/teams/{id}/members?$count=true", None),
            ("/groups/{id}/events?$count=true", None),
            ("/groups/{id}/members/{id}/$ref", None),
            ("/deviceManagement/users?$count=true", None),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(required(request), wanted, "{request}");
        }
    }
}
