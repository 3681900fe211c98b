//! The kinds of changes, in the order in which they weigh.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])+ $variant:ident = $words:literal),+ $(,)?) => {
        /// What kind of change it is. Within a class, kinds weigh in this order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase")]
        pub enum ChangeKind { $($(#[$doc])+ $variant),+ }

        impl ChangeKind {
            /// All of them, in order.
            pub const ALL: &[ChangeKind] = &[$(ChangeKind::$variant),+];

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
    /// One more way is a least privileged one, beside those that are.
    LeastJoined = "one more least permission",
    /// A way is no longer a least privileged one; others still are.
    LeastLeft = "least permission no longer one",
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
    /// No request names a permission any more, so that its constant is gone from the crate.
    PermissionUnnamed = "permission no longer named by any request",
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
    /// What stands in the crate for something that is still there has another name or type; `item` is the part, `old` and `new` are
    /// Rust.
    CrateChanged = "changed in the crate",
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
    /// A page lists the request that only an example showed, or no longer does.
    ListingChanged = "listing changed",
    /// The title of a page.
    TitleChanged = "title changed",
    /// A description.
    DescriptionChanged = "description changed",
}
