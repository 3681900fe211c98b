//! What changed between two models, and who would notice.
//!
//! ```text
//! old, new: ir::Api → pair (same identity, then moved) → compare fact by fact → group → Report → text | markdown | JSON
//! ```
//!
//! | class | who notices |
//! |---|---|
//! | breaking | a Rust caller of the generated crate, a program whose request the docs no longer describe, or an app whose consent is no longer enough |
//! | permissions | whoever reviews permissions; what was consented to is still enough |
//! | additive | nobody who does not look for it |
//! | editorial | readers of the docs |
//!
//! A change says *what* changed; the subjects in its list say *where*. The same change on many operations is one change with many
//! subjects.

pub mod markdown;
mod moved;
mod operations;
mod parameters;
mod permissions;
pub mod text;
mod types;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ir::{Api, Place, Scheme, Version};

/// What changed between two models. Written as it is by `graphdocs diff --format json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The version of this format.
    pub format: u32,
    /// The older model.
    pub old: Side,
    /// The newer model.
    pub new: Side,
    /// How much changed, by class and kind, in the order of `changes`.
    pub summary: Vec<Count>,
    /// The changes: breaking ones first, those that weigh more before others.
    pub changes: Vec<Change>,
}

/// One of the two models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Side {
    /// What the caller calls it: a folder, a file, a revision.
    pub name: String,
    /// Its size, by version.
    pub versions: Vec<Size>,
}

/// The size of one API version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Size {
    /// The version.
    pub version: Version,
    /// How many requests it has.
    pub operations: usize,
    /// How many types it has.
    pub types: usize,
}

/// How often one kind of change occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Count {
    /// Who notices.
    pub class: Class,
    /// What kind of change.
    pub kind: Kind,
    /// How many different changes.
    pub changes: usize,
    /// On how many operations, types or permissions of `v1.0` in all.
    pub v1: usize,
    /// The same of `beta`.
    pub beta: usize,
    /// The same of what belongs to no version: the permissions reference.
    pub shared: usize,
}

/// A change, with everything that it happened to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Who notices.
    pub class: Class,
    /// What kind of change.
    pub kind: Kind,
    /// The API version; none for the permissions reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// Who acts, in changes of permissions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Scheme>,
    /// The part that changed: the name of a parameter, property, member, option or permission; the page's title for whole
    /// operations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What the docs said: a type, a path, permissions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What the docs say now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// What it happened to, in order.
    pub on: Vec<Subject>,
}

/// Something that a change happened to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// The request, type or permission by its newest name: `GET /users/{id}`, `microsoft.graph.user`.
    pub name: String,
    /// Its name in the older model, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// `path:line:column` in the older docs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_place: Option<String>,
    /// `path:line:column` in the newer docs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_place: Option<String>,
}

/// Who would notice a change; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// An existing caller, or an existing consent.
    Breaking,
    /// Whoever reviews permissions.
    Permissions,
    /// Nobody who does not look for it.
    Additive,
    /// Readers of the docs.
    Editorial,
}

impl Class {
    /// All of them, in order.
    pub const ALL: [Class; 4] = [Class::Breaking, Class::Permissions, Class::Additive, Class::Editorial];

