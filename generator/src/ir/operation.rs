//! Requests of the service.

use serde::{Deserialize, Serialize};

use super::{Example, Method, OperationKind, PathTemplate, Permissions, SourceLocation, Type, TypeId};

/// One request: a method and a path template of one API version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Operation"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Operation<N = TypeId> {
    /// The HTTP method.
    pub method: Method,
    /// The path below the version, as text. Follows from `segments`.
    pub path: String,
    /// Other spellings of the path in the docs: a function without its arguments, a parenthesis left open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<String>,
    /// The path below the version.
    pub segments: PathTemplate,
    /// What kind of request it is.
    pub kind: OperationKind,
    /// The heading of the page that the facts come from, the first of `pages`.
    pub title: String,
    /// What the request does, in the page's words. Empty when the page does not say.
    pub description: String,
    /// Every page that documents the request; the one that the facts come from first. Of a request that is only shown, the pages that
    /// show it.
    pub pages: Vec<PageRef>,
    /// Who may make the request.
    pub permissions: Permissions,
    /// Path, function, query and header parameters; those of the body are in `body`.
    pub parameters: Vec<Parameter<N>>,
    /// The OData query options that the page says it supports: `$select`, ….
    pub query_options: Vec<String>,
    /// What is sent.
    pub body: Body<N>,
    /// What comes back on success, by status.
    pub responses: Vec<Response<N>>,
    /// The documented requests and responses of this operation.
    pub examples: Vec<Example>,
    /// Whether the pages call the request deprecated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// Whether the facts come from a page saved as rendered text, so that parts are missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// Whether no page lists the request, so that only an example or a table of arguments shows it. What else is said of it is what
    /// the page says of the request that it lists instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_shown: bool,
}

impl<N> Operation<N> {
    /// `GET /users/{id}`
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// A page that documents an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PageRef {
    /// The page's heading.
    pub title: String,
    /// Where the request line stands, in the example when nothing else has it.
    pub place: SourceLocation,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ParameterLocation {
    /// A key of the path.
    Path,
    /// An argument of a function in the path.
    Function,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A member of the body.
    Body,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Parameter"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Parameter<N = TypeId> {
    /// The name that travels.
    pub name: String,
    /// Where it goes.
    #[serde(rename = "in")]
    pub location: ParameterLocation,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type<N>,
    /// The type as the page writes it. Empty when the page does not say.
    pub type_text: String,
    /// Whether the page says that it must be given. Path parameters always are.
    pub required: bool,
    /// What it means, in the page's words.
    pub description: String,
    /// The values that the page allows, when it lists them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// The value that the request line fixes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
    /// Where the page says so.
    pub place: SourceLocation,
}

/// What a request sends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Body"))]
#[serde(rename_all = "camelCase", tag = "kind", bound(deserialize = "N: Deserialize<'de>"))]
pub enum Body<N = TypeId> {
    /// Nothing.
    None,
    /// An object with these members.
    Parameters {
        /// The members, in the order of the page.
        parameters: Vec<Parameter<N>>,
        /// The resource whose members they are, where the page names one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Type<N>>,
    },
    /// A whole resource; in a `PATCH` those of its members that change.
    Resource {
        /// The resource or list.
        #[serde(rename = "type")]
        ty: Type<N>,
    },
    /// A link to an object: `{"@odata.id": "…"}`.
    Reference,
    /// Bytes.
    Bytes {
        /// Their media types, the first the usual one. Empty when the page does not say.
        media_types: Vec<String>,
    },
    /// Several parts, as `multipart/form-data`.
    Multipart,
    /// JSON that the page does not describe.
    #[default]
    Undocumented,
}

/// What a request gives back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Response"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Response<N = TypeId> {
    /// The status.
    pub status: u16,
    /// What comes with it.
    pub content: Content<N>,
    /// Where the page says so.
    pub place: SourceLocation,
}

/// What comes with a status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Content"))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Content<N = TypeId> {
    /// Nothing.
    Nothing,
    /// An object, or a primitive value in `{"value": …}`.
    One {
        /// Its type.
        #[serde(rename = "type")]
        ty: Type<N>,
        /// Whether the object stands in `{"value": {…}}`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        wrapped: bool,
    },
    /// A page of a collection.
    Collection {
        /// The type of its members.
        #[serde(rename = "type")]
        ty: Type<N>,
    },
    /// Bytes.
    Bytes {
        /// Their media types. Empty when the page does not say.
        media_types: Vec<String>,
    },
    /// The address of the bytes, in `Location`.
    Redirect,
    /// The address where a long-running job reports, in `Location`.
    LongRunning,
    /// JSON that the page does not describe.
    #[default]
    Undocumented,
}
