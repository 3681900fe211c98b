//! The table of declared types.

use std::collections::{HashMap, HashSet};

use super::links::Files;
use crate::ir::{Primitive, Version};
use crate::names::short;
use crate::page::Page;
use crate::source::{FileId, Span};

/// Every named type of all versions.
pub(crate) struct TypeTable {
    pub(super) types: Vec<Declared>,
    /// Dotted name in lower case → type.
    pub(super) dotted: HashMap<(Version, String), TypeId>,
    /// Short name in lower case → types, in the order of their declaration.
    pub(super) short: HashMap<(Version, String), Vec<TypeId>>,
    /// Name in a page's title in lower case, where it is not the type's own → type.
    pub(super) titles: HashMap<(Version, String), TypeId>,
    /// File → types that it documents.
    pub(super) by_file: HashMap<FileId, Vec<TypeId>>,
    /// File → primitive that it describes: pages about `timestamp` and the like.
    pub(super) primitives: HashMap<FileId, Primitive>,
    /// Object → objects that its pages name as bases.
    pub(super) parents: HashMap<TypeId, Vec<TypeId>>,
    /// File and anchor → enum.
    pub(super) by_anchor: HashMap<(FileId, String), TypeId>,
    /// Property in lower case → enums whose values its descriptions list.
    pub(super) by_property: HashMap<(Version, String), Vec<TypeId>>,
    pub(super) files: Files,
}

/// A type of a [`TypeTable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TypeId(pub(super) usize);

/// A type by name, with the places that speak of it.
pub(super) struct Declared {
    pub(super) version: Version,
    pub(super) name: String,
    pub(super) kind: DeclaredKind,
    /// Position of a page, and of the resource or enum on it.
    pub(super) sources: Vec<(usize, usize)>,
    /// Values that descriptions list, for an enum without a table.
    pub(super) listed: Vec<String>,
    /// The same in lower case.
    pub(super) seen: HashSet<String>,
    /// Where the first list of values stands.
    pub(super) listed_at: Option<Span>,
    /// Where the first page about it speaks of it.
    pub(super) first_span: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeclaredKind {
    Object,
    Enum,
    Opaque,
}

/// Pages outside the folders of a version are about the released one.
pub(super) fn version_of(page: &Page) -> Version {
    page.version.unwrap_or(Version::V1)
}

impl TypeTable {
    /// The type of that dotted name, declared now unless it was before. What is documented takes the place of what is not.
    pub(super) fn declare_name(&mut self, version: Version, name: &str, kind: DeclaredKind) -> TypeId {
        let key = (version, name.to_lowercase());
        if let Some(&id) = self.dotted.get(&key) {
            if self.types[id.0].kind == DeclaredKind::Opaque && kind != DeclaredKind::Opaque {
                self.types[id.0].kind = kind;
            }
            return id;
        }
        let id = TypeId(self.types.len());
        let declared = Declared {
            version,
            name: name.to_owned(),
            kind,
            sources: Vec::new(),
            listed: Vec::new(),
            seen: HashSet::new(),
            listed_at: None,
            first_span: None,
        };
        self.types.push(declared);
        self.short.entry((version, short(&key.1).to_owned())).or_default().push(id);
        self.dotted.insert(key, id);
        id
    }
}
