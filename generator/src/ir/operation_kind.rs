//! What kind of request an operation is.

use serde::{Deserialize, Serialize};

/// What kind of request an operation is: what a client calls the method that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum OperationKind {
    /// Reads a collection.
    List,
    /// Reads one object or value.
    Get,
    /// Adds an object to a collection.
    Create,
    /// Changes some properties.
    Update,
    /// Writes the whole, or makes it.
    Replace,
    /// Removes an object.
    Delete,
    /// Does what the last segment of the path names, and may change something.
    Action,
    /// Computes what the last segment of the path names, and changes nothing.
    Function,
    /// Reads the links of a collection.
    ListReferences,
    /// Reads the link to one object.
    GetReference,
    /// Adds a link to a collection.
    AddReference,
    /// Makes a link lead to another object.
    SetReference,
    /// Removes a link.
    RemoveReference,
    /// Reads the bytes of an object.
    GetContent,
    /// Writes the bytes of an object.
    SetContent,
    /// Changes parts of the content of an object.
    UpdateContent,
    /// Removes the bytes of an object.
    DeleteContent,
    /// Counts the members of a collection.
    Count,
}

impl OperationKind {
    /// Whether the last segment of the path names what is called.
    pub fn is_call(self) -> bool {
        matches!(self, Self::Action | Self::Function)
    }
}
