//! Type text and links → `ir::Type`; pages about types → definitions.

use std::collections::BTreeMap;

use crate::diagnostic::Problems;
use crate::ir::{Primitive, Type, TypeDefinition, Version};
use crate::load::Docs;
use crate::page::{Page, TypeText};
use crate::source::{FileId, Span};

pub(crate) struct TypeTable {}

impl TypeTable {
    pub(crate) fn declare(_docs: &Docs, _pages: &[Page]) -> Self {
        Self {}
    }
    pub(crate) fn resolve(&mut self, version: Version, _from: FileId, text: &TypeText, _problems: &mut Problems) -> Type {
        self.by_name(version, &text.text).unwrap_or(Type::Json)
    }
    #[expect(clippy::too_many_arguments, reason = "stub")]
    pub(crate) fn resolve_described(
        &mut self,
        version: Version,
        from: FileId,
        text: &TypeText,
        _owner: &str,
        _name: &str,
        _description: &str,
        problems: &mut Problems,
    ) -> Type {
        self.resolve(version, from, text, problems)
    }
    pub(crate) fn by_name(&mut self, _version: Version, name: &str) -> Option<Type> {
        Primitive::ALL.iter().find(|p| p.as_str().eq_ignore_ascii_case(name)).map(|p| Type::Primitive(*p))
    }
    pub(crate) fn define(
        &mut self,
        _docs: &Docs,
        _pages: &[Page],
        _place: &dyn Fn(Span) -> crate::ir::Place,
        _problems: &mut Problems,
    ) -> BTreeMap<Version, Vec<TypeDefinition>> {
        BTreeMap::new()
    }
}