    /// The name in reports and flags.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Permissions => "permissions",
            Self::Additive => "additive",
            Self::Editorial => "editorial",
        }
    }

    /// The class of a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == text)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $variant:ident = $words:literal),+ $(,)?) => {
        /// What kind of change it is. Within a class, kinds weigh in this order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase")]
        pub enum Kind { $($(#[$doc])+ $variant),+ }

        impl Kind {
            /// All of them, in order.
            pub const ALL: &[Kind] = &[$(Kind::$variant),+];

            /// What happened, for people: `operation removed`.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }
        }
    };
}

kinds! {
    /// A request is no longer documented.
    OperationRemoved = "operation removed",
    /// A request has another path; `old` and `new` are the parts that differ.
    OperationMoved = "operation moved",
    /// A scheme can no longer make the request.
    SchemeDropped = "scheme no longer supported",
    /// The least privileged way is a way that was the higher one, and the old one is gone.
    LeastRaised = "least permission raised",
    /// The least privileged way is another one; neither docs rank the two.
    LeastReplaced = "least permission replaced",
    /// A way to be allowed is gone.
    AlternativeRemoved = "permission no longer enough",
    /// There is a less privileged way than before.
    LeastLowered = "least permission lowered",
    /// Two ways have changed places; both are still enough.
    LeastReordered = "least permission reordered",
    /// A scheme can make the request now.
    SchemeSupported = "scheme now supported",
    /// There is one more way to be allowed.
    AlternativeAdded = "permission now enough",
    /// No permission is needed, or one is again.
    PermissionNeed = "need for permissions changed",
    /// A way to be allowed holds under other conditions.
    ConditionsChanged = "conditions of a permission changed",
    /// The docs said nothing about the scheme, and do now.
    SchemeDocumented = "permissions now documented",
    /// The docs no longer say what the scheme needs.
    SchemeUndocumented = "permissions no longer documented",
    /// The permissions can be read in several ways on one of the sides, so that they cannot be compared.
    PermissionsUnclear = "permissions changed, unclear how",
    /// Another directory role is enough.
    RoleAdded = "directory role added",
    /// A directory role is no longer named.
    RoleRemoved = "directory role removed",
    /// A permission is no longer in the permissions reference.
    PermissionRetired = "permission gone from the reference",
    /// A permission needs an administrator now, or no longer.
    AdminConsent = "admin consent changed",
    /// A permission is new in the permissions reference.
    PermissionIntroduced = "permission new in the reference",
    /// What a request sends is of another kind or type.
    BodyChanged = "request body changed",
    /// What a request gives back is of another kind or type.
    ResponseChanged = "response changed",
    /// A parameter is gone.
    ParameterRemoved = "parameter removed",
    /// A parameter has another type.
    ParameterRetyped = "parameter retyped",
    /// A parameter must be given now.
    ParameterRequired = "parameter now required",
    /// A parameter need not be given any more.
    ParameterOptional = "parameter now optional",
    /// A parameter takes another value less.
    ValueRemoved = "allowed value removed",
    /// A query option is no longer supported.
    QueryOptionRemoved = "query option removed",
    /// A type is gone.
    TypeRemoved = "type removed",
    /// A type has another name.
    TypeRenamed = "type renamed",
    /// An object has become an enum, or the like.
    TypeKindChanged = "type of another kind",
    /// A type inherits from another one.
    BaseChanged = "base type changed",
    /// A type is open, abstract, an entity or a set of flags now, or no longer.
    TraitChanged = "nature of a type changed",
    /// A property is gone.
    PropertyRemoved = "property removed",
    /// A property has another type.
    PropertyRetyped = "property retyped",
    /// A property must be given now.
    PropertyRequired = "property now required",
    /// A property need not be given any more.
    PropertyOptional = "property now optional",
    /// A property can do less, or more: filtered, sorted, searched, returned unasked, set.
    PropertyAbility = "ability of a property changed",
    /// A member of an enum is gone.
    MemberRemoved = "enum member removed",
    /// A request is new.
    OperationAdded = "operation added",
    /// A parameter is new.
    ParameterAdded = "parameter added",
    /// A parameter takes one more value.
    ValueAdded = "allowed value added",
    /// A query option is supported now.
    QueryOptionAdded = "query option added",
    /// A response with another status is new.
    ResponseAdded = "response added",
    /// A type is new.
    TypeAdded = "type added",
    /// A property is new.
    PropertyAdded = "property added",
    /// A member of an enum is new.
    MemberAdded = "enum member added",
    /// Something is deprecated now.
    Deprecated = "deprecated",
    /// Something is no longer deprecated.
    Undeprecated = "no longer deprecated",
    /// A name is written in other letters that mean the same.
    Respelled = "respelled",
    /// A response has another status, or media types.
    ResponseDetail = "details of the response changed",
    /// A member of an enum has another number.
    MemberRenumbered = "enum member renumbered",
    /// A default value is another one.
    DefaultChanged = "default changed",
    /// Whether a property may be null is documented otherwise.
    NullabilityChanged = "nullability changed",
    /// Other pages document the request.
    PagesChanged = "pages changed",
    /// The title of a page.
    TitleChanged = "title changed",
    /// A description.
    DescriptionChanged = "description changed",
}

impl Report {
    /// The number of the format that this library writes.
    pub const FORMAT: u32 = 1;

    /// Whether there is a change of the class.
    pub fn has(&self, class: Class) -> bool {
        self.changes.iter().any(|change| change.class == class)
    }

    /// Everything that the changes of a class happened to.
    pub fn subjects(&self, class: Class) -> usize {
        self.changes.iter().filter(|change| change.class == class).map(|change| change.on.len()).sum()
    }
}

/// A model with the name that reports give it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The name: a folder, a file, a revision.
    pub name: &'a str,
    /// The model.
    pub api: &'a Api,
}

/// Compares two models. A version that only one of them has is not compared: it was not asked for, or not at hand.
pub fn diff(old: Named<'_>, new: Named<'_>) -> Report {
    let mut found = Found { old: old.api, new: new.api, version: None, groups: BTreeMap::new() };
    for version in Version::ALL {
        if let (Some(before), Some(after)) = (old.api.version(version), new.api.version(version)) {
            found.version = Some(version);
            let types = types::pair(before, after);
            operations::compare(before, after, &types, &mut found);
            types::compare(&types, &mut found);
        }
    }
    found.version = None;
    permissions::compare_catalogues(&old.api.permissions, &new.api.permissions, &mut found);
    let changes = found.changes();
    Report { format: Report::FORMAT, old: side(old), new: side(new), summary: summary(&changes), changes }
}

fn side(named: Named<'_>) -> Side {
    let size = |api: &crate::ir::ApiVersion| Size {
        version: api.version,
        operations: api.operations.len(),
        types: api.types.len(),
    };
    Side { name: named.name.to_owned(), versions: named.api.versions.iter().map(size).collect() }
}

fn summary(changes: &[Change]) -> Vec<Count> {
    let mut counts: BTreeMap<(Class, Kind), Count> = BTreeMap::new();
    for Change { class, kind, version, on, .. } in changes {
        let empty = Count { class: *class, kind: *kind, changes: 0, v1: 0, beta: 0, shared: 0 };
        let count = counts.entry((*class, *kind)).or_insert(empty);
        count.changes += 1;
        *match version {
            Some(Version::V1) => &mut count.v1,
            Some(Version::Beta) => &mut count.beta,
            None => &mut count.shared,
        } += on.len();
    }
    counts.into_values().collect()
}

/// What makes two findings the same change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct What {
    class: Class,
    kind: Kind,
    scheme: Option<Scheme>,
    item: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

impl What {
    fn new(class: Class, kind: Kind) -> Self {
        Self { class, kind, scheme: None, item: None, old: None, new: None }
    }

    fn item(mut self, item: impl fmt::Display) -> Self {
        self.item = Some(item.to_string());
        self
    }

    fn old(mut self, old: impl fmt::Display) -> Self {
        self.old = Some(old.to_string());
        self
    }

    fn new_is(mut self, new: impl fmt::Display) -> Self {
        self.new = Some(new.to_string());
        self
    }

    fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = Some(scheme);
        self
    }
}

/// Where a finding stands, before it has a text.
#[derive(Clone, Copy, Debug)]
struct At<'a> {
    name: &'a str,
    was: &'a str,
    old: Option<Place>,
    new: Option<Place>,
}

impl<'a> At<'a> {
    /// Something with the same name on both sides.
    fn of(name: &'a str, old: Option<Place>, new: Option<Place>) -> Self {
        Self { name, was: name, old, new }
    }

    /// The same with more telling places.
    fn places(self, old: Option<Place>, new: Option<Place>) -> Self {
        Self { old: old.or(self.old), new: new.or(self.new), ..self }
    }
}

/// The findings so far, the same changes side by side.
struct Found<'a> {
    old: &'a Api,
    new: &'a Api,
    version: Option<Version>,
    groups: BTreeMap<(Option<Version>, What), Vec<Subject>>,
}

impl Found<'_> {
    fn add(&mut self, what: What, at: At<'_>) {
        let subject = Subject {
            name: at.name.to_owned(),
            was: (at.was != at.name).then(|| at.was.to_owned()),
            old_place: at.old.map(|place| self.old.place(place)),
            new_place: at.new.map(|place| self.new.place(place)),
        };
        self.groups.entry((self.version, what)).or_default().push(subject);
    }

    /// The changes in order: class, then version, then kind, then how many things they happened to.
    fn changes(self) -> Vec<Change> {
        let mut changes: Vec<Change> = self.groups.into_iter().map(change).collect();
        changes.sort_by_key(|change| {
            let place = change.version.map_or(u8::MAX, |version| version as u8);
            (change.class, place, change.kind, std::cmp::Reverse(change.on.len()))
        });
        changes
    }
}

fn change(((version, what), mut on): ((Option<Version>, What), Vec<Subject>)) -> Change {
    let What { class, kind, scheme, item, old, new } = what;
    on.sort();
    on.dedup();
    Change { class, kind, version, scheme, item, old, new, on }
}

/// Things of two lists by what makes them the same: both, only old, only new; each in the order of its list.
struct Paired<'a, T> {
    both: Vec<(&'a T, &'a T)>,
    removed: Vec<&'a T>,
    added: Vec<&'a T>,
}

/// Pairs the things of two lists. When a key occurs twice in a list, its first thing stands for all.
fn paired<'a, T, K: Ord>(old: &'a [T], new: &'a [T], key: impl Fn(&T) -> K) -> Paired<'a, T> {
    let mut after: BTreeMap<K, &T> = BTreeMap::new();
    for item in new {
        after.entry(key(item)).or_insert(item);
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut pairs = Paired { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
    for item in old {
        let name = key(item);
        match after.get(&name) {
            _ if seen.contains(&name) => continue,
            Some(other) => pairs.both.push((item, other)),
            None => pairs.removed.push(item),
        }
        seen.insert(name);
    }
    for item in new {
        if seen.insert(key(item)) {
            pairs.added.push(item);
        }
    }
    pairs
}

/// Whether two texts differ in more than white space.
fn reworded(old: &str, new: &str) -> bool {
    !old.split_whitespace().eq(new.split_whitespace())
}
